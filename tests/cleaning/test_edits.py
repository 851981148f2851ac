"""What a row may not say: limits, rules, years, coordinates."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from ketnghia_analysis.cleaning.clean import Cleaned, clean_folder

from .small_folders import entries, fate, laid_out, record, send_book, send_csv, send_registers

SURVEY, WORK, PLACES = "2024/so lieu.csv", "2024/hoat dong.csv", "danh-muc/toa do.csv"
GOOD = {"households": 100, "people": 400}
FIGURES: list[tuple[dict[str, Any], str]] = [
    ({"poor_households": 100, "poor_minority_households": 100, "minority_households": 100}, ""),
    ({"poor_households": 101}, "poor_households"),
    ({"people": 1000}, "people"),
    ({"people": 100}, "people"),
    ({"minority_people": 401}, "minority_people"),
    ({"hygienic_water_households": 50, "clean_water_households": 51}, "clean_water_households"),
    ({"hamlet_roads_km": "2,5", "hamlet_roads_paved_km": "2,6"}, "hamlet_roads_paved_km"),
    ({"people": None, "insured_people": 9999}, ""),
]
DATES = [
    ("14/12/2023", "outside_year"),
    ("15/12/2023", ""),
    ("01/01/2024", ""),
    ("14/12/2024", ""),
    ("31/12/2024", ""),
    ("01/01/2025", "outside_year"),
    ("15/10/2027", "outside_year"),
]


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Cleaned:
    """One folder with rows that break one rule each."""
    folder = tmp_path_factory.mktemp("quy tắc")
    numbered = [
        {"hamlet_id": f"R{i}", "name": f"Thôn R{i}", "commune_code": "99004"}
        for i in range(len(FIGURES))
    ]
    send_registers(folder, hamlets=numbered)
    rows = [{"hamlet_id": f"R{i}", **GOOD, **more} for i, (more, _) in enumerate(FIGURES)]
    send_csv(folder / SURVEY, "hamlet_figures", rows)
    work = {"pairing_id": "K1", "activity_type": "thăm thôn"}
    dated = [work | {"activity_id": str(i), "date": day} for i, (day, _) in enumerate(DATES)]
    dated += [
        work | {"activity_id": "âm", "date": "01/02/2024", "attendances": -15},
        work | {"activity_id": "quá", "date": "01/02/2024", "cost_dong": "21 tỷ"},
        work | {"activity_id": "lạ", "date": "01/02/2024", "partner": "Hội Mẫu", "gifts": "nhiều"},
    ]
    send_csv(folder / WORK, "activities", dated)
    _parts(folder)
    _coordinates(folder)
    return clean_folder(folder)


def _parts(folder: Path) -> None:
    row = {"hamlet_id": "BS", "year": 2023}
    parts = ({"households": 50, "people": 200}, {"grid_electricity_households": 60})
    sheets = {str(i): laid_out("hamlet_figures", [row | part]) for i, part in enumerate(parts)}
    send_book(folder / "2023" / "bieu 01.xlsx", sheets)


def _coordinates(folder: Path) -> None:
    since = {"valid_from": "01/01/2010"}
    points = {"A2": (11.05, 108.05), "A4": ("108,06", "11,06"), "A14": (11.55, 108.05)}
    points |= {"B2": (48.1, 11.5), "BS": (11.15, 108.1005)}
    rows = [
        {"hamlet_id": hamlet, **since, "latitude": north, "longitude": east}
        for hamlet, (north, east) in points.items()
    ]
    send_csv(folder / PLACES, "hamlets", rows)
    corners = {"99001": (108.0, 11.0), "99004": (108.0, 11.1)}
    features = [
        {
            "type": "Feature",
            "properties": {"ma_xa": code, "hieu_luc_tu": "2000-01-01"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [[x, y], [x + 0.1, y], [x + 0.1, y + 0.1], [x, y + 0.1], [x, y]],
                ],
            },
        }
        for code, (x, y) in corners.items()
    ]
    content = {"type": "FeatureCollection", "features": features}
    (folder / "danh-muc" / "ranh.geojson").write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize("number", range(len(FIGURES)), ids=lambda i: str(FIGURES[i][0]))
def test_a_part_is_never_more_than_its_whole(number: int, sent: Cleaned) -> None:
    suspect = FIGURES[number][1]
    expected = ("quarantine", "rule_broken") if suspect else ("clean", f"D2024|R{number}")
    assert fate(sent, SURVEY, number + 2) == expected
    held = entries(sent.quarantine, SURVEY, number + 2)
    assert held["column"].tolist() == ([suspect] if suspect else [])


def test_a_broken_rule_says_what_is_too_large(sent: Cleaned) -> None:
    held = entries(sent.quarantine, SURVEY, 3).iloc[0]
    assert "Số hộ nghèo lớn hơn Tổng số hộ (Tổng số hộ: 100)" in held["message"]
    assert (held["raw"], held["cell"]) == ("101", "D3")


def test_a_rule_is_judged_across_the_parts_of_a_record(sent: Cleaned) -> None:
    file = "2023/bieu 01.xlsx"
    assert fate(sent, file, 2, "1") == ("quarantine", "rule_broken")
    # the part that is not suspected stays, and with it what it says
    assert fate(sent, file, 2, "0") == ("clean", "D2023|BS")
    left = record(sent, "hamlet_figures", hamlet_id="BS", round_id="D2023")
    assert left["households"] == 50
    assert pd.isna(left["grid_electricity_households"])


@pytest.mark.parametrize("number", range(len(DATES)), ids=lambda i: DATES[i][0])
def test_a_report_tells_of_its_own_year(number: int, sent: Cleaned) -> None:
    reason = DATES[number][1]
    expected = ("quarantine", reason) if reason else ("clean", str(number))
    assert fate(sent, WORK, number + 2) == expected


def test_a_day_of_another_year_is_told_which_days_fit(sent: Cleaned) -> None:
    message = entries(sent.quarantine, WORK, 8)["message"].iloc[0]
    assert "báo cáo năm 2024 nhận ngày từ 15/12/2023 đến 31/12/2024" in message


@pytest.mark.parametrize(
    ("activity", "column", "rule"),
    [
        ("âm", "attendances", "dropped_out_of_limits"),
        ("quá", "cost_dong", "dropped_out_of_limits"),
        ("lạ", "partner", "dropped_unknown_code"),
        ("lạ", "gifts", "dropped_not_a_number"),
    ],
)
def test_an_optional_value_that_can_not_be_right_becomes_missing(
    activity: str, column: str, rule: str, sent: Cleaned
) -> None:
    assert pd.isna(record(sent, "activities", activity_id=activity)[column])
    ledger = sent.ledger[(sent.ledger["file"] == WORK) & (sent.ledger["column"] == column)]
    assert rule in set(ledger["rule"])


def test_swapped_coordinates_are_put_right(sent: Cleaned) -> None:
    found = record(sent, "hamlets", hamlet_id="A4")
    assert (found["latitude"], found["longitude"]) == (11.06, 108.06)
    ledger = entries(sent.ledger, PLACES, 3)
    swapped = ledger.loc[ledger["rule"] == "swapped_coordinates", "column"]
    assert sorted(swapped) == ["coordinate_quality", "latitude", "longitude"]


def test_a_point_outside_its_commune_holds_its_line_of_a_list_of_points(sent: Cleaned) -> None:
    found = record(sent, "hamlets", hamlet_id="A14")
    assert pd.isna(found["latitude"])
    assert pd.isna(found["longitude"])
    assert found["geometry"] is None
    assert fate(sent, PLACES, 4) == ("quarantine", "impossible_point")


def test_a_point_within_its_commune_or_just_beside_stays(sent: Cleaned) -> None:
    assert record(sent, "hamlets", hamlet_id="A2")["geometry"].coords[0] == (108.05, 11.05)
    assert record(sent, "hamlets", hamlet_id="BS")["longitude"] == 108.1005


def test_a_point_abroad_holds_its_line_too(sent: Cleaned) -> None:
    assert pd.isna(record(sent, "hamlets", hamlet_id="B2")["latitude"])
    assert fate(sent, PLACES, 5) == ("quarantine", "impossible_point")


def test_a_rate_that_differs_from_the_computed_one_is_only_warned_about(tmp_path: Path) -> None:
    send_registers(tmp_path)
    rate = {"poor_households": 12, "poor_share_reported_percent": "12,2"}
    rows = [
        {"hamlet_id": "A2", **GOOD, **rate},
        {"hamlet_id": "A4", **GOOD, **rate, "poor_share_reported_percent": "12,05"},
    ]
    send_csv(tmp_path / SURVEY, "hamlet_figures", rows)
    cleaned = clean_folder(tmp_path)
    assert fate(cleaned, SURVEY, 2) == ("clean", "D2024|A2")
    (warning,) = cleaned.warnings.to_dict("records")
    assert (warning["row"], warning["cell"]) == (2, "E2")
    assert "Tỷ lệ hộ nghèo" in warning["message"]
