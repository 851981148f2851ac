from __future__ import annotations

from pathlib import Path

import pytest

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation import years as years_module
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.settings import read_settings
from ketnghia_analysis.evaluation.years import other_years
from ketnghia_analysis.vocabulary.errors import DataFault


def _some(monkeypatch: pytest.MonkeyPatch, years: list[int]) -> None:
    monkeypatch.setattr(years_module, "years_with_data", lambda _: years)


def test_a_commune_stays_the_same_hamlets_when_it_is_merged_away(
    monkeypatch: pytest.MonkeyPatch, cleaned: Cleaned, raw_folder: Path, facts: YearFacts
) -> None:
    _some(monkeypatch, [2023, 2024, 2025])
    part = facts.only(commune="Mẫu Lũy")
    before, after = other_years(cleaned, read_settings(raw_folder), part)
    ids = set(part.hamlets.described.index)
    assert set(before.hamlets.described.index) == ids
    assert set(after.hamlets.described.index) == ids
    assert set(after.hamlets.described["commune_name"]) == {"Mẫu Hòa"}
    assert before.scope == after.scope == part.scope
    assert set(before.pairings["hamlet_id"]) <= ids


def test_an_agency_is_followed_into_the_one_that_took_over(
    monkeypatch: pytest.MonkeyPatch, cleaned: Cleaned, raw_folder: Path, facts: YearFacts
) -> None:
    _some(monkeypatch, [2023, 2025])
    part = facts.only(agency="CQ01")
    before, after = other_years(cleaned, read_settings(raw_folder), part, "CQ01")
    assert list(before.agencies.index) == ["CQ01"]
    assert len(after.agencies) == 1
    heir = after.agencies.index[0]
    assert set(after.pairings["agency_id"]) <= {heir}


def test_a_year_without_rules_is_left_out(
    monkeypatch: pytest.MonkeyPatch, cleaned: Cleaned, raw_folder: Path, facts: YearFacts
) -> None:
    def fails(*_: object) -> YearFacts:
        raise DataFault("score_rules.yml", "không có bản quy tắc", "sửa")

    monkeypatch.setattr(years_module, "year_facts", fails)
    assert other_years(cleaned, read_settings(raw_folder), facts) == []
