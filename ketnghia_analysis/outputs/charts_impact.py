"""Charts of whether the programme helped, and of needs."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ketnghia_analysis.measures.impact import Impact
from ketnghia_analysis.measures.indicators import INDICATORS
from ketnghia_analysis.measures.needs import STATES, TOPICS
from ketnghia_analysis.measures.outcome_index import DOMAINS
from ketnghia_analysis.outputs.charts import canvas, marked, tidy
from ketnghia_analysis.outputs.colours import (
    HIGHLIGHT,
    PAIRED,
    QUIET,
)
from ketnghia_analysis.outputs.pictures import Picture
from ketnghia_analysis.vocabulary.codes import DIFFICULTY_GROUPS
from ketnghia_analysis.vocabulary.wording import list_vi, number_vi, range_vi

_NEED_MARKS: dict[str, tuple[str, str]] = {
    "unmet": ("s", HIGHLIGHT),
    "perhaps_unmet": ("D", "#e8b13a"),
    "not_heard": ("v", "#8a8a8a"),
    "answered": ("o", PAIRED),
    "without_need": ("X", "#3b9bd1"),
    "unknown": ("P", "#8a8a8a"),
}
"""Shape and colour of each way in which need and promise meet."""


def impact_trend_chart(found: Impact, fictional: bool) -> Picture:
    """Mean outcome index of paired and comparison hamlets in every round, with intervals."""
    figure, axes = canvas(7.2, 3.2)
    told = []
    kind = "Thôn xen ghép không kết nghĩa" if found.design.only_mixed else "Thôn không kết nghĩa"
    for group, name, colour, dash, marker, shift in (
        ("paired", "Thôn kết nghĩa", PAIRED, "-", "o", -0.03),
        ("others", kind, QUIET, "--", "s", 0.03),
    ):
        rows = found.trends.xs(group, level="group").dropna(subset=["mean"])
        if rows.empty:
            continue
        years = rows.index.to_numpy("float64") + shift
        axes.errorbar(
            years,
            rows["mean"],
            yerr=[rows["mean"] - rows["low"], rows["high"] - rows["mean"]],
            color=colour,
            linestyle=dash,
            marker=marker,
            markersize=4,
            capsize=2,
            linewidth=1.4,
            label=f"{name} ({int(rows['hamlets'].max())} thôn)",
        )
        told.append(
            f"{name.lower()}: từ {number_vi(rows['mean'].iloc[0], 1)} năm {rows.index[0]} đến "
            f"{number_vi(rows['mean'].iloc[-1], 1)} năm {rows.index[-1]}"
        )
    _mark_start(axes, found)
    years = sorted({*found.design.before, *found.design.after})
    if years:
        axes.set_xticks(years)
    axes.set_ylabel("điểm (0–100)")
    if axes.get_legend_handles_labels()[0]:
        axes.legend(frameon=False, fontsize=8, loc="lower right")
    tidy(axes)
    caption = (
        "Chỉ số đời sống, sản xuất: bình quân các thôn, khoảng tin cậy 95 % (mô tả, không nói lên "
        "nguyên nhân)"
    )
    return marked(figure, fictional, caption, f"Biểu đồ đường. {'; '.join(told)}.")


def event_chart(found: Impact, fictional: bool) -> Picture:
    """Difference of both groups in every round against the last one before the start."""
    figure, axes = canvas(7.2, 3.2)
    alt = "Chưa đủ thôn có số liệu mọi đợt để so sánh từng đợt."
    if found.events is not None:
        rows = found.events.events.copy()
        rows.loc[-1.0, ["effect", "low", "high", "band_low", "band_high"]] = 0.0
        rows = rows.sort_index()
        places = rows.index.to_numpy("float64")
        axes.fill_between(
            places,
            rows["band_low"],
            rows["band_high"],
            color=PAIRED,
            alpha=0.12,
            linewidth=0,
            label="khoảng tin cậy chung cho mọi đợt",
        )
        axes.errorbar(
            places,
            rows["effect"],
            yerr=[rows["effect"] - rows["low"], rows["high"] - rows["effect"]],
            color=PAIRED,
            marker="o",
            capsize=3,
            linewidth=1.2,
            label="chênh lệch, khoảng tin cậy 95 % từng đợt",
        )
        axes.axvline(-0.5, color=HIGHLIGHT, linewidth=0.8, linestyle="--")
        axes.set_xticks(places, [_event_name(int(place)) for place in places], fontsize=8)
        axes.legend(frameon=False, fontsize=7, loc="upper left")
        alt = "; ".join(
            f"{_event_name(int(place))}: {number_vi(row.effect, 1)} "
            f"({range_vi(row.low, row.high, 1)})"
            for place, row in zip(places, rows.itertuples(), strict=True)
            if place != -1
        )
    axes.axhline(0, color=QUIET, linewidth=0.7)
    axes.set_ylabel("điểm chênh lệch")
    axes.set_xlabel("Đợt khảo sát, tính từ khi bắt đầu kết nghĩa (vạch đỏ)")
    tidy(axes)
    caption = "Chênh lệch giữa thôn kết nghĩa và thôn đối chiếu so với đợt cuối trước khi bắt đầu"
    return marked(figure, fictional, caption, f"Biểu đồ theo đợt. {alt}.")


def parts_chart(found: Impact, fictional: bool) -> Picture:
    """Difference of both groups' change in each part of the index, with intervals."""
    rows = found.parts.sort_values(["domain", "difference"], ascending=[False, True])
    figure, axes = canvas(7.2, 1.2 + 0.26 * max(3, len(rows)))
    places = np.arange(len(rows))
    if len(rows):
        axes.errorbar(
            rows["difference"],
            places,
            xerr=[rows["difference"] - rows["low"], rows["high"] - rows["difference"]],
            color=PAIRED,
            linestyle="",
            marker="o",
            capsize=2,
            linewidth=1.2,
        )
    names = [INDICATORS[str(name)].heading for name in rows.index]
    axes.set_yticks(places, names, fontsize=7)
    axes.axvline(0, color=QUIET, linewidth=0.7)
    axes.set_xlabel("Điểm hơn thôn đối chiếu (khoảng tin cậy 95 %)")
    tidy(axes)
    told = "; ".join(
        f"{name}: {number_vi(value, 1)}"
        for name, value in zip(names, rows["difference"], strict=True)
    )
    caption = (
        f"Từng chỉ số thành phần ({list_vi([name.lower() for name in DOMAINS.values()])}): mô tả, "
        "vì trong nhiều chỉ số thế nào cũng có chỉ số khác biệt do ngẫu nhiên"
    )
    return marked(figure, fictional, caption, f"Biểu đồ điểm. {told}.")


