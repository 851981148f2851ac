"""One batch at a time in a place for results."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ketnghia_analysis.runs.publish import cannot_write
from ketnghia_analysis.runs.shelves import Shelf
from ketnghia_analysis.vocabulary.errors import CannotWrite

LOCK = ".ketnghia.lock"


@contextmanager
def sole_batch(shelf: Shelf) -> Iterator[None]:
    """Hold a place for results; the system lets it go when the process ends, however it ends.

    For a storage that is no folder the lock holds on this machine only.

    Raises:
        CannotWrite: another batch is at work there, or nothing can be written.
    """
    if shelf.local:
        path = Path(shelf.root) / LOCK
    else:
        name = hashlib.sha256(shelf.address().encode()).hexdigest()[:16]
        path = Path(tempfile.gettempdir()) / f"ketnghia-{name}.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        lock.acquire(timeout=0)
    except Timeout:
        raise CannotWrite(
            shelf.address(),
            "một đợt chạy khác đang ghi vào đây",
            "đợi đợt đó xong, hoặc chọn nơi khác sau --out",
        ) from None
    except OSError as error:
        raise cannot_write(Path(shelf.address()), error) from None
    try:
        yield
    finally:
        lock.release()
