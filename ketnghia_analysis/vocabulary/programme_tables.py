"""Programme tables: who is paired with whom, what was promised, done, and is stuck."""

from __future__ import annotations

from ketnghia_analysis.vocabulary import codes
from ketnghia_analysis.vocabulary.column_kinds import (
    REMARK,
    REPORT_YEAR,
    code_column,
    count_column,
    date_column,
    identifier,
    reference,
    text_column,
)
from ketnghia_analysis.vocabulary.columns import Column, Kind, Table, not_before

_VALID_FROM = date_column(
    "valid_from",
    "Từ ngày",
    "First day of the pairing.",
    "Ngày bắt đầu",
    "Kết nghĩa từ",
    "Năm bắt đầu",
    "Từ năm",
    required=True,
)
_VALID_TO = date_column(
    "valid_to",
    "Đến ngày",
    "Last day; missing while it goes on.",
    "Ngày kết thúc",
    "Kết nghĩa đến",
    "Năm kết thúc",
    "Đến năm",
)

PAIRINGS = Table(
    name="pairings",
    heading="Phân công kết nghĩa",
    meaning="One agency assigned to one hamlet between two dates. Many-to-many: a hamlet may have "
    "several agencies, one of them the lead.",
    announced_by=(
        "phân công kết nghĩa",
        "phân công các cơ quan",
        "danh sách kết nghĩa",
        "kết nghĩa với thôn",
        "phân công các đơn vị",
    ),
    newest_wins=True,
    key=("pairing_id",),
    checks=(not_before(_VALID_TO, _VALID_FROM),),
    columns=(
        identifier(
            *("pairing_id", "Mã phân công", "Id of the pairing.", "Mã cặp", "Mã kết nghĩa"),
            generated=True,
        ),
        reference("agency_id", "Mã cơ quan", "agencies", "valid_from"),
        reference("hamlet_id", "Mã thôn", "hamlets", "valid_from"),
        code_column(
            "role", "Vai trò", "Lead or support.", codes.PAIRING_ROLES, "Nhiệm vụ", required=True
        ),
        text_column(
            "assigning_document",
            "Văn bản phân công",
            "Document that assigns it.",
            "Số văn bản",
            "Căn cứ phân công",
            "Quyết định số",
            "Số quyết định",
            "Quyết định phân công",
        ),
        _VALID_FROM,
        _VALID_TO,
        code_column(
            "period",
            "Giai đoạn",
            "Period of the programme.",
            codes.PROGRAMME_PERIODS,
            required=True,
        ),
        code_column(
            "state", "Tình trạng", "State of the pairing.", codes.PAIRING_STATES, "Trạng thái"
        ),
        REMARK,
    ),
)


def _who_and_where(as_of: str) -> tuple[Column, ...]:
    """Agency, hamlet, and their pairing, which is missing where no assignments were sent at all."""
    return (
        reference("agency_id", "Mã cơ quan", "agencies", as_of, required=False),
        reference("hamlet_id", "Mã thôn", "hamlets", as_of, required=False),
        reference("pairing_id", "Mã phân công", "pairings", as_of, required=False),
    )


_DUE = date_column(
    "due_on",
    "Thời hạn hoàn thành",
    "Deadline; a commitment without one stays in the data and is a finding.",
    "Thời hạn",
    "Hạn hoàn thành",
    "Hoàn thành trước ngày",
    spans=True,
    deadline=True,
)
_EXTENDED = date_column(
    "extended_to",
    "Thời hạn mới",
    "Deadline after an extension.",
    "Hạn mới",
    spans=True,
    deadline=True,
)

