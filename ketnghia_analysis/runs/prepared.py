"""The facts of a year, gathered once: later readers take them from a cache of this user.

Notebooks of a batch read the same year thousands of times; gathering it takes 200 times longer
than reading it back. The cache is the user's own and never in a folder that is handed around, since
reading it runs what it says (pickle); what it holds is known by the data, the program and the
libraries it was made with.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import pickle
import platform
import tempfile
import time
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import platformdirs

import ketnghia_analysis
from ketnghia_analysis.evaluation.facts import YearFacts

CACHE = "KETNGHIA_CACHE"
"""Variable that names another folder for the cache; "0" for none."""
_KEPT_DAYS = 30
_LIBRARIES = ("pandas", "geopandas", "numpy", "shapely", "pydantic")


def cache_folder() -> Path | None:
    """This user's folder for what can be made again; None where there is to be none."""
    chosen = os.environ.get(CACHE)
    if chosen == "0":
        return None
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("ketnghia_analysis"))


def recall_facts(folder: Path, year: int) -> YearFacts | None:
    """Facts of a processed folder as they were gathered before; None if they were not.

    Args:
        folder: that `ketnghia clean` wrote.
        year: reporting year.
    """
    path = _place(folder, year)
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            if hasattr(os, "getuid") and os.fstat(file.fileno()).st_uid != os.getuid():
                return None
            found = pickle.load(file)
    except (OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError):
        return None
    return found if isinstance(found, YearFacts) else None


def remember_facts(folder: Path, facts: YearFacts) -> None:
    """Keep facts for later; where that can't be, they are gathered again next time."""
    path = _place(folder, facts.year)
    if path is None:
        return
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _forget_old(path.parent)
        number, fresh = tempfile.mkstemp(prefix=".", dir=path.parent)
        try:
            with os.fdopen(number, "wb") as file:
                pickle.dump(facts, file, protocol=5)
            os.replace(fresh, path)
        except OSError:
            os.unlink(fresh)


def _place(folder: Path, year: int) -> Path | None:
    cache = cache_folder()
    if cache is None:
        return None
    known = {
        "folder": str(folder.resolve()),
        "files": _stamps(folder.glob("*.*")),
        "year": year,
        "program": _program(),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in _LIBRARIES},
    }
    key = hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()
    return cache / "facts" / f"{year}-{key[:32]}.pickle"


@lru_cache(maxsize=1)
def _program() -> list[tuple[str, int, int]]:
    """The package's files with time and size, as they were when this process first asked."""
    package = Path(ketnghia_analysis.__file__).parent
    return _stamps([*package.rglob("*.py"), *package.rglob("*.yml")])


def _stamps(paths: Iterable[Path]) -> list[tuple[str, int, int]]:
    found = []
    for path in sorted(paths):
        with contextlib.suppress(OSError):
            about = path.stat()
            found.append((str(path), about.st_mtime_ns, about.st_size))
    return found


def _forget_old(folder: Path) -> None:
    oldest = time.time() - _KEPT_DAYS * 86_400
    for path in folder.glob("*.pickle"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
