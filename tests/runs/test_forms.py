"""Forms go out and come back: what a clerk entered is clean, and nothing has to be asked."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from ketnghia_analysis.cleaning.clean import Cleaned, clean_folder
from ketnghia_analysis.evaluation.facts import FICTION_NOTE
from ketnghia_analysis.intake.forms.workbook import form_workbook
from ketnghia_analysis.intake.forms.xlsforms import XLSForm, xlsforms
from ketnghia_analysis.runs.forms import RECORD, FormsRun, chosen_senders, warnings_of, write_forms
from ketnghia_analysis.vocabulary.errors import DataFault, WrongCall
from tests.cleaning.small_folders import fate, record, send_csv, send_registers
from tests.intake.forms.clerk import Clerk, day, heading_row

COMMUNE, AGENCY, BOARD = "Xã Mẫu An", "Phòng Tư pháp", "Ban Dân vận Huyện ủy"
POPULATION = {
    "Tổng số hộ": 120,
    "Tổng số nhân khẩu": 480,
    "Số hộ dân tộc thiểu số": 60,
    "Số khẩu dân tộc thiểu số": 250,
    "Số hộ nghèo": 12,
    "Số hộ nghèo là dân tộc thiểu số": 10,
    "Số hộ cận nghèo": 0,
    "Thu nhập bình quân đầu người": 42.5,
    "Tỷ lệ hộ nghèo": 10,
}
ROADS = {
    "Đường từ thôn đến trung tâm xã được cứng hóa": "Có",
    "Tổng chiều dài đường thôn, liên thôn": 3.2,
    "Chiều dài đường thôn, liên thôn được cứng hóa": 1.75,
    "Có nhà văn hóa, nhà sinh hoạt cộng đồng": "Không",
}
DIFFICULTY = {
    "Thôn, khu phố": "Thôn 4",
    "Ngày nêu": day("05/02/2024"),
    "Nguồn phản ánh": "Họp dân",
    "Nhóm khó khăn": "Nước sinh hoạt",
    "Nội dung khó khăn, bức xúc": "Thiếu nước sinh hoạt mùa khô",
    "Mức độ": "Rất bức xúc",
    "Nội dung tập trung tháo gỡ": "Có",
    "Kết quả giải quyết": "Đang giải quyết",
}
COMMITMENT = {
    "Thôn, khu phố": "Thôn 2 (xã Mẫu An)",
    "Lĩnh vực": "Phát triển sản xuất, giảm nghèo",
    "Nội dung": "Hỗ trợ giống bò cho hộ nghèo",
    "Chỉ tiêu": 4,
    "Đơn vị tính": "hộ",
    "Thời hạn hoàn thành": day("30/11/2024"),
    "Trọng số": 2,
    "Kết quả thực hiện": 3.5,
    "Trạng thái": "Hoàn thành một phần",
}
ACTIVITY = {
    "Ngày thực hiện": day("05/03/2024"),
    "Thôn, khu phố": "Thôn 2 (xã Mẫu An)",
    "Loại hoạt động": "Tặng quà",
    "Nội dung hoạt động": "Tặng quà Tết",
    "Số lượt người": 25,
    "Kinh phí": 15_000_000,
    "Nguồn kinh phí": "Ngân sách",
    "Lãnh đạo tham gia": "Có",
}
PAIRING = {
    "Mã phân công": "K9",
    "Cơ quan, đơn vị": "Phòng Tài nguyên và Môi trường",
    "Xã, thị trấn": "Xã Mẫu Bình",
    "Thôn, khu phố": "Thôn 2",
    "Vai trò": "Phối hợp",
    "Từ ngày": day("01/02/2024"),
    "Giai đoạn": "2020-2025",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Registers, an open commitment and an open difficulty of the year before."""
    folder = tmp_path_factory.mktemp("dữ liệu") / "raw"
    send_registers(folder)
    send_csv(
        folder / "2023" / AGENCY / "nd.csv",
        "commitments",
        [
            {
                "commitment_id": "ND-1",
                "hamlet_name": "Thôn 2",
                "commune_name": "Mẫu An",
                "field": "đời sống",
                "content": "Sửa nhà cho hộ nghèo",
                "target": 2,
                "due_on": "30/06/2024",
                "state": "đang thực hiện",
            }
        ],
        title=f"{AGENCY} năm 2023",
    )
    return folder


