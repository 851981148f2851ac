"""What may stand in a cell beside plain text, numbers and dates."""

from __future__ import annotations

from dataclasses import dataclass


class Formula(str):
    """A formula as the cell's content; saved without a computed value."""


class ErrorCell(str):
    """A cell that shows a formula error such as "#DIV/0!"."""


@dataclass(frozen=True)
class Revised:
    """A value that was corrected while Word tracked the changes: both stand in the file.

    Attributes:
        old: what was struck out.
        new: what was put in its place.
    """

    old: str
    new: str
