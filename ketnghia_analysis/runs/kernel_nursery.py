"""The process from which warm kernels are forked: libraries read once, kernels in an instant.

Runs as `python -m ketnghia_analysis.runs.kernel_nursery`; `warm_kernels` starts it and talks to it.
It makes no thread, no event loop, no zmq context and no IPython object, so that what is forked is
as good as new. It ends, with all its kernels and what these started, when the socket to the process
that started it closes.
"""

from __future__ import annotations

import array
import atexit
import builtins
import contextlib
import ctypes
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil

PRELOADED = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "IPython.core.completer",
    "IPython.core.magics",
    "IPython.core.pylabtools",
    "jedi",
    "tornado.ioloop",
    "zmq.eventloop.zmqstream",
    "numpy",
    "pyarrow.parquet",
    "geopandas",
    "shapely",
    "pyproj",
    "matplotlib.backends.backend_agg",
    "matplotlib.font_manager",
    "matplotlib.pyplot",
    "ketnghia_analysis.runs.store",
    "ketnghia_analysis.outputs.charts",
    "ketnghia_analysis.outputs.hamlet_tables",
    "ketnghia_analysis.outputs.map",
    "ketnghia_analysis.outputs.quality_charts",
    "ketnghia_analysis.outputs.quality_tables",
    "ketnghia_analysis.outputs.report_tables",
    "ketnghia_analysis.outputs.section_page",
)
"""Modules that notebooks are likely to want; all that they import comes with them."""
RUN_MARK = "KETNGHIA_KERNEL"
"""Variable by which programs that a kernel started are known to be its own."""
MESSAGE_BYTES = 1 << 20
_INLINE = "module://matplotlib_inline.backend_inline"
_SUBREAPER, _DEATH_SIGNAL = 36, 1


class _Kernel:
    """A kernel that was forked, and the socket to the one who asked for it."""

    def __init__(self, pid: int, asker: socket.socket, mark: str) -> None:
        self.pid = pid
        self.asker = asker
        self.mark = mark


def main() -> None:
    """Read the libraries, then fork kernels for as long as somebody may ask."""
    control = socket.socket(fileno=int(sys.argv[1]))
    # of `python -m`: kernels put their own folder there
    del sys.path[0]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    missing = _preload()
    stray = [one.name for one in threading.enumerate() if one is not threading.main_thread()]
    if stray:
        _tell(control, {"unfit": f"thư viện tạo luồng riêng khi nạp: {', '.join(stray)}"})
        return
    _prctl(_SUBREAPER, 1)
    gc.collect()
    gc.freeze()
    _tell(control, {"ready": os.getpid(), "missing": missing})
    Nursery(control, _files_read()).serve()


def _preload() -> list[str]:
    """Import what kernels will want; names of what is not there."""
    before = os.environ.get("MPLBACKEND")
    # matplotlib decides at import; kernels set this before any notebook imports it
    os.environ["MPLBACKEND"] = before or _INLINE
    # pandas asks at import whether it is in a kernel, and shows more columns if it is
    builtins.get_ipython = lambda: SimpleNamespace(kernel=True)  # type: ignore[attr-defined]
    try:
        missing = _imported(("pandas",))
    finally:
        del builtins.get_ipython  # type: ignore[attr-defined]
    missing += _imported(PRELOADED)
    if before is None:
        del os.environ["MPLBACKEND"]
    for name in [one for one in sys.modules if one.partition(".")[0] == "matplotlib_inline"]:
        # it hooks into the living shell at import: read too early, it turns figures into text
        del sys.modules[name]
    tempfile.tempdir = None
    return missing


def _imported(names: Sequence[str]) -> list[str]:
    """Import modules; names of what is not there."""
    missing = []
    for name in names:
        try:
            importlib.import_module(name)
        except ImportError:
            missing.append(name)
    return missing


