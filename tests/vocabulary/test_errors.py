"""Errors a user can act on."""

from __future__ import annotations

import pickle

import pytest

from ketnghia_analysis.vocabulary.errors import (
    CannotWrite,
    DataFault,
    ExitCode,
    UserError,
    WrongCall,
)


def test_one_fault_stands_in_the_first_line():
    error = DataFault("dữ liệu", "không có tệp nào", "kiểm tra thư mục")
    assert str(error) == "dữ liệu: không có tệp nào\n  Cách xử lý: kiểm tra thư mục"
    assert error.faults == ["không có tệp nào"]


def test_several_faults_are_counted_and_all_listed():
    error = DataFault(
        'Biểu 01 xã Suối Mơ 2024.xlsx, sheet "Thôn"',
        (
            "ô E12 (Số hộ nghèo): 45 lớn hơn Tổng số hộ (40, ô D12)",
            'ô F15 (Ngày khảo sát): "31/02/2024" không phải là ngày',
        ),
        "sửa tệp rồi chạy lại, hoặc ghi vào data/raw/corrections.yml",
    )
    assert str(error) == (
        'Biểu 01 xã Suối Mơ 2024.xlsx, sheet "Thôn": 2 lỗi\n'
        "  - ô E12 (Số hộ nghèo): 45 lớn hơn Tổng số hộ (40, ô D12)\n"
        '  - ô F15 (Ngày khảo sát): "31/02/2024" không phải là ngày\n'
        "  Cách xử lý: sửa tệp rồi chạy lại, hoặc ghi vào data/raw/corrections.yml"
    )


def test_a_list_of_one_fault_reads_like_the_fault_itself():
    assert str(DataFault("a", ["b"], "c")) == str(DataFault("a", "b", "c"))


@pytest.mark.parametrize(
    ("kind", "code"),
    [(UserError, 3), (DataFault, 3), (WrongCall, 2), (CannotWrite, 4)],
)
def test_each_kind_of_error_tells_the_shell_its_code(kind, code):
    error = kind("tệp", "sai", "sửa")
    assert error.exit_code == code
    assert isinstance(error, UserError)


def test_exit_codes_are_what_the_manual_says():
    assert {code.name: int(code) for code in ExitCode} == {
        "DONE": 0,
        "UNEXPECTED": 1,
        "WRONG_CALL": 2,
        "DATA_FAULT": 3,
        "CANNOT_WRITE": 4,
        "RUNS_FAILED": 5,
    }


def test_what_was_raised_reads_like_what_is_shown():
    with pytest.raises(UserError) as raised:
        raise WrongCall("năm", "không có năm 1999", "chọn năm khác")
    assert raised.value.args == ("năm: không có năm 1999\n  Cách xử lý: chọn năm khác",)


def test_an_error_survives_the_way_between_processes():
    error = DataFault("a", ["b", "c"], "d")
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error)
    assert again.faults == ["b", "c"]
