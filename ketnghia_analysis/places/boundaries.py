"""Commune boundaries: valid at a date, fit to be drawn."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from ketnghia_analysis.places.coordinates import WGS84
from ketnghia_analysis.places.registers import Day, in_force

_NARROW_GAP_DEGREES = 1e-4

EMPTY_BOUNDARIES = gpd.GeoDataFrame(
    {
        "commune_code": pd.Series(dtype="str"),
        "valid_from": pd.Series(dtype="datetime64[us]"),
        "valid_to": pd.Series(dtype="datetime64[us]"),
    },
    geometry=gpd.GeoSeries([], crs=WGS84),
)


def is_coverage(boundaries: gpd.GeoDataFrame) -> bool:
    """Whether the polygons fit together: valid, no overlap, no gap narrower than 10 m or so."""
    shapes = boundaries.geometry.to_numpy()
    return bool(boundaries.geometry.is_valid.all()) and bool(
        shapely.coverage_is_valid(shapes, gap_width=_NARROW_GAP_DEGREES)
    )


def with_boundaries(communes: pd.DataFrame, boundaries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The register of communes with each row's polygon, missing where none was supplied.

    Args:
        communes: table `communes`.
        boundaries: `commune_code`, `valid_from` and geometry in WGS 84, a row per version.
    """
    shapes = boundaries[["commune_code", "valid_from", "geometry"]]
    joined = communes.merge(
        shapes, how="left", on=["commune_code", "valid_from"], validate="one_to_one"
    )
    return gpd.GeoDataFrame(joined, geometry="geometry", crs=WGS84)


def communes_on(communes: gpd.GeoDataFrame, day: Day) -> gpd.GeoDataFrame:
    """Communes that exist on a day, indexed by `commune_code`, with their polygons of that day."""
    return in_force(communes, "commune_code", day)


def simplified(boundaries: gpd.GeoDataFrame, metres: float = 60.0) -> gpd.GeoDataFrame:
    """Boundaries with fewer vertices that still fit together; same index, same columns.

    Polygons that do not fit together are simplified one by one; missing ones stay missing.
    """
    drawn = boundaries[boundaries.geometry.notna()]
    if drawn.empty:
        return boundaries
    flat = drawn.to_crs(drawn.estimate_utm_crs())
    if is_coverage(drawn):
        flat.geometry = shapely.coverage_simplify(flat.geometry.to_numpy(), tolerance=metres)
    else:
        flat.geometry = flat.geometry.simplify(metres)
    thinned = flat.to_crs(WGS84).geometry
    return boundaries.set_geometry(thinned.reindex(boundaries.index))
