"""The sheet of lists that drop-downs choose from: one list a column, the last sheet of a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ketnghia_analysis.intake.forms.senders import FormYear, Sender
from ketnghia_analysis.intake.forms.sheets import FormSheet, Role

HAMLETS_FIRST = "DM_HAMLETS_FIRST"
"""Defined name of the first hamlet's cell, from which those of a commune are counted."""


@dataclass(frozen=True)
class ChoiceList:
    """A list to choose from.

    Attributes:
        key: column or code list whose cells choose from it.
        heading: what stands above it.
        items: what can be chosen.
    """

    key: str
    heading: str
    items: tuple[str, ...]

    @property
    def defined_name(self) -> str:
        """Name of its range; the prefix keeps it from looking like a cell's address."""
        return f"DM_{self.key.upper()}"


def choice_lists(sheets: Sequence[FormSheet], year: FormYear, sender: Sender) -> list[ChoiceList]:
    """All lists that the sheets of a form need, in the order in which they are first used."""
    found: dict[str, ChoiceList] = {}
    names = _names(year, sender)
    for sheet in sheets:
        for column in sheet.columns:
            if column.codes is not None:
                labels = tuple(column.codes.titles.values())
                key = column.codes.name
                found.setdefault(key, ChoiceList(key, column.heading, labels))
            elif names.get(column.name) and not _is_own_name(sheet, column.name):
                items = names[column.name]
                found.setdefault(column.name, ChoiceList(column.name, column.heading, items))
    return list(found.values())


def _is_own_name(sheet: FormSheet, column: str) -> bool:
    return column in sheet.printed and not sheet.blank_rows


def _names(year: FormYear, sender: Sender) -> dict[str, tuple[str, ...]]:
    if sender.role is not Role.BOARD:
        return {"hamlet_name": sender.hamlets}
    ordered = by_commune(year)
    return {
        "commune_name": tuple(dict.fromkeys(commune for commune, _ in ordered)),
        "hamlet_name": tuple(hamlet for _, hamlet in ordered),
        "agency_name": tuple(year.agencies["name"]),
    }


def by_commune(year: FormYear) -> list[tuple[str, str]]:
    """Commune and hamlet of all hamlets, those of a commune one below the other."""
    labels = year.hamlets["commune_code"].map(year.communes["label"])
    pairs = zip(labels, year.hamlets["name"], strict=True)
    return sorted(
        (pair for pair in pairs if isinstance(pair[0], str)), key=lambda pair: str(pair[0])
    )
