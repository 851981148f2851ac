"""Counts of the catalogue: what is collected as it stands, with its card."""

from __future__ import annotations

from ketnghia_analysis.measures.cards import count
from ketnghia_analysis.measures.indicator_definitions import DEPRIVED_IF
from ketnghia_analysis.vocabulary.hamlet_figures import deprived_households

_DECISION_33 = "Quyết định 33/2020/QĐ-TTg"
_DECREE_272 = "Nghị định 272/2025/NĐ-CP"
_CIRCULAR_03 = "Thông tư 03/2019/TT-UBDT"
_CIRCULAR_07 = "Thông tư 07/2021/TT-BLĐTBXH"
_POVERTY_RULES = "QĐ 59/2015/QĐ-TTg; NĐ 07/2021/NĐ-CP; NĐ 351/2025/NĐ-CP"
_PROJECT_1 = "Quyết định 1719/QĐ-TTg, Dự án 1"
_PARTY = "Báo cáo công tác xây dựng Đảng"
_USUAL = "Hộ, người thường trú thực tế tại thôn từ 6 tháng trở lên"
_SELF_DECLARED = "Dân tộc theo tự khai"
_LISTED = "Theo danh sách được công nhận cuối năm"
_IDENTITY = (
    "Số hộ nghèo cuối năm = số hộ nghèo năm trước − thoát nghèo + tái nghèo, phát sinh nghèo "
    "(± hộ chuyển đi, chuyển đến)"
)

count(
    "households",
    "DS01",
    better="neither",
    group="population",
    source=_CIRCULAR_03,
    definition=_USUAL,
)
count(
    "people", "DS02", better="neither", group="population", source=_CIRCULAR_03, definition=_USUAL
)
count(
    "minority_households",
    "DS03",
    better="neither",
    group="population",
    source=_DECISION_33,
    definition=_SELF_DECLARED,
)
count(
    "minority_people",
    "DS04",
    better="neither",
    group="population",
    source=_DECREE_272,
    definition=_SELF_DECLARED,
)
count(
    "poor_households",
    "NG01",
    better="lower",
    group="poverty",
    source=_POVERTY_RULES,
    comparable_within="poverty_standard",
    definition=_LISTED,
)
count(
    "households_escaped_poverty",
    "NG05",
    better="higher",
    group="poverty",
    source=_CIRCULAR_07,
    comparable_within="poverty_standard",
    definition=_LISTED,
)
count(
    "households_fallen_into_poverty",
    "NG06",
    better="lower",
    group="poverty",
    source=_CIRCULAR_07,
    comparable_within="poverty_standard",
    definition=_LISTED,
    caveat=_IDENTITY,
)
count(
    "temporary_houses_households",
    "NO01",
    better="lower",
    group="land_and_housing",
    source="Quyết định 318/QĐ-TTg; chương trình xóa nhà tạm, nhà dột nát",
)
count(
    "lacking_residential_land_households",
    "DD01",
    better="lower",
    group="land_and_housing",
    source=_PROJECT_1,
)
count(
    "lacking_production_land_households",
    "DD02",
    better="lower",
    group="land_and_housing",
    source=_PROJECT_1,
    caveat="Định mức đất sản xuất do tỉnh quy định",
)
count(
    "party_members_people",
    "CT01",
    better="higher",
    group="political_system",
    source=_PARTY,
    definition="Chỉ lấy tổng số, không lấy danh sách",
)
count(
    "minority_party_members_people",
    "CT02",
    better="higher",
    group="political_system",
    source=_PARTY,
    definition="Chỉ lấy tổng số, không lấy danh sách",
)
count(
    deprived_households("health_services"),
    "TH-KCB",
    better="lower",
    group="deprivation",
    source="Quyết định 59/2015/QĐ-TTg",
    comparable_within="poverty_standard",
    definition=DEPRIVED_IF["health_services"],
    collected_until=2021,
)
count(
    deprived_households("waste"),
    "TH-RAC",
    better="lower",
    group="deprivation",
    source="Nghị định 351/2025/NĐ-CP (theo dự thảo)",
    comparable_within="poverty_standard",
    definition=DEPRIVED_IF["waste"],
    collected_from=2027,
)
