"""The yearly evaluation, section by section, after the usual outline of such reports."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.figures import cited
from ketnghia_analysis.evaluation.findings import Addressee, Area, Finding
from ketnghia_analysis.evaluation.privacy import HIDDEN, HIDDEN_NOTE, HIDDEN_TEXT, MISSING
from ketnghia_analysis.evaluation.proposals import tasks
from ketnghia_analysis.measures.criteria import CRITERIA
from ketnghia_analysis.outputs import charts
from ketnghia_analysis.outputs import report_tables as tables
from ketnghia_analysis.outputs.analysis_sections import (
    certainty_blocks,
    impact_blocks,
    needs_blocks,
    waiting_blocks,
)
from ketnghia_analysis.outputs.hamlet_tables import movements_table
from ketnghia_analysis.outputs.sections import Block, Bullet, Heading, Paragraph, section
from ketnghia_analysis.outputs.year_before import year_before_blocks
from ketnghia_analysis.vocabulary.codes import FIELDS, LEVELS, POVERTY_STANDARDS
from ketnghia_analysis.vocabulary.wording import (
    date_vi,
    is_missing,
    list_vi,
    number_vi,
)

_WEAK_BELOW, _STRONG_FROM = 60.0, 85.0
"""Mean share of a criterion's points below or from which the assessment names it."""
_NO_MEETING_BOOK = "chưa nhận được sổ theo dõi họp phối hợp"
_ABOVE_DISTRICT = ("province", "central")
_POVERTY = "poor_household_share_percent"
KEY_INDICATORS = (
    _POVERTY,
    "income_per_person_million_dong",
    "hygienic_water_share_percent",
    "hygienic_latrine_share_percent",
    "temporary_house_share_percent",
    "lacking_production_land_share_percent",
    "trained_worker_percent",
    "health_insurance_percent",
)


@section("I", "Đặc điểm tình hình")
def situation(facts: YearFacts, findings: list[Finding]) -> list[Block]:
    """Communes, hamlets, pairings, living conditions."""
    place = facts.title_place[:1].upper() + facts.title_place[1:]
    blocks: list[Block] = [
        Paragraph(
            f"{place} có {cited(facts, 'communes_counted')} xã, thị trấn với "
            f"{_hamlets(facts, 'all')} thôn, khu phố; trong đó {_hamlets(facts, 'mixed')} thôn "
            "xen ghép vùng đồng bào dân tộc thiểu số. Trong năm có "
            f"{_hamlets(facts, 'paired')} thôn được {cited(facts, 'agencies_paired')} cơ quan, "
            f"đơn vị kết nghĩa, gồm {cited(facts, 'pairings_evaluated')} cặp kết nghĩa được đánh "
            f"giá; đến ngày {date_vi(facts.window.end)} có "
            f"{_hamlets(facts, 'paired_at_end')} thôn có cơ quan kết nghĩa."
        )
    ]
    blocks += _poverty(facts)
    if facts.movements["indicator"].isin(KEY_INDICATORS).any():
        blocks.append(movements_table(facts, KEY_INDICATORS))
    return blocks


def _hamlets(facts: YearFacts, group: str) -> str:
    return cited(facts, "hamlets_counted", group=group)


def _poverty(facts: YearFacts) -> list[Block]:
    if facts.scope:
        return _poverty_by_hamlet(facts)
    rows = facts.movements.set_index("indicator")
    if _POVERTY not in rows.index or is_missing(rows.at[_POVERTY, "paired"]):
        return [Paragraph("Năm nay chưa có số liệu hộ nghèo của các thôn kết nghĩa.")]
    rounds = facts.register["survey_rounds"]
    of_year = rounds.loc[rounds["year"] == facts.year, "poverty_standard"].unique()
    standards = list_vi([POVERTY_STANDARDS.labels[one] for one in of_year])
    standard = f"chuẩn nghèo của {standards}"
    text = (
        f"Theo {standard}, tỷ lệ hộ nghèo năm {facts.year} (trung vị các thôn) ở thôn kết nghĩa là "
        f"{_typical(facts, 'paired')} %, ở các thôn khác là {_typical(facts, 'others')} %."
    )
    if rows.at[_POVERTY, "note"]:
        text += f" Tỷ lệ này {rows.at[_POVERTY, 'note']}; các năm trước đó không so sánh được."
    return [Paragraph(text), charts.trend_chart(facts)]


def _typical(facts: YearFacts, group: str) -> str:
    return cited(facts, "typical", indicator=_POVERTY, group=group)


