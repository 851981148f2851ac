"""What a file may cost, and the refusal of one that costs more or can't be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zipfile import ZipInfo


class Refused(Exception):
    """A file is held, with the reason (a code of `reasons.HELD`)."""

    def __init__(self, reason: str) -> None:
        """Keep the code."""
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Limits:
    """What reading one file may cost.

    Attributes:
        file_bytes: size as it came.
        unpacked_bytes: sum of its members, where it is a package or an archive.
        ratio: unpacked to packed size of a member above `small_bytes`.
        small_bytes: members up to this size may be packed as tightly as they like.
        members: number of members.
        cells: cells that exist in a workbook, all sheets together.
        merged_cells: cells below merged ranges.
        seconds: time until the reader is stopped.
        small_seconds: the same for a file up to `small_bytes`.
        memory_bytes: address space of the reader, where the system can hold it to that.
        depth: archives within archives.
    """

    file_bytes: int = 100_000_000
    unpacked_bytes: int = 200_000_000
    ratio: int = 100
    small_bytes: int = 1_000_000
    members: int = 5_000
    cells: int = 5_000_000
    merged_cells: int = 2_000_000
    seconds: float = 120
    small_seconds: float = 30
    memory_bytes: int = 2 * 1024**3
    depth: int = 2

    def seconds_for(self, size: int) -> float:
        """Time for a file of so many bytes: a small one that takes long is a broken one."""
        return self.small_seconds if size <= self.small_bytes else self.seconds


LIMITS = Limits()


def check_members(members: Iterable[ZipInfo], limits: Limits = LIMITS) -> None:
    """Refuse a package or archive that would unpack to too much.

    Raises:
        Refused: "too_large".
    """
    count = total = 0
    for member in members:
        count += 1
        total += member.file_size
        packed_tightly = member.file_size > limits.ratio * max(member.compress_size, 1)
        if member.file_size > limits.small_bytes and packed_tightly:
            raise Refused("too_large")
    if count > limits.members or total > limits.unpacked_bytes:
        raise Refused("too_large")
