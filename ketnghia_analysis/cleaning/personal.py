"""Columns that tell of residents: refused whole, and never written anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from ketnghia_analysis.intake.grids import shown
from ketnghia_analysis.vocabulary.spelling import tidy, toneless_key

WHY: dict[str, str] = {
    "heading": "tiêu đề cột là thông tin cá nhân",
    "names": "cột có họ tên người",
    "identity_numbers": "cột có số định danh cá nhân",
    "telephones": "cột có số điện thoại",
    "mail_addresses": "cột có địa chỉ thư điện tử",
}
"""Vietnamese label by reason for which a column is refused; the report names column and reason."""

_PERSONAL_HEADING = re.compile(
    r"\b(?:ho va ten|ho ten|chu ho|dai dien ho|ten nguoi"
    r"|ten (?:vo|chong|con|cha|me|bo)|nguoi dung ten"
    r"|cccd|cmnd|cmtnd|cmt|can cuoc|chung minh (?:nhan dan|thu)|ho chieu|passport"
    r"|(?:so |ma )?dinh danh(?: ca nhan)?|ma so bao hiem|so (?:the )?(?:bhyt|bhxh)|so tai khoan"
    r"|dien thoai|di dong|sdt|s dt|so dt|dt|zalo|phone(?:number)?|telephone|mobile"
    r"|ngay(?: thang nam)? sinh|nam sinh|ngay thang sinh|dob|birth(?:day| date)?"
    r"|e ?mail|thu dien tu|facebook|so nha(?= (?:duong|to|ngo|hem|pho|khu|ap|thon)\b|$)"
    r"|noi o hien nay|que quan|full ?name|head of household)\b"
)
_ONLY = frozenset(
    {"nguoi dai dien", "sinh nam", "cha", "me", "truong thon", "truong khu pho", "bi thu chi bo"}
    | {"nguoi lien he", "dau moi lien he", "ten truong thon", "nguoi lap bieu", "nguoi phu trach"}
)
_COUNTED = re.compile(
    r"^(?:tong )?(?:so|ty le|ti le|tl|sl|so luong|% )\b.{0,12}?\b"
    r"(?:ho|nguoi|chu ho|thon|khau|nhan khau|thue bao|may|tre|lao dong|luot)\b"
    r"|^(?:ho|nguoi|thon|nhan khau) (?:co|su dung|dung|chua|duoc|khong)\b"
)
_TECHNICAL = re.compile(r"^_|/_|^(?:id|uuid|key|parent_key|instanceid)$", re.IGNORECASE)
_MONEY_HEADING = re.compile(r"\b(?:kinh phi|so tien|tri gia|gia tri|thanh tien|von|dong|trd?)\b")

_SEPARATORS = re.compile(r"[\s.\-()/]")
_IDENTITY = re.compile(r"^(?:0\d{11}|[1-9]\d{10}|\d{9}|\d{12})$", re.ASCII)
_TELEPHONE = re.compile(r"^(?:(?:\+?84|0084)[235789]\d{8,9}|0[1235789]\d{8,9}|[35789]\d{8})$")
_MAIL = re.compile(r"^[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+$")

_FAMILIES = """
    nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh truong trinh doan
    mai to ta lam luu chau cao ha thai tang tu dao lai ninh luong la quach ngu ung mac kieu nghiem
    ngac on giang trieu khuc than doi vi lo nong hua be ma sam chu chung kim thach son danh mang
    cham bo pinang chamale katu kator thong qua dang nao xich mau ba uc tho han patau klong kpa
    ksor siu rmah rcom ya y
"""
_FAMILY_NAMES = frozenset(_FAMILIES.split())
"""Of Kinh, Cham, Ra Glai, Co Ho and others, without diacritics."""
_MIDDLE_NAMES = frozenset({"thi", "van", "huu", "duc", "ngoc", "xuan", "dinh", "quoc"})
_PLACES = """
    xã thôn phường khu tổ bản buôn làng ấp huyện tỉnh phòng ban hội trung chi trường ủy ubnd
    đoàn công sở cầu đường suối nhà
