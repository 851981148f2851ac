"""Rates of hamlets beside what is left of them when the chance of small numbers is taken out."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ketnghia_analysis.evaluation.analysis import Analysis
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.privacy import KNOWN
from ketnghia_analysis.evaluation.typical import SMALL_NUMBERS
from ketnghia_analysis.measures.indicators import INDICATORS
from ketnghia_analysis.measures.shrinkage import ShrunkRates, shrink_rates
from ketnghia_analysis.outputs.report_sections import KEY_INDICATORS
from ketnghia_analysis.outputs.sections import Block, Paragraph
from ketnghia_analysis.outputs.tables import ReportTable
from ketnghia_analysis.vocabulary.wording import Written, number_vi, range_vi

KEY_RATES = tuple(name for name in KEY_INDICATORS if INDICATORS[name].part)
"""Rates of people and households that are shown so."""
_MOST_MOVED = 10
_MOVED = "Chênh"
_NOTE = (
    "Tỷ lệ của thôn ít hộ dao động ngẫu nhiên nhiều; tỷ lệ đã kéo về mức chung của huyện (Bayes "
    f"thực nghiệm) để xếp thứ tự thận trọng hơn, không thay tỷ lệ gốc; {SMALL_NUMBERS}."
)


def shrunk_blocks(facts: YearFacts, analysis: Analysis) -> list[Block]:
    """The poverty rates that chance may have moved most, or a sentence why there is nothing."""
    name = KEY_RATES[0]
    found = _shrunk(facts, analysis, name)
    if found is None:
        return [Paragraph(f"Năm {facts.year} chưa đủ thôn có số liệu để tính.")]
    heading = INDICATORS[name].heading
    why = found.said or (
        f"Mức chung có sức nặng như {number_vi(found.strength)} hộ; thôn càng ít hộ thì càng được "
        "kéo về mức đó."
    )
    told = f"{heading}: mức chung của huyện là {number_vi(100 * found.mean, 1)} %. {why}"
    table = shrunk_rates_table(facts, analysis, [name])
    moved = table.frame[_MOVED].abs().sort_values(ascending=False, kind="stable")
    rows = table.frame.loc[moved.index[:_MOST_MOVED]].drop(columns="Chỉ số")
    title = f"{heading}: thôn có tỷ lệ bị kéo về nhiều nhất"
    return [Paragraph(told), ReportTable("shrunk", title, rows, table.shown, _NOTE)]


def shrunk_rates_table(
    facts: YearFacts, analysis: Analysis, indicators: Sequence[str] = KEY_RATES
) -> ReportTable:
    """Published rates of every hamlet with the shrunk ones and their 95 % intervals.

    Args:
        facts: of the year, of the whole district.
        analysis: of the same year.
        indicators: rates that are shown.
    """
    parts = [_rows(facts, name, _shrunk(facts, analysis, name)) for name in indicators]
    shown = {"Tỷ lệ (%)": Written.ONE_DECIMAL, _MOVED: Written.ONE_DECIMAL}
    frame = pd.concat(parts, ignore_index=True)
    return ReportTable("shrunk_rates", "Tỷ lệ đã kéo về mức chung", frame, shown, _NOTE)


def _shrunk(facts: YearFacts, analysis: Analysis, name: str) -> ShrunkRates | None:
    """Shrunk rates by hamlet, from what readers may know; None where fewer than two are known."""
    card = INDICATORS[name]
    panel = analysis.year.panel
    now = panel[panel.index.get_level_values("year") == facts.year].droplevel("year")
    whole = now[card.whole].reindex(facts.hamlets.told.index).astype("Float64")
    part = facts.hamlets.told[name] * whole / 100
    if (part.notna() & (whole > 0)).sum() < 2:
        return None
    return shrink_rates(part, whole)


def _rows(facts: YearFacts, name: str, found: ShrunkRates | None) -> pd.DataFrame:
    columns = ["Chỉ số", "Thôn", "Xã", "Tỷ lệ (%)", "Đã kéo về (khoảng 95 %)", _MOVED]
    if found is None:
        return pd.DataFrame(columns=columns)
    described = facts.hamlets.described
    rows = 100 * found.table[facts.hamlets.states[name] == KNOWN]
    names = described.loc[rows.index]
    shrunk = [
        f"{number_vi(middle, 1)} ({range_vi(low, high, 1)})"
        for middle, low, high in zip(rows["shrunk"], rows["low"], rows["high"], strict=True)
    ]
    values = [INDICATORS[name].heading, names["name"], names["commune_name"], rows["rate"]]
    told = dict(zip(columns, [*values, shrunk, rows["shrunk"] - rows["rate"]], strict=True))
    return pd.DataFrame(told, index=rows.index)