def _poverty_by_hamlet(facts: YearFacts) -> list[Block]:
    """Of one commune or agency: the paired hamlets one by one, as their groups are too small."""
    described = facts.hamlets.described
    told = []
    for hamlet in described.index[described["paired"]]:
        state = facts.hamlets.states.at[hamlet, _POVERTY]
        keys = {"hamlet": str(hamlet), "indicator": _POVERTY, "survey": str(facts.year)}
        value = f"{cited(facts, 'hamlet_indicator', **keys)} %"
        shown = {HIDDEN: HIDDEN_TEXT, MISSING: "chưa có số liệu"}.get(state, value)
        told.append(f"{described.at[hamlet, 'name']}: {shown}")
    if not told:
        return []
    note = f" {HIDDEN_NOTE}." if any(HIDDEN_TEXT in one for one in told) else ""
    text = f"Tỷ lệ hộ nghèo năm {facts.year} của các thôn kết nghĩa – {'; '.join(told)}.{note}"
    return [Paragraph(text)]


@section("II", "Công tác lãnh đạo, chỉ đạo, triển khai thực hiện")
def leadership(facts: YearFacts, findings: list[Finding]) -> list[Block]:
    """Documents, duties of officials, coordination, reports."""
    rows = facts.agencies[facts.agencies["pairings"] > 0]
    blocks: list[Block] = []
    if facts.settings.legal_basis:
        blocks.append(
            Paragraph(
                f"Công tác kết nghĩa thực hiện theo {list_vi([*facts.settings.legal_basis])}."
            )
        )
    blocks.append(
        Paragraph(
            f"{_duties_text(facts, rows)} {_meetings_text(facts)} {_reports_text(facts, rows)}"
        )
    )
    blocks.append(tables.agencies_table(facts))
    return blocks


def _duties_text(facts: YearFacts, agencies: pd.DataFrame) -> str:
    """How many officials have a duty, of the agencies whose lists came."""
    told = agencies[agencies["duties_received"]]
    silent = len(agencies) - len(told)
    if told.empty:
        return "Chưa nhận được danh sách phân công trách nhiệm của cơ quan kết nghĩa nào."
    text = (
        f"{cited(facts, 'officers_assigned', agency='all')} trong số "
        f"{cited(facts, 'officers_total', agency='all')} cán bộ, công chức, viên chức của "
        f"{number_vi(len(told))} cơ quan kết nghĩa được giao trách nhiệm cụ thể bằng văn bản"
    )
    return f"{text}; {number_vi(silent)} cơ quan chưa gửi danh sách." if silent else f"{text}."


def _meetings_text(facts: YearFacts) -> str:
    """Coordination meetings; a book of meetings that never came is not "no meeting"."""
    meetings = facts.meetings
    if meetings.empty:
        blocks = facts.quality.blocks
        came = blocks["table"].eq("coordination_meetings") & blocks["year"].eq(facts.year)
        told = "không có cuộc họp phối hợp nào được ghi" if came.any() else _NO_MEETING_BOOK
        return f"Trong năm {told}."
    return (
        f"Trong năm có {_meetings(facts, 'any')} cuộc họp phối hợp, trong đó "
        f"{_meetings(facts, 'ethnic_office')} cuộc có Phòng Dân tộc và "
        f"{_meetings(facts, 'commune')} cuộc có UBND xã, thị trấn tham dự."
    )


def _meetings(facts: YearFacts, partner: str) -> str:
    return cited(facts, "meetings_held", partner=partner)


def _reports_text(facts: YearFacts, agencies: pd.DataFrame) -> str:
    due = agencies["reports_due"].sum()
    if due == 0:
        return "Chưa nhận được số liệu theo dõi báo cáo của các cơ quan kết nghĩa."
    in_time = cited(facts, "reports_in_time", agency="all")
    owed = cited(facts, "reports_due", agency="all")
    return f"Các cơ quan nộp đúng hạn {in_time} trong số {owed} báo cáo phải nộp."


@section("III", "Kết quả thực hiện")
def results(facts: YearFacts, findings: list[Finding]) -> list[Block]:
    """Results in the six fields of the programme."""
    if facts.commitments.empty and facts.activities.empty:
        return [Paragraph("Trong năm chưa nhận được số liệu về nội dung và hoạt động kết nghĩa.")]
    blocks: list[Block] = [charts.fields_chart(facts), tables.fields_table(facts)]
    for number, field in enumerate(FIELDS.values, start=1):
        blocks.append(Heading(f"{number}. {FIELDS.titles[field]}"))
        blocks.append(Paragraph(_field_text(facts, field)))
        if field == "difficulties":
            blocks += _difficulties(facts)
    blocks.append(Heading(f"{len(FIELDS.values) + 1}. Hoạt động tại thôn"))
    blocks.append(tables.activities_table(facts))
    return blocks + year_before_blocks(facts, len(FIELDS.values) + 2)


