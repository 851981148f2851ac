/* Search without accents over hamlets, communes and agencies of the year shown. */
const MOST_FOUND = 12;

function makeSearch(app) {
  const box = byId("kn-search");
  const list = byId("kn-found");
  const known = new WeakMap();
  if (window.matchMedia("(max-width: 760px)").matches) box.placeholder = "Tìm…";
  let found = [];
  let active = -1;

  function names(year) {
    if (!known.has(year)) {
      const all = [];
      const add = (kind, word, table, place) => table.name.forEach((name, row) => all.push({ kind, word, row, name, place: place(row), key: folded(name) }));
      add("communes", "xã", year.communes, () => "");
      add("agencies", "cơ quan", year.agencies, () => "");
      add("hamlets", "thôn", year.hamlets, (row) => (year.hamlets.commune[row] < 0 ? "" : year.communes.name[year.hamlets.commune[row]]));
      year.agencies.short.forEach((name, row) => { all.find((one) => one.kind === "agencies" && one.row === row).key += " " + folded(name); });
      known.set(year, all);
    }
    return known.get(year);
  }

  function rank(key, wanted) {
    const at = key.indexOf(wanted);
    if (at < 0) return -1;
    return at === 0 ? 0 : key[at - 1] === " " ? 1 : 2;
  }

  function look() {
    const words = folded(box.value).split(/\s+/).filter(Boolean);
    const all = [];
    if (words.length) {
      for (const one of names(app.year())) {
        const key = one.place ? one.key + " " + folded(one.place) : one.key;
        const ranks = words.map((word) => rank(key, word));
        if (ranks.includes(-1)) continue;
        const whole = rank(one.key, words.join(" "));
        all.push({ ...one, rank: whole < 0 ? 5 + Math.max(...ranks) : whole });
      }
    }
    all.sort((one, other) => one.rank - other.rank || one.name.length - other.name.length || one.name.localeCompare(other.name, "vi"));
    found = all.slice(0, MOST_FOUND);
    active = found.length ? 0 : -1;
    show(words.length > 0);
  }

  function show(asked) {
    list.replaceChildren();
    list.hidden = !asked;
    box.setAttribute("aria-expanded", String(asked));
    found.forEach((one, at) => {
      const item = element("li", undefined, list);
      item.id = "kn-found-" + at;
      item.setAttribute("role", "option");
      element("span", one.name, item, "kn-found-name");
      element("span", one.place ? one.word + ", " + one.place : one.word, item, "kn-found-place");
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        take(at);
      });
    });
    if (asked && !found.length) {
      const none = element("li", "Không tìm thấy", list, "kn-none");
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
    }
    mark();
  }
  function mark() {
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === active)));
    if (active >= 0) {
      box.setAttribute("aria-activedescendant", "kn-found-" + active);
      list.children[active].scrollIntoView({ block: "nearest" });
    } else box.removeAttribute("aria-activedescendant");
  }
  function take(at) {
    const one = found[at];
    if (!one) return;
    close();
    app.goTo(one.kind, app.year(), one.row);
    app.open(one.kind, app.year(), one.row, box);
  }
  function close() {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  box.addEventListener("input", look);
  box.addEventListener("focus", () => { if (box.value) look(); });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) look();
      if (found.length) active = (active + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
      mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (list.hidden) look();
      take(active);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });

  return { focus: () => box.focus() };
}
