"""Forms for KoboToolbox and ODK from the same vocabulary: survey, choices and settings sheets."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
import xlsxwriter

from ketnghia_analysis.intake.forms.rules import date_limits
from ketnghia_analysis.intake.forms.senders import FormYear, Sender
from ketnghia_analysis.intake.forms.sheets import FORMS, FormSheet, Role
from ketnghia_analysis.intake.forms.words import limits_said, note_of, unit_of
from ketnghia_analysis.vocabulary.columns import NUMERIC_KINDS, Column, Kind
from ketnghia_analysis.vocabulary.hamlet_figures import PEOPLE_PER_HOUSEHOLD
from ketnghia_analysis.vocabulary.places_tables import COMMUNES, HAMLETS
from ketnghia_analysis.vocabulary.spelling import toneless_key
from ketnghia_analysis.vocabulary.survey_tables import SURVEY_ROUNDS
from ketnghia_analysis.vocabulary.tables import AGENCY_NAME, TABLES
from ketnghia_analysis.vocabulary.wording import date_vi

LANGUAGE = "Tiếng Việt (vi)"
FICTION = "SỐ LIỆU HƯ CẤU – chỉ để chạy thử phần mềm"
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
ASKED_IF_MORE_THAN_ZERO: dict[str, str] = {
    "hamlet_roads_paved_km": "hamlet_roads_km",
    "kindergarten_pupils": "kindergarten_age_people",
    "primary_pupils": "primary_age_people",
    "lower_secondary_pupils": "lower_secondary_age_people",
    "upper_secondary_pupils": "upper_secondary_age_people",
    "literate_people_15_and_over": "people_15_and_over",
    "underweight_under_5_people": "under_5_people",
    "trained_workers_people": "workers_people",
    "minority_party_members_people": "party_members_people",
}
"""Questions without sense where the whole is nought: their share is then undefined, not nought."""
_CODES_OF_RELEVANCE: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {
    ("commitments", "completed_on"): ("state", ("done", "partly_done")),
    ("commitments", "extended_to"): ("state", ("extension_asked",)),
    ("commitments", "extension_document"): ("state", ("extension_asked",)),
    ("difficulties", "resolved_on"): ("result", ("resolved", "referred")),
}
_TYPES: dict[Kind, str] = {
    Kind.COUNT: "integer",
    Kind.YEAR: "integer",
    Kind.MONEY: "integer",
    Kind.NUMBER: "decimal",
    Kind.PERCENT: "decimal",
    Kind.DEGREES: "decimal",
    Kind.DATE: "date",
    Kind.YES_NO: "select_one yes_no",
}
_SHARE = "poor_share_reported_percent"
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


def field_name(column: Column) -> str:
    """Name of a column's question: its Vietnamese heading in the letters a to z.

    Exports carry it as heading, from which intake finds the column again.
    """
    return toneless_key(column.heading).replace(" ", "_")


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


_YEAR = SURVEY_ROUNDS["year"]
_REPORT_YEAR = TABLES["commitments"]["year"]
_HAMLET, _COMMUNE = HAMLETS["hamlet_id"], COMMUNES["commune_code"]
_AGENCY = TABLES["agencies"]["agency_id"]


def _hamlet_survey(year: FormYear) -> XLSForm:
    rows = [*_head(year, _YEAR), _select("xa", _COMMUNE, "Xã, thị trấn")]
    rows.append(
        _select("thon", _HAMLET, "Thôn, khu phố") | {"choice_filter": f"commune = {_ref(_COMMUNE)}"}
    )
    rows += _point_questions()
    choices = [*_communes(year), *_hamlets(year), *_YES_NO]
    sheets = FORMS[Role.COMMUNE]
    figures = [sheet for sheet in sheets if sheet.table == "hamlet_figures"]
    known = {column.name for sheet in figures for column in sheet.columns}
    for sheet in figures:
        questions = _questions(sheet, year, known - set(sheet.named_by))
        rows += _section("group", f"phan_{sheet.part.lower()}", sheet.title, questions)
    for sheet in (one for one in sheets if one.table == "difficulties"):
        own = {column.name for column in sheet.columns} - {"difficulty_id", *sheet.named_by}
        questions = _questions(sheet, year, own)
        rows += _section("repeat", "kho_khan", "Khó khăn, bức xúc", questions)
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
        "choice_filter": f"contains(agency, concat('|', {_ref(_AGENCY)}, '|'))"
    }
    names = {
        "commitments": ("noi_dung_ket_nghia", "Nội dung kết nghĩa"),
        "activities": ("hoat_dong", "Hoạt động kết nghĩa"),
    }
    for sheet in FORMS[Role.AGENCY]:
        if sheet.table not in names:
            continue
        name, label = names[sheet.table]
        left_out = {"hamlet_name", "difficulty_id"}
        if sheet.table == "activities":
            left_out.add("commitment_id")
        own = {column.name for column in sheet.columns} - left_out
        questions = [hamlet, *_questions(sheet, year, own)]
        rows += _section("repeat", name, label, questions)
        choices += [row for row in _codes(sheet) if row not in choices]
    title = f"Báo cáo kết nghĩa năm {year.window.year}"
    return _form(f"bao_cao_ket_nghia_{year.window.year}", title, rows, choices, year, _AGENCY)


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
    named = f"concat(jr:choice-name({_ref(about)}, '{_ref(about)}'), ' - {year.window.year}')"
    return XLSForm(form_id, shown, survey, listed, named)


def _head(year: FormYear, column: Column) -> Iterator[dict[str, str]]:
    if year.fictional:
        yield {"type": "note", "name": "hu_cau", f"label::{LANGUAGE}": FICTION}
    yield {"type": "calculate", "name": field_name(column), "calculation": str(year.window.year)}


def _section(
    kind: str, name: str, label: str, questions: list[dict[str, str]]
) -> Iterator[dict[str, str]]:
    appearance = {"appearance": "field-list"} if kind == "group" else {}
    yield {"type": f"begin_{kind}", "name": name, f"label::{LANGUAGE}": label} | appearance
    yield from questions
    yield {"type": f"end_{kind}", "name": name}


def _questions(sheet: FormSheet, year: FormYear, known: set[str]) -> list[dict[str, str]]:
    """Questions of a sheet's columns, as far as they are `known` to the form."""
    asked = [column for column in sheet.columns if column.name in known]
    names = [column.name for column in asked]

    def place(column: Column) -> float:
        """Position; a question that depends on another one comes after it."""
        condition, _ = _CODES_OF_RELEVANCE.get((sheet.table, column.name), ("", ()))
        own = float(names.index(column.name))
        return max(own, names.index(condition) + 0.5) if condition in names else own

    return [_question(sheet, column, year, known) for column in sorted(asked, key=place)]


