"""Links a measure to the stretch of text that names what it counts or measures."""

from __future__ import annotations

from collections.abc import Sequence

from civictext.document import Document
from civictext.indicators.measures import Context, Measure, Subject
from civictext.indicators.subject_features import Figure, link_figures, place_figure
from civictext.indicators.subject_model import Candidate, Earlier, SubjectModel, bundled_model, choose
from civictext.indicators.subject_words import Words, split_words
from civictext.text.alignment import Span

LEFT, RIGHT = 280, 140
"""How far from its figures a sentence is read, in characters."""
_REMEMBERED = 4
"""How many earlier subjects a figure may share."""
_RULES = {"A": "subject:after", "B": "subject:before", "I": "subject:earlier"}


def link_subjects(
    doc: Document,
    measures: Sequence[Measure],
    sentences: Sequence[Span],
    contexts: Sequence[Context],
    *,
    model: SubjectModel | None = None,
) -> list[Subject]:
    """Return the subject of each measure; `sentences[i]` holds `measures[i]`.

    Args:
        model: another ranker than the bundled one.
    """
    model = model or bundled_model()
    found: list[Subject] = []
    earlier: list[Earlier] = []
    for first, last in _runs(sentences):
        sentence = sentences[first]
        figures = _figures(doc.text, measures[first:last], sentence, contexts[first:last])
        for figure in figures:
            found.append(_subject(model, figure, sentence, earlier))
            del earlier[_REMEMBERED:]
    return found


def _runs(sentences: Sequence[Span]) -> list[tuple[int, int]]:
    """Return the runs of measures that share a sentence."""
    runs: list[tuple[int, int]] = []
    for i, sentence in enumerate(sentences):
        if runs and sentences[i - 1] == sentence:
            runs[-1] = (runs[-1][0], i + 1)
        else:
            runs.append((i, i + 1))
    return runs


def _figures(
    text: str, measures: Sequence[Measure], sentence: Span, contexts: Sequence[Context]
) -> list[Figure]:
    """Split a sentence into words and find its figures among them."""
    edges = {edge for m in measures for span in (m.span, m.unit_span) if span for edge in span}
    start = max(sentence.start, measures[0].span.start - LEFT)
    words = split_words(text, start, min(sentence.end, measures[-1].span.end + RIGHT), edges)
    figures = [
        place_figure(words, m.span, m.unit_span, c.kind, m.unit)
        for m, c in zip(measures, contexts, strict=True)
    ]
    link_figures(figures)
    return figures


def _subject(model: SubjectModel, figure: Figure, sentence: Span, earlier: list[Earlier]) -> Subject:
    """Choose the subject of a figure and remember it for those that follow."""
    rivals = model.repeated(figure, sentence, model.candidates(figure), earlier)
    if not rivals:
        return Subject(None)
    chosen, score = choose(rivals)
    kept = _kept(figure, sentence, chosen, earlier)
    earlier.insert(0, kept)
    return Subject(Span(*kept.span), _RULES[chosen.side], round(score, 3))


def _kept(figure: Figure, sentence: Span, chosen: Candidate, earlier: Sequence[Earlier]) -> Earlier:
    if chosen.side == "I":
        other = earlier[chosen.earlier]
        return Earlier(other.words, figure, "I", other.span, sentence)
    words: Words = figure.words
    span = words.starts[chosen.start], words.ends[chosen.end]
    return Earlier(tuple(words.forms[chosen.start : chosen.end + 1]), figure, chosen.side, span, sentence)
