"""How time grows with length and number of articles, and on hostile text."""

from __future__ import annotations

import math
from collections.abc import Callable

import civictext
from bench.timing import cpu_seconds

HOSTILE: dict[str, str] = {
    "digits": "7",
    "digits and points": "1.234,5",
    "digits and spaces": "12 ",
    "open brackets": "(",
    "nested brackets": "((a))",
    "spaces": " ",
    "line breaks": "\n",
    "capitals": "ABC",
    "capital words": "UBND HĐND ",
    "combining marks": "a\u0301\u0323",
    "number words": "hai mươi năm ",
    "slashes": "1/2/",
    "quotes": "“”\"'",
    "percent": "5%%",
    "dots": ".",
    "hyphens": "a-",
    "ampersands": "&amp",
    "zero-width": "a\u200b",
    "one endless line": "xã có 12 thôn và tăng 5% so với năm trước ",
    "endless definition": "ủy ban nhân dân (UBND ",
    "endless list": "tăng 42 lượt, ",
    "mojibake": "Ã¡Â»",
}
"""Hostile text: what is repeated until it fills the size."""


def lengths(texts: list[str], sizes_kb: tuple[int, ...] = (1, 10, 100, 1000)) -> dict[str, float]:
    """Return CPU seconds of one article by its length in kB."""
    nlp = civictext.load()
    whole = "\n".join(texts)
    whole *= math.ceil(max(sizes_kb) * 1000 / max(1, len(whole)))
    return {str(kb): cpu_seconds(_call(nlp, whole[: kb * 1000])) for kb in sizes_kb}


def numbers(texts: list[str], factor: int = 10) -> float:
    """Return how much longer ten times as many articles take."""
    nlp = civictext.load()
    few = texts[: max(1, len(texts) // factor)]
    one = cpu_seconds(lambda: [nlp(text) for text in few])
    ten = cpu_seconds(lambda: [nlp(text) for _ in range(factor) for text in few])
    return ten / one


def hostile(megabytes: float = 1.0) -> dict[str, dict[str, float]]:
    """Return seconds a megabyte and the growth exponent from a quarter to the whole size."""
    nlp = civictext.load()
    rows = {}
    for name, unit in HOSTILE.items():
        n_bytes = int(megabytes * 1e6)
        text = unit * (n_bytes // len(unit.encode()))
        quarter = cpu_seconds(_call(nlp, text[: len(text) // 4]))
        full = cpu_seconds(_call(nlp, text))
        rows[name] = {"s_per_mb": full / megabytes, "exponent": math.log(full / quarter, 4)}
    return rows


def _call(nlp: civictext.Pipeline, text: str) -> Callable[[], object]:
    return lambda: nlp(text)
