"use strict";
/* Draws the briefing map from the data in the page. Every text is set as text, never as HTML. */
function ketnghiaMap(map, dataId) {
  const data = JSON.parse(document.getElementById(dataId).textContent);
  const byId = (id) => document.getElementById(id);
  const SVG = "http://www.w3.org/2000/svg";
  const decimal = new Intl.NumberFormat("vi-VN", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const whole = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 1 });
  const NO_DATA = "chưa có số liệu";
  const NO_DATA_COLOUR = "#d9d9d9";
  const OFFICE_COLOUR = "#333";
  const levels = new Map(data.levels.map((level) => [level.code, level]));
  const indicators = new Map(data.indicators.map((card) => [card.name, card]));

  function element(tag, text, parent) {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (parent) parent.appendChild(made);
    return made;
  }

  /* ---- shapes ---- */
  const OUTLINES = {
    circle: "M10 3a7 7 0 1 0 .01 0z",
    square: "M4 4h12v12H4z",
    triangle: "M10 17 2.5 4h15z",
    diamond: "M10 2.5 17.5 10 10 17.5 2.5 10z",
    star: "M10 1.5l2.6 5.6 6.1.7-4.5 4.2 1.2 6-5.4-3-5.4 3 1.2-6L1.3 7.8l6.1-.7z",
    dot: "M10 6.5a3.5 3.5 0 1 0 .01 0z",
  };

  function symbol(shape, colour, size) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 20 20");
    svg.setAttribute("width", size);
    svg.setAttribute("height", size);
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", OUTLINES[shape]);
    path.setAttribute("fill", colour);
    path.setAttribute("stroke", "#fff");
    path.setAttribute("stroke-width", "1.2");
    svg.appendChild(path);
    return svg;
  }

  /* ---- classes ---- */
  function classOf(card, value) {
    if (value === null || value === undefined) return -1;
    return card.breaks.filter((limit) => value >= limit).length;
  }
  function classColour(card, index) {
    if (index < 0) return NO_DATA_COLOUR;
    const last = data.colours.length - 1;
    const step = card.breaks.length ? last / card.breaks.length : 0;
    return data.colours[Math.round(index * step)];
  }
  function classLabel(card, index) {
    const breaks = card.breaks;
    if (!breaks.length) return "tất cả";
    if (index === 0) return "dưới " + whole.format(breaks[0]);
    if (index === breaks.length) return "từ " + whole.format(breaks[index - 1]) + " trở lên";
    return whole.format(breaks[index - 1]) + " đến dưới " + whole.format(breaks[index]);
  }
  function shown(card, place) {
    if (place.hidden && place.hidden.includes(card.name)) return "(*)";
    const value = place.values[card.name];
    return value === null || value === undefined ? NO_DATA : decimal.format(value) + " " + card.unit;
  }

  /* ---- cards ---- */
  function factCard(title, rows) {
    const card = element("div");
    card.className = "kn-card";
    element("h2", title, card);
    const list = element("dl", undefined, card);
    for (const [name, value] of rows) {
      element("dt", name, list);
      element("dd", value, list);
    }
    return card;
  }
  function hamletCard(hamlet) {
    const level = levels.get(hamlet.level);
    const rows = [
      ["Xã", hamlet.commune],
      ["Xen ghép", hamlet.mixed === null ? NO_DATA : hamlet.mixed ? "có" + (hamlet.people ? " (" + hamlet.people + ")" : "") : "không"],
      ["Cơ quan kết nghĩa", hamlet.agencies || "chưa có"],
    ];
    if (level) rows.push(["Mức hoàn thành", level.label]);
    rows.push(["Khó khăn đang tồn", String(hamlet.open)]);
    for (const card of data.indicators) {
      if (card.name === state.indicator || state.always.includes(card.name)) rows.push([card.heading, shown(card, hamlet)]);
    }
    return factCard(hamlet.name, rows);
  }
  function communeCard(commune) {
    const rows = [["Số thôn", String(commune.hamlets)], ["Thôn kết nghĩa", String(commune.paired)]];
    const card = indicators.get(state.indicator);
    if (card) rows.push([card.heading, shown(card, commune)]);
    return factCard(commune.title, rows);
  }
  function pairingCard(pairing) {
    const level = levels.get(pairing.level);
    return factCard(pairing.agency + " – " + pairing.hamlet, [
      ["Vai trò", pairing.role],
      ["Điểm", pairing.points],
      ["Mức", level ? level.label : NO_DATA],
      ["Nội dung hoàn thành", pairing.completed],
      ["Khoảng cách (đường chim bay)", decimal.format(pairing.km) + " km"],
    ]);
  }

  /* ---- layers ---- */
  const CARD = { maxWidth: 320, autoPanPaddingTopLeft: [10, 110], autoPanPaddingBottomRight: [10, 40] };
  const state = {
    indicator: data.firstIndicator || (data.indicators[0] || {}).name,
    points: "level",
    agency: "",
    always: [data.firstIndicator, "hygienic_water_share_percent"],
  };
  map.createPane("kn-names").style.zIndex = 450;
  map.getPane("kn-names").style.pointerEvents = "none";
  const layers = { communes: L.layerGroup(), names: L.layerGroup(), paired: L.layerGroup(), others: L.layerGroup(), lines: L.layerGroup() };

  function drawCommunes() {
    layers.communes.clearLayers();
    layers.names.clearLayers();
    const card = indicators.get(state.indicator);
    for (const commune of data.communes) {
      const index = card ? classOf(card, commune.values[card.name]) : -1;
      const area = L.geoJSON(commune.geometry, {
        style: { color: "#6b6b6b", weight: 1.2, fillColor: card ? classColour(card, index) : NO_DATA_COLOUR, fillOpacity: 0.85, dashArray: index < 0 ? "4 3" : null },
      });
      area.bindPopup(() => communeCard(commune), CARD);
      layers.communes.addLayer(area);
      const label = L.tooltip({ permanent: true, direction: "center", className: "kn-name", interactive: false, pane: "kn-names" });
      label.setContent(element("span", commune.name));
      label.setLatLng(commune.label);
      layers.names.addLayer(label);
    }
  }
  function concerns(hamlet) {
    return !state.agency || hamlet.agencies.split("; ").includes(state.agency);
  }
  function drawHamlets() {
    layers.paired.clearLayers();
    layers.others.clearLayers();
    const card = indicators.get(state.indicator);
    for (const hamlet of data.hamlets) {
      if (!hamlet.at || !concerns(hamlet)) continue;
      const level = levels.get(hamlet.level);
      let shape = hamlet.paired && level ? level.shape : "dot";
      let colour = hamlet.paired && level ? level.colour : "#5a5a5a";
      if (state.points === "indicator" && card) {
        shape = hamlet.paired ? "circle" : "dot";
        colour = classColour(card, classOf(card, hamlet.values[card.name]));
      }
      const size = hamlet.paired ? 22 : 18;
      const icon = L.divIcon({ html: symbol(shape, colour, size), className: "kn-hamlet", iconSize: [size, size] });
      const marker = L.marker(hamlet.at, { icon: icon, keyboard: true, alt: hamlet.name, riseOnHover: true });
      marker.bindPopup(() => hamletCard(hamlet), CARD);
      marker.bindTooltip(element("span", hamlet.name));
      (hamlet.paired ? layers.paired : layers.others).addLayer(marker);
    }
  }
  function drawLines() {
    layers.lines.clearLayers();
    const offices = new Map();
    for (const pairing of data.pairings) {
      if (state.agency && pairing.agency !== state.agency) continue;
      const level = levels.get(pairing.level);
      const line = L.polyline([pairing.from, pairing.to], { color: level ? level.colour : "#555", weight: pairing.lead ? 3 : 2, opacity: 0.85, dashArray: pairing.lead ? null : "6 5" });
      line.bindPopup(() => pairingCard(pairing), CARD);
      layers.lines.addLayer(line);
      offices.set(pairing.agency, pairing.from);
    }
    for (const [agency, at] of offices) {
      const icon = L.divIcon({ html: symbol("square", OFFICE_COLOUR, 16), className: "kn-office", iconSize: [16, 16] });
      layers.lines.addLayer(L.marker(at, { icon: icon, keyboard: true, alt: agency }).bindTooltip(element("span", agency)));
    }
  }

  /* ---- legend ---- */
  function legendItem(list, drawing, text) {
    const item = element("li", undefined, list);
    item.appendChild(drawing);
    element("span", text, item);
  }
  function swatch(colour) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("width", 26);
    svg.setAttribute("height", 16);
    svg.setAttribute("aria-hidden", "true");
    const box = document.createElementNS(SVG, "rect");
    box.setAttribute("width", 26);
    box.setAttribute("height", 16);
    box.setAttribute("fill", colour);
    box.setAttribute("stroke", "#6b6b6b");
    svg.appendChild(box);
    return svg;
  }
  function stroke(dashed) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("width", 26);
    svg.setAttribute("height", 16);
    svg.setAttribute("aria-hidden", "true");
    const line = document.createElementNS(SVG, "path");
    line.setAttribute("d", "M1 8h24");
    line.setAttribute("stroke", "#444");
    line.setAttribute("stroke-width", dashed ? 2 : 3);
    if (dashed) line.setAttribute("stroke-dasharray", "6 5");
    svg.appendChild(line);
    return svg;
  }
  function classCounts(card, places) {
    const counts = new Map();
    for (const place of places) {
      const index = classOf(card, place.values[card.name]);
      counts.set(index, (counts.get(index) || 0) + 1);
    }
    return counts;
  }
  function classLegend(legend, card, title, places, drawing) {
    element("h2", title, legend);
    const list = element("ul", undefined, legend);
    const counts = classCounts(card, places);
    for (let index = 0; index <= card.breaks.length; index += 1) {
      legendItem(list, drawing(classColour(card, index)), classLabel(card, index) + ": " + (counts.get(index) || 0));
    }
    if (counts.get(-1)) legendItem(list, drawing(NO_DATA_COLOUR), "chưa có số liệu hoặc số nhỏ: " + counts.get(-1));
  }
  function drawLegend() {
    const legend = byId("kn-legend");
    legend.replaceChildren();
    const card = indicators.get(state.indicator);
    if (card && data.communes.length) {
      classLegend(legend, card, card.heading + " (" + card.unit + "), số xã", data.communes, swatch);
    }
    if (state.points === "indicator" && card) {
      const paired = data.hamlets.filter((hamlet) => hamlet.paired && concerns(hamlet));
      classLegend(legend, card, "Thôn kết nghĩa theo chỉ số, số thôn", paired, (colour) => symbol("circle", colour, 20));
    }
    if (state.points === "level") {
      element("h2", "Mức hoàn thành, số thôn kết nghĩa", legend);
      const list = element("ul", undefined, legend);
      for (const level of data.levels) {
        const count = data.hamlets.filter((hamlet) => hamlet.paired && hamlet.level === level.code && concerns(hamlet)).length;
        legendItem(list, symbol(level.shape, level.colour, 20), level.label + ": " + count);
      }
      const others = data.hamlets.filter((hamlet) => !hamlet.paired && concerns(hamlet)).length;
      legendItem(list, symbol("dot", "#5a5a5a", 20), "Thôn không kết nghĩa: " + others);
    }
    if (byId("kn-show-lines").checked) {
      element("h2", "Đường nối, màu theo mức của cặp", legend);
      const list = element("ul", undefined, legend);
      legendItem(list, stroke(false), "cơ quan chủ trì");
      legendItem(list, stroke(true), "cơ quan phối hợp");
      legendItem(list, symbol("square", OFFICE_COLOUR, 16), "trụ sở cơ quan");
    }
    const unplaced = data.hamlets.filter((hamlet) => !hamlet.at && concerns(hamlet));
    byId("kn-unplaced").textContent = unplaced.length
      ? "Chưa có tọa độ, không vẽ được: " + unplaced.map((hamlet) => hamlet.name + " (" + hamlet.commune + ")").join("; ")
      : "";
  }

  /* ---- controls ---- */
  function redraw() {
    drawCommunes();
    drawHamlets();
    drawLines();
    drawLegend();
  }
  function toggled(id, names) {
    const box = byId(id);
    const apply = () => names.forEach((name) => (box.checked ? layers[name].addTo(map) : layers[name].remove()));
    box.addEventListener("change", apply);
    apply();
  }
  function filled(id, options, chosen, change) {
    const select = byId(id);
    for (const [value, text] of options) {
      const option = element("option", text, select);
      option.value = value;
    }
    select.value = chosen;
    select.addEventListener("change", () => {
      change(select.value);
      redraw();
    });
  }

  byId("kn-title").textContent = data.title;
  byId("kn-subtitle").textContent = data.subtitle;
  byId("kn-fiction").textContent = data.fiction;
  byId("kn-fiction").hidden = !data.fiction;
  byId("kn-foot").textContent = [data.boundaries, data.hiddenNote, data.fiction].filter(Boolean).join(". ");
  filled("kn-indicator", data.indicators.map((card) => [card.name, card.heading]), state.indicator, (value) => (state.indicator = value));
  filled("kn-points", [], state.points, (value) => (state.points = value));
  const agencies = [...new Set(data.pairings.map((pairing) => pairing.agency))].sort((one, other) => one.localeCompare(other, "vi"));
  filled("kn-agency", agencies.map((name) => [name, name]), "", (value) => (state.agency = value));
  toggled("kn-show-communes", ["communes"]);
  toggled("kn-show-names", ["names"]);
  toggled("kn-show-lines", ["lines"]);
  toggled("kn-show-paired", ["paired"]);
  toggled("kn-show-others", ["others"]);
  byId("kn-show-lines").addEventListener("change", drawLegend);
  const narrow = window.matchMedia("(max-width: 720px)").matches;
  function fold(folded) {
    byId("kn-tools").hidden = folded;
    byId("kn-fold").setAttribute("aria-expanded", String(!folded));
  }
  byId("kn-fold").addEventListener("click", () => fold(!byId("kn-tools").hidden));
  // beside a briefing's figures there is room for the map or for the panel, not for both
  const small = window.matchMedia("(max-width: 1100px)").matches;
  fold(small);
  L.control.zoom({ position: "bottomright", zoomInTitle: "Phóng to", zoomOutTitle: "Thu nhỏ" }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  redraw();
  const everything = L.featureGroup([layers.communes, layers.paired, layers.others].flatMap((group) => group.getLayers()));
  if (everything.getLayers().length) map.fitBounds(everything.getBounds(), narrow ? { paddingTopLeft: [8, 90], paddingBottomRight: [8, 90] } : { paddingTopLeft: [20, 100], paddingBottomRight: [small ? 60 : 350, 50] });
  document.documentElement.dataset.ready = "true";
}
