from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.runs.run_checks import checked, given_texts, read_texts
from ketnghia_analysis.runs.run_parameters import OfAnAgency, OfAPlace, parameters_of
from ketnghia_analysis.vocabulary.errors import DataFault, WrongCall
from tests.runs.small_notebooks import small, write_small

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
KINDS = (
    'code: str = "001"  # mã\n'
    "share: float = 0.5  # tỷ lệ\n"
    "count: int = 1  # số\n"
    "whole: bool = False  # cả huyện\n"
    "codes: list[str] = []  # các mã"
)
MODEL = parameters_of(Path("own.ipynb"), small(parameters=KINDS))


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("code", "001", "001"),
        ("code", "1e3", "1e3"),
        ("code", "Xã Mẫu Sơn", "Xã Mẫu Sơn"),
        ("code", "", ""),
        ("count", "010", 10),
        ("count", "-3", -3),
        ("share", "2", 2.0),
        ("share", "0.25", 0.25),
        ("whole", "false", False),
        ("whole", "có", True),
        ("codes", "001, 010", ["001", "010"]),
    ],
)
def test_a_text_is_read_as_the_model_says(name: str, text: str, value: Any) -> None:
    values, faults = read_texts(MODEL, {name: text})
    found = values[name]
    assert (found, faults) == (value, [])
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("count", "1_0"),
        ("count", "1e3"),
        ("count", "2.0"),
        ("count", "٣"),
        ("count", ""),
        ("share", "1e3"),
        ("share", "0,5"),
        ("share", "nan"),
        ("whole", "1"),
        ("whole", "no"),
    ],
)
def test_a_text_that_is_no_value_is_refused(name: str, text: str) -> None:
    values, (fault,) = read_texts(MODEL, {name: text})
    assert values == {}
    assert fault.startswith(f"tham số “{name}” phải là")


@given(st.text())
def test_codes_stay_the_text_they_are(text: str) -> None:
    assert read_texts(MODEL, {"code": text}) == ({"code": text}, [])


@pytest.mark.parametrize(
    "value", ["2024", 2024.0, True, None, np.int64(2024), date(2024, 1, 1), (2024,), Path("x")]
)
def test_a_value_of_another_type_is_refused_not_converted(value: object) -> None:
    with pytest.raises(WrongCall, match="tham số “year” phải là int"):
        checked("n.ipynb", OfAPlace, {"year": value}, NOTEBOOKS)


def test_a_tuple_is_no_list() -> None:
    with pytest.raises(WrongCall, match="một danh sách"):
        checked("n.ipynb", MODEL, {"codes": ("1", "2")}, NOTEBOOKS)


@pytest.mark.parametrize("notebook", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_misspelt_parameter_is_refused_with_the_right_name(notebook: Path) -> None:
    with pytest.raises(WrongCall, match=r"không có tham số “yaer”.*có phải “year”"):
        checked(notebook.name, parameters_of(notebook), {"yaer": 2024}, NOTEBOOKS)


def test_all_faults_of_a_call_are_told_at_once(stored: Path) -> None:
    faulty = {"year": 1999, "xa": "y", "agency": 3, "data": str(stored)}
    with pytest.raises(WrongCall) as caught:
        checked("n.ipynb", OfAPlace, faulty, NOTEBOOKS)
    assert len(caught.value.faults) == 3
    texts = ["yeer=1", "commune=Không Có", "thừa", "year=2024", "year=2024"]
    with pytest.raises(WrongCall) as caught:
        given_texts(NOTEBOOKS / "01_map_hamlets.ipynb", texts, stored)
    assert len(caught.value.faults) == 4


@pytest.mark.parametrize(
    ("faulty", "told"),
    [
        ({"year": 2031}, "không có năm 2031 .có: 2019"),
        ({"commune": "Không Có"}, "không có xã này trong năm 2024.*Mẫu Sơn"),
        ({"agency": "CQ999"}, "không có cơ quan này trong năm 2024.*Phòng Tư pháp"),
        ({"data": "không/có"}, "chưa có số liệu đã làm sạch"),
    ],
)
def test_what_the_data_does_not_have_is_refused(
    stored: Path, faulty: dict[str, Any], told: str
) -> None:
    with pytest.raises(WrongCall, match=told):
        checked("n.ipynb", OfAPlace, {"data": str(stored)} | faulty, NOTEBOOKS)


def test_names_become_codes_so_that_the_same_run_is_known_again(stored: Path) -> None:
    by_name = {"agency_id": "phong tu phap", "data": str(stored)}
    by_code = {"agency_id": "CQ05", "data": str(stored)}
    assert checked("n", OfAnAgency, by_name, NOTEBOOKS) == checked(
        "n", OfAnAgency, by_code, NOTEBOOKS
    )


def test_a_default_folder_is_meant_from_the_notebook_a_given_one_from_here(
    stored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "processed").symlink_to(stored)
    default = checked("n", OfAPlace, {}, tmp_path / "notebooks")
    assert default["data"] == str(stored.resolve())
    monkeypatch.chdir(stored.parent)
    assert checked("n", OfAPlace, {"data": "processed"}, tmp_path)["data"] == str(stored)


@pytest.mark.parametrize("kind", ['"str"', "str | None", "Literal[1, 2]", "dict[str, int]"])
def test_types_that_nobody_would_check_are_refused(kind: str) -> None:
    with pytest.raises(WrongCall, match="có kiểu"):
        parameters_of(Path("own.ipynb"), small(parameters=f"x: {kind} = None"))


def test_types_are_taken_from_defaults_where_none_is_written() -> None:
    model = parameters_of(Path("own.ipynb"), small(parameters='a = 1\nb = "x"\nc = [1.5]'))
    kinds = {name: field.annotation for name, field in model.model_fields.items()}
    assert kinds == {"a": int, "b": str, "c": list[float]}


def test_a_notebook_without_parameters_takes_none(tmp_path: Path) -> None:
    path = write_small(tmp_path / "n.ipynb", "1", parameters="")
    with pytest.raises(WrongCall, match="không có tham số nào"):
        checked("n", parameters_of(path), {"year": 1}, tmp_path)


def test_what_is_no_notebook_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.ipynb").write_text("không phải", encoding="utf-8")
    for name in ("x.ipynb", "y.ipynb"):
        with pytest.raises(DataFault, match="sổ tay"):
            parameters_of(tmp_path / name)
