"""Points of every criterion, reckoned again from the cells that its reference names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import pandas as pd
import pytest

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.figures import reference_to
from ketnghia_analysis.evaluation.tracing import TraceBook, trace_book
from ketnghia_analysis.measures.indicators import INDICATORS
from ketnghia_analysis.measures.rules import ScoreRules
from ketnghia_analysis.vocabulary.hamlet_figures import FIGURES

Rows = dict[str, pd.DataFrame]
"""Cells of a criterion by table, one row a record, columns as text."""


@dataclass(frozen=True)
class Known:
    """What a criterion rests on beside its cells: rules, the pairing, all hamlets' figures."""

    rules: ScoreRules
    pairing: pd.Series
    form: pd.DataFrame


START, END = "2023-12-15", "2024-12-14"
"""The reporting year of the demo."""


@pytest.fixture(scope="module")
def book(cleaned: Cleaned, facts: YearFacts) -> TraceBook:
    return trace_book(cleaned, facts)


def _cells(book: TraceBook, reference: str) -> Rows:
    trace = book.trace(reference)
    columns: dict[str, set[str]] = {}
    for wanted in trace.figure.sourced.wanted:
        columns.setdefault(wanted.table, set()).update(wanted.columns)
    records: dict[str, dict[str, dict[str, str]]] = {table: {} for table in columns}
    for cell in book.cells_of(trace).itertuples():
        records[cell.table].setdefault(cell.key, {})[cell.column] = cell.clean
    return {
        table: pd.DataFrame.from_dict(found, orient="index").reindex(columns=sorted(columns[table]))
        for table, found in records.items()
    }


def _number(values: pd.Series) -> pd.Series:
    return pd.to_numeric(values).astype("Float64")


def _in_year(days: pd.Series) -> pd.Series:
    return days.between(START, END).fillna(False).astype(bool)


def _done(rows: pd.DataFrame) -> pd.Series:
    reached = (_number(rows["result"]) >= _number(rows["target"])).fillna(False).astype(bool)
    told = rows["completed_on"].notna() | reached
    return rows["state"].eq("done") | (rows["state"].isna() & told)


def _briefing_and_plan(rows: Rows, known: Known) -> float:
    plans = rows["briefings"]["plan_signed_on"].dropna()
    due = max("2024-03-31", f"{known.pairing['valid_from'] + pd.Timedelta(days=90):%Y-%m-%d}")
    return 0.5 * (len(rows["briefings"]) > 0) + 0.5 * (len(plans) > 0 and plans.min() <= due)


def _duties(rows: Rows, known: Known) -> float:
    officers = _number(rows["agencies"]["officers"].dropna())
    return min(1.0, rows["officer_duties"]["duty"].notna().sum() / officers.iloc[-1])


def _visits(rows: Rows, known: Known) -> float:
    went = rows["activities"]["leader_present"].eq("True").sum()
    return min(1.0, went / known.rules.targets.leader_visits)


def _reports(rows: Rows, known: Known) -> float:
    told = rows["submitted_reports"]
    return float((told["submitted_on"] <= told["due_on"]).sum() / len(told))


def _meetings(column: str, target: str) -> Callable[[Rows, Known], float]:
    def share(rows: Rows, known: Known) -> float:
        met = rows["coordination_meetings"][column].eq("True").sum()
        return min(1.0, met / getattr(known.rules.targets, target))

    return share


def _fields(rows: Rows, known: Known) -> float:
    promised, met = rows["commitments"], rows["coordination_meetings"]
    fields = promised["field"].nunique()
    finished = promised.loc[_done(promised), "field"].nunique() / fields if fields else 0.0
    drawn = _number(met["conclusions"]).sum()
    carried = _number(met["conclusions_done"]).sum()
    return (finished + min(1.0, carried / drawn)) / 2 if drawn else finished


def _form(rows: Rows, known: Known) -> float:
    names = [one.name for one in FIGURES]
    form = known.form
    now = form[form["round_id"] == "DKS2024"][names]
    asked = [name for name in names if now[name].notna().mean() >= 0.5]
    return float(rows["hamlet_figures"][asked].notna().sum().sum() / len(asked))


def _listed(rows: Rows, known: Known) -> float:
    raised = rows["difficulties"][_in_year(rows["difficulties"]["raised_on"])]
    of_both = [raised["affects"].isin([one, "both"]).any() for one in ("production", "living")]
    return 0.5 * (len(raised) > 0) + 0.25 * sum(of_both)


def _closed(rows: pd.DataFrame, by: str) -> pd.Series:
    above = rows["authority"].isin(["province", "central"])
    settled = rows["result"].eq("resolved") | (rows["result"].eq("referred") & above)
    return settled & (rows["resolved_on"] <= by).fillna(False)


def _focus(rows: Rows, known: Known) -> float:
    worries, promised = rows["difficulties"], rows["commitments"]
    current = (worries["raised_on"] <= END) & ~_closed(worries, "2023-12-14")
    chosen = worries[current & worries["chosen_as_focus"].eq("True")]
    linked = promised[promised["target"].notna() & promised["due_on"].notna()]["difficulty_id"]
    return float(chosen.index.isin(set(linked)).mean()) if len(chosen) else 0.0


