"""Criteria D and E: results in time, and change in the hamlet."""

from __future__ import annotations

from datetime import date
from math import nan

import pandas as pd

from ketnghia_analysis.measures.change import baseline_year, change_between
from ketnghia_analysis.measures.criteria import Share, criterion, said
from ketnghia_analysis.measures.indicators import INDICATORS
from ketnghia_analysis.measures.timeliness import DONE, deadline, is_closed
from ketnghia_analysis.measures.year import YearInput

_NOTHING_DONE = ("not_started", "dropped")
HEAVIEST = 3


def completion(commitments: pd.DataFrame, end: date) -> pd.DataFrame:
    """How far each commitment was fulfilled by the end of the year.

    Args:
        commitments: rows as reported for the year.
        end: last day of the year; a later completion does not count yet.

    Returns:
        Same index: `low` and `high`, shares from 0 to 1. Done is 1, not started or dropped is 0,
        else the result against the target; without result or target anything is possible.
    """
    target = commitments["target"].astype("Float64")
    reached = (commitments["result"].astype("Float64") / target.mask(target == 0)).clip(0, 1)
    later = commitments["completed_on"] > pd.Timestamp(end)
    low = reached.fillna(0.0).astype("float64")
    high = reached.fillna(1.0).astype("float64")
    done = (commitments["state"] == DONE) & reached.isna()
    nothing = commitments["state"].isin(_NOTHING_DONE) & reached.isna()
    low = low.mask(done, 1.0).mask(later, 0.0)
    high = high.mask(nothing, 0.0)
    return pd.DataFrame({"low": low, "high": high})


@criterion("D1", "Tỷ lệ hoàn thành nội dung đăng ký", "L6")
def commitments_fulfilled(year: YearInput) -> Share:
    """Weighted mean of min(result / target, 1) over the commitments of the year."""
    rows = year.commitments
    shares = completion(rows, year.window.end)
    weight = rows["weight"].fillna(1).astype("float64")
    groups = rows["pairing_id"]
    index = year.pairings.index
    total = weight.groupby(groups).sum().reindex(index, fill_value=0.0)
    certain = (weight * shares["low"]).groupby(groups).sum().reindex(index, fill_value=0.0)
    possible = (weight * shares["high"]).groupby(groups).sum().reindex(index, fill_value=0.0)
    held = HEAVIEST * year.held("commitments").astype("float64")
    received = year.received("commitments", by_agency=True)
    whole = (total + held).mask(total + held == 0, 1.0)
    low = (certain / whole).where(received, 0.0)
    high = ((possible + held) / whole).where(received, 1.0)
    counts = groups.value_counts().reindex(index, fill_value=0)
    finished = groups[shares["low"] >= 1].value_counts().reindex(index, fill_value=0)
    texts = [
        f"{finished[one]}/{counts[one]} nội dung hoàn thành"
        if received[one]
        else "chưa nhận số liệu"
        for one in index
    ]
    return Share(low, high, said(texts, index))


@criterion("D2", "Hoàn thành đúng thời hạn", "L2, L6")
def commitments_in_time(year: YearInput) -> Share:
    """Commitments finished by their deadline, of those due in the year.

    An extension with a document counts once. One that never had a deadline counts as not in time if
    the rules say so. Does not apply where nothing was due.
    """
    rows = year.commitments
    due = deadline(rows)
    counts_as_due = year.window.contains(due)
    if year.rules.no_deadline_is_late:
        counts_as_due |= due.isna()
    rows, due = rows[counts_as_due], due[counts_as_due]
    in_time = (rows["completed_on"] <= due) & (rows["state"] == DONE)
    unsure = (rows["state"] == DONE) & rows["completed_on"].isna() & due.notna()
    index = year.pairings.index
    groups = rows["pairing_id"]
    owed = groups.value_counts().reindex(index, fill_value=0)
    certain = groups[in_time].value_counts().reindex(index, fill_value=0)
    possible = groups[in_time | unsure].value_counts().reindex(index, fill_value=0)
    held = year.held("commitments")
    received = year.received("commitments", by_agency=True)
    low = (certain / (owed + held).clip(lower=1)).where(received, 0.0).astype("float64")
    high = ((possible + held) / (owed + held).clip(lower=1)).where(received, 1.0).astype("float64")
    nothing = received & (owed + held == 0)
    texts = [
        f"{certain[one]}/{owed[one]} nội dung đến hạn hoàn thành đúng hạn"
        if received[one]
        else "chưa nhận số liệu"
        for one in index
    ]
    return Share(low.mask(nothing), high.mask(nothing), said(texts, index))


