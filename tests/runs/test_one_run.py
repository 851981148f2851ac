from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import nbformat
import psutil
import pytest

from ketnghia_analysis.outputs.notebook_html import HIDDEN_TAGS
from ketnghia_analysis.runs import one_run
from ketnghia_analysis.runs.notebook_engine import End, Execution, Limits
from ketnghia_analysis.runs.notebooks import NotebookFailed
from ketnghia_analysis.runs.one_run import do_job, prepare, run_one
from ketnghia_analysis.runs.publish import sha256
from ketnghia_analysis.runs.shelves import Shelf
from ketnghia_analysis.vocabulary.errors import CannotWrite, WrongCall
from tests.runs.small_notebooks import small, text_of, write_small

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "notebooks" / "04_agency_report.ipynb"


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def report(stored: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report to an agency, run once."""
    out = tmp_path_factory.mktemp("kết quả {year}")
    given = {"agency_id": "Phòng Tư pháp", "data": str(stored)}
    _, outcome, _ = run_one(REPORT, given, str(out), Limits())
    return out / outcome.place


def test_the_results_of_a_run_lie_together(report: Path) -> None:
    assert report.parts[-3:] == ("04_agency_report", "2024", "agency_id=CQ05")
    assert _names(report) == {"04_agency_report.ipynb", "04_agency_report.html", "run.json"}


def test_the_page_names_agency_year_and_parameters_and_shows_no_code(report: Path) -> None:
    page = (report / "04_agency_report.html").read_text(encoding="utf-8")
    assert "<title>Báo cáo kết nghĩa gửi cơ quan – Phòng Tư pháp, năm 2024</title>" in page
    assert "Tham số: year = 2024; agency_id = CQ05." in page
    assert "load_facts" not in page
    assert page.count("SỐ LIỆU HƯ CẤU") >= 2
    assert "injected-parameters" in HIDDEN_TAGS


def test_the_record_says_what_the_run_was_made_from(report: Path, stored: Path) -> None:
    record = json.loads((report / "run.json").read_text(encoding="utf-8"))
    assert record["parameters"] == {"year": 2024, "agency_id": "CQ05", "data": str(stored)}
    assert record["notebook"]["name"] == "04_agency_report"
    for name in ("key", "data_sha256", "inputs_sha256", "rules_sha256", "code_sha256"):
        assert len(record[name]) == 64
    assert record["ketnghia_analysis"]
    assert record["started"] <= record["finished"]
    assert record["attempts"] == 1
    assert record["kernel"] == ("cold" if record["cold_because"] else "warm")
    assert {name: sha256(report / name) for name in record["files"]} == record["files"]


def test_the_notebook_carries_the_same_record(report: Path) -> None:
    record = json.loads((report / "run.json").read_text(encoding="utf-8"))
    notebook = nbformat.read(report / "04_agency_report.ipynb", as_version=4)
    assert notebook.metadata.ketnghia.key == record["key"]
    assert notebook.metadata.ketnghia.parameters == record["parameters"]


def test_a_failed_run_leaves_how_far_it_came_but_no_result(tmp_path: Path) -> None:
    source = write_small(tmp_path / "n.ipynb", "print('đến đây')", "1 / 0")
    with pytest.raises(NotebookFailed, match=r"ZeroDivisionError.*\n.*n\.failed\.ipynb"):
        run_one(source, {}, str(tmp_path / "out"), Limits())
    (place,) = {path.parent for path in (tmp_path / "out").rglob("*.json")}
    assert _names(place) == {"failed.json", "n.failed.ipynb"}
    assert json.loads((place / "failed.json").read_text(encoding="utf-8"))["end"] == "cell"
    assert text_of(nbformat.read(place / "n.failed.ipynb", as_version=4), 4) == "đến đây"


def test_the_next_success_takes_the_failure_away(tmp_path: Path) -> None:
    source = write_small(tmp_path / "n.ipynb", "1 / year")
    shelf = Shelf(str(tmp_path / "out"))
    failing = prepare(source, {"year": 0}, "", Limits())
    assert do_job(failing, shelf).end is End.CELL
    fine = prepare(source, {"year": 1}, "", Limits())
    do_job(replace(fine, place=failing.place), shelf)
    assert _names(tmp_path / "out" / failing.place) == {"n.ipynb", "n.html", "run.json"}


def test_a_crash_is_tried_once_more_an_error_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_small(tmp_path / "n.ipynb", "1")
    job = prepare(source, {}, "", Limits())
    ends = {End.DIED: 2, End.NO_KERNEL: 2, End.CELL: 1, End.TIME: 1, End.MEMORY: 1}
    for end, attempts in ends.items():
        failed = Execution(small("1"), end, "hỏng", "")
        monkeypatch.setattr(one_run, "execute", lambda *_, failed=failed: failed)
        assert do_job(job, Shelf(str(tmp_path / "out"))).attempts == attempts


def test_a_crash_that_does_not_come_again_is_a_success(tmp_path: Path) -> None:
    mark = tmp_path / "đã chết một lần"
    cell = f"import os, pathlib; mark = pathlib.Path({str(mark)!r})"
    dies = "if not mark.exists(): mark.touch(); os._exit(9)"
    source = write_small(tmp_path / "n.ipynb", cell, dies, "'sống'")
    _, outcome, _ = run_one(source, {}, str(tmp_path / "out"), Limits())
    assert (outcome.end, outcome.attempts) == (None, 2)


def test_a_file_changed_by_hand_is_kept_beside_the_new_one(tmp_path: Path) -> None:
    source = write_small(tmp_path / "n.ipynb", "1")
    _, outcome, _ = run_one(source, {}, str(tmp_path / "out"), Limits())
    page = tmp_path / "out" / outcome.place / "n.html"
    page.write_text("sửa tay", encoding="utf-8")
    run_one(source, {}, str(tmp_path / "out"), Limits())
    (kept,) = (path for path in page.parent.iterdir() if "bản sửa tay" in path.name)
    assert kept.read_text(encoding="utf-8") == "sửa tay"
    assert "sửa tay" not in page.read_text(encoding="utf-8")


def test_a_place_where_nothing_can_be_written_is_told_before_a_kernel_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_run, "execute", None)
    source = write_small(tmp_path / "n.ipynb", "1")
    (tmp_path / "tệp").write_text("", encoding="utf-8")
    with pytest.raises(CannotWrite, match="không ghi được"):
        run_one(source, {}, str(tmp_path / "tệp" / "out"), Limits())


def test_an_unknown_storage_is_a_wrong_call(tmp_path: Path) -> None:
    source = write_small(tmp_path / "n.ipynb", "1")
    with pytest.raises(WrongCall, match="nơi lưu"):
        run_one(source, {}, "khongco://x/y", Limits())


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=["SIGTERM", "SIGKILL"])
def test_a_killed_command_leaves_no_process_and_no_half_result(
    tmp_path: Path, number: signal.Signals
) -> None:
    sign = tmp_path / "đang chạy"
    cells = f"import pathlib, os; pathlib.Path({str(sign)!r}).write_text(str(os.getpid()))"
    sleeps = "import subprocess; subprocess.run(['sleep', '987'])"
    source = write_small(tmp_path / "n.ipynb", cells, sleeps)
    command = subprocess.Popen(
        [sys.executable, "-m", "ketnghia_analysis", "run", str(source), "--out", str(tmp_path)],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while not (sign.exists() and sign.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    kernel = psutil.Process(int(sign.read_text()))
    os.kill(command.pid, number)
    command.wait(20)
    gone, alive = psutil.wait_procs([kernel], timeout=5)
    assert (len(gone), alive) == (1, [])
    sleepers = [one for one in psutil.process_iter(["cmdline"]) if one.info["cmdline"] == SLEEP]
    assert sleepers == []
    assert not list(tmp_path.glob("n/**/*"))


SLEEP = ["sleep", "987"]
