"""The data dictionary: nothing declared is missing from it."""

from __future__ import annotations

import re

import pytest

from ketnghia_analysis.vocabulary import codes
from ketnghia_analysis.vocabulary.codes import CodeList
from ketnghia_analysis.vocabulary.columns import Severity
from ketnghia_analysis.vocabulary.dictionary import data_dictionary
from ketnghia_analysis.vocabulary.markdown import GENERATED
from ketnghia_analysis.vocabulary.reasons import CHANGED, HELD, STRUCTURAL
from ketnghia_analysis.vocabulary.tables import TABLES

PAGE = data_dictionary()
SECTIONS = {
    table.name: PAGE.split(f'<a id="{table.name}"></a>')[1].split("<a id=")[0]
    for table in TABLES.values()
}


def _line(section: str, start: str) -> str:
    (found,) = (line for line in section.splitlines() if line.startswith(start))
    return found


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_column_of_a_table_stands_in_its_section(table):
    assert table.heading in SECTIONS[table.name]
    assert f"](#{table.name})" in PAGE
    for column in table.columns:
        line = _line(SECTIONS[table.name], f"| `{column.name}` |")
        assert column.heading in line
        assert column.meaning in line
        assert all(synonym in line for synonym in column.synonyms)
        assert ("bắt buộc" in line) == column.required
        assert ("dữ liệu cá nhân" in line) == column.personal
        assert not column.codes or f"`{column.codes.name}`" in line


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_rule_stands_in_the_section_of_its_table(table):
    for check in table.checks:
        line = _line(SECTIONS[table.name], f"- {check.message}")
        assert ("cảnh báo" in line) == (check.severity is Severity.WARN)


def test_every_code_stands_on_the_page():
    for found in vars(codes).values():
        if isinstance(found, CodeList):
            for code in found.codes:
                assert f"| `{found.name}` | `{code.value}` | {code.label} |" in PAGE


@pytest.mark.parametrize("reasons", [HELD, CHANGED, STRUCTURAL], ids=["held", "changed", "no row"])
def test_every_reason_stands_on_the_page(reasons):
    for reason in reasons.values():
        assert f"| `{reason.code}` | {reason.label} | {reason.remedy} |" in PAGE


def test_limits_are_written_the_vietnamese_way():
    assert "≥ 0, ≤ 5.000" in _line(SECTIONS["hamlet_figures"], "| `households` |")
    assert "≥ 102, ≤ 110" in _line(SECTIONS["hamlets"], "| `longitude` |")


def test_every_row_of_a_table_has_as_many_cells_as_its_headings():
    width = 0
    for line in PAGE.splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        assert width == 0 or cells in (0, width), line
        width = cells


def test_the_page_says_that_it_is_generated():
    assert PAGE.startswith(GENERATED)
    assert PAGE.endswith("|\n")
