"""The figures of the hamlet form (Biểu 01): every count once, and which count is part of which."""

from __future__ import annotations

from ketnghia_analysis.vocabulary.columns import (
    Check,
    Column,
    Kind,
    Severity,
    at_most,
    passes,
)

PEOPLE_PER_HOUSEHOLD = (1.5, 9.0)
"""Fewer or more people per household than this is a slip of the pen (band tried on made data)."""

PARTS: dict[str, str] = {
    "key": "Đợt khảo sát và thôn",
    "A": "Biểu 01A: dân cư, hộ nghèo, thu nhập",
    "B": "Biểu 01B: thiếu hụt dịch vụ xã hội cơ bản",
    "C": "Biểu 01C: hạ tầng, đời sống, đất đai",
    "D": "Biểu 01D: giáo dục, y tế, lao động, hệ thống chính trị",
}
"""The four sheets of the hamlet form, and the key that each of them repeats."""


def _count(
    name: str, heading: str, meaning: str, part: str, *synonyms: str, unit: str = "households"
) -> Column:
    high = 5000 if unit == "households" else 25000
    return Column(
        name=name,
        heading=heading,
        meaning=meaning,
        kind=Kind.COUNT,
        unit=unit,
        synonyms=synonyms,
        low=0,
        high=high,
        part=part,
    )


def _people(name: str, heading: str, meaning: str, part: str, *synonyms: str) -> Column:
    return _count(name, heading, meaning, part, *synonyms, unit="people")


def _yes_no(name: str, heading: str, meaning: str, part: str, *synonyms: str) -> Column:
    return Column(
        name=name, heading=heading, meaning=meaning, kind=Kind.YES_NO, synonyms=synonyms, part=part
    )


DEPRIVATIONS: dict[str, tuple[str, str]] = {
    "TH01": ("employment", "việc làm"),
    "TH02": ("dependants", "người phụ thuộc"),
    "TH03": ("nutrition", "dinh dưỡng"),
    "TH04": ("health_insurance", "bảo hiểm y tế"),
    "TH05": ("adult_education", "trình độ giáo dục của người lớn"),
    "TH06": ("school_attendance", "tình trạng đi học của trẻ em"),
    "TH07": ("housing_quality", "chất lượng nhà ở"),
    "TH08": ("housing_area", "diện tích nhà ở"),
    "TH09": ("water", "nguồn nước sinh hoạt"),
    "TH10": ("latrine", "nhà tiêu hợp vệ sinh"),
    "TH11": ("telecommunication", "dịch vụ viễn thông"),
    "TH12": ("information_means", "phương tiện phục vụ tiếp cận thông tin"),
}
"""The twelve deprivations of Decree 07/2021/NĐ-CP: code, (name, Vietnamese)."""


def deprived_households(deprivation: str) -> str:
    """Name of the column that counts the households with that deprivation."""
    return f"deprived_{deprivation}_households"


_DEPRIVED = tuple(
    _count(
        deprived_households(name),
        f"Số hộ thiếu hụt {vietnamese}",
        f"Households deprived in {name.replace('_', ' ')} ({code}, Decree 07/2021/NĐ-CP).",
        "B",
        f"Thiếu hụt {vietnamese}",
        code,
        f"{code} {vietnamese}",
    )
    for code, (name, vietnamese) in DEPRIVATIONS.items()
)

