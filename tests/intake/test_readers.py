from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import docx
import olefile
import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from ketnghia_analysis.intake.readers import is_archive, read_content
from ketnghia_analysis.vocabulary.reasons import HELD

FIXTURES = Path(__file__).with_name("fixtures")


def workbook(rows: list[list[object]]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet("A")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return content.getvalue()


def document() -> bytes:
    content = io.BytesIO()
    made = docx.Document()
    made.add_table(2, 2).cell(1, 1).text = "Thôn 2"
    made.save(content)
    return content.getvalue()


def changed(content: bytes, part: str, change: tuple[bytes, bytes] | None) -> bytes:
    """A package with something replaced in one part, or without that part."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", 8) as new:
        for name in old.namelist():
            inside = old.read(name)
            if name == part and change is None:
                continue
            new.writestr(name, inside.replace(*change) if name == part and change else inside)
    return made.getvalue()


BOOK = workbook([["Xã", "Thôn"], ["Mẫu An", 2]])
SHEET = "xl/worksheets/sheet1.xml"
SAMPLES = {
    "xlsx": BOOK,
    "docx": document(),
    "xls": (FIXTURES / "sheet.xls").read_bytes(),
    "ods": (FIXTURES / "sheet.ods").read_bytes(),
    "html": "<table><tr><td>Thôn 2</td></tr></table>".encode(),
    "csv": "Xã;Thôn\nMẫu An;Thôn 2\n".encode(),
}


@pytest.mark.parametrize("kind", SAMPLES)
def test_the_content_tells_the_reader(kind: str) -> None:
    grids, problem = read_content(SAMPLES[kind])
    assert not problem
    assert any("Thôn" in str(v) for row in grids[0].rows.values() for v in row.values())
    assert not is_archive(SAMPLES[kind])


def picture_book() -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (2, 2)).save(picture, "PNG")
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.add_worksheet().insert_image("A1", "a.png", {"image_data": picture})
    return content.getvalue()


BOMB = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>\n<worksheet'
LONG = b"<!--" + b"x" * 5000 + b"-->" + BOMB


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (workbook([]), "empty_file"),
        (picture_book(), "image_only"),
        (BOOK[:-40], "unreadable_file"),
        (changed(BOOK, "[Content_Types].xml", None), "unreadable_file"),
        (changed(BOOK, SHEET, (b"<worksheet", BOMB)), "unreadable_file"),
        (changed(BOOK, SHEET, (b"<worksheet", LONG)), "unreadable_file"),
        (changed(BOOK, SHEET, (b"</sheetData>", b"</sheetDat>")), "unreadable_file"),
        (changed(BOOK, SHEET, (b"</worksheet>", b" " * 2_000_000)), "too_large"),
        (
            changed(
                BOOK,
                SHEET,
                (b"</sheetData>", b'</sheetData><mergeCell ref="A1:XFD1048576"/>'),
            ),
            "too_large",
        ),
        (changed(SAMPLES["docx"], "word/document.xml", (b"<w:document", BOMB)), "unreadable_file"),
        (b"\0\1\2\0\0\0\3" * 9, "unsupported_file"),
        (b"<?xml version='1.0'?><a/>", "unsupported_file"),
        (b"PK\x05\x06" + bytes(18), "empty_file"),
    ],
)
def test_what_is_no_table_is_told_why(content: bytes, problem: str) -> None:
    assert read_content(content) == ([], problem)


def test_a_password_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(olefile.OleFileIO, "listdir", lambda _: [["EncryptedPackage"]])
    assert read_content(SAMPLES["xls"]) == ([], "encrypted_file")


def test_a_form_number_at_the_start_is_no_bitmap() -> None:
    assert not read_content(b"BM 01;a\n1;2\n")[1]


VALUES = st.one_of(
    st.text("aăâđ Ớ &<>\"'\n\t_x0D", min_size=1, max_size=8),
    st.integers(-(10**9), 10**9),
    st.floats(-1e6, 1e6),
    st.booleans(),
    st.datetimes().map(lambda moment: moment.replace(year=2024, microsecond=0)),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(VALUES | st.none(), max_size=4), min_size=1, max_size=5))
def test_both_readers_of_workbooks_read_the_same(rows: list[list[object]]) -> None:
    content = io.BytesIO()
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(content)
    # a hidden row far below makes the full reader read it; in ASCII it says nothing about letters
    book.active.cell(50, 1, "an")
    book.active.row_dimensions[50].hidden = True
    full = io.BytesIO()
    book.save(full)
    (grid, *_), _ = read_content(full.getvalue())
    expected = {row: cells for row, cells in grid.rows.items() if row < 50}
    grids, problem = read_content(content.getvalue())
    assert problem == ("" if expected else "empty_file")
    assert (grids[0].rows if grids else {}) == expected
    assert grid.hidden_rows == {50}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(SAMPLES)), st.integers(0, 2**32), st.integers(1, 20))
def test_a_damaged_file_ends_as_sheets_or_with_a_reason(kind: str, seed: int, times: int) -> None:
    chance = random.Random(seed)
    content = bytearray(SAMPLES[kind])
    for _ in range(times):
        content[chance.randrange(len(content))] = chance.randrange(256)
    grids, problem = read_content(bytes(content[: chance.randrange(len(content)) + 1]))
    assert bool(grids) != bool(problem)
    assert not problem or problem in HELD


def strict(content: bytes) -> bytes:
    """A package in the strict form of its standard."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", 8) as new:
        for name in old.namelist():
            inside = old.read(name)
            for ours, usual in STRICT_NAMES.items():
                inside = inside.replace(usual.encode(), ours.encode())
            new.writestr(name, inside)
    return made.getvalue()


