"""What forms tell those who fill them in: how each column is written, in Vietnamese."""

from __future__ import annotations

from datetime import date

from ketnghia_analysis.vocabulary.codes import UNITS
from ketnghia_analysis.vocabulary.columns import NUMERIC_KINDS, Column, Kind
from ketnghia_analysis.vocabulary.wording import date_vi, number_vi

ZERO_OR_BLANK = "Không có thì ghi 0. Chưa có số liệu thì để trống, không ghi dấu gạch."
LEAVE_BLANK = "Chưa có thì để trống."
MOST_CODES_TOLD = 8
FICTION = "SỐ LIỆU HƯ CẤU – chỉ để chạy thử phần mềm"
"""Stands on every sheet of a form that was made from invented registers."""
CHOSEN_NAMES = frozenset({"commune_name", "hamlet_name", "agency_name"})
"""Columns whose names are chosen from the registers."""

MEANINGS: dict[tuple[str, str], str] = {
    ("hamlet_figures", "households"): "Hộ thường trú thực tế tại thôn vào thời điểm khảo sát.",
    ("hamlet_figures", "people"): "Nhân khẩu thường trú thực tế tại thôn.",
    ("hamlet_figures", "minority_households"): "Hộ tự nhận là dân tộc thiểu số; nằm trong tổng số "
    "hộ.",
    ("hamlet_figures", "minority_people"): "Người tự nhận là dân tộc thiểu số; nằm trong tổng số "
    "nhân khẩu.",
    ("hamlet_figures", "poor_households"): "Hộ trong danh sách hộ nghèo được công nhận của năm.",
    ("hamlet_figures", "near_poor_households"): "Hộ trong danh sách hộ cận nghèo được công nhận "
    "của năm.",
    ("hamlet_figures", "poor_minority_households"): "Nằm trong số hộ nghèo và trong số hộ dân tộc "
    "thiểu số.",
    ("hamlet_figures", "households_escaped_poverty"): "Hộ ra khỏi danh sách hộ nghèo trong năm.",
    ("hamlet_figures", "households_fallen_into_poverty"): "Hộ vào (hoặc trở lại) danh sách hộ "
    "nghèo trong năm.",
    ("hamlet_figures", "income_million_dong_per_person"): "Ví dụ 42,5 nghĩa là 42,5 triệu đồng một "
    "người một năm.",
    ("hamlet_figures", "poor_share_reported_percent"): "Chỉ để đối chiếu với tỷ lệ tính từ số hộ. "
    "Ghi 12,5 nếu là 12,5 %.",
    ("hamlet_figures", "hamlet_roads_paved_km"): "Nằm trong tổng chiều dài đường thôn, liên thôn.",
    ("hamlet_figures", "clean_water_households"): "Nằm trong số hộ dùng nước hợp vệ sinh.",
    ("hamlet_figures", "insured_people"): "Đếm người, không đếm hộ.",
    ("hamlet_figures", "cultural_hamlet"): "Danh hiệu theo Nghị định 86/2023/NĐ-CP.",
    ("commitments", "commitment_id"): "Nội dung năm trước chuyển sang giữ mã đã in. Nội dung mới "
    "để trống, máy tự đặt mã.",
    ("commitments", "target"): "Số lượng đăng ký, theo đơn vị tính ở cột bên.",
    ("commitments", "target_unit"): "Ví dụ: hộ, căn, buổi, km.",
    ("commitments", "result"): "Số lượng đã đạt, cùng đơn vị tính với chỉ tiêu.",
    ("commitments", "weight"): "1 thường, 2 quan trọng, 3 rất quan trọng.",
    ("commitments", "state"): "Tình trạng vào cuối kỳ báo cáo.",
    ("commitments", "extended_to"): "Chỉ ghi khi được cho lùi hạn.",
    ("commitments", "difficulty_id"): "Mã khó khăn mà nội dung này tháo gỡ, nếu có.",
    ("activities", "attendances"): "Một người dự nhiều lần được tính nhiều lượt.",
    ("activities", "cost_dong"): "Ghi bằng đồng: mười lăm triệu ghi 15000000.",
    ("activities", "leader_present"): "Thủ trưởng hoặc cấp phó có đi không.",
    ("activities", "commitment_id"): "Mã nội dung (Biểu 03) mà hoạt động này thực hiện, nếu có.",
    ("officer_duties", "officer_id"): "Mã do cơ quan tự đặt, ví dụ CB01. Không ghi họ tên.",
    ("difficulties", "difficulty_id"): "Vụ việc cũ giữ mã đã in. Vụ việc mới để trống, máy tự đặt "
    "mã.",
    ("difficulties", "content"): "Ghi nội dung việc, không ghi tên người dân.",
    ("difficulties", "resolved_on"): "Ngày giải quyết xong, hoặc ngày kiến nghị lên cấp trên.",
    ("difficulties", "chosen_as_focus"): "Được chọn để tập trung tháo gỡ hay không.",
    ("coordination_meetings", "conclusions_done"): "Nằm trong số kết luận của cuộc họp.",
    ("submitted_reports", "submitted_on"): "Để trống nếu chưa nộp.",
    ("pairings", "pairing_id"): "Phân công đã có giữ mã cũ; phân công mới đặt mã mới.",
    ("pairings", "valid_to"): "Để trống khi còn thực hiện.",
    ("communes", "commune_code"): "Năm chữ số theo danh mục đơn vị hành chính.",
    ("communes", "name"): "Tên không kèm chữ xã, phường, thị trấn.",
    ("communes", "valid_to"): "Để trống khi còn hiệu lực.",
    ("hamlets", "hamlet_id"): "Mã do huyện đặt, giữ nguyên suốt đời thôn.",
    ("hamlets", "latitude"): "Hệ WGS 84, ví dụ 11,26171.",
    ("hamlets", "longitude"): "Hệ WGS 84, ví dụ 108,14929.",
    ("hamlets", "valid_to"): "Để trống khi còn hiệu lực.",
    ("agencies", "valid_to"): "Để trống khi còn hoạt động.",
    ("survey_rounds", "reference_date"): "Ngày mà số liệu phản ánh, ví dụ 30/11.",
    ("survey_rounds", "poverty_standard"): "Tỷ lệ nghèo theo hai chuẩn khác nhau không so sánh "
    "được.",
}
"""What is not clear from the heading alone, by table and column."""


