"""Schemas compiled from the declarations: they find the wrong cell, the wrong row, the rule."""

from __future__ import annotations

import pandas as pd
import pytest
from pandera.errors import SchemaError, SchemaErrors

from ketnghia_analysis.vocabulary.columns import Table
from ketnghia_analysis.vocabulary.schema import CODES, LIMITS, row_faults, schema, value_faults
from ketnghia_analysis.vocabulary.tables import TABLES


def _typed(table: Table, index: list[int], **columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame(columns, index=index).astype({name: table[name].dtype for name in columns})


def _communes(**changes: object) -> pd.DataFrame:
    table = TABLES["communes"]
    row = {
        "commune_code": "99001",
        "name": "Mẫu An",
        "commune_type": "commune",
        "district_name": "Mẫu Giang",
        "valid_from": "2015-01-01",
        "valid_to": "2025-06-30",
        "successor_code": None,
        "change_reason": None,
    } | changes
    return pd.DataFrame([row], columns=table.names).astype(table.dtypes)


def test_a_sound_row_is_accepted():
    assert len(schema("communes").validate(_communes())) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"commune_code": None},
        {"name": None},
        {"commune_type": "thành phố"},
        {"change_reason": "vanished"},
        {"valid_from": None},
        {"valid_to": "2014-12-31"},
    ],
    ids=str,
)
def test_an_unsound_row_is_refused(changes):
    with pytest.raises(SchemaError):
        schema("communes").validate(_communes(**changes))


def test_a_key_stands_only_once():
    twice = pd.concat([_communes(), _communes(name="Mẫu Bình")], ignore_index=True)
    with pytest.raises(SchemaError):
        schema("communes").validate(twice)


def test_a_re_used_code_with_another_date_is_another_key():
    later = _communes(valid_from="2025-07-01", valid_to=None)
    both = pd.concat([_communes(), later], ignore_index=True)
    assert len(schema("communes").validate(both)) == 2


@pytest.mark.parametrize(
    "frame",
    [_communes().assign(note="x"), _communes().drop(columns="name")],
    ids=["a column too many", "a column too few"],
)
def test_a_table_has_exactly_its_columns(frame):
    with pytest.raises((SchemaError, SchemaErrors)):
        schema("communes").validate(frame)


def test_a_warning_does_not_refuse_a_row():
    table = TABLES["hamlet_figures"]
    row = table.empty().reindex([0]).astype(table.dtypes)
    row[["round_id", "hamlet_id"]] = ["DKS2024", "99001-01"]
    row[["households", "poor_households", "poor_share_reported_percent"]] = [100, 10, 50.0]
    assert row_faults(table, row)["check"].tolist() == ["poor_share_as_computed"]
    assert len(schema("hamlet_figures").validate(row)) == 1


def test_cells_outside_their_limits_or_lists_are_named():
    table = TABLES["difficulties"]
    frame = _typed(
        table,
        [40, 10, 20],
        group=["water", "nước", None],
        severity=["3", "4", "1"],
        difficulty_id=["KK-1", "KK-2", "KK-3"],
    )
    found = value_faults(table, frame)
    assert sorted(found.itertuples(index=False, name=None)) == [
        (10, "group", CODES),
        (10, "severity", CODES),
    ]


def test_limits_are_allowed_themselves_and_a_missing_value_is_not_judged():
    table = TABLES["survey_rounds"]
    frame = _typed(table, [1, 2, 3, 4, 5], year=[2015, 2014, 2035, 2036, None])
    found = value_faults(table, frame)
    assert sorted(found.itertuples(index=False, name=None)) == [
        (2, "year", LIMITS),
        (4, "year", LIMITS),
    ]


def test_a_required_cell_that_is_missing_is_no_value_fault():
    table = TABLES["hamlets"]
    frame = _typed(table, [0], hamlet_id=[None], latitude=[11.1], longitude=[None])
    assert value_faults(table, frame).empty


def test_swapped_coordinates_lie_outside_the_limits():
    table = TABLES["hamlets"]
    frame = _typed(table, [7], latitude=[108.2], longitude=[11.1])
    found = value_faults(table, frame)
    assert set(found["column"]) == {"latitude", "longitude"}
    assert set(found["index"]) == {7}


def test_rows_that_break_a_rule_are_named_once_per_rule():
    table = TABLES["hamlet_figures"]
    frame = _typed(
        table,
        [30, 10, 20],
        households=[100, 100, 100],
        poor_households=[101, 5, 100],
        near_poor_households=[102, None, 7],
        hygienic_water_households=[50, 50, None],
        clean_water_households=[50, 51, 99],
    )
    found = row_faults(table, frame)
    assert sorted(found.itertuples(index=False, name=None)) == [
        (10, "clean_water_households_at_most_hygienic_water_households"),
        (30, "near_poor_households_at_most_households"),
        (30, "poor_households_at_most_households"),
    ]


def test_a_rule_about_an_absent_column_is_not_judged():
    table = TABLES["hamlet_figures"]
    assert row_faults(table, _typed(table, [0], poor_households=[500])).empty


def test_a_table_without_rules_breaks_none():
    table = TABLES["survey_rounds"]
    assert table.checks == ()
    assert row_faults(table, _typed(table, [0], year=[1999])).empty


@pytest.mark.parametrize(
    ("table", "late", "early"),
    [
        ("communes", "valid_to", "valid_from"),
        ("hamlets", "valid_to", "valid_from"),
        ("agencies", "valid_to", "valid_from"),
        ("pairings", "valid_to", "valid_from"),
        ("commitments", "extended_to", "due_on"),
        ("difficulties", "resolved_on", "raised_on"),
    ],
)
def test_what_ends_does_not_end_before_it_began(table, late, early):
    frame = _typed(
        TABLES[table],
        [5, 6, 7, 8],
        **{
            early: ["2024-03-02", "2024-03-02", None, "2024-03-02"],
            late: ["2024-03-01", "2024-03-02", "2024-03-01", None],
        },
    )
    found = row_faults(TABLES[table], frame)
    assert found["index"].tolist() == [5]
    assert found["check"].tolist() == [f"{late}_not_before_{early}"]


def test_no_more_conclusions_are_carried_out_than_were_drawn():
    table = TABLES["coordination_meetings"]
    frame = _typed(table, [0, 1, 2], conclusions=[3, 3, None], conclusions_done=[3, 4, 4])
    found = row_faults(table, frame)
    assert found["index"].tolist() == [1]
    assert found["check"].tolist() == ["conclusions_done_at_most_conclusions"]
