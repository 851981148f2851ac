"""What cleaning must give: the truth, less what the planted faults cost."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.demo.faults.kinds import COSTS_A_ROW, DROPPED, Planted, Spot
from ketnghia_analysis.demo.truth import District
from ketnghia_analysis.vocabulary.columns import Table
from ketnghia_analysis.vocabulary.tables import TABLES

NOT_LOST = ("duplicate",)
"""Reasons for which a line is held that stands elsewhere too."""


def expected_tables(district: District, planted: list[Planted]) -> dict[str, pd.DataFrame]:
    """What cleaning must give: the truth without what the faults cost.

    A held line loses its row, or its part of a row that is sent in parts; a dropped cell is
    missing; so is a link to a row that was lost.
    """
    tables = {name: frame.copy() for name, frame in district.tables.items()}
    for fault in planted:
        _charge(tables, fault)
    for name, table in TABLES.items():
        for column in table.columns:
            if column.refers_to in ("commitments", "difficulties"):
                parent = tables[column.refers_to][TABLES[column.refers_to].key[0]]
                frame = tables[name]
                gone = frame[column.name].notna() & ~frame[column.name].isin(parent)
                frame.loc[gone, column.name] = pd.NA
    return {name: frame.reset_index(drop=True) for name, frame in tables.items()}


def _is_part(table: Table, spot: Spot) -> bool:
    return table.in_parts and spot.document.sends_in_parts(table.name)


def _charge(tables: dict[str, pd.DataFrame], fault: Planted) -> None:
    table = TABLES[fault.kind.table]
    frame = tables[table.name]
    column, spot = fault.kind.column, fault.spot
    if spot.line.key is None or fault.kind.reason in NOT_LOST:
        return
    row = pd.Series(True, index=frame.index)
    for part, value in zip(table.key, spot.line.key, strict=True):
        row &= frame[part] == value
    if fault.kind.outcome == DROPPED:
        lost = ["latitude", "longitude"] if column == "latitude" else [column]
        if column in table.names:
            lost += [companion.name for companion in table[column].companions]
        frame.loc[row, lost] = pd.NA
    elif fault.kind.outcome in COSTS_A_ROW and _is_part(table, spot):
        carried = [head.name for head in spot.paper.heads if head.name in table.names]
        frame.loc[row, [name for name in carried if name not in table.key]] = pd.NA
    elif fault.kind.outcome in COSTS_A_ROW:
        tables[table.name] = frame[~row]
    else:
        for name, value in fault.kind.becomes(fault).items():
            frame.loc[row, name] = value
