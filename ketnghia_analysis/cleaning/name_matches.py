"""Register entries, what looking a name up gives, and when a likeness is enough."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from ketnghia_analysis.vocabulary.wording import date_vi

BEGINNING, END = pd.Timestamp(1900, 1, 1), pd.Timestamp(2100, 12, 31)
"""First and last day of names of which no first or last day is known."""
ACCEPT, MARGIN, ASK = 75.0, 10.0, 60.0
"""Likeness from which a name is accepted, its lead over the next, and from which it is asked."""
MOST_OPTIONS = 5


@dataclass(frozen=True)
class Entry:
    """One name of a register entry with the time for which it holds.

    Attributes:
        id: id or code.
        name: the name.
        start: first day on which it holds.
        end: last day.
        within: id of the larger place in which it lies.
        short: whether the name is an abbreviation, to which nothing can be similar.
        type: word for its type ("thị trấn") where the name does not say it.
    """

    id: str
    name: str
    start: pd.Timestamp
    end: pd.Timestamp
    within: str = ""
    short: bool = False
    type: str = ""


@dataclass(frozen=True)
class Match:
    """Outcome of looking a name up.

    Attributes:
        id: id or code that is meant; None where it is unsure or unknown.
        how: "same", "toneless", "initials", "similar", "unsure", "other_time" (an entry of another
            time bears the name) or "unknown".
        candidates: names that come into question, best first.
        ids: all ids that bear the very name; more than one where the name alone does not decide.
        options: ids, names and likeness (0 to 100) of what comes into question, best first.
    """

    id: str | None
    how: str
    candidates: tuple[str, ...] = ()
    ids: frozenset[str] = frozenset()
    options: tuple[tuple[str, str, float], ...] = ()


UNKNOWN = Match(None, "unknown")


def one_of(entries: Iterable[Entry], how: str, sure: bool = True, score: float = 100.0) -> Match:
    """The entries that bear a name: accepted if they are one, otherwise to be asked about."""
    names = {entry.id: entry.name for entry in reversed(list(entries))}
    ordered = tuple(reversed(names.items()))
    options = tuple((one, name, score) for one, name in ordered)[:MOST_OPTIONS]
    candidates = tuple(dict.fromkeys(name for _, name in ordered))
    if len(names) > 1 or not sure:
        return Match(None, "unsure", candidates, frozenset(names), options)
    return Match(ordered[0][0], how, candidates, frozenset(names), options)


def of_another_time(entries: Iterable[Entry]) -> Match:
    """Entries that bear the name on other days than those meant."""
    found = list(dict.fromkeys(entries))
    names = tuple(f"{entry.name} ({_days(entry)})" for entry in found)
    options = tuple((entry.id, name, 100.0) for entry, name in zip(found, names, strict=True))
    return Match(None, "other_time", names, options=options[:MOST_OPTIONS])


def best_of(scores: Mapping[str, tuple[float, str]], enough: Callable[[str, float], bool]) -> Match:
    """Outcome of a search by likeness.

    Args:
        scores: likeness and name by id.
        enough: whether the likeness to this id may be accepted at all.
    """
    ranked = sorted(scores.items(), key=lambda item: (-item[1][0], item[0]))
    options = tuple((one, name, round(score, 1)) for one, (score, name) in ranked if score >= ASK)[
        :MOST_OPTIONS
    ]
    if not options:
        return UNKNOWN
    names = tuple(name for _, name, _ in options)
    (best, (score, _)), *others = ranked
    lead = score - (others[0][1][0] if others else 0.0)
    if score >= ACCEPT and lead >= MARGIN and enough(best, score):
        return Match(best, "similar", names[:1], frozenset({best}), options)
    return Match(None, "unsure", names, options=options)


def asked(first: Match, *others: Match) -> Match:
    """A match that must be asked about, with the options of all."""
    options: dict[str, tuple[str, str, float]] = {}
    for match in (first, *others):
        for option in match.options:
            options.setdefault(option[0], option)
    chosen = tuple(options.values())[:MOST_OPTIONS]
    return Match(None, "unsure", tuple(dict.fromkeys(one[1] for one in chosen)), options=chosen)


def _days(entry: Entry) -> str:
    since = "" if entry.start <= BEGINNING else f"từ {date_vi(entry.start)}"
    until = "" if entry.end >= END else f"đến {date_vi(entry.end)}"
    return " ".join(filter(None, (since, until)))
