"""Figures about places: hamlets, communes, indicators and how they moved."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.figures import (
    How,
    Sourced,
    Wanted,
    figure,
    form_records,
    reference_to,
    wanted,
)
from ketnghia_analysis.evaluation.figures_programme import DIFFICULTY
from ketnghia_analysis.evaluation.typical import SMALL_NUMBERS
from ketnghia_analysis.measures.indicators import INDICATORS
from ketnghia_analysis.vocabulary.tables import TABLES
from ketnghia_analysis.vocabulary.wording import Written

_WEIGHTED = "income_million_dong_per_person"


def _hamlets(ids: Iterable[object], *columns: str) -> Wanted:
    return wanted("hamlets", ("name", *columns), hamlet_id=[str(one) for one in ids])


@figure("Số xã, thị trấn", "số xã, thị trấn có hiệu lực ngày cuối năm")
def communes_counted(facts: YearFacts) -> Sourced:
    """Communes of the end of the year."""
    codes = [str(code) for code in facts.communes.index]
    records = wanted("communes", ("name", "valid_from", "valid_to"), commune_code=codes)
    return Sourced(len(codes), How.COUNT, (records,))


def _group(facts: YearFacts, group: str) -> pd.Index:
    rows = facts.hamlets.described
    marks = {
        "all": pd.Series(True, index=rows.index),
        "mixed": rows["mixed"].fillna(False).astype(bool),
        "paired": rows["paired"],
        "others": ~rows["paired"],
        "paired_at_end": rows["paired_at_end"],
    }
    return rows.index[marks[group]]


@figure("Số thôn ({group})", "số thôn có hiệu lực ngày cuối năm")
def hamlets_counted(facts: YearFacts, group: str) -> Sourced:
    """Hamlets: all, mixed, paired in the year, paired on its last day."""
    ids = _group(facts, group)
    records = [_hamlets(ids, "mixed", "valid_from", "valid_to")]
    if group.startswith("paired"):
        columns = ("agency_id", "valid_from", "valid_to")
        records.append(wanted("pairings", columns, hamlet_id=[str(one) for one in ids]))
    return Sourced(len(ids), How.COUNT, tuple(records))


@figure("Khó khăn đang tồn của thôn {hamlet}", "số khó khăn chưa giải quyết đến cuối năm")
def hamlet_difficulties(facts: YearFacts, hamlet: str) -> Sourced:
    """Open difficulties of a hamlet."""
    rows = facts.difficulties
    rows = rows[rows["open"] & (rows["hamlet_id"] == hamlet)]
    records = wanted("difficulties", DIFFICULTY, difficulty_id=rows["difficulty_id"])
    return Sourced(len(rows), How.COUNT, (records,))


@figure("{indicator} của thôn {hamlet}, năm {survey}", "theo thẻ chỉ số", Written.ONE_DECIMAL)
def hamlet_indicator(facts: YearFacts, hamlet: str, indicator: str, survey: str) -> Sourced:
    """Published value of an indicator of a hamlet in a survey year; missing where hidden."""
    try:
        value = facts.hamlets.history.at[(hamlet, int(survey)), indicator]
    except KeyError:
        value = None
    return Sourced(
        None if pd.isna(value) else float(value),
        How.VALUE,
        (_figures(facts, [hamlet], indicator, int(survey)),),
        note=_formula_vi(indicator),
    )


def _formula_vi(indicator: str) -> str:
    """How an indicator is computed from the hamlet form, where it is a rate."""
    card = INDICATORS[indicator]
    if not card.part:
        return ""
    form = TABLES["hamlet_figures"]
    return f"100 × {form[card.part].heading} / {form[card.whole].heading}"


def _figures(facts: YearFacts, hamlets: Iterable[object], indicator: str, year: int) -> Wanted:
    columns = [*INDICATORS[indicator].needs]
    if _WEIGHTED in columns:
        # of hamlets merged since, incomes are averaged by people
        columns.append("people")
    return form_records(facts, hamlets, columns, [year])


def _movement(facts: YearFacts, indicator: str) -> pd.Series:
    rows = facts.movements.set_index("indicator")
    return rows.loc[indicator]


@figure(
    "{indicator}: giá trị điển hình của nhóm thôn {group}",
    f"trung vị các thôn có số liệu; {SMALL_NUMBERS}",
    Written.ONE_DECIMAL,
)
def typical(facts: YearFacts, indicator: str, group: str) -> Sourced:
    """Typical value of paired or other hamlets in the year."""
    value = _movement(facts, indicator)[group]
    records = _figures(facts, _group(facts, group), indicator, facts.year)
    note = _formula_vi(indicator)
    return Sourced(None if pd.isna(value) else float(value), How.MEDIAN, (records,), note=note)


@figure(
    "{indicator}: thay đổi điển hình của nhóm thôn {group}",
    f"trung vị của hiệu hai kỳ; {SMALL_NUMBERS}",
    Written.ONE_DECIMAL,
)
def typical_change(facts: YearFacts, indicator: str, group: str) -> Sourced:
    """Typical change of paired or other hamlets since the baseline."""
    row = _movement(facts, indicator)
    value, since = row[f"{group}_change"], row["since"]
    records: tuple[Wanted, ...] = ()
    if pd.notna(since):
        ids = _group(facts, group)
        records = tuple(_figures(facts, ids, indicator, year) for year in (int(since), facts.year))
    return Sourced(None if pd.isna(value) else float(value), How.CHANGE, records)


@figure("{indicator} của xã {commune}", "100 × tổng tử số / tổng mẫu số các thôn", Written.PERCENT)
def commune_rate(facts: YearFacts, commune: str, indicator: str) -> Sourced:
    """A rate of a commune, from the sums over its hamlets; missing where hidden."""
    value = facts.communes.at[commune, indicator]
    rows = facts.hamlets.described
    ids = rows.index[rows["commune_code"] == commune]
    records = _figures(facts, ids, indicator, facts.year)
    return Sourced(None if pd.isna(value) else float(value), How.SHARE, (records,))


def hamlet_references(facts: YearFacts, indicator: str) -> list[str]:
    """References of an indicator's value of the year, in the order of the hamlets."""
    survey = str(facts.year)
    return [
        reference_to(facts, "hamlet_indicator", hamlet=str(one), indicator=indicator, survey=survey)
        for one in facts.hamlets.described.index
    ]
