"""The numbers in bold of docs/method_scores.md, reckoned by the code, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from ketnghia_analysis.measures.composite.aggregate import combined
from ketnghia_analysis.measures.composite.attribution import change_parts
from ketnghia_analysis.measures.composite.engine import reckon
from ketnghia_analysis.measures.composite.frontier import benefit_of_the_doubt
from ketnghia_analysis.measures.composite.normalise import normalised
from ketnghia_analysis.measures.composite.outliers import skewness
from ketnghia_analysis.measures.composite.sobol import sobol_indices
from ketnghia_analysis.measures.composite.spec import Aggregation, Board, Leaf, Normalisation
from ketnghia_analysis.measures.next_level import Position, cheapest
from ketnghia_analysis.measures.rules import LevelRule
from ketnghia_analysis.measures.shrinkage import shrink
from ketnghia_analysis.measures.steps import Step

DOCS = Path(__file__).parents[2] / "docs"
FOUR = pd.Series([2.0, 4, 4, 10])


def _score(values: list[float], method: str, **leaf: object) -> float:
    card = Leaf.model_validate({"code": "x"} | leaf)
    scores, _ = normalised(pd.Series(values), card, Normalisation(method=method))  # type: ignore[arg-type]
    return float(scores.iloc[-1])


def _mean(method: str) -> float:
    weights = np.array([3.0, 1, 2])
    return float(combined(np.array([[80.0, 75, 50]]), weights, Aggregation(method=method))[0])  # type: ignore[arg-type]


def _change() -> float:
    index = pd.MultiIndex.from_product([["H1"], [2020, 2024]])
    leaves = [
        {"code": code, "weight": weight, "goalposts": [0, 100]}
        for code, weight in (("a", 3), ("b", 1), ("c", 2))
    ]
    board = Board.model_validate({"index": {"code": "index", "children": leaves}})
    data = pd.DataFrame({"a": [20, 40], "b": [50, 75], "c": [20, 50]}, index=index)
    return float(change_parts(reckon(board, data), 2020, 2024)["value"].sum())


def _ishigami(uniform: np.ndarray) -> np.ndarray:
    x = np.pi * (2 * uniform - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def _steps(efforts: dict[str, float]) -> float:
    rule = LevelRule.model_validate({"level": "good", "from": 70})
    taken = [Step("A3", "", 4, {"A3": 0.25}), Step("B1", "", 4, {"B1": 0.25})]
    way = cheapest(Position(66, {"A3": 4, "B1": 5}, 1, 0, 0), taken, rule, efforts)
    assert way is not None
    return way.cost


def _bcg() -> tuple[float, float]:
    from .test_shrinkage import _bcg as trials

    found = shrink(*trials())
    return found.tau2, float(found.coefficients[0])


def _told() -> dict[str, float]:
    outer = np.array([*range(1, 11), 30.0, 100.0])
    frontier = benefit_of_the_doubt(np.array([[1.0, 4], [4, 1], [2, 2], [1, 1]]))[0]
    sobol = sobol_indices(_ishigami, ["a", "b", "c"], points=8192, resamples=2)
    tau2, mu = _bcg()
    shrunk = [(part + 20 * 0.3) / (whole + 20) for part, whole in ((3, 10), (6, 10), (60, 100))]
    ampi = combined(np.array([[90.0, 100, 110]]), np.ones(3), Aggregation(method="ampi"))
    share = np.array([[20 / 35, 45 / 65]])
    return {
        "75": _score([15], "goalposts", goalposts=[0, 60], better="lower"),
        "1.443": _score(FOUR.tolist(), "z"),
        "137.5": _score(FOUR.tolist(), "ampi", reference=5),
        "69.167": _mean("arithmetic"),
        "67.667": _mean("geometric"),
        "66.055": _mean("harmonic"),
        "99.333": float(ampi[0]),
        "0.8": frontier[2],
        "0.4": frontier[3],
        "3.063": skewness(outer),
        "1.712": skewness(np.minimum(outer, 30)),
        "24.167": _change(),
        "1.960": float(norm.ppf(0.975)),
        "0.314": sobol.at["a", "first"],
        "0.442": sobol.at["b", "total"],
        "0.558": sobol.at["a", "total"],
        "0.244": sobol.at["c", "total"],
        "64.486": 100 * float(combined(share, np.array([42.0, 65]), Aggregation())[0]),
        "0.3": shrunk[0],
        "0.55": shrunk[2],
        "0.3132": tau2,
        "−0.7145": mu,
        "4": _steps({}),
    }


TOLD = _told()


@pytest.mark.parametrize("written", TOLD)
def test_a_number_of_the_page_is_what_the_code_gives(written: str) -> None:
    plain = written.replace("−", "-")
    decimals = len(plain.partition(".")[2])
    slack = 0.004 if written in {"0.314", "0.442", "0.558", "0.244"} else 0.0
    assert TOLD[written] == pytest.approx(float(plain), abs=0.51 * 10**-decimals + slack)


@pytest.mark.parametrize("page", ["method_scores.md", "method_scores.vi.md"])
def test_every_number_in_bold_is_checked(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    bold = {one.replace(",", ".") for one in re.findall(r"\*\*([−\d][\d.,]*)\*\*", text)}
    assert bold == set(TOLD)


def test_a_dear_step_is_avoided_as_the_page_says() -> None:
    assert _steps({"A3": 3.0}) == 4


def test_the_method_page_leads_here() -> None:
    assert "(method_scores.md)" in (DOCS / "method.md").read_text(encoding="utf-8")
