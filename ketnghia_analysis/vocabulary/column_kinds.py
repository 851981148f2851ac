"""Short ways to declare the columns that programme tables are made of."""

from __future__ import annotations

from ketnghia_analysis.vocabulary.codes import CodeList
from ketnghia_analysis.vocabulary.columns import Column, Kind


def identifier(
    name: str, heading: str, meaning: str, *synonyms: str, generated: bool = False
) -> Column:
    """A key that senders write, or that is made from the row where they write none."""
    return Column(
        name=name,
        heading=heading,
        meaning=meaning,
        kind=Kind.ID,
        synonyms=synonyms,
        required=True,
        generated=generated,
    )


def reference(
    name: str, heading: str, table: str, as_of: str | None = None, required: bool = True
) -> Column:
    """The id of a row of another table; found from names where no id is given."""
    return Column(
        name=name,
        heading=heading,
        meaning=f"Row of {table} that is meant; found from names where no id is given.",
        kind=Kind.ID,
        refers_to=table,
        as_of=as_of,
        required=required,
    )


REPORT_YEAR = Column(
    name="year",
    heading="Năm",
    meaning="Reporting year; taken from the file's title where there is no such column.",
    kind=Kind.YEAR,
    synonyms=("Năm báo cáo", "Năm kế hoạch"),
    low=2015,
    high=2035,
    required=True,
)


def date_column(
    name: str,
    heading: str,
    meaning: str,
    *synonyms: str,
    required: bool = False,
    spans: bool = False,
    deadline: bool = False,
) -> Column:
    """A day; with `spans` also a month, a quarter, a year of which only the ends are known."""
    return Column(
        name=name,
        heading=heading,
        meaning=meaning,
        kind=Kind.DATE,
        synonyms=synonyms,
        required=required,
        spans=spans,
        deadline=deadline,
    )


def code_column(
    name: str,
    heading: str,
    meaning: str,
    code_list: CodeList,
    *synonyms: str,
    required: bool = False,
) -> Column:
    """A word of a code list."""
    return Column(
        name=name,
        heading=heading,
        meaning=meaning,
        kind=Kind.CODE,
        codes=code_list,
        synonyms=synonyms,
        required=required,
    )


def count_column(
    name: str, heading: str, meaning: str, unit: str, *synonyms: str, high: int
) -> Column:
    """A number of things."""
    return Column(
        name=name,
        heading=heading,
        meaning=meaning,
        kind=Kind.COUNT,
        unit=unit,
        synonyms=synonyms,
        low=0,
        high=high,
    )


def text_column(
    name: str, heading: str, meaning: str, *synonyms: str, required: bool = False
) -> Column:
    """Free text."""
    return Column(name=name, heading=heading, meaning=meaning, synonyms=synonyms, required=required)


REMARK = Column(
    name="note",
    heading="Ghi chú",
    meaning="Remark of the sender.",
    synonyms=("Ghi chú khác",),
    aside=True,
)
