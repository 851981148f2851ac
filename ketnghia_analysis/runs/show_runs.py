"""What the command prints of notebook runs: one, or many."""

from __future__ import annotations

from rich.console import Console

from ketnghia_analysis.runs.notebook_engine import Limits
from ketnghia_analysis.runs.one_run import Job, Outcome
from ketnghia_analysis.runs.shelves import Shelf
from ketnghia_analysis.vocabulary.wording import number_vi


def limits_of(minutes: float, memory_mb: int) -> Limits:
    """Limits as options give them: 0 MiB is no limit of memory."""
    return Limits(seconds=60 * minutes, memory_mb=memory_mb or None)


def show_run(job: Job, outcome: Outcome, shelf: Shelf) -> None:
    """Tell where the results of a run are, and how it was run."""
    console = Console(markup=False)
    console.print(job.heading, soft_wrap=True)
    kernel = "nhân đã nạp sẵn" if not outcome.cold_because else "nhân thường"
    why = f" ({outcome.cold_because})" if outcome.cold_because else ""
    console.print(f"Đã chạy xong trong {number_vi(outcome.seconds, 1)} giây, {kernel}{why}.")
    for name in (f"{job.notebook}.html", f"{job.notebook}.ipynb", "run.json"):
        console.print(f"  {shelf.address(f'{job.place}/{name}')}", soft_wrap=True)
