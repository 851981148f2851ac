"""Every figure of the report is recomputed here, in another way, from the raw cells it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from statistics import median

import numpy as np
import pandas as pd
import pytest

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.figures import (
    FIGURE_KINDS,
    HOW_LABELS,
    How,
    figure_of,
    parse_reference,
)
from ketnghia_analysis.evaluation.proposals import findings_of
from ketnghia_analysis.evaluation.source_privacy import published_cells
from ketnghia_analysis.evaluation.tracing import Trace, TraceBook, trace_book
from ketnghia_analysis.measures.indicators import INDICATORS
from ketnghia_analysis.outputs import report_sections
from ketnghia_analysis.outputs.hamlet_tables import hamlets_table
from ketnghia_analysis.outputs.report_tables import commitments_table, pairings_table
from ketnghia_analysis.outputs.sections import SECTIONS
from ketnghia_analysis.outputs.sources import all_traces, cited_in
from ketnghia_analysis.vocabulary.errors import WrongCall

INCOME = "income_million_dong_per_person"


@pytest.fixture(scope="module")
def facts(cleaned: Cleaned, facts: YearFacts) -> YearFacts:
    return facts.analysed(cleaned)


@pytest.fixture(scope="module")
def book(cleaned: Cleaned, facts: YearFacts) -> TraceBook:
    return trace_book(cleaned, facts)


@pytest.fixture(scope="module")
def traces(book: TraceBook, facts: YearFacts) -> list[Trace]:
    findings = findings_of(facts)
    assert report_sections
    blocks = [block for one in SECTIONS for block in one.write(facts, findings)]
    blocks += [pairings_table(facts), hamlets_table(facts), commitments_table(facts)]
    return all_traces(book, cited_in(blocks))


def _of(traces: list[Trace], *hows: How) -> Iterator[Trace]:
    for one in traces:
        if one.figure.sourced.how in hows:
            yield one


def _values(book: TraceBook, trace: Trace, table: str = "") -> pd.DataFrame:
    """Clean cells of a figure, one row a record, a column a column."""
    records: dict[str, dict[str, str]] = {}
    for cell in book.cells_of(trace).itertuples():
        if table in ("", cell.table):
            records.setdefault(cell.key, {})[cell.column] = cell.clean
    return pd.DataFrame.from_dict(records, orient="index")


def test_the_report_has_figures_of_every_sort(traces: list[Trace]) -> None:
    assert {one.figure.sourced.how for one in traces} == set(How) == set(HOW_LABELS)
    assert len(traces) > 1000


def test_a_reference_leads_back_to_the_same_figure(book: TraceBook, traces: list[Trace]) -> None:
    for one in traces:
        again = book.trace(str(one.figure.reference))
        assert again.figure.text == one.figure.text


def _naive_numbers(raw: str) -> list[float]:
    """The number in a raw text, by this test's own reading: thousands by "." or by ","."""
    found = re.search(r"-?\d[\d., ]*", raw)
    if found is None:
        return []
    digits = found[0].strip(" .,").replace(" ", "")
    ways = (digits, digits.replace(".", "").replace(",", "."), digits.replace(",", ""))
    return [float(way) for way in ways if re.fullmatch(r"-?\d+(\.\d+)?", way)]


_UNITS = (1.0, 1e3, 1e6, 1e9, 0.01, 100.0)
"""What a column's unit may make of the number written: thousands, millions of dong, percent."""


def test_every_number_follows_from_the_raw_text_of_its_cell(
    book: TraceBook, traces: list[Trace]
) -> None:
    seen = 0
    for place in {place for one in traces for place in one.places}:
        cell = book.cells.iloc[place]
        if not re.fullmatch(r"-?\d+(\.\d+)?", str(cell["clean"])):
            continue
        clean = float(cell["clean"])
        fits = any(
            abs(read * unit - clean) <= 1e-6 * max(1, abs(clean))
            for read in _naive_numbers(str(cell["raw"]))
            for unit in _UNITS
        )
        assert fits or cell["rules"], cell
        seen += fits
    assert seen > 1000


