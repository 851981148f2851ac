"""How a notebook is executed: papermill, with kernels, limits and clean-up of our own.

Papermill decides what a run is (parameters cell, metadata, error marks). Here is what it does not
do: a limit for the whole run, no file before it is finished, the truth about cells that never ran,
and nothing left behind, no process and no temporary file.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import nbformat
import psutil
from jupyter_client.kernelspec import NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_core.utils import run_sync
from nbclient.exceptions import DeadKernelError

import ketnghia_analysis
from ketnghia_analysis.runs.kernel_nursery import RUN_MARK
from ketnghia_analysis.runs.scratch import scratch
from ketnghia_analysis.runs.warm_kernels import NAME, WarmProvisioner

# papermill imports jsonschema's checker of internationalised addresses, whose grammar takes more
# than a second to build; a notebook has no such addresses
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

import papermill  # noqa: E402
from papermill.clientwrap import PapermillNotebookClient  # noqa: E402
from papermill.engines import NBClientEngine, papermill_engines  # noqa: E402
from papermill.exceptions import PapermillExecutionError  # noqa: E402

KERNEL = "python3"
ENGINE = "ketnghia"
_ONE_THREAD = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
)
_QUIET = "--IPKernelApp.log_level=40"


class End(StrEnum):
    """How a run that failed came to its end."""

    CELL = "cell"
    UNFINISHED = "unfinished"
    TIME = "time"
    MEMORY = "memory"
    DIED = "died"
    NO_KERNEL = "no_kernel"
    STOPPED = "stopped"
    NOT_WRITTEN = "not_written"
    UNEXPECTED = "unexpected"


CRASHES = frozenset({End.DIED, End.NO_KERNEL})
"""Ends that may not come again: worth another attempt."""


@dataclass(frozen=True)
class Limits:
    """What a run may use.

    Attributes:
        seconds: for the whole of it, from the start of its kernel.
        start_seconds: until its kernel answers.
        memory_mb: memory of the kernel and of each program it starts, in MiB; None for no limit.
            Only Linux holds it.
    """

    seconds: float = 1800
    start_seconds: int = 120
    memory_mb: int | None = None


@dataclass(frozen=True)
class Execution:
    """A notebook that was executed, or how far it came.

    Attributes:
        node: with outputs.
        end: how it failed; None for success.
        told: what is to be said of the failure, Vietnamese.
        cold_because: why its kernel was not warm; "" for a warm one.
    """

    node: nbformat.NotebookNode
    end: End | None
    told: str
    cold_because: str


@dataclass
class Watch:
    """What is known of a run while it runs; another thread may end it."""

    mark: str = field(default_factory=lambda: uuid.uuid4().hex)
    node: nbformat.NotebookNode | None = None
    manager: Any = None
    ended_for: End | None = None

    def end(self, why: End) -> None:
        """End the kernel with all that it started."""
        self.ended_for = self.ended_for or why
        provisioner = getattr(self.manager, "provisioner", None)
        pid = getattr(provisioner, "pid", None)
        if pid is not None:
            end_tree(pid, self.mark)


class _Manager(AsyncKernelManager):
    """A kernel manager for one run; its kernel is warm where that is wanted and can be."""

    wants_warm = True

    @property
    def kernel_spec(self) -> Any:
        """The specification of the environment's kernel, with our provisioner."""
        spec = super().kernel_spec
        if spec is not None:
            ours = {"provisioner_name": NAME, "config": {"warm": self.wants_warm}}
            spec.metadata["kernel_provisioner"] = ours
        return spec


class _Client(PapermillNotebookClient):  # type: ignore[misc]
    """Papermill's client, whose kernel can be watched and limited."""

    watch: Watch
    limits: Limits
    wants_warm: bool

    def create_kernel_manager(self) -> Any:
        """A manager of our own for each run."""
        self.km = self.watch.manager = _Manager(kernel_name=self.kernel_name, config=self.config)
        self.km.wants_warm = self.wants_warm
        return self.km

    async def async_start_new_kernel(self, **kwargs: Any) -> None:
        """Start the kernel, and end it at once if its time was up before it began."""
        await super().async_start_new_kernel(**kwargs)
        if self.watch.ended_for is not None:
            self.watch.end(self.watch.ended_for)

    async def async_start_new_kernel_client(self) -> Any:
        """Wait until the kernel answers; from then on its memory is limited."""
        answering = await super().async_start_new_kernel_client()
        pid = getattr(self.watch.manager.provisioner, "pid", None)
        if pid is not None and self.limits.memory_mb is not None:
            _limit_memory(pid, self.limits.memory_mb)
        return answering

    start_new_kernel = run_sync(async_start_new_kernel)
    start_new_kernel_client = run_sync(async_start_new_kernel_client)


