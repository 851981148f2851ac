"""Rows with the same key: twice the same, newer ones, parts on several sheets, contradictions."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from ketnghia_analysis.cleaning.assemble import settle_duplicates
from ketnghia_analysis.cleaning.clean import Cleaned, clean_folder
from ketnghia_analysis.cleaning.ledger import Books
from ketnghia_analysis.vocabulary.tables import TABLES

from .small_folders import entries, fate, laid_out, record, send_book, send_csv, send_registers

FIGURES = "hamlet_figures"


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Cleaned:
    """One folder in which every table has its own story of repeated keys."""
    folder = tmp_path_factory.mktemp("trùng")
    send_registers(folder)
    _activities(folder)
    _difficulties(folder)
    _figures(folder)
    return clean_folder(folder)


def _activities(folder: Path) -> None:
    def done(number: str, **more: object) -> dict[str, object]:
        usual = {"agency_name": "Phòng Tư pháp", "hamlet_name": "Thôn 2", "commune_name": "Mẫu An"}
        what = {"date": "05/03/2024", "activity_type": "thăm thôn", "attendances": 12}
        return {"activity_id": number} | usual | what | more

    rows = [
        done("HD1"),
        done("HD2"),
        done("HD1"),
        done("HD2", attendances=15),
        done("HD3"),
        done("HD1", activity_type="THĂM THÔN"),
    ]
    send_csv(folder / "2024" / "hoat dong.csv", "activities", rows)
    send_csv(folder / "2025" / "hoat dong 2024.csv", "activities", [done("HD3", attendances=99)])


def _difficulties(folder: Path) -> None:
    def stuck(number: str, result: str) -> dict[str, object]:
        place = {"hamlet_name": "Thôn 2", "commune_name": "Mẫu An"}
        what = {"raised_on": "01/02/2023", "group": "điện", "result": result}
        return {"difficulty_id": number} | place | what

    first = [stuck("KK1", "đang giải quyết"), stuck("KK2", "chưa giải quyết")]
    send_csv(folder / "2023" / "kho khan.csv", "difficulties", first)
    later = [stuck("KK1", "đã giải quyết"), stuck("KK3", "chưa"), stuck("KK3", "đã xong")]
    send_csv(folder / "2024" / "kho khan.csv", "difficulties", later)


def _figures(folder: Path) -> None:
    def counted(hamlet: str, **figures: object) -> dict[str, object]:
        return {"commune_name": "Mẫu An", "hamlet_name": hamlet} | figures

    population = [
        counted("Thôn 2", households=100, people=400, poor_households=12),
        counted("Thôn 4", households=90, people=350, poor_households=10),
        counted("Thôn 14", households=80, people=300, poor_households=8),
    ]
    amenities = [
        counted("Thôn 2", community_house="x", hamlet_roads_km=2.5),
        counted("Thôn 4", households=91, community_house="-"),
        counted("Thôn 14", households=80, community_house="x"),
    ]
    sheets = {"A": laid_out(FIGURES, population), "C": laid_out(FIGURES, amenities)}
    send_book(folder / "2024" / "bieu 01.xlsx", sheets)
    corrected = [counted("Thôn 14", year=2024, people=310)]
    send_csv(folder / "2025" / "bo sung.csv", FIGURES, corrected)


# ------------------------------------------------------------------ whole rows


def test_of_the_same_line_sent_twice_one_is_kept(sent: Cleaned) -> None:
    file = "2024/hoat dong.csv"
    assert fate(sent, file, 2) == ("clean", "HD1")
    assert fate(sent, file, 4) == ("quarantine", "duplicate")
    held = entries(sent.quarantine, file, 4).iloc[0]
    assert (held["cell"], held["raw"], held["column"]) == ("A4", "HD1", "activity_id")


def test_a_line_is_the_same_however_it_is_spelled(sent: Cleaned) -> None:
    assert fate(sent, "2024/hoat dong.csv", 7) == ("quarantine", "duplicate")


def test_lines_with_one_id_and_different_content_are_all_held(sent: Cleaned) -> None:
    file = "2024/hoat dong.csv"
    assert fate(sent, file, 3) == ("quarantine", "conflicting_duplicate")
    assert fate(sent, file, 5) == ("quarantine", "conflicting_duplicate")
    messages = [*entries(sent.quarantine, file, 3)["message"]]
    assert "khác nhau ở: Số lượt người" in messages[0]
    assert "HD2" not in set(sent.tables["activities"]["activity_id"])


def test_where_no_later_year_wins_different_files_contradict_each_other(sent: Cleaned) -> None:
    for file, row in (("2024/hoat dong.csv", 6), ("2025/hoat dong 2024.csv", 2)):
        assert fate(sent, file, row) == ("quarantine", "conflicting_duplicate")


def test_a_later_years_record_replaces_the_earlier_one(sent: Cleaned) -> None:
    assert fate(sent, "2023/kho khan.csv", 2) == ("structural", "superseded")
    assert fate(sent, "2024/kho khan.csv", 2) == ("clean", "KK1")
    assert record(sent, "difficulties", difficulty_id="KK1")["result"] == "resolved"


def test_what_no_later_year_repeats_stays(sent: Cleaned) -> None:
    assert fate(sent, "2023/kho khan.csv", 3) == ("clean", "KK2")


def test_a_contradiction_within_one_year_is_not_settled_by_order(sent: Cleaned) -> None:
    assert [fate(sent, "2024/kho khan.csv", row)[1] for row in (3, 4)] == [
        "conflicting_duplicate",
        "conflicting_duplicate",
    ]


# ------------------------------------------------------------------ parts of a row


def test_parts_on_two_sheets_join_to_one_record(sent: Cleaned) -> None:
    file = "2024/bieu 01.xlsx"
    assert fate(sent, file, 2, "A") == fate(sent, file, 2, "C") == ("clean", "D2024|A2")
    found = record(sent, FIGURES, hamlet_id="A2")
    assert (found["households"], found["poor_households"]) == (100, 12)
    assert (found["community_house"], found["hamlet_roads_km"]) == (True, 2.5)


def test_parts_that_contradict_each_other_are_both_held(sent: Cleaned) -> None:
    file = "2024/bieu 01.xlsx"
    for sheet in ("A", "C"):
        assert fate(sent, file, 3, sheet) == ("quarantine", "conflicting_duplicate")
        message = entries(sent.quarantine, file, 3, sheet)["message"].iloc[0]
        assert "khác nhau ở: Tổng số hộ" in message
    assert "A4" not in set(sent.tables[FIGURES]["hamlet_id"])


def test_a_part_may_repeat_what_another_says(sent: Cleaned) -> None:
    file = "2024/bieu 01.xlsx"
    assert fate(sent, file, 4, "A") == fate(sent, file, 4, "C") == ("clean", "D2024|A14")


def test_a_later_year_corrects_single_cells_of_a_record(sent: Cleaned) -> None:
    found = record(sent, FIGURES, hamlet_id="A14")
    assert (found["people"], found["households"], found["poor_households"]) == (310, 80, 8)
    assert fate(sent, "2025/bo sung.csv", 2) == ("clean", "D2024|A14")


def test_records_are_sorted_by_key_with_a_fresh_index(sent: Cleaned) -> None:
    for table in ("activities", "difficulties", FIGURES):
        frame = sent.tables[table]
        assert frame.index.equals(pd.RangeIndex(len(frame)))
    assert sent.tables[FIGURES]["hamlet_id"].tolist() == ["A14", "A2"]


def test_rows_that_differ_only_in_a_remark_do_not_conflict() -> None:
    table = TABLES["activities"]
    values = table.empty().reindex([1, 2])
    values["activity_id"], values["note"] = "HD1", pd.Series(["a", "b"], index=[1, 2])
    values = values.astype(table.dtypes)
    books = Books("activities")
    left = settle_duplicates(table, values, pd.Series([2024, 2024], index=[1, 2]), books)
    assert list(left.index) == [1]
    assert books.faults[["row_id", "reason"]].to_numpy().tolist() == [[2, "duplicate"]]
