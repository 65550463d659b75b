"""The acronym step: mentions, definitions and senses by table, and what holds of any text."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import civictext
from civictext.acronyms.expansion import expand, write_out
from civictext.acronyms.initials import align, units_of
from civictext.acronyms.runs import CAPITALS, RunFinder
from civictext.acronyms.step import AcronymStep
from civictext.document import Document, Line
from civictext.text.alignment import Span

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases/acronyms.jsonl").open(encoding="utf-8")]
SHORTS = ["UBND", "TP", "TP.HCM", "BTC", "(QCDC)", "đ/c", "HT", "GD-ĐT", "X", "T.Ư", "P.", "CNH, HĐH", "GDP"]
OTHERS = ["quy chế dân chủ", "công nghiệp hóa", "Sở", "Ủy", "12", "Ảnh: ", "gọi tắt là ", "Ạ", "e\u0301", "𝐀"]
PIECES = st.sampled_from([*SHORTS, *OTHERS, *"()/& \n", " - ", ". "])


def read(text: str, step: AcronymStep | None = None) -> Document:
    """Run the step alone, every line as body."""
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append(Line(Span(at, at + len(line)), "body"))
        at += len(line) + 1
    return (step or AcronymStep.load())(Document(source=text, text=text, lines=tuple(lines)))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_acronyms_case(case: dict[str, object], nlp: civictext.Pipeline) -> None:
    text = str(case["text"])
    doc = read(unicodedata.normalize("NFC", text)) if case["id"] != "decomposed" else nlp(text)
    only = case.get("only")
    found = [[a.short, a.long] for a in doc.acronyms if only is None or a.short in only]  # type: ignore[operator]
    assert found == case["mentions"]


@given(st.lists(PIECES, max_size=30).map("".join))
def test_acronyms_spans_hold_short_forms(text: str) -> None:
    doc = read(text)
    end = 0
    for acronym in doc.acronyms:
        assert acronym.span.start >= end
        end = acronym.span.end
        assert text[slice(*acronym.span)] == acronym.short
        assert 0 <= acronym.confidence <= 1
        if acronym.long_span:
            assert acronym.method in ("definition", "document")
            assert 0 <= acronym.long_span.start < acronym.long_span.end <= len(text)


_PIECE = rf"[{CAPITALS}][{CAPITALS}0-9]*+"
_JOINED = rf"(?:(?:[.&/]|\ ?[&–-]\ ?){_PIECE}(?![^\W\d_]))*+"
_WORD_START = r"(?<![^\W_\U00010000-\U0010ffff])"
RUN = re.compile(
    rf"[{CAPITALS}](?:{_PIECE}{_JOINED}|(?=[.&/]|[–-][{CAPITALS}]){_JOINED})|{_WORD_START}(?:đ/c|tp|ồ)|Tx|ThS-BS|ThS"
)


@given(st.text(st.sampled_from("AĐƯ Ơp.T&/-–x1²ồ½ấ_S𝐀\nhBđ/ct"), max_size=40), st.integers(0, 8))
def test_runs_are_those_of_the_pattern(text: str, start: int) -> None:
    finder, found, at = RunFinder(["đ/c", "tp", "Tx", "ThS-BS", "ThS", "ồ", "Đ/c"]), [], start
    while at < len(text):
        first, at = finder.find(text, at, len(text))
        found += [(first, at)] if first < at else []
    assert found == [match.span() for match in RUN.finditer(text, start)]


@given(st.lists(PIECES, max_size=30).map("".join))
def test_write_out_of_nothing_known_changes_nothing(text: str) -> None:
    left = [a for a in read(text).acronyms if a.long is None or a.method == "definition"]
    assert write_out(text, left) == text


@given(st.text(max_size=200))
def test_expand_takes_any_text(text: str) -> None:
    assert isinstance(expand(text), str)


def test_acronyms_of_furniture_are_not_read(nlp: civictext.Pipeline) -> None:
    text = "Họp UBND"
    doc = AcronymStep.load()(Document(source=text, text=text, lines=(Line(Span(0, 8), "menu"),)))
    assert doc.acronyms == ()


def test_definition_names_its_long_form() -> None:
    text = "Về quy chế dân chủ (QCDC). Xã có QCDC."
    first, second = read(text).acronyms
    assert (first.method, second.method) == ("definition", "document")
    assert first.long_span == second.long_span == (3, 18)


def test_open_question_lists_candidates() -> None:
    (acronym,) = read("Ảnh: HP").acronyms
    assert acronym.long is None
    assert {"Hải Phòng", "Hiến pháp"} <= set(acronym.candidates)


def test_date_rules_out_a_name_not_yet_in_use(tmp_path: Path) -> None:
    table = tmp_path / "own.tsv"
    table.write_text(
        "short\tlong\tsense\tvalid_from\tvalid_to\nSKM\tSở Khoa Mục\tcu\t\t2024-12\nSKM\tSở Kinh Mậu\tmoi\t2025-01\t\n",
        encoding="utf-8",
    )
    nlp = civictext.load(acronyms=table, exclude=["indicators", "topics"])
    longs = [nlp("Sáng qua, SKM tỉnh họp bàn.", date=day).acronyms[0].long for day in ("2023-05-01", "2025-05-01")]
    assert longs == ["Sở Khoa Mục", "Sở Kinh Mậu"]
    assert nlp("Sáng qua, SKM tỉnh họp bàn.").acronyms[0].long is None


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("UBND TP. Lam Khê và TX.Yên Mẫu.", "Ủy ban nhân dân thành phố Lam Khê và thị xã Yên Mẫu."),
        ("HTX họp. HTX quyết.", "Hợp tác xã họp. Hợp tác xã quyết."),
        ("Về quy chế dân chủ (QCDC): QCDC tốt.", "Về quy chế dân chủ (QCDC): quy chế dân chủ tốt."),
        ("Chạy trên QL1A.", "Chạy trên quốc lộ 1A."),
        ("Ngụ Q.12, thành phố.", "Ngụ quận 12, thành phố."),
        ("Gặp PV tại TP. Ông vui.", "Gặp phóng viên tại thành phố Ông vui."),
        ("Ảnh: HT", "Ảnh: HT"),
        ("Sách SGK mới về trường.", "Sách giáo khoa mới về trường."),
        ("Xe chạy trên đường ĐT 390.", "Xe chạy trên đường tỉnh 390."),
        ("Ban Văn hóa - Xã hội HĐND tỉnh họp.", "Ban Văn hóa - Xã hội Hội đồng nhân dân tỉnh họp."),
        ("Sở GTVT và Trường THCS Lam Khê.", "Sở Giao thông vận tải và Trường Trung học cơ sở Lam Khê."),
    ],
)
def test_expand_writes_out_in_place(text: str, written: str) -> None:
    assert expand(text) == written


def test_expand_takes_definitions_over_all_else() -> None:
    text = "Hội đồng quản trị (HĐQT) họp; UBND dự."
    own = {"HĐQT": "hội đồng quý tộc", "UBND": "ủy ban ngày đó"}
    assert expand(text, definitions=own) == "Hội đồng quản trị (hội đồng quý tộc) họp; ủy ban ngày đó dự."


@pytest.mark.parametrize(
    ("short", "words", "start"),
    [
        ("QCDC", "cụ thể hóa thực hiện quy chế dân chủ", 5),
        ("UBND", "Ủy ban nhân dân", 0),
        ("UBND", "Uỷ ban nhân dân", 0),
        ("QĐ", "quân đội", 0),
        ("QD", "quân đội", None),
        ("TW", "Ban Trung ương", 1),
        ("CTr", "chương trình", 0),
        ("NN&PTNT", "Sở Nông nghiệp và Phát triển nông thôn", 1),
        ("BCĐ QCDC", "Ban Chỉ đạo thực hiện QCDC", 0),
        ("GRDP", "tổng sản phẩm trên địa bàn", None),
        ("A", "an", None),
    ],
)
def test_align(short: str, words: str, start: int | None) -> None:
    assert align(short, words.split()) == start


def test_units_keep_onsets() -> None:
    assert units_of("QyĐ") == ("qy", "đ")
