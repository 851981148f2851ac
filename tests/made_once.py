"""What is made once for all processes of a test run: the first that needs it makes it."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

import pytest
from filelock import FileLock

from ketnghia_analysis.demo.faults.catalogue import FAULT_KINDS
from ketnghia_analysis.demo.faults.kinds import FaultKind

Made = TypeVar("Made")


class _Pickler(pickle.Pickler):
    """Kinds of faults hold functions without a name; each process has them in its catalogue."""

    def persistent_id(self, obj: Any) -> str | None:
        return obj.code if isinstance(obj, FaultKind) else None


class _Unpickler(pickle.Unpickler):
    def persistent_load(self, pid: Any) -> FaultKind:
        return FAULT_KINDS[pid]


class Workshop:
    """A folder of the test run in which its processes leave things for each other."""

    def __init__(self, factory: pytest.TempPathFactory) -> None:
        base = factory.getbasetemp()
        # the folder of a process of pytest-xdist lies in that of the run
        self.folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def thing(self, name: str, make: Callable[[], Made]) -> Made:
        """What `make` gives, in this process or as another one left it."""
        file = self.folder / f"{name}.pickle"
        with FileLock(f"{file}.lock"):
            if file.exists():
                return _Unpickler(BytesIO(file.read_bytes())).load()
            made = make()
            content = BytesIO()
            _Pickler(content, protocol=5).dump(made)
            file.write_bytes(content.getvalue())
            return made

    def place(self, name: str, fill: Callable[[Path], None]) -> Path:
        """A folder as `fill` leaves it; not to be changed by a test."""
        folder, whole = self.folder / name, self.folder / f"{name}.whole"
        with FileLock(f"{folder}.lock"):
            if not whole.exists():
                folder.mkdir(parents=True)
                fill(folder)
                whole.touch()
        return folder
