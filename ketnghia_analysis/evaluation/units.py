"""Clean tables of many provinces or districts, taken apart so that each is evaluated by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.places.registers import latest
from ketnghia_analysis.vocabulary.errors import DataFault
from ketnghia_analysis.vocabulary.tables import TABLES

UNIT_COLUMNS = ("province_name", "district_name")
"""Columns of the registers by which a country can be taken apart."""
_MOST_TOLD = 5


@dataclass(frozen=True)
class Units:
    """Where communes, hamlets and agencies belong.

    Attributes:
        names: of all units, ascending.
        communes: unit by `commune_code`.
        hamlets: unit by `hamlet_id`.
        agencies: units by `agency_id`; none for an agency of which it is not known.
    """

    names: tuple[str, ...]
    communes: Mapping[str, str]
    hamlets: Mapping[str, str]
    agencies: Mapping[str, frozenset[str]]


def units_of(tables: Mapping[str, pd.DataFrame], by: str) -> Units:
    """The units of a country.

    A commune belongs where the register says so, or, where it is silent, with the communes it took
    over from; a hamlet with its last commune; an agency where the register says so and where its
    hamlets are.

    Args:
        tables: clean tables.
        by: one of `UNIT_COLUMNS`; districts of the same name in two provinces are two.

    Raises:
        DataFault: communes of which nobody knows the unit.
    """
    communes = _communes(tables["communes"], by)
    hamlets = latest(tables["hamlets"], "hamlet_id")["commune_code"].map(communes).to_dict()
    register = latest(tables["agencies"], "agency_id")
    said = _told(register, by).dropna()
    pairings = tables["pairings"]
    paired = pairings["hamlet_id"].map(hamlets).groupby(pairings["agency_id"]).agg(frozenset)
    agencies: dict[str, frozenset[str]] = paired.to_dict()
    for agency, unit in said.items():
        agencies[str(agency)] = agencies.get(str(agency), frozenset()) | {unit}
    return Units(tuple(sorted(set(communes.values()))), communes, hamlets, agencies)


def _told(register: pd.DataFrame, by: str) -> pd.Series:
    """What a register itself says."""
    if by == "province_name":
        return register[by]
    province = (", " + register["province_name"]).fillna("")
    return register[by] + province


def _communes(register: pd.DataFrame, by: str) -> dict[str, str]:
    rows = register.assign(unit=_told(register, by)).sort_values("valid_from", ascending=False)
    said = rows.dropna(subset="unit").drop_duplicates("commune_code")
    known = dict(zip(said["commune_code"], said["unit"], strict=True))
    heirs = rows.dropna(subset="successor_code")
    came_from = heirs["commune_code"].groupby(heirs["successor_code"]).agg(list).to_dict()
    unknown = [code for code in rows["commune_code"].unique() if code not in known]
    for code in unknown:
        found = pd.Series([known[one] for one in came_from.get(code, []) if one in known])
        if len(found):
            known[code] = str(found.mode()[0])
    lost = sorted(set(unknown) - known.keys())
    if lost:
        heading = {column.name: column.heading for column in TABLES["communes"].columns}[by]
        more = f" và {len(lost) - _MOST_TOLD} xã khác" if len(lost) > _MOST_TOLD else ""
        raise DataFault(
            "Danh mục xã",
            f"không biết xã thuộc {heading.lower()} nào: {', '.join(lost[:_MOST_TOLD])}{more}",
            f"điền cột “{heading}” của danh mục xã rồi làm sạch lại",
        )
    return known


def parts_of(cleaned: Cleaned, units: Units) -> Iterator[tuple[str, Cleaned]]:
    """Each unit's share of the clean tables, of what is held and of what was sent.

    A row belongs with its hamlet; one without a hamlet with its commune, else with its agency. What
    belongs nowhere (survey rounds, held rows that name nobody) goes to all units. The other books
    of the cleaning are empty in a share: they are about files, which may be of many units.
    """
    books = {"quarantine": cleaned.quarantine, "blocks": cleaned.blocks}
    frames = {**cleaned.tables, **books}
    places = {name: _places(frame, units) for name, frame in frames.items()}
    empty = {
        name: getattr(cleaned, name).iloc[:0]
        for name in ("ledger", "accounts", "cells", "files", "headings", "warnings", "questions")
    }
    for unit in units.names:
        own = {name: frames[name].iloc[found.of(unit)] for name, found in places.items()}
        own = {name: frame.reset_index(drop=True) for name, frame in own.items()}
        tables = {name: own[name] for name in cleaned.tables}
        yield unit, replace(cleaned, tables=tables, **{name: own[name] for name in books}, **empty)


@dataclass(frozen=True)
class _Places:
    """Row numbers of a frame by unit, and those of rows that belong to several or to all."""

    own: Mapping[str, NDArray[np.intp]]
    shared: NDArray[np.intp]
    among: list[frozenset[str] | None]

    def of(self, unit: str) -> NDArray[np.intp]:
        """Row numbers of a unit, ascending."""
        also = [
            place
            for place, units in zip(self.shared.tolist(), self.among, strict=True)
            if units is None or unit in units
        ]
        own = self.own.get(unit, np.array([], dtype=np.intp))
        return np.sort(np.concatenate([own, np.array(also, dtype=np.intp)]))


def _places(frame: pd.DataFrame, units: Units) -> _Places:
    unit = pd.Series(None, index=range(len(frame)), dtype=object)
    for name, known in (("hamlet_id", units.hamlets), ("commune_code", units.communes)):
        if name in frame:
            unit = unit.where(unit.notna(), frame[name].map(known).to_numpy(dtype=object))
    open_rows = np.flatnonzero(unit.isna())
    among: list[frozenset[str] | None] = [None] * len(open_rows)
    if "agency_id" in frame:
        senders = frame["agency_id"].iloc[open_rows]
        among = [units.agencies.get(one) if isinstance(one, str) else None for one in senders]
        taken = [place for place, found in enumerate(among) if found and len(found) == 1]
        for place in taken:
            unit.iat[int(open_rows[place])] = next(iter(among[place] or ()))
        among = [found for found in among if not found or len(found) > 1]
        open_rows = np.delete(open_rows, taken)
    own = {str(name): places for name, places in unit.groupby(unit).indices.items()}
    return _Places(own, open_rows, among)
