"""What the Ethnic Affairs Office and the board keep: meetings, reports, difficulties."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from ketnghia_analysis.demo import forms, names
from ketnghia_analysis.demo.handwriting import Hand
from ketnghia_analysis.demo.papers import TEXT, Document, Group, Head, Paper, Sheet
from ketnghia_analysis.demo.scribe import Scribe
from ketnghia_analysis.demo.survey_exports import told_in_survey
from ketnghia_analysis.vocabulary.periods import reporting_year

TAB_SEPARATED = 2022
"""Year in which the list of reports came as Excel's "Unicode text": UTF-16 with tabs."""


def meetings(scribe: Scribe) -> list[Document]:
    """A workbook a year of the Ethnic Affairs Office about coordination meetings."""
    found = []
    hand = Hand(dates="slashes", short_names=True, ticks=("x", "-"))
    for year in names.PROGRAMME_YEARS:
        window = reporting_year(year)
        rows = scribe.truth["coordination_meetings"]
        rows = rows[window.contains(rows["date"])]

        def named(row: pd.Series, day: date = window.end) -> dict[str, Any]:
            agency = {"agency_name": scribe.agency_name(row["agency_id"], hand)}
            return agency | scribe.place(row["hamlet_id"], day)

        lines = scribe.lines("coordination_meetings", rows, forms.MEETINGS, hand, named)
        paper = Paper(
            "coordination_meetings",
            forms.MEETINGS,
            [Group("", lines)],
            title=f"CÁC CUỘC HỌP PHỐI HỢP VỀ CÔNG TÁC KẾT NGHĨA NĂM {year}",
            notes=("Ghi chú: dấu x là có dự.",),
        )
        sheet = Sheet("Họp phối hợp", [paper], sender="PHÒNG DÂN TỘC")
        found.append(Document(f"{year}/Phòng Dân tộc/Hop phoi hop {year}.xlsx", [sheet], hand))
    return found


def report_tracking(scribe: Scribe) -> list[Document]:
    """A file a year of the Party's mass-mobilisation board: which reports came when."""
    found = []
    for year in names.PROGRAMME_YEARS:
        as_csv = year % 2 == 0
        hand = Hand(dates="short" if as_csv else "typed", spelling="late")
        rows = scribe.truth["submitted_reports"].query("year == @year")

        def named(row: pd.Series, hand: Hand = hand) -> dict[str, Any]:
            return {"agency_name": scribe.agency_name(row["agency_id"], hand)}

        lines = scribe.lines("submitted_reports", rows, forms.REPORTS, hand, named)
        heads = list(forms.REPORTS)
        if as_csv:
            heads.insert(1, Head("year", "Năm báo cáo"))
            for line in lines:
                line.cells["year"] = year
        paper = Paper(
            "submitted_reports",
            heads,
            [Group("", lines)],
            title="" if as_csv else f"THEO DÕI CHẾ ĐỘ BÁO CÁO NĂM {year}",
        )
        sheet = Sheet("" if as_csv else "Theo dõi", [paper], sender="BAN DÂN VẬN HUYỆN ỦY")
        path = f"{year}/Ban Dân vận/Theo doi bao cao {year}"
        if year == TAB_SEPARATED:
            found.append(Document(f"{path}.tsv", [sheet], hand, TEXT, "utf-16"))
        elif as_csv:
            found.append(Document(f"{path}.csv", [sheet], hand, TEXT))
        else:
            found.append(Document(f"{path}.xlsx", [sheet], hand))
    return found


def difficulty_book(scribe: Scribe) -> Document:
    """The running book of difficulties, a sheet for each year in which they were raised."""
    hand = Hand(dates="slashes", ticks=("x", "-"))
    rows = scribe.truth["difficulties"]
    rows = rows.drop(index=told_in_survey(scribe).index)
    sheets = []
    for year in names.PROGRAMME_YEARS:
        own = rows[reporting_year(year).contains(rows["raised_on"])]
        lines = scribe.lines(
            "difficulties",
            own,
            forms.DIFFICULTIES,
            hand,
            lambda row: scribe.place(row["hamlet_id"], row["raised_on"]),
        )
        paper = Paper(
            "difficulties",
            forms.DIFFICULTIES,
            [Group("", lines)],
            title=f"SỔ THEO DÕI KHÓ KHĂN, BỨC XÚC CỦA THÔN, NÊU TRONG NĂM {year}",
        )
        sheets.append(Sheet(f"Nêu năm {year}", [paper], sender="PHÒNG DÂN TỘC"))
    return Document(
        f"{names.LAST_YEAR}/Phòng Dân tộc/So theo doi kho khan den {names.LAST_YEAR}.xlsx",
        sheets,
        hand,
    )