def needs_chart(rows: pd.DataFrame, names: pd.Series, fictional: bool) -> Picture:
    """Need and promise in each hamlet and matter.

    Args:
        rows: see `needs.needs`; the hamlets to show, at most about forty.
        names: Vietnamese names by `hamlet_id`.
        fictional: whether the data is invented.
    """
    hamlets = list(dict.fromkeys(rows.index.get_level_values("hamlet_id")))
    topics = [topic.code for topic in TOPICS]
    figure, axes = canvas(7.2, 1.9 + 0.24 * max(4, len(hamlets)))
    for state, (shape, colour) in _NEED_MARKS.items():
        own = rows[rows["state"] == state]
        axes.scatter(
            [topics.index(topic) for topic in own.index.get_level_values("topic")],
            [hamlets.index(hamlet) for hamlet in own.index.get_level_values("hamlet_id")],
            marker=shape,
            s=np.where(own["far_behind"].fillna(False), 52, 26),
            color=colour,
        )
    headings = [DIFFICULTY_GROUPS.titles[code] for code in topics]
    axes.set_xticks(range(len(topics)), headings, fontsize=7, rotation=30, ha="right")
    axes.set_yticks(range(len(hamlets)), [str(names[one]) for one in hamlets], fontsize=7)
    axes.set_xlim(-0.6, len(topics) - 0.4)
    axes.set_ylim(len(hamlets) - 0.4, -0.6)
    axes.grid(color="#e6e6e6", linewidth=0.5)
    axes.set_axisbelow(True)
    marks = [
        Line2D([], [], marker=shape, linestyle="", color=colour, label=STATES[state])
        for state, (shape, colour) in _NEED_MARKS.items()
        if (rows["state"] == state).any()
    ]
    if marks:
        axes.legend(
            handles=marks,
            frameon=False,
            fontsize=7,
            loc="lower center",
            bbox_to_anchor=(0.4, 1.0),
            ncols=2,
        )
    tidy(axes)
    counts = rows["state"].value_counts()
    told = "; ".join(
        f"{STATES[state]}: {counts[state]}" for state in _NEED_MARKS if state in counts.index
    )
    worst = rows[rows["state"] == "unmet"].index.get_level_values("topic").value_counts()
    most = (
        f" Nhiều thôn thiếu nhất mà chưa ai đăng ký: {DIFFICULTY_GROUPS.labels[worst.index[0]]} "
        f"({worst.iloc[0]} thôn)."
        if len(worst)
        else ""
    )
    caption = "Nhu cầu của thôn và nội dung đã đăng ký (dấu lớn: thuộc nhóm kém nhất huyện)"
    return marked(figure, fictional, caption, f"Bảng ký hiệu. {told}.{most}")


def _mark_start(axes: Axes, found: Impact) -> None:
    if not (found.design.before and found.design.after):
        return
    start = (found.design.before[-1] + found.design.after[0]) / 2
    axes.axvline(start, color=HIGHLIGHT, linewidth=0.8, linestyle="--")
    axes.text(
        start + 0.05,
        axes.get_ylim()[0],
        "bắt đầu kết nghĩa",
        fontsize=7,
        color=HIGHLIGHT,
        va="bottom",
    )


def _event_name(event: int) -> str:
    return f"trước {-event} đợt" if event < 0 else f"đợt {event + 1}"
