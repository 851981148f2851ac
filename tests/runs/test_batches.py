"""Large files come out of batches as they would come out of the cleaning of a folder."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.runs.batches import LargeRun, clean_large, read_book
from ketnghia_analysis.runs.crews import crew
from ketnghia_analysis.runs.evaluate import run_cleaning
from ketnghia_analysis.vocabulary.errors import DataFault, WrongCall
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


@pytest.fixture(scope="module", params=SENT)
def sent(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A table, its large file, the cleaned registers, and what the cleaning of a folder gives."""
    table = request.param
    folder = tmp_path_factory.mktemp(table)
    send_registers(folder / "danh-muc-goc")
    run_cleaning(folder / "danh-muc-goc", folder / "danh-muc")
    send_registers(folder / "tat-ca")
    send_csv(folder / "tat-ca" / FILE, table, SENT[table])
    whole = run_cleaning(folder / "tat-ca", folder / "ca-thu-muc").cleaned
    return table, folder, whole


def _run(sent: Any, out: Path, **how: Any) -> LargeRun:
    table, folder, _ = sent
    return clean_large([folder / "tat-ca" / FILE], table, folder / "danh-muc", out, **how)


def _same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    texts = [frame.astype(object).astype("str").reset_index(drop=True) for frame in (one, other)]
    pd.testing.assert_frame_equal(*texts)


def _of_file(whole: Cleaned, book: str) -> pd.DataFrame:
    frame = pd.DataFrame(getattr(whole, book))
    return frame[frame["file"] == FILE]


def test_batches_give_what_the_cleaning_of_a_folder_gives(sent: Any, tmp_path: Path) -> None:
    table, _, whole = sent
    run = _run(sent, tmp_path / "out", batch_rows=7)
    _same(read_book(run.folder, table), whole.tables[table])
    for book in BOOKS:
        ours, theirs = read_book(run.folder, book), _of_file(whole, book)
        assert len(theirs) > 3
        # the number of a table among all tables of a folder is another
        _same(*(frame.drop(columns="block", errors="ignore") for frame in (ours, theirs)))


@pytest.mark.parametrize("rows", [5, 1000])
def test_batches_of_any_size_give_the_same(sent: Any, tmp_path: Path, rows: int) -> None:
    first = _run(sent, tmp_path / "first", batch_rows=11)
    second = _run(sent, tmp_path / "second", batch_rows=rows)
    assert first.counts == second.counts
    for book in (*BOOKS, first.table):
        _same(read_book(first.folder, book), read_book(second.folder, book))


def test_a_cluster_gives_the_same(sent: Any, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    ours = _run(sent, tmp_path / "ours", batch_rows=11)
    with crew(workers=1, processes=False) as workers:
        theirs = _run(sent, tmp_path / "theirs", batch_rows=11, crew=workers)
    assert ours.counts == theirs.counts
    for book in (*BOOKS, ours.table):
        _same(read_book(ours.folder, book), read_book(theirs.folder, book))


def test_shares_change_nothing(sent: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = _run(sent, tmp_path / "ours")
    monkeypatch.setattr("ketnghia_analysis.runs.batches.SHARE_BYTES", 300)
    shared = _run(sent, tmp_path / "shared", batch_rows=9)
    key = {"hamlet_figures": ["round_id", "hamlet_id"], "households": ["household_id", "round_id"]}
    clean = read_book(shared.folder, shared.table).sort_values(key[shared.table])
    _same(clean, read_book(ours.folder, ours.table))
    for book in BOOKS:
        _same(read_book(shared.folder, book), read_book(ours.folder, book))


def test_accounts_close_over_all_batches(sent: Any, tmp_path: Path) -> None:
    table, folder, _ = sent
    run = _run(sent, tmp_path / "out", batch_rows=4)
    lines = (folder / "tat-ca" / FILE).read_text(encoding="utf-8").splitlines()
    booked = read_book(run.folder, "accounts")
    assert booked["row"].tolist() == list(range(1, len(lines) + 1))
    assert sum(run.counts.values()) == len(SENT[table]) + 1


def test_duplicates_in_other_batches_are_held(sent: Any, tmp_path: Path) -> None:
    run = _run(sent, tmp_path / "out", batch_rows=3)
    booked = read_book(run.folder, "accounts").set_index("row")
    last = booked.index.max()
    assert booked.loc[last - 1, "reason"] == "conflicting_duplicate"
    assert booked.loc[last, "reason"] == "duplicate"


def test_a_file_that_is_no_such_table_is_refused(sent: Any, tmp_path: Path) -> None:
    _, folder, _ = sent
    path = tmp_path / "la.csv"
    path.write_text("một;hai;ba\n1;2;3\n", encoding="utf-8")
    with pytest.raises(DataFault, match="không nhận ra tiêu đề"):
        clean_large([path], "households", folder / "danh-muc", tmp_path / "out")
    with pytest.raises(WrongCall, match="không có bảng lớn"):
        clean_large([path], "communes", folder / "danh-muc", tmp_path / "out")


def test_nobody_at_the_address_is_said(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    with pytest.raises(WrongCall, match="không kết nối được"), crew("tcp://127.0.0.1:1"):
        pass
