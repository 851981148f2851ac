"""Free text: one spelling, no personal numbers, and what counts as "no data"."""

from __future__ import annotations

import re
from typing import Any

from ketnghia_analysis.cleaning.personal import is_family_name
from ketnghia_analysis.vocabulary.spelling import house_style, tidy, toneless_key

PERSONAL_MARK = "[đã ẩn]"

_DIGIT = re.compile(r"\d")
_FEWEST_DIGITS = 8
_MISSING_KEYS = frozenset(
    toneless_key(words)
    for words in (
        *("không có số liệu", "chưa có số liệu", "không số liệu", "k/c số liệu", "kc số liệu"),
        *("không có thông tin", "chưa có thông tin", "KCSL", "KCTT", "CCSL"),
        *("không có dữ liệu", "chưa có dữ liệu", "không dữ liệu", "thiếu số liệu"),
        *("không có báo cáo", "chưa có báo cáo", "không báo cáo", "chưa báo cáo"),
        *("không rõ", "chưa rõ", "không xác định", "chưa xác định", "không biết"),
        *("n/a", "na", "null", "none", "nan", "missing", "no data", "unknown"),
    )
)
_MISSING_MARKS = frozenset(
    {"", "-", "–", "—", "−", "--", "---", "- -", "...", "…", "..", "....", "/", ".", "_", "'"}
    | {"#", "##", "###", "?", "??", "???", "(-)", "[-]", "*", "**", "×", "☐", "□"}
)
_DASHES = frozenset({"-", "–", "—", "−", "--"})

_MONEY_BEHIND = r"(?!\s*(?:đồng|đ\b|dong\b|vnđ|vnd|triệu|tr\b|nghìn|ngàn|tỷ|tỉ))"
_END = r"(?!\d)(?![.\-](?!0[235789]\d)\d)"
_MARKED_ID = re.compile(
    r"(?P<marker>\b(?:cccd|cmnd|cmtnd|cmt|cmqđ|căn\s+cước(?:\s+công\s+dân)?"
    r"|chứng\s+minh(?:\s+nhân\s+dân|\s+thư)?|định\s+danh(?:\s+cá\s+nhân)?|bhyt|bhxh)"
    r"[\s:.,\-/]*(?:số|là|cmnd|cccd)?[\s:.\-]*)"
    r"[0-9](?:[\s.\-]?[0-9]){7,13}(?!\d)",
    re.IGNORECASE,
)
_LONG_ID = re.compile(
    # of twelve digits, or of a telephone: amounts do not begin with nought
    r"(?<![\d.,])0\d{2}(?:[\s.\-]?\d{3}){3}(?!\d)|(?<![\w.,])0\d{9,10}(?!\d)"
    # nine or twelve in one piece, unless an amount, a number of a document or a part of a code
    rf"|(?<![\w.,/\-])(?!\d+000(?!\d))(?:\d{{12}}|\d{{9}})(?!\d)(?![.,]\d)(?!/[A-ZĐ]){_MONEY_BEHIND}",
    re.IGNORECASE,
)
_CAPITALS = "".join(filter(str.isupper, map(chr, (*range(0x41, 0x250), *range(0x1EA0, 0x1EFA)))))
_ADDRESSED = re.compile(
    r"(?P<address>\b(?P<place>(?:[Tt]hôn|[Kk]hu phố|[Bb]ản|[Bb]uôn|[Xx]ã|[Ll]àng|[Ss]uối|[Cc]ầu) )?"
    r"(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]ụ|[Cc]háu|[Ee]m|[Cc]hủ hộ|[Hh]ộ|ÔNG|BÀ)(?: bà)?\s*:?\s+)"
    rf"(?P<name>[{_CAPITALS}][\w'’]*(?: [{_CAPITALS}][\w'’]*){{1,4}})"
)
"""A form of address and two to five words with capitals behind it."""
_FAMILIES = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Trương|Trịnh"
    "|Mai|Tô|Lâm|Lưu|Châu|Cao|Hà|Thái|Tạ|Từ|Đào|Lại|Lương|Quách|Chu|Kiều|Nông|Hứa|Mang|Thông|Thạch"
)
_FULL_NAME = re.compile(
    rf"(?<!\w)(?:{_FAMILIES}) (?:Thị|Văn) [{_CAPITALS}][\w'’]*(?: [{_CAPITALS}][\w'’]*){{0,2}}"
)
"""Family name, "Thị" or "Văn", one to three words with capitals: hardly anything but a person."""
_NAMED_AFTER = re.compile(
    r"(?:đường|trường|phố|cầu|chợ|công viên|tiểu học|trung học|thcs|thpt|mầm non|mẫu giáo|quỹ|giải"
    r"|thôn|xã|phường|ấp|bản|buôn|làng|tổ|kp|th)\.?\s+$",
    re.IGNORECASE,
)
_NO_DATE = r"(?!\d{1,2}[.\-]\d{1,2}[.\-](?:19|20)\d{2}(?!\d))"
_PHONE = re.compile(
    rf"(?<![^\WTt])(?<!\d[.,])"
    rf"(?:(?:(?:\(\+?84\)|(?:\+|00)?84)[\s.\-]?(?:\(0\)[\s.\-]?)?(?=[2-9])|{_NO_DATE}0(?=[1-35-9]))"
    rf"(?:[35789](?:[\s.\-)]?\d){{8}}|1[2689](?:[\s.\-]?\d){{8}}"
    rf"|2\d(?:[\s.\-)]{{0,2}}\d){{7,8}}){_END}{_MONEY_BEHIND}"
    rf"|\(\+?(?:84|0)\d{{2,3}}\)[\s.\-]?\d{{3}}[\s.\-]?\d{{3,4}}{_END})"
)


