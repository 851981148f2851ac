"""Empirical Bayes: noisy figures of small units drawn towards what units have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy.optimize import brentq, minimize
from scipy.special import betaln, expit
from scipy.stats import beta, norm

TauMethod = Literal["REML", "ML", "DL", "PM", "EB", "HE"]
NOT_APART = "không phân biệt được"
_TINY = 1e-10


@dataclass(frozen=True)
class Shrunk:
    """Figures with their shrunk values.

    Attributes:
        table: indexed by unit: `estimate`, `variance`, `shrunk`, `se`, `low`, `high`, `weight` (of
            the own figure in the shrunk one, 0 to 1).
        tau2: variance of the true values between units, beyond noise.
        coefficients: of the mean (first) and the covariates.
        coefficient_se: their standard errors.
        q: weighted squared distances, Cochran's Q.
        told_apart: whether units differ beyond noise; if not, all have the same shrunk value and
            `said` is to be printed in place of a ranking.
    """

    table: pd.DataFrame
    tau2: float
    coefficients: np.ndarray
    coefficient_se: np.ndarray
    q: float
    told_apart: bool

    @property
    def said(self) -> str:
        """Vietnamese, what to print where the units can't be told apart; "" where they can."""
        return "" if self.told_apart else f"Các đơn vị {NOT_APART}: chênh lệch không vượt sai số."


def shrink(
    estimates: pd.Series,
    variances: pd.Series,
    covariates: pd.DataFrame | None = None,
    *,
    method: TauMethod = "REML",
    confidence: float = 0.95,
) -> Shrunk:
    """Best linear predictions of the true values: y ~ N(θ, v), θ ~ N(xβ, τ²).

    The shrunk value is B y + (1 - B) xβ with B = τ² / (τ² + v); its variance is
    B v + (1 - B)² x V x' with V that of the coefficients (Fay and Herriot 1979; Raudenbush 2009).
    τ² is never negative. Estimators: restricted and full maximum likelihood, DerSimonian and Laird,
    Paule and Mandel (EB gives the same), Hedges.

    Args:
        estimates: by unit; units without estimate or variance are left out of the fit and get the
            mean, with weight 0.
        variances: of the estimates, positive.
        covariates: by unit, without a column of ones.
        method: of τ².
        confidence: of the intervals.

    Raises:
        ValueError: fewer known units than coefficients plus one, or a variance not positive.
    """
    design = np.ones((len(estimates), 1))
    if covariates is not None:
        design = np.column_stack([design, covariates.to_numpy(dtype="float64")])
    told = estimates.to_numpy(dtype="float64"), variances.to_numpy(dtype="float64")
    known = ~np.isnan(told[0]) & ~np.isnan(told[1])
    y, v, x = told[0][known], told[1][known], design[known]
    if len(y) <= x.shape[1] or (v <= 0).any():
        raise ValueError("needs more known units than coefficients, and positive variances")
    tau2 = _tau2(y, v, x, method)
    coefficients, inverse, q = _fit(y, v, x, tau2)
    weight = np.where(known, tau2 / (tau2 + np.where(known, told[1], 1.0)), 0.0)
    middle = design @ coefficients
    shrunk = np.where(known, weight * np.nan_to_num(told[0]) + (1 - weight) * middle, middle)
    of_middle = np.einsum("ij,jk,ik->i", design, inverse, design)
    own = np.where(known, weight * np.nan_to_num(told[1]), tau2)
    se = np.sqrt(own + (1 - weight) ** 2 * of_middle)
    reach = norm.ppf((1 + confidence) / 2)
    table = pd.DataFrame(
        {
            "estimate": told[0],
            "variance": told[1],
            "shrunk": shrunk,
            "se": se,
            "low": shrunk - reach * se,
            "high": shrunk + reach * se,
            "weight": weight,
        },
        index=estimates.index,
    )
    q = _fit(y, v, x, 0.0)[2]
    return Shrunk(table, tau2, coefficients, np.sqrt(np.diag(inverse)), q, tau2 > _TINY)


