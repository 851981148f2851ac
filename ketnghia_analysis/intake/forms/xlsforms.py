"""Forms for KoboToolbox and ODK from the same vocabulary: survey, choices and settings sheets."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
import xlsxwriter

from ketnghia_analysis.intake.forms.questions import LANGUAGE, field_name, questions, ref
from ketnghia_analysis.intake.forms.senders import FormYear, Sender
from ketnghia_analysis.intake.forms.sheets import FORMS, FormSheet, Role
from ketnghia_analysis.intake.forms.words import FICTION
from ketnghia_analysis.vocabulary.columns import Column
from ketnghia_analysis.vocabulary.places_tables import COMMUNES, HAMLETS
from ketnghia_analysis.vocabulary.survey_tables import SURVEY_ROUNDS
from ketnghia_analysis.vocabulary.tables import AGENCY_NAME, TABLES

SURVEY_COLUMNS = (
    "type",
    "name",
    f"label::{LANGUAGE}",
    f"hint::{LANGUAGE}",
    "required",
    f"required_message::{LANGUAGE}",
    "constraint",
    f"constraint_message::{LANGUAGE}",
    "relevant",
    "calculation",
    "choice_filter",
    "appearance",
)
CHOICE_COLUMNS = ("list_name", "name", f"label::{LANGUAGE}", "commune", "agency")
_POINT = "toa_do_trung_tam_thon"


@dataclass(frozen=True)
class XLSForm:
    """A form for phones and browsers.

    Attributes:
        form_id: id under which the server keeps it.
        title: Vietnamese.
        survey: one row a question, columns `SURVEY_COLUMNS`; empty text where nothing is said.
        choices: one row an answer to choose, columns `CHOICE_COLUMNS`.
        instance_name: expression for the name under which an entry is listed.
    """

    form_id: str
    title: str
    survey: pd.DataFrame
    choices: pd.DataFrame
    instance_name: str


def xlsforms(year: FormYear) -> list[XLSForm]:
    """The survey of hamlets and the report of agencies; nothing where there is no hamlet."""
    if year.hamlets.empty:
        return []
    agencies = [one for one in year.senders if one.role is Role.AGENCY and one.hamlets and one.code]
    forms = [_hamlet_survey(year)]
    return [*forms, _agency_report(year, agencies)] if agencies else forms


def xlsform_bytes(form: XLSForm, year: FormYear) -> bytes:
    """The .xlsx file that KoboToolbox, ODK Central and pyxform take."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    settings = pd.DataFrame(
        [
            {
                "form_title": form.title,
                "form_id": form.form_id,
                "version": f"{year.window.year}-v1",
                "default_language": LANGUAGE,
                "instance_name": form.instance_name,
            }
        ]
    )
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": form.title, "created": year.day.to_pydatetime()})
        heading = book.add_format({"bold": True, "bg_color": "#1D4A75", "font_color": "#FFFFFF"})
        sheets = {"survey": form.survey, "choices": form.choices, "settings": settings}
        for name, frame in sheets.items():
            page = book.add_worksheet(name)
            for index, column in enumerate(frame.columns):
                page.write_string(0, index, str(column), heading)
                page.set_column(index, index, 46 if "::" in str(column) else 24)
                for row, value in enumerate(frame[column], start=1):
                    if value:
                        page.write_string(row, index, str(value))
            page.freeze_panes(1, 2)
    return content.getvalue()


_LEFT_OUT = {
    "commitments": {"hamlet_name", "difficulty_id"},
    "activities": {"hamlet_name", "commitment_id"},
}
"""Columns of the Excel form that a telephone does not ask for."""
_YEAR = SURVEY_ROUNDS["year"]
_REPORT_YEAR = TABLES["commitments"]["year"]
_HAMLET, _COMMUNE = HAMLETS["hamlet_id"], COMMUNES["commune_code"]
_AGENCY = TABLES["agencies"]["agency_id"]


def _hamlet_survey(year: FormYear) -> XLSForm:
    rows = [*_head(year, _YEAR), _select("xa", _COMMUNE, "Xã, thị trấn")]
    rows.append(
        _select("thon", _HAMLET, "Thôn, khu phố") | {"choice_filter": f"commune = {ref(_COMMUNE)}"}
    )
    rows += _point_questions()
    choices = [*_communes(year), *_hamlets(year), *_YES_NO]
    sheets = FORMS[Role.COMMUNE]
    figures = [sheet for sheet in sheets if sheet.table == "hamlet_figures"]
    known = {column.name for sheet in figures for column in sheet.columns}
    for sheet in figures:
        asked = questions(sheet, year, known - set(sheet.named_by))
        rows += _section("group", f"phan_{sheet.part.lower()}", sheet.title, asked)
    for sheet in (one for one in sheets if one.table == "difficulties"):
        own = {column.name for column in sheet.columns} - {"difficulty_id", *sheet.named_by}
        asked = [_again("ma_thon_khu_pho", ref(_HAMLET)), *questions(sheet, year, own)]
        rows += _section("repeat", "kho_khan", "Khó khăn, bức xúc", asked)
        choices += _codes(sheet)
    title = f"Khảo sát thôn năm {year.window.year}"
    return _form(f"khao_sat_thon_{year.window.year}", title, rows, choices, year, _HAMLET)


