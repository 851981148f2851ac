"""Charts of how certain scores are: intervals, levels, league table, criteria, what drives them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Patch

from ketnghia_analysis.measures.criterion_list import CRITERION_NAMES
from ketnghia_analysis.measures.rules import ScoreRules
from ketnghia_analysis.measures.score_draws import ScoreDraws, certainty_vi
from ketnghia_analysis.outputs.charts import canvas, cut_lines, level_marks, marked, tidy
from ketnghia_analysis.outputs.colours import (
    CLASS_COLOURS,
    INK,
    LEVEL_COLOURS,
    OTHERS,
    PAIRED,
)
from ketnghia_analysis.outputs.pictures import Picture
from ketnghia_analysis.vocabulary.codes import LEVELS
from ketnghia_analysis.vocabulary.wording import number_vi, range_vi

MOST_BARS = 40
_DARK_FROM = 0.6


def score_distribution_chart(draws: ScoreDraws, year: int, *, fictional: bool = False) -> Picture:
    """How the points of all pairings are spread, with the interval of each bar's number."""
    edges = np.arange(0, 101, 5)
    medians = np.nanmedian(draws.points, axis=0)
    count = np.histogram(medians, edges)[0]
    drawn = np.array([np.histogram(one, edges)[0] for one in draws.points])
    low, high = np.percentile(drawn, [5, 95], axis=0)
    figure, axes = canvas(7.2, 3.0)
    middles = edges[:-1] + 2.5
    colours = [LEVEL_COLOURS[_level_at(draws.rules, float(one))] for one in middles]
    axes.bar(middles, count, 4.4, color=colours)
    axes.vlines(middles, low, high, color=INK, linewidth=1.2)
    cut_lines(axes, draws.rules, float(max(1, high.max(), count.max())))
    axes.set_xlim(0, 100)
    axes.set_xlabel("Điểm (trung vị; vạch đứng: khoảng 90 % của số cặp)")
    axes.set_ylabel("Số cặp kết nghĩa")
    tidy(axes)
    spread = range_vi(np.nanmin(medians), np.nanmax(medians), 1)
    told = (
        f"{len(medians)} cặp, điểm trung vị từ {spread}, giữa: {number_vi(np.median(medians), 1)}"
    )
    caption = f"Phân bố điểm các cặp kết nghĩa, năm {year}"
    return marked(figure, fictional, caption, f"Biểu đồ cột. {told}.")


def league_chart(
    draws: ScoreDraws, names: pd.Series, year: int, *, fictional: bool = False
) -> Picture:
    """Ranks with their intervals; those that can't be told apart carry the same span.

    Args:
        draws: of the year's pairings.
        names: Vietnamese, by `pairing_id`.
        year: reporting year.
        fictional: whether the data is invented.
    """
    table = draws.league().head(MOST_BARS)
    figure, axes = canvas(7.2, 1.2 + 0.23 * max(4, len(table)))
    places = np.arange(len(table))
    colours = [LEVEL_COLOURS[level] for level in table["likeliest"]]
    axes.hlines(places, table["rank_p05"], table["rank_p95"], color=colours, linewidth=4, alpha=0.5)
    axes.scatter(table["rank_p50"], places, color=colours, s=28, zorder=3)
    edge = len(draws.pairings) + 1
    for place, shown in enumerate(table["shown"]):
        axes.text(edge, place, f"hạng {shown}", fontsize=7, va="center", color=INK)
    axes.set_yticks(places, [str(names.get(one, one)) for one in table.index], fontsize=7)
    axes.invert_yaxis()
    axes.set_xlim(0.5, edge * 1.12)
    axes.set_xlabel(
        "Hạng (chấm: trung vị; vạch: khoảng 90 %;\nbên phải: các hạng không phân biệt được)"
    )
    axes.legend(
        handles=level_marks(sorted(set(table["likeliest"]), key=LEVELS.values.index)),
        frameon=False,
        fontsize=7,
        loc="lower center",
        bbox_to_anchor=(0.5, 1.01),
        ncols=4,
    )
    tidy(axes)
    tied = int((table["alike"] > 0).sum())
    first = ", ".join(str(names.get(one, one)) for one in table.index[:1])
    told = (
        f"{len(table)} cặp; {tied} cặp có hạng không phân biệt được với cặp khác; "
        f"đứng đầu: {first} (hạng {table['shown'].iloc[0]})."
        if len(table)
        else "Chưa có cặp nào."
    )
    caption = f"Bảng xếp hạng kèm khoảng tin cậy, năm {year}"
    return marked(figure, fictional, caption, f"Biểu đồ khoảng. {told}")


