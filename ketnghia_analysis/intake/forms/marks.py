"""How intake knows a form of ours again: the line with its template id, and what that implies."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ketnghia_analysis.intake.forms.sheets import FORMS
from ketnghia_analysis.intake.grids import Grid, shown

VERSION = 1
PROPERTY = "ketnghia_template"
"""Custom document property that repeats the template id of the workbook."""
LISTS, GUIDE = "DM", "HD"
"""Codes of the two sheets that carry no records: lists for choosing from, and instructions."""
_MARK = re.compile(r"^Mẫu KN-(?P<code>[0-9A-Z]+)-(?P<year>20\d\d)-v(?P<version>\d+)$")
_PRINTED = {sheet.code: sheet.printed for sheets in FORMS.values() for sheet in sheets}


def template_line(code: str, year: int) -> str:
    """The line that stands in the first cell of a form's sheet: "Mẫu KN-01A-2025-v1"."""
    return f"Mẫu KN-{code}-{year}-v{VERSION}"


def form_code(texts: Iterable[str]) -> str:
    """Code of the form that one of some texts announces; "" where none does."""
    return next((found["code"] for text in texts if (found := _MARK.match(text.strip()))), "")


def is_form_aid(grid: Grid) -> bool:
    """Whether a sheet is the list or the guide of a form of ours, which carries no records."""
    return form_code([shown(grid.value(1, 0))]) in (LISTS, GUIDE)


def is_blank_form_row(code: str, names: dict[int, str], filled: Iterable[int]) -> bool:
    """Whether nothing was entered in a row of a form: only what was printed before stands there.

    Args:
        code: of the form, as `form_code` gives it.
        names: name of the column by index, for the columns that were recognised.
        filled: indices of the row's non-empty cells; the first column is the order number.
    """
    printed = _PRINTED.get(code)
    return printed is not None and all(
        index == 0 or names.get(index) in printed for index in filled
    )
