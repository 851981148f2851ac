"""The briefing map on paper: same facts, classes and colours as the page, drawn for print."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import floor, log10
from textwrap import wrap

import geopandas as gpd
import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ketnghia_analysis.evaluation.privacy import HIDDEN, MISSING
from ketnghia_analysis.outputs.colours import (
    CLASS_COLOURS,
    INK,
    LEVEL_COLOURS,
    LEVEL_SHAPES,
    QUIET,
)
from ketnghia_analysis.outputs.map_facts import MapFacts, MapIndicator, MapYear
from ketnghia_analysis.outputs.map_labels import Label, placed
from ketnghia_analysis.outputs.pictures import Picture, picture
from ketnghia_analysis.vocabulary.codes import LEVELS, UNITS
from ketnghia_analysis.vocabulary.wording import list_vi, number_vi

A4_MM, SLIDE_PIXELS = (297.0, 210.0), (2560, 1440)
_MM = 25.4
_FONT = "DejaVu Sans"
_MARKERS = {"star": "*", "circle": "o", "square": "s", "triangle": "v", "diamond": "D"}
_LEGEND_LETTERS = 26
_NO_DATA, _SMALL = "Không có số liệu", "Số nhỏ, không công bố"
_HATCHES = {MISSING: "////", HIDDEN: "...."}


@dataclass(frozen=True)
class Drawing:
    """What is drawn of a map.

    Attributes:
        facts: of the map.
        year: which of its years; 0 for the one shown first.
        indicator: communes are coloured by it; "" for the map's first one.
        communes: codes of the communes that fill the picture; all if none is named.
        hamlet: id of a hamlet that is pointed out; "" for none.
    """

    facts: MapFacts
    year: int = 0
    indicator: str = ""
    communes: tuple[str, ...] = ()
    hamlet: str = ""

    @property
    def of_year(self) -> MapYear:
        """The year that is drawn."""
        return self.facts.of_year(self.year or self.facts.shown)

    @property
    def coloured_by(self) -> MapIndicator | None:
        """The indicator by which communes are coloured; None where there is none."""
        name = self.indicator or self.facts.first_indicator
        found = self.facts.indicators.get(name)
        return found if found is not None and found.of_communes else None

    @property
    def title(self) -> str:
        """Title of the picture."""
        year = self.of_year
        if self.hamlet:
            return f"Vị trí {year.hamlets.at[self.hamlet, 'name']}, năm {year.year}"
        if self.communes:
            titles = [str(year.communes.at[code, "title"]) for code in self.communes]
            names = [title[:1].lower() + title[1:] for title in titles]
            return f"Bản đồ kết nghĩa {list_vi(names)}, năm {year.year}"
        return f"{self.facts.title}, năm {year.year}"


def map_pdf(drawing: Drawing) -> bytes:
    """The map as one sideways A4 page; text stays text."""
    figure = _figure(drawing, (A4_MM[0] / _MM, A4_MM[1] / _MM), 1.0)
    content = io.BytesIO()
    made = datetime(drawing.of_year.year, 1, 1)
    metadata = {"Title": drawing.title, "CreationDate": made, "Producer": None, "Creator": None}
    # whole fonts instead of drawn letters, so that the text can be searched and copied
    with rc_context({"pdf.fonttype": 42}):
        figure.savefig(content, format="pdf", metadata=metadata)
    return content.getvalue()


def map_png(drawing: Drawing) -> bytes:
    """The map for slides, 2560 x 1440 pixels."""
    dpi = 160
    figure = _figure(drawing, (SLIDE_PIXELS[0] / dpi, SLIDE_PIXELS[1] / dpi), 1.25)
    content = io.BytesIO()
    figure.savefig(content, format="png", dpi=dpi, metadata={"Software": None})
    return content.getvalue()


def map_picture(
    drawing: Drawing, width: float = 7.2, height: float = 5.2, dpi: int = 180
) -> Picture:
    """The map as a picture of a document, inches."""
    figure = _figure(drawing, (width, height), 0.8, framed=False)
    return picture(figure, drawing.title, _told(drawing), dpi)


def _told(drawing: Drawing) -> str:
    """What the map shows, in words."""
    shown = drawing.of_year
    hamlets = _drawn_hamlets(drawing)
    counts = hamlets.loc[hamlets["paired"], "level"].value_counts()
    levels = "; ".join(
        f"{LEVELS.labels[level]}: {counts[level]}" for level in LEVELS.values if level in counts
    )
    by = drawing.coloured_by
    areas = f" Xã tô màu theo {by.card.heading.lower()}." if by else ""
    nowhere = int(hamlets.geometry.isna().sum())
    missing = f" {nowhere} thôn chưa có tọa độ, không vẽ." if nowhere else ""
    return (
        f"Bản đồ {shown.year}: {len(hamlets)} thôn, {int(hamlets['paired'].sum())} thôn kết nghĩa. "
        f"Mức hoàn thành – {levels or 'chưa có'}.{areas}{missing}"
    )


def _drawn_hamlets(drawing: Drawing) -> gpd.GeoDataFrame:
    hamlets = drawing.of_year.hamlets
    if not drawing.communes:
        return hamlets
    return hamlets[hamlets["commune_code"].isin(drawing.communes)]


def _figure(
    drawing: Drawing, inches: tuple[float, float], scale: float, framed: bool = True
) -> Figure:
    figure = Figure(figsize=inches, layout=None)
    FigureCanvasAgg(figure)
    sizes = {"title": 14 * scale, "text": 9 * scale, "small": 7.5 * scale}
    top = 0.9 if framed else 0.99
    axes = figure.add_axes((0.02, 0.09, 0.7, top - 0.1))
    side = figure.add_axes((0.73, 0.09, 0.26, top - 0.13))
    for one in (axes, side):
        one.set_axis_off()
        one.set_xticks([])
        one.set_yticks([])
    if framed:
        figure.text(0.02, 0.95, drawing.title, size=sizes["title"], weight="bold", color=INK)
    _communes(axes, drawing)
    _hamlets(axes, drawing, scale)
    _frame(axes, drawing)
    _labels(axes, drawing, sizes)
    _scale_bar(axes, sizes["small"])
    _legend(side, drawing, sizes)
    letters = int(inches[0] * 0.96 * 72 / (0.57 * sizes["small"]))
    foot = "\n".join(wrap(_foot(drawing), letters))
    figure.text(0.02, 0.012, foot, size=sizes["small"], color=QUIET, va="bottom")
    if drawing.facts.fiction:
        side.text(
            1, 1.01, drawing.facts.fiction.split(" – ")[0], size=sizes["text"],
            color="#a3300a", weight="bold", ha="right", va="bottom",
        )  # fmt: skip
    return figure


def _foot(drawing: Drawing) -> str:
    notes = [drawing.of_year.boundaries_note, drawing.facts.source, drawing.facts.hidden_note]
    return ". ".join(note for note in notes if note)


def _classes(by: MapIndicator, values: pd.Series) -> pd.Series:
    """Number of the class of each value."""
    limits = [-float("inf"), *by.breaks, float("inf")]
    return pd.cut(values, limits, right=False, labels=False)


def _colours(by: MapIndicator) -> list[str]:
    """As many colours as there are classes, spread over the palette."""
    count = len(by.breaks) + 1
    last = len(CLASS_COLOURS) - 1
    return [CLASS_COLOURS[round(one * last / max(1, count - 1))] for one in range(count)]


def _communes(axes: Axes, drawing: Drawing) -> None:
    year, by = drawing.of_year, drawing.coloured_by
    rows = year.communes_in_metres
    if rows.empty:
        return
    edge = {"edgecolor": "#777777", "linewidth": 0.7}
    if by is None:
        rows.plot(ax=axes, facecolor="#f4f4f4", **edge)
        return
    name = by.card.name
    states = year.commune_states[name].reindex(rows.index)
    for state, hatch in _HATCHES.items():
        chosen = rows[states == state]
        if len(chosen):
            chosen.plot(ax=axes, facecolor="#f4f4f4", hatch=hatch, **edge)
    numbers = _classes(by, year.commune_values[name].reindex(rows.index))
    for number, colour in enumerate(_colours(by)):
        chosen = rows[(numbers == number) & ~states.isin(list(_HATCHES))]
        if len(chosen):
            chosen.plot(ax=axes, facecolor=colour, **edge)


def _hamlets(axes: Axes, drawing: Drawing, scale: float) -> None:
    rows = drawing.of_year.hamlets_in_metres
    others = rows[~rows["paired"]]
    axes.scatter(
        others.geometry.x, others.geometry.y, s=10 * scale, color="white", edgecolor=INK,
        linewidth=0.6, zorder=3,
    )  # fmt: skip
    for level in LEVELS.values:
        chosen = rows[rows["paired"] & (rows["level"].fillna("unknown") == level)]
        axes.scatter(
            chosen.geometry.x, chosen.geometry.y, s=_area(level) * scale, zorder=4,
            color=LEVEL_COLOURS[level], marker=_MARKERS[LEVEL_SHAPES[level]],
            edgecolor="white", linewidth=0.8,
        )  # fmt: skip
    if drawing.hamlet in rows.index:
        point = rows.geometry[drawing.hamlet]
        axes.scatter(
            [point.x], [point.y], s=260 * scale, facecolor="none", edgecolor="#a3300a",
            linewidth=2, zorder=5,
        )  # fmt: skip


def _area(level: str) -> float:
    """Square points of a level's symbol; a star needs more to look as large as the others."""
    return 110.0 if LEVEL_SHAPES[level] == "star" else 62.0


