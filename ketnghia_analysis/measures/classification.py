"""What figures make of a hamlet or a commune under the rule of its year, beside what the list says.

A class is decided by the authority that publishes the list. What is told here is only whether the
figures at hand agree with it; the list is never changed.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ketnghia_analysis.measures.change import NotComparableError
from ketnghia_analysis.measures.classification_rules import (
    HARDEST,
    NATIONAL_POVERTY,
    ZONE_I,
    ZONE_III,
    ClassRule,
    class_rule,
)
from ketnghia_analysis.measures.conditions import MEKONG_DELTA, NATIONAL, Clause

ZONES = ("none", "I", "II", "III")
"""Zones of a commune, from outside the area to the hardest."""


@dataclass(frozen=True)
class Verdicts:
    """What a rule says of places.

    Attributes:
        rule: the rule of the year.
        met: same index as the facts: whether the class is met; missing where the figures, or the
            criteria that were verified, leave it open.
        as_drafted: the same with unverified criteria as they were drafted.
        criteria: a boolean column a criterion, missing where unknown.
        reasons: for each place all criteria with its figures, in Vietnamese.
    """

    rule: ClassRule
    met: pd.Series
    as_drafted: pd.Series
    criteria: pd.DataFrame
    reasons: pd.Series


def hamlet_facts(
    panel: pd.DataFrame, year: int, *, mekong_delta: bool = False, national: float | None = None
) -> pd.DataFrame:
    """Facts by which the hamlets of a panel are classed.

    Args:
        panel: see `panel.panel`.
        year: year of the figures.
        mekong_delta: whether the district lies in the Mekong delta.
        national: national multidimensional poverty rate in percent, by which Decree 272/2025 asks;
            that of `NATIONAL_POVERTY` for the year if None, unknown where it holds none.

    Returns:
        Indexed by `hamlet_id`: all columns of the panel and `without_grid_percent`,
        `multidimensional_poor_percent` (poor and near-poor), `mekong_delta`,
        `national_poverty_percent`.
    """
    rows = panel[panel.index.get_level_values("year") == year].droplevel("year").copy()
    rate = national if national is not None else NATIONAL_POVERTY.get(year, (None, ""))[0]
    poor = rows["poor_household_share_percent"] + rows["near_poor_household_share_percent"]
    return rows.assign(
        without_grid_percent=100 - rows["grid_electricity_share_percent"],
        multidimensional_poor_percent=poor,
        **{
            MEKONG_DELTA: pd.Series(mekong_delta, index=rows.index, dtype="boolean"),
            NATIONAL: pd.Series(rate, index=rows.index, dtype="Float64"),
        },
    )


def classify(facts: pd.DataFrame, rule: ClassRule) -> Verdicts:
    """Judge places by a rule.

    Args:
        facts: a row a place, columns as the rule's criteria name them; a column that is not there
            is unknown. `mekong_delta` and `national_poverty_percent` as in `hamlet_facts`; without
            them limits that depend on them are unknown.
        rule: see `class_rule`.
    """
    facts = _with_context(facts)
    criteria = {one.code: one.met(facts) for one in rule.criteria}
    texts = []
    for place in range(len(facts)):
        said = []
        for one in rule.criteria:
            value = facts[one.column].iloc[place] if one.column in facts else pd.NA
            said.append(one.reason(value, criteria[one.code].iloc[place]))
        texts.append("; ".join(said))
    return Verdicts(
        rule,
        rule.decide.met(facts, as_drafted=False).rename("met"),
        rule.decide.met(facts).rename("as_drafted"),
        pd.DataFrame(criteria, index=facts.index),
        pd.Series(texts, index=facts.index, dtype="str", name="reasons"),
    )


def _with_context(facts: pd.DataFrame) -> pd.DataFrame:
    blank = pd.Series(pd.NA, index=facts.index, dtype="object")
    return facts.assign(**{name: blank for name in (MEKONG_DELTA, NATIONAL) if name not in facts})


def classify_hamlets(facts: pd.DataFrame, year: int) -> Verdicts:
    """Which hamlets are "đặc biệt khó khăn" by the rule of a year.

    Raises:
        DataFault: no rule is known for that year.
    """
    return classify(facts, class_rule("thôn", HARDEST, year))


def against_register(verdicts: Verdicts, listed: pd.Series) -> pd.DataFrame:
    """What the figures say beside what the register of hamlets says; both stay as they are.

    Args:
        verdicts: of the hamlets.
        listed: `especially_difficult` of the register, by hamlet; missing where it says nothing.

    Returns:
        Same index as the verdicts: `listed`, `by_figures`, `agreement` ("same", "differs",
        "unknown") and `said`, a sentence in Vietnamese.
    """
    told = listed.reindex(verdicts.met.index).astype("boolean")
    figures = verdicts.met
    known = told.notna() & figures.notna()
    agreement = pd.Series("unknown", index=figures.index, dtype="str")
    agreement = agreement.mask(known & (told == figures).fillna(False), "same")
    agreement = agreement.mask(known & (told != figures).fillna(False), "differs")
    said = [
        _sentence(verdicts.rule, told[one], figures[one], verdicts.as_drafted[one])
        for one in figures.index
    ]
    return pd.DataFrame(
        {
            "listed": told,
            "by_figures": figures,
            "agreement": agreement,
            "said": pd.Series(said, index=figures.index, dtype="str"),
        }
    )


def _sentence(rule: ClassRule, listed: object, figures: object, drafted: object) -> str:
    if pd.isna(figures):
        said = "Chưa đủ căn cứ để đối chiếu"
        if not pd.isna(drafted):
            said += f"; nếu tính cả tiêu chí theo dự thảo thì {_yes(drafted)} thuộc diện"
    else:
        said = f"Theo số liệu hiện có, thôn {_yes(figures)} thuộc diện đặc biệt khó khăn"
    if pd.isna(listed):
        return f"{said}; danh mục chưa ghi ({rule.document})"
    return f"{said}; danh mục ghi là {_yes(listed)} ({rule.document})"


def _yes(value: object) -> str:
    return "có" if value else "không"


def zones(facts: pd.DataFrame, year: int) -> pd.DataFrame:
    """In which zone each commune lies by its figures.

    Args:
        facts: a row a commune; columns as the criteria of the rules name them.
        year: year of the rule.

    Returns:
        Same index: `zone` ("none", "I", "II", "III"; missing where several are possible), `easiest`
        and `hardest` zone that the figures allow, `reasons`.

    Raises:
        DataFault: no rule is known for that year.
    """
    first, third = (classify(facts, class_rule("xã", zone, year)) for zone in (ZONE_I, ZONE_III))
    facts = _with_context(facts)
    area, in_first = _area_and_rest(first.rule, facts)
    _, in_third = _area_and_rest(third.rule, facts)
    inside = area.fillna(True)
    # zone I goes before zone III: a commune of the new rural standard is never in III
    possible = pd.DataFrame(
        {
            "none": ~area.fillna(False),
            "I": inside & in_first.fillna(True),
            "II": inside & ~in_first.fillna(False) & ~in_third.fillna(False),
            "III": inside & in_third.fillna(True) & ~in_first.fillna(False),
        }
    ).astype(bool)
    easiest = possible.idxmax(axis=1).astype("str")
    hardest = possible[list(reversed(ZONES))].idxmax(axis=1).astype("str")
    reasons = [
        "; ".join(dict.fromkeys(f"{one}; {other}".split("; ")))
        for one, other in zip(first.reasons, third.reasons, strict=True)
    ]
    return pd.DataFrame(
        {
            "zone": easiest.where(easiest == hardest),
            "easiest": easiest,
            "hardest": hardest,
            "reasons": pd.Series(reasons, index=facts.index, dtype="str"),
        }
    )


def _area_and_rest(rule: ClassRule, facts: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Whether a commune lies in the area, and whether it meets what the zone asks beside that."""
    area, *rest = rule.decide.parts
    return area.met(facts), Clause("all", tuple(rest)).met(facts, as_drafted=False)


def reclassified(first: Verdicts, last: Verdicts) -> pd.DataFrame:
    """Which places came into the class or left it between two years.

    Returns:
        Places of both: `first`, `last`, `entered`, `left` (missing where one is unknown).

    Raises:
        NotComparableError: the two years were judged by different rules.
    """
    if first.rule != last.rule:
        raise NotComparableError(
            "Phân định thôn, xã: không so sánh vì áp dụng quy tắc khác nhau "
            f"({first.rule.document} và {last.rule.document})"
        )
    both = first.met.index.intersection(last.met.index)
    before, after = first.met.reindex(both), last.met.reindex(both)
    return pd.DataFrame(
        {"first": before, "last": after, "entered": after & ~before, "left": before & ~after}
    )
