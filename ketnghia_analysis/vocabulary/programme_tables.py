"""Programme tables: who is paired with whom, what was promised, done, and is stuck."""

from __future__ import annotations

from ketnghia_analysis.vocabulary import codes
from ketnghia_analysis.vocabulary.columns import Column, Kind, Table, at_most, not_before


def _id(name: str, heading: str, meaning: str, *synonyms: str, generated: bool = False) -> Column:
    return Column(
        name=name,
        heading=heading,
        meaning=meaning,
        kind=Kind.ID,
        synonyms=synonyms,
        required=True,
        generated=generated,
    )


def _reference(
    name: str, heading: str, table: str, as_of: str | None = None, required: bool = True
) -> Column:
    return Column(
        name=name,
        heading=heading,
        meaning=f"Row of {table} that is meant; found from names where no id is given.",
        kind=Kind.ID,
        refers_to=table,
        as_of=as_of,
        required=required,
    )


_YEAR = Column(
    name="year",
    heading="Năm",
    meaning="Reporting year; taken from the file's title where there is no such column.",
    kind=Kind.YEAR,
    synonyms=("Năm báo cáo", "Năm kế hoạch"),
    low=2015,
    high=2035,
    required=True,
)


def _date(name: str, heading: str, meaning: str, *synonyms: str, required: bool = False) -> Column:
    return Column(
        name=name,
        heading=heading,
        meaning=meaning,
        kind=Kind.DATE,
        synonyms=synonyms,
        required=required,
    )


def _code(
    name: str,
    heading: str,
    meaning: str,
    code_list: codes.CodeList,
    *synonyms: str,
    required: bool = False,
) -> Column:
    return Column(
        name=name,
        heading=heading,
        meaning=meaning,
        kind=Kind.CODE,
        codes=code_list,
        synonyms=synonyms,
        required=required,
    )


def _count(name: str, heading: str, meaning: str, unit: str, *synonyms: str, high: int) -> Column:
    return Column(
        name=name,
        heading=heading,
        meaning=meaning,
        kind=Kind.COUNT,
        unit=unit,
        synonyms=synonyms,
        low=0,
        high=high,
    )


def _text(name: str, heading: str, meaning: str, *synonyms: str, required: bool = False) -> Column:
    return Column(name=name, heading=heading, meaning=meaning, synonyms=synonyms, required=required)


_VALID_FROM = _date(
    "valid_from",
    "Từ ngày",
    "First day of the pairing.",
    "Ngày bắt đầu",
    "Kết nghĩa từ",
    required=True,
)
_VALID_TO = _date(
    "valid_to", "Đến ngày", "Last day; missing while it goes on.", "Ngày kết thúc", "Kết nghĩa đến"
)

PAIRINGS = Table(
    name="pairings",
    heading="Phân công kết nghĩa",
    meaning="One agency assigned to one hamlet between two dates. Many-to-many: a hamlet may have "
    "several agencies, one of them the lead.",
    announced_by=("phân công kết nghĩa", "phân công các cơ quan", "danh sách kết nghĩa"),
    newest_wins=True,
    key=("pairing_id",),
    checks=(not_before(_VALID_TO, _VALID_FROM),),
    columns=(
        _id("pairing_id", "Mã phân công", "Id of the pairing.", "Mã cặp", "Mã kết nghĩa"),
        _reference("agency_id", "Mã cơ quan", "agencies", "valid_from"),
        _reference("hamlet_id", "Mã thôn", "hamlets", "valid_from"),
        _code(
            "role", "Vai trò", "Lead or support.", codes.PAIRING_ROLES, "Nhiệm vụ", required=True
        ),
        _text(
            "assigning_document",
            "Văn bản phân công",
            "Document that assigns it.",
            "Số văn bản",
            "Căn cứ phân công",
        ),
        _VALID_FROM,
        _VALID_TO,
        _code(
            "period",
            "Giai đoạn",
            "Period of the programme.",
            codes.PROGRAMME_PERIODS,
            required=True,
        ),
        _code("state", "Tình trạng", "State of the pairing.", codes.PAIRING_STATES, "Trạng thái"),
    ),
)

_DUE = _date(
    "due_on",
    "Thời hạn hoàn thành",
    "Deadline; a commitment without one stays in the data and is a finding.",
    "Thời hạn",
    "Hạn hoàn thành",
    "Hoàn thành trước ngày",
)
_EXTENDED = _date("extended_to", "Thời hạn mới", "Deadline after an extension.", "Hạn mới")

