"""Survey figures as the Ethnic Affairs Office and the communes send them."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.demo import forms, names
from ketnghia_analysis.demo.handwriting import PLAIN, Hand, hand_of, spelled
from ketnghia_analysis.demo.papers import (
    ARCHIVE,
    OPEN_WORKBOOK,
    TEXT,
    Document,
    Group,
    Head,
    Paper,
    Sheet,
)
from ketnghia_analysis.demo.scribe import Scribe
from ketnghia_analysis.demo.survey_exports import SURVEYED, survey_export
from ketnghia_analysis.places.hamlets import hamlets_on
from ketnghia_analysis.vocabulary.tables import TABLES

CONSOLIDATED_YEARS = (2019, 2020)
CSV_COMMUNES = ("Mẫu Điền", "Mẫu Quý")
"""These send one wide text file with semicolons instead of a workbook."""
TEXT_LETTERS = {
    ("Mẫu Điền", 2022): "TCVN3",
    ("Mẫu Quý", 2022): "VNI",
    ("Mẫu Điền", 2023): "cp1258",
}
"""Text files saved by old programs, and their character sets."""
OLD_FONT = ("Mẫu Lũy", 2021)
"""A workbook typed in .VnTime."""
OPEN_BOOK = ("Mẫu Bình", 2022)
"""A workbook of LibreOffice."""
IN_ARCHIVE = ("Mẫu Thủy", 2023)
"""A workbook sent in a zip archive, within its folder."""
AS_PERCENT = (("Mẫu Sơn", 2023), ("Mẫu Thạch", 2024))
"""Workbooks in which the poverty rate is formatted as a percentage."""
_PERCENT = ("poor_share_reported_percent",)


def surveys(scribe: Scribe) -> list[Document]:
    """Figures: two consolidated workbooks, then a file of each commune a year."""
    found = []
    for year in names.SURVEY_YEARS:
        rows = _figures(scribe, year)
        if year in CONSOLIDATED_YEARS:
            found.append(_consolidated(scribe, year, rows))
            continue
        for commune, own in rows.groupby("commune_name", sort=True):
            found.append(_of_commune(scribe, year, str(commune), own))
    return found


def _of_commune(scribe: Scribe, year: int, commune: str, rows: pd.DataFrame) -> Document:
    if (commune, year) == SURVEYED:
        return survey_export(scribe, rows)
    make = _commune_csv if commune in CSV_COMMUNES else _commune_book
    return make(scribe, year, commune, rows)


def _figures(scribe: Scribe, year: int) -> pd.DataFrame:
    rounds = scribe.truth["survey_rounds"].set_index("year")
    chosen, day = rounds.loc[year, ["round_id", "reference_date"]]
    places = hamlets_on(scribe.truth["hamlets"], scribe.truth["communes"], day)
    figures = scribe.truth["hamlet_figures"]
    rows = figures[figures["round_id"] == chosen]
    return rows.join(
        places[["name", "commune_code", "commune_name"]], on="hamlet_id", validate="one_to_one"
    )


def _parts(year: int) -> dict[str, tuple[str, tuple[Head, ...]]]:
    parts = dict(forms.FIGURE_PARTS)
    if year < names.NEW_STANDARD_FROM:
        del parts["01B"]
    return parts


def _consolidated(scribe: Scribe, year: int, rows: pd.DataFrame) -> Document:
    hand = PLAIN
    sheets = []
    for number, (title, part_heads) in _parts(year).items():
        heads = [forms.HAMLET, *part_heads]
        groups = [
            Group(
                f"Xã {commune}" if commune != "Mẫu Trung" else f"Thị trấn {commune}",
                scribe.lines(
                    "hamlet_figures", own, heads, hand, lambda row: {"hamlet_name": row["name"]}
                ),
            )
            for commune, own in rows.groupby("commune_name", sort=True)
        ]
        paper = Paper(
            "hamlet_figures",
            heads,
            groups,
            title=f"BIỂU {number}: {title.upper()} CÁC THÔN NĂM {year}",
            unit_line="Đơn vị tính: hộ, người",
            numbered=True,
            totalled=("households", "people", "poor_households") if number == "01A" else (),
        )
        sheets.append(
            Sheet(
                f"Biểu {number}",
                [paper],
                sender="ỦY BAN NHÂN DÂN HUYỆN MẪU GIANG",
                signed=("NGƯỜI LẬP BIỂU", "TRƯỞNG PHÒNG"),
            )
        )
    return Document(f"{year}/Phòng Dân tộc/Tong hop so lieu thon {year}.xlsx", sheets, hand)


def _commune_book(scribe: Scribe, year: int, commune: str, rows: pd.DataFrame) -> Document:
    hand = hand_of(commune)
    sheets = []
    for number, (title, part_heads) in _parts(year).items():
        heads = [forms.HAMLET, *part_heads]
        lines = scribe.lines(
            "hamlet_figures", rows, heads, hand, lambda row: {"hamlet_name": row["name"]}
        )
        paper = Paper(
            "hamlet_figures",
            heads,
            [Group("", lines)],
            title=spelled(f"BIỂU {number}: {title.upper()} NĂM {year}", hand),
            numbered=number == "01A",
            totalled=("households", "people") if number == "01A" else (),
            percent=_PERCENT if (commune, year) in AS_PERCENT else (),
            units={"hamlet_roads_km": "km", "commune_road_paved": "có/không"}
            if number == "01C"
            else {},
        )
        sheets.append(Sheet(number, [paper], sender=spelled(f"UBND XÃ {commune.upper()}", hand)))
    path = f"{year}/Xã {commune}/Bieu 01 nam {year}"
    if (commune, year) == OPEN_BOOK:
        return Document(f"{path}.ods", sheets, hand, carrier=OPEN_WORKBOOK)
    if (commune, year) == IN_ARCHIVE:
        path = f"{path}{ARCHIVE}/Bieu 01/Bieu 01 nam {year}"
    letters = "TCVN3" if (commune, year) == OLD_FONT else "utf-8"
    return Document(f"{path}.xlsx", sheets, hand, letters=letters)


def _commune_csv(scribe: Scribe, year: int, commune: str, rows: pd.DataFrame) -> Document:
    hand = Hand(numbers="text", dates="slashes", ticks=("x", "-"), spelling="nfd")
    columns = TABLES["hamlet_figures"].by_name
    heads = [
        Head("commune_name", "Xã"),
        Head("hamlet_name", "Thôn"),
        Head("year", "Năm"),
        *(
            Head(head.name, columns[head.name].heading)
            for _, part in _parts(year).values()
            for head in part
        ),
    ]
    lines = scribe.lines(
        "hamlet_figures",
        rows,
        heads,
        hand,
        lambda row: {"hamlet_name": row["name"], "commune_name": commune},
    )
    for line in lines:
        line.cells["year"] = year
    paper = Paper("hamlet_figures", heads, [Group("", lines)])
    path = f"{year}/Xã {commune}/khao_sat_thon_{year}.csv"
    letters = TEXT_LETTERS.get((commune, year), "utf-8")
    return Document(path, [Sheet("", [paper])], hand, TEXT, letters)
