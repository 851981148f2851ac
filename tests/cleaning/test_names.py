from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.cleaning.agency_names import abbreviates
from ketnghia_analysis.cleaning.names import Entry, Match, NameBook, split_commune
from ketnghia_analysis.cleaning.place_names import letters_likeness
from ketnghia_analysis.demo import names
from ketnghia_analysis.vocabulary.spelling import toneless_key

BEGINNING, END = pd.Timestamp(1900, 1, 1), pd.Timestamp(2100, 12, 31)
YEAR = (pd.Timestamp(2024, 1, 1), pd.Timestamp(2024, 12, 31))


def entry(entry_id: str, name: str, within: str = "", **more: object) -> Entry:
    dates = {"start": BEGINNING, "end": END} | more
    return Entry(entry_id, name, within=within, **dates)  # type: ignore[arg-type]


AGENCIES = NameBook(
    "agencies",
    [
        one
        for agency_id, (name, short, _, _) in names.AGENCIES.items()
        for one in (entry(agency_id, name), entry(agency_id, short, short=True))
    ],
)
HAMLETS = NameBook(
    "hamlets",
    [
        entry("A4", "Thôn 4", "An"),
        entry("A14", "Thôn 14", "An"),
        entry("B4", "Thôn 4", "Bình"),
        entry("B5", "Thôn 5", "Bình"),
        entry("H1", "Thôn Mẫu Hà", "Hòa"),
        entry("H2", "Thôn Mẫu Hạ", "Hòa"),
        entry("H3", "Thôn Suối Mẫu", "Hòa"),
        entry("H4", "Thôn Mẫu IV", "Hòa"),
        entry("H5", "Thôn K'Mẫu", "Hòa"),
        entry("S1", "Thôn Đá Mẫu", "Sơn", end=pd.Timestamp(2022, 6, 30)),
        entry("S1", "Thôn Bàn Đá Mẫu", "Sơn", start=pd.Timestamp(2022, 7, 1)),
    ],
)


def agency(text: str) -> Match:
    return AGENCIES.find(text, *YEAR)


def hamlet(text: str, *communes: str) -> Match:
    return HAMLETS.find(text, *YEAR, frozenset(communes) if communes else None)


# ------------------------------------------------------------------ agencies


@pytest.mark.parametrize(
    ("agency_id", "written"),
    [
        ("CQ01", "Tài nguyên & Môi trường"),
        ("CQ02", "Kinh tế & Hạ tầng"),
        ("CQ03", "Tài chính- Kế hoạch"),
        ("CQ04", "Nông nghiệp &PTNT"),
        ("CQ05", "Tư Pháp"),
        ("CQ06", "Nội vụ"),
        ("CQ07", "Lao động-TB &XH"),
        ("CQ08", "Văn hóa & Thông tin"),
        ("CQ09", "Thanh tra"),
        ("CQ10", "Trung Tâm Văn hóa -Thông tin và Thể thao"),
        ("CQ11", "Trung tâm Giáo dục dạy nghề- Giáo dục thường xuyên"),
        ("CQ12", "Trung tâm Phát triển quỹ đất"),
        ("CQ13", "Ban Quản lý Dự án đầu tư xây dựng"),
        ("CQ14", "Ban Quản lý công trình công cộng"),
        ("CQ15", "Văn phòng HĐND & UBND huyện"),
    ],
)
def test_the_agencies_are_known_as_the_letter_spells_them(agency_id: str, written: str) -> None:
    spellings = [written, written.upper(), f"{written} huyện"]
    # the letter says "các phòng: Tài nguyên & Môi trường, ..." once for the first eight
    if agency_id <= "CQ08":
        spellings += [f"Phòng {written}", f"phòng {written} huyện"]
    assert {spelling: agency(spelling).id for spelling in spellings} == dict.fromkeys(
        spellings, agency_id
    )


@pytest.mark.parametrize(
    ("agency_id", "written"),
    [
        ("CQ01", "P. TN&MT"),
        ("CQ01", "Phòng Tài nguyên Môi trường"),
        ("CQ04", "Phòng Nông nghiệp và PTNT"),
        ("CQ07", "Phòng LĐTBXH"),
        ("CQ08", "Phòng Văn hóa - Thông tin"),
        ("CQ09", "Thanh tra huyện Mẫu Giang"),
        ("CQ10", "Trung tâm VH-TT-TT"),
        ("CQ12", "TTPTQĐ"),
        ("CQ13", "BQL DAĐTXD"),
        ("CQ15", "VP HĐND&UBND"),
        ("CQ16", "phong dan toc"),
    ],
)
def test_abbreviations_of_agencies_are_known(agency_id: str, written: str) -> None:
    assert agency(written).id == agency_id


