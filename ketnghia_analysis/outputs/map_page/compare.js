/* Two years side by side: a line between them that is moved by hand or by keyboard. */
function makeCompare(app) {
  const handle = byId("kn-swipe");
  const toggleButton = byId("kn-compare");

  toggleButton.hidden = app.model.years.length < 2;
  toggleButton.addEventListener("click", toggle);
  function toggle() {
    if (app.model.years.length < 2) return;
    if (app.state.compare) {
      app.change({ compare: 0 });
      return;
    }
    const years = app.model.years.map((one) => one.year);
    const at = years.indexOf(app.state.year);
    // the shown year stays right, the year before it comes left, as time runs
    if (at > 0) app.change({ year: years[0] === app.state.year ? years[1] : app.state.base && app.state.base < app.state.year ? app.state.base : years[at - 1], compare: app.state.year });
    else app.change({ compare: years[1] });
  }

  handle.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -2, ArrowDown: -2, ArrowRight: 2, ArrowUp: 2, PageDown: -10, PageUp: 10, Home: -100, End: 100 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    move(app.state.swipe + step);
  });
  handle.addEventListener("pointerdown", (event) => {
    handle.setPointerCapture(event.pointerId);
    event.preventDefault();
    handle.focus();
  });
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const room = byId("kn-over").getBoundingClientRect();
    move((100 * (event.clientX - room.left)) / room.width);
  });
  function move(share) {
    app.change({ swipe: Math.round(Math.max(2, Math.min(98, share)) * 10) / 10 });
  }

  function show(split) {
    const on = Boolean(app.state.compare);
    toggleButton.setAttribute("aria-pressed", String(on));
    for (const id of ["kn-swipe", "kn-left-year", "kn-right-year"]) byId(id).hidden = !on;
    if (!on) return;
    handle.style.left = split + "px";
    handle.setAttribute("aria-valuenow", String(Math.round(app.state.swipe)));
    handle.setAttribute("aria-valuetext", "bên trái năm " + app.state.year + ", bên phải năm " + app.state.compare);
    byId("kn-left-year").textContent = "◂ " + app.state.year;
    byId("kn-right-year").textContent = app.state.compare + " ▸";
    byId("kn-left-year").style.right = "calc(100% - " + (split - 10) + "px)";
    byId("kn-right-year").style.left = split + 10 + "px";
  }

  return { show, toggle };
}
