"""Text files with separators become grids."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from ketnghia_analysis.intake.grids import Grid

SEPARATORS = ";,\t|"


def read_delimited(path: Path) -> list[Grid]:
    """The one grid of a text file in UTF-8 or UTF-16; a row is a record of the file.

    Raises:
        UnicodeDecodeError: the bytes are in another encoding.
    """
    text = _decoded(path.read_bytes())
    separator = _separator(text)
    rows: dict[int, dict[int, Any]] = {}
    for number, record in enumerate(csv.reader(io.StringIO(text), delimiter=separator), start=1):
        cells = {index: value for index, value in enumerate(record) if value.strip()}
        if cells:
            rows[number] = cells
    return [Grid("", rows)]


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    return content.decode("utf-8-sig")


def _separator(text: str) -> str:
    """The separator that most lines agree on."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]

    def agreement(separator: str) -> tuple[int, int]:
        counts = [line.count(separator) for line in lines]
        usual = max(set(counts), key=lambda count: (count > 0, counts.count(count)), default=0)
        return (counts.count(usual) if usual else 0, usual)

    return max(SEPARATORS, key=agreement)
