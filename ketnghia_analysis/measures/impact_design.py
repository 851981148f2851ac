"""Who is compared with whom: paired hamlets, comparison hamlets, rounds before and after.

A paired hamlet is one that, or a part of which, was paired before the last round; it stays paired
when its pairing ends, since what was begun can't be undone (intention to treat). It is compared
with mixed hamlets that never were, since those are the ones the programme is for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.outcome_index import Outcomes, outcome_index
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.places.registers import valid_on

LEAST_PAIRED, LEAST_OTHERS = 8, 5
"""Hamlets below which there is description only."""
COVARIATES = (
    "households",
    "minority_household_share_percent",
    "poor_household_share_percent",
    "income_per_person_million_dong",
)
"""Figures besides the index by which the groups are compared before the start."""


@dataclass(frozen=True)
class Design:
    """What is compared.

    Attributes:
        hamlets: indexed by `hamlet_id`: `name`, `paired`, `mixed` (bool), `commune` (code on the
            day of the first pairing), `cohort` (year of the first round after its pairing began,
            missing if never), `compared` (whether it is one of the comparison hamlets), `why_not`
            (Vietnamese, why it can't be compared at all, "" if it can).
        outcomes: the index, of rounds up to the year.
        before: years of the rounds before any pairing began.
        after: years of the rounds since.
        only_mixed: whether the comparison hamlets are mixed ones; False if there were too few.
        setting_aside: years of rounds by which hamlets were chosen, not counted as before.
    """

    hamlets: pd.DataFrame
    outcomes: Outcomes
    before: tuple[int, ...]
    after: tuple[int, ...]
    only_mixed: bool
    setting_aside: tuple[int, ...] = ()

    @cached_property
    def paired(self) -> pd.Index:
        """Paired hamlets that can be compared."""
        rows = self.hamlets
        return rows.index[rows["paired"] & (rows["why_not"] == "")]

    @cached_property
    def others(self) -> pd.Index:
        """Their comparison hamlets."""
        rows = self.hamlets
        return rows.index[rows["compared"] & (rows["why_not"] == "")]

    @cached_property
    def members(self) -> pd.DataFrame:
        """Rows of both groups, sorted by id."""
        return self.hamlets.loc[self.paired.union(self.others)].sort_index()

    @property
    def cohorts(self) -> tuple[int, ...]:
        """Years of the first round after a pairing began, of the paired hamlets compared."""
        return tuple(sorted({int(year) for year in self.hamlets.loc[self.paired, "cohort"]}))

    @property
    def large_enough(self) -> bool:
        """Whether anything but description is possible."""
        return len(self.paired) >= LEAST_PAIRED and len(self.others) >= LEAST_OTHERS

    def wide(self, column: str = "index") -> pd.DataFrame:
        """An outcome with hamlets as rows and years as columns; members only."""
        values = self.outcomes.values[column].unstack("year")
        return values.reindex(self.members.index)

    def mean_of(self, years: tuple[int, ...], column: str = "index") -> pd.Series:
        """Mean of some rounds, by hamlet; a round it lacks counts as if it had moved as all did."""
        wide = self.wide(column)[list(years)]
        whole = wide.dropna()
        course = (whole if len(whole) else wide).mean()
        return (wide - course).mean(axis=1) + course.mean()

    def change(self, column: str = "index") -> pd.Series:
        """Mean after less mean before, by hamlet."""
        return self.mean_of(self.after, column) - self.mean_of(self.before, column)


def design(year: YearInput, setting_aside: tuple[int, ...] = ()) -> Design:
    """The comparison that a district's data allows, up to a reporting year.

    Args:
        year: the year's tables.
        setting_aside: years of rounds by whose figures the hamlets were chosen: chance made some of
            them look poor in that very round, so that the next one looks better without any help.
            Not counted as before if there is another round before the start.
    """
    rows = year.panel
    rows = rows[rows.index.get_level_values("year") <= year.window.year]
    starts = _starts(year)
    rounds = _round_days(year)
    starts = starts[starts <= (rounds.max() if len(rounds) else pd.NaT)]
    first_start = starts.min() if len(starts) else pd.NaT
    cohort = pd.Series(
        [int(rounds.index[rounds >= day].min()) for day in starts], starts.index, dtype="Int64"
    )
    before = tuple(int(one) for one in rounds.index[rounds < first_start])
    aside = tuple(one for one in before if one in setting_aside)
    if len(aside) < len(before):
        before = tuple(one for one in before if one not in aside)
    else:
        aside = ()
    after = tuple(int(one) for one in rounds.index[rounds >= first_start])
    used = rows[rows.index.get_level_values("year").isin((*before, *after))]
    outcomes = outcome_index(used if len(used) else rows)
    hamlets = _hamlets(year, rows, first_start, cohort)
    hamlets["why_not"] = _why_not(hamlets, outcomes, before, after)
    return _with_comparison(hamlets, outcomes, before, after, aside)


def balance(found: Design, figures: pd.DataFrame) -> pd.DataFrame:
    """How alike both groups were in the last round before the start.

    Args:
        found: the design.
        figures: the panel.

    Returns:
        Indexed by variable (the index, its two domains, `COVARIATES`): `paired` and `others`
        (means), `difference` (standardised: of the means in units of the groups' pooled standard
        deviation), `ratio` (of variances), `overlap` (share of paired hamlets within the range of
        the others), `known_paired`, `known_others`. Empty without a round before.
    """
    names = ["index", "production", "living", *COVARIATES]
    columns = [
        "paired",
        "others",
        "difference",
        "ratio",
        "overlap",
        "known_paired",
        "known_others",
    ]
    if not found.before:
        return pd.DataFrame(columns=columns, index=pd.Index([], name="variable"), dtype="float64")
    last = found.before[-1]
    values = figures[list(COVARIATES)].astype("float64").xs(last, level="year")
    of_year = found.outcomes.values[["index", "production", "living"]].xs(last, level="year")
    values = of_year.join(values, how="outer")
    rows = []
    for name in names:
        paired = values[name].reindex(found.paired).dropna()
        others = values[name].reindex(found.others).dropna()
        spread = float(np.sqrt((paired.var() + others.var()) / 2))
        gap = float(paired.mean() - others.mean())
        inside = paired.between(others.min(), others.max())
        rows.append(
            (
                paired.mean(),
                others.mean(),
                gap / spread if spread > 0 else (0.0 if gap == 0 else np.nan),
                paired.var() / others.var() if others.var() > 0 else np.nan,
                inside.mean() if len(paired) and len(others) else np.nan,
                len(paired),
                len(others),
            )
        )
    return pd.DataFrame(rows, columns=columns, index=pd.Index(names, name="variable"))


def trends(found: Design, column: str = "index") -> pd.DataFrame:
    """Mean of both groups in every round, with 95 % intervals.

    Returns:
        Indexed by `group` ("paired", "others") and `year`: `mean`, `low`, `high`, `hamlets`. No
        interval with fewer than two hamlets.
    """
    wide = found.wide(column)
    parts = {}
    for group, members in (("paired", found.paired), ("others", found.others)):
        own = wide.loc[wide.index.intersection(members)]
        count = own.notna().sum()
        reach = 1.96 * own.std() / np.sqrt(count.where(count > 1))
        parts[group] = pd.DataFrame(
            {
                "mean": own.mean(),
                "low": own.mean() - reach,
                "high": own.mean() + reach,
                "hamlets": count,
            }
        )
    return pd.concat(parts, names=["group", "year"])


def _starts(year: YearInput) -> pd.Series:
    """First day of any pairing, by the hamlet of the end of the year."""
    rows = year.tables["pairings"]
    rows = rows[rows["valid_from"] <= pd.Timestamp(year.window.end)]
    return rows["valid_from"].groupby(rows["hamlet_id"].map(year.hamlet_heir)).min()


def _round_days(year: YearInput) -> pd.Series:
    """Day of the last round of each year, up to the reporting year."""
    rows = year.tables["survey_rounds"]
    known = set(year.tables["hamlet_figures"]["round_id"])
    rows = rows[(rows["year"] <= year.window.year) & rows["round_id"].isin(known)]
    days = rows.groupby("year")["reference_date"].max().sort_index()
    return days.set_axis(days.index.astype("int64"))


def _hamlets(
    year: YearInput, rows: pd.DataFrame, start: pd.Timestamp, cohort: pd.Series
) -> pd.DataFrame:
    ids = rows.index.get_level_values("hamlet_id").unique().sort_values()
    register = year.tables["hamlets"]
    latest = register.sort_values("valid_from").drop_duplicates("hamlet_id", keep="last")
    latest = latest.set_index("hamlet_id")
    heirs_of = register["hamlet_id"].map(year.hamlet_heir)
    mixed = register["mixed"].fillna(False).astype(bool).groupby(heirs_of).any()
    then = register if pd.isna(start) else valid_on(register, start)
    communes = then["commune_code"].groupby(then["hamlet_id"].map(year.hamlet_heir)).first()
    return pd.DataFrame(
        {
            "name": latest["name"].reindex(ids),
            "paired": ids.isin(cohort.index),
            "mixed": mixed.reindex(ids, fill_value=False).astype(bool),
            "commune": communes.reindex(ids).fillna(latest["commune_code"].reindex(ids)),
            "cohort": cohort.reindex(ids),
        },
        index=ids,
    )


def _why_not(
    hamlets: pd.DataFrame, outcomes: Outcomes, before: tuple[int, ...], after: tuple[int, ...]
) -> pd.Series:
    wide = outcomes.values["index"].unstack("year").reindex(hamlets.index)
    known_before = wide.reindex(columns=list(before)).notna().sum(axis=1)
    known_after = wide.reindex(columns=list(after)).notna().sum(axis=1)
    reason = pd.Series("", index=hamlets.index)
    reason = reason.mask(2 * known_after < max(1, len(after)), "thiếu quá nửa số đợt sau")
    return reason.mask(known_before == 0, "không có đợt khảo sát nào trước khi bắt đầu")


def _with_comparison(
    hamlets: pd.DataFrame,
    outcomes: Outcomes,
    before: tuple[int, ...],
    after: tuple[int, ...],
    aside: tuple[int, ...],
) -> Design:
    never = ~hamlets["paired"]
    usable = hamlets["why_not"] == ""
    mixed = never & hamlets["mixed"]
    only_mixed = int((mixed & usable).sum()) >= LEAST_OTHERS
    compared = mixed if only_mixed else never
    hamlets = hamlets.assign(compared=compared)
    return Design(hamlets, outcomes, before, after, only_mixed, aside)
