from __future__ import annotations

import pytest

from ketnghia_analysis.runs.many_runs import Display
from ketnghia_analysis.runs.notebook_engine import End
from ketnghia_analysis.runs.one_run import Outcome
from ketnghia_analysis.runs.show_runs import display_of, limits_of, rate_and_end

FINE = Outcome("n/number=1", "Số", None, "", 1.0, 1, "")
FAILED = Outcome("n/number=2", "Số", End.CELL, "ô số 3 báo lỗi [x]", 1.0, 1, "")
STOPPED = Outcome("n/number=3", "Số", End.STOPPED, "đã dừng", 1.0, 1, "")


def _shown(display: Display) -> None:
    display.begin(3, 5)
    for outcome in (FINE, FAILED, STOPPED):
        display.finished(outcome)
    display.end()


def test_a_log_gets_lines_and_each_failure(capsys: pytest.CaptureFixture[str]) -> None:
    _shown(display_of(quiet=False))
    told = capsys.readouterr().err
    assert "Sẽ chạy 3 lần; 5 đã xong từ trước" in told
    assert "LỖI n/number=2: ô số 3 báo lỗi [x]" in told
    assert "number=3" not in told
    assert "3/3, lỗi 1; " in told


def test_quiet_means_failures_only(capsys: pytest.CaptureFixture[str]) -> None:
    _shown(display_of(quiet=True))
    assert capsys.readouterr().err == "LỖI n/number=2: ô số 3 báo lỗi [x]\n"


def test_a_terminal_gets_a_bar(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "140")
    _shown(display_of(quiet=False))
    told = capsys.readouterr().err
    for word in ("5 đã xong từ trước", "3/3", "lỗi 1", "lần/phút", "LỖI n/number=2"):
        assert word in told


@pytest.mark.parametrize(
    ("done", "total", "seconds", "told"),
    [
        (0, 10, 5.0, "–"),
        (5, 10, 10.0, "30,0 lần/phút, còn khoảng 0:00:10"),
        (1000, 10_000, 600.0, "100,0 lần/phút, còn khoảng 1:30:00"),
        (10, 10, 10.0, "60,0 lần/phút, còn khoảng 0:00:00"),
    ],
)
def test_rate_and_expected_end(done: int, total: int, seconds: float, told: str) -> None:
    assert rate_and_end(done, total, seconds) == told


def test_no_megabytes_are_no_limit() -> None:
    assert limits_of(0.5, 0).memory_mb is None
    assert (limits_of(0.5, 700).seconds, limits_of(0.5, 700).memory_mb) == (30, 700)
