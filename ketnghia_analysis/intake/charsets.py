"""Old letters and wrong readings become Unicode, before anything else touches the text.

What a text is written in is decided by how Vietnamese it is under each reading: the whole file for
bytes; for the cells of a sheet the font, then the column, then the cell, then the sheet. Order
matters: composing, lowering or stripping first would spoil what is to be decoded.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from ketnghia_analysis.intake.grids import Grid, LegacyText
from ketnghia_analysis.intake.readings import AS_IS, MARGIN, PLAIN, Judged, judged, read_letters
from ketnghia_analysis.vocabulary.legacy_letters import TCVN3, VNI
from ketnghia_analysis.vocabulary.syllables import evidence

LEAST = 0.5
"""How Vietnamese a file of bytes must be, from 0 to 1, for a reading to be believed."""
_SAMPLE = 2000
"""Lines beyond ASCII that decide on a file."""
_START = 2000
"""Bytes in which the pattern of UTF-16 shows."""

_BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_HIGH_BYTES = frozenset(b"\x00\x01\x03\x1e\x20")
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1a"))


# ------------------------------------------------------------------- bytes


def decode_bytes(content: bytes) -> tuple[str, str]:
    """The text of a file and the character set it is in.

    Args:
        content: of a text file.

    Returns:
        Text, without a byte order mark; and "UTF-8" (ASCII included), "UTF-16", "UTF-32",
        "Windows-1258", "TCVN3", "VNI" or "Windows-1252". Old letters inside a UTF-8 file are left
        for `decode_grid`, and so is UTF-8 that was saved as Windows-1252. Lines of another file
        that were put into one in UTF-8 are read on their own.

    Raises:
        UnicodeDecodeError: the bytes are no text in any of these.
    """
    for mark, codec in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content.decode(codec), codec.upper()
    codec = _utf16_without_mark(content)
    if codec:
        return content.decode(codec), "UTF-16"
    if content.translate(None, _CONTROLS) != content:
        raise UnicodeDecodeError("utf-8", content, 0, len(content), "control characters")
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        lines = content.splitlines(keepends=True)
        strays = {line for line in lines if not _is_utf8(line)}
        charset = _one_byte_charset(strays)
        if charset is None:
            raise
    if sum(not line.isascii() and line not in strays for line in lines) < len(strays):
        return _read_bytes(content, charset), charset
    read = (_read_bytes(line, charset) if line in strays else line.decode() for line in lines)
    return "".join(read).removeprefix("\ufeff"), "UTF-8"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _utf16_without_mark(content: bytes) -> str:
    """The codec, if every other byte is one of the few high bytes of Vietnamese; else ""."""
    if len(content) % 2 or b"\x00" not in content[:_START]:
        return ""
    even, odd = content[:_START:2], content[1:_START:2]
    for codec, low, high in (("utf-16-le", even, odd), ("utf-16-be", odd, even)):
        usual = sum(byte in _HIGH_BYTES for byte in high)
        if usual >= 0.95 * len(high) and low.count(0) < 0.1 * len(low):
            return codec
    return ""


def _one_byte_charset(lines: Collection[bytes]) -> str | None:
    """The character set under which the lines are the most Vietnamese; None if under none."""
    sample = b"\n".join(sorted(lines)[:_SAMPLE])
    shares: dict[str, float] = {}
    for charset in ("Windows-1258", "TCVN3", "VNI", "Windows-1252"):
        try:
            text = _read_bytes(sample, charset)
        except UnicodeDecodeError:
            continue
        if charset == "Windows-1252":
            text = "\n".join(_best_text(line) for line in text.splitlines())
        worth, words = evidence(text)
        # signs like "m²" and "°" alone say nothing about the letters
        shares[charset] = worth / words if words else LEAST * (charset == "Windows-1252")
    best = max(shares, key=shares.__getitem__, default=None)
    return best if best and shares[best] >= LEAST else None


def _best_text(line: str) -> str:
    judgement = judged(line)
    misread = judgement.others.get("UTF-8")
    return misread.text if misread else line


def _read_bytes(content: bytes, charset: str) -> str:
    if charset == "Windows-1258":
        return unicodedata.normalize("NFC", content.decode("windows-1258"))
    if charset == "Windows-1252":
        return content.decode("windows-1252")
    # bytes that Windows leaves without a character are no letters of the fonts either
    text = content.decode("windows-1252", errors="surrogateescape")
    text = "".join(chr(ord(char) - 0xDC00) if char >= "\udc80" else char for char in text)
    return read_letters(TCVN3 if charset == "TCVN3" else VNI, text)


def charset_of(head: bytes) -> str:
    """The character set of a file whose first bytes are these.

    Args:
        head: up to the end of a line.

    Returns:
        As `decode_bytes` tells it; of UTF-16 with the order of its bytes ("UTF-16-LE").

    Raises:
        UnicodeDecodeError: the bytes are no text in any of these.
    """
    orders = {b"\xff\xfe": "UTF-16-LE", b"\xfe\xff": "UTF-16-BE"}
    if head[:2] in orders:
        return orders[head[:2]]
    without_mark = _utf16_without_mark(head[: len(head) // 2 * 2])
    return without_mark.upper() or decode_bytes(head)[1]


def decode_as(content: bytes, charset: str) -> str:
    """A part of a file in a character set that `charset_of` told.

    Raises:
        UnicodeDecodeError: the bytes are no text in it.
    """
    if charset.startswith("UTF"):
        return content.decode(charset)
    return _read_bytes(content, charset)


# ------------------------------------------------------------------- cells


def decode_text(text: str, font: str = "") -> LegacyText | str:
    """A text in Unicode.

    Args:
        text: of one cell, untouched.
        font: of the cell, if it is one of old letters.

    Returns:
        LegacyText with what was written, or the text itself where nothing is to be decoded.
    """
    if text.isascii() or isinstance(text, LegacyText):
        return text
    return _decoded(text, judged(text).choose(_charset_of(font)), font)


def decode_grid(grid: Grid) -> Grid:
    """The sheet in Unicode: texts in old letters become LegacyText, all else is the same object.

    Args:
        grid: as it was read; texts must not have been composed, stripped or changed in any way.

    Returns:
        The grid itself if nothing in it is in old letters.
    """
    if not grid.fonts and are_clean(_distinct_texts(grid)):
        return grid
    groups = _groups(grid)
    leans = {group: _lean(cells, group[1]) for group, cells in groups.items()}
    sheet = _lean_of_sheet(groups, leans)
    changed: dict[tuple[int, int], LegacyText] = {}
    for group, cells in groups.items():
        for cell, places in cells.items():
            charset = cell.choose(*leans[group])
            if sheet.charset != AS_IS and leans[group].charset == AS_IS and cell.as_is.words:
                charset = cell.choose(*sheet)
            for place in places if charset != AS_IS else ():
                decoded = _decoded(cell.written, charset, grid.fonts.get(place, ""))
                if isinstance(decoded, LegacyText):
                    changed[place] = decoded
    return _with_cells(grid, changed) if changed else grid


def are_clean(texts: Iterable[str]) -> bool:
    """Whether texts are plainly Unicode: nothing in them can be letters of an old character set.

    Numbers in them tell nothing about letters and are left out.
    """
    return all(
        judged(text).is_clean
        for text in {text.translate(_NO_DIGITS) for text in texts if not text.isascii()}
    )


_NO_DIGITS = str.maketrans("0123456789", " " * 10)


def _distinct_texts(grid: Grid) -> set[str]:
    """Texts beyond ASCII."""
    return {
        value
        for cells in grid.rows.values()
        for value in cells.values()
        if value.__class__ is str and not value.isascii()
    }


class _Lean(NamedTuple):
    """What cells are read as, unless a cell is better by the margin under another reading."""

    charset: str = AS_IS
    margin: float = MARGIN


_Group = tuple[int, str]
_Cells = dict[Judged, list[tuple[int, int]]]


def _groups(grid: Grid) -> dict[_Group, _Cells]:
    """Distinct texts beyond ASCII, with their places, by column and by what the font says."""
    groups: dict[_Group, dict[str, list[tuple[int, int]]]] = {}
    for row, cells in grid.rows.items():
        for column, value in cells.items():
            if not isinstance(value, str) or value.isascii() or isinstance(value, LegacyText):
                continue
            font = grid.fonts.get((row, column), "")
            group = groups.setdefault((column, _charset_of(font)), {})
            group.setdefault(value, []).append((row, column))
    return {
        group: {judged(text): places for text, places in texts.items()}
        for group, texts in groups.items()
    }


def _lean(cells: Collection[Judged], preferred: str) -> _Lean:
    """What the cells of a column are read as; loosely where some are plainly clean."""
    charset = _charset_of_cells(cells, preferred)
    mixed = charset == AS_IS or any(cell.speaks_against(charset, PLAIN) for cell in cells)
    return _Lean(charset, MARGIN if mixed else PLAIN)


def _charset_of_cells(cells: Collection[Judged], preferred: str) -> str:
    """The reading under which the cells together are the most Vietnamese.

    By a margin; or some cells must be in it, and none speaks against it.
    """
    if preferred == AS_IS and all(cell.is_clean for cell in cells):
        return AS_IS
    charsets = sorted({AS_IS, preferred}.union(*(cell.others for cell in cells)))
    shares = {charset: _share(cells, charset) for charset in charsets}
    best = max(charsets, key=shares.__getitem__)
    if shares[best] >= shares[preferred] + MARGIN:
        return best
    chosen = {cell.choose(preferred) for cell in cells} - {preferred}
    agreed = chosen.pop() if len(chosen) == 1 else preferred
    return preferred if any(cell.speaks_against(agreed) for cell in cells) else agreed


def _share(cells: Collection[Judged], charset: str) -> float:
    """How Vietnamese the cells are under one reading; words of cells that can't be that are not."""
    worth = 0.0
    words = 0
    for cell in cells:
        reading = cell.as_is if charset == AS_IS else cell.others.get(charset)
        worth += reading.worth if reading else 0.0
        words += reading.words if reading else cell.as_is.words
    return worth / words if words else 0.0