class _Engine(NBClientEngine):  # type: ignore[misc]
    """Papermill's engine with our client; a keyword that it does not know is an error."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        watch: Watch,
        limits: Limits,
        warm: bool,
        start: Mapping[str, Any],
        log_output: bool = False,
        start_timeout: int = 0,
        stdout_file: Any = None,
        stderr_file: Any = None,
        input_path: Any = None,
    ) -> Any:
        """Execute the cells in a kernel that is started as `start` says."""
        watch.node = nb_man.nb
        # papermill puts here what it was given, which is the whole notebook
        nb_man.nb.metadata.papermill.update(input_path=None, output_path=None)
        _make_readable(nb_man.nb)
        client = _Client(
            nb_man,
            kernel_name=kernel_name,
            startup_timeout=start_timeout,
            timeout=None,
            extra_arguments=[_QUIET],
            log=logging.getLogger("papermill"),
        )
        client.watch, client.limits, client.wants_warm = watch, limits, warm
        try:
            return client.execute(**start)
        except BaseException:
            _mark_unfinished(nb_man)
            raise


def _make_readable(node: Any) -> None:
    """Write the parameters as people read them; papermill escapes every Vietnamese letter."""
    for cell in node.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            given = node.metadata.papermill["parameters"]
            lines = [f"{name} = {value!r}" for name, value in given.items()]
            cell.source = "\n".join(["# Parameters", *lines])


def _mark_unfinished(nb_man: Any) -> None:
    """Say which cell was the last; papermill would call all of them completed."""
    begun = [cell for cell in nb_man.nb.cells if cell.metadata.papermill["start_time"]]
    if begun:
        begun[-1].metadata.papermill["status"] = nb_man.FAILED
        begun[-1].metadata.papermill["exception"] = True
    elif nb_man.nb.cells:
        nb_man.nb.cells[0].metadata.papermill["status"] = nb_man.FAILED
    nb_man.nb.metadata.papermill["exception"] = True


papermill_engines.register(ENGINE, _Engine)


def execute(
    node: nbformat.NotebookNode,
    parameters: Mapping[str, Any],
    limits: Limits,
    warm: bool = True,
    watch: Watch | None = None,
) -> Execution:
    """Execute a notebook in a kernel of its own.

    The kernel works in an empty folder, which is gone afterwards with all that was written there or
    to the folder for temporary files, and so are the programs that the notebook started.

    Args:
        node: the notebook; it is left as it is.
        parameters: checked values for its parameters cell, of simple types.
        limits: what the run may use.
        warm: whether the kernel may be forked from one that is ready.
        watch: by which another thread can end the run.

    Raises:
        OSError: no room or no permission for temporary files.
    """
    watch = watch or Watch()
    # the kernel's own warnings are no news to the user; failures are told by us
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    factory = KernelProvisionerFactory.instance()
    place = f"{WarmProvisioner.__module__}:{WarmProvisioner.__name__}"
    factory.provisioners.setdefault(NAME, EntryPoint(NAME, place, factory.GROUP_NAME))
    with scratch() as folder, (folder / "kernel.log").open("w+b") as talk:
        start = {
            "cwd": str(_made(folder / "cwd")),
            "env": _environment(_made(folder / "tmp"), watch.mark),
            "stdout": talk,
            "stderr": talk,
        }
        timer = threading.Timer(limits.seconds, watch.end, [End.TIME])
        timer.daemon = True
        timer.start()
        try:
            done = papermill.execute_notebook(
                node,
                None,
                parameters=dict(parameters),
                engine_name=ENGINE,
                kernel_name=KERNEL,
                language="python",
                progress_bar=False,
                autosave_cell_every=0,
                start_timeout=limits.start_seconds,
                watch=watch,
                limits=limits,
                warm=warm,
                start=start,
            )
            failed = _unfinished(done)
        except (PapermillExecutionError, DeadKernelError, NoSuchKernel, RuntimeError) as error:
            done, failed = watch.node or node, _failure(error, watch, limits, talk)
        finally:
            timer.cancel()
            cold = _clean_up(watch)
        if watch.ended_for is not None and failed is not None:
            failed = (watch.ended_for, _ENDED[watch.ended_for].format(seconds=limits.seconds))
    end, told = failed or (None, "")
    return Execution(done, end, told, cold)


_ENDED = {
    End.TIME: "quá thời gian cho phép ({seconds:g} giây); đã dừng cùng mọi chương trình con",
    End.STOPPED: "đã dừng theo yêu cầu",
}


def _failure(error: Exception, watch: Watch, limits: Limits, talk: Any) -> tuple[End, str]:
    if isinstance(error, PapermillExecutionError):
        told = f"ô số {error.exec_count} báo lỗi {error.ename}: {error.evalue}"
        if error.ename == "MemoryError" and limits.memory_mb is not None:
            return End.MEMORY, f"{told} (giới hạn bộ nhớ {limits.memory_mb} MB)"
        return End.CELL, told
    last = _last_words(talk)
    if isinstance(error, DeadKernelError):
        return End.DIED, f"nhân tính toán chết giữa chừng{last}"
    if isinstance(error, NoSuchKernel):
        return End.NO_KERNEL, f"không có nhân “{KERNEL}” trong môi trường này"
    if not isinstance(watch.manager, _Manager) or watch.node is None:
        raise error
    return End.NO_KERNEL, f"nhân tính toán không khởi động được ({error}){last}"


def _last_words(talk: Any) -> str:
    talk.seek(0)
    lines = [line.strip() for line in talk.read().decode("utf-8", "replace").splitlines()]
    said = next((line for line in reversed(lines) if line), "")
    return f": {said[:200]}" if said else ""


def _unfinished(node: Any) -> tuple[End, str] | None:
    """What is missing in a notebook of which papermill says that it ran."""
    for place, cell in enumerate(node.cells, 1):
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None:
            return End.UNFINISHED, f"ô thứ {place} không chạy: sổ tay dừng giữa chừng"
    return None


def _clean_up(watch: Watch) -> str:
    """End what the run left behind; why its kernel was cold."""
    provisioner = getattr(watch.manager, "provisioner", None)
    cold = getattr(provisioner, "cold_because", "")
    if provisioner is not None and cold and provisioner.pid is not None:
        end_tree(provisioner.pid, watch.mark)
    return str(cold)


def end_tree(pid: int, mark: str) -> None:
    """End a process, its group, its descendants and all programs that carry its mark."""
    found: dict[int, psutil.Process] = {}
    with contextlib.suppress(psutil.Error):
        root = psutil.Process(pid)
        found = {one.pid: one for one in [root, *root.children(recursive=True)]}
    for one in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if one.environ().get(RUN_MARK) == mark:
                found[one.pid] = one
    if pid in found and hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
    for one in found.values():
        with contextlib.suppress(psutil.Error):
            one.kill()


def _limit_memory(pid: int, megabytes: int) -> None:
    if sys.platform != "linux":
        return
    import resource

    size = megabytes * 2**20
    with contextlib.suppress(ProcessLookupError):
        resource.prlimit(pid, resource.RLIMIT_DATA, (size, size))


def _environment(temporary: Path, mark: str) -> dict[str, str]:
    """Variables of a kernel: one thread for linear algebra, the same order of sets every time."""
    ours = {
        **dict.fromkeys(_ONE_THREAD, "1"),
        "PYTHONHASHSEED": "0",
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary)),
        RUN_MARK: mark,
    }
    package = Path(ketnghia_analysis.__file__).parents[1]
    if (package / "pyproject.toml").is_file():
        # a kernel works elsewhere, and is to use the package that this process uses
        others = os.environ.get("PYTHONPATH", "").split(os.pathsep)
        kept = [part for part in others if part and part != str(package)]
        ours["PYTHONPATH"] = os.pathsep.join([str(package), *kept])
    return {**os.environ, **ours}


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
