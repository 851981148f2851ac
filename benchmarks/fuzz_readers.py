"""Damages files of every kind, many times, and sees that each is read or held with a reason."""

from __future__ import annotations

import io
import random
import sys
import time
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import docx
import openpyxl
import xlsxwriter

from ketnghia_analysis.intake.archives import members
from ketnghia_analysis.intake.limits import Refused
from ketnghia_analysis.intake.readers import is_archive
from ketnghia_analysis.intake.sandbox import SANDBOX, Sandbox
from ketnghia_analysis.vocabulary.reasons import HELD

FIXTURES = Path(__file__).parents[1] / "tests" / "intake" / "fixtures"
ROWS = [["Xã", "Thôn", "Tổng số hộ", "Tỷ lệ"]] + [
    [f"Xã Mẫu {number % 3}", f"Thôn {number}", 100 + number, 0.5] for number in range(1, 30)
]


def samples() -> dict[str, bytes]:
    """One file of every kind, made by the libraries that the project itself writes with."""
    text = "\n".join(";".join(map(str, row)) for row in ROWS)
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    plain, full, word, zipped = (io.BytesIO() for _ in range(4))
    with xlsxwriter.Workbook(plain, {"in_memory": True}) as book:
        page = book.add_worksheet("01A")
        for number, row in enumerate(ROWS):
            page.write_row(number, 0, row)
        page.merge_range("F1:G2", "gộp")
    made = openpyxl.Workbook()
    for row in ROWS:
        made.active.append([*row, date(2024, 1, 1), "=A1&B1"])
    made.active["D2"].number_format = "0%"
    made.active["B2"].font = openpyxl.styles.Font(name=".VnTime")
    made.active.row_dimensions[3].hidden = True
    made.save(full)
    letter = docx.Document()
    letter.add_paragraph("Biểu 01 năm 2024")
    table = letter.add_table(len(ROWS), 4)
    for words, cells in zip(ROWS, table.rows, strict=True):
        for value, cell in zip(words, cells.cells, strict=True):
            cell.text = str(value)
    table.cell(0, 0).merge(table.cell(1, 1))
    letter.save(word)
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/b.csv", text)
        archive.writestr("a/b.xlsx", plain.getvalue())
    return {
        "plain.xlsx": plain.getvalue(),
        "full.xlsx": full.getvalue(),
        "word.docx": word.getvalue(),
        "archive.zip": zipped.getvalue(),
        "sheet.xls": (FIXTURES / "sheet.xls").read_bytes(),
        "sheet.ods": (FIXTURES / "sheet.ods").read_bytes(),
        "letter.doc": (FIXTURES / "letter.doc").read_bytes(),
        "text.csv": text.encode(),
        "text16.txt": text.encode("utf-16"),
        "page.xls": f"<html><table>{rows}</table></html>".encode(),
    }


def bytes_changed(content: bytes, chance: random.Random) -> bytes:
    """Some bytes are others."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3, 30))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(content: bytes, chance: random.Random) -> bytes:
    """The file ends early, or something is missing in its middle."""
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.choice((len(content), 1, 64)) :]


def doubled(content: bytes, chance: random.Random) -> bytes:
    """A stretch of the file comes twice."""
    start = chance.randrange(len(content))
    stretch = content[start : start + chance.randrange(1, 500)]
    return content[:start] + stretch * chance.choice((2, 20)) + content[start:]


def parts_damaged(content: bytes, chance: random.Random) -> bytes:
    """Members of a package are swapped, left out, cut, or changed within; others stay sound."""
    if not content.startswith(b"PK"):
        return bytes_changed(content, chance)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", 8) as new:
        names = old.namelist()
        one, other = chance.choice(names), chance.choice(names)
        way = chance.choice(("swap", "leave out", "cut", "change", "tags"))
        for name in names:
            inside = old.read(name)
            if name == one and way == "swap":
                inside = old.read(other)
            elif name == one and way == "leave out":
                continue
            elif name == one and inside:
                inside = {"cut": cut, "change": bytes_changed}.get(way, _tags)(inside, chance)
            new.writestr(name, inside)
    return made.getvalue()


def _tags(content: bytes, chance: random.Random) -> bytes:
    """Two pieces between tags change places, or a number becomes a huge one."""
    if chance.random() < 0.5:
        return content.replace(b'"1"', chance.choice((b'"9999999"', b'"-1"', b'"x"', b'""')))
    pieces = content.split(b"<")
    first, second = chance.randrange(len(pieces)), chance.randrange(len(pieces))
    pieces[first], pieces[second] = pieces[second], pieces[first]
    return b"<".join(pieces)


def outcomes(content: bytes, sandbox: Sandbox) -> list[str]:
    """What became of a file, or of each file of an archive: "read", or the reason."""
    if not is_archive(content):
        grids, problem = sandbox.read(content)
        assert bool(grids) != bool(problem)
        return [problem or "read"]
    try:
        found = [one.problem or outcomes(one.content, sandbox)[0] for one in members(content)]
    except Refused as refused:
        return [refused.reason]
    return found


def main() -> None:
    """Damage so many files with a seed and count what became of them."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)
    chance = random.Random(seed)
    files = list(samples().items())
    ways = (bytes_changed, cut, doubled, parts_damaged, parts_damaged)
    found: Counter[str] = Counter()
    slowest, start = (0.0, ""), time.perf_counter()
    for number in range(count):
        name, content = files[number % len(files)]
        way = chance.choice(ways)
        begun = time.perf_counter()
        ends = outcomes(way(content, chance), SANDBOX)
        slowest = max(slowest, (time.perf_counter() - begun, f"{name}, {way.__name__}"))
        assert ends
        assert all(end == "read" or end in HELD for end in ends)
        found.update(ends)
    seconds = time.perf_counter() - start
    print(f"{count} damaged files, seed {seed}: none stopped the run, {seconds:.0f} s")
    print(f"slowest {slowest[0]:.1f} s ({slowest[1]})")
    for end, times in found.most_common():
        print(f"{end:<20}{times:>8}")


if __name__ == "__main__":
    main()
