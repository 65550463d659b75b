"""Links measures to the stretches of text that name what they count or measure."""

from __future__ import annotations

from collections.abc import Sequence

from civictext.indicators.columns import Articles
from civictext.indicators.links_model import bundled_links
from civictext.indicators.measures import Subject
from civictext.indicators.subject_model import NOTHING, POINTERS, Chosen, SubjectModel, choose
from civictext.indicators.templates import Weights
from civictext.text.alignment import Span

_RULES = {"A": "subject:after", "B": "subject:before", "I": "subject:earlier"}


def link_subjects(articles: Articles, *, weights: Weights | None = None) -> list[Subject]:
    """Return the subject of each figure of some articles.

    Args:
        weights: others than the bundled ones.
    """
    model = SubjectModel(bundled_links().weights["subject"] if weights is None else weights)
    chosen: list[Chosen] = [NOTHING] * POINTERS
    for rivals in model.rivals(articles):
        chosen.append(choose(rivals, chosen))
    return _subjects(articles, chosen[POINTERS:])


def _subjects(articles: Articles, chosen: Sequence[Chosen]) -> list[Subject]:
    """Return what was chosen as places in the text of each article."""
    words, offsets = articles.words, articles.offsets[articles.article]
    starts = words.starts[[one.start for one in chosen]] - offsets
    ends = words.ends[[one.end for one in chosen]] - offsets
    return [
        Subject(Span(start, end), _RULES[one.side], round(one.score, 3))
        if one.start >= 0
        else Subject(None, score=round(one.score, 3))
        for one, start, end in zip(chosen, starts.tolist(), ends.tolist(), strict=True)
    ]
