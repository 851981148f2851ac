from __future__ import annotations

import errno
import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from ketnghia_analysis.runs.run_book import FAILED, FORMAT, RECORD
from ketnghia_analysis.runs.shelves import Shelf
from ketnghia_analysis.vocabulary.errors import CannotWrite

PLACE = "n/2024/agency_id=CQ01"


def _record(key: str = "k") -> dict[str, Any]:
    return {"format": FORMAT, "key": key}


@pytest.fixture(params=["folder", "memory"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    """A place for results: a folder, and a storage of objects."""
    if request.param == "memory":
        fsspec = pytest.importorskip("fsspec")
        fsspec.filesystem("memory").store.clear()
        return Shelf("memory://bucket/reports")
    return Shelf(str(tmp_path / "báo cáo"))


def test_what_was_put_is_there_with_its_record(shelf: Shelf) -> None:
    written = shelf.put(PLACE, {"n.html": b"trang", "n.ipynb": b"{}"}, _record())
    assert shelf.done([PLACE, "khác"]) == {PLACE: written}
    assert written["sizes"] == {"n.html": 5, "n.ipynb": 2}


@pytest.mark.parametrize("gone", ["n.html", RECORD])
def test_a_result_of_which_a_part_is_gone_is_none(shelf: Shelf, gone: str) -> None:
    shelf.put(PLACE, {"n.html": b"trang"}, _record())
    shelf._delete(f"{PLACE}/{gone}")
    assert shelf.done([PLACE]) == {}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"format": 0, "key": "k"}'])
def test_a_broken_record_means_that_the_run_is_done_again(shelf: Shelf, content: bytes) -> None:
    shelf.put(PLACE, {"n.html": b"trang"}, _record())
    shelf._write(f"{PLACE}/{RECORD}", content)
    assert shelf.done([PLACE]) == {}
    shelf.put(PLACE, {"n.html": b"trang"}, _record())
    assert PLACE in shelf.done([PLACE])


@pytest.mark.parametrize("at", range(4))
def test_whoever_is_killed_between_any_two_writes_leaves_no_false_result(
    shelf: Shelf, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put(PLACE, {"a": b"cu", "b": b"cu"}, _record("old"))
    steps: list[str] = []

    def counted(step: str, act: Any) -> Any:
        def do(*arguments: Any) -> None:
            if len(steps) == at:
                raise KeyboardInterrupt
            steps.append(step)
            act(*arguments)

        return do

    with monkeypatch.context() as patch:
        patch.setattr(shelf, "_write", counted("write", shelf._write))
        patch.setattr(shelf, "_delete", counted("delete", shelf._delete))
        with pytest.raises(KeyboardInterrupt):
            shelf.put(PLACE, {"a": b"moi", "b": b"moi"}, _record("new"))
    done = shelf.done([PLACE]).get(PLACE, {"key": "none"})
    assert done["key"] == ("old" if at == 0 else "none")
    again = shelf.put(PLACE, {"a": b"moi", "b": b"moi"}, _record("new"))
    assert again["kept"] == []
    assert shelf.done([PLACE])[PLACE]["key"] == "new"


def test_files_that_are_no_longer_made_go(shelf: Shelf) -> None:
    shelf.put(PLACE, {"a": b"1", "b": b"2"}, _record())
    shelf.put(PLACE, {"a": b"1"}, _record("new"))
    assert shelf._read([f"{PLACE}/b"]) == {}


def test_a_failure_is_kept_until_a_success_and_takes_no_result_away(shelf: Shelf) -> None:
    shelf.put(PLACE, {"a": b"1"}, _record())
    shelf.put_failure(PLACE, {"a.failed.ipynb": b"2"}, _record() | {"told": "hỏng"})
    assert shelf.done([PLACE])[PLACE]["key"] == "k"
    assert shelf.failures([PLACE])[PLACE]["told"] == "hỏng"
    shelf.put(PLACE, {"a": b"1"}, _record("new"))
    assert shelf.failures([PLACE]) == {}
    assert shelf._read([f"{PLACE}/a.failed.ipynb", f"{PLACE}/{FAILED}"]) == {}


def test_shelves_travel(shelf: Shelf) -> None:
    shelf.put(PLACE, {"a": b"1"}, _record())
    assert PLACE in pickle.loads(pickle.dumps(shelf)).done([PLACE])


def test_half_written_files_of_the_killed_are_taken_away(tmp_path: Path) -> None:
    shelf = Shelf(str(tmp_path))
    shelf.put(PLACE, {"a": b"1"}, _record())
    (tmp_path / PLACE / ".new-99-x").write_bytes(b"half")
    shelf.tidy()
    assert {path.name for path in (tmp_path / PLACE).iterdir()} == {"a", RECORD}


@pytest.mark.parametrize(
    ("number", "told"), [(errno.ENOSPC, "đĩa đã đầy"), (errno.EROFS, "không ghi được")]
)
def test_a_disk_that_takes_nothing_is_told_and_what_was_there_stays(
    tmp_path: Path, number: int, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf(str(tmp_path))
    shelf.put(PLACE, {"a": b"1"}, _record())

    def refuse(*_: object) -> None:
        raise OSError(number, "refused", str(tmp_path / ".new-1"))

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(CannotWrite, match=told):
        shelf.check()
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"a", RECORD}
    assert json.loads((tmp_path / PLACE / RECORD).read_text(encoding="utf-8"))["key"] == "k"
