"""Marked-up text: spans that may overlap, as HTML that is always well nested and escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from civictext.render.escape import escape
from civictext.text.alignment import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the text and the element that goes around it."""

    span: Span
    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    id: str | None = None
    """Goes on the first piece only, where other marks cut this one into pieces."""


def tag_open(tag: str, attributes: Iterable[tuple[str, str]]) -> str:
    """Write a start tag; values are escaped, names are ours.

    >>> tag_open("a", [("title", '"x" < y')])
    '<a title="&quot;x&quot; &lt; y">'
    """
    written = (f' {name}="{escape(value)}"' for name, value in attributes)
    return f"<{tag}{''.join(written)}>"


def marked_lines(text: str, lines: Sequence[Span], marks: Sequence[Mark]) -> Iterator[str]:
    """Yield each line as escaped HTML with its marks.

    One sweep over the text: marks are cut where lines or other marks begin or end, so that
    elements never cross. Of two marks with one tag, the one that begins later wins where they
    overlap: a link inside a link is not HTML.

    >>> list(marked_lines("a < b", [Span(0, 5)], [Mark(Span(2, 5), "b"), Mark(Span(4, 5), "i")]))
    ['a <b>&lt; </b><b><i>b</i></b>']
    """
    parts: list[str] = []
    lines = [line for line in lines if line.end > line.start]
    ends = iter(lines)
    line_end = next(ends).end if lines else 0
    for start, end, active in _pieces(lines, marks):
        parts.append(_wrapped(text, start, end, active))
        if end == line_end:
            yield "".join(parts)
            parts, line_end = [], next(ends, Span(0, 0)).end


def _pieces(lines: Sequence[Span], marks: Sequence[Mark]) -> Iterator[tuple[int, int, list[Mark]]]:
    """Yield the stretches of the lines within which the same marks are open."""
    waiting = sorted(marks, key=lambda m: (m.span.start, -m.span.end), reverse=True)
    active: list[Mark] = []
    for line in lines:
        at = line.start
        while at < line.end:
            while waiting and waiting[-1].span.start <= at:
                active.append(waiting.pop())
            active = [m for m in active if m.span.end > at]
            ends = [m.span.end for m in active]
            following = [waiting[-1].span.start] if waiting else []
            end = min([line.end, *ends, *following])
            yield at, end, active
            at = end


def _wrapped(text: str, start: int, end: int, active: Sequence[Mark]) -> str:
    html = escape(text[start:end])
    for mark in reversed({m.tag: m for m in active}.values()):
        attributes = mark.attributes
        if mark.id is not None and mark.span.start == start:
            attributes = (("id", mark.id), *attributes)
        html = f"{tag_open(mark.tag, attributes)}{html}</{mark.tag}>"
    return html
