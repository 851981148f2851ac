"""Dirty data of a made-up country for the benchmark of scale: registers, figures, households.

Everything comes from one seed. The registers are clean; the figures and households name communes
and hamlets as people write them, write numbers in Vietnamese ways, leave cells empty and send rows
twice.
"""

from __future__ import annotations

import csv
import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

YEARS = tuple(range(2019, 2025))
PER_COMMUNE = 10
_TEXT = (
    "An Bình Hòa Tân Phú Phước Lộc Thọ Mỹ Sơn Hải Thủy Lâm Đức Thuận Thành Thạnh Lợi Lập Hưng "
    "Vinh Quang Minh Long Hà Giang Trung Đông Tây Nam Bắc Xuân Thu Cẩm Ngọc Hiệp Nghĩa Tiến Thắng "
    "Trường Lương Quý Vĩnh Hàm Liêm Thái Khánh Hội Điền Đồng Suối Đá Bàu Gò Rừng Cây Ruộng Bến "
    "Dốc Hang Khe Đầm Ghềnh Trảng Láng Rẫy Đồi Sông Bãi Cồn Núi Vườn Tre Gáo Bạc Mai Cao Trắng Sen"
)
_SYLLABLES = _TEXT.split()
FIGURE_HEADINGS = (
    "STT",
    "Năm",
    "Xã",
    "Thôn",
    "Tổng số hộ",
    "Tổng số nhân khẩu",
    "Số hộ dân tộc thiểu số",
    "Số hộ nghèo",
    "Số hộ cận nghèo",
    "Thu nhập bình quân đầu người",
)
HOUSEHOLD_HEADINGS = (
    "Mã hộ",
    "Năm",
    "Xã",
    "Thôn",
    "Số khẩu của hộ",
    "Hộ dân tộc thiểu số",
    "Phân loại hộ",
    "TH01",
    "TH09",
)
_CLASSES = ("hộ nghèo", "Hộ cận nghèo", "nghèo", "trung bình", "khác", "HỘ NGHÈO")


@dataclass(frozen=True)
class Country:
    """Registers: codes and names of communes, and of each commune's hamlets."""

    communes: tuple[tuple[str, str], ...]
    hamlets: tuple[tuple[tuple[str, str], ...], ...]


def country(rng: random.Random, communes: int) -> Country:
    """A country of so many communes with ten hamlets each; names of communes are distinct."""
    names: dict[str, None] = {}
    while len(names) < communes:
        names[" ".join(rng.sample(_SYLLABLES, 2 if len(names) < 3000 else 3))] = None
    listed = tuple((f"{number:05}", name) for number, name in enumerate(names, start=10000))
    hamlets = []
    for code, _ in listed:
        bare: dict[str, None] = {}
        numbered = rng.random() < 0.3
        while len(bare) < PER_COMMUNE:
            own = str(len(bare) + 1) if numbered else " ".join(rng.sample(_SYLLABLES, 2))
            bare[own] = None
        hamlets.append(
            tuple((f"{code}-{place:02}", f"Thôn {own}") for place, own in enumerate(bare))
        )
    return Country(listed, tuple(hamlets))


def write_registers(folder: Path, made: Country) -> None:
    """Write communes, hamlets and survey rounds as officials' registers."""
    _write(
        folder / "xa.csv",
        ("Mã xã", "Tên xã", "Loại", "Hiệu lực từ"),
        ((code, name, "xã", "01/01/2000") for code, name in made.communes),
    )
    _write(
        folder / "thon.csv",
        ("Mã thôn", "Tên thôn", "Mã xã", "Hiệu lực từ"),
        (
            (hamlet, name, code, "01/01/2000")
            for (code, _), own in zip(made.communes, made.hamlets, strict=True)
            for hamlet, name in own
        ),
    )
    _write(
        folder / "dot.csv",
        ("Mã đợt khảo sát", "Năm số liệu", "Thời điểm số liệu", "Chuẩn nghèo áp dụng"),
        ((f"D{year}", year, f"31/12/{year}", "07/2021") for year in YEARS),
    )


def write_figures(path: Path, made: Country, rng: random.Random) -> int:
    """Write the figures of all hamlets and years; number of rows."""
    return _write(path, FIGURE_HEADINGS, _figures(made, rng))


