"""Tables of coordination: duties of officials, briefings, meetings, reports."""

from __future__ import annotations

from ketnghia_analysis.vocabulary import codes
from ketnghia_analysis.vocabulary.column_kinds import (
    REPORT_YEAR,
    code_column,
    count_column,
    date_column,
    identifier,
    reference,
    text_column,
)
from ketnghia_analysis.vocabulary.columns import Column, Kind, Table, at_most

OFFICER_DUTIES = Table(
    name="officer_duties",
    heading="Phân công trách nhiệm cán bộ, công chức, viên chức",
    meaning="The task of one official of an agency in one year (the letter asks for every one's).",
    announced_by=("phân công trách nhiệm", "phân công cán bộ", "trách nhiệm của từng cán bộ"),
    key=("agency_id", "year", "officer_id"),
    columns=(
        reference("agency_id", "Mã cơ quan", "agencies", "year"),
        REPORT_YEAR,
        Column(
            name="officer_id",
            heading="Mã cán bộ",
            meaning="Id that the agency keeps; names stay with the agency.",
            kind=Kind.ID,
            synonyms=("Mã CBCCVC", "Mã số cán bộ"),
            required=True,
            personal=True,
        ),
        Column(
            name="position",
            heading="Chức vụ",
            meaning="Position held.",
            synonyms=("Chức vụ, chức danh",),
            personal=True,
        ),
        code_column("officer_group", "Đối tượng", "Sort of employment.", codes.OFFICER_GROUPS),
        text_column(
            "duty", "Nhiệm vụ được giao", "Task in the programme.", "Nhiệm vụ", "Nhiệm vụ phân công"
        ),
        text_column("document", "Văn bản giao nhiệm vụ", "Document that assigns it.", "Văn bản"),
        date_column("signed_on", "Ngày ký", "Day of that document.", "Ngày văn bản"),
    ),
)

BRIEFINGS = Table(
    name="briefings",
    heading="Hội nghị quán triệt và kế hoạch năm",
    meaning="A meeting at which an agency made the programme known to its staff, "
    "and the yearly plan made for it.",
    announced_by=("quán triệt", "hội nghị quán triệt", "quán triệt, kế hoạch"),
    key=("agency_id", "year", "date"),
    dated_by="date",
    columns=(
        reference("agency_id", "Mã cơ quan", "agencies", "year"),
        REPORT_YEAR,
        date_column(
            "date",
            "Ngày quán triệt",
            "Day of the meeting.",
            "Ngày tổ chức quán triệt",
            required=True,
            spans=True,
        ),
        text_column(
            "document", "Văn bản quán triệt", "What was made known.", "Nội dung quán triệt"
        ),
        count_column(
            "participants", "Số người dự", "Staff present.", "people", "Số người tham dự", high=1000
        ),
        text_column(
            "plan_document", "Kế hoạch năm (số, ký hiệu)", "Yearly plan.", "Kế hoạch kết nghĩa năm"
        ),
        date_column(
            "plan_signed_on",
            "Ngày ban hành kế hoạch",
            "Day of the yearly plan.",
            "Ngày ký kế hoạch",
        ),
    ),
)

_CONCLUSIONS = count_column(
    "conclusions", "Số kết luận", "Conclusions of the meeting.", "conclusions", high=100
)
_CONCLUSIONS_DONE = count_column(
    "conclusions_done",
    "Số kết luận đã thực hiện",
    "Conclusions that were carried out.",
    "conclusions",
    "Kết luận đã thực hiện",
    high=100,
)


def _attended(name: str, heading: str, who: str, *synonyms: str) -> Column:
    return Column(
        name=name,
        heading=heading,
        meaning=f"Whether {who} took part.",
        kind=Kind.YES_NO,
        synonyms=synonyms,
    )


COORDINATION_MEETINGS = Table(
    name="coordination_meetings",
    heading="Họp phối hợp",
    meaning="A meeting of an agency with the Ethnic Affairs Office or a commune's committee.",
    announced_by=("họp phối hợp", "các cuộc họp phối hợp"),
    key=("meeting_id",),
    dated_by="date",
    checks=(at_most(_CONCLUSIONS_DONE, _CONCLUSIONS),),
    columns=(
        identifier("meeting_id", "Mã cuộc họp", "Id of the meeting.", "Mã họp", generated=True),
        date_column("date", "Ngày họp", "Day of the meeting.", "Ngày", required=True, spans=True),
        reference("agency_id", "Mã cơ quan", "agencies", "date"),
        reference("hamlet_id", "Mã thôn", "hamlets", "date", required=False),
        _attended(
            "with_ethnic_office",
            "Phòng Dân tộc dự",
            "the Ethnic Affairs Office",
            "Thành phần Phòng Dân tộc",
            "Có Phòng Dân tộc",
        ),
        _attended(
            "with_commune",
            "UBND xã dự",
            "the commune's committee",
            "Thành phần UBND xã, thị trấn",
            "Thành phần UBND xã",
            "Có UBND xã",
        ),
        _attended(
            "with_hamlet",
            "Thôn dự",
            "the hamlet",
            "Thành phần Đại diện thôn",
            "Thành phần Thôn",
            "Có thôn",
        ),
        code_column(
            "meeting_form", "Hình thức họp", "How they met.", codes.MEETING_FORMS, "Hình thức"
        ),
        text_column("minutes", "Số biên bản", "Number of the minutes."),
        _CONCLUSIONS,
        _CONCLUSIONS_DONE,
    ),
)

SUBMITTED_REPORTS = Table(
    name="submitted_reports",
    heading="Theo dõi báo cáo",
    meaning="A report that an agency owed, and when it came.",
    announced_by=("theo dõi báo cáo", "tình hình nộp báo cáo", "chế độ báo cáo"),
    newest_wins=True,
    key=("agency_id", "year", "term"),
    columns=(
        reference("agency_id", "Mã cơ quan", "agencies", "year"),
        REPORT_YEAR,
        code_column(
            "term", "Kỳ báo cáo", "Half year or year.", codes.REPORT_TERMS, "Kỳ", required=True
        ),
        date_column(
            "due_on",
            "Hạn nộp",
            "Day on which it was due.",
            "Hạn nộp báo cáo",
            required=True,
            deadline=True,
        ),
        date_column(
            "submitted_on", "Ngày nộp", "Day on which it came; missing if it did not.", "Ngày gửi"
        ),
        text_column(
            "document", "Số, ký hiệu báo cáo", "Number of the report.", "Số ký hiệu", "Số báo cáo"
        ),
    ),
)
