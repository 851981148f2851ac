"""The tasks' names, as they are typed before there is any environment."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TASKS = Path(__file__).parents[1] / "tasks.py"


@pytest.mark.parametrize(
    ("call", "code", "said"),
    [((), 0, ""), (("help",), 0, ""), (("evaluatoin",), 2, "Không có việc “evaluatoin”")],
)
def test_help_names_the_tasks_and_an_unknown_one_fails(
    call: tuple[str, ...], code: int, said: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", str(TASKS), *call],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code
    assert said in done.stderr
    assert all(name in done.stdout for name in ("evaluation", "test", "lab", "lock"))
