"""Where results of runs are put: a local folder or any storage that fsspec knows, such as S3.

A run's results are there when their record is there, and it is written last. Whoever is killed in
between leaves files without a record: the run is simply not done.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from ketnghia_analysis.runs.publish import cannot_write
from ketnghia_analysis.runs.run_book import FAILED, FORMAT, RECORD
from ketnghia_analysis.vocabulary.errors import CannotWrite, WrongCall

_UNFINISHED = ".new-"
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)


class Shelf:
    """Results of many runs below one place, each in a folder of its own."""

    def __init__(self, target: str, options: Mapping[str, Any] | None = None) -> None:
        """Open a place for results.

        Args:
            target: a folder, or an address such as "s3://bucket/reports".
            options: for the storage, as fsspec takes them (end point, credentials).

        Raises:
            WrongCall: fsspec does not know such storage, or lacks the part for it.
        """
        self.target = target
        self.options = dict(options or {})
        self.local = not _SCHEME.match(target) or target.lower().startswith("file://")
        if self.local:
            self.root = str(Path(re.sub(r"(?i)^file://", "", target)).resolve())
            return
        import fsspec

        try:
            self._files, self.root = fsspec.core.url_to_fs(target, **self.options)
        except (ImportError, ValueError) as error:
            raise WrongCall(
                target,
                f"không dùng được nơi lưu này: {error}",
                "chọn thư mục khác, hoặc cài thêm phần “storage” (pip install "
                "'ketnghia-analysis[storage]')",
            ) from None

    def __reduce__(self) -> tuple[type[Shelf], tuple[str, dict[str, Any]]]:
        """Shelves travel to workers by their address."""
        return type(self), (self.target if not self.local else self.root, self.options)

    # -------------------------------------------------------------- what is there

    def check(self) -> None:
        """Make sure that results can be put here, before anything is run.

        Raises:
            CannotWrite: no permission, disk full, or no such storage.
        """
        name = f"{_UNFINISHED}{uuid.uuid4().hex}"
        try:
            self._write(name, b"ketnghia")
            self._delete(name)
        except OSError as error:
            raise cannot_write(Path(self.target), error) from None
        except Exception as error:
            # every storage has errors of its own
            raise CannotWrite(
                self.target, f"không ghi được: {error}", "kiểm tra địa chỉ và quyền truy cập"
            ) from None

    def done(self, places: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Records of those places whose results are there whole, by place."""
        sizes = self._sizes()
        wanted = [place for place in places if f"{place}/{RECORD}" in sizes]
        found = {}
        for place, content in self._read([f"{place}/{RECORD}" for place in wanted]).items():
            record = _as_record(content)
            own = place.removesuffix(f"/{RECORD}")
            if record and all(
                sizes.get(f"{own}/{name}") == size for name, size in record["sizes"].items()
            ):
                found[own] = record
        return found

    def record(self, place: str) -> dict[str, Any] | None:
        """The record of a place, whatever became of the files; None if there is none."""
        return next(
            (
                record
                for content in self._read([f"{place}/{RECORD}"]).values()
                if (record := _as_record(content))
            ),
            None,
        )

    def failures(self, places: Iterable[str]) -> dict[str, dict[str, Any]]:
        """What is known of runs that failed and have not succeeded since, by place."""
        found = {}
        for name, content in self._read([f"{place}/{FAILED}" for place in places]).items():
            with contextlib.suppress(ValueError):
                found[name.removesuffix(f"/{FAILED}")] = json.loads(content)
        return found

    # -------------------------------------------------------------- putting results

    def put(self, place: str, files: Mapping[str, bytes], record: dict[str, Any]) -> dict[str, Any]:
        """Put a run's results, the record last.

        Files that somebody changed by hand are kept under another name where that can be seen.

        Args:
            place: of the run.
            files: content by name.
            record: of the run; the files with sizes and hashes are added.

        Returns:
            The record as written.

        Raises:
            OSError: no permission or no room; an earlier result may be gone, but is then not
                taken for a result.
        """
        before = self.record(place)
        kept = self._keep_changed(place, before) if before and self.local else []
        written = record | {
            "kept": kept,
            "sizes": {name: len(content) for name, content in files.items()},
            "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        }
        if before:
            self._delete(f"{place}/{RECORD}")
        for name, content in files.items():
            self._write(f"{place}/{name}", content)
        old = set(before["files"]) - set(files) if before else set()
        for name in [*old, *self._failure_files(place)]:
            self._delete(f"{place}/{name}")
        self._write(f"{place}/{RECORD}", _as_json(written))
        return written

    def put_failure(self, place: str, files: Mapping[str, bytes], record: dict[str, Any]) -> None:
        """Keep what is known of a run that failed; results of an earlier run stay.

        Raises:
            OSError: no permission or no room.
        """
        for name, content in files.items():
            self._write(f"{place}/{name}", content)
        self._write(f"{place}/{FAILED}", _as_json(record | {"files": sorted(files)}))

    def put_page(self, name: str, content: bytes) -> None:
        """Write one file of the whole batch, such as its index.

        Raises:
            OSError: no permission or no room.
        """
        self._write(name, content)

    def tidy(self) -> None:
        """Take away what killed processes had half written; nobody else may be at work."""
        if not self.local:
            return
        for path in Path(self.root).rglob(f"{_UNFINISHED}*"):
            path.unlink(missing_ok=True)

    def address(self, name: str = "") -> str:
        """Where a file is, as people write it."""
        shown = self.target.rstrip("/") if not self.local else self.root
        return f"{shown}/{name}" if name else shown

    # -------------------------------------------------------------- storage

    def _path(self, name: str) -> str:
        return str(Path(self.root) / name) if self.local else f"{self.root.rstrip('/')}/{name}"

    def _write(self, name: str, content: bytes) -> None:
        if not self.local:
            # an object appears whole or not at all
            self._files.pipe_file(self._path(name), content)
            return
        path = Path(self._path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{_UNFINISHED}{os.getpid()}-{uuid.uuid4().hex[:8]}")
        try:
            with fresh.open("wb") as file:
                file.write(content)
                file.flush()
                # after a power loss a name without its content would be worse than no name
                os.fsync(file.fileno())
            os.replace(fresh, path)
        except OSError:
            with contextlib.suppress(OSError):
                fresh.unlink()
            raise

    def _delete(self, name: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            if self.local:
                os.unlink(self._path(name))
            else:
                self._files.rm_file(self._path(name))

    def _read(self, names: list[str]) -> dict[str, bytes]:
        if not self.local:
            if not names:
                return {}
            paths = {self._path(name): name for name in names}
            found = self._files.cat(list(paths), on_error="omit")
            return {
                name: found[key]
                for path, name in paths.items()
                for key in (path, path.lstrip("/"), f"/{path.lstrip('/')}")
                if key in found
            }
        contents = {}
        for name in names:
            with contextlib.suppress(OSError):
                contents[name] = Path(self._path(name)).read_bytes()
        return contents

    def _sizes(self) -> dict[str, int]:
        """Sizes of all files that are there, by name below the root."""
        if not self.local:
            with contextlib.suppress(FileNotFoundError):
                self._files.invalidate_cache()
                found = self._files.find(self.root, detail=True)
                start = self.root.strip("/") + "/"
                return {
                    path.strip("/").removeprefix(start): int(about["size"] or 0)
                    for path, about in found.items()
                }
            return {}
        sizes = {}
        for folder, _, names in os.walk(self.root):
            for name in names:
                path = Path(folder, name)
                with contextlib.suppress(OSError):
                    sizes[path.relative_to(self.root).as_posix()] = path.stat().st_size
        return sizes

    def _failure_files(self, place: str) -> list[str]:
        """Files that tell of a failure in a place."""
        known = self.failures([place]).get(place)
        return [] if known is None else [*known.get("files", ()), FAILED]

    def _keep_changed(self, place: str, record: dict[str, Any]) -> list[str]:
        kept = []
        for name, digest in record["files"].items():
            path = Path(self._path(f"{place}/{name}"))
            if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() == digest:
                continue
            stamp = datetime.fromtimestamp(path.stat().st_mtime).strftime("%Y-%m-%d %H%M%S")
            copy = path.with_name(f"{path.stem} (bản sửa tay {stamp}){path.suffix}")
            os.replace(path, copy)
            kept.append(copy.name)
        return kept


def _as_json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _as_record(content: bytes) -> dict[str, Any] | None:
    """A record of this format; None for anything else, which is then done again."""
    try:
        record: dict[str, Any] = json.loads(content)
        fits = record["format"] == FORMAT and isinstance(record["key"], str)
        fits = fits and isinstance(record["files"], dict) and isinstance(record["sizes"], dict)
    except (ValueError, KeyError, TypeError):
        return None
    return record if fits else None
