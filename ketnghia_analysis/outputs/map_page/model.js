/* The data with everything that is looked up in it. */
const UNKNOWN = -32768;
const SMALL_NUMBER = -32767;
const PLACE_UNKNOWN = 2 ** 30;
const PER_DEGREE = 100000;

/* Longitude and latitude as shares of the square that web maps project the world on. */
function worldX(longitude) {
  return longitude / 360 + 0.5;
}
function worldY(latitude) {
  const sine = Math.sin((latitude * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

function worldPositions(lon, lat) {
  const x = new Float64Array(lon.length);
  const y = new Float64Array(lon.length);
  for (let at = 0; at < lon.length; at += 1) {
    const placed = lat[at] !== PLACE_UNKNOWN;
    x[at] = placed ? worldX(lon[at] / PER_DEGREE) : NaN;
    y[at] = placed ? worldY(lat[at] / PER_DEGREE) : NaN;
  }
  return { x, y };
}

/* A commune's code means nothing without its day: codes are used again for others. */
function communeKey(communes, row) {
  return communes.id[row] + "/" + communes.since[row];
}

function preparedOutline(outline) {
  const corners = worldPositions(outline.lon, outline.lat);
  const labels = worldPositions(outline.labelLon, outline.labelLat);
  const shapes = Array.from(outline.commune, (commune, at) => ({
    commune, label: { x: labels.x[at], y: labels.y[at] }, rings: [], west: 2, east: -1, north: 2, south: -1,
  }));
  let start = 0;
  outline.corners.forEach((length, ring) => {
    const shape = shapes[outline.owner[ring]];
    shape.rings.push([start, start + length]);
    for (let at = start; at < start + length; at += 1) {
      shape.west = Math.min(shape.west, corners.x[at]);
      shape.east = Math.max(shape.east, corners.x[at]);
      shape.north = Math.min(shape.north, corners.y[at]);
      shape.south = Math.max(shape.south, corners.y[at]);
    }
    start += length;
  });
  return { x: corners.x, y: corners.y, shapes };
}

function insideShape(outline, shape, x, y) {
  if (x < shape.west || x > shape.east || y < shape.north || y > shape.south) return false;
  let inside = false;
  for (const [start, end] of shape.rings) {
    for (let at = start, before = end - 1; at < end; before = at, at += 1) {
      const yA = outline.y[at];
      const yB = outline.y[before];
      if (yA > y !== yB > y && x < ((outline.x[before] - outline.x[at]) * (y - yA)) / (yB - yA) + outline.x[at]) inside = !inside;
    }
  }
  return inside;
}

function makeModel(data) {
  const outlines = data.outlines.map(preparedOutline);
  const years = data.years;
  const byYear = new Map(years.map((one) => [one.year, one]));
  const places = new Map(data.indicators.map((card, at) => [card.name, at]));
  const rowsKnown = new WeakMap();
  const keysKnown = new WeakMap();

  for (const year of years) {
    Object.assign(year.hamlets, worldPositions(year.hamlets.lon, year.hamlets.lat));
    Object.assign(year.agencies, worldPositions(year.agencies.lon, year.agencies.lat));
    year.outline = year.outlines < 0 ? null : outlines[year.outlines];
    year.shapeOf = new Map(year.outline ? year.outline.shapes.map((shape) => [shape.commune, shape]) : []);
    year.extent = extentOf(year);
    year.pairingsOf = grouped(year.pairings.hamlet);
    year.pairingsOfAgency = grouped(year.pairings.agency);
    year.difficultiesOf = grouped(year.difficulties.hamlet);
  }

  /* What a year's communes and hamlets take up. */
  function extentOf(year) {
    const box = { west: 2, east: -1, north: 2, south: -1 };
    for (const shape of year.outline ? year.outline.shapes : []) {
      box.west = Math.min(box.west, shape.west);
      box.east = Math.max(box.east, shape.east);
      box.north = Math.min(box.north, shape.north);
      box.south = Math.max(box.south, shape.south);
    }
    const { x, y } = year.hamlets;
    for (let row = 0; row < x.length; row += 1) {
      // comparisons with a missing place are false
      if (x[row] < box.west) box.west = x[row];
      if (x[row] > box.east) box.east = x[row];
      if (y[row] < box.north) box.north = y[row];
      if (y[row] > box.south) box.south = y[row];
    }
    return box;
  }

  function grouped(owners) {
    const found = new Map();
    owners.forEach((owner, row) => {
      if (!found.has(owner)) found.set(owner, []);
      found.get(owner).push(row);
    });
    return found;
  }

  /* Row of an id in a table, -1 where it has none. */
  function rowOf(table, id) {
    if (!rowsKnown.has(table)) rowsKnown.set(table, new Map(table.id.map((one, row) => [one, row])));
    const row = rowsKnown.get(table).get(id);
    return row === undefined ? -1 : row;
  }

  /* Row of a commune's key, -1 where the year does not have it. */
  function communeRow(year, key) {
    const table = year.communes;
    if (!keysKnown.has(table)) keysKnown.set(table, new Map(table.id.map((_, row) => [communeKey(table, row), row])));
    const found = keysKnown.get(table).get(key);
    return found === undefined ? -1 : found;
  }

  /* Row of the same place in another year. */
  function sameIn(kind, from, row, to) {
    return kind === "hamlets" ? rowOf(to.hamlets, from.hamlets.id[row]) : communeRow(to, communeKey(from.communes, row));
  }

  /* Value of an indicator in tenths, UNKNOWN or SMALL_NUMBER. */
  function tenths(year, kind, indicator, row) {
    const column = year[kind].values[indicator];
    return column ? column[row] : UNKNOWN;
  }

  function comparable(indicator, earlier, later) {
    return earlier.standards[indicator] === later.standards[indicator];
  }

  /* Later less earlier in tenths, UNKNOWN or SMALL_NUMBER. */
  function changeTenths(year, base, kind, indicator, row) {
    if (!base || !comparable(indicator, base, year)) return UNKNOWN;
    const before = sameIn(kind, year, row, base);
    if (before < 0) return UNKNOWN;
    const values = [tenths(base, kind, indicator, before), tenths(year, kind, indicator, row)];
    if (values.includes(UNKNOWN)) return UNKNOWN;
    return values.includes(SMALL_NUMBER) ? SMALL_NUMBER : values[1] - values[0];
  }

  function written(card, value, change) {
    if (value === UNKNOWN) return NO_DATA;
    if (value === SMALL_NUMBER) return HIDDEN_TEXT;
    if (card.yesNo && !change) return value >= 500 ? "có" : "chưa";
    const unit = change ? card.changeUnit : card.unit;
    const sign = change && value > 0 ? "+" : "";
    return sign + decimal.format(value / 10) + " " + unit;
  }

  return { data, years, byYear, rowOf, communeRow, sameIn, tenths, changeTenths, comparable, written, outlines, indicatorAt: (name) => places.get(name) };
}