def _field_text(facts: YearFacts, field: str) -> str:
    rows = facts.commitments[facts.commitments["field"] == field]
    if rows.empty:
        return "Trong năm không có nội dung đăng ký thuộc lĩnh vực này."
    names = ("agencies_registering", "commitments_registered", "commitments_done")
    agencies, registered, done = (cited(facts, name, field=field) for name in names)
    share = cited(facts, "commitments_done_share", field=field)
    text = f"{agencies} cơ quan đăng ký {registered} nội dung; hoàn thành {done} nội dung ({share})"
    late = cited(facts, "commitments_overdue_of_field", field=field)
    return (
        f"{text}, còn {late} nội dung quá hạn."
        if rows["days_overdue"].notna().any()
        else f"{text}."
    )


def _difficulties(facts: YearFacts) -> list[Block]:
    rows = facts.difficulties
    if rows.empty:
        return []
    closed, still_open, overdue = (
        cited(facts, "difficulties_in_state", state=state, group="all")
        for state in ("closed", "open", "overdue")
    )
    text = (
        f"Trong năm giải quyết {closed} khó khăn, bức xúc; đến ngày {date_vi(facts.window.end)} "
        f"còn {still_open} khó khăn, bức xúc tồn tại, trong đó {overdue} quá hạn giải quyết."
    )
    return [Paragraph(text), tables.difficulties_table(facts), *waiting_blocks(facts)]


@section("IV", "Đánh giá chung")
def assessment(facts: YearFacts, findings: list[Finding]) -> list[Block]:
    """Levels, strengths, limits, what the figures say of causes and what they don't."""
    blocks: list[Block] = [Heading("1. Kết quả xếp mức"), Paragraph(_levels_text(facts))]
    blocks += [charts.levels_chart(facts), tables.levels_table(facts)]
    blocks += certainty_blocks(facts)
    if not facts.criteria.empty:
        blocks += [charts.criteria_chart(facts)]
    blocks.append(Heading("2. Ưu điểm"))
    blocks += _stated(findings, Area.STRENGTH) + _strong_criteria(facts)
    blocks.append(Heading("3. Hạn chế"))
    blocks += _stated(findings, Area.LIMIT)
    blocks.append(Heading("4. Nguyên nhân thể hiện qua số liệu"))
    blocks += _causes(facts)
    helped = impact_blocks(facts)
    if helped:
        blocks += [Heading("5. Chuyển biến ở thôn kết nghĩa so với thôn khác"), *helped]
    number = 6 if helped else 5
    blocks.append(Heading(f"{number}. Điều số liệu chưa cho phép kết luận"))
    blocks += _stated(findings, Area.DATA)
    blocks.append(
        Bullet(
            "Chuyển biến ở thôn là kết quả chung của nhiều chương trình; số liệu này chưa đủ để "
            "nói phần nào do kết nghĩa."
        )
    )
    return blocks


def _levels_text(facts: YearFacts) -> str:
    if facts.pairings.empty:
        return "Trong năm không có cặp kết nghĩa nào được đánh giá."
    pairings = cited(facts, "pairings_evaluated")
    return (
        f"Trong {pairings} cặp kết nghĩa có {named_levels(facts)}.{_levels_before(facts)} Thang "
        f"điểm và mức xếp là {facts.rules.decided_by} (bản {facts.rules.version}). Cặp thiếu số "
        "liệu được ghi khoảng điểm; chỉ xếp mức khi cả hai đầu khoảng cùng một mức."
    )


def named_levels(facts: YearFacts) -> str:
    """Pairings at each level that has any: "2 cặp Hoàn thành tốt và 1 cặp Hoàn thành"."""
    return list_vi(
        [
            f"{cited(facts, 'pairings_at_level', level=str(level))} cặp {LEVELS.labels[str(level)]}"
            for level, count in facts.levels.items()
            if count
        ]
    )


def _levels_before(facts: YearFacts) -> str:
    """The levels of the year before, and what forbids to compare them outright."""
    before = facts.before
    if before is None:
        return ""
    pairings = cited(before, "pairings_evaluated")
    text = f" Năm {before.year}, trong {pairings} cặp có {named_levels(before)}."
    if facts.levels.get("unknown", 0) or before.levels.get("unknown", 0):
        text += " Số cặp chưa đủ dữ liệu hai năm có thể khác nhau, nên so sánh phải thận trọng."
    return text


