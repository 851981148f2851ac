"""Headings that the fictional officials use, group above heading; not the vocabulary's own."""

from __future__ import annotations

from ketnghia_analysis.demo.papers import Head
from ketnghia_analysis.vocabulary.hamlet_figures import (
    DEPRIVATIONS,
    SCHOOLING,
    deprived_households,
)

COMMUNES = (
    Head("commune_code", "Mã xã"),
    Head("name", "Tên xã, thị trấn"),
    Head("commune_type", "Loại hình"),
    Head("district_name", "Thuộc huyện"),
    Head("valid_from", "Từ ngày", "Hiệu lực"),
    Head("valid_to", "Đến ngày", "Hiệu lực"),
    Head("successor_code", "Mã xã mới"),
    Head("change_reason", "Lý do thay đổi"),
)
HAMLETS = (
    Head("hamlet_id", "Mã thôn"),
    Head("name", "Tên thôn, khu phố"),
    Head("hamlet_type", "Loại hình"),
    Head("commune_code", "Mã xã"),
    Head("valid_from", "Hiệu lực từ"),
    Head("valid_to", "Hiệu lực đến"),
    Head("successor_id", "Thôn kế nhiệm"),
    Head("predecessor_id", "Tách từ thôn"),
    Head("change_reason", "Lý do thay đổi"),
    Head("mixed", "Xen ghép"),
    Head("main_people", "Dân tộc chủ yếu"),
    Head("especially_difficult", "Thôn ĐBKK"),
    Head("zone", "Thuộc khu vực"),
)
COORDINATES = (
    Head("hamlet_id", "Mã thôn"),
    Head("valid_from", "Hiệu lực từ"),
    Head("latitude", "Vĩ độ", "Tọa độ trung tâm thôn"),
    Head("longitude", "Kinh độ", "Tọa độ trung tâm thôn"),
    Head("coordinate_quality", "Tình trạng tọa độ"),
)
AGENCIES = (
    Head("agency_id", "Mã CQ"),
    Head("name", "Tên cơ quan, đơn vị"),
    Head("short_name", "Viết tắt"),
    Head("bloc", "Khối"),
    Head("agency_type", "Loại cơ quan"),
    Head("officers", "Số CBCCVC"),
    Head("valid_from", "Hiệu lực từ"),
    Head("valid_to", "Hiệu lực đến"),
    Head("successor_id", "Cơ quan kế nhiệm"),
    Head("latitude", "Vĩ độ trụ sở"),
    Head("longitude", "Kinh độ trụ sở"),
)
SURVEY_ROUNDS = (
    Head("round_id", "Mã đợt"),
    Head("name", "Tên đợt khảo sát"),
    Head("year", "Năm số liệu"),
    Head("reference_date", "Thời điểm số liệu"),
    Head("poverty_standard", "Chuẩn nghèo"),
    Head("surveyed_by", "Đơn vị khảo sát"),
)
PAIRINGS = (
    Head("pairing_id", "Mã cặp"),
    Head("agency_name", "Cơ quan, đơn vị"),
    Head("hamlet_name", "Thôn được phân công kết nghĩa"),
    Head("commune_name", "Xã, thị trấn"),
    Head("role", "Vai trò"),
    Head("assigning_document", "Văn bản phân công"),
    Head("valid_from", "Từ ngày", "Thời gian kết nghĩa"),
    Head("valid_to", "Đến ngày", "Thời gian kết nghĩa"),
    Head("period", "Giai đoạn"),
    Head("state", "Tình trạng"),
)
POPULATION = (
    Head("households", "Tổng số", "Tổng số hộ"),
    Head("minority_households", "Trong đó DTTS", "Tổng số hộ"),
    Head("people", "Tổng số", "Tổng số nhân khẩu"),
    Head("minority_people", "Trong đó DTTS", "Tổng số nhân khẩu"),
    Head("poor_households", "Số hộ", "Hộ nghèo"),
    Head("poor_share_reported_percent", "Tỷ lệ (%)", "Hộ nghèo"),
    Head("poor_minority_households", "Trong đó DTTS", "Hộ nghèo"),
    Head("near_poor_households", "Hộ cận nghèo"),
    Head("households_escaped_poverty", "Hộ thoát nghèo"),
    Head("households_fallen_into_poverty", "Hộ tái nghèo, phát sinh"),
    Head("income_million_dong_per_person", "Thu nhập BQĐN (triệu đồng/người/năm)"),
)
DEPRIVED = tuple(
    Head(deprived_households(name), f"{code} {vietnamese}", "Số hộ thiếu hụt từng chỉ số")
    for code, (name, vietnamese) in DEPRIVATIONS.items()
)
AMENITIES = (
    Head("commune_road_paved", "Đường đến trung tâm xã được cứng hóa"),
    Head("hamlet_roads_km", "Tổng số", "Đường thôn, liên thôn (km)"),
    Head("hamlet_roads_paved_km", "Đã cứng hóa", "Đường thôn, liên thôn (km)"),
    Head("grid_electricity_households", "Hộ dùng điện lưới"),
    Head("hygienic_water_households", "Hợp vệ sinh", "Sử dụng nước"),
    Head("clean_water_households", "Nước sạch theo quy chuẩn", "Sử dụng nước"),
    Head("hygienic_latrine_households", "Hộ có nhà tiêu HVS"),
    Head("community_house", "NVH"),
    Head("broadcast_households", "Hộ xem truyền hình, nghe đài"),
    Head("internet_households", "Hộ có Internet"),
    Head("temporary_houses_households", "Nhà tạm, dột nát"),
    Head("lacking_residential_land_households", "Đất ở", "Thiếu đất"),
    Head("lacking_production_land_households", "Đất sản xuất", "Thiếu đất"),
)
PEOPLE = (
    *(
        head
        for stage, (who, attends, _) in SCHOOLING.items()
        for head in (
            Head(f"{stage}_age_people", f"Số {who}", "Giáo dục"),
            Head(f"{stage}_pupils", f"Số {who} {attends}", "Giáo dục"),
        )
    ),
    Head("people_15_and_over", "Số người từ 15 tuổi trở lên"),
    Head("literate_people_15_and_over", "Đọc thông, viết thạo tiếng phổ thông"),
    Head("insured_people", "Tham gia BHYT"),
    Head("under_5_people", "Số trẻ dưới 5 tuổi"),
    Head("underweight_under_5_people", "Trẻ SDD nhẹ cân"),
    Head("workers_people", "Số lao động trong độ tuổi"),
    Head("trained_workers_people", "Số lao động qua đào tạo"),
    Head("party_members_people", "Tổng số", "Đảng viên"),
    Head("minority_party_members_people", "Số đảng viên DTTS", "Đảng viên"),
    Head("cultural_hamlet", "Thôn văn hóa"),
)
FIGURE_PARTS: dict[str, tuple[str, tuple[Head, ...]]] = {
    "01A": ("Dân cư, hộ nghèo, thu nhập", POPULATION),
    "01B": ("Thiếu hụt dịch vụ xã hội cơ bản", DEPRIVED),
    "01C": ("Hạ tầng, đời sống, đất đai", AMENITIES),
    "01D": ("Giáo dục, y tế, lao động, đảng viên", PEOPLE),
}
HAMLET = Head("hamlet_name", "Thôn, khu phố")
COMMUNE = Head("commune_name", "Xã")
COMMITMENTS = (
    Head("commitment_id", "Mã nội dung"),
    HAMLET,
    COMMUNE,
    Head("field", "Lĩnh vực"),
    Head("content", "Nội dung kết nghĩa"),
    Head("target", "Chỉ tiêu"),
    Head("target_unit", "ĐVT"),
    Head("due_on", "Thời hạn hoàn thành"),
    Head("weight", "Trọng số"),
    Head("result", "Kết quả thực hiện"),
    Head("completed_on", "Ngày hoàn thành"),
    Head("state", "Trạng thái"),
    Head("extended_to", "Hạn mới"),
    Head("extension_document", "Văn bản lùi hạn"),
    Head("difficulty_id", "Mã KK"),
)
ACTIVITIES = (
    Head("activity_id", "Mã HĐ"),
    Head("date", "Ngày thực hiện"),
    HAMLET,
    COMMUNE,
    Head("activity_type", "Loại hoạt động"),
    Head("content", "Nội dung hỗ trợ"),
    Head("attendances", "Lượt người"),
    Head("gifts", "Suất quà"),
    Head("working_days", "Ngày công"),
    Head("cost_dong", "Kinh phí (triệu đồng)"),
    Head("fund_source", "Nguồn kinh phí"),
    Head("partner", "Đơn vị phối hợp"),
    Head("leader_present", "Thủ trưởng, cấp phó tham gia"),
    Head("commitment_id", "Mã nội dung"),
)
BRIEFINGS = (
    Head("date", "Ngày tổ chức quán triệt"),
    Head("document", "Nội dung quán triệt"),
    Head("participants", "Số người dự"),
    Head("plan_document", "Kế hoạch năm (số, ký hiệu)"),
    Head("plan_signed_on", "Ngày ban hành kế hoạch"),
)
OFFICER_DUTIES = (
    Head("officer_id", "Mã CBCCVC"),
    Head("position", "Chức vụ"),
    Head("officer_group", "Đối tượng"),
    Head("duty", "Nhiệm vụ được giao"),
    Head("document", "Văn bản giao nhiệm vụ"),
    Head("signed_on", "Ngày ký"),
)
MEETINGS = (
    Head("meeting_id", "Mã họp"),
    Head("date", "Ngày họp"),
    Head("agency_name", "Cơ quan kết nghĩa"),
    HAMLET,
    COMMUNE,
    Head("with_ethnic_office", "Phòng Dân tộc", "Thành phần"),
    Head("with_commune", "UBND xã, thị trấn", "Thành phần"),
    Head("with_hamlet", "Đại diện thôn", "Thành phần"),
    Head("meeting_form", "Hình thức"),
    Head("minutes", "Số biên bản"),
    Head("conclusions", "Số kết luận"),
    Head("conclusions_done", "Kết luận đã thực hiện"),
)
REPORTS = (
    Head("agency_name", "Cơ quan, đơn vị"),
    Head("term", "Kỳ báo cáo"),
    Head("due_on", "Hạn nộp"),
    Head("submitted_on", "Ngày nộp"),
    Head("document", "Số ký hiệu"),
)
DIFFICULTIES = (
    Head("difficulty_id", "Mã KK"),
    HAMLET,
    COMMUNE,
    Head("raised_on", "Ngày nêu"),
    Head("raised_by", "Nguồn phản ánh"),
    Head("group", "Nhóm khó khăn"),
    Head("content", "Nội dung khó khăn, bức xúc"),
    Head("affects", "Ảnh hưởng đến"),
    Head("severity", "Mức độ"),
    Head("chosen_as_focus", "Tập trung tháo gỡ"),
    Head("authority", "Cấp thẩm quyền"),
    Head("due_on", "Hạn giải quyết"),
    Head("resolved_on", "Ngày giải quyết"),
    Head("result", "Kết quả giải quyết"),
)
