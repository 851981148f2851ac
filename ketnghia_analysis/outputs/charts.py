"""Charts of the yearly evaluation, drawn from the facts."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.measures.criteria import CRITERIA
from ketnghia_analysis.measures.indicators import INDICATORS
from ketnghia_analysis.measures.rules import ScoreRules
from ketnghia_analysis.outputs.colours import (
    HIGHLIGHT,
    INK,
    LEVEL_COLOURS,
    OTHERS,
    PAIRED,
    QUIET,
)
from ketnghia_analysis.outputs.pictures import Picture, picture
from ketnghia_analysis.vocabulary.codes import FIELDS, LEVELS, UNITS
from ketnghia_analysis.vocabulary.wording import number_vi, range_vi

_FONT = "DejaVu Sans"
_MOST_BARS = 40


def levels_chart(facts: YearFacts) -> Picture:
    """Number of pairings at each level, beside the year before."""
    labels = [LEVELS.labels[level] for level in facts.levels.index]
    figure, axes = canvas(7.2, 2.9)
    places = np.arange(len(labels))
    both = len(facts.levels_before) > 0
    height = 0.38 if both else 0.6
    colours = [LEVEL_COLOURS[level] for level in facts.levels.index]
    offset = height / 2 if both else 0.0
    axes.barh(places - offset, facts.levels, height, color=colours)
    for place, count in zip(places, facts.levels, strict=True):
        axes.text(count + 0.2, place - offset, f"{facts.year}: {count}", va="center", fontsize=8)
    if both:
        axes.barh(places + offset, facts.levels_before, height, color=colours, alpha=0.4)
        for place, count in zip(places, facts.levels_before, strict=True):
            said = f"{facts.year - 1}: {count}"
            axes.text(count + 0.2, place + offset, said, va="center", fontsize=8, color=QUIET)
    axes.set_yticks(places, labels)
    axes.invert_yaxis()
    axes.set_xlabel("Số cặp kết nghĩa")
    axes.set_xlim(0, max([*facts.levels, *facts.levels_before, 1]) * 1.15)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    tidy(axes)
    counts = "; ".join(
        f"{label}: {count}" for label, count in zip(labels, facts.levels, strict=True)
    )
    caption = f"Số cặp kết nghĩa theo mức hoàn thành, năm {facts.year}"
    return drawn(figure, facts, caption, f"Biểu đồ thanh. {counts}.")


def scores_chart(facts: YearFacts) -> Picture:
    """Points of every pairing with its range, best at the top."""
    rows = facts.pairings.sort_values("points_low").tail(_MOST_BARS)
    figure, axes = canvas(7.2, 1.2 + 0.23 * max(4, len(rows)))
    places = np.arange(len(rows))
    colours = [LEVEL_COLOURS[level] for level in rows["level"]]
    axes.hlines(
        places, rows["points_low"], rows["points_high"], color=colours, linewidth=4, alpha=0.5
    )
    axes.scatter(rows["points_low"], places, color=colours, s=28, zorder=3)
    cut_lines(axes, facts.rules, len(rows) - 0.2)
    names = [
        f"{short or agency} – {hamlet}"
        for short, agency, hamlet in zip(
            rows["agency_short"], rows["agency"], rows["hamlet"], strict=True
        )
    ]
    axes.set_yticks(places, names, fontsize=7)
    axes.set_xlim(0, 100)
    axes.set_xlabel("Điểm (chấm: điểm chắc chắn; vạch: khoảng điểm khi thiếu số liệu)")
    axes.legend(
        handles=level_marks(LEVELS.values),
        frameon=False,
        fontsize=7,
        loc="lower center",
        bbox_to_anchor=(0.5, 1.01),
        ncols=len(LEVELS.values),
        handletextpad=0.2,
        columnspacing=1.2,
    )
    tidy(axes)
    best = rows.iloc[-1] if len(rows) else None
    told = "Chưa có cặp kết nghĩa nào được chấm điểm."
    if best is not None:
        spread = range_vi(rows["points_low"].min(), rows["points_high"].max(), 1)
        told = f"{len(rows)} cặp kết nghĩa, điểm từ {spread}; cao nhất: {names[-1]}."
    caption = f"Điểm của từng cặp kết nghĩa, năm {facts.year}"
    return drawn(figure, facts, caption, f"Biểu đồ điểm. {told}")


def criteria_chart(facts: YearFacts) -> Picture:
    """How much of each criterion's points the pairings reached on average."""
    rows = facts.criteria[facts.criteria["low"].notna()]
    means = rows.groupby("criterion")[["points_most", "low", "high"]].mean()
    low = 100 * means["low"] / means["points_most"]
    high = 100 * means["high"] / means["points_most"]
    figure, axes = canvas(7.2, 4.4)
    places = np.arange(len(means))
    axes.barh(places, low, 0.62, color=PAIRED)
    axes.barh(places, high - low, 0.62, left=low, color=PAIRED, alpha=0.3)
    for place, value in enumerate(low):
        axes.text(101, place, f"{number_vi(value)} %", va="center", fontsize=7, color=INK)
    labels = [f"{code} {CRITERIA[code].heading}" for code in means.index]
    axes.set_yticks(places, labels, fontsize=7)
    axes.invert_yaxis()
    axes.set_xlim(0, 108)
    axes.set_xticks(range(0, 101, 20))
    axes.set_xlabel("% điểm tối đa (phần nhạt: chưa có số liệu)")
    tidy(axes)
    weakest = low.idxmin() if len(low) else ""
    told = f"Thấp nhất: {weakest} {CRITERIA[weakest].heading}." if weakest else ""
    caption = f"Mức đạt theo tiêu chí, bình quân các cặp kết nghĩa, năm {facts.year}"
    return drawn(figure, facts, caption, f"Biểu đồ thanh. {told}")


