"""Figures about the programme: pairings, agencies, promises, activities, difficulties, meetings."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.figures import (
    How,
    Sourced,
    Wanted,
    figure,
    reference_to,
    wanted,
)
from ketnghia_analysis.vocabulary.wording import Written

COMMITMENT_RESULT = ("target", "result", "state", "completed_on")
DEADLINE = ("due_on", "extended_to", "extension_document", "completed_on", "state", "result")
_IN_TIME = ("due_on", "submitted_on")


def _share(part: float, whole: float) -> float | None:
    return 100 * part / whole if whole else None


def _pairings(rows: pd.DataFrame) -> Wanted:
    columns = ("agency_id", "hamlet_id", "role", "valid_from", "valid_to")
    return wanted("pairings", columns, pairing_id=rows.index)


def _commitments(facts: YearFacts, rows: pd.DataFrame, columns: tuple[str, ...]) -> Wanted:
    return wanted("commitments", columns, commitment_id=rows["commitment_id"], year=facts.year)


def _difficulties(rows: pd.DataFrame, columns: tuple[str, ...]) -> Wanted:
    return wanted("difficulties", columns, difficulty_id=rows["difficulty_id"])


def _counted(rows: pd.DataFrame, records: Wanted) -> Sourced:
    return Sourced(len(rows), How.COUNT, (records,))


@figure("Số cặp kết nghĩa được đánh giá", "số cặp có hiệu lực trong năm đủ số ngày quy tắc yêu cầu")
def pairings_evaluated(facts: YearFacts) -> Sourced:
    """Pairings of the year."""
    return _counted(facts.pairings, _pairings(facts.pairings))


@figure("Số cơ quan có cặp kết nghĩa", "số cơ quan của các cặp kết nghĩa được đánh giá")
def agencies_paired(facts: YearFacts) -> Sourced:
    """Agencies with a pairing in the year."""
    rows = facts.agencies[facts.agencies["pairings"] > 0]
    return Sourced(len(rows), How.COUNT, (wanted("agencies", ("name",), agency_id=rows.index),))


@figure("Số cặp kết nghĩa mức {level}", "số cặp được xếp mức này")
def pairings_at_level(facts: YearFacts, level: str) -> Sourced:
    """Pairings at a completion level, or whose level is not known."""
    rows = facts.pairings[facts.pairings["level"] == level]
    parts = tuple(reference_to(facts, "pairing_points", pairing=str(one)) for one in rows.index)
    return Sourced(len(rows), How.COUNT, (_pairings(rows),), parts)


def _of_field(facts: YearFacts, field: str) -> pd.DataFrame:
    rows = facts.commitments
    return rows[rows["field"] == field]


@figure("Nội dung đăng ký, lĩnh vực {field}", "số nội dung của năm thuộc lĩnh vực")
def commitments_registered(facts: YearFacts, field: str) -> Sourced:
    """Commitments of a field."""
    rows = _of_field(facts, field)
    return _counted(rows, _commitments(facts, rows, ("field",)))


@figure(
    "Nội dung hoàn thành, lĩnh vực {field}",
    "số nội dung có kết quả đạt từ 100 % chỉ tiêu, hoặc ghi hoàn thành, đến cuối năm",
)
def commitments_done(facts: YearFacts, field: str) -> Sourced:
    """Commitments of a field that surely were fulfilled."""
    rows = _of_field(facts, field)
    rows = rows[rows["share_low"] >= 1]
    return _counted(rows, _commitments(facts, rows, COMMITMENT_RESULT))


@figure(
    "Tỷ lệ nội dung hoàn thành, lĩnh vực {field}",
    "100 × số nội dung hoàn thành / số nội dung đăng ký",
    Written.WHOLE_PERCENT,
)
def commitments_done_share(facts: YearFacts, field: str) -> Sourced:
    """Fulfilled commitments of a field, of those registered."""
    rows = _of_field(facts, field)
    done = int((rows["share_low"] >= 1).sum())
    both = ("commitments_done", "commitments_registered")
    parts = tuple(reference_to(facts, name, field=field) for name in both)
    records = (_commitments(facts, rows, COMMITMENT_RESULT),)
    return Sourced(_share(done, len(rows)), How.SHARE, records, parts)


@figure("Nội dung quá hạn, lĩnh vực {field}", "số nội dung chưa hoàn thành sau thời hạn")
def commitments_overdue_of_field(facts: YearFacts, field: str) -> Sourced:
    """Unfinished commitments of a field past their deadline."""
    rows = _of_field(facts, field)
    rows = rows[rows["days_overdue"].notna()]
    return _counted(rows, _commitments(facts, rows, DEADLINE))


@figure("Nội dung đang ở trạng thái {state}, lĩnh vực {field}", "số nội dung theo trạng thái")
def commitments_in_state(facts: YearFacts, field: str, state: str) -> Sourced:
    """Commitments of a field by their state; several states are joined by "+"."""
    rows = _of_field(facts, field)
    rows = rows[rows["state"].isin(state.split("+"))]
    return _counted(rows, _commitments(facts, rows, ("state",)))


@figure("Cơ quan đăng ký nội dung, lĩnh vực {field}", "số cơ quan có nội dung thuộc lĩnh vực")
def agencies_registering(facts: YearFacts, field: str) -> Sourced:
    """Agencies with commitments of a field."""
    rows = _of_field(facts, field)
    agencies = wanted("agencies", ("name",), agency_id=rows["agency_id"].unique())
    records = _commitments(facts, rows, ("field",))
    return Sourced(rows["agency_id"].nunique(), How.COUNT, (agencies, records))


@figure("{column} của nội dung {commitment}", "giá trị ghi ở nội dung đăng ký", Written.ONE_DECIMAL)
def commitment_value(facts: YearFacts, commitment: str, column: str) -> Sourced:
    """Target or result of a commitment."""
    rows = facts.commitments[facts.commitments["commitment_id"] == commitment]
    return Sourced(rows[column].iloc[0], How.VALUE, (_commitments(facts, rows, (column,)),))


@figure("Số ngày quá hạn của nội dung {commitment}", "ngày cuối năm đánh giá trừ thời hạn")
def commitment_days_overdue(facts: YearFacts, commitment: str) -> Sourced:
    """Days by which an unfinished commitment is past its deadline."""
    rows = facts.commitments[facts.commitments["commitment_id"] == commitment]
    records = _commitments(facts, rows, DEADLINE)
    return Sourced(rows["days_overdue"].iloc[0], How.VALUE, (records,))


@figure("Số hoạt động loại {kind}", "số hoạt động trong năm của các cặp kết nghĩa")
def activities_held(facts: YearFacts, kind: str) -> Sourced:
    """Activities of a type, "unsaid" for those whose type nobody wrote."""
    rows = _of_kind(facts, kind)
    records = wanted("activities", ("activity_type", "date"), activity_id=rows["activity_id"])
    return _counted(rows, records)


@figure("Tổng {column} của hoạt động loại {kind}", "cộng các giá trị đã ghi", Written.WHOLE)
def activities_sum(facts: YearFacts, kind: str, column: str) -> Sourced:
    """Attendances, gifts, working days of a type of activities."""
    return _activity_sum(facts, kind, column, 1.0)


@figure(
    "Kinh phí của hoạt động loại {kind} (triệu đồng)",
    "cộng kinh phí đã ghi, chia 1.000.000",
    Written.ONE_DECIMAL,
)
def activities_cost(facts: YearFacts, kind: str) -> Sourced:
    """Money of a type of activities, million dong."""
    return _activity_sum(facts, kind, "cost_dong", 1e6)


def _activity_sum(facts: YearFacts, kind: str, column: str, unit: float) -> Sourced:
    rows = _of_kind(facts, kind)
    rows = rows[rows[column].notna()]
    records = wanted("activities", (column,), activity_id=rows["activity_id"])
    total = float(rows[column].sum()) / unit if len(rows) else None
    return Sourced(total, How.SUM, (records,))


def _of_kind(facts: YearFacts, kind: str) -> pd.DataFrame:
    rows = facts.activities
    unsaid = rows["activity_type"].isna()
    return rows[unsaid] if kind == "unsaid" else rows[rows["activity_type"] == kind]


_STATES = {
    "closed": "closed_in_year",
    "open": "open",
    "overdue": "overdue",
}
DIFFICULTY = ("raised_on", "due_on", "resolved_on", "result")


@figure("Khó khăn, bức xúc ({state}), nhóm {group}", "số khó khăn theo tình trạng cuối năm")
def difficulties_in_state(facts: YearFacts, state: str, group: str) -> Sourced:
    """Difficulties closed in the year, open or overdue at its end; group "all" for all groups."""
    rows = facts.difficulties[facts.difficulties[_STATES[state]]]
    rows = rows if group == "all" else rows[rows["group"] == group]
    return _counted(rows, _difficulties(rows, DIFFICULTY))


@figure(
    "Khó khăn đang tồn thuộc thẩm quyền cấp trên", "số khó khăn đang tồn, thẩm quyền tỉnh trở lên"
)
def difficulties_above_district(facts: YearFacts) -> Sourced:
    """Open difficulties that only a higher level can settle."""
    rows = facts.difficulties
    rows = rows[rows["open"] & rows["authority"].isin(["province", "central"])]
    return _counted(rows, _difficulties(rows, ("authority", *DIFFICULTY)))


_PRESENCE = {"any": "", "ethnic_office": "with_ethnic_office", "commune": "with_commune"}


@figure("Cuộc họp phối hợp ({partner})", "số cuộc họp trong năm")
def meetings_held(facts: YearFacts, partner: str) -> Sourced:
    """Coordination meetings of the year: any, or those with one of the two partners."""
    rows, column = facts.meetings, _PRESENCE[partner]
    rows = rows[rows[column].fillna(False).astype(bool)] if column else rows
    columns = ("date", column) if column else ("date",)
    return _counted(rows, wanted("coordination_meetings", columns, meeting_id=rows["meeting_id"]))


def _agencies_of(facts: YearFacts, agency: str) -> pd.DataFrame:
    rows = facts.agencies[facts.agencies["pairings"] > 0]
    return rows if agency == "all" else rows.loc[[agency]]


@figure("Cán bộ được phân công trách nhiệm ({agency})", "số cán bộ có nhiệm vụ ghi trong danh sách")
def officers_assigned(facts: YearFacts, agency: str) -> Sourced:
    """Officials with a written duty, of one agency or of all whose lists came."""
    rows = _agencies_of(facts, agency)
    rows = rows[rows["duties_received"]]
    records = wanted("officer_duties", ("duty",), agency_id=rows.index, year=facts.year)
    assigned = float(rows["officers_assigned"].sum()) if len(rows) else None
    return Sourced(assigned, How.COUNT, (records,))


@figure(
    "Tổng số cán bộ, công chức, viên chức ({agency})", "cộng số biên chế ghi ở danh mục cơ quan"
)
def officers_total(facts: YearFacts, agency: str) -> Sourced:
    """Officials of one agency or of all whose lists came."""
    rows = _agencies_of(facts, agency)
    rows = rows[rows["duties_received"]] if agency == "all" else rows
    known = rows[rows["officers"].notna()]
    records = wanted("agencies", ("officers",), agency_id=known.index)
    total = float(known["officers"].sum()) if len(known) else None
    return Sourced(total, How.SUM, (records,))


@figure("Báo cáo nộp đúng hạn ({agency})", "số báo cáo có ngày nộp không sau hạn nộp")
def reports_in_time(facts: YearFacts, agency: str) -> Sourced:
    """Reports submitted in time, of one agency or of all."""
    rows = _agencies_of(facts, agency)
    records = wanted("submitted_reports", _IN_TIME, agency_id=rows.index, year=facts.year)
    return Sourced(float(rows["reports_in_time"].sum()), How.COUNT, (records,))


@figure("Báo cáo phải nộp ({agency})", "số báo cáo được theo dõi của năm")
def reports_due(facts: YearFacts, agency: str) -> Sourced:
    """Reports due, of one agency or of all."""
    rows = _agencies_of(facts, agency)
    records = wanted("submitted_reports", _IN_TIME, agency_id=rows.index, year=facts.year)
    return Sourced(float(rows["reports_due"].sum()), How.COUNT, (records,))


@figure("Nội dung đăng ký của năm", "số nội dung đăng ký của mọi lĩnh vực")
def commitments_in_all(facts: YearFacts) -> Sourced:
    """Commitments of the year."""
    rows = facts.commitments
    return _counted(rows, _commitments(facts, rows, ("field",)))


@figure(
    "Nội dung đăng ký hoàn thành",
    "số nội dung có kết quả đạt từ 100 % chỉ tiêu, hoặc ghi hoàn thành, đến cuối năm",
)
def commitments_done_in_all(facts: YearFacts) -> Sourced:
    """Commitments that surely were fulfilled."""
    rows = facts.commitments[facts.commitments["share_low"] >= 1]
    return _counted(rows, _commitments(facts, rows, COMMITMENT_RESULT))


@figure("Nội dung đăng ký quá hạn", "số nội dung chưa hoàn thành sau thời hạn")
def commitments_overdue_in_all(facts: YearFacts) -> Sourced:
    """Unfinished commitments past their deadline."""
    rows = facts.commitments[facts.commitments["days_overdue"].notna()]
    return _counted(rows, _commitments(facts, rows, DEADLINE))
