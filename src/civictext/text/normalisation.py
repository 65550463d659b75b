"""Normalisation that repairs what is broken and touches nothing else.

The rules run one after the other, each only if a cheap look says that it may find something, until
none finds anything: the result is a fixed point, so normalising twice changes nothing. Each rule
returns its changes; they are replayed to make the text, so what is recorded is what was done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set

from civictext.errors import InputTypeError
from civictext.text import characters, encodings, glue, markup, spacing, tones
from civictext.text.alignment import Change, apply, compose
from civictext.text.syllables import ToneStyle

VERSION = "1"
"""Raised with every change of rules that may change a result."""

MAX_ROUNDS = 8
"""Rounds in which real text settles many times over; what does not is made to confuse and left alone."""

Changes = tuple[Change, ...]


def normalize(text: str, *, tone_style: ToneStyle = "old") -> str:
    """Return the text repaired.

    Repaired are: decomposed and look-alike letters, invisible characters, kinds of space and line
    break, misplaced tone marks, glued sentences, spaces before punctuation, character references
    and tags of HTML, and damaged encodings. Left alone are digits, case, quotes, dashes, i and y,
    and the lines.

    Args:
        text: any text.
        tone_style: `old` (hòa, thủy), `new` (hoà, thuỷ), or `keep` what stands there.

    Raises:
        InputTypeError: `text` is no `str`, or `tone_style` is none of the three.

    >>> normalize("Ông nói:Hoà bình .Qúy 1/2024 đạt 90,9%.Năm qua…")
    'Ông nói: Hòa bình. Quý 1/2024 đạt 90,9%. Năm qua…'
    """
    return normalize_with_changes(text, tone_style=tone_style)[0]


def normalize_with_changes(text: str, *, tone_style: ToneStyle = "old") -> tuple[str, Changes]:
    """Return the text repaired, and the changes that lead there from the text given.

    >>> normalize_with_changes("xã,phường")
    ('xã, phường', (Change(start=3, before='', after=' ', rule='glue'),))
    """
    if not isinstance(text, str):
        raise InputTypeError(f"text must be a str, not {type(text).__name__}: decode bytes first")
    if tone_style not in ("old", "new", "keep"):
        raise InputTypeError(f"tone_style must be 'old', 'new' or 'keep', not {tone_style!r}")
    result, changes = text, Changes()
    for _ in range(MAX_ROUNDS):
        fixed, found = _round(result, tone_style)
        if not found:
            return result, changes
        result, changes = fixed, compose(changes, found)
    return text, ()


def _round(text: str, tone_style: ToneStyle) -> tuple[str, Changes]:
    """Run every rule once."""
    changes = Changes()
    chars = frozenset(text)
    for applies, rule in _rules(tone_style):
        if applies(text, chars):
            found = rule(text, chars)
            if found:
                text = apply(text, found)
                changes = compose(changes, found)
                chars = frozenset(text)
    return text, changes


_Check = Callable[[str, Set[str]], bool]
_Rule = Callable[[str, Set[str]], list[Change]]


def _rules(tone_style: ToneStyle) -> Iterator[tuple[_Check, _Rule]]:
    """Yield the rules in their order, each with the cheap look that tells whether it is needed.

    Encodings come first: the soft hyphen that a later rule takes out is a letter of TCVN3.
    """
    yield _always, encodings.encoding_changes
    yield lambda text, chars: "&" in chars, lambda text, chars: markup.reference_changes(text)
    yield lambda text, chars: "<" in chars, lambda text, chars: markup.tag_changes(text)
    yield (
        lambda text, chars: not chars.isdisjoint(characters.INVISIBLE),
        lambda text, chars: characters.invisible_changes(text),
    )
    yield characters.needs_composition, lambda text, chars: characters.composition_changes(text)
    yield (
        lambda text, chars: not chars.isdisjoint(characters.LOOK_ALIKES),
        lambda text, chars: characters.look_alike_changes(text),
    )
    yield (
        lambda text, chars: not chars.isdisjoint(spacing.LINE_BREAKS),
        lambda text, chars: spacing.line_break_changes(text),
    )
    yield spacing.has_loose_spaces, lambda text, chars: spacing.space_changes(text)
    yield lambda text, chars: "\n\n\n" in text, lambda text, chars: spacing.blank_line_changes(text)
    yield _always, lambda text, chars: tones.tone_changes(text, tone_style)
    yield (
        lambda text, chars: spacing.has_space_before_mark(text),
        lambda text, chars: spacing.punctuation_changes(text),
    )
    yield _always, lambda text, chars: glue.glue_changes(text)


def _always(text: str, chars: Set[str]) -> bool:
    return True
