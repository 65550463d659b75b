"""An analysed article as HTML: the text with what was found in it, and the table of its figures.

No script is needed. Everything that comes from the article is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path

from civictext.document import ARTICLE_ROLES, Acronym, Document, Indicator, Line
from civictext.render.escape import escape
from civictext.render.marks import Mark, marked_lines, tag_open
from civictext.render.table import format_value
from civictext.text.alignment import Span

HEADINGS = ("value", "as written", "kind", "subject", "compared with", "period", "place", "sure")
_ARROWS = {"up": " ↑", "down": " ↓", None: ""}
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Content security policy of the page: even markup that slipped through could load or run nothing."""


@cache
def stylesheet(name: str) -> str:
    """Return a style sheet of this package, as it goes into a page."""
    return (Path(__file__).parent / f"{name}.css").read_text("utf-8")


def document_html(doc: Document) -> str:
    """Return an article as a fragment that stands alone in a notebook; `Document._repr_html_`.

    Figures link to their row in the table and back; acronyms show their long form when pointed at.
    """
    key = blake2b(f"{doc.id}\n{doc.text}".encode(), digest_size=4).hexdigest()
    body = article_html(doc, prefix=f"ct{key}-")
    return f'<div class="civictext"><style>{stylesheet("document")}</style>{body}</div>'


def page_html(docs: Sequence[Document], *, title: str = "civictext") -> str:
    """Return a whole page over some articles: self-contained, for any browser, without script.

    Args:
        docs: analysed documents.
        title: of the page.
    """
    articles = [article_html(doc, prefix=f"d{n}-") for n, doc in enumerate(docs)]
    contents = _contents(docs) if len(docs) > 1 else ""
    return (
        f'<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{stylesheet('document')}</style></head>\n"
        f'<body class="civictext"><h1>{escape(title)}</h1>{contents}<main>{"".join(articles)}</main>'
        "</body></html>\n"
    )


def article_html(doc: Document, *, prefix: str) -> str:
    """Return an article as one element; `prefix` keeps its ids apart from those of others."""
    lines = doc.lines or tuple(_plain_lines(doc.text))
    texts = marked_lines(doc.text, [line.span for line in lines], _marks(doc, prefix))
    text = "\n".join(_line_html(line, html) for line, html in zip(lines, texts, strict=True))
    has_title = any(line.role == "title" for line in lines)
    head = f"<h2>{escape(doc.title)}</h2>" if doc.title and not has_title else ""
    return (
        f'<article id="{prefix}article">{head}{_summary(doc)}<div class="ct-text">{text}</div>'
        f"{figures_html(doc, prefix=prefix)}</article>"
    )