def test_counts_are_the_number_of_records_they_name(traces: list[Trace]) -> None:
    checked = 0
    for one in _of(traces, How.COUNT):
        wanted = one.figure.sourced.wanted
        name = one.figure.reference.name
        if not wanted or name in ("officers_assigned", "reports_in_time", "reports_due"):
            continue
        keys = [key for table, key in one.records if table == wanted[0].table]
        if wanted[0].table in ("hamlets", "communes"):
            # one hamlet may have several rows in the register, one for each time
            # and names those that were merged into it
            meant = next(iter(wanted[0].where.values()))
            keys = list({key.split("|")[0] for key in keys} & meant)
        assert len(keys) == one.figure.sourced.value, one.figure.reference
        checked += 1
    assert checked > 100


def test_findings_without_records_rest_on_raw_rows_that_their_evidence_names(
    traces: list[Trace], facts: YearFacts
) -> None:
    findings = {one.code: one for one in findings_of(facts)}
    for one in traces:
        if one.figure.reference.name == "finding_count" and not one.records:
            found = findings[one.figure.reference.keys["finding"]]
            assert found.count == one.figure.sourced.value
            assert one.figure.sourced.note or found.count == 0


def test_duties_and_reports_are_counted_from_their_cells(
    book: TraceBook, traces: list[Trace]
) -> None:
    named = {one.figure.reference.name: one for one in traces if "all" in str(one.figure.reference)}
    duties = _values(book, named["officers_assigned"])
    assert duties["duty"].notna().sum() == named["officers_assigned"].figure.sourced.value
    reports = _values(book, named["reports_in_time"])
    in_time = (reports["submitted_on"] <= reports["due_on"]).sum()
    assert in_time == named["reports_in_time"].figure.sourced.value
    assert len(reports) == named["reports_due"].figure.sourced.value


def test_sums_are_the_sum_of_their_cells(book: TraceBook, traces: list[Trace]) -> None:
    for one in _of(traces, How.SUM):
        value = one.figure.sourced.value
        if value is None:
            assert not one.places
            continue
        total = sum(float(cell) for cell in book.cells_of(one)["clean"])
        unit = 1e6 if one.figure.reference.name == "activities_cost" else 1
        assert total / unit == pytest.approx(value)


def test_shares_are_what_was_done_of_what_was_registered(
    book: TraceBook, traces: list[Trace], facts: YearFacts
) -> None:
    checked = 0
    for one in _of(traces, How.SHARE):
        rows = _values(book, one)
        done = _done(rows, facts)
        assert 100 * done.sum() / len(rows) == pytest.approx(one.figure.sourced.value)
        checked += 1
    assert checked


def _done(rows: pd.DataFrame, facts: YearFacts) -> pd.Series:
    """Which commitments are surely fulfilled, told again from their cells."""
    numbers = rows.reindex(columns=["target", "result"]).astype("Float64")
    shares = numbers["result"] / numbers["target"].mask(numbers["target"] == 0)
    stated = rows["state"].eq("done") & shares.isna()
    later = rows["completed_on"].gt(str(facts.window.end)).fillna(False)
    return ((shares >= 1).fillna(False) | stated) & ~later


def _indicator(name: str, rows: pd.DataFrame) -> pd.Series:
    """Values of an indicator from cells; rates are told again, not asked of the card."""
    card = INDICATORS[name]
    figures = rows.reindex(columns=list(card.needs))
    if card.yes_no:
        figures = figures.replace({"True": "1", "False": "0"})
        return 100 * figures.iloc[:, 0].astype("Float64")
    numbers = figures.astype("Float64")
    if card.part:
        whole = numbers[card.whole]
        return 100 * numbers[card.part] / whole.mask(whole == 0)
    if len(card.needs) == 1:
        return numbers.iloc[:, 0]
    return card.formula(*(numbers[one] for one in card.needs)).astype("Float64")


def test_values_of_hamlets_follow_from_the_figures_of_their_form(
    book: TraceBook, traces: list[Trace]
) -> None:
    checked = 0
    for one in _of(traces, How.VALUE):
        reference = one.figure.reference
        if reference.name != "hamlet_indicator" or one.figure.sourced.value is None:
            continue
        rows = _values(book, one)
        if len(rows) != 1:
            continue
        (value,) = _indicator(reference.keys["indicator"], rows)
        assert value == pytest.approx(one.figure.sourced.value), reference
        checked += 1
    assert checked > 500


