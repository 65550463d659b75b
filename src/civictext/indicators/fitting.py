"""Fits the weights by which `scopes` choose the time and place of a figure, from a gold file.

A conditional logit (softmax over the candidates of one figure, L2 penalty): the probability of the
candidates that agree with the gold is made large. What ruled the figure before is taken from the
gold in the first round and from the fitted weights in the later ones, as it will be in use.

    python -m civictext.indicators.fitting dev.jsonl

writes `data/scope_weights.json`. Needs scipy, which scikit-learn brings.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from civictext.indicators.scopes import Candidate, Weights, best

MIN_COUNT = 3
"""Features seen in fewer candidates are left out."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the gold: how to make its candidates, and which of them are right."""

    candidates: Callable[[int | None], list[Candidate]]
    right: Callable[[int | None], bool]
    first: bool
    """It is the first figure of its article."""


def rounds(figures: Sequence[Figure], penalty: float, n: int = 3) -> Weights:
    """Fit with the gold's own history, then again with the history that the fit itself makes."""
    table = fit([(figure.candidates(previous), figure.right) for figure, previous in by_gold(figures)], penalty)
    for _ in range(n - 1):
        table = fit([(candidates, figure.right) for figure, candidates, _ in decode(figures, table)], penalty)
    return table


def by_gold(figures: Sequence[Figure]) -> list[tuple[Figure, int | None]]:
    """Pair each figure with the mention that is right for the figure before it."""
    out: list[tuple[Figure, int | None]] = []
    previous: int | None = None
    for figure in figures:
        if figure.first:
            previous = None
        out.append((figure, previous))
        right = [c.mention for c in figure.candidates(previous) if figure.right(c.mention)]
        previous = previous if previous in right else next(iter(right), None)
    return out


def decode(figures: Sequence[Figure], table: Weights) -> list[tuple[Figure, list[Candidate], Candidate]]:
    """Choose with given weights, each choice being the history of the next."""
    out = []
    previous: int | None = None
    for figure in figures:
        if figure.first:
            previous = None
        candidates = figure.candidates(previous)
        choice = best(candidates, table)
        previous = choice.mention
        out.append((figure, candidates, choice))
    return out


def fit(groups: Sequence[tuple[list[Candidate], Callable[[int | None], bool]]], penalty: float) -> Weights:
    """Return the weights that make the right candidates of the groups likely."""
    counts = Counter(name for candidates, _ in groups for c in candidates for name in c.features)
    names = sorted(name for name, count in counts.items() if count >= MIN_COUNT)
    index = {name: i for i, name in enumerate(names)}
    rows: list[int] = []
    columns: list[int] = []
    group_of: list[int] = []
    right: list[bool] = []
    for g, (candidates, is_right) in enumerate(groups):
        marks = [is_right(c.mention) for c in candidates]
        if not any(marks) or all(marks):
            continue
        for candidate, mark in zip(candidates, marks, strict=True):
            found = [index[name] for name in candidate.features if name in index]
            rows += [len(group_of)] * len(found)
            columns += found
            group_of.append(g)
            right.append(mark)
    solution = _solve(
        np.array(rows), np.array(columns), np.array(group_of), np.array(right), len(names), penalty
    )
    return {name: round(float(solution[i]), 3) for name, i in index.items() if abs(solution[i]) >= 0.0005}


def _solve(
    rows: np.ndarray, columns: np.ndarray, group_of: np.ndarray, right: np.ndarray, size: int, penalty: float
) -> np.ndarray:
    """Minimise the penalised negative log likelihood."""
    _, groups = np.unique(group_of, return_inverse=True)
    n = groups.max() + 1

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = np.bincount(rows, w[columns], minlength=len(groups))
        top = np.full(n, -np.inf)
        np.maximum.at(top, groups, scores)
        exp = np.exp(scores - top[groups])
        total = np.bincount(groups, exp, minlength=n)
        good = np.bincount(groups, exp * right, minlength=n)
        slope = exp / total[groups] - exp * right / good[groups]
        gradient = np.bincount(columns, slope[rows], minlength=size) + 2 * penalty * w
        return float(np.sum(np.log(total) - np.log(good)) + penalty * w @ w), gradient

    return np.asarray(minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x)