def _lean_of_sheet(groups: dict[_Group, _Cells], leans: dict[_Group, _Lean]) -> _Lean:
    """For columns that do not tell: the old letters of all others, if no cell speaks against."""
    old = {lean.charset for lean in leans.values()} - {AS_IS}
    if len(old) != 1:
        return _Lean()
    charset = old.pop()
    cells = (cell for column in groups.values() for cell in column)
    against = any(cell.speaks_against(charset) for cell in cells)
    return _Lean() if against else _Lean(charset, PLAIN)


def _charset_of(font: str) -> str:
    if font.startswith(".Vn"):
        return "TCVN3"
    return "VNI" if font.upper().startswith("VNI") else AS_IS


def _decoded(text: str, charset: str, font: str) -> LegacyText | str:
    """The text under a reading; fonts ending in H draw capitals."""
    if charset == AS_IS:
        return text
    reading = judged(text).others.get(charset)
    if reading:
        decoded = reading.text
    elif charset == _charset_of(font):
        decoded = read_letters(TCVN3 if charset == "TCVN3" else VNI, text)
    else:
        return text
    if charset == "TCVN3" and font.endswith("H"):
        decoded = decoded.upper()
    return LegacyText(decoded, text, charset) if decoded != text else text


def _with_cells(grid: Grid, changed: dict[tuple[int, int], LegacyText]) -> Grid:
    rows: dict[int, dict[int, Any]] = {
        row: {column: changed.get((row, column), value) for column, value in cells.items()}
        for row, cells in grid.rows.items()
    }
    return replace(grid, rows=rows)
