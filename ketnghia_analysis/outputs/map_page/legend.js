/* The legend: what each colour and shape means, and how many there are. */
function makeLegend(app) {
  const { model, selection, scene } = app;
  const { data } = model;

  function years() {
    const { compare } = app.state;
    return compare ? [app.year(), model.byYear.get(compare)] : [app.year()];
  }

  function part(title, unit) {
    const legend = byId("kn-legend");
    const heading = element("h3", title, legend);
    if (unit) element("span", " " + unit, heading, "kn-unit");
    const list = element("ul", undefined, legend);
    if (years().length > 1) {
      const head = element("li", undefined, list, "kn-legend-years");
      element("span", "", head);
      for (const year of years()) element("span", String(year.year), head, "kn-count");
    }
    return list;
  }
  function item(list, mark, text, counts) {
    const line = element("li", undefined, list);
    line.appendChild(mark);
    element("span", text, line, "kn-text");
    for (const count of counts) element("span", whole.format(count), line, "kn-count");
  }

  function countsOf(kind, rowsOf, change) {
    return years().map((year) => {
      const counts = new Map();
      for (const row of rowsOf(year)) {
        const index = scene.classAt(year, kind, row, change);
        counts.set(index, (counts.get(index) || 0) + 1);
      }
      return counts;
    });
  }

  function classPart(title, counted, kind, rowsOf, change, mark) {
    const card = scene.card();
    const unit = change ? card.changeUnit : card.yesNo ? "" : card.unit;
    const list = part(title, [unit, "(" + counted + ")"].filter(Boolean).join(" "));
    const counts = countsOf(kind, rowsOf, change);
    for (let index = 0; index < classCount(card, change); index += 1) {
      const label = classLabel(card, change, index);
      if (label) item(list, mark(classColour(data, card, change, index), index), label, counts.map((one) => one.get(index) || 0));
    }
    for (const index of [SMALL_NUMBER, UNKNOWN]) {
      if (counts.some((one) => one.get(index))) item(list, mark("#f3f3f1", index), classLabel(card, change, index), counts.map((one) => one.get(index) || 0));
    }
  }

  function changeTitle(card) {
    return card.heading + ", chuyển biến từ năm " + app.state.base;
  }

  function communes() {
    const { state } = app;
    const card = scene.card();
    if (!card || state.areas === "none" || !years().some((year) => year.outline)) return;
    const change = state.areas === "change";
    const rowsOf = (year) => (year.outline ? year.outline.shapes.map((shape) => shape.commune) : []);
    classPart(change ? changeTitle(card) : card.heading, "số xã", "communes", rowsOf, change, (colour, index) => swatch(colour, HATCHED[index]));
    if (change) explain(card);
  }

  function explain(card) {
    const base = model.byYear.get(app.state.base);
    const legend = byId("kn-legend");
    if (!base) {
      element("p", "Không có năm trước đó để so sánh.", legend, "kn-remark");
      return;
    }
    for (const year of years()) {
      if (!model.comparable(model.indicatorAt(card.name), base, year)) {
        element("p", "Không so sánh năm " + base.year + " với năm " + year.year + ": áp dụng chuẩn khác nhau (" + base.standards[model.indicatorAt(card.name)] + " và " + year.standards[model.indicatorAt(card.name)] + ").", legend, "kn-remark");
      } else if (base.outlines !== year.outlines) {
        element("p", "Ranh giới xã năm " + base.year + " và năm " + year.year + " khác nhau: chỉ so sánh xã không đổi ranh giới; các xã khác xem chuyển biến ở thôn.", legend, "kn-remark");
      }
    }
    element("p", "Chuyển biến ở thôn, ở xã không cho biết nguyên nhân.", legend, "kn-remark");
  }

  function hamlets() {
    const { state } = app;
    if (!state.paired && !state.others) return;
    if (state.points === "level") {
      levels();
      return;
    }
    const card = scene.card();
    if (!card) return;
    const change = state.points === "change";
    const rowsOf = (year) => selection.shownHamlets(year, state);
    const mark = (colour, index) => symbol(index === SMALL_NUMBER ? "diamond" : index === UNKNOWN ? "square" : "circle", colour, 22);
    classPart("Thôn: " + (change ? changeTitle(card) : card.heading), "số thôn", "hamlets", rowsOf, change, mark);
    if (change && state.areas !== "change") explain(card);
    if (state.paired && state.others) element("p", "Ký hiệu lớn: thôn kết nghĩa; nhỏ: thôn khác.", byId("kn-legend"), "kn-remark");
  }

  function levels() {
    const { state } = app;
    const rows = years().map((year) => selection.shownHamlets(year, state));
    const list = part("Mức hoàn thành", "(số thôn)");
    const count = (test) => years().map((year, at) => rows[at].filter((row) => test(year.hamlets, row)).length);
    const last = data.levels.length - 1;
    if (state.paired) {
      data.levels.forEach((level, index) => {
        const counts = count((table, row) => table.paired[row] === 1 && (table.level[row] < 0 ? last : table.level[row]) === index);
        item(list, symbol(level.shape, level.colour, 24), level.label, counts);
      });
    }
    if (state.others) item(list, symbol("circle", OTHERS_COLOUR, 13), "Thôn không kết nghĩa", count((table, row) => table.paired[row] !== 1));
  }

  function pairings() {
    const { state } = app;
    if (!state.lines) return;
    const list = part("Kết nghĩa, màu theo mức của cặp", "(số cặp)");
    const count = (role) => years().map((year) => selection.shownPairings(year, state).filter((row) => year.pairings.role[row] === role).length);
    data.roles.forEach((role, index) => item(list, stroke(index > 0), "cơ quan " + role, count(index)));
    const offices = years().map((year, at) => app.layer.sides()[at].drawn.offices.length);
    item(list, symbol("house", OFFICE_COLOUR, 22), "trụ sở cơ quan", offices);
  }

  function difficulties() {
    const { state } = app;
    if (!state.difficulties) return;
    const field = state.field < 0 ? "" : ": " + data.fields[state.field];
    const list = part("Khó khăn đang tồn" + field, "(số việc)");
    const rows = years().map((year) => selection.shownDifficulties(year, state));
    item(list, badge(false), "việc còn hạn, chưa rõ hạn", years().map((year, at) => rows[at].filter((row) => year.difficulties.overdue[row] !== 1).length));
    item(list, badge(true), "việc đã quá hạn", years().map((year, at) => rows[at].filter((row) => year.difficulties.overdue[row] === 1).length));
    element("p", "Số trong vòng tròn: việc đang tồn của thôn; vòng đỏ: có việc quá hạn.", byId("kn-legend"), "kn-remark");
    if (state.field >= 0) return;
    const needs = part("Nhu cầu theo lĩnh vực", "(số việc)");
    data.fields.forEach((label, index) => {
      const counts = years().map((year, at) => rows[at].filter((row) => year.difficulties.field[row] === index).length);
      if (counts.some((count) => count > 0)) item(needs, element("span", undefined, undefined, "kn-bullet"), label, counts);
    });
  }

  function unplaced() {
    const holder = byId("kn-unplaced");
    holder.replaceChildren();
    const year = app.year();
    const rows = selection.shownHamlets(year, app.state).filter((row) => !(year.hamlets.x[row] === year.hamlets.x[row]));
    if (!rows.length) return;
    element("h3", "Chưa có tọa độ dùng được", holder).append(element("span", " (" + whole.format(rows.length) + " thôn)", undefined, "kn-unit"));
    if (year.outline) {
      const line = element("p", undefined, holder, "kn-remark");
      line.append(symbol("circle", OTHERS_COLOUR, 18, true), " vẽ nét đứt ở giữa xã, không phải vị trí thật");
    }
    const list = element("ul", undefined, holder, "kn-links");
    for (const row of rows.slice(0, 30)) {
      const place = year.hamlets.commune[row];
      button(year.hamlets.name[row] + (place < 0 ? "" : " (" + year.communes.name[place] + ")"), element("li", undefined, list), () => app.open("hamlets", year, row));
    }
    if (rows.length > 30) element("li", "và " + whole.format(rows.length - 30) + " thôn khác, xem trong bảng số liệu", list);
  }

  function draw() {
    byId("kn-legend").replaceChildren();
    communes();
    hamlets();
    pairings();
    difficulties();
    if (app.layer.sides().some((side) => side.drawn.moved)) element("p", "Ký hiệu ở sát nhau được dời ra; chấm nhỏ là vị trí thật.", byId("kn-legend"), "kn-remark");
    unplaced();
  }

  return { draw };
}
