"""What is scored: the criteria and the conditions without which nothing counts as completed.

Sentences "L1" to "L10" are those of the letter of the mass-mobilisation board.
"""

from __future__ import annotations

CRITERION_GROUPS: dict[str, tuple[str, str]] = {
    "A": ("Trách nhiệm, tổ chức thực hiện", "Responsibility and organisation"),
    "B": ("Chủ động phối hợp, đồng bộ", "Coordination"),
    "C": ("Nắm chắc tình hình, xác định nội dung", "Knowing the hamlet"),
    "D": ("Tháo gỡ khó khăn, có kết quả đúng hạn", "Results in time"),
    "E": ("Chuyển biến ở thôn", "Change in the hamlet"),
}
"""Group of criteria: (Vietnamese, English)."""

CRITERION_NAMES: dict[str, tuple[str, str]] = {
    "A1": ("Quán triệt, có kế hoạch năm đúng hạn", "L4"),
    "A2": ("Phân công rõ trách nhiệm từng CBCCVC", "L4"),
    "A3": ("Thủ trưởng, cấp phó trực tiếp đến thôn", "L9"),
    "A4": ("Báo cáo đúng hạn", "L8"),
    "B1": ("Phối hợp với Phòng Dân tộc", "L5"),
    "B2": ("Phối hợp với UBND xã, thị trấn", "L5"),
    "B3": ("Thực hiện đồng bộ các nội dung", "L3"),
    "C1": ("Số liệu thôn đủ và đúng kỳ", "L5"),
    "C2": ("Danh mục khó khăn, bức xúc được cập nhật", "L2, L5"),
    "C3": ("Chọn nội dung tập trung, có hạn, có chỉ tiêu", "L5, L6"),
    "D1": ("Tỷ lệ hoàn thành nội dung đăng ký", "L6"),
    "D2": ("Hoàn thành đúng thời hạn", "L2, L6"),
    "D3": ("Khó khăn, bức xúc được giải quyết", "L2"),
    "E1": ("Chuyển biến về sản xuất, thu nhập, giảm nghèo", "L7"),
    "E2": ("Chuyển biến về đời sống, sinh hoạt", "L7"),
}
"""Criterion: (Vietnamese heading, sentences of the letter that it answers)."""

GATES: dict[str, str] = {
    "no_activity": "không có hoạt động nào",
    "nothing_organised": "không có kế hoạch và phân công",
    "no_commitment": "không đăng ký nội dung nào",
}
"""What a pairing must not be found to lack to count as completed, Vietnamese."""
