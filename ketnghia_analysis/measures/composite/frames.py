"""Frames of units, or of units and years."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ketnghia_analysis.vocabulary.errors import DataFault

REMEDY = "sửa số liệu hoặc bộ chỉ số trong tệp quy tắc rồi chạy lại"


def periods(values: pd.Series | pd.DataFrame) -> np.ndarray:
    """The year of each row; 0 for all where the index has no years."""
    if values.index.nlevels == 1:
        return np.zeros(len(values), dtype="int64")
    return np.asarray(values.index.get_level_values(-1))


def row_name(label: object) -> str:
    """How a row is called in a message: "H1, năm 2024"."""
    if isinstance(label, tuple):
        *unit, year = label
        return f"{', '.join(map(str, unit))}, năm {year}"
    return str(label)


def numbers(frame: pd.DataFrame, columns: list[str], where: str) -> pd.DataFrame:
    """The columns as float64; missing stays missing.

    Raises:
        DataFault: a column is not there, a value is no number or infinite, a row stands twice;
            names every one of them.
    """
    faults = [f"thiếu cột {name}" for name in columns if name not in frame]
    if not frame.index.is_unique:
        again = frame.index[frame.index.duplicated()].unique()
        faults += [f"dòng {row_name(one)} đứng hai lần" for one in again[:10]]
    read = {}
    for name in dict.fromkeys(columns):
        if name not in frame:
            continue
        column = frame[name]
        told = pd.to_numeric(column, errors="coerce").astype("Float64").astype("float64")
        wrong = (told.isna() & column.notna()) | np.isinf(told)
        faults += [
            f"chỉ số {name}, dòng {row_name(one)}: “{column.loc[one]}” không phải là số dùng được"
            for one in (frame.index[wrong][:10] if frame.index.is_unique else [])
        ]
        read[name] = told
    if faults:
        raise DataFault(where, faults, REMEDY)
    return pd.DataFrame(read, index=frame.index)
