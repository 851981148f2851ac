"""The page of indicators and criteria, derived from their cards and the rules."""

from __future__ import annotations

from ketnghia_analysis.measures import (
    criteria_change,
    criteria_effort,
    criteria_hamlet,
    criteria_results,
)
from ketnghia_analysis.measures.cards import GROUPS, Indicator
from ketnghia_analysis.measures.criteria import CRITERIA
from ketnghia_analysis.measures.criterion_list import CRITERION_GROUPS
from ketnghia_analysis.measures.indicators import INDICATORS
from ketnghia_analysis.measures.rules import ScoreRules, read_rules
from ketnghia_analysis.vocabulary.codes import LEVELS, UNITS
from ketnghia_analysis.vocabulary.markdown import GENERATED, markdown_table
from ketnghia_analysis.vocabulary.wording import number_vi

_REGISTERED = (criteria_effort, criteria_hamlet, criteria_results, criteria_change)
"""Importing these modules registers the criteria."""
_BETTER = {"higher": "↑", "lower": "↓", "neither": "·"}


def measures_page() -> str:
    """The page docs/measures.md."""
    parts = [
        GENERATED,
        "# Chỉ số và tiêu chí / Indicators and criteria",
        "Bảng này sinh từ các thẻ trong `ketnghia_analysis/measures/`. / Derived from the cards in "
        "`ketnghia_analysis/measures/`.",
        "## Chỉ số của thôn / Indicators of a hamlet",
        "↑ cao hơn là tốt hơn / higher is better; ↓ thấp hơn là tốt hơn / lower is better; "
        "· chỉ để mô tả / description only.",
        markdown_table(
            (
                "Mã / Code",
                "Tên / Name",
                "Cột / Column",
                "Đơn vị / Unit",
                "",
                "Cách tính / Formula",
                "Mục tiêu / Goal",
                "Nguồn / Source",
            ),
            [_indicator(card) for card in INDICATORS.values()],
        ),
        "## Tiêu chí chấm điểm / Criteria of the score",
        *(_rules(rules) for rules in read_rules()),
    ]
    return "\n\n".join(parts) + "\n"


def _indicator(card: Indicator) -> tuple[str, ...]:
    formula = card.meaning
    if card.comparable_within:
        formula += " (chỉ so trong một chuẩn nghèo / compared within one poverty standard only)"
    return (
        card.code,
        f"{card.heading} ({GROUPS[card.group][0]})",
        f"`{card.name}`",
        UNITS[card.unit][0],
        _BETTER[card.better],
        formula,
        "" if card.goal is None else f"{number_vi(card.goal)}",
        card.source,
    )


def _rules(rules: ScoreRules) -> str:
    until = rules.valid_to.isoformat() if rules.valid_to else "…"
    criteria = markdown_table(
        ("Mã", "Tiêu chí", "Nhóm / Group", "Điểm / Points", "Thư / Letter", "Cách đo / Measure"),
        [
            (
                code,
                card.heading,
                " / ".join(CRITERION_GROUPS[code[0]]),
                number_vi(rules.points[code]),
                card.letter,
                card.meaning,
            )
            for code, card in CRITERIA.items()
        ],
    )
    levels = markdown_table(
        ("Mức / Level", "Từ điểm / From", "Hoàn thành ≥ / Done", "Trễ hạn ≤ / Late"),
        [
            (
                LEVELS.labels[level.level],
                number_vi(level.from_points),
                f"{100 * level.completion_at_least:.0f} %",
                f"{100 * level.late_at_most:.0f} %",
            )
            for level in rules.levels
        ],
    )
    return (
        f"### Bản / Version {rules.version} ({rules.valid_from.isoformat()} – {until})\n\n"
        f"{rules.decided_by}. {rules.source}.\n\n{criteria}\n\n{levels}"
    )