def _frame(axes: Axes, drawing: Drawing) -> None:
    """Fit the picture to the communes meant, or to all that is drawn."""
    year = drawing.of_year
    areas, points = year.communes_in_metres, year.hamlets_in_metres
    if drawing.communes:
        areas = areas[areas.index.isin(drawing.communes)]
        points = points[points["commune_code"].isin(drawing.communes)]
    shapes = [one.total_bounds for one in (areas, points) if len(one)]
    axes.set_aspect("equal")
    if not shapes:
        return
    west, south = (min(one[place] for one in shapes) for place in (0, 1))
    east, north = (max(one[place] for one in shapes) for place in (2, 3))
    room = max(0.05 * max(east - west, north - south), 300)
    axes.set_xlim(west - room, east + room)
    axes.set_ylim(south - room, north + room)


def _labels(axes: Axes, drawing: Drawing, sizes: dict[str, float]) -> None:
    """Names of communes and of paired hamlets where there is room for them."""
    year = drawing.of_year
    areas, drawn = year.communes_in_metres, year.hamlets_in_metres
    rows = drawn[drawn["paired"] | (drawn.index == drawing.hamlet)]
    centres = areas.geometry.representative_point()
    wanted = [
        Label(name, point.x, point.y, sizes["text"], True)
        for name, point in zip(areas["name"], centres, strict=True)
    ]
    blocked = [(point.x, point.y) for point in drawn.geometry]
    if drawing.communes:
        rows = rows[rows["commune_code"].isin(drawing.communes)]
    wanted += [
        Label(name, point.x, point.y, sizes["small"], False)
        for name, point in zip(rows["name"], rows.geometry, strict=True)
    ]
    placed(axes, wanted, blocked)


