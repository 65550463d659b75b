"""Normalisation that repairs what is broken and touches nothing else.

The rules run one after the other, each only if a cheap look says that it may find something, until
none finds anything: the result is a fixed point, so normalising twice changes nothing. Each rule
returns its changes; they are replayed to make the text, so what is recorded is what was done.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from civictext.errors import InputTypeError
from civictext.text import characters, encodings, glue, look, markup, spacing, tones
from civictext.text.alignment import Change, apply, compose
from civictext.text.syllables import ToneStyle

VERSION = "1"
"""Raised with every change of rules that may change a result."""
TABLES = ("encodings.json", "syllables.json", "sentence_abbreviations.tsv", "sentence_starters.tsv")
"""Tables in `civictext/data` that results depend on."""

MAX_ROUNDS = 8
"""Rounds in which real text settles many times over; what does not is made to confuse and left alone."""

Changes = tuple[Change, ...]
_Rule = Callable[[str], list[Change]]

_UNUSUAL = re.compile(f"[^{re.escape(look.USUAL)}]")


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
    """Run every rule that a cheap look calls for, each on the result of the one before."""
    changes = Changes()
    for rule in _rules(text, tone_style):
        found = rule(text)
        if found:
            text = apply(text, found)
            changes = compose(changes, found)
            if found[0].rule in encodings.RULES:  # what else is wrong shows when all is decoded
                break
    return text, changes


def _rules(text: str, tone_style: ToneStyle) -> Iterator[_Rule]:
    """Yield the rules that may find something in a text, in their order.

    What a rule brings to light for an earlier one is found in the next round.
    """
    kinds = look.look(text, tone_style)
    if "character" in kinds:
        yield from _character_rules(text)
    if "&" in text:
        yield markup.reference_changes
    if "<" in text:
        yield markup.tag_changes
    if "space" in kinds:
        yield spacing.space_changes
    if "space" in kinds or "\n\n\n" in text:
        yield spacing.blank_line_changes
    if "tone" in kinds:
        yield partial(tones.tone_changes, style=tone_style)
    if "spacing" in kinds:
        yield spacing.punctuation_changes
    if "glue" in kinds:
        yield glue.glue_changes


def _character_rules(text: str) -> Iterator[_Rule]:
    """Yield the rules for characters that plain Vietnamese text does not have.

    Encodings come first: the soft hyphen that a later rule takes out is a letter of TCVN3.
    """
    chars = frozenset(_UNUSUAL.findall(text))
    yield partial(encodings.encoding_changes, chars=chars)
    if not chars.isdisjoint(characters.INVISIBLE):
        yield characters.invisible_changes
    if characters.may_compose(text, chars):
        yield characters.composition_changes
    if not chars.isdisjoint(characters.LOOK_ALIKES):
        yield characters.look_alike_changes
    if not chars.isdisjoint(spacing.LINE_BREAKS):
        yield spacing.line_break_changes
    if not chars.isdisjoint(spacing.ODD_SPACES):
        yield spacing.space_changes
