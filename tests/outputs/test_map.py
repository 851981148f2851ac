"""The briefing map in a real browser: by mouse, by keyboard, on a phone, on paper."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import folium
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.tracing import trace_book
from ketnghia_analysis.outputs.map import SCRIPTS, briefing_map
from ketnghia_analysis.outputs.map_facts import MapFacts, map_facts
from ketnghia_analysis.outputs.offline_figure import figure_of
from ketnghia_analysis.outputs.packing import SMALL
from ketnghia_analysis.places.boundaries import EMPTY_BOUNDARIES
from ketnghia_analysis.runs.trace import PrintedFigure
from ketnghia_analysis.vocabulary.codes import LEVELS
from tests.browser import QUIET, Watch, browser_path
from tests.outputs.test_offline_figure import HOSTILE

WIDE = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


def _open(browser: Browser, file: Path, state: str = "", size: Any = None) -> tuple[Page, Watch]:
    page = browser.new_page(viewport=size or WIDE)
    watch = Watch(page)
    page.goto(file.as_uri() + state)
    page.wait_for_selector("html[data-ready=true]")
    return page, watch


def _check(watch: Watch) -> None:
    assert watch.messages == []
    assert watch.asked_outside == []


@pytest.fixture
def opened(browser: Browser, map_file: Path) -> Iterator[Page]:
    page, watch = _open(browser, map_file)
    yield page
    _check(watch)
    page.close()


def _place(page: Page, kind: str, one: str) -> tuple[float, float] | None:
    """Where a hamlet or an office stands in the window."""
    at = page.evaluate("([kind, id]) => ketnghia.layer.whereIs(kind, id)", [kind, one])
    box = page.locator(".folium-map").bounding_box()
    assert box is not None
    return None if at is None else (box["x"] + at["x"], box["y"] + at["y"])


def _state(page: Page, name: str) -> Any:
    return page.evaluate("(name) => ketnghia.state[name]", name)


def _on_the_map(page: Page) -> int:
    return int(page.evaluate("ketnghia.layer.sides()[0].drawn.points.rows.length"))


def _legend(page: Page, part: int | None = None) -> dict[str, list[str]]:
    """Labels of the legend with their counts, of one part or of all."""
    parts = page.locator("#kn-legend ul")
    lines = (parts if part is None else parts.nth(part)).locator("li:has(.kn-text)")
    told = lines.evaluate_all(
        "(all) => all.map((one) =>"
        " [...one.querySelectorAll('.kn-text, .kn-count')].map((part) => part.textContent))"
    )
    return {text: counts for text, *counts in told}


# ---------------------------------------------------------------- the file


def test_the_same_facts_give_the_same_bytes(drawn: MapFacts, map_file: Path) -> None:
    assert briefing_map(drawn).html().encode() == map_file.read_bytes()
    chart = briefing_map(drawn)
    assert chart.html() == chart.html()


def test_the_file_is_small_enough_for_e_mail_and_says_whose_work_it_holds(map_file: Path) -> None:
    assert map_file.stat().st_size < 500_000
    text = map_file.read_text(encoding="utf-8")
    assert "BSD 2-Clause" in text
    assert "Agafonkin" in text


def test_every_script_and_style_of_the_page_is_used() -> None:
    folder = files("ketnghia_analysis.outputs") / "map_page"
    names = {one.name.removesuffix(".js") for one in folder.iterdir() if one.name.endswith(".js")}
    assert names == set(SCRIPTS)
    for name in SCRIPTS:
        code = (folder / f"{name}.js").read_text(encoding="utf-8")
        assert not re.findall(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", code)
        assert len(code.splitlines()) <= 420


def test_the_map_opens_in_a_machine_without_network(map_file: Path, tmp_path: Path) -> None:
    path = browser_path()
    unshare = shutil.which("unshare")
    if path is None or unshare is None:
        pytest.skip("needs a browser and unshare")
    picture = tmp_path / "still.png"
    with tempfile.TemporaryDirectory() as profile:
        done = subprocess.run(
            [
                *(unshare, "--net", "--map-root-user", path, "--headless", *QUIET),
                *(f"--user-data-dir={profile}", "--window-size=800,600"),
                *("--virtual-time-budget=3000", f"--screenshot={picture}", map_file.as_uri()),
            ],
            capture_output=True,
            timeout=60,
        )
    if b"unshare" in done.stderr and not picture.exists():
        pytest.skip("this machine does not allow name spaces")
    colours = _colours(picture)
    assert len(colours) > 300


def test_firefox_shows_the_map_with_its_card_and_table(map_file: Path, tmp_path: Path) -> None:
    path = shutil.which("firefox-esr") or shutil.which("firefox")
    if path is None:
        pytest.skip("no Firefox found")
    sizes = []
    for name, state in (("plain", ""), ("open", "#k=hamlets:99010-03&t=hamlets")):
        picture = tmp_path / f"{name}.png"
        with tempfile.TemporaryDirectory() as profile:
            subprocess.run(
                [
                    *(path, "--headless", "--no-remote", "--profile", profile),
                    *("--window-size=1366,768", "--screenshot", picture),
                    map_file.as_uri() + state,
                ],
                capture_output=True,
                timeout=120,
                env=os.environ | {"HOME": str(tmp_path)},
            )
        assert len(_colours(picture)) > 300
        sizes.append(picture.stat().st_size)
    assert sizes[0] != sizes[1]


def _colours(picture: Path) -> set[tuple[int, ...]]:
    from matplotlib.image import imread

    pixels = (imread(picture)[..., :3] * 255).round().astype(np.uint8)
    return set(map(tuple, np.unique(pixels.reshape(-1, 3), axis=0).tolist()))


# ---------------------------------------------------------------- what is drawn


def test_every_hamlet_is_drawn_and_those_without_place_are_listed(
    opened: Page, drawn: MapFacts
) -> None:
    hamlets = drawn.of_year(2024).hamlets
    assert _on_the_map(opened) == len(hamlets)
    unplaced = hamlets[hamlets.geometry.isna()]
    assert len(unplaced)
    listed = opened.locator("#kn-unplaced").inner_text()
    assert all(name in listed for name in unplaced["name"])
    marked = opened.evaluate(
        "ketnghia.layer.sides()[0].drawn.points.missing.filter(Boolean).length"
    )
    assert marked == len(unplaced)


def test_the_legend_counts_what_the_facts_count(opened: Page, drawn: MapFacts) -> None:
    legend = _legend(opened)
    year = drawn.of_year(2024)
    levels = year.hamlets.loc[year.hamlets["paired"], "level"].value_counts()
    for level in LEVELS.values:
        assert legend[LEVELS.labels[level]] == [str(levels.get(level, 0))]
    assert legend["Thôn không kết nghĩa"] == [str((~year.hamlets["paired"]).sum())]
    rates = year.commune_values["poor_household_share_percent"].astype("float64").round(1)
    breaks = drawn.indicators["poor_household_share_percent"].breaks
    bounds = [-np.inf, *breaks, np.inf]
    counts = [str(((rates >= low) & (rates < high)).sum()) for low, high in pairwise(bounds)]
    words = [
        f"dưới {breaks[0]:g}",
        *(f"{low:g} – dưới {high:g}" for low, high in pairwise(breaks)),
    ]
    words.append(f"từ {breaks[-1]:g} trở lên")
    assert [legend[word] for word in words] == [[count] for count in counts]


def test_no_name_covers_a_symbol_or_another_name(opened: Page, drawn: MapFacts) -> None:
    boxes = opened.locator(".kn-names-side span").evaluate_all(
        "(all) => all.map((one) => { const box = one.getBoundingClientRect();"
        " return [box.left, box.top, box.right, box.bottom, one.textContent]; })"
    )
    assert {box[4] for box in boxes} >= set(drawn.of_year(2024).communes["name"])
    for number, one in enumerate(boxes):
        for other in boxes[:number]:
            apart = (
                one[0] >= other[2] or one[2] <= other[0] or one[1] >= other[3] or one[3] <= other[1]
            )
            assert apart, (one, other)
    area = opened.locator(".folium-map").bounding_box()
    assert area is not None
    points = opened.evaluate(
        "(({ x, y }) => x.map((at, row) => [at, y[row]]))(ketnghia.layer.sides()[0].drawn.points)"
    )
    for left, top, right, bottom, name in boxes:
        for x, y in points:
            inside = left < x + area["x"] < right and top < y + area["y"] < bottom
            assert not inside, name
        assert area["x"] <= left
        assert right <= area["x"] + area["width"]


def test_the_district_fills_the_map_and_can_be_left_neither_far_nor_small(opened: Page) -> None:
    inside = (
        "(() => { const map = ketnghia.map, box = map.getSize();"
        " const shapes = ketnghia.year().outline.shapes, view = ketnghia.layer.view();"
        " const west = Math.min(...shapes.map((one) => one.west)) * view.scale - view.left;"
        " const east = Math.max(...shapes.map((one) => one.east)) * view.scale - view.left;"
        " const north = Math.min(...shapes.map((one) => one.north)) * view.scale - view.top;"
        " const south = Math.max(...shapes.map((one) => one.south)) * view.scale - view.top;"
        " return [west, north, box.x - east, box.y - south,"
        " (east - west) / box.x, (south - north) / box.y]; })()"
    )
    *margins, wide, high = opened.evaluate(inside)
    assert min(margins) >= 0
    assert max(wide, high) > 0.88
    for _ in range(12):
        opened.locator(".leaflet-control-zoom-out").click(force=True)
    assert max(opened.evaluate(inside)[4:]) > 0.3
    opened.evaluate("ketnghia.map.panBy([20000, 20000], { animate: false })")
    opened.wait_for_timeout(50)
    assert min(opened.evaluate(inside)[:4]) > -20_000
    opened.click(".kn-all")
    assert max(opened.evaluate(inside)[4:]) > 0.88


def test_other_indicators_and_colours_of_hamlets_can_be_chosen(
    opened: Page, drawn: MapFacts
) -> None:
    opened.select_option("#kn-indicator", "hygienic_water_share_percent")
    assert "nước hợp vệ sinh" in opened.locator("#kn-legend h3").first.inner_text()
    opened.select_option("#kn-points", "value")
    headings = opened.locator("#kn-legend h3").all_inner_texts()
    assert any(heading.startswith("Thôn: ") for heading in headings)
    counts = opened.locator("#kn-legend ul").nth(1).locator(".kn-count").all_inner_texts()
    assert sum(map(int, counts)) == len(drawn.of_year(2024).hamlets)
    # an indicator without communes leaves these without value
    opened.select_option("#kn-indicator", "income_per_person_million_dong")
    assert _legend(opened, 0)["chưa có số liệu"] == ["12"]


def test_change_is_shown_only_between_years_that_can_be_compared(
    opened: Page, drawn: MapFacts
) -> None:
    opened.select_option("#kn-areas", "change")
    assert _state(opened, "base") == 2023
    legend = _legend(opened)
    assert sum(int(count) for label, (count, *_) in legend.items() if "hơn" in label) > 0
    opened.select_option("#kn-base", "2021")
    assert _legend(opened)["không so sánh được"] == ["12"]
    assert "chuẩn khác nhau" in opened.locator("#kn-legend").inner_text()
    opened.select_option("#kn-indicator", "hygienic_water_share_percent")
    assert "chuẩn khác nhau" not in opened.locator("#kn-legend").inner_text()
    # across the merger of 1 July 2025 hamlets are compared, communes are not
    opened.evaluate("ketnghia.change({ year: 2025, base: 2024, points: 'change' })")
    text = opened.locator("#kn-legend").inner_text()
    assert "Ranh giới xã năm 2024 và năm 2025 khác nhau" in text
    assert "không cho biết nguyên nhân" in text
    change = opened.evaluate(
        "ketnghia.year().hamlets.id.map((_, row) =>"
        " ketnghia.scene.valueOf(ketnghia.year(), 'hamlets', row, true))"
    )
    assert sum(value > -32767 for value in change) > 50


def test_pairings_difficulties_and_the_grid_go_and_come(opened: Page, drawn: MapFacts) -> None:
    year = drawn.of_year(2024)
    assert "chủ trì" not in opened.locator("#kn-legend").inner_text()
    opened.check("#kn-lines")
    lines = "ketnghia.layer.sides()[0].drawn.lines.length"
    assert opened.evaluate(lines) == year.pairings["km"].notna().sum()
    legend = _legend(opened)
    roles = year.pairings["role"].value_counts()
    assert legend["cơ quan chủ trì"] == [str(roles["lead"])]
    assert legend["cơ quan phối hợp"] == [str(roles["support"])]
    opened.uncheck("#kn-lines")
    assert opened.evaluate(lines) == 0
    opened.check("#kn-difficulties")
    legend = _legend(opened)
    assert legend["việc đã quá hạn"] == [str(year.difficulties["overdue"].sum())]
    groups = year.difficulties["group"].value_counts()
    assert legend["nước sinh hoạt"] == [str(groups["water"])]
    opened.select_option("#kn-field", label="Nước sinh hoạt")
    assert "nước sinh hoạt" in opened.locator("#kn-legend").inner_text()
    before = opened.evaluate("document.querySelector('.kn-canvas').toDataURL()")
    opened.check("#kn-grid")
    assert opened.evaluate("document.querySelector('.kn-canvas').toDataURL()") != before
    opened.uncheck("#kn-others")
    assert _on_the_map(opened) == year.hamlets["paired"].sum()


def test_filters_leave_their_hamlets_and_can_be_taken_back(opened: Page, drawn: MapFacts) -> None:
    year = drawn.of_year(2024)
    opened.click("#kn-filters summary")
    agency = year.pairings["agency_id"].iloc[0]
    opened.select_option("#kn-agency", agency)
    own = year.pairings.loc[year.pairings["agency_id"] == agency, "hamlet_id"]
    assert _on_the_map(opened) == own.nunique()
    assert opened.is_checked("#kn-lines")
    opened.click("#kn-unfilter")
    code = year.communes.index[3]
    opened.select_option("#kn-commune", label=year.communes.at[code, "title"])
    assert _on_the_map(opened) == (year.hamlets["commune_code"] == code).sum()
    opened.click("#kn-unfilter")
    opened.select_option("#kn-level", "good")
    assert _on_the_map(opened) == (year.hamlets["level"] == "good").sum()
    opened.select_option("#kn-people", label="Ra Glai")
    both = (year.hamlets["level"] == "good") & (year.hamlets["main_people"] == "ra_glai")
    assert _on_the_map(opened) == both.sum()
    assert opened.locator("#kn-filtered").inner_text() == "(2)"
    opened.click("#kn-unfilter")
    assert _on_the_map(opened) == len(year.hamlets)


# ---------------------------------------------------------------- cards, search, table


def test_a_click_on_a_hamlet_tells_all_about_it(opened: Page, drawn: MapFacts) -> None:
    year = drawn.of_year(2024)
    hamlet_id = year.pairings.loc[year.pairings["role"] == "support", "hamlet_id"].iloc[0]
    at = _place(opened, "hamlets", hamlet_id)
    assert at is not None
    opened.mouse.move(*at)
    assert year.hamlets.at[hamlet_id, "name"] in opened.locator(".kn-tip").inner_text()
    opened.mouse.click(*at)
    card = opened.locator("#kn-card")
    text = card.inner_text()
    assert card.locator("h2").inner_text() == year.hamlets.at[hamlet_id, "name"]
    for pairing in year.pairings[year.pairings["hamlet_id"] == hamlet_id].itertuples():
        assert year.agencies.at[pairing.agency_id, "name"] in text
        assert f"{pairing.points_low:.1f}".replace(".", ",") in text
    assert str(len(year.difficulties[year.difficulties["hamlet_id"] == hamlet_id])) in text
    card.locator("summary").filter(has_text="Nghèo").first.wait_for()
    typical = f"{year.typical['poor_household_share_percent']:.1f}".replace(".", ",")
    row = card.locator("tr").filter(has_text="Hộ nghèo (%)").first
    assert typical in row.inner_text()
    spark = row.locator("svg").get_attribute("aria-label") or ""
    assert spark.count(";") >= 2
    sheet, rows = drawn.annex["hamlets"]
    assert f"Trang “{sheet}”, dòng {rows[hamlet_id]}" in text
    assert (card.locator("a").last.get_attribute("href") or "").startswith("phu-luc-2024.xlsx#")
    assert "Chất lượng số liệu" in text
    opened.keyboard.press("Escape")
    assert card.is_hidden()


def test_agency_and_commune_have_cards_that_lead_on(opened: Page, drawn: MapFacts) -> None:
    year = drawn.of_year(2024)
    opened.check("#kn-lines")
    agency_id = year.pairings["agency_id"].iloc[0]
    at = _place(opened, "agencies", agency_id)
    assert at is not None
    opened.mouse.click(*at)
    card = opened.locator("#kn-card")
    assert card.locator("h2").inner_text() == year.agencies.at[agency_id, "name"]
    own = year.pairings[year.pairings["agency_id"] == agency_id]
    assert card.locator(".kn-pair").count() == len(own)
    card.get_by_text("Chỉ xem cơ quan này").click()
    assert _on_the_map(opened) == own["hamlet_id"].nunique()
    card.locator(".kn-pair .kn-link").first.click()
    assert card.locator("h2").inner_text() in set(year.hamlets.loc[own["hamlet_id"], "name"])
    card.locator(".kn-card-place .kn-link").click()
    assert card.locator("h2").inner_text() in set(year.communes["title"])
    assert "Các thôn" in card.inner_text()


def test_figures_on_cards_say_how_they_are_traced(
    browser: Browser, map_file: Path, cleaned: Cleaned, facts: YearFacts
) -> None:
    book = trace_book(cleaned, facts)
    pairing = facts.pairings[facts.pairings["commitments_received"]].iloc[0]
    checked = set()
    for kind, key in (
        ("hamlets", pairing["hamlet_id"]),
        ("agencies", pairing["agency_id"]),
        ("communes", pairing["hamlet_id"]),
    ):
        page, watch = _open(browser, map_file, f"#k={kind.replace('communes', 'hamlets')}:{key}")
        if kind == "communes":
            page.click("#kn-card .kn-card-place .kn-link")
        shown = page.eval_on_selector_all(
            "#kn-card-body [title]", "all => all.map((one) => [one.title, one.textContent])"
        )
        _check(watch)
        page.close()
        for reference, told in shown:
            figure = book.trace(reference).figure
            if figure.kind.name == "hamlet_difficulties":
                told = told.partition("(")[2].removesuffix(")")
            # a yes or no of a single hamlet is a share of all or nothing
            told = {"có": "100,0", "chưa": "0,0"}.get(told, told)
            assert PrintedFigure(reference, told, figure.text, "").holds, reference
            checked.add(figure.kind.name)
    assert checked == {
        "agency_pairings",
        "agency_points",
        "commune_rate",
        "hamlet_difficulties",
        "hamlet_indicator",
        "pairing_count",
        "pairing_points",
        "reports_in_time",
    }


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("mau luy", "Mẫu Lũy"),
        ("SUOI MAU", "Thôn Suối Mẫu"),
        ("phong tu phap", "Phòng Tư pháp"),
        ("đuc", "Mẫu Đức"),
    ],
)
def test_search_needs_no_accents(opened: Page, typed: str, found: str) -> None:
    opened.fill("#kn-search", typed)
    names = opened.locator("#kn-found .kn-found-name").all_inner_texts()
    assert found in names
    for _ in range(names.index(found)):
        opened.keyboard.press("ArrowDown")
    opened.keyboard.press("Enter")
    assert found in opened.locator("#kn-card h2").inner_text()
    assert opened.locator("#kn-found").is_hidden()


def test_the_table_shows_sorts_and_copies_what_is_on_the_map(opened: Page, drawn: MapFacts) -> None:
    year = drawn.of_year(2024)
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened.click("#kn-open-table")
    rows = opened.locator("#kn-table tbody tr")
    assert rows.count() == len(year.hamlets)
    heading = opened.locator("#kn-table thead button").filter(has_text="Tỷ lệ hộ nghèo")
    heading.click()
    heading.click()
    assert opened.locator("#kn-table th[aria-sort=descending]").count() == 1
    column = opened.locator("#kn-table thead button").all_inner_texts()
    at = next(number for number, text in enumerate(column) if "Tỷ lệ hộ nghèo" in text)
    shown = [one.locator("th, td").nth(at).inner_text() for one in rows.all()[:12]]
    values = [float(one.replace(",", ".")) for one in shown]
    assert values == sorted(values, reverse=True)
    assert values[0] == round(year.values["poor_household_share_percent"].max(), 1)
    opened.click("#kn-copy")
    opened.get_by_text("Đã chép", exact=True).wait_for()
    lines = opened.evaluate("navigator.clipboard.readText()").split("\n")
    assert len(lines) == len(year.hamlets) + 1
    assert lines[0].split("\t")[:2] == ["Thôn", "Xã"]
    assert lines[1].split("\t")[0] == rows.first.locator("th").inner_text()
    opened.click("#kn-table-kinds [data-kind=pairings]")
    assert rows.count() == len(year.pairings)
    opened.click("#kn-table-kinds [data-kind=difficulties]")
    assert rows.count() == len(year.difficulties)
    rows.first.locator("button").click()
    assert opened.locator("#kn-card").is_visible()


# ---------------------------------------------------------------- years


def test_years_pass_by_slider_by_play_and_by_key(opened: Page, drawn: MapFacts) -> None:
    opened.focus("#kn-year")
    opened.keyboard.press("ArrowRight")
    assert opened.locator("#kn-year-now").inner_text() == "2025"
    assert "từ 01/07/2025" in opened.locator("#kn-foot").inner_text()
    names = set(drawn.of_year(2025).communes["name"])
    labels = opened.locator(".kn-names-side .kn-name").all_inner_texts()
    assert set(labels) <= names
    assert len(labels) == len(names)
    opened.keyboard.press("Home")
    assert "2021" in opened.locator("#kn-title").inner_text()
    assert "từ 01/07/2025" not in opened.locator("#kn-foot").inner_text()
    opened.click("#kn-play")
    assert opened.locator("#kn-play").get_attribute("aria-pressed") == "true"
    opened.wait_for_function("() => ketnghia.state.year === 2023", timeout=4000)
    opened.click("#kn-play")
    opened.locator(".folium-map").focus()
    opened.keyboard.press("]")
    assert _state(opened, "year") == 2024


def test_two_years_are_compared_by_a_line_that_moves(opened: Page) -> None:
    opened.click("#kn-compare")
    assert (_state(opened, "year"), _state(opened, "compare")) == (2023, 2024)
    assert opened.locator("#kn-left-year").inner_text().endswith("2023")
    first = opened.locator("#kn-legend li:has(.kn-text) .kn-count").count()
    assert first == 2 * opened.locator("#kn-legend li:has(.kn-text)").count()
    opened.select_option("#kn-other-year", "2025")
    opened.focus("#kn-swipe")
    opened.keyboard.press("ArrowLeft")
    assert _state(opened, "swipe") == 48
    box = opened.locator("#kn-swipe").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    opened.mouse.move(x, y)
    opened.mouse.down()
    opened.mouse.move(x - 150, y, steps=3)
    opened.mouse.up()
    assert _state(opened, "swipe") < 40
    sides = opened.evaluate(
        "ketnghia.layer.sides().map((one) => [one.drawn.year.year, one.from, one.to])"
    )
    assert [side[0] for side in sides] == [2023, 2025]
    assert sides[0][2] == sides[1][1]
    assert "từ 01/07/2025" in opened.locator("#kn-foot").inner_text()
    opened.click("#kn-compare")
    assert opened.locator("#kn-swipe").is_hidden()


# ---------------------------------------------------------------- links, keys, eyes


def test_a_link_opens_the_same_view_of_the_same_file(browser: Browser, map_file: Path) -> None:
    page, _ = _open(browser, map_file)
    page.evaluate(
        "ketnghia.change({ year: 2023, indicator: 'literacy_percent', lines: true, others: false,"
        " table: 'pairings', sort: '4-', card: 'hamlets:99010-03', difficulties: true })"
    )
    page.evaluate("ketnghia.map.setView([11.3, 108.1], 11, { animate: false })")
    page.wait_for_function("() => location.hash.includes('v=')")
    address = page.evaluate("location.href")
    kept = page.evaluate("({ ...ketnghia.state })")
    page.close()
    again, watch = _open(browser, map_file, "#" + address.split("#")[1])
    assert again.evaluate("({ ...ketnghia.state })") == kept
    assert again.locator("#kn-card h2").inner_text() == "Thôn Suối Mẫu"
    assert again.evaluate("ketnghia.map.getZoom()") == 11
    _check(watch)
    again.close()


@pytest.mark.parametrize(
    "state", ["#y=1900&i=none&ag=x&k=hamlets:none&t=x&s=a&v=a,b", "#%%%", "#card"]
)
def test_a_link_from_elsewhere_does_no_harm(browser: Browser, map_file: Path, state: str) -> None:
    page, watch = _open(browser, map_file, state)
    assert _state(page, "year") == 2024
    assert page.locator("#kn-card").is_hidden()
    _check(watch)
    page.close()


def test_the_map_can_be_used_from_the_keyboard_alone(opened: Page) -> None:
    opened.locator(".folium-map").focus()
    opened.keyboard.press("n")
    first = opened.locator("#kn-live").inner_text()
    assert first
    opened.keyboard.press("n")
    assert opened.locator("#kn-live").inner_text() != first
    opened.keyboard.press("p")
    assert opened.locator("#kn-live").inner_text() == first
    opened.keyboard.press("Enter")
    assert opened.locator("#kn-card h2").inner_text() == first.split(",")[0]
    assert opened.evaluate("document.activeElement.id") == "kn-card-title"
    opened.keyboard.press("Escape")
    assert opened.evaluate("document.activeElement === ketnghia.map.getContainer()")
    opened.keyboard.press("t")
    assert opened.locator("#kn-table").is_visible()
    opened.keyboard.press("Escape")
    assert opened.evaluate("document.activeElement.id") == "kn-open-table"
    opened.locator(".folium-map").focus()
    zoom = opened.evaluate("ketnghia.map.getZoom()")
    opened.keyboard.press("+")
    opened.wait_for_function("(before) => ketnghia.map.getZoom() > before", arg=zoom)
    opened.keyboard.press("0")
    opened.wait_for_function("(before) => ketnghia.map.getZoom() === before", arg=zoom)
    opened.keyboard.press("c")
    assert _state(opened, "compare") != 0
    opened.keyboard.press("/")
    assert opened.evaluate("document.activeElement.id") == "kn-search"
    opened.click("#kn-help")
    assert opened.locator("#kn-keys").is_visible()
    opened.keyboard.press("Escape")


def test_the_map_can_fill_the_screen(opened: Page) -> None:
    opened.focus("#kn-full")
    opened.keyboard.press("Enter")
    opened.wait_for_function("() => document.fullscreenElement !== null")
    # the page hears of it by an event, a moment later
    opened.wait_for_selector('#kn-full[aria-pressed="true"]')
    opened.click("#kn-full")
    opened.wait_for_function("() => document.fullscreenElement === null")


@pytest.mark.parametrize(
    ("size", "state"),
    [
        (WIDE, ""),
        (WIDE, "#k=hamlets:99010-03&d=1&t=hamlets"),
        (WIDE, "#k=agencies:CQ02&l=1&a=change&c=2025"),
        (PHONE, ""),
        (PHONE, "#k=hamlets:99010-03&d=1"),
        (PHONE, "#t=pairings&c=2025"),
    ],
    ids=["wide", "wide hamlet and table", "wide agency", "phone", "phone hamlet", "phone table"],
)
def test_nobody_is_shut_out(browser: Browser, map_file: Path, size: Any, state: str) -> None:
    page, watch = _open(browser, map_file, state, size)
    if size is PHONE and not state:
        page.click("#kn-fold")
    # WCAG A and AA, and what axe calls best practice
    found = Axe().run(page)
    told = [
        (one["id"], [node["html"][:120] for node in one["nodes"]])
        for one in found.response["violations"]
    ]
    assert told == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    _check(watch)
    page.close()


def test_on_a_phone_the_map_has_the_room_and_the_legend_is_one_press_away(
    browser: Browser, map_file: Path
) -> None:
    page, watch = _open(browser, map_file, size=PHONE)
    box = page.locator(".folium-map").bounding_box()
    assert box is not None
    assert box["height"] > 0.5 * PHONE["height"]
    assert page.locator("#kn-legend").is_hidden()
    page.click("#kn-fold")
    assert page.locator("#kn-legend").is_visible()
    page.wait_for_function("() => ketnghia.map.getSize().y < 400 && ketnghia.seesAll()")
    assert page.evaluate("document.documentElement.scrollHeight") <= PHONE["height"]
    assert page.locator("#kn-fiction").is_visible()
    _check(watch)
    page.close()


def test_it_prints_as_one_sheet_with_all_that_explains_it(
    browser: Browser, map_file: Path, tmp_path: Path
) -> None:
    page, watch = _open(browser, map_file, "#l=1&d=1&t=hamlets&k=hamlets:99010-03")
    zoom = page.evaluate("ketnghia.map.getZoom()")
    sheet = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", sheet)
    assert box is not None
    assert [round(float(side)) for side in box.groups()] == [842, 595]
    if shutil.which("pdftotext"):
        file = tmp_path / "sheet.pdf"
        file.write_bytes(sheet)
        text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True).stdout
        for told in ("Bản đồ kết nghĩa", "HƯ CẤU", "Nguồn:", "Ranh giới xã", "chủ trì", "10 km"):
            assert told in " ".join(text.split())
    assert page.evaluate("ketnghia.map.getZoom()") == zoom
    assert "kn-printing" not in (page.locator("html").get_attribute("class") or "")
    _check(watch)
    page.close()


def test_it_says_that_the_demo_is_fictional(opened: Page) -> None:
    assert opened.locator("#kn-fiction").is_visible()
    assert "HƯ CẤU" in opened.locator("#kn-fiction").inner_text()
    assert "HƯ CẤU" in opened.locator("#kn-foot").inner_text()


def test_the_legend_can_be_read_from_afar(opened: Page) -> None:
    size = "parseFloat(getComputedStyle(document.querySelector('#kn-legend ul')).fontSize)"
    assert opened.evaluate(size) >= 18


# ---------------------------------------------------------------- other data


def _written(tmp_path: Path, facts: MapFacts) -> Path:
    file = tmp_path / "map.html"
    file.write_text(briefing_map(facts).html(), encoding="utf-8")
    return file


def test_a_part_of_the_district_fills_the_map_in_every_year(
    browser: Browser, years: list[YearFacts], tmp_path: Path
) -> None:
    part = years[2].only(commune="Mẫu Lũy")
    later = years[3].of_hamlets(set(part.hamlets.described.index), part.scope)
    file = _written(tmp_path, map_facts(part, [later]))
    page, watch = _open(browser, file)
    inside = (
        "(() => { const map = ketnghia.map, box = map.getSize(), view = ketnghia.layer.view();"
        " const [shape] = ketnghia.year().outline.shapes;"
        " return [shape.west * view.scale - view.left, shape.north * view.scale - view.top,"
        " box.x - shape.east * view.scale + view.left,"
        " box.y - shape.south * view.scale + view.top]; })()"
    )
    page.wait_for_timeout(400)
    for key in ("", "]"):
        if key:
            page.locator(".folium-map").focus()
            page.keyboard.press(key)
        margins = page.evaluate(inside)
        assert min(margins) >= 0
        assert min(margins) < 60
    assert _state(page, "year") == 2025
    _check(watch)
    page.close()


def test_without_boundaries_there_are_points_names_and_degrees(
    browser: Browser, drawn: MapFacts, tmp_path: Path
) -> None:
    year = drawn.of_year(2024)
    bare = replace(
        year,
        communes=year.communes.set_geometry([None] * len(year.communes), crs=EMPTY_BOUNDARIES.crs),
    )
    file = _written(tmp_path, replace(drawn, years=(bare,)))
    page, watch = _open(browser, file)
    assert _on_the_map(page) == year.hamlets.geometry.notna().sum()
    assert _state(page, "grid") is True
    assert page.locator(".kn-hamlet-name").count() > 5
    assert "Chưa có ranh giới" in page.locator("#kn-foot").inner_text()
    assert page.locator("#kn-time").is_hidden()
    assert page.locator("#kn-compare").is_hidden()
    assert "số xã" not in page.locator("#kn-legend").inner_text()
    _check(watch)
    page.close()


def test_a_district_of_which_nothing_is_known_yet_still_opens(
    browser: Browser, drawn: MapFacts, tmp_path: Path
) -> None:
    year = drawn.of_year(2024)
    bare = replace(
        year,
        hamlets=year.hamlets.set_geometry([None] * len(year.hamlets), crs=4326),
        communes=year.communes.set_geometry([None] * len(year.communes), crs=4326),
        agencies=year.agencies.set_geometry([None] * len(year.agencies), crs=4326),
        pairings=year.pairings.iloc[:0],
        difficulties=year.difficulties.iloc[:0],
    )
    facts = replace(drawn, years=(bare,), indicators={}, annex={}, annex_file="")
    page, watch = _open(browser, _written(tmp_path, facts), "#l=1&d=1&t=hamlets")
    assert _on_the_map(page) == 0
    assert page.locator("#kn-table tbody tr").count() == len(year.hamlets)
    page.locator("#kn-table tbody button").first.click()
    assert page.locator("#kn-card h2").inner_text() == year.hamlets["name"].iloc[0]
    assert f"({len(year.hamlets)} thôn)" in page.locator("#kn-unplaced").inner_text()
    _check(watch)
    page.close()


def test_hostile_names_are_shown_as_they_are_wherever_names_stand(
    browser: Browser, drawn: MapFacts, tmp_path: Path
) -> None:
    year = drawn.of_year(2024)
    count = len(HOSTILE)
    hamlets, communes, agencies = year.hamlets.copy(), year.communes.copy(), year.agencies.copy()
    unplaced = hamlets.index[hamlets.geometry.isna()]
    ids = [*year.pairings["hamlet_id"].unique()[: count - 1], unplaced[0]]
    hamlets.loc[ids, "name"] = list(HOSTILE)
    communes["name"] = [HOSTILE[number % count] for number in range(len(communes))]
    communes["title"] = [HOSTILE[(number + 5) % count] for number in range(len(communes))]
    agencies["name"] = agencies["short_name"] = [
        HOSTILE[number % count] for number in range(len(agencies))
    ]
    evil = replace(year, hamlets=hamlets, communes=communes, agencies=agencies)
    file = _written(
        tmp_path,
        replace(drawn, years=(evil,), title=HOSTILE[0], source=HOSTILE[2], fiction=HOSTILE[3]),
    )
    page, watch = _open(browser, file, "#l=1")
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    assert (
        page.locator("#kn-title").evaluate("(one) => one.textContent") == f"{HOSTILE[0]} năm 2024"
    )
    assert page.locator("#kn-fiction").evaluate("(one) => one.textContent") == HOSTILE[3]
    assert HOSTILE[2] in page.locator("#kn-foot").evaluate("(one) => one.textContent")
    options = {
        one: page.locator(f"#kn-{one} option").evaluate_all(
            "(all) => all.map((one) => one.textContent)"
        )
        for one in ("commune", "agency")
    }
    assert set(options["commune"][1:]) == set(communes["title"])
    paired = agencies.loc[year.pairings["agency_id"].unique(), "name"]
    assert set(options["agency"][1:]) == set(paired)
    labels = page.locator(".kn-name").evaluate_all("(all) => all.map((one) => one.textContent)")
    assert set(labels) <= set(HOSTILE)
    page.evaluate("ketnghia.change({ table: 'hamlets' })")
    cells = page.locator("#kn-table tbody th").evaluate_all(
        "(all) => all.map((one) => one.textContent)"
    )
    assert [cell for cell in cells if cell in HOSTILE] != []
    assert set(cells) == set(hamlets["name"])
    assert page.locator("#kn-unplaced").evaluate("(one) => one.textContent").count(HOSTILE[-1]) == 1
    copied = page.evaluate("ketnghia.table.asText()")
    assert len(copied.split("\r\n")) == len(hamlets) + 1
    for name, hamlet_id in zip(HOSTILE, ids, strict=True):
        page.evaluate("(id) => ketnghia.change({ card: 'hamlets:' + id })", hamlet_id)
        assert page.locator("#kn-card h2").evaluate("(one) => one.textContent") == name
        links = page.locator("#kn-card .kn-link").evaluate_all(
            "(all) => all.map((one) => one.textContent)"
        )
        assert set(links) <= set(HOSTILE)
        assert links
        page.fill("#kn-search", name.split()[0])
        found = page.locator(".kn-found-name").evaluate_all(
            "(all) => all.map((one) => one.textContent)"
        )
        assert name in found
        page.fill("#kn-search", "")
    page.locator(".folium-map").focus()
    page.keyboard.press("n")
    assert dialogs == []
    _check(watch)
    page.close()


def test_a_map_in_a_notebook_does_the_same(browser: Browser, drawn: MapFacts) -> None:
    shown = briefing_map(drawn)._repr_html_()
    page = browser.new_page(viewport={"width": 1100, "height": 800})
    watch = Watch(page)
    page.set_content(f"<html><body>{shown}</body></html>")
    frame = page.frame_locator("iframe")
    frame.locator("html[data-ready=true]").wait_for()
    assert html.unescape(shown).count(briefing_map(drawn).html()) == 1
    frame.locator("#kn-year").press("ArrowRight")
    assert frame.locator("#kn-year-now").inner_text() == "2025"
    frame.locator("#kn-search").fill("suoi mau")
    frame.locator("#kn-search").press("Enter")
    assert frame.locator("#kn-card h2").inner_text() == "Thôn Suối Mẫu"
    frame.locator("#kn-open-table").click()
    assert frame.locator("#kn-table tbody tr").count() > 50
    _check(watch)
    page.close()


def test_what_analysts_add_with_folium_is_drawn_too(
    browser: Browser, drawn: MapFacts, tmp_path: Path
) -> None:
    shown = briefing_map(drawn)
    folium.CircleMarker([11.3, 108.1], radius=9, color="#123456").add_to(shown.chart)
    file = tmp_path / "added.html"
    file.write_text(shown.html(), encoding="utf-8")
    page, watch = _open(browser, file)
    assert page.locator("path.leaflet-interactive[stroke='#123456']").count() == 1
    assert figure_of(shown.chart) is not None
    _check(watch)
    page.close()


def test_the_demo_is_packed_and_a_small_map_is_not(drawn: MapFacts, map_file: Path) -> None:
    assert 'type="application/octet-stream"' in map_file.read_text(encoding="utf-8")
    year = drawn.of_year(2024)
    few = {"poor_household_share_percent": drawn.indicators["poor_household_share_percent"]}
    small = briefing_map(
        replace(drawn, years=(year,), indicators=few, annex={}, annex_file="")
    ).html()
    found = re.search(r'<script type="application/json" id="ketnghia-data">(.*?)</script>', small)
    assert found is not None
    assert len(found[1]) < SMALL
