"""A whole country evaluated in one go: every province or district by itself, as tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import rmtree
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

import ketnghia_analysis
from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import FICTION_NOTE, YearFacts, year_facts, years_with_data
from ketnghia_analysis.evaluation.settings import Settings
from ketnghia_analysis.evaluation.units import UNIT_COLUMNS, parts_of, units_of
from ketnghia_analysis.runs.batches import read_book
from ketnghia_analysis.runs.crews import Crew, alone
from ketnghia_analysis.runs.provenance import now
from ketnghia_analysis.runs.publish import publish, sha256
from ketnghia_analysis.runs.store import (
    BOOKS,
    RECORD,
    read_register,
    read_stored_settings,
)
from ketnghia_analysis.vocabulary.codes import LEVELS
from ketnghia_analysis.vocabulary.errors import DataFault, WrongCall
from ketnghia_analysis.vocabulary.tables import TABLES

LARGE_RECORD = "evaluate-large.json"
SUMMARY = "units"
_WORK = "work"
_NEEDED_BOOKS = ("quarantine", "blocks")


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(frame.drop(columns="geometry", errors="ignore"))


RESULTS: dict[str, Callable[[YearFacts], pd.DataFrame]] = {
    "pairings": lambda facts: facts.pairings.reset_index(),
    "criteria": lambda facts: facts.criteria,
    "agencies": lambda facts: _flat(facts.agencies).reset_index(),
    "communes": lambda facts: _flat(facts.communes).reset_index(),
    "hamlets": lambda facts: (
        _flat(facts.hamlets.described).join(facts.hamlets.values).reset_index()
    ),
    "hamlet_states": lambda facts: facts.hamlets.states.reset_index(),
}
"""Tables of results: levels, points, indicators as they may be published and why one is missing."""


HEADINGS = {
    "unit": "Địa bàn",
    "hamlets": "Số thôn",
    "pairings": "Số cặp kết nghĩa",
    **{str(level): label for level, label in LEVELS.labels.items()},
    "commitments_not_received": "Số cặp chưa gửi cam kết",
    "commitments": "Nội dung cam kết đã nhận",
    "overdue": "Cam kết quá hạn",
    "open_difficulties": "Khó khăn còn tồn tại",
    "problem": "Vì sao không đánh giá được",
    "note": "Ghi chú",
}
"""Columns of the summary, one row a unit, and how they are headed in its CSV."""


@dataclass(frozen=True)
class LargeEvaluation:
    """A finished evaluation of many units.

    Attributes:
        year: the reporting year.
        fictional: whether a unit is invented.
        units: one row a unit, see docs/scale.md.
        folder: where the results are.
        record: provenance as written beside them.
    """

    year: int
    fictional: bool
    units: pd.DataFrame
    folder: Path
    record: dict[str, Any]


@dataclass(frozen=True)
class _Job:
    number: int
    unit: str
    year: int
    settings: Settings
    workshop: str


def evaluate_large(
    data: Path,
    out: Path,
    year: int | None = None,
    by: str = UNIT_COLUMNS[0],
    figures: Path | None = None,
    crew: Crew = alone,
    progress: Callable[[str], None] = lambda step: None,
) -> LargeEvaluation:
    """Evaluate every unit of a country and publish the results as one set of tables.

    Each unit is evaluated as if it alone were there: its medians, its senders, what is held of it.

    Args:
        data: folder that `ketnghia clean` wrote.
        out: folder for the results, one Parquet file each of `RESULTS` and of the units.
        year: reporting year; None for the last one with data.
        by: one of `units.UNIT_COLUMNS`.
        figures: folder that `ketnghia clean-large` wrote for `hamlet_figures`; None where they
            are in `data`.
        crew: who does the work.
        progress: told the name of each step, Vietnamese.

    Raises:
        UserError: something the user can put right; earlier results are intact.
    """
    started = now()
    if by not in UNIT_COLUMNS:
        raise WrongCall(
            "--by", f"không có cột “{by}”", f"chọn một trong: {', '.join(UNIT_COLUMNS)}"
        )
    progress("Đọc số liệu đã làm sạch")
    settings = read_stored_settings(data)
    cleaned = _with_figures(_read(data), figures)
    years = years_with_data(cleaned)
    chosen = year or settings.evaluation_year or (years[-1] if years else 0)
    if chosen not in years:
        told = f"các năm có số liệu: {', '.join(map(str, years))}" if years else "chưa có năm nào"
        raise DataFault(f"Năm {chosen}", f"không có số liệu ({told})", "chọn năm khác sau --year")
    units = units_of(cleaned.tables, by)
    summaries: list[pd.DataFrame] = []

    def write(workshop: Path) -> dict[str, Any]:
        work = workshop / _WORK
        work.mkdir()
        progress("Chia số liệu theo địa bàn")
        jobs = []
        for number, (unit, part) in enumerate(parts_of(cleaned, units)):
            pd.to_pickle(part, work / f"{number:06}.pickle")
            jobs.append(_Job(number, unit, chosen, settings, str(work)))
        progress(f"Tính chỉ số và chấm điểm năm {chosen}")
        lines = pd.DataFrame(list(crew(_evaluate, jobs)))
        found = lines.reindex(columns=list(HEADINGS)).convert_dtypes()
        progress("Ghép kết quả")
        for name in RESULTS:
            paths = sorted(work.glob(f"*-{name}.parquet"))
            parts = [pd.read_parquet(path) for path in paths]
            if parts:
                pd.concat(parts, ignore_index=True).to_parquet(
                    workshop / f"{name}.parquet", index=False
                )
        found.to_parquet(workshop / f"{SUMMARY}.parquet", index=False)
        # with a byte order mark Excel takes the text for what it is
        found.rename(columns=HEADINGS).to_csv(
            workshop / f"{SUMMARY}.csv", index=False, encoding="utf-8-sig", lineterminator="\n"
        )
        rmtree(work)
        summaries.append(found)
        return {
            "started": started,
            "finished": now(),
            "version": ketnghia_analysis.__version__,
            "year": chosen,
            "by": by,
            "fictional": FICTION_NOTE in set(found["note"]),
            "data": sha256(data / RECORD),
        }

    record = publish(out, LARGE_RECORD, write)
    return LargeEvaluation(chosen, record["fictional"], summaries[0], out, record)


def _read(folder: Path) -> Cleaned:
    """The clean tables and the books that an evaluation needs; the others are empty."""
    books = {
        name: pd.read_parquet(folder / f"{name}.parquet")
        if name in _NEEDED_BOOKS
        else pq.read_schema(folder / f"{name}.parquet").empty_table().to_pandas()
        for name in BOOKS
    }
    return Cleaned(tables={name: read_register(folder, name) for name in TABLES}, **books)


def _with_figures(cleaned: Cleaned, folder: Path | None) -> Cleaned:
    if folder is None:
        return cleaned
    name = "hamlet_figures"
    if not (folder / name).is_dir():
        raise DataFault(
            str(folder), "chưa có số liệu thôn đã làm sạch", "chạy `ketnghia clean-large` trước"
        )
    rows = read_book(folder, name)
    rounds = cleaned.tables["survey_rounds"]
    years = sorted(set(rounds.loc[rounds["round_id"].isin(rows["round_id"]), "year"].dropna()))
    first = int(cleaned.blocks["block"].max()) + 1 if len(cleaned.blocks) else 0
    came = {"block": range(first, first + len(years)), "year": years, "delivered": years}
    blocks = pd.DataFrame(came).assign(file=folder.name, sheet="", table=name, rows=len(rows))
    blocks = blocks.reindex(columns=cleaned.blocks.columns).astype(cleaned.blocks.dtypes)
    together = _together([cleaned.tables[name], rows])
    twice = together.duplicated(list(TABLES[name].key))
    if twice.any():
        raise DataFault(
            str(folder),
            f"{twice.sum()} dòng số liệu thôn đã có trong số liệu đã làm sạch",
            "để số liệu của mỗi đợt khảo sát ở một nơi rồi làm sạch lại",
        )
    return replace(
        cleaned,
        tables=cleaned.tables | {name: together},
        quarantine=_together([cleaned.quarantine, read_book(folder, "quarantine")]),
        blocks=_together([cleaned.blocks, blocks]),
    )


def _together(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled or frames[:1], ignore_index=True)


def _evaluate(job: _Job) -> dict[str, Any]:
    """Evaluate one unit: its results go into files, its line of the summary comes back."""
    work = Path(job.workshop)
    part = pd.read_pickle(work / f"{job.number:06}.pickle")
    settings = job.settings.model_copy(update={"district_name": job.unit})
    line: dict[str, Any] = {
        "unit": job.unit,
        "hamlets": part.tables["hamlets"]["hamlet_id"].nunique(),
    }
    try:
        facts = year_facts(part, settings, job.year)
    except DataFault as fault:
        return line | {"problem": "; ".join(fault.faults)}
    for name, table in RESULTS.items():
        rows = table(facts)
        rows.insert(0, "unit", job.unit)
        half = work / f"{job.number:06}-{name}.half"
        rows.to_parquet(half, index=False)
        half.replace(half.with_suffix(".parquet"))
    return line | {
        "hamlets": len(facts.hamlets.described),
        "pairings": len(facts.pairings),
        **{str(level): int(count) for level, count in facts.levels.items()},
        "commitments_not_received": int((~facts.pairings["commitments_received"]).sum()),
        "commitments": int(facts.pairings["commitments"].sum()),
        "overdue": int(facts.pairings["overdue"].sum()),
        "open_difficulties": int(facts.hamlets.described["open_difficulties"].sum()),
        "problem": "",
        "note": FICTION_NOTE if facts.fictional else "",
    }
