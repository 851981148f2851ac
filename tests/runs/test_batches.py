"""Large files come out of batches as they would come out of the cleaning of a folder."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from ketnghia_analysis.cleaning.clean import Cleaned, clean_folder
from ketnghia_analysis.runs.batches import LargeRun, clean_large, read_book
from ketnghia_analysis.runs.crews import crew
from ketnghia_analysis.runs.evaluate import run_cleaning
from ketnghia_analysis.vocabulary.errors import DataFault, WrongCall
from ketnghia_analysis.vocabulary.legacy_letters import TCVN3
from tests.cleaning.small_folders import send_csv, send_registers

FILE = "so-lieu.csv"
HAMLETS = [
    ("Mẫu An", "Thôn 2"),
    ("mau an", "thôn 4"),
    ("Xã Mẫu An", "T. 14"),
    ("Mẫu Bình", "THÔN 2"),
    ("Mẫu Bình", "Suối Mẫu"),
    ("Mẫu Bình", "Thôn Suoi Mẫu"),
    ("Mẫu Bình", "Thôn 77"),
]


def _figures() -> list[dict[str, Any]]:
    rng = random.Random(4)
    rows: list[dict[str, Any]] = []
    for year in (2023, 2024, 2031):
        for commune, hamlet in HAMLETS:
            rows.append(
                {
                    "year": year,
                    "commune_name": commune,
                    "hamlet_name": hamlet,
                    "households": rng.choice(["1.234", "95 hộ", "-", "chưa rõ", "120", "99999"]),
                    "people": rng.choice(["410", "1 020", "", "52"]),
                    "income_million_dong_per_person": rng.choice(["12,5", "1.234", "30", "7,25"]),
                    "has_clinic": None,
                }
            )
    # a conflict and a duplicate far from their first
    rows.append(rows[0] | {"households": "300"})
    rows.append(dict(rows[3]))
    return [{k: v for k, v in row.items() if k != "has_clinic"} for row in rows]


def _households() -> list[dict[str, Any]]:
    rows = [
        {
            "household_id": f"H{number:03}",
            "year": 2023 + number % 2,
            "commune_name": HAMLETS[number % 7][0],
            "hamlet_name": HAMLETS[number % 7][1],
            "members": "4 khẩu" if number % 9 == 0 else str(number % 25),
            "minority": "x" if number % 3 else "-",
            "household_class": ("hộ nghèo", "Hộ cận nghèo", "lạ")[number % 3],
        }
        for number in range(60)
    ]
    return [*rows, rows[1] | {"members": "9"}, dict(rows[3])]


SENT = {"hamlet_figures": _figures(), "households": _households()}
BOOKS = ("accounts", "quarantine", "ledger")


@dataclass(frozen=True)
class Sent:
    """A table, its large file, the cleaned registers, and what the cleaning of a folder gives."""

    table: str
    file: Path
    registers: Path
    whole: Cleaned

    def run(self, out: Path, **how: Any) -> LargeRun:
        return clean_large([self.file], self.table, self.registers, out, **how)


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Clean registers."""
    folder = tmp_path_factory.mktemp("danh-muc")
    send_registers(folder / "goc")
    run_cleaning(folder / "goc", folder / "sach")
    return folder / "sach"


@pytest.fixture(scope="module", params=SENT)
def sent(
    request: pytest.FixtureRequest, registers: Path, tmp_path_factory: pytest.TempPathFactory
) -> Sent:
    """Each table, in one large file and in a folder with the registers."""
    folder = tmp_path_factory.mktemp(request.param)
    send_registers(folder)
    send_csv(folder / FILE, request.param, SENT[request.param])
    return Sent(request.param, folder / FILE, registers, clean_folder(folder))


@pytest.fixture(scope="module")
def done(sent: Sent, tmp_path_factory: pytest.TempPathFactory) -> LargeRun:
    """The large file cleaned in several batches."""
    return sent.run(tmp_path_factory.mktemp("xong") / "out", batch_rows=7)


def _same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    texts = [frame.astype(object).astype("str").reset_index(drop=True) for frame in (one, other)]
    pd.testing.assert_frame_equal(*texts)


def _of_file(whole: Cleaned, book: str) -> pd.DataFrame:
    frame = pd.DataFrame(getattr(whole, book))
    return frame[frame["file"] == FILE]


def _same_results(one: LargeRun, other: LargeRun) -> None:
    assert one.counts == other.counts
    for book in (*BOOKS, one.table):
        _same(read_book(one.folder, book), read_book(other.folder, book))


def test_batches_give_what_the_cleaning_of_a_folder_gives(sent: Sent, done: LargeRun) -> None:
    _same(read_book(done.folder, sent.table), sent.whole.tables[sent.table])
    for book in BOOKS:
        ours, theirs = read_book(done.folder, book), _of_file(sent.whole, book)
        assert len(theirs) > 3
        # the number of a table among all tables of a folder is another
        _same(*(frame.drop(columns="block", errors="ignore") for frame in (ours, theirs)))


@pytest.mark.parametrize("rows", [5, 1000])
def test_batches_of_any_size_give_the_same(
    sent: Sent, done: LargeRun, tmp_path: Path, rows: int
) -> None:
    _same_results(sent.run(tmp_path / "out", batch_rows=rows), done)