def unit_of(column: Column) -> str:
    """Unit as a form writes it; "" where there is none."""
    return UNITS[column.unit][0] if column.unit else ""


def manner_of_writing(column: Column, first: date, last: date) -> str:
    """How a value of a column is written, in one sentence.

    Args:
        column: the column.
        first: earliest day that a date may have.
        last: latest day.
    """
    if column.codes is not None:
        labels = list(column.codes.titles.values())
        told = "; ".join(labels) if len(labels) <= MOST_CODES_TOLD else "xem trang Danh mục"
        return f"Chọn trong danh sách: {told}."
    if column.name in CHOSEN_NAMES:
        return "Chọn trong danh sách thả xuống."
    if column.kind is Kind.YES_NO:
        return "Chọn Có hoặc Không."
    if column.kind is Kind.DATE:
        return f"Ngày/tháng/năm, từ {date_vi(first)} đến {date_vi(last)}."
    if column.kind in NUMERIC_KINDS:
        return f"{limits_said(column)}."
    return "Ghi bằng chữ." if column.kind is Kind.TEXT else "Ghi mã, đúng từng chữ."


def missing_said(column: Column) -> str:
    """What to do where there is nothing to write: nought and "not known" are two things."""
    if column.kind in NUMERIC_KINDS and column.low == 0:
        return ZERO_OR_BLANK
    return LEAVE_BLANK if column.kind in {Kind.YES_NO, Kind.DATE, *NUMERIC_KINDS} else ""


def limits_said(column: Column) -> str:
    """Limits of a number: "Số nguyên từ 0 đến 5.000 (hộ)"."""
    whole = column.kind in (Kind.COUNT, Kind.YEAR, Kind.MONEY)
    unit = f" ({unit_of(column)})" if column.unit else ""
    kind = "Số nguyên" if whole else "Số"
    if column.low is None or column.high is None:
        return f"{kind}{unit}"
    if column.kind is Kind.YEAR:
        return f"{kind} từ {column.low:.0f} đến {column.high:.0f}"
    return f"{kind} từ {number_vi(column.low)} đến {number_vi(column.high)}{unit}"


def short_note(table: str, column: Column, first: date, last: date) -> str:
    """Meaning and manner of writing of a column, without what holds for all columns."""
    return _joined(MEANINGS.get((table, column.name), ""), manner_of_writing(column, first, last))


def note_of(table: str, column: Column, required: bool, first: date, last: date) -> str:
    """The whole note of a column: meaning, manner of writing, what to do without a value."""
    end = "Bắt buộc." if required else missing_said(column)
    return _joined(short_note(table, column, first, last), end)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
