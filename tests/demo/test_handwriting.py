"""How different officials write the same value."""

from __future__ import annotations

import unicodedata
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketnghia_analysis.demo.handwriting import (
    PLAIN,
    TICKS,
    Hand,
    hand_of,
    spelled,
    written,
    written_date,
    written_number,
)
from ketnghia_analysis.vocabulary.spelling import house_style
from ketnghia_analysis.vocabulary.tables import TABLES

TEXT, LATE, NFD = Hand(numbers="text"), Hand(spelling="late"), Hand(spelling="nfd")
FIGURES, ACTIVITIES = TABLES["hamlet_figures"], TABLES["activities"]
words = st.lists(
    st.sampled_from(["Hòa", "THỦY", "quý", "hoàn", "Lũy", "khỏe", "Mẫu", "1", "-", "Đức"])
).map(" ".join)


def test_a_sender_always_has_the_same_hand_and_another_often_another():
    senders = [f"Xã Mẫu {number}" for number in range(40)]
    hands = [hand_of(sender) for sender in senders]
    assert hands == [hand_of(sender) for sender in senders]
    assert {hand.numbers for hand in hands} == {"typed", "text"}
    assert {hand.dates for hand in hands} == {"typed", "slashes", "short", "words"}
    assert {hand.spelling for hand in hands} == {"plain", "nfd", "late"}
    assert {hand.ticks for hand in hands} == set(TICKS)


@pytest.mark.parametrize(
    ("hand", "text"),
    [
        (PLAIN, "Xã Mẫu Thủy, quý I, hoàn thành"),
        (LATE, "Xã Mẫu Thuỷ, quý I, hoàn thành"),
        (NFD, unicodedata.normalize("NFD", "Xã Mẫu Thủy, quý I, hoàn thành")),
    ],
)
def test_one_text_is_spelled_in_three_ways(hand, text):
    assert spelled("Xã Mẫu Thủy, quý I, hoàn thành", hand) == text


@settings(deadline=None)
@given(words, st.sampled_from([PLAIN, LATE, NFD]))
def test_the_house_style_undoes_every_spelling(text, hand):
    assert house_style(spelled(text, hand)) == house_style(text)


@pytest.mark.parametrize(
    ("value", "decimals", "typed", "text"),
    [
        (1234, 0, 1234, "1.234"),
        (1234.5, 1, 1234.5, "1.234,5"),
        (12.0, 1, 12, "12"),
        (0, 0, 0, "0"),
    ],
)
def test_numbers_are_typed_or_written_with_vietnamese_separators(value, decimals, typed, text):
    assert written_number(value, PLAIN, decimals) == typed
    assert isinstance(written_number(value, PLAIN, decimals), type(typed))
    assert written_number(value, TEXT, decimals) == text


@pytest.mark.parametrize(
    ("dates", "shown"),
    [
        ("typed", date(2025, 2, 5)),
        ("slashes", "05/02/2025"),
        ("short", "5/2/25"),
        ("words", "ngày 05 tháng 02 năm 2025"),
    ],
)
def test_dates_are_written_in_four_ways(dates, shown):
    assert written_date(pd.Timestamp(2025, 2, 5), Hand(dates=dates)) == shown


@pytest.mark.parametrize(
    ("column", "value", "hand", "shown"),
    [
        (FIGURES["households"], 1250, TEXT, "1.250"),
        (FIGURES["households"], 1250, PLAIN, 1250),
        (FIGURES["poor_share_reported_percent"], 12.5, TEXT, "12,5"),
        (FIGURES["community_house"], True, Hand(ticks=("v", "không")), "v"),
        (FIGURES["community_house"], False, Hand(ticks=("v", "không")), "không"),
        (ACTIVITIES["activity_type"], "visit", PLAIN, "thăm thôn"),
        (ACTIVITIES["cost_dong"], 6_500_000, PLAIN, 6.5),
        (ACTIVITIES["cost_dong"], 41_500_000, TEXT, "41,5"),
        (ACTIVITIES["cost_dong"], 3_000_000, TEXT, "3"),
        (ACTIVITIES["content"], "Tặng quà, Hòa", LATE, "Tặng quà, Hoà"),
        (TABLES["survey_rounds"]["year"], 2024, TEXT, 2024),
        (TABLES["hamlets"]["latitude"], 11.23456, TEXT, 11.23456),
    ],
)
def test_a_value_is_written_as_its_column_asks(column, value, hand, shown):
    assert written(value, column, hand) == shown


@pytest.mark.parametrize("nothing", [None, pd.NA, pd.NaT, float("nan")], ids=repr)
def test_a_missing_value_leaves_the_cell_empty(nothing):
    assert written(nothing, FIGURES["households"], TEXT) is None
