"""Code lists and units: each code once, with its Vietnamese label and what senders write."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ketnghia_analysis.vocabulary.spelling import toneless_key

UNITS: dict[str, tuple[str, str]] = {
    "households": ("hộ", "households"),
    "people": ("người", "people"),
    "attendances": ("lượt người", "attendances (not persons)"),
    "million_dong_per_person_year": ("triệu đồng/người/năm", "million VND per person and year"),
    "dong": ("đồng", "VND"),
    "km": ("km", "km"),
    "percent": ("%", "%"),
    "percentage_points": ("điểm %", "percentage points"),
    "days": ("ngày", "days"),
    "working_days": ("ngày công", "days of work"),
    "gifts": ("suất", "gifts"),
    "items": ("cái", "items"),
    "degrees": ("độ", "degrees, WGS 84"),
    "points": ("điểm", "points"),
    "conclusions": ("kết luận", "conclusions"),
}
"""Unit key: (Vietnamese, English)."""


@dataclass(frozen=True)
class Code:
    """One allowed value: what is stored, what people see, what senders write for it."""

    value: str
    label: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodeList:
    """A closed list of codes."""

    name: str
    codes: tuple[Code, ...]

    @property
    def values(self) -> list[str]:
        """Stored values, in order."""
        return [code.value for code in self.codes]

    @cached_property
    def labels(self) -> dict[str, str]:
        """Vietnamese label by stored value."""
        return {code.value: code.label for code in self.codes}

    @cached_property
    def titles(self) -> dict[str, str]:
        """Labels that begin with a capital, for headings and table cells."""
        return {value: label[:1].upper() + label[1:] for value, label in self.labels.items()}

    @cached_property
    def by_spelling(self) -> dict[str, str]:
        """Stored value by toneless key of every accepted spelling."""
        return {
            toneless_key(spelling): code.value
            for code in self.codes
            for spelling in (code.value, code.label, *code.synonyms)
        }

    def read(self, text: str) -> str | None:
        """The stored value meant by a text, None where the list has no such code."""
        return self.by_spelling.get(toneless_key(text))


def _codes(name: str, *rows: tuple[str, ...]) -> CodeList:
    return CodeList(name, tuple(Code(value, label, tuple(rest)) for value, label, *rest in rows))


DATE_PRECISIONS = _codes(
    "date_precisions",
    ("day", "ngày"),
    ("month", "tháng"),
    ("quarter", "quý"),
    ("half_year", "6 tháng"),
    ("year", "năm"),
)
COMMUNE_TYPES = _codes(
    "commune_types",
    ("commune", "xã"),
    ("town", "thị trấn", "TT", "TT."),
    ("ward", "phường", "P."),
    ("special_zone", "đặc khu"),
)
HAMLET_TYPES = _codes(
    "hamlet_types",
    ("hamlet", "thôn"),
    ("quarter", "khu phố", "KP", "KP."),
    ("residential_group", "tổ dân phố", "TDP"),
    ("village", "bản", "buôn", "làng"),
)
CHANGE_REASONS = _codes(
    "change_reasons",
    ("merged", "sáp nhập", "nhập", "hợp nhất"),
    ("split", "chia tách", "tách"),
    ("renamed", "đổi tên"),
    ("retyped", "chuyển loại"),
    ("new_commune", "chuyển xã do sắp xếp đơn vị hành chính", "chuyển xã", "sắp xếp ĐVHC"),
    ("ended", "giải thể", "kết thúc hoạt động"),
)
ZONES = _codes(
    "zones",
    ("I", "khu vực I", "KV I", "1"),
    ("II", "khu vực II", "KV II", "2"),
    ("III", "khu vực III", "KV III", "3"),
    ("none", "không thuộc", "ngoài vùng"),
)
PEOPLES = _codes(
    "peoples",
    ("kinh", "Kinh", "Việt"),
    ("cham", "Chăm", "Chàm"),
    ("co_ho", "Cơ Ho", "K'ho", "Kơ Ho", "K Ho", "Cơho", "Kơho", "Koho", "Cờ Ho", "Cil", "Srê"),
    (
        "ra_glai",
        *("Ra Glai", "Raglai", "Rắc Lây", "Raglay", "Ra Glay", "Rắc Lay", "Raclay", "Rắclây"),
        *("Rơ Glai", "Rơglai", "Ra G'lai", "Rag Lai", "Rag Lay", "Rai"),
    ),
    ("cho_ro", "Chơ Ro", "Châu Ro", "Chơro", "Châuro", "Chrau", "Đơ Ro", "Chrau Jro", "Jro"),
    ("ma", "Mạ", "Châu Mạ", "Chô Mạ", "Mạ Xốp", "Châumạ"),
    ("tay", "Tày"),
    ("nung", "Nùng"),
    ("hoa", "Hoa"),
    ("dao", "Dao"),
    ("muong", "Mường"),
    ("thai", "Thái"),
    ("khmer", "Khmer", "Khơ me", "Khơme", "Khmer Krôm", "Khơ mer"),
    ("e_de", "Ê Đê", "Êđê", "Rhade", "Ra Đê"),
    ("mong", "Mông", "H'Mông", "Hmông", "Mèo", "Hơ Mông"),
    ("tho", "Thổ"),
    (
        *("other", "dân tộc khác", "khác", "Gia Rai", "Jrai", "Ba Na", "Bahnar", "Xơ Đăng"),
        *("Mnông", "M'Nông", "Xtiêng", "S'tiêng", "Hrê", "Bru - Vân Kiều", "Cơ Tu", "Tà Ôi"),
        *("Giẻ Triêng", "Chu Ru", "Chu-ru", "Sán Dìu", "Sán Chay", "Cao Lan", "Giáy", "Khơ Mú"),
    ),
)
COORDINATE_QUALITIES = _codes(
    "coordinate_qualities",
    ("verified", "đã xác minh", "xác minh", "đo thực địa"),
    ("estimated", "ước lượng", "ước tính"),
    ("as_written", "như tệp đã ghi", "chưa xác minh"),
    ("swapped", "đã đổi chỗ vĩ độ và kinh độ", "đổi chỗ"),
    ("converted", "đã đổi từ VN-2000 sang WGS 84", "đổi từ VN-2000"),
    ("none", "chưa có", "không có"),
)
AGENCY_BLOCS = _codes(
    "agency_blocs",
    ("district_committee", "UBND huyện", "khối UBND huyện", "chính quyền"),
    ("party", "Đảng", "khối Đảng", "cơ quan Đảng"),
    ("front_and_unions", "MTTQ, đoàn thể", "MTTQ-đoàn thể", "Mặt trận, đoàn thể"),
    ("armed_forces", "lực lượng vũ trang", "LLVT"),
    ("enterprise", "doanh nghiệp", "DN"),
    ("province", "sở, ngành tỉnh", "sở ngành"),
    ("commune", "xã, phường", "xã phường"),
)
AGENCY_TYPES = _codes(
    "agency_types",
    ("office", "phòng chuyên môn", "phòng"),
    ("service_unit", "đơn vị sự nghiệp", "ĐVSN", "trung tâm"),
    ("project_board", "ban quản lý", "ban QL"),
    ("inspectorate", "thanh tra"),
    ("secretariat", "văn phòng", "VP"),
    ("coordinator", "cơ quan điều phối", "thường trực điều phối"),
)
PAIRING_ROLES = _codes(
    "pairing_roles",
    ("lead", "chủ trì", "phụ trách chính", "trưởng nhóm", "cơ quan chủ trì", "đơn vị chủ trì"),
    ("support", "phối hợp", "tham gia", "cơ quan phối hợp", "đơn vị phối hợp"),
)
PROGRAMME_PERIODS = _codes(
    "programme_periods",
    ("2020-2025", "2020-2025", "2020 - 2025", "giai đoạn 2020-2025"),
    ("2026-2030", "2026-2030", "2026 - 2030", "giai đoạn 2026-2030"),
)
PAIRING_STATES = _codes(
    "pairing_states",
    ("active", "đang thực hiện", "đang kết nghĩa"),
    ("ended", "kết thúc", "đã kết thúc", "thôi kết nghĩa"),
    ("handed_over", "chuyển giao", "bàn giao"),
)
POVERTY_STANDARDS = _codes(
    "poverty_standards",
    ("59/2015", "Quyết định 59/2015/QĐ-TTg", "QĐ 59/2015", "59/2015/QĐ-TTg", "giai đoạn 2016-2020"),
    ("07/2021", "Nghị định 07/2021/NĐ-CP", "NĐ 07/2021", "07/2021/NĐ-CP", "giai đoạn 2022-2025"),
    ("351/2025", "Nghị định 351/2025/NĐ-CP", "NĐ 351/2025", "351/2025/NĐ-CP"),
)
FIELDS = _codes(
    "fields",
    ("outreach", "tuyên truyền, vận động", "tuyên truyền", "vận động", "TTVĐ"),
    (
        "production",
        "phát triển sản xuất, giảm nghèo",
        "sản xuất",
        "PTSX",
        "phát triển sản xuất",
        "giảm nghèo",
        *(
            "kinh tế",
            "phát triển kinh tế",
            "phát triển kinh tế, giảm nghèo",
            "sản xuất, giảm nghèo",
        ),
        *("giảm nghèo bền vững", "xóa đói, giảm nghèo", "sinh kế"),
    ),
    (
        *("living", "chăm lo đời sống, an sinh", "đời sống", "an sinh xã hội", "chăm lo đời sống"),
        *("an sinh", "ASXH", "đời sống, an sinh", "chăm lo đời sống, an sinh xã hội"),
    ),
    (
        "political_system",
        "xây dựng hệ thống chính trị cơ sở",
        "hệ thống chính trị",
        "HTCT",
        "xây dựng HTCT",
    ),
    (
        "security",
        "giữ gìn an ninh trật tự, đoàn kết dân tộc",
        "ANTT",
        "an ninh trật tự",
        "an ninh, trật tự",
        *("an ninh", "giữ gìn an ninh trật tự", "an ninh trật tự, đoàn kết dân tộc"),
    ),
    (
        "difficulties",
        "tháo gỡ khó khăn, bức xúc",
        "tháo gỡ khó khăn",
        "khó khăn, bức xúc",
        "tháo gỡ khó khăn, vướng mắc",
    ),
)
COMMITMENT_STATES = _codes(
    "commitment_states",
    ("not_started", "chưa thực hiện", "chưa triển khai"),
    ("in_progress", "đang thực hiện", "đang triển khai", "đang làm"),
    ("done", "hoàn thành", "đã hoàn thành", "hoàn thành 100%", "HT"),
    ("partly_done", "hoàn thành một phần", "HT một phần"),
    ("dropped", "không thực hiện", "thôi thực hiện", "không triển khai"),
    ("extension_asked", "xin lùi hạn", "đề nghị lùi hạn", "xin gia hạn"),
)
ACTIVITY_TYPES = _codes(
    "activity_types",
    ("visit", "thăm thôn", "đi thôn", "làm việc với thôn", "xuống thôn"),
    ("outreach_session", "buổi tuyên truyền", "tuyên truyền"),
    ("exchange", "giao lưu", "giao lưu văn hóa, thể thao"),
    ("skills_class", "lớp nghiệp vụ", "lớp nghiệp vụ công tác"),
    ("technology_transfer", "chuyển giao KHKT", "chuyển giao khoa học kỹ thuật", "tập huấn KHKT"),
    ("gifts", "tặng quà", "trao quà"),
    (
        "house",
        "nhà tình thương, nhà đại đoàn kết",
        "nhà tình thương/đại đoàn kết",
        "nhà tình thương",
        "nhà đại đoàn kết",
        "xây nhà",
    ),
    ("sponsorship", "đỡ đầu hộ", "đỡ đầu hộ nghèo"),
    ("working_days", "ngày công", "giúp ngày công", "lao động giúp dân"),
    ("works", "công trình", "công trình, sửa chữa nhỏ"),
    ("health_check", "khám chữa bệnh", "khám bệnh", "khám bệnh, cấp thuốc"),
    ("model", "mô hình Dân vận khéo", "mô hình DVK", "mô hình"),
    ("other", "khác", "hoạt động khác"),
)
FUND_SOURCES = _codes(
    "fund_sources",
    ("budget", "ngân sách", "NSNN", "kinh phí cơ quan"),
    ("staff", "CBCCVC đóng góp", "đóng góp", "CB, CC, VC đóng góp"),
    ("mobilised", "xã hội hóa", "XHH", "vận động"),
)
PARTNERS = _codes(
    "partners",
    ("ethnic_office", "Phòng Dân tộc", "PDT"),
    ("commune", "UBND xã", "UBND xã, thị trấn"),
    ("both", "cả hai", "Phòng Dân tộc và UBND xã", "PDT, UBND xã"),
    ("none", "không", "không phối hợp"),
)
DIFFICULTY_SOURCES = _codes(
    "difficulty_sources",
    ("survey", "khảo sát"),
    ("meeting", "họp dân", "họp thôn"),
    ("dialogue", "đối thoại"),
    ("commune", "UBND xã", "UBND xã, thị trấn"),
    ("agency", "cơ quan", "cơ quan kết nghĩa"),
)
DIFFICULTY_GROUPS = _codes(
    "difficulty_groups",
    ("land", "đất ở, đất sản xuất", "đất ở-đất sản xuất", "đất đai", "đất ở", "đất sản xuất"),
    ("water", "nước sinh hoạt", "nước", "nước sạch"),
    ("irrigation", "thủy lợi", "nước sản xuất"),
    ("road", "đường giao thông", "đường", "giao thông", "đường sá"),
    ("electricity", "điện"),
    ("housing", "nhà ở"),
    ("credit_and_work", "vốn, việc làm", "vốn vay", "vay vốn", "vốn", "việc làm"),
    ("education", "giáo dục"),
    ("health", "y tế"),
    ("papers", "giấy tờ hộ tịch", "giấy tờ, hộ tịch", "hộ tịch", "giấy tờ"),
    ("culture", "văn hóa"),
    ("security", "an ninh trật tự", "ANTT"),
    ("other", "khác"),
)
AFFECTED = _codes(
    "affected",
    ("production", "sản xuất"),
    ("living", "sinh hoạt", "đời sống"),
    ("both", "cả hai", "sản xuất và sinh hoạt", "sản xuất, sinh hoạt"),
)
SEVERITIES = _codes(
    "severities",
    ("1", "ít bức xúc", "mức 1", "nhẹ"),
    ("2", "bức xúc", "mức 2", "trung bình"),
    ("3", "rất bức xúc", "mức 3", "nặng"),
)
AUTHORITIES = _codes(
    "authorities",
    ("commune", "xã", "cấp xã", "UBND xã"),
    ("district", "huyện", "cấp huyện", "UBND huyện"),
    ("province", "tỉnh", "cấp tỉnh", "UBND tỉnh"),
    ("central", "trung ương", "TW"),
)
DIFFICULTY_RESULTS = _codes(
    "difficulty_results",
    ("resolved", "đã giải quyết", "đã xong", "giải quyết xong", "đã giải quyết xong"),
    ("in_progress", "đang giải quyết", "đang xử lý", "đang thực hiện"),
    (
        "referred",
        "vượt thẩm quyền, đã kiến nghị",
        "vượt thẩm quyền đã kiến nghị",
        "đã kiến nghị cấp trên",
    ),
    ("open", "chưa giải quyết", "chưa"),
)
OFFICER_GROUPS = _codes(
    "officer_groups",
    ("cadre", "cán bộ", "CB"),
    ("civil_servant", "công chức", "CC"),
    ("public_employee", "viên chức", "VC"),
    ("contract", "lao động hợp đồng", "hợp đồng", "LĐHĐ"),
)
MEETING_FORMS = _codes(
    "meeting_forms",
    ("in_person", "trực tiếp"),
    ("online", "trực tuyến"),
    ("in_writing", "văn bản", "bằng văn bản"),
)
REPORT_TERMS = _codes(
    "report_terms",
    ("half_year", "6 tháng", "sáu tháng", "6 tháng đầu năm"),
    ("year", "năm", "cả năm", "báo cáo năm"),
)
HOUSEHOLD_CLASSES = _codes(
    "household_classes",
    ("poor", "nghèo", "hộ nghèo"),
    ("near_poor", "cận nghèo", "hộ cận nghèo"),
    ("middle", "mức sống trung bình", "trung bình"),
    ("other", "khác"),
)
LEVELS = _codes(
    "levels",
    ("excellent", "Hoàn thành xuất sắc", "HTXS"),
    ("good", "Hoàn thành tốt", "HTT"),
    ("completed", "Hoàn thành", "HT"),
    ("not_completed", "Không hoàn thành", "KHT"),
    ("unknown", "Chưa đủ dữ liệu"),
)
"""Completion levels of Decree 335/2025/NĐ-CP, and the honest fifth answer."""

FICTIONAL_CODE_PREFIX = "99"
"""Commune codes that begin so belong to no real province: data with them is invented."""
