from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from docx import Document

from ketnghia_analysis.evaluation.facts import FICTION_NOTE, YearFacts
from ketnghia_analysis.measures.criteria import CRITERIA
from ketnghia_analysis.outputs.agency_papers import (
    answer_by,
    needs_reminder,
    reminder_body,
    reminder_letter,
    result_notice,
)
from ketnghia_analysis.outputs.sections import Bullet, Paragraph
from ketnghia_analysis.vocabulary.cited_text import plain
from ketnghia_analysis.vocabulary.wording import list_vi, number_vi
from tests.office import as_pdfs, pages_of


@pytest.fixture(scope="module")
def advice(facts: YearFacts) -> pd.DataFrame:
    told = {"steps": "Việc cần làm.", "held": True, "among": "“Hoàn thành” 97 %"}
    return pd.DataFrame(told, index=facts.pairings.index)


@pytest.fixture(scope="module")
def reminded(facts: YearFacts) -> str:
    ids = facts.agencies.index[facts.agencies["pairings"] > 0]
    return next(str(one) for one in ids if needs_reminder(facts.only(agency=str(one))))


def _text(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    told = "\n".join([*(one.text for one in document.paragraphs), *cells])
    return told.replace("\N{NO-BREAK SPACE}", " ")


def test_a_notice_tells_points_criteria_and_steps_of_its_agency_only(
    facts: YearFacts, advice: pd.DataFrame
) -> None:
    agency = str(facts.agencies.index[facts.agencies["pairings"] > 1][0])
    told = _text(result_notice(facts, agency, advice))
    own = facts.only(agency=agency).pairings
    row = facts.agencies.loc[agency]
    assert f"Kính gửi: {row['name']}" in told
    assert number_vi(row["points_low"], 1) in told
    for hamlet in own["hamlet"]:
        assert f"{hamlet}: việc cần làm." in told
    applied = facts.criteria[facts.criteria["pairing_id"].isin(own.index)]
    for code in applied.loc[applied["low"].notna(), "criterion"].unique():
        assert f"{code} {CRITERIA[code].heading}" in told
    strangers = set(facts.agencies["name"]) - {row["name"], "Phòng Dân tộc"}
    assert not [name for name in strangers if name in told]
    assert "bản" in told
    assert facts.rules.version in told


def test_a_notice_names_the_levels_that_may_be_instead(
    facts: YearFacts, advice: pd.DataFrame
) -> None:
    agency = str(facts.agencies.index[facts.agencies["pairings"] > 1][0])
    own = facts.pairings[facts.pairings["agency_id"] == agency]
    first, others = own.index[0], list(own["hamlet"].iloc[1:])
    told = _text(result_notice(facts, agency, advice))
    assert "mức nêu trên không đổi trong ít nhất 95 % số lần tính." in told
    unsure = advice.copy()
    unsure.loc[first, ["held", "among"]] = [False, "“Hoàn thành” 60 % và “Hoàn thành tốt” 40 %"]
    told = _text(result_notice(facts, agency, unsure))
    name = own.at[first, "hamlet"]
    assert f"- {name}: “Hoàn thành” 60 % và “Hoàn thành tốt” 40 % số lần tính." in told
    assert f"- {list_vi(others)}: không đổi trong ít nhất 95 % số lần." in told


def test_what_is_missing_is_asked_for(facts: YearFacts, advice: pd.DataFrame) -> None:
    pairing = str(facts.pairings.index[0])
    agency = str(facts.pairings.at[pairing, "agency_id"])
    criteria = facts.criteria.copy()
    own = (criteria["pairing_id"] == pairing) & (criteria["criterion"] == "A2")
    criteria.loc[own, ["low", "high", "basis"]] = [0.0, 7.0, "chưa nhận danh sách phân công"]
    told = _text(result_notice(replace(facts, criteria=criteria), agency, advice))
    assert "Tiêu chí A2" in told
    assert "chưa nhận danh sách phân công." in told


@pytest.mark.parametrize(
    ("criterion", "reason"), [("E1", "trung vị toàn huyện"), ("A2", "không quá 0,5 điểm.")]
)
def test_a_narrow_range_is_explained_where_nothing_is_to_be_sent(
    facts: YearFacts, advice: pd.DataFrame, criterion: str, reason: str
) -> None:
    agency = str(facts.pairings["agency_id"].iloc[0])
    criteria = facts.criteria.copy()
    criteria["high"] = criteria["low"]
    chosen = criteria["criterion"] == criterion
    criteria.loc[chosen, ["low", "high"]] = [3.0, 3.4]
    told = _text(result_notice(replace(facts, criteria=criteria), agency, advice))
    assert reason in told
    assert "Số liệu đã đủ để chấm điểm mọi tiêu chí" not in told


def test_a_reminder_goes_only_where_a_pressing_finding_asks_for_it(facts: YearFacts) -> None:
    ids = [str(one) for one in facts.agencies.index[facts.agencies["pairings"] > 0]]
    asked = {one: bool(needs_reminder(facts.only(agency=one))) for one in ids}
    assert set(asked.values()) == {True, False}
    calm = next(one for one, told in asked.items() if not told)
    assert reminder_letter(facts, calm) is None


def test_a_reminder_names_basis_findings_what_is_asked_and_by_when(
    facts: YearFacts, reminded: str
) -> None:
    told = _text(reminder_letter(facts, reminded) or b"")
    own = facts.only(agency=reminded)
    for one in needs_reminder(own):
        hamlets = list_vi([str(name) for name in one.rows["Thôn"].unique()])
        assert f"- {one.sentence} ({hamlets})." in told
        assert f"- {one.task}." in told
    assert list_vi([*facts.settings.legal_basis]) in told
    assert "trước ngày 31/01/2025" in told
    assert "Kính gửi: " + facts.agencies.at[reminded, "name"] in told
    assert FICTION_NOTE not in told  # it stands at the foot of every page, not in the text


def test_committees_are_named_with_the_kind_of_their_commune(
    facts: YearFacts, reminded: str
) -> None:
    own = facts.only(agency=reminded)
    body = reminder_body(own, "Phòng Mẫu", needs_reminder(own))
    told = " ".join(plain(one.text) for one in body if isinstance(one, Paragraph | Bullet))
    for commune in own.communes["name"]:
        assert f"UBND xã {commune}" in told or f"UBND thị trấn {commune}" in told
        assert f"UBND {commune}" not in told


@pytest.mark.parametrize(
    ("issued", "until"),
    [
        (None, date(2025, 1, 31)),
        (date(2025, 2, 5), date(2025, 3, 31)),
        (date(2025, 12, 31), date(2026, 2, 28)),
    ],
)
def test_there_is_at_least_a_whole_month_for_an_answer(
    facts: YearFacts, issued: date | None, until: date
) -> None:
    settings = facts.settings.model_copy(update={"issued_on": issued})
    assert answer_by(replace(facts, settings=settings)) == until


def test_letters_of_one_page_stay_on_one_page(
    facts: YearFacts, reminded: str, tmp_path: Path
) -> None:
    content = reminder_letter(facts, reminded)
    assert content
    pages = pages_of(as_pdfs({"cong-van.docx": content}, tmp_path)["cong-van.docx"])
    assert 1 <= pages <= 2
