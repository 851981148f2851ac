"""A folder of whatever was sent becomes deliveries: files, tables in them, an account of rows."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import geopandas as gpd
import pandas as pd

from ketnghia_analysis.intake import kobo
from ketnghia_analysis.intake.archives import members
from ketnghia_analysis.intake.boundaries import read_boundaries
from ketnghia_analysis.intake.grids import Grid
from ketnghia_analysis.intake.limits import LIMITS, Refused
from ketnghia_analysis.intake.on_paper import SheetReading
from ketnghia_analysis.intake.readers import is_archive
from ketnghia_analysis.intake.sandbox import SANDBOX
from ketnghia_analysis.intake.sources import Source, said_about, unused
from ketnghia_analysis.intake.tables_found import (
    Found,
    communes_in,
    found_on,
    may_name_communes,
    read_with,
)
from ketnghia_analysis.places.boundaries import EMPTY_BOUNDARIES
from ketnghia_analysis.vocabulary.errors import DataFault

__all__ = ["Delivery", "Found", "Intake", "interpret", "read_folder"]

CONFIGURATION = frozenset({"settings.yml", "corrections.yml", "SOURCES.yml", "decisions.yml"})
"""Files at the top of data/raw that steer the run and carry no records."""
_NOTES = (".md", ".gitkeep")
_PACKAGES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".docx")
_OLD_WORD = (".doc", ".dot")
_NOISE = frozenset({"thumbs.db", "desktop.ini"})
"""What Windows leaves in a folder."""


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
        said = "không phải thư mục hay tệp nén .zip" if folder.exists() else "không có thư mục này"
        raise DataFault(str(folder), said, "kiểm tra đường dẫn sau --data")
    if not any(delivery.role == "data" for delivery in deliveries):
        raise DataFault(
            str(folder),
            "không có tệp số liệu nào",
            "chép tệp của các cơ quan vào đây, hoặc chạy `ketnghia demo` để có số liệu mẫu",
        )
    return deliveries


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
            read_boundaries(delivery.content, delivery.file)
            for delivery in deliveries
            if delivery.role == "boundaries"
        ),
    ]
    _read_sheets(deliveries, sources)
    for delivery in deliveries:
        if _is_broken(delivery):
            delivery.problem, delivery.grids, delivery.readings = "unreadable_file", [], []
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


def _is_broken(delivery: Delivery) -> bool:
    """Whether a file calls itself a workbook or document but holds some text without any table."""
    named = delivery.file.lower().endswith(_PACKAGES)
    is_text = [grid.sheet for grid in delivery.grids] == [""]
    return named and is_text and not delivery.readings[0].blocks


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
    if delivery.problem == "unreadable_file" and file.lower().endswith(_OLD_WORD):
        # whole or broken, what helps is the same
        delivery.problem = "old_word_file"
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
