"""Weights by branches: any depth, shared out within each branch, faults in plain words."""

from __future__ import annotations

from typing import Any

import pytest

from ketnghia_analysis.measures.weight_tree import flat_weights


@pytest.mark.parametrize(
    ("tree", "weights"),
    [
        ({"a": 1, "b": 1}, {"a": 0.5, "b": 0.5}),
        ({"a": 2.0, "b": 6}, {"a": 0.25, "b": 0.75}),
        ({"x": {"a": 1, "b": 1}, "c": 1}, {"a": 0.25, "b": 0.25, "c": 0.5}),
        ({"x": (3, {"a": 1, "b": 2}), "c": 1}, {"a": 0.25, "b": 0.5, "c": 0.25}),
        ({"x": {"y": {"a": 5}, "b": 1}, "c": 0}, {"a": 0.5, "b": 0.5, "c": 0.0}),
    ],
)
def test_weights_are_shared_out_branch_by_branch(tree: Any, weights: dict[str, float]) -> None:
    found = flat_weights(tree)
    assert found == pytest.approx(weights)
    assert sum(found.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        ({}, "chưa có trọng số"),
        ({"a": 0}, "chưa có trọng số"),
        ({"x": {}, "a": 1}, "nhánh “x”"),
        ({"a": -1, "b": 1}, "từ 0 trở lên"),
        ({"a": float("nan")}, "từ 0 trở lên"),
        ({"a": "nhiều"}, "không phải là số"),
        ({"a": True}, "không phải là số"),
        ({"x": {"a": 1}, "a": 1}, "đứng hai lần"),
    ],
)
def test_what_is_no_weight_is_refused(tree: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        flat_weights(tree)
