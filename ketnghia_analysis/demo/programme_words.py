"""What agencies of the fictional district promise, and what is difficult in its hamlets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Promise:
    """A commitment that agencies like to make: text, unit, quantities."""

    content: str
    unit: str
    least: int
    most: int


PROMISES: dict[str, tuple[Promise, ...]] = {
    "outreach": (
        Promise("Tuyên truyền chính sách dân tộc, pháp luật cho nhân dân trong thôn", "buổi", 2, 4),
        Promise("Tuyên truyền phòng, chống tảo hôn và vận động trẻ đến trường", "buổi", 1, 3),
    ),
    "production": (
        Promise("Hỗ trợ mô hình chăn nuôi bò sinh sản cho hộ nghèo", "hộ", 2, 5),
        Promise("Chuyển giao kỹ thuật trồng bắp lai, mì cao sản", "lớp", 1, 3),
        Promise("Giúp hộ nghèo tiếp cận vốn vay ưu đãi", "hộ", 3, 8),
    ),
    "living": (
        Promise("Vận động sửa chữa nhà ở cho hộ nghèo", "căn", 1, 2),
        Promise("Tặng bồn chứa nước sinh hoạt", "cái", 4, 10),
        Promise("Trao học bổng cho học sinh dân tộc thiểu số", "suất", 5, 20),
    ),
    "political_system": (
        Promise("Bồi dưỡng, giới thiệu quần chúng ưu tú cho chi bộ thôn", "người", 1, 2),
        Promise("Hướng dẫn nghiệp vụ công tác cho ban điều hành thôn", "lớp", 1, 2),
    ),
    "security": (
        Promise("Củng cố tổ tự quản về an ninh trật tự", "tổ", 1, 2),
        Promise("Tổ chức giao lưu đoàn kết giữa các dân tộc trong thôn", "buổi", 1, 2),
    ),
}
SOLUTIONS: dict[str, Promise] = {
    "road": Promise("Tháo gỡ khó khăn về đường đi lại: sửa đoạn đường lầy lội", "m", 150, 600),
    "water": Promise("Tháo gỡ khó khăn về nước: nối nước sinh hoạt cho hộ dân", "hộ", 5, 20),
    "irrigation": Promise("Tháo gỡ khó khăn về nước sản xuất: nạo vét mương", "m", 200, 900),
    "land": Promise("Tháo gỡ khó khăn về đất đai: đo đạc, cấp giấy chứng nhận", "hộ", 3, 12),
    "papers": Promise("Tháo gỡ khó khăn về giấy tờ: làm hộ tịch lưu động", "trường hợp", 5, 20),
    "credit_and_work": Promise("Tháo gỡ khó khăn về việc làm: giới thiệu việc làm", "người", 3, 12),
    "housing": Promise("Tháo gỡ khó khăn về nhà ở: xóa nhà tạm", "căn", 1, 3),
    "electricity": Promise("Tháo gỡ khó khăn về điện: kéo điện cho cụm dân cư", "hộ", 3, 12),
    "education": Promise("Tháo gỡ khó khăn về học tập: vận động học sinh trở lại lớp", "em", 2, 8),
    "health": Promise("Tháo gỡ khó khăn về y tế: tổ chức khám bệnh lưu động", "đợt", 1, 2),
}
WORRIES: dict[str, tuple[str, str, str]] = {
    "road": ("Đường vào khu sản xuất lầy lội, khó đi lại trong mùa mưa", "both", "district"),
    "water": ("Thiếu nước sinh hoạt trong các tháng mùa khô", "living", "district"),
    "irrigation": ("Mương dẫn nước bị bồi lấp, thiếu nước tưới", "production", "district"),
    "land": ("Đất sản xuất chưa được cấp giấy chứng nhận", "production", "province"),
    "papers": ("Một số trường hợp chưa có giấy tờ hộ tịch", "living", "commune"),
    "credit_and_work": (
        "Thiếu việc làm lúc nông nhàn, thiếu vốn sản xuất",
        "production",
        "district",
    ),
    "housing": ("Còn hộ ở nhà tạm, nhà dột nát", "living", "district"),
    "electricity": ("Cụm dân cư cuối thôn chưa có điện lưới", "both", "province"),
    "education": ("Học sinh bỏ học giữa chừng", "living", "commune"),
    "health": ("Xa trạm y tế, ít được khám bệnh định kỳ", "living", "district"),
}
