"""The shipped samples and their gold annotation are what they say they are."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ARTICLES = sorted((ROOT / "samples" / "articles").glob("*.txt"))
METADATA = [json.loads(row) for row in (ROOT / "samples/articles.jsonl").read_text("utf-8").splitlines()]
GOLD = [json.loads(row) for row in (ROOT / "tests/gold/samples.jsonl").read_text("utf-8").splitlines()]


def test_samples_are_articles_of_a_usual_length() -> None:
    assert len(ARTICLES) >= 10
    for path in ARTICLES:
        assert 2000 <= len(path.read_text("utf-8")) <= 6000, path.name


def test_metadata_names_every_article_with_its_own_headline() -> None:
    assert [row["id"] for row in METADATA] == [path.stem for path in ARTICLES]
    for row in METADATA:
        text = (ROOT / "samples" / row["file"]).read_text("utf-8")
        assert row["title"] in unicodedata.normalize("NFC", text)


def test_one_sample_is_decomposed_and_one_glued() -> None:
    texts = {path.stem: path.read_text("utf-8") for path in ARTICLES}
    assert [k for k, t in texts.items() if not unicodedata.is_normalized("NFC", t)] == ["09-giao-thong"]
    glued = [k for k, t in texts.items() if len(re.findall(r"[a-zà-ỹ%]\.[A-ZĐ]", t)) > 5]
    assert glued == ["07-giao-duc"]


@pytest.mark.parametrize("article", GOLD, ids=lambda a: a["id"])
def test_gold_offsets_hold_their_quotes(article: dict) -> None:
    text = article["text"]
    assert text == (ROOT / "samples" / "articles" / f"{article['id']}.txt").read_text("utf-8")
    for figure in article["indicators"]:
        assert text[figure["start"] : figure["end"]] == figure["number"]
        for slot in ("unit", "subject", "baseline", "place"):
            assert figure[slot] is None or figure[slot] in text
    for number in article["not_quantities"]:
        assert text[number["start"] : number["end"]] == number["text"]
    assert set(article["drop"]) <= set(text.split("\n"))


@pytest.mark.parametrize("article", GOLD, ids=lambda a: a["id"])
def test_gold_accounts_for_every_number(article: dict) -> None:
    known = [(x["start"], x["end"]) for x in article["indicators"] + article["not_quantities"]]
    for match in re.finditer(r"(?<![a-z])[0-9]+", article["text"]):  # not the digit of m2
        assert any(start <= match.start() < match.end() <= end for start, end in known), match
