from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from matplotlib import image
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from playwright.sync_api import Browser

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.outputs import static_map
from ketnghia_analysis.outputs.map import briefing_map
from ketnghia_analysis.outputs.map_facts import MapFacts, map_facts
from ketnghia_analysis.outputs.map_labels import Label, placed
from ketnghia_analysis.outputs.static_map import (
    SLIDE_PIXELS,
    Drawing,
    class_names,
    map_pdf,
    map_picture,
    map_png,
)


@pytest.fixture(scope="module")
def shown(facts: YearFacts) -> MapFacts:
    return map_facts(facts, annex_folder=None)


def _texts(drawing: Drawing) -> list[str]:
    figure = static_map._figure(drawing, (11.7, 8.3), 1.0)
    texts = [text.get_text() for text in figure.findobj(Text)]
    for axes in figure.axes:
        for legend in [axes.get_legend(), *axes.artists]:
            if legend is not None:
                texts += [text.get_text() for text in legend.get_texts()]
                texts.append(legend.get_title().get_text())
    return [text for text in texts if text]


def test_the_map_on_paper_is_one_sideways_page(shown: MapFacts) -> None:
    content = map_pdf(Drawing(shown))
    assert content.startswith(b"%PDF")
    assert content.count(b"/Type /Page ") == 1
    found = re.search(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+) ?\]", content)
    assert found
    millimetres = [float(length) * 25.4 / 72 for length in found.groups()]
    assert millimetres == pytest.approx([297, 210], abs=0.05)


def test_the_map_for_slides_has_the_size_of_a_slide(shown: MapFacts) -> None:
    pixels = image.imread(io.BytesIO(map_png(Drawing(shown))))
    assert (pixels.shape[1], pixels.shape[0]) == SLIDE_PIXELS
    colours = {tuple(one) for one in (pixels[::7, ::7, :3] * 255).astype(int).reshape(-1, 3)}
    assert len(colours) > 100


def test_the_same_facts_give_the_same_drawing(shown: MapFacts) -> None:
    assert map_pdf(Drawing(shown)) == map_pdf(Drawing(shown))
    assert map_picture(Drawing(shown)).png == map_picture(Drawing(shown)).png


def test_title_boundary_date_source_and_fiction_are_said(shown: MapFacts) -> None:
    told = " ".join(_texts(Drawing(shown)))
    for said in ("năm 2024", "Ranh giới xã có hiệu lực ngày 14/12/2024", "Nguồn:", "HƯ CẤU", "km"):
        assert said in told


def test_the_legend_counts_every_commune_once(shown: MapFacts) -> None:
    found = [re.search(r"\((\d+) xã\)$", text) for text in set(_texts(Drawing(shown)))]
    counts = [int(one[1]) for one in found if one]
    assert sum(counts) == len(Drawing(shown).of_year.communes)


def test_every_hamlet_is_counted_at_its_level_or_as_another_or_without_place(
    shown: MapFacts,
) -> None:
    year = Drawing(shown).of_year
    marks = static_map._level_marks(Drawing(shown))
    counts = [int(str(mark.get_label()).rsplit("(", 1)[1][:-1]) for mark in marks]
    assert sum(counts) == len(year.hamlets)


def test_unknown_and_hidden_rates_are_hatched_not_coloured(shown: MapFacts) -> None:
    year = Drawing(shown).of_year
    states = year.commune_states.copy()
    name = shown.first_indicator
    states.loc[states.index[0], name] = "missing"
    states.loc[states.index[1], name] = "hidden"
    doubtful = replace(shown, years=(replace(year, commune_states=states),))
    marks = {
        str(mark.get_label()): mark.get_hatch()
        for mark in static_map._class_marks(
            Drawing(doubtful), doubtful.indicators[doubtful.first_indicator]
        )
    }
    assert marks["Không có số liệu (1 xã)"] == "////"
    assert marks["Số nhỏ, không công bố (1 xã)"] == "...."


def test_a_district_without_boundaries_shows_its_hamlets(shown: MapFacts) -> None:
    year = Drawing(shown).of_year
    bare = replace(year, communes=year.communes.assign(geometry=None))
    told = _texts(Drawing(replace(shown, years=(bare,))))
    assert not any("Ranh giới" in text for text in told)
    assert any("Hoàn thành tốt" in text for text in told)


def test_a_commune_fills_the_picture_and_its_hamlet_is_named(shown: MapFacts) -> None:
    year = Drawing(shown).of_year
    placed_hamlets = year.hamlets[year.hamlets.geometry.notna()]
    hamlet = str(placed_hamlets.index[0])
    code = str(placed_hamlets.at[hamlet, "commune_code"])
    drawing = Drawing(shown, communes=(code,), hamlet=hamlet)
    assert year.hamlets.at[hamlet, "name"] in _texts(drawing)
    told = map_picture(drawing).alt
    assert f"{(year.hamlets['commune_code'] == code).sum()} thôn" in told


def test_no_name_covers_another_and_what_has_no_room_is_left_out() -> None:
    figure = Figure(figsize=(4, 3), dpi=100)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, 10)
    axes.set_ylim(0, 10)
    labels = [Label(f"Thôn Mẫu {number}", 5, 5, 10, False) for number in range(40)]
    count = placed(axes, labels, [(5, 5)])
    renderer = figure.canvas.get_renderer()
    boxes = [text.get_window_extent(renderer) for text in axes.texts]
    assert 2 <= count == len(boxes) < 40
    assert not [1 for one, other in combinations(boxes, 2) if one.overlaps(other)]
    symbol = axes.transData.transform((5, 5))
    assert not [box for box in boxes if box.contains(*symbol)]


@pytest.mark.parametrize(
    ("breaks", "names"),
    [
        ((), ["Mọi giá trị"]),
        ((10,), ["dưới 10", "từ 10"]),
        ((10, 20), ["dưới 10", "10 – dưới 20", "từ 20"]),
        ((2.5, 5, 7.5), ["dưới 2,5", "2,5 – dưới 5", "5 – dưới 7,5", "từ 7,5"]),
    ],
)
def test_classes_are_named_as_people_say_them(breaks: tuple[float, ...], names: list[str]) -> None:
    assert class_names(breaks) == names


def test_a_reader_without_scripts_sees_the_drawing(
    shown: MapFacts, browser: Browser, tmp_path: Path
) -> None:
    still = map_picture(Drawing(shown))
    file = tmp_path / "map.html"
    file.write_text(briefing_map(shown, still=still).html(), encoding="utf-8")
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(file.as_uri())
        drawing = page.locator("img.kn-still")
        assert drawing.is_visible()
        assert drawing.get_attribute("alt") == still.alt
        # drawn, and not a broken picture's sign
        assert drawing.bounding_box() is not None
        assert len({*page.screenshot()}) > 200
