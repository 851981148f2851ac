from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.runs.notebook_engine import Limits
from ketnghia_analysis.runs.notebooks import PlannedNotebook
from ketnghia_analysis.runs.one_run import Job
from ketnghia_analysis.runs.run_grid import jobs_of
from ketnghia_analysis.vocabulary.errors import DataFault, WrongCall
from tests.runs.small_notebooks import write_small

PARAMETERS = (
    "year: int = 2024  # năm\n"
    'commune: str = ""  # xã\n'
    'agency: str = ""  # cơ quan\n'
    'hamlet: str = ""  # thôn\n'
    "share: float = 0.5  # tỷ lệ\n"
    'data: str = "../data/processed"  # số liệu'
)


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sổ tay")
    write_small(folder / "n.ipynb", "1", parameters=PARAMETERS)
    write_small(folder / "plain.ipynb", "1", parameters="number: int = 0  # số")
    return folder


def _jobs(notebooks: Path, data: Path, grid: dict[str, Any], *only: str) -> list[Job]:
    plan = {"p": [PlannedNotebook(notebook="n", title="Báo cáo", grid=grid)]}
    return jobs_of(plan, notebooks, data, Limits(), only=only)


def test_all_agencies_are_those_that_are_paired_in_the_year(
    notebooks: Path, stored: Path, facts: YearFacts
) -> None:
    jobs = _jobs(notebooks, stored, {"year": "default", "agency": "all"})
    assert [job.parameters["agency"] for job in jobs] == sorted(set(facts.pairings["agency_id"]))
    assert {job.parameters["year"] for job in jobs} == {2024}
    assert jobs[0].heading.startswith("Báo cáo – ")
    assert jobs[0].heading.endswith(", năm 2024")


def test_all_communes_and_hamlets_are_those_of_the_year(
    notebooks: Path, stored: Path, facts: YearFacts
) -> None:
    communes = _jobs(notebooks, stored, {"year": 2024, "commune": "all"})
    codes = {job.parameters["commune"] for job in communes}
    assert codes == set(facts.hamlets.described["commune_code"])
    hamlets = _jobs(notebooks, stored, {"year": 2024, "hamlet": "all"})
    assert len(hamlets) == len(facts.hamlets.described)


def test_places_are_combined_as_the_data_holds_them_together(
    notebooks: Path, stored: Path, facts: YearFacts
) -> None:
    jobs = _jobs(notebooks, stored, {"commune": "all", "agency": "all", "year": 2024})
    found = {(job.parameters["commune"], job.parameters["agency"]) for job in jobs}
    pairs = zip(facts.pairings["commune_code"], facts.pairings["agency_id"], strict=True)
    assert found == set(pairs)
    assert len(jobs) == len(found)


def test_listed_places_choose_among_those_that_belong_together(
    notebooks: Path, stored: Path, facts: YearFacts
) -> None:
    pairing = facts.pairings.iloc[0]
    grid = {"year": 2024, "agency": "all", "commune": pairing["commune"]}
    jobs = _jobs(notebooks, stored, grid)
    there = facts.pairings[facts.pairings["commune_code"] == pairing["commune_code"]]
    assert {job.parameters["agency"] for job in jobs} == set(there["agency_id"])
    assert {job.parameters["commune"] for job in jobs} == {pairing["commune_code"]}
    with pytest.raises(WrongCall, match="Không Có"):
        _jobs(notebooks, stored, grid | {"commune": ["Không Có"]})


def test_all_years_have_their_own_places(notebooks: Path, stored: Path) -> None:
    jobs = _jobs(notebooks, stored, {"year": [2023, 2024], "commune": "all"})
    by_year = {
        year: {job.parameters["commune"] for job in jobs if job.parameters["year"] == year}
        for year in (2023, 2024)
    }
    assert all(by_year.values())
    assert [job.parameters["year"] for job in jobs] == sorted(
        job.parameters["year"] for job in jobs
    )


