"""What the sentence itself says of a figure: the reader of its words."""

from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from civictext.indicators.measures import Measure
from civictext.indicators.status import _CUE, _status_of_cue, status_cues
from civictext.indicators.surroundings import Sentence
from civictext.indicators.vocabulary import words
from civictext.text.alignment import Span

PIECES = (
    *words("aim"), *words("estimate"),
    "mục tiêu", "đề xuất", "hướng đến", "đặt ra chỉ tiêu", "ước", "năm 2030", "năm 2019",
)  # fmt: skip
NO_QUOTES = str.maketrans(dict.fromkeys('“”"', " "))
GAPS = (" ", " ", " ", ", ", "; ", "")
HINTS = frozenset(words("status hint"))
OTHERS = ("mục", "hướng", "năm", "vấn đề", "đều", "có", "theo", "tỉnh", "quốc gia", "(", "“", "”", '"', " 12", "của")


@given(st.lists(st.tuples(st.sampled_from(PIECES + OTHERS), st.sampled_from(GAPS)), max_size=12))
def test_cues_are_those_that_the_pattern_finds(pieces):
    text = "".join(piece + gap for piece, gap in pieces) + " "
    assume("ước," not in text and "ước;" not in text)  # a cue of one word with a comma is none
    sentence = Sentence(f"{text}5")
    sentence.figure(Measure(Span(len(text), len(text) + 1), Decimal(5)))
    found = [(cue.start, cue.end, cue.status) for cue in status_cues(sentence, len(text), 2024)]
    expected, at = [], 0
    while match := _CUE.search(text, at):
        begins = match.start() == 0 or text[match.start() - 1] in ' ("“”'
        at = match.end() if begins else match.start() + 1
        if begins and (status := _status_of_cue(text, match, match.start(), 2024)):
            expected.append((match.start(), match.end(), status))
    hinted = not HINTS.isdisjoint(sentence.words(0, sentence.count)) or "năm 2030" in text
    assert found == (expected if hinted else [])


@given(st.text(alphabet='aă1 ("“”,.\N{NO-BREAK SPACE}', max_size=40), st.integers(0, 40))
def test_words_are_those_between_spaces_quotes_and_brackets(text, at):
    at = min(at, len(text))
    sentence = Sentence(text + "9")
    for stop in (at, len(text)):
        figure = sentence.figure(Measure(Span(stop, stop + 1), Decimal(9)))
    plain = [part.replace("(", " ( ").translate(NO_QUOTES).split() for part in (text[:at], text[at:])]
    assert figure.words == (plain[0] + plain[1])[-18:]
