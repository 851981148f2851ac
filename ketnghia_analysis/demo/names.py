"""Names of the fictional district: nothing here exists, all of it is called "Mẫu" (sample)."""

from __future__ import annotations

from datetime import date

PROVINCE = "tỉnh Mẫu Châu"
DISTRICT = "huyện Mẫu Giang"
REFORM = date(2025, 7, 1)
"""Day on which communes were merged and codes re-used."""

COMMUNES: dict[str, tuple[str, str, tuple[int, int]]] = {
    "Trung": ("99001", "town", (1, 1)),
    "An": ("99004", "commune", (0, 2)),
    "Bình": ("99007", "commune", (1, 2)),
    "Hòa": ("99010", "commune", (2, 2)),
    "Lũy": ("99013", "commune", (3, 2)),
    "Quý": ("99016", "commune", (2, 1)),
    "Sơn": ("99019", "commune", (3, 1)),
    "Thạch": ("99022", "commune", (3, 0)),
    "Thủy": ("99025", "commune", (2, 0)),
    "Đức": ("99028", "commune", (1, 0)),
    "Điền": ("99031", "commune", (0, 0)),
    "Lâm": ("99034", "commune", (0, 1)),
}
"""Short name: code, type, place in a grid of 4 columns (from west) and 3 rows (from south)."""

SPLIT_COMMUNE = "Thạch"
"""Its north went to one new commune, the rest to another."""

NEW_COMMUNES: dict[str, tuple[str, tuple[str, ...]]] = {
    "Mẫu Giang": ("99001", ("Trung", "An", "Bình")),
    "Mẫu Hòa": ("99010", ("Hòa", "Lũy")),
    "Mẫu Tân": ("99019", ("Quý", "Sơn")),
    "Mẫu Thủy": ("99022", ("Thủy", "Thạch")),
    "Mẫu Thuận": ("99028", ("Đức", "Điền", "Lâm")),
}
"""Communes from 1/7/2025: name, code (once another commune's), parts.

"Mẫu Thủy" took the code of Mẫu Thạch, not of the old Mẫu Thủy; "Mẫu Hòa" kept name and code but not
its area: a join on code or name alone goes wrong here, as it does in reality.
"""
NORTH_OF_SPLIT_GOES_TO = "Mẫu Tân"

HAMLETS: dict[str, tuple[str, ...]] = {
    "Trung": tuple(f"Khu phố {number}" for number in range(1, 7)),
    "An": ("Thôn 1", "Thôn 2", "Thôn 3", "Thôn 4", "Thôn 14"),
    "Bình": ("Thôn 1", "Thôn 2", "Thôn 3", "Thôn 4", "Thôn 5"),
    "Hòa": (
        "Thôn Mẫu Hòa 1",
        "Thôn Mẫu Hòa 2",
        "Thôn Suối Mẫu",
        "Thôn Mẫu Hà",
        "Thôn Mẫu Hạ",
        "Thôn Thủy Mẫu",
    ),
    "Lũy": ("Thôn Lũy Mẫu", "Thôn Đồi Mẫu", "Thôn Bàu Mẫu", "Thôn Rẫy Mẫu", "Thôn K'Mẫu"),
    "Quý": ("Thôn Quý Mẫu 1", "Thôn Quý Mẫu 2", "Thôn Mẫu Mỹ", "Thôn Mẫu Lý", "Thôn Gò Mẫu"),
    "Sơn": ("Thôn Sơn Mẫu", "Thôn Đá Mẫu", "Thôn Dốc Mẫu", "Thôn Mẫu Đăng", "Thôn Mẫu Ngàn"),
    "Thạch": (
        "Thôn Thạch Mẫu 1",
        "Thôn Thạch Mẫu 2",
        "Thôn Thạch Mẫu 3",
        "Thôn Hang Mẫu",
        "Thôn Mẫu Khe",
        "Thôn Ghềnh Mẫu",
    ),
    "Thủy": ("Thôn Thủy Mẫu 1", "Thôn Thủy Mẫu 2", "Thôn Bến Mẫu", "Thôn Đầm Mẫu", "Thôn Mẫu Hoa"),
    "Đức": ("Thôn Đức Mẫu", "Thôn Mẫu Đường", "Thôn Mẫu Đồng", "Thôn Đập Mẫu", "Thôn Mẫu Đoàn"),
    "Điền": (
        "Thôn Điền Mẫu 1",
        "Thôn Điền Mẫu 2",
        "Thôn Điền Mẫu 3",
        "Thôn Điền Mẫu 4",
        "Thôn Ruộng Mẫu",
    ),
    "Lâm": ("Thôn Rừng Mẫu", "Thôn Lâm Mẫu", "Thôn Mẫu Tre", "Thôn Mẫu Nứa", "Thôn Trảng Mẫu"),
}

RENAMED = ("Thôn Đá Mẫu", "Thôn Bàn Đá Mẫu", date(2022, 7, 1))
MERGED = (("Thôn Điền Mẫu 3", "Thôn Điền Mẫu 4"), "Thôn Tân Điền Mẫu", date(2023, 1, 1))
SPLIT = ("Thôn Ghềnh Mẫu", ("Thôn Ghềnh Mẫu 1", "Thôn Ghềnh Mẫu 2"), date(2021, 7, 1))