"""
_PLACE_WORDS = frozenset(_PLACES.split())
_FEWEST = 3
_SHARE = 0.6


def personal_columns(
    headings: Mapping[int, str],
    values: Mapping[int, Iterable[Any]],
    known: Collection[int] = (),
) -> dict[int, str]:
    """Which columns of a table on paper tell of residents, and why.

    Args:
        headings: heading by column index; of several lines joined by blanks.
        values: raw cells by column index.
        known: columns that the vocabulary declares; they have their own rules and are left alone.

    Returns:
        Reason (key of `WHY`) by column index. No value of such a column may be kept or shown.
    """
    found = {}
    for index in sorted(headings.keys() | values.keys()):
        if index in known:
            continue
        heading = headings.get(index, "")
        why = "heading" if is_personal_heading(heading) else _by_values(heading, values, index)
        if why:
            found[index] = why
    return found


def is_personal_heading(heading: str) -> bool:
    """Whether a heading announces something about one person; a count is no such thing."""
    if _TECHNICAL.search(heading.strip()):
        return False
    key = toneless_key(heading)
    return key in _ONLY or (mentions_persons(heading) and not _COUNTED.search(key))


def mentions_persons(heading: str) -> bool:
    """Whether a heading has a word for something about one person, be it only counted.

    Stricter than `is_personal_heading`, for what is copied for others to see.
    """
    key = toneless_key(heading)
    return key in _ONLY or _PERSONAL_HEADING.search(key) is not None


def _by_values(heading: str, values: Mapping[int, Iterable[Any]], index: int) -> str:
    if _TECHNICAL.search(heading.strip()):
        return ""
    cells = {tidy(shown(value)) for value in values.get(index, ())} - {""}
    if len(cells) < _FEWEST:
        return ""
    money = bool(_MONEY_HEADING.search(toneless_key(heading)))
    judges: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("mail_addresses", lambda cell: bool(_MAIL.match(cell))),
        ("telephones", lambda cell: not money and _is_telephone(cell)),
        ("identity_numbers", lambda cell: not money and _is_identity(cell)),
        ("names", is_name),
    )
    for why, judge in judges:
        if sum(map(judge, cells)) >= _SHARE * len(cells):
            return why
    return ""


def _digits(cell: str) -> str:
    return _SEPARATORS.sub("", cell.removesuffix(".0"))


def _is_telephone(cell: str) -> bool:
    return bool(_TELEPHONE.match(_digits(cell))) and not _digits(cell).endswith("000")


def _is_identity(cell: str) -> bool:
    digits = _digits(cell)
    grouped_amount = "." in cell and not digits.startswith("0")
    return bool(_IDENTITY.match(digits)) and not digits.endswith("000") and not grouped_amount


def is_family_name(word: str) -> bool:
    """Whether a word is a family name, or what stands before names of the Co Ho ("K'Brếu")."""
    if word.lower() in _PLACE_WORDS:
        return False
    return toneless_key(word) in _FAMILY_NAMES | {"ka", "k", "h"} or word[1:2] in {"'", "’"}


def is_name(text: str) -> bool:
    """Whether a text is written like a person's name: family name first, every word capital.

    Two words are too few to tell "Phan Hưng", a commune, from a person, unless the name is of a
    people that have no longer ones ("K' Brếu").
    """
    words = tidy(text).split()
    if not 2 <= len(words) <= 5 or any(char.isdigit() for char in text):
        return False
    if not all(
        word[0].isupper() and word.replace("'", "").replace("’", "").isalpha() for word in words
    ):
        return False
    keys = [toneless_key(word) for word in words]
    first = keys[0].split()[0] if keys[0] else ""
    if words[0].lower() in _PLACE_WORDS and keys[1] not in {"thi", "van"}:
        return False
    if words[0][:2].upper() in {"K'", "K’", "H'", "H’"} or first in {"ka", "k"}:
        return True
    return first in _FAMILY_NAMES and (len(words) > 2 or keys[1] in _MIDDLE_NAMES - {"minh"})
