"""The child process that reads files: bytes come in, grids go out, and it may die of them."""

from __future__ import annotations

import gc
import struct
import sys
from contextlib import suppress
from typing import BinaryIO

from ketnghia_analysis.intake.limits import LIMITS
from ketnghia_analysis.intake.readers import sheets_of
from ketnghia_analysis.intake.transport import packed

LENGTH = struct.Struct(">Q")
READY = b"ready"
_LARGE = 1_000_000


def send(stream: BinaryIO, message: bytes) -> None:
    """Write a message with its length before it."""
    stream.write(LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """The next message; None where the other side has gone."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    length = LENGTH.unpack(head)[0]
    message = stream.read(length)
    return message if len(message) == length else None


def _hold_to_memory(most: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    # a system that can't hold a process to it, or a lower limit set from outside
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _answer(content: bytes) -> bytes:
    sheets, problem = sheets_of(content)
    try:
        return packed(sheets, problem)
    except (MemoryError, RecursionError):
        return packed([], "reader_failed")


def main() -> None:
    """Read what comes until the other side has gone."""
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    # a library that prints must not garble the answers
    sys.stdout = sys.stderr
    _hold_to_memory(LIMITS.memory_bytes)
    send(outgoing, READY)
    while (content := receive(incoming)) is not None:
        # nothing that is read is garbage before it has been sent
        gc.disable()
        send(outgoing, _answer(content))
        gc.enable()
        if len(content) > _LARGE:
            gc.collect()


if __name__ == "__main__":
    main()