@criterion("D3", "Khó khăn, bức xúc được giải quyết", "L2")
def difficulties_resolved(year: YearInput) -> Share:
    """Difficulties of the hamlet that fell due by the end of the year and are resolved.

    One beyond the district's authority counts once it is referred upward. Those resolved before the
    year are left out; one without deadline is due after a year. All agencies of a hamlet share it.
    """
    rows = year.difficulties
    window = year.window
    due = rows["due_on"].fillna(rows["raised_on"] + pd.DateOffset(years=1))
    counts = (due <= pd.Timestamp(window.end)) & ~is_closed(rows, window.start)
    rows = rows[counts]
    closed = is_closed(rows, window.end)
    index = year.pairings.index
    owed = year.pairings["hamlet_id"].map(rows["hamlet_id"].value_counts()).fillna(0)
    done = year.pairings["hamlet_id"].map(rows.loc[closed, "hamlet_id"].value_counts()).fillna(0)
    if not (year.blocks["table"] == "difficulties").any():
        texts = said(["chưa nhận số liệu"] * len(index), index)
        return Share(pd.Series(0.0, index=index), pd.Series(1.0, index=index), texts)
    held = year.held("difficulties")
    low = done / (owed + held).clip(lower=1)
    high = (done + held) / (owed + held).clip(lower=1)
    nothing = owed + held == 0
    texts = [f"{int(done[one])}/{int(owed[one])} khó khăn đến hạn đã giải quyết" for one in index]
    return Share(low.mask(nothing), high.mask(nothing), said(texts, index))


@criterion("E1", "Chuyển biến về sản xuất, thu nhập, giảm nghèo", "L7")
def production_changed(year: YearInput) -> Share:
    """Improvement since before the pairing, less the median of all hamlets, capped at the target.

    At the median it earns half, at the target all. Poverty only within one standard.
    """
    return _changed(year, "E1")


@criterion("E2", "Chuyển biến về đời sống, sinh hoạt", "L7")
def living_changed(year: YearInput) -> Share:
    """As E1, for water, latrine, electricity, housing, insurance and literacy."""
    return _changed(year, "E2")


def _changed(year: YearInput, code: str) -> Share:
    shares: dict[str, pd.Series] = {}
    texts = pd.Series("", index=year.pairings.index, dtype="str")
    for name, cap in year.rules.change[code].items():
        values = _change_shares(year, name, cap)
        if values is not None:
            shares[name] = values
    if not shares:
        empty = pd.Series(nan, index=year.pairings.index)
        return Share(empty, empty, texts.mask(texts == "", "chưa có hai kỳ so sánh được"))
    table = pd.DataFrame(shares)
    low, high = table.fillna(0.0).mean(axis=1), table.fillna(1.0).mean(axis=1)
    known = table.notna().sum(axis=1)
    better = (table > 0.5).sum(axis=1)
    sentences = [
        f"{better[one]}/{known[one]} chỉ số cải thiện hơn trung vị toàn huyện"
        + (f", {len(shares) - known[one]} chỉ số chưa rõ" if known[one] < len(shares) else "")
        for one in table.index
    ]
    return Share(low, high, said(sentences, table.index))


def _change_shares(year: YearInput, name: str, cap: float) -> pd.Series | None:
    """Shares for one indicator by pairing; None where no earlier year can be compared."""
    card = INDICATORS[name]
    figures = year.panel
    starts = year.pairings["valid_from"].dt.year
    found: dict[str, float] = {}
    comparable = False
    for start, pairings in year.pairings.groupby(starts):
        before = baseline_year(figures, card, int(start), year.window.year)
        if before is None:
            continue
        comparable = True
        beyond = change_between(figures, card, before, year.window.year).beyond_median
        share = (0.5 + 0.5 * beyond / cap).clip(0.0, 1.0)
        for pairing_id, hamlet in pairings["hamlet_id"].items():
            value = share.get(hamlet)
            found[str(pairing_id)] = nan if value is None or pd.isna(value) else float(value)
    return pd.Series(found).reindex(year.pairings.index) if comparable else None
