"""What people write for hamlets and communes, against registers that hold traps."""

from __future__ import annotations

import unicodedata

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.cleaning.name_keys import readings, roman_value, words_of
from ketnghia_analysis.cleaning.name_parts import is_harmless, split_commune, split_district
from ketnghia_analysis.cleaning.names import BEGINNING, END, Entry, Match, NameBook
from ketnghia_analysis.cleaning.syllables import is_syllable, lost_marks

NUMBERED = ("Thôn 1", "Thôn 2", "Thôn 3", "Thôn 4", "Thôn 5", "Thôn 14")
NAMED = (
    *("Thôn Bình Hòa", "Thôn Tân Hà", "Thôn Tân Hạ", "Thôn Phú Thủy", "Thôn Phước Lý"),
    *("Thôn Ông Bá", "Thôn Cây Gáo", "Thôn Đá Mài 1", "Thôn Đá Mài 2", "Thôn Láng Xéo"),
    *("Thôn Lồ Ô", "Thôn Klong Mơ", "Thôn Phú An A", "Thôn Phú An B", "Buôn Ku Kê"),
)
TOWN = tuple(f"Khu phố {number}" for number in range(1, 6))
WARD = tuple(f"Tổ dân phố {number}" for number in range(1, 6))
PLACES = {"numbered": NUMBERED, "named": NAMED, "town": TOWN, "ward": WARD}


def book_of(places: dict[str, tuple[str, ...]]) -> NameBook:
    entries = [
        Entry(name, name, BEGINNING, END, place)
        for place, names in places.items()
        for name in names
    ]
    return NameBook("hamlets", entries)


BOOK = book_of(PLACES)


def find(text: str, place: str) -> Match:
    return BOOK.find(text, BEGINNING, END, frozenset({place}))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        *((f"{word}4", "Thôn 4") for word in ("Thôn", "thon ", "T. ", "T.", "Th. ", "THÔN 0")),
        *((text, "Thôn 4") for text in ("Thôn Bốn", "Thôn Tư", "thôn số 4", "Thôn số Bốn", "4")),
        *(
            (text, "Thôn 4")
            for text in ("Thôn 4.", "Thôn: 4", "Thôm 4", "Bản 4", "thôn thứ 4")[:-1]
        ),
        ("Thôn Hai", "Thôn 2"),
        ("Thôn Mười Bốn", "Thôn 14"),
        ("Thôn 1 (xã La Ngọc)", "Thôn 1"),
        ("Thôn 1, xã La Ngọc", "Thôn 1"),
        ("Thôn 1 (thôn xen ghép)", "Thôn 1"),
        ("Thôn 1 - ĐBKK", "Thôn 1"),
    ],
)
def test_a_numbered_hamlet_is_known_however_its_number_is_written(written: str, name: str) -> None:
    assert find(written, "numbered").id == name


@pytest.mark.parametrize(
    "written",
    [
        *("Thôn IV", "thôn iv", "IV", "thon ba", "thon hai", "thon bon", "Tổ 3", "Khu phố 3"),
        *("Thôn 4 (cũ)", "Thôn 4 và Thôn 5", "Thôn 4, Thôn 5", "Thôn 4 - Thôn 5", "Thôn 44"),
        *("Thôn 1A", "Thôn", "", "Thôn 4/5", "Thôn Tám", "Thôn 1 4", "Thôn 0", "Thôn XIV"),
    ],
)
def test_a_number_in_doubt_is_never_accepted(written: str) -> None:
    assert find(written, "numbered").id is None


@pytest.mark.parametrize(
    ("written", "name"),
    [("Thôn IV", "Thôn 4"), ("thon bon", "Thôn 4"), ("Thôn 4 (cũ)", "Thôn 4")],
)
def test_a_number_in_doubt_is_asked_about_with_what_it_may_be(written: str, name: str) -> None:
    found = find(written, "numbered")
    assert (found.how, found.options[0][:2]) == ("unsure", (name, name))


