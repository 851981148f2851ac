"""What a run is known by, and the record that lies beside its results."""

from __future__ import annotations

import hashlib
import json
import platform
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

import ketnghia_analysis
from ketnghia_analysis.measures.rules import RULES_FILE
from ketnghia_analysis.runs.provenance import libraries, lock_digest
from ketnghia_analysis.runs.publish import sha256
from ketnghia_analysis.runs.run_parameters import Meant, meaning
from ketnghia_analysis.runs.store import RECORD as DATA_RECORD
from ketnghia_analysis.runs.store import SETTINGS, read_stored_settings

RECORD = "run.json"
FAILED = "failed.json"
FORMAT = 1
"""Of records; a run recorded in another format is done again."""
_LONGEST_NAME = 60
_GIT_SECONDS = 10
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


@dataclass(frozen=True)
class Sources:
    """What all runs of a batch are made from, besides their notebook and parameters.

    Attributes:
        data: hash of the cleaned tables; "" for notebooks that read none.
        inputs: hash of the files that officials sent; "" likewise.
        rules: hash of the scoring rules.
        lock: hash of the list of libraries; None outside of a checkout.
        version: of the package.
        code: hash of the package's files.
        git: commit and whether files differ from it; None outside of a repository.
    """

    data: str
    inputs: str
    rules: str
    lock: str | None
    version: str
    code: str
    git: dict[str, Any] | None


def sources_of(data: Path | None) -> Sources:
    """What runs that read a processed folder are made from.

    Args:
        data: folder that `ketnghia clean` wrote; None for notebooks that read none.

    Raises:
        DataFault: nothing was cleaned yet.
    """
    tables, inputs = "", ""
    if data is not None:
        read_stored_settings(data)
        parts = [*sorted(data.glob("*.parquet")), data / SETTINGS]
        tables = _digest([f"{path.name} {sha256(path)}" for path in parts])
        record = json.loads((data / DATA_RECORD).read_text(encoding="utf-8"))
        inputs = str(record.get("inputs_sha256", ""))
    package = Path(ketnghia_analysis.__file__).parent
    files = sorted(path for path in package.rglob("*") if path.suffix not in (".pyc", ""))
    return Sources(
        data=tables,
        inputs=inputs,
        rules=sha256(RULES_FILE),
        lock=lock_digest(),
        version=ketnghia_analysis.__version__,
        code=_digest([f"{path.relative_to(package).as_posix()} {sha256(path)}" for path in files]),
        git=_git_state(package.parent),
    )


def notebook_digest(node: Any) -> str:
    """Hash of what a notebook says: kinds, tags and sources of its cells, not its outputs."""
    cells = [
        [cell.cell_type, sorted(cell.metadata.get("tags", [])), cell.source] for cell in node.cells
    ]
    return _digest([json.dumps(cells, ensure_ascii=False)])


def run_key(
    notebook: str, model: type[BaseModel], parameters: Mapping[str, Any], sources: Sources
) -> str:
    """What a run is known by: notebook, data, rules, parameters, version.

    Args:
        notebook: its digest.
        model: of the parameters; where the data lies does not matter, only what it is.
        parameters: all of them, as checked.
        sources: of the run.
    """
    named = meaning(model)
    said = {
        name: value for name, value in parameters.items() if named.get(name) is not Meant.FOLDER
    }
    known = {
        "format": FORMAT,
        "notebook": notebook,
        "parameters": said,
        "data": sources.data,
        "rules": sources.rules,
        "lock": sources.lock,
        "version": sources.version,
        "code": sources.code,
    }
    return _digest([json.dumps(known, sort_keys=True, ensure_ascii=False)])


def run_place(notebook: str, model: type[BaseModel], parameters: Mapping[str, Any]) -> str:
    """Where a run's results lie: "04_agency_report/2024/agency_id=CQ01".

    Empty parameters, which choose nothing, are left out.
    """
    named = meaning(model)
    parts = [notebook]
    for name in model.model_fields:
        meant, value = named.get(name), parameters[name]
        if meant is Meant.FOLDER or value == "":
            continue
        parts.append(_safe(str(value) if meant is Meant.YEAR else f"{name}={value}"))
    return "/".join(parts)


def _safe(name: str) -> str:
    """A name that every file system takes; no two names become one."""
    kept = re.sub(r"[^\w=.-]", "_", name)[:_LONGEST_NAME].strip(".")
    if kept == name and not _RESERVED.fullmatch(kept):
        return kept
    return f"{kept}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def described(
    notebook: str, digest: str, parameters: Mapping[str, Any], sources: Sources, key: str
) -> dict[str, Any]:
    """Where a run comes from, for its record and for the notebook itself."""
    return {
        "format": FORMAT,
        "key": key,
        "notebook": {"name": notebook, "sha256": digest},
        "parameters": dict(parameters),
        "seed": parameters.get("seed"),
        "data_sha256": sources.data or None,
        "inputs_sha256": sources.inputs or None,
        "rules_sha256": sources.rules,
        "lock_sha256": sources.lock,
        "ketnghia_analysis": sources.version,
        "code_sha256": sources.code,
        "git": sources.git,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "libraries": libraries(),
    }


def _git_state(folder: Path) -> dict[str, Any] | None:
    """The commit a checkout is at, and whether its files differ from it."""
    if not (folder / ".git").exists():
        return None
    try:
        commit, changed = (
            subprocess.run(
                ["git", "-C", str(folder), *arguments],
                capture_output=True,
                check=True,
                text=True,
                timeout=_GIT_SECONDS,
            ).stdout.strip()
            for arguments in (("rev-parse", "HEAD"), ("status", "--porcelain"))
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return {"commit": commit, "changed": bool(changed)}


def _digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
