"""How agencies are written, against the list of a district (the names of its offices are law)."""

from __future__ import annotations

import pytest

from ketnghia_analysis.cleaning.agency_names import (
    agency_type,
    agency_words,
    begins_to_abbreviate,
    without_committee,
    without_place,
)
from ketnghia_analysis.cleaning.names import BEGINNING, END, Entry, Match, NameBook
from ketnghia_analysis.vocabulary.codes import PEOPLES

AGENCIES = {
    "TNMT": "Phòng Tài nguyên và Môi trường",
    "KTHT": "Phòng Kinh tế và Hạ tầng",
    "TCKH": "Phòng Tài chính - Kế hoạch",
    "NN": "Phòng Nông nghiệp và Phát triển nông thôn",
    "TP": "Phòng Tư pháp",
    "NV": "Phòng Nội vụ",
    "LĐ": "Phòng Lao động - Thương binh và Xã hội",
    "VHTT": "Phòng Văn hóa và Thông tin",
    "TTr": "Thanh tra huyện",
    "TTVH": "Trung tâm Văn hóa - Thông tin và Thể thao",
    "GDNN": "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên",
    "PTQĐ": "Trung tâm Phát triển quỹ đất",
    "QLDA": "Ban Quản lý dự án đầu tư xây dựng",
    "CTCC": "Ban Quản lý công trình công cộng",
    "VP": "Văn phòng HĐND và UBND",
}
BOOK = NameBook("agencies", [Entry(code, name, BEGINNING, END) for code, name in AGENCIES.items()])


def find(text: str) -> Match:
    return BOOK.find(text, BEGINNING, END)


@pytest.mark.parametrize(
    ("code", "spellings"),
    [
        ("TNMT", ("P. TN&MT", "Phòng TN-MT", "P.TNMT", "TNMT", "Phòng Tài nguyen - Moi truong")),
        ("KTHT", ("Phòng KT&HT", "P.KTHT", "phong KT-HT", "Phòng KTHT huyện")),
        ("TCKH", ("Phòng TC-KH", "Phòng TC - KH", "PTCKH", "Tài chính- Kế hoạch")),
        ("NN", ("Phòng NN và PTNT", "Nông nghiệp &PTNT", "P. NN&PTNT")),
        ("TP", ("Tư Pháp", "Phòng TP", "Tư pháp huyện")),
        ("NV", ("Phòng Nội vụ - UBND huyện", "Phòng Nội vụ thuộc UBND huyện Hàm Mẫu", "P. Nội vụ")),
        ("LĐ", ("Phòng LĐ-TB&XH", "Phòng LĐTBXH", "Lao động-TB &XH", "Phòng Lao động TBXH")),
        ("VHTT", ("Phòng VH&TT", "Phòng VHTT", "Văn hóa Thông tin")),
        ("TTr", ("Thanh tra", "Thanh tra H. Hàm Mẫu", "THANH TRA HUYỆN")),
        ("TTVH", ("TTVH-TT&TT", "TT VH,TT&TT", "Trung tâm VHTT-TT", "Trung tâm VH-TT-TT")),
        ("GDNN", ("TT GDNN-GDTX", "TTGDNN-GDTX", "Trung tâm Giáo dục dạy nghề- GDTX")),
        ("PTQĐ", ("TTPTQĐ", "TT PTQĐ", "TT. Phát triển quỹ đất")),
        ("QLDA", ("BQL DA ĐTXD", "Ban QLDA", "Ban QLDA ĐTXD huyện", "BQLDA ĐT&XD")),
        ("CTCC", ("BQL CTCC", "Ban QL công trình công cộng")),
        ("VP", ("VP HĐND&UBND", "Văn phòng HĐND-UBND huyện", "Văn phòng HĐND & UBND huyện")),
        ("VP", ("Văn phòng Hội đồng nhân dân và Ủy ban nhân dân huyện",)),
    ],
)
def test_agencies_are_known_by_what_people_write(code: str, spellings: tuple[str, ...]) -> None:
    assert {text: find(text).id for text in spellings} == dict.fromkeys(spellings, code)


@pytest.mark.parametrize(
    "written",
    [
        *("Phòng Giáo dục và Đào tạo", "Phòng GD&ĐT", "Phòng Y tế", "Trung tâm Y tế", "TT", "BQL"),
        *("Phòng Dân tộc", "Hội Nông dân", "Công an huyện", "Huyện đoàn", "Ban Dân vận"),
        *("Phòng Nông nghiệp và Môi trường", "Phòng NN&MT", "Ban QLDA nông thôn", "Văn phòng"),
        *("Phòng Phát triển quỹ đất", "Trung tâm Dạy nghề", "Văn phòng UBND huyện", "VP UBND"),
        *("Trung tâm Tư pháp", "Phòng Thanh tra", "Phòng TT", "Phòng", "", "UBND huyện"),
    ],
)
def test_agencies_that_are_not_on_the_list_are_never_accepted(written: str) -> None:
    assert find(written).id is None


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("Phòng Nông nghiệp", {"NN"}),
        ("Phòng Kinh tế", {"KTHT"}),
        ("Trung tâm Văn hóa", {"TTVH"}),
        ("Trung tâm VHTT", {"TTVH"}),
        ("Trung Tâm Văn hóa -Thông tin", {"TTVH"}),
        ("P NN", {"NN"}),
    ],
)
def test_half_a_name_is_asked_about(written: str, codes: set[str]) -> None:
    found = find(written)
    assert found.how == "unsure"
    assert {code for code, _, _ in found.options} == codes


