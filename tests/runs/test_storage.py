"""Results of a batch in a storage that speaks S3, served by moto on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ketnghia_analysis.runs import one_run
from ketnghia_analysis.runs.many_runs import INDEX, MANIFEST, run_batch
from ketnghia_analysis.runs.notebook_engine import End, Execution
from ketnghia_analysis.runs.run_crews import Cluster, Threads
from ketnghia_analysis.runs.shelves import Shelf
from ketnghia_analysis.vocabulary.errors import CannotWrite
from tests.runs.small_notebooks import small
from tests.runs.test_many_runs import plan_of_numbers

pytest.importorskip("s3fs")
server = pytest.importorskip("moto.server")


@pytest.fixture(scope="module")
def bucket() -> Iterator[dict[str, Any]]:
    """Options of a storage with a bucket named "ketqua"."""
    import s3fs

    serving = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    serving.start()
    host, port = serving.get_host_and_port()
    options = {
        "key": "thu",
        "secret": "thu",
        "endpoint_url": f"http://{host}:{port}",
        "client_kwargs": {"region_name": "ap-southeast-1"},
    }
    s3fs.S3FileSystem(**options).mkdir("ketqua")
    yield options
    serving.stop()


@pytest.fixture
def pretended(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    done: list[int] = []

    def pretend(node: Any, parameters: dict[str, Any], *_: Any) -> Execution:
        done.append(parameters["number"])
        end = End.CELL if parameters["number"] == 3 else None
        return Execution(small("1"), end, "số ba" if end else "", "")

    monkeypatch.setattr(one_run, "execute", pretend)
    return done


def test_a_batch_goes_to_s3_and_is_not_done_twice(
    tmp_path: Path, bucket: dict[str, Any], pretended: list[int]
) -> None:
    batch = plan_of_numbers(tmp_path, range(5))
    shelf = Shelf("s3://ketqua/2024", bucket)
    first = run_batch(batch, shelf, Threads(2))
    assert (len(first.done), len(first.failed)) == (4, 1)
    again = run_batch(batch, Shelf("s3://ketqua/2024", bucket), Threads(2))
    assert (again.skipped, len(again.failed)) == (4, 1)
    assert sorted(pretended) == [0, 1, 2, 3, 3, 4]
    files = shelf._sizes()
    assert {INDEX, MANIFEST, "n/number=0/n.html", "n/number=3/failed.json"} <= set(files)
    manifest = json.loads(shelf._read([MANIFEST])[MANIFEST])
    assert manifest["states"] == {"done": 4, "failed": 1}


def test_a_result_of_which_a_file_was_deleted_is_made_again(
    tmp_path: Path, bucket: dict[str, Any], pretended: list[int]
) -> None:
    batch = plan_of_numbers(tmp_path, range(3))
    shelf = Shelf("s3://ketqua/deleted", bucket)
    run_batch(batch, shelf, Threads(1))
    shelf._delete("n/number=1/n.html")
    run_batch(batch, shelf, Threads(1))
    assert pretended == [0, 1, 2, 1]


def test_dask_workers_put_results_into_s3(
    tmp_path: Path, bucket: dict[str, Any], pretended: list[int]
) -> None:
    pytest.importorskip("distributed")
    shelf = Shelf("s3://ketqua/dask", bucket)
    done = run_batch(plan_of_numbers(tmp_path, range(3)), shelf, Cluster("", 2, processes=False))
    assert len(done.done) == 3
    assert len(shelf.done(f"n/number={number}" for number in range(3))) == 3


def test_a_bucket_that_is_not_there_is_told_before_any_run(
    tmp_path: Path, bucket: dict[str, Any], pretended: list[int]
) -> None:
    with pytest.raises(CannotWrite, match="không ghi được"):
        run_batch(plan_of_numbers(tmp_path, range(3)), Shelf("s3://khong-co/x", bucket), Threads(1))
    assert pretended == []