class Nursery:
    """Forks kernels, tells how they end, and lets none outlive the one who asked for it."""

    def __init__(self, control: socket.socket, files: dict[str, tuple[int, int]]) -> None:
        """Listen on the socket to the parent; files are those read, with time and size."""
        self.control = control
        self.files = files
        self.kernels: dict[int, _Kernel] = {}
        self.selector = selectors.DefaultSelector()
        self.woken, self.waker = socket.socketpair()

    def serve(self) -> None:
        """Serve until the parent is gone or a file that was read has changed."""
        self.waker.setblocking(False)
        self.woken.setblocking(False)
        signal.set_wakeup_fd(self.waker.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.selector.register(self.control, selectors.EVENT_READ, self._asked)
        self.selector.register(self.woken, selectors.EVENT_READ, self._child_ended)
        try:
            going_on = True
            while going_on:
                for key, _ in self.selector.select():
                    handle: Callable[[socket.socket], bool] = key.data
                    going_on = handle(key.fileobj) and going_on  # type: ignore[arg-type]
        finally:
            self._end_all()

    def _asked(self, control: socket.socket) -> bool:
        message, rights, _, _ = control.recvmsg(MESSAGE_BYTES, socket.CMSG_SPACE(3 * 4))
        if not message:
            return False
        numbers = array.array("i")
        for _, _, content in rights:
            numbers.frombytes(content[: len(content) - len(content) % numbers.itemsize])
        asker = socket.socket(fileno=numbers[0])
        if self.files != _stamps(self.files):
            _tell(asker, {"stale": True})
        else:
            self._fork(asker, json.loads(message), numbers[1], numbers[2])
        for number in numbers[1:]:
            os.close(number)
        return True

    def _fork(self, asker: socket.socket, wish: dict[str, Any], out: int, err: int) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        nursery = os.getpid()
        with warnings.catch_warnings():
            # Python 3.12 warns of threads; the one there is, of jemalloc, knows how to be forked
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if pid == 0:
            self._become_kernel(wish, nursery, out, err)
        kernel = _Kernel(pid, asker, wish["env"].get(RUN_MARK, ""))
        self.kernels[pid] = kernel
        self.selector.register(asker, selectors.EVENT_READ, lambda _: self._told(kernel))
        _tell(asker, {"pid": pid})

    def _told(self, kernel: _Kernel) -> bool:
        if kernel.pid not in self.kernels:
            # it ended a moment ago, and its number may be another's by now
            return True
        try:
            message = kernel.asker.recv(MESSAGE_BYTES)
        except OSError:
            message = b""
        number = json.loads(message)["signal"] if message else signal.SIGKILL
        if not message:
            self._forget(kernel)
        _signal_group(kernel.pid, number)
        return True

    def _child_ended(self, woken: socket.socket) -> bool:
        with contextlib.suppress(BlockingIOError):
            while woken.recv(4096):
                pass
        while True:
            try:
                # not yet collected, its number can't belong to another process
                ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return True
            if ended is None:
                return True
            self._collect(ended.si_pid)

    def _collect(self, pid: int) -> None:
        kernel = self.kernels.pop(pid, None)
        if kernel is not None:
            _signal_group(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        if kernel is None:
            return
        for left in self._left_behind(kernel):
            left.kill()
        _tell(kernel.asker, {"ended": os.waitstatus_to_exitcode(status)})
        self._forget(kernel)

    def _left_behind(self, kernel: _Kernel) -> Iterator[psutil.Process]:
        """Programs of a kernel that left its group and lost their parent."""
        for child in psutil.Process().children(recursive=True):
            if child.pid in self.kernels:
                continue
            with contextlib.suppress(psutil.Error):
                if kernel.mark and child.environ().get(RUN_MARK) == kernel.mark:
                    yield child

    def _forget(self, kernel: _Kernel) -> None:
        with contextlib.suppress(KeyError, ValueError):
            self.selector.unregister(kernel.asker)
        kernel.asker.close()

    def _end_all(self) -> None:
        for pid in self.kernels:
            _signal_group(pid, signal.SIGKILL)
        for child in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.Error):
                child.kill()

    def _become_kernel(self, wish: dict[str, Any], nursery: int, out: int, err: int) -> None:
        """Turn the forked process into an ordinary kernel; does not return."""
        code = 1
        try:
            _prctl(_DEATH_SIGNAL, signal.SIGKILL)
            if os.getppid() != nursery:
                return
            os.setsid()
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGCHLD, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(out, 1)
            os.dup2(err, 2)
            self._close_sockets()
            os.environ.clear()
            os.environ.update(wish["env"])
            os.chdir(wish["cwd"])
            _make_new()
            code = _run_kernel(wish["argv"])
        finally:
            os._exit(code)

    def _close_sockets(self) -> None:
        for kernel in self.kernels.values():
            kernel.asker.close()
        self.selector.close()
        for one in (self.control, self.woken, self.waker):
            one.close()


def _make_new() -> None:
    """Undo what a fork shares with its siblings: random numbers and frozen memory."""
    gc.unfreeze()
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()


def _run_kernel(arguments: list[str]) -> int:
    from ipykernel import kernelapp

    sys.argv = [str(Path(kernelapp.__file__).parents[1] / "ipykernel_launcher.py"), *arguments]
    code = 0
    try:
        kernelapp.launch_new_instance()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    # what the interpreter does at its end, without taking every module apart
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def _files_read() -> dict[str, tuple[int, int]]:
    """Files of modules that people edit: all but those of installed libraries."""
    places = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
    libraries = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")
    own = [
        place
        for place in places
        if place
        and not any(part in place for part in libraries)
        and not place.startswith(os.path.dirname(os.__file__))
    ]
    return _stamps(dict.fromkeys(own, (0, 0)))


def _stamps(files: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    found = {}
    for name in files:
        try:
            about = os.stat(name)
        except OSError:
            continue
        found[name] = (about.st_mtime_ns, about.st_size)
    return found


def _signal_group(pid: int, number: int) -> None:
    for send in (os.killpg, os.kill):
        # between fork and setsid the kernel is not yet the head of a group
        with contextlib.suppress(ProcessLookupError, PermissionError):
            send(pid, number)
            return


def _tell(to: socket.socket, message: dict[str, Any]) -> None:
    with contextlib.suppress(OSError):
        to.send(json.dumps(message).encode())


def _prctl(option: int, value: int) -> None:
    """Ask the Linux kernel for something about this process (prctl(2))."""
    ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    main()
