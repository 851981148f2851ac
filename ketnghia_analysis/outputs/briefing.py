"""One page for leaders: five figures, the map, three things to decide."""

from __future__ import annotations

from math import ceil

from ketnghia_analysis.evaluation.facts import FICTION_NOTE, YearFacts
from ketnghia_analysis.evaluation.figures import cited
from ketnghia_analysis.evaluation.findings import Addressee, Area, Finding, Importance
from ketnghia_analysis.evaluation.proposals import findings_of
from ketnghia_analysis.outputs.map_facts import MapFacts
from ketnghia_analysis.outputs.paper import Paper, PaperKind, written
from ketnghia_analysis.outputs.report_sections import named_levels
from ketnghia_analysis.outputs.sections import Block, Bullet, Heading
from ketnghia_analysis.outputs.static_map import Drawing, map_picture
from ketnghia_analysis.vocabulary.cited_text import plain
from ketnghia_analysis.vocabulary.wording import date_vi

DECISIONS = 3
_MAP_WIDTH, _MAP_HEIGHTS = 6.4, (2.0, 3.3)
"""Inches; the map takes what the texts leave of the page."""
_LETTERS, _LINES, _LINE_INCHES = 74, 14, 0.25
"""Letters of a line, lines beside which the map may be as high as it gets, height of a line."""


def briefing(facts: YearFacts, shown: MapFacts) -> bytes:
    """The one-page briefing of a year.

    Args:
        facts: of the year.
        shown: the map of the same year.

    Returns:
        The bytes of a .docx file of one page.

    Raises:
        DataFault: no form of documents is known for the day of issue.
    """
    paper = Paper(
        kind=PaperKind.REPORT,
        name=f"Tóm tắt kết quả kết nghĩa năm {facts.year}",
        subject=f"tóm tắt kết quả công tác kết nghĩa năm {facts.year}",
        body=briefing_body(facts, shown),
        year=facts.year,
        recipients=facts.settings.recipients[:3],
        note=FICTION_NOTE if facts.fictional else "",
        compact=True,
    )
    return written(paper, facts.settings, facts.window.end)


def briefing_body(facts: YearFacts, shown: MapFacts) -> list[Block]:
    """Blocks of the briefing."""
    figures, asked = five_figures(facts), decisions(facts)
    blocks: list[Block] = [
        Heading(f"1. Năm số liệu chính, đến ngày {date_vi(facts.window.end)}"),
        *[Bullet(one) for one in figures],
        map_picture(Drawing(shown), _MAP_WIDTH, _map_height([*figures, *asked])),
        Heading("2. Ba việc cần quyết định"),
    ]
    blocks += [Bullet(one) for one in asked]
    return blocks


def _map_height(texts: list[str]) -> float:
    """Inches that the texts leave for the map."""
    lines = sum(ceil((len(plain(one)) + 10) / _LETTERS) for one in texts)
    least, most = _MAP_HEIGHTS
    return max(least, min(most, most - (lines - _LINES) * _LINE_INCHES))


def five_figures(facts: YearFacts) -> list[str]:
    """The five figures that leaders ask for first, each a sentence."""
    closed, still_open, overdue = (
        cited(facts, "difficulties_in_state", state=one, group="all")
        for one in ("closed", "open", "overdue")
    )
    return [
        f"{cited(facts, 'pairings_evaluated')} cặp kết nghĩa ở "
        f"{cited(facts, 'hamlets_counted', group='paired')} thôn được đánh giá.",
        f"{_levels(facts)}.",
        f"{cited(facts, 'commitments_done_in_all')} trong số "
        f"{cited(facts, 'commitments_in_all')} nội dung đăng ký hoàn thành; "
        f"{cited(facts, 'commitments_overdue_in_all')} nội dung quá hạn.",
        f"{closed} khó khăn, bức xúc được giải quyết trong năm; còn {still_open}, trong đó "
        f"{overdue} quá hạn.",
        f"{cited(facts, 'meetings_held', partner='any')} cuộc họp phối hợp, "
        f"{cited(facts, 'meetings_held', partner='ethnic_office')} cuộc có Phòng Dân tộc, "
        f"{cited(facts, 'meetings_held', partner='commune')} cuộc có UBND xã, thị trấn.",
    ]


def _levels(facts: YearFacts) -> str:
    """Pairings by level, the weak ones too: who reads only this page must not miss them."""
    named = named_levels(facts)
    return f"Xếp mức: {named}" if named else "Chưa có cặp kết nghĩa nào được xếp mức"


def decisions(facts: YearFacts) -> list[str]:
    """The three most pressing things to decide, what the district itself must do first."""
    found = [one for one in findings_of(facts) if one.area is Area.LIMIT and one.task]
    ordered = sorted(found, key=_pressing)[:DECISIONS]
    return [f"{one.task} ({one.cited[:1].lower()}{one.cited[1:]})." for one in ordered] or [
        "Tiếp tục thực hiện các nội dung kết nghĩa đã đăng ký."
    ]


def _pressing(one: Finding) -> tuple[int, int, int]:
    order = list(Importance)
    return (order.index(one.importance), int(one.addressee is not Addressee.DISTRICT), -one.count)
