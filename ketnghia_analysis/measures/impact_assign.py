"""Other ways in which the same pairings could have fallen to the hamlets of each commune.

A randomisation test asks how unusual what happened would look if the hamlets of a commune had
swapped places. Where there are few ways all are gone through; otherwise some are drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from math import factorial, prod

import numpy as np
import numpy.typing as npt
import pandas as pd

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

DRAWS = 9999
LEAST_WAYS = 200
"""With fewer ways within communes no test at 5 % is worth its name: the district is mixed whole."""
_SEED = 1732


@dataclass(frozen=True)
class Ways:
    """Assignments under which the test looks at the data again.

    Attributes:
        values: what each hamlet gets, one row an assignment; if `exact`, all there are, the real
            one among them.
        exact: whether these are all there are.
        strata: code of the stratum of each hamlet, 0 for all if the district is mixed whole.
        within: whether hamlets change places only within their commune.
    """

    values: Numbers
    exact: bool
    strata: Codes
    within: bool


def ways(values: pd.Series, communes: pd.Series, draws: int = DRAWS) -> Ways:
    """Assignments for a test.

    Args:
        values: what each hamlet has: 1 if paired and 0 if not, or a dose, or a cohort.
        communes: commune of each; same index.
        draws: number drawn where there are more ways than that.

    Returns:
        Assignments within communes; over the whole district where the communes leave fewer than
        `LEAST_WAYS` ways and the district leaves more. The order of the rows decides nothing but
        which draws are made: sort them first.
    """
    given = values.to_numpy("float64")
    strata = pd.factorize(communes.astype("str"), sort=True)[0].astype("int64")
    within = number_of_ways(given, strata) >= LEAST_WAYS
    if not within:
        strata = np.zeros_like(strata)
    if number_of_ways(given, strata) <= draws + 1:
        return Ways(_all(given, strata), True, strata, within)
    return Ways(_drawn(given, strata, draws), False, strata, within)


def number_of_ways(values: Numbers, strata: Codes) -> int:
    """How many different assignments there are when values change places within strata."""
    parts = []
    for stratum in np.unique(strata):
        own = values[strata == stratum]
        _, counts = np.unique(own, return_counts=True)
        parts.append(factorial(len(own)) // prod(factorial(int(count)) for count in counts))
    return prod(parts)


def _all(values: Numbers, strata: Codes) -> Numbers:
    places = [np.flatnonzero(strata == one) for one in np.unique(strata)]
    options = [_arrangements(values[place]) for place in places]
    found = np.empty((prod(len(one) for one in options), len(values)))
    for row, chosen in enumerate(product(*options)):
        for place, arranged in zip(places, chosen, strict=True):
            found[row, place] = arranged
    return found


def _arrangements(values: Numbers) -> list[Numbers]:
    """All different orders of some values."""
    kinds, counts = np.unique(values, return_counts=True)
    if len(kinds) == 1:
        return [values]
    others = _arrangements(np.repeat(kinds[1:], counts[1:]))
    found = []
    for chosen in combinations(range(len(values)), int(counts[0])):
        rest = np.ones(len(values), dtype="bool")
        rest[list(chosen)] = False
        for other in others:
            arranged = np.full(len(values), kinds[0])
            arranged[rest] = other
            found.append(arranged)
    return found


def _drawn(values: Numbers, strata: Codes, draws: int) -> Numbers:
    chance = np.random.default_rng(_SEED)
    order = np.argsort(strata, kind="stable")
    keys = strata[None, :] + chance.random((draws, len(values)))
    found = np.empty((draws, len(values)))
    np.put_along_axis(found, np.argsort(keys, axis=1), values[order][None, :], axis=1)
    return found