_HOUSEHOLDS = _count(
    "households",
    "Tổng số hộ",
    "Usual resident households (Circular 03/2019/TT-UBDT).",
    "A",
    "Số hộ",
    "Hộ",
    "Tổng hộ",
    "Số hộ dân",
    "Số hộ gia đình",
)
_PEOPLE = _people(
    "people",
    "Tổng số nhân khẩu",
    "Usual residents.",
    "A",
    "Số khẩu",
    "Khẩu",
    "Nhân khẩu",
    "Số nhân khẩu",
)
_MINORITY_HOUSEHOLDS = _count(
    "minority_households",
    "Số hộ dân tộc thiểu số",
    "Households of ethnic minorities (self-declared).",
    "A",
    "Số hộ DTTS",
    "Hộ DTTS",
    "Trong đó: hộ đồng bào DTTS",
    "Hộ đồng bào DTTS",
    "Tổng số hộ Trong đó DTTS",
)
_MINORITY_PEOPLE = _people(
    "minority_people",
    "Số khẩu dân tộc thiểu số",
    "People of ethnic minorities (self-declared).",
    "A",
    "Số khẩu DTTS",
    "Khẩu DTTS",
    "Tổng số nhân khẩu Trong đó DTTS",
)
_POOR = _count(
    "poor_households",
    "Số hộ nghèo",
    "Households on the year's recognised poor list.",
    "A",
    "Hộ nghèo",
    "Tổng số hộ nghèo",
    "Số hộ nghèo cuối năm",
)
_POOR_MINORITY = _count(
    "poor_minority_households",
    "Số hộ nghèo là dân tộc thiểu số",
    "Poor households of ethnic minorities.",
    "A",
    "Hộ nghèo DTTS",
    "Hộ DTTS nghèo",
    "Hộ nghèo đồng bào DTTS",
    "Số hộ nghèo DTTS",
    "Hộ nghèo Trong đó DTTS",
)
_NEAR_POOR = _count(
    "near_poor_households",
    "Số hộ cận nghèo",
    "Households on the year's recognised near-poor list.",
    "A",
    "Hộ cận nghèo",
)
_ESCAPED = _count(
    "households_escaped_poverty",
    "Số hộ thoát nghèo trong năm",
    "Households that left the poor list in the year.",
    "A",
    "Hộ thoát nghèo",
    "Số hộ thoát nghèo",
)
_FALLEN = _count(
    "households_fallen_into_poverty",
    "Số hộ tái nghèo, phát sinh nghèo",
    "Households that came (back) on the poor list in the year.",
    "A",
    "Hộ tái nghèo, phát sinh",
    "Hộ nghèo phát sinh",
)
_INCOME = Column(
    name="income_million_dong_per_person",
    heading="Thu nhập bình quân đầu người",
    meaning="Nominal income per person and year.",
    kind=Kind.NUMBER,
    unit="million_dong_per_person_year",
    synonyms=("Thu nhập BQĐN", "Thu nhập bình quân", "TNBQ đầu người"),
    low=1,
    high=500,
    part="A",
)
_REPORTED_POOR_SHARE = Column(
    name="poor_share_reported_percent",
    heading="Tỷ lệ hộ nghèo",
    meaning="Poverty rate as the sender wrote it; only compared with the one computed.",
    kind=Kind.PERCENT,
    unit="percent",
    synonyms=("TL hộ nghèo", "Hộ nghèo Tỷ lệ"),
    low=0,
    high=100,
    part="A",
)

_ROADS = Column(
    name="hamlet_roads_km",
    heading="Tổng chiều dài đường thôn, liên thôn",
    meaning="Length of roads within and between hamlets.",
    kind=Kind.NUMBER,
    unit="km",
    synonyms=("Đường thôn, liên thôn", "Đường thôn, liên thôn Tổng số"),
    low=0,
    high=200,
    part="C",
)
_PAVED_ROADS = Column(
    name="hamlet_roads_paved_km",
    heading="Chiều dài đường thôn, liên thôn được cứng hóa",
    meaning="Part of these roads that is paved.",
    kind=Kind.NUMBER,
    unit="km",
    synonyms=("Đường thôn được cứng hóa", "Đường thôn, liên thôn Đã cứng hóa", "Đường bê tông"),
    low=0,
    high=200,
    part="C",
)
_HYGIENIC_WATER = _count(
    "hygienic_water_households",
    "Số hộ sử dụng nước hợp vệ sinh",
    "Households with hygienic water (goal: Decision 1719/QĐ-TTg).",
    "C",
    "Hộ dùng nước HVS",
    "Hộ sử dụng nước sinh hoạt hợp vệ sinh",
    "Sử dụng nước Hợp vệ sinh",
)
_CLEAN_WATER = _count(
    "clean_water_households",
    "Số hộ sử dụng nước sạch theo quy chuẩn",
    "Households with clean water by the national standard; part of those with hygienic water.",
    "C",
    "Hộ dùng nước sạch",
    "Số hộ sử dụng nước sạch",
    "Sử dụng nước Nước sạch theo quy chuẩn",
)

