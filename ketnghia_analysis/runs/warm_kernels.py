"""Warm kernels: ordinary ipykernels, forked from a process that has the libraries read already.

A provisioner of jupyter_client, so that papermill, nbclient, nbconvert, nbval and Lab can use it:
`JUPYTER_DEFAULT_PROVISIONER_NAME=ketnghia-warm`. Where a kernel can't be forked it is started the
ordinary way, and `WarmProvisioner.cold_because` says why.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import json
import logging
import os
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Bool

from ketnghia_analysis.runs.kernel_nursery import MESSAGE_BYTES, RUN_MARK
from ketnghia_analysis.runs.scratch import new_scratch, remove

NAME = "ketnghia-warm"
SWITCH = "KETNGHIA_WARM"
"""Variable that forbids warm kernels where it is "0"."""
_READY_SECONDS = 60
_FORK_SECONDS = 20
_OWN_TO_A_RUN = frozenset(
    [
        *("TMPDIR", "TEMP", "TMP", "PWD", "OLDPWD", "SHLVL", "_", "COLUMNS", "LINES", "TERM"),
        *("PYTEST_CURRENT_TEST", "PYTEST_VERSION", "PYTHONUNBUFFERED", "PYDEVD_USE_FRAME_EVAL"),
        *("JPY_PARENT_PID", "JPY_SESSION_NAME", "JPY_API_TOKEN", RUN_MARK),
        *("COLORTERM", "DISPLAY", "SSH_AUTH_SOCK", "XDG_SESSION_ID"),
        # set by pyproj and pyogrio when they are imported, here as in the kernel
        *("PROJ_CURL_CA_BUNDLE", "GDAL_CURL_CA_BUNDLE"),
    ]
)
"""Variables that may differ from kernel to kernel: no library read them when it was imported."""

log = logging.getLogger(__name__)


class ColdOnly(Exception):
    """Why a kernel can't be warm, in Vietnamese."""


def unsupported() -> str:
    """Why there can be no warm kernels in this place at all, in Vietnamese; "" if there can."""
    if sys.platform != "linux":
        return "hệ điều hành này không tách được tiến trình an toàn (chỉ Linux)"
    if os.environ.get(SWITCH) == "0":
        return f"đã tắt bằng {SWITCH}=0"
    return ""


class Nursery:
    """The process of `kernel_nursery`, as seen by the one who started it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Start it with an environment that kernels must share, and wait until it is ready.

        Raises:
            ColdOnly: it can't serve here.
        """
        self.owner = os.getpid()
        self.environment = _lasting(environment)
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-Xfrozen_modules=off", "-m"),
                *("ketnghia_analysis.runs.kernel_nursery", str(theirs.fileno())),
            ],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env={name: text for name, text in environment.items() if name != RUN_MARK},
            # Ctrl+C in the terminal is for us, not for kernels
            start_new_session=True,
        )
        theirs.close()
        self._control.settimeout(_READY_SECONDS)
        told = _heard(self._control)
        if "ready" not in told:
            self.close()
            raise ColdOnly(told.get("unfit", "tiến trình chuẩn bị sẵn thư viện không chạy được"))
        self.pid: int = told["ready"]
        self.missing: list[str] = told["missing"]

    def fork(
        self, arguments: list[str], cwd: str, environment: Mapping[str, str], out: int, err: int
    ) -> WarmProcess:
        """A kernel of one's own.

        Args:
            arguments: of `ipykernel_launcher`.
            cwd: folder it works in.
            environment: all of it.
            out: descriptor for its standard output.
            err: descriptor for its standard error.

        Raises:
            ColdOnly: the environment is not that with which the libraries were read.
            StaleNursery: the process is gone, or the code has changed since.
        """
        wanted = _lasting(environment)
        if wanted != self.environment:
            differing = sorted(
                name
                for name in wanted.keys() | self.environment.keys()
                if wanted.get(name) != self.environment.get(name)
            )
            raise ColdOnly(f"biến môi trường khác lúc nạp thư viện: {', '.join(differing)}")
        wish = {"argv": arguments, "cwd": cwd, "env": dict(environment)}
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            try:
                with self._lock:
                    message = [json.dumps(wish).encode()]
                    socket.send_fds(self._control, message, [theirs.fileno(), out, err])
            except OSError:
                ours.close()
                raise StaleNursery from None
        ours.settimeout(_FORK_SECONDS)
        told = _heard(ours)
        if "pid" not in told:
            ours.close()
            raise StaleNursery
        return WarmProcess(told["pid"], ours)

    def close(self) -> None:
        """End it and all its kernels."""
        self._control.close()
        if os.getpid() == self.owner:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
            if self._process.poll() is None:
                self._process.kill()
                self._process.wait()


class StaleNursery(Exception):
    """The nursery is gone or read code that has changed; a new one is needed."""


