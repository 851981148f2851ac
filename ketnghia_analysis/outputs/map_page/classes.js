/* Classes of values and of change, with their colours and words. */
/* 1.1 times 10 is a little more than 11. */
const TINY = 1e-6;
const HATCHED = { [UNKNOWN]: "no-data", [SMALL_NUMBER]: "small" };

function classOfValue(card, value) {
  if (value === UNKNOWN || value === SMALL_NUMBER) return value;
  let index = 0;
  for (const limit of card.breaks) if (value >= limit * 10 - TINY) index += 1;
  return index;
}

/* 0 to 4: from worse over none to better; for what is neither, from less to more. */
function classOfChange(card, value) {
  if (value === UNKNOWN || value === SMALL_NUMBER) return value;
  const [small, large] = card.changeBreaks.map((limit) => limit * 10 - TINY);
  const size = Math.abs(value);
  if (small === undefined || size < small) return 2;
  const better = card.better === "lower" ? value < 0 : value > 0;
  if (size < large) return better ? 3 : 1;
  return better ? 4 : 0;
}

function classColour(data, card, change, index) {
  if (change) return data.changeColours[index];
  const last = data.colours.length - 1;
  return data.colours[card.breaks.length ? Math.round((index * last) / card.breaks.length) : Math.round(last / 2)];
}

function classCount(card, change) {
  return change ? 5 : card.breaks.length + 1;
}

function classLabel(card, change, index) {
  if (index === UNKNOWN) return change ? "không so sánh được" : NO_DATA;
  if (index === SMALL_NUMBER) return "số nhỏ, không công bố";
  if (change) return changeLabel(card, index);
  if (card.yesNo) return index ? "có" : "chưa";
  const breaks = card.breaks.map((limit) => whole.format(limit));
  if (!breaks.length) return "mọi giá trị";
  if (index === 0) return "dưới " + breaks[0];
  if (index === breaks.length) return "từ " + breaks[index - 1] + " trở lên";
  return breaks[index - 1] + " – dưới " + breaks[index];
}

function changeLabel(card, index) {
  if (!card.changeBreaks.length) return index === 2 ? "không đổi" : "";
  const [small, large] = card.changeBreaks.map((limit) => whole.format(limit));
  if (index === 2) return "hầu như không đổi (dưới " + small + ")";
  const grows = card.better === "lower" ? index < 2 : index > 2;
  const verb = grows ? "tăng " : "giảm ";
  const judged = card.better === "neither" ? "" : index < 2 ? ", kém hơn" : ", tốt hơn";
  return verb + (index === 0 || index === 4 ? "từ " + large + " trở lên" : small + " – dưới " + large) + judged;
}
