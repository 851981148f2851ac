"""A country is evaluated unit by unit, each as if it were alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import FICTION_NOTE, YearFacts
from ketnghia_analysis.evaluation.settings import Settings, read_settings
from ketnghia_analysis.runs.crews import crew
from ketnghia_analysis.runs.evaluate_large import RESULTS, LargeEvaluation, evaluate_large
from ketnghia_analysis.runs.store import write_cleaned
from ketnghia_analysis.vocabulary.errors import DataFault, WrongCall
from tests.many_districts import NORTH, SOUTH, two_provinces


@pytest.fixture(scope="module")
def country(cleaned: Cleaned) -> Cleaned:
    return two_provinces(cleaned)


@pytest.fixture(scope="module")
def settings(raw_folder: Path) -> Settings:
    return read_settings(raw_folder)


@pytest.fixture(scope="module")
def processed(
    country: Cleaned, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.mktemp("cả nước") / "processed"
    write_cleaned(country, settings, folder, {})
    return folder


@pytest.fixture(scope="module")
def done(processed: Path) -> LargeEvaluation:
    return evaluate_large(processed, processed.parent / "kết quả", 2024)


def _own(done: LargeEvaluation, name: str, unit: str) -> pd.DataFrame:
    rows = pd.read_parquet(done.folder / f"{name}.parquet")
    return rows[rows["unit"] == unit].drop(columns="unit").reset_index(drop=True)


@pytest.mark.parametrize("name", RESULTS)
def test_a_province_gets_what_it_gets_alone(
    done: LargeEvaluation, facts: YearFacts, name: str
) -> None:
    # geometry, all-missing columns and texts change their kind in a file, the values don't
    alone = RESULTS[name](facts)
    for unit, ending in ((NORTH, ""), (SOUTH, "-2")):
        found = _own(done, name, unit)
        assert list(found.columns) == list(alone.columns)
        plain = found.astype(object).where(found.notna(), None)
        wanted = alone.astype(object).where(alone.notna(), None).copy()
        for column in alone.columns:
            if column.endswith(("_id", "_code")):
                wanted[column] = wanted[column].map(lambda one: one and one + ending)  # noqa: B023
        pd.testing.assert_frame_equal(plain, wanted.reset_index(drop=True), check_dtype=False)


def test_the_summary_has_a_line_for_each_province(done: LargeEvaluation, facts: YearFacts) -> None:
    assert list(done.units["unit"]) == [NORTH, SOUTH]
    for level, count in facts.levels.items():
        assert set(done.units[str(level)]) == {count}
    assert set(done.units["pairings"]) == {len(facts.pairings)}
    assert done.fictional
    assert set(done.units["note"]) == {FICTION_NOTE}
    told = (done.folder / "units.csv").read_text(encoding="utf-8-sig")
    assert told.startswith("Địa bàn,Số thôn,Số cặp kết nghĩa,")


def test_workers_of_a_cluster_come_to_the_same(processed: Path, done: LargeEvaluation) -> None:
    pytest.importorskip("distributed")
    with crew(workers=2, processes=False) as who:
        other = evaluate_large(processed, processed.parent / "cụm", 2024, crew=who)
    pd.testing.assert_frame_equal(done.units, other.units)
    for name in RESULTS:
        pd.testing.assert_frame_equal(
            pd.read_parquet(done.folder / f"{name}.parquet"),
            pd.read_parquet(other.folder / f"{name}.parquet"),
        )


def test_figures_cleaned_as_a_large_file_count_like_others(
    country: Cleaned, settings: Settings, done: LargeEvaluation, tmp_path: Path
) -> None:
    figures = country.tables["hamlet_figures"]
    held = country.quarantine["table"] == "hamlet_figures"
    large = tmp_path / "số liệu"
    for name, rows in (("hamlet_figures", figures), ("quarantine", country.quarantine[held])):
        (large / name).mkdir(parents=True)
        rows.to_parquet(large / name / "part-000000.parquet", index=False)
    bare = country.tables | {"hamlet_figures": figures.iloc[:0]}
    rest = replace(country, tables=bare, quarantine=country.quarantine[~held])
    write_cleaned(rest, settings, tmp_path / "processed", {})
    other = evaluate_large(tmp_path / "processed", tmp_path / "out", 2024, figures=large)
    pd.testing.assert_frame_equal(done.units, other.units)
    write_cleaned(country, settings, tmp_path / "processed", {})
    with pytest.raises(DataFault, match="đã có trong số liệu đã làm sạch"):
        evaluate_large(tmp_path / "processed", tmp_path / "out", 2024, figures=large)


def test_a_province_without_data_is_told_and_hurts_no_other(
    country: Cleaned, settings: Settings, tmp_path: Path
) -> None:
    tables = dict(country.tables)
    for name in ("hamlet_figures", "commitments"):
        rows = tables[name]
        tables[name] = rows[~rows["hamlet_id"].str.endswith("-2")]
    write_cleaned(replace(country, tables=tables), settings, tmp_path / "processed", {})
    found = evaluate_large(tmp_path / "processed", tmp_path / "out", 2024).units
    assert found.loc[found["unit"] == NORTH, "problem"].item() == ""
    assert "không có số liệu" in found.loc[found["unit"] == SOUTH, "problem"].item()
    assert found.loc[found["unit"] == SOUTH, "pairings"].isna().item()


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        ({"by": "xã"}, WrongCall, "không có cột “xã”"),
        ({"year": 1999}, DataFault, "các năm có số liệu"),
        ({"figures": Path("không có")}, DataFault, "clean-large"),
        ({"data": Path("không có")}, DataFault, "ketnghia clean"),
    ],
)
def test_what_is_asked_wrongly_is_told(
    processed: Path, tmp_path: Path, call: dict[str, object], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        evaluate_large(**({"data": processed, "out": tmp_path / "out"} | call))  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()
