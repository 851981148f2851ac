"""Folders for what is only needed while a run lasts; those of processes that were killed go too."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

_LONGEST_ROOT = 60
"""Letters that the place may have: addresses of sockets in it may have about 100 in all."""


def scratch_root() -> Path:
    """This user's place for such folders, made if need be.

    Raises:
        PermissionError: it belongs to somebody else.
    """
    usual = tempfile.gettempdir()
    if os.name == "posix" and len(usual) > _LONGEST_ROOT and os.access("/tmp", os.W_OK):
        usual = "/tmp"
    user = os.getuid() if hasattr(os, "getuid") else "user"
    root = Path(usual) / f"ketnghia-{user}"
    root.mkdir(mode=0o700, exist_ok=True)
    if hasattr(os, "getuid") and root.lstat().st_uid != os.getuid():
        raise PermissionError(13, "belongs to another user", str(root))
    return root


def new_scratch() -> Path:
    """A fresh folder, named after this process; whoever asks for it takes it away."""
    return Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=scratch_root()))


@contextmanager
def scratch() -> Iterator[Path]:
    """A fresh folder that is gone afterwards."""
    folder = new_scratch()
    try:
        yield folder
    finally:
        remove(folder)


def remove(folder: Path) -> None:
    """Take a folder away, even if parts of it were made read-only."""
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        for path in folder.rglob("*"):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o700)
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> int:
    """Take away what processes left that are no more; how many folders."""
    gone = 0
    for folder in scratch_root().iterdir():
        number = folder.name.partition("-")[0]
        if number.isdigit() and not psutil.pid_exists(int(number)):
            remove(folder)
            gone += 1
    return gone
