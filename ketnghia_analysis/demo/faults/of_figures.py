"""Faults in the figures of hamlets."""

from __future__ import annotations

from ketnghia_analysis.demo import names
from ketnghia_analysis.demo.cells import ErrorCell, Formula
from ketnghia_analysis.demo.faults.kinds import (
    ASKED,
    DROPPED,
    HELD,
    READ,
    REPAIRED,
    WARNED,
    FaultKind,
    Spot,
    has_value,
)
from ketnghia_analysis.demo.faults.spots import above, in_workbook, of_commune_book, put, ten_times

TABLE = "hamlet_figures"
_ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV", 5: "V", 14: "XIV"}
_CHANGED = (*names.RENAMED[:2], names.SPLIT[0], *names.SPLIT[1], *names.MERGED[0], names.MERGED[1])


def _numbered_hamlet(spot: Spot, column: str) -> bool:
    return "Xã Mẫu An/" in spot.document.path and has_value(spot, "households")


def _with_arabic_number(spot: Spot, column: str) -> bool:
    return of_commune_book(spot, column) and str(spot.line.cells[column])[5:].isdigit()


def _in_roman(spot: Spot, column: str) -> list[Spot]:
    word, _, number = str(spot.line.cells[column]).partition(" ")
    spot.line.cells[column] = f"{word} {_ROMAN[int(number)]}"
    return [spot]


def _with_steady_history(spot: Spot, column: str) -> bool:
    cells = spot.line.cells
    return (
        of_commune_book(spot, column)
        and isinstance(cells[column], int)
        and spot.document.path < str(names.LAST_YEAR)
        and cells["hamlet_name"] not in _CHANGED
    )


def _untotalled(spot: Spot, column: str) -> bool:
    return of_commune_book(spot, column) and not spot.paper.totalled


def _with_mark(spot: Spot, column: str) -> list[Spot]:
    spot.line.cells[column] = f"{spot.line.cells[column]} (1)"
    spot.paper.notes = ("(1) Số liệu ước tính của thôn (hư cấu)",)
    return [spot]


def _hide(spot: Spot, column: str) -> list[Spot]:
    spot.line.hidden = True
    return [spot]


def _all_typed(spot: Spot, column: str) -> bool:
    numbers = [line.cells.get(column) for line in spot.paper.lines]
    return (
        of_commune_book(spot, column)
        and column in spot.paper.totalled
        and all(type(number) is int for number in numbers)
        and not spot.paper.total.cells
    )


def _other_total(spot: Spot, column: str) -> list[Spot]:
    spot.paper.total.cells[column] = 30
    return [Spot(spot.document, spot.sheet, spot.paper, spot.paper.total)]


FAULTS = (
    FaultKind(
        "poor_above_households",
        "more poor households than households",
        TABLE,
        "poor_households",
        HELD,
        "rule_broken",
        3,
        above("households", 7),
        of_commune_book,
    ),
    FaultKind(
        "part_above_whole",
        "more households with clean water than with hygienic water",
        TABLE,
        "clean_water_households",
        HELD,
        "rule_broken",
        2,
        above("hygienic_water_households", 9),
        of_commune_book,
    ),
    FaultKind(
        "digit_too_many",
        "a digit too many in the number of people",
        TABLE,
        "people",
        HELD,
        "rule_broken",
        2,
        ten_times("people"),
        of_commune_book,
    ),
    FaultKind(
        "words_for_number",
        '"chưa tổng hợp" in the place of a number',
        TABLE,
        "near_poor_households",
        DROPPED,
        "dropped_not_a_number",
        3,
        put("chưa tổng hợp"),
    ),
    FaultKind(
        "error_cell",
        "a formula error in the income column",
        TABLE,
        "income_million_dong_per_person",
        DROPPED,
        "dropped_error_cell",
        2,
        put(ErrorCell("#DIV/0!")),
        in_workbook,
    ),
    FaultKind(
        "formula_without_value",
        "a formula saved without its result",
        TABLE,
        "households_escaped_poverty",
        DROPPED,
        "dropped_formula_without_value",
        2,
        put(Formula("=C1-C2")),
        in_workbook,
    ),
    FaultKind(
        "hamlet_unknown",
        "a hamlet that is not in the register",
        TABLE,
        "hamlet_name",
        HELD,
        "unknown_hamlet",
        2,
        put("Thôn Không Tên"),
        of_commune_book,
    ),
    FaultKind(
        "hamlet_number_wrong",
        '"Thôn 24": close to "Thôn 2", "Thôn 4", "Thôn 14", but none of them',
        TABLE,
        "hamlet_name",
        HELD,
        "unknown_hamlet",
        1,
        put("Thôn 24"),
        _numbered_hamlet,
    ),
    FaultKind(
        "year_unknown",
        "a year in which no survey was made",
        TABLE,
        "year",
        HELD,
        "unknown_round",
        2,
        put(2017),
    ),
    FaultKind(
        "corrected_later",
        "a wrong number that corrections.yml puts right",
        TABLE,
        "households",
        REPAIRED,
        "correction",
        2,
        above("households", 400),
        of_commune_book,
    ),
    FaultKind(
        "roman_number",
        '"Thôn IV" for "Thôn 4"',
        TABLE,
        "hamlet_name",
        ASKED,
        "name_unsure",
        2,
        _in_roman,
        _with_arabic_number,
    ),
    FaultKind(
        "ten_times_other_years",
        "households and people ten times those of all other years",
        TABLE,
        "households",
        HELD,
        "rule_broken",
        2,
        ten_times("households", "people"),
        _with_steady_history,
    ),
    FaultKind(
        "footnote_mark",
        'a mark of a footnote behind a number: "45 (1)"',
        TABLE,
        "hygienic_water_households",
        REPAIRED,
        "read_number",
        2,
        _with_mark,
        _untotalled,
    ),
    FaultKind(
        "hidden_row",
        "a row with data that a filter left hidden",
        TABLE,
        "households",
        READ,
        "",
        3,
        _hide,
        of_commune_book,
    ),
    FaultKind(
        "other_total",
        "a total that is not the sum of its lines",
        TABLE,
        "people",
        WARNED,
        "",
        2,
        _other_total,
        _all_typed,
    ),
)
