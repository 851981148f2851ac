"""What is given for a notebook's parameters: read, completed, checked against model and data."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pandas as pd
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from ketnghia_analysis.evaluation.facts import YearFacts, find_place
from ketnghia_analysis.runs.run_parameters import Meant, meaning, meant_by, parameters_of
from ketnghia_analysis.runs.store import facts_of, years_stored
from ketnghia_analysis.vocabulary.errors import UserError, WrongCall

_SAID = {
    "int": "một số nguyên",
    "float": "một số",
    "bool": "true hoặc false",
    "str": "chữ",
    "list": "một danh sách",
}
_BOOLEANS = {"true": True, "false": False, "có": True, "không": False}
KINDS = {Meant.COMMUNE: "xã", Meant.AGENCY: "cơ quan", Meant.HAMLET: "thôn"}
"""Vietnamese words for what is looked up in the data."""


def given_texts(notebook: Path, texts: Sequence[str], data: Path) -> dict[str, Any]:
    """Parameters as given on a command line: "name=value" each, and the folder of the data.

    Args:
        notebook: path of the notebook.
        texts: what was typed.
        data: folder for notebooks that read one, unless a text names it.

    Raises:
        DataFault: the notebook can't be read.
        WrongCall: a text is no "name=value", a name is unknown or comes twice, or a value is none
            of its type; all faults at once.
    """
    model = parameters_of(notebook)
    pairs = [text.partition("=") for text in texts]
    faults = [f"“{name}” không có dạng tên=giá trị" for name, sign, _ in pairs if not sign]
    named = [name.strip() for name, sign, _ in pairs if sign]
    faults += [
        f"tham số “{name}” được ghi {count} lần"
        for name, count in Counter(named).items()
        if count > 1
    ]
    values, unread = read_texts(model, {name.strip(): text for name, sign, text in pairs if sign})
    faults += unread
    for name, meant in meaning(model).items():
        if meant is Meant.FOLDER:
            values.setdefault(name, str(data))
    if faults:
        typed, more = _typed(model, values)
        _, unheld = _in_the_data(model, typed, Holdings())
        raise WrongCall("-p", [*faults, *more, *unheld], "sửa tên hoặc giá trị của tham số")
    return values


def read_texts(
    model: type[BaseModel], texts: Mapping[str, str]
) -> tuple[dict[str, Any], list[str]]:
    """Values typed on a command line, as the model has them: codes stay text ("001").

    Returns:
        The values that could be read, and in Vietnamese what is wrong with the others.
    """
    values: dict[str, Any] = {}
    faults = _unknown(model, texts)
    for name, text in texts.items():
        if name not in model.model_fields:
            continue
        kind = _kind(model.model_fields[name])
        try:
            values[name] = _value(kind, text)
        except ValueError:
            faults.append(f"tham số “{name}” phải là {_said(kind)}, không phải “{text}”")
    return values, faults


def _value(kind: Any, text: str) -> Any:
    if get_origin(kind) is list:
        (item,) = get_args(kind)
        return [_value(item, part.strip()) for part in text.split(",") if part.strip()]
    if kind is bool:
        if text.lower() not in _BOOLEANS:
            raise ValueError(text)
        return _BOOLEANS[text.lower()]
    if kind is str:
        return text
    # "1_0", "1e3" and figures of other scripts are slips, not numbers
    if not re.fullmatch(r"[-+]?[0-9]+" + (r"(\.[0-9]+)?" if kind is float else ""), text):
        raise ValueError(text)
    return kind(text)


class Holdings:
    """What processed folders hold, each read once; for checking many runs."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._years: dict[Path, list[int]] = {}
        self._names: dict[tuple[Path, int, Meant], pd.Series] = {}

    def years(self, folder: Path) -> list[int]:
        """Years with data.

        Raises:
            DataFault: nothing was cleaned yet.
        """
        if folder not in self._years:
            self._years[folder] = years_stored(folder)
        return self._years[folder]

    def names(self, folder: Path, year: int, meant: Meant) -> pd.Series:
        """Names by code of the communes, agencies or hamlets of a year."""
        if (folder, year, meant) not in self._names:
            facts = facts_of(folder, year)
            for one in KINDS:
                self._names[folder, year, one] = names_held(facts, one)
        return self._names[folder, year, meant]


