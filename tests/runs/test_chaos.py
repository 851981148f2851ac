from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "chaos.py"


@pytest.mark.skipif(sys.platform != "linux", reason="signals, and processes that can be told apart")
def test_after_ten_seconds_of_random_kills_nothing_is_amiss(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("chaos", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    chaos = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(chaos)
    done = chaos.storm(tmp_path, runs=9, seconds=10, seed=3)
    assert sum(done.values()) > 0
    assert chaos.look(tmp_path, runs=9) == []