@pytest.fixture(scope="module")
def done(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> FormsRun:
    """The forms of 2024 as they were written."""
    return write_forms(folder, tmp_path_factory.mktemp("biểu"), 2024)


@pytest.fixture(scope="module")
def forms(done: FormsRun) -> Path:
    """The folder with the forms of 2024."""
    return done.folder


@pytest.fixture(scope="module")
def returned(
    folder: Path, forms: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Cleaned, dict[str, int]]:
    """What cleaning makes of the filled forms, and the sheet's row of each entry."""
    rows: dict[str, int] = {}
    commune, agency, board = (Clerk(forms / f"{one}.xlsx") for one in (COMMUNE, AGENCY, BOARD))
    rows["population"] = commune.fill("Biểu 01A", 1, POPULATION)
    commune.fill("Biểu 01C", 1, ROADS)
    rows["difficulty"] = commune.fill("Biểu 02 Khó khăn", 1, DIFFICULTY)
    agency.fill("Biểu 03 Nội dung", 1, {"Kết quả thực hiện": 2, "Trạng thái": "Hoàn thành"})
    rows["commitment"] = agency.fill("Biểu 03 Nội dung", 2, COMMITMENT)
    agency.fill("Biểu 04 Hoạt động", 1, ACTIVITY)
    agency.fill("Biểu 05 Phân công", 1, {"Mã cán bộ": "CB01", "Đối tượng": "Công chức"})
    briefing = {"Ngày quán triệt": day("10/01/2024"), "Số người dự": 11}
    agency.fill("Biểu 06 Quán triệt", 1, briefing)
    meeting = {"Ngày họp": day("02/04/2024"), "UBND xã dự": "Có", "Số kết luận": 2}
    agency.fill("Biểu 07 Họp phối hợp", 1, meeting)
    report = {"Hạn nộp": day("15/06/2024"), "Ngày nộp": day("14/06/2024")}
    agency.fill("Biểu 08 Báo cáo", 1, report)
    rows["pairing"] = board.fill("Biểu 13 Phân công kết nghĩa", 1, PAIRING)
    received = tmp_path_factory.mktemp("đã nhận") / "raw"
    shutil.copytree(folder, received)
    for one, clerk in ((COMMUNE, commune), (AGENCY, agency), (BOARD, board)):
        clerk.save(received / "2024" / one / "biểu đã điền.xlsx")
    return clean_folder(received), rows


def _file(sender: str) -> str:
    return f"2024/{sender}/biểu đã điền.xlsx"


def test_a_filled_form_is_clean_with_no_question_asked(
    returned: tuple[Cleaned, dict[str, int]],
) -> None:
    cleaned, _ = returned
    assert cleaned.quarantine.empty, cleaned.quarantine[["file", "sheet", "row", "message"]]
    assert cleaned.warnings.empty
    sent = cleaned.accounts[cleaned.accounts["file"].str.startswith("2024/")]
    assert set(sent["status"]) == {"clean", "structural"}
    assert (sent["status"] == "clean").sum() == 11
    assert (cleaned.headings["column"] != "").all()


def test_what_was_typed_is_what_is_stored(returned: tuple[Cleaned, dict[str, int]]) -> None:
    cleaned, rows = returned
    figures = record(cleaned, "hamlet_figures", hamlet_id="A2", round_id="D2024")
    expected: dict[str, Any] = {
        "households": 120,
        "people": 480,
        "poor_households": 12,
        "near_poor_households": 0,
        "income_million_dong_per_person": 42.5,
        "poor_share_reported_percent": 10.0,
        "commune_road_paved": True,
        "hamlet_roads_paved_km": 1.75,
        "community_house": False,
    }
    assert {name: figures[name] for name in expected} == expected
    assert pd.isna(figures["insured_people"])
    status, key = fate(cleaned, _file(COMMUNE), rows["difficulty"], "Biểu 02 Khó khăn")
    assert status == "clean"
    difficulty = record(cleaned, "difficulties", difficulty_id=key)
    assert difficulty["hamlet_id"] == "A4"
    assert difficulty["group"] == "water"
    assert difficulty["severity"] == "3"
    assert difficulty["chosen_as_focus"]
    assert difficulty["raised_on"] == pd.Timestamp(2024, 2, 5)


def test_the_agencys_rows_find_their_pairing(returned: tuple[Cleaned, dict[str, int]]) -> None:
    cleaned, rows = returned
    carried = record(cleaned, "commitments", commitment_id="ND-1", year=2024)
    assert carried["pairing_id"] == "K1"
    assert carried["content"] == "Sửa nhà cho hộ nghèo"
    assert carried["state"] == "done"
    assert carried["result"] == 2
    _, key = fate(cleaned, _file(AGENCY), rows["commitment"], "Biểu 03 Nội dung")
    fresh = record(cleaned, "commitments", commitment_id=key.split("|")[0])
    assert fresh["field"] == "production"
    assert fresh["result"] == 3.5
    assert fresh["due_on"] == pd.Timestamp(2024, 11, 30)
    activity = record(cleaned, "activities", pairing_id="K1")
    assert activity["cost_dong"] == 15_000_000
    assert activity["activity_type"] == "gifts"
    assert record(cleaned, "submitted_reports", agency_id="CQ1")["term"] == "half_year"
    assert record(cleaned, "briefings", agency_id="CQ1")["participants"] == 11
    assert record(cleaned, "coordination_meetings", agency_id="CQ1")["with_commune"]
    assert record(cleaned, "officer_duties", agency_id="CQ1")["officer_id"] == "CB01"


def test_a_hamlet_is_found_within_the_chosen_commune(
    returned: tuple[Cleaned, dict[str, int]],
) -> None:
    pairing = record(returned[0], "pairings", pairing_id="K9")
    assert (pairing["agency_id"], pairing["hamlet_id"]) == ("CQ2", "B2")


def test_rows_left_blank_are_no_records(returned: tuple[Cleaned, dict[str, int]]) -> None:
    cleaned, rows = returned
    blank = fate(cleaned, _file(COMMUNE), rows["population"] + 1, "Biểu 01A")
    assert blank == ("structural", "blank_form_row")
    figures = cleaned.tables["hamlet_figures"]
    assert list(figures["hamlet_id"]) == ["A2"]
    aids = cleaned.accounts[cleaned.accounts["reason"] == "form_aid"]
    assert set(aids["sheet"]) == {"Hướng dẫn", "Danh mục"}


def test_a_form_that_nobody_filled_in_gives_no_record_and_no_fault(
    folder: Path, forms: Path, tmp_path: Path
) -> None:
    send_registers(tmp_path)
    for form in forms.glob("*.xlsx"):
        (tmp_path / form.name).write_bytes(form.read_bytes())
    cleaned = clean_folder(tmp_path)
    assert cleaned.quarantine.empty, cleaned.quarantine[["file", "sheet", "row", "message"]]
    sent = cleaned.accounts[cleaned.accounts["file"].str.endswith(".xlsx")]
    assert set(sent["status"]) == {"clean", "structural"}
    # an open commitment that was printed stands in the report of the new year
    assert list(sent.loc[sent["status"] == "clean", "table"]) == ["commitments"]


WRONG = [
    (COMMUNE, "Biểu 01A", "Tổng số hộ", "một trăm", "Số nguyên"),
    (COMMUNE, "Biểu 01A", "Tổng số hộ", 12.5, "Số nguyên"),
    (COMMUNE, "Biểu 01A", "Tỷ lệ hộ nghèo", 101, "từ 0 đến 100"),
    (COMMUNE, "Biểu 02 Khó khăn", "Thôn, khu phố", "Thôn 3", "Chọn một tên"),
    (AGENCY, "Biểu 03 Nội dung", "Lĩnh vực", "khác", "Chọn một mục"),
    (AGENCY, "Biểu 03 Nội dung", "Trọng số", 4, "từ 1 đến 3"),
    (AGENCY, "Biểu 04 Hoạt động", "Kinh phí", 15, "bằng đồng"),
    (AGENCY, "Biểu 04 Hoạt động", "Ngày thực hiện", day("05/03/2023"), "15/12/2023"),
    (AGENCY, "Biểu 04 Hoạt động", "Ngày thực hiện", "5/3/24", "ngày/tháng/năm"),
    (BOARD, "Biểu 13 Phân công kết nghĩa", "Thôn, khu phố", "Thôn 4", "tên mới"),
]


@pytest.mark.parametrize(("sender", "sheet", "heading", "value", "said"), WRONG)
def test_a_slip_is_refused_in_vietnamese(
    forms: Path, sender: str, sheet: str, heading: str, value: Any, said: str
) -> None:
    clerk = Clerk(forms / f"{sender}.xlsx")
    page = clerk.book[sheet]
    top = heading_row(page)
    column = next(c.column for c in page[top] if str(c.value).removesuffix(" *") == heading)
    last = page.cell(page.max_row, column)
    assert said in clerk.refusal(page, last, value)


def test_headings_printed_names_and_sheets_are_locked(forms: Path) -> None:
    book = openpyxl.load_workbook(forms / f"{COMMUNE}.xlsx")
    assert all(page.protection.sheet for page in book.worksheets)
    assert all(page.sheet_state == "visible" for page in book.worksheets)
    page = book["Biểu 01A"]
    top = heading_row(page)
    assert all(cell.protection.locked for cell in page[top])
    assert [page.cell(top + 2, column).value for column in (1, 2, 3)] == [1, "A2", "Thôn 2"]
    locked = [page.cell(top + 2, column).protection.locked for column in (1, 2, 3, 4)]
    assert locked == [True, True, True, False]


def test_the_template_id_stands_in_the_sheet_and_in_a_property(forms: Path) -> None:
    book = openpyxl.load_workbook(forms / f"{AGENCY}.xlsx")
    assert book.custom_doc_props["ketnghia_template"].value == "KN-AGENCY-2024-v1"
    assert book["Biểu 03 Nội dung"]["A1"].value == "Mẫu KN-03-2024-v1"


def test_forms_of_an_invented_district_say_so(forms: Path) -> None:
    said = FICTION_NOTE.split(" – ")[0]
    for path in forms.glob("*.xlsx"):
        for page in openpyxl.load_workbook(path).worksheets[:-1]:
            texts = [str(cell.value) for cell in page[1] if cell.value]
            assert any(said in text for text in texts), (path.name, page.title)


def test_the_same_registers_give_the_same_bytes(done: FormsRun) -> None:
    for written in done.written[:3]:
        sender = next(one for one in done.year.senders if one.name == written.sender)
        assert form_workbook(sender, done.year) == (done.folder / written.file).read_bytes()


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("mau an", COMMUNE),
        ("Xã Mẫu An", COMMUNE),
        ("99001", COMMUNE),
        ("phòng tư pháp", AGENCY),
        ("cq1", AGENCY),
    ],
)
def test_one_sender_is_named_by_name_or_code(done: FormsRun, said: str, name: str) -> None:
    assert list(chosen_senders(done.year, said)) == [name]


