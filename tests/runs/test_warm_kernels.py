"""Warm kernels must be as good as new, and as good as cold ones."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import nbclient
import nbformat
import psutil
import pytest
from jupyter_client.provisioning.factory import KernelProvisionerFactory

from ketnghia_analysis.runs import warm_kernels
from ketnghia_analysis.runs.kernel_nursery import PRELOADED
from ketnghia_analysis.runs.notebook_engine import End, Limits, execute
from ketnghia_analysis.runs.notebooks import run_notebook
from ketnghia_analysis.runs.run_checks import checked
from ketnghia_analysis.runs.run_parameters import parameters_of, read_notebook
from ketnghia_analysis.runs.warm_kernels import (
    NAME,
    SWITCH,
    ColdOnly,
    close_nursery,
    nursery_for,
    unsupported,
)
from tests.runs.small_notebooks import run_cells, said, small, text_of

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")

_STATE = """
import gc, locale, os, random, signal, sys, threading, warnings, logging
import matplotlib, numpy as np, pandas as pd
warnings.simplefilter("ignore")
told = {
    "arguments": [one for one in sys.argv[1:] if one.startswith("--H")],
    "program": os.path.basename(sys.argv[0]),
    "path": sys.path,
    "variables": {k: v for k, v in os.environ.items() if k not in CHANGING},
    "signals": [str(signal.getsignal(n)) for n in (2, 15, 17)],
    "collector": [gc.isenabled(), gc.get_threshold(), gc.get_freeze_count()],
    "threads": sorted(type(one).__name__ for one in threading.enumerate()),
    "locale": locale.setlocale(locale.LC_ALL),
    "pictures": {k: str(v) for k, v in matplotlib.rcParams.items()},
    "frames": {k: str(pd.get_option(k)).lower() for k in pd._config.config._registered_options},
    "encoding": [sys.stdin.encoding, sys.getfilesystemencoding(), sys.flags.utf8_mode],
    "handlers": [str(one) for one in logging.getLogger().handlers],
    "names": sorted(n for n in globals() if not n.startswith("_")),
    "interrupts": signal.getsignal(signal.SIGCHLD) is signal.SIG_DFL,
    "limits": __import__("resource").getrlimit(7),
    "mask": os.umask(0o22),
    "main": __name__,
    "session": os.getsid(0) == os.getpid(),
}
print(__import__("json").dumps(told))
"""
_CHANGING = (
    "CHANGING = {'TMPDIR', 'TEMP', 'TMP', 'KETNGHIA_KERNEL', 'JPY_PARENT_PID', "
    "'PYTEST_CURRENT_TEST', 'JPY_SESSION_NAME'}"
)


@pytest.fixture(scope="module", autouse=True)
def nursery() -> Iterator[None]:
    yield
    close_nursery()


def _warm(*cells: str) -> str:
    done = run_cells(*cells)
    assert done.cold_because == ""
    return said(done)


@linux_only
class TestIsolation:
    """What one run does, no other run sees."""

    SPOILS = (
        "import os, sys, random, threading, time, builtins",
        "import numpy as np, pandas as pd, matplotlib, matplotlib.pyplot as plt",
        "builtins.left = left = 'rác'; pd.left = 1; sys.path.insert(0, '/left')",
        "os.environ['LEFT'] = '1'; os.chdir('/'); os.umask(0)",
        "pd.set_option('display.max_rows', 3); matplotlib.rcParams['lines.linewidth'] = 99",
        "plt.figure(); plt.switch_backend('svg'); random.seed(1); np.random.seed(1)",
        "sys.modules['pandas'].DataFrame.left = 'rác'; sys.setrecursionlimit(500)",
        "threading.Thread(target=time.sleep, args=[99], daemon=True).start()",
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)",
    )
    SEES: ClassVar = {
        "memory": "hasattr(builtins, 'left') or 'left' in globals() or hasattr(pd, 'left')",
        "classes": "hasattr(pd.DataFrame, 'left')",
        "folder": "os.getcwd() == '/'",
        "environment": "'LEFT' in os.environ",
        "path": "'/left' in sys.path",
        "options": "pd.get_option('display.max_rows') == 3",
        "pictures": "matplotlib.rcParams['lines.linewidth'] == 99 or plt.get_fignums() != []",
        "backend": "'svg' in matplotlib.get_backend()",
        "threads": "any('sleep' in one.name for one in threading.enumerate())",
        "recursion": "sys.getrecursionlimit() == 500",
        "signals": "signal.getsignal(signal.SIGTERM) == signal.SIG_IGN",
    }

    def test_nothing_leaks_from_run_to_run(self) -> None:
        looks = "import os, sys, builtins, threading, signal\nimport pandas as pd, matplotlib\n"
        looks += "import matplotlib.pyplot as plt\n"
        looks += f"print([name for name, test in {self.SEES!r}.items() if eval(test)])"
        spoilt = run_cells(*self.SPOILS, looks)
        assert spoilt.cold_because == ""
        seen = said(spoilt)
        assert all(name in seen for name in self.SEES), "the test itself must see each of them"
        assert _warm(looks) == "[]"

    def test_random_numbers_differ_from_run_to_run(self) -> None:
        draw = "import random, uuid, numpy as np\n"
        draw += "print(random.random(), np.random.rand(), np.random.default_rng().random())"
        first, second = _warm(draw).split(), _warm(draw).split()
        assert all(one != other for one, other in zip(first, second, strict=True))

    def test_files_of_one_run_are_not_in_the_folder_of_another(self) -> None:
        assert "x" in _warm("import os; open('x', 'w').close(); print(os.listdir())")
        assert _warm("import os; print(os.listdir())") == "[]"


@linux_only
def test_the_state_of_a_warm_kernel_is_that_of_a_cold_one() -> None:
    warm = json.loads(_warm(_CHANGING, _STATE))
    cold = json.loads(said(run_cells(_CHANGING, _STATE, warm=False)))
    for name, state in cold.items():
        assert warm[name] == state, name


def _outputs(node: Any) -> list[list[dict[str, Any]]]:
    """Outputs without what differs between any two runs: random names of elements."""
    told = []
    for cell in node.cells:
        outputs = []
        for output in cell.get("outputs", []):
            plain = json.loads(re.sub(r"[0-9a-f]{32}|0x[0-9a-f]+", "…", json.dumps(output)))
            outputs.append(plain)
        told.append(outputs)
    return told


COMPARED = [path for path in NOTEBOOKS if path.stem in ("00_check_data", "04_agency_report")]
"""Tables, texts, pictures and the map; the other notebooks hold nothing of another kind."""


@linux_only
@pytest.mark.parametrize("path", COMPARED, ids=lambda path: path.stem)
def test_results_are_those_of_a_cold_kernel_cell_by_cell(path: Path, stored: Path) -> None:
    node = read_notebook(path)
    parameters = checked(path.name, parameters_of(path, node), {"data": str(stored)}, path.parent)
    warm, cold = (execute(node, parameters, Limits(), kind) for kind in (True, False))
    assert (warm.cold_because, cold.cold_because != "") == ("", True)
    assert (warm.end, cold.end) == (None, None), warm.told + cold.told
    kinds = [
        sorted(output.get("data", {"text": 1})) for cell in _outputs(warm.node) for output in cell
    ]
    assert any("image/png" in one for one in kinds)
    for one, other in zip(_outputs(warm.node), _outputs(cold.node), strict=True):
        assert one == other


CELLS = (
    "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.title('Xã Mẫu');",
    "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.bar([1], [2]); plt.show()",
    "import pandas as pd; pd.DataFrame({f'cột {n}': [n] for n in range(30)})",
    "pd.Series(range(100), name='thôn')",
    "import sys; print('ra'); print('lỗi', file=sys.stderr)",
    "import asyncio; await asyncio.sleep(0); 5",
    "import multiprocessing as m; m.get_context('spawn').Pool(1).map(abs, [-3])",
    "import concurrent.futures as f; list(f.ThreadPoolExecutor(2).map(abs, [-1, -2]))",
    "!echo chào",
    "import numpy as np; a = np.ones((300, 300)); float((a @ a).sum())",
    "import sqlite3; sqlite3.connect(':memory:').execute('select 1').fetchall()",
    "import warnings; warnings.warn('cũ', DeprecationWarning)",
    "import dask; dask.delayed(abs)(-4).compute(scheduler='threads')",
    "%timeit -n1 -r1 -q pass\n_, Out[max(Out)]",
    "from IPython.display import HTML; HTML('<b>đậm</b>')",
    "1 / 0",
)


@linux_only
def test_what_cells_show_is_what_they_show_in_a_cold_kernel() -> None:
    warm, cold = run_cells(*CELLS), run_cells(*CELLS, warm=False)
    assert warm.cold_because == ""
    assert warm.end is cold.end is End.CELL
    assert "ZeroDivisionError" in warm.told
    for one, other in zip(_outputs(warm.node), _outputs(cold.node), strict=True):
        mended = [
            re.sub(r"/[^ ]*/ipykernel_\d+", "ipykernel", json.dumps(told)) for told in (one, other)
        ]
        assert mended[0] == mended[1]


KILLS_ITS_NURSERY = "import os, signal, time; os.kill(os.getppid(), signal.SIGKILL); time.sleep(9)"


@linux_only
class TestNursery:
    """The process from which kernels are forked."""

    def test_it_has_one_thread_and_all_its_libraries(self) -> None:
        _warm("1")
        nursery = warm_kernels._nursery[0]
        assert nursery.missing == []
        assert "matplotlib.pyplot" in PRELOADED
        tasks = Path(f"/proc/{nursery.pid}/task").iterdir()
        names = sorted((task / "comm").read_text().strip() for task in tasks)
        # jemalloc's own thread, which pyarrow brings along, knows how to be forked
        assert [name for name in names if not name.startswith("jemalloc")] == ["python"]

    def test_one_that_was_killed_is_replaced(self) -> None:
        _warm("1")
        first = warm_kernels._nursery[0].pid
        os.kill(first, signal.SIGKILL)
        assert _warm("2") == "2"
        assert warm_kernels._nursery[0].pid != first

    def test_a_kernel_whose_nursery_is_killed_dies_with_it(self) -> None:
        done = run_cells(KILLS_ITS_NURSERY, "2")
        assert done.end is not None
        assert _warm("3") == "3"

    def test_no_file_stays_open_after_a_run(self) -> None:
        _warm("1")
        process = psutil.Process(warm_kernels._nursery[0].pid)
        ours, its = psutil.Process().num_fds(), process.num_fds()
        _warm("1")
        assert process.num_fds() == its
        assert psutil.Process().num_fds() <= ours + 1

    def test_code_that_was_edited_is_read_anew(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _warm("1")
        nursery = warm_kernels._nursery[0]
        edited = ROOT / "ketnghia_analysis" / "runs" / "store.py"
        about = edited.stat()
        try:
            os.utime(edited)
            assert _warm("2") == "2"
            assert warm_kernels._nursery[0] is not nursery
        finally:
            os.utime(edited, ns=(about.st_atime_ns, about.st_mtime_ns))

    def test_a_changed_environment_means_a_cold_kernel_that_says_so(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _warm("1")
        monkeypatch.setenv("PROJ_DATA_X", "khác")
        done = run_cells("import os; print(os.environ['PROJ_DATA_X'])")
        assert said(done) == "khác"
        assert "PROJ_DATA_X" in done.cold_because

    def test_closing_it_ends_its_kernels(self) -> None:
        nursery = nursery_for(os.environ)
        with open(os.devnull, "w") as nowhere:
            number = nowhere.fileno()
            kernel = nursery.fork(["-f", "khong-co.json"], "/", nursery.environment, number, number)
        assert psutil.pid_exists(kernel.pid)
        close_nursery()
        assert kernel.wait(5) != 0


class TestWhereKernelsAreCold:
    """The ordinary way is taken, and the reason is told."""

    @pytest.mark.parametrize("system", ["win32", "darwin"])
    def test_other_systems(self, system: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "platform", system)
        assert "chỉ Linux" in unsupported()

    def test_where_it_is_forbidden(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(SWITCH, "0")
        done = run_cells("print(1)")
        assert said(done) == "1"
        assert SWITCH in done.cold_because

    @linux_only
    def test_where_a_library_makes_threads_when_it_is_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        close_nursery()
        starts = "import threading, time\n"
        starts += "threading.Thread(target=time.sleep, args=[60], daemon=True, name='lạ').start()\n"
        (tmp_path / "jedi.py").write_text(starts, encoding="utf-8")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        monkeypatch.setenv(SWITCH, "1")
        with pytest.raises(ColdOnly, match="tạo luồng riêng khi nạp: lạ"):
            nursery_for(os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"})
        close_nursery()

    @pytest.mark.parametrize(
        "cmd",
        [
            ["R", "--slave", "-f", "x"],
            ["/khac/python", "-m", "ipykernel_launcher", "-f", "x"],
            [sys.executable, "-O", "-m", "ipykernel_launcher", "-f", "x"],
        ],
    )
    def test_other_programs(self, cmd: list[str]) -> None:
        with pytest.raises(ColdOnly):
            warm_kernels._arguments_of_an_ipykernel(cmd)


@linux_only
def test_any_client_of_jupyter_can_use_them(monkeypatch: pytest.MonkeyPatch) -> None:
    _warm("1")
    close_nursery()
    factory = KernelProvisionerFactory.instance()
    monkeypatch.setattr(factory, "default_provisioner_name", NAME)
    node = small("import sys; print('pandas' in sys.modules)")
    client = nbclient.NotebookClient(node, kernel_name="python3", timeout=30)
    client.execute()
    assert text_of(node) == "True"


@linux_only
def test_a_cell_can_be_interrupted_as_in_a_cold_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    close_nursery()
    factory = KernelProvisionerFactory.instance()
    monkeypatch.setattr(factory, "default_provisioner_name", NAME)
    node = small(
        "import time\ntry:\n    time.sleep(60)\nexcept KeyboardInterrupt:\n    print('ngắt')", "1"
    )
    client = nbclient.NotebookClient(
        node, kernel_name="python3", timeout=1, interrupt_on_timeout=True
    )
    client.execute()
    assert text_of(node, -2) == "ngắt"


@linux_only
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["SIGKILL", "SIGTERM"])
def test_no_kernel_outlives_the_process_that_asked_for_it(
    tmp_path: Path, number: signal.Signals
) -> None:
    sign = tmp_path / "sống"
    cell = (
        "import os, pathlib, subprocess, time\n"
        "subprocess.Popen(['sleep', '876'], start_new_session=True); os.fork() or time.sleep(50)\n"
        f"pathlib.Path({str(sign)!r}).write_text(str(os.getpid())); time.sleep(50)"
    )
    program = "from tests.runs.small_notebooks import run_cells\n" + f"run_cells({cell!r})"
    asker = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not (sign.exists() and sign.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    kernel = psutil.Process(int(sign.read_text()))
    family = [kernel, kernel.parent(), *kernel.children(recursive=True)]
    assert len(family) >= 4
    os.kill(asker.pid, number)
    asker.wait(10)
    _, alive = psutil.wait_procs([one for one in family if one is not None], timeout=5)
    assert alive == []


def test_a_notebook_of_the_year_is_run_warm_where_that_can_be(stored: Path) -> None:
    done = run_notebook(ROOT / "notebooks" / "02_score_pairings.ipynb", {"data": str(stored)})
    code = [cell for cell in done.node.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    assert nbformat.validate(done.node) is None
