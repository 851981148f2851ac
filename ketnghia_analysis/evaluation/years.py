"""The other years of the same place, so that a year can be seen among them."""

from __future__ import annotations

from collections.abc import Callable

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import YearFacts, year_facts, years_with_data
from ketnghia_analysis.evaluation.settings import Settings
from ketnghia_analysis.places.hamlets import hamlet_heirs
from ketnghia_analysis.places.registers import heirs
from ketnghia_analysis.vocabulary.errors import DataFault

Gather = Callable[[Cleaned, Settings, int], YearFacts]
"""How the facts of a year are had: gathered, or remembered from before."""


def other_years(
    cleaned: Cleaned,
    settings: Settings,
    facts: YearFacts,
    agency_id: str = "",
    gather: Gather | None = None,
) -> list[YearFacts]:
    """Facts of every other year with data, ascending.

    A part of the district stays the same hamlets in all years, whatever commune they belong to and
    whatever they merged into. A year for which no scoring rules hold is left out.

    Args:
        cleaned: what cleaning gave.
        settings: of the district.
        facts: of the year that is meant, for the whole district or a part of it.
        agency_id: the agency that `facts` are narrowed to; "" for all.
        gather: how the facts of each year are had; None to gather them anew.
    """
    found = []
    for year in years_with_data(cleaned):
        if year == facts.year:
            continue
        try:
            other = (gather or year_facts)(cleaned, settings, year)
        except DataFault:
            continue
        if facts.scope:
            other = other.of_hamlets(_same_hamlets(cleaned, facts, other), facts.scope)
        if agency_id:
            own = _same_agency(cleaned, agency_id, facts, other)
            if own not in other.agencies.index:
                continue
            other = other.only(agency=own)
        found.append(other)
    return found


def _same_hamlets(cleaned: Cleaned, facts: YearFacts, other: YearFacts) -> set[str]:
    """Hamlets of another year that are, became or came from those of a year."""
    register = cleaned.tables["hamlets"]
    chosen = set(facts.hamlets.described.index)
    heir = hamlet_heirs(register, max(facts.window.end, other.window.end))
    if other.window.end > facts.window.end:
        return set(heir.reindex(sorted(chosen)).dropna())
    theirs = other.hamlets.described.index
    became = heir.reindex(theirs)
    return set(theirs[became.isin(chosen).to_numpy()])


def _same_agency(cleaned: Cleaned, agency_id: str, facts: YearFacts, other: YearFacts) -> str:
    """The agency's id in another year: of whoever took over from it, or its own."""
    if other.window.end < facts.window.end:
        return agency_id
    heir = heirs(cleaned.tables["agencies"], "agency_id", "successor_id", other.window.end)
    return str(heir.get(agency_id, agency_id))
