"""Errors a user can act on: each says where, what and what to do, in Vietnamese."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum


class ExitCode(IntEnum):
    """What the command tells the shell."""

    DONE = 0
    UNEXPECTED = 1
    WRONG_CALL = 2
    DATA_FAULT = 3
    CANNOT_WRITE = 4
    RUNS_FAILED = 5


class UserError(Exception):
    """Something the user can put right; shown without a traceback.

    Attributes:
        where: file, folder or option concerned.
        faults: all that is wrong, one sentence each.
        remedy: what to do about it.
    """

    exit_code = ExitCode.DATA_FAULT

    def __init__(self, where: str, faults: str | Sequence[str], remedy: str) -> None:
        """Keep the three parts; the message is made of them."""
        self.where = where
        self.faults = [faults] if isinstance(faults, str) else list(faults)
        self.remedy = remedy
        super().__init__(str(self))

    def __reduce__(self) -> tuple[type[UserError], tuple[str, list[str], str]]:
        """Errors travel between processes."""
        return type(self), (self.where, self.faults, self.remedy)

    def __str__(self) -> str:
        """The message as people read it."""
        if len(self.faults) == 1:
            head = f"{self.where}: {self.faults[0]}"
        else:
            lines = "".join(f"\n  - {fault}" for fault in self.faults)
            head = f"{self.where}: {len(self.faults)} lỗi{lines}"
        return f"{head}\n  Cách xử lý: {self.remedy}"


class DataFault(UserError):
    """The data can't be used as it is (missing folder, nothing readable, no data for the year)."""


class WrongCall(UserError):
    """An option or parameter is not known or has a wrong value."""

    exit_code = ExitCode.WRONG_CALL


class CannotWrite(UserError):
    """Results could not be written; earlier results are intact."""

    exit_code = ExitCode.CANNOT_WRITE
