"""What survey sheets carry beside the figures of the hamlet form: shares as reported, remarks."""

from __future__ import annotations

from ketnghia_analysis.vocabulary.column_kinds import REMARK
from ketnghia_analysis.vocabulary.columns import Check, Column, Kind, Severity, passes

SHARE_TOLERANCE = 0.1
"""Percentage points by which a reported share may differ from the one computed."""

_SHARES: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    (
        "near_poor_share_reported_percent",
        "Tỷ lệ hộ cận nghèo",
        "near_poor_households",
        "households",
        ("Hộ cận nghèo Tỷ lệ",),
    ),
    (
        "minority_share_reported_percent",
        "Tỷ lệ hộ dân tộc thiểu số",
        "minority_households",
        "households",
        ("Tỷ lệ hộ đồng bào DTTS", "Hộ DTTS Tỷ lệ", "Số hộ DTTS Tỷ lệ"),
    ),
    (
        "hygienic_water_share_reported_percent",
        "Tỷ lệ hộ sử dụng nước hợp vệ sinh",
        "hygienic_water_households",
        "households",
        ("Tỷ lệ hộ dùng nước HVS", "Tỷ lệ hộ sử dụng nước sinh hoạt hợp vệ sinh"),
    ),
    (
        "clean_water_share_reported_percent",
        "Tỷ lệ hộ sử dụng nước sạch",
        "clean_water_households",
        "households",
        ("Tỷ lệ hộ dùng nước sạch", "Tỷ lệ nước sạch", "Tỷ lệ hộ có nước sạch"),
    ),
    (
        "electricity_share_reported_percent",
        "Tỷ lệ hộ sử dụng điện lưới quốc gia",
        "grid_electricity_households",
        "households",
        ("Tỷ lệ hộ sử dụng điện", "Tỷ lệ hộ dùng điện", "Tỷ lệ hộ có điện", "Tỷ lệ điện lưới"),
    ),
    (
        "hygienic_latrine_share_reported_percent",
        "Tỷ lệ hộ có nhà tiêu hợp vệ sinh",
        "hygienic_latrine_households",
        "households",
        ("Tỷ lệ hộ có nhà tiêu HVS",),
    ),
    (
        "insured_share_reported_percent",
        "Tỷ lệ người dân tham gia bảo hiểm y tế",
        "insured_people",
        "people",
        ("Tỷ lệ tham gia BHYT", "Tỷ lệ BHYT", "Tỷ lệ người tham gia BHYT"),
    ),
)

REPORTED_SHARES: tuple[Column, ...] = tuple(
    Column(
        name=name,
        heading=heading,
        meaning=f"Share of {whole} in `{part}` as the sender wrote it; never used for measures.",
        kind=Kind.PERCENT,
        unit="percent",
        synonyms=synonyms,
        low=0,
        high=100,
    )
    for name, heading, part, whole, synonyms in _SHARES
)
"""Percentages that stand beside, or in place of, the counts."""

SURVEY_REMARKS: tuple[Column, ...] = (
    Column(
        name="surveyed_on",
        heading="Ngày khảo sát",
        meaning="Day on which the hamlet was visited for the survey.",
        kind=Kind.DATE,
        synonyms=("Ngày điều tra", "Thời gian khảo sát", "Ngày phỏng vấn", "Ngày rà soát"),
        aside=True,
    ),
    Column(
        name="support_cost_dong",
        heading="Kinh phí hỗ trợ",
        meaning="Money given in support of the hamlet in the year, as the sheet says; not scored.",
        kind=Kind.MONEY,
        unit="dong",
        synonyms=("Kinh phí đã hỗ trợ", "Tổng kinh phí hỗ trợ"),
        low=0,
        high=20_000_000_000,
    ),
    REMARK,
)
"""What surveys say beside the figures."""


def _as_computed(share: str, heading: str, part: str, whole: str) -> Check:
    return Check(
        f"{share}_as_computed",
        (share, part, whole),
        f"{heading} ghi trong biểu khác tỷ lệ tính từ số lượng quá 0,1 điểm %",
        lambda frame: passes(
            (frame[share] - 100 * frame[part] / frame[whole]).abs() <= SHARE_TOLERANCE
        ),
        Severity.WARN,
    )


REPORTED_CHECKS: tuple[Check, ...] = tuple(
    _as_computed(name, heading, part, whole) for name, heading, part, whole, _ in _SHARES
)
"""A share that differs from what the counts give is shown, never held."""