def fields_chart(facts: YearFacts) -> Picture:
    """Commitments of each field: finished and not."""
    rows = facts.commitments
    groups = rows["field"]
    done = groups[rows["share_low"] >= 1].value_counts().reindex(FIELDS.values, fill_value=0)
    total = groups.value_counts().reindex(FIELDS.values, fill_value=0)
    figure, axes = canvas(7.2, 3.0)
    places = np.arange(len(total))
    axes.barh(places, done, 0.6, color=PAIRED, label="Hoàn thành")
    unfinished = "Chưa hoàn thành hoặc chưa rõ"
    axes.barh(places, total - done, 0.6, left=done, color=OTHERS, label=unfinished)
    for place, (part, whole) in enumerate(zip(done, total, strict=True)):
        axes.text(whole + 0.3, place, f"{part}/{whole}", va="center", fontsize=8)
    axes.set_yticks(places, [FIELDS.titles[field] for field in total.index], fontsize=8)
    axes.invert_yaxis()
    axes.set_xlim(0, max(1, total.max()) * 1.12)
    axes.set_xlabel("Số nội dung đăng ký")
    axes.legend(frameon=False, fontsize=8, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    tidy(axes)
    told = "; ".join(
        f"{FIELDS.titles[field]}: {done[field]}/{total[field]}" for field in total.index
    )
    caption = f"Nội dung đăng ký theo lĩnh vực, năm {facts.year}"
    return drawn(figure, facts, caption, f"Biểu đồ thanh, số hoàn thành trên số đăng ký. {told}.")


def trend_chart(facts: YearFacts, indicator: str = "poor_household_share_percent") -> Picture:
    """Median of an indicator over the years in paired and in other hamlets; breaks left open."""
    card = INDICATORS[indicator]
    values = facts.hamlets.history[indicator].dropna()
    paired = facts.hamlets.described["paired"]
    group = values.index.get_level_values("hamlet_id").map(paired)
    years = values.index.get_level_values("year")
    figure, axes = canvas(7.2, 3.0)
    told = []
    breaks = standard_changes(facts) if card.comparable_within else []
    for is_paired, colour, name in ((True, PAIRED, "Thôn kết nghĩa"), (False, QUIET, "Thôn khác")):
        medians = values[group == is_paired].groupby(years[group == is_paired]).median()
        for run in unbroken_runs(medians, breaks):
            axes.plot(run.index, run, color=colour, marker="o", label=name)
            name = "_"
        if len(medians):
            label = "kết nghĩa" if is_paired else "khác"
            told.append(f"thôn {label} năm {facts.year}: {number_vi(medians.iloc[-1], 1)}")
    axes.set_ylabel(UNITS[card.unit][0])
    axes.set_ylim(
        0,
        1.25
        * max([float(np.max(np.asarray(line.get_ydata()))) for line in axes.lines], default=1.0),
    )
    if len(years):
        axes.set_xticks(sorted(set(years)))
    for year in breaks:
        axes.axvline(year - 0.5, color=HIGHLIGHT, linewidth=0.8, linestyle="--")
        top = axes.get_ylim()[1] * 0.95
        axes.text(year - 0.45, top, "chuẩn nghèo mới", fontsize=7, color=HIGHLIGHT)
    axes.legend(frameon=False, fontsize=8)
    tidy(axes)
    caption = f"{card.heading}, trung vị các thôn (mô tả, không nói lên nguyên nhân)"
    return drawn(figure, facts, caption, f"Biểu đồ đường. {card.heading}; {'; '.join(told)}.")


def standard_changes(facts: YearFacts) -> list[int]:
    """First survey years of a new poverty standard, up to the year of the facts."""
    rounds = facts.register["survey_rounds"].sort_values("year")
    changed = rounds["poverty_standard"] != rounds["poverty_standard"].shift()
    return [int(year) for year in rounds.loc[changed, "year"].iloc[1:] if year <= facts.year]


def unbroken_runs(medians: pd.Series, breaks: list[int]) -> list[pd.Series]:
    """Runs of years that may be joined by a line: none across a change of the standard."""
    run_of_year = [sum(year >= first for first in breaks) for year in medians.index]
    return [run for _, run in medians.groupby(run_of_year)]


def canvas(width: float, height: float) -> tuple[Figure, Axes]:
    """A figure of its own, without matplotlib's global state."""
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot()


def tidy(axes: Axes) -> None:
    """Take away what carries no information; one font for all texts."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
    for text in [*axes.texts, *axes.get_xticklabels(), *axes.get_yticklabels(), axes.xaxis.label]:
        text.set_fontfamily(_FONT)


def drawn(figure: Figure, facts: YearFacts, caption: str, alt: str, dpi: int = 160) -> Picture:
    """The finished picture, with a mark where the data is invented."""
    return marked(figure, facts.fictional, caption, alt, dpi)


def cut_lines(axes: Axes, rules: ScoreRules, top: float) -> None:
    """The points from which levels begin, on an axis of points; named at a height."""
    for rule in rules.levels[:-1]:
        axes.axvline(rule.from_points, color=QUIET, linewidth=0.7, linestyle=":")
        axes.text(rule.from_points, top, number_vi(rule.from_points), fontsize=7, ha="center")


def level_marks(levels: Iterable[str]) -> list[Line2D]:
    """Entries of a legend that tells the colours of levels."""
    return [
        Line2D(
            [], [], marker="o", linestyle="", color=LEVEL_COLOURS[level], label=LEVELS.labels[level]
        )
        for level in levels
    ]


def marked(figure: Figure, fictional: bool, caption: str, alt: str, dpi: int = 160) -> Picture:
    """The finished picture of figures that are no `YearFacts`, marked as `drawn` does."""
    if fictional:
        figure.suptitle("Số liệu hư cấu", x=0.99, ha="right", fontsize=7, color=HIGHLIGHT)
    return picture(figure, caption, alt, dpi)
