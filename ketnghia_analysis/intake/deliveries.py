"""A folder of whatever was sent becomes deliveries: files, tables in them, an account of rows."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import geopandas as gpd
import pandas as pd

from ketnghia_analysis.intake.blocks import Block, SheetReading, read_sheet
from ketnghia_analysis.intake.boundaries import read_boundaries
from ketnghia_analysis.intake.context import first_year
from ketnghia_analysis.intake.delimited import read_delimited
from ketnghia_analysis.intake.grids import Grid
from ketnghia_analysis.intake.workbooks import read_workbook
from ketnghia_analysis.places.boundaries import EMPTY_BOUNDARIES
from ketnghia_analysis.vocabulary.errors import DataFault

CONFIGURATION = frozenset({"settings.yml", "corrections.yml"})
"""Files at the top of data/raw that steer the run and carry no records."""
_NOTES = (".md", ".gitkeep")


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
        grids: its sheets, as read.
        readings: what was found on each sheet.
    """

    file: str
    sha256: str
    size_bytes: int
    role: str = "data"
    problem: str = ""
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

    A file that can't be read becomes a delivery with a `problem`; it never stops the others.

    Raises:
        DataFault: the folder does not exist or holds no file.
    """
    if not folder.is_dir():
        raise DataFault(str(folder), "không có thư mục này", "kiểm tra đường dẫn sau --data")
    files = sorted(_files(folder), key=lambda file: file.as_posix())
    if not any(_role(file, folder) == "data" for file in files):
        raise DataFault(
            str(folder),
            "không có tệp số liệu nào",
            "chép tệp của các cơ quan vào đây, hoặc chạy `ketnghia demo` để có số liệu mẫu",
        )
    return [_delivery(file, folder) for file in files]


def interpret(deliveries: list[Delivery], folder: Path) -> Intake:
    """Find the tables in what was read."""
    found: list[Found] = []
    boundaries = [EMPTY_BOUNDARIES]
    for delivery in deliveries:
        if delivery.role == "boundaries":
            boundaries.append(read_boundaries(folder / delivery.file, delivery.file))
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
        if path.is_file() and not path.name.startswith(("~$", ".")):
            yield path


def _role(path: Path, folder: Path) -> str:
    if path.parent == folder and path.name in CONFIGURATION:
        return "configuration"
    if path.name.lower().endswith(_NOTES):
        return "note"
    return "data"


def _delivery(path: Path, folder: Path) -> Delivery:
    try:
        content = path.read_bytes()
    except OSError:
        return Delivery(path.relative_to(folder).as_posix(), "", 0, problem="unreadable_file")
    delivery = Delivery(
        path.relative_to(folder).as_posix(),
        hashlib.sha256(content).hexdigest(),
        len(content),
        _role(path, folder),
    )
    if delivery.role != "data":
        return delivery
    if _is_geojson(content):
        delivery.role = "boundaries"
        return delivery
    try:
        if zipfile.is_zipfile(path):
            delivery.grids = read_workbook(path)
        else:
            delivery.grids = read_delimited(path)
    # any broken file must be held, whatever its reader stumbles over
    except Exception:
        delivery.problem = "unreadable_file"
    if not delivery.problem and not any(grid.rows for grid in delivery.grids):
        delivery.problem = "unreadable_file"
    return delivery


def _is_geojson(content: bytes) -> bool:
    if content.lstrip()[:1] != b"{":
        return False
    try:
        return bool(json.loads(content).get("type") == "FeatureCollection")
    except (ValueError, AttributeError):
        return False
