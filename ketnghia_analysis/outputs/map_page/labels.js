/* Names on the map: real text, placed so that none covers a symbol or another name. */
const FONT = 'system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif';
const MOST_NAMED = 200;
/* A hamlet's name needs about so much of the map, else there are only symbols. */
const ROOM_A_NAME = 5500;
const COMMUNE_NAME = { font: "700 17px " + FONT, height: 22, className: "kn-name" };
const TIGHT_NAME = { font: "700 13px " + FONT, height: 16, className: "kn-name kn-tight" };
const HAMLET_NAME = { font: "600 13px " + FONT, height: 17, className: "kn-hamlet-name" };
const OFFICE_NAME = { font: "700 13px " + FONT, height: 17, className: "kn-office-name" };
const STEPS = [-0.44, -0.36, -0.3, -0.24, -0.18, -0.12, -0.06, 0, 0.06, 0.12, 0.18, 0.24, 0.3, 0.36, 0.44];
/* Where many names are to be placed, fewer places are tried, and small names only. */
const FEW_COMMUNES = 40;
const FEW_STEPS = [-0.3, -0.15, 0, 0.15, 0.3];

function makeLabels(app, pane) {
  const ruler = document.createElement("canvas").getContext("2d");
  const widths = new Map();

  function widthOf(text, style) {
    const key = style.font + text;
    if (!widths.has(key)) {
      ruler.font = style.font;
      widths.set(key, Math.ceil(ruler.measureText(text).width) + 6);
    }
    return widths.get(key);
  }

  /* Taken room, looked up by squares of the screen; `back` gives up what was taken since a mark. */
  function makeRoom(left, top, right, bottom) {
    const SQUARE = 64;
    const wide = Math.ceil((right - left) / SQUARE) + 1;
    const cells = new Map();
    const log = [];
    function each(box, visit) {
      const [x1, y1, x2, y2] = box.map((side, at) => Math.floor((side - (at % 2 ? top : left)) / SQUARE));
      for (let y = y1; y <= y2; y += 1) for (let x = x1; x <= x2; x += 1) if (visit(y * wide + x) === false) return false;
      return true;
    }
    const apart = (one, other) => one[0] >= other[2] || one[2] <= other[0] || one[1] >= other[3] || one[3] <= other[1];
    return {
      take(box) {
        each(box, (square) => {
          if (!cells.has(square)) cells.set(square, []);
          cells.get(square).push(box);
          log.push(square);
        });
      },
      free(box) {
        if (box[0] < left || box[1] < top || box[2] > right || box[3] > bottom) return false;
        return each(box, (square) => (cells.get(square) || []).every((other) => apart(box, other)));
      },
      mark: () => log.length,
      back(mark) {
        while (log.length > mark) cells.get(log.pop()).pop();
      },
    };
  }

  function around(x, y, width, height) {
    return [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
  }

  function communeNames(drawn, view, room, names) {
    const { year } = drawn;
    if (!year.outline || !app.state.names) return;
    const shapes = year.outline.shapes.filter((shape) => {
      const x = shape.label.x * view.scale - view.left;
      const y = shape.label.y * view.scale - view.top;
      return x > -200 && y > -100 && x < view.width + 200 && y < view.height + 100;
    });
    if (shapes.length > MOST_NAMED) return;
    const smallest = [...shapes].sort((one, other) => area(one) - area(other));
    // all in one size: the large one only where every name finds room
    const mark = room.mark();
    const large = shapes.length > FEW_COMMUNES ? [] : namesIn(COMMUNE_NAME, year, smallest, view, room);
    if (large.length === shapes.length) {
      names.push(...large);
      return;
    }
    room.back(mark);
    const tight = namesIn(TIGHT_NAME, year, smallest, view, room);
    if (tight.length > large.length) {
      names.push(...tight);
      return;
    }
    room.back(mark);
    for (const one of large) room.take(one.box);
    names.push(...large);
  }
  function namesIn(style, year, shapes, view, room) {
    const found = [];
    for (const shape of shapes) {
      const text = year.communes.name[shape.commune];
      const box = bestPlace(year, shape, view, widthOf(text, style), style.height, room, shapes.length <= FEW_COMMUNES);
      if (!box) continue;
      room.take(box);
      found.push({ text, box, style });
    }
    return found;
  }
  function area(shape) {
    return (shape.east - shape.west) * (shape.south - shape.north);
  }

  /* The free place nearest to the commune's middle from which the name does not leave the commune. */
  function bestPlace(year, shape, view, width, height, room, few) {
    const middle = [shape.label.x * view.scale - view.left, shape.label.y * view.scale - view.top];
    const size = [(shape.east - shape.west) * view.scale, (shape.south - shape.north) * view.scale];
    if (size[0] < width * 0.6) return null;
    const centre = [((shape.east + shape.west) / 2) * view.scale - view.left, ((shape.south + shape.north) / 2) * view.scale - view.top];
    const steps = few ? STEPS : FEW_STEPS;
    const inside = (x, y) => insideShape(year.outline, shape, (x + view.left) / view.scale, (y + view.top) / view.scale);
    const places = [{ x: middle[0], y: middle[1], away: 0 }];
    for (const right of steps) {
      for (const down of steps) {
        const [x, y] = [centre[0] + right * size[0], centre[1] + down * size[1]];
        places.push({ x, y, away: Math.hypot(x - middle[0], y - middle[1]) });
      }
    }
    places.sort((one, other) => one.away - other.away);
    // a name that reaches over its border is only taken if one that does not is far away
    let second = null;
    for (const { x, y, away } of places) {
      if (second && away > second.away + 120) break;
      const box = around(x, y, width, height);
      if (!room.free(box) || !inside(x, y)) continue;
      if (inside(box[0], y) && inside(box[2], y)) return box;
      second = second || { box, away };
    }
    return second && second.box;
  }

  function besideName(x, y, gap, text, style, room) {
    const width = widthOf(text, style);
    const half = style.height / 2;
    const places = [
      [x + gap + width / 2, y], [x - gap - width / 2, y], [x, y - gap - half], [x, y + gap + half],
      [x + gap * 0.7 + width / 2, y - half - 3], [x + gap * 0.7 + width / 2, y + half + 3],
      [x - gap * 0.7 - width / 2, y - half - 3], [x - gap * 0.7 - width / 2, y + half + 3],
    ];
    for (const [atX, atY] of places) {
      const box = around(atX, atY, width, style.height);
      if (room.free(box)) return box;
    }
    return null;
  }

  function hamletNames(drawn, room, names) {
    const { year, points } = drawn;
    if (!app.state.hamletNames || points.rows.length > MOST_NAMED) return;
    const order = points.rows.map((_, at) => at).sort((one, other) => year.hamlets.paired[points.rows[other]] - year.hamlets.paired[points.rows[one]]);
    for (const at of order) {
      const text = year.hamlets.name[points.rows[at]];
      const paired = year.hamlets.paired[points.rows[at]] === 1;
      const box = besideName(points.x[at], points.y[at], paired ? 13 : 8, text, HAMLET_NAME, room);
      if (!box) continue;
      room.take(box);
      names.push({ text, box, style: HAMLET_NAME });
    }
  }

  function officeNames(drawn, room, names) {
    for (const office of drawn.offices) {
      const text = drawn.year.agencies.short[office.agency];
      const box = besideName(office.x, office.y, 11, text, OFFICE_NAME, room);
      if (!box) continue;
      room.take(box);
      names.push({ text, box, style: OFFICE_NAME });
    }
  }

  function obstacles(drawn, room) {
    const { points, year } = drawn;
    points.rows.forEach((row, at) => {
      const size = app.scene.lookOf(year, row).size * points.share + 3;
      room.take(around(points.x[at], points.y[at], size, size));
      if (app.state.difficulties && app.selection.difficultiesOf(year, app.state, row).open) room.take(around(points.x[at] + 11, points.y[at] - 11, 20, 20));
    });
    for (const office of drawn.offices) room.take(around(office.x, office.y, 20, 20));
  }

  function namesOf({ drawn, from, to }, view) {
    if (drawn.points.rows.length > 4 * MOST_NAMED && view.zoom < DOTS_FROM_ZOOM) return [];
    const room = makeRoom(from + 2, 2, to - 2, view.height - 2);
    for (const box of app.reserved()) room.take(box);
    obstacles(drawn, room);
    const names = [];
    communeNames(drawn, view, room, names);
    officeNames(drawn, room, names);
    const roomy = (to - from) * view.height > ROOM_A_NAME * drawn.points.rows.length;
    if (roomy) hamletNames(drawn, room, names);
    return names;
  }

  /* Puts the names of one or two years on the map, each on its side. */
  function show(sides, view) {
    pane.replaceChildren();
    for (const one of sides) {
      const side = element("div", undefined, pane, "kn-names-side");
      side.style.width = view.width + "px";
      side.style.height = view.height + "px";
      for (const { text, box, style } of namesOf(one, view)) {
        const name = element("span", text, side, style.className);
        name.style.transform = "translate(" + Math.round(box[0]) + "px, " + Math.round(box[1]) + "px)";
        name.style.width = Math.ceil(box[2] - box[0]) + "px";
      }
    }
  }

  return { show };
}
