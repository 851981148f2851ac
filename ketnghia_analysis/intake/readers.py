"""A file's bytes become grids: which reader, is told by the content and not by the name."""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from collections.abc import Sequence

from ketnghia_analysis.intake.cell_blocks import PlainSheet, grids_of, without_collection
from ketnghia_analysis.intake.charsets import are_clean, decode_grid
from ketnghia_analysis.intake.delimited import read_delimited
from ketnghia_analysis.intake.grids import Grid, within_cells
from ketnghia_analysis.intake.limits import LIMITS, Refused, check_members
from ketnghia_analysis.intake.strict_packages import in_usual_form, is_strict

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# workbooks of Excel 2 to 4 have no container around them
_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x10\x00")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"\0\0\1\0")
_OTHERS = (
    b"%PDF",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"{\\rtf",
    b"BZh91AY",
    b"\xfd7zXZ",
    b"SQLite format 3\0",
)
_CONTENT_TYPES = (
    (b"spreadsheetml.sheet.main", "xlsx"),
    (b"sheet.macroenabled.main", "xlsx"),
    (b"spreadsheetml.template.main", "xlsx"),
    (b"template.macroenabled.main", "xlsx"),
    (b"sheet.binary.macroenabled.main", "xlsb"),
    (b"wordprocessingml", "docx"),
    (b"ms-word.document.macroenabled", "docx"),
)
_LONGEST_ROOT = 16_384
_PACKAGE_PARTS = ("[content_types].xml", "_rels/", "xl/", "word/", "ppt/", "meta-inf/", "mimetype")


def read_content(content: bytes) -> tuple[list[Grid], str]:
    """`sheets_of`, every sheet row by row."""
    with without_collection():
        sheets, problem = sheets_of(content)
        return grids_of(sheets), problem


def sheets_of(content: bytes) -> tuple[list[Grid | PlainSheet], str]:
    """Sheets of a file, or the code of `reasons.HELD` why it can't be read; never an error.

    Args:
        content: the bytes of one file that is no archive of files.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sheets = [_decoded(sheet) for sheet in _read(content)]
    except Refused as refused:
        return [], refused.reason
    except (MemoryError, RecursionError):
        return [], "reader_failed"
    except (KeyboardInterrupt, SystemExit):
        raise
    # any broken file must be held, whatever its reader stumbles over; one library's own failures
    # (a Rust panic) are no `Exception`
    except BaseException:
        return [], "unreadable_file"
    return ([], "empty_file") if all(sheet.is_empty for sheet in sheets) else (sheets, "")


def _decoded(sheet: Grid | PlainSheet) -> Grid | PlainSheet:
    """The sheet in Unicode, within its cells; a plain one stays as it is where it can."""
    if isinstance(sheet, PlainSheet):
        if within_cells(sheet.about) == sheet.about and are_clean(sheet.texts()):
            return sheet
        sheet = sheet.grid()
    return decode_grid(within_cells(sheet))


def is_archive(content: bytes) -> bool:
    """Whether the bytes are an archive of files, not an office document (which is a zip too)."""
    if not content.startswith(ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return not any(
                member.filename.lower().startswith(_PACKAGE_PARTS) for member in archive.infolist()
            )
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _read(content: bytes) -> Sequence[Grid | PlainSheet]:
    if len(content) > LIMITS.file_bytes:
        raise Refused("too_large")
    if not content.strip() or content.startswith(EMPTY_ZIP):
        raise Refused("empty_file")
    if content.startswith(ZIP):
        return _read_package(content)
    if content.startswith(_OLE):
        return _read_container(content)
    if content.startswith(_BIFF):
        from ketnghia_analysis.intake.old_workbooks import read_old_workbook

        return read_old_workbook(content)
    if _is_picture(content):
        raise Refused("image_only")
    if content.startswith(_OTHERS):
        raise Refused("unsupported_file")
    return _read_text(content)


def _is_picture(content: bytes) -> bool:
    # "BM" alone also begins the text "BM 01" (a form's number): the size must follow
    bitmap = content.startswith(b"BM") and content[2:6] == len(content).to_bytes(8, "little")[:4]
    photo = content[4:8] == b"ftyp" or content[8:12] == b"WEBP"
    return content.startswith(_PICTURES) or bitmap or photo


# each library is loaded when its first file comes: a folder of text files needs none of them
def _read_package(content: bytes) -> Sequence[Grid | PlainSheet]:
    kind, strict = _kind_of_package(content)
    if strict:
        content = in_usual_form(content)
    if kind == "xlsx":
        from ketnghia_analysis.intake.workbooks import read_sheets

        return read_sheets(io.BytesIO(content))
    if kind == "docx":
        from ketnghia_analysis.intake.documents import read_document

        return read_document(content)
    if kind == "ods":
        from ketnghia_analysis.intake.open_documents import read_open_workbook

        return read_open_workbook(content)
    if kind == "xlsb":
        from ketnghia_analysis.intake.old_workbooks import read_binary_workbook

        return read_binary_workbook(content)
    raise Refused("unsupported_file")


def _kind_of_package(content: bytes) -> tuple[str, bool]:
    """Which reader takes a package, and whether it must be brought into the usual form first."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        check_members(package.infolist())
        names = package.namelist()
        types = next((name for name in names if name.lower() == "[content_types].xml"), None)
        if types is not None:
            text = package.read(types).replace(b"\0", b"").lower()
            kind = next((kind for mark, kind in _CONTENT_TYPES if mark in text), "")
            return kind, is_strict(package)
        if "mimetype" in names:
            is_sheet = b"opendocument.spreadsheet" in package.read("mimetype")
            return "ods" if is_sheet else "", False
    raise Refused("unreadable_file")


def _read_container(content: bytes) -> list[Grid]:
    """A file in the container of old office programs, which is also that of a password."""
    import olefile

    with olefile.OleFileIO(io.BytesIO(content)) as container:
        streams = {path[0].lower() for path in container.listdir() if path}
    if "encryptedpackage" in streams:
        raise Refused("encrypted_file")
    if "worddocument" in streams:
        raise Refused("old_word_file")
    if not streams & {"workbook", "book"}:
        raise Refused("unsupported_file")
    from ketnghia_analysis.intake.old_workbooks import read_old_workbook

    return read_old_workbook(content)


def _read_text(content: bytes) -> list[Grid]:
    head = content[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head and head.startswith(b"<?xml"):
        from ketnghia_analysis.intake.markup import read_xml_workbook

        return read_xml_workbook(content)
    # its root names all of its namespaces before it says what it is
    if b"<office:document" in head and b"opendocument.spreadsheet" in content[:_LONGEST_ROOT]:
        from ketnghia_analysis.intake.open_documents import read_flat_workbook

        return read_flat_workbook(content)
    if head.startswith(b"<") and any(
        mark in head for mark in (b"<html", b"<table", b"<!doctype h")
    ):
        from ketnghia_analysis.intake.markup import read_html

        return read_html(content)
    if head.startswith((b"<?xml", b"mime-version:")) or _is_json(content):
        raise Refused("unsupported_file")
    # no text has such bytes; UTF-16 has them in every other place
    if b"\0\0\0" in content:
        raise Refused("unsupported_file")
    return read_delimited(content)


def _is_json(content: bytes) -> bool:
    if content.lstrip()[:1] not in (b"{", b"["):
        return False
    try:
        json.loads(content)
    except ValueError:
        return False
    return True