def _fit(
    y: np.ndarray, v: np.ndarray, x: np.ndarray, tau2: float
) -> tuple[np.ndarray, np.ndarray, float]:
    """Weighted coefficients, their covariance, and the weighted squared residuals."""
    w = 1 / (v + tau2)
    inverse = np.linalg.inv((x.T * w) @ x)
    coefficients = inverse @ (x.T * w) @ y
    return coefficients, inverse, float((w * (y - x @ coefficients) ** 2).sum())


def _tau2(y: np.ndarray, v: np.ndarray, x: np.ndarray, method: TauMethod) -> float:
    freedom = len(y) - x.shape[1]
    if method == "HE":
        plain = np.linalg.inv(x.T @ x)
        residual = y - x @ (plain @ (x.T @ y))
        leverage = np.einsum("ij,jk,ik->i", x, plain, x)
        beyond = (residual**2).sum() - (v * (1 - leverage)).sum()
        return max(0.0, float(beyond / freedom))
    if method == "DL":
        w = 1 / v
        inverse = np.linalg.inv((x.T * w) @ x)
        trace = w.sum() - np.trace(inverse @ ((x.T * w**2) @ x))
        return max(0.0, float((_fit(y, v, x, 0.0)[2] - freedom) / trace))
    if method in {"PM", "EB"}:
        return _root(lambda tau2: _fit(y, v, x, tau2)[2] - freedom, y, v)
    return _likeliest(y, v, x, restricted=method == "REML")


def _root(slope: Callable[[float], float], y: np.ndarray, v: np.ndarray) -> float:
    """Where a falling function of τ² is zero; 0 where it is never positive."""
    if slope(0.0) <= 0:
        return 0.0
    high = float(y.var() + v.max() + 1e-12)
    while slope(high) > 0:
        high *= 2
    return float(brentq(slope, 0.0, high, xtol=1e-15, rtol=1e-14, maxiter=500))


def _likeliest(y: np.ndarray, v: np.ndarray, x: np.ndarray, *, restricted: bool) -> float:
    """τ² of the highest (restricted) likelihood: the best zero of its slope, or 0."""

    def slope(tau2: float) -> float:
        w = 1 / (v + tau2)
        inverse = np.linalg.inv((x.T * w) @ x)
        residual = y - x @ (inverse @ ((x.T * w) @ y))
        trace = w.sum()
        if restricted:
            trace -= np.trace(inverse @ ((x.T * w**2) @ x))
        return float(((w * residual) ** 2).sum() - trace)

    def likelihood(tau2: float) -> float:
        w = 1 / (v + tau2)
        value = 0.5 * (np.log(w).sum() - _fit(y, v, x, tau2)[2])
        if restricted:
            value -= 0.5 * np.linalg.slogdet((x.T * w) @ x)[1]
        return float(value)

    top = float(y.var() + v.max()) * 4 + 1e-12
    grid = np.concatenate([[0.0], np.geomspace(top * 1e-8, top, 120)])
    slopes = np.array([slope(one) for one in grid])
    falls = np.flatnonzero((slopes[:-1] > 0) & (slopes[1:] <= 0))
    zeros = [float(brentq(slope, grid[i], grid[i + 1], xtol=1e-15, rtol=1e-14)) for i in falls]
    return max([0.0, *zeros], key=likelihood)


@dataclass(frozen=True)
class ShrunkRates:
    """Rates with their shrunk values.

    Attributes:
        table: indexed by unit: `part`, `whole`, `rate`, `shrunk`, `low`, `high` (shares, 0 to 1),
            `weight` of the own rate.
        mean: common rate.
        strength: number of observations that the common rate counts for; infinite where units
            don't differ beyond chance.
        told_apart: whether they do.
    """

    table: pd.DataFrame
    mean: float
    strength: float
    told_apart: bool

    @property
    def said(self) -> str:
        """Vietnamese, what to print where the units can't be told apart; "" where they can."""
        return (
            "" if self.told_apart else f"Các đơn vị {NOT_APART}: chênh lệch không vượt ngẫu nhiên."
        )


