"""Labels for unlabelled articles: a slow, stronger learner teaches the fast one that is shipped.

Few labels and many articles is the common case. The teacher sees, beside the words, where an
article stands in a space of meanings learnt from all articles (latent semantic analysis), and
compares articles there by a Gaussian kernel. It is too slow and too large to ship; a linear
model that learns from its opinions on the unlabelled articles keeps most of what it knows.

Sources: Deerwester et al. 1990 (latent semantic analysis), Hinton et al. 2015 (distillation).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from sklearn.decomposition import TruncatedSVD
from sklearn.preprocessing import normalize

Targets = NDArray[np.float64]
_BATCH = 4000
_NOISE = 1e-4
"""Dimensions weaker than this share of the strongest one mean nothing."""
_LEAST = 1e-6
"""An article of less weight counts as this."""


class Teacher:
    """Kernel ridge regression on words and on the meanings of articles.

    Args:
        components: dimensions of the space of meanings.
        alpha: strength of the regularisation.
        width: sharpness of the Gaussian kernel on cosines.
        most: most labelled articles that are used, for its memory grows with their square.
        seed: makes the result reproducible.
    """

    def __init__(
        self,
        *,
        components: int = 250,
        alpha: float = 0.4,
        width: float = 3.0,
        most: int = 10_000,
        seed: int = 0,
    ) -> None:
        self.alpha = alpha
        self.width = width
        self.most = most
        self.seed = seed
        self._svd = TruncatedSVD(components, n_iter=2, random_state=seed)

    def learn_space(self, x: Any) -> Teacher:
        """Learn the space of meanings from the TF-IDF of unlabelled articles; return itself."""
        self._svd.n_components = min(self._svd.n_components, *(size - 1 for size in x.shape))
        self._svd.fit(x)
        return self

    def meanings(self, x: Any) -> NDArray[np.float32]:
        """Return where articles stand in the space: rows of length one."""
        strength = self._svd.singular_values_
        known = strength > _NOISE * strength[0]
        scaled = self._svd.transform(x)[:, known] / np.sqrt(strength[known])
        return np.asarray(normalize(scaled), np.float32)

    def teach(self, x: Any, targets: Targets, unlabelled: Any, weights: NDArray[np.float64]) -> Targets:
        """Learn from labelled articles and return targets for unlabelled ones.

        Args:
            x: TF-IDF of the labelled articles.
            targets: one row an article, one column a topic.
            unlabelled: TF-IDF of the others.
            weights: how much each labelled article counts.
        """
        if x.shape[0] > self.most:
            chosen = np.sort(np.random.default_rng(self.seed).permutation(x.shape[0])[: self.most])
            x, targets, weights = x[chosen], targets[chosen], weights[chosen]
        mean = np.average(targets, axis=0, weights=weights)
        z = self.meanings(x)
        kernel = (x @ x.T).toarray() + self._nearness(z, z)
        kernel[np.diag_indices_from(kernel)] += (self.alpha / np.maximum(weights, _LEAST)).astype(np.float32)
        dual = cho_solve(cho_factor(kernel, overwrite_a=True), (targets - mean).astype(np.float32))
        by_words = unlabelled @ (x.T @ dual)
        by_meaning = [
            self._nearness(self.meanings(unlabelled[i : i + _BATCH]), z) @ dual
            for i in range(0, unlabelled.shape[0], _BATCH)
        ]
        return np.asarray(by_words + np.vstack(by_meaning) + mean)

    def _nearness(self, z: NDArray[np.float32], z2: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the Gaussian kernel of every row of one matrix with every row of the other."""
        nearness: NDArray[np.float32] = np.exp(np.float32(self.width) * (z @ z2.T - 1))
        return nearness
