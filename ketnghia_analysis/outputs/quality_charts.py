"""Charts about the data itself: what came, what is held, what was changed, what is missing."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.outputs.charts import canvas, drawn, tidy
from ketnghia_analysis.outputs.colours import CLASS_COLOURS, HIGHLIGHT, INK, OTHERS, PAIRED, QUIET
from ketnghia_analysis.outputs.pictures import Picture
from ketnghia_analysis.vocabulary.reasons import CHANGED, HELD
from ketnghia_analysis.vocabulary.wording import number_vi

_MOST_BARS = 40
_WIDTH, _BAR = 8.2, 0.27
_SHARES = (0.0, 0.5, 0.8, 0.95, 1.0)
"""Lower ends of the classes of completeness."""
_DARK_FROM = 3
"""Class from which on text is white."""


def senders_chart(facts: YearFacts) -> Picture:
    """Rows of every sender: used, held, no records; those with most held rows at the top."""
    files = facts.quality.files
    files = files[files["role"] == "data"]
    rows = files.groupby("sender")[["clean", "quarantine", "structural"]].sum()
    rows = rows.sort_values(["quarantine", "clean"], ascending=False).head(_MOST_BARS)
    figure, axes = canvas(_WIDTH, 1.3 + _BAR * max(4, len(rows)))
    places = np.arange(len(rows))
    start = np.zeros(len(rows))
    for column, colour, hatch, label in (
        ("clean", PAIRED, "", "dùng được"),
        ("quarantine", HIGHLIGHT, "////", "bị giữ lại"),
        ("structural", OTHERS, "", "tiêu đề, cộng, chữ ký"),
    ):
        axes.barh(
            places, rows[column], 0.7, start, color=colour, hatch=hatch, edgecolor="w", label=label
        )
        start = start + rows[column].to_numpy()
    for place, (held, whole) in enumerate(zip(rows["quarantine"], start, strict=True)):
        if held:
            said = f"giữ {number_vi(held)}"
            axes.text(whole, place, f" {said}", va="center", fontsize=8, color=HIGHLIGHT)
    _label_bars(axes, list(rows.index), "Số dòng")
    axes.legend(frameon=False, fontsize=8, loc="lower center", bbox_to_anchor=(0.4, 1), ncols=3)
    axes.margins(x=0.1)
    tidy(axes)
    totals = rows.sum()
    told = (
        f"{len(rows)} nơi gửi; dùng được {number_vi(totals['clean'])} dòng, bị giữ lại "
        f"{number_vi(totals['quarantine'])} dòng"
    )
    worst = "; ".join(
        f"{name}: {number_vi(count)}" for name, count in rows["quarantine"].items() if count
    )
    caption = f"Số dòng đã nhận theo nơi gửi, tệp của năm {facts.year} và các danh mục"
    said = f"Biểu đồ thanh. {told}. Bị giữ lại theo nơi gửi: {worst or 'không có'}."
    return drawn(figure, facts, caption, said)


def reasons_chart(facts: YearFacts) -> Picture:
    """Why rows are held: number of faults by reason."""
    counts = facts.quality.quarantine["reason"].value_counts()
    labels = [HELD[str(reason)].label for reason in counts.index]
    caption = f"Lý do giữ lại, tệp của năm {facts.year} và các danh mục"
    return _counts_chart(facts, counts, labels, HIGHLIGHT, "Số lỗi", caption)


def changes_chart(facts: YearFacts) -> Picture:
    """What was changed: number of cells by rule; each is in the ledger."""
    counts = facts.quality.ledger["rule"].astype("str").value_counts()
    labels = [CHANGED[rule].label for rule in counts.index]
    caption = f"Ô được chuẩn hóa theo quy tắc, tệp của năm {facts.year} và các danh mục"
    return _counts_chart(facts, counts, labels, PAIRED, "Số ô", caption)


def form_chart(facts: YearFacts) -> Picture:
    """How much of the hamlet form is filled in, by commune and year, mean of the hamlets."""
    form = facts.quality.form
    shares = form.astype({"known": "float64"}).pivot_table(
        index="commune_name", columns="year", values="known", aggfunc="mean"
    )
    figure, axes = canvas(_WIDTH, 1.2 + 0.32 * max(3, len(shares)))
    for row, (_, values) in enumerate(shares.iterrows()):
        for column, share in enumerate(values):
            _share_cell(axes, row, column, share)
    axes.set_xlim(-0.5, max(len(shares.columns), 1) - 0.5)
    axes.set_ylim(max(len(shares), 1) - 0.5, -0.5)
    axes.set_xticks(range(len(shares.columns)), [str(year) for year in shares.columns], fontsize=8)
    axes.set_yticks(range(len(shares)), list(shares.index), fontsize=8)
    axes.xaxis.tick_top()
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    tidy(axes)
    gaps = form[(form["year"] == facts.year) & (form["known"] < 1)]
    nothing = int((gaps["known"] == 0).sum())
    told = (
        f"Năm {facts.year}: {number_vi(len(gaps))} thôn còn thiếu số liệu, trong đó "
        f"{number_vi(nothing)} thôn chưa có số liệu nào"
    )
    caption = "Mức đầy đủ của Biểu 01 theo xã và năm (% số liệu của biểu đã có, bình quân các thôn)"
    return drawn(figure, facts, caption, f"Bảng màu. {told}.")


def _share_cell(axes: Axes, row: int, column: int, share: float) -> None:
    """One commune and year: colour and number; where there was no hamlet, nothing."""
    if np.isnan(share):
        axes.text(column, row, "–", ha="center", va="center", fontsize=8, color=QUIET)
        return
    number = sum(share >= low for low in _SHARES) - 1
    colour = CLASS_COLOURS[number]
    axes.add_patch(_square(row, column, colour))
    ink = "white" if number >= _DARK_FROM else INK
    # "100" is for those that are whole
    said = number_vi(int(100 * share + 1e-9))
    axes.text(column, row, said, ha="center", va="center", fontsize=8, color=ink)


def _square(row: int, column: int, colour: str) -> Rectangle:
    return Rectangle((column - 0.48, row - 0.46), 0.96, 0.92, facecolor=colour, edgecolor="none")


def _counts_chart(
    facts: YearFacts,
    counts: pd.Series,
    labels: list[str],
    colour: str,
    unit: str,
    caption: str,
) -> Picture:
    figure, axes = canvas(_WIDTH, 1.0 + _BAR * max(3, len(counts)))
    places = np.arange(len(counts))
    axes.barh(places, counts, 0.65, color=colour)
    for place, count in enumerate(counts):
        axes.text(count, place, f" {number_vi(count)}", va="center", fontsize=8)
    _label_bars(axes, labels, unit)
    axes.margins(x=0.12)
    tidy(axes)
    told = "; ".join(
        f"{label}: {number_vi(count)}" for label, count in zip(labels, counts, strict=True)
    )
    return drawn(figure, facts, caption, f"Biểu đồ thanh, {unit.lower()}. {told or 'Không có'}.")


def _label_bars(axes: Axes, labels: list[str], unit: str) -> None:
    axes.set_yticks(range(len(labels)), labels, fontsize=8)
    axes.set_ylim(max(len(labels), 1) - 0.5, -0.5)
    axes.set_xlabel(unit, fontsize=8)
    axes.tick_params(axis="x", labelsize=8)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
