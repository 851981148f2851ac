"""A small folder of what five senders sent, with everything that feedback has to deal with."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from cleaning.small_folders import headings, send_csv, send_registers
from openpyxl.styles import Font

AGENCY, COMMUNE, SILENT = "Phòng Tư pháp", "Xã Mẫu An", "Xã Mẫu Bình"
REPORT = f"2024/{AGENCY}/Bao cao 2024.xlsx"
SURVEY = f"2024/{COMMUNE}/so lieu.csv"
LIST = "danh sach.xlsx"
BROKEN = f"2024/{AGENCY}/hong.xlsx"
PHONE, CITIZEN, RESIDENT = "0912 345 678", "079012345678", "Người Không Thật"
FORMULA = "=HYPERLINK(1)"
_ACTIVITIES = ("activity_id", "date", "hamlet_name", "commune_name", "activity_type", "content")
_DUTIES = ("officer_id", "position", "duty", "signed_on")


def write(folder: Path) -> Path:
    """Write the folder; gives it back."""
    send_registers(folder)
    good = {"year": 2024, "commune_name": "Mẫu An", "households": 250, "people": 1000}
    send_csv(
        folder / SURVEY,
        "hamlet_figures",
        [
            good | {"hamlet_name": "Thôn 2", "poor_households": 12},
            good | {"hamlet_name": "Thôn 4", "poor_households": 251},
        ],
    )
    whole = {"year": 2024, "commune_name": "Mẫu Bình", "households": 90, "people": 300}
    send_csv(
        folder / f"2024/{SILENT}/so lieu.csv", "hamlet_figures", [whole | {"hamlet_name": "Thôn 2"}]
    )
    _write_report(folder / REPORT)
    (folder / BROKEN).write_bytes(b"")
    _write_list(folder / LIST)
    return folder


def _write_report(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    work = book.active
    work.title = "Hoạt động"
    work["A1"] = "HOẠT ĐỘNG KẾT NGHĨA NĂM 2024"
    work["A1"].font = Font(name="Times New Roman", size=14, bold=True)
    work.merge_cells("A1:F1")
    work.column_dimensions["F"].width = 44
    lines = [
        headings("activities", _ACTIVITIES),
        ["H1", "05/03/2024", "Thôn 2", "Mẫu An", "tặng quà", f"gọi {PHONE}"],
        ["H2", "31/02/2024", "Thôn 2", "Mẫu An", "tặng quà", FORMULA],
        ["H3", "06/03/2024", "Thôn 2", "Mẫu An", "tặng quà", "tặng quà Tết"],
    ]
    for row, cells in enumerate(lines, start=2):
        for column, value in enumerate(cells, start=1):
            cell = work.cell(row, column, value)
            if value == FORMULA:
                cell.data_type = "s"
    work.row_dimensions[4].hidden = True
    duties = book.create_sheet("Trách nhiệm")
    duties.append(["PHÂN CÔNG TRÁCH NHIỆM CÁN BỘ NĂM 2024"])
    duties.append(headings("officer_duties", _DUTIES))
    duties.append(["CB-77", "Chuyên viên chính", "theo dõi", "30/02/2024"])
    book.save(path)


def _write_list(path: Path) -> None:
    """A list of residents that nobody asked for, from nobody known."""
    book = openpyxl.Workbook()
    page = book.active
    page.append(["TT", "Họ và tên", "Số CCCD", "Cỡ áo"])
    page.append([1, RESIDENT, int(CITIZEN.lstrip("0")), "L"])
    page.append([2, RESIDENT, CITIZEN, "M"])
    book.save(path)
