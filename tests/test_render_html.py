"""Articles as HTML: well formed, linked both ways, and proof against what an article may contain."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext import Acronym, Document, Indicator, Line, Span, Topic
from civictext.render.escape import escape
from civictext.render.html import article_html, document_html, page_html
from civictext.render.marks import Mark, marked_lines

TEXT = (
    "Thu ngân sách vượt kế hoạch\n\nSố lượt truy cập: 9.182\n"
    "UBND huyện cho biết, thu ngân sách ước đạt 1,5 tỷ đồng, tăng 12%."
)


def span(quote: str, text: str = TEXT) -> Span:
    start = text.index(quote)
    return Span(start, start + len(quote))


def budget(**changes: object) -> Indicator:
    figure = Indicator(
        span("1,5 tỷ"), "1,5 tỷ", Decimal(1500000000), span("UBND huyện"), unit="VND", unit_text="đồng",
        status="estimate", subject="thu ngân sách", period="2024", confidence=0.93, rule="spelled_scale",
    )  # fmt: skip
    return replace(figure, **changes)  # type: ignore[arg-type]


def article(**changes: object) -> Document:
    last = TEXT.index("UBND")
    doc = Document.from_source(TEXT, id="a1", date="2024-12-31").with_(
        lines=(
            Line(Span(0, 27), "title"),
            Line(span("Số lượt truy cập: 9.182"), "counter"),
            Line(Span(last, len(TEXT)), "body"),
        ),
        acronyms=(Acronym(span("UBND"), "UBND", "Ủy ban nhân dân", "lexicon", 0.99),),
        indicators=(
            budget(),
            budget(span=span("12"), text="12", value=Decimal(12), unit="%", kind="change", direction="up"),
        ),
        topics=(Topic("kinh-te", 0.9, "Kinh tế", "primary", (span("thu ngân sách ước đạt 1,5"),)),),
    )
    return doc.with_(**changes)


def parse(html: str):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def texts(tree, path: str) -> list[str]:
    return ["".join(element.itertext()) for element in tree.findall(path)]


def test_document_is_a_fragment_that_a_strict_parser_takes() -> None:
    parser = html5lib.HTMLParser(strict=True)
    parser.parseFragment(article()._repr_html_())


def test_page_is_a_whole_page_that_a_strict_parser_takes() -> None:
    tree = parse(page_html([article(), article()], title="Hai bài"))
    assert tree.find("head/title").text == "Hai bài"
    assert len(tree.findall(".//article")) == 2


def test_text_is_whole_and_in_order() -> None:
    tree = parse(page_html([article()]))
    shown = texts(tree, ".//div[@class='ct-text']/p")
    assert shown == [line for line in TEXT.split("\n") if line]


def test_figures_and_rows_link_to_each_other() -> None:
    tree = parse(page_html([article(), article()]))
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    targets = [e.get("href")[1:] for e in tree.iter("a")]
    assert len(ids) == len(set(ids))
    assert set(targets) <= set(ids)
    assert len(texts(tree, ".//tbody/tr")) == 4


def test_a_figure_cut_by_evidence_keeps_one_id() -> None:
    html = article_html(article(), prefix="x-")
    assert html.count('id="x-f0"') == 1
    assert re.search(r'<span class="ct-evidence"><a id="x-f0"[^>]*>1,5</a></span><a class', html)


def test_acronym_shows_its_long_form_or_its_doubt() -> None:
    assert 'title="Ủy ban nhân dân (lexicon, 99%)"' in document_html(article())
    unsure = Acronym(span("UBND"), "UBND", None, "unknown", 0.2, candidates=("a", "b"))
    assert 'class="ct-unsure" title="not sure: a; b?"' in document_html(article(acronyms=(unsure,)))


def test_furniture_carries_its_role_softly() -> None:
    html = document_html(article())
    assert '<p class="ct-counter" data-role="counter">' in html
    assert '<p class="ct-body">' in html


def test_estimates_are_drawn_apart_from_actuals() -> None:
    assert 'class="ct-figure ct-estimate"' in document_html(article())


def test_article_without_lines_or_findings_is_shown_as_it_is() -> None:
    html = article_html(Document.from_source("Một dòng.\n\n  Hai dòng."), prefix="")
    assert '<p class="ct-body">Một dòng.</p>\n<p class="ct-body">Hai dòng.</p>' in html
    assert "<table" not in html


def test_title_given_apart_is_shown_where_no_line_holds_it() -> None:
    doc = Document.from_source("Một dòng.", title="Tít <b>")
    assert "<h2>Tít &lt;b&gt;</h2>" in article_html(doc, prefix="")


EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&</p></article></style>"


def test_nothing_from_an_article_becomes_markup() -> None:
    text = f"{EVIL} 12 {EVIL}"
    everywhere = Document.from_source(text, id=EVIL, title=EVIL, date=EVIL).with_(
        acronyms=(Acronym(Span(0, 8), EVIL, EVIL, "lexicon", 1.0, candidates=(EVIL,)),),
        indicators=(
            budget(
                span=Span(0, 12), text=EVIL, unit=EVIL, unit_text=EVIL, subject=EVIL, baseline=EVIL,
                period=EVIL, place=EVIL, rule=EVIL, flags=(EVIL,), same_as=0,
            ),
        ),
        topics=(Topic(EVIL, 1.0, EVIL, "primary", (Span(3, 40),)),),
    )  # fmt: skip
    tree = parse(page_html([everywhere, everywhere], title=EVIL))
    assert not list(tree.iter("script")) + list(tree.iter("img"))
    assert not [name for e in tree.iter() for name in e.attrib if name.startswith("on")]
    assert len(tree.findall(".//article")) == 2
    assert texts(tree, ".//div[@class='ct-text']")[0] == text


@given(st.text(max_size=30))
def test_any_text_makes_a_page_that_a_strict_parser_takes(text: str) -> None:
    doc = Document.from_source(f"x{text}", id=text, title=text)
    doc = doc.with_(acronyms=(Acronym(Span(0, 1), text, text, "lexicon", 1.0),))
    parse(page_html([doc], title=text))


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.sampled_from("abi")), max_size=6),
)
def test_marked_text_is_always_the_text(text: str, spans: list[tuple[int, int, str]]) -> None:
    marks = [Mark(Span(min(a, b), max(a, b)), tag) for a, b, tag in spans]
    (html,) = marked_lines(text, [Span(0, len(text))], marks) if text else ("",)
    assert re.sub(r"</?[abi]>", "", html) == html_escape(text)
    opened: list[str] = []
    for closing, tag in re.findall(r"<(/?)([abi])>", html):
        assert opened.pop() == tag if closing else tag not in opened
        if not closing:
            opened.append(tag)
    assert not opened


def html_escape(text: str) -> str:
    return escape(text)


THEMES = ("prefers-color-scheme: dark", 'data-jp-theme-light="false"', "max-width: 40rem")


@pytest.mark.parametrize("theme", THEMES)
def test_style_knows_dark_pages_and_small_screens(theme: str) -> None:
    assert theme in document_html(article())
