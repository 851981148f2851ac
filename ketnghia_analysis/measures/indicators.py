"""Indicators of a hamlet: the catalogue, one card each."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.measures import counts
from ketnghia_analysis.measures.cards import COUNTS, INDICATORS, indicator, rate
from ketnghia_analysis.measures.indicator_definitions import DEPRIVED_IF
from ketnghia_analysis.measures.poverty_standards import STANDARDS
from ketnghia_analysis.vocabulary.hamlet_figures import DEPRIVATIONS, deprived_households

__all__ = ["CATALOGUE", "INDICATORS", "indicator_values"]

_REGISTERED = counts
"""Importing this module registers the counts."""
_DECREE_07 = "Nghị định 07/2021/NĐ-CP"
_GOALS_1719 = "Quyết định 1719/QĐ-TTg"
_DECISION_33 = "Quyết định 33/2020/QĐ-TTg"
_DECREE_272 = "Nghị định 272/2025/NĐ-CP"
_LATEST = list(STANDARDS.values())[-1]
_POVERTY_RULES = "QĐ 59/2015/QĐ-TTg; NĐ 07/2021/NĐ-CP; NĐ 351/2025/NĐ-CP"

rate(
    "minority_household_share_percent",
    "DS05",
    "Tỷ lệ hộ dân tộc thiểu số",
    "minority_households",
    "households",
    better="neither",
    group="population",
    source=_DECISION_33,
)
rate(
    "minority_people_share_percent",
    "DS06",
    "Tỷ lệ khẩu dân tộc thiểu số",
    "minority_people",
    "people",
    better="neither",
    group="population",
    source=_DECREE_272,
)
rate(
    "poor_household_share_percent",
    "NG02",
    "Tỷ lệ hộ nghèo",
    "poor_households",
    "households",
    better="lower",
    group="poverty",
    source=_POVERTY_RULES,
    comparable_within="poverty_standard",
    short="Hộ nghèo",
)
rate(
    "near_poor_household_share_percent",
    "NG03",
    "Tỷ lệ hộ cận nghèo",
    "near_poor_households",
    "households",
    better="lower",
    group="poverty",
    source=_POVERTY_RULES,
    comparable_within="poverty_standard",
)
rate(
    "minority_share_of_poor_percent",
    "NG04",
    "Tỷ lệ hộ dân tộc thiểu số trong tổng số hộ nghèo",
    "poor_minority_households",
    "poor_households",
    better="neither",
    group="poverty",
    source=_DECISION_33,
    comparable_within="poverty_standard",
)


@indicator(
    "NG05-06",
    "Số hộ nghèo giảm trong năm",
    unit="households",
    better="higher",
    group="poverty",
    source="Thông tư 07/2021/TT-BLĐTBXH",
    comparable_within="poverty_standard",
    definition="Số hộ thoát nghèo − số hộ tái nghèo, phát sinh nghèo",
)
def net_households_out_of_poverty(
    households_escaped_poverty: pd.Series, households_fallen_into_poverty: pd.Series
) -> pd.Series:
    """Households that left the poor list in the year less those that came (back) on it."""
    return households_escaped_poverty - households_fallen_into_poverty


@indicator(
    "NG07",
    "Thu nhập bình quân đầu người (giá hiện hành)",
    unit="million_dong_per_person_year",
    better="higher",
    group="poverty",
    source=_GOALS_1719,
    short="Thu nhập",
    definition="Như khảo sát ghi, chưa loại trừ yếu tố giá",
    caveat="Giá hiện hành: mức tăng qua các năm gồm cả tăng giá",
)
def income_per_person_million_dong(income_million_dong_per_person: pd.Series) -> pd.Series:
    """Nominal income per person and year, as surveyed; not adjusted for prices."""
    return income_million_dong_per_person


for _code, (_name, _vietnamese) in DEPRIVATIONS.items():
    rate(
        f"deprived_{_name}_share_percent",
        _code,
        f"Tỷ lệ hộ thiếu hụt {_vietnamese}",
        deprived_households(_name),
        "households",
        better="lower",
        group="deprivation",
        source=f"{_DECREE_07}, Phụ lục",
        comparable_within="poverty_standard",
        collected_from=2022,
        collected_until=None if _name in _LATEST.indicators else 2026,
        definition=DEPRIVED_IF[_name],
    )


@indicator(
    "HT01",
    "Đường từ thôn đến trung tâm xã được cứng hóa",
    unit="percent",
    better="higher",
    group="infrastructure",
    source=f"{_GOALS_1719}; {_DECISION_33}",
    yes_no=True,
    definition="100 nếu đường đã được cứng hóa, 0 nếu chưa",
)
def commune_road_paved_percent(commune_road_paved: pd.Series) -> pd.Series:
    """100 where the road to the commune centre is paved, 0 where it is not."""
    return 100 * commune_road_paved.astype("Float64")


rate(
    "paved_hamlet_road_share_percent",
    "HT02",
    "Tỷ lệ đường thôn, liên thôn được cứng hóa",
    "hamlet_roads_paved_km",
    "hamlet_roads_km",
    better="higher",
    group="infrastructure",
    source=_DECREE_272,
)
rate(
    "grid_electricity_share_percent",
    "HT03",
    "Tỷ lệ hộ sử dụng điện lưới quốc gia",
    "grid_electricity_households",
    "households",
    better="higher",
    group="infrastructure",
    source=f"{_DECISION_33}; {_GOALS_1719}",
    goal=99.0,
)
rate(
    "hygienic_water_share_percent",
    "HT04",
    "Tỷ lệ hộ sử dụng nước hợp vệ sinh",
    "hygienic_water_households",
    "households",
    better="higher",
    group="infrastructure",
    source=_GOALS_1719,
    goal=90.0,
    short="Nước hợp vệ sinh",
)
rate(
    "clean_water_share_percent",
    "HT05",
    "Tỷ lệ hộ sử dụng nước sạch theo quy chuẩn",
    "clean_water_households",
    "households",
    better="higher",
    group="infrastructure",
    source="Quyết định 318/QĐ-TTg",
    caveat="Nước sạch theo quy chuẩn (QCVN) khác nước hợp vệ sinh, không thay nhau được",
)
rate(
    "hygienic_latrine_share_percent",
    "HT06",
    "Tỷ lệ hộ có nhà tiêu hợp vệ sinh",
    "hygienic_latrine_households",
    "households",
    better="higher",
    group="infrastructure",
    source=_DECREE_07,
    short="Nhà tiêu hợp vệ sinh",
)


@indicator(
    "HT07",
    "Nhà văn hóa, nhà sinh hoạt cộng đồng thôn",
    unit="percent",
    better="higher",
    group="infrastructure",
    source=_GOALS_1719,
    yes_no=True,
    definition="100 nếu có, 0 nếu chưa có",
)
def community_house_percent(community_house: pd.Series) -> pd.Series:
    """100 where the hamlet has a community house, 0 where it has none."""
    return 100 * community_house.astype("Float64")


rate(
    "broadcast_share_percent",
    "HT08",
    "Tỷ lệ hộ xem truyền hình, nghe phát thanh",
    "broadcast_households",
    "households",
    better="higher",
    group="infrastructure",
    source=_GOALS_1719,
    goal=100.0,
)
rate(
    "internet_share_percent",
    "HT09",
    "Tỷ lệ hộ có kết nối Internet",
    "internet_households",
    "households",
    better="higher",
    group="infrastructure",
    source=_DECREE_07,
)
rate(
    "temporary_house_share_percent",
    "NO01",
    "Tỷ lệ hộ ở nhà tạm, nhà dột nát",
    "temporary_houses_households",
    "households",
    better="lower",
    group="land_and_housing",
    source="Quyết định 318/QĐ-TTg",
    short="Nhà tạm",
)
rate(
    "lacking_residential_land_share_percent",
    "DD01",
    "Tỷ lệ hộ thiếu đất ở",
    "lacking_residential_land_households",
    "households",
    better="lower",
    group="land_and_housing",
    source=f"{_GOALS_1719}, Dự án 1",
)
rate(
    "lacking_production_land_share_percent",
    "DD02",
    "Tỷ lệ hộ thiếu đất sản xuất",
    "lacking_production_land_households",
    "households",
    better="lower",
    group="land_and_housing",
    source=f"{_GOALS_1719}, Dự án 1",
    short="Thiếu đất sản xuất",
    caveat="Định mức đất sản xuất do tỉnh quy định",
)
for _number, (_stage, _heading, _goal) in enumerate(
    (
        ("kindergarten", "Tỷ lệ trẻ 5 tuổi học mẫu giáo", 98.0),
        ("primary", "Tỷ lệ học sinh tiểu học đi học đúng độ tuổi", 97.0),
        ("lower_secondary", "Tỷ lệ học sinh THCS đi học đúng độ tuổi", 95.0),
        ("upper_secondary", "Tỷ lệ học sinh THPT đi học đúng độ tuổi", 60.0),
    ),
    start=1,
):
    rate(
        f"{_stage}_attendance_percent",
        f"GD0{_number}",
        _heading,
        f"{_stage}_pupils",
        f"{_stage}_age_people",
        better="higher",
        group="education",
        source=_GOALS_1719,
        goal=_goal,
    )
rate(
    "literacy_percent",
    "GD05",
    "Tỷ lệ người từ 15 tuổi đọc thông, viết thạo tiếng phổ thông",
    "literate_people_15_and_over",
    "people_15_and_over",
    better="higher",
    group="education",
    source=_GOALS_1719,
    goal=90.0,
)
rate(
    "health_insurance_percent",
    "YT01",
    "Tỷ lệ dân số tham gia bảo hiểm y tế",
    "insured_people",
    "people",
    better="higher",
    group="health",
    source=_GOALS_1719,
    goal=98.0,
    short="Bảo hiểm y tế",
    caveat="Tính theo người, không phải theo hộ như chỉ số thiếu hụt bảo hiểm y tế",
)
rate(
    "underweight_percent",
    "YT02",
    "Tỷ lệ trẻ dưới 5 tuổi suy dinh dưỡng nhẹ cân",
    "underweight_under_5_people",
    "under_5_people",
    better="lower",
    group="health",
    source=_GOALS_1719,
    goal=15.0,
    caveat="Số trẻ ít: tỷ lệ dao động mạnh, không công bố khi số nhỏ",
)
rate(
    "trained_worker_percent",
    "LD01",
    "Tỷ lệ lao động qua đào tạo",
    "trained_workers_people",
    "workers_people",
    better="higher",
    group="work",
    source=_GOALS_1719,
    goal=50.0,
    short="Lao động qua đào tạo",
)
rate(
    "party_member_percent",
    "CT01-TL",
    "Tỷ lệ đảng viên trong dân số",
    "party_members_people",
    "people",
    better="neither",
    group="political_system",
    source="Báo cáo công tác xây dựng Đảng",
)
rate(
    "minority_party_member_percent",
    "CT02-TL",
    "Tỷ lệ đảng viên là người dân tộc thiểu số",
    "minority_party_members_people",
    "party_members_people",
    better="neither",
    group="political_system",
    source="Báo cáo công tác xây dựng Đảng",
)


@indicator(
    "VH01",
    "Thôn đạt danh hiệu văn hóa",
    unit="percent",
    better="higher",
    group="political_system",
    source="Nghị định 86/2023/NĐ-CP",
    yes_no=True,
    definition="100 nếu đang giữ danh hiệu, 0 nếu không",
)
def cultural_hamlet_percent(cultural_hamlet: pd.Series) -> pd.Series:
    """100 where the hamlet holds the title, 0 where it does not."""
    return 100 * cultural_hamlet.astype("Float64")


def indicator_values(figures: pd.DataFrame) -> pd.DataFrame:
    """All indicators for rows of `hamlet_figures`.

    Returns:
        Same index, one Float64 column an indicator, missing where a figure is unknown.
    """
    return pd.DataFrame({name: card.compute(figures) for name, card in INDICATORS.items()})


CATALOGUE = {**COUNTS, **INDICATORS}
"""Every card: counts as they are collected, and what is computed from them."""
