"""Whether things wait longer in some groups than in others: curves, and what a test says."""

from __future__ import annotations

from ketnghia_analysis.evaluation.analysis import LEAST_WAITS, Analysis
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.measures.durations import Durations, durations
from ketnghia_analysis.measures.survival import waiting
from ketnghia_analysis.measures.survival_compare import Comparison, compare
from ketnghia_analysis.measures.verdict import SURE, p_vi
from ketnghia_analysis.outputs.charts_waiting import waiting_chart
from ketnghia_analysis.outputs.sections import Block, Paragraph
from ketnghia_analysis.vocabulary.codes import AFFECTED
from ketnghia_analysis.vocabulary.wording import list_vi


def waiting_group_blocks(facts: YearFacts, analysis: Analysis) -> list[Block]:
    """Difficulties by what they affect, and commitments by agency, each with a log-rank test."""
    end = analysis.year.window.end
    worries = analysis.difficulty_spells
    found = durations(worries, end)
    groups = worries["affects"].map(AFFECTED.titles).reindex(found.rows.index)
    curves = {
        str(name): waiting(Durations(found.rows.loc[own.index]))
        for name, own in groups.dropna().groupby(groups.dropna())
        if len(own) >= LEAST_WAITS
    }
    blocks: list[Block] = []
    if curves:
        blocks.append(waiting_chart(curves, "Khó khăn, bức xúc", facts.fictional))
    blocks.append(Paragraph(_said("Khó khăn, bức xúc theo lĩnh vực", compare(found, groups))))
    promises = analysis.commitment_spells
    kept = durations(promises, end)
    names = facts.agencies["short_name"].fillna(facts.agencies["name"])
    agencies = promises["agency_id"].map(names).reindex(kept.rows.index)
    blocks.append(Paragraph(_said("Nội dung đăng ký theo cơ quan", compare(kept, agencies))))
    return blocks


def _said(what: str, found: Comparison | None) -> str:
    """What a test of groups says, with what it leaves out; never who is better."""
    if found is None:
        return f"{what}: chưa đủ việc đã xong ở từ hai nhóm trở lên để so thời gian chờ."
    differ = found.p_value < SURE
    verdict = (
        "thời gian chờ của các nhóm khác nhau rõ"
        if differ
        else "chưa thấy thời gian chờ của các nhóm khác nhau rõ"
    )
    text = f"{what}: {verdict} (kiểm định log-rank, {p_vi(found.p_value)})."
    if found.left_out:
        text += f" Chưa đủ việc để so: {list_vi(list(found.left_out))}."
    if differ:
        text += " Việc khó, dễ khác nhau cũng làm thời gian khác nhau; không dùng để xếp hạng."
    return text
