"""Office files in the strict form of the standard, which few libraries read, in the usual one."""

from __future__ import annotations

import io
import re
import zipfile

_USUAL = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/": (
        b"http://schemas.openxmlformats.org/drawingml/2006/"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/"
    ),
}
"""Usual namespace by the strict one or its beginning (ISO/IEC 29500-1 and -4)."""
_STRICT = re.compile(b"|".join(map(re.escape, _USUAL)))
_MAIN_PARTS = ("xl/workbook.xml", "word/document.xml")


def is_strict(package: zipfile.ZipFile) -> bool:
    """Whether the main part of an office package is written in the strict form."""
    return any(
        _STRICT.search(package.read(name)[:4096]) is not None
        for name in package.namelist()
        if name.lower() in _MAIN_PARTS
    )


def in_usual_form(content: bytes) -> bytes:
    """The same package with the usual namespaces; its members must have been checked for size."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as package,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as usual,
    ):
        for member in package.infolist():
            part = package.read(member)
            if member.filename.lower().endswith((".xml", ".rels")):
                part = _STRICT.sub(lambda found: _USUAL[found[0]], part)
            usual.writestr(member.filename, part)
    return made.getvalue()
