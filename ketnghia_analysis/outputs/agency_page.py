"""What a report to one agency shows: its hamlets, its promises, its points, what it should do."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.findings import Addressee, Area, Finding
from ketnghia_analysis.evaluation.proposals import findings_of, tasks
from ketnghia_analysis.outputs.report_tables import (
    commitments_table,
    difficulties_table,
    pairings_table,
)
from ketnghia_analysis.outputs.section_page import SectionPage
from ketnghia_analysis.outputs.sections import Block, Bullet, Heading, Paragraph
from ketnghia_analysis.outputs.tables import ReportTable
from ketnghia_analysis.vocabulary.codes import LEVELS
from ketnghia_analysis.vocabulary.wording import NO_DATA, list_vi, number_vi, range_vi

_NAMED_ABOVE = ["Cơ quan"]
"""Columns that say the same in every row, since the page is about one agency."""


def agency_summary(facts: YearFacts) -> SectionPage:
    """The agency in a few sentences: hamlets, points, promises, reports; what is unknown is said.

    Args:
        facts: of one agency.
    """
    agency = facts.agencies.iloc[0]
    rows = facts.pairings
    places = [
        f"{hamlet} ({commune})"
        for hamlet, commune in zip(rows["hamlet"], rows["commune"], strict=True)
    ]
    mean = range_vi(agency["points_low"], agency["points_high"], 1)
    blocks: list[Block] = [
        Paragraph(
            f"Năm {facts.year}, {agency['name']} kết nghĩa với {number_vi(len(rows))} thôn: "
            f"{list_vi(places)}."
        ),
        Bullet(f"Điểm bình quân của cơ quan: {mean}. Mức hoàn thành: {_levels(rows)}."),
        Bullet(_promises(rows)),
        Bullet(f"Cán bộ, công chức, viên chức được phân công: {_officers(agency)}."),
        Bullet(
            f"Báo cáo gửi đúng hạn: {number_vi(agency['reports_in_time'])}/"
            f"{number_vi(agency['reports_due'])}."
        ),
    ]
    return SectionPage(blocks)


def _levels(rows: pd.DataFrame) -> str:
    counts = rows["level"].value_counts()
    told = [
        f"{LEVELS.labels[level]} {number_vi(counts[level])} thôn"
        for level in LEVELS.values
        if counts.get(level, 0)
    ]
    return list_vi(told) if told else NO_DATA


def _promises(rows: pd.DataFrame) -> str:
    heard = rows[rows["commitments_received"]]
    if heard.empty:
        return f"Nội dung đăng ký: {NO_DATA}."
    told = (
        f"Đã đăng ký {number_vi(heard['commitments'].sum())} nội dung, hoàn thành "
        f"{number_vi(heard['completed'].sum())}, chưa xong và đã quá hạn "
        f"{number_vi(heard['overdue'].sum())}"
    )
    unheard = len(rows) - len(heard)
    return f"{told}; {number_vi(unheard)} thôn {NO_DATA}." if unheard else f"{told}."


def _officers(agency: pd.Series) -> str:
    if not agency["duties_received"]:
        return NO_DATA
    return f"{number_vi(agency['officers_assigned'])}/{number_vi(agency['officers'])} người"


def agency_pairings(facts: YearFacts) -> ReportTable:
    """The agency's hamlets with points, level and what became of its promises."""
    return _without_agency(pairings_table(facts))


def agency_commitments(facts: YearFacts) -> ReportTable:
    """Every promise of the year with its deadline and result."""
    return _without_agency(commitments_table(facts))


def agency_difficulties(facts: YearFacts) -> ReportTable:
    """Difficulties of its hamlets by group: settled, open, overdue."""
    return difficulties_table(facts)


def agency_tasks(facts: YearFacts) -> SectionPage:
    """What was found about the agency, and what it is asked to do next year."""
    found = findings_of(facts)
    blocks: list[Block] = [
        *_told("Ưu điểm", found, Area.STRENGTH),
        *_told("Hạn chế", found, Area.LIMIT),
    ]
    asked = tasks(found, Addressee.AGENCIES)
    if asked:
        blocks += [Heading("Đề nghị cơ quan"), *(Bullet(task) for task in asked)]
    if not blocks:
        blocks.append(Paragraph("Số liệu đã nhận không nêu điểm nào cần đề nghị thêm."))
    return SectionPage(blocks)


def _told(title: str, found: list[Finding], area: Area) -> list[Block]:
    own = [Bullet(one.sentence) for one in found if one.area is area]
    return [Heading(title), *own] if own else []


def _without_agency(table: ReportTable) -> ReportTable:
    return replace(table, frame=table.frame.drop(columns=_NAMED_ABOVE))
