"""Code lists: whatever a sender writes for a code leads back to that code and to no other."""

from __future__ import annotations

import unicodedata

import pytest

from ketnghia_analysis.vocabulary import codes
from ketnghia_analysis.vocabulary.codes import UNITS, Code, CodeList
from ketnghia_analysis.vocabulary.spelling import toneless_key

LISTS = [found for found in vars(codes).values() if isinstance(found, CodeList)]
each_list = pytest.mark.parametrize("found", LISTS, ids=lambda found: found.name)


@each_list
def test_every_spelling_reads_back_to_its_value(found):
    for code in found.codes:
        for spelling in (code.value, code.label, *code.synonyms):
            assert found.read(spelling) == code.value
            assert found.read(f" {unicodedata.normalize('NFD', spelling.upper())} ") == code.value


@each_list
def test_no_spelling_means_two_codes(found):
    meant: dict[str, set[str]] = {}
    for code in found.codes:
        for spelling in (code.value, code.label, *code.synonyms):
            meant.setdefault(toneless_key(spelling), set()).add(code.value)
    assert {key: values for key, values in meant.items() if len(values) > 1} == {}
    assert "" not in meant


@each_list
def test_values_and_labels_of_a_list_are_unique(found):
    assert len(set(found.values)) == len(found.codes)
    assert len(set(found.labels.values())) == len(found.codes)
    assert list(found.labels) == found.values


@each_list
def test_a_title_is_the_label_with_a_capital_and_reads_back(found):
    for value, title in found.titles.items():
        assert title[1:] == found.labels[value][1:]
        assert not title[0].islower()
        assert found.read(title) == value


@each_list
@pytest.mark.parametrize("text", ["", "?", "một thứ không có trong danh mục nào"])
def test_a_text_outside_the_list_reads_as_nothing(found, text):
    assert found.read(text) is None


def test_lists_are_told_apart_by_their_names():
    assert len({found.name for found in LISTS}) == len(LISTS)


@pytest.mark.parametrize(
    ("found", "text", "value"),
    [
        (codes.COMMUNE_TYPES, "TT.", "town"),
        (codes.PEOPLES, "K’ho", "co_ho"),
        (codes.PEOPLES, "Raglai", "ra_glai"),
        (codes.ZONES, "KV III", "III"),
        (codes.ZONES, "03", "III"),
        (codes.POVERTY_STANDARDS, "NĐ 07/2021", "07/2021"),
        (codes.PROGRAMME_PERIODS, "2020 – 2025", "2020-2025"),
        (codes.COMMITMENT_STATES, "HOÀN THÀNH", "done"),
        (codes.COMMITMENT_STATES, "hoàn thành một phần", "partly_done"),
        (codes.LEVELS, "Hoàn thành", "completed"),
        (codes.LEVELS, "Hoàn thành tốt", "good"),
    ],
)
def test_codes_are_read_as_officials_write_them(found, text, value):
    assert found.read(text) == value


def test_codes_of_a_small_list_can_be_checked_by_hand():
    found = CodeList("colours", (Code("red", "đỏ", ("màu đỏ",)), Code("blue", "xanh")))
    assert found.values == ["red", "blue"]
    assert found.labels == {"red": "đỏ", "blue": "xanh"}
    assert found.titles == {"red": "Đỏ", "blue": "Xanh"}
    assert found.by_spelling == {"red": "red", "do": "red", "mau do": "red"} | {
        "blue": "blue",
        "xanh": "blue",
    }


def test_every_unit_is_named_in_both_languages():
    assert all(vietnamese and english for vietnamese, english in UNITS.values())
    assert len({vietnamese for vietnamese, _ in UNITS.values()}) == len(UNITS)