def is_dash(value: Any) -> bool:
    """Whether a cell holds nothing but a dash."""
    return isinstance(value, str) and value.strip() in _DASHES


def is_blank(value: Any) -> bool:
    """Whether a cell holds nothing that could be seen: nothing, NaN, NaT, blanks."""
    if value is None or value != value:
        return True
    return isinstance(value, str) and not (value.strip() and tidy(value))


def says_missing(value: Any) -> bool:
    """Whether a cell says that there is no data: empty, a dash, dots, "không có số liệu".

    "Không" alone is an answer (no, none), never missing. "Chưa tổng hợp" promises a figure
    that is still to come: a reader of numbers refuses it, so that the sender is asked again.
    """
    if is_blank(value):
        return True
    if not isinstance(value, str) or _DIGIT.search(value):
        return False
    return tidy(value) in _MISSING_MARKS or toneless_key(value) in _MISSING_KEYS


def without_personal_numbers(text: str) -> str:
    """Text in which identity numbers and telephone numbers are struck out.

    Struck out are citizens' numbers of 12 digits, older ones of 9, in one piece or in groups, any
    number said to be one ("CMND số 260.123.456"), and telephone numbers with blanks, dots,
    dashes, +84. Amounts ("123.456.789 đồng"), dates and numbers of documents stay; so does a bare
    number of 9 or 12 digits that ends in "000", which is an amount. So are names of persons
    behind a form of address ("hộ ông Lê Văn Mẫu"), and in a sentence those with "Thị" or "Văn"
    that no street or school is named after; others are not told from a place.
    """
    if _ADDRESSED.search(text):
        text = _ADDRESSED.sub(_hidden_name, text)
    if (" Thị " in text or " Văn " in text) and not _FULL_NAME.fullmatch(text):
        text = _FULL_NAME.sub(_hidden_full_name, text)
    if len(_DIGIT.findall(text)) < _FEWEST_DIGITS:
        return text
    text = _MARKED_ID.sub(rf"\g<marker>{PERSONAL_MARK}", text)
    return _LONG_ID.sub(PERSONAL_MARK, _PHONE.sub(PERSONAL_MARK, text))


def _hidden_name(found: re.Match[str]) -> str:
    words = found["name"].split()
    is_person = is_family_name(words[0]) and found["place"] is None
    return f"{found['address']}{PERSONAL_MARK}" if is_person else found[0]


def _hidden_full_name(found: re.Match[str]) -> str:
    named_after = _NAMED_AFTER.search(found.string[: found.start()])
    return found[0] if named_after else PERSONAL_MARK


def read_text(raw: str) -> tuple[str, str]:
    """Text in the house style without personal numbers, and the rule that changed it, or ""."""
    styled = house_style(raw)
    clean = without_personal_numbers(styled)
    if clean != styled:
        return clean, "personal_removed"
    return clean, "spelling" if clean != raw else ""
