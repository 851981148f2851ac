from __future__ import annotations

import pytest

from ketnghia_analysis.intake.context import first_year, year_in


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("BIỂU 01A: DÂN CƯ NĂM 2024", 2024),
        ("Bieu 01 nam 2021", 2021),
        ("Hop phoi hop 2023", 2023),
        ("2025", 2025),
        ("khao_sat_thon_2022", 2022),
        ("Na\u0306m 2024", 2024),
        ("Báo cáo năm 2024, ngày 05/01/2025", 2024),
        ("Báo cáo năm 2024 (giai đoạn 2021-2025)", 2024),
        ("Số liệu 2022, chuẩn giai đoạn 2021-2025", 2022),
        ("Số liệu 2019 theo chuẩn năm 2022", 2022),
        ("Năm 2024 so với năm 2024", 2024),
    ],
)
def test_a_text_names_its_year(text: str, year: int) -> None:
    assert year_in(text) == year


@pytest.mark.parametrize(
    "text",
    [
        "",
        "BIỂU 01A",
        "giai đoạn 2020-2025",
        "giai đoạn 2020 – 2025",
        "ngày 12/10/2024",
        "Mẫu Giang, 05.02.2025",
        "năm 2023 và năm 2024",
        "2023, 2024",
        "Công văn số 1573/UBND",
        "12024",
        "năm 1999",
    ],
)
def test_no_year_is_guessed(text: str) -> None:
    assert year_in(text) is None


def test_the_first_text_that_names_a_year_decides() -> None:
    assert first_year(["Biểu 01", "giai đoạn 2020-2025", "năm 2023", "2024"]) == 2023
    assert first_year(["Biểu 01", "giai đoạn 2020-2025"]) is None
