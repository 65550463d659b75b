"""Places found in the tokens of several articles at once, told apart by article again."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.intp]
ONE_ARTICLE: Final = np.zeros(1, dtype=np.intp)
"""Where the articles begin, if there is but one."""


def by_article(places: NDArray[Any], offsets: Places) -> tuple[NDArray[Any], list[slice]]:
    """Return places counted from where their article begins, and which of them each article has.

    Args:
        places: places in texts that stand one behind the other, in order.
        offsets: where each text begins.

    >>> by_article(np.array([3, 10, 14]), np.array([0, 8, 20]))
    (array([3, 2, 6]), [slice(0, 1, None), slice(1, 3, None), slice(3, 3, None)])
    """
    cuts = np.append(np.searchsorted(places, offsets), len(places))
    own = places - np.repeat(offsets, np.diff(cuts))
    edges = cuts.tolist()
    return own, list(map(slice, edges[:-1], edges[1:]))
