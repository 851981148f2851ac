"""Why a row is held, why a cell was changed, why a row is no record: each reason declared once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """A named reason.

    Attributes:
        code: stored in the quarantine, the ledger or the accounts.
        label: Vietnamese, what it means.
        remedy: Vietnamese, what the sender or analyst should do; empty where nothing is to be done.
    """

    code: str
    label: str
    remedy: str = ""


_SEND_AGAIN = "sửa tệp rồi gửi lại, hoặc ghi vào data/raw/corrections.yml"

HELD: dict[str, Reason] = {
    reason.code: reason
    for reason in (
        Reason("required_missing", "thiếu giá trị bắt buộc", _SEND_AGAIN),
        Reason("not_a_number", "không phải là số", _SEND_AGAIN),
        Reason("ambiguous_number", "không rõ dấu chấm, dấu phẩy trong số", _SEND_AGAIN),
        Reason(
            "unknown_unit", "không rõ đơn vị tiền", "ghi đơn vị (đồng, triệu đồng) ở tiêu đề cột"
        ),
        Reason("not_a_date", "không phải là ngày có thật", _SEND_AGAIN),
        Reason("imprecise_date", "ngày chưa rõ đến ngày", "ghi rõ ngày, tháng, năm"),
        Reason("not_yes_no", "không phải là có hoặc không", _SEND_AGAIN),
        Reason("unknown_code", "không có trong danh mục", "dùng đúng tên trong danh mục"),
        Reason("out_of_limits", "ngoài khoảng cho phép", _SEND_AGAIN),
        Reason("error_cell", "ô báo lỗi công thức", "sửa công thức rồi lưu lại tệp"),
        Reason(
            "formula_without_value",
            "công thức chưa có kết quả",
            "mở tệp bằng Excel, lưu rồi gửi lại",
        ),
        Reason("unknown_commune", "xã không có trong danh mục tại thời điểm đó", "ghi đúng tên xã"),
        Reason("unknown_hamlet", "thôn không có trong danh mục của xã", "ghi đúng tên thôn"),
        Reason("unknown_agency", "cơ quan không có trong danh mục", "ghi đúng tên cơ quan"),
        Reason(
            "name_unsure", "tên gần giống nhiều mục, chưa chắc là mục nào", "ghi đúng tên hoặc mã"
        ),
        Reason(
            "id_and_name_differ",
            "mã và tên chỉ hai mục khác nhau",
            "xác định mã đúng hay tên đúng rồi gửi lại",
        ),
        Reason(
            "unknown_round",
            "không có đợt khảo sát của năm này",
            "bổ sung đợt khảo sát hoặc sửa năm",
        ),
        Reason("unknown_reference", "mã được dẫn tới không có trong dữ liệu", _SEND_AGAIN),
        Reason("no_pairing", "cơ quan không kết nghĩa với thôn này vào thời điểm đó", _SEND_AGAIN),
        Reason("outside_year", "ngày không thuộc năm báo cáo", _SEND_AGAIN),
        Reason("parent_held", "bản ghi được dẫn tới đang bị giữ lại", "xử lý bản ghi đó trước"),
        Reason("rule_broken", "trái quy tắc kiểm tra", _SEND_AGAIN),
        Reason("duplicate", "trùng hoàn toàn với dòng đã nhận", "bỏ dòng thừa"),
        Reason(
            "conflicting_duplicate",
            "cùng mã nhưng nội dung khác nhau",
            "xác định dòng đúng rồi gửi lại",
        ),
        Reason("missing_column", "bảng thiếu cột bắt buộc", "bổ sung cột"),
        Reason(
            "unknown_table",
            "không nhận ra bảng này là biểu nào",
            "dùng tiêu đề cột như trong biểu mẫu",
        ),
        Reason("hidden_sheet", "trang tính bị ẩn", "bỏ ẩn trang tính nếu là số liệu"),
        Reason(
            "unreadable_file", "không đọc được tệp", "lưu lại dưới dạng .xlsx hoặc .csv rồi gửi lại"
        ),
        Reason("encrypted_file", "tệp có mật khẩu", "bỏ mật khẩu rồi gửi lại"),
        Reason("empty_file", "tệp không có nội dung", "kiểm tra rồi gửi lại tệp đúng"),
        Reason(
            "image_only", "tệp chỉ có ảnh, không có bảng số liệu", "gửi tệp Excel, không gửi ảnh"
        ),
        Reason("old_word_file", "tệp Word kiểu cũ (.doc)", "lưu lại dưới dạng .docx rồi gửi lại"),
        Reason(
            "unsupported_file",
            "loại tệp này không đọc được",
            "gửi tệp .xlsx, .xls, .ods, .docx hoặc .csv",
        ),
        Reason("too_large", "tệp lớn hoặc giải nén ra quá lớn", "tách nhỏ tệp rồi gửi lại"),
        Reason(
            "reader_failed",
            "đọc tệp quá thời gian hoặc quá bộ nhớ cho phép",
            "sao chép bảng sang tệp mới rồi gửi lại",
        ),
        Reason(
            "unsafe_path", "đường dẫn trong tệp nén không an toàn", "nén lại thư mục rồi gửi lại"
        ),
        Reason(
            "not_approved", "phiếu chưa được duyệt trên hệ thống khảo sát", "duyệt hoặc bỏ phiếu"
        ),
        Reason(
            "impossible_point", "tọa độ không thể đúng với xã đã ghi", "đo lại tọa độ rồi gửi lại"
        ),
        Reason(
            "half_point", "tọa độ chỉ có một nửa (thiếu vĩ độ hoặc kinh độ)", "ghi đủ hai tọa độ"
        ),
        Reason(
            "unknown_meridian",
            "không rõ kinh tuyến trục của tọa độ VN-2000",
            "ghi kinh tuyến trục (ví dụ 108°30') hoặc đổi sang WGS 84",
        ),
        Reason(
            "excluded",
            "phân tích viên quyết định không nhận",
            "xem lý do trong data/raw/SOURCES.yml hoặc decisions.yml",
        ),
    )
}
"""Reasons for which a row is held back."""

CHANGED: dict[str, Reason] = {
    reason.code: reason
    for reason in (
        Reason("correction", "đính chính theo corrections.yml"),
        Reason("merged_cell", "lấy giá trị của ô gộp"),
        Reason("filled_down", "lấy tên xã từ dòng tiêu đề nhóm"),
        Reason("from_title", "lấy từ tiêu đề hoặc thư mục"),
        Reason("spelling", "chuẩn hóa chữ viết"),
        Reason("legacy_letters", "giải mã phông chữ, bảng mã cũ"),
        Reason("says_missing", "ô ghi là không có số liệu (“-”, “...”, “không có số liệu”)"),
        Reason("read_number", "đọc số viết dạng chữ"),
        Reason("converted_unit", "đổi đơn vị"),
        Reason("read_date", "đọc ngày viết dạng chữ"),
        Reason("read_yes_no", "đọc có/không"),
        Reason("read_code", "đổi sang mã trong danh mục"),
        Reason("from_parent", "lấy từ phiếu cha"),
        Reason("from_sources", "theo mục trong data/raw/SOURCES.yml"),
        Reason("from_submission", "lấy năm từ ngày lập phiếu"),
        Reason("decided_name", "chọn theo quyết định của phân tích viên (decisions.yml)"),
        Reason("matched_name", "khớp tên với danh mục"),
        Reason("similar_name", "khớp tên gần giống với danh mục", "kiểm tra lại"),
        Reason("generated_id", "đặt mã theo vị trí dòng"),
        Reason("assumed", "giá trị mặc định vì tệp không có cột này"),
        Reason("swapped_coordinates", "đổi chỗ vĩ độ và kinh độ"),
        Reason("read_degrees", "đọc tọa độ độ, phút, giây hoặc dấu phẩy"),
        Reason("converted_grid", "đổi tọa độ VN-2000 sang WGS 84"),
        Reason("personal_removed", "bỏ họ tên, số định danh hoặc số điện thoại"),
        *(
            Reason(f"dropped_{code}", f"bỏ trống ô: {HELD[code].label}", HELD[code].remedy)
            for code in (
                "not_a_number",
                "ambiguous_number",
                "unknown_unit",
                "not_a_date",
                "imprecise_date",
                "not_yes_no",
                "unknown_code",
                "out_of_limits",
                "error_cell",
                "formula_without_value",
                "unknown_reference",
                "impossible_point",
                "half_point",
                "unknown_meridian",
            )
        ),
    )
}
"""Rules by which a cell was changed; `dropped_*`: an optional value became missing."""

STRUCTURAL: dict[str, Reason] = {
    reason.code: reason
    for reason in (
        Reason("title", "tiêu đề, quốc hiệu, căn cứ"),
        Reason("heading", "tiêu đề cột"),
        Reason("column_numbers", "dòng số thứ tự cột"),
        Reason("unit", "dòng đơn vị tính"),
        Reason("subheading", "dòng tiêu đề nhóm (tên xã, mục)"),
        Reason("total", "dòng cộng, tổng"),
        Reason("footnote", "ghi chú cuối bảng"),
        Reason("signature", "phần ký, nơi nhận"),
        Reason("blank_form_row", "dòng in sẵn của biểu mẫu, chưa điền"),
        Reason("form_aid", "trang hướng dẫn, danh mục chọn của biểu mẫu"),
        Reason("superseded", "đã được thay bằng bản ghi năm sau"),
    )
}
"""Kinds of raw rows that are no records of their own."""
