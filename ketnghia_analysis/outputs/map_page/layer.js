/* The canvas on the Leaflet map: redraws the scene as the map moves, finds what is pointed at. */
const QUICK_MS = 24;

function makeLayer(app) {
  const { map } = app;
  const overlay = map.getPane("overlayPane");
  const canvas = element("canvas", undefined, overlay, "kn-canvas leaflet-zoom-hide");
  canvas.setAttribute("aria-hidden", "true");
  const pane = map.createPane("kn-names");
  pane.setAttribute("aria-hidden", "true");
  pane.style.zIndex = 450;
  const labels = makeLabels(app, pane);
  let sides = [];
  let view = null;
  let asked = 0;
  let lastTook = 0;

  function viewNow() {
    const size = map.getSize();
    const zoom = map.getZoom();
    const corner = map.getPixelBounds().min;
    return {
      zoom, scale: 256 * 2 ** zoom, left: corner.x, top: corner.y,
      width: size.x, height: size.y, ratio: app.printRatio || Math.min(window.devicePixelRatio || 1, 3),
    };
  }

  function draw() {
    asked = 0;
    if (!app.ready) return;
    const start = performance.now();
    view = viewNow();
    const corner = map.containerPointToLayerPoint([0, 0]);
    for (const moved of [canvas, pane]) L.DomUtil.setPosition(moved, corner);
    const wide = Math.round(view.width * view.ratio);
    const high = Math.round(view.height * view.ratio);
    if (canvas.width !== wide || canvas.height !== high) {
      canvas.width = wide;
      canvas.height = high;
      canvas.style.width = view.width + "px";
      canvas.style.height = view.height + "px";
    }
    const context = canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, wide, high);
    context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    const split = app.state.compare ? (view.width * app.state.swipe) / 100 : view.width;
    sides = [drawSide(context, app.year(), 0, split)];
    if (app.state.compare) sides.push(drawSide(context, app.model.byYear.get(app.state.compare), split, view.width));
    labels.show(sides, view);
    app.drawn(sides, view, split);
    lastTook = performance.now() - start;
  }

  function drawSide(context, year, from, to) {
    context.save();
    context.beginPath();
    context.rect(from, 0, to - from, view.height);
    context.clip();
    const drawn = app.scene.draw(context, year, view);
    context.restore();
    return { drawn, from, to };
  }

  function ask() {
    if (!asked) asked = requestAnimationFrame(draw);
  }
  function now() {
    if (asked) cancelAnimationFrame(asked);
    draw();
  }

  function hit(point) {
    const side = sides.find((one) => point.x >= one.from && point.x <= one.to);
    if (!side) return null;
    const found = app.scene.hit(side.drawn, view, point.x, point.y);
    return found && { ...found, year: side.drawn.year };
  }

  /* Where a hamlet or office stands on the screen, null where it does not. */
  function whereIs(kind, id) {
    for (const { drawn } of sides) {
      const row = app.model.rowOf(drawn.year[kind], id);
      if (kind === "agencies") {
        const office = drawn.offices.find((one) => one.agency === row);
        if (office) return { x: office.x, y: office.y };
      } else {
        const at = drawn.points.rows.indexOf(row);
        if (at >= 0) return { x: drawn.points.x[at], y: drawn.points.y[at] };
      }
    }
    return null;
  }

  const tip = element("div", undefined, byId("kn-over"), "kn-tip");
  tip.hidden = true;
  map.on("mousemove", (event) => {
    const found = map.dragging.moving && map.dragging.moving() ? null : hit(event.containerPoint);
    map.getContainer().style.cursor = found ? "pointer" : "";
    tell(found && found.kind !== "communes" ? found : null);
  });
  // on a touch screen no pointer ever leaves the map
  map.on("mouseout movestart click", () => tell(null));
  function tell(found) {
    tip.hidden = !found;
    if (!found) return;
    tip.textContent = app.titleOf(found.kind, found.year, found.row);
    tip.classList.toggle("kn-tip-left", found.x > view.width - 220);
    tip.style.transform = "translate(" + Math.round(found.x) + "px, " + Math.round(found.y) + "px)";
  }
  map.on("click", (event) => {
    const found = hit(event.containerPoint);
    if (found) app.open(found.kind, found.year, found.row);
  });
  map.on("move", () => { if (lastTook < QUICK_MS) ask(); });
  map.on("moveend", now);

  return { ask, now, hit, whereIs, tell, sides: () => sides, view: () => view };
}
