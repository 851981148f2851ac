"""YAML files that people write: every fault told at once, in words they can act on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_validator

from ketnghia_analysis.evaluation.settings import Settings
from ketnghia_analysis.vocabulary.errors import DataFault, ExitCode
from ketnghia_analysis.vocabulary.yaml_files import read_yaml

REMEDY = "sửa tệp rồi chạy lại"


class Entry(BaseModel):
    """An entry as a user would write it."""

    model_config = ConfigDict(extra="forbid")

    name: str
    day: date
    count: int = 0
    share: float = 0.5
    code: str = Field(default="AB", pattern=r"^[A-Z]{2}$")
    parts: list[str] = []

    @field_validator("name")
    @classmethod
    def _not_x(cls, name: str) -> str:
        if name == "x":
            raise ValueError("không có tên x")
        return name


ENTRIES = TypeAdapter(list[Entry])


def _faults(path: Path, text: str) -> list[str]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFault) as raised:
        read_yaml(path, ENTRIES, REMEDY)
    assert raised.value.where == path.name
    assert raised.value.remedy == REMEDY
    assert raised.value.exit_code is ExitCode.DATA_FAULT
    return raised.value.faults


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "đính chính.yml"


def test_a_sound_file_gives_its_entries(path):
    path.write_text(
        '- {name: Thôn Mẫu Hà, day: 2025-02-05, count: 3}\n- {name: b, day: "2025-11-20"}\n',
        encoding="utf-8",
    )
    assert read_yaml(path, ENTRIES, REMEDY) == [
        Entry(name="Thôn Mẫu Hà", day=date(2025, 2, 5), count=3),
        Entry(name="b", day=date(2025, 11, 20)),
    ]


@pytest.mark.parametrize("text", ["", "# chỉ có ghi chú\n", "[]\n", "---\n"])
def test_an_empty_list_has_no_entries(path, text):
    path.write_text(text, encoding="utf-8")
    assert read_yaml(path, ENTRIES, REMEDY, empty=[]) == []


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ("{name: a}", "mục 1, day: thiếu"),
        ("{name: a, day: 2025-02-05, naem: b}", "mục 1, naem: không có mục nào tên như vậy"),
        ("{name: 5, day: 2025-02-05}", "mục 1, name: không phải là chữ"),
        (
            "{name: a, day: 05/02/2025}",
            "mục 1, day: không phải là ngày có thật (viết năm-tháng-ngày)",
        ),
        (
            '{name: a, day: "2025-02-30"}',
            "mục 1, day: không phải là ngày có thật (viết năm-tháng-ngày)",
        ),
        ("{name: a, day: 2025-02-05, count: nhiều}", "mục 1, count: không phải là số nguyên"),
        ("{name: a, day: 2025-02-05, count: [1]}", "mục 1, count: không phải là số nguyên"),
        ("{name: a, day: 2025-02-05, share: nửa}", "mục 1, share: không phải là số"),
        ("{name: a, day: 2025-02-05, code: ab}", "mục 1, code: viết không đúng dạng"),
        ("{name: a, day: 2025-02-05, parts: b}", "mục 1, parts: không phải là danh sách"),
        ("{name: a, day: 2025-02-05, parts: [b, 3]}", "mục 1, parts, mục 2: không phải là chữ"),
        ("{name: x, day: 2025-02-05}", "mục 1, name: không có tên x"),
        ("chữ", "mục 1: không đúng dạng tên: giá trị"),
    ],
)
def test_a_fault_says_which_entry_which_field_and_what(path, entry, fault):
    assert _faults(path, f"- {entry}\n") == [fault]


def test_all_faults_of_all_entries_are_told_at_once(path):
    text = "- {name: 5, naem: b}\n- {name: b, day: 2025-02-05}\n- {name: c, day: mai, count: x}\n"
    assert sorted(_faults(path, text)) == [
        "mục 1, day: thiếu",
        "mục 1, naem: không có mục nào tên như vậy",
        "mục 1, name: không phải là chữ",
        "mục 3, count: không phải là số nguyên",
        "mục 3, day: không phải là ngày có thật (viết năm-tháng-ngày)",
    ]


def test_the_message_counts_the_faults_and_ends_with_the_remedy(path):
    path.write_text("- {name: 5}\n", encoding="utf-8")
    with pytest.raises(DataFault) as raised:
        read_yaml(path, ENTRIES, REMEDY)
    assert str(raised.value) == (
        "đính chính.yml: 2 lỗi\n"
        "  - mục 1, name: không phải là chữ\n"
        "  - mục 1, day: thiếu\n"
        "  Cách xử lý: sửa tệp rồi chạy lại"
    )


def test_a_file_of_another_shape_is_refused_as_a_whole(path):
    assert _faults(path, "name: a\n") == ["không phải là danh sách"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- name: a\n  day: [2025\n- b: c\n", 3),
        ("- {name: a\n", 2),
        ("- name: a\n\tday: 2025-02-05\n", 2),
        ("- name: 'a\n\n", 3),
    ],
)
def test_a_file_that_is_no_yaml_says_in_which_line(path, text, line):
    assert _faults(path, text) == [f"không đúng cú pháp YAML, dòng {line}"]


def test_a_file_in_another_encoding_is_a_fault_and_no_crash(path):
    path.write_bytes('- name: "Thôn Mẫu Hà"\n'.encode("utf-16"))
    with pytest.raises(DataFault, match="không đúng cú pháp YAML"):
        read_yaml(path, ENTRIES, REMEDY)


def test_yaml_can_not_make_python_objects(path):
    assert _faults(path, "- !!python/object/apply:os.getcwd []\n") == [
        "không đúng cú pháp YAML, dòng 1"
    ]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("on: yes", {"on": "yes"}),
        ("code: 010", {"code": "010"}),
        ("day: 2025-02-30", {"day": "2025-02-30"}),
        ("at: 12:30", {"at": "12:30"}),
        (
            "a: true\nb: 12\nc: 1.5\nd: null\ne:",
            {"a": True, "b": 12, "c": 1.5, "d": None, "e": None},
        ),
    ],
)
def test_words_codes_and_days_stay_what_people_wrote(path, text, content):
    path.write_text(text, encoding="utf-8")
    assert read_yaml(path, TypeAdapter(dict[str, Any]), REMEDY) == content


def test_a_name_that_stands_twice_is_told_with_its_line(path):
    assert _faults(path, "- name: a\n  day: 2025-01-01\n  name: b\n") == [
        "tên “name” đứng hai lần, dòng 3"
    ]


@pytest.mark.parametrize("value", ["2050", "2024.5", "[1]"])
def test_no_fault_is_told_in_english(path, value):
    path.write_text(f"evaluation_year: {value}\n", encoding="utf-8")
    with pytest.raises(DataFault) as raised:
        read_yaml(path, TypeAdapter(Settings), REMEDY)
    assert "Input should" not in str(raised.value)
