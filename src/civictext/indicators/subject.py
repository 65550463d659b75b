"""Links measures to the stretches of text that name what they count or measure."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from mypy_extensions import i64

from civictext.indicators.article import Article
from civictext.indicators.links_model import bundled_links
from civictext.indicators.measures import Subject
from civictext.indicators.subject_model import NOTHING, POINTERS, Chosen, SubjectModel, SubjectWeights, choose
from civictext.text.alignment import new_span

_RULES: Final = {"A": "subject:after", "B": "subject:before", "I": "subject:earlier"}


@lru_cache(maxsize=1)
def bundled_weights() -> SubjectWeights:
    """Return the weights of subjects that come with the package."""
    return SubjectWeights(bundled_links().weights["subject"])


def link_subjects(article: Article, weights: SubjectWeights) -> list[Subject]:
    """Return the subject of each figure of an article."""
    model = SubjectModel(article, weights)
    chosen: list[Chosen] = [NOTHING] * POINTERS
    i: i64
    for i in range(len(article.figures)):
        chosen.append(choose(model.rivals(i), chosen))
    return [_subject(article, one) for one in chosen[POINTERS:]]


def _subject(article: Article, chosen: Chosen) -> Subject:
    """Return what was chosen as a place in the text."""
    score = int(1000 * chosen.score + 0.5) / 1000
    if chosen.start < 0:
        return Subject(None, score=score)
    return Subject(new_span(article.starts[chosen.start], article.ends[chosen.end]), _RULES[chosen.side], score)
