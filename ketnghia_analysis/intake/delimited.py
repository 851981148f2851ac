"""Text files with separators become grids."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

from ketnghia_analysis.intake.charsets import decode_bytes
from ketnghia_analysis.intake.grids import Grid

SEPARATORS = ";,\t|"
_NAMED = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)


def read_delimited(content: bytes) -> list[Grid]:
    """The one grid of a text file; a row is a record of the file.

    Raises:
        UnicodeDecodeError: the bytes are in no known encoding.
    """
    text, _ = decode_bytes(content)
    named = _NAMED.match(text)
    # one long text in a cell is no reason to lose the file
    csv.field_size_limit(max(len(text), 131_072))
    separator = named[1] if named else separator_of(text)
    rows: dict[int, dict[int, Any]] = {}
    for number, record in enumerate(records_of(text, separator), start=1):
        cells = {index: value for index, value in enumerate(record) if value.strip()}
        if cells:
            rows[number] = cells
    return [Grid("", rows)]


def records_of(text: str, separator: str) -> list[list[str]]:
    """The records; a quotation mark that is never closed is a letter like others.

    Read as a mark it would swallow all rows after it.
    """
    lines = io.StringIO(text, newline="")
    try:
        return list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error as error:
        unclosed = "unexpected end" in str(error)
    lines.seek(0)
    if unclosed:
        return list(csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE))
    return list(csv.reader(lines, delimiter=separator))


def separator_of(text: str) -> str:
    """The separator that cuts most records into the same number of fields; more fields on a tie.

    Records are judged, not lines: a separator within quotation marks cuts nothing.
    """
    head = text[:200_000]

    def agreement(separator: str) -> tuple[int, int]:
        records = records_of("\n".join(head.splitlines()[:60]), separator)
        widths = [len(record) for record in records if any(cell.strip() for cell in record)]
        cut = [width for width in widths if width > 1]
        usual = max(set(cut), key=lambda width: (cut.count(width), width), default=0)
        return cut.count(usual), usual

    return max(SEPARATORS, key=agreement)