_AMENITIES = (
    _yes_no(
        "commune_road_paved",
        "Đường từ thôn đến trung tâm xã được cứng hóa",
        "Whether the road to the commune centre is paved.",
        "C",
        "Đường đến trung tâm xã được cứng hóa",
    ),
    _ROADS,
    _PAVED_ROADS,
    _count(
        "grid_electricity_households",
        "Số hộ sử dụng điện lưới quốc gia",
        "Households on the national grid.",
        "C",
        "Hộ dùng điện lưới",
    ),
    _HYGIENIC_WATER,
    _CLEAN_WATER,
    _count(
        "hygienic_latrine_households",
        "Số hộ có nhà tiêu hợp vệ sinh",
        "Households with a hygienic latrine.",
        "C",
        "Hộ có nhà tiêu HVS",
    ),
    _yes_no(
        "community_house",
        "Có nhà văn hóa, nhà sinh hoạt cộng đồng",
        "Whether the hamlet has a community house.",
        "C",
        "Nhà văn hóa thôn",
        "NVH",
        "Có nhà văn hóa",
        "Nhà sinh hoạt cộng đồng",
    ),
    _count(
        "broadcast_households",
        "Số hộ xem truyền hình, nghe phát thanh",
        "Households that watch television or listen to radio.",
        "C",
        "Hộ xem truyền hình, nghe đài",
    ),
    _count(
        "internet_households",
        "Số hộ có kết nối Internet",
        "Households with an internet connection.",
        "C",
        "Hộ có Internet",
    ),
    _count(
        "temporary_houses_households",
        "Số hộ ở nhà tạm, nhà dột nát",
        "Households in temporary or dilapidated houses.",
        "C",
        "Nhà tạm, dột nát",
        "Hộ ở nhà tạm",
    ),
    _count(
        "lacking_residential_land_households",
        "Số hộ thiếu đất ở",
        "Households that lack land to live on.",
        "C",
        "Thiếu đất Đất ở",
        "Hộ thiếu đất ở",
    ),
    _count(
        "lacking_production_land_households",
        "Số hộ thiếu đất sản xuất",
        "Households that lack land to farm (norm set by the province).",
        "C",
        "Thiếu đất Đất sản xuất",
        "Hộ thiếu đất sản xuất",
    ),
)

SCHOOLING: dict[str, tuple[str, str, str]] = {
    "kindergarten": ("trẻ 5 tuổi", "học mẫu giáo", "children aged 5"),
    "primary": ("trẻ độ tuổi tiểu học", "học tiểu học đúng độ tuổi", "children of primary age"),
    "lower_secondary": (
        "trẻ độ tuổi THCS",
        "học THCS đúng độ tuổi",
        "children of lower secondary age",
    ),
    "upper_secondary": (
        "thiếu niên độ tuổi THPT",
        "học THPT đúng độ tuổi",
        "youths of upper secondary age",
    ),
}
"""Stage of school: (who, attends what, who in English)."""


def _schooling() -> tuple[Column, ...]:
    columns = []
    for stage, (who, attends, english) in SCHOOLING.items():
        columns += [
            _people(f"{stage}_age_people", f"Số {who}", f"Number of {english}.", "D"),
            _people(
                f"{stage}_pupils",
                f"Số {who} {attends}",
                f"Number of {english} who attend that stage.",
                "D",
            ),
        ]
    return tuple(columns)


