"""Files are read in a child process with limits: what kills a reader does not kill the run."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from contextlib import suppress

from ketnghia_analysis.intake.grids import Grid
from ketnghia_analysis.intake.limits import LIMITS, Limits
from ketnghia_analysis.intake.readers import read_content
from ketnghia_analysis.intake.transport import unpacked
from ketnghia_analysis.intake.worker import READY, receive, send

_START_SECONDS = 60.0
_WORKER = "ketnghia_analysis.intake.worker"


class Sandbox:
    """One child process that reads file after file, and a new one where it has gone.

    Where no child process can be started (a frozen program, a system that forbids it), files are
    read in this process: the checks before reading hold there too, those of time and memory don't.
    """

    def __init__(self, limits: Limits = LIMITS, module: str = _WORKER) -> None:
        """Nothing is started before the first file.

        Args:
            limits: they give the time for a file.
            module: what the child process runs.
        """
        self._limits = limits
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._lock = threading.Lock()
        self._possible = not getattr(sys, "frozen", False)

    def read(self, content: bytes) -> tuple[list[Grid], str]:
        """Sheets of a file, or the code of `reasons.HELD` why it can't be read; never an error."""
        with self._lock:
            process = self._running()
            if process is None:
                return read_content(content)
            answer = self._asked(process, content, self._limits.seconds_for(len(content)))
            if answer is None:
                self._stop()
                return [], "reader_failed"
        return unpacked(answer)

    def close(self) -> None:
        """End the child process; the next file starts another."""
        with self._lock:
            self._stop()

    def _running(self) -> subprocess.Popen[bytes] | None:
        if self._process is not None and self._owner != os.getpid():
            # a fork of this process must not speak into the pipe of its parent
            self._process = None
        if self._process is not None and self._process.poll() is not None:
            self._stop()
        if self._process is None and self._possible:
            self._process = self._started()
            self._owner = os.getpid()
            self._possible = self._process is not None
        return self._process

    def _started(self) -> subprocess.Popen[bytes] | None:
        path = os.pathsep.join(place for place in sys.path if place)
        try:
            process = subprocess.Popen(
                # the folder in which the user stands is no place to import from
                [sys.executable, "-P", "-m", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
            )
        except OSError:
            return None
        if self._asked(process, None, _START_SECONDS) == READY:
            return process
        _end(process)
        return None

    @staticmethod
    def _asked(
        process: subprocess.Popen[bytes], content: bytes | None, seconds: float
    ) -> bytes | None:
        """The child's answer; None where it died or had to be ended."""
        if process.stdin is None or process.stdout is None:
            return None
        watch = threading.Timer(seconds, process.kill)
        watch.daemon = True
        watch.start()
        try:
            if content is not None:
                send(process.stdin, content)  # type: ignore[arg-type]
            return receive(process.stdout)  # type: ignore[arg-type]
        except OSError:
            return None
        except BaseException:
            # an answer that nobody waited for must not be taken for that to the next file
            process.kill()
            raise
        finally:
            watch.cancel()

    def _stop(self) -> None:
        if self._process is not None and self._owner == os.getpid():
            _end(self._process)
        self._process = None


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()


SANDBOX = Sandbox()
"""The one that all readers of folders share: starting a process costs more than most files."""
atexit.register(SANDBOX.close)
