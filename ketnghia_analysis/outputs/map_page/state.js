/* What is chosen at the moment; a share link is this, written into the address. */
const SHORT_NAMES = {
  year: "y", indicator: "i", areas: "a", base: "b", points: "p", names: "n", hamletNames: "hn", paired: "m", others: "o",
  lines: "l", difficulties: "d", field: "f", grid: "g", agency: "ag", commune: "co", level: "lv", people: "pe",
  compare: "c", swipe: "s", card: "k", table: "t", sort: "ts", page: "tp", view: "v",
};

function firstState(model) {
  const { data } = model;
  const first = model.byYear.get(data.shown);
  const earlier = model.years.filter((one) => one.year < data.shown);
  return {
    year: data.shown, indicator: data.firstIndicator, areas: "value", base: earlier.length ? earlier[earlier.length - 1].year : 0,
    points: "level", names: true, hamletNames: true, paired: true, others: true, lines: false, difficulties: false, field: -1,
    grid: !first.outline, agency: "", commune: "", level: "", people: -1, compare: 0, swipe: 50, card: "", table: "", sort: "", page: 0, view: "",
  };
}

function readState(text, first) {
  const told = new URLSearchParams(text.replace(/^#/, ""));
  const state = { ...first };
  for (const [name, short] of Object.entries(SHORT_NAMES)) {
    if (!told.has(short)) continue;
    const value = told.get(short);
    if (typeof first[name] === "boolean") state[name] = value === "1";
    else if (typeof first[name] === "number") state[name] = Number.isFinite(Number(value)) ? Number(value) : first[name];
    else state[name] = value;
  }
  return state;
}

function writtenState(state, first) {
  const told = new URLSearchParams();
  for (const [name, short] of Object.entries(SHORT_NAMES)) {
    if (state[name] === first[name]) continue;
    told.set(short, typeof state[name] === "boolean" ? (state[name] ? "1" : "0") : String(state[name]));
  }
  return told.toString();
}

/* A link may come from another file: what this one does not have is left out. */
function soundState(state, first, model) {
  const { data } = model;
  const sound = { ...state };
  const keep = (name, allowed) => {
    if (!allowed(sound[name])) sound[name] = first[name];
  };
  const isYear = (year) => model.byYear.has(year);
  keep("year", isYear);
  keep("base", (year) => year === 0 || isYear(year));
  keep("compare", (year) => year === 0 || (isYear(year) && year !== sound.year));
  keep("indicator", (name) => model.indicatorAt(name) !== undefined);
  keep("areas", (one) => ["value", "change", "none"].includes(one));
  keep("points", (one) => ["level", "value", "change"].includes(one));
  keep("table", (one) => ["", ...TABLE_KINDS].includes(one));
  keep("field", (one) => one >= -1 && one < data.fields.length);
  keep("people", (one) => one >= -1 && one < data.peoples.length);
  keep("level", (one) => one === "" || data.levels.some((level) => level.code === one));
  keep("swipe", (one) => one >= 2 && one <= 98);
  const year = model.byYear.get(sound.year);
  if (sound.agency && model.rowOf(year.agencies, sound.agency) < 0) sound.agency = "";
  if (sound.commune && model.communeRow(year, sound.commune) < 0) sound.commune = "";
  if (sound.areas === "change" || sound.points === "change") {
    const earlier = model.years.filter((one) => one.year < sound.year);
    if (!earlier.some((one) => one.year === sound.base)) sound.base = earlier.length ? earlier[earlier.length - 1].year : 0;
  }
  return sound;
}
