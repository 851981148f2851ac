/* Cards of a hamlet, a commune, an agency. */
function makeCards(app) {
  const { model, selection } = app;
  const { data } = model;
  const holder = byId("kn-card-body");
  const annexFile = data.annex.split("/").pop();
  let returnTo = null;

  function title(text, year, place) {
    const heading = element("h2", text, holder);
    heading.id = "kn-card-title";
    heading.tabIndex = -1;
    const line = element("p", undefined, holder, "kn-card-place");
    if (place) line.append(place, " · ");
    line.append("năm " + year.year);
  }
  /* a figure's reference, as the annex prints it and `ketnghia trace` takes it */
  function reference(year, name, keys) {
    return year.year + "/" + name + "/" + Object.entries(keys).map((pair) => pair.join("=")).join(",");
  }
  function facts(pairs, parent) {
    const list = element("dl", undefined, parent || holder);
    for (const [name, value, source] of pairs) {
      element("dt", name, list);
      const told = element("dd", undefined, list);
      told.append(value);
      if (source) told.title = source;
    }
    return list;
  }
  function section(text) {
    return element("h3", text, holder);
  }
  function link(kind, year, row, text) {
    const made = button(text, undefined, () => app.open(kind, year, row), "kn-link");
    return made;
  }
  function points(table, row) {
    if (table.low[row] === UNKNOWN || table.high[row] === UNKNOWN) return NO_DATA;
    const [low, high] = [decimal.format(table.low[row] / 10), decimal.format(table.high[row] / 10)];
    return low === high ? low : low + " – " + high;
  }
  function levelText(code) {
    const told = element("span", undefined, undefined, "kn-level");
    const level = data.levels[code];
    if (level) told.append(symbol(level.shape, level.colour, 18));
    told.append(level ? level.label : NO_DATA);
    return told;
  }
  function annex(table, row) {
    const place = table.annex.rows[row];
    if (!table.annex.sheet || place < 0) return;
    section("Phụ lục");
    const line = element("p", undefined, holder);
    line.append("Trang “" + table.annex.sheet + "”, dòng " + place + " của tệp ");
    if (app.framed) line.append(annexFile);
    else {
      const file = element("a", annexFile, line);
      file.href = data.annex + "#'" + table.annex.sheet + "'!A" + place;
    }
  }

  /* ---- indicators ---- */
  function history(kind, year, row, at) {
    return model.years.map((one) => {
      const there = one === year ? row : model.sameIn(kind, year, row, one);
      return { year: one, value: there < 0 ? UNKNOWN : model.tenths(one, kind, at, there), typical: one.typical[at], rules: one.standards[at] };
    });
  }
  function sparkline(card, told) {
    const known = (value) => value !== UNKNOWN && value !== SMALL_NUMBER;
    if (told.filter((one) => known(one.value)).length < 2) return null;
    const all = told.flatMap((one) => [one.value, one.typical]).filter(known);
    const low = Math.min(...all);
    const high = Math.max(...all);
    const WIDTH = 84;
    const x = (index) => 4 + (index * (WIDTH - 8)) / Math.max(1, told.length - 1);
    const y = (value) => (high === low ? 13 : 22 - ((value - low) * 18) / (high - low));
    const words = told.filter((one) => known(one.value)).map((one) => one.year.year + ": " + model.written(card, one.value));
    const svg = drawing("svg", { width: WIDTH, height: 26, viewBox: "0 0 " + WIDTH + " 26", role: "img", "aria-label": words.join("; ") });
    const path = (pick) => {
      let text = "";
      let rules = null;
      told.forEach((one, index) => {
        if (!known(pick(one))) {
          rules = null;
          return;
        }
        // no line across a change of the rules of measuring
        text += (rules === one.rules ? "L" : "M") + x(index).toFixed(1) + " " + y(pick(one)).toFixed(1);
        rules = one.rules;
      });
      return text;
    };
    drawing("path", { d: path((one) => one.typical), fill: "none", stroke: "#8a949c", "stroke-width": 1.4, "stroke-dasharray": "3 2" }, svg);
    drawing("path", { d: path((one) => one.value), fill: "none", stroke: "#00547f", "stroke-width": 2.2, "stroke-linejoin": "round" }, svg);
    const last = told.map((one) => known(one.value)).lastIndexOf(true);
    told.forEach((one, index) => {
      if (known(one.value)) drawing("circle", { cx: x(index).toFixed(1), cy: y(one.value).toFixed(1), r: index === last ? 3.2 : 1.7, fill: "#00547f" }, svg);
    });
    return svg;
  }
  function indicatorTable(cards, kind, year, row, parent) {
    const table = element("table", undefined, parent, "kn-values");
    const head = element("tr", undefined, element("thead", undefined, table));
    const own = kind === "hamlets" ? "Thôn" : "Xã";
    for (const name of ["Chỉ số", own, "Trung vị thôn", "Diễn biến"]) element("th", name, head).scope = "col";
    const body = element("tbody", undefined, table);
    for (const card of cards) {
      const at = model.indicatorAt(card.name);
      const line = element("tr", undefined, body);
      element("th", card.short + (card.yesNo ? "" : " (" + card.unit + ")"), line).scope = "row";
      const told = history(kind, year, row, at);
      const value = model.tenths(year, kind, at, row);
      const bare = (number) => (card.yesNo ? model.written(card, number) : number === UNKNOWN ? "–" : number === SMALL_NUMBER ? HIDDEN_TEXT : decimal.format(number / 10));
      const id = year[kind].id[row];
      const source = kind === "hamlets" ? reference(year, "hamlet_indicator", { hamlet: id, indicator: card.name, survey: year.year }) : reference(year, "commune_rate", { commune: id, indicator: card.name });
      element("td", bare(value), line, "kn-number").title = source;
      element("td", card.yesNo ? (year.typical[at] === UNKNOWN ? "–" : decimal.format(year.typical[at] / 10) + " % có") : bare(year.typical[at]), line, "kn-number");
      const drawn = sparkline(card, told);
      const cell = element("td", drawn ? undefined : "–", line);
      if (drawn) cell.append(drawn);
    }
  }
  function indicators(kind, year, row) {
    section(kind === "hamlets" ? "Chỉ số của thôn" : "Chỉ số của xã");
    const shown = data.indicators.filter((card) => (kind === "hamlets" || card.communes) && model.years.some((one) => one[kind].values[model.indicatorAt(card.name)]));
    const chosen = shown.find((card) => card.name === app.state.indicator);
    for (const group of [...new Set(shown.map((card) => card.group))]) {
      const part = element("details", undefined, holder);
      part.open = chosen ? chosen.group === group : group === shown[0].group;
      element("summary", data.groups[group], part);
      indicatorTable(shown.filter((card) => card.group === group), kind, year, row, part);
    }
    element("p", "Nét liền: " + (kind === "hamlets" ? "thôn" : "xã") + "; nét đứt: trung vị các thôn của huyện.", holder, "kn-remark");
    if (shown.some((card) => model.tenths(year, kind, model.indicatorAt(card.name), row) === SMALL_NUMBER)) element("p", data.hiddenNote, holder, "kn-remark");
  }

  /* ---- the three cards ---- */
  function hamletCard(year, row) {
    const { hamlets } = year;
    const commune = hamlets.commune[row];
    title(hamlets.name[row], year, commune < 0 ? "" : link("communes", year, commune, year.communes.title[commune]));
    const people = hamlets.people[row] >= 0 ? " (" + data.peoples[hamlets.people[row]] + ")" : "";
    const lines = [["Xen ghép", hamlets.mixed[row] < 0 ? NO_DATA : hamlets.mixed[row] ? "có" + people : "không"]];
    const pairs = year.pairingsOf.get(row) || [];
    if (hamlets.paired[row] === 1) lines.push(["Mức hoàn thành", levelText(hamlets.level[row])]);
    facts(lines);
    section("Kết nghĩa");
    if (!pairs.length) element("p", "Chưa có cơ quan kết nghĩa trong năm.", holder);
    for (const pair of pairs) pairing(year, pair, "agencies");
    difficulties(year, row);
    indicators("hamlets", year, row);
    quality(year, row);
    annex(hamlets, row);
  }

  function pairing(year, pair, other) {
    const { pairings } = year;
    const place = other === "agencies" ? pairings.agency[pair] : pairings.hamlet[pair];
    const box = element("div", undefined, holder, "kn-pair");
    const head = element("p", undefined, box);
    if (place < 0) head.append(NO_DATA);
    else head.append(link(other, year, place, year[other].name[place]));
    const commune = other === "hamlets" && place >= 0 ? year.hamlets.commune[place] : -1;
    const lines = commune < 0 ? [] : [["Xã", year.communes.name[commune]]];
    if (pairings.role[pair] >= 0) lines.push(["Vai trò", data.roles[pairings.role[pair]]]);
    const counted = (column) => reference(year, "pairing_count", { pairing: pairings.id[pair], column });
    lines.push(["Điểm", points(pairings, pair), reference(year, "pairing_points", { pairing: pairings.id[pair] })], ["Mức", levelText(pairings.level[pair])]);
    if (pairings.promised[pair] < 0) lines.push(["Nội dung đăng ký", "chưa nhận được"]);
    else {
      const count = (number) => (number < 0 ? NO_DATA : whole.format(number));
      lines.push(["Nội dung đăng ký", whole.format(pairings.promised[pair]), counted("commitments")], ["Đã hoàn thành", count(pairings.completed[pair]), counted("completed")]);
      lines.push(["Trễ hạn", count(pairings.late[pair]), counted("late")], ["Chưa xong, quá hạn", count(pairings.overdue[pair]), counted("overdue")]);
    }
    if (pairings.activities[pair] >= 0) lines.push(["Hoạt động trong năm", whole.format(pairings.activities[pair])]);
    if (pairings.km[pair] !== UNKNOWN) lines.push(["Cách trụ sở, chim bay", decimal.format(pairings.km[pair] / 10) + " km"]);
    facts(lines, box);
  }

  function difficulties(year, row) {
    const rows = year.difficultiesOf.get(row) || [];
    section("Khó khăn đang tồn (" + rows.length + ")").title = reference(year, "hamlet_difficulties", { hamlet: year.hamlets.id[row] });
    if (!rows.length) return;
    const table = element("table", undefined, holder, "kn-values");
    const head = element("tr", undefined, element("thead", undefined, table));
    for (const name of ["Lĩnh vực", "Nêu ngày", "Hạn", "Tình trạng"]) element("th", name, head).scope = "col";
    const body = element("tbody", undefined, table);
    for (const one of rows) {
      const line = element("tr", undefined, body);
      const told = year.difficulties;
      element("th", told.field[one] < 0 ? NO_DATA : upperFirst(data.fields[told.field[one]]), line).scope = "row";
      element("td", dayOf(told.raised, one), line);
      element("td", dayOf(told.due, one), line);
      element("td", told.overdue[one] === 1 ? "quá hạn" : "còn hạn", line, told.overdue[one] === 1 ? "kn-overdue" : "");
    }
  }
  function dayOf(column, row) {
    return column.at[row] < 0 ? "–" : column.texts[column.at[row]];
  }

  function quality(year, row) {
    const { hamlets } = year;
    section("Chất lượng số liệu");
    let [known, hidden, missing] = [0, 0, 0];
    for (const column of hamlets.values) {
      const value = column ? column[row] : UNKNOWN;
      if (value === UNKNOWN) missing += 1;
      else if (value === SMALL_NUMBER) hidden += 1;
      else known += 1;
    }
    const placed = hamlets.x[row] === hamlets.x[row];
    const coordinates = placed ? data.qualities[hamlets.quality[row]] || "chưa rõ nguồn" : "chưa có tọa độ dùng được; vẽ ở giữa xã";
    const lines = [["Tọa độ", coordinates], ["Khảo sát đến ngày", dayOf(hamlets.surveyed, row)], ["Chỉ số đã biết", known + " (ẩn số nhỏ " + hidden + ", chưa có " + missing + ")"]];
    if (hamlets.unbalanced[row] === 1) lines.push(["Hộ nghèo", "không khớp số năm trước cộng phát sinh trừ thoát nghèo"]);
    facts(lines);
  }

  function communeCard(year, row) {
    const { communes, hamlets } = year;
    title(communes.title[row], year);
    facts([["Số thôn", whole.format(communes.hamlets[row])], ["Thôn kết nghĩa", whole.format(communes.paired[row])]]);
    indicators("communes", year, row);
    section("Các thôn");
    const list = element("ul", undefined, holder, "kn-links");
    let count = 0;
    for (let one = 0; one < hamlets.name.length && count < 100; one += 1) {
      if (hamlets.commune[one] !== row) continue;
      count += 1;
      element("li", undefined, list).append(link("hamlets", year, one, hamlets.name[one] + (hamlets.paired[one] === 1 ? " (kết nghĩa)" : "")));
    }
  }

  function agencyCard(year, row) {
    const { agencies } = year;
    title(agencies.name[row], year);
    const pairs = year.pairingsOfAgency.get(row) || [];
    const id = agencies.id[row];
    const source = (name) => reference(year, name, { agency: id });
    const lines = [["Số thôn kết nghĩa", whole.format(pairs.length), source("agency_pairings")], ["Điểm bình quân", points(agencies, row), source("agency_points")]];
    if (agencies.due[row] > 0) lines.push(["Báo cáo đúng hạn", agencies.inTime[row] + "/" + agencies.due[row], source("reports_in_time")]);
    facts(lines);
    const only = button(app.state.agency === id ? "Xem mọi cơ quan" : "Chỉ xem cơ quan này", holder, () => {
      const chosen = app.state.agency === id ? "" : id;
      app.change({ agency: chosen, lines: chosen ? true : app.state.lines });
      app.showAll();
    });
    only.className = "kn-only";
    section("Thôn kết nghĩa");
    for (const pair of pairs) pairing(year, pair, "hamlets");
    annex(agencies, row);
  }

  const DRAW = { hamlets: hamletCard, communes: communeCard, agencies: agencyCard };

  function draw(keepPlace) {
    const card = byId("kn-card");
    const [kind, id] = app.cardParts();
    const year = app.cardYear();
    const row = kind ? app.cardRow(year, kind) : -1;
    const place = card.scrollTop;
    holder.replaceChildren();
    card.hidden = row < 0;
    if (row < 0) return Boolean(id);
    DRAW[kind](year, row);
    element("p", "Trỏ vào một con số để xem ký hiệu của nó; lệnh ketnghia trace cho biết số đó từ đâu ra.", holder, "kn-remark");
    card.scrollTop = keepPlace ? place : 0;
    return true;
  }
  function focus(from) {
    if (from) returnTo = from;
    const heading = byId("kn-card-title");
    if (heading) heading.focus({ preventScroll: true });
  }
  function close() {
    if (byId("kn-card").hidden) return false;
    app.change({ card: "" });
    const back = returnTo && document.contains(returnTo) && returnTo.offsetParent !== null ? returnTo : app.map.getContainer();
    back.focus({ preventScroll: true });
    return true;
  }
  byId("kn-card-close").addEventListener("click", close);

  return { draw, focus, close };
}