def test_an_unknown_sender_is_told_who_there_is(done: FormsRun) -> None:
    with pytest.raises(WrongCall, match="Phòng Tư pháp"):
        chosen_senders(done.year, "Phòng Thuế")


def test_a_form_filled_in_place_is_never_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "biểu"
    (tmp_path / "raw").mkdir()
    board = write_forms(tmp_path / "raw", out, 2024, sender=BOARD)
    form = board.folder / board.written[0].file
    assert [path.name for path in board.folder.glob("*.xlsx")] == [form.name]
    write_forms(tmp_path / "raw", out, 2024, sender=BOARD)
    clerk = Clerk(form)
    clerk.fill("Biểu 12 Đợt khảo sát", 1, {"Mã đợt khảo sát": "D24", "Năm số liệu": 2024})
    clerk.save(form)
    filled = form.read_bytes()
    with pytest.raises(DataFault, match="đã được điền"):
        write_forms(tmp_path / "raw", out, 2024, sender=BOARD)
    assert form.read_bytes() == filled
    kept = write_forms(tmp_path / "raw", out, 2024).kept
    assert [(board.folder / name).read_bytes() for name in kept] == [filled]


def test_without_registers_the_forms_are_blank(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "settings.yml").write_text("issuer: Ban Dân vận\n", encoding="utf-8")
    done = write_forms(tmp_path / "raw", tmp_path / "out", 2024)
    names = {path.stem for path in done.folder.glob("*.xlsx")}
    assert names == {
        "Biểu trống - Xã, thị trấn",
        "Biểu trống - Cơ quan kết nghĩa",
        "Ban Dân vận",
    }
    assert "biểu được lập trống" in done.warnings[0]
    page = openpyxl.load_workbook(done.folder / "Biểu trống - Xã, thị trấn.xlsx")["Biểu 01A"]
    row = heading_row(page) + 2
    assert not page.cell(row, 3).protection.locked
    assert not page["A3"].protection.locked


