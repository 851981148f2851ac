/* Puts the parts together and keeps them in step. */
async function ketnghiaMap(map, dataId) {
  const data = await unpacked(dataId);
  const model = makeModel(data);
  const first = firstState(model);
  const framed = window.self !== window.top;
  const app = { map, model, framed, ready: false, printRatio: 0, cursor: null, tiled: Boolean(data.tiles) };
  const bounds = L.latLngBounds([data.bounds[1], data.bounds[0]], [data.bounds[3], data.bounds[2]]);
  app.state = soundState(readState(framed ? "" : location.hash, first), first, model);
  app.year = () => model.byYear.get(app.state.year);
  app.selection = makeSelection(model);

  /* ---- the card that is open: kind, id and, for communes, the day of the id ---- */
  app.cardParts = () => {
    const at = app.state.card.indexOf(":");
    return at < 0 ? ["", ""] : [app.state.card.slice(0, at), app.state.card.slice(at + 1)];
  };
  app.cardRow = (year, kind) => {
    const [own, id] = app.cardParts();
    if (own !== kind || !id) return -1;
    return kind === "communes" ? model.communeRow(year, id) : model.rowOf(year[kind], id);
  };
  app.cardYear = () => {
    const [kind] = app.cardParts();
    const other = model.byYear.get(app.state.compare);
    return kind && app.cardRow(app.year(), kind) < 0 && other && app.cardRow(other, kind) >= 0 ? other : app.year();
  };
  app.open = (kind, year, row, from) => {
    if (kind === "pairings") {
      app.open("agencies", year, year.pairings.agency[row], from);
      return;
    }
    const id = kind === "communes" ? communeKey(year.communes, row) : year[kind].id[row];
    app.cursor = null;
    app.change({ card: kind + ":" + id });
    reveal(kind, id);
    app.cards.focus(from || app.map.getContainer());
  };
  /* Moves the map where the card covers what it tells of. */
  function reveal(kind, id) {
    const at = kind === "communes" ? null : app.layer.whereIs(kind, id);
    if (!at) return;
    const card = byId("kn-card");
    const size = map.getSize();
    if (narrow() && at.y > size.y - card.offsetHeight - 30) map.panBy([0, at.y - (size.y - card.offsetHeight) / 2], { animate: false });
    else if (!narrow() && at.x < card.offsetWidth + 40) map.panBy([at.x - (card.offsetWidth + (size.x - card.offsetWidth) / 2), 0], { animate: false });
  }
  app.titleOf = (kind, year, row) => {
    if (kind === "hamlets") {
      const place = year.hamlets.commune[row];
      return year.hamlets.name[row] + (place < 0 ? "" : ", " + year.communes.title[place].charAt(0).toLowerCase() + year.communes.title[place].slice(1));
    }
    if (kind === "pairings") return (year.agencies.name[year.pairings.agency[row]] || "") + " – " + (year.hamlets.name[year.pairings.hamlet[row]] || "");
    return kind === "communes" ? year.communes.title[row] : year.agencies.name[row];
  };

  /* ---- where to look ---- */
  function roomToFit() {
    const card = byId("kn-card").hidden || narrow() ? 0 : byId("kn-card").offsetWidth + 16;
    const table = byId("kn-table").hidden ? 0 : byId("kn-table").offsetHeight;
    return { paddingTopLeft: [18 + card, 18], paddingBottomRight: [18, 18 + (narrow() ? 0 : table)], animate: false };
  }
  const narrow = () => window.matchMedia("(max-width: 760px)").matches;
  const degreesOf = (x, y) => [(Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI, (x - 0.5) * 360];
  /* What the years shown take up: their communes and hamlets. */
  function extent() {
    const box = L.latLngBounds([]);
    for (const year of [app.year(), model.byYear.get(app.state.compare)].filter(Boolean)) {
      const { west, south, east, north } = year.extent;
      if (west <= east) box.extend(degreesOf(west, south)).extend(degreesOf(east, north));
    }
    return box.isValid() ? box : bounds;
  }
  app.fit = () => map.fitBounds(extent(), app.printRatio ? { padding: [14, 14], animate: false } : roomToFit());
  app.seesAll = () => map.getBounds().pad(0.02).contains(extent());
  app.showAll = () => {
    const year = app.year();
    const { commune } = app.state;
    const shape = commune ? year.shapeOf.get(model.communeRow(year, commune)) : null;
    if (shape) {
      map.fitBounds([degreesOf(shape.west, shape.south), degreesOf(shape.east, shape.north)], { ...roomToFit(), maxZoom: 13 });
    } else app.fit();
  };
  app.goTo = (kind, year, row) => {
    const shape = kind === "communes" ? year.shapeOf.get(row) : kind === "hamlets" ? year.shapeOf.get(year.hamlets.commune[row]) : null;
    const table = kind === "communes" ? null : year[kind];
    const placed = table && table.x[row] === table.x[row];
    if (!placed && !shape) return;
    const x = placed ? table.x[row] : shape.label.x;
    const y = placed ? table.y[row] : shape.label.y;
    map.setView(degreesOf(x, y), Math.max(map.getZoom(), Math.min(map.getMaxZoom(), kind === "communes" ? 11 : 12)), { animate: false });
  };
  /* How far and how small the map may go; `move` moves it while there is no fence. */
  function withinLimits(move) {
    // the fence would slide the map while it is being moved
    map.setMaxBounds(null);
    map.invalidateSize({ animate: false, pan: false });
    // with the least zoom of before it could not be found out
    map.setMinZoom(0);
    const least = map.getBoundsZoom(bounds, false, L.point(24, 24));
    map.setMinZoom(Math.max(0, Math.floor((least - 1.3) * 4) / 4));
    move();
    map.setMaxBounds(bounds.pad(1.5));
  }

  /* ---- what else the parts ask ---- */
  app.remark = (text) => {
    byId("kn-note").textContent = text;
    byId("kn-note").hidden = !text;
  };
  /* Room on the map that names leave free, in pixels of the map. */
  app.reserved = () => {
    const own = byId("kn-over").getBoundingClientRect();
    const taken = [...document.querySelectorAll("#kn-north, #kn-card:not([hidden]), #kn-table:not([hidden]), .kn-side-year:not([hidden]), .leaflet-control-container .leaflet-control")];
    return taken.map((one) => one.getBoundingClientRect()).filter((box) => box.width).map((box) => [box.left - own.left - 4, box.top - own.top - 4, box.right - own.left + 4, box.bottom - own.top + 4]);
  };
  app.drawn = (sides, view, split) => {
    app.compare.show(split);
    app.remark(sides.some((side) => side.drawn.points.hidden) ? "Phóng to để thấy từng thôn" : "");
  };

  /* ---- state ---- */
  let writing = 0;
  function keepInAddress() {
    if (framed) return;
    clearTimeout(writing);
    writing = setTimeout(() => {
      try {
        history.replaceState(null, "", "#" + writtenState(app.state, first));
      } catch {
        // viewers inside other programs may not let the address change; the button still copies it
      }
    }, 150);
  }
  app.change = (changes) => {
    const card = app.state.card;
    app.state = soundState({ ...app.state, ...changes }, first, model);
    if (app.state.card && app.cardRow(app.cardYear(), app.cardParts()[0]) < 0 && !("year" in changes)) app.state.card = "";
    show(card === app.state.card);
    // where everything was in view, everything of the other year is to be
    if (("year" in changes || "compare" in changes) && !app.state.view && !app.seesAll()) app.fit();
    keepInAddress();
  };
  function show(sameCard) {
    tell(sameCard);
    paint();
  }
  function paint() {
    app.layer.now();
    app.legend.draw();
  }
  function tell(sameCard) {
    const year = app.year();
    byId("kn-title").textContent = data.title + " năm " + (app.state.compare ? year.year + " và " + app.state.compare : year.year);
    byId("kn-subtitle").textContent = "Số liệu đến " + (app.state.compare ? year.until + " và " + model.byYear.get(app.state.compare).until : year.until);
    const notes = [year.boundaries || "Chưa có ranh giới xã; bản đồ chỉ vẽ điểm và lưới kinh vĩ độ"];
    if (app.state.compare) notes.push(model.byYear.get(app.state.compare).boundaries);
    const more = [data.source, data.hiddenNote, data.tiles ? data.tiles.note : "", data.fiction].filter(Boolean).join(". ");
    const foot = byId("kn-foot");
    foot.textContent = [...new Set(notes)].filter(Boolean).join(". ") + ". ";
    element("span", more, foot, "kn-long-note");
    byId("kn-notes").textContent = byId("kn-subtitle").textContent + ". " + more;
    app.controls.show();
    app.cards.draw(sameCard);
    app.table.draw();
    app.years.show();
  }

  /* ---- start ---- */
  byId("kn-fiction").textContent = data.fiction;
  byId("kn-fiction").hidden = !data.fiction;
  map.getContainer().setAttribute("aria-label", data.title + ". Phím mũi tên dời bản đồ, N và P đi từ thôn này sang thôn khác, dấu hỏi mở danh sách phím tắt.");
  if (data.tiles) L.tileLayer(data.tiles.url, { noWrap: true, maxZoom: 18, bounds: bounds.pad(1) }).addTo(map);
  app.scene = makeScene(app);
  app.layer = makeLayer(app);
  app.legend = makeLegend(app);
  app.cards = makeCards(app);
  app.controls = makeControls(app);
  app.search = makeSearch(app);
  app.table = makeTable(app);
  app.compare = makeCompare(app);
  app.years = makeYears(app);
  makePrint(app);
  makeKeyboard(app);
  L.control.zoom({ position: "bottomright", zoomInTitle: "Phóng to", zoomOutTitle: "Thu nhỏ" }).addTo(map);
  const all = L.control({ position: "bottomright" });
  all.onAdd = () => {
    const holder = element("div", undefined, undefined, "leaflet-bar");
    const press = button("⤢", holder, () => app.showAll(), "kn-all");
    press.setAttribute("aria-label", "Xem toàn bộ địa bàn");
    press.title = "Xem toàn bộ địa bàn";
    L.DomEvent.disableClickPropagation(holder);
    return holder;
  };
  all.addTo(map);
  L.control.scale({ imperial: false, maxWidth: 140, position: "bottomleft" }).addTo(map);
  byId("kn-full").hidden = !document.fullscreenEnabled;
  byId("kn-full").addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
  document.addEventListener("fullscreenchange", () => byId("kn-full").setAttribute("aria-pressed", String(Boolean(document.fullscreenElement))));
  byId("kn-share").addEventListener("click", async () => {
    const hash = "#" + writtenState(app.state, first);
    const done = await copied(framed ? hash : location.href.split("#")[0] + hash);
    answer(byId("kn-share"), done, "Đã chép liên kết của khung nhìn này.");
  });
  app.controls.fold(window.matchMedia("(max-width: 900px)").matches);
  // texts first: the room for the map follows from theirs
  tell(false);
  withinLimits(() => look() || app.fit());
  app.ready = true;
  paint();
  new ResizeObserver(resized).observe(map.getContainer());
  function resized() {
    const box = map.getContainer();
    const size = map.getSize();
    if (app.printRatio || (box.clientWidth === size.x && box.clientHeight === size.y)) return;
    const all = app.seesAll() && !app.state.view;
    withinLimits(() => (all ? app.fit() : app.layer.now()));
  }
  /* Looks where the link says, if it says so. */
  function look() {
    const told = app.state.view.split(",").map(Number);
    if (told.length !== 3 || !told.every(Number.isFinite)) return false;
    map.setView([told[0], told[1]], told[2], { animate: false });
    return true;
  }
  map.on("moveend", () => {
    app.cursor = app.printRatio ? app.cursor : null;
    if (app.printRatio) return;
    const centre = map.getCenter();
    app.state.view = app.seesAll() && Math.abs(map.getZoom() - map.getBoundsZoom(extent())) < 0.5 ? "" : [centre.lat.toFixed(5), centre.lng.toFixed(5), map.getZoom()].join(",");
    keepInAddress();
  });
  window.addEventListener("hashchange", () => {
    if (framed) return;
    app.state = soundState(readState(location.hash, first), first, model);
    if (!look()) app.fit();
    show(false);
  });
  window.ketnghia = app;
  document.documentElement.dataset.ready = "true";
}

function tellProblem(problem) {
  const note = element("p", "Không mở được bản đồ (" + problem.message + "). Dùng Chrome, Edge hoặc Firefox bản mới.", document.body, "kn-noscript");
  note.setAttribute("role", "alert");
}
