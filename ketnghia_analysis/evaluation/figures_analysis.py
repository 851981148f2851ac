"""Figures of the analyses: waiting times, forecasts, needs, certainty of levels, did it help?"""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite

import pandas as pd

from ketnghia_analysis.evaluation.analysis import Analysis
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
from ketnghia_analysis.measures.indicators import INDICATORS
from ketnghia_analysis.measures.needs import STATES
from ketnghia_analysis.measures.outcome_index import OUTCOME_PARTS
from ketnghia_analysis.measures.score_draws import HELD_FROM
from ketnghia_analysis.measures.verdict import interval_vi, p_vi
from ketnghia_analysis.vocabulary.wording import Written


def _analysis(facts: YearFacts) -> Analysis:
    if facts.analysis is None:
        raise KeyError("analysis")
    return facts.analysis


def _difficulties(rows: pd.DataFrame) -> Wanted:
    return wanted("difficulties", DIFFICULTY, difficulty_id=rows["difficulty_id"])


@figure(
    "Số ngày chờ điển hình của khó khăn, bức xúc",
    "trung vị theo Kaplan-Meier, khó khăn chưa giải quyết được tính là còn chờ",
)
def waiting_days(facts: YearFacts) -> Sourced:
    """Days after which half of the difficulties were settled, 95 % interval; may be endless."""
    analysis = _analysis(facts)
    if analysis.waiting is None:
        return Sourced(None, How.ESTIMATE)
    median = analysis.waiting.quantile()
    records = (_difficulties(analysis.difficulty_spells),)
    low, high = median.least, median.most
    known = isfinite(high)
    note = "" if known else "chưa quá nửa số khó khăn được giải quyết, chưa có cận trên"
    return Sourced(low, How.ESTIMATE, records, (), high if known else None, note)


@figure(
    "Số ngày chờ bình quân trong {days} ngày đầu của khó khăn, bức xúc",
    "diện tích dưới đường Kaplan-Meier đến số ngày đã nêu, khoảng tin cậy 95 %",
)
def waiting_mean(facts: YearFacts, days: str) -> Sourced:
    """Restricted mean of the days waited, 95 % interval; missing where none waited so long."""
    analysis = _analysis(facts)
    if analysis.waiting is None:
        return Sourced(None, How.ESTIMATE)
    records = (_difficulties(analysis.difficulty_spells),)
    try:
        mean = analysis.waiting.restricted_mean(float(days))
    except ValueError:
        note = f"chưa có khó khăn nào được theo dõi đủ {days} ngày"
        return Sourced(None, How.ESTIMATE, records, note=note)
    return Sourced(mean.low, How.ESTIMATE, records, (), mean.high)


@figure(
    "Khó khăn quá hạn trên {days} ngày", "số khó khăn chưa giải quyết quá thời hạn số ngày đã nêu"
)
def difficulties_overdue_by(facts: YearFacts, days: str) -> Sourced:
    """Difficulties surely, and perhaps, overdue by more than so many days."""
    counts = _analysis(facts).overdue_difficulties
    low, high = (float(counts.get(f"over_{days}_{end}", 0)) for end in ("low", "high"))
    records = (_difficulties(_analysis(facts).difficulty_spells),)
    return Sourced(low, How.ESTIMATE, records, (), high)


@figure(
    "Khó khăn dự báo quá hạn ở kỳ báo cáo tới",
    "tổng xác suất còn tồn của các khó khăn đến hạn, khoảng dự báo 90 %",
)
def difficulties_forecast(facts: YearFacts) -> Sourced:
    """Difficulties that will be overdue at the next reporting date."""
    found = _analysis(facts).forecast
    records = (_difficulties(_analysis(facts).difficulty_spells),)
    if found.reason:
        return Sourced(None, How.ESTIMATE, records, note=found.reason)
    note = f"dự kiến {found.expected:.1f}".replace(".", ",")
    return Sourced(found.low, How.ESTIMATE, records, (), found.high, note)


@figure("Nhu cầu của thôn kết nghĩa ({state})", "số cặp thôn và vấn đề theo tình trạng")
def needs_in_state(facts: YearFacts, state: str) -> Sourced:
    """Needs of paired hamlets by whether something is promised."""
    rows = _analysis(facts).needs
    rows = rows[rows["paired"] & (rows["state"] == state)]
    hamlets = rows.index.get_level_values("hamlet_id").unique()
    columns = _needed(rows["indicator"].dropna().unique())
    records = (
        form_records(facts, hamlets, columns, range(facts.year + 1)),
        wanted("commitments", ("content", "field"), hamlet_id=hamlets, year=facts.year),
        wanted("difficulties", ("content", "group", "result"), hamlet_id=hamlets),
    )
    return Sourced(len(rows), How.ESTIMATE, records, note=STATES[state])


def _needed(indicators: Iterable[str]) -> tuple[str, ...]:
    return tuple({column for name in indicators for column in INDICATORS[name].needs})


@figure("Cặp kết nghĩa có mức {certainty}", "số cặp theo tỷ lệ lượt tính lại cùng ra một mức")
def levels_certain(facts: YearFacts, certainty: str) -> Sourced:
    """Pairings whose likeliest level comes out in at least 95 % of the draws, or in fewer."""
    draws = _analysis(facts).draws
    if draws is None:
        return Sourced(0, How.ESTIMATE)
    likeliest = draws.probabilities.max(axis=1)
    sure = likeliest >= HELD_FROM
    chosen = likeliest.index[sure if certainty == "sure" else ~sure]
    parts = tuple(reference_to(facts, "pairing_points", pairing=str(one)) for one in chosen)
    return Sourced(len(chosen), How.ESTIMATE, (), parts)


@figure("Cặp đổi mức khi điểm nhóm {what} đổi 20 %", "tính lại điểm với điểm tối đa của nhóm ±20 %")
def levels_changed(facts: YearFacts, what: str) -> Sourced:
    """Most pairings that change their level if the points of a group are moved by 20 %."""
    row = _analysis(facts).what_if.loc[what]
    ids = {*row["pairings_down"], *row["pairings_up"]}
    parts = tuple(reference_to(facts, "pairing_points", pairing=str(one)) for one in sorted(ids))
    return Sourced(float(max(row["changed_down"], row["changed_up"])), How.ESTIMATE, (), parts)


def _hamlet_records(facts: YearFacts, analysis: Analysis) -> tuple[Wanted, ...]:
    design = analysis.impact.design
    columns = _needed(one.indicator for one in OUTCOME_PARTS)
    return (form_records(facts, design.members.index, columns, [*design.before, *design.after]),)


@figure(
    "Chênh lệch thay đổi của chỉ số đời sống, sản xuất",
    "bình quân thay đổi của thôn kết nghĩa trừ của thôn đối chiếu, khoảng tin cậy 95 %",
    Written.TWO_DECIMALS,
)
def impact_difference(facts: YearFacts) -> Sourced:
    """Difference of the groups' changes, lower end of its interval to the upper one."""
    analysis = _analysis(facts)
    main = analysis.impact.main
    records = _hamlet_records(facts, analysis)
    if main is None:
        return Sourced(None, How.ESTIMATE, records)
    note = f"khoảng tin cậy 95 %: {interval_vi(main)}; {p_vi(main.p_value)}"
    return Sourced(main.low, How.ESTIMATE, records, (), main.high, note)
