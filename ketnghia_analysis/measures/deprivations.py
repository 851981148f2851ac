"""What households lack: yes, no or unknown for each indicator, with the weights of these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Deprivations:
    """Deprivations of households, a column an indicator that has a weight.

    Attributes:
        weights: of the indicators, adding up to 1.
        yes: for each indicator, which households surely lack it.
        known: for each indicator, of which households it is known.
    """

    weights: Mapping[str, float]
    yes: tuple[np.ndarray, ...]
    known: tuple[np.ndarray, ...]

    @classmethod
    def of(cls, frame: pd.DataFrame, weights: Mapping[str, float]) -> Deprivations:
        """Read a frame of yes/no or 1/0.

        Raises:
            ValueError: an indicator has no column, or a column holds something else.
        """
        absent = [name for name in weights if name not in frame.columns]
        if absent:
            raise ValueError(f"không có cột chỉ số thiếu hụt: {', '.join(absent)}")
        read = [_read(frame[name]) for name in weights]
        return cls(weights, tuple(yes for yes, _ in read), tuple(known for _, known in read))

    @property
    def names(self) -> tuple[str, ...]:
        """The indicators, in the order of `yes` and `known`."""
        return tuple(self.weights)

    @cached_property
    def complete(self) -> np.ndarray:
        """Households of which every indicator is known."""
        known: np.ndarray = np.logical_and.reduce(self.known)
        return known

    @cached_property
    def least(self) -> np.ndarray:
        """Sum of the weights of what a household surely lacks."""
        return self._sums(self.yes)

    @cached_property
    def most(self) -> np.ndarray:
        """Sum of the weights of what a household may lack."""
        return self._sums(tuple(self.may))

    @property
    def may(self) -> list[np.ndarray]:
        """For each indicator, which households lack it or may lack it."""
        return [yes | ~known for yes, known in zip(self.yes, self.known, strict=True)]

    def only(self, rows: np.ndarray | slice) -> Deprivations:
        """These households alone: a mask, or their positions."""
        return Deprivations(
            self.weights,
            tuple(column[rows] for column in self.yes),
            tuple(column[rows] for column in self.known),
        )

    def _sums(self, columns: tuple[np.ndarray, ...]) -> np.ndarray:
        total = np.zeros(len(columns[0]))
        for weight, column in zip(self.weights.values(), columns, strict=True):
            np.add(total, weight, out=total, where=column)
        return total


def _read(column: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    known = column.notna().to_numpy()
    values = column.dtype
    if pd.api.types.is_bool_dtype(values):
        return column.to_numpy(dtype=bool, na_value=False), known
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype="float64", na_value=np.nan)
    yes = numbers == 1
    strange = known & ~yes & (numbers != 0)
    if strange.any():
        said = column[strange].iloc[0]
        raise ValueError(f"cột {column.name}: {said!r} không phải là có/không hoặc 1/0")
    return yes, known