def _figures(made: Country, rng: random.Random) -> Iterator[tuple[object, ...]]:
    number = 0
    for (_, commune), own in zip(made.communes, made.hamlets, strict=True):
        for _, hamlet in own:
            size = rng.randint(40, 900)
            for year in YEARS:
                number += 1
                row = (number, year, spoilt(commune, rng, "xã"), spoilt(hamlet, rng))
                row += tuple(_counts(size, rng))
                yield row
                if rng.random() < 0.004:
                    yield row
                elif rng.random() < 0.002:
                    yield (*row[:4], *_counts(size + 7, rng))


def _counts(size: int, rng: random.Random) -> Iterator[str]:
    households = size + rng.randint(-3, 3)
    poor = rng.randint(0, households // 5)
    amounts = (households, round(households * 4.1), households // 3, poor, rng.randint(0, 30))
    for place, amount in enumerate(amounts):
        yield _number(amount, rng, ("hộ", "khẩu", "hộ", "hộ", "hộ")[place])
    yield f"{rng.uniform(8, 70):.1f}".replace(".", ",") if rng.random() < 0.97 else "..."


def _number(amount: int, rng: random.Random, unit: str) -> str:
    luck = rng.random()
    if luck < 0.01:
        return rng.choice(("", "-", "chưa rõ", "..."))
    if luck < 0.04:
        return f"{amount} {unit}"
    if luck < 0.3 and amount >= 1000:
        return f"{amount:,}".replace(",", rng.choice((".", " ", ".")))
    return str(amount)


def write_households(path: Path, made: Country, rng: random.Random, rows: int) -> int:
    """Write so many household rows; one in 500 is sent again at the end of the file."""
    return _write(path, HOUSEHOLD_HEADINGS, _households(made, rng, rows))


def _households(made: Country, rng: random.Random, rows: int) -> Iterator[tuple[object, ...]]:
    # variants of names repeat, as in real lists, where one clerk writes a whole commune
    again: list[tuple[object, ...]] = []
    later = rows // 500
    places = len(made.communes)
    each = max(1, -(-(rows - later) // (places * len(YEARS))))
    number = 0
    for (_, commune), own in zip(made.communes, made.hamlets, strict=True):
        for year in YEARS:
            named = spoilt(commune, rng, "xã")
            hamlets = [spoilt(name, rng) for _, name in own]
            for place in range(each):
                if number >= rows - later:
                    break
                number += 1
                luck = rng.random()
                row = (
                    f"H{number:08}",
                    year,
                    named,
                    hamlets[place % PER_COMMUNE],
                    int(luck * 7) + 1 if luck < 0.98 else "4 khẩu",
                    "x" if luck < 0.3 else "",
                    _CLASSES[int(luck * 997) % len(_CLASSES)],
                    "x" if luck > 0.8 else "",
                    "có" if luck > 0.9 else "không",
                )
                if len(again) < later and luck < 0.01:
                    again.append(row)
                yield row
    yield from again


# ------------------------------------------------------------------ how people write


def spoilt(name: str, rng: random.Random, before: str = "") -> str:
    """The name as somebody wrote it; three in five as it is."""
    if rng.random() < 0.6:
        return name
    return rng.choice(_SPOILERS)(name, rng, before)


def _toneless(name: str, rng: random.Random, before: str) -> str:
    plain = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in plain if not unicodedata.combining(char))


def _slip(name: str, rng: random.Random, before: str) -> str:
    place = rng.randrange(len(name))
    return name[:place] + name[place + 1 :] if name[place].isalpha() else name


_SPOILERS: tuple[Callable[[str, random.Random, str], str], ...] = (
    lambda name, rng, before: name.upper(),
    lambda name, rng, before: name.lower(),
    lambda name, rng, before: f"{before} {name}".strip(),
    lambda name, rng, before: name.replace("Thôn ", "T. "),
    lambda name, rng, before: name.replace(" ", "  "),
    lambda name, rng, before: unicodedata.normalize("NFD", name),
    lambda name, rng, before: f" {name} ",
    _toneless,
    _slip,
)


def _write(path: Path, headings: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(headings)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count
