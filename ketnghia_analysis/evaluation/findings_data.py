"""Findings about hamlets' figures and the quality of the data."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.cleaning.cross_checks import told_by_several
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.findings import Addressee, Area, Importance, finding, table
from ketnghia_analysis.measures.indicators import INDICATORS
from ketnghia_analysis.vocabulary.reasons import CHANGED
from ketnghia_analysis.vocabulary.wording import number_vi

_WORSE_BY = 3.0
"""Percentage points by which an indicator must fall within a year to be a finding."""
_OLD_SURVEY_MONTHS = 18
_PLACE = {"name": "Thôn", "commune_name": "Xã"}


@finding(
    Area.LIMIT,
    Importance.MEDIUM,
    "{n} lượt chỉ số của thôn giảm sút từ 3 điểm % trở lên so với năm trước",
    "Tìm hiểu nguyên nhân các chỉ số giảm sút ở từng thôn",
    Addressee.COMMUNES,
)
def indicators_worse(facts: YearFacts) -> pd.DataFrame:
    """Published rates of hamlets that got worse since the year before, within the same rules."""
    history = facts.hamlets.history
    years = history.index.get_level_values("year")
    now = history[years == facts.year].droplevel("year")
    before = history[years == facts.year - 1].droplevel("year").reindex(now.index)
    rows = []
    for name, card in INDICATORS.items():
        if card.unit != "percent" or card.better == "neither" or card.yes_no:
            continue
        if card.comparable_within and not _same_standard(facts):
            continue
        change = now[name] - before[name]
        worse = change if card.better == "lower" else -change
        for hamlet in worse.index[(worse >= _WORSE_BY).fillna(False).astype(bool)]:
            place = facts.hamlets.described.loc[hamlet]
            said = f"{number_vi(before.at[hamlet, name], 1)} → {number_vi(now.at[hamlet, name], 1)}"
            rows.append((place["name"], place["commune_name"], card.heading, f"{said} %"))
    return pd.DataFrame(rows, columns=["Thôn", "Xã", "Chỉ số", "Thay đổi"])


def _same_standard(facts: YearFacts) -> bool:
    """Whether this year's and last year's poverty lists follow one and the same standard."""
    rounds = facts.register["survey_rounds"]
    years = rounds["year"].isin([facts.year, facts.year - 1])
    told = rounds.loc[years, ["year", "poverty_standard"]].dropna()
    return bool(told["poverty_standard"].nunique() == 1 and told["year"].nunique() == 2)


@finding(
    Area.DATA,
    Importance.MEDIUM,
    "{n} thôn có số liệu khảo sát cũ hơn 18 tháng hoặc chưa có",
    "Khảo sát bổ sung các thôn có số liệu cũ",
    Addressee.COMMUNES,
)
def surveys_old(facts: YearFacts) -> pd.DataFrame:
    """Hamlets whose last survey is older than 18 months at the end of the year."""
    rows = facts.hamlets.described
    oldest = pd.Timestamp(facts.window.end) - pd.DateOffset(months=_OLD_SURVEY_MONTHS)
    return table(rows[rows["surveyed_on"].isna() | (rows["surveyed_on"] < oldest)], _PLACE)


@finding(
    Area.DATA,
    Importance.MEDIUM,
    "{n} thôn có số hộ nghèo không khớp với số thoát nghèo, tái nghèo, phát sinh trong năm",
    "Xã đối chiếu danh sách hộ nghèo đầu năm, cuối năm và biến động trong năm",
    Addressee.COMMUNES,
)
def poverty_not_balanced(facts: YearFacts) -> pd.DataFrame:
    """Hamlets where poor households are not last year's less escapes plus falls."""
    rows = facts.hamlets.described
    return table(rows[rows["poverty_unbalanced"]], _PLACE)


_CONTRADICTING = ("rule_broken", "out_of_limits")
_PLACES_IN_DOUBT = ("unknown_commune", "unknown_hamlet", "no_pairing", "impossible_point")
_SENT_TWICE = ("duplicate", "conflicting_duplicate")
_OUTSIDE, _SWAPPED = "dropped_impossible_point", "swapped_coordinates"
_HELD_COLUMNS = {"file": "Tệp", "sheet": "Trang tính", "cell": "Ô", "message": "Lỗi"}


def _held_for(facts: YearFacts, reasons: tuple[str, ...]) -> pd.DataFrame:
    rows = facts.quality.quarantine
    return table(rows[rows["reason"].isin(reasons)], _HELD_COLUMNS)


@finding(
    Area.DATA,
    Importance.HIGH,
    "{n} chỗ số liệu trái nhau hoặc ngoài khoảng có thể có (như hộ nghèo nhiều hơn tổng số hộ), "
    "dòng bị giữ lại",
    "Các nơi gửi đối chiếu và gửi lại các số liệu trái nhau",
    needs_whole_district=True,
)
def figures_contradict(facts: YearFacts) -> pd.DataFrame:
    """Held rows whose figures contradict each other, or can't be as large as they are."""
    return _held_for(facts, _CONTRADICTING)


@finding(
    Area.DATA,
    Importance.MEDIUM,
    "{n} dòng ghi xã, thôn không có vào thời điểm đó hoặc không do cơ quan ấy kết nghĩa, "
    "dòng bị giữ lại",
    "Các nơi gửi ghi đúng tên, mã xã và thôn tại thời điểm của số liệu",
    needs_whole_district=True,
)
def places_in_doubt(facts: YearFacts) -> pd.DataFrame:
    """Held rows that name a place which was none of that day, or not the agency's."""
    return _held_for(facts, _PLACES_IN_DOUBT)


