"""Faults are planted into the papers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from ketnghia_analysis.demo.faults.catalogue import FAULT_KINDS
from ketnghia_analysis.demo.faults.kinds import Planted, Spot
from ketnghia_analysis.demo.papers import Document


def plant(documents: list[Document], seed: int) -> list[Planted]:
    """Plant all kinds of faults into the papers, in place; some bring documents of their own.

    No line bears two faults. Each line has a lot of its own for each kind, so that a new kind or
    paper moves no other fault. Where a seed has too few lines for a kind, all of them bear it.
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
        for spot in sorted(fits, key=lambda spot: _lot(spot, f"{seed}:{code}"))[: kind.count]:
            taken.add(id(spot.line))
            true_value = spot.line.cells.get(kind.column)
            for faulty in kind.plant(spot, kind.column):
                planted.append(Planted(kind, faulty, true_value))
                if not any(faulty.document is document for document in documents):
                    documents.append(faulty.document)
    return planted


def _lot(spot: Spot, drawn: str) -> bytes:
    place = f"{drawn}:{spot.document.path}:{spot.sheet.name}:{spot.line.key}"
    return hashlib.sha256(place.encode()).digest()


def _spots(document: Document) -> Iterator[Spot]:
    for sheet in document.sheets:
        for paper in sheet.papers:
            for line in paper.lines:
                if line.key is not None:
                    yield Spot(document, sheet, paper, line)
