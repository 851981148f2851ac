from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.cleaning.decisions import (
    FILE,
    NOT_LISTED,
    QUESTION_COLUMNS,
    Decision,
    Decisions,
    check,
    questions,
    read_decisions,
)
from ketnghia_analysis.vocabulary.errors import DataFault

ON = date(2025, 1, 2)


def decided(text: str, chosen: str, **more: Any) -> Decision:
    about = {"kind": "hamlet", "by": "Phòng Dân tộc", "on": ON} | more
    return Decision(text=text, chosen=chosen, **about)


def test_decisions_are_read_as_people_write_them(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(
        "- kind: hamlet\n  text: Thôn IV\n  commune: 99001\n  chosen: A4\n"
        "  reason: đã hỏi xã\n  by: Phòng Dân tộc\n  on: 2025-01-02\n",
        encoding="utf-8",
    )
    (found,) = read_decisions(tmp_path)
    assert found == decided("Thôn IV", "A4", commune="99001", reason="đã hỏi xã")


@pytest.mark.parametrize("text", [None, "", "# chưa có\n", "[]\n"])
def test_without_entries_nothing_is_decided(text: str | None, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / FILE).write_text(text, encoding="utf-8")
    assert read_decisions(tmp_path) == []
    assert Decisions().find("hamlet", "Thôn 4", {"99001"}) is None


def test_faults_of_the_file_are_told_all_at_once(tmp_path: Path) -> None:
    good = {"kind": "agency", "text": "VP", "chosen": "CQ1", "by": "Lan", "on": "2025-01-02"}
    entries = [good | {"kind": "xóm"}, good | {"on": "31/02/2025"}, good | {"chosen": ""}]
    entries.append({name: value for name, value in good.items() if name != "by"})
    text = yaml.safe_dump(entries, allow_unicode=True)
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(DataFault) as fault:
        read_decisions(tmp_path)
    assert [said.partition(":")[0] for said in fault.value.faults] == [
        "mục 1, kind",
        "mục 2, on",
        "mục 3, chosen",
        "mục 4, by",
    ]


@pytest.mark.parametrize(
    "written", ["Thôn Hoà Mẫu", "thôn hòa mẫu", "  THÔN\xa0HÒA  MẪU", "Thôn Ho\u0300a Mẫu"]
)
def test_a_decision_holds_for_every_spelling_of_the_same_text(written: str) -> None:
    decisions = Decisions([decided("Thôn Hòa Mẫu", "A1", commune="99001")])
    assert decisions.find("hamlet", written, {"99001"}) == "A1"


def test_a_decision_holds_in_its_commune_and_for_its_kind_only() -> None:
    decisions = Decisions(
        [decided("Thôn IV", "A4", commune="99001"), decided("Thôn IV", "B4", commune="99004")]
    )
    assert decisions.find("hamlet", "Thôn IV", {"99001"}) == "A4"
    assert decisions.find("hamlet", "Thôn IV", {"99004"}) == "B4"
    assert decisions.find("hamlet", "Thôn IV", {"99007"}) is None
    assert decisions.find("hamlet", "Thôn IV") is None
    assert decisions.find("hamlet", "Thôn IV", {"99001", "99004"}) is None
    assert decisions.find("hamlet", "Thôn IV", {"99001", "99007"}) == "A4"
    assert decisions.find("agency", "Thôn IV", {"99001"}) is None


def test_a_decision_without_a_commune_never_reaches_into_one() -> None:
    decisions = Decisions([decided("Thôn 1", "A1")])
    assert decisions.find("hamlet", "Thôn 1") == "A1"
    assert decisions.find("hamlet", "Thôn 1", {"99004"}) is None


def test_that_nothing_in_the_register_is_meant_is_a_decision_too() -> None:
    decisions = Decisions([decided("Hội Nông dân", NOT_LISTED, kind="agency")])
    assert decisions.find("agency", "hội nông dân") == NOT_LISTED


def test_the_narrower_decision_goes_first() -> None:
    decisions = Decisions(
        [
            decided("VP", "CQ1", kind="agency"),
            decided("VP", "CQ2", kind="agency", year=2024),
            decided("VP", "CQ3", kind="agency", file="a.xlsx"),
        ]
    )
    assert decisions.find("agency", "VP") == "CQ1"
    assert decisions.find("agency", "VP", year=2024) == "CQ2"
    assert decisions.find("agency", "VP", file="a.xlsx", year=2024) == "CQ3"
    assert decisions.find("agency", "VP", file="b.xlsx", year=2023) == "CQ1"


def test_of_two_decisions_the_later_one_holds() -> None:
    later = decided("VP", "CQ2", kind="agency", on=date(2025, 3, 1))
    earlier = decided("VP", "CQ1", kind="agency")
    assert Decisions([later, earlier]).find("agency", "VP") == "CQ2"


def test_two_decisions_of_a_day_that_contradict_each_other_are_a_fault() -> None:
    with pytest.raises(DataFault, match="cùng ngày 02/01/2025 chọn “A1” và “A2”"):
        Decisions([decided("Thôn X", "A1"), decided("thôn x", "A2")])
    assert Decisions([decided("Thôn X", "A1")] * 2).find("hamlet", "Thôn X") == "A1"


def test_decisions_for_what_no_register_has_stop_the_run_all_at_once() -> None:
    known = {"commune": {"99001"}, "hamlet": {"A1"}, "agency": {"CQ1"}}
    good = [decided("Thôn X", "A1", commune="99001"), decided("Y", NOT_LISTED, kind="agency")]
    check(good, known)
    bad = [decided("Thôn Z", "A9"), decided("Thôn T", "A1", commune="99999")]
    with pytest.raises(DataFault) as fault:
        check([*good, *bad], known)
    assert fault.value.faults == [
        "mục 3 (“Thôn Z”): danh mục thôn không có mã “A9”",
        "mục 4 (“Thôn T”): danh mục xã không có mã “99999”",
    ]


def asked(text: str, **more: Any) -> dict[str, Any]:
    about = {"kind": "hamlet", "commune": "99001", "options": (("A1", "Thôn Mẫu", 80.0),)}
    return about | {"text": text, "file": "a.xlsx", "sheet": "S", "cell": "B2"} | more


def test_equal_questions_are_asked_once_and_say_how_many_rows_wait() -> None:
    frame = pd.DataFrame(
        [
            asked("Thôn Mâu"),
            asked("Thôn Hoà", cell="B3"),
            asked("thôn hòa", cell="B4", file="b.xlsx"),
            asked("Thôn Hòa", commune="99004"),
        ]
    )
    found = questions(frame)
    assert list(found.columns) == QUESTION_COLUMNS
    assert found[["text", "commune", "rows", "file", "cell"]].to_numpy().tolist() == [
        ["Thôn Hoà", "99001", 2, "a.xlsx", "B3"],
        ["Thôn Mâu", "99001", 1, "a.xlsx", "B2"],
        ["Thôn Hòa", "99004", 1, "a.xlsx", "B2"],
    ]
    assert found["options"][0] == (("A1", "Thôn Mẫu", 80.0),)


def test_without_open_names_there_are_no_questions() -> None:
    assert list(questions(pd.DataFrame()).columns) == QUESTION_COLUMNS


@given(st.lists(st.sampled_from(["Thôn A", "thôn a", "Thôn B", "Thôn C"]), min_size=1))
def test_every_row_waits_for_exactly_one_question(texts: list[str]) -> None:
    found = questions(pd.DataFrame([asked(text) for text in texts]))
    assert found["rows"].sum() == len(texts)
    assert found["text"].str.casefold().is_unique
