/* Draws a year onto a canvas: areas, lines, symbols. Knows nothing of Leaflet. */
/* From so many on symbols are copied pixel by pixel, which takes a tenth of the time. */
const MANY = 800;
const NATION = 20000;
const DOTS_FROM_ZOOM = 9;
/* Room in square pixels that each symbol wants; where there is less, all become smaller. */
const ROOM_A_SYMBOL = 900;
const LEAST_SHARE = 0.4;
const GRID_STEPS = [10, 5, 2, 1, 0.5, 0.25, 1 / 6, 1 / 12, 1 / 30, 1 / 60];

function makeScene(app) {
  const { model, selection } = app;
  const { data } = model;
  const tiles = { "no-data": hatchTile("no-data"), small: hatchTile("small") };

  function card() {
    return data.indicators[model.indicatorAt(app.state.indicator)];
  }

  function valueOf(year, kind, row, change) {
    const at = model.indicatorAt(app.state.indicator);
    if (at === undefined) return UNKNOWN;
    return change ? model.changeTenths(year, model.byYear.get(app.state.base), kind, at, row) : model.tenths(year, kind, at, row);
  }

  function classAt(year, kind, row, change) {
    const value = valueOf(year, kind, row, change);
    return change ? classOfChange(card(), value) : classOfValue(card(), value);
  }

  /* ---- areas ---- */
  function tracePath(context, outline, shape, view) {
    context.beginPath();
    for (const [start, end] of shape.rings) {
      let lastX = NaN;
      let lastY = NaN;
      for (let at = start; at < end; at += 1) {
        const x = outline.x[at] * view.scale - view.left;
        const y = outline.y[at] * view.scale - view.top;
        if (at === start) context.moveTo(x, y);
        else if (Math.abs(x - lastX) + Math.abs(y - lastY) < 0.8 && at !== end - 1) continue;
        else context.lineTo(x, y);
        lastX = x;
        lastY = y;
      }
      context.closePath();
    }
  }

  function drawAreas(context, year, view) {
    const { outline } = year;
    if (!outline) return;
    const { state } = app;
    const change = state.areas === "change";
    const patterns = {};
    for (const [name, tile] of Object.entries(tiles)) patterns[name] = context.createPattern(tile, "repeat");
    context.lineJoin = "round";
    for (const shape of outline.shapes) {
      if (!seen(shape, view)) continue;
      tracePath(context, outline, shape, view);
      const index = state.areas === "none" ? null : classAt(year, "communes", shape.commune, change);
      if (index === null) context.fillStyle = "#fbfaf6";
      else context.fillStyle = index in HATCHED ? patterns[HATCHED[index]] : classColour(data, card(), change, index);
      context.globalAlpha = app.tiled ? 0.6 : 1;
      context.fill("evenodd");
      context.globalAlpha = 1;
      context.lineWidth = outline.shapes.length > 400 && view.zoom < 9 ? 0.4 : 1.3;
      context.strokeStyle = "#5c666e";
      context.stroke();
    }
    const chosen = state.commune ? year.shapeOf.get(model.communeRow(year, state.commune)) : null;
    const opened = year.shapeOf.get(app.cardRow(year, "communes"));
    for (const shape of [chosen, opened]) {
      if (!shape) continue;
      tracePath(context, outline, shape, view);
      context.lineWidth = 6;
      context.strokeStyle = "#fff";
      context.stroke();
      context.lineWidth = 3;
      context.strokeStyle = INK;
      context.stroke();
    }
  }

  function seen(box, view) {
    const { scale, left, top, width, height } = view;
    return box.east * scale - left >= 0 && box.west * scale - left <= width && box.south * scale - top >= 0 && box.north * scale - top <= height;
  }

  /* ---- degrees ---- */
  function drawGrid(context, view) {
    const degreesWide = (view.width / view.scale) * 360;
    const step = GRID_STEPS.find((one) => degreesWide / one >= 4) || GRID_STEPS[GRID_STEPS.length - 1];
    const west = (view.left / view.scale - 0.5) * 360;
    context.lineWidth = 1;
    context.strokeStyle = "rgba(70, 84, 96, .38)";
    context.font = "12px " + FONT;
    const labels = [];
    for (let number = Math.ceil(west / step); number * step <= west + degreesWide; number += 1) {
      const x = Math.round(worldX(number * step) * view.scale - view.left) + 0.5;
      line(context, x, 0, x, view.height);
      labels.push([degreeText(number * step, "Đ", "T"), x + 4, view.height - 6]);
    }
    const north = latitudeAt(view.top / view.scale);
    const south = latitudeAt((view.top + view.height) / view.scale);
    for (let number = Math.ceil(south / step); number * step <= north; number += 1) {
      const y = Math.round(worldY(number * step) * view.scale - view.top) + 0.5;
      line(context, 0, y, view.width, y);
      labels.push([degreeText(number * step, "B", "N"), 4, y - 4]);
    }
    context.fillStyle = "#3c4a55";
    context.strokeStyle = "#fff";
    context.lineWidth = 3;
    for (const [text, x, y] of labels) {
      // the scale bar stands in the lower left corner
      if (x < 150 && y > view.height - 40) continue;
      context.strokeText(text, x, y);
      context.fillText(text, x, y);
    }
  }
  function line(context, x1, y1, x2, y2) {
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
  }
  function latitudeAt(share) {
    return (Math.atan(Math.sinh(Math.PI * (1 - 2 * share))) * 180) / Math.PI;
  }
  function degreeText(value, positive, negative) {
    const minutes = Math.round(Math.abs(value) * 60);
    const rest = minutes % 60;
    return Math.floor(minutes / 60) + "°" + (rest ? String(rest).padStart(2, "0") + "′" : "") + (value < 0 ? negative : positive);
  }

  /* ---- hamlets ---- */
  function lookOf(year, row) {
    const { state } = app;
    const paired = year.hamlets.paired[row] === 1;
    if (state.points === "level") {
      if (!paired) return { shape: "circle", colour: OTHERS_COLOUR, size: 9 };
      const level = data.levels[year.hamlets.level[row]] || data.levels[data.levels.length - 1];
      return { shape: level.shape, colour: level.colour, size: 21 };
    }
    const index = classAt(year, "hamlets", row, state.points === "change");
    const colour = index in HATCHED ? "#f3f3f1" : classColour(data, card(), state.points === "change", index);
    return { shape: index === SMALL_NUMBER ? "diamond" : index === UNKNOWN ? "square" : "circle", colour, size: paired ? 20 : 13 };
  }

  /* Where each hamlet in view stands on the screen; those without coordinates stand in rows at their commune. */
  function placed(year, view) {
    const rows = selection.shownHamlets(year, app.state);
    const dense = rows.length > NATION && view.zoom < DOTS_FROM_ZOOM && year.outline;
    const found = { rows: [], x: [], y: [], missing: [], share: 1, hidden: dense ? rows.length : 0 };
    if (dense) return found;
    const waiting = new Map();
    for (const row of rows) {
      let x = year.hamlets.x[row] * view.scale - view.left;
      let y = year.hamlets.y[row] * view.scale - view.top;
      const missing = !(x === x);
      if (missing) {
        const shape = year.shapeOf.get(year.hamlets.commune[row]);
        if (!shape) continue;
        const before = waiting.get(shape) || 0;
        waiting.set(shape, before + 1);
        x = shape.label.x * view.scale - view.left + (before % 6) * 20;
        y = shape.label.y * view.scale - view.top + 20 + Math.floor(before / 6) * 20;
      }
      if (x < -12 || y < -12 || x > view.width + 12 || y > view.height + 12) continue;
      found.rows.push(row);
      found.x.push(x);
      found.y.push(y);
      found.missing.push(missing);
    }
    found.share = shareOf(found);
    return found;
  }

  /* How much of their size symbols keep, by the room that they have among each other. */
  function shareOf({ x, y }) {
    const spread = (values) => values.reduce((most, one) => Math.max(most, one), 1) - values.reduce((least, one) => Math.min(least, one), Infinity);
    const room = (spread(x) * spread(y)) / Math.max(1, x.length);
    return x.length < 2 ? 1 : Math.max(LEAST_SHARE, Math.min(1, Math.round(10 * Math.sqrt(room / ROOM_A_SYMBOL)) / 10));
  }

  function drawHamlets(context, year, view, points) {
    const known = new Map();
    const spriteAt = (at) => {
      const look = lookOf(year, points.rows[at]);
      const key = look.shape + look.colour + look.size + points.missing[at];
      if (!known.has(key)) known.set(key, sprite(look.shape, look.colour, Math.max(5, Math.round((points.missing[at] ? 15 : look.size) * points.share)), points.missing[at], view.ratio));
      return known.get(key);
    };
    // paired ones lie above the others
    const order = [0, 1].flatMap((paired) => points.rows.map((_, at) => at).filter((at) => (year.hamlets.paired[points.rows[at]] === 1 ? 1 : 0) === paired));
    if (points.rows.length > MANY) copySymbols(context, view, points, order, spriteAt);
    else {
      for (const at of order) {
        const made = spriteAt(at);
        context.drawImage(made.canvas, points.x[at] - made.side / 2, points.y[at] - made.side / 2, made.side, made.side);
      }
    }
    if (app.state.difficulties) drawBadges(context, year, points);
  }

  function copySymbols(context, view, points, order, spriteAt) {
    const { ratio } = view;
    const wide = Math.ceil(view.width * ratio);
    const high = Math.ceil(view.height * ratio);
    const image = new ImageData(wide, high);
    const pixels = new Uint32Array(image.data.buffer);
    for (const at of order) {
      const { colours, width } = pixelsOf(spriteAt(at));
      const left = Math.round(points.x[at] * ratio - width / 2);
      const top = Math.round(points.y[at] * ratio - width / 2);
      for (let y = Math.max(0, -top); y < width && top + y < high; y += 1) {
        for (let x = Math.max(0, -left); x < width && left + x < wide; x += 1) {
          const colour = colours[y * width + x];
          if (colour) pixels[(top + y) * wide + left + x] = colour;
        }
      }
    }
    const own = document.createElement("canvas");
    own.width = wide;
    own.height = high;
    own.getContext("2d").putImageData(image, 0, 0);
    context.drawImage(own, 0, 0, view.width, view.height);
  }

  function drawBadges(context, year, points) {
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.font = "700 12px " + FONT;
    points.rows.forEach((row, at) => {
      const { open, overdue } = selection.difficultiesOf(year, app.state, row);
      if (!open) return;
      const x = points.x[at] + 11;
      const y = points.y[at] - 11;
      context.beginPath();
      context.arc(x, y, 9, 0, 2 * Math.PI);
      context.fillStyle = overdue ? OVERDUE_COLOUR : OPEN_COLOUR;
      context.fill();
      context.lineWidth = 1.6;
      context.strokeStyle = "#fff";
      context.stroke();
      context.fillStyle = "#fff";
      context.fillText(String(open), x, y + 0.5);
    });
    context.textAlign = "start";
    context.textBaseline = "alphabetic";
  }

  /* ---- pairings ---- */
  function lines(year, view) {
    if (!app.state.lines) return { lines: [], offices: [] };
    const found = [];
    const offices = new Map();
    for (const row of selection.shownPairings(year, app.state)) {
      const agency = year.pairings.agency[row];
      const hamlet = year.pairings.hamlet[row];
      if (agency < 0) continue;
      const ends = [year.agencies.x[agency], year.agencies.y[agency], year.hamlets.x[hamlet], year.hamlets.y[hamlet]];
      if (ends.slice(0, 2).every((end) => end === end)) offices.set(agency, null);
      if (!ends.every((end) => end === end)) continue;
      found.push({ row, agency, hamlet, ends: ends.map((end, side) => end * view.scale - (side % 2 ? view.top : view.left)) });
    }
    const places = [...offices.keys()].map((agency) => ({
      agency, radius: 9, x: year.agencies.x[agency] * view.scale - view.left, y: year.agencies.y[agency] * view.scale - view.top,
    }));
    return { lines: found, offices: places };
  }

  function drawLines(context, year, found) {
    for (const { row, ends } of found.lines) {
      const lead = year.pairings.role[row] === 0;
      const level = data.levels[year.pairings.level[row]];
      context.lineCap = "round";
      context.setLineDash(lead ? [] : [7, 6]);
      context.lineWidth = lead ? 6 : 5;
      context.strokeStyle = "rgba(255, 255, 255, .85)";
      line(context, ...ends);
      context.lineWidth = lead ? 3.2 : 2.2;
      context.strokeStyle = level ? level.colour : INK;
      line(context, ...ends);
    }
    context.setLineDash([]);
  }
  function drawOffices(context, found, view) {
    for (const office of found.offices) {
      const made = sprite("house", OFFICE_COLOUR, 17, false, view.ratio);
      context.drawImage(made.canvas, office.x - made.side / 2, office.y - made.side / 2, made.side, made.side);
    }
  }

  /* Moves apart what would cover each other; lines follow. Returns what was moved. */
  function spread(year, points, found) {
    if (points.rows.length > MOST_SPREAD || points.share < 0.6) return [];
    const marks = points.rows.map((row, at) => ({ x: points.x[at], y: points.y[at], radius: ((points.missing[at] ? 15 : lookOf(year, row).size) * points.share) / 2 }));
    spreadApart([...marks, ...found.offices]);
    marks.forEach((mark, at) => {
      points.x[at] = mark.x;
      points.y[at] = mark.y;
    });
    const places = new Map(points.rows.map((row, at) => [row, at]));
    const offices = new Map(found.offices.map((office) => [office.agency, office]));
    for (const one of found.lines) {
      const office = offices.get(one.agency);
      const at = places.get(one.hamlet);
      if (office) [one.ends[0], one.ends[1]] = [office.x, office.y];
      if (at !== undefined) [one.ends[2], one.ends[3]] = [points.x[at], points.y[at]];
    }
    return [...marks, ...found.offices].filter(isMoved);
  }
  function drawLeaders(context, moved) {
    context.lineWidth = 1.2;
    context.strokeStyle = context.fillStyle = INK;
    for (const mark of moved) {
      line(context, mark.trueX, mark.trueY, mark.x, mark.y);
      context.beginPath();
      context.arc(mark.trueX, mark.trueY, 1.8, 0, 2 * Math.PI);
      context.fill();
    }
  }

  function drawRing(context, x, y) {
    context.beginPath();
    context.arc(x, y, 17, 0, 2 * Math.PI);
    context.lineWidth = 6;
    context.strokeStyle = "#fff";
    context.stroke();
    context.lineWidth = 3;
    context.strokeStyle = "#d1006c";
    context.stroke();
  }

  /* Draws a year; returns what stands where, for clicks and labels. */
  function draw(context, year, view) {
    drawAreas(context, year, view);
    if (app.state.grid) drawGrid(context, view);
    const found = lines(year, view);
    const points = placed(year, view);
    const moved = spread(year, points, found);
    drawLines(context, year, found);
    drawLeaders(context, moved);
    drawHamlets(context, year, view, points);
    drawOffices(context, found, view);
    const hamlet = app.cursor && app.cursor.year === year.year ? app.cursor.row : app.cardRow(year, "hamlets");
    const at = points.rows.indexOf(hamlet);
    if (at >= 0) drawRing(context, points.x[at], points.y[at]);
    const office = found.offices.find((one) => one.agency === app.cardRow(year, "agencies"));
    if (office) drawRing(context, office.x, office.y);
    return { year, points, moved: moved.length, lines: found.lines, offices: found.offices };
  }

  /* What stands at a point of the screen. */
  function hit(drawn, view, x, y) {
    const { year, points } = drawn;
    const nearOffice = drawn.offices.find((one) => Math.abs(one.x - x) < 10 && Math.abs(one.y - y) < 10);
    let best = -1;
    let least = points.share < 1 ? 40 : 170;
    for (let at = points.rows.length - 1; at >= 0; at -= 1) {
      const away = (points.x[at] - x) ** 2 + (points.y[at] - y) ** 2;
      if (away < least) {
        least = away;
        best = at;
      }
    }
    if (best >= 0) return { kind: "hamlets", row: points.rows[best], x: points.x[best], y: points.y[best] };
    if (nearOffice) return { kind: "agencies", row: nearOffice.agency, x: nearOffice.x, y: nearOffice.y };
    for (const { row, ends } of drawn.lines) {
      if (fromLine(x, y, ...ends) < 6) return { kind: "pairings", row, x, y };
    }
    if (!year.outline) return null;
    const worldAtX = (x + view.left) / view.scale;
    const worldAtY = (y + view.top) / view.scale;
    const shape = year.outline.shapes.find((one) => insideShape(year.outline, one, worldAtX, worldAtY));
    return shape ? { kind: "communes", row: shape.commune, x, y } : null;
  }
  function fromLine(x, y, x1, y1, x2, y2) {
    const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
    const share = length ? Math.max(0, Math.min(1, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) : 0;
    return Math.hypot(x - x1 - share * (x2 - x1), y - y1 - share * (y2 - y1));
  }

  return { draw, hit, lookOf, classAt, valueOf, card };
}
