"""Headings on paper become columns of the vocabulary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ketnghia_analysis.intake.heading_words import (
    ORDINAL_KEYS,
    POINT_KEYS,
    field_name,
    heading_keys,
    in_full,
    is_share,
    is_unit,
    name_core,
    number_core,
    split_unit,
    unit_in,
    without_parentheses,
)
from ketnghia_analysis.vocabulary.columns import NUMERIC_KINDS, Column, Kind
from ketnghia_analysis.vocabulary.spelling import toneless_key
from ketnghia_analysis.vocabulary.tables import TABLES, readable_columns

_ALWAYS_GENERIC = frozenset({"tong so", "so luong", "tong", "so", "cong", "tong cong"})
_GENERIC_OF_UNIT = {
    "households": frozenset({"so ho", "ho"}),
    "people": frozenset({"so nguoi", "so khau", "nguoi", "khau"}),
}
_NARROWING = re.compile(
    r"\b(?:dan toc thieu so|dong bao|ke hoach|chi tieu|du kien|uoc|tang|giam|phat sinh|thoat|so voi"
    r"|(?:nam|ki) (?:truoc|ngoai)|dau (?:nam|ki)|chenh lech|nu)\b"
)
"""Words of a group that make another figure of a heading below it."""
_SHORTEST_SIMILAR = 8
_LONG = 12


@dataclass(frozen=True)
class FoundColumn:
    """A column of a table on paper.

    Attributes:
        name: column of the vocabulary.
        index: index of the sheet's column, from 0.
        heading: the heading as written, group first.
        unit: unit written in the heading or in a unit row, as written; "" where none is.
        how: "same" for an accepted heading, "similar" for one with a slip of the pen.
    """

    name: str
    index: int
    heading: str
    unit: str = ""
    how: str = "same"


@cache
def spellings(table_name: str) -> dict[str, str]:
    """Column name by key of each accepted heading; the table's own columns come first."""
    found: dict[str, str] = {}
    for column in readable_columns(table_name).values():
        for heading in column.headings:
            for key in (toneless_key(heading), toneless_key(without_parentheses(heading))):
                found.setdefault(key, column.name)
    return found


