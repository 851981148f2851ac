from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.outputs import briefing as room
from ketnghia_analysis.outputs.briefing import DECISIONS, briefing, decisions, five_figures
from ketnghia_analysis.outputs.map_facts import MapFacts, map_facts
from ketnghia_analysis.outputs.pictures import Picture
from ketnghia_analysis.vocabulary.cited_text import plain, references
from ketnghia_analysis.vocabulary.codes import LEVELS
from ketnghia_analysis.vocabulary.wording import number_vi
from tests.office import as_pdfs, pages_of


@pytest.fixture(scope="module")
def shown(facts: YearFacts) -> MapFacts:
    return map_facts(facts, annex_folder=None)


def test_there_are_five_figures_each_cited(facts: YearFacts) -> None:
    told = five_figures(facts)
    assert len(told) == 5
    for one in told:
        numbers = re.findall(r"\d[\d.,]*\d|\d", plain(one))
        assert len(references(one)) == len(numbers)


def test_there_are_three_decisions_of_which_none_is_said_twice(facts: YearFacts) -> None:
    told = decisions(facts)
    assert len(told) == len(set(told)) == DECISIONS


def test_the_map_stands_between_figures_and_decisions(facts: YearFacts, shown: MapFacts) -> None:
    blocks = room.briefing_body(facts, shown)
    assert [type(one) for one in blocks].index(Picture) == 6
    document = Document(io.BytesIO(briefing(facts, shown)))
    assert len(document.inline_shapes) == 1


def test_the_briefing_is_one_page_in_both_forms_however_long_its_texts(
    facts: YearFacts, shown: MapFacts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = {}
    for kind in ("party", "state"):
        settings = facts.settings.model_copy(update={"document_form": kind})
        contents[f"{kind}.docx"] = briefing(replace(facts, settings=settings), shown)
    long = "Tập trung giải quyết các khó khăn, bức xúc tồn tại trên 12 tháng đã nêu (18 khó khăn "
    monkeypatch.setattr(room, "decisions", lambda _: [long * 2] * 3)
    contents["long.docx"] = briefing(facts, shown)
    pdfs = as_pdfs(contents, tmp_path)
    assert {name: pages_of(pdf) for name, pdf in pdfs.items()} == dict.fromkeys(contents, 1)


def test_the_weakest_level_is_not_kept_from_leaders(facts: YearFacts) -> None:
    told = plain(five_figures(facts)[1])
    assert (
        f"{number_vi(facts.levels['not_completed'])} cặp {LEVELS.labels['not_completed']}" in told
    )
    assert not told.startswith("0 ")
    assert " 0 cặp" not in told
