"""Files from which no table can be read."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from ketnghia_analysis.demo.carriers.spoilt import SCAN, cut_off_workbook, photographed_table


def test_a_broken_off_copy_begins_like_a_workbook_and_cannot_be_opened():
    content = cut_off_workbook()
    assert content.startswith(b"PK\x03\x04")
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(content))


def test_a_photographed_table_is_a_document_with_a_picture_and_no_text():
    word = docx.Document(io.BytesIO(photographed_table()))
    assert len(word.inline_shapes) == 1
    assert not word.tables
    assert not any(one.text for one in word.paragraphs)


def test_a_scan_looks_like_one():
    assert SCAN.startswith(b"%PDF-1.")
