"""What follows from the findings: all of them in order, and the tasks they ask for."""

from __future__ import annotations

from ketnghia_analysis.evaluation import (
    figures_analysis,
    figures_places,
    figures_programme,
    figures_scores,
    findings_data,
    findings_programme,
)
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.figures import How, Sourced, figure
from ketnghia_analysis.evaluation.findings import RULES, Addressee, Area, Finding, Importance

_REGISTERED = (
    figures_analysis,
    figures_places,
    figures_programme,
    figures_scores,
    findings_programme,
    findings_data,
)
"""Importing these modules registers the findings and the figures."""

_ORDER = list(Importance)


def findings_of(facts: YearFacts) -> list[Finding]:
    """All findings of a year: strengths, then limits, then data; the most important first."""
    found = [one for rule in RULES.values() if (one := rule.apply(facts)) is not None]
    areas = list(Area)
    return sorted(found, key=lambda one: (areas.index(one.area), _ORDER.index(one.importance)))


def tasks(findings: list[Finding], *addressees: Addressee) -> list[str]:
    """What is asked for next year, the most important first, each once.

    Args:
        findings: of a year.
        addressees: of whom it is asked; everybody if none is named.
    """
    ordered = sorted(findings, key=lambda one: _ORDER.index(one.importance))
    chosen = [one for one in ordered if one.task and one.addressee in (addressees or Addressee)]
    return list(dict.fromkeys(one.task for one in chosen))


@figure("Số bản ghi của phát hiện {finding}", "số bản ghi thỏa điều kiện của phát hiện")
def finding_count(facts: YearFacts, finding: str) -> Sourced:
    """How many records, raw rows or cells a finding rests on."""
    found = RULES[finding].apply(facts)
    if found is None:
        return Sourced(0, How.COUNT)
    records = found.records(facts.year)
    note = "" if records else "các dòng, các ô nêu ở trang “Chi tiết phát hiện”"
    return Sourced(found.count, How.COUNT, records, note=note)