def test_a_cluster_gives_the_same(sent: Sent, done: LargeRun, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    with crew(workers=1, processes=False) as workers:
        _same_results(sent.run(tmp_path / "out", batch_rows=11, crew=workers), done)


def test_shares_change_nothing(
    sent: Sent, done: LargeRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ketnghia_analysis.runs.batches.SHARE_BYTES", 300)
    shared = sent.run(tmp_path / "shared", batch_rows=9)
    key = {"hamlet_figures": ["round_id", "hamlet_id"], "households": ["household_id", "round_id"]}
    clean = read_book(shared.folder, shared.table).sort_values(key[shared.table])
    _same(clean, read_book(done.folder, done.table))
    for book in BOOKS:
        _same(read_book(shared.folder, book), read_book(done.folder, book))


def test_accounts_close_over_all_batches(sent: Sent, done: LargeRun) -> None:
    lines = sent.file.read_text(encoding="utf-8").splitlines()
    booked = read_book(done.folder, "accounts")
    assert booked["row"].tolist() == list(range(1, len(lines) + 1))
    assert sum(done.counts.values()) == len(SENT[sent.table]) + 1


def test_duplicates_in_other_batches_are_held(done: LargeRun) -> None:
    booked = read_book(done.folder, "accounts").set_index("row")
    last = booked.index.max()
    assert booked.loc[last - 1, "reason"] == "conflicting_duplicate"
    assert booked.loc[last, "reason"] == "duplicate"


@pytest.mark.parametrize("charset", ["UTF-16", "TCVN3"])
def test_a_file_in_another_character_set_gives_the_same(
    registers: Path, tmp_path: Path, charset: str
) -> None:
    runs = []
    for name in ("UTF-8", charset):
        folder = tmp_path / name
        path = _sent_to(folder, "households", SENT["households"])
        text = path.read_text(encoding="utf-8")
        if name == "UTF-16":
            path.write_text(text, encoding="utf-16")
        if name == "TCVN3":
            path.write_bytes(TCVN3.encode(text).encode("latin-1"))
        runs.append(clean_large([path], "households", registers, folder / "out", batch_rows=25))
    assert [run.charsets[FILE].removesuffix("-LE") for run in runs] == ["UTF-8", charset]
    _same_results(*runs)


def _sent_to(folder: Path, table: str, rows: list[dict[str, Any]]) -> Path:
    send_csv(folder / FILE, table, rows)
    return folder / FILE


def _entry(path: Path, **said: Any) -> None:
    path.write_text(yaml.safe_dump([said], allow_unicode=True), encoding="utf-8")


def test_decisions_and_the_year_that_analysts_tell_hold(registers: Path, tmp_path: Path) -> None:
    rows = [{"commune_name": "Mẫu Bình", "hamlet_name": "Thôn 77", "households": "90"}]
    path = _sent_to(tmp_path, "hamlet_figures", rows)
    _entry(tmp_path / "SOURCES.yml", file="so-*.csv", year=2024)
    decided = {"text": "Thôn 77", "commune": "99004", "chosen": "B2"}
    _entry(tmp_path / "decisions.yml", kind="hamlet", **decided, by="A", on=date(2025, 1, 2))
    run = clean_large([path], "hamlet_figures", registers, tmp_path / "out")
    (row,) = read_book(run.folder, "hamlet_figures")[["round_id", "hamlet_id"]].to_numpy()
    assert list(row) == ["D2024", "B2"]
    _entry(
        tmp_path / "decisions.yml",
        kind="hamlet",
        **decided | {"chosen": "Z"},
        by="A",
        on="2025-01-02",
    )
    with pytest.raises(DataFault, match="không có mã “Z”"):
        clean_large([path], "hamlet_figures", registers, tmp_path / "out")


@pytest.mark.parametrize(
    ("name", "said", "why"),
    [
        ("SOURCES.yml", {"table": "households"}, "lệnh ghi là bảng"),
        ("SOURCES.yml", {"skip": "bản nháp"}, "không dùng .bản nháp."),
        ("SOURCES.yml", {"commune": "Mẫu An"}, "không áp dụng được"),
        (
            "corrections.yml",
            {"cell": "A2", "old": "1", "new": "2", "reason": "x", "by": "A", "on": "2025-01-02"},
            "không đính chính từng ô được",
        ),
    ],
)
def test_what_cannot_be_applied_is_refused(
    registers: Path, tmp_path: Path, name: str, said: dict[str, str], why: str
) -> None:
    path = _sent_to(tmp_path, "hamlet_figures", SENT["hamlet_figures"][:2])
    _entry(tmp_path / name, file=FILE, **said)
    with pytest.raises(DataFault, match=why):
        clean_large([path], "hamlet_figures", registers, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_no_such_table_is_refused(registers: Path, tmp_path: Path) -> None:
    path = tmp_path / "la.csv"
    path.write_text("một;hai;ba\n1;2;3\n", encoding="utf-8")
    with pytest.raises(DataFault, match="không nhận ra tiêu đề"):
        clean_large([path], "households", registers, tmp_path / "out")
    with pytest.raises(WrongCall, match="không có bảng lớn"):
        clean_large([path], "communes", registers, tmp_path / "out")
