"""Words of headings: abbreviations, words that only say "number of", units."""

from __future__ import annotations

import re
from functools import lru_cache

from ketnghia_analysis.vocabulary.codes import UNITS
from ketnghia_analysis.vocabulary.spelling import tidy, toneless_key

ORDINAL_KEYS = frozenset({"stt", "tt", "so tt", "so thu tu", "s tt", "no"})
POINT_KEYS = frozenset(
    toneless_key(heading)
    for heading in (
        *("Tọa độ", "Tọa độ GPS", "Vị trí GPS", "GPS", "Định vị GPS", "Tọa độ địa lý"),
        *("Tọa độ trung tâm", "Tọa độ trung tâm thôn", "Tọa độ thôn", "Tọa độ điểm"),
        *(
            "Tọa độ WGS 84",
            "Tọa độ WGS-84",
            "Tọa độ VN-2000",
            "Tọa độ VN2000",
            "toado",
            "Lat, long",
        ),
        *("Vĩ độ, kinh độ", "Kinh độ, vĩ độ", "Tọa độ (vĩ độ, kinh độ)", "Tọa độ X, Y"),
    )
)
"""Headings of one column that holds both coordinates."""
_PARENTHESES = re.compile(r"\(([^)]*)\)")
_FIELD_NAME = re.compile(r"[A-Za-z0-9_]+(?:[/.:-][A-Za-z0-9_]+)+")
_IN_FULL = {
    "sl": "so luong",
    "ts": "tong so",
    "tl": "ti le",
    "tile": "ti le",
    "hn": "ho ngheo",
    "hcn": "ho can ngheo",
    "dtts": "dan toc thieu so",
    "dbdtts": "dong bao dan toc thieu so",
    "nvh": "nha van hoa",
    "ks": "khao sat",
    "kp": "kinh phi",
    "nk": "nhan khau",
    "bq": "binh quan",
    "tn": "thu nhap",
    "tnbq": "thu nhap binh quan",
    "cq": "co quan",
    "dv": "don vi",
    "nd": "noi dung",
    "tg": "thoi gian",
    "kq": "ket qua",
    "bhyt": "bao hiem i te",
    "hvs": "hop ve sinh",
    "sx": "san xuat",
    "ttr": "thi tran",
    "kinhphi": "kinh phi",
    "gd": "giai doan",
}
"""Abbreviations that senders use in headings, as toneless keys; both sides are written in full."""
_COUNT_WORDS = re.compile(r"^(?:(?:trong do|tong so luong|tong so|so luong|tong cong|tong|so) )+")
_NAME_WORDS = re.compile(r"^(?:ten|ho ten) ")
_MONEY = {
    "trieu dong": "triệu đồng",
    "trieu d": "triệu đồng",
    "tr dong": "triệu đồng",
    "tr d": "triệu đồng",
    "trd": "triệu đồng",
    "trieu": "triệu đồng",
    "nghin dong": "nghìn đồng",
    "ngan dong": "nghìn đồng",
    "1000 dong": "nghìn đồng",
    "1000d": "nghìn đồng",
    "nghin": "nghìn đồng",
    "ngan": "nghìn đồng",
    "ti dong": "tỷ đồng",
    "dong": "đồng",
    "vnd": "đồng",
}
_LENGTHS = {"km": "km", "ha": "ha", "m": "m", "m2": "m2"}
_AT_THE_END = _MONEY | _LENGTHS
_LAST_WORDS = frozenset(unit.rpartition(" ")[2] for unit in _AT_THE_END)
UNIT_KEYS = frozenset(
    toneless_key(unit)
    for unit in (
        *(vietnamese for vietnamese, _ in UNITS.values() if toneless_key(vietnamese)),
        *("hộ", "người", "khẩu", "km", "m", "m2", "m²", "ha", "cái", "căn", "buổi", "lượt", "suất"),
        *("lượt người", "ngày công", "công", "xã", "thôn", "cuộc", "lần", "nhà", "công trình"),
        *("triệu đồng/người/năm", "tr.đồng/người/năm", "có/không", "phần", "phần quà", "điểm"),
        *("người/hộ", "đồng", "1.000 đồng", "1000đ", "tr.đ", "độ", "năm", "x"),
        *_MONEY,
    )
)
"""Units that stand alone in a row below the headings."""


def without_parentheses(text: str) -> str:
    """A heading without what stands in parentheses."""
    return tidy(_PARENTHESES.sub(" ", text))


def unit_in(text: str) -> str:
    """What stands in a heading's last parentheses: "Kinh phí (triệu đồng)" gives "triệu đồng"."""
    found = _PARENTHESES.findall(text)
    return tidy(found[-1]) if found else ""


@lru_cache(maxsize=65536)
def heading_keys(text: str) -> tuple[str, str]:
    """Keys under which a heading may be known: as written, and without parentheses."""
    return toneless_key(text), toneless_key(without_parentheses(text))


@lru_cache(maxsize=65536)
def in_full(key: str) -> str:
    """A key with its abbreviations written out: "sl hn" becomes "so luong ho ngheo"."""
    return " ".join(_IN_FULL.get(word, word) for word in key.split())


def number_core(key: str) -> str:
    """A key without the words that only say "number of": "tong so ho" becomes "ho"."""
    return _COUNT_WORDS.sub("", f"{in_full(key)} ").strip()


def name_core(key: str) -> str:
    """A key without "name of": "ten thon" becomes "thon"."""
    return _NAME_WORDS.sub("", in_full(key))


def field_name(text: str) -> str:
    """The last part of a form's field name: "g_dan_so/so_ho" gives "so_ho"; "" for other texts."""
    text = text.strip()
    return re.split(r"[/.:-]", text)[-1] if _FIELD_NAME.fullmatch(text) else ""


def split_unit(key: str) -> tuple[str, str]:
    """A key without the unit at its end, and that unit: "kinh phi trieu" gives "triệu đồng"."""
    if key.rpartition(" ")[2] not in _LAST_WORDS:
        return key, ""
    for unit, shown in _AT_THE_END.items():
        if key.endswith(f" {unit}"):
            return key.removesuffix(f" {unit}"), shown
    return key, ""


def is_share(text: str) -> bool:
    """Whether a heading speaks of a percentage."""
    key = in_full(heading_keys(text)[1])
    return key.startswith("ti le") or "%" in text or "phan tram" in key


def is_unit(text: str) -> bool:
    """Whether a text is nothing but a unit of measurement."""
    bare = tidy(text).strip("()[] ")
    return bare == "%" or toneless_key(bare) in UNIT_KEYS
