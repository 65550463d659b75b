"""Places found in the tokens of several articles at once, told apart by article again."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.intp]
ONE_ARTICLE: Final = np.zeros(1, dtype=np.intp)
"""Where the articles begin, if there is but one."""


def by_article(offsets: Places, places: NDArray[Any], *beside: NDArray[Any]) -> list[list[NDArray[Any]]]:
    """Return places by article, counted from where it begins, and the columns beside them by article too.

    Args:
        offsets: where each article begins.
        places: places in texts that stand one behind the other, in order.
        beside: columns with a row for each place.

    >>> by_article(np.array([0, 8, 20]), np.array([3, 10, 14]))
    [[array([3]), array([2, 6]), array([], dtype=int64)]]
    """
    cuts = np.append(np.searchsorted(places, offsets), len(places))
    own = places - np.repeat(offsets, np.diff(cuts))
    parts = [slice(*edges) for edges in pairwise(cuts.tolist())]
    return [[column[part] for part in parts] for column in (own, *beside)]
