"""Dated rules that class hamlets and communes of the ethnic minority and mountainous areas.

Decision 33/2020/QĐ-TTg, articles 2 to 6, as quoted by thuvienphapluat.vn (hamlets, zone III) and
lawnet.vn (zone I). Decree 272/2025/NĐ-CP as reported by vietnamnet.vn and laodong.vn: the third
criterion of a hamlet was cut off there and stands here as drafted, marked as not verified.
"""

from __future__ import annotations

from dataclasses import dataclass

from ketnghia_analysis.measures.conditions import Clause, Criterion, Limit
from ketnghia_analysis.vocabulary.errors import DataFault

HARDEST = "especially_difficult"
"""Outcome of a rule for hamlets: thôn đặc biệt khó khăn."""
ZONE_I, ZONE_III = "I", "III"

NATIONAL_POVERTY: dict[int, tuple[float, str]] = {
    2024: (4.06, "tỷ lệ nghèo đa chiều cả nước năm 2024, theo Báo Lao Động (news.laodong.vn)"),
}
"""National multidimensional poverty rate (poor and near-poor households) by year, with source."""


@dataclass(frozen=True)
class ClassRule:
    """When a place is of a class.

    Attributes:
        document: number of the document and article.
        subject: "thôn" or "xã".
        outcome: the class, `HARDEST` or a zone.
        first_year: first year for which it holds.
        last_year: last one.
        decide: what must be met.
    """

    document: str
    subject: str
    outcome: str
    first_year: int
    last_year: int
    decide: Clause

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """All its criteria."""
        return tuple(self.decide.criteria)


def _minority(column: str, heading: str) -> Criterion:
    return Criterion("minority", heading, column, least=Limit(15))


_HOUSEHOLDS_15 = _minority("minority_household_share_percent", "Tỷ lệ hộ DTTS")
_PEOPLE_15 = _minority("minority_people_share_percent", "Tỷ lệ người DTTS")
_POOR = Criterion(
    "poor", "Tỷ lệ hộ nghèo", "poor_household_share_percent", least=Limit(20, delta=15)
)
_NEARLY_AS_POOR = Criterion(
    "nearly_as_poor",
    "Tỷ lệ hộ nghèo",
    "poor_household_share_percent",
    least=Limit(15, delta=12),
    most=Limit(20, delta=15, including=False),
)
_POOR_ARE_MINORITY = Criterion(
    "poor_are_minority",
    "Tỷ lệ hộ DTTS trong tổng số hộ nghèo",
    "minority_share_of_poor_percent",
    least=Limit(60, including=False),
)


def _many_poor(limit: int) -> Criterion:
    return Criterion(
        "many_poor_minority",
        "Số hộ nghèo là hộ DTTS",
        "poor_minority_households",
        unit="hộ",
        least=Limit(limit, including=False),
        only_in_delta=True,
    )