class WarmProcess:
    """A forked kernel with the manners of `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, line: socket.socket) -> None:
        """Keep the process number and the socket to the nursery."""
        self.pid = pid
        self.returncode: int | None = None
        self._line = line
        self._lock = threading.Lock()

    def poll(self) -> int | None:
        """Exit code, or None while it runs."""
        return self._listen(0.0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end.

        Raises:
            subprocess.TimeoutExpired: it runs on.
        """
        code = self._listen(timeout)
        if code is None:
            raise subprocess.TimeoutExpired("warm kernel", timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel and all of its process group."""
        with self._lock, contextlib.suppress(OSError):
            if self.returncode is None:
                self._line.send(json.dumps({"signal": int(number)}).encode())

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(9)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(15)

    def _listen(self, timeout: float | None) -> int | None:
        with self._lock:
            if self.returncode is None:
                self._line.settimeout(timeout)
                try:
                    message = self._line.recv(MESSAGE_BYTES)
                except (BlockingIOError, TimeoutError):
                    return None
                except OSError:
                    message = b""
                # without a message the nursery itself was killed, and its kernels with it
                self.returncode = json.loads(message)["ended"] if message else -9
                self._line.close()
            return self.returncode


class WarmProvisioner(LocalProvisioner):
    """Starts kernels by forking; the ordinary way where that can't be.

    Attributes:
        cold_because: why the kernel is an ordinary one, Vietnamese; "" for a warm one.
    """

    warm = Bool(True, help="Whether kernels are forked at all.")
    cold_because = ""
    _sockets: Path | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Choose sockets that no port race can hit, then what the ordinary provisioner does."""
        manager = self.parent
        if sys.platform != "win32" and manager is not None and not self._sockets:
            self._sockets = new_scratch()
            manager.transport = "ipc"
            manager.ip = str(self._sockets / "k")
        environment = dict(kwargs.pop("env", None) or os.environ)
        environment.setdefault(RUN_MARK, uuid.uuid4().hex)
        settled = await super().pre_launch(env=environment, **kwargs)
        return dict(settled)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork a kernel, or start one."""
        try:
            kernel = await asyncio.to_thread(self._forked, cmd, kwargs)
        except ColdOnly as reason:
            self.cold_because = str(reason)
            log.info("cold kernel: %s", reason)
            return await super().launch_kernel(cmd, **kwargs)
        self.process = kernel  # type: ignore[assignment]
        self.pid = kernel.pid
        # signals go through the nursery, which knows whether the number still is the kernel's
        self.pgid = None
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait for the end of the kernel; looks often, since that is when most runs end."""
        kernel: Any = self.process
        while isinstance(kernel, WarmProcess) and kernel.poll() is None:
            await asyncio.sleep(0.01)
        return await super().wait()

    async def cleanup(self, restart: bool = False) -> None:
        """Take the sockets away."""
        await super().cleanup(restart=restart)
        if not restart and self._sockets is not None:
            remove(self._sockets)
            self._sockets = None

    def _forked(self, cmd: list[str], options: dict[str, Any]) -> WarmProcess:
        reason = unsupported() if self.warm else "không yêu cầu"
        if reason:
            raise ColdOnly(reason)
        arguments = _arguments_of_an_ipykernel(cmd)
        environment = dict(options["env"])
        cwd = str(options.get("cwd") or Path.cwd())
        out, err = _descriptor(options.get("stdout"), 1), _descriptor(options.get("stderr"), 2)
        for _ in range(2):
            nursery = nursery_for(environment)
            watched = f"--IPKernelApp.parent_handle={nursery.pid}"
            try:
                return nursery.fork([*arguments, watched], cwd, environment, out, err)
            except StaleNursery:
                _dismiss(nursery)
        raise ColdOnly("tiến trình chuẩn bị sẵn thư viện đã dừng hai lần")


_nursery: list[Nursery] = []
_founding = threading.Lock()
_refusal: list[str] = []


def nursery_for(environment: Mapping[str, str]) -> Nursery:
    """The nursery of this process, started when it is first asked for.

    Raises:
        ColdOnly: there can be none here; said once, it is not tried again.
    """
    with _founding:
        if _nursery and _nursery[0].owner != os.getpid():
            # this process was itself forked: the nursery is its parent's
            _nursery.clear()
        if _refusal:
            raise ColdOnly(_refusal[0])
        if not _nursery:
            try:
                _nursery.append(Nursery(environment))
            except ColdOnly as reason:
                _refusal.append(str(reason))
                raise
        return _nursery[0]


def close_nursery() -> None:
    """End the nursery of this process with all its kernels; the next kernel starts a new one."""
    with _founding:
        _refusal.clear()
        while _nursery:
            _nursery.pop().close()


atexit.register(close_nursery)


def _dismiss(nursery: Nursery) -> None:
    with _founding:
        if nursery in _nursery:
            _nursery.remove(nursery)
            nursery.close()


def _lasting(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables that must be as they were when the libraries were read."""
    return {name: text for name, text in environment.items() if name not in _OWN_TO_A_RUN}


def _arguments_of_an_ipykernel(cmd: list[str]) -> list[str]:
    """Arguments after `-m ipykernel_launcher`, if that is what is to run with this Python."""
    own = {sys.executable, os.path.realpath(sys.executable)}
    try:
        place = cmd.index("ipykernel_launcher")
    except ValueError:
        raise ColdOnly("không phải nhân Python") from None
    options = set(cmd[1 : place - 1]) - {"-Xfrozen_modules=off"}
    if cmd[0] not in own or cmd[place - 1] != "-m" or options:
        raise ColdOnly("nhân dùng Python khác hoặc tùy chọn riêng")
    return cmd[place + 1 :]


def _descriptor(stream: Any, otherwise: int) -> int:
    if stream is None:
        return otherwise
    return stream if isinstance(stream, int) and stream >= 0 else int(stream.fileno())


def _heard(line: socket.socket) -> dict[str, Any]:
    """The next message; empty if none came in time or the other side is gone."""
    deadline = time.monotonic() + (line.gettimeout() or 0)
    try:
        message = line.recv(MESSAGE_BYTES)
    except OSError:
        log.info("no answer within %.0f s", max(0.0, time.monotonic() - deadline))
        return {}
    return json.loads(message) if message else {}
