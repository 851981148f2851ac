"""YAML files that people write: read with a typed model, all faults told at once in Vietnamese."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from ketnghia_analysis.vocabulary.errors import DataFault

T = TypeVar("T")

_SAID = {
    "missing": "thiếu",
    "extra_forbidden": "không có mục nào tên như vậy",
    "date_from_datetime_parsing": "không phải là ngày (viết năm-tháng-ngày)",
    "date_parsing": "không phải là ngày (viết năm-tháng-ngày)",
    "int_parsing": "không phải là số nguyên",
    "int_type": "không phải là số nguyên",
    "float_parsing": "không phải là số",
    "string_type": "không phải là chữ",
    "list_type": "không phải là danh sách",
    "model_type": "không đúng dạng tên: giá trị",
    "dict_type": "không đúng dạng tên: giá trị",
    "string_pattern_mismatch": "viết không đúng dạng",
}


def read_yaml(path: Path, adapter: TypeAdapter[T], remedy: str) -> T:
    """The content of a YAML file, checked against a model.

    Args:
        path: the file, in UTF-8.
        adapter: of the model.
        remedy: what the user should do about a fault, in Vietnamese.

    Raises:
        DataFault: the file is no YAML or does not fit the model; lists every fault.
    """
    try:
        content: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        return adapter.validate_python([] if content is None else content)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        where = getattr(error, "problem_mark", None)
        line = f", dòng {where.line + 1}" if where else ""
        raise DataFault(path.name, f"không đúng cú pháp YAML{line}", remedy) from None
    except ValidationError as errors:
        faults = [_fault(error["loc"], error["type"], error["msg"]) for error in errors.errors()]
        raise DataFault(path.name, faults, remedy) from None


def _fault(place: tuple[int | str, ...], kind: str, message: str) -> str:
    steps = [f"mục {step + 1}" if isinstance(step, int) else step for step in place]
    said = _SAID.get(kind, message.removeprefix("Value error, "))
    return f"{', '.join(steps)}: {said}" if steps else said
