"""Speed of every step and the whole pipeline, next to floors and to other tools, in one run."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

import civictext
from bench.timing import Timing, in_turns
from civictext.document import Document

OTHERS_BYTES = 60_000
"""Tools slower than a megabyte a second are timed on this much of the text."""
BASE = "word_tokenize (underthesea)"
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u3000]")
_DIGITS = re.compile("[0-9]+(?:[.,][0-9]+)*")
_WORDS = re.compile(r"\w+")
T = TypeVar("T")


def size(texts: list[str]) -> int:
    """Return the bytes of UTF-8 of some texts."""
    return sum(len(text.encode()) for text in texts)


def sample(texts: list[str], limit: int) -> list[str]:
    """Return the first texts that together reach a size."""
    chosen, total = [], 0
    for text in texts:
        chosen.append(text)
        total += len(text.encode())
        if total >= limit:
            break
    return chosen


def steps(texts: list[str]) -> dict[str, Callable[[], object]]:
    """Return one function for each step, run on what the steps before it made."""
    nlp = civictext.load()
    docs = [Document.from_source(text) for text in texts]
    works: dict[str, Callable[[], object]] = {}
    for step in nlp.steps:
        works[f"step {step.name}"] = partial(_each, step, docs)
        docs = [step(doc) for doc in docs]
    works["whole pipeline"] = lambda: _each(bool, nlp.pipe(texts))  # documents are let go, as in a run
    works["whole pipeline, one call an article"] = partial(_each, nlp, texts)
    works["to_dict + JSON"] = lambda: [json.dumps(doc.to_dict(), ensure_ascii=False) for doc in docs]
    return works


def floors(texts: list[str]) -> dict[str, Callable[[], object]]:
    """Return the cheapest things that anyone could do with the text."""
    return {
        "NFC check": partial(_each, partial(unicodedata.is_normalized, "NFC"), texts),
        "NFC + one character-class sub": partial(_each, _nfc_and_sub, texts),
        "one digit scan": partial(_each, _DIGITS.findall, texts),
        r"\w+ findall": partial(_each, _WORDS.findall, texts),
    }


def others(texts: list[str]) -> dict[str, Callable[[], object]]:
    """Return what other tools do with the text."""
    from pyvi import ViTokenizer
    from sklearn.feature_extraction.text import TfidfVectorizer
    from underthesea import sent_tokenize, text_normalize, word_tokenize

    tfidf = TfidfVectorizer(ngram_range=(1, 2)).fit(texts)
    return {
        "sent_tokenize (underthesea)": partial(_each, sent_tokenize, texts),
        "text_normalize (underthesea)": partial(_each, text_normalize, texts),
        BASE: partial(_each, word_tokenize, texts),
        "tokenize (pyvi)": partial(_each, ViTokenizer.tokenize, texts),
        "TF-IDF transform (scikit-learn)": partial(tfidf.transform, texts),
    }


def measure(texts: list[str], rounds: int) -> dict[str, dict[str, float]]:
    """Return MB/s, articles/s and the ratio to `word_tokenize` of everything."""
    few = sample(texts, OTHERS_BYTES)
    slow = others(few)
    timings = in_turns({**steps(texts), **floors(texts), **slow}, rounds)
    rows = {name: _rates(timing, few if name in slow else texts) for name, timing in timings.items()}
    for row in rows.values():
        row["ratio"] = row["mb_s"] / rows[BASE]["mb_s"]
    return rows


def _rates(timing: Timing, texts: list[str]) -> dict[str, float]:
    megabytes = size(texts) / 1e6
    return {
        "mb_s": megabytes / timing.median,
        "mb_s_low": megabytes / timing.high,
        "mb_s_high": megabytes / timing.low,
        "articles_s": len(texts) / timing.median,
    }


def _each(work: Callable[[T], object], texts: Iterable[T]) -> None:
    for text in texts:
        work(text)


def _nfc_and_sub(text: str) -> str:
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text))