def _scale_bar(axes: Axes, size: float) -> None:
    """A bar of a round length and an arrow to the north."""
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    wide = (east - west) * 0.22
    power = 10 ** floor(log10(wide))
    length = next(step * power for step in (5, 2, 1) if step * power <= wide)
    left, low = west + 0.03 * (east - west), south + 0.03 * (north - south)
    axes.plot([left, left + length], [low, low], color=INK, linewidth=3, solid_capstyle="butt")
    said = f"{number_vi(length / 1000)} km" if length >= 1000 else f"{number_vi(length)} m"
    axes.text(left + length / 2, low + 0.012 * (north - south), said, size=size, ha="center")
    axes.annotate(
        "", xy=(0.035, 0.95), xytext=(0.035, 0.88), xycoords="axes fraction",
        arrowprops={"arrowstyle": "-|>", "color": INK},
    )  # fmt: skip
    axes.text(
        0.035, 0.955, "B", size=size * 1.2, ha="center", va="bottom", transform=axes.transAxes
    )


def _legend(axes: Axes, drawing: Drawing, sizes: dict[str, float]) -> None:
    text = sizes["text"]
    levels = axes.legend(
        handles=_level_marks(drawing), title="Thôn kết nghĩa theo mức", loc="upper left",
        fontsize=text, title_fontsize=text, frameon=False, borderaxespad=0, alignment="left",
    )  # fmt: skip
    by = drawing.coloured_by
    if by is None or drawing.of_year.communes.geometry.notna().sum() == 0:
        return
    axes.add_artist(levels)
    named = "\n".join(wrap(by.card.heading, _LEGEND_LETTERS))
    title = f"{named}\n({UNITS[by.card.unit][0]}, theo xã)"
    axes.legend(
        handles=_class_marks(drawing, by), title=title, loc="lower left", fontsize=text,
        title_fontsize=text, frameon=False, borderaxespad=0, alignment="left",
    )  # fmt: skip


