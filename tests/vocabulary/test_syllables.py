"""Vietnamese words are told from what they look like in the wrong letters."""

from __future__ import annotations

import unicodedata

import pytest

from ketnghia_analysis.vocabulary.legacy_letters import TCVN3, VNI, LetterTable
from ketnghia_analysis.vocabulary.syllables import (
    COMMON,
    IMPOSSIBLE,
    POSSIBLE,
    VALID,
    evidence,
    syllables,
    word_worth,
)
from ketnghia_analysis.vocabulary.tables import TABLES

VALID_WORDS = (
    "nghiêng khuỷu quyết giường gì giếng ngoằn thuở quốc quới kỹ yếu uống ướt rượu hoà hòa "
    "thuỷ thủy khúc tuýp ngoéo"
)


@pytest.mark.parametrize("word", VALID_WORDS.split())
def test_words_of_vietnamese_spelling_are_valid(word: str) -> None:
    assert word_worth(word) >= VALID
    assert word_worth(word.capitalize()) >= VALID
    assert word_worth(word.upper()) >= VALID


@pytest.mark.parametrize("word", ["cì", "gề", "ngệ", "nghà", "tàt", "hoâng", "bưâ"])
def test_words_against_the_spelling_are_not(word: str) -> None:
    assert word_worth(word) < VALID


@pytest.mark.parametrize("word", ["krông", "Kà", "Kô", "Đắk", "Pék", "Xtiêng", "Raglây", "Mnông"])
def test_names_of_minority_peoples_are_known(word: str) -> None:
    assert word_worth(word) == VALID


@pytest.mark.parametrize(
    ("word", "worth"),
    [
        ("thôn", COMMON),
        ("Ðông", COMMON),
        ("khụng", VALID),
        ("HĐND", VALID),
        ("QÐ", VALID),
        ("Kbâng", POSSIBLE),
        ("h«n", IMPOSSIBLE),
        ("thã´n", IMPOSSIBLE),
        ("ThÃ", IMPOSSIBLE),
        ("café", IMPOSSIBLE),
        ("ạạ́", IMPOSSIBLE),
    ],
)
def test_a_word_counts_by_how_usual_it_is(word: str, worth: float) -> None:
    assert word_worth(word) == worth


def test_only_words_with_letters_beyond_ascii_tell() -> None:
    assert evidence("Thon 4, Ea Sin; 12.5 %") == (0, 0)
    assert evidence("Thôn 4; Ea Sin") == (COMMON, 1)
    assert evidence("xã_Thôn4-hộ\nnghèo") == (4 * COMMON, 4)


@pytest.mark.parametrize("text", ["Ø 90", "3 × 4", "½", "± 5", "§ 5", ""])
def test_signs_alone_say_nothing(text: str) -> None:
    assert evidence(text) == (0, 0)


@pytest.mark.parametrize("text", ["SÃ\u00a0o", "DÃ³m", "HÃ²a"])
def test_a_misread_letter_does_not_part_its_word(text: str) -> None:
    assert evidence(text) == (0, 1)


def test_decomposed_words_count_like_composed_ones() -> None:
    text = "Thôn Suối Đá, xã Hòa Thắng"
    assert evidence(unicodedata.normalize("NFD", text)) == evidence(text)


HEADINGS = " ".join(column.heading for table in TABLES.values() for column in table.columns)


def test_the_words_of_our_own_headings_are_vietnamese() -> None:
    worth, words = evidence(HEADINGS)
    assert words > 100
    assert worth >= 0.95 * words


@pytest.mark.parametrize("table", [TCVN3, VNI], ids=lambda table: table.name)
def test_the_same_headings_in_old_letters_are_not(table: LetterTable) -> None:
    worth, words = evidence(table.encode(HEADINGS))
    assert worth < 0.5 * words


def test_syllables_are_composed_and_beyond_counting_by_hand() -> None:
    made = syllables()
    assert 15_000 < len(made) < 30_000
    assert all(unicodedata.is_normalized("NFC", word) for word in made)
