"""Charts of timeliness: how long things wait, what is overdue, how old the open ones are."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ketnghia_analysis.measures.overdue import AGE_CLASSES, OVERDUE_DAYS, age_class
from ketnghia_analysis.measures.overdue_forecast import Forecast
from ketnghia_analysis.measures.survival import Curve, Span, Waiting
from ketnghia_analysis.outputs.charts import canvas, marked, tidy
from ketnghia_analysis.outputs.colours import (
    CLASS_COLOURS,
    INK,
    PAIRED,
    QUIET,
)
from ketnghia_analysis.outputs.pictures import Picture
from ketnghia_analysis.vocabulary.wording import date_vi, number_vi, percent_vi, range_vi

_LINES = (
    (PAIRED, "-"),
    ("#c4440f", "--"),
    ("#8a6d00", "-."),
    ("#3b9bd1", ":"),
)
"""Colour and dash of each curve: told apart also in grey print."""
_MOST_CURVES = len(_LINES)


def waiting_chart(
    curves: Mapping[str, Waiting], what: str, fictional: bool, since: str = "từ ngày nêu"
) -> Picture:
    """Share still open over time, with 95 % intervals; up to four groups.

    Args:
        curves: by the group's Vietnamese name.
        what: Vietnamese, what is open, such as "Khó khăn, bức xúc".
        fictional: whether the data is invented.
        since: Vietnamese, from which day is counted.
    """
    shown = dict(list(curves.items())[:_MOST_CURVES])
    figure, axes = canvas(7.2, 3.4)
    told = []
    for (name, found), (colour, dash) in zip(shown.items(), _LINES, strict=False):
        _stairs(axes, found, colour, dash, f"{name} ({found.slow.count})")
        told.append(f"{name}: {median_vi(found.quantile())}")
    axes.axhline(50, color=QUIET, linewidth=0.6, linestyle=":")
    axes.set_ylim(0, 102)
    axes.set_xlim(left=0)
    axes.set_ylabel("% còn chưa giải quyết")
    axes.set_xlabel(f"Số ngày {since} (vùng nhạt: khoảng tin cậy 95 %)")
    axes.legend(frameon=False, fontsize=8)
    tidy(axes)
    caption = f"{what}: phần còn chưa giải quyết theo thời gian (Kaplan-Meier)"
    return marked(figure, fictional, caption, f"Biểu đồ bậc thang. {what}. {'; '.join(told)}.")


def median_vi(found: Span) -> str:
    """A median in words: "một nửa xong sau 351 ngày (khoảng tin cậy 218 – 561)"."""
    if not np.isfinite(found.least):
        return "chưa đến một nửa đã xong"
    value = number_vi(found.least)
    if found.most != found.least:
        most = number_vi(found.most) if np.isfinite(found.most) else "chưa rõ"
        value = f"{value} đến {most}"
    high = number_vi(found.high) if np.isfinite(found.high) else "chưa rõ"
    return f"một nửa xong sau {value} ngày (khoảng tin cậy {number_vi(found.low)} – {high})"


def overdue_chart(
    counts: pd.DataFrame, what: str, fictional: bool, forecast: Forecast | None = None
) -> Picture:
    """What is overdue, by more than 30, 90 and 180 days, for each group.

    Args:
        counts: see `overdue.overdue_counts`, its index being the groups' Vietnamese names.
        what: Vietnamese, what is overdue.
        fictional: whether the data is invented.
        forecast: what will be overdue; told below the chart.
    """
    rows = counts[counts["pending_high"] > 0].sort_values("over_0_low")
    figure, axes = canvas(7.2, 1.5 + 0.28 * max(3, len(rows)))
    places = np.arange(len(rows))
    edges = [rows[f"over_{days}_low"] for days in (0, *OVERDUE_DAYS)]
    steps = [*(first - second for first, second in pairwise(edges)), edges[-1]]
    names = _overdue_names()
    left = np.zeros(len(rows))
    for share, name, colour in zip(steps[::-1], names[::-1], CLASS_COLOURS[:0:-1], strict=False):
        axes.barh(places, share, 0.62, left=left, color=colour, label=name, edgecolor="white")
        left = left + share.to_numpy()
    _unsure_bars(axes, rows["over_0_low"].to_numpy(), rows["over_0_high"].to_numpy())
    axes.set_yticks(places, [str(name) for name in rows.index], fontsize=8)
    axes.set_xlim(0, max(1.0, float(rows["over_0_high"].max()) if len(rows) else 1.0) * 1.12)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel(f"Số việc quá hạn{_forecast_note(forecast)}")
    axes.legend(frameon=False, fontsize=7, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=5)
    tidy(axes)
    total = counts.sum()
    said = {
        days: range_vi(total[f"over_{days}_low"], total[f"over_{days}_high"])
        for days in (0, *OVERDUE_DAYS)
    }
    told = ", ".join(f"trên {days} ngày: {said[days]}" for days in OVERDUE_DAYS)
    note = _forecast_note(forecast)
    alt = f"Biểu đồ thanh. {what} quá hạn: {said[0]} việc; trong đó {told}{note}."
    return marked(figure, fictional, f"{what} quá hạn, theo số ngày quá hạn", alt)


def stock_chart(ages: pd.DataFrame, what: str, fictional: bool) -> Picture:
    """How long what is open has been open.

    Args:
        ages: see `overdue.age_of_stock`.
        what: Vietnamese, what is open.
        fictional: whether the data is invented.
    """
    total = ages.sum()
    names = [_age_name(first, last) for first, last in AGE_CLASSES]
    low = np.array([total[f"{age_class(*one)}_low"] for one in AGE_CLASSES])
    high = np.array([total[f"{age_class(*one)}_high"] for one in AGE_CLASSES])
    figure, axes = canvas(7.2, 2.6)
    places = np.arange(len(names))
    axes.barh(places, low, 0.62, color=list(CLASS_COLOURS), edgecolor=QUIET, linewidth=0.4)
    _unsure_bars(axes, low, high)
    axes.set_yticks(places, names, fontsize=8)
    axes.invert_yaxis()
    axes.set_xlim(0, max(1, int(high.max())) * 1.12)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("Số việc đang mở (gạch chéo: chưa rõ)")
    tidy(axes)
    told = "; ".join(
        f"{name}: {range_vi(first, last)}"
        for name, first, last in zip(names, low, high, strict=True)
    )
    caption = f"{what} đang mở, theo thời gian đã chờ"
    return marked(figure, fictional, caption, f"Biểu đồ thanh. {what}. {told}.")


def _unsure_bars(axes: Axes, low: np.ndarray, high: np.ndarray) -> None:
    """What is not certain, hatched behind the bars that are, and the range as a number."""
    places = np.arange(len(low))
    axes.barh(
        *(places, high - low, 0.62),
        left=low,
        color="none",
        edgecolor=QUIET,
        hatch="////",
        linewidth=0.5,
        label="chưa rõ",
    )
    for place, (first, last) in enumerate(zip(low, high, strict=True)):
        axes.text(last + 0.1, place, range_vi(first, last), va="center", fontsize=8, color=INK)


def _stairs(axes: Axes, found: Waiting, colour: str, dash: str, label: str) -> None:
    """Both readings of a curve and the outer interval of both."""
    days = np.union1d(found.quick.days, found.slow.days)
    last = max(found.quick.last_day, found.slow.last_day)
    days = np.concatenate([[0.0], days, [last]])
    for reading in (found.slow, found.quick):
        share = 100 * _share_at(reading, reading.share, days)
        name = label if reading is found.slow else "_"
        axes.step(
            days, share, where="post", color=colour, linestyle=dash, linewidth=1.4, label=name
        )
    low = np.fmin(*(_share_at(one, one.low, days) for one in (found.quick, found.slow)))
    high = np.fmax(*(_share_at(one, one.high, days) for one in (found.quick, found.slow)))
    axes.fill_between(
        days, 100 * low, 100 * high, step="post", color=colour, alpha=0.12, linewidth=0
    )


def _share_at(
    found: Curve, heights: np.ndarray[tuple[int], np.dtype[np.float64]], days: object
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    place = np.searchsorted(found.days, np.asarray(days, dtype="float64"), side="right")
    return np.concatenate([[1.0], heights])[place]


def _overdue_names() -> list[str]:
    limits = (0, *OVERDUE_DAYS)
    names = [f"{first + 1}–{last} ngày" for first, last in pairwise(limits)]
    return [*names, f"trên {limits[-1]} ngày"]


def _age_name(first: int, last: int | None) -> str:
    if last is None:
        return f"trên {first - 1} ngày"
    return f"đến {last} ngày" if first == 0 else f"{first}–{last} ngày"


def _forecast_note(forecast: Forecast | None) -> str:
    if forecast is None:
        return ""
    if forecast.reason:
        return f" (chưa dự báo được: {forecast.reason})"
    return (
        f"; dự báo đến {date_vi(forecast.at)}: {number_vi(forecast.expected)} việc (khoảng "
        f"{percent_vi(100 * forecast.level, 0)}: {range_vi(forecast.low, forecast.high)})"
    )