def _fulfilled(rows: Rows, known: Known) -> float:
    promised = rows["commitments"]
    share = (_number(promised["result"]) / _number(promised["target"])).clip(0, 1)
    share = share.where(share.notna(), promised["state"].eq("done").astype("Float64"))
    weight = _number(promised["weight"]).fillna(1)
    return float((weight * share).sum() / weight.sum())


def _in_time(rows: Rows, known: Known) -> float:
    promised = rows["commitments"].assign(target=None)
    allowed = promised["extended_to"].notna() & promised["extension_document"].notna()
    due = promised["extended_to"].where(allowed, promised["due_on"])
    owed = due.isna() | _in_year(due)
    kept = promised["state"].eq("done") & (promised["completed_on"] <= due).fillna(False)
    return float(kept[owed].sum() / owed.sum())


def _resolved(rows: Rows, known: Known) -> float:
    worries = rows["difficulties"]
    left = worries[~_closed(worries, "2023-12-14")]
    closed = _closed(left, END)
    a_year_on = pd.to_datetime(left["raised_on"]) + pd.DateOffset(years=1)
    due = left["due_on"].fillna(a_year_on.dt.strftime("%Y-%m-%d")) <= END
    return float(closed.sum() / max(1, (closed | due).sum()))


def _gains(form: pd.DataFrame, name: str, first: int) -> pd.Series:
    """Change of an indicator until 2024 in the good direction, by hamlet; cells by round|hamlet."""
    card = INDICATORS[name]
    numbers = form[[*card.needs]].apply(_number)
    values = 100 * numbers[card.part] / numbers[card.whole] if card.part else numbers.iloc[:, 0]
    keys = form.index.str.split("|", expand=True)
    by_round = values.set_axis(keys).unstack(0)
    change = by_round["DKS2024"] - by_round[f"DKS{first}"]
    return -change if card.better == "lower" else change


def _changed(code: str) -> Callable[[Rows, Known], float]:
    def share(rows: Rows, known: Known) -> float:
        everywhere = known.form.set_index(known.form["round_id"] + "|" + known.form["hamlet_id"])
        shares = []
        for name, cap in known.rules.change[code].items():
            # poverty by the standard in force since 2022, the rest since before the pairing
            since = 2022 if INDICATORS[name].comparable_within else _year_before(known)
            own = _gains(rows["hamlet_figures"], name, since)
            others = _gains(everywhere, name, since).dropna()
            # of an unknown change only the range is told; the median lies within it
            beyond = (own.fillna(median(others)).iloc[0] - median(others)) / cap
            shares.append(min(1.0, max(0.0, 0.5 + 0.5 * beyond)))
        return sum(shares) / len(shares)

    return share


def _year_before(known: Known) -> int:
    start: int = known.pairing["valid_from"].year
    return start - 1


RECOUNTS: dict[str, Callable[[Rows, Known], float]] = {
    "A1": _briefing_and_plan,
    "A2": _duties,
    "A3": _visits,
    "A4": _reports,
    "B1": _meetings("with_ethnic_office", "meetings_with_ethnic_office"),
    "B2": _meetings("with_commune", "meetings_with_commune"),
    "B3": _fields,
    "C1": _form,
    "C2": _listed,
    "C3": _focus,
    "D1": _fulfilled,
    "D2": _in_time,
    "D3": _resolved,
    "E1": _changed("E1"),
    "E2": _changed("E2"),
}


def _is_merged(cells: Rows) -> bool:
    """Whether a hamlet has figures of several parts, which another test adds up."""
    keys = cells.get("hamlet_figures", pd.DataFrame(index=[""])).index.str.split("|").str[-1]
    return len(set(keys)) > 1


def test_every_criterion_is_reckoned_again(facts: YearFacts) -> None:
    assert set(RECOUNTS) == set(facts.criteria["criterion"])


@pytest.mark.parametrize("code", RECOUNTS)
def test_points_follow_from_the_cells_that_are_named(
    book: TraceBook, facts: YearFacts, cleaned: Cleaned, code: str
) -> None:
    pairings = cleaned.tables["pairings"].set_index("pairing_id")
    rows = facts.criteria[(facts.criteria["criterion"] == code) & facts.criteria["low"].notna()]
    narrow = 0
    for row in rows.itertuples():
        reference = reference_to(
            facts, "criterion_points", pairing=str(row.pairing_id), criterion=code
        )
        cells = _cells(book, reference)
        if not all(len(found) for found in cells.values()) or _is_merged(cells):
            continue
        known = Known(facts.rules, pairings.loc[row.pairing_id], cleaned.tables["hamlet_figures"])
        points = row.points_most * RECOUNTS[code](cells, known)
        assert row.low - 1e-9 <= points <= row.high + 1e-9, reference
        narrow += row.high - row.low <= row.points_most / 10
    assert narrow >= 8
