"""The pipeline: call, stream, options, and what bad input gets."""

from __future__ import annotations

import datetime
import pickle
import subprocess
import sys

import pytest

import civictext
from civictext.errors import InputError, InputTypeError
from civictext.pipeline import AT_ONCE, STEP_NAMES, parse_date

TEXTS = ["Xã có 12 thôn.", "Huyện có 3.508 hộ nghèo, giảm 5%.", ""]


def test_pipe_equals_calls_in_order(nlp):
    assert list(nlp.pipe(TEXTS)) == [nlp(text) for text in TEXTS]


def test_pipe_equals_calls_over_several_groups(nlp):
    texts = [f"Xã có {n} thôn, giảm {n}%." for n in range(3 * AT_ONCE + 1)]
    assert list(nlp.pipe(texts)) == [nlp(text) for text in texts]


def test_pipe_gives_what_stands_before_a_bad_text(nlp):
    docs = []
    with pytest.raises(InputTypeError):
        docs.extend(nlp.pipe(["a", "b", 5, "c"]))
    assert [doc.source for doc in docs] == ["a", "b"]


def test_pipe_is_lazy(nlp):
    def endless():
        while True:
            yield TEXTS[0]

    stream = nlp.pipe(endless())
    assert next(stream) == next(stream)


def test_pipe_as_tuples_keeps_context(nlp):
    pairs = list(nlp.pipe([(text, n) for n, text in enumerate(TEXTS)], as_tuples=True))
    assert [context for _, context in pairs] == [0, 1, 2]
    assert pairs[1][0] == nlp(TEXTS[1])


def test_pipe_hands_a_bad_text_to_the_handler_and_goes_on(nlp):
    bad = []
    docs = list(nlp.pipe(["a", None, "b"], error_handler=lambda item, error: bad.append((item, error))))
    assert [doc.source for doc in docs] == ["a", "b"]
    assert bad[0][0] is None
    assert isinstance(bad[0][1], TypeError)


def test_pipe_without_handler_raises(nlp):
    with pytest.raises(InputTypeError):
        list(nlp.pipe(["a", 5]))


@pytest.mark.parametrize("name", STEP_NAMES)
def test_load_exclude_leaves_a_step_out(name):
    nlp = civictext.load(exclude=[name])
    assert nlp.step_names == [step for step in STEP_NAMES if step != name]
    nlp(TEXTS[1])


def test_load_exclude_unknown_step_says_which_exist():
    with pytest.raises(InputError, match=r"topcis.*topics"):
        civictext.load(exclude=["topcis"])


def test_config_hash_follows_options(nlp):
    assert nlp.config_hash == civictext.load().config_hash
    others = {civictext.load(exclude=["topics"]).config_hash, civictext.load(tone_style="new").config_hash}
    assert len(others | {nlp.config_hash}) == 3


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        (b"abc", InputTypeError, "decode"),
        (None, InputTypeError, "NoneType"),
        (5, TypeError, "int"),
        ("a\x00b", InputError, "NUL at 1"),
        ("ab\ud800", ValueError, "surrogate.*at 2"),
    ],
)
def test_call_bad_text_raises_an_error_that_teaches(nlp, text, error, message):
    with pytest.raises(error, match=message):
        nlp(text)


def test_call_over_long_text_names_the_limit():
    with pytest.raises(InputError, match="max_chars=100"):
        civictext.load(exclude=STEP_NAMES, max_chars=100)("a" * 101)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2024-02-09", "2024-02-09"),
        ("2024-11-27T08:05:26+07:00", "2024-11-27"),
        ("9/2/2024", "2024-02-09"),
        ("28/05/13 22:39 GMT+7", "2013-05-28"),
        ("Thứ bảy, 24/10/2020, 09:56 (GMT+7)", "2020-10-24"),
        ("20210326", "2021-03-26"),
        ("2016-12", "2016-12"),
        ("2024", "2024"),
        ("2024 (crawl Dec 2024)", "2024"),
        ("2017-02..07 (crawl)", "2017"),
        (datetime.date(2024, 2, 9), "2024-02-09"),
        (datetime.datetime(2024, 2, 9, 10, 16), "2024-02-09"),
        ("", None),
        (None, None),
    ],
)
def test_parse_date_reads_what_portals_write(given, expected):
    assert parse_date(given) == expected


@pytest.mark.parametrize("given", ["hôm qua", "31/02/2024", "2024-13-01", "99"])
def test_parse_date_unreadable_raises_with_value(given):
    with pytest.raises(InputError, match=given):
        parse_date(given)


def test_import_is_light():
    code = (
        "import sys, civictext; civictext.load; "
        "print([m for m in ('sklearn', 'underthesea', 'pyarrow', 'numpy', 'pandas') if m in sys.modules])"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_load_needs_no_training_library():
    code = (
        "import sys, civictext; civictext.load()('Xã có 12 thôn.'); "
        "print([m for m in ('sklearn', 'underthesea', 'pyarrow', 'scipy', 'pandas') if m in sys.modules])"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_public_names_are_all_there():
    for name in civictext.__all__:
        assert getattr(civictext, name) is not None
    with pytest.raises(AttributeError, match="nothing"):
        civictext.nothing  # noqa: B018


def test_excluded_lines_leave_every_line_as_body():
    nlp = civictext.load(exclude=["lines", "topics"])
    doc = nlp("UBND xã có 12 thôn.\n\nHuyện có 3.508 hộ nghèo.")
    assert [i.value for i in doc.indicators] == [12, 3508]
    assert [a.short for a in doc.acronyms] == ["UBND"]
    assert len(doc.sentences) == 2


def test_pipeline_is_the_same_out_of_a_pickle():
    nlp = civictext.load()
    again = pickle.loads(pickle.dumps(nlp))
    text = "UBND xã Tân Kỳ (tỉnh Nghệ An) cho biết năm 2023 có 12 hộ nghèo, giảm 3,5%."
    assert again.config_hash == nlp.config_hash
    assert again(text) == nlp(text)
