"""Which sheets a form has and which columns stand on each; all else follows from the vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ketnghia_analysis.vocabulary.columns import Column, Kind
from ketnghia_analysis.vocabulary.hamlet_figures import PARTS
from ketnghia_analysis.vocabulary.tables import TABLES, WRITTEN_AS, readable_columns


class Role(StrEnum):
    """Who fills a form."""

    COMMUNE = "commune"
    AGENCY = "agency"
    BOARD = "board"


ROLE_LABELS: dict[Role, str] = {
    Role.COMMUNE: "Xã, thị trấn",
    Role.AGENCY: "Cơ quan kết nghĩa",
    Role.BOARD: "Cơ quan điều phối",
}


@dataclass(frozen=True)
class FormSheet:
    """One sheet of a form.

    Attributes:
        code: short code of the form, part of its template id.
        name: name of the sheet.
        table: table of the vocabulary whose rows it takes.
        title: what stands above the table; the year is added.
        hint: one line of instruction above the table; it must name no place and no agency, for
            intake looks for the sender there.
        named_by: columns that say which row of another table is meant; they stand first.
        without: own columns of the table that the sheet leaves out.
        part: part of the hamlet form, "" for other tables.
        printed: columns that are printed before the form is sent out.
        blank_rows: rows for entries beside the printed ones.
    """

    code: str
    name: str
    table: str
    title: str
    hint: str
    named_by: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    part: str = ""
    printed: frozenset[str] = frozenset()
    blank_rows: int = 40

    @property
    def columns(self) -> tuple[Column, ...]:
        """Columns of the sheet, left to right."""
        return tuple(readable_columns(self.table)[name] for name in (*self.named_by, *self._own))

    @property
    def required(self) -> frozenset[str]:
        """Columns without which a row can't be used; names stand for the ids they name."""
        table = TABLES[self.table]
        needed = {column.name for column in self.columns if _is_needed(column)}
        for column in table.columns:
            if column.refers_to and column.required:
                standing = {written.name for written in WRITTEN_AS[column.refers_to]}
                names = standing & set(self.named_by) - set(table.names)
                needed = (needed | names) - ({column.name} if names else set())
        return frozenset(needed)

    @property
    def _own(self) -> list[str]:
        return [
            column.name
            for column in TABLES[self.table].columns
            if column.name not in {*self.named_by, *self.without}
            and column.part == self.part
            and not column.companion_of
            and not self._is_known_otherwise(column)
        ]

    def _is_known_otherwise(self, column: Column) -> bool:
        """Years stand in the title; ids are found from names, but for links to other entries."""
        is_year = column.kind is Kind.YEAR and self.table != "survey_rounds"
        return is_year or column.refers_to not in (None, "commitments", "difficulties")


def _is_needed(column: Column) -> bool:
    return column.required and not column.generated and not column.assumed


def _figures(part: str) -> FormSheet:
    return FormSheet(
        code=f"01{part}",
        name=f"Biểu 01{part}",
        table="hamlet_figures",
        title=PARTS[part],
        hint="Mỗi dòng một thôn, tên thôn đã in sẵn. Không có thì ghi 0; "
        "chưa có số liệu thì để trống.",
        named_by=("hamlet_id", "hamlet_name"),
        part=part,
        printed=frozenset({"hamlet_id", "hamlet_name"}),
        blank_rows=0,
    )


