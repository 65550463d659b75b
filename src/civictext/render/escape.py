"""Text of articles as HTML: never markup, and never a character that HTML does not allow."""

from __future__ import annotations

import html
import re

_PLANES = "".join(chr(plane << 16 | end) for plane in range(1, 17) for end in (0xFFFE, 0xFFFF))
_NOT_ALLOWED = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff" + _PLANES + "]")


def escape(text: str) -> str:
    r"""Return text for the inside of an element or of a quoted attribute.

    >>> escape('<b title="x">\x07')
    '&lt;b title=&quot;x&quot;&gt;�'
    """
    return html.escape(allowed(text))


def allowed(text: str) -> str:
    """Return text in which every character is one that a page may hold.

    Control characters, lone surrogates and non-characters become the replacement character, one for
    one, so that positions stay.
    """
    return _NOT_ALLOWED.sub("\N{REPLACEMENT CHARACTER}", text)