@pytest.mark.parametrize(
    "written",
    [
        *("Phòng Y tế", "Trung tâm Y tế", "Phòng Giáo dục và Đào tạo", "Công an huyện"),
        *("Phòng", "Trung tâm", "Ban Quản lý", "Văn phòng", "P", "", "Phòng Văn hóa"),
        *("Trung tâm Văn hóa", "Phòng Trung tâm Phát triển quỹ đất", "UBND huyện"),
    ],
)
def test_an_agency_that_is_not_in_the_register_is_not_guessed(written: str) -> None:
    assert agency(written).id is None


def test_an_office_is_never_a_centre_however_alike() -> None:
    assert agency("Trung tâm Văn hóa và Thông tin").id != "CQ08"
    assert agency("Phòng Phát triển quỹ đất").id is None


@pytest.mark.parametrize("agency_id", names.AGENCIES)
def test_full_name_and_abbreviation_mean_the_same_agency(agency_id: str) -> None:
    name, short, _, _ = names.AGENCIES[agency_id]
    assert (agency(name).id, agency(short).id) == (agency_id, agency_id)


@pytest.mark.parametrize(
    ("short", "name", "fits"),
    [
        ("TN&MT", "Tài nguyên và Môi trường", True),
        ("Phòng TN&MT", "Phòng Tài nguyên và Môi trường", True),
        ("NN và PTNT", "Nông nghiệp và Phát triển nông thôn", True),
        ("TN", "Tài nguyên và Môi trường", False),
        ("MT&TN", "Tài nguyên và Môi trường", False),
    ],
)
def test_an_abbreviation_spends_every_word_in_order(short: str, name: str, fits: bool) -> None:
    assert abbreviates(short, name) is fits


# ------------------------------------------------------------------ hamlets


@pytest.mark.parametrize(
    ("written", "hamlet_id", "how"),
    [
        ("Thôn 4", "A4", "same"),
        ("thôn 04", "A4", "same"),
        ("THÔN 14", "A14", "same"),
    ],
)
def test_a_numbered_hamlet_is_known_by_its_number(written: str, hamlet_id: str, how: str) -> None:
    assert (hamlet(written, "An").id, hamlet(written, "An").how) == (hamlet_id, how)


@pytest.mark.parametrize("written", ["Thôn 24", "Thôn 1", "Thôn 41", "Thôn 144", "Thôn 1 4"])
def test_a_number_that_is_not_in_the_register_is_none_of_its_neighbours(written: str) -> None:
    assert hamlet(written, "An") == Match(None, "unknown")


@given(st.integers(0, 300), st.integers(0, 300))
def test_numbers_in_names_must_be_equal(one: int, other: int) -> None:
    book = NameBook("hamlets", [entry("X", f"Thôn Quý Mẫu {one}")])
    assert (book.find(f"Thôn Quý Mẫu {other}", *YEAR).id == "X") == (one == other)


@pytest.mark.parametrize("written", ["Thôn Mẫu Ha", "Mẫu Hả", "mau ha"])
def test_twins_that_differ_by_a_tone_are_asked_about(written: str) -> None:
    found = hamlet(written, "Hòa")
    assert (found.id, found.how) == (None, "unsure")
    assert set(found.candidates) == {"Thôn Mẫu Hà", "Thôn Mẫu Hạ"}


def test_the_right_tone_tells_twins_apart() -> None:
    assert (hamlet("Mẫu Hà", "Hòa").id, hamlet("Mẫu Hạ", "Hòa").id) == ("H1", "H2")


@pytest.mark.parametrize(
    ("written", "hamlet_id", "how"),
    [
        ("Suôi Mẫu", "H3", "toneless"),
        ("Thôn Suốii Mẫu", "H3", "similar"),
        ("K’Mẫu", "H5", "same"),
        ("Mẫu iv", "H4", "same"),
    ],
)
def test_a_slip_of_the_pen_is_forgiven_where_nothing_else_is_near(
    written: str, hamlet_id: str, how: str
) -> None:
    assert (hamlet(written, "Hòa").id, hamlet(written, "Hòa").how) == (hamlet_id, how)


