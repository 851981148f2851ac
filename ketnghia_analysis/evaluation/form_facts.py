"""How complete the hamlet form is: which figures came, by hamlet and year."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ketnghia_analysis.places.hamlets import hamlets_on
from ketnghia_analysis.vocabulary.hamlet_figures import PARTS
from ketnghia_analysis.vocabulary.tables import TABLES

FORM_PARTS = tuple(part for part in PARTS if part != "key")
"""Letters of the sheets of the form."""
_COLUMNS = ["year", "commune_code", "commune_name", "hamlet_id", "name", *FORM_PARTS, "known"]


def form_completeness(tables: Mapping[str, pd.DataFrame], year: int) -> pd.DataFrame:
    """Share of the form's figures that are known, for each hamlet of each survey round.

    Args:
        tables: clean tables.
        year: last year that is told of.

    Returns:
        `year`, `commune_code`, `commune_name`, `hamlet_id`, `name`, one column for each part of
        `FORM_PARTS` and `known` for the whole form: shares from 0 (nothing came) to 1. There is a
        row for every hamlet of the register on the round's reference date.
    """
    parts = [pd.DataFrame(columns=_COLUMNS)]
    rounds = tables["survey_rounds"].dropna(subset=["reference_date"])
    for one in rounds[rounds["year"] <= year].sort_values("year").itertuples():
        places = hamlets_on(tables["hamlets"], tables["communes"], one.reference_date)
        figures = tables["hamlet_figures"]
        came = figures[figures["round_id"] == one.round_id].set_index("hamlet_id")
        came = came.reindex(places.index)
        asked = {part: _asked(came, part) for part in FORM_PARTS}
        shares = {part: came[names].notna().mean(axis=1) for part, names in asked.items()}
        whole = [name for names in asked.values() for name in names]
        known = came[whole].notna().mean(axis=1)
        rows = places[["commune_code", "commune_name", "name"]].assign(
            year=int(one.year), **shares, known=known
        )
        parts.append(rows.reset_index()[_COLUMNS])
    return pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)


def _asked(came: pd.DataFrame, part: str) -> list[str]:
    """Figures of a part that the forms of a round asked for: nobody answers what is not asked."""
    names = _figures_of(part)
    answered = [name for name in names if came[name].notna().any()]
    return answered or names


def _figures_of(part: str) -> list[str]:
    return [column.name for column in TABLES["hamlet_figures"].columns if column.part == part]