STRICT_NAMES = {
    f"http://purl.oclc.org/ooxml/{ours}": f"http://schemas.openxmlformats.org/{usual}"
    for ours, usual in (
        ("spreadsheetml/main", "spreadsheetml/2006/main"),
        ("wordprocessingml/main", "wordprocessingml/2006/main"),
        ("officeDocument/relationships", "officeDocument/2006/relationships"),
    )
}
DATED = b'<c r="A2" t="d"><v>2024-03-05T00:00:00</v></c>'


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_the_strict_form_of_the_standard_reads_the_same(kind: str) -> None:
    content = strict(SAMPLES[kind])
    assert content != SAMPLES[kind]
    assert read_content(content) == read_content(SAMPLES[kind])


def test_a_date_of_the_strict_form_is_a_date() -> None:
    book = workbook([["Ngày"], [45356]])
    part = SHEET, (b'<c r="A2"><v>45356</v></c>', DATED)
    (grid,), problem = read_content(strict(changed(book, *part)))
    assert (problem, str(grid.rows[2][0])) == ("", "2024-03-05 00:00:00")


def test_a_flat_open_workbook_reads_as_the_packed_one() -> None:
    with zipfile.ZipFile(io.BytesIO(SAMPLES["ods"])) as package:
        content = package.read("content.xml").decode()
    root = "office:document"
    kind = 'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"'
    flat = content.replace(f"<{root}-content", f"<{root} {kind}").replace(
        f"</{root}-content>", f"</{root}>"
    )
    assert flat.startswith("<?xml")
    found, problem = read_content(flat.encode())
    assert problem == ""
    assert [(grid.sheet, grid.rows) for grid in found] == [
        (grid.sheet, grid.rows) for grid in read_content(SAMPLES["ods"])[0]
    ]


def test_a_flat_open_text_is_no_workbook() -> None:
    kind = "application/vnd.oasis.opendocument.text"
    text = f'<?xml version="1.0"?><office:document office:mimetype="{kind}"/>'
    assert read_content(text.encode()) == ([], "unsupported_file")
