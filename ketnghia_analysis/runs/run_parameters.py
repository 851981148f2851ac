"""Parameters of notebooks: declared once as a typed model, checked before a kernel starts."""

from __future__ import annotations

import ast
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import nbformat
from pydantic import BaseModel, ConfigDict, Field, create_model
from pydantic.fields import FieldInfo

from ketnghia_analysis.vocabulary.errors import DataFault, WrongCall

TAG = "parameters"
"""Tag of the cell in which a notebook declares its parameters."""


class Meant(StrEnum):
    """What a parameter names in the data, so that it can be looked up there."""

    YEAR = "year"
    COMMUNE = "commune"
    AGENCY = "agency"
    HAMLET = "hamlet"
    FOLDER = "folder"


class NotebookParameters(BaseModel):
    """Parameters that all notebooks have; values are never converted: "2024" is no year.

    Attributes:
        year: reporting year.
        data: folder that `ketnghia clean` wrote, as seen from the notebook.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    year: Annotated[int, Meant.YEAR] = Field(2024, ge=2015, le=2035, description="năm đánh giá")
    data: Annotated[str, Meant.FOLDER] = Field(
        "../data/processed", description="thư mục số liệu đã làm sạch"
    )


class OfAPlace(NotebookParameters):
    """Parameters of a notebook that can be narrowed to a part of the district.

    Attributes:
        commune: code or name; "" for all.
        agency: id or name; "" for all.
    """

    commune: Annotated[str, Meant.COMMUNE] = Field(
        "", description="mã hoặc tên xã; để trống là cả huyện"
    )
    agency: Annotated[str, Meant.AGENCY] = Field(
        "", description="mã hoặc tên cơ quan; để trống là tất cả"
    )


class OfAnAgency(NotebookParameters):
    """Parameters of the report to one agency.

    Attributes:
        agency_id: id or name.
    """

    agency_id: Annotated[str, Meant.AGENCY] = Field(
        "CQ01", min_length=1, description="mã hoặc tên cơ quan"
    )


DECLARED: dict[str, type[BaseModel]] = {
    "00_check_data": NotebookParameters,
    "01_map_hamlets": OfAPlace,
    "02_score_pairings": OfAPlace,
    "03_yearly_evaluation": OfAPlace,
    "04_agency_report": OfAnAgency,
}
"""Model of each notebook of this project, by the notebook's name."""

_TYPES: dict[str, Any] = {"str": str, "int": int, "float": float, "bool": bool}
_LISTS: dict[str, Any] = {
    "list[str]": list[str],
    "list[int]": list[int],
    "list[float]": list[float],
    "list[bool]": list[bool],
}
_NAMED: dict[str, Meant] = {
    "year": Meant.YEAR,
    "commune": Meant.COMMUNE,
    "agency": Meant.AGENCY,
    "agency_id": Meant.AGENCY,
    "hamlet": Meant.HAMLET,
    "hamlet_id": Meant.HAMLET,
    "data": Meant.FOLDER,
}
"""What parameters of a notebook of the user's own are taken to mean, if it reads our data."""


def read_notebook(path: Path) -> nbformat.NotebookNode:
    """A notebook from its file.

    Raises:
        DataFault: there is none, or it is no notebook.
    """
    try:
        node: nbformat.NotebookNode = nbformat.read(path, as_version=4)
        return node
    except OSError:
        raise DataFault(str(path), "không đọc được sổ tay này", "kiểm tra đường dẫn") from None
    except (ValueError, nbformat.ValidationError, nbformat.reader.NotJSONError):
        raise DataFault(str(path), "không phải là sổ tay Jupyter", "chọn tệp .ipynb") from None


def parameters_of(notebook: Path, node: Any = None) -> type[BaseModel]:
    """The model of a notebook's parameters.

    Args:
        notebook: path; its name finds the project's own models.
        node: its content, where it has been read already.

    Returns:
        The declared model; for other notebooks one made from the cell tagged `parameters`.

    Raises:
        DataFault: the notebook can't be read.
        WrongCall: the cell holds more than simple values.
    """
    cell = parameters_cell(node if node is not None else read_notebook(notebook))
    declared = DECLARED.get(notebook.stem)
    if declared is not None and set(declared.model_fields) == set(cell):
        return declared
    reads_ours = "data" in cell
    fields: dict[str, Any] = {}
    for name, (kind, value, help_text) in cell.items():
        if kind not in _TYPES | _LISTS:
            raise WrongCall(
                notebook.name,
                f"tham số “{name}” có kiểu {kind}",
                f"dùng một trong các kiểu: {', '.join(_TYPES | _LISTS)}",
            )
        meant = _NAMED.get(name) if reads_ours else None
        plain = (_TYPES | _LISTS)[kind]
        typed = Annotated[plain, meant] if meant else plain
        fields[name] = (typed, Field(value, description=help_text))
    settings = ConfigDict(extra="forbid", frozen=True, strict=True)
    return create_model(f"Parameters of {notebook.stem}", __config__=settings, **fields)


def parameters_cell(node: Any) -> dict[str, tuple[str, Any, str]]:
    """Names, types, defaults and help of the parameters that a notebook's cell declares.

    Values that are no literals, and types that say nothing, are told as type "?".
    """
    found: dict[str, tuple[str, Any, str]] = {}
    for cell in node.cells:
        if cell.cell_type != "code" or TAG not in cell.metadata.get("tags", []):
            continue
        lines = cell.source.splitlines()
        for one in ast.parse(cell.source).body:
            if not isinstance(one, ast.Assign | ast.AnnAssign) or one.value is None:
                continue
            target = one.target if isinstance(one, ast.AnnAssign) else one.targets[0]
            if not isinstance(target, ast.Name):
                continue
            try:
                value = ast.literal_eval(one.value)
            except ValueError:
                found[target.id] = ("?", None, "")
                continue
            named = ast.unparse(one.annotation) if isinstance(one, ast.AnnAssign) else ""
            rest = lines[(one.end_lineno or one.lineno) - 1][one.end_col_offset or 0 :]
            found[target.id] = (named or _type_of(value), value, rest.partition("#")[2].strip())
    return found


def _type_of(value: Any) -> str:
    if isinstance(value, list):
        kinds = {type(one).__name__ for one in value} or {"str"}
        return f"list[{kinds.pop()}]" if len(kinds) == 1 else "?"
    return type(value).__name__


def meant_by(field: FieldInfo) -> Meant | None:
    """What a parameter names in the data; None if nothing."""
    return next((one for one in field.metadata if isinstance(one, Meant)), None)


def meaning(model: type[BaseModel]) -> dict[str, Meant]:
    """What each parameter names in the data; those that name nothing there are left out."""
    named = {name: meant_by(field) for name, field in model.model_fields.items()}
    return {name: meant for name, meant in named.items() if meant is not None}
