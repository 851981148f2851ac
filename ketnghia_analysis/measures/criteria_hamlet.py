"""Criteria C: knowing the hamlet and choosing what to concentrate on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from math import nan

import pandas as pd

from ketnghia_analysis.measures.criteria import NOT_RECEIVED, Share, criterion, said, unsure_text
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
    texts = [
        f"{known[one]}/{len(expected)} số liệu" + (", có dòng đang bị giữ lại" if held[one] else "")
        if expected
        else "chưa nhận số liệu khảo sát của năm"
        for one in year.pairings.index
    ]
    return Share(low, high, said(texts, year.pairings.index))


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
    texts = [
        f"{int(listed[one])} khó khăn nêu trong năm"
        + ("; có sản xuất" if production[one] else "")
        + ("; có sinh hoạt" if living[one] else "")
        + ("; có dòng chưa rõ" if blank[one] else "")
        for one in index
    ]
    return Share(low, high, said(texts, index))


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
    by_hamlet = _focus_by_hamlet(year)
    low, high, texts = [], [], []
    for pairing, hamlet in hamlets.items():
        focus = replace(by_hamlet.get(hamlet, Focus()), held=int(held[pairing]))
        certain, possible = focus.share()
        low.append(certain)
        high.append(1.0 if may_be_answered[pairing] and focus.possibly_chosen else possible)
        texts.append(
            f"{focus.answered}/{focus.chosen} nội dung tập trung có cam kết, thời hạn và chỉ tiêu"
            + unsure_text(focus.unsure)
        )
    return Share(pd.Series(low, index=index), pd.Series(high, index=index), said(texts, index))


@dataclass(frozen=True)
class Focus:
    """Difficulties of a hamlet, counted: open ones, chosen ones, answered ones.

    Attributes:
        current: those that are, or may be, open in the year.
        chosen: certainly open and chosen as focus.
        answered: of these, answered by a commitment.
        unsure_answered: perhaps open or perhaps chosen, and answered.
        unsure_unanswered: perhaps open or perhaps chosen, and not answered.
        held: rows in quarantine that may be difficulties of the hamlet.
    """

    current: int = 0
    chosen: int = 0
    answered: int = 0
    unsure_answered: int = 0
    unsure_unanswered: int = 0
    held: int = 0

    @property
    def unsure(self) -> int:
        """Difficulties of which it is not known whether they count."""
        return self.unsure_answered + self.unsure_unanswered + self.held

    @property
    def possibly_chosen(self) -> bool:
        """Whether any difficulty is, or may be, a focus."""
        return self.chosen + self.unsure > 0

    def share(self) -> tuple[float, float]:
        """Certain and possible share answered; both missing where nothing can be open."""
        if self.current + self.held == 0:
            return nan, nan
        worst = self.chosen + self.unsure_unanswered + self.held
        more = self.unsure_answered + self.held
        best = self.chosen + more
        low = self.answered / max(1, worst)
        return low, (self.answered + more) / max(1, best)


def _focus_by_hamlet(year: YearInput) -> dict[str, Focus]:
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
    sums = marks.groupby("hamlet_id").sum()
    return {
        str(row.Index): Focus(
            int(row.current),
            int(row.chosen),
            int(row.answered),
            int(row.unsure_answered),
            int(row.unsure_unanswered),
        )
        for row in sums.itertuples()
    }
