"use strict";
// Contents from the headings, and tables that sort; without scripts the page says all the same.
(() => {
  const main = document.querySelector("main");

  function contents() {
    const headings = [...main.querySelectorAll("h2")].filter((one) => one.id);
    if (headings.length < 3) return;
    const nav = document.createElement("nav");
    nav.setAttribute("aria-label", "Mục lục");
    const list = nav.appendChild(document.createElement("ul"));
    for (const heading of headings) {
      const link = document.createElement("a");
      link.href = `#${heading.id}`;
      link.textContent = heading.firstChild.textContent.trim();
      list.appendChild(document.createElement("li")).appendChild(link);
    }
    const title = main.querySelector("h1");
    if (title) title.closest("div, header, section").after(nav);
  }

  // "1.234,5" is 1234.5, "64,0 – 71,5" sorts by its lower end, "05/02/2025" as a day
  function value(text) {
    const day = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
    if (day) return Number(day[3] + day[2] + day[1]);
    const number = /^-?\d{1,3}(?:\.\d{3})*(?:,\d+)?|^-?\d+(?:,\d+)?/.exec(text);
    if (!number) return null;
    return Number(number[0].replaceAll(".", "").replace(",", "."));
  }

  function compare(one, other, numeric) {
    if (!numeric) return one.localeCompare(other, "vi", { numeric: true });
    const [first, second] = [value(one), value(other)];
    if (first === null || second === null) return (first === null) - (second === null);
    return first - second;
  }

  function sort(table, column, heading) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const texts = rows.map((row) => row.cells[column].textContent.trim());
    const known = texts.filter((text) => value(text) !== null).length;
    const numeric = known > 0 && known >= texts.filter((text) => /\d/.test(text)).length;
    const down = heading.getAttribute("aria-sort") === "ascending";
    const order = rows.map((row, place) => [row, texts[place]]);
    order.sort(([, one], [, other]) => {
      const missing = numeric && (value(one) === null || value(other) === null);
      const found = compare(one, other, numeric);
      // what is missing stands last, whichever way the rest goes
      return down && !missing ? -found : found;
    });
    for (const [row] of order) body.appendChild(row);
    for (const one of table.tHead.rows[0].cells) one.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
  }

  function sortable(table) {
    if (!table.tHead || !table.tBodies[0] || table.tBodies[0].rows.length < 3) return;
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.title = "Sắp xếp theo cột này";
      button.append(...heading.childNodes);
      heading.replaceChildren(button);
      button.addEventListener("click", () => sort(table, column, heading));
    });
  }

  contents();
  document.querySelectorAll(".report-table table").forEach(sortable);
})();
