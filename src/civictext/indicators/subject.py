"""Links measures to the stretches of text that name what they count or measure."""

from __future__ import annotations

from typing import Final

from mypy_extensions import i64

from civictext.indicators.article import Article
from civictext.indicators.measures import Subject
from civictext.indicators.subject_model import NOTHING, POINTERS, Chosen, SubjectModel, choose
from civictext.indicators.templates import Weights
from civictext.text.alignment import new_span

_RULES: Final = {"A": "subject:after", "B": "subject:before", "I": "subject:earlier"}


def link_subjects(article: Article, weights: Weights) -> list[Subject]:
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
