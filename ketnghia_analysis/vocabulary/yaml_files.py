"""YAML files that people write: read with a typed model, all faults told at once in Vietnamese."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from ketnghia_analysis.vocabulary.errors import DataFault

T = TypeVar("T")

_SAID = {
    "missing": "thiếu",
    "extra_forbidden": "không có mục nào tên như vậy",
    "date_from_datetime_parsing": "không phải là ngày có thật (viết năm-tháng-ngày)",
    "date_parsing": "không phải là ngày có thật (viết năm-tháng-ngày)",
    "date_type": "không phải là ngày (viết năm-tháng-ngày)",
    "int_parsing": "không phải là số nguyên",
    "int_type": "không phải là số nguyên",
    "int_from_float": "không phải là số nguyên",
    "float_parsing": "không phải là số",
    "float_type": "không phải là số",
    "bool_parsing": "không phải là true hoặc false",
    "bool_type": "không phải là true hoặc false",
    "string_type": "không phải là chữ",
    "list_type": "không phải là danh sách",
    "tuple_type": "không phải là danh sách",
    "model_type": "không đúng dạng tên: giá trị",
    "dict_type": "không đúng dạng tên: giá trị",
    "string_pattern_mismatch": "viết không đúng dạng",
    "greater_than": "phải lớn hơn {gt}",
    "greater_than_equal": "phải từ {ge} trở lên",
    "less_than": "phải nhỏ hơn {lt}",
    "less_than_equal": "không được quá {le}",
}


class Strict(BaseModel):
    """A model that refuses keys it does not know and can't be changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _Loader(yaml.SafeLoader):
    """YAML as people mean it: `on` is a word, `010` a code, a day is text until it is checked."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """A mapping in which no name stands twice."""
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"tên “{key.value}” đứng hai lần", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("bool", r"^(?:true|false)$", ["t", "f"]),
    ("int", r"^[-+]?(?:0|[1-9]\d*)$", list("-+0123456789")),
    ("float", r"^[-+]?\d+\.\d+$", list("-+0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


def read_yaml(path: Path, adapter: TypeAdapter[T], remedy: str, empty: Any = None) -> T:
    """The content of a YAML file, checked against a model.

    Args:
        path: the file, in UTF-8.
        adapter: of the model.
        remedy: what the user should do about a fault, in Vietnamese.
        empty: what an empty file means.

    Raises:
        DataFault: the file is no YAML or does not fit the model; lists every fault.
    """
    try:
        content: Any = yaml.load(path.read_text(encoding="utf-8"), _Loader)
        return adapter.validate_python(empty if content is None else content)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", dòng {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", "") if "đứng hai lần" in str(error) else ""
        said = f"{problem or 'không đúng cú pháp YAML'}{line}"
        raise DataFault(path.name, said, remedy) from None
    except ValidationError as errors:
        faults = [
            _fault(error["loc"], error["type"], error["msg"], error.get("ctx", {}))
            for error in errors.errors()
        ]
        raise DataFault(path.name, faults, remedy) from None


def read_entries(path: Path, entry: type[T], remedy: str) -> list[T]:
    """Entries of a YAML list, in their order; none where there is no such file.

    Args:
        path: the file, in UTF-8.
        entry: model of one entry.
        remedy: what the user should do about a fault, in Vietnamese.

    Raises:
        DataFault: the file can't be read as a list of such entries; lists every fault.
    """
    if not path.exists():
        return []
    return read_yaml(path, TypeAdapter(list[entry]), remedy, empty=[])  # type: ignore[valid-type]


def _fault(
    place: tuple[int | str, ...], kind: str, message: str, context: Mapping[str, Any]
) -> str:
    steps = [f"mục {step + 1}" if isinstance(step, int) else step for step in place]
    if kind == "value_error":
        said = message.removeprefix("Value error, ")
    else:
        said = _SAID.get(kind, "giá trị không dùng được").format(**context)
    return f"{', '.join(steps)}: {said}" if steps else said
