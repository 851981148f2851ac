from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.places_facts import HamletFacts
from ketnghia_analysis.outputs.map import briefing_map, map_data
from ketnghia_analysis.vocabulary.codes import LEVELS
from tests.browser import Watch, running_browser
from tests.outputs.test_offline_figure import HOSTILE


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as found:
        yield found


@pytest.fixture(scope="module")
def page_file(facts: YearFacts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("bản đồ") / "ban-do.html"
    file.write_text(briefing_map(facts).html(), encoding="utf-8")
    return file


@pytest.fixture
def opened(browser: Browser, page_file: Path) -> Iterator[tuple[Page, Watch]]:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    watch = Watch(page)
    page.goto(page_file.as_uri())
    page.wait_for_selector("html[data-ready=true]")
    yield page, watch
    assert watch.messages == []
    assert watch.asked_outside == []
    page.close()


def test_the_same_facts_give_the_same_bytes(facts: YearFacts) -> None:
    assert briefing_map(facts).html() == briefing_map(facts).html()


def test_the_file_stays_small_enough_for_e_mail(page_file: Path) -> None:
    assert page_file.stat().st_size < 500_000


def test_every_hamlet_is_drawn_or_listed(opened: tuple[Page, Watch], facts: YearFacts) -> None:
    page, _ = opened
    hamlets = facts.hamlets.described
    placed = hamlets.geometry.notna()
    assert page.locator(".kn-hamlet").count() == placed.sum()
    listed = page.locator("#kn-unplaced").inner_text()
    assert all(name in listed for name in hamlets.loc[~placed, "name"])


def test_the_legend_counts_what_the_facts_count(
    opened: tuple[Page, Watch], facts: YearFacts
) -> None:
    page, _ = opened
    legend = page.locator("#kn-legend").inner_text()
    hamlets = facts.hamlets.described
    counts = hamlets.loc[hamlets["paired"], "level"].value_counts()
    for level in LEVELS.values:
        assert f"{LEVELS.labels[level]}: {counts.get(level, 0)}" in legend
    assert f"Thôn không kết nghĩa: {(~hamlets['paired']).sum()}" in legend


def test_a_layer_goes_and_comes(opened: tuple[Page, Watch], facts: YearFacts) -> None:
    page, _ = opened
    lines = page.locator("path.leaflet-interactive[fill='none']")
    assert lines.count() == 0
    page.check("#kn-show-lines")
    assert lines.count() == len(map_data(facts, "x")["pairings"])
    page.uncheck("#kn-show-others")
    drawn = facts.hamlets.described
    assert page.locator(".kn-hamlet").count() == (drawn["paired"] & drawn.geometry.notna()).sum()


def test_lines_are_explained_while_they_are_shown(
    opened: tuple[Page, Watch], facts: YearFacts
) -> None:
    page, _ = opened
    legend = page.locator("#kn-legend")
    assert "chủ trì" not in legend.inner_text()
    page.check("#kn-show-lines")
    assert all(word in legend.inner_text() for word in ("chủ trì", "phối hợp", "trụ sở"))
    drawn = {pairing["agency"] for pairing in map_data(facts, "x")["pairings"]}
    assert page.locator(".kn-office").count() == len(drawn)
    page.uncheck("#kn-show-lines")
    assert "chủ trì" not in legend.inner_text()


def test_hamlets_coloured_by_an_indicator_are_counted_in_the_legend(
    opened: tuple[Page, Watch], facts: YearFacts
) -> None:
    page, _ = opened
    page.select_option("#kn-points", "indicator")
    told = page.locator("#kn-legend").inner_text().split("Thôn kết nghĩa theo chỉ số")[1]
    counts = [int(line.rsplit(": ", 1)[1]) for line in told.splitlines() if ": " in line]
    assert sum(counts) == facts.hamlets.described["paired"].sum()


def test_a_town_is_not_called_a_commune(facts: YearFacts) -> None:
    titles = {commune["code"]: commune["title"] for commune in map_data(facts, "x")["communes"]}
    kinds = facts.communes["commune_type"]
    assert set(kinds) == {"commune", "town"}
    for code, title in titles.items():
        assert title.startswith("Thị trấn " if kinds[code] == "town" else "Xã ")


def test_a_click_on_a_hamlet_shows_its_card(opened: tuple[Page, Watch], facts: YearFacts) -> None:
    page, _ = opened
    marker = page.locator(".kn-hamlet[alt], .kn-hamlet").first
    marker.click()
    card = page.locator(".kn-card")
    card.wait_for()
    name = card.locator("h2").inner_text()
    row = facts.hamlets.described.set_index("name").loc[name]
    assert row["commune_name"] in card.inner_text()


def test_the_map_can_be_used_from_the_keyboard(opened: tuple[Page, Watch]) -> None:
    page, _ = opened
    page.focus("#kn-indicator")
    before = page.locator("#kn-legend h2").first.inner_text()
    page.keyboard.press("ArrowDown")
    page.wait_for_function(
        "(before) => document.querySelector('#kn-legend h2').innerText !== before", arg=before
    )
    page.locator(".kn-hamlet").first.focus()
    page.keyboard.press("Enter")
    page.locator(".kn-card").wait_for()


def test_choosing_an_agency_leaves_only_its_hamlets(
    opened: tuple[Page, Watch], facts: YearFacts
) -> None:
    page, _ = opened
    agency = facts.pairings["agency"].iloc[0]
    page.select_option("#kn-agency", agency)
    own = facts.pairings.loc[facts.pairings["agency"] == agency, "hamlet_id"].nunique()
    assert page.locator(".kn-hamlet").count() == own


def test_it_says_that_the_demo_is_fictional(opened: tuple[Page, Watch]) -> None:
    page, _ = opened
    assert page.locator("#kn-fiction").is_visible()
    assert "HƯ CẤU" in page.locator("#kn-fiction").inner_text()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080), (980, 640)])
