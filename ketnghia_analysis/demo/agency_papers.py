"""Yearly workbooks of the agencies: promises, work, responsibilities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from ketnghia_analysis.demo import forms, names
from ketnghia_analysis.demo.handwriting import hand_of, spelled
from ketnghia_analysis.demo.papers import WORD, Document, Group, Head, Line, Paper, Sheet
from ketnghia_analysis.demo.scribe import Named, Scribe
from ketnghia_analysis.places.registers import heirs
from ketnghia_analysis.vocabulary.periods import reporting_year

IN_WORD = ("Phòng Nội vụ", 2023)
"""Agency and year of a report in Word, revised with tracked changes."""


def agency_reports(scribe: Scribe) -> list[Document]:
    """A workbook of each agency and year: promises, work, responsibilities."""
    found = []
    for year in names.PROGRAMME_YEARS:
        window = reporting_year(year)
        heir = heirs(scribe.truth["agencies"], "agency_id", "successor_id", window.end)
        owner = scribe.truth["pairings"].set_index("pairing_id")["agency_id"].map(heir)
        promised = scribe.truth["commitments"].query("year == @year")
        done = scribe.truth["activities"]
        done = done[window.contains(done["date"])]
        for agency_id in sorted(set(owner)):
            own = {
                "commitments": promised[promised["pairing_id"].map(owner) == agency_id],
                "activities": done[done["pairing_id"].map(owner) == agency_id],
            }
            for table in ("briefings", "officer_duties"):
                rows = scribe.truth[table]
                own[table] = rows[(rows["agency_id"] == agency_id) & (rows["year"] == year)]
            if any(len(rows) for rows in own.values()):
                found.append(_agency_book(scribe, year, agency_id, own))
    return found


def _agency_book(
    scribe: Scribe, year: int, agency_id: str, own: dict[str, pd.DataFrame]
) -> Document:
    name = str(scribe.agencies.loc[agency_id, "name"])
    hand = hand_of(name)
    end = reporting_year(year).end
    pairings = scribe.truth["pairings"].set_index("pairing_id")

    def named(row: pd.Series) -> dict[str, Any]:
        pairing = pairings.loc[row["pairing_id"]]
        return scribe.place(pairing["hamlet_id"], min(pairing["valid_to"], pd.Timestamp(end)))

    def paper(table: str, heads: Sequence[Head], title: str, **more: Any) -> Paper:
        naming: Named = named if forms.HAMLET in heads else lambda row: {}
        lines = scribe.lines(table, own[table], heads, hand, naming)
        return Paper(table, heads, [Group("", lines)], title=spelled(title, hand), **more)

    sender = spelled(name.upper(), hand)
    sheets = [
        Sheet(
            "Nội dung",
            [
                paper(
                    "commitments",
                    forms.COMMITMENTS,
                    f"KẾT QUẢ THỰC HIỆN NỘI DUNG KẾT NGHĨA NĂM {year}",
                    numbered=hand.short_names,
                    merged=("hamlet_name", "commune_name") if hand.short_names else (),
                )
            ],
            sender=sender,
            signed=("NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ"),
        ),
        Sheet(
            "Hoạt động",
            [
                paper(
                    "activities",
                    forms.ACTIVITIES,
                    f"CÁC HOẠT ĐỘNG KẾT NGHĨA NĂM {year}",
                    totalled=("cost_dong",),
                )
            ],
            sender=sender,
        ),
        Sheet(
            "Trách nhiệm",
            [
                paper("briefings", forms.BRIEFINGS, f"I. QUÁN TRIỆT, KẾ HOẠCH NĂM {year}"),
                paper(
                    "officer_duties",
                    forms.OFFICER_DUTIES,
                    f"II. PHÂN CÔNG TRÁCH NHIỆM CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC NĂM {year}",
                ),
            ],
            sender=sender,
        ),
    ]
    path = f"{year}/{name}/Bao cao ket nghia {year}"
    if (name, year) == IN_WORD:
        return Document(f"{path}.docx", _as_tables(sheets), hand, carrier=WORD)
    return Document(f"{path}.xlsx", sheets, hand)


def _as_tables(sheets: list[Sheet]) -> list[Sheet]:
    """A sheet for each paper, named as tables of a Word document are; the first is the letterhead.

    One line of each list of work was struck out while Word tracked the changes.
    """
    papers = [paper for sheet in sheets for paper in sheet.papers]
    for paper in papers:
        if paper.table == "activities":
            struck = Line(dict(paper.lines[0].cells), struck=True)
            paper.groups[0].lines.insert(1, struck)
    return [
        Sheet(f"table{number}", [paper], sheets[0].sender)
        for number, paper in enumerate(papers, start=2)
    ]