@pytest.mark.parametrize(
    "written",
    [
        *("KP3", "KP 3", "KP. 3", "kp.3", "K.phố 3", "Khu phố 03", "khu pho 3", "KHU PHỐ 3", "3"),
        *("K.P 3", "Khu phô 3", "Khu phốs 3", "Khu phố Ba", "TDP 3", "Khu phố số 3"),
    ],
)
def test_a_quarter_of_a_town_is_known(written: str) -> None:
    assert find(written, "town").id == "Khu phố 3"


@pytest.mark.parametrize(
    "written", ["TDP5", "TDP 5", "Tổ 5", "Tổ DP 5", "tổ dân phố số 5", "Tổ dan phố 05", "T.D.P 5"]
)
def test_a_group_of_a_ward_is_known(written: str) -> None:
    assert find(written, "ward").id == "Tổ dân phố 5"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        *((text, "Thôn Bình Hòa") for text in ("Thôn Bình Hoà", "binh hoa", "Bình hòa", "BÌNHHÒA")),
        *((text, "Thôn Ông Bá") for text in ("  THÔN  ÔNG\xa0BÁ ", "ông bá", "Thôn Ong Ba")),
        *((text, "Thôn Phước Lý") for text in ("Thôn Phước Lí", "T. Phước Lý", "phuoc li")),
        *((text, "Thôn Cây Gáo") for text in ("Th. Cay Gao", "ThônCâyGáo", "Bản Cây Gáo")),
        *((text, "Thôn Đá Mài 2") for text in ("Đá Mài2", "Thôn Đá Mài 02", "Đá Mài Hai")),
        *((text, "Thôn Phú Thủy") for text in ("Phú Thuỷ", "Phú Thủyy", "Thôn Phu Thủy")),
        *((text, "Thôn Láng Xéo") for text in ("Lang Xeo", "Láng Xeó", "Làng Láng Xéo")),
        *((text, "Thôn Lồ Ô") for text in ("Lồ Ô", "Lo O", "lồ ồ")),
        *((text, "Buôn Ku Kê") for text in ("Ku Kê", "Thôn Buôn Ku Kê", "buon ku ke")),
        ("Klong Mo", "Thôn Klong Mơ"),
        ("Tân Hà", "Thôn Tân Hà"),
        ("Tân Hạ", "Thôn Tân Hạ"),
        ("phú an b", "Thôn Phú An B"),
        (unicodedata.normalize("NFD", "Thôn Láng Xéo"), "Thôn Láng Xéo"),
    ],
)
def test_a_named_hamlet_is_known_however_it_is_spelled(written: str, name: str) -> None:
    assert find(written, "named").id == name


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Tan Ha", {"Thôn Tân Hà", "Thôn Tân Hạ"}),
        ("Thôn Tân Ha", {"Thôn Tân Hà", "Thôn Tân Hạ"}),
        ("Tân Hả", {"Thôn Tân Hà", "Thôn Tân Hạ"}),
        ("Đá Mài", {"Thôn Đá Mài 1", "Thôn Đá Mài 2"}),
        ("Đá Mài II", {"Thôn Đá Mài 2"}),
        ("Phú An", {"Thôn Phú An A", "Thôn Phú An B"}),
        ("Thôn Tân Hà, Bình Hòa", {"Thôn Tân Hà", "Thôn Bình Hòa"}),
    ],
)
def test_what_may_mean_several_hamlets_is_asked_about(written: str, names: set[str]) -> None:
    found = find(written, "named")
    assert (found.id, found.how) == (None, "unsure")
    assert {name for _, name, _ in found.options} == names


@pytest.mark.parametrize("written", ["Đá Mài 3", "Phú An C", "Thôn 4", "Thôn Suối Máu", "Bình Đức"])
def test_a_hamlet_that_is_not_in_the_register_is_not_accepted(written: str) -> None:
    assert find(written, "named").id is None


def test_one_word_with_another_tone_is_asked_about() -> None:
    book = book_of({"X": ("Thôn Hà", "Thôn Suối Mẫu")})
    assert book.find("Thôn Hạ", BEGINNING, END).how == "unsure"
    assert book.find("Thôn Ha", BEGINNING, END).id == "Thôn Hà"


