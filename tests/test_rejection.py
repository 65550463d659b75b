"""Numbers that are no quantities: by table, and on the development gold."""

import json
import re
from pathlib import Path

import pytest

from civictext.indicators.rejection import refuse_before, refuse_shape, word_before, words_before
from civictext.indicators.scan import scan
from civictext.indicators.units import read_rows
from civictext.text.alignment import Span

TABLE = Path(__file__).parent / "cases/rejected.jsonl"
CASES = [json.loads(line) for line in TABLE.open(encoding="utf-8")]
REASONS = {
    "date", "time", "docnum", "ordinal", "name", "vague",
    "furniture", "score", "identifier", "address", "other",
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_rejected_case(case):
    text = case["text"]
    _, rejected = scan(text, Span(0, len(text)))
    assert [[r.text, r.reason] for r in rejected] == case["rejected"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_furniture_holds_no_quantity(case):
    text = case["text"]
    measures, rejected = scan(text, Span(0, len(text)), furniture=True)
    assert not measures
    assert {r.reason for r in rejected} <= {"furniture"}


def test_tables_name_known_reasons():
    cues = read_rows("rejection_cues.tsv")
    assert {reason for _, reason, limit in cues if limit != "never"} <= REASONS
    assert {limit for *_, limit in cues} == {"always", "never", "bare", "label", "time", "year"}
    assert {reason for _, reason in read_rows("rejection_followers.tsv")} <= REASONS


def test_cues_of_one_phrase_do_not_contradict():
    cues = [(cue, limit) for cue, _, limit in read_rows("rejection_cues.tsv")]
    assert len(cues) == len(set(cues))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("đạt 5", "đạt"),
        ("đạt: 5", ""),
        ("(Quận 5", "Quận"),
        ("TP. 5", "TP."),
        ("chỉ đạo. 5", ""),
        ("5", ""),
        ("đồng.Giai đoạn 5", "đoạn"),
    ],
)
def test_word_before_stops_at_punctuation(text, word):
    assert word_before(text, 0, len(text) - 1) == word


def test_words_before_stay_in_the_line():
    text = "Quốc lộ\nsố 5"
    assert words_before(text, 8, 11) == ["số"]


@pytest.mark.parametrize(
    ("before", "number", "bare", "reason"),
    [
        (["quốc", "lộ"], "5", False, "name"),
        (["phường"], "12", True, "name"),
        (["phường"], "12", False, None),
        (["phường"], "1.200", True, None),
        (["tổng", "số"], "12", True, None),
        (["hệ", "số"], "12", True, None),
        (["năm"], "2024", False, "date"),
        (["năm"], "24", False, None),
        (["ĐT"], "725", True, "name"),
        (["mỗi", "ngày"], "12", True, None),
    ],
)
def test_refuse_before_keeps_to_the_limit_of_the_cue(before, number, bare, reason):
    assert refuse_before(before, number, bare=bare, timed=False) == reason


@pytest.mark.parametrize("text", ["5", "3.508", "53,28%", "83/99", "5-7%", "1,5x2", "2.217 tỷ", "10k", "15 giờ"])
def test_refuse_shape_leaves_quantities_alone(text):
    assert refuse_shape(text, 0, len(text)) is None


def test_rejection_recall_on_gold(shared):
    """What the issue asks for: at least 99.5 in a hundred dates, document numbers and ordinals."""
    missed, total = 0, 0
    for line in (shared / "gold/dev.jsonl").open(encoding="utf-8"):
        doc = json.loads(line)
        lines = [Span(*row.span()) for row in re.finditer(r"[^\n]+", doc["text"])]
        spans = [m.span for row in lines for m in scan(doc["text"], row)[0]]
        for number in doc["not_quantities"]:
            if number["reason"] in ("date", "docnum", "ordinal"):
                total += 1
                missed += any(s.start < number["end"] and number["start"] < s.end for s in spans)
    assert missed / total <= 0.005
