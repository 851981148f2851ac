from __future__ import annotations

from pathlib import Path

import pytest

from ketnghia_analysis.demo.files import DemoFiles
from ketnghia_analysis.runs.demo import write_demo
from ketnghia_analysis.vocabulary.errors import DataFault


@pytest.fixture(autouse=True)
def made_once(monkeypatch: pytest.MonkeyPatch, demo: DemoFiles) -> None:
    """The demo's making is tested elsewhere; here it is only written."""
    monkeypatch.setattr("ketnghia_analysis.runs.demo.demo_files", lambda _: demo)


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_demo_is_written_and_may_be_written_again(tmp_path: Path, demo: DemoFiles) -> None:
    folder = tmp_path / "dữ liệu" / "raw"
    write_demo(folder)
    assert _files(folder) == set(demo.files)
    write_demo(folder)


def test_the_demo_is_never_mixed_with_other_data(tmp_path: Path) -> None:
    (tmp_path / "thật.xlsx").write_bytes(b"x")
    with pytest.raises(DataFault, match="không thuộc bộ số liệu mẫu"):
        write_demo(tmp_path)
    assert _files(tmp_path) == {"thật.xlsx"}


def test_a_changed_file_of_the_demo_is_not_overwritten_unasked(tmp_path: Path) -> None:
    write_demo(tmp_path)
    settings = tmp_path / "settings.yml"
    settings.write_text("district_name: huyện của tôi\n", encoding="utf-8")
    with pytest.raises(DataFault, match=r"settings\.yml"):
        write_demo(tmp_path)
    assert "của tôi" in settings.read_text(encoding="utf-8")
    write_demo(tmp_path, force=True)
    assert "Mẫu Giang" in settings.read_text(encoding="utf-8")