def test_a_numeral_never_runs_into_the_word_before_it() -> None:
    book = book_of({"X": ("Thôn Xâm Mỷ I", "Thôn Tường Vì")})
    assert book.find("Thôn Xâm M II", BEGINNING, END).id is None
    assert book.find("thon tuong vi", BEGINNING, END).id == "Thôn Tường Vì"


def test_the_type_makes_no_names_alike() -> None:
    book = book_of({"X": ("Bản Chốt Ta", "Bản Suối Mẫu")})
    assert book.find("Bản Chốt Tây", BEGINNING, END).how == "unsure"
    assert book.find("Bản Chốtt Ta", BEGINNING, END).id == "Bản Chốt Ta"


def test_a_number_goes_to_its_own_type_first() -> None:
    book = book_of({"X": ("Thôn 1", "Thôn 2", "Khu phố 1", "Khu phố 3")})
    assert [book.find(text, BEGINNING, END).id for text in ("Thôn 1", "KP1")] == [
        "Thôn 1",
        "Khu phố 1",
    ]
    assert book.find("Bản 1", BEGINNING, END).how == "unsure"
    assert book.find("Thôn 3", BEGINNING, END).how == "unsure"


CHANGE = pd.Timestamp(2022, 7, 1)
RENAMED = NameBook(
    "hamlets",
    [
        Entry("S1", "Thôn Đá Mẫu", BEGINNING, CHANGE - pd.Timedelta(days=1), "X"),
        Entry("S1", "Thôn Bàn Đá Mẫu", CHANGE, END, "X"),
        Entry("S2", "Thôn Suối Mẫu", BEGINNING, END, "X"),
        Entry("S3", "Thôn Da Mẫu", BEGINNING, END, "X"),
    ],
)


@pytest.mark.parametrize(
    ("written", "hamlet_id"),
    [
        ("Thôn Bàn Đá Mẫu (Đá Mẫu)", "S1"),
        ("Thôn Bàn Đá Mẫu (tên cũ: Thôn Đá Mẫu)", "S1"),
        ("Thôn Đá Mẫu (nay là Bàn Đá Mẫu)", "S1"),
        ("Thôn Đá Mẫu (nay là Suối Mẫu)", None),
        ("Thôn Suối Mẫu (Đá Mẫu cũ)", None),
        ("Thôn Đá Mẫu", None),
    ],
)
def test_an_old_name_in_brackets_agrees_or_is_asked_about(
    written: str, hamlet_id: str | None
) -> None:
    assert RENAMED.find(written, CHANGE, END).id == hamlet_id


def test_the_very_name_of_another_time_goes_before_a_neighbour_without_tones() -> None:
    assert RENAMED.find("Thôn Đá Mẫu", CHANGE, END).how == "other_time"
    assert RENAMED.find("Thôn Da Mẫu", CHANGE, END).id == "S3"


def test_many_names_are_found_as_one_by_one() -> None:
    texts = ["Thôn 4", "thôn 4", "Tan Ha", "Thôn 4", "Thôn 99"]
    places = ["numbered", "numbered", "named", "numbered", "numbered"]
    withins = [frozenset({place}) for place in places]
    found = BOOK.find_all(texts, [BEGINNING] * 5, [END] * 5, withins)
    assert found == [find(text, place) for text, place in zip(texts, places, strict=True)]
    assert found[0] is found[3]


def test_a_commune_that_was_not_looked_up_leaves_the_hamlet_in_doubt() -> None:
    assert BOOK.find("Thôn 14, xã La Ngọc", BEGINNING, END).how == "unsure"
    assert find("Thôn 14, xã La Ngọc", "numbered").id == "Thôn 14"


@given(st.sampled_from(sorted(PLACES)), st.data(), st.text("TThônBảnKPua 14ếà.", max_size=12))
def test_a_register_entry_elsewhere_never_changes_a_match(
    place: str, data: st.DataObject, text: str
) -> None:
    written = data.draw(st.one_of(st.just(text), st.sampled_from(PLACES[place])))
    more = book_of(PLACES | {"elsewhere": (f"Thôn {text}", written or "x", "Thôn 99")})
    assert more.find(written, BEGINNING, END, frozenset({place})) == find(written, place)