_MEETINGS = FormSheet(
    "07",
    "Biểu 07 Họp phối hợp",
    "coordination_meetings",
    "Biểu 07: họp phối hợp",
    "Mỗi dòng một cuộc họp. Cột Thôn để trống nếu họp chung nhiều thôn.",
    named_by=("date", "hamlet_name"),
    without=frozenset({"meeting_id"}),
    blank_rows=30,
)
_REPORTS = FormSheet(
    "08",
    "Biểu 08 Báo cáo",
    "submitted_reports",
    "Biểu 08: theo dõi báo cáo",
    "Mỗi dòng một kỳ báo cáo. Chưa nộp thì để trống ngày nộp.",
    printed=frozenset({"term"}),
    blank_rows=0,
)
FORMS: dict[Role, tuple[FormSheet, ...]] = {
    Role.COMMUNE: (
        *(_figures(part) for part in "ABCD"),
        FormSheet(
            "02",
            "Biểu 02 Khó khăn",
            "difficulties",
            "Biểu 02: khó khăn, bức xúc của thôn",
            "Vụ việc chưa xong đã in sẵn: cập nhật kết quả. Vụ việc mới: ghi dòng trống, "
            "để trống cột Mã khó khăn. Không ghi tên người dân.",
            named_by=("difficulty_id", "hamlet_name"),
            blank_rows=30,
        ),
    ),
    Role.AGENCY: (
        FormSheet(
            "03",
            "Biểu 03 Nội dung",
            "commitments",
            "Biểu 03: nội dung kết nghĩa đăng ký và kết quả thực hiện",
            "Nội dung năm trước chưa xong đã in sẵn: ghi kết quả. Nội dung mới: ghi dòng trống, "
            "để trống cột Mã nội dung.",
            named_by=("commitment_id", "hamlet_name"),
            blank_rows=25,
        ),
        FormSheet(
            "04",
            "Biểu 04 Hoạt động",
            "activities",
            "Biểu 04: hoạt động kết nghĩa đã thực hiện",
            "Mỗi dòng một hoạt động trong một ngày tại một thôn. "
            "Kinh phí ghi bằng đồng, không ghi bằng triệu đồng.",
            named_by=("date", "hamlet_name"),
            without=frozenset({"activity_id"}),
            blank_rows=60,
        ),
        FormSheet(
            "05",
            "Biểu 05 Phân công",
            "officer_duties",
            "Biểu 05: phân công trách nhiệm cán bộ, công chức, viên chức",
            "Mỗi dòng một người, chỉ ghi mã do cơ quan tự đặt. Không ghi họ tên, số điện thoại.",
            blank_rows=40,
        ),
        FormSheet(
            "06",
            "Biểu 06 Quán triệt",
            "briefings",
            "Biểu 06: hội nghị quán triệt và kế hoạch năm",
            "Mỗi dòng một hội nghị quán triệt; kế hoạch năm ghi cùng dòng với hội nghị.",
            blank_rows=8,
        ),
        _MEETINGS,
        _REPORTS,
    ),
    Role.BOARD: (
        FormSheet(
            "09",
            "Biểu 09 Danh mục xã",
            "communes",
            "Biểu 09: danh mục xã, thị trấn (mới hoặc thay đổi)",
            "Chỉ ghi đơn vị mới hoặc có thay đổi: mỗi lần đổi mã, tên, loại là một dòng mới.",
            blank_rows=20,
        ),
        FormSheet(
            "10",
            "Biểu 10 Danh mục thôn",
            "hamlets",
            "Biểu 10: danh mục thôn (mới hoặc thay đổi)",
            "Chỉ ghi thôn mới hoặc có thay đổi. Mã thôn giữ nguyên suốt đời; "
            "thôn sáp nhập, chia tách nhận mã mới.",
            named_by=("hamlet_id", "name", "commune_name"),
            blank_rows=40,
        ),
        FormSheet(
            "11",
            "Biểu 11 Danh mục cơ quan",
            "agencies",
            "Biểu 11: danh mục cơ quan, đơn vị (mới hoặc thay đổi)",
            "Chỉ ghi cơ quan mới hoặc có thay đổi, một dòng cho một cơ quan.",
            without=frozenset({"head_name"}),
            blank_rows=20,
        ),
        FormSheet(
            "12",
            "Biểu 12 Đợt khảo sát",
            "survey_rounds",
            "Biểu 12: đợt khảo sát",
            "Mỗi đợt khảo sát một dòng; ghi trước khi phát biểu số liệu thôn.",
            blank_rows=4,
        ),
        FormSheet(
            "13",
            "Biểu 13 Phân công kết nghĩa",
            "pairings",
            "Biểu 13: phân công kết nghĩa (mới hoặc thay đổi)",
            "Mỗi dòng một cơ quan với một thôn. Chọn cột Xã trước, danh sách thôn theo đó mà đổi.",
            named_by=("pairing_id", "agency_name", "commune_name", "hamlet_name"),
            blank_rows=40,
        ),
        FormSheet(
            "07B",
            "Biểu 07B Họp phối hợp",
            "coordination_meetings",
            "Biểu 07B: họp phối hợp với các cơ quan",
            "Mỗi dòng một cơ quan dự họp. Cột Thôn để trống nếu họp chung nhiều thôn.",
            named_by=("date", "agency_name", "commune_name", "hamlet_name"),
            without=frozenset({"meeting_id"}),
            blank_rows=60,
        ),
        FormSheet(
            "08B",
            "Biểu 08B Theo dõi báo cáo",
            "submitted_reports",
            "Biểu 08B: theo dõi báo cáo của các cơ quan",
            "Mỗi dòng một kỳ báo cáo của một cơ quan. Chưa nộp thì để trống ngày nộp.",
            named_by=("agency_name", "term"),
            printed=frozenset({"agency_name", "term"}),
            blank_rows=6,
        ),
    ),
}
"""Sheets of each form in their order."""
