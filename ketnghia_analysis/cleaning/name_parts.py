"""Parts of a cell that names a place: the hamlet, its commune, the district, a note."""

from __future__ import annotations

import re
from collections.abc import Callable

from ketnghia_analysis.vocabulary.spelling import tidy, toneless_key

_COMMUNE = (
    r"(?:xã|xa|thị\s*trấn|thi\s*tran|phường|phuong|đặc\s+khu)(?=[\s.:])[\s.:]*"
    r"|\b(?:x|p|tt)\.\s*|\bt\.\s?t\.?\s*|\btt\s+|\b[xp]\s+"
)
_HAMLET = (
    r"(?:thôn|thon|khu\s*phố|khu\s*pho|tổ\s+dân\s+phố|bản|buôn|làng|ấp|xóm)\b|(?:kp|tdp)\b\.?"
    r"|(?:kp|tdp)\.?(?=\d)|th?\."
)
_COMMUNE_AFTER = re.compile(
    rf"^(?P<hamlet>.+?)\s*(?:[,;(/–—-]\s*|\s(?:thuộc|ở|của)\s+|\s)\(?(?P<commune>(?:{_COMMUNE})"
    r"[^\W\d_][^,;()/]*)\)?\s*(?:[,;(/–—-].*)?$",
    re.IGNORECASE,
)
_COMMUNE_BEFORE = re.compile(
    rf"^\(?(?P<commune>(?:{_COMMUNE})[^\W\d_][^,;()/:]*?)\)?\s*(?:[,;/:–—-]\s*|\s)"
    rf"\(?(?P<hamlet>(?:{_HAMLET})\s*[^()]+?)\)?$",
    re.IGNORECASE,
)
_NOTE = re.compile(r"^(?P<head>[^,;(/\[:]+?)\s*(?:[,;(/\[:]|\s[–—-]\s?|[–—]|-\s)\s*(?P<note>.+)$")
_AFTER_NUMBER = re.compile(r"^(?P<hamlet>.*\d)\s+(?P<commune>[^\W\d_][^\d]*)$")
_BODY = re.compile(
    r"^(?:ubnd|ủy\s+ban\s+nhân\s+dân|hđnd|đảng\s+ủy|ubmttq(?:vn)?|công\s+an)\s+"
    rf"(?=(?:{_COMMUNE})\s*\S)",
    re.IGNORECASE,
)
_DISTRICT = re.compile(
    r"[\s,(–—-]+(?P<district>(?:huyện|thị xã|thành phố|tp\.?|h\.)\s+[^,()]+?)\s*[,)]?"
    r"(?:\s*[,–-]?\s*tỉnh\s+.+)?$",
    re.IGNORECASE,
)
_HARMLESS = re.compile(
    r"(?:thon |khu pho |ban |lang )?(?:xen ghep|thuan|dac biet kho khan|dbkk|dtts|dong bao dtts)"
    r"(?: (?:dong bao )?(?:dtts|dan toc thieu so))?|(?:huyen|tinh)(?: \w+){1,4}"
)
_OTHER_NAME = re.compile(
    r"^(?:tên\s+)?(?:cũ|cũ\s+là|trước(?:\s+đây|\s+kia)?(?:\s+là)?|nay(?:\s+là)?|tức(?:\s+là)?"
    r"|đổi\s+tên\s+từ|tên\s+khác|còn\s+gọi\s+là)\s*:?\s+|\s+cũ$",
    re.IGNORECASE,
)


def _never(name: str) -> bool:
    return False


def split_commune(text: str, is_commune: Callable[[str], bool] = _never) -> tuple[str, str | None]:
    """Hamlet and commune in one cell: "Thôn 2 (xã Mẫu An)" gives ("Thôn 2", "xã Mẫu An").

    Args:
        text: the cell.
        is_commune: whether a name without a word for its type is a commune's; decides whether
            "Thôn 2 (Mẫu An)", "Thôn 2 - Mẫu An" and "Thôn 2 Mẫu An" are taken apart.

    Returns:
        The hamlet and the commune, None where the cell names none. "/" and the order
        commune-hamlet ("xã Mẫu An/Thôn 2") are understood too.
    """
    text = tidy(text)
    for pattern in (_COMMUNE_BEFORE, _COMMUNE_AFTER):
        found = pattern.match(text)
        if found and not _is_one_name(found["hamlet"], text[found.end("hamlet") :]):
            return found["hamlet"].strip(" ,;/-–("), found["commune"].strip(" ,;/-–")
    head, note = split_note(text)
    if note and is_commune(note):
        return head, note
    after_number = _AFTER_NUMBER.match(text)
    if after_number and is_commune(after_number["commune"]):
        return after_number["hamlet"], after_number["commune"]
    if note and is_commune(head) and re.match(_HAMLET, note, re.IGNORECASE):
        return note, head
    return text, None


def _is_one_name(hamlet: str, rest: str) -> bool:
    """Whether what looks like a commune is part of the hamlet's name: "Thôn Xã Mẫu", "Phú P. Mẫu".

    Where nothing but a blank parts the two, "P." and "X" are a ward's or a commune's only after a
    number.
    """
    if re.fullmatch(_HAMLET, hamlet, re.IGNORECASE):
        return True
    return bool(re.match(r"\s[px]\.?\s", rest, re.IGNORECASE)) and not hamlet[-1].isdigit()


def split_district(text: str) -> tuple[str, str | None]:
    """Commune and district in one cell: "Tân Mẫu, huyện Mẫu Giang"; None where none is named."""
    found = _DISTRICT.search(tidy(text))
    if not found or not found.start():
        return text, None
    return tidy(text)[: found.start()].strip(" ,(-–"), found["district"].strip()


def without_body(text: str) -> str:
    """A commune's name without the body that stands for it: "UBND xã Mẫu An" is "xã Mẫu An"."""
    return _BODY.sub("", tidy(text))


def split_note(text: str) -> tuple[str, str]:
    """A name and what stands after it in brackets, after a comma, slash, colon or dash."""
    found = _NOTE.match(tidy(text))
    return (found["head"], found["note"].strip(" )]")) if found else (text, "")


def is_harmless(note: str) -> bool:
    """Whether a note says nothing about which place is meant: "xen ghép", "ĐBKK", the district."""
    return _HARMLESS.fullmatch(toneless_key(note)) is not None


def other_name(note: str) -> str:
    """The name in a note that tells of an old or new one: "tên cũ: Thôn 3" gives "Thôn 3"."""
    return _OTHER_NAME.sub("", note).strip()
