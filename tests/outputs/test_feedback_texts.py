from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketnghia_analysis.evaluation.senders import UNKNOWN_SENDER
from ketnghia_analysis.outputs.feedback_sheets import sheet_names
from ketnghia_analysis.outputs.feedback_summary import _runs
from ketnghia_analysis.outputs.feedback_texts import (
    ASKS,
    Letter,
    addressee,
    answer_day,
    ask_for,
    file_names,
    for_senders,
    paragraphs,
)
from ketnghia_analysis.vocabulary.reasons import CHANGED, HELD

TO_CONFIRM = [rule for rule, reason in CHANGED.items() if reason.remedy]


@pytest.mark.parametrize("reason", [*HELD, *TO_CONFIRM])
def test_every_reason_asks_for_something_that_a_sender_can_do(reason: str) -> None:
    ask = ask_for(reason)
    assert ask[0].isupper()
    assert len(ask) > 5
    assert ".yml" not in ask
    assert "data/raw" not in ask


def test_asks_are_about_known_reasons() -> None:
    known = {*HELD, *CHANGED, *(rule.removeprefix("dropped_") for rule in CHANGED)}
    assert set(ASKS) <= known


@pytest.mark.parametrize(
    ("read_on", "days", "last"),
    [
        (date(2025, 1, 6), 7, date(2025, 1, 13)),
        (date(2025, 1, 3), 1, date(2025, 1, 6)),
        (date(2025, 1, 3), 2, date(2025, 1, 6)),
        (date(2025, 1, 3), 3, date(2025, 1, 6)),
    ],
)
def test_the_last_day_is_never_on_a_weekend(read_on: date, days: int, last: date) -> None:
    assert answer_day(read_on, days) == last


@pytest.mark.parametrize(
    ("sender", "said"),
    [
        ("Xã Mẫu An", "Ủy ban nhân dân xã Mẫu An"),
        ("Thị trấn Mẫu Giang", "Ủy ban nhân dân thị trấn Mẫu Giang"),
        ("Phòng Tư pháp", "Phòng Tư pháp"),
        (UNKNOWN_SENDER, "Đơn vị đã gửi các tệp nêu dưới đây"),
    ],
)
def test_a_letter_goes_to_an_office(sender: str, said: str) -> None:
    assert addressee(sender) == said


def test_files_that_could_not_be_read_are_named() -> None:
    letter = Letter(
        "Ban Dân vận Huyện ủy",
        "Phòng Tư pháp",
        date(2025, 1, 6),
        date(2025, 1, 13),
        "Phòng Tư pháp.xlsx",
        ("a.xlsx", "b.doc", "c.pdf"),
        ("b.doc", "c.pdf"),
        1200,
        0,
        3,
    )
    first, second, *_ = paragraphs(letter)
    assert first.endswith(
        "3 tệp ngày 06/01/2025: 1.200 dòng đã dùng được và 3 chỗ cần được xác nhận."
    )
    assert second == (
        "Chưa đọc được “b.doc” và “c.pdf”; đề nghị gửi lại theo hướng dẫn trong sổ Excel."
    )


def test_the_digits_of_an_amount_are_nobodys_number() -> None:
    assert for_senders("Kinh phí “125000123”", is_amount=True) == "Kinh phí “125000123”"
    assert for_senders("Kinh phí “125000123”") == "Kinh phí “[đã ẩn]”"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ngày “2024-02-05”: sai", "Ngày “05/02/2024”: sai"),
        ("mã HD-2024-02-05", "mã HD-2024-02-05"),
        ("gọi 0912345678", "gọi [đã ẩn]"),
    ],
)
def test_messages_are_written_as_senders_write(text: str, said: str) -> None:
    assert for_senders(text) == said


@settings(max_examples=40)
@given(st.lists(st.text(max_size=120), unique=True, max_size=8))
def test_every_sender_has_a_file_name_of_its_own_that_any_system_takes(senders: list[str]) -> None:
    names = file_names(senders)
    assert set(names) == set(senders)
    assert len({name.lower() for name in names.values()}) == len(senders)
    for name in names.values():
        assert name == name.strip(". ")
        assert name
        assert not re.search(r'[\\/:*?"<>|\x00-\x1f]', name)
        assert name != "Tổng hợp"


@settings(max_examples=40)
@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=40)), unique=True, max_size=8))
def test_every_sheet_has_a_name_of_its_own_that_excel_takes(places: list[tuple[str, str]]) -> None:
    names = sheet_names(places, ("Tổng hợp",))
    assert set(names) == set(places)
    assert len({name.lower() for name in names.values()}) == len(places)
    for name in names.values():
        assert 1 <= len(name) <= 31
        assert not re.search(r"[\[\]:*?/\\\x00-\x1f]", name)
        assert not name.startswith("'")
        assert not name.endswith("'")


def test_sheets_of_several_files_carry_the_year_of_their_file() -> None:
    places = [(f"{year}/Xã/Biểu tổng hợp số liệu thôn {year}.xlsx", "01A") for year in (2023, 2024)]
    assert [name[-8:] for name in sheet_names(places, ()).values()] == ["2023 01A", "2024 01A"]


@pytest.mark.parametrize(
    ("numbers", "said"),
    [([7], "7"), ([7, 8], "7–8"), ([1, 2, 3, 5, 9, 10], "1–3, 5, 9–10")],
)
def test_rows_are_named_in_short(numbers: list[int], said: str) -> None:
    assert _runs(numbers) == said
