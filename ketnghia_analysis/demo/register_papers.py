"""Registers as the district offices send them: communes, hamlets, agencies, rounds, pairings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from ketnghia_analysis.demo import forms, names
from ketnghia_analysis.demo.handwriting import PLAIN, Hand
from ketnghia_analysis.demo.papers import TEXT, Document, Group, Head, Line, Paper, Sheet
from ketnghia_analysis.demo.scribe import Scribe

REGISTERS = "danh-muc"


def registers(scribe: Scribe) -> list[Document]:
    """The registers that the district office sends once."""
    return [
        _register(
            scribe,
            "Danh muc xa, thi tran.xlsx",
            "communes",
            forms.COMMUNES,
            "DANH MỤC XÃ, THỊ TRẤN (trước và sau ngày 01/7/2025)",
        ),
        _hamlets(scribe),
        _agencies(scribe),
        _register(
            scribe,
            "Cac dot khao sat.xlsx",
            "survey_rounds",
            forms.SURVEY_ROUNDS,
            "CÁC ĐỢT KHẢO SÁT THÔN",
        ),
        *_pairings(scribe),
    ]


def _register(scribe: Scribe, file: str, table: str, heads: Sequence[Head], title: str) -> Document:
    lines = scribe.lines(table, scribe.truth[table], heads, PLAIN, lambda row: {})
    paper = Paper(table, heads, [Group("", lines)], title=title)
    sheet = Sheet("Danh mục", [paper], sender="PHÒNG DÂN TỘC")
    return Document(f"{REGISTERS}/{file}", [sheet])


def _hamlets(scribe: Scribe) -> Document:
    rows = scribe.truth["hamlets"]
    register = scribe.lines("hamlets", rows, forms.HAMLETS, PLAIN, lambda row: {})
    places = scribe.lines("hamlets", rows, forms.COORDINATES, PLAIN, lambda row: {})
    for line in register + places:
        line.cells["valid_from"] = f"{line.key[1]:%d/%m/%Y}" if line.key else None
    sheets = [
        Sheet(
            "Danh sách thôn",
            [
                Paper(
                    "hamlets",
                    forms.HAMLETS,
                    [Group("", register)],
                    title="DANH SÁCH THÔN, KHU PHỐ VÀ THÔN XEN GHÉP",
                )
            ],
            sender="PHÒNG DÂN TỘC",
        ),
        Sheet(
            "Tọa độ",
            [
                Paper(
                    "hamlets",
                    forms.COORDINATES,
                    [Group("", places)],
                    title="TỌA ĐỘ TRUNG TÂM THÔN (hệ WGS 84, độ thập phân)",
                    notes=("Nguồn: đo bằng điện thoại, sai số khoảng 10 m",),
                )
            ],
        ),
    ]
    return Document(f"{REGISTERS}/Danh sach thon.xlsx", sheets)


def _agencies(scribe: Scribe) -> Document:
    hand = Hand(numbers="text", dates="slashes")
    lines = scribe.lines("agencies", scribe.truth["agencies"], forms.AGENCIES, hand, lambda row: {})
    for line in lines:
        for name in ("latitude", "longitude"):
            line.cells[name] = str(line.cells[name]).replace(".", ",")
    paper = Paper("agencies", forms.AGENCIES, [Group("", lines)])
    path = f"{REGISTERS}/Danh muc co quan.csv"
    return Document(path, [Sheet("", [paper])], hand, TEXT, "utf-8-sig")


def _pairings(scribe: Scribe) -> list[Document]:
    """The assignment of 2020, and a yearly paper with what was added or ended since."""
    hand = Hand(dates="slashes")
    truth = scribe.truth["pairings"]
    first = truth[truth["valid_from"] == pd.Timestamp(names.ASSIGNED_ON)].copy()
    first["valid_to"] = pd.Timestamp(names.PROGRAMME_ENDS)
    first["state"] = "active"

    def named(row: pd.Series) -> dict[str, Any]:
        agency = {"agency_name": scribe.agency_name(row["agency_id"], hand)}
        return agency | scribe.place(row["hamlet_id"], row["valid_from"])

    by_commune: dict[str, list[Line]] = {}
    for line in scribe.lines("pairings", first, forms.PAIRINGS, hand, named):
        by_commune.setdefault(f"Xã {line.cells.pop('commune_name')}", []).append(line)
    heads = [head for head in forms.PAIRINGS if head.name != "commune_name"]
    paper = Paper(
        "pairings",
        heads,
        [Group(title, lines) for title, lines in by_commune.items()],
        title="PHÂN CÔNG CÁC CƠ QUAN, ĐƠN VỊ KẾT NGHĨA VỚI THÔN XEN GHÉP, GIAI ĐOẠN 2020-2025",
        numbered=True,
    )
    found = [
        Document(
            f"{REGISTERS}/Phu luc phan cong ket nghia nam 2020.xlsx",
            [Sheet("Phụ lục", [paper], sender="ỦY BAN NHÂN DÂN HUYỆN MẪU GIANG")],
        )
    ]
    for year in (2021, 2023):
        began = truth["valid_from"].dt.year == year
        began &= truth["valid_from"] > pd.Timestamp(names.ASSIGNED_ON)
        ended = truth["valid_to"].dt.year.eq(year) | truth["valid_to"].eq(
            pd.Timestamp(year - 1, 12, 31)
        )
        lines = scribe.lines("pairings", truth[began | ended], forms.PAIRINGS, hand, named)
        paper = Paper(
            "pairings",
            forms.PAIRINGS,
            [Group("", lines)],
            title=f"ĐIỀU CHỈNH, BỔ SUNG PHÂN CÔNG KẾT NGHĨA NĂM {year}",
        )
        sheet = Sheet("Điều chỉnh", [paper], sender="ỦY BAN NHÂN DÂN HUYỆN MẪU GIANG")
        found.append(Document(f"{REGISTERS}/Dieu chinh phan cong nam {year}.xlsx", [sheet], hand))
    return found
