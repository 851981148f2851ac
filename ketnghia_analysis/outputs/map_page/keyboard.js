/* Keys while the map itself has the focus; elsewhere letters stay letters. */
function makeKeyboard(app) {
  const container = app.map.getContainer();
  container.tabIndex = 0;
  container.setAttribute("role", "application");
  container.setAttribute("aria-roledescription", "bản đồ");

  const KEYS = {
    n: () => walk(1), p: () => walk(-1), Enter: openCursor, 0: () => app.showAll(),
    "[": () => app.years.step(-1), "]": () => app.years.step(1), " ": () => app.years.toggle(),
    s: () => app.search.focus(), "/": () => app.search.focus(), t: () => app.table.toggle(), c: () => app.compare.toggle(), "?": () => byId("kn-keys").showModal(),
  };
  container.addEventListener("keydown", (event) => {
    if (event.target !== container || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || byId("kn-keys").open) return;
    if (app.cards.close() || app.table.close()) event.preventDefault();
  });
  byId("kn-help").addEventListener("click", () => byId("kn-keys").showModal());

  /* From hamlet to hamlet as they stand in view, from the top left. */
  function walk(by) {
    const { points, year } = app.layer.sides()[0].drawn;
    const order = points.rows.map((_, at) => at).sort((one, other) => Math.round(points.y[one] / 40) - Math.round(points.y[other] / 40) || points.x[one] - points.x[other]);
    if (!order.length) return;
    const now = app.cursor ? order.findIndex((at) => points.rows[at] === app.cursor.row) : -1;
    const next = order[now < 0 ? (by > 0 ? 0 : order.length - 1) : (now + by + order.length) % order.length];
    app.cursor = { year: year.year, row: points.rows[next] };
    app.layer.now();
    app.layer.tell({ kind: "hamlets", year, row: points.rows[next], x: points.x[next], y: points.y[next] });
    announce(app.titleOf("hamlets", year, points.rows[next]));
  }
  function openCursor() {
    if (app.cursor) app.open("hamlets", app.model.byYear.get(app.cursor.year), app.cursor.row, container);
  }
}
