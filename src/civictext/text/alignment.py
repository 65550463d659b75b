"""Edits between a source and its normalised text, and the way back for any span.

An edit is a `Change`: the half-open range of the *source* it replaces, what stood there, and
what stands there now. Between changes the two texts are equal, so an alignment costs nothing
where nothing changed, and a position is found by bisection.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from civictext.errors import InputError


class Span(NamedTuple):
    """A half-open range of code points; a pair `(start, end)`."""

    start: int
    end: int


_new: Final[Callable[[type[Any], tuple[Any, ...]], Any]] = tuple.__new__
_span: Final[type[Any]] = Span
"""The class; its own name would be looked up at each use."""


def new_span(start: int, end: int) -> Span:
    """Make a span in half the time that a call of its class takes."""
    span: Span = _new(_span, (start, end))
    return span


class Change(NamedTuple):
    """One edit: `before`, at `start` in the source, reads `after` in the text."""

    start: int
    before: str
    after: str
    rule: str

    @property
    def end(self) -> int:
        """The end of the replaced range in the source."""
        return self.start + len(self.before)


def new_change(start: int, before: str, after: str, rule: str) -> Change:
    """Make a change in half of the time that a call of its class takes."""
    change: Change = _new(Change, (start, before, after, rule))
    return change


def apply(source: str, changes: Iterable[Change]) -> str:
    """Replay changes, sorted and not overlapping, on their source.

    >>> apply("hoà bình", [Change(1, "oà", "òa", "tone")])
    'hòa bình'

    Raises:
        InputError: the source does not read as the changes say.
    """
    out: list[str] = []
    at = 0
    for start, before, after, _ in changes:
        end = start + len(before)
        if start < at or source[start:end] != before:
            raise InputError(
                f"change at {start} expects {before!r}, the source has {source[start:end]!r}: "
                "these changes belong to another text"
            )
        out += (source[at:start], after)
        at = end
    out.append(source[at:])
    return "".join(out)


def revert(text: str, changes: Iterable[Change]) -> str:
    """Rebuild the source from the text and its changes: the inverse of `apply`.

    >>> revert("hòa bình", [Change(1, "oà", "òa", "tone")])
    'hoà bình'
    """
    out: list[str] = []
    at = shift = 0
    for change in changes:
        start = change.start + shift
        out += (text[at:start], change.before)
        at = start + len(change.after)
        shift += len(change.after) - len(change.before)
    out.append(text[at:])
    return "".join(out)


def compose(first: Sequence[Change], second: Sequence[Change]) -> tuple[Change, ...]:
    """Merge two passes, the second written against the result of the first, into one.

    A change of the second pass that touches changes of the first is joined with them.

    >>> compose([Change(0, "a", "bc", "one")], [Change(1, "c", "d", "two")])
    (Change(start=0, before='a', after='bd', rule='one+two'),)
    """
    if not first or not second:
        return tuple(first or second)
    return tuple(_merged(first, second))


def _merged(first: Sequence[Change], second: Sequence[Change]) -> Iterable[Change]:
    """Yield the changes of both passes in source coordinates, joined where they touch."""
    shift = i = j = 0  # shift: middle position minus source position, before first[i]
    while i < len(first) or j < len(second):
        a = first[i] if i < len(first) else None
        b = second[j] if j < len(second) else None
        if a is not None and (b is None or a.start + shift + len(a.after) < b.start):
            yield a
            shift += len(a.after) - len(a.before)
            i += 1
        elif b is not None and (a is None or b.end < a.start + shift):
            yield Change(b.start - shift, b.before, b.after, b.rule)
            j += 1
        else:
            i_end, j_end = _group(first, second, i, j, shift)
            yield _join(first[i:i_end], second[j:j_end], shift)
            shift += sum(len(c.after) - len(c.before) for c in first[i:i_end])
            i, j = i_end, j_end


def _group(first: Sequence[Change], second: Sequence[Change], i: int, j: int, shift: int) -> tuple[int, int]:
    """Find the ends of the run of touching changes that starts at `first[i]` and `second[j]`."""
    end = -1  # reached so far, in the middle text
    while True:
        a_start = first[i].start + shift if i < len(first) else None
        b_start = second[j].start if j < len(second) else None
        if a_start is not None and (end < 0 or a_start <= end) and (b_start is None or a_start <= b_start):
            end = max(end, a_start + len(first[i].after))
            shift += len(first[i].after) - len(first[i].before)
            i += 1
        elif b_start is not None and (end < 0 or b_start <= end):
            end = max(end, second[j].end)
            j += 1
        else:
            return i, j


def _join(first: Sequence[Change], second: Sequence[Change], shift: int) -> Change:
    """Make one change of a run of touching changes of two passes."""
    if len(first) == len(second) == 1:
        return _join_two(first[0], second[0], shift)
    start = min(first[0].start + shift, second[0].start)  # in the middle text
    last_shift = shift + sum(len(c.after) - len(c.before) for c in first[:-1])
    end = max(first[-1].start + last_shift + len(first[-1].after), second[-1].end)
    middle = _middle(first, second, start, end, shift)
    at_start = [c._replace(start=c.start + shift - start) for c in first]
    before = revert(middle, at_start)
    after = apply(middle, [c._replace(start=c.start - start) for c in second])
    return Change(start - shift, before, after, _rules((*first, *second)))


def _join_two(a: Change, b: Change, shift: int) -> Change:
    """Make one change of two that touch; what one of them has beyond the other was as the other left it."""
    a_start = a.start + shift  # in the middle text
    left, right = b.start - a_start, b.end - a_start - len(a.after)
    before = b.before[: max(0, -left)] + a.before + b.before[len(b.before) - max(0, right) :]
    after = a.after[: max(0, left)] + b.after + a.after[len(a.after) - max(0, -right) :]
    return Change(a.start + min(0, left), before, after, _rules((a, b)))


def _rules(changes: Iterable[Change]) -> str:
    """Return the rules of some changes, each once."""
    return "+".join(dict.fromkeys(rule for change in changes for rule in change.rule.split("+")))


def _middle(first: Sequence[Change], second: Sequence[Change], start: int, end: int, shift: int) -> str:
    """Rebuild what stood between the two passes; touching changes leave no gap unknown."""
    chars = [""] * (end - start)
    for c in second:
        chars[c.start - start : c.end - start] = c.before
    for c in first:
        at = c.start + shift - start
        chars[at : at + len(c.after)] = c.after
        shift += len(c.after) - len(c.before)
    return "".join(chars)


class Alignment:
    """The positions of two texts against each other, from the changes between them.

    A position inside a change is not known more closely than the change: a span that starts
    or ends there is widened to the whole change, so that nothing it covers is lost.
    """

    __slots__ = ("_source_ends", "_source_starts", "_text_ends", "_text_starts")

    def __init__(self, changes: Sequence[Change]) -> None:
        self._source_starts = [c.start for c in changes]
        self._source_ends = [c.end for c in changes]
        self._text_starts: list[int] = []
        self._text_ends: list[int] = []
        shift = 0
        for change in changes:
            self._text_starts.append(change.start + shift)
            shift += len(change.after) - len(change.before)
            self._text_ends.append(change.end + shift)

    def to_source(self, span: tuple[int, int]) -> Span:
        """Map a span of the text to the span of the source it came from."""
        return _map(span, self._text_starts, self._text_ends, self._source_starts, self._source_ends)

    def to_text(self, span: tuple[int, int]) -> Span:
        """Map a span of the source to the span of the text it became."""
        return _map(span, self._source_starts, self._source_ends, self._text_starts, self._text_ends)


def _map(
    span: tuple[int, int],
    from_starts: list[int],
    from_ends: list[int],
    to_starts: list[int],
    to_ends: list[int],
) -> Span:
    """Map a span; what was deleted at its edges stays outside, a change it cuts comes in whole."""
    start, end = span
    if not from_starts:
        return new_span(start, end)
    i = bisect_right(from_ends, start) - 1  # the last change that ends at or before `start`
    mapped_start = start if i < 0 else to_ends[i] + start - from_ends[i]
    if i + 1 < len(from_starts) and from_starts[i + 1] < start:
        mapped_start = to_starts[i + 1]
    j = bisect_left(from_starts, end)  # the first change that starts at or after `end`
    if j == 0:
        mapped_end = end
    elif from_ends[j - 1] > end:
        mapped_end = to_ends[j - 1]
    else:
        mapped_end = to_ends[j - 1] + end - from_ends[j - 1]
    return new_span(mapped_start, max(mapped_start, mapped_end))
