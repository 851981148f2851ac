"""Name resolution on a made register: precision, automatic recall and speed for fresh seeds.

A register of 90,000 hamlets in 10,000 communes is made of syllables; 20,000 queries are spoilt as
people spoil them, one in ten means no hamlet of its commune.

    python benchmarks/names.py            # five fresh seeds
    python benchmarks/names.py 1 2 3      # these seeds
    python benchmarks/names.py --kinds 7  # and what became of each kind of noise
"""

from __future__ import annotations

import random
import resource
import secrets
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from ketnghia_analysis.cleaning.names import BEGINNING, END, Entry, NameBook
from ketnghia_analysis.vocabulary.spelling import TONE_PAIRS

COMMUNES, PER_COMMUNE, QUERIES, FOREIGN = 10_000, 9, 20_000, 0.10
_SYLLABLES = (
    "An Bình Hòa Tân Phú Phước Lộc Thọ Mỹ Sơn Hải Thủy Lâm Đức Thuận Thành Thạnh Lợi Lập Hưng Vinh "
    "Quang Minh Long Hà Hạ Giang Trung Đông Tây Nam Bắc Xuân Thu Cẩm Ngọc Hiệp Nghĩa Tiến Thắng "
    "Trường Lương Quý Lý Vĩnh Hàm Liêm Chánh Thái Khánh Hội Điền Đồng Suối Đá Bàu Gò Rừng Cây "
    "Ruộng Bến Dốc Hang Khe Đầm Ghềnh Trảng Láng Rẫy Đồi Sông Bãi Cồn Hòn Núi Vườn Tre Nứa "
    "Gáo Bạc Mài Chim Sâu Ngang Cao Lớn Trắng Đen Xanh Hồng Sen Dừa Cau Mít Xoài Lúa Nổ Tràm Le"
)
_FOREST_SYLLABLES = (
    "Klong Mơ Đam Rin Ku Kê La Da Tà Pứa Ngâu Plei Rông Krông Pa Ro Tro Bru Măng Tố Lơ Mu"
)
_WORDS, _FOREST = _SYLLABLES.split(), _FOREST_SYLLABLES.split()
_TYPES = ["Thôn"] * 12 + ["Khu phố"] * 2 + ["Tổ dân phố", "Bản", "Buôn", "Làng", "Ấp"]
_SHORT = {"Thôn": ("T.", "Th.", "T. "), "Khu phố": ("KP", "KP.", "K.phố "), "Tổ dân phố": ("TDP",)}
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_SAID = ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười")
_TONES = "\u0300\u0301\u0309\u0303\u0323"
_KEYS = "abcdeghiklmnopqrstuvxy"


@dataclass(frozen=True)
class Query:
    """A spoilt name, its commune, the hamlet meant (None if it is in no register), and how."""

    text: str
    commune: str
    meant: str | None
    noise: str


def register(rng: random.Random) -> dict[str, list[Entry]]:
    """Hamlets by commune: numbered ones, pairs "A 1" and "A 2", twins that differ by little."""
    communes = {}
    for number in range(COMMUNES):
        code = f"X{number:05}"
        kind, names = rng.choice(_TYPES), _names(rng)
        communes[code] = [
            Entry(f"{code}-{place}", f"{kind} {name}", BEGINNING, END, code)
            for place, name in enumerate(names)
        ]
    return communes


def _names(rng: random.Random) -> list[str]:
    names: dict[str, None] = {}
    style = rng.random()
    if style < 0.25:
        return [str(number) for number in range(1, PER_COMMUNE + 1)]
    if style < 0.3:
        return [*map(str, range(1, PER_COMMUNE)), str(PER_COMMUNE + rng.randint(1, 9))]
    while len(names) < PER_COMMUNE:
        name = _name(rng)
        draw = rng.random()
        if draw < 0.2:
            names |= dict.fromkeys(f"{name} {number}" for number in range(1, rng.randint(3, 5)))
        elif draw < 0.23:
            names |= dict.fromkeys((name, sibling(rng, name)))
        else:
            names[name] = None
    return list(names)[:PER_COMMUNE]


def _name(rng: random.Random) -> str:
    words = _FOREST if rng.random() < 0.12 else _WORDS
    count = rng.choices((1, 2, 3), (8, 84, 8))[0]
    return " ".join(rng.choice(words) for _ in range(count))


def sibling(rng: random.Random, name: str) -> str:
    """Another name that differs by one tone or by one sound word of nearly the same letters."""
    words = name.split()
    place = rng.randrange(len(words))
    if rng.random() < 0.6:
        words[place] = _with_tone(rng, words[place])
    else:
        near = [word for word in _WORDS if word != words[place] and len(word) == len(words[place])]
        words[place] = rng.choice(near or _WORDS)
    return " ".join(words)


