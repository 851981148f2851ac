"""Who sent a file: as its folder says, else as its content tells."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.cleaning.accounts import CLEAN
from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.places.registers import latest
from ketnghia_analysis.vocabulary.codes import COMMUNE_TYPES

UNKNOWN_SENDER = "Chưa rõ nơi gửi"
_NO_RECORDS = ("configuration", "note")


def senders_of(cleaned: Cleaned) -> pd.Series:
    """Who sent each file, indexed by file.

    It is the sender that the accounts name; else the one agency or the one commune of which the
    file tells; else `UNKNOWN_SENDER`. Settings and notes have no sender unless they are held.
    """
    files = cleaned.files
    carries = ~files["role"].isin(_NO_RECORDS) | files["file"].isin(cleaned.quarantine["file"])
    told = files[carries].set_index("file")["sender"].astype("str")
    told = told.mask(told == "")
    guesses = (_one_agency(cleaned), _one_commune(cleaned))
    for guess in guesses:
        told = told.fillna(guess.reindex(told.index))
    return told.fillna(UNKNOWN_SENDER)


def _one_agency(cleaned: Cleaned) -> pd.Series:
    """Name of the agency for files in which only one is named as the sender."""
    names = latest(cleaned.tables["agencies"], "agency_id")["name"]
    return _only(cleaned.blocks["file"], cleaned.blocks["agency_id"]).map(names)


def _one_commune(cleaned: Cleaned) -> pd.Series:
    """Name of the commune for files with figures of hamlets of one commune."""
    rows = cleaned.accounts
    rows = rows[(rows["status"] == CLEAN) & (rows["table"] == "hamlet_figures")]
    hamlets = latest(cleaned.tables["hamlets"], "hamlet_id")["commune_code"]
    communes = latest(cleaned.tables["communes"], "commune_code")
    kinds = communes["commune_type"].map(COMMUNE_TYPES.titles).fillna("Xã")
    codes = rows["key"].str.split("|").str[-1].map(hamlets)
    return _only(rows["file"], codes).map(kinds + " " + communes["name"])


def _only(files: pd.Series, values: pd.Series) -> pd.Series:
    """The value of each file that has just one; missing values do not count."""
    known = values.dropna()
    groups = known.groupby(files[known.index])
    return groups.first()[groups.nunique() == 1]
