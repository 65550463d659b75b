"""Arrow tables of documents: articles, indicators, acronyms, topics."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from civictext.document import Document


@dataclass(frozen=True, slots=True)
class Frames:
    """The tables of some documents, as pyarrow Tables."""

    articles: Any
    indicators: Any
    acronyms: Any
    topics: Any


def frames(docs: Iterable[Document]) -> Frames:
    """Return the tables of some documents."""
    raise NotImplementedError
