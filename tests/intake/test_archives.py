from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest

from ketnghia_analysis.intake.archives import Member, members
from ketnghia_analysis.intake.deliveries import read_folder
from ketnghia_analysis.intake.limits import Limits, Refused

from .papers import write_book

CSV = "Xã;Thôn;Tổng số hộ\nMẫu An;Thôn 2;100\n".encode()


def archive(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, inside in files.items():
            made.writestr(name, inside)
    return content.getvalue()


def named(content: bytes) -> dict[str, str]:
    return {member.name: member.problem for member in members(content)}


def test_files_of_an_archive_are_read_wherever_they_lie(tmp_path: Path) -> None:
    book = write_book(tmp_path / "a.xlsx", {"A": [["Xã", "Thôn"]]}).read_bytes()
    inner = archive({"trong/b.csv": CSV})
    content = archive({"Phòng Tư pháp/a.xlsx": book, "c.csv": CSV, "d.zip": inner, "rỗng/": b""})
    (tmp_path / "thư.zip").write_bytes(content)
    (tmp_path / "a.xlsx").unlink()
    deliveries = {one.file: one for one in read_folder(tmp_path)}
    assert list(deliveries) == [
        "thư.zip/Phòng Tư pháp/a.xlsx",
        "thư.zip/c.csv",
        "thư.zip/d.zip/trong/b.csv",
    ]
    assert all(one.grids and not one.problem for one in deliveries.values())
    assert [one.file for one in read_folder(tmp_path / "thư.zip")] == [
        file.removeprefix("thư.zip/") for file in deliveries
    ]


def test_a_third_archive_within_archives_is_held() -> None:
    content = CSV
    for name in ("c.csv", "c.zip", "b.zip"):
        content = archive({name: content})
    assert named(content) == {"b.zip/c.zip": "too_large"}


@pytest.mark.parametrize(
    "name",
    [
        "../a.csv",
        "x/../../a.csv",
        "/etc/a.csv",
        "C:/a.csv",
        "c:a.csv",
        "..\\a.csv",
        "\\\\pc\\a.csv",
    ],
)
def test_a_path_that_leads_elsewhere_is_held_and_the_rest_is_read(name: str) -> None:
    found = list(members(archive({name: CSV, "b.csv": CSV})))
    assert [one.problem for one in found] == ["unsafe_path", ""]
    assert found[0].content == b""


def test_a_link_is_held() -> None:
    link = zipfile.ZipInfo("a.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        made.writestr(link, "/etc/hostname")
    assert named(content.getvalue()) == {"a.csv": "unsafe_path"}


def test_a_name_in_utf8_is_read_though_the_archive_does_not_say_so() -> None:
    name = "Biểu.csv".encode()
    content = archive({"x" * len(name): CSV}).replace(b"x" * len(name), name)
    assert named(content) == {"Biểu.csv": ""}


def test_another_name_is_read_as_the_format_says() -> None:
    content = archive({"xx.csv": CSV}).replace(b"xx.csv", b"\x81\xff.csv")
    assert named(content) == {"ü\xa0.csv": ""}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_with_one_name_stay_two() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        made.writestr("a.csv", b"1")
        made.writestr("a.csv", b"2")
    assert list(members(content.getvalue())) == [Member("a.csv", b"1"), Member("a.csv (2)", b"2")]


@pytest.mark.parametrize(
    ("files", "limits"),
    [
        ({"a.csv": bytes(2_000_000)}, Limits()),
        ({"a.csv": CSV, "b.csv": CSV}, Limits(members=1)),
        ({"a.csv": CSV, "b.csv": CSV}, Limits(unpacked_bytes=len(CSV))),
    ],
)
def test_a_bomb_is_refused_before_it_is_unpacked(files: dict[str, bytes], limits: Limits) -> None:
    with pytest.raises(Refused, match="too_large"):
        next(members(archive(files), limits))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (archive({"a.csv": bytes(2_000_000)}), "too_large"),
        (archive({"a/": b""}), "empty_file"),
        (archive({"a.csv": CSV})[:-30], "unreadable_file"),
    ],
)
def test_an_archive_that_cannot_be_unpacked_is_one_held_file(
    content: bytes, problem: str, tmp_path: Path
) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    (tmp_path / "b.csv").write_bytes(CSV)
    found = {one.file: one.problem for one in read_folder(tmp_path)}
    assert found == {"a.zip": problem, "b.csv": ""}


def test_a_file_damaged_within_an_archive_is_held_and_the_rest_is_read() -> None:
    content = bytearray(archive({"a.csv": CSV, "b.csv": CSV}))
    content[content.index(b"a.csv") + 8] ^= 0xFF
    assert named(bytes(content)) == {"a.csv": "unreadable_file", "b.csv": ""}
