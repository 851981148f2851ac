/* Symbols of hamlets and offices, on the map and in the legend alike. */
const OUTLINES = {
  circle: "M10 3a7 7 0 1 0 .01 0z",
  square: "M4 4h12v12H4z",
  triangle: "M10 17.2 2.4 4h15.2z",
  diamond: "M10 2.2 17.8 10 10 17.8 2.2 10z",
  star: "M10 1l2.75 5.9 6.45.75-4.75 4.4 1.25 6.35L10 15.25 4.3 18.4l1.25-6.35L.8 7.65l6.45-.75z",
  house: "M10 2 18 9h-2.2v8.5H4.2V9H2z",
};
const OTHERS_COLOUR = "#5a6570";
const OFFICE_COLOUR = "#1c2b36";
const INK = "#1c2b36";
const OVERDUE_COLOUR = "#b3261e";
const OPEN_COLOUR = "#7a4b00";

const pathsKnown = new Map();
function pathOf(shape) {
  if (!pathsKnown.has(shape)) pathsKnown.set(shape, new Path2D(OUTLINES[shape]));
  return pathsKnown.get(shape);
}

/* One symbol drawn once; `missing` marks places without coordinates. */
const spritesKnown = new Map();
function sprite(shape, colour, size, missing, ratio) {
  const key = [shape, colour, size, missing, ratio].join("|");
  if (spritesKnown.has(key)) return spritesKnown.get(key);
  const canvas = document.createElement("canvas");
  const side = size + 6;
  canvas.width = canvas.height = Math.ceil(side * ratio);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.scale(ratio, ratio);
  context.translate(3, 3);
  context.scale(size / 20, size / 20);
  context.lineJoin = "round";
  const path = pathOf(shape);
  context.lineWidth = (4.4 * 20) / size;
  context.strokeStyle = "#fff";
  context.stroke(path);
  context.fillStyle = missing ? "#fff" : colour;
  context.fill(path);
  context.lineWidth = ((missing ? 2 : 1.1) * 20) / size;
  context.strokeStyle = missing ? colour : INK;
  if (missing) context.setLineDash([3.2, 2.2]);
  context.stroke(path);
  const made = { canvas, side };
  spritesKnown.set(key, made);
  return made;
}

/* A symbol's pixels, each opaque or absent, to be copied. */
function pixelsOf(made) {
  if (!made.colours) {
    const { width } = made.canvas;
    const { data } = made.canvas.getContext("2d").getImageData(0, 0, width, width);
    made.width = width;
    made.colours = new Uint32Array(width * width);
    for (let at = 0; at < made.colours.length; at += 1) {
      const [red, green, blue, alpha] = data.subarray(4 * at, 4 * at + 4);
      if (alpha > 100) made.colours[at] = (255 << 24) | (blue << 16) | (green << 8) | red;
    }
  }
  return made;
}

function symbol(shape, colour, size, missing) {
  const svg = drawing("svg", { viewBox: "-1 -1 22 22", width: size, height: size, "aria-hidden": "true" });
  const look = missing
    ? { fill: "#fff", stroke: colour, "stroke-width": 2, "stroke-dasharray": "3.2 2.2" }
    : { fill: colour, stroke: INK, "stroke-width": 1.1 };
  drawing("path", { d: OUTLINES[shape], ...look }, svg);
  return svg;
}

/* Fill of areas without a value: lines where there is no data, dots where it is hidden. */
function hatchTile(kind) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 8;
  const context = canvas.getContext("2d");
  context.fillStyle = "#f3f3f1";
  context.fillRect(0, 0, 8, 8);
  context.strokeStyle = context.fillStyle = "#8b8f93";
  if (kind === "small") {
    context.fillRect(1, 1, 2, 2);
    context.fillRect(5, 5, 2, 2);
  } else {
    context.lineWidth = 1.3;
    context.beginPath();
    for (const shift of [-8, 0, 8]) {
      context.moveTo(shift - 1, 9);
      context.lineTo(shift + 9, -1);
    }
    context.stroke();
  }
  return canvas;
}

function swatch(colour, hatch) {
  const svg = drawing("svg", { width: 34, height: 22, "aria-hidden": "true" });
  drawing("rect", { x: 0.5, y: 0.5, width: 33, height: 21, fill: hatch ? "#f3f3f1" : colour, stroke: "#50585f" }, svg);
  if (hatch === "no-data") {
    drawing("path", { d: "M1 13 13 1M1 21 21 1M9 21 29 1M17 21 33 5M25 21 33 13", stroke: "#8b8f93", "stroke-width": 1.3 }, svg);
  } else if (hatch === "small") {
    for (let x = 4; x < 34; x += 7) for (let y = 4; y < 22; y += 7) drawing("rect", { x, y, width: 2.4, height: 2.4, fill: "#8b8f93" }, svg);
  }
  return svg;
}

function stroke(dashed) {
  const svg = drawing("svg", { width: 34, height: 22, "aria-hidden": "true" });
  drawing("path", { d: "M1 11h32", stroke: INK, "stroke-width": dashed ? 2.4 : 4, ...(dashed ? { "stroke-dasharray": "7 4" } : {}) }, svg);
  return svg;
}

function badge(overdue) {
  const svg = drawing("svg", { width: 22, height: 22, "aria-hidden": "true" });
  drawing("circle", { cx: 11, cy: 11, r: 9, fill: overdue ? OVERDUE_COLOUR : OPEN_COLOUR, stroke: "#fff", "stroke-width": 1.5 }, svg);
  const number = drawing("text", { x: 11, y: 15.5, "text-anchor": "middle", fill: "#fff", "font-size": 12, "font-weight": 700 }, svg);
  number.textContent = "2";
  return svg;
}