def shrink_rates(part: pd.Series, whole: pd.Series, *, confidence: float = 0.95) -> ShrunkRates:
    """Rates of small units by the beta-binomial model, fitted by maximum likelihood.

    The number in each unit is binomial with a rate of its own; the rates have a beta distribution
    with mean m and strength k. The shrunk rate is (part + k m) / (whole + k), its interval that of
    the beta distribution with these counts.

    Args:
        part: counts, same index as `whole`; missing where unknown.
        whole: counts.
        confidence: of the intervals.

    Returns:
        Units with unknown counts, or a whole of zero, get the common rate with weight 0.

    Raises:
        ValueError: fewer than two units are known, or a part is not within its whole.
    """
    told = (
        part.astype("Float64").to_numpy(dtype="float64", na_value=np.nan),
        whole.astype("Float64").to_numpy(dtype="float64", na_value=np.nan),
    )
    known = ~np.isnan(told[0]) & ~np.isnan(told[1]) & (told[1] > 0)
    a, n = told[0][known], told[1][known]
    if len(a) < 2 or (a < 0).any() or (a > n).any():
        raise ValueError("needs two known units, and parts within their wholes")
    mean, strength = _beta_binomial(a, n)
    count = np.where(known, told[0], 0.0)
    of = np.where(known, told[1], 0.0)
    apart = np.isfinite(strength)
    weight = of / (of + strength) if apart else np.zeros(len(of))
    rate = np.divide(count, of, out=np.full(len(of), np.nan), where=of > 0)
    shrunk = np.where(of > 0, weight * np.nan_to_num(rate), 0.0) + (1 - weight) * mean
    tail = (1 - confidence) / 2
    if apart:
        first, second = count + strength * mean, of - count + strength * (1 - mean)
    else:
        first = np.full(len(of), a.sum() + 0.5)
        second = np.full(len(of), n.sum() - a.sum() + 0.5)
    table = pd.DataFrame(
        {
            "part": told[0],
            "whole": told[1],
            "rate": rate,
            "shrunk": shrunk,
            "low": np.minimum(beta.ppf(tail, first, second), shrunk),
            "high": np.maximum(beta.ppf(1 - tail, first, second), shrunk),
            "weight": weight,
        },
        index=part.index,
    )
    return ShrunkRates(table, mean, strength, apart)


def _beta_binomial(a: np.ndarray, n: np.ndarray) -> tuple[float, float]:
    """Mean and strength of the highest likelihood; infinite strength where it is at that end."""
    pooled = float(a.sum() / n.sum())
    if pooled in {0.0, 1.0}:
        return pooled, float("inf")

    def cost(at: np.ndarray) -> float:
        m, k = float(expit(at[0])), float(np.exp(at[1]))
        first, second = k * m, k * (1 - m)
        told = betaln(a + first, n - a + second) - betaln(first, second)
        return -float(told.sum())

    start = np.log(pooled / (1 - pooled))
    tries = [
        minimize(
            cost,
            np.array([start, np.log(k)]),
            method="Nelder-Mead",
            options={"xatol": 1e-10, "fatol": 1e-12, "maxiter": 4000},
        )
        for k in (2.0, 30.0, 500.0)
    ]
    best = min(tries, key=lambda one: float(one.fun))
    even = -float((a * np.log(pooled) + (n - a) * np.log(1 - pooled)).sum())
    strength = float(np.exp(best.x[1]))
    # the likelihood flattens towards equal rates: a gain below rounding is none
    if even - float(best.fun) < 1e-6 or strength > 1e6:
        return pooled, float("inf")
    return float(expit(best.x[0])), strength
