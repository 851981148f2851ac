"""Text files: separators and character sets."""

from __future__ import annotations

import unicodedata

import pytest

from ketnghia_analysis.demo.carriers.render import render
from ketnghia_analysis.demo.carriers.texts import encoded
from ketnghia_analysis.demo.papers import TEXT
from ketnghia_analysis.vocabulary.legacy_letters import LETTERS, TCVN3, VNI
from tests.demo.carriers.papers import NAME, POOR, document, paper

ALPHABET = " ".join(LETTERS)


@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig"])
def test_a_text_file_has_semicolons_and_no_number_column(letters):
    lines = paper([NAME, POOR], {"hamlet_name": "Hà; b", "poor": None})
    content = render(document("a.csv", lines, carrier=TEXT, letters=letters))
    assert content.decode(letters) == 'Thôn;Số hộ\r\n"Hà; b";\r\n'
    assert content.startswith(b"\xef\xbb\xbf") == (letters == "utf-8-sig")
    assert (lines.heading_row, lines.lines[0].row) == (1, 2)


def test_a_tsv_file_has_tabs_and_as_excel_saves_it_a_mark_of_byte_order():
    lines = paper([NAME, POOR], {"hamlet_name": "Hà", "poor": 3})
    content = render(document("a.tsv", lines, carrier=TEXT, letters="utf-16"))
    assert content.startswith(b"\xff\xfe")
    assert content.decode("utf-16") == "Thôn\tSố hộ\r\nHà\t3\r\n"


def test_every_letter_can_be_written_in_the_sets_that_have_it():
    assert unicodedata.normalize("NFC", encoded(ALPHABET, "cp1258").decode("cp1258")) == ALPHABET
    assert VNI.decode(encoded(ALPHABET, "VNI").decode("cp1252")) == ALPHABET
    # capitals with a tone are drawn by a font of their own
    small = encoded(ALPHABET, "TCVN3").decode("cp1252")
    assert TCVN3.decode(small).lower() == ALPHABET.lower()


@pytest.mark.parametrize("letters", ["cp1258", "VNI", "TCVN3"])
def test_decomposed_letters_are_written_like_composed_ones(letters):
    apart = unicodedata.normalize("NFD", "Thôn Mẫu Lũy")
    assert encoded(apart, letters) == encoded("Thôn Mẫu Lũy", letters)
