"""What papermill does in bad cases, and what a run of ours does instead."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import papermill
import psutil
import pytest

from ketnghia_analysis.runs import notebook_engine
from ketnghia_analysis.runs.kernel_nursery import RUN_MARK
from ketnghia_analysis.runs.notebook_engine import ENGINE, End, Limits, Watch, execute
from ketnghia_analysis.runs.scratch import scratch_root
from tests.runs.small_notebooks import run_cells, said, small, text_of

LEAVES_PROGRAMS = (
    "import subprocess\n"
    "for apart in (False, True):\n"
    "    subprocess.Popen(['sleep', '4321'], start_new_session=apart)\n"
    "subprocess.run(['sh', '-c', 'sleep 4321 & '])"
)


def _statuses(done: notebook_engine.Execution) -> list[str]:
    cells = [cell for cell in done.node.cells if cell.cell_type == "code"]
    return [cell.metadata.papermill.status for cell in cells][2:]


def _sleepers() -> list[psutil.Process]:
    return [one for one in psutil.process_iter(["cmdline"]) if one.info["cmdline"] == SLEEP]


SLEEP = ["sleep", "4321"]


def test_vietnamese_values_arrive_and_can_be_read_in_the_report() -> None:
    done = execute(small("print(name)"), {"year": 2024, "name": "Xã “Mẫu” 'An'"}, Limits())
    assert said(done) == "Xã “Mẫu” 'An'"
    injected = next(
        cell for cell in done.node.cells if "injected-parameters" in cell.metadata.get("tags", [])
    )
    assert "Xã “Mẫu”" in injected.source


def test_an_error_in_a_cell_is_told_and_later_cells_are_pending() -> None:
    done = run_cells("1 / 0", "2")
    assert done.end is End.CELL
    assert "ZeroDivisionError: division by zero" in done.told
    assert _statuses(done) == ["failed", "pending"]


@pytest.mark.parametrize("warm", [True, False], ids=["warm", "cold"])
def test_a_kernel_that_dies_leaves_no_cell_that_claims_to_be_completed(warm: bool) -> None:
    done = run_cells("import os; os._exit(9)", "2", warm=warm)
    assert done.end is End.DIED
    assert _statuses(done) == ["failed", "pending"]
    assert done.node.metadata.papermill.exception is True


def test_a_segmentation_fault_is_a_death_and_the_next_run_is_fine() -> None:
    assert run_cells("import ctypes; ctypes.string_at(0)").end is End.DIED
    assert said(run_cells("print(1)")) == "1"


@pytest.mark.parametrize("cell", ["import sys; sys.exit(0)", "raise SystemExit"])
def test_a_notebook_that_stops_in_the_middle_is_no_success(cell: str) -> None:
    done = run_cells(cell, "2")
    assert done.end is End.UNFINISHED
    assert _statuses(done)[-1] == "pending"


@pytest.mark.parametrize("warm", [True, False], ids=["warm", "cold"])
def test_the_time_limit_ends_the_kernel_with_all_its_children(warm: bool) -> None:
    begun = time.monotonic()
    cell = f"{LEAVES_PROGRAMS}\nimport time; time.sleep(60)"
    done = run_cells(cell, "2", warm=warm, limits=Limits(seconds=2.5))
    assert time.monotonic() - begun < 15
    assert done.end is End.TIME
    assert "quá thời gian cho phép (2.5 giây)" in done.told
    assert _statuses(done) == ["failed", "pending"]
    assert _sleepers() == []


@pytest.mark.parametrize("warm", [True, False], ids=["warm", "cold"])
def test_programs_that_a_finished_run_left_are_ended(warm: bool) -> None:
    assert run_cells(LEAVES_PROGRAMS, warm=warm).end is None
    deadline = time.monotonic() + 5
    while _sleepers() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _sleepers() == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a limit of memory is held by Linux only")
@pytest.mark.parametrize("warm", [True, False], ids=["warm", "cold"])
def test_the_memory_limit_is_an_error_of_the_cell(warm: bool) -> None:
    hungry = "rows = bytearray(3_000_000_000)"
    done = run_cells(hungry, warm=warm, limits=Limits(memory_mb=1500))
    assert done.end is End.MEMORY
    assert "giới hạn bộ nhớ 1500 MB" in done.told


def test_another_thread_can_stop_a_run() -> None:
    watch = Watch()
    threading.Timer(1.5, watch.end, [End.STOPPED]).start()
    done = execute(
        small("import time; time.sleep(60)"), {"year": 1, "name": ""}, Limits(), True, watch
    )
    assert done.end is End.STOPPED


def test_a_missing_kernel_is_told_and_is_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook_engine, "KERNEL", "khong-co")
    done = run_cells("1")
    assert done.end is End.NO_KERNEL
    assert "không có nhân “khong-co”" in done.told
    assert "completed" not in _statuses(done)


def test_a_misspelt_option_is_an_error_not_ignored() -> None:
    with pytest.raises(TypeError, match="exection_timeout"):
        papermill.execute_notebook(
            small("1"), None, engine_name=ENGINE, progress_bar=False, exection_timeout=3
        )


@pytest.mark.parametrize("warm", [True, False], ids=["warm", "cold"])
def test_a_run_works_in_an_empty_folder_that_is_gone_afterwards(warm: bool) -> None:
    before = Path.cwd()
    cell = (
        "import os, tempfile\nopen('rác.txt', 'w').close()\n"
        "os.mkdir('khóa'); open('khóa/x', 'w').close(); os.chmod('khóa', 0o500)\n"
        "print(tempfile.mkdtemp()); print(os.getcwd())"
    )
    temporary, place = said(run_cells(cell, warm=warm)).splitlines()
    assert Path(place) != before == Path.cwd()
    assert not Path(place).exists()
    assert not Path(temporary).exists()
    own = f"{os.getpid()}-"
    assert [path for path in scratch_root().iterdir() if path.name.startswith(own)] == []


def test_runs_in_threads_don_t_disturb_each_other() -> None:
    found: dict[int, str] = {}

    def run(number: int) -> None:
        cell = (
            f"import os, time; os.environ['X'] = '{number}'; time.sleep(.3); print(os.environ['X'])"
        )
        found[number] = said(run_cells(cell))

    threads = [threading.Thread(target=run, args=[number]) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: str(number) for number in range(3)}


def test_a_run_has_one_thread_for_linear_algebra_and_a_fixed_order_of_sets() -> None:
    cell = "import os; print(os.environ['OMP_NUM_THREADS'], hash('thôn'))"
    first, second = said(run_cells(cell)), said(run_cells(cell, warm=False))
    assert first == second
    assert first.startswith("1 ")


def test_the_notebook_given_is_left_as_it_is() -> None:
    node = small("print(1)")
    execute(node, {"year": 2024, "name": ""}, Limits())
    assert all(not cell.get("outputs") for cell in node.cells)
    assert "papermill" not in node.metadata


def test_the_notebook_does_not_contain_itself() -> None:
    done = run_cells("1")
    assert done.node.metadata.papermill.input_path is None
    assert text_of(done.node) == "1"


def test_programs_of_a_run_are_known_by_their_mark() -> None:
    assert said(run_cells(f"import os; print(len(os.environ['{RUN_MARK}']))")) == "32"
