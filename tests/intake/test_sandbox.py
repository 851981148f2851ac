from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from ketnghia_analysis.intake.limits import Limits
from ketnghia_analysis.intake.sandbox import Sandbox

CSV = "Xã;Thôn\nMẫu An;Thôn 2\n".encode()
# a worker that does to itself what its file says
RUDE = """
import os, sys, time
from ketnghia_analysis.intake import worker
from ketnghia_analysis.intake.readers import read_content

def rude(content):
    if content == b"die":
        os._exit(3)
    if content == b"hang":
        time.sleep(60)
    if content == b"eat":
        return bytearray(40 * 1024**3)
    return worker.packed(*read_content(content))

worker._answer = rude
worker.main()
"""


@pytest.fixture
def rude(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    (tmp_path / "rude_worker.py").write_text(RUDE, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    sandbox = Sandbox(Limits(small_seconds=1.5), module="rude_worker")
    yield sandbox
    sandbox.close()


@pytest.mark.parametrize("content", [b"die", b"hang", b"eat"])
def test_a_file_that_kills_its_reader_is_held_and_the_next_is_read(
    content: bytes, rude: Sandbox
) -> None:
    assert rude.read(content) == ([], "reader_failed")
    (grid,), problem = rude.read(CSV)
    assert (grid.rows[2], problem) == ({0: "Mẫu An", 1: "Thôn 2"}, "")


def test_without_a_child_process_files_are_read_here() -> None:
    sandbox = Sandbox(module="ketnghia_analysis.there_is_no_such_module")
    (grid,), problem = sandbox.read(CSV)
    assert (len(grid.rows), problem) == (2, "")
    assert sandbox.read(b"%PDF-1.7") == ([], "unsupported_file")


def test_a_script_without_a_guard_reads_a_folder_once(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_bytes(CSV)
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent("""
            from pathlib import Path
            from ketnghia_analysis.intake.deliveries import read_folder
            print(len(read_folder(Path("data"))[0].grids[0].rows))
        """)
    )
    environment = {"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": ""}
    done = subprocess.run(
        [sys.executable, script], cwd=tmp_path, env=environment, capture_output=True, timeout=60
    )
    assert done.stdout.split() == [b"2"]
    assert not done.stderr
