"""Headings on paper become columns of the vocabulary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from ketnghia_analysis.vocabulary.columns import Column
from ketnghia_analysis.vocabulary.spelling import tidy, toneless_key
from ketnghia_analysis.vocabulary.tables import TABLES, readable_columns

ORDINAL_KEYS = frozenset({"stt", "tt", "so tt", "so thu tu", "s tt"})
_PARENTHESES = re.compile(r"\(([^)]*)\)")
_ALWAYS_GENERIC = frozenset({"tong so", "so luong", "tong", "so", "cong"})
_GENERIC_OF_UNIT = {
    "households": frozenset({"so ho", "ho"}),
    "people": frozenset({"so nguoi", "so khau", "nguoi", "khau"}),
}
_RATIO = re.compile(r"^(ty le|ti le|tl|%)")


@dataclass(frozen=True)
class FoundColumn:
    """A column of a table on paper.

    Attributes:
        name: column of the vocabulary.
        index: index of the sheet's column, from 0.
        heading: the heading as written, group first.
        unit: unit written in the heading or in a unit row, as written; "" where none is.
    """

    name: str
    index: int
    heading: str
    unit: str = ""


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
def all_spellings() -> frozenset[str]:
    """Keys of all headings of all tables."""
    return frozenset(key for name in TABLES for key in spellings(name))


def without_parentheses(text: str) -> str:
    """A heading without what stands in parentheses."""
    return tidy(_PARENTHESES.sub(" ", text))


def unit_in(text: str) -> str:
    """What stands in a heading's last parentheses: "Kinh phí (triệu đồng)" gives "triệu đồng"."""
    found = _PARENTHESES.findall(text)
    return tidy(found[-1]) if found else ""


@lru_cache(maxsize=65536)
def heading_keys(text: str) -> tuple[str, str]:
    """Keys under which a heading may be known: as written, and without parentheses."""
    return toneless_key(text), toneless_key(without_parentheses(text))


def is_heading_word(text: str) -> bool:
    """Whether a cell's text is a heading of some table, or the number column's."""
    keys = heading_keys(text)
    return any(key in all_spellings() or key in ORDINAL_KEYS for key in keys)


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
    joined = _lookup(table_name, " ".join(path))
    if joined or len(path) == 1:
        return joined
    group = match_path(table_name, path[:-1])
    own = path[-1]
    key = heading_keys(own)[1]
    if group is not None:
        column = readable_columns(table_name)[group]
        if _is_generic(key, column):
            return group
        if _RATIO.match(key):
            return _lookup(table_name, f"{' '.join(path[:-1])} Tỷ lệ")
        group_words = set(heading_keys(path[-2])[1].split())
        return _lookup(table_name, own) if group_words <= set(key.split()) else None
    general = key in _ALWAYS_GENERIC or any(key in words for words in _GENERIC_OF_UNIT.values())
    return None if general else _lookup(table_name, own)


def _lookup(table_name: str, text: str) -> str | None:
    known = spellings(table_name)
    for key in heading_keys(text):
        if key in known:
            return known[key]
    return None


def _is_generic(key: str, column: Column) -> bool:
    return key in _ALWAYS_GENERIC or key in _GENERIC_OF_UNIT.get(column.unit, frozenset())
