"""Figures of a year: each is declared once, has a reference, and knows the records behind it.

A figure is a decorated function: facts (and keys such as a pairing) in, its value with the clean
records it was made from out. Texts and tables cite figures; `tracing` follows a reference down to
the cells that were sent.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.figure_words import said
from ketnghia_analysis.vocabulary.cited_text import cite
from ketnghia_analysis.vocabulary.errors import WrongCall
from ketnghia_analysis.vocabulary.wording import Written, is_missing


class How(StrEnum):
    """How a figure is made from its records."""

    COUNT = "count"
    SUM = "sum"
    SHARE = "share"
    MEDIAN = "median"
    VALUE = "value"
    SCORE = "score"
    CHANGE = "change"
    ESTIMATE = "estimate"


HOW_LABELS: dict[str, str] = {
    How.COUNT: "đếm số bản ghi",
    How.SUM: "cộng các giá trị",
    How.SHARE: "tỷ lệ của hai số đếm hoặc hai tổng",
    How.MEDIAN: "trung vị của các thôn",
    How.VALUE: "một giá trị của bản ghi",
    How.SCORE: "điểm theo quy tắc chấm điểm",
    How.CHANGE: "hiệu của hai kỳ",
    How.ESTIMATE: "ước lượng thống kê, xem docs/method.md",
}


@dataclass(frozen=True)
class Wanted:
    """Records of a clean table.

    Attributes:
        table: its name.
        where: for some columns the values that are meant; ids of hamlets and agencies stand for
            those that were merged into them too.
        columns: columns that the figure is made from.
        within: a date column with the first and last day that count.
    """

    table: str
    where: Mapping[str, frozenset[object]]
    columns: tuple[str, ...]
    within: tuple[str, date, date] | None = None


def wanted(
    table: str,
    columns: Iterable[str],
    within: tuple[str, date, date] | None = None,
    **where: Iterable[object] | str | int,
) -> Wanted:
    """Records by values of columns; a single value may stand for itself."""
    chosen = {
        name: frozenset([values] if isinstance(values, str | int) else values)
        for name, values in where.items()
    }
    return Wanted(table, chosen, tuple(columns), within)


def form_records(
    facts: YearFacts, hamlets: Iterable[object], columns: Iterable[str], years: Collection[int]
) -> Wanted:
    """Records of the hamlet form for some hamlets in the survey rounds of some years."""
    rounds = facts.register["survey_rounds"]
    chosen = rounds.loc[rounds["year"].isin(years), "round_id"]
    ids = [str(one) for one in hamlets]
    return wanted("hamlet_figures", columns, hamlet_id=ids, round_id=chosen)


@dataclass(frozen=True)
class Sourced:
    """A value with what it was made from.

    Attributes:
        value: the figure; of a range its lower end; missing where it is not known.
        how: how it is made.
        wanted: the clean records.
        parts: references of the figures that it is made of.
        high: upper end of a range, None for a figure that is certain.
        note: Vietnamese, what else one must know.
    """

    value: float | None
    how: How
    wanted: tuple[Wanted, ...] = ()
    parts: tuple[str, ...] = ()
    high: float | None = None
    note: str = ""


@dataclass(frozen=True)
class FigureKind:
    """A declared figure.

    Attributes:
        name: of the function, first part of its references.
        label: Vietnamese name; "{key}" stands for what a key says.
        formula: Vietnamese, how it is computed.
        written: how it is written.
        keys: names of the keys that it needs.
        find: facts and keys in, value and sources out.
    """

    name: str
    label: str
    formula: str
    written: Written
    keys: tuple[str, ...]
    find: Callable[..., Sourced]


FIGURE_KINDS: dict[str, FigureKind] = {}
"""All figures that can be cited, by name."""


def figure(
    label: str, formula: str, written: Written = Written.WHOLE
) -> Callable[[Callable[..., Sourced]], Callable[..., Sourced]]:
    """Register a function as a figure; its parameters after the facts are its keys."""

    def register(find: Callable[..., Sourced]) -> Callable[..., Sourced]:
        keys = tuple(inspect.signature(find).parameters)[1:]
        FIGURE_KINDS[find.__name__] = FigureKind(find.__name__, label, formula, written, keys, find)
        return find

    return register


_REFERENCE = re.compile(r"^(?P<year>\d{4})/(?P<name>[a-z][a-z0-9_]*)(?:/(?P<keys>.+))?$")
_SCOPES = ("in_commune", "of_agency")
"""Keys that name the part of the district of which a figure is told."""


@dataclass(frozen=True)
class Reference:
    """Which figure is meant.

    Attributes:
        year: reporting year.
        name: of the figure.
        keys: its keys.
        scope: commune or agency to which the facts are narrowed.
    """

    year: int
    name: str
    keys: Mapping[str, str] = field(default_factory=dict)
    scope: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """As documents print it and `ketnghia trace` takes it."""
        both = {**self.scope, **self.keys}
        told = ",".join(f"{key}={value}" for key, value in both.items())
        return f"{self.year}/{self.name}" + (f"/{told}" if told else "")


def parse_reference(text: str) -> Reference:
    """The reference that a text is.

    Raises:
        WrongCall: it is none, or names a figure or key that there is not.
    """
    match = _REFERENCE.match(text.strip())
    if match is None:
        raise WrongCall(
            text, "không phải ký hiệu số liệu", "chép ký hiệu từ trang “Nguồn số liệu” của phụ lục"
        )
    kind = FIGURE_KINDS.get(match["name"])
    if kind is None:
        raise WrongCall(
            text, f"không có số liệu “{match['name']}”", f"dùng: {', '.join(FIGURE_KINDS)}"
        )
    told = dict(part.partition("=")[::2] for part in (match["keys"] or "").split(",") if part)
    keys = {name: value for name, value in told.items() if name not in _SCOPES}
    if set(keys) != set(kind.keys):
        asked = ", ".join(kind.keys) or "không có"
        raise WrongCall(text, f"khóa của số liệu này là: {asked}", "ghi đủ và đúng các khóa")
    scope = {name: value for name, value in told.items() if name in _SCOPES}
    return Reference(int(match["year"]), kind.name, keys, scope)


@dataclass(frozen=True)
class Figure:
    """A figure of a year.

    Attributes:
        reference: which one it is.
        label: Vietnamese name.
        kind: its declaration.
        sourced: value and records.
    """

    reference: Reference
    label: str
    kind: FigureKind
    sourced: Sourced

    @property
    def text(self) -> str:
        """The figure as it is written, a range with both ends."""
        write = self.kind.written.write
        low, high = self.sourced.value, self.sourced.high
        if high is None or is_missing(low) or write(low) == write(high):
            return write(low)
        return f"{write(low)} – {write(high)}"

    @property
    def cited(self) -> str:
        """The figure as part of a text, with its reference inside."""
        return cite(str(self.reference), self.text)


def figure_of(facts: YearFacts, name: str, **keys: str) -> Figure:
    """A figure of the facts.

    Args:
        facts: of a year, for the district or a part of it.
        name: of the figure.
        keys: its keys, all texts.

    Raises:
        KeyError: there is no such figure, pairing, agency and so on.
    """
    kind = FIGURE_KINDS[name]
    reference = Reference(facts.year, name, keys, dict(facts.narrowed))
    told = {key: said(facts, key, value) for key, value in keys.items()}
    return Figure(reference, kind.label.format(**told), kind, kind.find(facts, **keys))


def cited(facts: YearFacts, name: str, **keys: str) -> str:
    """A figure as part of a text, with its reference inside."""
    return figure_of(facts, name, **keys).cited


def reference_to(facts: YearFacts, name: str, **keys: str) -> str:
    """The reference of a figure, without looking for its value."""
    return str(Reference(facts.year, name, keys, dict(facts.narrowed)))
