"""What an analyst says about files that came: data/raw/SOURCES.yml fixes table, year and sender."""

from __future__ import annotations

import fnmatch
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from ketnghia_analysis.vocabulary.tables import TABLES
from ketnghia_analysis.vocabulary.yaml_files import read_entries

FILE = "SOURCES.yml"
_REMEDY = (
    "mỗi mục cần file (đường dẫn, được dùng dấu *), và ít nhất một trong: "
    "table, year, sender, commune, unit, skip"
)
_SAYS = ("table", "year", "sender", "commune", "unit", "skip")


class Source(BaseModel):
    """One entry of SOURCES.yml; a later entry completes or overrides an earlier one.

    Attributes:
        file: path below the data folder; "*" stands for anything.
        sheet: name of the sheet; all sheets where it is missing.
        table: table of the vocabulary that is meant.
        year: year that the figures describe.
        sender: name or id of the agency, or name of the commune, that sent it.
        commune: commune of rows that name none.
        unit: unit of amounts that state none.
        skip: why nothing of it shall be used.
    """

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    file: str = Field(min_length=1)
    sheet: str | None = None
    table: str = ""
    year: int | None = Field(default=None, ge=2000, le=2100)
    sender: str = ""
    commune: str = ""
    unit: str = ""
    skip: str = ""

    @field_validator("table")
    @classmethod
    def _is_a_table(cls, name: str) -> str:
        if name and name not in TABLES:
            raise ValueError(f"không có bảng “{name}” (các bảng: {', '.join(TABLES)})")
        return name

    @model_validator(mode="after")
    def _says_something(self) -> Source:
        if not any(getattr(self, name) for name in _SAYS):
            raise ValueError(f"mục về “{self.file}” không nói gì ngoài tên tệp")
        return self

    def fits(self, file: str, sheet: str) -> bool:
        """Whether the entry is about a sheet of a file."""
        named = fnmatch.fnmatchcase(_composed(file), _composed(self.file))
        return named and self.sheet in (None, sheet)


NOTHING_SAID = Source.model_construct(file="")
"""What is known of a sheet about which SOURCES.yml says nothing."""


def read_sources(folder: Path) -> list[Source]:
    """Entries of the folder's SOURCES.yml; none if there is no such file.

    Raises:
        DataFault: the file can't be read as a list of entries; all faults at once.
    """
    return read_entries(folder / FILE, Source, _REMEDY)


def said_about(sources: Iterable[Source], file: str, sheet: str) -> Source:
    """What all entries together say about a sheet."""
    said: dict[str, object] = {}
    for source in sources:
        if source.fits(file, sheet):
            said |= {name: getattr(source, name) for name in _SAYS if getattr(source, name)}
    return NOTHING_SAID.model_copy(update={"file": file, **said}) if said else NOTHING_SAID


def unused(sources: Sequence[Source], places: Iterable[tuple[str, str]]) -> list[str]:
    """One sentence for each entry that is about no file or sheet that came.

    Args:
        sources: entries.
        places: file and sheet of everything that came.
    """
    known = list(places)
    told = []
    for number, source in enumerate(sources, start=1):
        if any(source.fits(*place) for place in known):
            continue
        where = f", trang tính “{source.sheet}”" if source.sheet is not None else ""
        told.append(f"{FILE}, mục {number}: không có tệp nào khớp với “{source.file}”{where}")
    return told


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
