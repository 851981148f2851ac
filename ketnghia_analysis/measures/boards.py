"""Boards of the rules file reckoned for a year's hamlets: who is worst off, and by what."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.cards import INDICATORS
from ketnghia_analysis.measures.composite.draws import simulate
from ketnghia_analysis.measures.composite.engine import Composite
from ketnghia_analysis.measures.composite.intervals import league_table
from ketnghia_analysis.measures.composite.plan import Spread
from ketnghia_analysis.measures.composite.spec import Board
from ketnghia_analysis.vocabulary.wording import number_vi


def board_table(values: pd.DataFrame, board: Board, spread: Spread) -> pd.DataFrame:
    """A board's scores of the hamlets of a year, the lowest first.

    Args:
        values: indicators of the year, by `hamlet_id`.
        board: declared in the rules file.
        spread: how far its choices may move.

    Returns:
        Indexed by `hamlet_id`: the columns of `intervals.league_table`, `known` (share of the
        weight that is known, 0 to 1) and `weakest` (Vietnamese: the member of the index and the
        indicator that are furthest below the median of the hamlets, with the points they lack;
        "" for none). Scores are missing where too little is known.

    Raises:
        DataFault: the board asks for a column that there is not.
    """
    draws = simulate(board, values, spread)
    found = draws.nominal
    # a hamlet that was not surveyed at all would stand there as one of which little is known
    known = found.stages["known"][board.index.code]
    table = league_table(draws).assign(known=known, weakest=_weakest(found))
    return table[table["known"] > 0].sort_values("score", kind="stable", na_position="last")


def _weakest(found: Composite) -> pd.Series:
    """The member of the index, and the indicator, furthest below the median of the units."""
    board = found.board
    members = found.members[[one.code for one in board.index.children]]
    leaves = found.stages["normalised"]
    # against the median, since one low goalpost would make its indicator the weakest everywhere
    gaps = [part - part.median() for part in (members, leaves)]
    headings, told = _headings(board), []
    for unit in members.index:
        behind = [_lowest(part.loc[unit].dropna()) for part in gaps]
        said = [f"{headings[code]} ({number_vi(-gap)})" for code, gap in behind if gap < 0]
        told.append("; ".join(dict.fromkeys(said)))
    return pd.Series(told, index=members.index, dtype="str")


def _lowest(gaps: pd.Series) -> tuple[str, float]:
    return ("", np.nan) if gaps.empty else (str(gaps.idxmin()), float(gaps.min()))


def _headings(board: Board) -> dict[str, str]:
    """Vietnamese name of every group and indicator, by code; the card's where none is given."""
    names = {group.code: group.name for group in board.groups}
    for leaf in board.leaves:
        card = INDICATORS.get(leaf.code)
        names[leaf.code] = leaf.name if leaf.heading or card is None else card.heading
    return names