_SCHOOLING = _schooling()
_ADULTS = _people(
    "people_15_and_over", "Số người từ 15 tuổi trở lên", "People aged 15 or more.", "D"
)
_LITERATE = _people(
    "literate_people_15_and_over",
    "Số người từ 15 tuổi đọc thông, viết thạo tiếng phổ thông",
    "People aged 15 or more who read and write Vietnamese well.",
    "D",
    "Đọc thông, viết thạo tiếng phổ thông",
)
_INSURED = _people(
    "insured_people",
    "Số người tham gia bảo hiểm y tế",
    "People with health insurance (persons, not households as in TH04).",
    "D",
    "Số người tham gia BHYT",
    "Tham gia BHYT",
)
_UNDER_FIVE = _people("under_5_people", "Số trẻ dưới 5 tuổi", "Children under 5.", "D")
_UNDERWEIGHT = _people(
    "underweight_under_5_people",
    "Số trẻ dưới 5 tuổi suy dinh dưỡng nhẹ cân",
    "Children under 5 who are underweight.",
    "D",
    "Trẻ SDD nhẹ cân",
)
_WORKERS = _people(
    "workers_people", "Số lao động trong độ tuổi", "People of working age.", "D", "Lao động"
)
_TRAINED = _people(
    "trained_workers_people",
    "Số lao động qua đào tạo",
    "People of working age with vocational training.",
    "D",
    "Lao động qua đào tạo",
)
_PARTY = _people("party_members_people", "Số đảng viên", "Party members.", "D", "Đảng viên")
_MINORITY_PARTY = _people(
    "minority_party_members_people",
    "Số đảng viên là dân tộc thiểu số",
    "Party members of ethnic minorities.",
    "D",
    "Số đảng viên DTTS",
    "Đảng viên DTTS",
)
_CULTURAL = _yes_no(
    "cultural_hamlet",
    "Thôn đạt danh hiệu văn hóa",
    "Whether the hamlet holds the title of a cultural hamlet (Decree 86/2023/NĐ-CP).",
    "D",
    "Thôn văn hóa",
)

_PART_OF_HOUSEHOLDS = (
    _MINORITY_HOUSEHOLDS,
    _POOR,
    _NEAR_POOR,
    *_DEPRIVED,
    *(column for column in _AMENITIES if column.unit == "households"),
)
_PART_OF_PEOPLE = (_MINORITY_PEOPLE, _ADULTS, _INSURED, _UNDER_FIVE, _WORKERS, _PARTY)
_OTHER_PARTS = (
    (_POOR_MINORITY, _POOR),
    (_POOR_MINORITY, _MINORITY_HOUSEHOLDS),
    (_CLEAN_WATER, _HYGIENIC_WATER),
    (_PAVED_ROADS, _ROADS),
    (_LITERATE, _ADULTS),
    (_UNDERWEIGHT, _UNDER_FIVE),
    (_TRAINED, _WORKERS),
    (_MINORITY_PARTY, _PARTY),
    *zip(_SCHOOLING[1::2], _SCHOOLING[::2], strict=True),
)

_PEOPLE_PER_HOUSEHOLD_CHECK = Check(
    "people_per_household",
    ("people", "households"),
    "số khẩu bình quân một hộ ngoài khoảng 1,5 đến 9",
    lambda frame: passes((frame["people"] / frame["households"]).between(*PEOPLE_PER_HOUSEHOLD)),
)
_POOR_SHARE_CHECK = Check(
    "poor_share_as_computed",
    ("poor_share_reported_percent", "poor_households", "households"),
    "Tỷ lệ hộ nghèo ghi trong biểu khác tỷ lệ tính từ số hộ quá 0,1 điểm %",
    lambda frame: passes(
        (
            frame["poor_share_reported_percent"]
            - 100 * frame["poor_households"] / frame["households"]
        ).abs()
        <= 0.1
    ),
    Severity.WARN,
)

FIGURE_CHECKS: tuple[Check, ...] = (
    *(at_most(part, _HOUSEHOLDS) for part in _PART_OF_HOUSEHOLDS),
    *(at_most(part, _PEOPLE) for part in _PART_OF_PEOPLE),
    *(at_most(small, large) for small, large in _OTHER_PARTS),
    _PEOPLE_PER_HOUSEHOLD_CHECK,
    _POOR_SHARE_CHECK,
)

FIGURES: tuple[Column, ...] = (
    _HOUSEHOLDS,
    _PEOPLE,
    _MINORITY_HOUSEHOLDS,
    _MINORITY_PEOPLE,
    _POOR,
    _POOR_MINORITY,
    _NEAR_POOR,
    _ESCAPED,
    _FALLEN,
    _INCOME,
    _REPORTED_POOR_SHARE,
    *_DEPRIVED,
    *_AMENITIES,
    *_SCHOOLING,
    _ADULTS,
    _LITERATE,
    _INSURED,
    _UNDER_FIVE,
    _UNDERWEIGHT,
    _WORKERS,
    _TRAINED,
    _PARTY,
    _MINORITY_PARTY,
    _CULTURAL,
)
"""All columns of the form but its key, in the order in which they are stored."""
