"""Files from which no table can be read."""

from __future__ import annotations

import io

import docx

from ketnghia_analysis.demo.carriers.packing import packed, unpacked
from ketnghia_analysis.demo.papers import FICTION

EMPTY = b""
SCAN = b"%PDF-1.4\n% hu cau\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


def cut_off_workbook() -> bytes:
    """The first half of a workbook whose copying was broken off."""
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 60))
    whole = packed(
        {
            "[Content_Types].xml": b"<Types/>",
            "xl/worksheets/sheet1.xml": f"<sheetData>{rows}</sheetData>".encode(),
        },
        compressed=False,
    )
    return whole[: len(whole) // 2]


def photographed_table() -> bytes:
    """A Word document that holds a picture and nothing else."""
    word = docx.Document()
    word.core_properties.title = FICTION
    word.add_picture(io.BytesIO(_PIXEL))
    content = io.BytesIO()
    word.save(content)
    return packed(unpacked(content.getvalue()))