COMMITMENTS = Table(
    name="commitments",
    heading="Nội dung kết nghĩa đăng ký",
    meaning="What an agency promised a hamlet, as reported in one year; "
    "a commitment carried over stands again in the next year's report.",
    announced_by=("nội dung kết nghĩa", "nội dung đăng ký", "kết quả thực hiện nội dung"),
    key=("commitment_id", "year"),
    checks=(not_before(_EXTENDED, _DUE),),
    columns=(
        _id("commitment_id", "Mã nội dung", "Id of the commitment.", "Mã ND", generated=True),
        _YEAR,
        _reference("pairing_id", "Mã phân công", "pairings", "year"),
        _code(
            "field",
            "Lĩnh vực",
            "One of the six fields of the programme.",
            codes.FIELDS,
            "Nhóm nội dung",
            required=True,
        ),
        _text(
            "content",
            "Nội dung",
            "What was promised.",
            "Nội dung kết nghĩa",
            "Nội dung đăng ký",
            "Nội dung thực hiện",
            required=True,
        ),
        Column(
            name="target",
            heading="Chỉ tiêu",
            meaning="Quantity promised, in `target_unit`.",
            kind=Kind.NUMBER,
            synonyms=("Chỉ tiêu đăng ký", "Kế hoạch"),
            low=0,
            high=1e6,
        ),
        _text("target_unit", "Đơn vị tính", "Unit of target and result.", "ĐVT"),
        _DUE,
        Column(
            name="weight",
            heading="Trọng số",
            meaning="Importance, 1 to 3.",
            kind=Kind.COUNT,
            synonyms=("Mức quan trọng",),
            low=1,
            high=3,
        ),
        Column(
            name="result",
            heading="Kết quả thực hiện",
            meaning="Quantity reached, in `target_unit`.",
            kind=Kind.NUMBER,
            synonyms=("Kết quả", "Thực hiện"),
            low=0,
            high=1e6,
        ),
        _date("completed_on", "Ngày hoàn thành", "Day of completion.", "Hoàn thành ngày"),
        _code(
            "state",
            "Trạng thái",
            "State at the end of the reporting year.",
            codes.COMMITMENT_STATES,
            "Tình trạng",
        ),
        _EXTENDED,
        _text(
            "extension_document",
            "Văn bản lùi hạn",
            "Document that allowed the extension.",
            "VB cho phép lùi hạn",
        ),
        _reference("difficulty_id", "Mã khó khăn", "difficulties", required=False),
    ),
)

ACTIVITIES = Table(
    name="activities",
    heading="Hoạt động kết nghĩa",
    meaning="One thing done for a hamlet on one day. Attendance counts visits, never persons.",
    announced_by=("hoạt động kết nghĩa", "các hoạt động", "hoạt động đã thực hiện"),
    key=("activity_id",),
    dated_by="date",
    columns=(
        _id("activity_id", "Mã hoạt động", "Id of the activity.", "Mã HĐ", generated=True),
        _reference("pairing_id", "Mã phân công", "pairings", "date"),
        _date(
            "date",
            "Ngày thực hiện",
            "Day on which it took place.",
            "Thời gian thực hiện",
            "Ngày",
            required=True,
        ),
        _code(
            "activity_type",
            "Loại hoạt động",
            "Sort of activity.",
            codes.ACTIVITY_TYPES,
            "Hình thức",
            required=True,
        ),
        _text("content", "Nội dung hoạt động", "What was done.", "Nội dung", "Nội dung hỗ trợ"),
        _count(
            "attendances",
            "Số lượt người",
            "Attendance; the same person may be counted many times.",
            "attendances",
            "Lượt người",
            high=20000,
        ),
        _count("gifts", "Số suất quà", "Gifts given.", "gifts", "Suất quà", high=5000),
        _count(
            "working_days",
            "Số ngày công",
            "Days of work given.",
            "working_days",
            "Ngày công",
            high=5000,
        ),
        Column(
            name="cost_dong",
            heading="Kinh phí",
            meaning="Money or goods given; reported, never scored.",
            kind=Kind.MONEY,
            unit="dong",
            synonyms=("Kinh phí thực hiện", "Trị giá", "Kinh phí hỗ trợ"),
            low=0,
            high=20_000_000_000,
        ),
        _code("fund_source", "Nguồn kinh phí", "Where it came from.", codes.FUND_SOURCES, "Nguồn"),
        _code(
            "partner",
            "Đơn vị phối hợp",
            "Who took part beside the agency.",
            codes.PARTNERS,
            "Phối hợp với",
        ),
        Column(
            name="leader_present",
            heading="Lãnh đạo tham gia",
            meaning="Whether the head or a deputy went.",
            kind=Kind.YES_NO,
            synonyms=("Thủ trưởng, cấp phó tham gia", "LĐ tham gia"),
        ),
        _reference("commitment_id", "Mã nội dung", "commitments", required=False),
    ),
)

_RAISED = _date(
    "raised_on", "Ngày nêu", "Day on which it was raised.", "Ngày phản ánh", required=True
)
_RESOLVED = _date(
    "resolved_on", "Ngày giải quyết", "Day on which it was resolved or referred.", "Ngày xong"
)