def test_an_abbreviation_of_two_agencies_is_asked_about() -> None:
    book = NameBook(
        "agencies",
        [
            Entry("1", "Phòng Văn hóa và Thông tin", BEGINNING, END),
            Entry("2", "Phòng Vận hành Thủy Tân", BEGINNING, END),
        ],
    )
    found = book.find("Phòng VHTT", BEGINNING, END)
    assert (found.id, found.how, found.ids) == (None, "unsure", frozenset({"1", "2"}))


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Phòng Nội vụ - UBND huyện Hàm Mẫu", "Phòng Nội vụ"),
        ("Phòng Nội vụ thuộc UBND huyện", "Phòng Nội vụ"),
        ("Phòng Nội vụ (huyện Hàm Mẫu)", "Phòng Nội vụ"),
        ("Phòng Nội vụ", "Phòng Nội vụ"),
    ],
)
def test_the_superior_is_left_out(text: str, bare: str) -> None:
    assert without_committee(text) == bare
    assert without_place("Văn phòng HĐND và UBND huyện") == "Văn phòng HĐND và UBND"


def test_the_words_of_a_name_have_one_form() -> None:
    assert agency_words("VP HĐND&UBND") == (
        *("vp", "hoi", "dong", "nhan", "dan"),
        *("uy", "ban", "nhan", "dan"),
    )
    assert agency_type(agency_words("BQL CTCC")) == ("ban quan li", ("ctcc",))
    assert begins_to_abbreviate("Phòng VH", "Phòng Văn hóa và Thông tin")
    assert not begins_to_abbreviate("Phòng", "Phòng Văn hóa và Thông tin")


@pytest.mark.parametrize(
    ("code", "spellings"),
    [
        ("co_ho", ("K'ho", "K’Ho", "Cơ Ho", "Kơ Ho", "Kơho", "Cờ Ho", "KOHO")),
        ("ra_glai", ("Ra Glai", "Raglai", "Rắc Lây", "Rắc-lây", "Ra-glay", "Raclay")),
        ("cho_ro", ("Chơ Ro", "Châu Ro", "Chơro", "Chrau")),
        ("ma", ("Mạ", "Châu Mạ", "Chô Mạ")),
        ("cham", ("Chăm", "Chàm")),
        ("e_de", ("Ê Đê", "Êđê", "Ê-đê")),
        ("mong", ("Mông", "H'Mông", "Hmông", "H’Mông")),
        ("khmer", ("Khmer", "Khơ Me", "Khơ-me")),
    ],
)
def test_peoples_are_known_by_their_old_and_new_names(
    code: str, spellings: tuple[str, ...]
) -> None:
    assert {text: PEOPLES.read(text) for text in spellings} == dict.fromkeys(spellings, code)


PARTY = NameBook(
    "agencies",
    [
        Entry(code, name, BEGINNING, END)
        for code, name in {
            "VPHU": "Văn phòng Huyện ủy",
            "VPUB": "Văn phòng HĐND và UBND huyện",
            "BTC": "Ban Tổ chức Huyện ủy",
            "BTG": "Ban Tuyên giáo Huyện ủy",
            "MT": "Ủy ban Mặt trận Tổ quốc Việt Nam huyện",
            "CCB": "Hội Cựu chiến binh huyện",
            "THA": "Chi cục Thi hành án dân sự huyện",
        }.items()
    ],
)


@pytest.mark.parametrize(
    ("code", "spellings"),
    [
        ("VPHU", ("Văn phòng Huyện ủy", "VP HU", "VPHU", "Văn phòng HU", "VP Huyện ủy")),
        ("BTC", ("Ban Tổ chức", "BTC HU", "Ban TC Huyện ủy", "Ban Tổ chức HU")),
        ("BTG", ("Ban TG HU", "BTG", "Ban Tuyên giáo")),
        ("VPUB", ("VP HĐND&UBND", "Văn phòng HĐND và UBND huyện Hàm Mẫu")),
    ],
)
def test_offices_of_the_party_are_known_by_its_initials(
    code: str, spellings: tuple[str, ...]
) -> None:
    found = {text: PARTY.find(text, BEGINNING, END).id for text in spellings}
    assert found == dict.fromkeys(spellings, code)


@pytest.mark.parametrize("written", ["Văn phòng", "Văn phòng huyện", "VP", "Ban", "VP huyện"])
def test_a_bare_word_for_an_office_is_nobodys_name(written: str) -> None:
    assert PARTY.find(written, BEGINNING, END).id is None


@pytest.mark.parametrize(
    ("written", "code"),
    [("MTTQ", "MT"), ("Mặt trận huyện", "MT"), ("CCB", "CCB"), ("THADS", "THA")],
)
def test_a_part_of_a_name_is_asked_about(written: str, code: str) -> None:
    found = PARTY.find(written, BEGINNING, END)
    assert (found.id, [option for option, _, _ in found.options]) == (None, [code])
