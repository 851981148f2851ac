"""Small charts of a profile: how a few indicators of one place moved, beside the district."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.measures.cards import Indicator
from ketnghia_analysis.measures.indicators import INDICATORS
from ketnghia_analysis.outputs.charts import drawn, standard_changes, unbroken_runs
from ketnghia_analysis.outputs.colours import HIGHLIGHT, PAIRED, QUIET
from ketnghia_analysis.outputs.pictures import Picture
from ketnghia_analysis.vocabulary.codes import UNITS
from ketnghia_analysis.vocabulary.wording import number_vi

_WIDTH, _HEIGHT, _DPI = 7.2, 1.85, 130
_HEADING_LETTERS = 34


def trends_picture(
    facts: YearFacts, own: pd.DataFrame, typical: pd.DataFrame, place: str, names: Sequence[str]
) -> Picture:
    """Small line charts side by side, one an indicator.

    Args:
        facts: of the year, for its breaks in the poverty standard.
        own: published values of the place, a row a year, a column an indicator.
        typical: what is typical of the district, likewise.
        place: name of the place.
        names: indicators, at most four can be read.
    """
    # a fixed layout: a year has some eighty of these pictures, and fitting takes longest
    figure = Figure(figsize=(_WIDTH, _HEIGHT))
    FigureCanvasAgg(figure)
    figure.subplots_adjust(left=0.045, right=0.99, top=0.71, bottom=0.27, wspace=0.22)
    told = []
    for axes, name in zip(figure.subplots(1, len(names), squeeze=False)[0], names, strict=True):
        card = INDICATORS[name]
        breaks = standard_changes(facts) if card.comparable_within else []
        _lines(axes, typical[name], breaks, QUIET, "--", "Trung vị huyện")
        _lines(axes, own[name], breaks, PAIRED, "-", place)
        for year in breaks:
            axes.axvline(year - 0.5, color=HIGHLIGHT, linewidth=0.7, linestyle=":")
        _finish(axes, card, own.index)
        told.append(_told(card, own[name].dropna()))
    first = figure.axes[0]
    handles, labels = first.get_legend_handles_labels()
    figure.legend(handles, labels, loc="lower center", ncols=2, frameon=False, fontsize=7)
    caption = f"Chuyển biến một số chỉ số của {place}"
    alt = f"Biểu đồ đường. {'; '.join(told)}. Mô tả, không nói lên nguyên nhân."
    return drawn(figure, facts, caption, alt, _DPI)


def _lines(
    axes: Axes, values: pd.Series, breaks: list[int], colour: str, style: str, label: str
) -> None:
    known = values.dropna().astype("float64")
    # a line that has no value still stands in the legend
    axes.plot([], [], color=colour, linestyle=style, marker="o", markersize=3, label=label)
    for run in unbroken_runs(known, breaks):
        axes.plot(run.index, run, color=colour, linestyle=style, marker="o", markersize=3)


def _finish(axes: Axes, card: Indicator, years: pd.Index) -> None:
    heading = card.short if len(card.heading) > _HEADING_LETTERS else card.heading
    axes.set_title(f"{heading}\n({UNITS[card.unit][0]})", fontsize=7)
    axes.set_ylim(bottom=0)
    axes.set_ylim(0, max(axes.get_ylim()[1] * 1.1, 1))
    axes.tick_params(labelsize=6)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    if len(years):
        axes.set_xlim(years.min() - 0.4, years.max() + 0.4)
    if axes.lines and all(len(line.get_xdata()) == 0 for line in axes.lines):  # type: ignore[arg-type]
        axes.text(0.5, 0.5, "không có\nsố công bố", transform=axes.transAxes, ha="center",
                  va="center", fontsize=7, color=QUIET)  # fmt: skip
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(length=0)


def _told(card: Indicator, known: pd.Series) -> str:
    if known.empty:
        return f"{card.heading}: không có số công bố"
    first, last = known.index[0], known.index[-1]
    said = f"{card.heading}: {number_vi(known.iloc[-1], 1)} năm {last}"
    return said if first == last else f"{said}, {number_vi(known.iloc[0], 1)} năm {first}"
