/* The year slider: by hand, by keyboard, by itself; and the year to compare with. */
const PLAY_MS = 1600;
const MOST_TICKS = 8;

function makeYears(app) {
  const { years, byYear } = app.model;
  const slider = byId("kn-year");
  let timer = 0;

  slider.min = "0";
  slider.max = String(years.length - 1);
  // so many that each is read: the first, the last, and every second or third between
  const every = Math.ceil(years.length / MOST_TICKS);
  years.forEach((one, at) => element("span", at % every === 0 || at === years.length - 1 ? String(one.year) : "", byId("kn-ticks")));
  byId("kn-time").hidden = years.length < 2;
  document.body.classList.toggle("kn-one-year", years.length < 2);
  slider.addEventListener("input", () => {
    const wanted = Number(slider.value);
    stop();
    to(wanted);
  });
  byId("kn-play").addEventListener("click", toggle);
  byId("kn-other-year").addEventListener("change", () => app.change({ compare: Number(byId("kn-other-year").value) }));

  function place() {
    return years.indexOf(byYear.get(app.state.year));
  }
  function to(at) {
    const wanted = years[at];
    if (!wanted || wanted.year === app.state.year) return;
    const compare = app.state.compare === wanted.year ? app.state.year : app.state.compare;
    app.change({ year: wanted.year, compare });
  }
  function step(by) {
    stop();
    to(place() + by);
  }
  function toggle() {
    if (timer) stop();
    else {
      if (place() === years.length - 1) to(0);
      timer = setInterval(() => (place() < years.length - 1 ? to(place() + 1) : stop()), PLAY_MS);
      show();
    }
  }
  function stop() {
    clearInterval(timer);
    timer = 0;
    show();
  }
  function show() {
    const { state } = app;
    slider.value = String(place());
    slider.setAttribute("aria-valuetext", String(state.year));
    byId("kn-year-now").textContent = String(state.year);
    [...byId("kn-ticks").children].forEach((tick, at) => tick.classList.toggle("kn-now", at === place()));
    byId("kn-play").setAttribute("aria-pressed", String(Boolean(timer)));
    byId("kn-play").textContent = timer ? "❚❚" : "▶";
    byId("kn-other").hidden = !state.compare;
    if (state.compare) options(byId("kn-other-year"), years.filter((one) => one.year !== state.year).map((one) => [String(one.year), String(one.year)]), String(state.compare));
  }

  return { show, step, toggle };
}