def test_the_district_fills_the_room_beside_the_panel(
    browser: Browser, page_file: Path, width: int, height: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(page_file.as_uri())
    page.wait_for_selector("html[data-ready=true]")
    outlines = page.locator(".leaflet-overlay-pane path").all()
    boxes = [box for one in outlines if (box := one.bounding_box())]
    left, top = min(box["x"] for box in boxes), min(box["y"] for box in boxes)
    right = max(box["x"] + box["width"] for box in boxes)
    bottom = max(box["y"] + box["height"] for box in boxes)
    assert min(left, top) >= 0
    assert bottom <= height
    assert right <= width
    if page.locator("#kn-tools").is_visible():
        panel = page.locator("#kn-panel").bounding_box()
        assert panel is not None
        assert right <= panel["x"]
    # a quarter zoom step is a fifth of the size
    free = height - 150
    assert bottom - top >= 0.7 * free or right - left >= 0.7 * (width - 370)
    page.close()


def test_a_phone_needs_no_sideways_scrolling(browser: Browser, page_file: Path) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(page_file.as_uri())
    page.wait_for_selector("html[data-ready=true]")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("#kn-fold").get_attribute("aria-expanded") == "false"
    panel, foot = (page.locator(name).bounding_box() for name in ("#kn-panel", "#kn-foot"))
    assert panel is not None
    assert foot is not None
    assert panel["y"] + panel["height"] <= foot["y"]
    page.close()


def test_hostile_names_are_shown_as_they_are(
    browser: Browser, facts: YearFacts, tmp_path: Path
) -> None:
    hamlets = facts.hamlets.described.copy()
    placed = hamlets.index[hamlets.geometry.notna()][: len(HOSTILE)]
    hamlets.loc[placed, "name"] = list(HOSTILE)
    told = HamletFacts(hamlets, facts.hamlets.values, facts.hamlets.states, facts.hamlets.history)
    communes = facts.communes.copy()
    communes["name"] = [HOSTILE[number % len(HOSTILE)] for number in range(len(communes))]
    file = tmp_path / "hostile.html"
    chart = briefing_map(replace(facts, hamlets=told, communes=communes))
    file.write_text(chart.html(), encoding="utf-8")
    page = browser.new_page()
    watch = Watch(page)
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-ready=true]")
    shown = page.evaluate(
        "() => [...document.querySelectorAll('.kn-name span')].map((name) => name.textContent)"
    )
    assert shown == list(communes["name"])
    for number, name in enumerate(HOSTILE):
        page.locator(".kn-hamlet").nth(number).dispatch_event("click")
        card = page.locator(".kn-card h2").last
        card.wait_for()
        assert card.evaluate("(title) => title.textContent") == name
    assert watch.messages == []
    assert watch.asked_outside == []
    page.close()


def test_a_district_without_boundaries_still_has_its_points(
    browser: Browser, facts: YearFacts, tmp_path: Path
) -> None:
    communes = facts.communes.copy()
    communes.geometry = [None] * len(communes)
    file = tmp_path / "points.html"
    file.write_text(briefing_map(replace(facts, communes=communes)).html(), encoding="utf-8")
    page = browser.new_page()
    watch = Watch(page)
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-ready=true]")
    assert page.locator(".kn-hamlet").count() == facts.hamlets.described.geometry.notna().sum()
    assert page.locator("path.leaflet-interactive").count() == 0
    assert watch.messages == []
    page.close()


def test_hidden_small_numbers_never_reach_the_page(facts: YearFacts) -> None:
    data = map_data(facts, "x")
    states = facts.hamlets.states
    for hamlet in data["hamlets"]:
        for name in hamlet["hidden"]:
            assert hamlet["values"][name] is None
            assert states.at[hamlet["id"], name] == "hidden"
    assert any(hamlet["hidden"] for hamlet in data["hamlets"])
