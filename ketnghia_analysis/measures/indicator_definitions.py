"""When a household lacks a basic social service: the thresholds of the poverty standards."""

from __future__ import annotations

DEPRIVED_IF: dict[str, str] = {
    "employment": "Có ít nhất 1 người trong độ tuổi lao động, có khả năng và nhu cầu lao động, "
    "không có việc làm, hoặc làm công ăn lương không có hợp đồng lao động",
    "dependants": "Người phụ thuộc (dưới 16 tuổi; người cao tuổi, khuyết tật hưởng trợ cấp hằng "
    "tháng) trên 50 % nhân khẩu của hộ",
    "nutrition": "Có ít nhất 1 trẻ dưới 16 tuổi suy dinh dưỡng thấp còi hoặc nhẹ cân",
    "health_insurance": "Có ít nhất 1 người từ đủ 6 tuổi không có bảo hiểm y tế",
    "adult_education": "Có ít nhất 1 người từ 16 đến 30 tuổi không theo học hoặc không có trình độ "
    "phù hợp với độ tuổi",
    "school_attendance": "Có ít nhất 1 trẻ từ 3 đến dưới 16 tuổi không học đúng cấp học phù hợp độ "
    "tuổi (3 đến dưới 6 mầm non; 6 đến dưới 12 tiểu học; 12 đến dưới 16 THCS)",
    "housing_quality": "Nhà không bền chắc: ít nhất 2 trong 3 kết cấu chính (tường, cột, mái) bằng "
    "vật liệu không bền chắc",
    "housing_area": "Diện tích nhà ở bình quân dưới 8 m² một người",
    "water": "Không có nguồn nước sạch (nước máy; giếng khoan; giếng đào, khe mó được bảo vệ; nước "
    "mưa; nước đóng chai)",
    "latrine": "Không dùng nhà tiêu hợp vệ sinh (tự hoại, bán tự hoại; thấm dội nước; cải tiến có "
    "ống thông hơi; hai ngăn)",
    "telecommunication": "Không có thành viên nào sử dụng dịch vụ Internet",
    "information_means": "Không có phương tiện nào: ti vi, radio, máy tính để bàn, điện thoại; máy "
    "tính xách tay, máy tính bảng, điện thoại thông minh",
    "waste": "Chưa đọc phụ lục của Nghị định 351/2025/NĐ-CP; tên chỉ số theo dự thảo",
    "health_services": "Có người ốm đau nhưng không đi khám chữa bệnh (Quyết định 59/2015/QĐ-TTg; "
    "diễn giải chưa đối chiếu với bản gốc)",
}
"""By name of the deprivation; the first twelve as in the annex of Decree 07/2021/NĐ-CP (from
memory, to be held against the original)."""
