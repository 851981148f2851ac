"""Times the readers on a large workbook against the libraries below them, in one run."""

from __future__ import annotations

import io
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

import openpyxl
import xlsxwriter
from python_calamine import load_workbook

from ketnghia_analysis.intake.readers import read_content
from ketnghia_analysis.intake.sandbox import SANDBOX

ROWS, COLUMNS = 10_000, 40


def workbook(seed: int, percent: bool) -> bytes:
    """Hamlets by the thousand: names, counts, shares and dates."""
    chance = random.Random(seed)
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    as_date = book.add_format({"num_format": "dd/mm/yyyy"})
    as_share = book.add_format({"num_format": "0.0%"} if percent else {})
    page = book.add_worksheet("Thôn")
    page.write_row(0, 0, [f"Cột {number}" for number in range(1, COLUMNS + 1)])
    for row in range(1, ROWS + 1):
        page.write(row, 0, f"Xã Mẫu {chance.randint(1, 120)}")
        page.write(row, 1, f"Thôn {row}")
        page.write_datetime(row, 2, date(2019, 1, 1) + timedelta(chance.randint(0, 2000)), as_date)
        for column in range(3, COLUMNS):
            if column % 4 == 0:
                page.write_number(row, column, round(chance.random(), 3), as_share)
            elif column % 9 == 0:
                page.write_string(row, column, f"ghi chú {chance.randint(1, 5000)}")
            else:
                page.write_number(row, column, chance.randint(0, 2000))
    book.close()
    return content.getvalue()


def main() -> None:
    """Time every reader so many times, in turns, and print medians and ratios."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)
    print(f"{ROWS} x {COLUMNS}, seed {seed}, {rounds} rounds, medians")
    SANDBOX.read(b"a;b\n")
    plain, full = workbook(seed, percent=False), workbook(seed, percent=True)
    _compare(
        "plain workbook",
        rounds,
        {
            "python-calamine": lambda: (
                load_workbook(io.BytesIO(plain))
                .get_sheet_by_index(0)
                .to_python(skip_empty_area=False)
            ),
            "read in this process": lambda: read_content(plain),
            "read in the sandbox": lambda: SANDBOX.read(plain),
        },
    )
    _compare(
        "workbook with percentages",
        rounds,
        {
            "openpyxl, full": lambda: openpyxl.load_workbook(io.BytesIO(full), data_only=True),
            "read in this process": lambda: read_content(full),
            "read in the sandbox": lambda: SANDBOX.read(full),
        },
    )


def _compare(title: str, rounds: int, readers: dict[str, Callable[[], object]]) -> None:
    times: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(rounds):
        for name, reader in readers.items():
            start = time.perf_counter()
            reader()
            times[name].append(time.perf_counter() - start)
    medians = {name: statistics.median(found) for name, found in times.items()}
    base = next(iter(medians.values()))
    print(f"\n{title:<28}{'median s':>10}{'ratio':>8}")
    for name, seconds in medians.items():
        print(f"{name:<28}{seconds:>10.2f}{seconds / base:>8.2f}")


if __name__ == "__main__":
    main()
