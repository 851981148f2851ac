"""Who gets a form for a year, and what is printed in it: their hamlets, pairings, open entries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ketnghia_analysis.intake.forms.sheets import ROLE_LABELS, Role
from ketnghia_analysis.places.hamlets import hamlets_on
from ketnghia_analysis.places.registers import heirs, in_force
from ketnghia_analysis.vocabulary.codes import COMMUNE_TYPES, FICTIONAL_CODE_PREFIX, REPORT_TERMS
from ketnghia_analysis.vocabulary.periods import Window
from ketnghia_analysis.vocabulary.tables import TABLES

OPEN_COMMITMENTS = frozenset({"not_started", "in_progress", "extension_asked"})
OPEN_DIFFICULTIES = frozenset({"open", "in_progress"})
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
_LONGEST_NAME = 80

Tables = Mapping[str, pd.DataFrame]
Printed = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Sender:
    """One who gets a form.

    Attributes:
        role: decides the sheets.
        name: as the form's title names them; "" for a blank form.
        code: commune code or agency id; "" where there is none.
        printed: rows printed in a sheet, by table: values by column name.
        hamlets: names to choose from.
    """

    role: Role
    name: str
    code: str = ""
    printed: Printed = field(default_factory=dict)
    hamlets: tuple[str, ...] = ()

    @property
    def file_stem(self) -> str:
        """Name of the file without ending, safe on Windows."""
        return safe_name(self.name or f"Biểu trống - {ROLE_LABELS[self.role]}")


@dataclass(frozen=True)
class FormYear:
    """The registers as they stand in the year of the forms.

    Attributes:
        window: the reporting year.
        day: day on which the figures of the hamlet form hold.
        round_known: whether there is exactly one survey round of the year.
        fictional: whether the data is invented, by its commune codes.
        hamlets: hamlets of that day by id, with `commune_name` and `label` ("Thôn 2 (xã Mẫu An)").
        communes: communes of that day by code, with `label` ("Xã Mẫu An").
        agencies: agencies of that day by id.
        senders: all who get a form.
    """

    window: Window
    day: pd.Timestamp
    round_known: bool
    fictional: bool
    hamlets: pd.DataFrame
    communes: pd.DataFrame
    agencies: pd.DataFrame
    senders: tuple[Sender, ...]


def safe_name(text: str) -> str:
    """A text as a file name that Windows, macOS and Linux accept; Vietnamese letters stay."""
    name = " ".join(_UNSAFE.sub("-", text).split())[:_LONGEST_NAME].strip(" .") or "khong-ten"
    return f"_{name}" if _RESERVED.match(name) else name


def form_year(tables: Tables, window: Window, board: str) -> FormYear:
    """Senders and registers of a year.

    Args:
        tables: clean tables by name.
        window: the reporting year.
        board: who coordinates where no agency of the register does.
    """
    rounds = tables["survey_rounds"]
    days = rounds.loc[rounds["year"] == window.year, "reference_date"]
    day = days.iloc[0] if len(days) == 1 else pd.Timestamp(window.end)
    communes = in_force(tables["communes"], "commune_code", day)
    types = communes["commune_type"].map(COMMUNE_TYPES.titles)
    communes = communes.assign(label=types.str.cat(communes["name"], sep=" "))
    hamlets = hamlets_on(tables["hamlets"], tables["communes"], day)
    hamlets = hamlets.loc[sorted(hamlets.index, key=_in_order)]
    places = hamlets["commune_code"].map(communes["label"]).fillna("")
    within = " (" + places.str[:1].str.lower() + places.str[1:] + ")"
    hamlets = hamlets.assign(label=hamlets["name"] + within.where(places != "", ""))
    agencies = in_force(tables["agencies"], "agency_id", pd.Timestamp(window.end))
    paired = _pairings(tables, window)
    senders = (
        *_communes(tables, communes, hamlets, window),
        *_agencies(tables, agencies, hamlets, paired, window),
        _board(agencies, paired, board),
    )
    codes = tables["communes"]["commune_code"]
    return FormYear(
        window=window,
        day=day,
        round_known=len(days) == 1,
        fictional=bool(codes.str.startswith(FICTIONAL_CODE_PREFIX).any()),
        hamlets=hamlets,
        communes=communes,
        agencies=agencies,
        senders=senders,
    )


def _in_order(code: object) -> list[tuple[int, str]]:
    """Sorting key by which "T2" comes before "T14"."""
    parts = re.split(r"(\d+)", str(code))
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]


def _pairings(tables: Tables, window: Window) -> pd.DataFrame:
    """Pairings of the year with who stands for agency and hamlet at its end."""
    pairings = tables["pairings"]
    living = pairings[window.overlaps(pairings["valid_from"], pairings["valid_to"])]
    day = pd.Timestamp(window.end)
    for table in ("agencies", "hamlets"):
        key = TABLES[table].key[0]
        stands = heirs(tables[table], key, "successor_id", day)
        living = living.assign(**{key: living[key].map(stands)})
    return living


def _communes(
    tables: Tables, communes: pd.DataFrame, hamlets: pd.DataFrame, window: Window
) -> list[Sender]:
    found = [
        Sender(
            Role.COMMUNE,
            commune["label"],
            str(code),
            _commune_rows(own, _open_difficulties(tables, own, window)),
            tuple(own["name"]),
        )
        for code, commune in communes.iterrows()
        if len(own := hamlets[hamlets["commune_code"] == code])
    ]
    return found or [Sender(Role.COMMUNE, "")]


def _commune_rows(own: pd.DataFrame, difficulties: list[dict[str, Any]]) -> Printed:
    figures = [
        {"hamlet_id": code, "hamlet_name": name}
        for code, name in zip(own.index, own["name"], strict=True)
    ]
    return {"hamlet_figures": figures, "difficulties": difficulties}


def _open_difficulties(tables: Tables, own: pd.DataFrame, window: Window) -> list[dict[str, Any]]:
    frame = tables["difficulties"]
    is_open = frame["result"].isin(OPEN_DIFFICULTIES) | frame["result"].isna()
    # heirs would move an entry to a hamlet that did not exist when it was raised
    older = frame["raised_on"] < pd.Timestamp(window.start)
    rows = frame[is_open & older & frame["hamlet_id"].isin(own.index)].sort_values("raised_on")
    return _records(rows.assign(hamlet_name=rows["hamlet_id"].map(own["name"])))


def _agencies(
    tables: Tables,
    agencies: pd.DataFrame,
    hamlets: pd.DataFrame,
    paired: pd.DataFrame,
    window: Window,
) -> list[Sender]:
    chosen = agencies[agencies.index.isin(paired["agency_id"])] if len(paired) else agencies
    found = []
    for code, agency in chosen.iterrows():
        own = paired[paired["agency_id"] == code]
        labels = hamlets["label"].reindex(own["hamlet_id"].unique()).dropna()
        choices = labels if len(labels) else hamlets["label"]
        printed = {
            "commitments": _open_commitments(tables, own, hamlets["label"], window),
            "submitted_reports": [{"term": term} for term in REPORT_TERMS.values],
        }
        found.append(Sender(Role.AGENCY, agency["name"], str(code), printed, tuple(choices)))
    return found or [Sender(Role.AGENCY, "")]


def _open_commitments(
    tables: Tables, own: pd.DataFrame, labels: pd.Series, window: Window
) -> list[dict[str, Any]]:
    """Commitments whose last report before the year left them open; results are asked anew."""
    frame = tables["commitments"]
    before = frame[frame["pairing_id"].isin(own["pairing_id"]) & (frame["year"] < window.year)]
    last = before.sort_values("year").drop_duplicates("commitment_id", keep="last")
    is_open = last["state"].isin(OPEN_COMMITMENTS) | last["state"].isna()
    hamlet_of = own.set_index("pairing_id")["hamlet_id"].map(labels)
    rows = last[is_open].sort_values("commitment_id")
    rows = rows.assign(hamlet_name=rows["pairing_id"].map(hamlet_of))
    asked_anew = {"result": pd.NA, "completed_on": pd.NaT, "state": None}
    return _records(rows[rows["hamlet_name"].notna()].assign(**asked_anew))


def _board(agencies: pd.DataFrame, paired: pd.DataFrame, board: str) -> Sender:
    coordinators = agencies[
        (agencies["agency_type"] == "coordinator") & ~agencies.index.isin(paired["agency_id"])
    ]
    owed = agencies[agencies.index.isin(paired["agency_id"])]
    reports = [
        {"agency_name": name, "term": term} for name in owed["name"] for term in REPORT_TERMS.values
    ]
    printed = {"submitted_reports": reports}
    if len(coordinators) == 1:
        found = coordinators.iloc[0]
        return Sender(Role.BOARD, found["name"], str(coordinators.index[0]), printed)
    return Sender(Role.BOARD, board, "", printed)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as dictionaries without the missing values."""
    return [
        {str(name): value for name, value in row.items() if not pd.isna(value)}
        for row in pd.DataFrame(frame).astype(object).to_dict("records")
    ]
