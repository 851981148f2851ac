"""The rules file: one block for each day, and every fault told at once."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from ketnghia_analysis.measures.composite.engine import reckon
from ketnghia_analysis.measures.rules import RULES_FILE, ScoreRules, read_rules, rules_for
from ketnghia_analysis.vocabulary.codes import LEVELS
from ketnghia_analysis.vocabulary.errors import DataFault
from ketnghia_analysis.vocabulary.periods import DayOfYear, reporting_year

SHIPPED: dict[str, Any] = yaml.safe_load(RULES_FILE.read_text(encoding="utf-8"))[0]


def _block(**changes: Any) -> dict[str, Any]:
    return deepcopy(SHIPPED) | changes


def _read(folder: Path, *blocks: dict[str, Any]) -> list[ScoreRules]:
    file = folder / "score_rules.yml"
    file.write_text(yaml.safe_dump(list(blocks), allow_unicode=True), encoding="utf-8")
    return read_rules(file)


def _faults(folder: Path, *blocks: dict[str, Any]) -> list[str]:
    with pytest.raises(DataFault) as caught:
        _read(folder, *blocks)
    assert caught.value.where == "score_rules.yml"
    assert "quy tắc chấm điểm" in caught.value.remedy
    return caught.value.faults


def test_the_shipped_rules_hold_in_every_year_of_the_programme() -> None:
    for year in range(2015, 2036):
        assert rules_for(reporting_year(year)).version == "2020-1"


def test_the_shipped_levels_fall_and_the_last_one_takes_everybody() -> None:
    levels = read_rules()[0].levels
    cuts = [rule.from_points for rule in levels]
    assert cuts == sorted(cuts, reverse=True)
    assert (levels[-1].from_points, levels[-1].completion_at_least) == (0, 0)
    assert levels[-1].late_at_most == 1
    assert [rule.level for rule in levels] == [one for one in LEVELS.values if one != "unknown"]


def test_the_plan_is_due_on_the_day_that_is_written() -> None:
    assert read_rules()[0].targets.plan_day == DayOfYear(3, 31)


OLD = {"version": "cũ", "valid_from": date(2015, 1, 1), "valid_to": date(2022, 12, 14)}
NEW = {"version": "mới", "valid_from": date(2022, 12, 15), "valid_to": None}


@pytest.mark.parametrize(("year", "version"), [(2021, "cũ"), (2022, "cũ"), (2023, "mới")])
def test_the_block_of_the_last_day_of_the_year_holds(
    tmp_path: Path, year: int, version: str
) -> None:
    blocks = _read(tmp_path, _block(**OLD), _block(**NEW))
    assert rules_for(reporting_year(year), blocks).version == version


@pytest.mark.parametrize(
    ("old_ends", "new_begins", "count"),
    [
        pytest.param(date(2022, 12, 14), date(2022, 12, 14), 2, id="overlap of a day"),
        pytest.param(None, date(2020, 1, 1), 2, id="the old one never ends"),
        pytest.param(date(2022, 12, 13), date(2022, 12, 15), 0, id="gap of a day"),
        pytest.param(date(2016, 1, 1), date(2030, 1, 1), 0, id="gap of years"),
    ],
)
def test_blocks_that_overlap_or_leave_a_gap_are_refused(
    tmp_path: Path, old_ends: date | None, new_begins: date, count: int
) -> None:
    blocks = _read(
        tmp_path,
        _block(**OLD | {"valid_to": old_ends}),
        _block(**NEW | {"valid_from": new_begins}),
    )
    with pytest.raises(DataFault, match=f"có {count} bản quy tắc hiệu lực ngày 14/12/2022"):
        rules_for(reporting_year(2022), blocks)


def test_no_block_at_all_is_refused() -> None:
    with pytest.raises(DataFault, match="có 0 bản quy tắc"):
        rules_for(reporting_year(2024), [])


def test_another_board_is_declared_in_the_file_and_reckoned_without_code(tmp_path: Path) -> None:
    living = {
        "index": {
            "code": "living",
            "heading": "Đời sống",
            "children": [
                {"code": "water", "goalposts": [0, 100], "weight": 2},
                {"code": "poor", "better": "lower", "goalposts": [0, 60]},
            ],
        },
        "least_known": 0.5,
    }
    (rules,) = _read(tmp_path, _block(boards={"living": living}))
    data = pd.DataFrame({"water": [80.0, None], "poor": [15.0, 30.0]}, index=["H1", "H2"])
    found = reckon(rules.boards["living"], data)
    # (2·80 + 75) / 3; of H2 only a third of the weight is known
    assert found.index["H1"] == pytest.approx(235 / 3)
    assert pd.isna(found.index["H2"])


def test_how_far_choices_move_stands_in_the_file() -> None:
    spread = read_rules()[0].uncertainty
    assert (spread.draws, spread.weights, spread.targets, spread.cut_points) == (1000, 0.2, 1, 2)
    assert spread.measurement > 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param({"efforts": {"Z9": 1}}, "không có tiêu chí Z9", id="effort of nothing"),
        pytest.param(
            {"uncertainty": {"weights": 1.2}}, "uncertainty, weights: phải nhỏ hơn 1", id="all"
        ),
        pytest.param(
            {"uncertainty": {"aggregate": [{"method": "copeland"}]}},
            "copeland và bod so các cặp",
            id="a way that compares pairings",
        ),
        pytest.param(
            {"boards": {"x": {"index": {"code": "x", "children": [{"code": "a"}]}}}},
            "a (a): thiếu goalposts",
            id="a board without goalposts",
        ),
        pytest.param(
            {"points": SHIPPED["points"] | {"A1": 6}}, "là 101.0, phải là 100", id="a point more"
        ),
        pytest.param(
            {"points": SHIPPED["points"] | {"D1": 14.5}}, "là 99.5, phải là 100", id="half less"
        ),
        pytest.param(
            {"change": {"E1": {"no_such_percent": 5}, "E2": {}}},
            "không có chỉ số ['no_such_percent']",
            id="unknown indicator",
        ),
        pytest.param(
            {"levels": [{"level": "superb", "from": 0}]}, "không có mức superb", id="unknown level"
        ),
        pytest.param(
            {"levels": [{"level": "unknown", "from": 0}]},
            "không có mức unknown",
            id="a level nobody may be given",
        ),
        pytest.param(
            {"levels": [{"level": "good", "from": 101}]}, "levels, mục 1, from", id="cut above 100"
        ),
        pytest.param({"bonus": 3}, "bonus: không có mục nào tên như vậy", id="unknown key"),
        pytest.param(
            {"targets": SHIPPED["targets"] | {"gifts": 3}},
            "targets, gifts: không có mục nào tên như vậy",
            id="unknown target",
        ),
        pytest.param(
            {"targets": SHIPPED["targets"] | {"reports": ["weekly"]}},
            "không có kỳ báo cáo ['weekly']",
            id="unknown report",
        ),
        pytest.param(
            {"targets": SHIPPED["targets"] | {"plan_due": "31.3"}},
            "targets, plan_due: “31.3” không phải ngày/tháng có thật",
            id="plan day written otherwise",
        ),
        pytest.param(
            {"targets": SHIPPED["targets"] | {"leader_visits": 0}},
            "targets, leader_visits",
            id="a target of nothing",
        ),
        pytest.param(
            {"targets": SHIPPED["targets"] | {"plan_due": "29/02"}},
            "“29/02” không phải ngày/tháng có thật trong mọi năm",
            id="plan day of leap years",
        ),
        pytest.param(
            {"points": {"A1": 100}}, "thiếu hoặc thừa tiêu chí: A2, A3", id="a criterion left out"
        ),
        pytest.param(
            {"points": SHIPPED["points"] | {"A1": -5, "A2": 17}}, "points, A1", id="minus points"
        ),
        pytest.param(
            {"change": {"E1": SHIPPED["change"]["E1"]}}, "đúng các tiêu chí E1, E2", id="no E2"
        ),
        pytest.param(
            {"change": SHIPPED["change"] | {"E2": {}}}, "chưa nêu chỉ số nào cho E2", id="empty E2"
        ),
        pytest.param({"gates": ["no_smile"]}, "không có điều kiện ['no_smile']", id="unknown gate"),
        pytest.param(
            {"levels": SHIPPED["levels"][::-1]}, "xếp từ cao xuống thấp", id="levels upside down"
        ),
        pytest.param(
            {"levels": SHIPPED["levels"][:-1]}, "mức cuối cùng phải từ 0 điểm", id="nobody's level"
        ),
        pytest.param({"support_role_weight": 0}, "support_role_weight", id="weight zero"),
        pytest.param({"support_role_weight": 1.5}, "support_role_weight", id="weight above one"),
        pytest.param({"valid_from": "đầu năm"}, "valid_from: không phải là ngày", id="no date"),
    ],
)
def test_a_block_that_does_not_fit_is_refused(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    faults = _faults(tmp_path, _block(**change))
    assert len(faults) == 1
    assert faults[0].startswith("mục 1")
    assert said in faults[0]


def test_all_faults_of_all_blocks_are_told_at_once(tmp_path: Path) -> None:
    lame = _block(**OLD, bonus=1, points={"A1": 5})
    lame["levels"] = [{"level": "superb", "from": 0}]
    other = _block(**NEW, change={"E1": {"nothing": 1}, "E2": {}})
    del other["decided_by"]
    faults = _faults(tmp_path, lame, other)
    parts = ("mục 1, bonus", "mục 1, points", "không có mức superb", "mục 2, change", "decided_by")
    assert len(faults) == len(parts)
    for part in parts:
        assert any(part in fault for fault in faults), part


def test_a_file_that_is_no_yaml_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "score_rules.yml"
    file.write_text("- version: '1'\n  points: {A1: 5\n", encoding="utf-8")
    with pytest.raises(DataFault, match="không đúng cú pháp YAML, dòng 3"):
        read_rules(file)


def test_rules_cant_be_changed_once_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        read_rules()[0].most_missing_points = 50
