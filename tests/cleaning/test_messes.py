"""Whole papers of unusual layout: what becomes of each of their rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ketnghia_analysis.cleaning.clean import clean_folder
from ketnghia_analysis.vocabulary.tables import TABLES, readable_columns
from tests.cleaning.small_folders import (
    fate,
    headings,
    record,
    send_book,
    send_csv,
    send_registers,
)

LINES: list[list[Any]] = [
    ["PHIẾU THÔNG TIN THÔN SUỐI MẪU, XÃ MẪU BÌNH NĂM 2024"],
    ["Chỉ tiêu", "ĐVT", "Giá trị"],
    ["Tổng số hộ", "hộ", 120],
    ["Tổng số nhân khẩu", "người", 480],
    ["Hộ nghèo", "hộ", 12],
    ["Hộ cận nghèo", "hộ", None],
    ["Số giếng khoan", "cái", 4],
]


def test_all_lines_of_a_form_go_into_one_record(tmp_path: Path) -> None:
    send_registers(tmp_path)
    send_book(tmp_path / "phieu.xlsx", {"BS": LINES})
    cleaned = clean_folder(tmp_path)
    fates = {fate(cleaned, "phieu.xlsx", row, "BS") for row in range(3, 8)}
    assert fates == {("clean", "D2024|BS")}
    one = record(cleaned, "hamlet_figures", hamlet_id="BS")
    assert (one["households"], one["people"], one["poor_households"]) == (120, 480, 12)


def test_silent_lines_of_a_form_that_came_twice_are_held_with_it(tmp_path: Path) -> None:
    send_registers(tmp_path)
    other = [list(row) for row in LINES]
    for row in (2, 3, 4):
        other[row][2] += 1
    send_book(tmp_path / "a.xlsx", {"BS": LINES})
    send_book(tmp_path / "b.xlsx", {"BS": other})
    cleaned = clean_folder(tmp_path)
    for file in ("a.xlsx", "b.xlsx"):
        assert fate(cleaned, file, 3, "BS") == ("quarantine", "conflicting_duplicate")
        assert fate(cleaned, file, 7, "BS") == ("quarantine", "parent_held")
    assert cleaned.tables["hamlet_figures"].empty


def test_lists_without_ids_never_stop_the_run(tmp_path: Path) -> None:
    send_registers(tmp_path)
    sheets = {}
    for name, table in TABLES.items():
        own = [
            column.name
            for column in table.columns
            if column.name in readable_columns(name)
            and column.name not in table.key
            and not column.refers_to
        ]
        sheets[name] = [headings(name, own), ["x"] * len(own)]
    send_book(tmp_path / "x.xlsx", sheets)
    accounts = clean_folder(tmp_path).accounts
    assert len(accounts[accounts["file"] == "x.xlsx"]) == 2 * len(TABLES)


def test_pairings_without_ids_get_their_own(tmp_path: Path) -> None:
    send_registers(tmp_path)
    rows = [
        ["PHÂN CÔNG CƠ QUAN KẾT NGHĨA"],
        ["TT", "Cơ quan, đơn vị", "Thôn", "Xã", "Vai trò", "Từ ngày", "Giai đoạn"],
        [1, "Phòng Tư pháp", "Thôn 4", "Mẫu An", "Chủ trì", "10/7/2020", "2020-2025"],
    ]
    send_book(tmp_path / "phan_cong.xlsx", {"S": rows})
    status, key = fate(clean_folder(tmp_path), "phan_cong.xlsx", 3, "S")
    assert status == "clean"
    assert key.startswith("pairings-")


def test_tables_side_by_side_belong_to_the_commune_above_each(tmp_path: Path) -> None:
    send_registers(tmp_path)
    rows = [
        ["Số liệu năm 2024 xã Mẫu An", None, None, None, None, "Số liệu năm 2024 xã Mẫu Bình"],
        ["TT", "Thôn", "Số hộ", "Hộ nghèo", None, "TT", "Thôn", "Số hộ", "Hộ nghèo"],
        [1, "Thôn 2", 100, 10, None, 1, "Thôn 2", 200, 20],
    ]
    send_book(tmp_path / "canh_nhau.xlsx", {"S": rows})
    assert fate(clean_folder(tmp_path), "canh_nhau.xlsx", 3, "S") == (
        "clean",
        "D2024|A2;D2024|B2",
    )


@pytest.mark.parametrize(
    "title",
    [
        "Đơn vị báo cáo: Phòng Tư pháp",
        "Cơ quan: Phòng Tư pháp",
        "BÁO CÁO HOẠT ĐỘNG CỦA PHÒNG TƯ PHÁP NĂM 2024",
    ],
)
def test_a_title_names_the_sender_of_all_rows(tmp_path: Path, title: str) -> None:
    send_registers(tmp_path)
    rows = [
        [title],
        ["Năm 2024"],
        ["TT", "Xã", "Thôn", "Nội dung", "Ngày thực hiện"],
        [1, "Mẫu An", "Thôn 2", "Tặng quà hộ ông Lê Văn Mẫu", "12/3/2024"],
    ]
    send_book(tmp_path / "hoat_dong.xlsx", {"S": rows})
    cleaned = clean_folder(tmp_path)
    assert fate(cleaned, "hoat_dong.xlsx", 4, "S")[0] == "clean"
    one = record(cleaned, "activities", agency_id="CQ1")
    assert one["content"] == "Tặng quà hộ ông [đã ẩn]"


def test_a_refused_list_of_residents_is_told_by_its_columns_alone(tmp_path: Path) -> None:
    send_registers(tmp_path)
    rows = [
        ["DANH SÁCH HỘ NGHÈO NĂM 2024"],
        ["STT", "Họ và tên chủ hộ", "Số CCCD", "Thôn", "Số khẩu"],
        [1, "Lê Văn Mẫu", "060200123456", "Thôn 2", 4],
    ]
    send_book(tmp_path / "ds.xlsx", {"S": rows})
    cleaned = clean_folder(tmp_path)
    assert fate(cleaned, "ds.xlsx", 3, "S") == ("quarantine", "unknown_table")
    told = cleaned.warnings[cleaned.warnings["file"] == "ds.xlsx"]
    assert list(told["cell"]) == ["B2", "C2"]
    assert not told["message"].str.contains("Mẫu|0602", regex=True).any()


def test_a_held_row_is_not_said_to_lack_the_year_of_its_title(tmp_path: Path) -> None:
    send_registers(tmp_path)
    rows = [
        ["NỘI DUNG ĐĂNG KÝ KẾT NGHĨA NĂM 2024"],
        ["TT", "Cơ quan", "Thôn", "Xã", "Lĩnh vực", "Nội dung đăng ký"],
        [1, "Phòng Tư pháp", "Thôn 2", "Mẫu An", "chuyện lạ", "Tuyên truyền"],
    ]
    send_book(tmp_path / "dk.xlsx", {"S": rows})
    faults = clean_folder(tmp_path).quarantine
    assert list(faults[faults["file"] == "dk.xlsx"]["reason"]) == ["unknown_code"]


def test_survey_rounds_without_ids_are_rounds_all_the_same(tmp_path: Path) -> None:
    send_registers(tmp_path)
    (tmp_path / "danh-muc" / "survey_rounds.csv").unlink()
    rounds = [["ĐỢT KHẢO SÁT"], ["Năm số liệu", "Thời điểm số liệu", "Chuẩn nghèo áp dụng"]]
    rounds += [[2024, "31/12/2024", "07/2021"]]
    figures = [["Biểu 01 năm 2024"], ["TT", "Xã", "Thôn", "Số hộ"], [1, "Mẫu An", "Thôn 2", 100]]
    send_book(tmp_path / "x.xlsx", {"D": rounds, "S": figures})
    cleaned = clean_folder(tmp_path)
    assert fate(cleaned, "x.xlsx", 3, "D")[0] == "clean"
    assert fate(cleaned, "x.xlsx", 3, "S")[0] == "clean"


def test_an_error_in_the_place_of_a_name_is_told_as_such(tmp_path: Path) -> None:
    send_registers(tmp_path)
    rows = [["Biểu 01 năm 2024"], ["TT", "Xã", "Thôn", "Số hộ"], [1, "Mẫu An", "#REF!", 100]]
    send_book(tmp_path / "x.xlsx", {"S": rows})
    assert fate(clean_folder(tmp_path), "x.xlsx", 3, "S") == ("quarantine", "error_cell")


POINTS: list[list[Any]] = [
    ["Mã thôn", "Tên thôn", "Tọa độ"],
    ["A2", "Thôn 2", "11.28, 108.23"],
    ["A4", "Thôn 4", "11°17'28\" 108°13'39\""],
    ["A14", "Thôn 14", "N11.2930 E108.2230"],
    ["B2", "Thôn 2", "không đo được"],
    ["BS", "Thôn Tổng", "11.2931, 108.2231"],
]


def test_one_column_may_hold_both_coordinates(tmp_path: Path) -> None:
    send_registers(tmp_path)
    send_book(tmp_path / "toa do.xlsx", {"Thôn": POINTS})
    cleaned = clean_folder(tmp_path)
    fates = [fate(cleaned, "toa do.xlsx", row, "Thôn") for row in range(2, 7)]
    assert fates == [
        *(("clean", f"{hamlet}|2010-01-01") for hamlet in ("A2", "A4", "A14")),
        *(("quarantine", reason) for reason in ("not_a_number", "name_unsure")),
    ]
    one = record(cleaned, "hamlets", hamlet_id="A14")
    assert (one["latitude"], one["longitude"]) == (11.293, 108.223)
    assert one["name"] == "Thôn 14"


def test_a_point_goes_to_the_newest_row_of_a_hamlet(tmp_path: Path) -> None:
    renamed = {"hamlet_id": "A2", "name": "Thôn Mới Mẫu", "commune_code": "99007"}
    send_registers(tmp_path, hamlets=[renamed | {"valid_from": "01/07/2025"}])
    heads = ["Mã thôn", "Vĩ độ", "Kinh độ"]
    send_book(tmp_path / "toa do.xlsx", {"Thôn": [heads, ["A2", 11.28, 108.23]]})
    cleaned = clean_folder(tmp_path)
    assert fate(cleaned, "toa do.xlsx", 2, "Thôn") == ("clean", "A2|2025-07-01")
    assert record(cleaned, "hamlets", name="Thôn Mới Mẫu")["latitude"] == 11.28
    assert record(cleaned, "hamlets", hamlet_id="A2", name="Thôn 2")["name"] == "Thôn 2"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"hamlet_id": "A2", "hamlet_name": "Thôn 4"}, "id_and_name_differ"),
        ({"hamlet_id": "A2", "commune_name": "Mẫu Bình"}, "id_and_name_differ"),
        (
            {"commune_code": "99001", "commune_name": "Mẫu Bình", "hamlet_name": "Thôn 2"},
            "id_and_name_differ",
        ),
        ({"hamlet_id": "A2", "hamlet_name": "thon 2", "commune_name": "xã Mẫu An"}, ""),
        ({"hamlet_id": "A2", "hamlet_name": "Thôn Mẫu Cũ"}, ""),
        ({"hamlet_id": "BS", "hamlet_name": "Suối Mầu", "commune_code": "99004"}, ""),
    ],
)
def test_an_id_and_the_name_beside_it_must_mean_the_same(
    tmp_path: Path, row: dict[str, Any], reason: str
) -> None:
    send_registers(tmp_path)
    figures = {"households": 100, "people": 400, "poor_households": 10}
    send_csv(tmp_path / "2024.csv", "hamlet_figures", [row | {"year": 2024} | figures])
    cleaned = clean_folder(tmp_path)
    found = fate(cleaned, "2024.csv", 2)
    assert found == (("quarantine", reason) if reason else ("clean", f"D2024|{row['hamlet_id']}"))


def test_a_name_that_a_hamlet_bore_once_may_stand_beside_its_id(tmp_path: Path) -> None:
    old = {"hamlet_id": "BX", "name": "Thôn 4", "commune_code": "99004", "valid_to": "31/12/2021"}
    new = {"hamlet_id": "BX", "name": "Thôn Mẫu Mới", "commune_code": "99004"}
    other = {"hamlet_id": "BY", "name": "Thôn 4", "commune_code": "99004"}
    since = {"valid_from": "01/01/2022"}
    send_registers(tmp_path, hamlets=[old, new | since, other | since])
    figures = {"households": 100, "people": 400, "poor_households": 10, "year": 2024}
    rows = [{"hamlet_id": one, "hamlet_name": "Thôn 4"} | figures for one in ("BX", "BS")]
    send_csv(tmp_path / "2024.csv", "hamlet_figures", rows)
    cleaned = clean_folder(tmp_path)
    assert fate(cleaned, "2024.csv", 2) == ("clean", "D2024|BX")
    assert fate(cleaned, "2024.csv", 3) == ("quarantine", "id_and_name_differ")


def test_a_pairing_given_by_its_id_must_be_that_of_agency_and_hamlet(tmp_path: Path) -> None:
    send_registers(tmp_path)
    told = {"date": "05/03/2024", "content": "Tặng quà"}
    rows = [
        {"pairing_id": "K1", "agency_name": "Phòng Tư pháp", "hamlet_id": "A2"},
        {"pairing_id": "K1", "agency_name": "Phòng TNMT", "hamlet_id": "A2"},
        {"pairing_id": "K1", "agency_name": "Phòng Tư pháp", "hamlet_id": "A4"},
    ]
    send_csv(tmp_path / "2024.csv", "activities", [row | told for row in rows])
    cleaned = clean_folder(tmp_path)
    fates = [fate(cleaned, "2024.csv", row) for row in range(2, 5)]
    assert [status for status, _ in fates] == ["clean", "quarantine", "quarantine"]
    assert {reason for _, reason in fates[1:]} == {"id_and_name_differ"}


FIGURES = {"households": 100, "people": 400, "poor_households": 10}


def test_a_year_that_the_list_of_rounds_lacks_is_taken_with_a_warning(tmp_path: Path) -> None:
    send_registers(tmp_path)
    for year in (2021, 2024):
        rows = [{"hamlet_id": one, "year": year} | FIGURES for one in ("A2", "A4", "BS")]
        send_csv(tmp_path / f"{year}.csv", "hamlet_figures", rows)
    slip = [{"hamlet_id": one, "year": 2023} | FIGURES for one in ("A2", "A4")]
    slip.append({"hamlet_id": "BS", "year": 2020} | FIGURES)
    send_csv(tmp_path / "2023.csv", "hamlet_figures", slip)
    cleaned = clean_folder(tmp_path)
    assert fate(cleaned, "2021.csv", 2) == ("clean", "KS-2021|A2")
    assert fate(cleaned, "2024.csv", 2) == ("clean", "D2024|A2")
    assert fate(cleaned, "2023.csv", 4) == ("quarantine", "unknown_round")
    told = cleaned.warnings[cleaned.warnings["table"] == "survey_rounds"]["message"]
    assert ["2021" in text for text in told] == [True]
    one = record(cleaned, "survey_rounds", round_id="KS-2021")
    assert (one["year"], one["poverty_standard"]) == (2021, "59/2015")


def test_a_held_round_is_not_replaced_by_an_assumed_one(tmp_path: Path) -> None:
    bad = {"round_id": "D2021", "year": 2021, "reference_date": "31/02/2021"}
    send_registers(tmp_path, survey_rounds=[bad])
    send_csv(tmp_path / "2021.csv", "hamlet_figures", [{"hamlet_id": "A2", "year": 2021} | FIGURES])
    cleaned = clean_folder(tmp_path)
    assert fate(cleaned, "2021.csv", 2) == ("quarantine", "unknown_round")


@pytest.mark.parametrize(
    ("held", "status"),
    [
        ({"agency_id": "CQ1", "hamlet_id": "A4"}, "clean"),
        ({"agency_id": "CQ1", "hamlet_id": "A99"}, "clean"),
        ({"agency_id": "CQ2", "hamlet_id": "A4"}, "quarantine"),
    ],
)
def test_who_worked_by_a_held_assignment_keeps_what_was_done(
    tmp_path: Path, held: dict[str, str], status: str
) -> None:
    broken = {"pairing_id": "K9", "role": "không rõ là gì", "valid_from": "01/01/2021"}
    send_registers(tmp_path, pairings=[held | broken])
    done = {"agency_name": "Phòng Tư pháp", "hamlet_id": "A4", "date": "05/03/2024"}
    send_csv(tmp_path / "2024.csv", "activities", [done | {"content": "Tặng quà"}])
    cleaned = clean_folder(tmp_path)
    assert fate(cleaned, "2024.csv", 2)[0] == status
    told = cleaned.warnings["message"].str.contains("phân công").any()
    assert told == (status == "clean")


def test_half_a_name_in_a_title_is_asked_about_once_and_remembered(tmp_path: Path) -> None:
    send_registers(tmp_path)
    rows = [
        ["Đơn vị báo cáo: Phòng Tài nguyên"],
        ["TT", "Xã", "Thôn", "Nội dung", "Ngày thực hiện"],
        [1, "Mẫu Bình", "Thôn Suối Mẫu", "Tặng quà", "12/3/2024"],
        [2, "Mẫu Bình", "Thôn Suối Mẫu", "Tặng bò", "13/3/2024"],
    ]
    send_book(tmp_path / "hoat_dong.xlsx", {"S": rows})
    cleaned = clean_folder(tmp_path)
    assert fate(cleaned, "hoat_dong.xlsx", 3, "S") == ("quarantine", "name_unsure")
    asked = cleaned.questions[["kind", "text", "rows"]].to_dict("records")
    assert asked == [{"kind": "agency", "text": "Phòng Tài nguyên", "rows": 2}]
    (tmp_path / "decisions.yml").write_text(
        "- {kind: agency, text: Phòng Tài nguyên, chosen: CQ2, by: Lan, on: 2025-01-02}\n",
        encoding="utf-8",
    )
    again = clean_folder(tmp_path)
    assert again.questions.empty
    assert set(again.tables["activities"]["agency_id"]) == {"CQ2"}


@pytest.mark.parametrize(
    ("sender", "status", "told"),
    [("CQ2", "clean", 0), ("Phòng TNMT", "clean", 0), ("Phòng Không Mẫu", "quarantine", 1)],
)
def test_a_sender_may_be_said_by_id_or_name_and_an_unknown_one_is_told(
    tmp_path: Path, sender: str, status: str, told: int
) -> None:
    send_registers(tmp_path)
    rows = [
        ["Xã", "Thôn", "Nội dung", "Ngày thực hiện"],
        ["Mẫu Bình", "Thôn Suối Mẫu", "Tặng quà", "12/3/2024"],
    ]
    send_book(tmp_path / "hoat_dong.xlsx", {"S": rows})
    said = f"- {{file: hoat_dong.xlsx, sender: {sender}}}\n"
    (tmp_path / "SOURCES.yml").write_text(said, encoding="utf-8")
    cleaned = clean_folder(tmp_path)
    assert fate(cleaned, "hoat_dong.xlsx", 2, "S")[0] == status
    assert cleaned.warnings["message"].str.contains(sender).sum() == told


GIFT = {"agency_name": "Phòng Tư pháp", "commune_name": "Mẫu An", "hamlet_name": "Thôn 2"}


def test_what_was_reported_before_is_held_though_it_bears_no_id(tmp_path: Path) -> None:
    send_registers(tmp_path)
    gift = GIFT | {"date": "05/03/2024", "content": "Tặng quà Tết", "cost_dong": 5_000_000}
    visit = GIFT | {"date": "05/04/2024", "content": "Thăm thôn", "cost_dong": None}
    respelled = gift | {"agency_name": "P. Tư pháp", "hamlet_name": "thon 2", "note": "đã báo cáo"}
    dearer = gift | {"cost_dong": 6_000_000}
    send_csv(tmp_path / "2024" / "6 thang.csv", "activities", [gift, visit, visit])
    send_csv(tmp_path / "2024" / "ca nam.csv", "activities", [respelled, dearer])
    cleaned = clean_folder(tmp_path)
    fates = [fate(cleaned, "2024/6 thang.csv", row) for row in range(2, 5)]
    assert [status for status, _ in fates] == ["clean", "clean", "quarantine"]
    assert fates[2][1] == "duplicate"
    assert fate(cleaned, "2024/ca nam.csv", 2) == ("quarantine", "duplicate")
    assert fate(cleaned, "2024/ca nam.csv", 3)[0] == "clean"


def test_an_assignment_listed_again_in_a_later_year_stands_once(tmp_path: Path) -> None:
    send_registers(tmp_path)
    row = {"agency_id": "CQ1", "hamlet_id": "A4", "role": "chủ trì", "period": "2020-2025"}
    for year in (2023, 2024):
        rows = [row | {"valid_from": "01/01/2021"}]
        send_csv(tmp_path / str(year) / "phan cong.csv", "pairings", rows)
    cleaned = clean_folder(tmp_path)
    assert fate(cleaned, "2023/phan cong.csv", 2) == ("structural", "superseded")
    assert fate(cleaned, "2024/phan cong.csv", 2)[0] == "clean"


@pytest.mark.parametrize("headings_of_sexes", [("Nam", "Nữ"), ("NAM", "NỮ"), ("Nam", "Nu")])
def test_men_are_no_year(tmp_path: Path, headings_of_sexes: tuple[str, str]) -> None:
    send_registers(tmp_path)
    rows = [
        ["SỐ LIỆU DÂN SINH NĂM 2024"],
        ["Mã thôn", "Tổng số hộ", "Số khẩu", *headings_of_sexes, "Hộ nghèo"],
        ["A2", 100, 400, 210, 190, 10],
    ]
    send_book(tmp_path / "so lieu.xlsx", {"S": rows})
    cleaned = clean_folder(tmp_path)
    assert fate(cleaned, "so lieu.xlsx", 3, "S") == ("clean", "D2024|A2")
    unknown = cleaned.headings[cleaned.headings["how"] == "unknown"]["heading"]
    assert unknown.tolist() == list(headings_of_sexes)
