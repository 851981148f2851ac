"""A folder of whatever was sent becomes deliveries: files, tables in them, an account of rows."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import geopandas as gpd
import pandas as pd

from ketnghia_analysis.intake.archives import members
from ketnghia_analysis.intake.blocks import Block, SheetReading, read_sheet
from ketnghia_analysis.intake.boundaries import read_boundaries
from ketnghia_analysis.intake.context import first_year
from ketnghia_analysis.intake.grids import Grid
from ketnghia_analysis.intake.limits import LIMITS, Refused
from ketnghia_analysis.intake.readers import is_archive
from ketnghia_analysis.intake.sandbox import SANDBOX
from ketnghia_analysis.places.boundaries import EMPTY_BOUNDARIES
from ketnghia_analysis.vocabulary.errors import DataFault

CONFIGURATION = frozenset({"settings.yml", "corrections.yml"})
"""Files at the top of data/raw that steer the run and carry no records."""
_NOTES = (".md", ".gitkeep")
_NOISE = frozenset({"thumbs.db", "desktop.ini"})
"""What Windows leaves in a folder."""


@dataclass(frozen=True)
class Found:
    """A table found in a file.

    Attributes:
        number: unique within the intake.
        file: path below the data folder, with "/".
        sheet: name of the sheet, "" for text files.
        block: the table.
        year: year the table tells of, if it says.
        delivered: year in which it came, if folder or name say.
    """

    number: int
    file: str
    sheet: str
    block: Block
    year: int | None
    delivered: int | None

    @property
    def table(self) -> str:
        """Name of the table of the vocabulary."""
        return self.block.heading.table


@dataclass
class Delivery:
    """One file that came.

    Attributes:
        file: path below the data folder, with "/".
        sha256: hash of its bytes.
        size_bytes: its size.
        role: "data", "boundaries", "configuration" or "note".
        problem: code of `reasons.HELD` where the file could not be read.
        content: its bytes where the role is "boundaries", else empty.
        grids: its sheets, as read.
        readings: what was found on each sheet.
    """

    file: str
    sha256: str
    size_bytes: int
    role: str = "data"
    problem: str = ""
    content: bytes = field(default=b"", repr=False)
    grids: list[Grid] = field(default_factory=list)
    readings: list[SheetReading] = field(default_factory=list)


@dataclass
class Intake:
    """All that was read from a folder."""

    deliveries: list[Delivery]
    found: list[Found]
    boundaries: gpd.GeoDataFrame


def read_folder(folder: Path) -> list[Delivery]:
    """Read every file of a folder and its sub-folders; nothing is interpreted yet.

    Files in archives are read too: "thư.zip/biểu 01.xlsx". The folder may be an archive itself.
    A file that can't be read becomes a delivery with a `problem`; it never stops the others.

    Raises:
        DataFault: the folder does not exist or holds no file.
    """
    if folder.is_dir():
        deliveries = [
            delivery
            for path in sorted(_files(folder), key=lambda file: file.as_posix())
            for delivery in _from_disk(path, path.relative_to(folder).as_posix())
        ]
    elif folder.is_file() and is_archive(_content(folder)):
        deliveries = list(_from_archive(_content(folder), ""))
    else:
        raise DataFault(str(folder), "không có thư mục này", "kiểm tra đường dẫn sau --data")
    if not any(delivery.role == "data" for delivery in deliveries):
        raise DataFault(
            str(folder),
            "không có tệp số liệu nào",
            "chép tệp của các cơ quan vào đây, hoặc chạy `ketnghia demo` để có số liệu mẫu",
        )
    return deliveries


def interpret(deliveries: list[Delivery], folder: Path) -> Intake:
    """Find the tables in what was read."""
    found: list[Found] = []
    boundaries = [EMPTY_BOUNDARIES]
    for delivery in deliveries:
        if delivery.role == "boundaries":
            boundaries.append(read_boundaries(delivery.content, delivery.file))
        path = PurePosixPath(delivery.file)
        folders = list(reversed(path.parts[:-1]))
        for grid in delivery.grids:
            reading = SheetReading() if grid.hidden else read_sheet(grid)
            delivery.readings.append(reading)
            for block in reading.blocks:
                titles = list(reversed(block.titles))
                year = first_year([*titles, grid.sheet, path.stem, *folders])
                delivered = first_year([*folders, path.stem, *titles])
                found.append(Found(len(found), delivery.file, grid.sheet, block, year, delivered))
    merged = pd.concat([frame for frame in boundaries if len(frame)] or [EMPTY_BOUNDARIES])
    return Intake(deliveries, found, gpd.GeoDataFrame(merged.reset_index(drop=True)))


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        folders = path.relative_to(folder).parts[:-1]
        # folders that a program keeps for itself (.git); files of that kind are named as notes
        if path.is_file() and not any(part.startswith(".") for part in folders):
            yield path


def _role(file: str) -> str:
    *folders, name = file.split("/")
    if not folders and name in CONFIGURATION:
        return "configuration"
    is_noise = name.startswith(("~$", ".")) or name.lower() in _NOISE or "__MACOSX" in folders
    return "note" if is_noise or name.lower().endswith(_NOTES) else "data"


def _content(path: Path) -> bytes:
    """Bytes of a file; those of a file that is too large are left where they are."""
    return path.read_bytes() if path.stat().st_size <= LIMITS.file_bytes else b""


def _from_disk(path: Path, file: str) -> Iterator[Delivery]:
    try:
        size = path.stat().st_size
        if size > LIMITS.file_bytes:
            with io.FileIO(path) as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            yield Delivery(file, digest, size, _role(file), "too_large")
            return
        content = path.read_bytes()
    except OSError:
        yield Delivery(file, "", 0, problem="unreadable_file")
        return
    if _role(file) == "data" and is_archive(content):
        yield from _from_archive(content, file)
    else:
        yield _delivery(file, content)


def _from_archive(content: bytes, file: str) -> Iterator[Delivery]:
    """Deliveries of the files in an archive; the archive itself where it can't be unpacked."""
    try:
        for member in members(content):
            name = f"{file}/{member.name}" if file else member.name
            yield _delivery(name, member.content, member.problem)
    except Refused as refused:
        name = file or "."
        yield Delivery(name, _hash(content), len(content), problem=refused.reason)


def _delivery(file: str, content: bytes, problem: str = "") -> Delivery:
    delivery = Delivery(file, _hash(content), len(content), _role(file), problem)
    if delivery.role != "data" or problem:
        return delivery
    if _is_geojson(content):
        delivery.role = "boundaries"
        delivery.content = content
        return delivery
    delivery.grids, delivery.problem = SANDBOX.read(content)
    return delivery


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _is_geojson(content: bytes) -> bool:
    if content[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")[:1] != b"{":
        return False
    try:
        return bool(json.loads(content).get("type") == "FeatureCollection")
    except (ValueError, AttributeError, RecursionError):
        return False
