"""Files and cells in old letters come out in Unicode; all else stays exactly as it was."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketnghia_analysis.intake.charsets import decode_bytes, decode_grid, decode_text
from ketnghia_analysis.intake.grids import BadCell, Grid, LegacyText
from ketnghia_analysis.vocabulary.legacy_letters import LETTERS, TCVN3, TONES, VNI, LetterTable

TABLE = (
    "TT;Xã;Thôn;Năm;Tổng số hộ;Tỷ lệ hộ nghèo (%);Ngày khảo sát;Ghi chú\r\n"
    '1;Mẫu An;Thôn Suối Đá;2022;1.406;45,5;19/09/2022;"Đường lầy lội; khó đi lại"\r\n'
    "2;Mẫu An;Thôn 2;2022;178;57,1;31/02/2022;\r\n"
    "3;Mẫu An;Thôn Tân Lập;2022;391;90,5;10/06/2022;Đề nghị hỗ trợ giống bắp lai\r\n"
    "4;Mẫu Bình;Thôn Phước Lý;2022;196;127,5;16/03/2022;\r\n"
    "5;Mẫu Bình;Thôn Ông Bá;2022;269;83,9;21/06/2022;\r\n"
    "6;Mẫu Bình;Thôn Ruộng Hời;2022;1.124;43,8;23/08/2022;x\r\n"
    '7;Mẫu Cúc;Thôn Ưu Ái;2022;207;92,4;08/04/2022;"""ưu tiên"""\r\n'
)
NAMES = [
    "Thôn Suối Đá",
    "Tân Lập",
    "Phước Lý",
    "Ông Bá",
    "Ruộng Hời",
    "Ưu Ái",
    "Hưng Phú",
    "Hòa Vinh",
]
CLEAN = [
    "Thôn Lý Hòa",
    "Đăk Pék",
    "Đắk Nông",
    "K'Long",
    "Krông Búk",
    "SRó",
    "Ba Tơ",
    "Y Tý",
    "Cà Tót",
    "có",
    "không",
    "THÔN\u00a0ÔNG\u00a0BÁ",
    "ống Ø90",
    "D=Ø60",
    "3 × 4 m",
    "20 °C",
    "450 m²",
    "½ ngày",
    "± 5 %",
    "Đạt – “tốt”…",
    "Ðông Hòa",
    "Kim Đng",
    "Kim Ngâ",
    "Nhơn Phuú",
    "Pă Cò",
    "ĐVT",
    "Mã HĐ",
    "P. LĐ-TB&XH",
    "QĐ-UBND",
    "TTPTQĐ",
    "2,5 tr.đ",
    "10.500ngàn đồng",
    "108°13'44,4\"Đ",
    "café",
    "résumé",
]


def in_1258(text: str) -> bytes:
    """Bytes of Windows-1258, where the tone is a character of its own."""
    parts = []
    for char in unicodedata.normalize("NFC", text):
        try:
            parts.append(char.encode("windows-1258"))
        except UnicodeEncodeError:
            marks = unicodedata.normalize("NFD", char)
            tone = next(mark for mark in marks if mark in TONES)
            base = unicodedata.normalize("NFC", marks.replace(tone, ""))
            parts.append((base + tone).encode("windows-1258"))
    return b"".join(parts)


def shown(content: bytes, codec: str = "windows-1252") -> str:
    """How a one-byte codec shows the bytes; those it has no character for as Latin-1."""
    return "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in content)


def misread(text: str) -> str:
    return shown(text.encode())


WRITTEN: dict[str, tuple[str, Callable[[str], str]]] = {
    "TCVN3": ("TCVN3", TCVN3.encode),
    "VNI": ("VNI", VNI.encode),
    "mojibake": ("UTF-8", misread),
    "double mojibake": ("UTF-8", lambda text: misread(misread(text))),
    "mojibake in 1258": ("UTF-8", lambda text: shown(text.encode(), "windows-1258")),
    "1258 as 1252": ("Windows-1258", lambda text: shown(in_1258(text))),
    "TCVN3 as 1258": (
        "TCVN3",
        lambda text: shown(TCVN3.encode(text).encode("latin-1"), "windows-1258"),
    ),
}
EVERY_WAY = pytest.mark.parametrize("way", WRITTEN)


def column(texts: list[str]) -> Grid:
    return Grid("Biểu", {row: {0: text} for row, text in enumerate(texts, start=1)})


def texts_of(grid: Grid) -> list[str]:
    return [value for cells in grid.rows.values() for value in cells.values()]


class TestBytes:
    """A whole text file."""

    @pytest.mark.parametrize(
        ("content", "charset"),
        [
            (TABLE.encode(), "UTF-8"),
            (TABLE.encode("utf-8-sig"), "UTF-8"),
            (TABLE.encode("utf-16"), "UTF-16"),
            (b"\xfe\xff" + TABLE.encode("utf-16-be"), "UTF-16"),
            (TABLE.encode("utf-16-le"), "UTF-16"),
            (TABLE.encode("utf-16-be"), "UTF-16"),
            (TABLE.encode("utf-32"), "UTF-32"),
            (in_1258(TABLE), "Windows-1258"),
            (VNI.encode(TABLE).encode("latin-1"), "VNI"),
        ],
    )
    def test_a_file_of_eight_rows_is_read_in_every_charset(
        self, content: bytes, charset: str
    ) -> None:
        assert decode_bytes(content) == (TABLE, charset)

    def test_tcvn3_is_read_but_for_capitals_that_it_lacks(self) -> None:
        text, charset = decode_bytes(TCVN3.encode(TABLE).encode("latin-1"))
        assert charset == "TCVN3"
        assert text.lower() == TABLE.lower()
        assert "Thôn Ông Bá;2022;269;83,9;21/06/2022" in text

    @pytest.mark.parametrize("rows", [1, 2])
    def test_one_line_under_the_headings_is_enough(self, rows: int) -> None:
        start = "".join(TABLE.splitlines(keepends=True)[: rows + 1])
        assert decode_bytes(in_1258(start)) == (start, "Windows-1258")
        assert decode_bytes(VNI.encode(start).encode("latin-1")) == (start, "VNI")
        assert decode_bytes(TCVN3.encode(start).encode("latin-1"))[1] == "TCVN3"

    def test_the_soft_hyphen_byte_is_a_letter_and_the_hyphen_is_not(self) -> None:
        content = "TT;Thôn\r\n1;H\xadng Phó - n\xadíc s¹ch".replace("ô", "«").encode("latin-1")
        assert decode_bytes(content) == ("TT;Thôn\r\n1;Hưng Phú - nước sạch", "TCVN3")

    def test_ascii_is_utf8(self) -> None:
        assert decode_bytes(b"a;b\r\n1;2,5\r\n") == ("a;b\r\n1;2,5\r\n", "UTF-8")
        assert decode_bytes(b"") == ("", "UTF-8")

    def test_signs_without_letters_are_western(self) -> None:
        assert decode_bytes("Dien tich (m²);20 °C".encode("latin-1")) == (
            "Dien tich (m²);20 °C",
            "Windows-1252",
        )

    @pytest.mark.parametrize("way", ["TCVN3", "VNI", "mojibake"])
    def test_old_letters_inside_utf8_are_left_to_the_cells(self, way: str) -> None:
        text = WRITTEN[way][1](TABLE)
        assert decode_bytes(text.encode()) == (text, "UTF-8")

    def test_a_stray_byte_does_not_spoil_a_utf8_file(self) -> None:
        assert decode_bytes(TABLE.encode() + b"\xc3") == (TABLE + "Ã", "UTF-8")

    def test_lines_whose_hard_blanks_became_blanks_are_left_to_the_cells(self) -> None:
        lines = [b"Th\xc3\xb4n;Ghi ch\xc3\xba\n", "Thôn 2;Nhà văn hóa".encode()]
        content = lines[0] + lines[1].replace(b"\xa0", b" ")
        text, charset = decode_bytes(content)
        assert charset == "UTF-8"
        start, cell = text.rsplit(";", 1)
        assert start == "Thôn;Ghi chú\nThÃ´n 2"
        assert decode_text(cell) == "Nhà văn hóa"

    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
    def test_lines_of_another_charset_put_into_a_utf8_file_are_read(self, mark: bytes) -> None:
        first, *lines = TABLE.splitlines(keepends=True)
        mixed = mark + first.encode() + in_1258(lines[0]) + "".join(lines[1:]).encode()
        assert decode_bytes(mixed) == (TABLE, "UTF-8")

    @pytest.mark.parametrize(
        "content",
        [
            b"PK\x03\x04\x14\x00\x06\x00\x08\x00\xff\xfa",
            b"\x00" * 64,
            bytes(range(256)),
            b"\xff\xfe\x41",
            "Größe;Änderungsbegründung;Müller".encode("latin-1"),
            "Население;Деревня".encode("windows-1251"),
        ],
    )
    def test_what_is_no_vietnamese_text_is_refused(self, content: bytes) -> None:
        with pytest.raises(UnicodeDecodeError):
            decode_bytes(content)

    @given(st.binary(max_size=200))
    @settings(max_examples=150, deadline=None)
    def test_any_bytes_are_read_or_refused(self, content: bytes) -> None:
        try:
            text, charset = decode_bytes(content)
        except UnicodeDecodeError:
            return
        assert charset
        if content.isascii() and b"\x00" not in content:
            assert text.encode() == content


class TestCell:
    """One text and the font of its cell."""

    @pytest.mark.parametrize(
        ("written", "font", "read"),
        [
            ("Th«n Hßa Vinh", ".VnTime", "Thôn Hòa Vinh"),
            ("An Phó", ".VnTime", "An Phú"),
            ("x· hßa vinh", ".VnTimeH", "XÃ HÒA VINH"),
            ("UBND huyÖn", ".VnArialH", "UBND HUYỆN"),
            ("UBND HUYÖN", ".VnTime", "UBND HUYỆN"),
            ("Hµ An", ".VnTime", "Hà An"),
            ("An Nhôn", "VNI-Times", "An Nhơn"),
            ("Thoân Hoøa Vinh", "VNI-Helve", "Thôn Hòa Vinh"),
            ("N\xadíc", ".VnTime", "Nước"),
            ("Nhµ\u00a0v¨n hãa", ".VnTime", "Nhà\u00a0văn hóa"),
        ],
    )
    def test_the_font_tells_the_letters(self, written: str, font: str, read: str) -> None:
        decoded = decode_text(written, font)
        assert decoded == read
        assert isinstance(decoded, LegacyText)
        assert decoded.written == written
        assert decoded.charset == ("TCVN3" if font.startswith(".Vn") else "VNI")

    @pytest.mark.parametrize("font", [".VnTime", ".VnTimeH", "VNI-Times"])
    @pytest.mark.parametrize("text", ["Thôn Hòa Vinh", "Phước Lộc", "Không", "thon 4", ""])
    def test_unicode_in_an_old_font_is_left_alone(self, text: str, font: str) -> None:
        assert decode_text(text, font) is text

    @pytest.mark.parametrize("text", CLEAN)
    def test_clean_text_is_left_alone(self, text: str) -> None:
        assert decode_text(text) is text
        decomposed = unicodedata.normalize("NFD", text)
        assert decode_text(decomposed) is decomposed

    @EVERY_WAY
    def test_a_cell_of_some_words_tells_its_letters_itself(self, way: str) -> None:
        charset, write = WRITTEN[way]
        written = write("Thôn Suối Đá, xã Hưng Phước")
        decoded = decode_text(written)
        assert isinstance(decoded, LegacyText)
        assert decoded.lower() == "thôn suối đá, xã hưng phước"
        assert (decoded.written, decoded.charset) == (written, charset)

    def test_misread_text_whose_hard_blank_became_a_blank_is_repaired(self) -> None:
        written = misread("Nhà văn hóa").replace("\u00a0", " ")
        assert decode_text(written) == "Nhà văn hóa"

    def test_treating_the_text_before_decoding_would_lose_letters(self) -> None:
        written = "H\xadng Phó - Ý Yªn"
        assert decode_text(written, ".VnTime") == "Hưng Phú - í Yên"
        for spoil in (str.lower, lambda text: unicodedata.normalize("NFKC", text)):
            assert decode_text(spoil(written), ".VnTime") != "Hưng Phú - í Yên"
        assert decode_text(written.replace("\xad", ""), ".VnTime") != "Hưng Phú - í Yên"

    @given(st.text([*LETTERS, *"bcdghklmnpqrstvx aeiouy"], max_size=30))
    @settings(max_examples=150, deadline=None)
    def test_what_was_written_is_always_kept(self, text: str) -> None:
        for _, write in WRITTEN.values():
            written = write(text)
            decoded = decode_text(written)
            if isinstance(decoded, LegacyText):
                assert decoded.written == written
                assert decoded != written
            else:
                assert decoded is written


class TestSheet:
    """The cells of a sheet together."""

    @EVERY_WAY
    def test_a_column_comes_out_whole(self, way: str) -> None:
        charset, write = WRITTEN[way]
        read = texts_of(decode_grid(column([write(name) for name in NAMES])))
        assert [text.lower() for text in read] == [name.lower() for name in NAMES]
        changed = [text for text in read if isinstance(text, LegacyText)]
        assert {text.charset for text in changed} == {charset}

    @EVERY_WAY
    def test_clean_cells_in_a_mixed_column_stay_the_same_objects(self, way: str) -> None:
        write = WRITTEN[way][1]
        clean = ["Thôn Tân Hà", "Thôn Phú Thủy", "Thôn Hòa Vinh", "Đăk Pék"]
        old = [write("Thôn Suối Đá"), write("Thôn Ruộng Hời")]
        read = texts_of(decode_grid(column([*clean, *old])))
        assert all(one is other for one, other in zip(read, clean, strict=False))
        assert [text.lower() for text in read[4:]] == ["thôn suối đá", "thôn ruộng hời"]

    def test_a_short_name_is_read_like_its_column(self) -> None:
        read = texts_of(decode_grid(column(["Th«n Hßa Vinh", "An Phó", "BÕn Tre", "Ba BÓ"])))
        assert read == ["Thôn Hòa Vinh", "An Phú", "Bến Tre", "Ba Bể"]
        assert decode_text("An Phó") == "An Phó"

    def test_one_cell_in_an_old_font_among_unicode_cells_is_decoded(self) -> None:
        rows = {
            1: {0: "TT", 1: "Thôn", 2: "Hộ"},
            2: {0: 1, 1: "Thôn Thạnh Mỹ", 2: "249"},
            3: {0: 2, 1: "Th«n Hßa Vinh", 2: "1,184"},
            4: {0: 3, 1: "An Phó", 2: "199"},
        }
        fonts = {(3, 1): ".VnTime", (4, 1): ".VnTime"}
        read = decode_grid(Grid("Sheet1", rows, fonts=fonts)).rows
        assert read[3][1] == "Thôn Hòa Vinh"
        assert read[4][1] == "An Phú"
        assert read[2] == rows[2]
        assert read[3][2] is rows[3][2]

    @pytest.mark.parametrize("table", [TCVN3, VNI], ids=lambda table: table.name)
    def test_titles_headings_and_lone_cells_follow_the_sheet(self, table: LetterTable) -> None:
        rows = {
            1: {0: "Biểu tổng hợp hộ nghèo năm 2021"},
            3: {0: "Thôn", 1: "Tổng số hộ", 2: "Ghi chú", 3: "Đạt"},
            4: {0: "Suối Đá", 1: 198, 2: "đường xấu", 3: "x"},
            5: {0: "An Phú", 1: 79, 4: "An Nhơn"},
        }
        old = {
            row: {
                place: table.encode(value) if isinstance(value, str) else value
                for place, value in cells.items()
            }
            for row, cells in rows.items()
        }
        assert decode_grid(Grid("Biểu", old)).rows == rows

    def test_numbers_dates_and_bad_cells_are_untouched(self) -> None:
        values = [12, 2.5, dt.datetime(2022, 3, 1), True, BadCell("error_cell", "#N/A"), "1.406"]
        rows = {1: dict(enumerate([*values, "Th«n Hßa Vinh"]))}
        read = decode_grid(Grid("", rows)).rows[1]
        assert all(read[place] is value for place, value in enumerate(values))
        assert read[6] == "Thôn Hòa Vinh"

    @pytest.mark.parametrize("texts", [CLEAN, ["thon 4", "x", "#N/A"], []])
    def test_a_clean_sheet_is_the_same_object(self, texts: list[str]) -> None:
        grid = column(texts)
        assert decode_grid(grid) is grid

    def test_decoding_twice_is_decoding_once(self) -> None:
        once = decode_grid(column([TCVN3.encode(name) for name in NAMES]))
        assert decode_grid(once) is once

    def test_address_and_attributes_of_the_sheet_are_kept(self) -> None:
        grid = Grid(
            "Biểu",
            {7: {3: "Th«n Hßa Vinh"}},
            hidden=True,
            hidden_rows=frozenset({7}),
            fonts={(7, 3): ".VnTime"},
        )
        read = decode_grid(grid)
        assert (read.sheet, read.hidden, read.hidden_rows) == ("Biểu", True, frozenset({7}))
        assert read.rows == {7: {3: "Thôn Hòa Vinh"}}
