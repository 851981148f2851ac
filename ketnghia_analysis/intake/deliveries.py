"""A folder of whatever was sent becomes deliveries: files, tables in them, an account of rows."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import geopandas as gpd
import pandas as pd

from ketnghia_analysis.intake import kobo
from ketnghia_analysis.intake.boundaries import read_boundaries
from ketnghia_analysis.intake.delimited import read_delimited
from ketnghia_analysis.intake.grids import Grid
from ketnghia_analysis.intake.on_paper import SheetReading
from ketnghia_analysis.intake.sources import Source, said_about, unused
from ketnghia_analysis.intake.tables_found import (
    Found,
    communes_in,
    found_on,
    may_name_communes,
    read_with,
)
from ketnghia_analysis.intake.workbooks import read_workbook
from ketnghia_analysis.places.boundaries import EMPTY_BOUNDARIES
from ketnghia_analysis.vocabulary.errors import DataFault

__all__ = ["Delivery", "Found", "Intake", "interpret", "read_folder"]

CONFIGURATION = frozenset({"settings.yml", "corrections.yml", "SOURCES.yml", "decisions.yml"})
"""Files at the top of data/raw that steer the run and carry no records."""
_NOTES = (".md", ".gitkeep")


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
    """All that was read from a folder.

    Attributes:
        deliveries: every file.
        found: every table.
        boundaries: polygons of communes.
        unused_sources: one sentence for each entry of SOURCES.yml that fits nothing.
    """

    deliveries: list[Delivery]
    found: list[Found]
    boundaries: gpd.GeoDataFrame
    unused_sources: list[str] = field(default_factory=list)


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


def interpret(deliveries: list[Delivery], folder: Path, sources: Sequence[Source] = ()) -> Intake:
    """Find the tables in what was read, and say of each row of every sheet what it is.

    Args:
        deliveries: what was read.
        folder: the data folder, for files of boundaries.
        sources: entries of SOURCES.yml.
    """
    boundaries = [
        EMPTY_BOUNDARIES,
        *(
            read_boundaries(folder / delivery.file, delivery.file)
            for delivery in deliveries
            if delivery.role == "boundaries"
        ),
    ]
    _read_sheets(deliveries, sources)
    found: list[Found] = []
    for delivery in deliveries:
        for grid, reading in zip(delivery.grids, delivery.readings, strict=True):
            said = said_about(sources, delivery.file, grid.sheet)
            found += found_on(len(found), delivery.file, grid, reading, said)
    linked = kobo.link({one.number: (one.file, one.sheet, one.block) for one in found})
    found = [replace(one, block=linked.get(one.number, one.block)) for one in found]
    merged = pd.concat([frame for frame in boundaries if len(frame)] or [EMPTY_BOUNDARIES])
    places = [
        (delivery.file, sheet)
        for delivery in deliveries
        for sheet in [grid.sheet for grid in delivery.grids] or [""]
    ]
    return Intake(
        deliveries,
        found,
        gpd.GeoDataFrame(merged.reset_index(drop=True)),
        unused(sources, places),
    )


def _read_sheets(deliveries: list[Delivery], sources: Sequence[Source]) -> None:
    """Read every sheet; those that name communes beside their table again, once these are known."""
    for delivery in deliveries:
        delivery.readings = [
            read_with(
                grid, delivery.file, said_about(sources, delivery.file, grid.sheet), frozenset()
            )
            for grid in delivery.grids
        ]
    communes = communes_in(
        block for one in deliveries for reading in one.readings for block in reading.blocks
    )
    for delivery in deliveries if communes else ():
        for number, (grid, reading) in enumerate(
            zip(delivery.grids, delivery.readings, strict=True)
        ):
            if may_name_communes(grid, reading, communes):
                said = said_about(sources, delivery.file, grid.sheet)
                delivery.readings[number] = read_with(grid, delivery.file, said, communes)


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
