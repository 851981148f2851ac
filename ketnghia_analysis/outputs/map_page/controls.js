/* Layers and filters: what is chosen in the panel goes into the state, and back. */
function makeControls(app) {
  const { model } = app;
  const { data } = model;
  const CHECKS = { names: "kn-names", paired: "kn-paired", others: "kn-others", hamletNames: "kn-hamlet-names", lines: "kn-lines", difficulties: "kn-difficulties", grid: "kn-grid" };
  const SELECTS = { indicator: "kn-indicator", areas: "kn-areas", points: "kn-points", agency: "kn-agency", commune: "kn-commune", level: "kn-level" };
  const NUMBERS = { base: "kn-base", field: "kn-field", people: "kn-people" };

  function indicators() {
    const select = byId("kn-indicator");
    select.replaceChildren();
    let group = null;
    let name = "";
    for (const card of data.indicators) {
      if (!card.coloured) continue;
      if (card.group !== name) {
        name = card.group;
        group = element("optgroup", undefined, select);
        group.label = data.groups[name];
      }
      element("option", card.heading + (card.communes ? "" : " (chỉ ở thôn)"), group).value = card.name;
    }
  }

  for (const [name, id] of Object.entries(CHECKS)) byId(id).addEventListener("change", () => app.change({ [name]: byId(id).checked }));
  for (const [name, id] of Object.entries(SELECTS)) byId(id).addEventListener("change", () => app.change({ [name]: byId(id).value }));
  for (const [name, id] of Object.entries(NUMBERS)) byId(id).addEventListener("change", () => app.change({ [name]: Number(byId(id).value) }));
  byId("kn-commune").addEventListener("change", () => app.showAll());
  byId("kn-agency").addEventListener("change", () => {
    if (app.state.agency) app.change({ lines: true });
  });
  byId("kn-unfilter").addEventListener("click", () => {
    app.change({ agency: "", commune: "", level: "", people: -1 });
    app.showAll();
  });
  byId("kn-fold").addEventListener("click", () => fold(!byId("kn-tools").hidden));
  indicators();
  options(byId("kn-level"), [["", "Tất cả"], ...data.levels.map((level) => [level.code, level.label])], "");
  options(byId("kn-field"), [["-1", "Mọi lĩnh vực"], ...data.fields.map((label, at) => [String(at), upperFirst(label)])], "-1");

  function fold(folded) {
    byId("kn-tools").hidden = folded;
    byId("kn-fold").setAttribute("aria-expanded", String(!folded));
    document.body.classList.toggle("kn-folded", folded);
  }

  const byName = (one, other) => one[1].localeCompare(other[1], "vi");
  let filled = null;
  function fillForYear() {
    const year = app.year();
    if (filled === year) return;
    filled = year;
    const paired = [...year.pairingsOfAgency.keys()].filter((row) => row >= 0);
    options(byId("kn-agency"), [["", "Tất cả"], ...paired.map((row) => [year.agencies.id[row], year.agencies.name[row]]).sort(byName)], "");
    options(byId("kn-commune"), [["", "Tất cả"], ...year.communes.id.map((_, row) => [communeKey(year.communes, row), year.communes.title[row]]).sort(byName)], "");
    const peoples = [...new Set(year.hamlets.people)].filter((at) => at >= 0).sort((one, other) => one - other);
    options(byId("kn-people"), [["-1", "Tất cả"], ...peoples.map((at) => [String(at), data.peoples[at]])], "-1");
  }

  /* The panel shows what is chosen, whoever chose it. */
  function show() {
    const { state } = app;
    fillForYear();
    const earlier = model.years.filter((one) => one.year < state.year);
    options(byId("kn-base"), earlier.map((one) => [String(one.year), String(one.year)]), String(state.base));
    for (const [name, id] of Object.entries(CHECKS)) byId(id).checked = state[name];
    for (const [name, id] of Object.entries({ ...SELECTS, ...NUMBERS })) byId(id).value = String(state[name]);
    const change = state.areas === "change" || state.points === "change";
    byId("kn-base").hidden = byId("kn-base-label").hidden = !change;
    for (const id of ["kn-areas", "kn-points"]) byId(id).querySelector("[value=change]").disabled = model.years.length < 2;
    const used = [state.agency, state.commune, state.level, state.people >= 0].filter(Boolean).length;
    byId("kn-filtered").textContent = used ? "(" + used + ")" : "";
    byId("kn-unfilter").disabled = !used;
    byId("kn-of-communes").classList.toggle("kn-no-areas", !app.year().outline);
  }

  return { show, fold };
}
