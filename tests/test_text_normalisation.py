"""Normalisation: a table of repairs, and what must hold for any text at all."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import civictext
from civictext.errors import InputTypeError
from civictext.text import look
from civictext.text.alignment import Alignment, apply, revert
from civictext.text.normalisation import normalize, normalize_with_changes
from civictext.text.steps import NormalizeStep
from civictext.text.syllables import is_syllable, respell

CASES = Path(__file__).parent / "cases"


def cases(name):
    rows = map(json.loads, (CASES / name).read_text("utf-8").splitlines())
    return [pytest.param(row, id=f"{name}-{i}-{row.get('kind', '')}") for i, row in enumerate(rows, 1)]


@pytest.mark.parametrize("case", [*cases("normalize.jsonl"), *cases("glue.jsonl"), *cases("encodings.jsonl")])
def test_normalize_repairs_and_leaves_alone(case):
    assert normalize(case["text"], tone_style=case.get("tone_style", "old")) == case["expect"]


# Pieces that the rules look for, so that random texts of them meet all rules and their seams.
PIECES = [
    *"aàáâãåæeèéêiíoòóôõuúưừửyỳý AHĐÐðƢ.,;:!?()[]<>&#%/\"'“”0123459\n\r\t\x00\x85\ud800",
    *"\u00a0\u200b\u200d\ufeff\u00ad\u0301\u0300\u0303\u0309\u0323\u0302\u031b»º¼µ¸",
    *("&amp;", "&lt;", "&gt;", "&#", "38;", "#38;", "amp;", "<b>", "<br>", "</p>", "<p", "&#50;"),
    *("á»", "áº", "Ã", "Ä‘", "â€œ", "Céng", "hßa", "Coäng", "hoøa", "👨\u200d👩"),
    *("hoà", "qúy", "tòan", "đạo.Ông", "xã,phường", "đó:15", "www.", "http://", "TP.", "Theo", "ông"),
    *(" .", " ,", "( ", " )", "...", "1.000", "12:30", "59/2023/NĐ-CP"),
]
texts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
styles = st.sampled_from(["old", "new", "keep"])
many = settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])


@many
@given(texts, styles)
def test_normalize_twice_changes_nothing(text, style):
    once = normalize(text, tone_style=style)
    assert normalize(once, tone_style=style) == once


@many
@given(texts, styles)
def test_changes_replay_and_revert(text, style):
    fixed, changes = normalize_with_changes(text, tone_style=style)
    assert apply(text, changes) == fixed
    assert revert(fixed, changes) == text


def digits_outside_references(text):
    """The digits of a text, but for those that spell a character reference."""
    plain = re.sub(r"&(?:#38;|#x26;|amp;)*#(?:\d+|[xX][0-9a-fA-F]+);", "", text)
    return [char for char in plain if char.isdecimal()]


@many
@given(texts.filter(lambda text: "&" not in text), styles)
def test_digits_never_change(text, style):
    fixed = normalize(text, tone_style=style)
    assert digits_outside_references(fixed) == digits_outside_references(text)


@pytest.mark.parametrize("text", ["t&#7881; l&#7879; 5%", "&amp;#7881; 12", "mức &#50;0", "A&#38;B 7"])
def test_digits_change_only_with_a_reference(text):
    assert digits_outside_references(normalize(text)) == digits_outside_references(text)


@given(st.text("aăâbcdđeêghiklmnoôơpqrstuưvxy \n0123456789.,:;%-/()“”ÀẢạếừHT", max_size=80))
@example("amHa b")
def test_line_count_of_ordinary_text_is_kept_but_for_breaks_between_glued_words(text):
    kept = re.sub(r"\n\s*\n", "\n\n", "\n".join(line.strip() for line in text.split("\n")))
    fixed, changes = normalize_with_changes(text)
    glued = sum(change.after.count("\n") for change in changes if change.rule == "glue")
    assert fixed.count("\n") == re.sub(r"\n{3,}", "\n\n", kept).count("\n") + glued


def test_decomposed_text_gives_small_changes():
    text = unicodedata.normalize("NFD", "Thuế năm 2023 đạt 1.234,5 tỷ đồng ở thị trấn Đắk Mẫu")
    fixed, changes = normalize_with_changes(text)
    assert fixed == "Thuế năm 2023 đạt 1.234,5 tỷ đồng ở thị trấn Đắk Mẫu"
    assert max(len(change.before) for change in changes) <= 3
    start = fixed.index("1.234,5")
    span = Alignment(changes).to_source((start, start + 7))
    assert text[slice(*span)] == "1.234,5"


def test_changes_of_a_line_stay_apart():
    text = "Uỷ ban xã,phường báo cáo.Năm 2023 đạt 95%"
    _, changes = normalize_with_changes(text)
    assert [(change.before, change.after, change.rule) for change in changes] == [
        ("Uỷ", "Ủy", "tone"),
        ("", " ", "glue"),
        ("", " ", "glue"),
    ]


@pytest.mark.parametrize("mark", ["\u0301", "\u0323\u0301", "\u200d", "&<b>lt;", "<b", "á»‡", ".A"])
def test_text_made_to_confuse_settles(mark):
    text = "a" + mark * 20_000
    once = normalize(text)
    assert normalize(once) == once


@pytest.mark.parametrize(
    "damaged",
    [" x", "a  b", "xã ,huyện", "đạo.Ông", "đó:15", "qúy", "việc.”Theo", "a\u200bb", "😀.Ông"],
)
def test_repairs_are_found_wherever_a_long_text_is_cut(damaged):
    for length in range(2**16 - 8, 2**16 + 3):
        text = "a" * (length - 1) + "\n"
        assert normalize(text + damaged) == text + normalize(damaged)


@many
@given(texts, styles)
def test_the_look_finds_what_its_rows_name(text, style):
    def fits(char, chars, others=False):
        return char in chars or (others and char not in look.USUAL and char not in look.ODD_SPACES)

    edged, expected = f"\n\n{text}\n\n", {}
    for row in look.rows(style):
        for at in range(1, len(edged) - 2):
            around = edged[at - 1] in row.not_before or edged[at + 2] in row.not_behind
            if (
                fits(edged[at], row.first, row.other_first)
                and fits(edged[at + 1], row.second, row.other_second)
                and not around
            ):
                expected.setdefault(row.kind, set()).add(at - 2)
    assert {kind: set(found) for kind, found in look.places(text, style).items()} == expected
    assert all(found == sorted(set(found)) for found in look.places(text, style).values())


@many
@given(texts, styles)
def test_where_the_look_finds_nothing_normalize_changes_nothing(text, style):
    if not look.places(text, style):
        assert normalize(text, tone_style=style) == text


def test_bytes_and_unknown_styles_are_refused():
    with pytest.raises(InputTypeError, match="decode"):
        civictext.normalize(b"x")
    with pytest.raises(InputTypeError, match="tone_style"):
        civictext.normalize("x", tone_style="newest")


def test_step_records_changes_and_names_its_style(nlp):
    doc = nlp("hoà bình")
    assert doc.text == "hòa bình"
    assert apply(doc.source, doc.changes) == doc.text
    assert NormalizeStep(tone_style="new").version != NormalizeStep().version


# -- syllables


@pytest.mark.parametrize(
    "word",
    [
        "nghiêng",
        "quốc",
        "gì",
        "giếng",
        "khuỷu",
        "uỷ",
        "ở",
        "ý",
        "xoong",
        "huỳnh",
        "quyết",
        "ươm",
        "yếu",
        "gìn",
    ],
)
def test_syllables_are_known(word):
    assert is_syllable(word)
    assert is_syllable(word.upper())


@pytest.mark.parametrize(
    "word",
    [
        "Chloé",
        "café",
        "Québec",
        "obama",
        "www",
        "tl",
        "ngh",
        "cac\u0300",
        "hoàà",
        "kạ",
        "tực\u0303",
        "ghà",
        "cê",
    ],
)
def test_what_is_no_syllable_is_left_alone(word):
    assert not is_syllable(word) or respell(word, "old") == word


RIGHT = ["toàn", "hòa", "quý", "giờ", "chiến", "của", "nghĩa", "thủy", "khỏe"]


@given(st.sampled_from(RIGHT), st.integers(0, 6))
def test_a_tone_anywhere_in_a_syllable_comes_home(word, at):
    bare = unicodedata.normalize("NFD", word)
    marks = [char for char in bare if char in "\u0300\u0301\u0303\u0309\u0323"]
    letters = list(unicodedata.normalize("NFC", "".join(char for char in bare if char not in marks)))
    vowels = [i for i, char in enumerate(letters) if char in "aeiouyâêôơưă"]
    i = vowels[at % len(vowels)]
    letters[i] = unicodedata.normalize("NFC", letters[i] + marks[0])
    assert respell("".join(letters), "old") == word


# -- the tables of the encodings


def test_tcvn3_table_agrees_with_iconv():
    table = json.loads((Path(civictext.__file__).parent / "data/encodings.json").read_text("utf-8"))["tcvn3"]
    pairs = dict(pair.split("=") for pair in table.split(" "))
    try:
        run = subprocess.run(
            ["iconv", "-f", "TCVN", "-t", "UTF-8"],
            input="\n".join(pairs).encode("latin-1"),
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no iconv with TCVN on this system")
    assert unicodedata.normalize("NFC", run.stdout.decode()).split("\n") == list(pairs.values())
