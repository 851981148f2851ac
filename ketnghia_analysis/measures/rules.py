"""The rules by which pairings are scored, with the dates for which they hold."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, field_validator

from ketnghia_analysis.measures.composite.aggregate import MATRIX_METHODS
from ketnghia_analysis.measures.composite.plan import Spread
from ketnghia_analysis.measures.composite.spec import Aggregation, Board
from ketnghia_analysis.measures.criterion_list import CRITERION_NAMES, GATES
from ketnghia_analysis.measures.indicators import INDICATORS
from ketnghia_analysis.vocabulary.codes import LEVELS, REPORT_TERMS
from ketnghia_analysis.vocabulary.errors import DataFault
from ketnghia_analysis.vocabulary.periods import DayOfYear, Window, day_of_year
from ketnghia_analysis.vocabulary.yaml_files import Strict, read_yaml

RULES_FILE = Path(__file__).with_name("score_rules.yml")


class Targets(Strict):
    """What full points ask for."""

    plan_due: str
    plan_days_after_start: int = Field(ge=0)
    leader_visits: int = Field(gt=0)
    meetings_with_ethnic_office: int = Field(gt=0)
    meetings_with_commune: int = Field(gt=0)
    reports: tuple[str, ...]

    @field_validator("plan_due")
    @classmethod
    def _real_day(cls, text: str) -> str:
        day_of_year(text)
        return text

    @field_validator("reports")
    @classmethod
    def _known_terms(cls, terms: tuple[str, ...]) -> tuple[str, ...]:
        unknown = set(terms) - set(REPORT_TERMS.values)
        if unknown:
            raise ValueError(f"không có kỳ báo cáo {sorted(unknown)}")
        return terms

    @property
    def plan_day(self) -> DayOfYear:
        """Day of the year by which the yearly plan must be signed."""
        return day_of_year(self.plan_due)


class LevelRule(Strict):
    """A completion level: from how many points, and under which conditions.

    Late commitments may be at most the share `late_at_most`, or at most `or_late_count` of them.
    """

    level: str
    from_points: float = Field(alias="from", ge=0, le=100)
    completion_at_least: float = Field(default=0.0, ge=0, le=1)
    late_at_most: float = Field(default=1.0, ge=0, le=1)
    or_late_count: int = Field(default=0, ge=0)

    @field_validator("level")
    @classmethod
    def _known_level(cls, level: str) -> str:
        if level not in LEVELS.values or level == "unknown":
            raise ValueError(f"không có mức {level}")
        return level


class ScoreSpread(Strict):
    """How far the choices of the score may move when it is reckoned many times over.

    Attributes:
        draws: number of them.
        seed: the same seed gives the same draws.
        weights: the points of each criterion move by up to this share of themselves, evenly.
        targets: counts that earn full points move by up to this many, evenly, never below one.
        caps: caps of criteria E move by this share up or down.
        cut_points: every cut moves by up to this many points, evenly.
        measurement: standard deviation of the error of a share of points.
        aggregate: other ways to add up, as likely as the mean.
        percentile_ranks: whether shares may as well be ranks among the pairings.
    """

    draws: int = Field(default=1_000, ge=1)
    seed: int = Field(default=2024, ge=0)
    weights: float = Field(default=0.2, ge=0, lt=1)
    targets: int = Field(default=1, ge=0)
    caps: float = Field(default=0.2, ge=0, lt=1)
    cut_points: float = Field(default=2.0, ge=0)
    measurement: float = Field(default=0.03, ge=0)
    aggregate: tuple[Aggregation, ...] = ()
    percentile_ranks: bool = False

    @field_validator("aggregate")
    @classmethod
    def _each_by_itself(cls, ways: tuple[Aggregation, ...]) -> tuple[Aggregation, ...]:
        if any(way.method in MATRIX_METHODS for way in ways):
            raise ValueError("copeland và bod so các cặp với nhau, không dùng cho điểm")
        return ways


class ScoreRules(Strict):
    """One dated block of score_rules.yml.

    Attributes:
        uncertainty: how far choices may move, see `score_draws`.
        efforts: what one step of a criterion costs against the others, 1 if not said; see
            `next_level`.
        boards: other composite indices of the district, by code; see `boards.board_table`.
        board_uncertainty: how far choices of the boards may move.
    """

    version: str
    valid_from: date
    valid_to: date | None = None
    decided_by: str
    source: str
    points: dict[str, Annotated[float, Field(gt=0)]]
    targets: Targets
    least_days_in_force: int = Field(ge=1)
    no_deadline_is_late: bool
    change: dict[str, dict[str, Annotated[float, Field(gt=0)]]]
    most_missing_points: float = Field(ge=0, le=100)
    gates: tuple[str, ...]
    levels: tuple[LevelRule, ...]
    support_role_weight: float = Field(gt=0, le=1)
    uncertainty: ScoreSpread = ScoreSpread()
    efforts: dict[str, Annotated[float, Field(gt=0)]] = Field(default_factory=dict)
    boards: dict[str, Board] = Field(default_factory=dict)
    board_uncertainty: Spread = Spread()

    @field_validator("points")
    @classmethod
    def _all_criteria(cls, points: dict[str, float]) -> dict[str, float]:
        if set(points) != set(CRITERION_NAMES):
            differing = ", ".join(sorted(set(points) ^ set(CRITERION_NAMES)))
            raise ValueError(f"thiếu hoặc thừa tiêu chí: {differing}")
        if abs(sum(points.values()) - 100) > 1e-9:
            raise ValueError(f"tổng điểm tối đa là {sum(points.values())}, phải là 100")
        return points

    @field_validator("efforts")
    @classmethod
    def _known_criteria(cls, efforts: dict[str, float]) -> dict[str, float]:
        unknown = sorted(set(efforts) - set(CRITERION_NAMES))
        if unknown:
            raise ValueError(f"không có tiêu chí {', '.join(unknown)}")
        return efforts

    @field_validator("change")
    @classmethod
    def _known_indicators(cls, change: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
        of_change = {code for code in CRITERION_NAMES if code.startswith("E")}
        if set(change) != of_change:
            raise ValueError(f"phải có đúng các tiêu chí {', '.join(sorted(of_change))}")
        unknown = {name for caps in change.values() for name in caps} - set(INDICATORS)
        if unknown:
            raise ValueError(f"không có chỉ số {sorted(unknown)}")
        without = sorted(code for code, caps in change.items() if not caps)
        if without:
            raise ValueError(f"chưa nêu chỉ số nào cho {', '.join(without)}")
        return change

    @field_validator("gates")
    @classmethod
    def _known_gates(cls, gates: tuple[str, ...]) -> tuple[str, ...]:
        unknown = set(gates) - set(GATES)
        if unknown:
            raise ValueError(f"không có điều kiện {sorted(unknown)}; có: {', '.join(GATES)}")
        return gates

    @field_validator("levels")
    @classmethod
    def _from_high_to_low(cls, levels: tuple[LevelRule, ...]) -> tuple[LevelRule, ...]:
        named = [rule.level for rule in levels]
        cuts = [rule.from_points for rule in levels]
        if sorted(named, key=LEVELS.values.index) != named or len(set(named)) != len(named):
            raise ValueError("các mức phải xếp từ cao xuống thấp, mỗi mức một lần")
        if sorted(cuts, reverse=True) != cuts:
            raise ValueError("điểm của mức cao phải không thấp hơn mức dưới")
        if not levels or levels[-1] != LevelRule(level=levels[-1].level, **{"from": 0}):
            raise ValueError("mức cuối cùng phải từ 0 điểm và không có điều kiện")
        return levels


def read_rules(path: Path = RULES_FILE) -> list[ScoreRules]:
    """All dated blocks of a rules file.

    Raises:
        DataFault: the file does not fit; every fault at once.
    """
    adapter = TypeAdapter(list[ScoreRules])
    return read_yaml(path, adapter, "sửa tệp quy tắc chấm điểm rồi chạy lại", empty=[])


@cache
def _shipped() -> tuple[ScoreRules, ...]:
    return tuple(read_rules())


def rules_for(window: Window, rules: list[ScoreRules] | None = None) -> ScoreRules:
    """The rules in force at the end of a reporting year.

    Raises:
        DataFault: no block, or more than one, holds on that day.
    """
    blocks = list(_shipped()) if rules is None else rules
    fits = [
        block
        for block in blocks
        if block.valid_from <= window.end
        and (block.valid_to is None or block.valid_to >= window.end)
    ]
    if len(fits) != 1:
        raise DataFault(
            RULES_FILE.name,
            f"có {len(fits)} bản quy tắc hiệu lực ngày {window.end:%d/%m/%Y}, cần đúng một",
            "sửa valid_from, valid_to của các bản quy tắc",
        )
    return fits[0]