def figures_html(doc: Document, *, prefix: str) -> str:
    """Return the table of the figures of an article, each linked to its place in the text."""
    if not doc.indicators:
        return ""
    head = "".join(f'<th scope="col">{name}</th>' for name in HEADINGS)
    rows = "\n".join(_row_html(i, n, prefix) for n, i in enumerate(doc.indicators))
    return (
        '<div class="ct-scroll"><table class="ct-figures">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _plain_lines(text: str) -> Iterator[Line]:
    """Yield the lines that are not blank, where no step has labelled them."""
    at = 0
    for line in text.splitlines(keepends=True):
        start, end = at + len(line) - len(line.lstrip()), at + len(line.rstrip())
        at += len(line)
        if end > start:
            yield Line(Span(start, end), "body")


def _line_html(line: Line, html: str) -> str:
    attributes = [("class", f"ct-{line.role}")]
    if line.role not in ARTICLE_ROLES:
        attributes.append(("data-role", line.role))
    return f"{tag_open('p', attributes)}{html}</p>"


def _summary(doc: Document) -> str:
    """Say in one list what the article is about, from when, and how its acronyms are read."""
    items = [
        f'<li class="ct-topic">{escape(topic.name or topic.id)} {topic.score:.0%}</li>'
        for topic in doc.topics
        if topic.role or topic is doc.topic
    ]
    known = {a.short: a.long for a in doc.acronyms if a.long}
    facts = [doc.date, doc.id, f"{len(doc.indicators)} figures", *(f"{s} = {x}" for s, x in known.items())]
    items += [f"<li>{escape(fact)}</li>" for fact in facts if fact]
    return f'<ul class="ct-meta">{"".join(items)}</ul>'


def _contents(docs: Sequence[Document]) -> str:
    items = (
        f'<li><a href="#d{n}-article">{escape(doc.headline or doc.id or f"article {n + 1}")}</a></li>'
        for n, doc in enumerate(docs)
    )
    return f'<nav aria-label="Articles"><ol>{"".join(items)}</ol></nav>'


def _marks(doc: Document, prefix: str) -> list[Mark]:
    spans = doc.topics[0].evidence if doc.topics else ()
    evidence = [Mark(span, "span", (("class", "ct-evidence"),)) for span in spans]
    acronyms = [Mark(a.span, "abbr", _acronym_attributes(a)) for a in doc.acronyms]
    figures = [
        Mark(i.span, "a", _figure_attributes(i, f"#{prefix}r{n}"), id=f"{prefix}f{n}")
        for n, i in enumerate(doc.indicators)
    ]
    return [*evidence, *figures, *acronyms]


def _acronym_attributes(acronym: Acronym) -> tuple[tuple[str, str], ...]:
    if acronym.long:
        return (("title", f"{acronym.long} ({acronym.method}, {acronym.confidence:.0%})"),)
    candidates = f": {'; '.join(acronym.candidates)}?" if acronym.candidates else ""
    return (("class", "ct-unsure"), ("title", f"not sure{candidates}"))


def _figure_attributes(i: Indicator, row: str) -> tuple[tuple[str, str], ...]:
    classes = ["ct-figure"] + [f"ct-{i.status}"] * (i.status != "actual")
    classes += ["ct-incidental"] * ("incidental" in i.flags)
    facts = (i.subject, figure_text(i), describe_kind(i), i.baseline, i.period, i.place)
    return (("class", " ".join(classes)), ("href", row), ("title", " · ".join(filter(None, facts))))


def figure_text(i: Indicator) -> str:
    """Return the value with its unit, as Vietnamese writes it.

    >>> from decimal import Decimal
    >>> figure_text(Indicator(Span(0, 4), "1,5 tỷ", Decimal(1500000000), Span(0, 9), unit="VND"))
    '1.500.000.000 VND'
    """
    return with_unit(format_value(i), i.unit)


def with_unit(number: str, unit: str | None) -> str:
    """Return a number that is written already with its unit behind it.

    >>> with_unit("1,5", "%"), with_unit("12", "hộ"), with_unit("3", None)
    ('1,5%', '12 hộ', '3')
    """
    return number + {None: "", "%": "%"}.get(unit, f" {unit}")


def describe_kind(i: Indicator) -> str:
    """Return kind, direction and, unless the figure is an actual, its status."""
    return i.kind + _ARROWS[i.direction] + ("" if i.status == "actual" else f", {i.status}")


def _row_html(i: Indicator, n: int, prefix: str) -> str:
    plain = (describe_kind(i), i.subject, i.baseline, i.period, i.place, f"{i.confidence:.0%}")
    cells = [escape(figure_text(i)), _written(i, n, prefix), *(escape(cell or "") for cell in plain)]
    attributes = [[("data-label", name)] for name in HEADINGS]
    attributes[0].append(("class", "ct-value"))
    row = "".join(f"{tag_open('td', a)}{cell}</td>" for a, cell in zip(attributes, cells, strict=True))
    return f"{tag_open('tr', [('id', f'{prefix}r{n}'), ('title', i.rule)])}{row}</tr>"


def _written(i: Indicator, n: int, prefix: str) -> str:
    """Return the figure as the article writes it, linked to its place, with remarks."""
    unit = f" {escape(i.unit_text)}" if i.unit_text else ""
    remarks = [escape(flag.replace("_", " ")) for flag in i.flags]
    if i.same_as is not None:
        remarks.append(f'as <a href="#{prefix}r{i.same_as}">stated before</a>')
    small = f"<small>{'; '.join(remarks)}</small>" if remarks else ""
    return f'<a href="#{prefix}f{n}">{escape(i.text)}</a>{unit}{small}'
