"""The one way files are written: whole, all together, never over what somebody edited."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from ketnghia_analysis.vocabulary.errors import CannotWrite

_ENCODING = "utf-8"


def publish(
    target: Path, record_name: str, write: Callable[[Path], dict[str, Any]]
) -> dict[str, Any]:
    """Write a set of files into a folder so that the folder is never half new.

    Everything is first written into a folder of its own beside the target. Only when all of it is
    there, each file takes its place by a rename, the record last. Files of an earlier run that are
    no longer made are removed; files that somebody changed by hand since are kept under another
    name; files that are not ours are left alone.

    Args:
        target: folder; made if it does not exist.
        record_name: file name of the record that lists the files with their hashes.
        write: makes the files in the folder it is given and returns the record's other content.

    Returns:
        The record as written.

    Raises:
        CannotWrite: no permission, disk full, or a file is open elsewhere; what was there before is
            intact.
    """
    workshop: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        record = write(workshop)
        made = sorted(path for path in workshop.rglob("*") if path.is_file())
        record["files"] = {path.relative_to(workshop).as_posix(): sha256(path) for path in made}
        _write_record(workshop / record_name, record)
        target.mkdir(exist_ok=True)
        before = files_of(target / record_name)
        _check_replaceable(target, [*record["files"], record_name])
        record["kept"] = _keep_changed(target, before)
        _write_record(workshop / record_name, record)
        for name in [*record["files"], record_name]:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(workshop / name, target / name)
        for name in before.keys() - record["files"].keys():
            (target / name).unlink(missing_ok=True)
        return record
    except OSError as error:
        raise cannot_write(target, error) from None
    finally:
        if workshop is not None:
            shutil.rmtree(workshop, ignore_errors=True)


def sha256(path: Path) -> str:
    """Hash of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_text(path: Path, text: str) -> None:
    """Write a text file in UTF-8 with Unix line ends."""
    path.write_bytes(text.encode(_ENCODING))


def _write_record(path: Path, record: dict[str, Any]) -> None:
    write_text(path, json.dumps(record, ensure_ascii=False, indent=2) + "\n")


def files_of(record: Path) -> dict[str, str]:
    """Files with hashes that an earlier run left; none if its record is missing or broken."""
    try:
        files = json.loads(record.read_text(encoding=_ENCODING))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return files if isinstance(files, dict) else {}


def _check_replaceable(target: Path, names: list[str]) -> None:
    """Fail before anything is touched if a file is open in a program that locks it."""
    for name in names:
        path = target / name
        if path.exists():
            with path.open("r+b"):
                pass


def _keep_changed(target: Path, before: dict[str, str]) -> list[str]:
    """Rename files of ours that somebody changed by hand since we wrote them."""
    kept = []
    for name, digest in before.items():
        path = target / name
        if path.is_file() and sha256(path) != digest:
            stamp = datetime.fromtimestamp(path.stat().st_mtime).strftime("%Y-%m-%d %H%M%S")
            copy = path.with_name(f"{path.stem} (bản sửa tay {stamp}){path.suffix}")
            os.replace(path, copy)
            kept.append(copy.relative_to(target).as_posix())
    return kept


def cannot_write(target: Path, error: OSError) -> CannotWrite:
    """The system's refusal to write as the user is told of it."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return CannotWrite(str(target), "đĩa đã đầy", "dọn chỗ trên đĩa rồi chạy lại")
    if error.errno in (errno.EEXIST, errno.ENOTDIR):
        return CannotWrite(
            str(target),
            "không ghi được vì đường dẫn này đi qua một tệp, không phải thư mục",
            "chọn thư mục khác",
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        name = Path(str(error.filename or target)).name
        # the workshop's own name tells the user nothing
        what = "vào thư mục này" if name.startswith(".") else name
        return CannotWrite(
            str(target),
            f"không ghi được {what}",
            "đóng tệp nếu đang mở bằng Word hay Excel, hoặc chọn thư mục khác được phép ghi",
        )
    return CannotWrite(
        str(target), f"không ghi được: {error.strerror or error}", "kiểm tra thư mục rồi chạy lại"
    )


def write_all(folder: Path, files: dict[str, bytes]) -> None:
    """Write files below a folder, each whole by a rename.

    Raises:
        CannotWrite: no permission or disk full.
    """
    try:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(f".{path.name}.new")
            fresh.write_bytes(content)
            os.replace(fresh, path)
    except OSError as error:
        raise cannot_write(folder, error) from None
