"""Weights within a group: as given, equal, or from the principal components of the scores."""

from __future__ import annotations

import numpy as np

from ketnghia_analysis.measures.composite.spec import Weighting
from ketnghia_analysis.vocabulary.errors import DataFault

LEAST_EIGENVALUE, LEAST_VARIANCE, LEAST_TOGETHER = 1.0, 0.10, 0.60
"""Which components count (OECD and JRC handbook 2008, 6.1): rules of Kaiser and of variance."""


def weights_of(values: np.ndarray, given: np.ndarray, how: Weighting, name: str) -> np.ndarray:
    """Weights of a group's members, summing to one.

    Args:
        values: units by members, normalised scores; needed by principal components.
        given: as the rules file says.
        how: the choice.
        name: of the group, for messages.

    Raises:
        DataFault: too few units are known in all members, or a member is the same for all of them.
    """
    if how.method == "given":
        return np.asarray(given / given.sum())
    if how.method == "equal" or len(given) == 1:
        return np.full(len(given), 1.0 / len(given))
    whole = values[~np.isnan(values).any(axis=1)]
    if len(whole) <= len(given) or not (whole.std(axis=0) > 0).all():
        raise DataFault(
            f"Trọng số của {name}",
            f"{how.method} cần nhiều đơn vị đủ số liệu hơn số chỉ số, và chỉ số phải khác nhau "
            f"giữa các đơn vị (có {len(whole)} đơn vị, {len(given)} chỉ số)",
            "dùng trọng số given hoặc equal",
        )
    variances, loadings = principal_components(whole)
    if how.method == "pca_first":
        return np.asarray(loadings[:, 0] ** 2 / variances[0])
    return rotated_weights(variances, loadings)


def principal_components(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues of the correlations, largest first, and the loadings of each component.

    A loading is the correlation of an indicator with a component; their squares sum over
    indicators to the eigenvalue, over components to one.
    """
    variances, vectors = np.linalg.eigh(np.corrcoef(values, rowvar=False))
    order = np.argsort(variances)[::-1]
    variances = np.maximum(variances[order], 0.0)
    return variances, vectors[:, order] * np.sqrt(variances)


def rotated_weights(variances: np.ndarray, loadings: np.ndarray) -> np.ndarray:
    """Weights from rotated components (OECD and JRC handbook 2008, 6.1; Nicoletti and others 2000).

    Components with an eigenvalue above 1 and more than a tenth of the variance are kept, more if
    they hold less than 60 % together, and rotated (varimax). Each indicator belongs to the
    component on which it loads most; its weight is its squared loading there, divided by the
    component's sum, times the component's share of the explained variance.
    """
    share = variances / variances.sum()
    counts = (variances > LEAST_EIGENVALUE) & (share > LEAST_VARIANCE)
    enough = int(np.searchsorted(share.cumsum(), LEAST_TOGETHER) + 1)
    kept = max(1, int(counts.sum()), enough if counts.sum() else 1)
    squared = varimax(loadings[:, :kept]) ** 2
    explained = squared.sum(axis=0)
    component = squared.argmax(axis=1)
    members = np.arange(len(squared))
    weight = squared[members, component] / explained[component]
    weight = weight * (explained / explained.sum())[component]
    return np.asarray(weight / weight.sum())


def varimax(loadings: np.ndarray, rounds: int = 500) -> np.ndarray:
    """Loadings rotated so that each is large or small (Kaiser 1958), rows scaled to one length."""
    if loadings.shape[1] < 2:
        return loadings
    length = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    plain = loadings / length
    rotation, before = np.eye(plain.shape[1]), 0.0
    for _ in range(rounds):
        turned = plain @ rotation
        target = turned**3 - turned * (turned**2).mean(axis=0)
        left, sizes, right = np.linalg.svd(plain.T @ target)
        rotation = left @ right
        if sizes.sum() < before * (1 + 1e-12):
            break
        before = float(sizes.sum())
    return np.asarray(plain @ rotation * length)
