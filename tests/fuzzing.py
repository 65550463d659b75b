"""What holds for any text at all: for the property tests, and for `bench/fuzz.py`, which looks longer."""

from __future__ import annotations

import json
from decimal import Decimal

import civictext
from civictext import Document

PIECES = (
    "Năm 2023, ", "xã Tân Lập ", "UBND tỉnh ", "Ủy ban nhân dân (UBND) ", "QCDC", "T.Ư", "NN&PTNT", "đ/c ", "TP.HCM ",
    "2.217 tỷ 413 triệu đồng", "15,8%", "12 thôn", "1/3 số hộ", "hai mươi lăm ", "nửa triệu ", "3.508", "từ 5 đến 7 ",
    "tăng ", "giảm ", "so với cùng kỳ ", "đạt 183% dự toán ", "trên 90 ", "khoảng ", "ước ", "năm nay", "quý I/2024",
    "ngày 12/3/2024", "59/2023/NĐ-CP", "10h30", "0912.345.678", "Quốc lộ 5", "km 3+500", "m²", "kWh", "USD",
    "(", ")", "“", "”", '"', "[", "]", "…", ". ", ", ", "; ", ": ", "- ", "– ", "/", "%", "  ",
    "\n", "\n\n", "\t", "\r\n",
    "&amp;", "&nbsp;", "<p>", "</b>", "https://a.vn/b?c=1", "Ảnh: TTXVN", "» Tin liên quan:", "Chia sẻ",
    "hoà", "thuỷ", "Ã¡Â»", "\N{LATIN CAPITAL LETTER ETH}", "a\N{COMBINING DOT BELOW}\N{COMBINING CIRCUMFLEX ACCENT}",
    "\N{ZERO WIDTH SPACE}", "\N{NO-BREAK SPACE}", "\N{ZERO WIDTH NO-BREAK SPACE}", "\N{FULLWIDTH DIGIT FIVE}",
    "\N{VULGAR FRACTION ONE HALF}", "\N{SUPERSCRIPT TWO}", "\N{GRINNING FACE}", "\N{ARABIC-INDIC DIGIT SEVEN}",
)  # fmt: skip
"""Pieces of articles, and of what goes wrong with them, from which fuzzed texts are made."""


def check(nlp: civictext.Pipeline, text: str) -> Document:
    """Analyse a text, and raise an AssertionError unless every result traces back to it."""
    doc = nlp(text)
    assert doc.source == text
    assert civictext.apply(text, doc.changes) == doc.text
    spans = [*(line.span for line in doc.lines), *doc.sentences]
    spans += [one.span for one in (*doc.acronyms, *doc.indicators, *doc.rejected)]
    for start, end in spans:
        source = doc.to_source((start, end))
        assert 0 <= start < end <= len(doc.text)
        assert 0 <= source.start <= source.end <= len(text)
    for one in (*doc.indicators, *doc.rejected):
        assert doc.text[one.span.start : one.span.end] == one.text
    for figure in doc.indicators:
        assert isinstance(figure.value, Decimal)
        assert figure.value.is_finite()
        assert figure.sentence.start <= figure.span.start < figure.span.end <= figure.sentence.end
    assert Document.from_dict(json.loads(json.dumps(doc.to_dict(rejected=True)))) == doc
    return doc