PAIRED_HAMLETS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "Thôn Suối Mẫu": ("CQ01", ("CQ05",), "cho_ro"),
    "Thôn Mẫu Hà": ("CQ02", (), "cho_ro"),
    "Thôn Thủy Mẫu": ("CQ03", ("CQ10",), "cham"),
    "Thôn Đồi Mẫu": ("CQ04", ("CQ14",), "co_ho"),
    "Thôn Rẫy Mẫu": ("CQ05", (), "co_ho"),
    "Thôn K'Mẫu": ("CQ06", ("CQ12", "CQ02"), "co_ho"),
    "Thôn Đá Mẫu": ("CQ07", ("CQ13",), "ra_glai"),
    "Thôn Dốc Mẫu": ("CQ08", (), "ra_glai"),
    "Thôn Mẫu Đăng": ("CQ10", ("CQ08",), "ra_glai"),
    "Thôn Mẫu Ngàn": ("CQ11", (), "ra_glai"),
    "Thôn Hang Mẫu": ("CQ12", ("CQ15",), "nung"),
    "Thôn Mẫu Khe": ("CQ13", (), "nung"),
    "Thôn Mẫu Hoa": ("CQ14", (), "hoa"),
    "Thôn Đập Mẫu": ("CQ15", ("CQ06",), "tay"),
    "Thôn Điền Mẫu 3": ("CQ01", (), "tay"),
    "Thôn Rừng Mẫu": ("CQ02", ("CQ07",), "ma"),
    "Thôn Mẫu Tre": ("CQ04", ("CQ11",), "ma"),
    "Thôn Mẫu Nứa": ("CQ03", (), "ma"),
}
"""Paired hamlet: lead agency, supporting agencies, main ethnic minority."""

MIXED_UNPAIRED: dict[str, str] = {
    "Thôn Mẫu Hạ": "cho_ro",
    "Thôn Bàu Mẫu": "co_ho",
    "Thôn Gò Mẫu": "cham",
    "Thôn Sơn Mẫu": "ra_glai",
    "Thôn Thạch Mẫu 3": "nung",
    "Thôn Đầm Mẫu": "hoa",
    "Thôn Mẫu Đường": "tay",
    "Thôn Trảng Mẫu": "ma",
}

AGENCIES: dict[str, tuple[str, str, str, int]] = {
    "CQ01": ("Phòng Tài nguyên và Môi trường", "Phòng TN&MT", "office", 11),
    "CQ02": ("Phòng Kinh tế và Hạ tầng", "Phòng KT&HT", "office", 9),
    "CQ03": ("Phòng Tài chính - Kế hoạch", "Phòng TC-KH", "office", 10),
    "CQ04": ("Phòng Nông nghiệp và Phát triển nông thôn", "Phòng NN&PTNT", "office", 12),
    "CQ05": ("Phòng Tư pháp", "Phòng TP", "office", 5),
    "CQ06": ("Phòng Nội vụ", "Phòng NV", "office", 8),
    "CQ07": ("Phòng Lao động - Thương binh và Xã hội", "Phòng LĐ-TB&XH", "office", 9),
    "CQ08": ("Phòng Văn hóa và Thông tin", "Phòng VH&TT", "office", 6),
    "CQ09": ("Thanh tra huyện", "Thanh tra", "inspectorate", 6),
    "CQ10": (
        "Trung tâm Văn hóa - Thông tin và Thể thao",
        "TT VH-TT&TT",
        "service_unit",
        18,
    ),
    "CQ11": (
        "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên",
        "TT GDNN-GDTX",
        "service_unit",
        22,
    ),
    "CQ12": ("Trung tâm Phát triển quỹ đất", "TT PTQĐ", "service_unit", 14),
    "CQ13": ("Ban Quản lý Dự án đầu tư xây dựng", "BQL DA ĐTXD", "project_board", 16),
    "CQ14": ("Ban Quản lý công trình công cộng", "BQL CTCC", "project_board", 20),
    "CQ15": ("Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", "VP HĐND&UBND", "secretariat", 17),
    "CQ16": ("Phòng Dân tộc", "Phòng DT", "coordinator", 5),
}
"""Id: name, abbreviation, type, staff. The fifteen agencies of the letter and the coordinator."""

COORDINATOR = "CQ16"
MERGED_AGENCIES = (
    ("CQ01", "CQ04"),
    ("CQ17", "Phòng Nông nghiệp và Môi trường", "Phòng NN&MT", "office", 21),
    date(2025, 3, 1),
)
WITHOUT_PAIRING_IN_2020 = "CQ09"
LATE_PAIRING = ("CQ09", "Thôn Mẫu Khe", date(2021, 3, 1))
LOSES_ITS_AGENCY = ("Thôn Mẫu Nứa", date(2023, 6, 30))
HANDED_OVER = ("Thôn Mẫu Hoa", "CQ14", "CQ15", date(2023, 1, 1))

ASSIGNED_ON = date(2020, 7, 10)
PROGRAMME_ENDS = date(2025, 12, 31)
ASSIGNING_DOCUMENT = "Văn bản mẫu số 01/UBND-HC ngày 10/7/2020 (hư cấu)"
AMENDING_DOCUMENT = "Văn bản mẫu số {number:02d}/UBND-HC (hư cấu)"

FIRST_YEAR, EVALUATED_YEAR, LAST_YEAR = 2019, 2024, 2025
PROGRAMME_YEARS = range(2020, LAST_YEAR + 1)
SURVEY_YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
NEW_STANDARD_FROM = 2022
