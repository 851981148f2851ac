"""Analyses behind the report, for those who want to look further: each says so where it can't."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.evaluation.analysis import Analysis
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.typical import SMALL_NUMBERS, SMALLEST_GROUP
from ketnghia_analysis.measures.boards import board_table
from ketnghia_analysis.measures.classification import (
    against_register,
    classify_hamlets,
    hamlet_facts,
)
from ketnghia_analysis.measures.composite.spec import Board
from ketnghia_analysis.measures.prices import real_income
from ketnghia_analysis.outputs import charts_impact, charts_waiting
from ketnghia_analysis.outputs.household_blocks import household_blocks
from ketnghia_analysis.outputs.sections import Block, Bullet, Heading, Paragraph
from ketnghia_analysis.outputs.shrunk_rates import shrunk_blocks
from ketnghia_analysis.outputs.tables import ReportTable
from ketnghia_analysis.outputs.waiting_groups import waiting_group_blocks
from ketnghia_analysis.places.registers import latest
from ketnghia_analysis.vocabulary.errors import DataFault
from ketnghia_analysis.vocabulary.wording import Written, number_vi, range_vi

_MOST_HAMLETS, _MOST_ON_BOARD = 40, 15


def further_blocks(facts: YearFacts) -> list[Block]:
    """All further analyses of the district; one sentence where only a part of it is meant."""
    analysis = facts.analysis
    if analysis is None or facts.scope:
        return [
            Paragraph(
                "Các phân tích thêm tính trên toàn huyện; để trống tham số xã và cơ quan để xem."
            )
        ]
    parts = {
        "Cam kết quá hạn theo cơ quan": _overdue(facts, analysis),
        "Thời gian chờ theo nhóm": waiting_group_blocks(facts, analysis),
        "Thay đổi theo từng đợt và từng chỉ số": _events(facts, analysis),
        "Nội dung hoàn thành và thay đổi của thôn": _dose(analysis),
        "Nhu cầu của thôn và nội dung đăng ký": _needs(facts, analysis),
        "Thu nhập theo giá so sánh": _income(facts, analysis),
        "Phân định thôn đặc biệt khó khăn": _classes(facts, analysis),
        "Tỷ lệ của thôn ít hộ": shrunk_blocks(facts, analysis),
        "Nghèo đa chiều theo số liệu hộ": household_blocks(analysis),
        **{one.index.name: _board(facts, one) for one in facts.rules.boards.values()},
    }
    return [block for title, blocks in parts.items() for block in [Heading(title), *blocks]]


def _overdue(facts: YearFacts, analysis: Analysis) -> list[Block]:
    counts = analysis.overdue_by_agency
    if counts.empty or not (counts["pending_high"] > 0).any():
        return [Paragraph("Không có nội dung cam kết nào còn dở dang đến cuối năm.")]
    return [charts_waiting.overdue_chart(counts, "Nội dung cam kết", facts.fictional)]


def _events(facts: YearFacts, analysis: Analysis) -> list[Block]:
    found = analysis.impact
    blocks: list[Block] = []
    if found.events is None:
        blocks.append(Paragraph("Chưa đủ thôn có số liệu mọi đợt để so sánh từng đợt."))
    else:
        blocks.append(charts_impact.event_chart(found, facts.fictional))
    if len(found.parts):
        blocks.append(charts_impact.parts_chart(found, facts.fictional))
    return blocks


def _dose(analysis: Analysis) -> list[Block]:
    verdict = analysis.dose.verdict
    return [
        Paragraph(verdict.sentence),
        *[Bullet(one) for one in (*verdict.reasons, *verdict.cautions)],
    ]


def _needs(facts: YearFacts, analysis: Analysis) -> list[Block]:
    rows = analysis.needs
    rows = rows[rows["paired"]] if len(rows) else rows
    if rows.empty:
        return [Paragraph("Chưa có số liệu để đối chiếu nhu cầu với nội dung đăng ký.")]
    hamlets = rows.index.get_level_values("hamlet_id")
    shown = list(dict.fromkeys(hamlets))[:_MOST_HAMLETS]
    names = facts.hamlets.described["name"]
    return [charts_impact.needs_chart(rows[hamlets.isin(shown)], names, facts.fictional)]


def _income(facts: YearFacts, analysis: Analysis) -> list[Block]:
    prices = facts.settings.price_index
    if prices is None:
        return [
            Paragraph(
                "Chưa quy đổi: khai chỉ số giá (price_index) trong settings.yml để so sánh thu "
                "nhập các năm theo cùng một mặt giá."
            )
        ]
    card = real_income(prices)
    panel = analysis.year.panel
    panel = panel[panel.index.get_level_values("year") <= facts.year]
    told = pd.DataFrame(
        {"nominal": panel[card.needs[0]], "real": card.compute(panel)}, dtype="Float64"
    )
    years = told.groupby(level="year")
    rows = years.median().where(years.count() >= SMALLEST_GROUP).dropna(how="all")
    frame = pd.DataFrame(
        {
            "Năm": rows.index.astype(str),
            "Giá hiện hành": rows["nominal"],
            f"Giá năm {prices.base_year}": rows["real"],
        }
    )
    note = f"Trung vị các thôn, triệu đồng/người/năm. Chỉ số giá: {prices.source}."
    shown = dict.fromkeys(frame.columns[1:], Written.ONE_DECIMAL)
    return [ReportTable("real_income", "Thu nhập bình quân đầu người", frame, shown, note)]


def _classes(facts: YearFacts, analysis: Analysis) -> list[Block]:
    year = analysis.year.window.year
    try:
        verdicts = classify_hamlets(hamlet_facts(analysis.year.panel, year), year)
    except DataFault as fault:
        return [Paragraph(f"Không đối chiếu được: {'; '.join(fault.faults)}.")]
    described = facts.hamlets.described
    register = latest(analysis.year.tables["hamlets"], "hamlet_id")["especially_difficult"]
    found = against_register(verdicts, register)
    found = found[found.index.isin(described.index)]
    counts = found["agreement"].value_counts()
    told = (
        f"Theo {verdicts.rule.document}: số liệu và danh mục khớp nhau ở "
        f"{number_vi(counts.get('same', 0))} thôn, khác nhau ở "
        f"{number_vi(counts.get('differs', 0))} thôn, chưa đủ căn cứ ở "
        f"{number_vi(counts.get('unknown', 0))} thôn. Phân định do cấp có thẩm quyền quyết định; "
        "đây chỉ là đối chiếu để rà soát."
    )
    unread = [one.heading.lower() for one in verdicts.rule.criteria if not one.verified]
    if unread:
        told += f" Tiêu chí chưa đối chiếu bản gốc, nên để ngỏ: {'; '.join(unread)}."
    differs = found[found["agreement"] == "differs"]
    if differs.empty:
        return [Paragraph(told)]
    frame = pd.DataFrame(
        {
            "Thôn": differs.index.map(described["name"]),
            "Xã": differs.index.map(described["commune_name"]),
            "Đối chiếu": differs["said"],
        }
    )
    title = "Thôn có số liệu khác danh mục thôn đặc biệt khó khăn"
    return [Paragraph(told), ReportTable("classes", title, frame, {})]


def _board(facts: YearFacts, board: Board) -> list[Block]:
    """The hamlets that stand lowest on a board of the rules file."""
    try:
        rows = board_table(facts.hamlets.told, board, facts.rules.board_uncertainty)
    except DataFault as fault:
        return [Paragraph(f"Không tính được: {'; '.join(fault.faults)}.")]
    described = facts.hamlets.described
    without = int(rows["score"].isna().sum())
    rows = rows[rows["score"].notna()]
    if rows.empty:
        return [Paragraph(f"Năm {facts.year} chưa đủ số liệu để tính cho thôn nào.")]
    paired = rows.index.isin(facts.pairings["hamlet_id"])
    frame = pd.DataFrame(
        {
            "Hạng": rows["shown"],
            "Thôn": rows.index.map(described["name"]),
            "Xã": rows.index.map(described["commune_name"]),
            "Kết nghĩa": ["có" if one else "chưa" for one in paired],
            "Điểm (90 % số lượt)": [
                range_vi(low, high)
                for low, high in zip(rows["score_p05"], rows["score_p95"], strict=True)
            ],
            "Kém trung vị các thôn nhất ở (số điểm)": rows["weakest"],
        }
    )
    told = (
        f"{number_vi(len(rows))} thôn đủ số liệu, {number_vi(without)} thôn chưa đủ. Điểm từ 0 "
        "(kém nhất) đến 100, theo bộ chỉ số khai trong score_rules.yml "
        f"({facts.rules.decided_by}). Hạng ghi khoảng khi không phân biệt được với các thôn khác; "
        f"{SMALL_NUMBERS}."
    )
    lowest = frame.head(_MOST_ON_BOARD)
    return [
        Paragraph(told),
        ReportTable(f"board_{board.index.code}", "Thôn thấp điểm nhất", lowest, {}),
    ]