DIFFICULTIES = Table(
    name="difficulties",
    heading="Khó khăn, bức xúc",
    meaning="A difficulty of a hamlet, from the day it was raised to the day it was resolved.",
    announced_by=("khó khăn, bức xúc", "khó khăn, vướng mắc", "sổ theo dõi khó khăn"),
    newest_wins=True,
    key=("difficulty_id",),
    checks=(not_before(_RESOLVED, _RAISED),),
    columns=(
        _id("difficulty_id", "Mã khó khăn", "Id of the difficulty.", "Mã KK", generated=True),
        _reference("hamlet_id", "Mã thôn", "hamlets", "raised_on"),
        _RAISED,
        _code(
            "raised_by", "Nguồn phản ánh", "How it came up.", codes.DIFFICULTY_SOURCES, "Nguồn nêu"
        ),
        _code(
            "group",
            "Nhóm khó khăn",
            "What it is about.",
            codes.DIFFICULTY_GROUPS,
            "Nhóm",
            "Lĩnh vực khó khăn",
            required=True,
        ),
        _text("content", "Nội dung khó khăn, bức xúc", "What is difficult; no names.", "Nội dung"),
        _code(
            "affects",
            "Ảnh hưởng đến",
            "Production, daily life or both (the letter's two domains).",
            codes.AFFECTED,
            "Ảnh hưởng",
        ),
        _code("severity", "Mức độ", "How pressing it is.", codes.SEVERITIES),
        Column(
            name="chosen_as_focus",
            heading="Nội dung tập trung tháo gỡ",
            meaning="Whether it was chosen as a matter to concentrate on.",
            kind=Kind.YES_NO,
            synonyms=("Chọn tập trung", "Tập trung tháo gỡ"),
        ),
        _code(
            "authority",
            "Cấp thẩm quyền",
            "Level that can decide it.",
            codes.AUTHORITIES,
            "Thẩm quyền",
        ),
        _date("due_on", "Hạn giải quyết", "Deadline for resolving it.", "Thời hạn giải quyết"),
        _RESOLVED,
        _code(
            "result",
            "Kết quả giải quyết",
            "State in the latest record.",
            codes.DIFFICULTY_RESULTS,
            "Kết quả",
        ),
    ),
)

OFFICER_DUTIES = Table(
    name="officer_duties",
    heading="Phân công trách nhiệm cán bộ, công chức, viên chức",
    meaning="The task of one official of an agency in one year (the letter asks for every one's).",
    announced_by=("phân công trách nhiệm", "phân công cán bộ", "trách nhiệm của từng cán bộ"),
    key=("agency_id", "year", "officer_id"),
    columns=(
        _reference("agency_id", "Mã cơ quan", "agencies", "year"),
        _YEAR,
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
        _code("officer_group", "Đối tượng", "Sort of employment.", codes.OFFICER_GROUPS),
        _text(
            "duty", "Nhiệm vụ được giao", "Task in the programme.", "Nhiệm vụ", "Nhiệm vụ phân công"
        ),
        _text("document", "Văn bản giao nhiệm vụ", "Document that assigns it.", "Văn bản"),
        _date("signed_on", "Ngày ký", "Day of that document.", "Ngày văn bản"),
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
        _reference("agency_id", "Mã cơ quan", "agencies", "year"),
        _YEAR,
        _date(
            "date",
            "Ngày quán triệt",
            "Day of the meeting.",
            "Ngày tổ chức quán triệt",
            required=True,
        ),
        _text("document", "Văn bản quán triệt", "What was made known.", "Nội dung quán triệt"),
        _count(
            "participants", "Số người dự", "Staff present.", "people", "Số người tham dự", high=1000
        ),
        _text(
            "plan_document", "Kế hoạch năm (số, ký hiệu)", "Yearly plan.", "Kế hoạch kết nghĩa năm"
        ),
        _date(
            "plan_signed_on",
            "Ngày ban hành kế hoạch",
            "Day of the yearly plan.",
            "Ngày ký kế hoạch",
        ),
    ),
)

_CONCLUSIONS = _count(
    "conclusions", "Số kết luận", "Conclusions of the meeting.", "conclusions", high=100
)
_CONCLUSIONS_DONE = _count(
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
        _id("meeting_id", "Mã cuộc họp", "Id of the meeting.", "Mã họp", generated=True),
        _date("date", "Ngày họp", "Day of the meeting.", "Ngày", required=True),
        _reference("agency_id", "Mã cơ quan", "agencies", "date"),
        _reference("hamlet_id", "Mã thôn", "hamlets", "date", required=False),
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
        _code("meeting_form", "Hình thức họp", "How they met.", codes.MEETING_FORMS, "Hình thức"),
        _text("minutes", "Số biên bản", "Number of the minutes."),
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
        _reference("agency_id", "Mã cơ quan", "agencies", "year"),
        _YEAR,
        _code("term", "Kỳ báo cáo", "Half year or year.", codes.REPORT_TERMS, "Kỳ", required=True),
        _date("due_on", "Hạn nộp", "Day on which it was due.", "Hạn nộp báo cáo", required=True),
        _date(
            "submitted_on", "Ngày nộp", "Day on which it came; missing if it did not.", "Ngày gửi"
        ),
        _text(
            "document", "Số, ký hiệu báo cáo", "Number of the report.", "Số ký hiệu", "Số báo cáo"
        ),
    ),
)