def checked(
    notebook: str,
    model: type[BaseModel],
    given: Mapping[str, Any],
    base: Path,
    holdings: Holdings | None = None,
) -> dict[str, Any]:
    """Parameters with which a notebook may run: complete, of their types, known to the data.

    Args:
        notebook: its name, for messages.
        model: of its parameters.
        given: what the caller gives; the rest has its default.
        base: folder against which a relative default folder is meant.
        holdings: what the data holds, where it has been read for other runs already.

    Returns:
        All parameters; folders absolute, communes and agencies by their code.

    Raises:
        WrongCall: a parameter is unknown, missing or of another type, or the data has no such
            year, commune or agency; all faults at once.
    """
    values, faults = _typed(model, given)
    for name, value in values.items():
        if meant_by(model.model_fields[name]) is Meant.FOLDER and name not in given:
            values[name] = str((base / str(value)).resolve())
        elif meant_by(model.model_fields[name]) is Meant.FOLDER:
            values[name] = str(Path(str(value)).resolve())
    values, unheld = _in_the_data(model, values, holdings or Holdings())
    if faults or unheld:
        raise WrongCall(notebook, [*faults, *unheld], "sửa tên hoặc giá trị của tham số")
    return values


def _typed(model: type[BaseModel], given: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Values that are as the model wants them, and what is wrong with the others."""
    faults = _unknown(model, given)
    known = {name: value for name, value in given.items() if name in model.model_fields}
    try:
        return model.model_validate(known).model_dump(), faults
    except ValidationError as errors:
        wrong = {str(error["loc"][0]): error for error in errors.errors()}
    for name, error in wrong.items():
        kind = _kind(model.model_fields[name])
        if error["type"] == "missing":
            faults.append(f"thiếu tham số “{name}” ({model.model_fields[name].description})")
        elif "ctx" in error and not error["type"].endswith("_type"):
            bounds = ", ".join(
                f"{_BOUNDS.get(key, key)} {value}"
                for key, value in error["ctx"].items()
                if key in _BOUNDS
            )
            faults.append(f"tham số “{name}” phải {bounds}, không phải {known[name]!r}")
        else:
            faults.append(f"tham số “{name}” phải là {_said(kind)}, không phải {known[name]!r}")
    fine = {name: value for name, value in known.items() if name not in wrong}
    rest = {
        name: field.default
        for name, field in model.model_fields.items()
        if name not in known and not field.is_required()
    }
    return rest | fine, faults


_BOUNDS = {"ge": "từ", "le": "đến nhiều nhất", "min_length": "có số chữ ít nhất", "pattern": "dạng"}


def _in_the_data(
    model: type[BaseModel], values: dict[str, Any], holdings: Holdings
) -> tuple[dict[str, Any], list[str]]:
    """The values with codes for names, and what the data does not have."""
    by_meaning = {meant_by(model.model_fields[name]): name for name in values}
    folder, year = by_meaning.get(Meant.FOLDER), by_meaning.get(Meant.YEAR)
    if folder is None or year is None:
        return values, []
    place = Path(values[folder])
    try:
        years = holdings.years(place)
    except UserError as error:
        return values, [f"tham số “{folder}”: {error.where}: {error.faults[0]}"]
    if values[year] not in years:
        said = ", ".join(map(str, years)) or "chưa có năm nào"
        return values, [f"tham số “{year}”: số liệu không có năm {values[year]} (có: {said})"]
    faults = []
    for meant, kind in KINDS.items():
        name = by_meaning.get(meant, "")
        if not values.get(name):
            continue
        try:
            names = holdings.names(place, values[year], meant)
            values[name] = find_place(names, values[name], kind, values[year])
        except WrongCall as error:
            faults.append(f"tham số “{name}”: {error.where}: {error.faults[0]} ({error.remedy})")
    return values, faults


def names_held(facts: YearFacts, meant: Meant) -> pd.Series:
    """Names by code of the communes, agencies or hamlets that the facts tell of."""
    rows = {
        Meant.COMMUNE: facts.communes,
        Meant.AGENCY: facts.agencies,
        Meant.HAMLET: facts.hamlets.described,
    }[meant]
    return pd.Series(rows["name"])


def _unknown(model: type[BaseModel], given: Mapping[str, Any]) -> list[str]:
    known = list(model.model_fields)
    faults = []
    for name in given:
        if name in known:
            continue
        near = difflib.get_close_matches(name, known, 1)
        hint = f"; có phải “{near[0]}”?" if near else ""
        said = ", ".join(known) if known else "sổ tay không có tham số nào"
        faults.append(f"sổ tay không có tham số “{name}” (có: {said}){hint}")
    return faults


def _kind(field: FieldInfo) -> Any:
    return field.annotation


def _said(kind: Any) -> str:
    if get_origin(kind) is Literal:
        return f"một trong {', '.join(map(str, get_args(kind)))}"
    name = "list" if get_origin(kind) is list else kind.__name__
    return f"{name} ({_SAID[name]})"
