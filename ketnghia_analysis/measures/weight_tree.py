"""Weights that are given branch by branch: dimensions, the indicators in them, and so on."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

WeightTree = Mapping[str, Any]
"""Name: a number for an indicator; a branch, of weight 1; or a pair of weight and branch.

`{"y tế": {"bhyt": 1, "dinh dưỡng": 1}, "nước": 1}` gives 1/4, 1/4 and 1/2;
`{"y tế": (3, {"bhyt": 1, "dinh dưỡng": 2}), "nước": 1}` gives 1/4, 1/2 and 1/4.
"""


def flat_weights(tree: WeightTree) -> dict[str, float]:
    """Weights of the indicators, in the order of the tree; they add up to 1.

    Within every branch the weights are shared out in proportion, so that their scale means nothing.

    Args:
        tree: any depth of branches; an indicator may stand in it only once.

    Raises:
        ValueError: an empty branch, a weight that is no number from 0, all weights of a branch
            zero, or an indicator that stands there twice.
    """
    found: dict[str, float] = {}
    _spread(tree, 1.0, found, "bộ trọng số")
    return found


def _spread(branch: WeightTree, share: float, found: dict[str, float], where: str) -> None:
    own = {name: _own_weight(name, value) for name, value in branch.items()}
    total = sum(own.values())
    if not total > 0:
        raise ValueError(f"{where}: chưa có trọng số nào lớn hơn 0")
    for name, value in branch.items():
        part = share * own[name] / total
        below = value[1] if isinstance(value, tuple) else value
        if isinstance(below, Mapping):
            _spread(below, part, found, f"nhánh “{name}”")
        elif name in found:
            raise ValueError(f"chỉ số “{name}” đứng hai lần trong bộ trọng số")
        else:
            found[name] = part


def _own_weight(name: str, value: object) -> float:
    if isinstance(value, Mapping):
        return 1.0
    if isinstance(value, tuple):
        value = value[0] if len(value) == 2 and isinstance(value[1], Mapping) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"trọng số của “{name}” không phải là số")
    if not isfinite(value) or value < 0:
        raise ValueError(f"trọng số của “{name}” phải là số từ 0 trở lên")
    return float(value)