@cache
def cores(table_name: str, of_numbers: bool) -> dict[str, str]:
    """Column name by what is left of a heading in full; none for what two columns share."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    known = readable_columns(table_name)
    for key, name in spellings(table_name).items():
        if (known[name].kind in NUMERIC_KINDS) is not of_numbers:
            continue
        core = number_core(key) if of_numbers else name_core(key)
        if found.setdefault(core, name) != name:
            shared.add(core)
    return {core: name for core, name in found.items() if core and core not in shared}


@cache
def all_spellings() -> frozenset[str]:
    """Keys of all headings of all tables."""
    return frozenset(key for name in TABLES for key in spellings(name))


@cache
def _all_words() -> frozenset[str]:
    return frozenset(word for key in all_spellings() for word in in_full(key).split())


@cache
def _all_cores(of_numbers: bool) -> frozenset[str]:
    return frozenset(core for name in TABLES for core in cores(name, of_numbers))


@lru_cache(maxsize=65536)
def is_heading_word(text: str) -> bool:
    """Whether a cell's text is a heading of some table, or the number column's."""
    keys = heading_keys(text)
    if any(key in all_spellings() or key in ORDINAL_KEYS | POINT_KEYS for key in keys):
        return True
    last = field_name(text)
    if last and toneless_key(last) in all_spellings():
        return True
    return any(
        number_core(key) in _all_cores(True) or name_core(key) in _all_cores(False)
        for key in {*keys, *(split_unit(key)[0] for key in keys)}
    )


@lru_cache(maxsize=65536)
def match_path(table_name: str, path: tuple[str, ...]) -> str | None:
    """The column meant by a heading and the group headings above it.

    Args:
        table_name: table of the vocabulary.
        path: texts from the top row to the bottom row.

    Returns:
        Name of the column, None where the headings are not known. A general word ("Số hộ") is never
        taken for a column of its own when a group stands above it: "Hộ nghèo / Số hộ" are poor
        households, "Dân tộc thiểu số / Số hộ" stays unknown.
    """
    name = _match_path(table_name, path)
    if not any(is_share(text) for text in path):
        return name
    # "Hộ nghèo (%)" is a share, not the number of poor households
    if name is not None and readable_columns(table_name)[name].kind is not Kind.COUNT:
        return name
    share = _lookup(table_name, f"Tỷ lệ {without_parentheses(' '.join(path))}")
    return share if share and readable_columns(table_name)[share].kind is Kind.PERCENT else None


def _match_path(table_name: str, path: tuple[str, ...]) -> str | None:
    joined = _lookup(table_name, " ".join(path))
    if joined or len(path) == 1:
        return joined
    group = match_path(table_name, path[:-1])
    own = path[-1]
    key = in_full(heading_keys(own)[1])
    if group is not None:
        column = readable_columns(table_name)[group]
        if is_share(own) and len(key.split()) <= 2:
            return _lookup(table_name, f"{' '.join(path[:-1])} Tỷ lệ")
        if _is_generic(key, column) or is_unit(own):
            return group
        group_words = set(number_core(heading_keys(path[-2])[1]).split())
        return _lookup(table_name, own) if group_words <= set(key.split()) else None
    general = key in _ALWAYS_GENERIC or any(key in words for words in _GENERIC_OF_UNIT.values())
    if general:
        return None
    name = _lookup(table_name, own)
    said = set(_NARROWING.findall(in_full(toneless_key(" ".join(path[:-1])))))
    if name in (None, "target") or all(word in key for word in said):
        return name
    if readable_columns(table_name)[str(name)].kind not in NUMERIC_KINDS:
        return name
    # "Dân tộc thiểu số / Hộ nghèo" are not all poor households, "Kế hoạch / Hộ nghèo" none yet
    narrowed = _lookup(table_name, f"{own} {' '.join(path[:-1])}")
    return narrowed if narrowed != name else None


def similar_path(table_name: str, path: tuple[str, ...]) -> str | None:
    """The one column whose heading differs from this one by a slip of the pen, if there is one.

    At most two letters may be wrong in a long heading and one in a short one; the wrong word must
    be no word of any heading ("Ngày họp" is no slip of "Ngày nộp"), numbers must be equal.
    """
    found = {_similar(table_name, text) for text in {" ".join(path), path[-1]}} - {None}
    name = found.pop() if len(found) == 1 else None
    known = readable_columns(table_name)
    counted = name is not None and known[name].kind is Kind.COUNT
    return None if counted and any(is_share(text) for text in path) else name


@lru_cache(maxsize=65536)
def _similar(table_name: str, text: str) -> str | None:
    key = in_full(heading_keys(text)[1])
    if len(key) < _SHORTEST_SIMILAR:
        return None
    most = 2 if len(key) >= _LONG else 1
    written, names, run_together = _written_in_full(table_name)
    near = process.extract(key, written, scorer=OSA.distance, score_cutoff=most, limit=None)
    places = {place for _, _, place in near} | run_together.get(key.replace(" ", ""), set())
    found = {names[place] for place in places if _is_slip(key, written[place])}
    return found.pop() if len(found) == 1 else None


@cache
def _written_in_full(table_name: str) -> tuple[list[str], list[str], dict[str, set[int]]]:
    """Spellings of a table's columns, the column of each, and their places by the mere letters."""
    written = [in_full(known) for known in spellings(table_name)]
    run_together: dict[str, set[int]] = {}
    for place, known in enumerate(written):
        run_together.setdefault(known.replace(" ", ""), set()).add(place)
    return written, list(spellings(table_name).values()), run_together


def _is_slip(key: str, known: str) -> bool:
    """Whether of two headings with few different letters one is the other, written wrongly."""
    if key.replace(" ", "") == known.replace(" ", ""):
        return key != known
    wrong = set(key.split()) - set(known.split())
    meant = set(known.split()) - set(key.split())
    if not wrong or wrong & _all_words() or any(char.isdigit() for char in "".join(wrong | meant)):
        return False
    return all(len(word) >= 4 for word in meant)


def unit_of(path: tuple[str, ...]) -> str:
    """The unit that a heading says: in parentheses, as its lowest text, or at its end."""
    units = [unit_in(text) for text in path if unit_in(text)]
    if units:
        return units[-1]
    if len(path) > 1 and is_unit(path[-1]):
        return path[-1]
    last = field_name(path[-1]) or path[-1]
    return split_unit(toneless_key(last))[1]


def _lookup(table_name: str, text: str) -> str | None:
    known = spellings(table_name)
    last = field_name(text)
    keys = (*heading_keys(text), *((toneless_key(last),) if last else ()))
    for key in keys:
        if key in known:
            return known[key]
    return next((name for key in keys if (name := _core_of(table_name, key))), None)


def _core_of(table_name: str, key: str) -> str | None:
    """The column meant by a heading with abbreviations, words for "number of", a unit at its end.

    None where a number and a name could both be meant.
    """
    bare, unit = split_unit(key)
    found = set()
    for candidate in {key, bare}:
        number = cores(table_name, True).get(number_core(candidate))
        name = cores(table_name, False).get(name_core(candidate))
        with_unit = candidate != key
        if number and (not with_unit or _takes(readable_columns(table_name)[number], unit)):
            found.add(number)
        if name and not with_unit:
            found.add(name)
    return found.pop() if len(found) == 1 else None


def _takes(column: Column, unit: str) -> bool:
    return column.kind is Kind.MONEY if "đồng" in unit else column.unit == unit


def _is_generic(key: str, column: Column) -> bool:
    return key in _ALWAYS_GENERIC or key in _GENERIC_OF_UNIT.get(column.unit, frozenset())