@finding(
    Area.DATA,
    Importance.LOW,
    "{n} dòng gửi trùng hoặc cùng mã mà khác nội dung, dòng bị giữ lại",
    "Các nơi gửi bỏ dòng trùng, xác định dòng đúng trong các dòng cùng mã",
    needs_whole_district=True,
)
def rows_sent_twice(facts: YearFacts) -> pd.DataFrame:
    """Held rows that repeat, or contradict, one of the same code."""
    return _held_for(facts, _SENT_TWICE)


@finding(
    Area.DATA,
    Importance.HIGH,
    "{n} lỗi ghi chép (thiếu, sai ngày, sai tên, sai mã) làm các dòng bị giữ lại, chưa được dùng "
    "để đánh giá",
    "Các nơi gửi sửa và gửi lại số liệu bị giữ lại",
    needs_whole_district=True,
)
def rows_held(facts: YearFacts) -> pd.DataFrame:
    """All other faults that hold rows of the year's files back."""
    told = {*_CONTRADICTING, *_PLACES_IN_DOUBT, *_SENT_TWICE}
    reasons = facts.quality.quarantine["reason"].unique()
    return _held_for(facts, tuple(one for one in reasons if one not in told))


@finding(
    Area.DATA,
    Importance.LOW,
    "{n} ô không dùng được phải bỏ trống (dòng vẫn được dùng)",
    "Các nơi gửi kiểm tra lại các ô bị bỏ trống",
    needs_whole_district=True,
)
def cells_dropped(facts: YearFacts) -> pd.DataFrame:
    """Optional cells of the year's files that could not be right; points are told apart."""
    rows = facts.quality.ledger
    rows = rows[rows["rule"].astype("str").str.startswith("dropped_") & (rows["rule"] != _OUTSIDE)]
    rows = rows.assign(label=[CHANGED[rule].label for rule in rows["rule"]])
    columns = {
        "file": "Tệp",
        "sheet": "Trang tính",
        "cell": "Ô",
        "before": "Đã ghi",
        "label": "Lý do",
    }
    return table(rows, columns)


def _points(facts: YearFacts, rule: str) -> pd.DataFrame:
    """Points that a rule changed, one row each, as they were written."""
    rows = facts.quality.ledger
    rows = rows[rows["rule"] == rule]
    place = ["file", "sheet", "row"]
    written = rows.groupby(place, sort=False)["before"].agg("; ".join).reset_index()
    return table(written, {"file": "Tệp", "sheet": "Trang tính", "row": "Dòng", "before": "Đã ghi"})


@finding(
    Area.DATA,
    Importance.LOW,
    "{n} tọa độ nằm ngoài địa giới xã đã ghi, không được dùng",
    "Đo lại các tọa độ nằm ngoài địa giới xã",
    Addressee.COMMUNES,
    needs_whole_district=True,
)
def points_outside_commune(facts: YearFacts) -> pd.DataFrame:
    """Points that lie outside the commune they are written for."""
    return _points(facts, _OUTSIDE)


@finding(
    Area.DATA,
    Importance.LOW,
    "{n} tọa độ ghi đảo vĩ độ và kinh độ, đã được đổi lại",
    "Ghi tọa độ theo thứ tự vĩ độ trước, kinh độ sau",
    Addressee.COMMUNES,
    needs_whole_district=True,
)
def points_swapped(facts: YearFacts) -> pd.DataFrame:
    """Points whose latitude and longitude were exchanged."""
    return _points(facts, _SWAPPED)


@finding(
    Area.DATA,
    Importance.LOW,
    "{n} thôn chưa có tọa độ dùng được",
    "Đo lại hoặc bổ sung tọa độ trung tâm thôn",
    Addressee.COMMUNES,
)
def hamlets_without_point(facts: YearFacts) -> pd.DataFrame:
    """Hamlets that can't be drawn at their place."""
    rows = facts.hamlets.described
    return table(rows[rows.geometry.isna()], _PLACE)


@finding(
    Area.DATA,
    Importance.MEDIUM,
    "{n} hoạt động có thể được hai cơ quan cùng báo cáo",
    "Các cơ quan cùng kết nghĩa một thôn đối chiếu hoạt động trùng",
)
def activities_reported_twice(facts: YearFacts) -> pd.DataFrame:
    """Activities of two agencies in one hamlet on one day with the same type and amount."""
    rows = facts.activities[told_by_several(facts.activities)]
    return table(rows, {"hamlet": "Thôn", "date": "Ngày", "agency": "Cơ quan"})


@finding(
    Area.DATA,
    Importance.LOW,
    "{n} thôn đổi tên, sáp nhập, chia tách hoặc chuyển xã trong năm {year}",
)
def hamlets_changed(facts: YearFacts) -> pd.DataFrame:
    """Hamlets whose register row began within the year by a rename, merger, split or reform."""
    rows = facts.register["hamlets"]
    began = facts.window.contains(rows["valid_from"]) & rows["change_reason"].notna()
    rows = rows[began & rows["hamlet_id"].isin(facts.hamlets.described.index)]
    return table(rows, {"name": "Thôn", "valid_from": "Từ ngày"})


@finding(
    Area.DATA,
    Importance.LOW,
    "{n} chỗ số liệu cần xem lại (chưa bị giữ)",
    "Đối chiếu và xác nhận các chỗ số liệu cần xem lại",
    needs_whole_district=True,
)
def values_odd(facts: YearFacts) -> pd.DataFrame:
    """Warnings of the year's files."""
    rows = facts.quality.warnings
    columns = {"file": "Tệp", "sheet": "Trang tính", "cell": "Ô", "message": "Nội dung"}
    return table(rows, columns)
