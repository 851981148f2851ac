"""The three poverty standards of the programme's years, as dated rules.

Lines and rules stand here as data, so that no formula asks for a year. What was not read in the
document itself, or in a page that quotes it, is listed in `unverified`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ketnghia_analysis.vocabulary.codes import POVERTY_STANDARDS
from ketnghia_analysis.vocabulary.errors import DataFault
from ketnghia_analysis.vocabulary.hamlet_figures import DEPRIVATION_NAMES

Area = Literal["rural", "urban"]


@dataclass(frozen=True)
class IncomeLines:
    """Income per person and month in dong by which households of an area are classed.

    Attributes:
        poor_alone: at or below it a household is poor whatever it lacks; None for no such line.
        poor: at or below it (and above `poor_alone`) a household is poor if it lacks enough
            services, otherwise near-poor.
        middle: above `poor` up to it the living standard is average; None where the line is not
            known.
    """

    poor: int
    poor_alone: int | None = None
    middle: int | None = None


@dataclass(frozen=True)
class PovertyStandard:
    """A multidimensional poverty standard.

    Attributes:
        code: code of `codes.POVERTY_STANDARDS`.
        document: its number and day.
        first_year: first year of data that it decides on.
        last_year: last one.
        lines: income lines by area.
        services: basic social services, each with its deprivations (names as in the vocabulary).
        lacking: from how many deprivations on a household lacks enough to be poor.
        unverified: what has not been read in the original, in Vietnamese.
    """

    code: str
    document: str
    first_year: int
    last_year: int
    lines: Mapping[Area, IncomeLines]
    services: Mapping[str, tuple[str, ...]]
    lacking: int = 3
    unverified: tuple[str, ...] = ()

    @property
    def indicators(self) -> tuple[str, ...]:
        """Names of the deprivations, service by service."""
        return tuple(name for names in self.services.values() for name in names)

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of `households` that hold the deprivations."""
        return tuple(f"deprived_{name}" for name in self.indicators)

    @property
    def weights(self) -> dict[str, float]:
        """Equal weights by column, for Alkire-Foster: the standard counts deprivations."""
        return dict.fromkeys(self.columns, 1.0)

    @property
    def cutoff(self) -> float:
        """Alkire and Foster's k that the number of deprivations comes to."""
        return self.lacking / len(self.indicators)

    @property
    def label(self) -> str:
        """Name of the standard in Vietnamese, with the years of data that it decides on."""
        said = POVERTY_STANDARDS.labels[self.code]
        return f"{said}, số liệu các năm {self.first_year}–{self.last_year}"


_HEALTH = ("nutrition", "health_insurance")
_EDUCATION = ("adult_education", "school_attendance")
_HOUSING = ("housing_quality", "housing_area")
_WATER = ("water", "latrine")
_INFORMATION = ("telecommunication", "information_means")

STANDARDS: dict[str, PovertyStandard] = {
    one.code: one
    for one in (
        PovertyStandard(
            code="59/2015",
            document="Quyết định 59/2015/QĐ-TTg ngày 19/11/2015; năm 2021 theo Điều 2 "
            "Nghị định 07/2021/NĐ-CP",
            first_year=2016,
            last_year=2021,
            lines={
                "rural": IncomeLines(poor=1_000_000, poor_alone=700_000, middle=1_500_000),
                "urban": IncomeLines(poor=1_300_000, poor_alone=900_000, middle=1_950_000),
            },
            services={
                "y tế": ("health_services", "health_insurance"),
                "giáo dục": _EDUCATION,
                "nhà ở": _HOUSING,
                "nước sạch và vệ sinh": _WATER,
                "thông tin": _INFORMATION,
            },
            unverified=(
                "mức trên của hộ có mức sống trung bình (1.500.000 và 1.950.000 đồng)",
                "ngưỡng của 10 chỉ số thiếu hụt",
            ),
        ),
        PovertyStandard(
            code="07/2021",
            document="Nghị định 07/2021/NĐ-CP ngày 27/01/2021, sửa đổi bởi Nghị định "
            "30/2025/NĐ-CP; năm 2026 theo Nghị định 351/2025/NĐ-CP",
            first_year=2022,
            last_year=2026,
            lines={
                "rural": IncomeLines(poor=1_500_000, middle=2_250_000),
                "urban": IncomeLines(poor=2_000_000, middle=3_000_000),
            },
            services={
                "việc làm": ("employment", "dependants"),
                "y tế": _HEALTH,
                "giáo dục": _EDUCATION,
                "nhà ở": _HOUSING,
                "nước sinh hoạt và vệ sinh": _WATER,
                "thông tin": _INFORMATION,
            },
            unverified=("ngưỡng của 12 chỉ số thiếu hụt (phụ lục của Nghị định)",),
        ),
        PovertyStandard(
            code="351/2025",
            document="Nghị định 351/2025/NĐ-CP ngày 30/12/2025",
            first_year=2027,
            last_year=2030,
            lines={
                "rural": IncomeLines(poor=2_200_000),
                "urban": IncomeLines(poor=2_800_000),
            },
            services={
                "việc làm": ("employment", "dependants"),
                "y tế": _HEALTH,
                "giáo dục": _EDUCATION,
                "nhà ở": _HOUSING,
                "thông tin": ("telecommunication",),
                "nước sinh hoạt, vệ sinh và môi trường": (*_WATER, "waste"),
            },
            unverified=(
                "12 chỉ số thiếu hụt theo dự thảo (phụ lục của Nghị định chưa đọc)",
                "mức trên của hộ có mức sống trung bình chưa rõ",
            ),
        ),
    )
}
"""Standards by code, in the order of their years."""


def standard_of_year(year: int) -> PovertyStandard:
    """The standard by which poverty of a year of data is decided.

    Raises:
        DataFault: no standard is known for that year.
    """
    for one in STANDARDS.values():
        if one.first_year <= year <= one.last_year:
            return one
    raise DataFault(
        "chuẩn nghèo",
        f"chưa có chuẩn nghèo cho số liệu năm {year}",
        "bổ sung chuẩn nghèo của năm đó vào poverty_standards.py",
    )


def deprivation_labels(standard: PovertyStandard) -> dict[str, str]:
    """Vietnamese names of a standard's deprivations, by column of `households`."""
    return {f"deprived_{name}": DEPRIVATION_NAMES[name] for name in standard.indicators}
