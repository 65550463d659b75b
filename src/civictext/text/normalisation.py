"""Normalisation that repairs what is broken and touches nothing else.

The rules run one after the other, each only if a cheap look says that it may find something, until
none finds anything: the result is a fixed point, so normalising twice changes nothing. Each rule
returns its changes; they are replayed to make the text, so what is recorded is what was done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from civictext.errors import InputTypeError
from civictext.text import characters, encodings, glue, look, markup, spacing, tones
from civictext.text.alignment import Change, apply, compose
from civictext.text.syllables import ToneStyle

VERSION = "3"
"""Raised with every change of rules that may change a result."""
TABLES = ("encodings.json", "syllables.json", "sentence_abbreviations.tsv", "sentence_starters.tsv")
"""Tables in `civictext/data` that results depend on."""

MAX_ROUNDS = 16
"""Rounds in which real text settles many times over; what does not is made to confuse and left alone."""

Changes = tuple[Change, ...]
_Rule = Callable[[str], list[Change]]


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
        found = _find(result, tone_style)
        if not found:
            return result, changes
        result, changes = apply(result, found), compose(changes, found)
    return text, ()


def _find(text: str, tone_style: ToneStyle) -> Sequence[Change]:
    """Return the next changes to make: those of the first rule for damage that finds some, else of all others.

    Encodings come first: the soft hyphen that a later rule takes out is a letter of TCVN3. Words
    are only looked at once their letters are whole.
    """
    places = look.places(text, tone_style)
    if not places:
        return ()
    for rule in _rules_for_damage(text, places):
        if found := rule(text):
            return found
    found = spacing.blank_line_changes(text) if "blank line" in places else []
    found += spacing.space_changes(text, places.get("space", ()))
    found += tones.tone_changes(text, places.get("tone", ()), tone_style)
    found += spacing.punctuation_changes(text, places.get("spacing", ()))
    found += glue.glue_changes(text, places.get("glue", ()))
    return sorted(found)


def _rules_for_damage(text: str, places: look.Places) -> Iterator[_Rule]:
    """Yield the rules for what plain text does not have, those that may find something."""
    may_be_cp1258 = "cp1258" in places
    if "character" in places or ("tone" in places and may_be_cp1258):
        chars = frozenset([text[place + 1] for place in places.get("character", ())])
        yield partial(encodings.encoding_changes, chars=chars, may_be_cp1258=may_be_cp1258)
        if not chars.isdisjoint(characters.INVISIBLE):
            yield characters.invisible_changes
        if characters.may_compose(text, chars):
            yield characters.composition_changes
        if not chars.isdisjoint(characters.LOOK_ALIKES):
            yield characters.look_alike_changes
        if not chars.isdisjoint(spacing.LINE_BREAKS):
            yield spacing.line_break_changes
    if "reference" in places:
        yield markup.reference_changes
    if "tag" in places:
        yield markup.tag_changes
