"""What a board is: a tree of indicators with the choices of each stage, as a rules file says it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from ketnghia_analysis.vocabulary.yaml_files import Strict

NormalisationMethod = Literal[
    "goalposts",
    "min_max",
    "z",
    "rank",
    "percentile_rank",
    "borda",
    "target",
    "distance_to_target",
    "distance_to_reference",
    "distance_to_max",
    "fraction_of_max",
    "scaled",
    "ampi",
    "none",
]
FIXED_METHODS = frozenset({"goalposts", "target", "scaled", "none"})
"""Methods whose yardstick does not depend on the data, so that years compare."""
RANK_METHODS = frozenset({"rank", "percentile_rank", "borda"})


class Normalisation(Strict):
    """How values of different units become scores.

    Attributes:
        method: see `normalise.normalised`.
        scale: scores of the worst and the best end (of bounded methods).
        mean: of z scores.
        sd: standard deviation of z scores.
        ddof: 1 divides by n - 1 (R, COINr), 0 by n (Mazziotta and Pareto).
        over: whose values set the yardstick: those of all years, of a base year, of each year.
        base_period: the base year.
        clip: whether scores end at the scale; by default for goalposts and targets.
        reference_unit: unit to which the distance is taken.
        ties: which rank equal values have.
    """

    method: NormalisationMethod = "goalposts"
    scale: tuple[float, float] = (0.0, 100.0)
    mean: float = 0.0
    sd: float = Field(default=1.0, gt=0)
    ddof: Literal[0, 1] = 1
    over: Literal["all_periods", "base_period", "period"] = "all_periods"
    base_period: int | None = None
    clip: bool | None = None
    reference_unit: str | None = None
    ties: Literal["min", "average", "max"] = "min"

    @model_validator(mode="after")
    def _complete(self) -> Normalisation:
        if (self.over == "base_period") != (self.base_period is not None):
            raise ValueError("over: base_period và base_period phải đi cùng nhau")
        if self.scale[0] >= self.scale[1]:
            raise ValueError("scale: đầu thấp phải nhỏ hơn đầu cao")
        if (self.method == "distance_to_reference") != (self.reference_unit is not None):
            raise ValueError("reference_unit chỉ dùng, và phải có, với distance_to_reference")
        return self

    @property
    def clips(self) -> bool:
        """Whether scores end at the scale."""
        return self.method in {"goalposts", "target"} if self.clip is None else self.clip


class Treatment(Strict):
    """What is done about outliers before normalising.

    `winsorise`: values beyond the next one are set to it, one after the other, until skewness and
    kurtosis pass or `most_points` (or `most_share` of all points, if more) are used up; if that
    does not do, the values are taken as they were and their logarithm is used (COINr, GII).
    `clip`: values end at the goalposts, and how many did is told.
    """

    method: Literal["none", "winsorise", "clip"] = "none"
    skewness: float = Field(default=2.0, gt=0)
    kurtosis: float = Field(default=3.5, gt=0)
    most_points: int | None = Field(default=5, ge=1)
    most_share: float = Field(default=0.0, ge=0, le=0.5)
    log_if_needed: bool = True


class Imputation(Strict):
    """What stands for a missing value; by default nothing does.

    `latest` and `linear` take the unit's other years; the others the units of the same year (of the
    same `group`, a column of the frame).
    """

    method: Literal["none", "mean", "median", "group_mean", "group_median", "latest", "linear"] = (
        "none"
    )
    group: str | None = None

    @model_validator(mode="after")
    def _complete(self) -> Imputation:
        if self.method.startswith("group_") != (self.group is not None):
            raise ValueError("group chỉ dùng, và phải có, với group_mean, group_median")
        return self


class Weighting(Strict):
    """Where the weights within a group come from.

    `pca_first` and `pca_rotated`: see `weights`; diagnosis rather than policy.
    """

    method: Literal["given", "equal", "pca_first", "pca_rotated"] = "given"


class Aggregation(Strict):
    """How the scores of a group become one.

    Attributes:
        method: see `aggregate`; `ampi` is the (adjusted) Mazziotta-Pareto index on scores
            normalised by `ampi` (or by z with mean 100 and sd 10).
        floor: smallest score that geometric and harmonic means take as it is.
        power: of the generalised mean.
        penalty: -1 for indices of something good (uneven scores lower it), +1 of something bad.
        ddof: of the spread within a unit that AMPI penalises.
        shares: least and most that an indicator may give to its own unit's score, for
            benefit of the doubt.
    """

    method: Literal[
        "arithmetic", "geometric", "harmonic", "generalised", "ampi", "copeland", "bod"
    ] = "arithmetic"
    floor: float = Field(default=1.0, gt=0)
    power: float = 1.0
    penalty: Literal[-1, 1] = -1
    ddof: Literal[0, 1] = 0
    shares: tuple[float, float] | None = None

    @model_validator(mode="after")
    def _complete(self) -> Aggregation:
        if self.shares is not None and not 0 <= self.shares[0] < self.shares[1] <= 1:
            raise ValueError("shares: cần 0 ≤ thấp nhất < cao nhất ≤ 1")
        return self


class Leaf(Strict):
    """An indicator of a board.

    Attributes:
        code: column of the frame.
        heading: Vietnamese name, "" for the code.
        weight: within its group; only proportions matter.
        better: direction of improvement.
        goalposts: the values (smaller first) between which the scale runs.
        target: value that earns the full score.
        reference: value that AMPI puts at 100.
        denominator: column by which values are divided.
        measurement_sd: standard deviation of the measurement error, in the indicator's unit.
        normalise: other than the board's.
        treat: other than the board's.
        impute: other than the board's.
    """

    code: str
    heading: str = ""
    weight: float = Field(default=1.0, ge=0)
    better: Literal["higher", "lower"] = "higher"
    goalposts: tuple[float, float] | None = None
    target: float | None = None
    reference: float | None = None
    denominator: str | None = None
    measurement_sd: float = Field(default=0.0, ge=0)
    normalise: Normalisation | None = None
    treat: Treatment | None = None
    impute: Imputation | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Leaf:
        if self.goalposts is not None and self.goalposts[0] >= self.goalposts[1]:
            raise ValueError(f"{self.code}: goalposts phải viết số nhỏ trước, số lớn sau")
        return self

    @property
    def name(self) -> str:
        """What people call it."""
        return self.heading or self.code


class Group(Strict):
    """A group of indicators or of groups.

    Attributes:
        code: column of its score.
        heading: Vietnamese name, "" for the code.
        weight: within the group above.
        children: what it is made of.
        aggregate: other than the board's.
        weights: other than the board's.
        least_known: other than the board's.
    """

    code: str
    heading: str = ""
    weight: float = Field(default=1.0, ge=0)
    children: tuple[Node, ...] = Field(min_length=1)
    aggregate: Aggregation | None = None
    weights: Weighting | None = None
    least_known: float | None = Field(default=None, ge=0, le=1)

    @property
    def name(self) -> str:
        """What people call it."""
        return self.heading or self.code

    @property
    def leaves(self) -> list[Leaf]:
        """Its indicators, at any depth, in order."""
        found: list[Leaf] = []
        for child in self.children:
            found += [child] if isinstance(child, Leaf) else child.leaves
        return found

    def groups(self) -> Iterator[Group]:
        """This group and those below it, lowest first."""
        for child in self.children:
            if isinstance(child, Group):
                yield from child.groups()
        yield self


def _kind(value: Any) -> str:
    grouped = "children" in value if isinstance(value, dict) else isinstance(value, Group)
    return "group" if grouped else "leaf"


Node = Annotated[
    Annotated[Leaf, Tag("leaf")] | Annotated[Group, Tag("group")], Discriminator(_kind)
]


class Board(Strict):
    """A composite index: the tree and the default choice of each stage.

    Attributes:
        index: the tree; its code is the column of the index.
        normalise: goalposts by default: fixed over the years, so that years compare.
        least_known: smallest share of a group's weight that must be known for it to have a score.
        years_compared: whether scores of different years will be held side by side. If so a
            yardstick that is laid anew each year is refused.
    """

    index: Group
    normalise: Normalisation = Normalisation()
    treat: Treatment = Treatment()
    impute: Imputation = Imputation()
    weights: Weighting = Weighting()
    aggregate: Aggregation = Aggregation()
    least_known: float = Field(default=0.0, ge=0, le=1)
    years_compared: bool = True

    @model_validator(mode="after")
    def _sound(self) -> Board:
        codes = [leaf.code for leaf in self.leaves] + [group.code for group in self.groups]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise ValueError(f"mã đứng hai lần: {', '.join(twice)}")
        weightless = [one.code for one in self.groups if not sum(c.weight for c in one.children)]
        if weightless:
            raise ValueError(f"tổng trọng số bằng 0: {', '.join(weightless)}")
        faults = [fault for leaf in self.leaves for fault in self._missing(leaf)]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _missing(self, leaf: Leaf) -> Iterator[str]:
        how = self.normalisation(leaf)
        needs_posts = how.method in {"goalposts", "scaled"} or self.treatment(leaf).method == "clip"
        if needs_posts and leaf.goalposts is None:
            yield f"{leaf.name} ({leaf.code}): thiếu goalposts"
        if how.method in {"target", "distance_to_target"} and leaf.target is None:
            yield f"{leaf.name} ({leaf.code}): thiếu target"

    @property
    def leaves(self) -> list[Leaf]:
        """All indicators, in order."""
        return self.index.leaves

    @property
    def groups(self) -> list[Group]:
        """All groups, lowest first, the index last."""
        return list(self.index.groups())

    def normalisation(self, leaf: Leaf) -> Normalisation:
        """The choice that holds for an indicator."""
        return leaf.normalise or self.normalise

    def treatment(self, leaf: Leaf) -> Treatment:
        """The choice that holds for an indicator."""
        return leaf.treat or self.treat

    def imputation(self, leaf: Leaf) -> Imputation:
        """The choice that holds for an indicator."""
        return leaf.impute or self.impute

    def aggregation(self, group: Group) -> Aggregation:
        """The choice that holds for a group."""
        return group.aggregate or self.aggregate

    def weighting(self, group: Group) -> Weighting:
        """The choice that holds for a group."""
        return group.weights or self.weights

    def least_known_of(self, group: Group) -> float:
        """The threshold that holds for a group."""
        return self.least_known if group.least_known is None else group.least_known