_NO_GRID = Criterion(
    "no_grid",
    "Tỷ lệ hộ chưa sử dụng điện lưới quốc gia",
    "without_grid_percent",
    least=Limit(30, including=False),
)
_HAMLET_2021 = ClassRule(
    "Quyết định 33/2020/QĐ-TTg, Điều 2 và Điều 6",
    "thôn",
    HARDEST,
    2021,
    2025,
    Clause(
        "all",
        (
            _HOUSEHOLDS_15,
            Clause(
                "any",
                (
                    _POOR,
                    _many_poor(30),
                    Clause(
                        "all",
                        (
                            _NEARLY_AS_POOR,
                            Clause(
                                "any",
                                (
                                    _POOR_ARE_MINORITY,
                                    Criterion(
                                        "hard_road",
                                        "Chưa có đường đến trung tâm xã hoặc đi lại rất khó khăn",
                                        "commune_road_hard_to_use",
                                    ),
                                    _NO_GRID,
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
_HAMLET_2026 = ClassRule(
    "Nghị định 272/2025/NĐ-CP, Điều 7",
    "thôn",
    HARDEST,
    2026,
    2030,
    Clause(
        "all",
        (
            _PEOPLE_15,
            Clause(
                "at_least",
                (
                    Criterion(
                        "poor",
                        "Tỷ lệ nghèo đa chiều (hộ nghèo và cận nghèo)",
                        "multidimensional_poor_percent",
                        least=Limit(4, delta=3, times_national=True),
                    ),
                    Criterion(
                        "few_paved_roads",
                        "Tỷ lệ đường thôn, liên thôn được cứng hóa",
                        "paved_hamlet_road_share_percent",
                        most=Limit(60, including=False),
                    ),
                    Criterion(
                        "no_grid",
                        _NO_GRID.heading,
                        _NO_GRID.column,
                        least=_NO_GRID.least,
                        verified=False,
                    ),
                ),
                2,
            ),
        ),
    ),
)
_COMMUNE_I_2021 = ClassRule(
    "Quyết định 33/2020/QĐ-TTg, Điều 2 và Điều 4",
    "xã",
    ZONE_I,
    2021,
    2025,
    Clause(
        "all",
        (
            _HOUSEHOLDS_15,
            Clause(
                "any",
                (
                    Criterion(
                        "few_poor",
                        "Tỷ lệ hộ nghèo",
                        "poor_household_share_percent",
                        most=Limit(10, including=False),
                    ),
                    Criterion("new_rural", "Đạt chuẩn nông thôn mới", "new_rural_standard"),
                ),
            ),
        ),
    ),
)
_COMMUNE_III_2021 = ClassRule(
    "Quyết định 33/2020/QĐ-TTg, Điều 2 và điều về xã khu vực III",
    "xã",
    ZONE_III,
    2021,
    2025,
    Clause(
        "all",
        (
            _HOUSEHOLDS_15,
            Criterion(
                "not_new_rural",
                "Chưa đạt chuẩn nông thôn mới",
                "new_rural_standard",
                wanted=False,
            ),
            Clause(
                "any",
                (
                    _POOR,
                    _many_poor(150),
                    Clause(
                        "all",
                        (
                            _NEARLY_AS_POOR,
                            Clause(
                                "any",
                                (
                                    _POOR_ARE_MINORITY,
                                    Criterion(
                                        "illiterate",
                                        "Tỷ lệ người DTTS 15 đến 60 tuổi chưa biết đọc, viết "
                                        "tiếng phổ thông",
                                        "minority_illiterate_percent",
                                        least=Limit(20),
                                    ),
                                    Criterion(
                                        "untrained",
                                        "Tỷ lệ lao động có việc làm chưa qua đào tạo từ 3 tháng",
                                        "untrained_workers_percent",
                                        least=Limit(80, including=False),
                                    ),
                                    Clause(
                                        "all",
                                        (
                                            Criterion(
                                                "far_away",
                                                "Đường từ trung tâm huyện đến trung tâm xã",
                                                "district_road_km",
                                                unit="km",
                                                least=Limit(20, including=False),
                                            ),
                                            Criterion(
                                                "unpaved",
                                                "Tỷ lệ đường đó chưa rải nhựa, đổ bê tông",
                                                "district_road_unpaved_percent",
                                                least=Limit(50, including=False),
                                            ),
                                        ),
                                    ),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
_MINORITY_COMMUNE = Clause(
    "any",
    (
        _PEOPLE_15,
        Criterion(
            "many_minority_people",
            "Số người DTTS",
            "minority_people",
            unit="người",
            least=Limit(4500),
        ),
    ),
)


def _criteria_met(code: str, least: float | None, most: float | None) -> Criterion:
    return Criterion(
        code,
        "Số tiêu chí đạt trong 12 tiêu chí của xã",
        "commune_criteria_met",
        unit="tiêu chí",
        least=None if least is None else Limit(least),
        most=None if most is None else Limit(most, including=False),
    )


_COMMUNE_I_2026 = ClassRule(
    "Nghị định 272/2025/NĐ-CP",
    "xã",
    ZONE_I,
    2026,
    2030,
    Clause("all", (_MINORITY_COMMUNE, _criteria_met("few_criteria", None, 3))),
)
_COMMUNE_III_2026 = ClassRule(
    "Nghị định 272/2025/NĐ-CP",
    "xã",
    ZONE_III,
    2026,
    2030,
    Clause(
        "all",
        (
            _MINORITY_COMMUNE,
            Clause(
                "any",
                (
                    _criteria_met("many_criteria", 6, None),
                    Clause(
                        "all",
                        (
                            _criteria_met("some_criteria", 3, None),
                            Criterion(
                                "hard_hamlets",
                                "Tỷ lệ thôn đặc biệt khó khăn",
                                "hard_hamlets_percent",
                                least=Limit(50, including=False),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)

RULES: tuple[ClassRule, ...] = (
    _HAMLET_2021,
    _COMMUNE_I_2021,
    _COMMUNE_III_2021,
    _HAMLET_2026,
    _COMMUNE_I_2026,
    _COMMUNE_III_2026,
)
"""All rules. A commune of the area that is of neither zone I nor zone III is of zone II."""


def class_rule(subject: str, outcome: str, year: int) -> ClassRule:
    """The rule in force in a year.

    Raises:
        DataFault: none is known for that year.
    """
    for rule in RULES:
        own = (rule.subject, rule.outcome) == (subject, outcome)
        if own and rule.first_year <= year <= rule.last_year:
            return rule
    raise DataFault(
        f"phân định {subject}",
        f"chưa có quy tắc phân định cho năm {year}",
        "bổ sung quy tắc của năm đó vào classification_rules.py",
    )
