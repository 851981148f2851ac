"""Questions of XLSForms: type, label, hint, limits and relevance of a column of the vocabulary."""

from __future__ import annotations

from ketnghia_analysis.intake.forms.rules import date_limits
from ketnghia_analysis.intake.forms.senders import FormYear
from ketnghia_analysis.intake.forms.sheets import FormSheet
from ketnghia_analysis.intake.forms.words import limits_said, note_of, unit_of
from ketnghia_analysis.vocabulary.columns import NUMERIC_KINDS, Column, Kind
from ketnghia_analysis.vocabulary.hamlet_figures import PEOPLE_PER_HOUSEHOLD
from ketnghia_analysis.vocabulary.spelling import toneless_key
from ketnghia_analysis.vocabulary.tables import TABLES
from ketnghia_analysis.vocabulary.wording import date_vi

LANGUAGE = "Tiếng Việt (vi)"
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


def field_name(column: Column) -> str:
    """Name of a column's question: its Vietnamese heading in the letters a to z.

    Exports carry it as heading, from which intake finds the column again.
    """
    return toneless_key(column.heading).replace(" ", "_")


def questions(sheet: FormSheet, year: FormYear, known: set[str]) -> list[dict[str, str]]:
    """Questions of a sheet's columns, as far as they are `known` to the form.

    Returns:
        Rows of a survey sheet; a question that hangs on another one comes after it.
    """
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
    poor, households = ref(table["poor_households"]), ref(table["households"])
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
                conditions.append(f"({ref(other)} = '' or . {sign} {ref(other)})")
                said.append(f"không {'lớn hơn' if sign == '<=' else 'trước'} {other.heading}")
        if check.name == "people_per_household":
            low, high = PEOPLE_PER_HOUSEHOLD
            homes = ref(other)
            within = f". >= {low} * {homes} and . <= {high} * {homes}"
            conditions.append(f"({homes} = '' or ({within}))")
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
        return {"relevant": f"{ref(table[whole])} > 0"}
    state, codes = _CODES_OF_RELEVANCE.get((sheet.table, column.name), ("", ()))
    if state in known:
        answer = ref(table[state])
        return {"relevant": " or ".join(f"{answer} = '{code}'" for code in codes)}
    return {}


def _plain(number: float) -> str:
    return f"{number:.0f}" if float(number).is_integer() else f"{number:g}"


def ref(column: Column) -> str:
    """How other questions refer to a column's question."""
    return f"${{{field_name(column)}}}"
