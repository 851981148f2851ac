"""All declared tables: well-formed, in order, and never in doubt which column a heading means."""

from __future__ import annotations

import re

import pytest

from ketnghia_analysis.vocabulary.codes import UNITS
from ketnghia_analysis.vocabulary.columns import NUMERIC_KINDS, Kind
from ketnghia_analysis.vocabulary.hamlet_figures import PARTS
from ketnghia_analysis.vocabulary.schema import schema
from ketnghia_analysis.vocabulary.spelling import toneless_key
from ketnghia_analysis.vocabulary.tables import (
    TABLES,
    WRITTEN_AS,
    readable_columns,
)

ORDER = list(TABLES)
COLUMNS = [(table, column) for table in TABLES.values() for column in table.columns]
each_table = pytest.mark.parametrize("table", TABLES.values(), ids=ORDER)


@each_table
def test_a_column_is_named_explained_and_headed(table):
    for column in table.columns:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name)
        assert column.heading.strip(), column.name
        assert column.meaning.strip(), column.name
        assert all(toneless_key(heading) for heading in column.headings), column.name


@each_table
def test_a_column_has_a_code_list_exactly_when_it_holds_codes(table):
    listed = [column.name for column in table.columns if column.codes is not None]
    assert listed == [column.name for column in table.columns if column.kind is Kind.CODE]


@each_table
def test_a_unit_is_a_declared_one_and_belongs_to_a_number(table):
    with_unit = [column for column in table.columns if column.unit]
    assert {column.unit for column in with_unit} <= set(UNITS)
    assert {column.kind for column in with_unit} <= NUMERIC_KINDS


@each_table
def test_limits_belong_to_numbers_and_leave_room_between_them(table):
    for column in table.columns:
        assert (column.low is None) == (column.high is None), column.name
        if column.low is not None:
            assert column.kind in NUMERIC_KINDS, column.name
            assert column.low < column.high, column.name


@each_table
def test_counts_and_money_are_never_negative(table):
    counted = [column for column in table.columns if column.kind in (Kind.COUNT, Kind.MONEY)]
    assert all(column.low is not None and column.low >= 0 for column in counted)


def test_what_a_column_refers_to_stands_in_an_earlier_table():
    links = {(column.refers_to, table.name) for table, column in COLUMNS if column.refers_to}
    assert ("difficulties", "commitments") in links
    assert ("commitments", "activities") in links
    assert [link for link in links if ORDER.index(link[0]) >= ORDER.index(link[1])] == []


def test_a_reference_has_the_name_and_kind_of_the_key_it_holds():
    for table, column in COLUMNS:
        if column.refers_to is not None:
            key = TABLES[column.refers_to][TABLES[column.refers_to].key[0]]
            assert (column.name, column.kind) == (key.name, Kind.ID), table.name
            assert column.refers_to in WRITTEN_AS


def test_the_date_of_a_reference_stands_in_the_same_row():
    dated = [(table, column) for table, column in COLUMNS if column.as_of is not None]
    assert all(column.refers_to for _, column in dated)
    assert all(column.as_of in table.by_name for table, column in dated)
    assert all(column.as_of != column.name for _, column in dated)


def test_a_reference_to_something_that_changes_with_time_says_of_which_day():
    dated_registers = {"communes", "hamlets", "agencies", "pairings"}
    undated = [
        (table.name, column.name)
        for table, column in COLUMNS
        if column.refers_to in dated_registers and column.as_of is None
    ]
    assert undated == []


def test_only_ids_are_generated_or_filled_with_zeros():
    made = [column for _, column in COLUMNS if column.generated or column.digits]
    assert made
    assert {column.kind for column in made} == {Kind.ID}


@each_table
def test_names_and_headings_of_a_table_are_unique(table):
    assert len(set(table.names)) == len(table.columns)
    assert len({toneless_key(column.heading) for column in table.columns}) == len(table.columns)


@each_table
def test_key_columns_are_required(table):
    assert table.key
    assert set(table.key) <= set(table.names)
    assert all(table[name].required for name in table.key)


@each_table
def test_rules_look_only_at_columns_of_their_table(table):
    assert all(set(check.columns) <= set(table.names) for check in table.checks)
    assert len({check.name for check in table.checks}) == len(table.checks)
    assert all(check.message.strip() for check in table.checks)


@each_table
def test_a_table_that_must_lie_in_a_year_says_by_which_date(table):
    if table.dated_by is not None:
        assert table[table.dated_by].kind is Kind.DATE
        assert table[table.dated_by].required


@each_table
def test_a_table_is_explained_and_announced(table):
    assert table.announced_by
    assert table.heading.strip()
    assert table.meaning.strip()


@each_table
def test_every_heading_leads_back_to_exactly_one_column(table):
    meant: dict[str, set[str]] = {}
    for column in readable_columns(table.name).values():
        for heading in column.headings:
            meant.setdefault(toneless_key(heading), set()).add(column.name)
    assert {key: names for key, names in meant.items() if len(names) > 1} == {}


@each_table
def test_an_empty_table_satisfies_its_schema(table):
    validated = schema(table.name).validate(table.empty())
    assert list(validated.columns) == table.names
    assert {name: str(dtype) for name, dtype in validated.dtypes.items()} == table.dtypes


@each_table
def test_only_the_hamlet_form_is_divided_into_parts(table):
    parts = {column.part for column in table.columns}
    # what stands beside the form (shares as reported, remarks) belongs to no part of it
    assert parts == ({*PARTS, ""} if table.name == "hamlet_figures" else {""})


def test_registers_come_before_the_programme():
    assert ORDER[:3] == ["communes", "hamlets", "agencies"]
    assert ORDER.index("difficulties") < ORDER.index("commitments") < ORDER.index("activities")
    assert all(name == table.name for name, table in TABLES.items())


@pytest.mark.parametrize(
    ("table", "heading", "column"),
    [
        ("pairings", "Mã CQ", "agency_id"),
        ("pairings", "CƠ QUAN, ĐƠN VỊ", "agency_name"),
        ("pairings", "Thôn được phân công kết nghĩa", "hamlet_name"),
        ("activities", "Mã cặp", "pairing_id"),
        ("activities", "Xã", "commune_name"),
        ("hamlet_figures", "Năm số liệu", "year"),
        ("hamlet_figures", "hộ nghèo", "poor_households"),
        ("hamlet_figures", "TH09", "deprived_water_households"),
        ("commitments", "Mã KK", "difficulty_id"),
        ("hamlets", "Vĩ độ (B)", "latitude"),
    ],
)
def test_a_file_may_use_the_words_of_the_table_it_refers_to(table, heading, column):
    found = [
        name
        for name, readable in readable_columns(table).items()
        if toneless_key(heading) in map(toneless_key, readable.headings)
    ]
    assert found == [column]


@each_table
def test_a_file_may_carry_a_tables_own_columns_and_names_for_its_references(table):
    readable = readable_columns(table.name)
    named = {
        written.name
        for column in table.columns
        if column.refers_to
        for written in WRITTEN_AS[column.refers_to]
    }
    assert list(readable)[: len(table.names)] == table.names
    assert set(readable) == set(table.names) | named


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("agencies", "head_name"),
        ("officer_duties", "officer_id"),
        ("officer_duties", "position"),
        ("households", "household_id"),
        ("households", "household_class"),
    ],
)
def test_what_tells_of_one_person_is_marked_personal(table, column):
    assert TABLES[table][column].personal
