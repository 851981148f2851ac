"""What analysts wrote beside large files: decisions and sources hold, corrections can't."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ketnghia_analysis.cleaning import corrections, decisions
from ketnghia_analysis.cleaning.decisions import Decision, Decisions
from ketnghia_analysis.intake import sources
from ketnghia_analysis.intake.sources import Source
from ketnghia_analysis.vocabulary.errors import DataFault
from ketnghia_analysis.vocabulary.tables import TABLES

_KINDS = {"commune": ("communes", "commune_code"), "hamlet": ("hamlets", "hamlet_id")}


@dataclass(frozen=True)
class Beside:
    """What holds for large files.

    Attributes:
        said: what SOURCES.yml says about each file, by its number.
        decided: decisions about names of communes and hamlets.
    """

    said: dict[int, Source]
    decided: tuple[Decision, ...]


def read_beside(files: Sequence[Path], table: str, registers: Mapping[str, pd.DataFrame]) -> Beside:
    """Read SOURCES.yml, decisions.yml and corrections.yml in the folders of large files.

    Args:
        files: the files; entries name them as lying in their own folder.
        table: the table that they hold.
        registers: clean registers, in which what was decided must be.

    Raises:
        DataFault: an entry can't be read, contradicts the call, or can't be applied to a file that
            is read in batches; all entries of a kind at once.
    """
    said: dict[int, Source] = {}
    faults: list[str] = []
    for number, path in enumerate(files):
        entries = sources.read_sources(path.parent)
        said[number] = sources.said_about(entries, path.name, "")
        faults += [f"{path.name}: {fault}" for fault in _not_applicable(said[number], table)]
    if faults:
        raise DataFault(sources.FILE, faults, f"bỏ các điều ấy khỏi {sources.FILE}, hoặc {_SMALL}")
    folders = sorted({path.parent for path in files})
    corrected = [
        f"{one.file}, ô {one.cell}: tệp lớn không đính chính từng ô được"
        for folder in folders
        for one in corrections.read_corrections(folder)
        if folder / one.file in files
    ]
    if corrected:
        remedy = f"sửa ở nơi gửi rồi nhận lại tệp, hoặc {_SMALL}"
        raise DataFault(corrections.FILE, corrected, remedy)
    decided = [
        one for folder in folders for one in decisions.read_decisions(folder) if one.kind in _KINDS
    ]
    # two that contradict each other are told here, not in the middle of the work
    Decisions(decided)
    known = {kind: set(registers[name][key].dropna()) for kind, (name, key) in _KINDS.items()}
    decisions.check(decided, known)
    return Beside(said, tuple(decided))


_SMALL = "dùng `ketnghia clean` cho tệp này"


def _not_applicable(said: Source, table: str) -> list[str]:
    """What SOURCES.yml says about a file that can't be done with a large one."""
    faults = []
    if said.table and said.table != table:
        label = TABLES[said.table].heading
        faults.append(f"ghi là bảng “{label}”, lệnh ghi là bảng “{TABLES[table].heading}”")
    if said.skip:
        faults.append(f"ghi là không dùng ({said.skip})")
    if said.commune:
        faults.append("xã của các dòng không ghi xã (commune) không áp dụng được cho tệp lớn")
    return faults
