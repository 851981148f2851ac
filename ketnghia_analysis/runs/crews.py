"""Who does the work of many batches: this process, or a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from ketnghia_analysis.vocabulary.errors import WrongCall

Crew = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]
"""Does a job for each task and gives the results in the order of the tasks."""


def alone(job: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Any]:
    """Do all tasks in this process, one after the other."""
    return map(job, tasks)


@contextmanager
def crew(
    scheduler: str = "", workers: int = 0, processes: bool = True, patience: float = 10
) -> Iterator[Crew]:
    """Those who do the work, for as long as it takes.

    Args:
        scheduler: address of a running Dask scheduler ("tcp://..."), whose workers must see the
            same folders by the same paths; "" for none.
        workers: number of workers of a cluster on this machine; 0 for none.
        processes: whether those workers are processes of their own.
        patience: seconds in which a scheduler must answer.

    Raises:
        WrongCall: Dask is not installed, or nobody answers at the address.
    """
    if not scheduler and not workers:
        yield alone
        return
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise WrongCall(
            "--cluster, --scheduler",
            "máy này chưa cài Dask",
            "cài thêm phần “cluster” (pip install 'ketnghia-analysis[cluster]'), hoặc bỏ tham số",
        ) from None
    if scheduler:
        try:
            client = distributed.Client(scheduler, timeout=patience)
        except (OSError, TimeoutError, ValueError):
            raise WrongCall(
                "--scheduler", f"không kết nối được {scheduler}", "kiểm tra địa chỉ bộ điều phối"
            ) from None
        with client:
            yield _on(client)
        return
    with (
        distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=processes, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield _on(client)


def _on(client: Any) -> Crew:
    def work(job: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Any]:
        # results are small, and the same task twice is done twice: it writes files
        futures = client.map(job, list(tasks), pure=False)
        yield from client.gather(futures)

    return work
