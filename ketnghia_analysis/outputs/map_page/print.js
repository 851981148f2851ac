/* One A4 page: the map gets the room of the sheet, is fitted into it and drawn finely. */
/* Chromium prints a canvas at the wrong size unless this is a power of two. */
const PRINT_RATIO = 4;

function makePrint(app) {
  let before = null;

  function start() {
    if (before) return;
    before = { centre: app.map.getCenter(), zoom: app.map.getZoom(), least: app.map.getMinZoom(), fence: app.map.options.maxBounds, whole: app.seesAll() };
    document.documentElement.classList.add("kn-printing");
    app.printRatio = PRINT_RATIO;
    fitLegend();
    app.map.setMinZoom(0);
    app.map.setMaxBounds(null);
    const bounds = app.map.getBounds();
    app.map.invalidateSize({ animate: false, pan: false });
    if (before.whole) app.fit();
    else app.map.fitBounds(bounds, { animate: false });
    app.layer.now();
  }
  /* A long legend is made smaller until the sheet holds it. */
  function fitLegend() {
    const [side, tools] = [byId("kn-side"), byId("kn-tools")];
    for (let share = 1; share > 0.45; share -= 0.05) {
      tools.style.setProperty("--kn-shrink", share.toFixed(2));
      if (tools.getBoundingClientRect().height <= side.clientHeight) return;
    }
  }
  function end() {
    if (!before) return;
    document.documentElement.classList.remove("kn-printing");
    app.printRatio = 0;
    app.map.invalidateSize({ animate: false, pan: false });
    app.map.setMinZoom(before.least);
    app.map.setView(before.centre, before.zoom, { animate: false });
    app.map.setMaxBounds(before.fence);
    before = null;
    app.layer.now();
  }

  window.addEventListener("beforeprint", start);
  window.addEventListener("afterprint", end);
  byId("kn-print").addEventListener("click", () => window.print());
}
