"""Coordinates of a table: each pair of cells becomes a point in its commune, or is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from ketnghia_analysis.cleaning.coordinates import resolve_points
from ketnghia_analysis.cleaning.gather import Gathered
from ketnghia_analysis.cleaning.ledger import Books, raw_text, value_text
from ketnghia_analysis.cleaning.names import BEGINNING, END
from ketnghia_analysis.cleaning.own_names import ABOUT_PLACE
from ketnghia_analysis.cleaning.registers import Registers
from ketnghia_analysis.intake.deliveries import Found
from ketnghia_analysis.places.boundaries import with_boundaries
from ketnghia_analysis.places.coordinates import TOLERANCE_M
from ketnghia_analysis.places.registers import valid_on
from ketnghia_analysis.vocabulary.columns import Table

PAIR = ("latitude", "longitude")
SYSTEM = "coordinate_system"


def place_points(
    table: Table, values: pd.DataFrame, gathered: Gathered, registers: Registers, books: Books
) -> pd.DataFrame:
    """Values whose coordinates are points in WGS 84, each judged against its commune.

    Args:
        table: its declaration.
        values: typed cells, indexed by row id.
        gathered: raw cells and papers.
        registers: communes that are clean already, and boundaries.
        books: take the changes and faults.

    Returns:
        Same index. A point that can't be right holds a row of a list of coordinates, and becomes
        missing in a row that tells of other things too.
    """
    if not set(PAIR) <= set(table.names) or not set(PAIR) <= set(gathered.raw.columns):
        return values
    placed = values.copy()
    located = _with_communes(values)
    for paper, ids in _papers(gathered):
        found = _points(paper, located.loc[ids], gathered.raw.loc[ids], registers)
        only_points = {column.name for column in paper.block.heading.columns} <= ABOUT_PLACE
        for row_id, point in found.iterrows():
            _enter(int(str(row_id)), point, gathered.raw.loc[row_id], only_points, books)
        for name in PAIR:
            placed.loc[ids, name] = found[name].astype("Float64")
        if "coordinate_quality" in table.names:
            placed = _with_quality(placed, found, books)
    return placed


def _with_communes(values: pd.DataFrame) -> pd.DataFrame:
    """Values in which rows that give only a hamlet's id have the commune of its other rows."""
    if not {"hamlet_id", "commune_code"} <= set(values.columns):
        return values
    key = [name for name in ("hamlet_id", "valid_from") if name in values]
    known = values.dropna(subset=["hamlet_id", "commune_code"]).drop_duplicates(key)
    codes = values[key].merge(
        known[[*key, "commune_code"]], how="left", on=key, validate="many_to_one"
    )
    own = values["commune_code"].fillna(codes["commune_code"].set_axis(values.index))
    if "valid_from" in values:
        newest = known.sort_values("valid_from").drop_duplicates("hamlet_id", keep="last")
        by_id = values["hamlet_id"].map(newest.set_index("hamlet_id")["commune_code"])
        silent = values["valid_from"].isna()
        if "commune_name" in values:
            silent &= values["commune_name"].isna()
        own = own.fillna(by_id.where(silent))
    return values.assign(commune_code=own)


def _papers(gathered: Gathered) -> Iterator[tuple[Found, pd.Index]]:
    for number, rows in gathered.origin.groupby("block", sort=False):
        paper = gathered.found[int(str(number))]
        carried = {column.name for column in paper.block.heading.columns}
        if set(PAIR) & carried:
            yield paper, rows.index


def _points(
    paper: Found, values: pd.DataFrame, raw: pd.DataFrame, registers: Registers
) -> pd.DataFrame:
    communes = _communes(values)
    return resolve_points(
        raw["latitude"],
        raw["longitude"],
        system=raw.get(SYSTEM),
        area_of_row=_areas(values, registers),
        commune=communes,
        title=" ".join(paper.block.titles),
    )


def _communes(values: pd.DataFrame) -> pd.Series | None:
    """What each row says of its commune."""
    said = [values[name] for name in ("commune_code", "commune_name") if name in values]
    if not said:
        return None
    return said[0] if len(said) == 1 else said[0].fillna(said[1])


def _areas(values: pd.DataFrame, registers: Registers) -> pd.Series | None:
    """Polygon of the commune each row names, with the tolerance of boundaries; None without any.

    A row without a first day may mean any of the communes that ever bore its code or name.
    """
    if registers.boundaries.empty:
        return None
    shaped = with_boundaries(registers.get("communes"), registers.boundaries)
    shaped = shaped[shaped.geometry.notna()]
    if shaped.empty:
        return None
    wide = shaped.assign(
        geometry=shaped.geometry.to_crs(shaped.estimate_utm_crs())
        .buffer(TOLERANCE_M)
        .to_crs(shaped.crs)
    )
    areas = [_area(row, wide, registers) for row in values.itertuples()]
    return pd.Series(areas, index=values.index, dtype=object)


def _area(row: Any, wide: gpd.GeoDataFrame, registers: Registers) -> BaseGeometry | None:
    own = wide[wide["commune_code"].isin(_codes(row, registers))]
    since = getattr(row, "valid_from", pd.NaT)
    if not pd.isna(since):
        own = valid_on(own, since)
    return own.geometry.union_all() if len(own) else None


def _codes(row: Any, registers: Registers) -> list[str]:
    code, name = getattr(row, "commune_code", None), getattr(row, "commune_name", None)
    if isinstance(code, str):
        return [code]
    if isinstance(name, str):
        return sorted(registers.communes.find(name, BEGINNING, END).ids)
    return []


def _enter(row_id: int, point: pd.Series, raw: pd.Series, only_points: bool, books: Books) -> None:
    problem, rule = point["problem"], point["how"]
    for name in PAIR:
        before = raw_text(raw[name])
        if problem and before and only_points:
            books.hold(row_id, name, problem, raw[name])
        elif problem and before:
            books.drop(row_id, name, problem, raw[name])
        elif before != value_text(point[name]):
            books.change(row_id, name, raw[name], point[name], rule or "read_degrees")


def _with_quality(values: pd.DataFrame, found: pd.DataFrame, books: Books) -> pd.DataFrame:
    """Where the sender gave no quality: how the point was come by."""
    if "coordinate_quality" not in values:
        values["coordinate_quality"] = pd.Series(index=values.index, dtype="str")
    unsaid = values.loc[found.index, "coordinate_quality"].isna() & found["latitude"].notna()
    for row_id in found.index[unsaid]:
        values.loc[row_id, "coordinate_quality"] = found.at[row_id, "quality"]
        rule = found.at[row_id, "how"] or "assumed"
        books.change(row_id, "coordinate_quality", None, found.at[row_id, "quality"], rule)
    return values