def criteria_heat_map(
    criteria: pd.DataFrame, names: pd.Series, year: int, *, fictional: bool = False
) -> Picture:
    """Share of points of each criterion in each pairing; hatched where data is missing.

    Args:
        criteria: `Scores.criteria`.
        names: Vietnamese, by `pairing_id`; their order is that of the rows.
        year: reporting year.
        fictional: whether the data is invented.
    """
    share = criteria.assign(
        share=criteria["low"] / criteria["points_most"],
        unsure=criteria["high"] > criteria["low"] + 1e-9,
    )
    table = share.pivot(index="pairing_id", columns="criterion", values="share")
    unsure = share.pivot(index="pairing_id", columns="criterion", values="unsure")
    rows = [one for one in names.index if one in table.index][:MOST_BARS]
    table, unsure = table.loc[rows], unsure.loc[rows].astype(bool)
    figure, axes = canvas(7.2, 1.4 + 0.23 * max(4, len(rows)))
    shades = LinearSegmentedColormap.from_list("shares", CLASS_COLOURS)
    colours = shades.with_extremes(bad="white")
    axes.imshow(table.to_numpy(dtype="float64"), cmap=colours, vmin=0, vmax=1, aspect="auto")
    for row, column in np.argwhere(~np.isnan(table.to_numpy(dtype="float64"))):
        value = float(table.iat[row, column])
        ink = "white" if value > _DARK_FROM else INK
        mark = "?" if unsure.iat[row, column] else ""
        axes.text(
            column, row, f"{100 * value:.0f}{mark}", ha="center", va="center", fontsize=6, color=ink
        )
    axes.set_xticks(range(len(table.columns)), list(table.columns), fontsize=8)
    axes.set_yticks(range(len(rows)), [str(names[one]) for one in rows], fontsize=7)
    axes.xaxis.tick_top()
    axes.set_xlabel("% điểm tối đa của tiêu chí (?: còn số liệu chưa rõ; trắng: không áp dụng)")
    tidy(axes)
    means = table.mean()
    weakest = str(means.idxmin()) if len(rows) else ""
    told = (
        f"{len(rows)} cặp, {len(table.columns)} tiêu chí; thấp nhất: {weakest} "
        f"{CRITERION_NAMES[weakest][0]} ({number_vi(100 * means[weakest])} %)."
        if weakest
        else "Chưa có cặp nào."
    )
    caption = f"Mức đạt từng tiêu chí của từng cặp, năm {year}"
    return marked(figure, fictional, caption, f"Bảng màu. {told}")


def drivers_chart(
    drivers: pd.DataFrame, year: int, *, most: int = 10, fictional: bool = False
) -> Picture:
    """What drives the level: share of the disagreement by itself and with interactions.

    Args:
        drivers: what `score_drivers.score_drivers` or `composite.drivers` gave.
        year: reporting year.
        most: number of bars.
        fictional: whether the data is invented.
    """
    rows = drivers.sort_values("total", ascending=False, kind="stable").head(most)
    figure, axes = canvas(7.2, 1.1 + 0.34 * max(3, len(rows)))
    places = np.arange(len(rows))
    own = rows["first"].clip(0, 1)
    axes.barh(places, rows["total"].clip(0), 0.62, color=OTHERS)
    axes.barh(places, np.minimum(own, rows["total"].clip(0)), 0.62, color=PAIRED)
    axes.hlines(places, rows["total_low"].clip(0), rows["total_high"], color=INK, linewidth=1)
    axes.set_yticks(places, list(rows["heading"]), fontsize=7)
    axes.invert_yaxis()
    axes.set_xlim(left=0)
    axes.set_xlabel("Phần của khác biệt do yếu tố này gây ra (vạch: khoảng 90 %)")
    axes.legend(
        handles=[
            Patch(color=PAIRED, label="riêng yếu tố này"),
            Patch(color=OTHERS, label="kể cả tác động cùng yếu tố khác"),
        ],
        frameon=False,
        fontsize=7,
        loc="lower right",
    )
    tidy(axes)
    told = "; ".join(
        f"{row.heading}: {number_vi(100 * max(0.0, row.total))} %"
        for row in rows.head(3).itertuples()
    )
    caption = f"Yếu tố làm thay đổi xếp mức nhiều nhất, năm {year}"
    return marked(figure, fictional, caption, f"Biểu đồ thanh. {told or 'Không có yếu tố nào'}.")


def level_probabilities_chart(
    draws: ScoreDraws, names: pd.Series, year: int, *, fictional: bool = False
) -> Picture:
    """In how many of 100 ways to reckon it each pairing comes to each level.

    Args:
        draws: of the year's pairings.
        names: Vietnamese, by `pairing_id`.
        year: reporting year.
        fictional: whether the data is invented.
    """
    order = draws.league().index[:MOST_BARS]
    table = 100 * draws.probabilities.loc[order]
    figure, axes = canvas(7.2, 1.2 + 0.23 * max(4, len(table)))
    places, left = np.arange(len(table)), np.zeros(len(table))
    for level in table:
        axes.barh(places, table[level], 0.75, left=left, color=LEVEL_COLOURS[level])
        left += table[level].to_numpy()
    axes.set_yticks(places, [str(names.get(one, one)) for one in order], fontsize=7)
    axes.invert_yaxis()
    axes.set_xlim(0, 100)
    axes.set_xlabel("Trong 100 cách tính hợp lý, bao nhiêu cách cho mức này")
    axes.legend(
        handles=level_marks(list(table.columns)),
        frameon=False,
        fontsize=7,
        loc="lower center",
        bbox_to_anchor=(0.5, 1.01),
        ncols=4,
    )
    tidy(axes)
    words = table.max(axis=1).div(100).map(certainty_vi).value_counts()
    told = "; ".join(f"{word}: {count} cặp" for word, count in words.items())
    caption = f"Khả năng của từng mức hoàn thành, năm {year}"
    return marked(figure, fictional, caption, f"Biểu đồ thanh chồng. {told or 'Chưa có cặp nào'}.")


def _level_at(rules: ScoreRules, points: float) -> str:
    """The level that points alone would give; for colours of an axis of points."""
    return next(rule.level for rule in rules.levels if points >= rule.from_points)
