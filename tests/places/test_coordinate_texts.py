from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.places.coordinate_texts import (
    NotACoordinate,
    read_coordinate,
    split_pair,
)

NORTH = 11 + 17 / 60 + 28.1 / 3600


@pytest.mark.parametrize(
    "text",
    [
        "11°17'28,1\"B",
        "11°17'28.1\"N",
        "11° 17' 28,1'' Bắc",
        "11º17′28.1″ N",
        "11˚17’28.1”B",
        "N11°17'28.1\"",
        "B 11°17'28,1\"",
        "11 17 28.1",
        "11d17m28.1s",
        "11d17m28.1sN",
        "11 độ 17 phút 28,1 giây",
        "11 độ 17 phút 28,1 giây Bắc",
        "Vĩ độ: 11°17'28,1\"",
        "11:17:28.1",
        "11-17-28,1",
        "11.17.28,1",
        "11°17.468333'",
        "11 17.468333",
        "11,2911389",
        "11.2911389° N",
        "VĐ: 11.2911389",
        "11độ17phút28,1giây Bắc",
        "11o17'28,1\"",
        "11017'28,1\"",
        11.2911389,
    ],
)
def test_degrees_are_read_in_any_notation(text: Any) -> None:
    found = read_coordinate(text)
    assert found.value == pytest.approx(NORTH, abs=1e-7)
    assert not found.metres


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        (1220149.61, 1220149.61),
        ("1220149.61", 1220149.61),
        ("1220149,61", 1220149.61),
        ("1.220.149,61", 1220149.61),
        ("1,220,149.61", 1220149.61),
        ("1 220 149,61", 1220149.61),
        ("479 835", 479835),
        ("479.835", 479835),
        ("479.835,02", 479835.02),
        ("479835,02 m", 479835.02),
        ("X = 1220149.61", 1220149.61),
    ],
)
def test_metres_of_a_grid_are_told_from_degrees(text: Any, metres: float) -> None:
    found = read_coordinate(text)
    assert (found.value, found.metres) == (metres, True)


def test_a_letter_says_which_axis_is_meant() -> None:
    assert read_coordinate("11°17'28\"B").axis == "north"
    assert read_coordinate("108°13'44,4\"Đ").axis == "east"
    assert read_coordinate("E108.23").axis == "east"
    assert read_coordinate("108° 13' 44\" Đông").axis == "east"
    assert read_coordinate("11.28").axis == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "11.309.61",
        "108077'00\"",
        "11°75'",
        "11°17'61\"",
        "11,5,3",
        "-11.5",
        "200°",
        "chưa đo",
        True,
    ],
)
def test_what_is_no_coordinate_is_refused(text: Any) -> None:
    with pytest.raises(NotACoordinate):
        read_coordinate(text)


@pytest.mark.parametrize(
    "text",
    [
        "11.28, 108.23",
        "11.28; 108.23",
        "11,28, 108,23",
        "11,28,108,23",
        "11.28,108.23",
        "(11.28, 108.23)",
        "11.28 108.23",
        "11°16'48\"N 108°13'48\"E",
        "11°16'48\"B - 108°13'48\"Đ",
        "11°16'48\" 108°13'48\"",
        "11016'48\" 108013'48\"",
        "N11.28 E108.23",
        "VĐ 11.28 KĐ 108.23",
        "11,28 - 108,23",
        "11.28 108.23 25.0 4.5",
        "POINT(108.23 11.28)",
        "https://maps.google.com/?q=11.28,108.23",
        "https://www.google.com/maps/@11.28,108.23,15z",
    ],
)
def test_one_cell_may_hold_both(text: str) -> None:
    pair = split_pair(text)
    assert pair is not None
    assert [one.value for one in pair] == pytest.approx([11.28, 108.23])


@pytest.mark.parametrize("text", ["11.28", "11,28", "108°13'48\"", "Thôn 4", ""])
def test_one_coordinate_is_no_pair(text: str) -> None:
    assert split_pair(text) is None


NOTATIONS = (
    "{d}°{m}'{s}\"",
    "{d}° {m}' {s}'' {b}",
    "{b}{d}°{m:02d}'{s}\"",
    "{d} {m} {s}",
    "{d}d{m}m{s}s",
    "{d} độ {m} phút {s} giây",
)


@given(
    st.floats(102, 110), st.sampled_from(NOTATIONS), st.sampled_from(".,"), st.sampled_from("EĐ")
)
def test_degrees_minutes_seconds_read_back(
    degrees: float, form: str, mark: str, letter: str
) -> None:
    whole, rest = divmod(round(degrees * 36_000_00) / 100, 3600 * 10)
    minutes, tenths = divmod(rest, 600)
    seconds = f"{tenths / 10:.3f}".replace(".", mark)
    text = form.format(d=int(whole), m=int(minutes), s=seconds, b=letter)
    assert read_coordinate(text).value == pytest.approx(degrees, abs=1e-6)


@given(st.text(max_size=16) | st.text("0123456789.,°'\" BĐNE", max_size=16))
def test_any_text_is_a_coordinate_or_refused(text: str) -> None:
    try:
        found = read_coordinate(text)
    except NotACoordinate:
        return
    assert found.value >= 0
    assert found.metres == (found.value > 180)
