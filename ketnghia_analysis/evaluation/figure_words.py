"""What the keys of figures are called in Vietnamese."""

from __future__ import annotations

from collections.abc import Callable

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.measures.criterion_list import CRITERION_GROUPS, CRITERION_NAMES
from ketnghia_analysis.measures.indicators import INDICATORS
from ketnghia_analysis.measures.needs import STATES as NEED_STATES
from ketnghia_analysis.vocabulary.codes import (
    ACTIVITY_TYPES,
    COMMITMENT_STATES,
    DIFFICULTY_GROUPS,
    FIELDS,
    LEVELS,
)
from ketnghia_analysis.vocabulary.tables import TABLES


def _names(facts: YearFacts) -> dict[str, Callable[[str], str]]:
    """How the values of keys are said, by key."""
    return {
        "pairing": lambda one: " – ".join(facts.pairings.loc[one, ["agency", "hamlet"]]),
        "agency": lambda one: (
            "tất cả cơ quan" if one == "all" else str(facts.agencies.at[one, "name"])
        ),
        "hamlet": lambda one: str(facts.hamlets.described.at[one, "name"]),
        "commune": lambda one: str(facts.communes.at[one, "name"]),
        "indicator": lambda one: str(INDICATORS[one].heading),
        "criterion": lambda one: f"{one} “{CRITERION_NAMES[one][0]}”",
        "field": lambda one: str(FIELDS.titles[one]),
        "level": lambda one: str(LEVELS.labels[one]),
        "kind": lambda one: str(ACTIVITY_TYPES.titles.get(one, "chưa ghi loại")),
        "finding": lambda one: f"“{one}”",
        "column": lambda one: str(_COLUMNS.get(one, one)),
        "group": lambda one: str(_GROUPS[one]),
        "partner": lambda one: str(_GROUPS[one]),
        "state": lambda one: ", ".join(str(_GROUPS.get(part, part)) for part in one.split("+")),
        "certainty": lambda one: "chắc chắn" if one == "sure" else "chưa chắc chắn",
        "what": lambda one: f"{one} “{CRITERION_GROUPS[one][0]}”",
    }


_COLUMNS = {
    column.name: column.heading for table in TABLES.values() for column in table.columns
} | {"commitments": "đăng ký", "completed": "hoàn thành", "late": "trễ hạn", "overdue": "quá hạn"}
_GROUPS = (
    DIFFICULTY_GROUPS.titles
    | COMMITMENT_STATES.titles
    | {
        "all": "tất cả",
        "mixed": "xen ghép",
        "paired": "kết nghĩa",
        "others": "khác",
        "paired_at_end": "kết nghĩa đến cuối năm",
        "closed": "giải quyết trong năm",
        "open": "đang tồn",
        "overdue": "quá hạn",
        "any": "tất cả",
        **NEED_STATES,
        "ethnic_office": "có Phòng Dân tộc",
        "commune": "có UBND xã, thị trấn",
    }
)


def said(facts: YearFacts, key: str, value: str) -> str:
    """What a key's value is called in Vietnamese; the value itself where it has no name."""
    name = _names(facts).get(key)
    return value if name is None else name(value)
