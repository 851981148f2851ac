"""Who gets a form, and what is printed in it."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketnghia_analysis.intake.forms.senders import FormYear, Sender, form_year, safe_name
from ketnghia_analysis.intake.forms.sheets import Role
from ketnghia_analysis.vocabulary.periods import reporting_year
from tests.intake.forms.conftest import ROWS, tables


def _sender(year: FormYear, name: str) -> Sender:
    return next(one for one in year.senders if one.name == name)


def test_communes_paired_agencies_and_the_coordinator_get_a_form(year: FormYear) -> None:
    assert [(one.role, one.name) for one in year.senders] == [
        (Role.COMMUNE, "Xã Mẫu An"),
        (Role.COMMUNE, "Thị trấn Mẫu Bình"),
        (Role.AGENCY, "Phòng Tư pháp"),
        (Role.BOARD, "Phòng Dân tộc"),
    ]


def test_the_communes_living_hamlets_are_printed_in_order(year: FormYear) -> None:
    def printed(name: str) -> list[str]:
        return [row["hamlet_id"] for row in _sender(year, name).printed["hamlet_figures"]]

    assert printed("Xã Mẫu An") == ["T2", "T14"]
    assert printed("Thị trấn Mẫu Bình") == ["B2"]


def test_an_agency_chooses_from_its_hamlets_and_those_it_took_over(year: FormYear) -> None:
    hamlets = _sender(year, "Phòng Tư pháp").hamlets
    assert set(hamlets) == {"Thôn 2 (xã Mẫu An)", "Thôn 2 (thị trấn Mẫu Bình)"}


def test_what_was_open_at_the_last_report_is_carried_over(year: FormYear) -> None:
    rows = _sender(year, "Phòng Tư pháp").printed["commitments"]
    assert [row["commitment_id"] for row in rows] == ["N1", "N3"]
    assert all("state" not in row and "result" not in row for row in rows)


def test_open_difficulties_of_earlier_years_are_carried_over(year: FormYear) -> None:
    rows = _sender(year, "Xã Mẫu An").printed["difficulties"]
    assert [(row["difficulty_id"], row["hamlet_name"]) for row in rows] == [("H1", "Thôn 2")]
    assert _sender(year, "Thị trấn Mẫu Bình").printed["difficulties"] == []


def test_the_board_tracks_the_reports_of_every_paired_agency(year: FormYear) -> None:
    rows = _sender(year, "Phòng Dân tộc").printed["submitted_reports"]
    assert [(row["agency_name"], row["term"]) for row in rows] == [
        ("Phòng Tư pháp", "half_year"),
        ("Phòng Tư pháp", "year"),
    ]


def test_figures_are_asked_for_the_day_of_the_survey_round(year: FormYear) -> None:
    assert year.round_known
    assert year.day == pd.Timestamp(2024, 11, 30)
    other = form_year(tables(), reporting_year(2023), "Ban Dân vận")
    assert not other.round_known
    assert other.day == pd.Timestamp(2023, 12, 14)


@pytest.mark.parametrize(("code", "fictional"), [("99001", True), ("22915", False)])
def test_only_invented_communes_make_a_form_fictional(code: str, fictional: bool) -> None:
    row = ROWS["communes"][0] | {"commune_code": code}
    found = form_year(tables({"communes": [row]}), reporting_year(2024), "Ban Dân vận")
    assert found.fictional is fictional


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Phòng Tài chính - Kế hoạch", "Phòng Tài chính - Kế hoạch"),
        ("Sở A/Phòng B: “C”?", "Sở A-Phòng B- “C”-"),
        ("con", "_con"),
        ("Ban X.", "Ban X"),
        (" ", "khong-ten"),
    ],
)
def test_file_names_keep_vietnamese_and_lose_what_windows_refuses(text: str, name: str) -> None:
    assert safe_name(text) == name


@settings(max_examples=40)
@given(st.text())
def test_any_text_gives_a_file_name_that_windows_takes(text: str) -> None:
    name = safe_name(text)
    assert name
    assert not set(name) & set('<>:"/\\|?*')
    assert name == name.rstrip(" .")
    assert len(name) <= 81
