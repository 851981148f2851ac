"""Tasks of the project; needs nothing but Python 3.11 to 3.13.

On Linux and macOS: `python3 tasks.py evaluation` (or `make evaluation`); on Windows:
`py tasks.py evaluation`. The environment is made in .venv from requirements.lock, whose hashes are
checked; uv does it where it is found, pip otherwise.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "ketnghia-ready.json"
OLDEST, TOO_NEW = (3, 11), (3, 14)
# one process more than cores, since many wait for a browser or a kernel; tests/conftest.py says
# which files are begun first
TOGETHER = ["-n", str((os.cpu_count() or 1) + 1), "--dist", "loadfile", "--no-loadscope-reorder"]
NBVAL = ["--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=180"]


class TaskFailed(Exception):
    """A task could not be done; the message says why and what to do."""


def main() -> int:
    """Run the task named on the command line."""
    name, *arguments = sys.argv[1:] or ["help"]
    task = TASKS.get(name)
    if task is None:
        print(f"Không có việc “{name}”. / There is no task “{name}”.\n", file=sys.stderr)
        _help()
        return 2
    try:
        return task(arguments)
    except TaskFailed as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failure:
        return failure.returncode or 1
    except KeyboardInterrupt:
        print("\nĐã dừng. / Stopped.", file=sys.stderr)
        return 130


# ---------------------------------------------------------------- environment


def setup(_: list[str]) -> int:
    """Make or refresh the environment in .venv."""
    _check_python()
    wanted = _wanted_state()
    if _ready_state() == wanted:
        return 0
    print("Chuẩn bị môi trường trong .venv (một lần, vài phút) / preparing the environment …")
    uv = shutil.which("uv")
    if uv:
        _setup_with_uv(uv)
    else:
        _setup_with_pip()
    _run([python(), "-c", "import ketnghia_analysis"])
    STAMP.write_text(json.dumps(wanted, indent=2), encoding="utf-8")
    return 0


def python() -> str:
    """The environment's interpreter."""
    folder, name = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return str(VENV / folder / name)


def _check_python() -> None:
    if not OLDEST <= sys.version_info[:2] < TOO_NEW:
        raise TaskFailed(
            f"Python {sys.version.split()[0]} không dùng được: cần Python 3.11 đến 3.13.\n"
            "Cần cài Python 3.11, 3.12 hoặc 3.13 rồi chạy lại. / Python 3.11 to 3.13 is needed."
        )


def _wanted_state() -> dict[str, str]:
    return {
        "lock": hashlib.sha256(LOCK.read_bytes()).hexdigest(),
        "project": hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest(),
        "python": sys.version.split()[0],
        # a moved or copied environment points to its old place
        "root": str(ROOT),
    }


def _ready_state() -> dict[str, str] | None:
    try:
        state: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return state if Path(python()).exists() else None


def _setup_with_uv(uv: str) -> None:
    _run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)])
    target = ["--quiet", "--python", python()]
    _run([uv, "pip", "sync", *target, "--require-hashes", "--compile-bytecode", str(LOCK)])
    _run([uv, "pip", "install", *target, "--no-deps", "--no-build-isolation", "-e", str(ROOT)])


def _setup_with_pip() -> None:
    try:
        _run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    except subprocess.CalledProcessError:
        raise TaskFailed(
            "Không tạo được môi trường ảo. Trên Debian, Ubuntu: sudo apt install python3-venv.\n"
            "The virtual environment could not be made; on Debian install python3-venv."
        ) from None
    pip = [python(), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    _run([*pip, "--require-hashes", "-r", str(LOCK)])
    _run([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)])


# ---------------------------------------------------------------------- tasks


def ketnghia(command: str) -> Callable[[list[str]], int]:
    """A task that runs the `ketnghia` command."""

    def task(arguments: list[str]) -> int:
        setup([])
        _run([python(), "-m", "ketnghia_analysis", command, *arguments])
        return 0

    return task


