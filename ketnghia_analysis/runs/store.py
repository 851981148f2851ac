"""data/processed: sound tables as (Geo)Parquet, a GeoPackage for QGIS, and back."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import YearFacts, default_year, year_facts, years_of
from ketnghia_analysis.evaluation.settings import Settings
from ketnghia_analysis.evaluation.tracing import TraceBook, trace_book
from ketnghia_analysis.evaluation.years import other_years
from ketnghia_analysis.outputs.review import review_workbook
from ketnghia_analysis.runs.prepared import recall_facts, remember_facts
from ketnghia_analysis.runs.publish import publish, write_text
from ketnghia_analysis.vocabulary.errors import DataFault
from ketnghia_analysis.vocabulary.tables import TABLES

RECORD = "clean.json"
SETTINGS = "settings.json"
GEOPACKAGE = "ketnghia.gpkg"
BOOKS = tuple(field.name for field in fields(Cleaned) if field.name != "tables")
"""Names of the frames beside the tables: quarantine, ledger, accounts, files and so on."""
REVIEW = "review.xlsx"
"""Questions about names, to be answered and put into data/raw."""
READABLE_BOOKS = ("accounts", "cells", "quarantine")
"""Books that are written as CSV too, for those who check the accounts without Python."""
_GEOGRAPHIC = ("communes", "hamlets")


def write_cleaned(
    cleaned: Cleaned, settings: Settings, folder: Path, record: dict[str, Any]
) -> dict[str, Any]:
    """Publish what cleaning gave as one set of files.

    Args:
        cleaned: tables and books.
        settings: of the district, kept beside the tables for the notebooks.
        folder: usually data/processed.
        record: provenance for clean.json.

    Raises:
        CannotWrite: see `publish.publish`.
    """

    def write(workshop: Path) -> dict[str, Any]:
        for name, frame in cleaned.tables.items():
            frame.to_parquet(workshop / f"{name}.parquet", index=False)
        for name in BOOKS:
            _storable(name, getattr(cleaned, name)).to_parquet(
                workshop / f"{name}.parquet", index=False
            )
        if len(cleaned.questions):
            (workshop / REVIEW).write_bytes(review_workbook(cleaned.questions))
        for name in READABLE_BOOKS:
            # with a byte order mark Excel takes the text for what it is
            getattr(cleaned, name).to_csv(
                workshop / f"{name}.csv", index=False, encoding="utf-8-sig", lineterminator="\n"
            )
        _write_geopackage(cleaned, workshop / GEOPACKAGE)
        write_text(workshop / SETTINGS, settings.model_dump_json(indent=2) + "\n")
        return dict(record)

    return publish(folder, RECORD, write)


def _storable(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """A book as Parquet can hold it: the candidates of a question as one JSON text."""
    if name != "questions":
        return frame
    texts = [json.dumps(one, ensure_ascii=False) for one in frame["options"]]
    return frame.assign(options=pd.Series(texts, index=frame.index, dtype="str"))


def _restored(questions: pd.DataFrame) -> pd.DataFrame:
    options = [[tuple(one) for one in json.loads(text)] for text in questions["options"]]
    return questions.assign(options=pd.Series(options, index=questions.index, dtype=object))


def read_cleaned(folder: Path) -> Cleaned:
    """Read what `write_cleaned` wrote.

    Raises:
        DataFault: there is nothing, or not all of it.
    """
    _check_complete(folder, [f"{name}.parquet" for name in [*TABLES, *BOOKS]])
    tables = {name: read_register(folder, name) for name in TABLES}
    books = {name: pd.read_parquet(folder / f"{name}.parquet") for name in BOOKS}
    books["questions"] = _restored(books["questions"])
    return Cleaned(tables=tables, **books)


def _check_complete(folder: Path, names: list[str]) -> None:
    if not all((folder / name).is_file() for name in [*names, RECORD]):
        raise DataFault(
            str(folder),
            "chưa có số liệu đã làm sạch",
            "chạy `ketnghia clean` (hoặc `python tasks.py clean`) trước",
        )


def read_register(folder: Path, name: str) -> pd.DataFrame:
    """One clean table, without the others; communes and hamlets as a GeoDataFrame.

    Raises:
        DataFault: it is not there, or another version of the program wrote it.
    """
    path = folder / f"{name}.parquet"
    if not path.is_file():
        raise DataFault(
            str(folder),
            f"chưa có danh mục đã làm sạch ({path.name})",
            "chạy `ketnghia clean` với các danh mục xã, thôn, đợt khảo sát trước",
        )
    rows = gpd.read_parquet(path) if name in _GEOGRAPHIC else pd.read_parquet(path)
    if not set(TABLES[name].names) <= set(rows.columns):
        raise DataFault(
            str(path),
            "do phiên bản khác của phần mềm ghi, thiếu cột",
            "chạy lại `ketnghia clean` (hoặc `python tasks.py clean`)",
        )
    return rows


def read_stored_settings(folder: Path) -> Settings:
    """Settings that were in force when the folder was written.

    Raises:
        DataFault: nothing was cleaned yet.
    """
    _check_complete(folder, [SETTINGS])
    return Settings.model_validate_json((folder / SETTINGS).read_text(encoding="utf-8"))


def load_facts(data: str, year: int, commune: str = "", agency: str = "") -> YearFacts:
    """Facts of a year from a processed folder, for notebooks.

    Args:
        data: folder that `ketnghia clean` wrote.
        year: reporting year; 0 for the district's default.
        commune: code or name, "" for all.
        agency: id or name, "" for all.

    Raises:
        DataFault: nothing was cleaned yet, or there is no data of the year.
        WrongCall: no such commune or agency.
    """
    folder = Path(data)
    return facts_of(folder, year or stored_year(folder)).only(commune=commune, agency=agency)


def years_stored(folder: Path) -> list[int]:
    """Years of which a processed folder holds data, ascending.

    Raises:
        DataFault: nothing was cleaned yet.
    """
    names = ("survey_rounds", "hamlet_figures", "commitments")
    _check_complete(folder, [f"{name}.parquet" for name in names])
    surveyed, figures, commitments = (
        pd.read_parquet(folder / f"{name}.parquet", columns=columns)
        for name, columns in zip(names, (["round_id", "year"], ["round_id"], ["year"]), strict=True)
    )
    return years_of(surveyed, figures, commitments)


def stored_year(folder: Path) -> int:
    """The year to evaluate if none is asked for: the settings', else the last one with data.

    Raises:
        DataFault: nothing was cleaned yet, or there is no year with data.
    """
    settings = read_stored_settings(folder)
    return settings.evaluation_year or default_year(read_cleaned(folder), settings)


def facts_of(folder: Path, year: int) -> YearFacts:
    """Facts of a year from a processed folder, gathered once and then remembered.

    Raises:
        DataFault: nothing was cleaned yet, or there is no data of the year.
    """
    remembered = recall_facts(folder, year)
    if remembered is not None:
        return remembered
    facts = year_facts(read_cleaned(folder), read_stored_settings(folder), year)
    remember_facts(folder, facts)
    return facts


def load_analysed_facts(data: str, year: int, commune: str = "", agency: str = "") -> YearFacts:
    """What `load_facts` gives, with the analyses of the year and beside the year before."""
    facts = load_facts(data, year, commune, agency)
    return _beside(Path(data), facts).analysed(read_cleaned(Path(data)))


def _beside(folder: Path, facts: YearFacts) -> YearFacts:
    """The facts with those of the year before, if they are of the whole district."""
    before = facts.year - 1
    if facts.scope or before not in years_stored(folder):
        return facts
    try:
        return facts.beside([facts_of(folder, before)])
    except DataFault:
        # no scoring rules held in that year
        return facts


def load_trace_book(data: str, year: int) -> TraceBook:
    """The books of a processed folder, ordered for tracing the figures of a year.

    Raises:
        DataFault: nothing was cleaned yet, or there is no data of the year.
    """
    cleaned = read_cleaned(Path(data))
    facts = _beside(Path(data), facts_of(Path(data), year))
    return trace_book(cleaned, facts.analysed(cleaned))


def load_other_years(data: str, facts: YearFacts, agency: str = "") -> list[YearFacts]:
    """Facts of all other years for the same hamlets, for notebooks.

    Args:
        data: folder that `ketnghia clean` wrote.
        facts: of the year that is meant, from `load_facts`.
        agency: what `load_facts` was given.
    """
    folder = Path(data)
    agency_id = str(facts.agencies.index[0]) if agency else ""
    return other_years(
        read_cleaned(folder),
        read_stored_settings(folder),
        facts,
        agency_id,
        lambda _cleaned, _settings, year: facts_of(folder, year),
    )


def _write_geopackage(cleaned: Cleaned, path: Path) -> None:
    """Communes and hamlets for QGIS; communes without boundary are left out."""
    for name in _GEOGRAPHIC:
        rows = cleaned.tables[name]
        drawn = rows[rows.geometry.notna()]
        if len(drawn):
            drawn.to_file(path, layer=name, driver="GPKG")
