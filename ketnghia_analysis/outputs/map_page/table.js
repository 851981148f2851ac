/* What is on the map as a table: sorted by a press on a heading, copied for Excel. */
const TABLE_KINDS = ["hamlets", "communes", "pairings", "difficulties"];
const TABLE_NAMES = { hamlets: "Thôn", communes: "Xã", pairings: "Cặp kết nghĩa", difficulties: "Khó khăn" };
const ROWS_A_PAGE = 200;

function makeTable(app) {
  const { model, selection, scene } = app;
  const { data } = model;
  const holder = byId("kn-table");

  /* A column: heading, what a cell shows, and what it is sorted by. */
  const text = (heading, of) => ({ heading, of, by: (row) => folded(of(row)), number: false });
  const wide = (heading, of) => ({ ...text(heading, of), wide: true });
  const number = (heading, of, written) => ({
    heading, number: true, by: of,
    of: (row) => (of(row) === UNKNOWN || of(row) === -1 ? "" : of(row) === SMALL_NUMBER ? HIDDEN_TEXT : written ? written(of(row)) : whole.format(of(row))),
  });
  const inTenths = (value) => decimal.format(value / 10);
  const levelName = (code) => (data.levels[code] ? data.levels[code].label : "");
  const yesNo = (value) => (value < 0 ? "" : value ? "có" : "không");

  function valueColumns(year, kind) {
    const card = scene.card();
    if (!card || (kind === "communes" && !card.communes)) return [];
    const columns = [number(card.heading + (card.yesNo ? "" : " (" + card.unit + ")"), (row) => scene.valueOf(year, kind, row, false), (value) => (card.yesNo ? model.written(card, value) : inTenths(value)))];
    if (app.state.areas === "change" || app.state.points === "change") {
      columns.push(number("Chuyển biến từ năm " + app.state.base + " (" + card.changeUnit + ")", (row) => scene.valueOf(year, kind, row, true), inTenths));
    }
    return columns;
  }
  function communeOf(year, row) {
    const place = row < 0 ? -1 : year.hamlets.commune[row];
    return place < 0 ? "" : year.communes.name[place];
  }

  function columnsOf(kind, year) {
    const { hamlets, communes, pairings, agencies, difficulties } = year;
    if (kind === "hamlets") {
      return [
        text("Thôn", (row) => hamlets.name[row]), text("Xã", (row) => communeOf(year, row)),
        text("Xen ghép", (row) => yesNo(hamlets.mixed[row])), text("Dân tộc chính", (row) => data.peoples[hamlets.people[row]] || ""),
        wide("Cơ quan kết nghĩa", (row) => (year.pairingsOf.get(row) || []).filter((pair) => pairings.agency[pair] >= 0).map((pair) => agencies.name[pairings.agency[pair]]).join("; ")),
        text("Mức hoàn thành", (row) => (hamlets.paired[row] === 1 ? levelName(hamlets.level[row]) : "")),
        number("Khó khăn đang tồn", (row) => hamlets.open[row]), number("Quá hạn", (row) => hamlets.overdue[row]),
        ...valueColumns(year, kind), text("Tọa độ", (row) => (hamlets.x[row] === hamlets.x[row] ? data.qualities[hamlets.quality[row]] || "" : "chưa có")),
      ];
    }
    if (kind === "communes") {
      return [text("Xã", (row) => communes.title[row]), number("Số thôn", (row) => communes.hamlets[row]), number("Thôn kết nghĩa", (row) => communes.paired[row]), ...valueColumns(year, kind)];
    }
    if (kind === "pairings") {
      return [
        text("Thôn", (row) => hamlets.name[pairings.hamlet[row]] || ""), text("Xã", (row) => communeOf(year, pairings.hamlet[row])),
        wide("Cơ quan", (row) => agencies.name[pairings.agency[row]] || ""), text("Vai trò", (row) => data.roles[pairings.role[row]] || ""),
        number("Điểm thấp nhất", (row) => pairings.low[row], inTenths), number("Điểm cao nhất", (row) => pairings.high[row], inTenths),
        text("Mức", (row) => levelName(pairings.level[row])), number("Nội dung đăng ký", (row) => pairings.promised[row]),
        number("Đã hoàn thành", (row) => pairings.completed[row]), number("Trễ hạn", (row) => pairings.late[row]), number("Khoảng cách (km)", (row) => pairings.km[row], inTenths),
      ];
    }
    const day = (column, row) => (column.at[row] < 0 ? "" : column.texts[column.at[row]]);
    const byDay = (heading, column) => ({ heading, number: false, of: (row) => day(column, row), by: (row) => day(column, row).split("/").reverse().join("") });
    return [
      text("Thôn", (row) => hamlets.name[difficulties.hamlet[row]] || ""), text("Xã", (row) => communeOf(year, difficulties.hamlet[row])),
      text("Lĩnh vực", (row) => upperFirst(data.fields[difficulties.field[row]] || "")), byDay("Nêu ngày", difficulties.raised), byDay("Hạn", difficulties.due),
      number("Số ngày đã chờ", (row) => difficulties.days[row]), text("Quá hạn", (row) => yesNo(difficulties.overdue[row])),
    ];
  }

  function rowsOf(kind, year) {
    const { state } = app;
    if (kind === "hamlets") return selection.shownHamlets(year, state);
    if (kind === "pairings") return selection.shownPairings(year, state);
    if (kind === "difficulties") return selection.shownDifficulties(year, state);
    const chosen = state.commune ? model.communeRow(year, state.commune) : -1;
    return year.communes.id.map((_, row) => row).filter((row) => chosen < 0 || row === chosen);
  }

  function sorted(rows, columns) {
    const told = /^(\d+)(-?)$/.exec(app.state.sort);
    if (!told || !columns[told[1]]) return rows;
    const { by } = columns[told[1]];
    const keys = new Map(rows.map((row) => [row, by(row)]));
    const blank = (key) => key === "" || key === UNKNOWN || key === SMALL_NUMBER;
    const turn = told[2] ? -1 : 1;
    const compare = new Intl.Collator("vi", { numeric: true }).compare;
    return [...rows].sort((one, other) => {
      const [first, second] = [keys.get(one), keys.get(other)];
      if (blank(first) || blank(second)) return blank(first) - blank(second);
      return turn * (typeof first === "number" ? first - second : compare(first, second));
    });
  }

  function target(kind, year, row) {
    if (kind === "pairings") return ["hamlets", year.pairings.hamlet[row]];
    if (kind === "difficulties") return ["hamlets", year.difficulties.hamlet[row]];
    return [kind, row];
  }

  function draw() {
    const kind = app.state.table;
    holder.hidden = !kind;
    document.body.classList.toggle("kn-with-table", Boolean(kind));
    byId("kn-open-table").setAttribute("aria-expanded", String(Boolean(kind)));
    if (!kind) return;
    const year = app.year();
    const columns = columnsOf(kind, year);
    const rows = sorted(rowsOf(kind, year), columns);
    const pages = Math.max(1, Math.ceil(rows.length / ROWS_A_PAGE));
    const page = Math.min(app.state.page, pages - 1);
    kinds();
    byId("kn-table-count").textContent = whole.format(rows.length) + " dòng, năm " + year.year;
    const body = byId("kn-table-body");
    const focused = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.column : undefined;
    body.replaceChildren();
    const table = element("table", undefined, body);
    element("caption", TABLE_NAMES[kind] + " trên bản đồ, năm " + year.year, table, "kn-unseen");
    const head = element("tr", undefined, element("thead", undefined, table));
    columns.forEach((column, at) => heading(column, at, head));
    const lines = element("tbody", undefined, table);
    for (const row of rows.slice(page * ROWS_A_PAGE, (page + 1) * ROWS_A_PAGE)) line(kind, year, row, columns, lines);
    byId("kn-pages").hidden = pages < 2;
    byId("kn-page").textContent = "Trang " + (page + 1) + "/" + pages;
    byId("kn-page-back").disabled = page === 0;
    byId("kn-page-on").disabled = page === pages - 1;
    if (focused !== undefined) body.querySelector('[data-column="' + focused + '"]')?.focus();
  }
  function kinds() {
    const bar = byId("kn-table-kinds");
    if (!bar.children.length) {
      for (const kind of TABLE_KINDS) button(TABLE_NAMES[kind], bar, () => app.change({ table: kind, sort: "", page: 0 })).dataset.kind = kind;
    }
    for (const one of bar.children) one.setAttribute("aria-pressed", String(one.dataset.kind === app.state.table));
  }
  function heading(column, at, head) {
    const cell = element("th", undefined, head, column.number ? "kn-number" : "");
    cell.scope = "col";
    const [, own, down] = /^(\d+)(-?)$/.exec(app.state.sort) || [];
    const direction = Number(own) === at && own !== undefined ? (down ? "descending" : "ascending") : "none";
    cell.setAttribute("aria-sort", direction);
    const press = button(column.heading, cell, () => app.change({ sort: at + (direction === "ascending" ? "-" : ""), page: 0 }));
    press.dataset.column = String(at);
    element("span", { ascending: " ▲", descending: " ▼", none: "" }[direction], press).setAttribute("aria-hidden", "true");
  }
  function line(kind, year, row, columns, lines) {
    const made = element("tr", undefined, lines);
    columns.forEach((column, at) => {
      if (at) {
        element("td", column.of(row), made, column.number ? "kn-number" : column.wide ? "kn-broad" : "");
        return;
      }
      const first = element("th", undefined, made);
      first.scope = "row";
      const [where, place] = target(kind, year, row);
      if (place < 0) first.textContent = column.of(row);
      else {
        button(column.of(row), first, (event) => {
          app.goTo(where, year, place);
          app.open(where, year, place, event.currentTarget);
        }, "kn-link");
      }
    });
  }

  /* Cells as Excel takes them: no line ends, nothing that would be run as a formula. */
  function cellText(value) {
    const flat = String(value).replace(/[\t\r\n\u2028\u2029]+/g, " ");
    return /^[=+\-@]/.test(flat) && !/^[+-]?[\d.,]+$/.test(flat) ? "'" + flat : flat;
  }
  function asText() {
    const kind = app.state.table || "hamlets";
    const year = app.year();
    const columns = columnsOf(kind, year);
    const rows = sorted(rowsOf(kind, year), columns);
    const lines = [columns.map((column) => cellText(column.heading)), ...rows.map((row) => columns.map((column) => cellText(column.of(row))))];
    return lines.map((cells) => cells.join("\t")).join("\r\n");
  }

  byId("kn-open-table").addEventListener("click", toggle);
  byId("kn-table-close").addEventListener("click", close);
  byId("kn-copy").addEventListener("click", async () => {
    const done = await copied(asText());
    answer(byId("kn-copy"), done, "Đã chép bảng; dán vào Excel bằng Ctrl+V.");
  });
  byId("kn-page-back").addEventListener("click", () => app.change({ page: app.state.page - 1 }));
  byId("kn-page-on").addEventListener("click", () => app.change({ page: app.state.page + 1 }));
  function toggle() {
    app.change({ table: app.state.table ? "" : "hamlets", sort: "", page: 0 });
    if (app.state.table) byId("kn-table-kinds").firstChild.focus();
  }
  function close() {
    if (!app.state.table) return false;
    app.change({ table: "" });
    byId("kn-open-table").focus();
    return true;
  }

  return { draw, toggle, close, asText };
}