EXPORTED: dict[str, Any] = {
    "ma_xa": "99001",
    "ma_thon": "A2",
    "ma_thon_khu_pho": "A2",
    "ma_co_quan": "CQ1",
    "ma_cq": "CQ1",
    "nam": 2024,
    "nam_so_lieu": 2024,
    "nam_bao_cao": 2024,
    "tong_so_ho": 100,
    "tong_so_nhan_khau": 400,
    "ti_le_ho_ngheo": 10,
    "trong_so": 2,
    "kinh_phi": 15_000_000,
}
BY_TYPE = {"integer": 10, "decimal": 2.5, "date": "2024-03-05", "text": "ghi chép"}


def _exports(form: XLSForm) -> dict[str, tuple[list[str], list[Any]]]:
    """An export of one entry: fields and values of the form and of each of its repeats."""
    answers = form.choices.drop_duplicates("list_name").set_index("list_name")["name"]
    found: dict[str, tuple[list[str], list[Any]]] = {form.form_id: ([], [])}
    current = form.form_id
    for kind, name in zip(form.survey["type"], form.survey["name"], strict=True):
        if kind == "begin_repeat":
            current = name
            found[current] = ([], [])
        elif kind == "end_repeat":
            current = form.form_id
        elif kind not in ("begin_group", "end_group", "note", "geopoint"):
            chosen = answers.get(kind.removeprefix("select_one "))
            value = EXPORTED.get(name, BY_TYPE.get(kind, chosen))
            found[current][0].append(name)
            found[current][1].append("2024-03-05" if name == "ngay_nop" else value)
    return found


