"""What a run was made from and with: inputs, versions, rules, parameters, time."""

from __future__ import annotations

import hashlib
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import ketnghia_analysis
from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.measures.rules import RULES_FILE, ScoreRules
from ketnghia_analysis.runs.publish import sha256
from ketnghia_analysis.vocabulary.wording import date_vi

LIBRARIES = ("pandas", "geopandas", "numpy", "folium", "matplotlib", "papermill", "nbconvert")
LOCK_FILE = "requirements.lock"


def now() -> str:
    """The moment, in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def provenance(cleaned: Cleaned, started: str) -> dict[str, Any]:
    """Where data and program come from.

    Args:
        cleaned: the cleaned data, whose `files` carry the hashes of the inputs.
        started: moment at which the run began.
    """
    return {
        "started": started,
        "finished": now(),
        "ketnghia_analysis": ketnghia_analysis.__version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "libraries": libraries(),
        "lock_sha256": lock_digest(),
        "inputs": dict(zip(cleaned.files["file"], cleaned.files["sha256"], strict=True)),
        "inputs_sha256": inputs_digest(cleaned),
        "rows": {
            status: int(cleaned.files[status].sum())
            for status in ("clean", "quarantine", "structural")
        },
    }


def libraries() -> dict[str, str]:
    """Versions of the libraries that results depend on most."""
    return {name: version(name) for name in LIBRARIES}


def lock_digest() -> str | None:
    """Hash of the list of all libraries; None outside of a checkout."""
    lock = project_root() / LOCK_FILE
    return sha256(lock) if lock.is_file() else None


def inputs_digest(cleaned: Cleaned) -> str:
    """One hash for all inputs: names and contents."""
    lines = sorted(
        f"{file} {digest}"
        for file, digest in zip(cleaned.files["file"], cleaned.files["sha256"], strict=True)
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def rules_provenance(rules: ScoreRules) -> dict[str, Any]:
    """Which scoring rules were in force."""
    return {
        "version": rules.version,
        "decided_by": rules.decided_by,
        "valid_from": rules.valid_from.isoformat(),
        "file_sha256": sha256(RULES_FILE),
    }


def project_root() -> Path:
    """The checkout this runs from: the current folder if it holds notebooks, else the package's."""
    here = Path.cwd()
    return here if (here / "notebooks").is_dir() else Path(ketnghia_analysis.__file__).parents[1]


def short_provenance(record: dict[str, Any], year: int | None) -> str:
    """One Vietnamese line for the foot of a page."""
    made = datetime.fromisoformat(record["finished"])
    head = f"Năm {year}. " if year is not None else ""
    inputs = record["inputs_sha256"]
    data = f"; số liệu đầu vào {inputs[:12]}" if inputs else ""
    return (
        f"{head}Lập lúc {made:%H:%M} ngày {date_vi(made.date())} (giờ UTC) bằng "
        f"ketnghia_analysis {record['ketnghia_analysis']}, Python {record['python']}{data}."
    )
