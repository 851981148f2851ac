"""How many texts in old letters come out right, how many clean ones are harmed, and what it costs.

Names are made from syllables by a seed: `python benchmarks/legacy_letters.py [seed]`.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
import unicodedata
from collections.abc import Callable

from ketnghia_analysis.intake.charsets import decode_bytes, decode_grid, decode_text
from ketnghia_analysis.intake.grids import Grid
from ketnghia_analysis.intake.readings import judged
from ketnghia_analysis.vocabulary.legacy_letters import TCVN3, TONES, VNI
from ketnghia_analysis.vocabulary.syllables import syllables

FREQUENT = (
    "An Bình Bàu Bến Cát Cẩm Cầu Dinh Dương Đa Đá Đại Đông Đồng Đức Gia Giang Hà Hải Hàm Hiệp Hòa "
    "Hoàng Hồng Hưng Kim Khánh La Lâm Lộc Long Lợi Lương Mai Minh Mỹ Nam Ngọc Nghĩa Nhơn Ninh "
    "Phan Phong Phú Phước Quang Quý Sơn Sông Suối Tân Tây Tiến Thành Thạnh Thắng Thiện Thuận Thủy "
    "Thượng Trung Trường Tuy Vân Văn Vĩnh Xuân Yên Ấp Lũng Nà Pá Ruộng Rẫy Mương Dốc Hóc Ông Bà Tà"
)
MINORITY = "Đắk Đăk Krông Mnông Ea Ia Kô Jút Pék K'Long Chư Đạ Tẻh Nuôl Kôn"
RARE = sorted(syllables())
TALKS = ("xã {} huyện {}", "thôn {}, xã {}", "đường bê tông {} đi {}", "hộ nghèo ở {} và {}")


def main() -> None:
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    rng = random.Random(seed)
    names = sorted({_name(rng) for _ in range(4000)})
    names = [name for name in names if not name.isascii()]
    long = [rng.choice(TALKS).format(rng.choice(names), rng.choice(names)) for _ in range(1000)]
    print(f"seed {seed}: {len(names)} names of 1-3 syllables, {len(long)} longer texts; % right")
    print(f"{'written in':<20}{'names':>8}{'longer':>8}{'columns of 10':>15}{'mixed columns':>15}")
    for way, write in WAYS.items():
        figures = (
            _cells(names, write),
            _cells(long, write),
            _columns(rng, names, write, share=1.0),
            _columns(rng, names, write, share=0.5),
        )
        print(
            f"{way:<20}{figures[0]:>8.2f}{figures[1]:>8.2f}{figures[2]:>15.2f}{figures[3]:>15.2f}"
        )
    print(f"clean changed: {_harmed(names)} of {len(names)}, {_harmed(long)} of {len(long)}")
    _print_files(rng, names)
    _print_costs(names)


def _name(rng: random.Random) -> str:
    pool = rng.choices(
        (FREQUENT.split(), MINORITY.split(), RARE), weights=(90, 5, 5), k=rng.randint(1, 3)
    )
    return " ".join(rng.choice(words).capitalize() for words in pool)


def in_1258(text: str) -> bytes:
    parts = []
    for char in unicodedata.normalize("NFC", text):
        marks = unicodedata.normalize("NFD", char)
        tone = "".join(mark for mark in marks if mark in TONES)
        split = unicodedata.normalize("NFC", marks.replace(tone, "")) + tone if tone else char
        try:
            parts.append(char.encode("windows-1258"))
        except UnicodeEncodeError:
            parts.append(split.encode("windows-1258"))
    return b"".join(parts)


def shown(content: bytes, codec: str = "windows-1252") -> str:
    return "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in content)


WAYS: dict[str, Callable[[str], str]] = {
    "TCVN3": TCVN3.encode,
    "VNI": VNI.encode,
    "UTF-8 as 1252": lambda text: shown(text.encode()),
    "UTF-8 as 1252 twice": lambda text: shown(shown(text.encode()).encode()),
    "UTF-8 as 1258": lambda text: shown(text.encode(), "windows-1258"),
    "1258 as 1252": lambda text: shown(in_1258(text)),
    "TCVN3 as 1258": lambda text: shown(TCVN3.encode(text).encode("latin-1"), "windows-1258"),
}
FILES: dict[str, Callable[[str], bytes]] = {
    "UTF-8": str.encode,
    "UTF-16": lambda text: text.encode("utf-16-le"),
    "Windows-1258": in_1258,
    "TCVN3": lambda text: TCVN3.encode(text).encode("latin-1"),
    "VNI": lambda text: VNI.encode(text).encode("latin-1"),
}


def _same(read: str, meant: str) -> bool:
    """Equal up to case, which TCVN3 lacks, and the look-alike Ð, which cleaning mends later."""
    composed = unicodedata.normalize("NFC", read).lower().replace("ð", "đ")
    return composed == unicodedata.normalize("NFC", meant).lower()


def _cells(texts: list[str], write: Callable[[str], str]) -> float:
    return 100 * sum(_same(decode_text(write(text)), text) for text in texts) / len(texts)


def _columns(
    rng: random.Random, names: list[str], write: Callable[[str], str], share: float
) -> float:
    right = 0
    for _ in range(400):
        meant = dict(enumerate(rng.sample(names, 10), start=1))
        rows = {row: {0: write(name) if row <= 10 * share else name} for row, name in meant.items()}
        read = decode_grid(Grid("", rows)).rows
        cells = [_same(read[row][0], name) for row, name in meant.items()]
        right += all(cells) if share == 1 else sum(cells) / 10
    return 100 * right / 400


def _harmed(texts: list[str]) -> int:
    decomposed = [unicodedata.normalize("NFD", text) for text in texts]
    return sum(decode_text(text) is not text for text in (*texts, *decomposed))


def _print_files(rng: random.Random, names: list[str]) -> None:
    for charset, write in FILES.items():
        right = 0
        for _ in range(200):
            lines = [f"{row};{rng.choice(names)};{rng.choice(names)};1.406" for row in range(8)]
            text = "\r\n".join(["TT;Xã;Thôn;Tổng số hộ", *lines])
            read, found = decode_bytes(write(text))
            right += _same(read, text) and found == charset
        print(f"files of 8 rows in {charset}: {right / 2:.1f} % right")


def _print_costs(names: list[str]) -> None:
    for way, write in {"Unicode": str, **WAYS}.items():
        texts = [write(name) for name in names]
        judged.cache_clear()
        start = time.perf_counter()
        for text in texts:
            decode_text(text)
        print(f"{way}: {1e6 * (time.perf_counter() - start) / len(texts):.0f} µs per distinct cell")
    plain = {
        row: {column: f"A{row % 97}" if column < 20 else row * column for column in range(40)}
        for row in range(1, 10_001)
    }
    named = {row: {**cells, 0: names[row % len(names)]} for row, cells in plain.items()}
    for about, rows in {"ASCII and numbers": plain, "one column of names": named}.items():
        times = []
        for _ in range(5):
            judged.cache_clear()
            start = time.perf_counter()
            decode_grid(Grid("", rows))
            times.append(time.perf_counter() - start)
        print(f"sheet of 10,000 x 40, {about}: {1000 * statistics.median(times):.0f} ms")


if __name__ == "__main__":
    main()