def test_values_of_commitments_are_those_of_their_cells(
    book: TraceBook, traces: list[Trace], facts: YearFacts
) -> None:
    checked = 0
    for one in traces:
        reference, value = one.figure.reference, one.figure.sourced.value
        if reference.name == "commitment_value" and not pd.isna(value):
            rows = _values(book, one)
            assert float(rows[reference.keys["column"]].iloc[0]) == value
            checked += 1
        if reference.name == "commitment_days_overdue" and not pd.isna(value):
            row = _values(book, one).reindex(columns=["due_on", "extended_to"]).iloc[0]
            due = row["due_on"] if pd.isna(row["extended_to"]) else row["extended_to"]
            assert (pd.Timestamp(facts.window.end) - pd.Timestamp(due)).days == value
            checked += 1
    assert checked > 50


def _keys(book: TraceBook, rows: pd.DataFrame) -> list[np.ndarray]:
    """Year and hamlet of today of each record."""
    heads = {part: head for head, own in book.families["hamlet_id"].items() for part in own}
    split = rows.index.str.extract(r"^DKS(\d{4})\|(.+)$")
    return [split[0].to_numpy(), split[1].map(heads).to_numpy()]


def _added_up(book: TraceBook, rows: pd.DataFrame) -> pd.DataFrame:
    """Cells by year and hamlet of today; those of merged hamlets are added up."""
    keys = _keys(book, rows)
    if not pd.Index(zip(*keys, strict=True)).has_duplicates:
        return rows.set_axis(pd.MultiIndex.from_arrays(keys))
    numbers = rows.replace({"True": "1", "False": "0"}).astype("Float64")
    if INCOME in numbers:
        numbers[INCOME] *= numbers["people"]
    groups = numbers.groupby(keys)
    sums = groups.sum().where(groups.count().eq(groups.size(), axis=0))
    if INCOME in sums:
        sums[INCOME] /= sums["people"]
    return sums


def _typical(name: str, values: pd.Series) -> float:
    known = values.dropna().astype("float64")
    return known.mean() if INDICATORS[name].yes_no else median(known)