def test_listed_values_are_all_combined_and_each_run_comes_once(
    notebooks: Path, stored: Path
) -> None:
    grid = {"year": [2023, 2024], "share": [0.25, 0.75, 0.25]}
    jobs = _jobs(notebooks, stored, grid)
    assert sorted((job.parameters["year"], job.parameters["share"]) for job in jobs) == [
        (2023, 0.25),
        (2023, 0.75),
        (2024, 0.25),
        (2024, 0.75),
    ]
    assert len({job.place for job in jobs}) == len({job.key for job in jobs}) == 4


def test_only_chooses_by_code_or_by_name(notebooks: Path, stored: Path) -> None:
    grid = {"year": 2024, "agency": "all"}
    by_code = _jobs(notebooks, stored, grid, "agency=CQ05,CQ01")
    by_name = _jobs(notebooks, stored, grid, "agency=Phòng Tư pháp", "year=2024")
    assert [job.parameters["agency"] for job in by_code] == ["CQ01", "CQ05"]
    assert [job.parameters["agency"] for job in by_name] == ["CQ05"]


@pytest.mark.parametrize(
    ("only", "told"),
    [
        ("agency=CQ99", "không có lần chạy nào với agency = CQ99"),
        ("agencie=CQ01", "không có tham số “agencie” .có: agency"),
        ("CQ01", "không có dạng"),
        ("agency=", "không có dạng"),
    ],
)
def test_a_choice_of_what_is_not_there_is_refused(
    notebooks: Path, stored: Path, only: str, told: str
) -> None:
    with pytest.raises(WrongCall, match=told):
        _jobs(notebooks, stored, {"year": 2024, "agency": "all"}, only)


@pytest.mark.parametrize(
    ("grid", "told"),
    [
        ({"yaer": 2024}, "không có tham số “yaer”"),
        ({"year": 2031}, "không có năm 2031"),
        ({"year": 2031, "agency": "all"}, "2031"),
        ({"agency": ["CQ01", "CQ99"]}, "CQ99"),
        ({"share": "all"}, "không có “all”"),
        ({"share": "0.5"}, "phải là float"),
    ],
)
def test_a_grid_that_does_not_fit_is_refused_before_any_run(
    notebooks: Path, stored: Path, grid: dict[str, Any], told: str
) -> None:
    with pytest.raises(WrongCall, match=told):
        _jobs(notebooks, stored, grid)


def test_a_run_has_the_same_key_wherever_the_data_lies(
    notebooks: Path, stored: Path, tmp_path: Path
) -> None:
    (tmp_path / "khác").symlink_to(stored)
    here, there = (
        _jobs(notebooks, place, {"year": 2024})[0].key for place in (stored, tmp_path / "khác")
    )
    assert here == there


def test_another_notebook_data_rules_or_version_is_another_run(
    notebooks: Path, stored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = {_jobs(notebooks, stored, {"year": 2024})[0].key}
    write_small(tmp_path / "n.ipynb", "2", parameters=PARAMETERS)
    keys.add(_jobs(tmp_path, stored, {"year": 2024})[0].key)
    keys.add(_jobs(notebooks, stored, {"year": 2023})[0].key)
    rules = tmp_path / "rules.yml"
    rules.write_text("khác", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("ketnghia_analysis.runs.run_book.RULES_FILE", rules)
        keys.add(_jobs(notebooks, stored, {"year": 2024})[0].key)
    with monkeypatch.context() as patch:
        patch.setattr("ketnghia_analysis.__version__", "9.9")
        keys.add(_jobs(notebooks, stored, {"year": 2024})[0].key)
    assert len(keys) == 5


def test_data_that_was_not_cleaned_is_told(notebooks: Path, tmp_path: Path) -> None:
    with pytest.raises(DataFault, match="chưa có số liệu đã làm sạch"):
        _jobs(notebooks, tmp_path, {"year": "default"})


def test_a_notebook_that_reads_no_data_needs_none(notebooks: Path, tmp_path: Path) -> None:
    plan = {"p": [PlannedNotebook(notebook="plain", title="Số", grid={"number": [1, 2]})]}
    jobs = jobs_of(plan, notebooks, tmp_path, Limits())
    assert [job.place for job in jobs] == ["plain/number=1", "plain/number=2"]
