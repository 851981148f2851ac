"""The year beside the one before it: the same figures, and what keeps them from being compared."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.figures import figure_of
from ketnghia_analysis.outputs.sections import Block, Heading, Paragraph
from ketnghia_analysis.outputs.tables import ReportTable
from ketnghia_analysis.vocabulary.wording import Written, list_vi, number_vi

_COMPARED: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("Cặp kết nghĩa được đánh giá", "pairings_evaluated", {}),
    ("Nội dung đăng ký", "commitments_in_all", {}),
    ("Nội dung hoàn thành", "commitments_done_in_all", {}),
    ("Nội dung quá hạn", "commitments_overdue_in_all", {}),
    (
        "Khó khăn, bức xúc giải quyết trong năm",
        "difficulties_in_state",
        {"state": "closed", "group": "all"},
    ),
    ("Khó khăn, bức xúc đang tồn", "difficulties_in_state", {"state": "open", "group": "all"}),
    (
        "Khó khăn, bức xúc quá hạn",
        "difficulties_in_state",
        {"state": "overdue", "group": "all"},
    ),
    ("Cuộc họp phối hợp", "meetings_held", {"partner": "any"}),
    ("– có Phòng Dân tộc", "meetings_held", {"partner": "ethnic_office"}),
    ("– có UBND xã, thị trấn", "meetings_held", {"partner": "commune"}),
    ("Báo cáo nộp đúng hạn", "reports_in_time", {"agency": "all"}),
)
"""What is compared: words, name and keys of the figure."""


def year_before_blocks(facts: YearFacts, number: int) -> list[Block]:
    """A numbered heading, the comparison and its limits; nothing where none stands beside."""
    if facts.before is None:
        return []
    return [
        Heading(f"{number}. So với năm {facts.before.year}"),
        year_before_table(facts, facts.before),
        Paragraph(_limits(facts, facts.before)),
    ]


def year_before_table(facts: YearFacts, before: YearFacts) -> ReportTable:
    """Counts of both years side by side, each with its reference."""
    frame = pd.DataFrame({"Nội dung": [words for words, _, _ in _COMPARED]})
    cited = {}
    for one in (before, facts):
        found = [figure_of(one, name, **keys) for _, name, keys in _COMPARED]
        heading = f"Năm {one.year}"
        frame[heading] = pd.Series([told.sourced.value for told in found], dtype="float64")
        cited[heading] = [str(told.reference) for told in found]
    shown = dict.fromkeys(cited, Written.WHOLE)
    title = f"Kết quả năm {facts.year} so với năm {before.year}"
    return ReportTable("year_before", title, frame, shown, references=cited)


def _limits(facts: YearFacts, before: YearFacts) -> str:
    """What keeps the two years from being compared outright; that they can be, where nothing does.

    A count that rests on papers which did not come is too low by an unknown number.
    """
    reasons = []
    silent = {one.year: _silent(one) for one in (before, facts)}
    if any(silent.values()):
        told = [f"năm {year}: {number_vi(count)} cơ quan" for year, count in silent.items()]
        reasons.append(f"có cơ quan chưa gửi báo cáo nội dung đăng ký ({', '.join(told)})")
    held = {one.year: one.quality.held_rows for one in (before, facts)}
    if any(held.values()):
        told = [f"năm {year}: {number_vi(count)} dòng" for year, count in held.items()]
        reasons.append(f"có dòng số liệu bị giữ lại ({', '.join(told)})")
    if before.rules.version != facts.rules.version:
        reasons.append("quy tắc chấm điểm đã thay đổi")
    if not reasons:
        return "Hai năm có đủ báo cáo, so sánh được với nhau."
    return (
        f"So sánh phải thận trọng vì {list_vi(reasons)}; số đếm có thể thấp hơn thực tế. Tăng, "
        "giảm giữa hai năm chưa nói lên nguyên nhân."
    )


def _silent(facts: YearFacts) -> int:
    """Agencies with pairings of which no report on commitments came."""
    rows = facts.pairings
    heard = rows["commitments_received"].groupby(rows["agency_id"]).any()
    return int((~heard).sum())