def _as_told(book: TraceBook, name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Cells by year and hamlet as readers may know them: 2.5 for a hidden number from 1 to 4."""
    card, merged = INDICATORS[name], _added_up(book, rows)
    if not card.part or "km" in card.part:
        return merged
    numbers, records = merged.astype("Float64"), rows.astype("Float64")
    few = (numbers[card.whole] < 10).fillna(False)
    small = numbers[card.part].between(1, 4).fillna(False) & ~few
    told = numbers.mask(few).assign(**{card.part: numbers[card.part].mask(few).mask(small, 2.5)})
    if len(records) == len(merged):
        return told
    # a sum is not told where one of its parts was hidden, which papers of its year show
    hidden = records[card.part].between(1, 4) | (records[card.whole] < 10)
    years, hamlets = _keys(book, rows)
    parts = hidden.fillna(False).set_axis(pd.MultiIndex.from_arrays([years, hamlets]))
    sums = parts.groupby(level=[0, 1]).agg(lambda own: len(own) > 1 and own.any())
    return told.mask(sums.reindex(told.index).astype(bool))


def test_medians_and_their_changes_follow_from_the_hamlets(
    book: TraceBook, traces: list[Trace]
) -> None:
    checked = 0
    for one in _of(traces, How.MEDIAN, How.CHANGE):
        name, value = one.figure.reference.keys["indicator"], one.figure.sourced.value
        if value is None:
            continue
        values = _indicator(name, _as_told(book, name, _values(book, one)))
        if one.figure.sourced.how is How.CHANGE:
            panel = values.unstack(0)
            values = panel.iloc[:, -1] - panel.iloc[:, 0]
        assert _typical(name, values) == pytest.approx(value), one.figure.reference
        checked += 1
    assert checked > 10


def test_points_of_a_pairing_are_those_of_its_criteria_scaled_to_100(
    book: TraceBook, traces: list[Trace], facts: YearFacts
) -> None:
    by_reference = {str(one.figure.reference): one.figure.sourced for one in traces}
    most = facts.criteria.set_index(["pairing_id", "criterion"])["points_most"]
    checked = 0
    for one in traces:
        reference = one.figure.reference
        if reference.name != "pairing_points" or reference.year != facts.year:
            continue
        low = high = whole = 0.0
        for part in one.figure.sourced.parts:
            share = by_reference[part]
            if pd.isna(share.value):
                continue
            keys = parse_reference(part).keys
            low, high = low + share.value, high + share.high
            whole += most[keys["pairing"], keys["criterion"]]
        assert 100 * low / whole == pytest.approx(one.figure.sourced.value)
        assert 100 * high / whole == pytest.approx(one.figure.sourced.high)
        checked += 1
    assert checked == len(facts.pairings)


def test_estimates_name_records_or_figures_and_a_reason_where_they_are_unknown(
    traces: list[Trace], facts: YearFacts
) -> None:
    values = {}
    for one in _of(traces, How.ESTIMATE):
        sourced = one.figure.sourced
        assert one.records or sourced.parts or sourced.value in (None, 0), one.figure.reference
        assert sourced.high is None or sourced.high >= sourced.value
        values[str(one.figure.reference)] = sourced.value
    sure, unsure = (values[f"2024/levels_certain/certainty={one}"] for one in ("sure", "unsure"))
    assert sure + unsure == len(facts.pairings)
    over = [values[f"2024/difficulties_overdue_by/days={days}"] for days in (30, 90, 180)]
    assert over == sorted(over, reverse=True)


def test_the_raw_text_is_what_the_file_holds(book: TraceBook, traces: list[Trace]) -> None:
    addressed = [place for one in traces for place in one.places]
    cells = book.cells.iloc[sorted(set(addressed))]
    named = cells[cells["sheet"] != ""]
    assert named["cell"].str.fullmatch(r"[A-Z]+\d+").mean() > 0.95


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "không phải ký hiệu"),
        ("pairings_evaluated", "không phải ký hiệu"),
        ("2024/không_có", "không phải ký hiệu"),
        ("2024/nothing_like_it", "không có số liệu"),
        ("2024/pairing_points", "khóa của số liệu này là: pairing"),
        ("2024/pairing_points/pairing=KN-01,other=1", "khóa của số liệu này là: pairing"),
        ("2024/pairing_points/pairing=KN-999", "không có số liệu với pairing=KN-999"),
        ("2024/pairings_evaluated/in_commune=nowhere", "không có xã này"),
    ],
)
def test_a_wrong_reference_is_told(book: TraceBook, text: str, told: str) -> None:
    with pytest.raises(WrongCall, match=told):
        book.trace(text)


def test_figures_of_a_part_of_the_district_have_references_of_their_own(
    book: TraceBook, facts: YearFacts
) -> None:
    agency = str(facts.pairings["agency_id"].iloc[0])
    own = facts.only(agency=agency)
    found = figure_of(own, "pairings_evaluated")
    assert str(found.reference) == f"2024/pairings_evaluated/of_agency={agency}"
    assert book.trace(str(found.reference)).figure.text == found.text == str(len(own.pairings))


def test_every_kind_of_figure_has_words_for_its_label_and_formula() -> None:
    for kind in FIGURE_KINDS.values():
        assert kind.label
        assert kind.formula


def test_published_sources_show_no_small_number_of_people_or_households(
    book: TraceBook, facts: YearFacts
) -> None:
    cells = published_cells(book)
    form = cells[cells["table"] == "hamlet_figures"]
    shown = form[(form["raw"] != "(*)") & ~form["column"].isin(["round_id", "hamlet_id"])]
    hidden = facts.hamlets.states.eq("hidden")
    assert hidden.to_numpy().any()
    for name in hidden.columns[hidden.any()]:
        card = INDICATORS[name]
        if not card.part:
            continue
        for hamlet in hidden.index[hidden[name]]:
            own = shown[shown["key"].str.endswith(f"2024|{hamlet}")]
            # a hidden rate can't be computed again from its two figures
            assert card.part not in set(own["column"]), (name, hamlet)


def test_a_district_without_pairings_has_figures_too(cleaned: Cleaned, facts: YearFacts) -> None:
    bare = replace(facts, pairings=facts.pairings.iloc[:0])
    assert trace_book(cleaned, bare).trace("2024/pairings_evaluated").figure.text == "0"