COMMITMENTS = Table(
    name="commitments",
    heading="Nội dung kết nghĩa đăng ký",
    meaning="What an agency promised a hamlet, as reported in one year; "
    "a commitment carried over stands again in the next year's report.",
    announced_by=("nội dung kết nghĩa", "nội dung đăng ký", "kết quả thực hiện nội dung"),
    key=("commitment_id", "year"),
    checks=(not_before(_EXTENDED, _DUE),),
    columns=(
        identifier(
            "commitment_id", "Mã nội dung", "Id of the commitment.", "Mã ND", generated=True
        ),
        REPORT_YEAR,
        *_who_and_where("year"),
        code_column(
            "field",
            "Lĩnh vực",
            "One of the six fields of the programme.",
            codes.FIELDS,
            "Nhóm nội dung",
            required=True,
        ),
        text_column(
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
        text_column("target_unit", "Đơn vị tính", "Unit of target and result.", "ĐVT"),
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
        date_column(
            "completed_on", "Ngày hoàn thành", "Day of completion.", "Hoàn thành ngày", spans=True
        ),
        code_column(
            "state",
            "Trạng thái",
            "State at the end of the reporting year.",
            codes.COMMITMENT_STATES,
            "Tình trạng",
        ),
        _EXTENDED,
        text_column(
            "extension_document",
            "Văn bản lùi hạn",
            "Document that allowed the extension.",
            "VB cho phép lùi hạn",
        ),
        reference("difficulty_id", "Mã khó khăn", "difficulties", required=False),
        REMARK,
    ),
)

ACTIVITIES = Table(
    name="activities",
    heading="Hoạt động kết nghĩa",
    meaning="One thing done for a hamlet on one day. Attendance counts visits, never persons.",
    announced_by=(
        "hoạt động kết nghĩa",
        "các hoạt động",
        "hoạt động đã thực hiện",
        "kết quả kết nghĩa",
        "kết quả thực hiện công tác kết nghĩa",
        "hoat_dong",
    ),
    key=("activity_id",),
    dated_by="date",
    columns=(
        identifier("activity_id", "Mã hoạt động", "Id of the activity.", "Mã HĐ", generated=True),
        *_who_and_where("date"),
        date_column(
            "date",
            "Ngày thực hiện",
            "Day on which it took place.",
            "Thời gian thực hiện",
            "Thời gian",
            "Ngày",
            "Ngày tổ chức",
            "Ngày tháng",
            "Ngày, tháng, năm",
            "Thời điểm thực hiện",
            required=True,
            spans=True,
        ),
        code_column(
            "activity_type",
            "Loại hoạt động",
            "Sort of activity; missing where a report does not say.",
            codes.ACTIVITY_TYPES,
            "Hình thức",
        ),
        text_column(
            "content",
            "Nội dung hoạt động",
            "What was done.",
            "Nội dung",
            "Nội dung hỗ trợ",
            "Hoạt động",
            "Tên hoạt động",
            "Nội dung, hoạt động",
        ),
        count_column(
            "attendances",
            "Số lượt người",
            "Attendance; the same person may be counted many times.",
            "attendances",
            "Lượt người",
            "Số người tham gia",
            "Số lượt người tham gia",
            "Số người tham dự",
            high=20000,
        ),
        count_column("gifts", "Số suất quà", "Gifts given.", "gifts", "Suất quà", high=5000),
        count_column(
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
            synonyms=(
                "Kinh phí thực hiện",
                "Trị giá",
                "Kinh phí hỗ trợ",
                "Số tiền",
                "Giá trị",
                "Thành tiền",
            ),
            low=0,
            high=20_000_000_000,
        ),
        code_column(
            "fund_source",
            "Nguồn kinh phí",
            "Where it came from.",
            codes.FUND_SOURCES,
            "Nguồn",
            "Nguồn vốn",
        ),
        code_column(
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
        reference("commitment_id", "Mã nội dung", "commitments", required=False),
        REMARK,
    ),
)

_RAISED = date_column(
    "raised_on",
    "Ngày nêu",
    "Day on which it was raised.",
    "Ngày phản ánh",
    "Ngày ghi nhận",
    required=True,
    spans=True,
)
_RESOLVED = date_column(
    "resolved_on",
    "Ngày giải quyết",
    "Day on which it was resolved or referred.",
    "Ngày xong",
    spans=True,
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
        identifier(
            "difficulty_id", "Mã khó khăn", "Id of the difficulty.", "Mã KK", generated=True
        ),
        reference("hamlet_id", "Mã thôn", "hamlets", "raised_on"),
        _RAISED,
        code_column(
            "raised_by", "Nguồn phản ánh", "How it came up.", codes.DIFFICULTY_SOURCES, "Nguồn nêu"
        ),
        code_column(
            "group",
            "Nhóm khó khăn",
            "What it is about.",
            codes.DIFFICULTY_GROUPS,
            "Nhóm",
            "Lĩnh vực khó khăn",
            required=True,
        ),
        text_column(
            "content",
            "Nội dung khó khăn, bức xúc",
            "What is difficult; no names.",
            "Nội dung",
            "Nội dung khó khăn",
            "Khó khăn, vướng mắc",
            "Khó khăn, bức xúc",
            "Nội dung khó khăn, vướng mắc",
        ),
        code_column(
            "affects",
            "Ảnh hưởng đến",
            "Production, daily life or both (the letter's two domains).",
            codes.AFFECTED,
            "Ảnh hưởng",
        ),
        code_column("severity", "Mức độ", "How pressing it is.", codes.SEVERITIES),
        Column(
            name="chosen_as_focus",
            heading="Nội dung tập trung tháo gỡ",
            meaning="Whether it was chosen as a matter to concentrate on.",
            kind=Kind.YES_NO,
            synonyms=("Chọn tập trung", "Tập trung tháo gỡ"),
        ),
        code_column(
            "authority",
            "Cấp thẩm quyền",
            "Level that can decide it.",
            codes.AUTHORITIES,
            "Thẩm quyền",
        ),
        date_column(
            "due_on",
            "Hạn giải quyết",
            "Deadline for resolving it.",
            "Thời hạn giải quyết",
            spans=True,
            deadline=True,
        ),
        _RESOLVED,
        code_column(
            "result",
            "Kết quả giải quyết",
            "State in the latest record.",
            codes.DIFFICULTY_RESULTS,
            "Kết quả",
        ),
        REMARK,
    ),
)
