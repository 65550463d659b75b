"""Decodes whole files: plain text and saved pages."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_HEAD = 4096


def decode_text(raw: bytes, encoding: str = "utf-8") -> str:
    """Decode a text by its byte order mark, else in the encoding named.

    Raises:
        UnicodeDecodeError: the bytes are in another encoding.
    """
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return raw.decode(name)
    return raw.decode(encoding)


def decode_page(raw: bytes) -> str:
    """Decode a saved page by its byte order mark, as UTF-8, else as the page itself says.

    Raises:
        UnicodeDecodeError: none of these fits.
    """
    try:
        return decode_text(raw)
    except UnicodeDecodeError:
        declared = _CHARSET.search(raw, 0, _HEAD)
        if declared is None:
            raise
        return _decode_declared(raw, declared[1].decode("ascii"))


def _decode_declared(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except LookupError:
        return raw.decode("utf-8")
