"""A commune that asks its hamlets with a survey program sends the program's export."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from ketnghia_analysis.demo import forms
from ketnghia_analysis.demo.handwriting import Hand
from ketnghia_analysis.demo.papers import SURVEY, Document, Group, Head, Line, Paper, Sheet
from ketnghia_analysis.demo.scribe import Scribe
from ketnghia_analysis.places.hamlets import hamlets_on
from ketnghia_analysis.vocabulary.periods import reporting_year
from ketnghia_analysis.vocabulary.spelling import toneless_key
from ketnghia_analysis.vocabulary.tables import readable_columns

SURVEYED = ("Mẫu Lâm", 2024)
"""Commune and year: figures of hamlets, and in each form a repeat with the year's difficulties."""
FORM, REPEAT = "khao_sat_thon", "kho_khan"
_HAND = Hand(dates="iso", ticks=("co", "khong"))
_ASKED_IN_FORM = ("hamlet_name", "commune_name")


def survey_export(scribe: Scribe, rows: pd.DataFrame) -> Document:
    """The export: a sheet of forms, and one of the repeat in them.

    Args:
        scribe: knows the truth.
        rows: figures of the commune's hamlets.
    """
    commune, year = SURVEYED
    places = [Head("commune_code", "dia_ban/ma_xa"), Head("hamlet_id", "dia_ban/ma_thon")]
    parts = forms.FIGURE_PARTS.items()
    figures = [
        head
        for number, (_, heads) in parts
        for head in _fields("hamlet_figures", f"bieu_{number.lower()}", heads)
    ]
    system = ("_uuid", "_submission_time", "_validation_status", "_index")
    lines = scribe.lines(
        "hamlet_figures",
        rows,
        figures,
        _HAND,
        lambda row: {"commune_code": row["commune_code"], "hamlet_id": row["hamlet_id"]},
    )
    for number, line in enumerate(lines, start=1):
        day = f"{year}-11-{20 + number}"
        line.cells |= {
            "start": f"{day}T08:00:00.000+07:00",
            "_uuid": f"hu-cau-{number:04d}",
            "_submission_time": f"{day}T09:30:00",
            "_validation_status": "validation_status_approved",
            "_index": number,
        }
    heads = [Head("start", "start"), *places, *figures, *(Head(name, name) for name in system)]
    sheets = [
        Sheet(FORM, [Paper("hamlet_figures", heads, [Group("", lines)])]),
        Sheet(REPEAT, [_repeat(scribe, lines)]),
    ]
    path = f"{year}/Xã {commune}/{FORM}_{year}.xlsx"
    return Document(path, sheets, _HAND, carrier=SURVEY)


def told_in_survey(scribe: Scribe) -> pd.DataFrame:
    """Difficulties that the export tells, so that nobody else does; rows of the true table."""
    commune, year = SURVEYED
    window = reporting_year(year)
    places = hamlets_on(scribe.truth["hamlets"], scribe.truth["communes"], window.end)
    rows = scribe.truth["difficulties"]
    here = rows["hamlet_id"].map(places["commune_name"]) == commune
    return rows[here & window.contains(rows["raised_on"])]


def _repeat(scribe: Scribe, submitted: Iterable[Line]) -> Paper:
    number = {line.cells["hamlet_id"]: line.cells["_index"] for line in submitted}
    asked = [head for head in forms.DIFFICULTIES if head.name not in _ASKED_IN_FORM]
    fields = _fields("difficulties", REPEAT, asked)

    def named(row: pd.Series) -> dict[str, Any]:
        return {}

    rows = told_in_survey(scribe)
    lines = scribe.lines("difficulties", rows, fields, _HAND, named)
    for place, (line, hamlet) in enumerate(zip(lines, rows["hamlet_id"], strict=True), start=1):
        line.cells |= {
            "_index": place,
            "_parent_table_name": FORM,
            "_parent_index": number[hamlet],
        }
    system = ("_index", "_parent_table_name", "_parent_index")
    heads = [*fields, *(Head(name, name) for name in system)]
    return Paper("difficulties", heads, [Group("", lines)])


def _fields(table: str, group: str, heads: Iterable[Head]) -> list[Head]:
    """Heads as a survey program names them: group and question in the letters a to z."""
    columns = readable_columns(table)
    return [
        Head(head.name, f"{group}/{toneless_key(columns[head.name].heading).replace(' ', '_')}")
        for head in heads
    ]
