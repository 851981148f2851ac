"""The page of indicators and criteria, derived from their cards and the rules."""

from __future__ import annotations

from ketnghia_analysis.measures import (
    criteria_change,
    criteria_effort,
    criteria_hamlet,
    criteria_results,
)
from ketnghia_analysis.measures.cards import COUNTS, GROUPS, Indicator
from ketnghia_analysis.measures.classification_rules import RULES
from ketnghia_analysis.measures.criteria import CRITERIA
from ketnghia_analysis.measures.criterion_list import CRITERION_GROUPS
from ketnghia_analysis.measures.indicators import INDICATORS
from ketnghia_analysis.measures.poverty_standards import STANDARDS
from ketnghia_analysis.measures.rules import ScoreRules, read_rules
from ketnghia_analysis.vocabulary.codes import AREAS, LEVELS, POVERTY_STANDARDS, UNITS
from ketnghia_analysis.vocabulary.hamlet_figures import DEPRIVATION_NAMES
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
                "Cách tính, ngưỡng / Definition",
                "Tử số, mẫu số / Formula",
                "Mục tiêu 2025 / Goal",
                "Năm số liệu / Years",
                "Chỉ so trong / Compared within",
                "Nguồn / Source",
            ),
            [_indicator(card) for card in (*COUNTS.values(), *INDICATORS.values())],
        ),
        _standards(),
        _classifications(),
        "## Tiêu chí chấm điểm / Criteria of the score",
        *(_rules(rules) for rules in read_rules()),
    ]
    return "\n\n".join(parts) + "\n"


def _indicator(card: Indicator) -> tuple[str, ...]:
    definition = ". ".join(part for part in (card.definition, card.caveat) if part)
    return (
        card.code,
        f"{card.heading} ({GROUPS[card.group][0]})",
        f"`{card.name}`",
        UNITS[card.unit][0],
        _BETTER[card.better],
        definition,
        card.meaning,
        "" if card.goal is None else f"{number_vi(card.goal)}",
        card.years,
        "một chuẩn nghèo / one poverty standard" if card.comparable_within else "",
        card.source,
    )


def _standards() -> str:
    rows = []
    for one in STANDARDS.values():
        for area, lines in one.lines.items():
            alone = "" if lines.poor_alone is None else number_vi(lines.poor_alone)
            middle = "chưa rõ" if lines.middle is None else number_vi(lines.middle)
            said = (one.document, f"{one.first_year}–{one.last_year}", AREAS.labels[area], alone)
            counted = f"{one.lacking} / {len(one.indicators)}"
            rows.append((*said, number_vi(lines.poor), counted, middle, "; ".join(one.unverified)))
    headings = (
        "Chuẩn / Standard",
        "Năm số liệu / Years",
        "Khu vực / Area",
        "Nghèo không xét thiếu hụt, từ … trở xuống / Poor alone",
        "Chuẩn thu nhập, đồng/người/tháng / Line",
        "Nghèo nếu thiếu hụt từ / Lacking",
        "Mức sống trung bình đến / Average up to",
        "Chưa đối chiếu bản gốc / Not verified",
    )
    title = "## Chuẩn nghèo đa chiều / Multidimensional poverty standards"
    services = "\n".join(
        f"- {POVERTY_STANDARDS.labels[one.code]}: "
        + "; ".join(
            f"{service} ({', '.join(DEPRIVATION_NAMES[name] for name in names)})"
            for service, names in one.services.items()
        )
        for one in STANDARDS.values()
    )
    return "\n\n".join((title, markdown_table(headings, rows), services))


def _classifications() -> str:
    rows = [
        (
            rule.document,
            f"{rule.first_year}–{rule.last_year}",
            rule.subject,
            rule.outcome,
            rule.decide.text(),
            "; ".join(one.text() for one in rule.criteria if not one.verified),
        )
        for rule in RULES
    ]
    headings = (
        "Văn bản / Document",
        "Năm / Years",
        "Đối tượng / Unit",
        "Kết quả / Outcome",
        "Tiêu chí / Criteria",
        "Chưa đối chiếu bản gốc / Not verified",
    )
    title = "## Phân định thôn, xã / Classification of hamlets and communes"
    return f"{title}\n\n{markdown_table(headings, rows)}"


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