def _question(sheet: FormSheet, column: Column, year: FormYear, known: set[str]) -> dict[str, str]:
    if column.name == _SHARE:
        return _computed_share(sheet)
    first, last = date_limits(sheet, column, year.window)
    unit = unit_of(column)
    unit = f" ({unit})" if unit and unit not in column.heading.lower() else ""
    required = column.name in sheet.required
    row = {
        "type": f"select_one {column.codes.name}"
        if column.codes
        else _TYPES.get(column.kind, "text"),
        "name": field_name(column),
        f"label::{LANGUAGE}": f"{column.heading}{unit}",
        f"hint::{LANGUAGE}": note_of(sheet.table, column, False, first, last),
    }
    if required:
        row |= {"required": "yes", f"required_message::{LANGUAGE}": "Mục này bắt buộc."}
    return row | _constraint(sheet, column, year, known) | _relevance(sheet, column, known)


def _computed_share(sheet: FormSheet) -> dict[str, str]:
    """The poverty rate is computed, so that it can't contradict the counts."""
    table = TABLES[sheet.table]
    poor, households = _ref(table["poor_households"]), _ref(table["households"])
    formula = f"if({households} > 0, round(100 * {poor} div {households}, 2), '')"
    return {"type": "calculate", "name": field_name(table[_SHARE]), "calculation": formula}


def _constraint(
    sheet: FormSheet, column: Column, year: FormYear, known: set[str]
) -> dict[str, str]:
    """Limits of the column itself, and columns that it may not exceed or precede."""
    conditions, said = [], []
    if column.kind is Kind.DATE:
        first, last = date_limits(sheet, column, year.window)
        conditions += [f". >= date('{first}')", f". <= date('{last}')"]
        said.append(f"Từ {date_vi(first)} đến {date_vi(last)}")
    elif column.kind in NUMERIC_KINDS and column.low is not None and column.high is not None:
        conditions += [f". >= {column.low:g}", f". <= {_plain(column.high)}"]
        said.append(limits_said(column))
    if column.kind is Kind.MONEY:
        conditions.append("(. = 0 or . >= 1000)")
        said.append("ghi bằng đồng")
    for check in TABLES[sheet.table].checks:
        if check.columns[0] != column.name or not set(check.columns) <= known:
            continue
        other = TABLES[sheet.table][check.columns[1]]
        comparison = {"_at_most_": "<=", "_not_before_": ">="}
        for word, sign in comparison.items():
            if check.name == word.join(check.columns):
                conditions.append(f"({_ref(other)} = '' or . {sign} {_ref(other)})")
                said.append(f"không {'lớn hơn' if sign == '<=' else 'trước'} {other.heading}")
        if check.name == "people_per_household":
            low, high = PEOPLE_PER_HOUSEHOLD
            ref = _ref(other)
            conditions.append(f"({ref} = '' or (. >= {low} * {ref} and . <= {high} * {ref}))")
            said.append(check.message)
    if not conditions:
        return {}
    return {
        "constraint": " and ".join(conditions),
        f"constraint_message::{LANGUAGE}": f"{'; '.join(said)}.",
    }


def _relevance(sheet: FormSheet, column: Column, known: set[str]) -> dict[str, str]:
    table = TABLES[sheet.table]
    whole = ASKED_IF_MORE_THAN_ZERO.get(column.name)
    if sheet.table == "hamlet_figures" and whole:
        return {"relevant": f"{_ref(table[whole])} > 0"}
    state, codes = _CODES_OF_RELEVANCE.get((sheet.table, column.name), ("", ()))
    if state in known:
        ref = _ref(table[state])
        return {"relevant": " or ".join(f"{ref} = '{code}'" for code in codes)}
    return {}


def _plain(number: float) -> str:
    return f"{number:.0f}" if float(number).is_integer() else f"{number:g}"


def _ref(column: Column) -> str:
    return f"${{{field_name(column)}}}"


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
