"""The command as a user meets it: its exit code and its words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ketnghia_analysis.cli import main
from ketnghia_analysis.demo.files import DemoFiles
from ketnghia_analysis.vocabulary.errors import ExitCode
from tests.runs.small_notebooks import write_small

ROOT = Path(__file__).parents[1]


def _ketnghia(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ketnghia_analysis", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env=os.environ | {"PYTHONUTF8": "1", "PYTHONPATH": str(ROOT), "COLUMNS": "120"},
        check=False,
    )


def _in_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, Any]:
    """Exit code and words of a call that shares this process, which starts at once."""
    monkeypatch.setattr("sys.argv", ["ketnghia", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert isinstance(ended.value.code, int)
    return ended.value.code, capsys.readouterr()


def _small_district(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "xa.csv": "Mã xã;Tên xã;Loại hình\n99001;Mẫu An;xã\n",
        "thon.csv": "Mã thôn;Mã xã;Tên thôn\nT1;99001;Thôn 1\nT2;99001;Thôn 2\n",
        "dot.csv": "Mã đợt;Năm số liệu;Thời điểm số liệu;Chuẩn nghèo\n"
        "D24;2024;30/11/2024;NĐ 07/2021\n",
        "so_lieu.csv": "Năm;Xã;Thôn;Tổng số hộ;Số khẩu;Hộ nghèo\n"
        "2024;Mẫu An;Thôn 1;100;400;20\n2024;Mẫu An;Thôn 2;90;350;95\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_help_speaks_both_languages() -> None:
    done = _ketnghia("--help")
    assert done.returncode == 0
    for word in (
        "evaluate",
        "clean",
        "demo",
        "forms",
        "dictionary",
        "feedback",
        "trace",
        "map",
        "documents",
        "run",
        "batch",
        "Đánh giá kết nghĩa",
        "Yearly evaluation",
    ):
        assert word in done.stdout


def test_help_waits_for_no_library() -> None:
    heavy = {"pandas", "numpy", "papermill", "nbformat", "jupyter_client", "matplotlib", "yaml"}
    code = f"import ketnghia_analysis.cli, sys; print({heavy} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "set()"


def test_a_small_folder_is_cleaned_and_accounted_for(tmp_path: Path) -> None:
    data = _small_district(tmp_path / "số liệu")
    done = _ketnghia("clean", "--data", str(data), "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert "Dòng đã đọc" in done.stdout
    assert "trái quy tắc kiểm tra" in done.stdout
    assert (tmp_path / "out" / "hamlet_figures.parquet").is_file()


def test_a_figure_is_traced_to_the_cell_that_was_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clean = str(tmp_path / "sạch")
    data = str(_small_district(tmp_path / "thô"))
    _in_process(monkeypatch, capsys, "clean", "--data", data, "--out", clean)
    reference = "2024/hamlet_indicator/hamlet=T1,indicator=poor_household_share_percent,survey=2024"
    ended, told = _in_process(monkeypatch, capsys, "trace", reference, "--out", clean)
    assert ended == ExitCode.DONE
    assert "Thôn 1" in told.out
    assert "20,0" in told.out
    for said in ("so_lieu.csv › F2", "“100”", "“20”", "Số hộ nghèo"):
        assert said in told.out


def test_senders_are_told_what_to_correct(tmp_path: Path) -> None:
    data = _small_district(tmp_path / "số liệu")
    done = _ketnghia(
        *("feedback", "--data", str(data)),
        *("--out", str(tmp_path / "out"), "--reports", str(tmp_path / "reports")),
    )
    assert done.returncode == 0, done.stderr
    assert "Phản hồi cho nơi gửi" in done.stdout
    made = {path.name for path in (tmp_path / "reports" / "phan-hoi").iterdir()}
    assert made == {"Xã Mẫu An.xlsx", "Xã Mẫu An.docx", "Tổng hợp.xlsx", "feedback.json"}


NOTEBOOK = str(ROOT / "notebooks" / "04_agency_report.ipynb")
MISTAKES = [
    (("clean", "--data", "{tmp}/không có"), 3, "không có thư mục này"),
    (("clean", "--data", "{empty}"), 3, "không có tệp số liệu nào"),
    (("clean", "--data", "{data}", "--out", "{file}/x"), 4, "không phải thư mục"),
    (("evaluate", "--data", "{data}", "--out", "{tmp}/o", "--year", "2031"), 3, "2024"),
    (("evaluate", "--data", "{data}", "--notebooks", "{empty}"), 3, "runs.yml"),
    (("evaluate", "--year", "hai nghìn"), 2, "--year: giá trị không dùng được"),
    (("evaluate", "--year", "1999"), 2, "năm từ 2015 đến 2035"),
    (("evaluate", "--year"), 2, "--year: thiếu giá trị"),
    (("evaluate", "thừa"), 2, "lời gọi không đúng"),
    (("demo", "--data", "{data}"), 3, "không thuộc bộ số liệu mẫu"),
    (("forms", "--data", "{tmp}/không có", "--year", "2024"), 3, "không có thư mục này"),
    (("forms", "--data", "{data}", "--year", "2024", "--sender", "Phòng X"), 2, "Xã Mẫu An"),
    (("map", "--data", "{data}", "--tiles", "osm"), 2, "cần Internet"),
    (("map", "--data", "{tmp}/không có"), 3, "không có thư mục này"),
    (("demo", "--seed", "x"), 2, "--seed 7"),
    (("clean", "--dta", "x"), 2, "--dta: không có tùy chọn này"),
    (("clean", "--dta", "x"), 2, "có phải --data"),
    (("trace", "2024/x", "--out", "{empty}"), 2, "không có số liệu “x”"),
    (("trace", "hai mươi"), 2, "không phải ký hiệu số liệu"),
    (("trace", "2024/pairings_evaluated", "--out", "{empty}"), 3, "chưa có số liệu đã làm sạch"),
    (("run", "{file}"), 3, "không phải là sổ tay"),
    (("run", NOTEBOOK, "-p", "yaer=1", "-p", "x"), 2, "có phải “year”"),
    (("run", NOTEBOOK, "--data", "{empty}"), 2, "chưa có số liệu đã làm sạch"),
    (("run", NOTEBOOK, "--minutes", "0"), 2, "--minutes: giá trị không dùng được"),
    (("batch", "{tmp}/x.yml"), 3, "không có tệp kế hoạch này"),
    (("batch", "--data", "{empty}"), 3, "chưa có số liệu đã làm sạch"),
    (("batch", "--plan", "không"), 2, "không có kế hoạch “không”"),
    (("batch", "--out", "khongco://x", "--dry-run"), 2, "khongco://x"),
    (("không-có-lệnh",), 2, "không-có-lệnh: không có lệnh này"),
    ((), 2, "Usage"),
]


@pytest.mark.parametrize(("call", "code", "said"), MISTAKES, ids=lambda value: str(value)[:40])
def test_a_mistake_ends_in_a_message_never_in_a_traceback(
    tmp_path: Path,
    demo: DemoFiles,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    call: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x", encoding="utf-8")
    places = {
        "tmp": tmp_path,
        "empty": tmp_path / "empty",
        "file": tmp_path / "file",
        "data": _small_district(tmp_path / "data"),
    }
    monkeypatch.setattr("ketnghia_analysis.runs.demo.demo_files", lambda _: demo)
    ended, told = _in_process(monkeypatch, capsys, *(part.format(**places) for part in call))
    assert ended == code, told
    assert said in told.err
    assert "Traceback" not in told.err


def test_a_user_who_stops_the_run_is_told_that_results_are_intact(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ketnghia_analysis.runs.evaluate.run_cleaning", stopped)
    ended, told = _in_process(monkeypatch, capsys, "clean")
    assert ended == 130
    assert "còn nguyên" in told.err


def test_broken_settings_are_told_all_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = _small_district(tmp_path / "data")
    text = "ten_huyen: x\nevaluation_year: xưa\nreporting_year_ends: 14-12\n"
    (data / "settings.yml").write_text(text, encoding="utf-8")
    ended, told = _in_process(
        monkeypatch, capsys, "clean", "--data", str(data), "--out", str(tmp_path / "out")
    )
    assert ended == 3
    assert "3 lỗi" in told.err
    assert all(name in told.err for name in ("ten_huyen", "evaluation_year", "reporting_year"))


def test_a_broken_workbook_is_held_and_the_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = _small_district(tmp_path / "data")
    (data / "hong.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    ended, told = _in_process(
        monkeypatch, capsys, "clean", "--data", str(data), "--out", str(tmp_path / "out")
    )
    assert ended == 0
    assert "Tệp không đọc được" in told.out


def test_stale_pages_give_an_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ended, told = _in_process(monkeypatch, capsys, "dictionary", "--check", "--docs", str(tmp_path))
    assert ended == 3
    assert "data_dictionary.md" in told.out


def test_a_large_file_is_cleaned_in_batches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raw, clean = _small_district(tmp_path / "raw"), str(tmp_path / "clean")
    code, _ = _in_process(monkeypatch, capsys, "clean", "--data", str(raw), "--out", clean)
    assert code == 0
    large = ("clean-large", str(raw / "so_lieu.csv"), "--registers", clean, "--batch-rows", "2")
    out = ("--out", str(tmp_path / "large"))
    code, said = _in_process(monkeypatch, capsys, *large, "--table", "hamlet_figures", *out)
    assert code == 0
    assert "Sạch" in said.out
    assert (tmp_path / "large" / "accounts").is_dir()
    code, said = _in_process(monkeypatch, capsys, *large, "--table", "xa", *out)
    assert code == ExitCode.WRONG_CALL
    assert "không có bảng lớn" in said.err
    country = ("evaluate-large", "--data", clean)
    code, said = _in_process(monkeypatch, capsys, *country, "--out", str(tmp_path / "country"))
    assert code == ExitCode.DATA_FAULT
    assert "điền cột “Tỉnh”" in said.err


def test_a_notebook_is_run_and_a_batch_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_small(tmp_path / "n.ipynb", "assert number != 2", parameters="number: int = 0  # số")
    out = ("--out", str(tmp_path / "out"))
    call = ("run", str(tmp_path / "n.ipynb"), "-p", "number=7", *out)
    code, told = _in_process(monkeypatch, capsys, *call)
    assert (code, "number=7/n.html" in told.out) == (0, True), told
    plan = "p:\n  - {notebook: n, title: Số, grid: {number: [1, 2, 7]}}\n"
    (tmp_path / "runs.yml").write_text(plan, encoding="utf-8")
    batch = ("batch", str(tmp_path / "runs.yml"), *out)
    code, told = _in_process(monkeypatch, capsys, *batch, "--dry-run")
    assert (code, "Sẽ chạy 2 trong 3 lần chạy; 1 đã xong" in told.out) == (0, True), told
    code, told = _in_process(monkeypatch, capsys, *batch)
    assert code == ExitCode.RUNS_FAILED
    assert "LỖI n/number=2: ô số 3 báo lỗi AssertionError" in told.out
    assert "LỖI n/number=2" in told.err
    code, told = _in_process(monkeypatch, capsys, *batch, "--only", "number=1,7", "--quiet")
    assert (code, told.err) == (0, "")