@given(st.integers(0, 99), st.integers(0, 99), st.sampled_from(("Thôn", "KP", "Đá Mẫu", "T.")))
def test_different_numbers_never_meet(one: int, other: int, head: str) -> None:
    book = book_of({"X": (f"{head} {one}",)})
    for written in (f"{head} {other}", f"{head}{other}", f"{head} {other:03}"):
        assert (book.find(written, BEGINNING, END).id is not None) == (one == other)


@given(st.text("Thônáà mẫuKP12.,-'xiv", max_size=16))
def test_words_read_again_stay_as_they_are(text: str) -> None:
    words = words_of(text)
    assert words_of(" ".join(words)) == words


@given(st.text("Thônáà mẫuKP12.,-'xivbốn", max_size=16))
def test_capitals_blanks_and_composition_do_not_change_what_is_read(text: str) -> None:
    plain = readings(text.lower(), "hamlets")
    blank = readings(f"  {text.lower()}\xa0", "hamlets")
    assert plain == blank == readings(unicodedata.normalize("NFD", text.lower()), "hamlets")


@pytest.mark.parametrize(("numeral", "value"), [("i", 1), ("iv", 4), ("ix", 9), ("xiv", 14)])
def test_roman_numerals_have_their_value(numeral: str, value: int) -> None:
    assert roman_value(numeral) == value


# ------------------------------------------------------------------ communes

COMMUNES = NameBook(
    "communes",
    [
        Entry("1", "Xã Phan Hưng", BEGINNING, END, "H1"),
        Entry("2", "Thị trấn Ma Răng", BEGINNING, END, "H1"),
        Entry("3", "Tân Hà", BEGINNING, END, "H1"),
        Entry("4", "Tân Hà", BEGINNING, END, "H2"),
        Entry("5", "Phước Bình", BEGINNING, END, "H1", type="xã"),
        Entry("6", "Phước Bình", BEGINNING, END, "H1", type="thị trấn"),
        Entry("7", "Phường 1", BEGINNING, END, "H2"),
    ],
)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *((text, "1") for text in ("X. Phan Hưng", "Xã Phan Hưng", "phan hung", "X.Phan Hưng")),
        *((text, "2") for text in ("TT. Ma Răng", "T.T Ma Răng", "TT Ma Răng", "TT.Ma Răng")),
        *((text, "2") for text in ("thi tran Ma Rang", "Ma Răng", "Thị trấn Ma Răngg")),
        ("Xã Phan Hưng, huyện Hàm Mẫu", "1"),
        ("UBND xã Phan Hưng", "1"),
        ("Đảng ủy TT. Ma Răng", "2"),
        ("xã Phước Bình", "5"),
        ("TT Phước Bình", "6"),
        ("Phước Bình", None),
        ("Tân Hà", None),
        ("P.1", "7"),
        ("P. 01", "7"),
        ("Phường 2", None),
        ("Phan Hùng Vương", None),
    ],
)
def test_communes_are_known_by_name_and_type(written: str, code: str | None) -> None:
    assert COMMUNES.find(written, BEGINNING, END).id == code


