"""One house style for text, and keys under which spellings of the same words meet."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketnghia_analysis.vocabulary.spelling import (
    TONE_PAIRS,
    house_style,
    initials,
    place_tones,
    tidy,
    toned_key,
    toneless_key,
)

TONES = ["", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"]
LETTERS = [
    *(unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES),
    *"bcdđghklmnprstvxðz",
]
GAPS = [
    " ",
    "  ",
    "\t",
    "\u00a0",
    "-",
    "–",
    ",",
    ".",
    "_",
    "'",
    "\u200b",
    "\u00ad",
    "0",
    "1",
    "007",
]
ENDINGS = ["oà", "oá", "oẻ", "uỷ", "uý", "òa", "óa", "ủy", "quý", "hoàn"]
pieces = st.sampled_from([*LETTERS, *ENDINGS, *GAPS])
texts = st.lists(pieces, max_size=12).map("".join)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("hoà", "hòa"),
        ("hoá", "hóa"),
        ("hoả", "hỏa"),
        ("xoã", "xõa"),
        ("hoạ", "họa"),
        ("oà", "òa"),
        ("khoẻ", "khỏe"),
        ("xoè", "xòe"),
        ("thuỷ", "thủy"),
        ("tuý", "túy"),
        ("luỹ", "lũy"),
        ("thuỵ", "thụy"),
        ("Hoà", "Hòa"),
        ("HOÀ", "HÒA"),
        ("THUỶ", "THỦY"),
        ("Uỷ ban", "Ủy ban"),
        ("UỶ BAN", "ỦY BAN"),
        ("Thuỷ-Hoà, hoá1", "Thủy-Hòa, hóa1"),
    ],
)
def test_the_tone_stands_on_the_first_vowel_of_an_open_ending(written, stored):
    assert place_tones(written) == stored


@pytest.mark.parametrize(
    "word",
    [
        "hoàn",
        "ngoài",
        "xoáy",
        "hoặc",
        "thuyền",
        "tuyết",
        "khuỷu",
        "huỳnh",
        "quý",
        "quỳ",
        "Quý",
        "QUÝ",
        "quỹ",
        "quỵ",
        "Quả",
        "quà",
        "quẻ",
        "Hòa",
        "thủy",
    ],
)
def test_closed_endings_and_qu_are_left_alone(word):
    assert place_tones(word) == word


def test_there_are_thirty_endings_of_each_case():
    # three endings, five tones; lower, upper and capitalised
    assert len(TONE_PAIRS) == 3 * 5 * 3
    assert not set(TONE_PAIRS) & set(TONE_PAIRS.values())


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("  Thôn \t Mẫu\u00a0Hà \n", "Thôn Mẫu Hà"),
        (nfd("Thôn Rẫy Mẫu"), "Thôn Rẫy Mẫu"),
        ("Thôn\u200b M\u00adẫu\ufeff", "Thôn Mẫu"),
        ("Ðức ðức Ɖức", "Đức đức Đức"),
        ("Thuỷ", "Thuỷ"),
        ("", ""),
    ],
)
def test_tidy_text_has_single_blanks_and_one_letter_for_one_sound(written, stored):
    assert tidy(written) == stored


def test_house_style_tidies_and_places_tones():
    assert house_style(nfd("  Xã  Mẫu Hoà, Ðức Thuỷ ")) == "Xã Mẫu Hòa, Đức Thủy"


@settings(deadline=None)
@given(texts)
def test_writing_in_the_house_style_twice_changes_nothing_more(text):
    for style in (tidy, place_tones, house_style):
        assert style(style(text)) == style(text)


@settings(deadline=None)
@given(texts)
def test_keys_of_keys_are_the_keys_themselves(text):
    for key in (toned_key, toneless_key):
        assert key(key(text)) == key(text)


@settings(deadline=None)
@given(texts)
def test_keys_ignore_case_decomposition_and_house_style(text):
    for key in (toned_key, toneless_key):
        same = {key(text), key(text.upper()), key(text.capitalize()), key(nfd(text))}
        assert same | {key(house_style(text))} == {key(text)}


@settings(deadline=None)
@given(texts)
def test_a_toneless_key_is_plain_ascii_words(text):
    key = toneless_key(text)
    assert key.isascii()
    assert key == key.lower() == " ".join(key.split())
    assert all(word.isalnum() for word in key.split())


@settings(deadline=None)
@given(texts)
def test_the_toneless_key_forgets_no_more_than_tones(text):
    assert toneless_key(toned_key(text)) == toneless_key(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thôn 01", "thôn 1"),
        ("Thôn 007", "thôn 7"),
        ("Mỹ Lý", "Mĩ Lí"),
        ("Quý", "quí"),
        ("K'ho", "K’Ho"),
        ("2020-2025", "2020 – 2025"),
        ("Văn hóa - Thông tin", "VĂN HOÁ–THÔNG TIN"),
        ("UBND xã/thị trấn", "UBND xã, thị trấn"),
        ("ma_thon", "ma thon"),
        ("Ðức", "đức"),
    ],
)
def test_spellings_of_the_same_words_meet_under_one_toned_key(one, other):
    assert toned_key(one) == toned_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mẫu Hà", "Mẫu Hạ"),
        ("Thôn 1", "Thôn 10"),
        ("Thôn 10", "Thôn 100"),
        ("Thôn 0", "Thôn"),
        ("Tây", "Tai"),
        ("Thúy", "Thúi"),
        ("Đông", "Dông"),
    ],
)
def test_a_toned_key_keeps_words_apart(one, other):
    assert toned_key(one) != toned_key(other)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Hòa Đức", "hoa duc"),
        ("Mẫu Hạ", "mau ha"),
        ("Thuỷ", "thuy"),
        ("Lũy Mỹ", "luy mi"),
        ("Tỷ lệ (%)", "ti le"),
        ("Biểu 01A", "bieu 1a"),
        ("...", ""),
        ("100", "100"),
        ("00", "0"),
    ],
)
def test_toneless_keys_can_be_told_by_hand(text, key):
    assert toneless_key(text) == key


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Tài nguyên và Môi trường", "tnvmt"),
        ("Đảng ủy", "du"),
        ("Văn hóa - Thông tin", "vhtt"),
        ("", ""),
    ],
)
def test_initials_are_the_first_letters_of_the_words(name, letters):
    assert initials(name) == letters


def test_an_invisible_sign_inside_a_letter_leaves_no_trace():
    assert tidy("Hoa\u200b\u0300") == tidy("Hoa\u0300")


def test_keys_ignore_case_within_a_syllable():
    assert toned_key("HoÀ") == toned_key("hoà") == toned_key("Hòa")


@pytest.mark.parametrize("slip", ["Qúy", "QÚY", "qúi"])
def test_the_common_slip_with_the_tone_on_u_meets_its_word(slip):
    assert toned_key(slip) == toned_key("Quý")
    assert toneless_key(slip) == toneless_key("Quý")
