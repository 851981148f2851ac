"""Faults are planted into the papers; what analysts wrote about some of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import pandas as pd

from ketnghia_analysis.demo.faults.catalogue import FAULT_KINDS
from ketnghia_analysis.demo.faults.kinds import Planted, Spot
from ketnghia_analysis.demo.papers import Document
from ketnghia_analysis.demo.truth import District

_BY, _ON = "Phòng Dân tộc", "2025-12-16"


def plant(documents: list[Document], seed: int) -> list[Planted]:
    """Plant all kinds of faults into the papers, in place; some bring documents of their own.

    No line bears two faults. Each line has a lot of its own for each kind, so that a new kind or
    paper moves no other fault.
    """
    spots = [spot for document in documents for spot in _spots(document)]
    taken: set[int] = set()
    planted: list[Planted] = []
    for code, kind in FAULT_KINDS.items():
        fits = [
            spot
            for spot in spots
            if spot.paper.table == kind.table
            and id(spot.line) not in taken
            and kind.fits(spot, kind.column)
        ]
        if len(fits) < kind.count:
            raise ValueError(f"{code}: only {len(fits)} lines fit")
        for spot in sorted(fits, key=lambda spot: _lot(spot, f"{seed}:{code}"))[: kind.count]:
            taken.add(id(spot.line))
            true_value = spot.line.cells.get(kind.column)
            for faulty in kind.plant(spot, kind.column):
                planted.append(Planted(kind, faulty, true_value))
                if not any(faulty.document is document for document in documents):
                    documents.append(faulty.document)
    return planted


def corrections(planted: list[Planted]) -> list[dict[str, Any]]:
    """Entries of corrections.yml for the faults that are corrected."""
    return [
        {
            "file": fault.file,
            "sheet": fault.sheet,
            "cell": fault.cell,
            "old": str(fault.spot.line.cells[fault.kind.column]),
            "new": str(fault.true_value),
            "reason": "Xã gọi điện báo số đúng, có biên bản kèm theo (hư cấu)",
            "by": _BY,
            "on": _ON,
        }
        for fault in planted
        if fault.kind.code == "corrected_later"
    ]


def decisions(planted: list[Planted], district: District) -> list[dict[str, Any]]:
    """Entries of decisions.yml for the names about which an analyst has decided."""
    hamlets = district.tables["hamlets"].drop_duplicates("hamlet_id").set_index("hamlet_id")
    found = []
    for fault in planted:
        if fault.kind.code != "hamlet_decided":
            continue
        meant = _true_row(district.tables["activities"], "activity_id", fault)["hamlet_id"]
        found.append(
            {
                "kind": "hamlet",
                "text": fault.spot.line.cells[fault.kind.column],
                "commune": str(hamlets.at[meant, "commune_code"]),
                "file": fault.file,
                "chosen": str(meant),
                "reason": "Cơ quan gọi điện xác nhận (hư cấu)",
                "by": _BY,
                "on": _ON,
            }
        )
    return found


def _true_row(table: pd.DataFrame, key: str, fault: Planted) -> pd.Series:
    (own,) = fault.spot.line.key or ("",)
    return table.set_index(key).loc[own]


def _lot(spot: Spot, drawn: str) -> bytes:
    place = f"{drawn}:{spot.document.path}:{spot.sheet.name}:{spot.line.key}"
    return hashlib.sha256(place.encode()).digest()


def _spots(document: Document) -> Iterator[Spot]:
    for sheet in document.sheets:
        for paper in sheet.papers:
            for line in paper.lines:
                if line.key is not None:
                    yield Spot(document, sheet, paper, line)