def _level_marks(drawing: Drawing) -> list[Line2D]:
    hamlets = _drawn_hamlets(drawing)
    drawn = hamlets[hamlets.geometry.notna()]
    counts = drawn.loc[drawn["paired"], "level"].fillna("unknown").value_counts()
    marks = [
        _mark(LEVEL_COLOURS[level], _MARKERS[LEVEL_SHAPES[level]], _area(level) ** 0.5 + 1,
              f"{LEVELS.labels[level]} ({counts.get(level, 0)})")
        for level in LEVELS.values
    ]  # fmt: skip
    marks.append(_mark("white", "o", 5, f"Thôn khác ({int((~drawn['paired']).sum())})", INK))
    nowhere = len(hamlets) - len(drawn)
    if nowhere:
        marks.append(_mark("none", "", 0, f"Chưa có tọa độ ({nowhere})"))
    return marks


def _mark(colour: str, marker: str, size: float, label: str, edge: str = "white") -> Line2D:
    return Line2D(
        [], [], linestyle="", marker=marker or "None", markersize=size, markerfacecolor=colour,
        markeredgecolor=edge, label=label,
    )  # fmt: skip


def _class_marks(drawing: Drawing, by: MapIndicator) -> list[Patch]:
    year = drawing.of_year
    name = by.card.name
    states = year.commune_states[name]
    numbers = _classes(by, year.commune_values[name])
    counts = numbers[~states.isin(list(_HATCHES))].value_counts()
    marks = [
        Patch(facecolor=colour, edgecolor="#777777", label=f"{said} ({counts.get(number, 0)} xã)")
        for number, (colour, said) in enumerate(
            zip(_colours(by), class_names(by.breaks), strict=True)
        )
    ]
    for state, said in ((MISSING, _NO_DATA), (HIDDEN, _SMALL)):
        count = int((states == state).sum())
        if count:
            marks.append(
                Patch(facecolor="#f4f4f4", edgecolor="#777777", hatch=_HATCHES[state],
                      label=f"{said} ({count} xã)")
            )  # fmt: skip
    return marks


def class_names(breaks: Sequence[float]) -> list[str]:
    """Classes in words: "dưới 10", "10 – dưới 20", "từ 20"."""
    if not breaks:
        return ["Mọi giá trị"]
    said = [number_vi(one, 0 if float(one).is_integer() else 1) for one in breaks]
    between = [f"{low} – dưới {high}" for low, high in pairwise(said)]
    return [f"dưới {said[0]}", *between, f"từ {said[-1]}"]