def test_of_communes_with_one_name_the_district_decides() -> None:
    assert COMMUNES.find("Tân Hà", BEGINNING, END).ids == {"3", "4"}
    assert COMMUNES.find("Xã Tân Hà", BEGINNING, END, frozenset({"H2"})).id == "4"
    assert COMMUNES.find("Tân Hà, huyện Mẫu", BEGINNING, END, frozenset({"H2"})).id == "4"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("xã La Ngọc/Thôn 1", ("Thôn 1", "xã La Ngọc")),
        ("Xã Ku Lương - Thôn 2", ("Thôn 2", "Xã Ku Lương")),
        ("Thôn 2 X. Ku Lương", ("Thôn 2", "X. Ku Lương")),
        ("Thôn 2, X.Ku Lương", ("Thôn 2", "X.Ku Lương")),
        ("Thôn 2 xã Ku Lương", ("Thôn 2", "xã Ku Lương")),
        ("KP4 TT Ma Răng", ("KP4", "TT Ma Răng")),
        ("T.T Ma Răng, KP 4", ("KP 4", "T.T Ma Răng")),
        ("Thôn 1 thuộc xã La Ngọc, huyện Mẫu", ("Thôn 1", "xã La Ngọc")),
        ("Thôn Phú P. Thủy", ("Thôn Phú P. Thủy", None)),
        ("Thôn Xã Lộ", ("Thôn Xã Lộ", None)),
        ("Thôn 2 (Ku Lương)", ("Thôn 2", "Ku Lương")),
        ("Ku Lương - Thôn 2", ("Thôn 2", "Ku Lương")),
        ("Thôn 2 Ku Lương", ("Thôn 2", "Ku Lương")),
        ("Thôn 2 Tân", ("Thôn 2 Tân", None)),
        ("Thôn 2 (cũ)", ("Thôn 2 (cũ)", None)),
    ],
)
def test_hamlet_and_commune_come_apart(text: str, parts: tuple[str, str | None]) -> None:
    assert split_commune(text, lambda name: name == "Ku Lương") == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Tân Hà, huyện Đức Mẫu", ("Tân Hà", "huyện Đức Mẫu")),
        ("Xã Tân Hà (H. Đức Mẫu)", ("Xã Tân Hà", "H. Đức Mẫu")),
        ("Tân Hà - huyện Đức Mẫu - tỉnh Mẫu", ("Tân Hà", "huyện Đức Mẫu")),
        ("Tân Hà", ("Tân Hà", None)),
    ],
)
def test_commune_and_district_come_apart(text: str, parts: tuple[str, str | None]) -> None:
    assert split_district(text) == parts


@pytest.mark.parametrize(
    ("note", "harmless"),
    [("xen ghép", True), ("ĐBKK", True), ("huyện Hàm Mẫu", True), ("cũ", False), ("mới", False)],
)
def test_only_notes_that_name_no_place_are_left_out(note: str, harmless: bool) -> None:
    assert is_harmless(note) is harmless


# ----------------------------------------------------------------- syllables


@pytest.mark.parametrize(
    "word", ["nghiêng", "quỳnh", "giếng", "khuỷu", "oanh", "ương", "thuở", "ý", "đường", "quốc"]
)
def test_words_can_be_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["klong", "krông", "thủyy", "hgà", "ậlp", "đ", "ngoc1", "bưn̂", "plei"]
)
def test_slips_and_words_of_other_tongues_are_none(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("written", "meant", "lost"),
    [
        *(("ha", "hà", True), ("dá", "đá", True), ("suôi", "suối", True), ("suoi", "suối", True)),
        *(("hạ", "hà", False), ("hà", "ha", False), ("han", "hà", False), ("he", "hà", False)),
    ],
)
def test_marks_are_lost_never_gained(written: str, meant: str, lost: bool) -> None:
    assert lost_marks(written, meant) is lost


ROMAN = book_of({"old": ("Khu phố I", "Khu phố II", "Khu phố IV", "Thôn Mẫu", "Thôn Mẫu I")})


@pytest.mark.parametrize(
    ("written", "name"),
    [
        *(("Khu phố lV", "Khu phố IV"), ("KP IIII", "Khu phố IV"), ("Khu phố Il", "Khu phố II")),
        *(("Khu phố l", "Khu phố I"), ("Mẫu l", "Thôn Mẫu I")),
    ],
)
def test_a_slipped_roman_numeral_is_asked_about(written: str, name: str) -> None:
    found = ROMAN.find(written, BEGINNING, END, frozenset({"old"}))
    assert (found.how, found.options[0][:2]) == ("unsure", (name, name))


@pytest.mark.parametrize("written", ["Mẫu ll", "Mẫu II", "Khu phố III", "Khu phố lll"])
def test_a_numeral_that_nobody_bears_is_never_accepted(written: str) -> None:
    assert ROMAN.find(written, BEGINNING, END, frozenset({"old"})).id is None