def test(arguments: list[str]) -> int:
    """Format, lint, types and all tests; with arguments only pytest with them."""
    setup([])
    pytest = [python(), "-m", "pytest"]
    if arguments:
        _run([*pytest, *arguments])
        return 0
    _run([python(), "-m", "ruff", "format", "--check", "--quiet", "."])
    _run([python(), "-m", "ruff", "check", "--quiet", "."])
    _run([python(), "-m", "mypy"])
    # the notebooks read cleaned data
    _run([python(), "-m", "ketnghia_analysis", "clean"], quiet=True)
    _run([*pytest, "-q", *TOGETHER, *NBVAL, "tests", "notebooks"])
    return 0


def lab(arguments: list[str]) -> int:
    """JupyterLab on notebooks/ with this environment's kernel."""
    setup([])
    if not (ROOT / "data" / "processed" / "clean.json").exists():
        _run([python(), "-m", "ketnghia_analysis", "clean"])
    _run([python(), "-m", "jupyterlab", f"--ServerApp.root_dir={ROOT / 'notebooks'}", *arguments])
    return 0


def format_code(_: list[str]) -> int:
    """Format the code and mend what the linter can."""
    setup([])
    _run([python(), "-m", "ruff", "check", "--fix", "."])
    _run([python(), "-m", "ruff", "format", "."])
    return 0


def lock(arguments: list[str]) -> int:
    """Make requirements.lock from pyproject.toml; `--upgrade` for newer versions."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(python()).parent))
    if uv is None:
        raise TaskFailed("Cần uv để lập lại requirements.lock. / uv is needed to make the lock.")
    _run(
        [
            *(uv, "pip", "compile", "pyproject.toml", "--extra", "dev", "--universal"),
            *("--python-version", "3.11", "--generate-hashes", "--quiet"),
            *("--custom-compile-command", "python tasks.py lock"),
            *("--output-file", LOCK.name, *arguments),
        ]
    )
    return 0


def _help(_: list[str] | None = None) -> int:
    """This list."""
    print("python3 tasks.py <task> (Windows: py tasks.py <task>)\n")
    for name, task in TASKS.items():
        print(f"  {name:<12}{(task.__doc__ or '').splitlines()[0]}")
    return 0


def _run(command: list[str], quiet: bool = False) -> None:
    # without UTF-8 mode a path with Vietnamese letters may be misread on Windows
    environment = os.environ | {"PYTHONUTF8": "1"}
    output = subprocess.DEVNULL if quiet else None
    subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=output)


TASKS: dict[str, Callable[[list[str]], int]] = {
    "setup": setup,
    "evaluation": ketnghia("evaluate"),
    "batch": ketnghia("batch"),
    "test": test,
    "lab": lab,
    "clean": ketnghia("clean"),
    "forms": ketnghia("forms"),
    "feedback": ketnghia("feedback"),
    "map": ketnghia("map"),
    "documents": ketnghia("documents"),
    "demo": ketnghia("demo"),
    "dictionary": ketnghia("dictionary"),
    "format": format_code,
    "lock": lock,
    "help": _help,
}
TASKS["evaluation"].__doc__ = "The yearly evaluation from data/raw: Word, Excel, map, notebooks."
TASKS["batch"].__doc__ = "A report by notebook for every agency, from data/processed."
TASKS["clean"].__doc__ = "Clean data/raw into data/processed."
TASKS["forms"].__doc__ = "Write the year's forms, prefilled for each sender (--year)."
TASKS["feedback"].__doc__ = "Write what each sender has to correct."
TASKS["map"].__doc__ = "Draw the briefing map, for the district or a part of it."
TASKS["documents"].__doc__ = "Write all documents of the year: notices, letters, profiles, map."
TASKS["demo"].__doc__ = "Write the fictional demo district into data/raw."
TASKS["dictionary"].__doc__ = "Write the generated pages of docs/."

if __name__ == "__main__":
    raise SystemExit(main())
