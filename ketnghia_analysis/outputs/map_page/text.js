/* Texts and elements. Whatever comes from the data is set as text, never as HTML. */
const SVG = "http://www.w3.org/2000/svg";
const NO_DATA = "chưa có số liệu";
const HIDDEN_TEXT = "(*)";
const decimal = new Intl.NumberFormat("vi-VN", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 1 });

const byId = (id) => document.getElementById(id);

function element(tag, text, parent, className) {
  const made = document.createElement(tag);
  if (text !== undefined && text !== null) made.textContent = text;
  if (className) made.className = className;
  if (parent) parent.appendChild(made);
  return made;
}

function drawing(tag, attributes, parent) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (parent) parent.appendChild(made);
  return made;
}

function button(text, parent, press, className) {
  const made = element("button", text, parent, className);
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}

function options(select, pairs, chosen) {
  select.replaceChildren();
  for (const [value, label] of pairs) {
    const made = element("option", label, select);
    made.value = value;
  }
  select.value = chosen;
}

/* Without accents and case, so that "mau hoa" finds "Mẫu Hòa". */
function folded(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
}

function upperFirst(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function announce(text) {
  byId("kn-live").textContent = text;
}
