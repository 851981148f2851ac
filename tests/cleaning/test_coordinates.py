from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from shapely import box

from ketnghia_analysis.cleaning.coordinates import POINT_TYPES, resolve_points
from ketnghia_analysis.places.vn2000 import Grid, from_wgs84


def resolved(pairs: list[tuple[Any, Any]], **told: Any) -> pd.DataFrame:
    frame = pd.DataFrame(pairs, columns=["north", "east"], dtype=object)
    frame.index = pd.Index(range(10, 10 + len(frame)))
    return resolve_points(frame["north"], frame["east"], **told)


def metres(north: float, east: float) -> tuple[float, float]:
    northing, easting = from_wgs84(np.array([north]), np.array([east]), Grid(108.5))
    return round(float(northing[0]), 2), round(float(easting[0]), 2)


MIXED = [
    ("11°17'28,1\"B", "108°13'44,4\"Đ"),
    (11.158, 107.87),
    ("11,30961", "108,33612"),
    metres(11.2, 108.1),
    (108.34, 11.318),
    ("11°22'40.9\"N", "107°55'51.6\"E"),
    (21.0285, 105.8542),
    (None, "-"),
    (11.2, None),
    ("chưa đo", 108.1),
    ("11.25, 108.15", None),
]


def test_a_table_of_every_notation_is_settled_row_by_row() -> None:
    found = resolved(MIXED)
    assert found["how"].tolist()[:7] == [
        *("read_degrees", "", "read_degrees", "converted_grid", "swapped_coordinates"),
        *("read_degrees", ""),
    ]
    assert found["problem"].tolist() == [
        *("", "", "", "", "", "", "impossible_point", "", "half_point", "not_a_number", ""),
    ]
    assert found.loc[13, ["latitude", "longitude"]].tolist() == pytest.approx([11.2, 108.1])
    assert found.loc[14, ["latitude", "longitude"]].tolist() == [11.318, 108.34]
    assert found.loc[20, ["latitude", "longitude"]].tolist() == [11.25, 108.15]
    assert found.loc[[16, 17, 18, 19], ["latitude", "longitude"]].isna().all(axis=None)


def test_the_frame_has_the_index_and_types_promised() -> None:
    found = resolved(MIXED)
    assert found.index.tolist() == list(range(10, 21))
    assert found.dtypes.astype(str).to_dict() == POINT_TYPES
    assert resolved([]).empty


def test_values_already_read_give_the_same_points() -> None:
    read = resolved([(11.2911389, 108.229), *MIXED[1:7]])
    raw = resolved(MIXED[:7])
    for axis in ("latitude", "longitude"):
        assert read[axis].fillna(0).tolist() == pytest.approx(raw[axis].fillna(0).tolist())


def test_a_polygon_judges_more_strictly_than_neighbours() -> None:
    pairs = [(11.05, 108.05), (11.06, 108.06), (11.25, 108.05), (11.07, 108.05)]
    areas = pd.Series([box(108.0, 11.0, 108.1, 11.1)] * 3 + [None], dtype=object)
    judged = resolved(pairs, area_of_row=areas)
    assert judged["problem"].tolist() == ["", "", "impossible_point", ""]
    assert resolved(pairs)["problem"].tolist() == [""] * 4


def test_neighbours_of_the_commune_come_before_those_of_the_table() -> None:
    first = [(11.0 + step / 100, 108.0) for step in range(5)]
    second = [(11.6 + step / 100, 108.4) for step in range(5)]
    astray = [(11.6, 108.4)]
    communes = pd.Series(["A"] * 5 + ["B"] * 5 + ["A"])
    found = resolved([*first, *second, *astray], commune=communes)
    assert found["problem"].tolist() == [""] * 10 + ["impossible_point"]


def test_the_title_tells_the_meridian_for_all_rows() -> None:
    alone = [metres(11.2, 108.1)]
    assert resolved(alone)["problem"].tolist() == ["unknown_meridian"]
    told = resolved(alone, title="Hệ VN-2000, kinh tuyến trục 108°30'")
    assert told["problem"].tolist() == [""]
    assert told[["latitude", "longitude"]].iloc[0].tolist() == pytest.approx([11.2, 108.1])
    assert told["quality"].tolist() == ["converted"]


def test_a_label_is_only_a_hint() -> None:
    pairs = [(11.2, 108.1), (11.21, 108.11), (11.22, 108.1), metres(11.2, 108.12)]
    wrong = pd.Series(["VN-2000", "WGS-84", None, "WGS-84"], dtype=object)
    found = resolved(pairs, system=wrong)
    assert found["problem"].tolist() == [""] * 4
    assert found["longitude"].tolist() == pytest.approx([108.1, 108.11, 108.1, 108.12])
