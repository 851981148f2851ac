"""Findings about the programme: pairings, duties, coordination, promises, difficulties."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.findings import Addressee, Area, Importance, finding, table

_PAIRING = {"agency": "Cơ quan", "hamlet": "Thôn", "commune": "Xã"}
_LONG_OPEN_DAYS = 365


@finding(
    Area.STRENGTH,
    Importance.LOW,
    "{n} cặp kết nghĩa được xếp mức Hoàn thành tốt trở lên",
)
def pairings_rated_good(facts: YearFacts) -> pd.DataFrame:
    """Pairings whose level is surely good or excellent."""
    rows = facts.pairings[facts.pairings["level"].isin(["excellent", "good"])]
    rows = rows.sort_values("points_low", ascending=False)
    return table(rows, {**_PAIRING, "points_low": "Điểm"})


@finding(Area.STRENGTH, Importance.LOW, "{n} khó khăn, bức xúc được giải quyết trong năm {year}")
def difficulties_closed(facts: YearFacts) -> pd.DataFrame:
    """Difficulties resolved, or rightly referred upward, within the year."""
    rows = facts.difficulties[facts.difficulties["closed_in_year"]]
    columns = {"hamlet": "Thôn", "commune": "Xã", "content": "Nội dung", "resolved_on": "Ngày"}
    return table(rows, columns)


@finding(
    Area.LIMIT,
    Importance.HIGH,
    "{n} thôn xen ghép chưa có cơ quan kết nghĩa tại thời điểm cuối năm {year}",
    "Phân công cơ quan kết nghĩa cho các thôn xen ghép chưa có",
    Addressee.DISTRICT,
)
def mixed_hamlets_without_pairing(facts: YearFacts) -> pd.DataFrame:
    """Mixed hamlets with no pairing on the last day of the year."""
    rows = facts.hamlets.described
    rows = rows[rows["mixed"].fillna(False).astype(bool) & ~rows["paired_at_end"]]
    return table(rows, {"name": "Thôn", "commune_name": "Xã"})


@finding(
    Area.LIMIT,
    Importance.MEDIUM,
    "{n} cơ quan chưa được phân công kết nghĩa trong năm {year}",
    "Phân công kết nghĩa cho các cơ quan chưa có, hoặc ghi rõ lý do không phân công",
    Addressee.DISTRICT,
    needs_whole_district=True,
)
def agencies_without_pairing(facts: YearFacts) -> pd.DataFrame:
    """Agencies of the year without any pairing; the coordinator is not paired."""
    rows = facts.agencies
    rows = rows[(rows["pairings"] == 0) & (rows["agency_type"] != "coordinator")]
    return table(rows, {"name": "Cơ quan"})


@finding(
    Area.LIMIT,
    Importance.HIGH,
    "{n} cơ quan không gửi báo cáo kết quả kết nghĩa năm {year}",
    "Các cơ quan chưa gửi báo cáo gửi bổ sung số liệu để đánh giá",
)
def agencies_silent(facts: YearFacts) -> pd.DataFrame:
    """Agencies with pairings of which no table of commitments or activities came."""
    rows = facts.agencies
    rows = rows[(rows["pairings"] > 0) & ~rows["reported"]]
    return table(rows, {"name": "Cơ quan", "pairings": "Số thôn"})


@finding(
    Area.LIMIT,
    Importance.MEDIUM,
    "{n} cơ quan chưa xác định trách nhiệm của từng cán bộ, công chức, viên chức",
    "Thủ trưởng cơ quan phân công trách nhiệm bằng văn bản cho từng cán bộ, công chức, viên chức",
)
def officers_without_duty(facts: YearFacts) -> pd.DataFrame:
    """Agencies with pairings whose list of duties came and is short of their officials."""
    rows = facts.agencies[(facts.agencies["pairings"] > 0) & facts.agencies["duties_received"]]
    rows = rows[(rows["officers_assigned"] < rows["officers"]).fillna(False).astype(bool)]
    return table(
        rows,
        {"name": "Cơ quan", "officers_assigned": "Đã phân công", "officers": "Tổng số CBCCVC"},
    )


@finding(
    Area.LIMIT,
    Importance.MEDIUM,
    "{n} cơ quan nộp chậm hoặc chưa nộp báo cáo định kỳ năm {year}",
    "Chấp hành chế độ báo cáo 6 tháng và năm đúng hạn",
)
def reports_late(facts: YearFacts) -> pd.DataFrame:
    """Agencies with pairings of which a report was late or missing."""
    rows = facts.agencies
    rows = rows[(rows["pairings"] > 0) & (rows["reports_in_time"] < rows["reports_due"])]
    return table(
        rows, {"name": "Cơ quan", "reports_in_time": "Đúng hạn", "reports_due": "Phải nộp"}
    )


def _criterion_at_zero(facts: YearFacts, code: str) -> pd.DataFrame:
    rows = facts.criteria[(facts.criteria["criterion"] == code) & (facts.criteria["high"] == 0)]
    return table(facts.pairings.loc[rows["pairing_id"]], _PAIRING)


@finding(
    Area.LIMIT,
    Importance.HIGH,
    "{n} cặp kết nghĩa không họp phối hợp với Phòng Dân tộc trong năm {year}",
    "Chủ động phối hợp với Phòng Dân tộc, ít nhất 2 cuộc họp mỗi năm cho mỗi thôn",
)
def no_meeting_with_ethnic_office(facts: YearFacts) -> pd.DataFrame:
    """Pairings that surely had no meeting with the Ethnic Affairs Office."""
    return _criterion_at_zero(facts, "B1")


@finding(
    Area.LIMIT,
    Importance.HIGH,
    "{n} cặp kết nghĩa không họp phối hợp với UBND xã, thị trấn trong năm {year}",
    "Chủ động phối hợp với UBND xã, thị trấn, ít nhất 2 cuộc họp mỗi năm cho mỗi thôn",
)
def no_meeting_with_commune(facts: YearFacts) -> pd.DataFrame:
    """Pairings that surely had no meeting with the commune's committee."""
    return _criterion_at_zero(facts, "B2")