def _agency_report(year: FormYear, agencies: list[Sender]) -> XLSForm:
    rows = [*_head(year, _REPORT_YEAR), _select("co_quan", _AGENCY, AGENCY_NAME.heading)]
    choices = [_choice("co_quan", sender.code, sender.name) for sender in agencies]
    for code, label in year.hamlets["label"].items():
        whose = [sender.code for sender in agencies if label in sender.hamlets]
        if whose:
            among = {"agency": f"|{'|'.join(whose)}|"}
            choices.append(_choice("thon_ket_nghia", str(code), label) | among)
    choices += _YES_NO
    hamlet = _select("thon_ket_nghia", _HAMLET, "Thôn kết nghĩa") | {
        "choice_filter": f"contains(agency, concat('|', {ref(_AGENCY)}, '|'))"
    }
    names = {
        "commitments": ("noi_dung_ket_nghia", "Nội dung kết nghĩa"),
        "activities": ("hoat_dong", "Hoạt động kết nghĩa"),
    }
    sheets = {sheet.table: sheet for sheet in FORMS[Role.AGENCY]}
    report = sheets["submitted_reports"]
    rows += questions(report, year, {"term", "due_on", "document"})
    rows.append(_again(field_name(TABLES["submitted_reports"]["submitted_on"]), "today()"))
    choices += _codes(report)
    for table, (name, label) in names.items():
        sheet = sheets[table]
        own = {column.name for column in sheet.columns} - _LEFT_OUT[table]
        again = [_again("ma_cq", ref(_AGENCY))]
        if "year" in TABLES[table].by_name:
            again.append(_again("nam_bao_cao", str(year.window.year)))
        rows += _section("repeat", name, label, [*again, hamlet, *questions(sheet, year, own)])
        choices += [row for row in _codes(sheet) if row not in choices]
    title = f"Báo cáo kết nghĩa năm {year.window.year}"
    return _form(f"bao_cao_ket_nghia_{year.window.year}", title, rows, choices, year, _AGENCY)


def _again(name: str, formula: str) -> dict[str, str]:
    """A value computed; in repeats what the form said above, so that their export stands alone."""
    return {"type": "calculate", "name": name, "calculation": formula}


def _form(
    form_id: str,
    title: str,
    rows: list[dict[str, str]],
    choices: list[dict[str, str]],
    year: FormYear,
    about: Column,
) -> XLSForm:
    shown = f"{title} ({FICTION})" if year.fictional else title
    survey = pd.DataFrame(rows).reindex(columns=list(SURVEY_COLUMNS)).astype("object").fillna("")
    listed = pd.DataFrame(choices).reindex(columns=list(CHOICE_COLUMNS)).astype("object").fillna("")
    named = f"concat(jr:choice-name({ref(about)}, '{ref(about)}'), ' - {year.window.year}')"
    return XLSForm(form_id, shown, survey, listed, named)


def _head(year: FormYear, column: Column) -> Iterator[dict[str, str]]:
    if year.fictional:
        yield {"type": "note", "name": "hu_cau", f"label::{LANGUAGE}": FICTION}
    yield {"type": "calculate", "name": field_name(column), "calculation": str(year.window.year)}


def _section(
    kind: str, name: str, label: str, asked: list[dict[str, str]]
) -> Iterator[dict[str, str]]:
    appearance = {"appearance": "field-list"} if kind == "group" else {}
    yield {"type": f"begin_{kind}", "name": name, f"label::{LANGUAGE}": label} | appearance
    yield from asked
    yield {"type": f"end_{kind}", "name": name}


def _select(choices: str, column: Column, label: str) -> dict[str, str]:
    return {
        "type": f"select_one {choices}",
        "name": field_name(column),
        f"label::{LANGUAGE}": label,
        f"hint::{LANGUAGE}": "Chọn trong danh sách.",
        "required": "yes",
        f"required_message::{LANGUAGE}": "Mục này bắt buộc.",
        "appearance": "minimal autocomplete",
    }


def _point_questions() -> Iterator[dict[str, str]]:
    yield {
        "type": "geopoint",
        "name": _POINT,
        f"label::{LANGUAGE}": "Tọa độ trung tâm thôn",
        f"hint::{LANGUAGE}": "Đứng tại nhà sinh hoạt cộng đồng hoặc trung tâm thôn; chờ sai số "
        "dưới 10 m. Không đo được thì để trống.",
    }
    for position, name in enumerate(("latitude", "longitude")):
        formula = f"if(${{{_POINT}}} != '', selected-at(${{{_POINT}}}, {position}), '')"
        yield {"type": "calculate", "name": field_name(HAMLETS[name]), "calculation": formula}


def _choice(list_name: str, name: str, label: str) -> dict[str, str]:
    return {"list_name": list_name, "name": name, f"label::{LANGUAGE}": label}


_YES_NO = [_choice("yes_no", "co", "Có"), _choice("yes_no", "khong", "Không")]


def _communes(year: FormYear) -> Iterator[dict[str, str]]:
    used = year.communes[year.communes.index.isin(year.hamlets["commune_code"])]
    for code, label in used["label"].items():
        yield _choice("xa", str(code), label)


def _hamlets(year: FormYear) -> Iterator[dict[str, str]]:
    for code, hamlet in year.hamlets.iterrows():
        yield _choice("thon", str(code), hamlet["name"]) | {"commune": hamlet["commune_code"]}


def _codes(sheet: FormSheet) -> list[dict[str, str]]:
    lists = {column.codes.name: column.codes for column in sheet.columns if column.codes}
    return [
        _choice(name, code, label)
        for name, codes in lists.items()
        for code, label in codes.titles.items()
    ]