def _stated(findings: list[Finding], area: Area) -> list[Block]:
    found: list[Block] = [Bullet(f"{one.cited}.") for one in findings if one.area is area]
    return found or [Paragraph("Số liệu trong năm không cho thấy điểm nào cần nêu ở mục này.")]


def _mean_shares(facts: YearFacts) -> pd.DataFrame:
    """Mean share of each criterion's points over the pairings, percent, lowest and highest."""
    rows = facts.criteria[facts.criteria["low"].notna()]
    means = rows.groupby("criterion")[["points_most", "low", "high"]].mean()
    return 100 * means[["low", "high"]].div(means["points_most"], axis=0)


def _criterion_bullet(facts: YearFacts, code: str, doubt: str = "") -> Bullet:
    reached = cited(facts, "criterion_mean_share", criterion=code)
    return Bullet(
        f"Tiêu chí {code} “{CRITERIA[code].heading}” đạt bình quân {reached} % điểm tối đa{doubt}."
    )


def _strong_criteria(facts: YearFacts) -> list[Block]:
    shares = _mean_shares(facts)
    chosen = shares[shares["low"] >= _STRONG_FROM].sort_values("low", ascending=False)
    return [_criterion_bullet(facts, str(code)) for code in chosen.index]


def _causes(facts: YearFacts) -> list[Block]:
    """Weak work of the agencies, surely or possibly; what is beyond the district's authority."""
    shares = _mean_shares(facts)
    # change in the hamlets is an outcome, never a cause
    shares = shares[~shares.index.str.startswith("E")]
    found: list[Block] = []
    for code, share in shares[shares["low"] < _WEAK_BELOW].sort_values("low").iterrows():
        sure = share["high"] < _WEAK_BELOW
        doubt = "" if sure else f", chưa đủ số liệu để khẳng định dưới {number_vi(_WEAK_BELOW)} %"
        found.append(_criterion_bullet(facts, str(code), doubt))
    waiting = facts.difficulties[facts.difficulties["open"]]
    above = int(waiting["authority"].isin(_ABOVE_DISTRICT).sum())
    if above:
        found.append(
            Bullet(
                f"{cited(facts, 'difficulties_above_district')} trong số "
                f"{cited(facts, 'difficulties_in_state', state='open', group='all')} khó khăn, bức "
                "xúc đang tồn thuộc thẩm quyền giải quyết của cấp trên."
            )
        )
    text = f"Không có tiêu chí nào đạt bình quân dưới {number_vi(_WEAK_BELOW)} % điểm tối đa."
    return found or [Paragraph(text)]


@section("V", "Nhiệm vụ năm tới")
def next_tasks(facts: YearFacts, findings: list[Finding]) -> list[Block]:
    """What agencies and communes must do, from what is open, overdue or missing."""
    to_do = [one for one in findings if one.area is not Area.DATA]
    to_send = [one for one in findings if one.area is Area.DATA]
    asked = (Addressee.AGENCIES, Addressee.COMMUNES)
    parts: dict[str, list[Block]] = {
        "Về công tác kết nghĩa": [Bullet(f"{task}.") for task in tasks(to_do, *asked)],
        "Về số liệu": [Bullet(f"{task}.") for task in tasks(to_send, *asked)],
        "Nhu cầu của thôn cần được đăng ký": needs_blocks(facts),
    }
    told = [(title, blocks) for title, blocks in parts.items() if blocks]
    found: list[Block] = []
    for number, (title, blocks) in enumerate(told, start=1):
        found += [Heading(f"{number}. {title}"), *blocks]
    return found or [Paragraph("Tiếp tục thực hiện các nội dung kết nghĩa đã đăng ký.")]


@section("VI", "Kiến nghị, đề xuất")
def proposals(facts: YearFacts, findings: list[Finding]) -> list[Block]:
    """What the district is asked to decide."""
    found: list[Block] = [
        Bullet(f"Đề nghị UBND huyện: {task[:1].lower()}{task[1:]}.")
        for task in tasks(findings, Addressee.DISTRICT)
    ]
    waiting = facts.difficulties[facts.difficulties["open"]]
    if waiting["authority"].isin(_ABOVE_DISTRICT).any():
        above = cited(facts, "difficulties_above_district")
        found.append(
            Bullet(
                f"Đề nghị cấp có thẩm quyền xem xét, giải quyết {above} khó khăn, bức xúc của thôn "
                "vượt thẩm quyền của huyện."
            )
        )
    found.append(
        Bullet(
            "Đề nghị cấp có thẩm quyền xem xét, phê duyệt bộ tiêu chí và thang điểm đánh giá kết "
            f"nghĩa (hiện là {facts.rules.decided_by})."
        )
    )
    return found
