"""What is typical of groups of hamlets, without a word of the numbers that stay hidden.

A median is the value of a hamlet in the middle, which may be a hidden one. So a hidden number is
taken as the middle of what everybody knows it to be, 1 to 4: whatever it is, the same is printed.
"""

from __future__ import annotations

from math import nan

import pandas as pd

from ketnghia_analysis.evaluation.privacy import HIDDEN, SMALLEST_COUNT, SMALLEST_WHOLE, is_small
from ketnghia_analysis.evaluation.secondary_privacy import sums_of_small_parts
from ketnghia_analysis.measures.cards import Indicator
from ketnghia_analysis.measures.change import NotComparableError, baseline_year, change_between
from ketnghia_analysis.measures.indicators import INDICATORS
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.vocabulary.wording import number_vi

SMALLEST_GROUP = 5
"""Known hamlets from which on something typical of them is told."""
STANDS_FOR_SMALL = SMALLEST_COUNT / 2
"""What a hidden number from 1 to 4 is taken for."""
SMALL_NUMBERS = f"số nhỏ không công bố được tính là {number_vi(STANDS_FOR_SMALL, 1)}"
"""How readers are told."""


def typical_figures(year: YearInput, described: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """What is typical of hamlets in the year, and how it moved since before the pairings.

    A difference between paired and other hamlets is a description; it does not show what caused it.
    Groups of fewer than five known hamlets are left out.

    Args:
        year: the year's tables.
        described: the year's hamlets with `paired`, by `hamlet_id`.
        told: values as far as readers may know them, see `told_values`.

    Returns:
        Indexed by indicator: `typical` (of all hamlets in the year), `paired`, `others`,
        `hamlets_known`, `since` (baseline year, missing where none can be compared),
        `paired_change`, `others_change` (typical changes) and `note` (Vietnamese).
    """
    first_pairing = year.tables["pairings"]["valid_from"].min()
    before = year.window.year if pd.isna(first_pairing) else first_pairing.year
    rows = [
        _row(year, card, told[name], described["paired"], before)
        for name, card in INDICATORS.items()
    ]
    changes = ["since", "paired_change", "others_change", "note"]
    columns = ["typical", "paired", "others", "hamlets_known", *changes]
    return pd.DataFrame(rows, index=pd.Index(list(INDICATORS), name="indicator"), columns=columns)


def _row(
    year: YearInput, card: Indicator, values: pd.Series, paired: pd.Series, before: int
) -> dict[str, object]:
    now = values[values.index.get_level_values("year") == year.window.year].droplevel("year")
    own = paired.reindex(now.index)
    row: dict[str, object] = {
        "typical": _typical(card, now),
        "paired": _typical(card, now[own]),
        "others": _typical(card, now[~own]),
        "hamlets_known": int(now.notna().sum()),
        "note": "",
    }
    if now.isna().all():
        return row
    since = baseline_year(year.panel, card, before, year.window.year)
    if not since:
        return row | {"note": "chưa có kỳ trước so sánh được"}
    row |= _moved(year, card, values, since, paired)
    if since >= before and not row["note"]:
        by_rule = card.comparable_within and card.collected_from < since
        why = "chuẩn nghèo thay đổi" if by_rule else "trước đó chưa thu thập"
        row["note"] = f"chỉ so từ năm {since} vì {why}"
    return row


def told_values(year: YearInput, states: pd.DataFrame) -> pd.DataFrame:
    """Indicators as far as readers may know them: the same whatever the hidden numbers are.

    Args:
        year: the year's tables.
        states: status of all values as published, by `hamlet_id` and `year`.

    Returns:
        Indexed like the panel, a Float64 column an indicator: published values as they are; hidden
        rates of ten or more people or households with 2.5 for a numerator from 1 to 4; other hidden
        ones missing.
    """
    secret = states.reindex(year.panel.index) == HIDDEN
    sums = sums_of_small_parts(year).reindex(year.panel.index, fill_value=False)
    return pd.DataFrame(
        {name: _told(card, year.panel, secret, sums[name]) for name, card in INDICATORS.items()}
    )


def _told(
    card: Indicator, panel: pd.DataFrame, secret: pd.DataFrame, of_parts: pd.Series
) -> pd.Series:
    values = panel[card.name].astype("Float64").mask(secret[card.name])
    if not card.part or not secret[card.name].any():
        return values
    whole = panel[card.whole].astype("Float64")
    # party members are counted of all people, and those of minorities of party members
    of_another = [name for name, other in INDICATORS.items() if other.part == card.whole]
    known = (whole >= SMALLEST_WHOLE) & ~secret[of_another].any(axis=1)
    known &= is_small(panel[card.part]) & ~of_parts
    return values.mask(secret[card.name], (100 * STANDS_FOR_SMALL / whole).where(known))


def _typical(card: Indicator, values: pd.Series) -> float:
    return card.typical(values) if values.notna().sum() >= SMALLEST_GROUP else nan


def _moved(
    year: YearInput, card: Indicator, values: pd.Series, since: int, paired: pd.Series
) -> dict[str, object]:
    standard = [card.comparable_within] if card.comparable_within else []
    figures = year.panel[standard].assign(**{card.name: values})
    try:
        change = change_between(figures, card, since, year.window.year).values
    except NotComparableError as refusal:
        return {"note": str(refusal)}
    own = paired.reindex(change.index)
    return {
        "since": since,
        "paired_change": _typical(card, change[own]),
        "others_change": _typical(card, change[~own]),
    }
