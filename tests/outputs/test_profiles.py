from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from docx import Document

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.figures import figure_of, parse_reference
from ketnghia_analysis.evaluation.privacy import HIDDEN, HIDDEN_TEXT
from ketnghia_analysis.outputs.map_facts import MapFacts
from ketnghia_analysis.outputs.pictures import Picture
from ketnghia_analysis.outputs.profile_tables import (
    commune_indicators,
    district_medians,
    hamlet_indicators,
)
from ketnghia_analysis.outputs.profiles import (
    commune_body,
    commune_profile,
    hamlet_body,
    hamlet_profile,
)
from ketnghia_analysis.outputs.sections import Heading, Paragraph
from ketnghia_analysis.outputs.tables import ReportTable
from tests.office import as_pdfs, pages_of


@pytest.fixture(scope="module")
def paired(facts: YearFacts) -> str:
    """The hamlet about which there is most to say."""
    return str(facts.pairings["hamlet_id"].value_counts().index[0])


def _tables(body: list[object]) -> dict[str, ReportTable]:
    return {one.name: one for one in body if isinstance(one, ReportTable)}


def test_a_hamlet_is_told_with_indicators_trends_pairings_and_map(
    facts: YearFacts, drawn: MapFacts, paired: str
) -> None:
    body = hamlet_body(facts, drawn, paired)
    tables = _tables(list(body))
    assert {"profile_indicators", "profile_pairings", "profile_commitments"} <= set(tables)
    own = facts.pairings[facts.pairings["hamlet_id"] == paired]
    assert set(tables["profile_pairings"].frame["Cơ quan"]) == set(own["agency"])
    pictures = [one for one in body if isinstance(one, Picture)]
    name = facts.hamlets.described.at[paired, "name"]
    assert [name in one.caption for one in pictures] == [True, True]
    headings = [one.text for one in body if isinstance(one, Heading)]
    assert [int(text[0]) for text in headings] == list(range(1, len(headings) + 1))


def test_a_hamlet_without_pairing_says_so_and_lacks_no_number(
    facts: YearFacts, drawn: MapFacts
) -> None:
    described = facts.hamlets.described
    alone = str(described.index[~described["paired"]][0])
    body = hamlet_body(facts, drawn, alone)
    assert "profile_pairings" not in _tables(list(body))
    headings = [one.text for one in body if isinstance(one, Heading)]
    assert [int(text[0]) for text in headings] == [1, 2, 3]


def test_indicators_are_those_published_with_the_districts_median(
    facts: YearFacts, drawn: MapFacts
) -> None:
    medians = district_medians(drawn)
    for hamlet in facts.hamlets.described.index[::9]:
        table = hamlet_indicators(facts, str(hamlet), medians)
        for place in range(len(table.frame)):
            reference = parse_reference(table.reference(place, "Năm 2024"))
            name = reference.keys["indicator"]
            shown = table.frame["Năm 2024"].iloc[place]
            if facts.hamlets.states.at[hamlet, name] == HIDDEN:
                assert shown == HIDDEN_TEXT
            else:
                assert shown == figure_of(facts, reference.name, **reference.keys).sourced.value
            median = table.frame["Trung vị các thôn"].iloc[place]
            assert median == pytest.approx(facts.hamlets.typical[name], nan_ok=True)


def test_a_communes_rates_are_compared_with_the_median_of_communes(
    facts: YearFacts, drawn: MapFacts
) -> None:
    code = str(facts.communes.index[facts.communes["paired_hamlets"] > 0][0])
    table = commune_indicators(facts, drawn, code)
    row = table.frame.iloc[0]
    name = parse_reference(table.reference(0, "Năm 2024")).keys["indicator"]
    assert row["Năm 2024"] == facts.communes.at[code, name]
    assert row["Trung vị các xã"] == pytest.approx(facts.communes[name].median())
    hamlets = _tables(list(commune_body(facts, drawn, code)))["profile_hamlets"]
    assert len(hamlets.frame) == facts.communes.at[code, "hamlets"]


def test_a_changed_poverty_standard_is_told(facts: YearFacts, years: list[YearFacts]) -> None:
    register = {**facts.register}
    rounds = register["survey_rounds"].copy()
    rounds["poverty_standard"] = [str(year) for year in rounds["year"]]
    register["survey_rounds"] = rounds
    changed = replace(facts, register=register)
    medians = pd.DataFrame({2024: facts.hamlets.typical}).T
    hamlet = str(facts.hamlets.described.index[0])
    assert "không so sánh được" in hamlet_indicators(changed, hamlet, medians).note
    assert "không so sánh được" not in hamlet_indicators(facts, hamlet, medians).note


def test_profiles_are_two_pages_in_both_forms(
    facts: YearFacts, drawn: MapFacts, paired: str, tmp_path: Path
) -> None:
    largest = str(facts.communes["hamlets"].idxmax())
    contents = {}
    for kind in ("party", "state"):
        settings = facts.settings.model_copy(update={"document_form": kind})
        told = replace(facts, settings=settings)
        contents[f"thon-{kind}.docx"] = hamlet_profile(told, drawn, paired)
        contents[f"xa-{kind}.docx"] = commune_profile(told, drawn, largest)
    pdfs = as_pdfs(contents, tmp_path)
    assert {name: pages_of(pdf) for name, pdf in pdfs.items()} == dict.fromkeys(contents, 2)


def test_long_texts_do_not_break_the_two_pages(
    facts: YearFacts, drawn: MapFacts, paired: str, tmp_path: Path
) -> None:
    long = "nội dung rất dài của một dòng đăng ký, kể cả địa điểm và đối tượng " * 6
    own = facts.commitments["hamlet_id"] == paired
    commitments = facts.commitments.assign(content=facts.commitments["content"].mask(own, long))
    mine = facts.difficulties.head(11).assign(
        hamlet_id=paired, content=long, open=True, hamlet="Thôn Mẫu"
    )
    told = replace(facts, commitments=commitments, difficulties=mine)
    content = hamlet_profile(told, drawn, paired)
    assert pages_of(as_pdfs({"dai.docx": content}, tmp_path)["dai.docx"]) == 2
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any(cell.endswith(" …") for cell in cells)
    rows = re.search(
        r"Bảng hiện (\d+) trong 11 dòng", "\n".join(p.text for p in document.paragraphs)
    )
    assert rows
    assert 1 <= int(rows[1]) < 11


def test_a_commune_without_pairings_is_told_in_words(facts: YearFacts, drawn: MapFacts) -> None:
    code = str(facts.communes.index[facts.communes["paired_hamlets"] == 0][0])
    told = next(one.text for one in commune_body(facts, drawn, code) if isinstance(one, Paragraph))
    assert told.endswith(f"năm {facts.year} không có thôn nào có cơ quan kết nghĩa.")