def test_what_is_entered_by_phone_is_clean_too(done: FormsRun, tmp_path: Path) -> None:
    send_registers(tmp_path)
    for form in xlsforms(done.year):
        for name, (fields, values) in _exports(form).items():
            lines = [";".join(fields), ";".join(str(value or "") for value in values)]
            (tmp_path / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    cleaned = clean_folder(tmp_path)
    assert cleaned.quarantine.empty, cleaned.quarantine[["file", "message"]]
    sent = cleaned.accounts[~cleaned.accounts["file"].str.startswith("danh-muc")]
    clean = sent[sent["status"] == "clean"]
    assert sorted(clean["table"]) == [
        "activities",
        "commitments",
        "difficulties",
        "hamlet_figures",
        "submitted_reports",
    ]
    figures = record(cleaned, "hamlet_figures", hamlet_id="A2")
    assert (figures["households"], figures["poor_households"]) == (100, 10)
    assert record(cleaned, "activities", pairing_id="K1")["cost_dong"] == 15_000_000
    assert record(cleaned, "difficulties", hamlet_id="A2")["raised_by"] == "survey"


def test_a_blank_form_is_read_by_what_is_written_into_it(tmp_path: Path) -> None:
    (tmp_path / "trống").mkdir()
    blank = write_forms(tmp_path / "trống", tmp_path / "biểu", 2024).folder
    clerk = Clerk(blank / "Biểu trống - Xã, thị trấn.xlsx")
    for sheet in ("Biểu 01A", "Biểu 01C"):
        clerk.book[sheet]["A3"] = "Xã Mẫu Bình"
    for entry, hamlet in enumerate(("Thôn 2", "Thôn Suối Mẫu"), start=1):
        clerk.fill("Biểu 01A", entry, {"Thôn, khu phố": hamlet, "Tổng số hộ": 50 + entry})
    clerk.fill("Biểu 01C", 1, {"Thôn, khu phố": "Thôn Suối Mẫu", "Số hộ thiếu đất ở": 0})
    send_registers(tmp_path / "raw")
    clerk.save(tmp_path / "raw" / "2024" / "biểu.xlsx")
    cleaned = clean_folder(tmp_path / "raw")
    assert cleaned.quarantine.empty
    figures = cleaned.tables["hamlet_figures"].set_index("hamlet_id")
    assert figures["households"].to_dict() == {"B2": 51, "BS": 52}
    assert figures.at["BS", "lacking_residential_land_households"] == 0


def test_a_missing_round_is_told_before_the_forms_go_out(done: FormsRun) -> None:
    said = warnings_of(replace(done.year, round_known=False))
    assert any("đợt khảo sát năm 2024" in one for one in said)


def test_nothing_is_warned_of_where_registers_and_round_are_there(done: FormsRun) -> None:
    assert done.warnings == []


def test_file_names_are_safe_on_windows(forms: Path) -> None:
    listed = json.loads((forms / RECORD).read_text(encoding="utf-8"))["files"]
    assert {path.relative_to(forms).as_posix() for path in forms.rglob("*.xlsx")} == set(listed)
    assert not any(re.search(r'[<>:"\\|?*]', name) for name in listed)
