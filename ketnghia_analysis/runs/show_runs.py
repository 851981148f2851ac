"""What the command prints of notebook runs: one, or many while they go on."""

from __future__ import annotations

import time
from datetime import timedelta

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
from rich.table import Table
from rich.text import Text

from ketnghia_analysis.runs.many_runs import (
    INDEX,
    Batch,
    BatchResult,
    Display,
    missing_jobs,
    planned_jobs,
)
from ketnghia_analysis.runs.notebook_engine import End, Limits
from ketnghia_analysis.runs.one_run import Job, Outcome
from ketnghia_analysis.runs.shelves import Shelf
from ketnghia_analysis.vocabulary.wording import number_vi

_MOST_SHOWN = 10
_LINE_SECONDS = 30


def limits_of(minutes: float, memory_mb: int) -> Limits:
    """Limits as options give them: 0 MiB is no limit of memory."""
    return Limits(seconds=60 * minutes, memory_mb=memory_mb or None)


def show_run(job: Job, outcome: Outcome, shelf: Shelf) -> None:
    """Tell where the results of a run are, and how it was run."""
    console = Console(markup=False, highlight=False)
    console.print(job.heading, soft_wrap=True)
    kernel = "nhân đã nạp sẵn" if not outcome.cold_because else "nhân thường"
    why = f" ({outcome.cold_because})" if outcome.cold_because else ""
    console.print(f"Đã chạy xong trong {number_vi(outcome.seconds, 1)} giây, {kernel}{why}.")
    for name in (f"{job.notebook}.html", f"{job.notebook}.ipynb", "run.json"):
        console.print(f"  {shelf.address(f'{job.place}/{name}')}", soft_wrap=True)


def show_plan(batch: Batch, shelf: Shelf) -> None:
    """Tell what a batch would run, without running or writing anything."""
    console = Console(markup=False, highlight=False)
    jobs = planned_jobs(batch)
    missing = missing_jobs(jobs, shelf, batch.force)
    for job in missing[: batch.limit]:
        console.print(f"  {job.place}  {job.heading}", soft_wrap=True)
    console.print(
        f"Sẽ chạy {number_vi(len(missing[: batch.limit]))} trong {number_vi(len(jobs))} lần chạy; "
        f"{number_vi(len(jobs) - len(missing))} đã xong. Kết quả sẽ ở {shelf.address()}",
        soft_wrap=True,
    )


def show_batch(done: BatchResult) -> None:
    """Tell what became of a batch: counts, kernels, failures, where the index is."""
    console = Console(markup=False, highlight=False)
    table = Table(title="Kết quả đợt chạy", title_justify="left")
    table.add_column("Lần chạy")
    table.add_column("Số lượng", justify="right")
    kernels = done.kernels
    rows = (
        ("Đã xong lần này", len(done.done)),
        ("Lỗi", len(done.failed)),
        ("Đã xong từ trước", done.skipped),
        ("Chưa chạy", done.left),
        ("Nhân nạp sẵn", kernels["warm"]),
        ("Nhân thường", kernels["cold"]),
    )
    for name, count in rows:
        table.add_row(name, number_vi(count))
    console.print(table)
    reasons = dict.fromkeys(one.cold_because for one in done.outcomes if one.cold_because)
    for reason in reasons:
        console.print(f"Nhân thường vì: {reason}", soft_wrap=True)
    for one in done.failed[:_MOST_SHOWN]:
        console.print(f"  LỖI {one.place}: {one.told}", soft_wrap=True)
    if len(done.failed) > _MOST_SHOWN:
        console.print(f"  và {number_vi(len(done.failed) - _MOST_SHOWN)} lỗi khác, xem mục lục")
    console.print(
        f"{number_vi(done.seconds, 1)} giây. Mục lục: {done.place}/{INDEX}", soft_wrap=True
    )


def display_of(quiet: bool) -> Display:
    """The display for where the command runs: bars, lines for logs, or failures only."""
    console = Console(stderr=True, markup=False, highlight=False)
    if quiet:
        return _Lines(console, every=None)
    return _Bar(console) if console.is_terminal else _Lines(console, every=_LINE_SECONDS)


def rate_and_end(done: int, total: int, seconds: float) -> str:
    """How fast runs are done and when the last one may be, in words."""
    if not done or seconds <= 0:
        return "–"
    left = timedelta(seconds=round((total - done) * seconds / done))
    return f"{number_vi(60 * done / seconds, 1)} lần/phút, còn khoảng {left}"


class _Lines:
    """A line now and then, and one for each failure; for logs."""

    def __init__(self, console: Console, every: float | None) -> None:
        self.console = console
        self.every = every

    def begin(self, total: int, skipped: int) -> None:
        self.total, self.done, self.failed = total, 0, 0
        self.started = self.told = time.monotonic()
        if self.every is not None:
            self.console.print(
                f"Sẽ chạy {number_vi(total)} lần; {number_vi(skipped)} đã xong từ trước"
            )

    def finished(self, outcome: Outcome) -> None:
        self.done += 1
        if outcome.end not in (None, End.STOPPED):
            self.failed += 1
            self.console.print(f"LỖI {outcome.place}: {outcome.told}", soft_wrap=True)
        moment = time.monotonic()
        if self.every is not None and moment - self.told >= self.every:
            self.told = moment
            self._tell(moment)

    def end(self) -> None:
        if self.every is not None:
            self._tell(time.monotonic())

    def _tell(self, moment: float) -> None:
        speed = rate_and_end(self.done, self.total, moment - self.started)
        done = f"{number_vi(self.done)}/{number_vi(self.total)}"
        self.console.print(f"{done}, lỗi {number_vi(self.failed)}; {speed}", soft_wrap=True)


class _Speed(ProgressColumn):
    """Rate and expected end, from all runs since the start."""

    def render(self, task: Task) -> Text:
        """The words for a task."""
        done, total = int(task.completed), int(task.total or 0)
        return Text(rate_and_end(done, total, task.elapsed or 0.0))


class _Bar:
    """A bar with what is done, failed and left, the rate and the expected end."""

    def __init__(self, console: Console) -> None:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("lỗi {task.fields[failed]}"),
            _Speed(),
        )
        self.progress = Progress(*columns, console=console)

    def begin(self, total: int, skipped: int) -> None:
        self.failed = 0
        self.progress.start()
        said = f"Chạy sổ tay ({number_vi(skipped)} đã xong từ trước)"
        self.task = self.progress.add_task(said, total=total, failed=0)

    def finished(self, outcome: Outcome) -> None:
        if outcome.end not in (None, End.STOPPED):
            self.failed += 1
            self.progress.console.print(f"LỖI {outcome.place}: {outcome.told}", soft_wrap=True)
        self.progress.update(self.task, advance=1, failed=self.failed)

    def end(self) -> None:
        self.progress.stop()
