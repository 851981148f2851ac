from __future__ import annotations

import errno
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ketnghia_analysis.runs.publish import publish, sha256, write_all
from ketnghia_analysis.vocabulary.errors import CannotWrite, ExitCode

RECORD = "run.json"
Write = Callable[[Path], dict[str, Any]]


def _writing(**files: str) -> Write:
    def write(folder: Path) -> dict[str, Any]:
        for name, text in files.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        return {"made": sorted(files)}

    return write


def _content(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.txt")}


def test_a_set_of_files_comes_with_a_record_of_hashes(tmp_path: Path) -> None:
    target = tmp_path / "báo cáo" / "2024"
    record = publish(target, RECORD, _writing(a="1", b="2"))
    assert _content(target) == {"a.txt": "1", "b.txt": "2"}
    assert record["files"] == {name: sha256(target / name) for name in ("a.txt", "b.txt")}
    assert json.loads((target / RECORD).read_text(encoding="utf-8")) == record


def test_files_of_an_earlier_run_that_are_no_longer_made_go(tmp_path: Path) -> None:
    publish(tmp_path / "x", RECORD, _writing(a="1", old="2"))
    publish(tmp_path / "x", RECORD, _writing(a="3"))
    assert _content(tmp_path / "x") == {"a.txt": "3"}


def test_what_somebody_else_put_there_stays(tmp_path: Path) -> None:
    target = tmp_path / "x"
    publish(target, RECORD, _writing(a="1"))
    (target / "ghi chú.txt").write_text("của tôi", encoding="utf-8")
    (target / ".gitkeep").touch()
    publish(target, RECORD, _writing(a="2"))
    assert _content(target) == {"a.txt": "2", "ghi chú.txt": "của tôi"}
    assert (target / ".gitkeep").exists()


def test_a_file_changed_by_hand_is_kept_under_another_name(tmp_path: Path) -> None:
    target = tmp_path / "x"
    publish(target, RECORD, _writing(a="1"))
    (target / "a.txt").write_text("sửa tay", encoding="utf-8")
    record = publish(target, RECORD, _writing(a="2"))
    assert (target / "a.txt").read_text(encoding="utf-8") == "2"
    (kept,) = record["kept"]
    assert kept.startswith("a (bản sửa tay ")
    assert (target / kept).read_text(encoding="utf-8") == "sửa tay"
    # it is theirs now: the next run leaves it alone
    publish(target, RECORD, _writing(a="3"))
    assert (target / kept).exists()


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "đĩa đã đầy"),
        (errno.EACCES, "không ghi được"),
        (errno.EROFS, "không ghi được a.txt"),
        (errno.EDQUOT, "đĩa đã đầy"),
        (errno.EIO, "không ghi được"),
    ],
)
def test_a_failure_leaves_earlier_results_intact(tmp_path: Path, number: int, said: str) -> None:
    target = tmp_path / "x"
    publish(target, RECORD, _writing(a="1"))
    before = (target / RECORD).read_bytes()

    def fail(folder: Path) -> dict[str, Any]:
        (folder / "a.txt").write_text("half", encoding="utf-8")
        raise OSError(number, "trouble", str(folder / "a.txt"))

    with pytest.raises(CannotWrite, match=said) as caught:
        publish(target, RECORD, fail)
    assert caught.value.exit_code is ExitCode.CANNOT_WRITE
    assert _content(target) == {"a.txt": "1"}
    assert (target / RECORD).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_any_other_error_leaves_no_rubbish(tmp_path: Path) -> None:
    def fail(folder: Path) -> dict[str, Any]:
        raise KeyError("bug")

    with pytest.raises(KeyError):
        publish(tmp_path / "x", RECORD, fail)
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("not a folder", encoding="utf-8")
    with pytest.raises(CannotWrite, match="không phải thư mục"):
        publish(tmp_path / "reports" / "2024", RECORD, _writing(a="1"))
    with pytest.raises(CannotWrite, match="không phải thư mục"):
        publish(tmp_path / "reports", RECORD, _writing(a="1"))
    with pytest.raises(CannotWrite, match="không phải thư mục"):
        write_all(tmp_path / "reports", {"a.txt": b"1"})


def test_a_broken_record_of_an_earlier_run_does_not_matter(tmp_path: Path) -> None:
    target = tmp_path / "x"
    publish(target, RECORD, _writing(a="1"))
    (target / RECORD).write_text("{broken", encoding="utf-8")
    publish(target, RECORD, _writing(a="2"))
    assert _content(target) == {"a.txt": "2"}