def _with_tone(rng: random.Random, word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    bare = "".join(letter for letter in letters if letter not in _TONES)
    vowels = [place for place, letter in enumerate(bare) if letter.lower() in "aeiouy"]
    if not vowels:
        return word
    place = vowels[len(vowels) // 2] + 1
    while place < len(bare) and unicodedata.combining(bare[place]):
        place += 1
    tone = rng.choice([tone for tone in _TONES if tone not in letters])
    return unicodedata.normalize("NFC", bare[:place] + tone + bare[place:])


# ---------------------------------------------------------------- noise


def _without_marks(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _letter(text: str, rng: random.Random, from_end: int = 1) -> int:
    """Place of a letter of the name proper, never of its type or number; -1 if it has none."""
    begin = len(_type_of(text))
    places = [place for place in range(begin, len(text)) if text[place].isalpha()]
    places = places[: len(places) + 1 - from_end]
    return rng.choice(places) if places else -1


def _type_of(text: str) -> str:
    return next((f"{kind} " for kind in set(_TYPES) if text.startswith(f"{kind} ")), "")


def _drop(text: str, rng: random.Random) -> str:
    place = _letter(text, rng)
    return text if place < 0 else text[:place] + text[place + 1 :]


def _double(text: str, rng: random.Random) -> str:
    place = _letter(text, rng)
    return text if place < 0 else text[: place + 1] + text[place].lower() + text[place + 1 :]


def _swap(text: str, rng: random.Random) -> str:
    place = _letter(text, rng, from_end=2)
    return text if place < 0 else text[:place] + text[place : place + 2][::-1] + text[place + 2 :]


def _other_letter(text: str, rng: random.Random) -> str:
    place = _letter(text, rng)
    return text if place < 0 else text[:place] + rng.choice(_KEYS) + text[place + 1 :]


def _one_tone(text: str, rng: random.Random) -> str:
    words = text.split()
    place = rng.randrange(len(_type_of(text).split()), len(words))
    if words[place].isalpha():
        words[place] = _with_tone(rng, words[place])
    return " ".join(words)


def _some_tones(text: str, rng: random.Random) -> str:
    return " ".join(_without_marks(word) if rng.random() < 0.5 else word for word in text.split())


def _hook_and_tilde(text: str, rng: random.Random) -> str:
    swapped = str.maketrans("\u0303\u0309", "\u0309\u0303")
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(swapped))


def _late_tones(text: str, rng: random.Random) -> str:
    for late, early in TONE_PAIRS.items():
        text = text.replace(early, late)
    return text


def _i_and_y(text: str, rng: random.Random) -> str:
    pairs = dict(zip("yýỳỷỹỵ", "iíìỉĩị", strict=True))
    return " ".join(
        word[:-1] + pairs[word[-1]] if len(word) == 2 and word[-1] in pairs else word
        for word in text.split()
    )


def _shorten_type(text: str, rng: random.Random) -> str:
    kind = _type_of(text).strip()
    rest = text.removeprefix(kind).strip()
    return rng.choice(_SHORT[kind]) + rest if kind in _SHORT else text


def _numeral(text: str, rng: random.Random, spell: Callable[[int], str]) -> str:
    head, _, last = text.rpartition(" ")
    return f"{head} {spell(int(last))}" if last.isdigit() and int(last) <= 10 else text


NOISE: dict[str, Callable[[str, random.Random], str]] = {
    "as it is": lambda text, rng: text,
    "small letters": lambda text, rng: text.lower(),
    "capitals": lambda text, rng: text.upper(),
    "NFD": lambda text, rng: unicodedata.normalize("NFD", text),
    "blanks": lambda text, rng: f" {text.replace(' ', rng.choice(('  ', chr(0xA0))))} ",
    "late tones": _late_tones,
    "no marks": lambda text, rng: _without_marks(text),
    "some marks lost": _some_tones,
    "one other tone": _one_tone,
    "hook and tilde": _hook_and_tilde,
    "i for y": _i_and_y,
    "no type": lambda text, rng: text.removeprefix(_type_of(text)),
    "short type": _shorten_type,
    "other type": lambda text, rng: "Xóm " + text.removeprefix(_type_of(text)),
    "leading zero": lambda text, rng: _numeral(text, rng, "{:02}".format),
    "number glued on": lambda text, rng: _numeral(text, rng, str)[::-1].replace(" ", "", 1)[::-1],
    "Roman numeral": lambda text, rng: _numeral(text, rng, lambda number: _ROMAN[number - 1]),
    "number word": lambda text, rng: _numeral(text, rng, lambda number: _SAID[number - 1]),
    "letter left out": _drop,
    "letter doubled": _double,
    "letters swapped": _swap,
    "other letter": _other_letter,
    "full stop": lambda text, rng: f"{text}.",
}


def queries(rng: random.Random, communes: dict[str, list[Entry]]) -> list[Query]:
    """Spoilt names, and names of other places; noise that makes another hamlet's name stays."""
    codes = list(communes)
    made = []
    while len(made) < QUERIES:
        code = rng.choice(codes)
        known = {entry.name.removeprefix(_type_of(entry.name)) for entry in communes[code]}
        name, meant, about = _wanted(rng, code, communes)
        noises = rng.choices(list(NOISE), k=rng.choices((1, 2), (4, 1))[0])
        text = name
        for noise in noises:
            text = NOISE[noise](text, rng)
        if meant is None and name.removeprefix(_type_of(name)) in known:
            continue
        made.append(Query(text, code, meant, about or " + ".join(noises)))
    return made


def _wanted(
    rng: random.Random, code: str, communes: dict[str, list[Entry]]
) -> tuple[str, str | None, str]:
    entry = rng.choice(communes[code])
    if rng.random() >= FOREIGN:
        return entry.name, entry.id, ""
    kind = _type_of(entry.name)
    draw = rng.random()
    if draw < 0.5:
        other = rng.choice(communes[rng.choice(list(communes))])
        return other.name, None, "foreign: of another commune"
    if draw < 0.75:
        return f"{kind}{_name(rng)}", None, "foreign: another name"
    head = entry.name.rpartition(" ")[0] if entry.name[-1].isdigit() else entry.name
    return f"{head} {rng.randint(10, 40)}", None, "foreign: another number"


# -------------------------------------------------------------- figures


def judge(seed: int, show_kinds: bool) -> None:
    """Make a register and queries, resolve them, print the figures."""
    rng = random.Random(seed)
    communes = register(rng)
    asked = queries(rng, communes)
    book = NameBook("hamlets", [entry for entries in communes.values() for entry in entries])
    begun = time.perf_counter()
    found = book.find_all(
        [query.text for query in asked],
        [BEGINNING] * len(asked),
        [END] * len(asked),
        [frozenset({query.commune}) for query in asked],
    )
    rate = len(asked) / (time.perf_counter() - begun)
    accepted = [(q, m) for q, m in zip(asked, found, strict=True) if m.id is not None]
    right = sum(query.meant == match.id for query, match in accepted)
    known = sum(query.meant is not None for query in asked)
    unsure = sum(match.how == "unsure" for match in found)
    foreign = sum(query.meant is None for query, _ in accepted)
    print(
        f"seed {seed:>10}: precision {right / len(accepted):.5f}  automatic recall "
        f"{right / known:.4f}  asked {unsure / len(asked):.3f}  foreign accepted {foreign} of "
        f"{len(asked) - known}  {rate:,.0f} queries/s with reading the register",
        flush=True,
    )
    if show_kinds:
        _show_kinds(asked, [match.id for match in found])


def _show_kinds(asked: list[Query], found: list[str | None]) -> None:
    all_of, right, wrong = Counter[str](), Counter[str](), Counter[str]()
    for query, chosen in zip(asked, found, strict=True):
        if " + " in query.noise:
            continue
        all_of[query.noise] += 1
        right[query.noise] += chosen == query.meant
        wrong[query.noise] += chosen not in (None, query.meant)
    for noise, count in sorted(all_of.items()):
        print(f"  {noise:<28}{count:>6}{right[noise] / count:>9.3f} right{wrong[noise]:>5} wrong")


def speed(seed: int, count: int = 100_000) -> None:
    """Time for distinct questions on a register that is read already and one that is not."""
    rng = random.Random(seed)
    communes = register(rng)
    distinct: dict[tuple[str, str], None] = {}
    while len(distinct) < count:
        distinct |= dict.fromkeys((query.text, query.commune) for query in queries(rng, communes))
    asked = list(distinct)[:count]
    begun = time.process_time()
    book = NameBook("hamlets", [entry for entries in communes.values() for entry in entries])
    made = time.process_time()
    for _ in range(2):
        begun_now = time.process_time()
        book.find_all(
            [text for text, _ in asked],
            [BEGINNING] * count,
            [END] * count,
            [frozenset({commune}) for _, commune in asked],
        )
        taken = time.process_time() - begun_now
        print(f"{count:,} distinct questions: {taken:.1f} s CPU, {count / taken:,.0f} a second")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"making the book {made - begun:.2f} s, peak memory {peak:,.0f} MiB")


def main() -> None:
    """Figures for the seeds given, or for five fresh ones."""
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    seeds = [int(word) for word in words] or [secrets.randbelow(10**9) for _ in range(5)]
    for seed in seeds:
        judge(seed, "--kinds" in sys.argv)
    if "--speed" in sys.argv:
        speed(seeds[0])


if __name__ == "__main__":
    main()
