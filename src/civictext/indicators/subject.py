"""Links measures to the stretches of text that name what they count or measure."""

from __future__ import annotations

from civictext.indicators.columns import Articles
from civictext.indicators.links_model import bundled_links
from civictext.indicators.measures import Subject
from civictext.indicators.subject_model import NOTHING, POINTERS, Chosen, SubjectModel, choose
from civictext.indicators.templates import Weights
from civictext.indicators.words import Words
from civictext.text.alignment import Span

_RULES = {"A": "subject:after", "B": "subject:before", "I": "subject:earlier"}


def link_subjects(articles: Articles, *, weights: Weights | None = None) -> list[Subject]:
    """Return the subject of each figure of some articles.

    Args:
        weights: others than the bundled ones.
    """
    model = SubjectModel(bundled_links().weights["subject"] if weights is None else weights)
    chosen: list[Chosen] = [NOTHING] * POINTERS
    for rivals in model.candidates(articles):
        chosen.append(choose(rivals, chosen))
    offsets = articles.offsets[articles.article].tolist()
    return [_subject(articles.words, one, at) for one, at in zip(chosen[POINTERS:], offsets, strict=True)]


def _subject(words: Words, chosen: Chosen, offset: int) -> Subject:
    if chosen.start < 0:
        return Subject(None, score=round(chosen.score, 3))
    start, end = int(words.starts[chosen.start]), int(words.ends[chosen.end])
    return Subject(Span(start - offset, end - offset), _RULES[chosen.side], round(chosen.score, 3))