def test_a_likeness_to_two_names_is_asked_about_unless_one_leads() -> None:
    near = entry("R1", "Thôn Rừng Cao Mẫu"), entry("R2", "Thôn Rừng Cau Mẫu")
    assert NameBook("hamlets", near[:1]).find("Rừng Cai Mẫu", *YEAR).id == "R1"
    found = NameBook("hamlets", near).find("Rừng Cai Mẫu", *YEAR)
    assert (found.id, found.how) == (None, "unsure")


def test_a_roman_number_is_a_number() -> None:
    assert hamlet("Thôn Mẫu V", "Hòa").id is None
    assert hamlet("Thôn Mẫu 4", "Hòa").how == "unsure"


def test_the_commune_is_a_hard_block() -> None:
    assert (hamlet("Thôn 4", "An").id, hamlet("Thôn 4", "Bình").id) == ("A4", "B4")
    assert hamlet("Thôn 5", "An").id is None
    assert hamlet("Thôn Suối Mẫu", "An").id is None


def test_without_a_commune_a_name_of_two_hamlets_is_asked_about() -> None:
    found = hamlet("Thôn 4")
    assert (found.id, found.how, found.ids) == (None, "unsure", frozenset({"A4", "B4"}))
    assert hamlet("Thôn 14").id == "A14"


def test_a_name_holds_only_at_its_time() -> None:
    assert hamlet("Thôn Bàn Đá Mẫu", "Sơn").id == "S1"
    old = hamlet("Thôn Đá Mẫu", "Sơn")
    assert (old.id, old.how) == (None, "other_time")
    assert old.candidates == ("Thôn Đá Mẫu (đến 30/06/2022)",)


def test_on_the_day_of_a_change_only_the_new_name_holds() -> None:
    last, first = (pd.Timestamp(2022, 6, 30),) * 2, (pd.Timestamp(2022, 7, 1),) * 2
    assert HAMLETS.find("Đá Mẫu", *last).id == HAMLETS.find("Bàn Đá Mẫu", *first).id == "S1"
    assert HAMLETS.find("Bàn Đá Mẫu", *last).id is HAMLETS.find("Đá Mẫu", *first).id is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Thôn 2 (xã Mẫu An)", ("Thôn 2", "xã Mẫu An")),
        ("Thôn 2, xã Mẫu An", ("Thôn 2", "xã Mẫu An")),
        ("Thôn 2 - Xã Mẫu An", ("Thôn 2", "Xã Mẫu An")),
        ("Khu phố 3, thị trấn Mẫu Trung", ("Khu phố 3", "thị trấn Mẫu Trung")),
        ("Thôn 2", ("Thôn 2", None)),
        ("Thôn Hà - Lam", ("Thôn Hà - Lam", None)),
    ],
)
def test_hamlet_and_commune_in_one_cell_come_apart(
    text: str, parts: tuple[str, str | None]
) -> None:
    assert split_commune(text) == parts


def _bare(name: str) -> str:
    """A hamlet's name without "Thôn"; "Khu phố 3" as it is."""
    return name.removeprefix("Thôn ")


ALL = [(commune, name) for commune, found in names.HAMLETS.items() for name in found]
DISTRICT = NameBook("hamlets", [entry(f"{c}|{name}", name, c) for c, name in ALL])


@given(st.sampled_from(ALL), st.integers(0, 3))
def test_every_hamlet_of_the_district_is_found_under_its_own_name(
    place: tuple[str, str], manner: int
) -> None:
    commune, name = place
    written = (name, name.upper(), _bare(name), f" {name}  ")[manner]
    assert DISTRICT.find(written, *YEAR, frozenset({commune})).id == f"{commune}|{name}"


@given(st.sampled_from(ALL))
def test_a_name_without_tones_is_found_or_asked_about_but_never_another(
    place: tuple[str, str],
) -> None:
    commune, name = place
    written = toneless_key(_bare(name))
    found = DISTRICT.find(written, *YEAR, frozenset({commune}))
    assert found.id == f"{commune}|{name}" or (found.id is None and name in found.candidates)


@given(*[st.text("ạbcđê hn", max_size=12)] * 2)
def test_likeness_has_no_direction_and_ends_at_a_hundred(one: str, other: str) -> None:
    assert 0 <= letters_likeness(one, other) == letters_likeness(other, one) <= 100
    assert letters_likeness(one, one) == 100