@finding(
    Area.LIMIT,
    Importance.HIGH,
    "{n} cặp kết nghĩa không có hoạt động nào trong năm {year}",
    "Tổ chức hoạt động kết nghĩa tại thôn được phân công",
)
def pairings_without_activity(facts: YearFacts) -> pd.DataFrame:
    """Pairings whose agency reported and surely did nothing in the hamlet."""
    return table(facts.pairings[facts.pairings["surely_inactive"]], _PAIRING)


_COMMITMENT = {"agency": "Cơ quan", "hamlet": "Thôn", "content": "Nội dung"}


@finding(
    Area.LIMIT,
    Importance.MEDIUM,
    "{n} nội dung đăng ký không ghi thời hạn hoàn thành",
    "Bổ sung thời hạn hoàn thành cho từng nội dung đăng ký",
)
def commitments_without_deadline(facts: YearFacts) -> pd.DataFrame:
    """Commitments of the year that never had a deadline."""
    return table(facts.commitments[facts.commitments["deadline"].isna()], _COMMITMENT)


def _overdue(facts: YearFacts, least: int, most: float) -> pd.DataFrame:
    days = facts.commitments["days_overdue"]
    rows = facts.commitments[days.between(least, most).fillna(False).astype(bool)]
    rows = rows.sort_values("days_overdue", ascending=False)
    columns = {"deadline": "Thời hạn", "days_overdue": "Số ngày quá hạn"}
    return table(rows, {**_COMMITMENT, **columns})


@finding(
    Area.LIMIT,
    Importance.HIGH,
    "{n} nội dung đăng ký quá hạn trên 90 ngày chưa hoàn thành",
    "Hoàn thành dứt điểm các nội dung quá hạn trên 90 ngày",
)
def commitments_overdue_long(facts: YearFacts) -> pd.DataFrame:
    """Unfinished commitments more than 90 days past their deadline."""
    return _overdue(facts, 91, float("inf"))


@finding(
    Area.LIMIT,
    Importance.MEDIUM,
    "{n} nội dung đăng ký quá hạn từ 31 đến 90 ngày chưa hoàn thành",
    "Đôn đốc các nội dung quá hạn từ 31 đến 90 ngày",
)
def commitments_overdue(facts: YearFacts) -> pd.DataFrame:
    """Unfinished commitments 31 to 90 days past their deadline."""
    return _overdue(facts, 31, 90)


@finding(
    Area.LIMIT,
    Importance.HIGH,
    "{n} khó khăn, bức xúc nêu đã quá 12 tháng chưa được giải quyết",
    "Tập trung giải quyết các khó khăn, bức xúc tồn tại trên 12 tháng",
)
def difficulties_open_long(facts: YearFacts) -> pd.DataFrame:
    """Difficulties raised more than twelve months before the end of the year and still open."""
    days = facts.difficulties["days_open"]
    rows = facts.difficulties[(days > _LONG_OPEN_DAYS).fillna(False).astype(bool)]
    rows = rows.sort_values("days_open", ascending=False)
    columns = {"hamlet": "Thôn", "commune": "Xã", "content": "Nội dung", "days_open": "Số ngày"}
    return table(rows, columns)


@finding(
    Area.LIMIT,
    Importance.MEDIUM,
    "{n} cặp kết nghĩa chưa đủ dữ liệu để xếp mức hoàn thành",
    "Bổ sung số liệu còn thiếu để xếp mức",
)
def pairings_not_rated(facts: YearFacts) -> pd.DataFrame:
    """Pairings whose range of points does not settle the level."""
    rows = facts.pairings[facts.pairings["level"] == "unknown"]
    return table(rows, {**_PAIRING, "points_low": "Điểm thấp nhất", "points_high": "Điểm cao nhất"})
