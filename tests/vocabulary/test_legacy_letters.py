"""What old fonts wrote is read letter by letter, and can be written again."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketnghia_analysis.vocabulary.legacy_letters import LETTERS, TCVN3, VNI, LetterTable

BOTH = pytest.mark.parametrize("table", [TCVN3, VNI], ids=lambda table: table.name)
SMALL = [letter for letter in LETTERS if letter.islower()]
vietnamese = st.text([*LETTERS, *"abcdeghiklmnopqrstuvxyABCDEGHIKLMNOPQRSTUVXY 0123.,;-/%"])


def test_there_are_134_letters_beyond_ascii() -> None:
    assert len(set(LETTERS)) == 134
    assert len(SMALL) == 67
    assert all(len(letter) == 1 and not letter.isascii() for letter in LETTERS)


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_comes_back_from_vni(letter: str) -> None:
    assert VNI.decode(VNI.encode(letter)) == letter


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_comes_back_from_tcvn3_up_to_case(letter: str) -> None:
    assert TCVN3.decode(TCVN3.encode(letter)).lower() == letter.lower()


@pytest.mark.parametrize("letter", [*SMALL, *"ĂÂÊÔƠƯĐ"])
def test_letters_that_tcvn3_has_come_back_in_their_case(letter: str) -> None:
    assert TCVN3.decode(TCVN3.encode(letter)) == letter


def test_no_two_letters_are_written_alike() -> None:
    assert len({VNI.encode(letter) for letter in LETTERS}) == 134
    assert len({TCVN3.encode(letter) for letter in [*SMALL, *"ĂÂÊÔƠƯĐ"]}) == 74


@given(vietnamese)
@settings(max_examples=150, deadline=None)
def test_any_vietnamese_text_comes_back(text: str) -> None:
    assert VNI.decode(VNI.encode(text)) == text
    assert TCVN3.decode(TCVN3.encode(text)).lower() == text.lower()
    assert VNI.knows(VNI.encode(text))
    assert TCVN3.knows(TCVN3.encode(text))


@pytest.mark.parametrize(
    ("table", "written", "read"),
    [
        (TCVN3, "Th«n Hßa Vinh", "Thôn Hòa Vinh"),
        (TCVN3, "Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        (TCVN3, "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
        (TCVN3, "n\xadíc s¹ch", "nước sạch"),
        (TCVN3, "Tæng sè hé nghÌo, tû lÖ (%)", "Tổng số hộ nghèo, tỷ lệ (%)"),
        (VNI, "Thoân Hoøa Vinh", "Thôn Hòa Vinh"),
        (VNI, "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        (VNI, "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
        (VNI, "ñöôøng beâ toâng", "đường bê tông"),
        (VNI, "UÛY BAN NHAÂN DAÂN", "ỦY BAN NHÂN DÂN"),
    ],
)
def test_known_lines_are_read(table: LetterTable, written: str, read: str) -> None:
    assert table.decode(written) == read
    assert table.encode(read) == written


@pytest.mark.parametrize(("written", "read"), [("Hoaø", "Hoà"), ("AÙn", "Án"), ("Aùn", "Án")])
def test_vni_marks_may_be_of_the_other_case(written: str, read: str) -> None:
    assert VNI.decode(written) == read


@BOTH
def test_ascii_and_signs_are_never_touched(table: LetterTable) -> None:
    text = 'A1;"2.016,5";19/09/2022\t50% °²\u00a0– “x”'
    assert table.decode(text) == table.encode(text) == text
    assert table.knows(text)


@pytest.mark.parametrize(
    ("table", "text"),
    [(TCVN3, "Hà"), (TCVN3, "ạ"), (VNI, "Pék"), (VNI, "ệ"), (VNI, "e\u0301"), (TCVN3, "Я")],
)
def test_letters_of_other_writings_are_not_known(table: LetterTable, text: str) -> None:
    assert not table.knows(text)


@BOTH
def test_decomposed_text_is_written_like_composed(table: LetterTable) -> None:
    text = "Đường bê tông liên thôn Đắk Nông"
    assert table.encode(unicodedata.normalize("NFD", text)) == table.encode(text)
