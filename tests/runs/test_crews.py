"""A cluster whose processes come and go does what one process does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

import pytest

from ketnghia_analysis.runs.batches import clean_large, read_book
from ketnghia_analysis.runs.crews import crew
from ketnghia_analysis.runs.evaluate import run_cleaning
from ketnghia_analysis.vocabulary.errors import WrongCall
from tests.cleaning.small_folders import send_csv, send_registers

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Cluster:
    """A running scheduler and its workers."""

    address: str
    workers: list[subprocess.Popen[bytes]]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler and two workers, all processes of their own."""
    distributed = pytest.importorskip("distributed")
    place = tmp_path / "scheduler.json"
    begun: list[subprocess.Popen[bytes]] = []

    def begin(*arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *arguments, "--scheduler-file", str(place)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        quiet = subprocess.DEVNULL
        begun.append(subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet))
        return begun[-1]

    try:
        begin("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        own = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
        workers = [begin("worker", *own, "--local-directory", str(tmp_path)) for _ in range(2)]
        until = time.monotonic() + 60
        while not place.exists() and time.monotonic() < until:
            time.sleep(0.05)
        address = json.loads(place.read_text(encoding="utf-8"))["address"]
        with distributed.Client(address) as client:
            client.wait_for_workers(2, timeout=60)
        yield Cluster(address, workers)
    finally:
        for process in begun:
            process.kill()
            process.wait()


def test_a_worker_that_is_lost_changes_nothing(cluster: Cluster, tmp_path: Path) -> None:
    send_registers(tmp_path / "goc")
    run_cleaning(tmp_path / "goc", tmp_path / "danh-muc")
    path = tmp_path / "ho.csv"
    told = {"year": 2023, "hamlet_id": "BT", "minority": "x", "household_class": "hộ nghèo"}
    rows = [
        {"household_id": f"H{number % 90}", "members": number % 7} | told for number in range(100)
    ]
    send_csv(path, "households", rows)
    about = ([path], "households", tmp_path / "danh-muc")
    lost = Timer(0.15, cluster.workers[0].kill)

    def step(name: str) -> None:
        if name.startswith("Đọc"):
            lost.start()

    with crew(cluster.address) as workers:
        theirs = clean_large(*about, tmp_path / "theirs", 10, workers, step)
    lost.join()
    assert cluster.workers[0].wait(timeout=5) != 0
    ours = clean_large(*about, tmp_path / "ours")
    assert theirs.counts == ours.counts
    assert theirs.counts["quarantine"] == 20
    for book in ("households", "accounts", "quarantine", "ledger"):
        one, other = (read_book(run.folder, book).astype("str") for run in (theirs, ours))
        assert one.equals(other)
    assert not list(tmp_path.rglob("*.half"))


def test_nobody_at_the_address_is_said() -> None:
    pytest.importorskip("distributed")
    with (
        pytest.raises(WrongCall, match="không kết nối được"),
        crew("tcp://127.0.0.1:1", patience=0.5),
    ):
        pass
