"""XLSForms: pyxform takes them, and intake finds the vocabulary's columns in their exports."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET

import pytest
from pyxform.xls2xform import convert

from ketnghia_analysis.intake.forms.questions import (
    ASKED_IF_MORE_THAN_ZERO,
    LANGUAGE,
    field_name,
)
from ketnghia_analysis.intake.forms.senders import FormYear, form_year
from ketnghia_analysis.intake.forms.sheets import FORMS, Role
from ketnghia_analysis.intake.forms.xlsforms import XLSForm, xlsform_bytes, xlsforms
from ketnghia_analysis.intake.headings import match_path
from ketnghia_analysis.vocabulary.hamlet_figures import FIGURES
from ketnghia_analysis.vocabulary.periods import reporting_year
from ketnghia_analysis.vocabulary.tables import TABLES
from tests.intake.forms.conftest import tables

LABEL = f"label::{LANGUAGE}"
_X = {"x": "http://www.w3.org/2002/xforms", "h": "http://www.w3.org/1999/xhtml"}


@pytest.fixture(scope="module")
def forms(year: FormYear) -> dict[str, XLSForm]:
    """Both forms by id."""
    return {form.form_id: form for form in xlsforms(year)}


@pytest.fixture(scope="module")
def xforms(forms: dict[str, XLSForm], year: FormYear) -> dict[str, ET.Element]:
    """Both forms as pyxform converts them."""
    converted = {}
    for name, form in forms.items():
        done = convert(io.BytesIO(xlsform_bytes(form, year)), validate=False, file_type=".xlsx")
        assert not done.warnings
        converted[name] = ET.fromstring(done.xform)
    return converted


FORM_IDS = ["khao_sat_thon_2024", "bao_cao_ket_nghia_2024"]
each_form = pytest.mark.parametrize("name", FORM_IDS)


def _binds(xform: ET.Element) -> dict[str, dict[str, str]]:
    return {
        bind.attrib["nodeset"].rpartition("/")[2]: dict(bind.attrib)
        for bind in xform.iter(f"{{{_X['x']}}}bind")
    }


def _question(form: XLSForm, name: str) -> dict[str, str]:
    rows = form.survey[form.survey["name"] == name]
    assert len(rows) == 1, name
    return dict(rows.iloc[0])


@each_form
def test_every_label_is_in_the_xform_in_vietnamese(
    name: str, forms: dict[str, XLSForm], xforms: dict[str, ET.Element]
) -> None:
    languages = [one.attrib["lang"] for one in xforms[name].iter(f"{{{_X['x']}}}translation")]
    assert languages == [LANGUAGE]
    texts = {one.text for one in xforms[name].iter(f"{{{_X['x']}}}value") if one.text}
    labels = {*forms[name].survey[LABEL], *forms[name].choices[LABEL]} - {""}
    assert labels <= texts


@each_form
def test_every_constraint_and_requirement_is_in_the_xform(
    name: str, forms: dict[str, XLSForm], xforms: dict[str, ET.Element]
) -> None:
    survey = forms[name].survey
    binds = xforms[name].iter(f"{{{_X['x']}}}bind")
    found = [dict(bind.attrib) for bind in binds]
    for kind in ("constraint", "required", "relevant"):
        assert sum(kind in bind for bind in found) == (survey[kind] != "").sum()
    messages = [key for bind in found for key in bind if key.endswith("constraintMsg")]
    assert len(messages) == (survey["constraint"] != "").sum()


def test_hamlets_follow_the_commune(xforms: dict[str, ET.Element]) -> None:
    (item,) = (
        one
        for one in xforms["khao_sat_thon_2024"].iter(f"{{{_X['x']}}}itemset")
        if "instance('thon')" in one.attrib["nodeset"]
    )
    assert re.search(r"\[commune = +/data/ma_xa *\]", item.attrib["nodeset"])
    hamlets = _instance(xforms["khao_sat_thon_2024"], "thon")
    assert {(one["name"], one["commune"]) for one in hamlets} == {
        ("T2", "99001"),
        ("T14", "99001"),
        ("B2", "99004"),
    }


def test_hamlets_follow_the_agency(xforms: dict[str, ET.Element]) -> None:
    hamlets = _instance(xforms["bao_cao_ket_nghia_2024"], "thon_ket_nghia")
    assert {(one["name"], one["agency"]) for one in hamlets} == {("T2", "|CQ1|"), ("B2", "|CQ1|")}


def _instance(xform: ET.Element, name: str) -> list[dict[str, str]]:
    (instance,) = (
        one for one in xform.iter(f"{{{_X['x']}}}instance") if one.attrib.get("id") == name
    )
    return [
        {child.tag.rpartition("}")[2]: str(child.text) for child in item}
        for item in instance.iter(f"{{{_X['x']}}}item")
    ]


def test_repeats_are_repeats(xforms: dict[str, ET.Element]) -> None:
    found = {
        one.attrib["nodeset"].rpartition("/")[2]
        for xform in xforms.values()
        for one in xform.iter(f"{{{_X['x']}}}repeat")
    }
    assert found == {"kho_khan", "noi_dung_ket_nghia", "hoat_dong"}


def test_the_hamlets_point_is_taken_and_split(xforms: dict[str, ET.Element]) -> None:
    binds = _binds(xforms["khao_sat_thon_2024"])
    assert binds["toa_do_trung_tam_thon"]["type"] == "geopoint"
    assert "selected-at" in binds["vi_do"]["calculate"]
    assert match_path("hamlets", ("kinh_do",)) == "longitude"


@pytest.mark.parametrize(("part", "whole"), ASKED_IF_MORE_THAN_ZERO.items())
def test_a_part_is_asked_only_where_there_is_a_whole(
    forms: dict[str, XLSForm], part: str, whole: str
) -> None:
    table = TABLES["hamlet_figures"]
    question = _question(forms["khao_sat_thon_2024"], field_name(table[part]))
    assert question["relevant"] == f"${{{field_name(table[whole])}}} > 0"
    assert f"<= ${{{field_name(table[whole])}}}" in question["constraint"]


def test_limits_are_told_in_vietnamese(forms: dict[str, XLSForm]) -> None:
    question = _question(forms["khao_sat_thon_2024"], "so_ho_ngheo")
    message = question[f"constraint_message::{LANGUAGE}"]
    assert message == "Số nguyên từ 0 đến 5.000 (hộ); không lớn hơn Tổng số hộ."


def test_a_question_never_hangs_on_a_later_one(forms: dict[str, XLSForm]) -> None:
    for form in forms.values():
        asked: set[str] = set()
        for row in form.survey.to_dict("records"):
            used = re.findall(r"\$\{(\w+)\}", f"{row['relevant']} {row['choice_filter']}")
            assert set(used) <= asked, row["name"]
            asked.add(row["name"])


def test_the_form_asks_for_every_figure_of_the_hamlet(forms: dict[str, XLSForm]) -> None:
    asked = set(forms["khao_sat_thon_2024"].survey["name"])
    assert {field_name(column) for column in FIGURES} <= asked


SECTIONS = [
    ("khao_sat_thon_2024", "", "hamlet_figures"),
    ("khao_sat_thon_2024", "kho_khan", "difficulties"),
    ("bao_cao_ket_nghia_2024", "", "submitted_reports"),
    ("bao_cao_ket_nghia_2024", "noi_dung_ket_nghia", "commitments"),
    ("bao_cao_ket_nghia_2024", "hoat_dong", "activities"),
]


@pytest.mark.parametrize(("name", "repeat", "table"), SECTIONS)
def test_the_headings_of_an_export_are_columns_of_the_vocabulary(
    forms: dict[str, XLSForm], name: str, repeat: str, table: str
) -> None:
    """Exports head their columns with the field's name, behind its groups."""
    fields = _fields(forms[name])[repeat]
    places = {"toa_do_trung_tam_thon", "hu_cau", "ma_xa", "vi_do", "kinh_do"}
    columns = {field: match_path(table, (field,)) for field in fields if field not in places}
    assert None not in columns.values(), columns
    assert len(set(columns.values())) == len(columns)
    role = Role.COMMUNE if name.startswith("khao_sat") else Role.AGENCY
    needed = {one for sheet in FORMS[role] if sheet.table == table for one in sheet.required}
    assert needed - {"hamlet_name"} <= set(columns.values())
    whose = {"hamlet_id"} if role is Role.COMMUNE else {"agency_id"}
    assert whose <= set(columns.values())


def _fields(form: XLSForm) -> dict[str, list[str]]:
    """Fields that carry values, by the repeat in which they stand; "" for the top."""
    found: dict[str, list[str]] = {"": []}
    repeat = ""
    for kind, name in zip(form.survey["type"], form.survey["name"], strict=True):
        if kind == "begin_repeat":
            repeat = name
            found[repeat] = []
        elif kind == "end_repeat":
            repeat = ""
        elif not kind.startswith(("begin_", "end_", "note")):
            found[repeat].append(name)
    return found


def test_without_hamlets_there_is_no_form_for_phones() -> None:
    assert xlsforms(form_year(tables({}), reporting_year(2024), "Ban Dân vận")) == []
