"""How time grows with length and number of articles, and on hostile text, step by step."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import civictext
from bench.timing import in_turns
from civictext.document import Document

LEAD = "Ủy ban nhân dân xã Tân Lập cho biết năm 2023 xã đã đạt chuẩn. "
"""Stands before every hostile text, so that it passes for the body of an article."""
HOSTILE: dict[str, str] = {
    "digits": "7",
    "digits and points": "1.234,5",
    "digits and spaces": "12 ",
    "digit lines": "12\n",
    "percent signs": "5%%",
    "slashes": "1/2/",
    "document numbers": "59/2023/NĐ-CP, số 12-NQ/TW ",
    "dense dates": "ngày 12/3/2024, tháng 5 năm 2023, quý I/2024; ",
    "sentences of dates": "Ngày 12/3/2024 và tháng 5 năm 2023, xã họp. ",
    "dense figures": "12 thôn, 5% hộ, 3 tỷ đồng, ",
    "sentences of figures": "Xã có 12 thôn, 5% hộ nghèo, thu 3 tỷ đồng. ",
    "one endless line": "xã có 12 thôn và tăng 5% so với năm trước ",
    "endless list": "tăng 42 lượt, ",
    "number words": "hai mươi năm ",
    "dense places": "xã Tân Lập, huyện Yên Mỹ, tỉnh Hưng Yên; ",
    "sentences of places": "Xã Tân Lập (huyện Yên Mỹ, tỉnh Hưng Yên) có 7 thôn. ",
    "open brackets": "(",
    "nested brackets": "((a))",
    "quotes": "“”\"'",
    "open quotes": "“a ",
    "dots": ".",
    "dotted words": "A. ",
    "hyphens": "a-",
    "spaces": " ",
    "no-break spaces": "\N{NO-BREAK SPACE}",
    "line breaks": "\n",
    "CR LF": "\r\n",
    "one-letter lines": "a\n",
    "one-letter words": "a b ",
    "title lines": "Xã Tân Lập họp\n",
    "bullets": "- \n",
    "tags": "<p>a</p>",
    "ampersands": "&amp",
    "entities": "&amp;nbsp; ",
    "addresses": "https://a.vn/b?c=1 ",
    "capitals": "ABC",
    "capital words": "ỦY BAN NHÂN DÂN XÃ ",
    "acronyms in a row": "UBND HĐND MTTQ QCDC ",
    "unknown acronyms": "XQZ KWV PLT ",
    "mixed acronyms": "T.Ư KT-XH NN&PTNT TP.HCM đ/c ",
    "definitions": "Ban quản lý chợ (BQLC), Ủy ban nhân dân (UBND), ",
    "endless definition": "ủy ban nhân dân (UBND ",
    "combining marks": "a\N{COMBINING ACUTE ACCENT}\N{COMBINING DOT BELOW}",
    "zero-width spaces": "a\N{ZERO WIDTH SPACE}",
    "look-alikes": "\N{LATIN CAPITAL LETTER ETH}\N{LATIN CAPITAL LETTER ETH} ",
    "mojibake": "Ã¡Â»",
    "emoji": "\N{GRINNING FACE}",
}
"""Hostile text: what is repeated until it fills the size."""
SIZES = (1 / 16, 1 / 4, 1.0)
"""Megabytes; the next one is left out where it would take longer than `PATIENCE`."""
ROUNDS = 5
"""How often the growth with length and number is timed."""
PATIENCE = 8.0


def lengths(texts: list[str], sizes_kb: tuple[int, ...] = (1, 10, 100, 1000)) -> dict[str, float]:
    """Return CPU seconds of one article by its length in kB of UTF-8.

    The longest repeats a tenth of its length, so that it holds as many figures a kB as the one before.
    """
    nlp = _warm()
    whole = "\n".join(texts).encode()[: max(sizes_kb) * 100]
    whole *= math.ceil(max(sizes_kb) * 1000 / max(1, len(whole)))
    cut = {kb: whole[: kb * 1000].decode("utf-8", "ignore") for kb in sizes_kb}
    timings = in_turns({str(kb): _call(nlp, text) for kb, text in cut.items()}, ROUNDS)
    return {kb: timing.median for kb, timing in timings.items()}


def numbers(texts: list[str], factor: int = 10) -> float:
    """Return how much longer ten times as many articles take."""
    nlp = _warm()
    few = texts[: max(1, min(50, len(texts) // factor))]
    works = {"one": lambda: [nlp(text) for text in few], "ten": lambda: [nlp(text) for text in few * factor]}
    timings = in_turns(works, ROUNDS)
    return timings["ten"].median / timings["one"].median


def _warm() -> civictext.Pipeline:
    """Return a pipeline that has made what it makes at its first article."""
    nlp = civictext.load()
    nlp(LEAD)
    return nlp


def _call(nlp: civictext.Pipeline, text: str) -> Callable[[], object]:
    return lambda: nlp(text)


def hostile() -> dict[str, dict[str, dict[str, float]]]:
    """Return for each case and step the seconds a megabyte and the growth exponent (1 is linear)."""
    nlp = _warm()
    return {name: _case(nlp, unit) for name, unit in HOSTILE.items()}


def _case(nlp: civictext.Pipeline, unit: str) -> dict[str, dict[str, float]]:
    at: dict[float, dict[str, float]] = {}
    for megabytes in SIZES:
        at[megabytes] = _step_seconds(nlp, LEAD + unit * int(megabytes * 1e6 / len(unit.encode())))
        if 5 * sum(at[megabytes].values()) > PATIENCE:
            break
    last = max(at)
    before = at.get(last / 4, at[last])
    return {
        step: {
            "s_per_mb": seconds / last,
            "exponent": math.log(seconds / before[step], 4) if seconds > 0.02 else 0.0,
        }
        for step, seconds in at[last].items()
    }


def _step_seconds(nlp: civictext.Pipeline, text: str, repeats: int = 2) -> dict[str, float]:
    """Return the CPU seconds of each step on a text, the least of a few."""
    least: dict[str, float] = {}
    for _ in range(repeats):
        doc = Document.from_source(text)
        for step in nlp.steps:
            start = time.process_time()
            doc = step(doc)
            spent = max(time.process_time() - start, 1e-6)
            least[step.name] = min(spent, least.get(step.name, spent))
    return least
