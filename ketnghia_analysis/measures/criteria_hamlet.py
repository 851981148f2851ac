"""Criteria C: knowing the hamlet and choosing what to concentrate on."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from ketnghia_analysis.measures.criteria import (
    NOT_RECEIVED,
    Share,
    criterion,
    said,
    told,
    unsure_text,
)
from ketnghia_analysis.measures.timeliness import is_closed, may_be_closed
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.vocabulary.hamlet_figures import FIGURES


@criterion("C1")
def figures_complete(year: YearInput) -> Share:
    """Figures of the hamlet form that are known, of those that most hamlets gave that year.

    What most gave is judged by the hamlets that were surveyed at all.
    """
    rows = year.panel
    now = rows[rows.index.get_level_values("year") == year.window.year].droplevel("year")
    now = now[[figure.name for figure in FIGURES]]
    surveyed = now[now.notna().any(axis=1)]
    expected = [name for name in surveyed if surveyed[name].notna().mean() >= 0.5]
    known = now[expected].notna().sum(axis=1)
    known = year.pairings["hamlet_id"].map(known).fillna(0).astype("int64")
    received = pd.Series(bool(expected), index=year.pairings.index)
    held = year.pairings["hamlet_id"].isin(year.held_hamlets("hamlet_figures"))
    low = (known / max(1, len(expected))).where(received, 0.0)
    high = low.where(received & ~held, 1.0)
    texts = told(
        lambda count, lost: (
            f"{count}/{len(expected)} số liệu" + (", có dòng đang bị giữ lại" if lost else "")
        ),
        received,
        known,
        held,
        otherwise="chưa nhận số liệu khảo sát của năm",
    )
    return Share(low, high, texts)


@criterion("C2")
def difficulties_listed(year: YearInput) -> Share:
    """Half for an entry raised in the year, a quarter each for production and daily life."""
    rows = year.difficulties[year.window.contains(year.difficulties["raised_on"])]
    any_entry = _hamlets_with(year, rows)
    production = _hamlets_with(year, rows[rows["affects"].isin(["production", "both"])])
    living = _hamlets_with(year, rows[rows["affects"].isin(["living", "both"])])
    low = 0.5 * any_entry + 0.25 * production + 0.25 * living
    blank = _hamlets_with(year, rows[rows["affects"].isna()]) | (year.held("difficulties") > 0)
    high = low.where(~blank, 1.0)
    index = year.pairings.index
    if not year.difficulties_received:
        return Share(low, pd.Series(1.0, index=index), said([NOT_RECEIVED] * len(index), index))
    listed = year.pairings["hamlet_id"].map(rows["hamlet_id"].value_counts()).fillna(0)
    texts = told(_listed_text, listed >= 0, listed, production, living, blank)
    return Share(low, high, texts)


def _listed_text(listed: float, production: bool, living: bool, blank: bool) -> str:
    return (
        f"{listed:.0f} khó khăn nêu trong năm"
        + ("; có sản xuất" if production else "")
        + ("; có sinh hoạt" if living else "")
        + ("; có dòng chưa rõ" if blank else "")
    )


def _hamlets_with(year: YearInput, rows: pd.DataFrame) -> pd.Series:
    return year.pairings["hamlet_id"].isin(set(rows["hamlet_id"]))


@criterion("C3")
def focus_linked(year: YearInput) -> Share:
    """Difficulties chosen as focus that a commitment with deadline and target answers.

    Of those open at the start of the year or raised in it; none chosen although some are open earns
    nothing; it does not apply to a hamlet without open difficulty. The agencies of a hamlet share
    it.
    """
    index = year.pairings.index
    if not year.difficulties_received:
        texts = said([NOT_RECEIVED] * len(index), index)
        return Share(pd.Series(0.0, index=index), pd.Series(1.0, index=index), texts)
    hamlets = year.pairings["hamlet_id"]
    # what one agency of a hamlet may have promised answers for all of them
    silent = ~year.received("commitments", by_agency=True)
    promise_held = silent | (year.held("commitments", years_before=True) > 0)
    may_be_answered = promise_held.groupby(hamlets).transform("any")
    held = year.held("difficulties", years_before=True)
    focus = _focus_by_hamlet(year).reindex(hamlets, fill_value=0).set_index(index)
    more = focus["unsure_answered"] + held
    worst = focus["chosen"] + focus["unsure_unanswered"] + held
    best = focus["chosen"] + more
    low = focus["answered"] / worst.clip(lower=1)
    unsure = more + focus["unsure_unanswered"]
    possible = (focus["answered"] + more) / best.clip(lower=1)
    high = possible.mask(may_be_answered & (focus["chosen"] + unsure > 0), 1.0)
    nothing = focus["current"] + held == 0
    texts = told(
        lambda count, of, unsure: (
            f"{count}/{of} nội dung tập trung có cam kết, thời hạn và chỉ tiêu"
            + unsure_text(unsure)
        ),
        nothing | ~nothing,
        focus["answered"],
        focus["chosen"],
        unsure,
    )
    return Share(low.mask(nothing), high.mask(nothing), texts)


def _focus_by_hamlet(year: YearInput) -> pd.DataFrame:
    """Difficulties of each hamlet, counted, by `hamlet_id`.

    Returns:
        `current` (open in the year, perhaps), `chosen` (certainly open and chosen as focus),
        `answered` (of these, by a commitment), `unsure_answered` and `unsure_unanswered` (perhaps
        open or perhaps chosen).
    """
    window = year.window
    before = window.start - timedelta(days=1)
    rows = year.difficulties
    rows = rows[(rows["raised_on"] <= pd.Timestamp(window.end)) & ~is_closed(rows, before)]
    promised = year.tables["commitments"]
    promised = promised[(promised["year"] <= window.year) & promised["target"].notna()]
    linked = set(promised.loc[promised["due_on"].notna(), "difficulty_id"].dropna())
    focus = rows["chosen_as_focus"]
    perhaps = focus.fillna(True).astype(bool)
    sure = focus.fillna(False).astype(bool) & ~may_be_closed(rows, before)
    answered = rows["difficulty_id"].isin(linked)
    marks = pd.DataFrame(
        {
            "hamlet_id": rows["hamlet_id"],
            "current": True,
            "chosen": sure,
            "answered": sure & answered,
            "unsure_answered": perhaps & ~sure & answered,
            "unsure_unanswered": perhaps & ~sure & ~answered,
        }
    )
    return marks.groupby("hamlet_id").sum()
