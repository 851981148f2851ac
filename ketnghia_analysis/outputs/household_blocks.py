"""Poverty by the optional table of households: now, since an earlier round, against the list."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ketnghia_analysis.evaluation.analysis import Analysis
from ketnghia_analysis.evaluation.privacy import HIDDEN_TEXT, SMALLEST_COUNT, SMALLEST_WHOLE
from ketnghia_analysis.measures.alkire_foster import ALL, AlkireFoster
from ketnghia_analysis.measures.alkire_foster_change import poverty_change
from ketnghia_analysis.measures.change import NotComparableError
from ketnghia_analysis.measures.household_poverty import household_poverty
from ketnghia_analysis.measures.poverty_standards import STANDARDS
from ketnghia_analysis.measures.poverty_status import (
    against_list,
    status_counts,
    statuses_by_round,
)
from ketnghia_analysis.outputs.sections import Block, Paragraph
from ketnghia_analysis.outputs.tables import ReportTable
from ketnghia_analysis.vocabulary.codes import HOUSEHOLD_CLASSES
from ketnghia_analysis.vocabulary.wording import Written, number_vi, range_vi

_MEASURES = {
    "H": "Tỷ lệ hộ nghèo đa chiều (H, %)",
    "A": "Mức thiếu hụt bình quân của hộ nghèo (A, %)",
    "M0": "Chỉ số nghèo đa chiều (M0, trên thang 100)",
}


def household_blocks(analysis: Analysis) -> list[Block]:
    """What the year's households say, or a sentence why nothing is told."""
    rows = _of_year(analysis, analysis.year.window.year)
    if len(rows) < SMALLEST_WHOLE:
        return [Paragraph("Năm nay không có danh sách hộ để tính nghèo đa chiều.")]
    try:
        found = _poverty(analysis, rows)
    except (NotComparableError, ValueError) as refusal:
        return [Paragraph(f"{refusal}.")]
    if _is_small(found):
        return [
            Paragraph("Số hộ nghèo đa chiều quá nhỏ, không công bố để bảo vệ thông tin của hộ.")
        ]
    return [_now(found), *_since(analysis, found), *_against_list(analysis, rows)]


def _of_year(analysis: Analysis, year: int) -> pd.DataFrame:
    tables = analysis.year.tables
    rounds = tables["survey_rounds"]
    chosen = set(rounds.loc[rounds["year"] == year, "round_id"])
    return tables["households"][tables["households"]["round_id"].isin(chosen)]


def _poverty(analysis: Analysis, rows: pd.DataFrame) -> AlkireFoster:
    return household_poverty(rows, analysis.year.tables["survey_rounds"], missing="bounds")


def _is_small(found: AlkireFoster) -> bool:
    line = found.row("H")
    return bool(0 < round(line["value"] * line["households"]) < SMALLEST_COUNT)


def _now(found: AlkireFoster) -> ReportTable:
    lines = [found.row(measure) for measure in _MEASURES]
    frame = pd.DataFrame(
        {
            "Chỉ tiêu": list(_MEASURES.values()),
            "Các hộ đủ số liệu": [100 * line["value"] for line in lines],
            "Dù số liệu thiếu ra sao": [
                range_vi(100 * line["lowest"], 100 * line["highest"], 1) for line in lines
            ],
        }
    )
    note = (
        f"{number_vi(found.households)} hộ, {number_vi(found.dropped)} hộ thiếu số liệu; "
        f"các chiều có trọng số bằng nhau, theo chuẩn {found.standard} "
        "(phương pháp Alkire – Foster)."
    )
    unread = STANDARDS[found.standard].unverified
    if unread:
        note += f" Chưa đối chiếu bản gốc: {'; '.join(unread)}."
    shown = {"Các hộ đủ số liệu": Written.ONE_DECIMAL}
    return ReportTable("household_poverty", "Nghèo đa chiều", frame, shown, note)


def _since(analysis: Analysis, found: AlkireFoster) -> list[Block]:
    """Change since the last round before with households; the reason where it can't be told."""
    year = analysis.year.window.year
    rounds = analysis.year.tables["survey_rounds"]
    earlier = sorted({int(one) for one in rounds["year"] if one < year}, reverse=True)
    for before in earlier:
        rows = _of_year(analysis, before)
        if len(rows) < SMALLEST_WHOLE:
            continue
        try:
            first = _poverty(analysis, rows)
            change = poverty_change(first, found, years=year - before)
        except (NotComparableError, ValueError) as refusal:
            return [Paragraph(f"Chưa so được với năm {before}: {refusal}.")]
        if _is_small(first):
            return []
        whole = change[(change["group_by"] == ALL) & (change["indicator"] == "")]
        lines = whole.set_index("measure").loc[list(_MEASURES)]
        frame = pd.DataFrame(
            {
                "Chỉ tiêu": list(_MEASURES.values()),
                f"Năm {before}": (100 * lines["first"]).to_numpy(),
                f"Năm {year}": (100 * lines["last"]).to_numpy(),
                "Thay đổi": (100 * lines["change"]).to_numpy(),
            }
        )
        shown = dict.fromkeys(frame.columns[1:], Written.ONE_DECIMAL)
        title = f"Nghèo đa chiều so với năm {before}"
        return [ReportTable("household_change", title, frame, shown)]
    return []


def _against_list(analysis: Analysis, rows: pd.DataFrame) -> list[Block]:
    """How many households are of each class by the list and by their own figures."""
    statuses = statuses_by_round(rows, analysis.year.tables["survey_rounds"])
    if statuses["status"].isna().all():
        return [
            Paragraph(
                "Chưa đủ số liệu thu nhập, thiếu hụt của hộ để tính lại hộ nghèo, hộ cận nghèo."
            )
        ]
    counts = status_counts(statuses, pd.Series("", index=rows.index)).iloc[0]
    classes = list(HOUSEHOLD_CLASSES.values)
    listed = rows["household_class"].value_counts().reindex(classes, fill_value=0)
    ends = [[int(counts[f"{one}_{end}"]) for one in classes] for end in ("least", "most")]
    low, high = (told_counts(one) for one in ends)
    frame = pd.DataFrame(
        {
            "Loại hộ": [HOUSEHOLD_CLASSES.labels[one] for one in classes],
            "Theo danh sách": told_counts(listed.to_list()),
            "Theo số liệu của hộ": [
                first if first == last else f"{first} – {last}"
                for first, last in zip(low, high, strict=True)
            ],
        }
    )
    differs = int((against_list(rows, statuses) == "differs").sum())
    (told,) = told_counts([differs])
    note = (
        f"{told} hộ có số liệu khác loại ghi trong danh sách, để xã rà soát; danh sách do cấp có "
        "thẩm quyền công nhận, phần mềm không thay đổi."
    )
    return [ReportTable("household_classes", "Đối chiếu danh sách hộ", frame, {}, note)]


def told_counts(counts: Sequence[int]) -> list[str]:
    """Counts that add up to a number that is told, small ones hidden.

    Where only one is small, the next smallest is hidden with it, since the sum would tell it.
    """
    hidden = {place for place, count in enumerate(counts) if 0 < count < SMALLEST_COUNT}
    others = sorted(
        (count, place) for place, count in enumerate(counts) if count and place not in hidden
    )
    if len(hidden) == 1 and others:
        hidden.add(others[0][1])
    return [
        HIDDEN_TEXT if place in hidden else number_vi(count) for place, count in enumerate(counts)
    ]
