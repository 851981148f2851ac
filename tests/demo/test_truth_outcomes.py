"""The short way to a district's figures leads to the same district."""

from __future__ import annotations

import pandas as pd
import pytest

from ketnghia_analysis.demo.truth import District, make_district
from ketnghia_analysis.demo.truth_outcomes import make_outcomes


@pytest.fixture(scope="module")
def district() -> District:
    return make_district(5)


def test_it_is_the_district_of_the_long_way(district: District) -> None:
    real, _ = make_outcomes(5)
    for name in ("communes", "hamlets", "survey_rounds", "pairings", "hamlet_figures"):
        columns = real[name].columns
        pd.testing.assert_frame_equal(real[name], district.tables[name][columns])


def test_without_the_effect_only_paired_hamlets_differ(district: District) -> None:
    real, without = (tables["hamlet_figures"] for tables in make_outcomes(5))
    pd.testing.assert_series_equal(real["households"], without["households"])
    differs = real["hygienic_water_households"] != without["hygienic_water_households"]
    later = real["round_id"] != "DKS2019"
    assert differs[later].sum() > 50
    assert not differs[~later].any()
    assert (
        real.loc[differs, "hygienic_water_households"]
        > without.loc[differs, "hygienic_water_households"]
    ).all()
