"""All tables, each after those it refers to, and how files name what they refer to."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from ketnghia_analysis.vocabulary.columns import Column, Table
from ketnghia_analysis.vocabulary.coordination_tables import (
    BRIEFINGS,
    COORDINATION_MEETINGS,
    OFFICER_DUTIES,
    SUBMITTED_REPORTS,
)
from ketnghia_analysis.vocabulary.places_tables import AGENCIES, COMMUNES, HAMLETS
from ketnghia_analysis.vocabulary.programme_tables import (
    ACTIVITIES,
    COMMITMENTS,
    DIFFICULTIES,
    PAIRINGS,
)
from ketnghia_analysis.vocabulary.survey_tables import HAMLET_FIGURES, HOUSEHOLDS, SURVEY_ROUNDS

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        COMMUNES,
        HAMLETS,
        AGENCIES,
        SURVEY_ROUNDS,
        PAIRINGS,
        HAMLET_FIGURES,
        HOUSEHOLDS,
        DIFFICULTIES,
        COMMITMENTS,
        ACTIVITIES,
        OFFICER_DUTIES,
        BRIEFINGS,
        COORDINATION_MEETINGS,
        SUBMITTED_REPORTS,
    )
}

COMMUNE_NAME = Column(
    name="commune_name",
    heading="Xã, thị trấn",
    meaning="Commune as the sender writes it.",
    synonyms=(
        "Xã",
        "Tên xã",
        "Xã/thị trấn",
        "Xã, phường, thị trấn",
        "Tên xã, thị trấn",
        "Thuộc xã",
        "Đơn vị",
        "Xã, TT",
        "Địa bàn xã",
        "Đơn vị hành chính",
    ),
)
HAMLET_NAME = Column(
    name="hamlet_name",
    heading="Thôn, khu phố",
    meaning="Hamlet as the sender writes it.",
    synonyms=(
        "Thôn",
        "Tên thôn",
        "Tên thôn, khu phố",
        "Thôn/khu phố",
        "Thôn kết nghĩa",
        "Thôn được phân công kết nghĩa",
        "Tên thôn kết nghĩa",
        "Thôn, bản",
        "Thôn (khu phố)",
        "Địa bàn thôn",
        "Địa bàn",
        "Xã/thôn",
        "Xã, thôn",
        "Thôn, xã",
        "Tên xã, thôn",
        "Địa bàn kết nghĩa",
        "Địa bàn phụ trách",
        "Thôn được phân công",
        "Thôn xen ghép",
        "Thôn phụ trách",
        "Thôn/bản",
        "Thôn, tổ dân phố",
    ),
)
AGENCY_NAME = Column(
    name="agency_name",
    heading="Cơ quan, đơn vị",
    meaning="Agency as the sender writes it.",
    synonyms=(
        "Cơ quan",
        "Tên cơ quan, đơn vị",
        "Tên cơ quan",
        "Cơ quan kết nghĩa",
        "Đơn vị kết nghĩa",
        "Cơ quan, đơn vị kết nghĩa",
        "Cơ quan, đơn vị thực hiện",
        "Đơn vị thực hiện",
        "Cơ quan thực hiện",
        "Cơ quan phụ trách",
        "Đơn vị phụ trách",
        "Đơn vị được phân công",
        "Cơ quan, đơn vị được phân công",
        "Cơ quan, đơn vị phụ trách",
        "Tên đơn vị",
    ),
)
_AGENCY_ID = AGENCIES["agency_id"]
_HAMLET_ID = HAMLETS["hamlet_id"]
_COMMUNE_CODE = COMMUNES["commune_code"]
_ROUND_YEAR = SURVEY_ROUNDS["year"]

WRITTEN_AS: dict[str, tuple[Column, ...]] = {
    "communes": (_COMMUNE_CODE, COMMUNE_NAME),
    "hamlets": (_HAMLET_ID, HAMLET_NAME, _COMMUNE_CODE, COMMUNE_NAME),
    "agencies": (_AGENCY_ID, AGENCY_NAME),
    "pairings": (
        PAIRINGS["pairing_id"],
        _AGENCY_ID,
        AGENCY_NAME,
        _HAMLET_ID,
        HAMLET_NAME,
        _COMMUNE_CODE,
        COMMUNE_NAME,
    ),
    "survey_rounds": (SURVEY_ROUNDS["round_id"], _ROUND_YEAR),
    "commitments": (COMMITMENTS["commitment_id"],),
    "difficulties": (DIFFICULTIES["difficulty_id"],),
}
"""For each table that others refer to: the columns by which files may say which row is meant."""


@cache
def readable_columns(table_name: str) -> dict[str, Column]:
    """Columns that a file may carry: the table's own, and those that name what it refers to."""
    table = TABLES[table_name]
    found = dict(table.by_name)
    for column in table.columns:
        if column.refers_to:
            for written in WRITTEN_AS[column.refers_to]:
                own = found.setdefault(written.name, written)
                if own.refers_to:
                    headings = dict.fromkeys((*own.synonyms, *written.headings))
                    found[own.name] = replace(own, synonyms=tuple(headings))
    return found
