"""What tells whether pairings helped in the fictional district, made without its papers."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.demo import truth_figures, truth_places
from ketnghia_analysis.demo import truth_programme as programme
from ketnghia_analysis.demo.land import make_land
from ketnghia_analysis.demo.truth import EFFECT_POINTS_PER_YEAR


def make_outcomes(
    seed: int, effect: float = EFFECT_POINTS_PER_YEAR
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """Registers, pairings and true figures of a district, with and without the pairings' effect.

    Args:
        seed: of all random numbers; the same district as `truth.make_district` makes of it.
        effect: see `truth.make_district`.

    Returns:
        The tables `communes`, `hamlets`, `survey_rounds`, `pairings` and `hamlet_figures`, twice:
        as they are, and as they would be had the pairings changed nothing, all luck being the same.
    """
    land = make_land(seed)
    hamlets = truth_places.hamlets(seed, land)
    pairings = truth_places.pairings(hamlets)
    quality = programme.pairing_quality(seed, pairings)
    push = truth_figures.pairing_push(hamlets, pairings, quality, effect)
    tables = {
        "communes": truth_places.communes(),
        "hamlets": hamlets,
        "survey_rounds": truth_figures.survey_rounds(),
        "pairings": pairings,
    }
    real, without = (
        tables | {"hamlet_figures": truth_figures.hamlet_figures(seed, hamlets, moved)}
        for moved in (push, {})
    )
    return real, without
