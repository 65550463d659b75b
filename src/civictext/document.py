"""The data model: a `Document` and what its steps find in it.

Everything is immutable. Spans are half-open code-point ranges of `Document.text`; values are
`decimal.Decimal`. The meaning of each field is documented in docs/fields.md.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from dataclasses import fields as dataclass_fields
from decimal import Decimal
from typing import Any, Literal, TypeVar

from civictext.text.alignment import Alignment, Change, Span, revert

Role = Literal[
    "title", "lead", "body", "heading", "caption", "byline", "updated",
    "menu", "counter", "related", "ad", "slogan", "share", "footer",
]  # fmt: skip
ARTICLE_ROLES: frozenset[str] = frozenset({"title", "lead", "body", "heading", "caption", "byline"})
"""Roles of lines that belong to the article; all others are furniture of the page."""
READ_ROLES: frozenset[str] = ARTICLE_ROLES - {"byline"}
"""Roles of lines in which acronyms, indicators and topic evidence are looked for."""

Method = Literal["definition", "document", "lexicon", "context", "unknown"]
Kind = Literal["level", "share", "change", "attainment", "duration", "age", "other"]
Direction = Literal["up", "down"]
Comparator = Literal["=", "~", ">", ">=", "<", "<="]
Status = Literal["actual", "estimate", "target"]
Reason = Literal[
    "date", "time", "docnum", "ordinal", "name", "vague",
    "furniture", "score", "identifier", "address", "other",
]  # fmt: skip

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text, without its line break, and the part it plays on the page."""

    span: Span
    role: Role


_PLAIN_LINE = re.compile(r"\S(?:[^\n]*\S)?")


def plain_lines(text: str) -> tuple[Line, ...]:
    """Return the lines of a text that are not blank, all of them as body."""
    return tuple(Line(Span(*match.span()), "body") for match in _PLAIN_LINE.finditer(text))


@dataclass(frozen=True, slots=True)
class Acronym:
    """A mention of a short form; `long` is None where the sense is not sure."""

    span: Span
    short: str
    long: str | None
    method: Method
    confidence: float
    long_span: Span | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """What `parse_quantity` reads: a value with its unit and comparator, without context."""

    value: Decimal
    value_max: Decimal | None = None
    denominator: Decimal | None = None
    unit: str | None = None
    unit_text: str | None = None
    comparator: Comparator = "="


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure of the article with its context; the columns of the indicator table."""

    span: Span
    text: str
    value: Decimal
    sentence: Span
    value_max: Decimal | None = None
    denominator: Decimal | None = None
    unit: str | None = None
    unit_text: str | None = None
    kind: Kind = "level"
    direction: Direction | None = None
    comparator: Comparator = "="
    status: Status = "actual"
    subject: str | None = None
    subject_span: Span | None = None
    baseline: str | None = None
    baseline_span: Span | None = None
    period: str | None = None
    period_span: Span | None = None
    place: str | None = None
    place_span: Span | None = None
    rule: str = ""
    confidence: float = 0.0
    flags: tuple[str, ...] = ()
    same_as: int | None = None
    """Index in `Document.indicators` of the first statement of the same figure."""


def _filler(cls: type[T]) -> Callable[..., T]:
    """Return a constructor of a frozen dataclass that takes all fields in order, in a third of the time.

    A frozen class sets one field after the other past its own guard. Here an open twin with the same slots
    is filled, and then becomes one of the class. As in `dataclasses`, the function is written for the fields.
    """
    names = [each.name for each in dataclass_fields(cls)]  # type: ignore[arg-type]
    fill = "".join(f"    filled.{name} = {name}\n" for name in names)
    code = f"def new({', '.join(names)}):\n    filled = twin()\n{fill}    filled.__class__ = cls\n    return filled"
    return _function(code, names, cls)


def _copier(cls: type[T]) -> Callable[[T], Any]:
    """Return a function that copies a frozen dataclass to an open twin, which is to become one of the class."""
    names = [each.name for each in dataclass_fields(cls)]  # type: ignore[arg-type]
    fill = "".join(f"    copy.{name} = old.{name}\n" for name in names)
    return _function(f"def new(old):\n    copy = twin()\n{fill}    return copy", names, cls)


def _function(code: str, slots: list[str], cls: type) -> Callable[..., Any]:
    """Return the function `new` that is defined by code about a class and its twin."""
    scope: dict[str, Any] = {"cls": cls, "twin": type("Open", (), {"__slots__": slots})}
    exec(code, scope)
    new: Callable[..., Any] = scope["new"]
    return new


new_acronym = _filler(Acronym)
new_indicator = _filler(Indicator)
new_line = _filler(Line)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A number of the article that is no quantity, and the class of the reason."""

    span: Span
    text: str
    reason: Reason


new_rejected = _filler(Rejected)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with its probability; `role` tells whether the article counts under it."""

    id: str
    score: float
    name: str = ""
    role: Literal["primary", "secondary"] | None = None
    evidence: tuple[Span, ...] = ()


new_topic = _filler(Topic)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text as underthesea segments it, with its part of speech."""

    span: Span
    text: str
    tag: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity of the text as underthesea finds it: PER, LOC or ORG."""

    span: Span
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Document:
    """An article and everything that the pipeline found in it. Immutable.

    Steps return a new document with `with_`. What can be derived is a property.
    """

    source: str
    text: str
    changes: tuple[Change, ...] = ()
    id: str | None = None
    title: str | None = None
    date: str | None = None
    """Date of publication, `YYYY-MM-DD`, or `YYYY-MM`, or `YYYY`; resolves `năm nay`, `9 tháng đầu năm`."""
    url: str | None = None
    version: str = ""
    lines: tuple[Line, ...] = ()
    sentences: tuple[Span, ...] = ()
    acronyms: tuple[Acronym, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    topics: tuple[Topic, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    _cache: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def from_source(cls, source: str, **metadata: Any) -> Document:
        """Start a document: its text is its source, as yet unchanged."""
        return _EMPTY.with_(source=source, text=source, **metadata)

    def with_(self, **fields: Any) -> Document:
        """Return a copy with some fields replaced; in a fraction of the time of `dataclasses.replace`."""
        copy = _open_copy(self)
        for name, value in fields.items():
            setattr(copy, name, value)
        copy._cache = {}
        copy.__class__ = Document
        document: Document = copy
        return document

    def _cached(self, key: str, make: Callable[[], T]) -> T:
        if key not in self._cache:
            self._cache[key] = make()
        value: T = self._cache[key]
        return value

    @property
    def alignment(self) -> Alignment:
        """The positions of `source` and `text` against each other."""
        return self._cached("alignment", lambda: Alignment(self.changes))

    def to_source(self, span: tuple[int, int]) -> Span:
        """Map a span of `text` to the span of `source` that it came from."""
        return self.alignment.to_source(span)

    def to_text(self, span: tuple[int, int]) -> Span:
        """Map a span of `source` to the span of `text` that it became."""
        return self.alignment.to_text(span)

    @property
    def topic(self) -> Topic | None:
        """The best topic, or None where none was assigned."""
        return self.topics[0] if self.topics else None

    @property
    def headline(self) -> str | None:
        """The title given with the article, else its first line with the role of a title."""
        if self.title:
            return self.title
        return next((self.text[slice(*line.span)] for line in self.lines if line.role == "title"), None)

    @property
    def layout(self) -> tuple[Line, ...]:
        """The lines with their roles; where none were labelled, every line is body."""
        return self.lines or self._cached("layout", lambda: plain_lines(self.text))

    @property
    def read_spans(self) -> list[Span]:
        """Spans of the lines in which acronyms, indicators and topics are looked for."""
        return [line.span for line in self.layout if line.role in READ_ROLES]

    @property
    def expanded(self) -> str:
        """The text with acronyms written out; those that are not sure stay as they are."""
        from civictext.acronyms.expansion import write_out

        return self._cached("expanded", lambda: write_out(self.text, self.acronyms))

    @property
    def words(self) -> tuple[Word, ...]:
        """Words with parts of speech, by underthesea (slow: 0.1 MB/s; made when asked for)."""
        from civictext.text.words import tag_words

        return self._cached("words", lambda: tag_words(self))

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Named entities, by underthesea (slow; made when asked for)."""
        from civictext.text.words import tag_entities

        return self._cached("entities", lambda: tag_entities(self))

    def sentence_at(self, position: int) -> Span | None:
        """Return the sentence that holds a position of the text, or None."""
        i = bisect_right(self.sentences, (position, len(self.text) + 1)) - 1
        if i >= 0 and position < self.sentences[i][1]:
            return self.sentences[i]
        return None

    def to_dict(self, *, rejected: bool = False) -> dict[str, Any]:
        """Return plain data for JSON: the contract of `civictext analyze --format jsonl`.

        Args:
            rejected: also list the numbers that are no quantities.
        """
        data: dict[str, Any] = {
            "id": self.id,
            "version": self.version,
            "source_chars": len(self.source),
            "title": self.title,
            "date": self.date,
            "url": self.url,
            "text": self.text,
            "changes": [list(change) for change in self.changes],
            "lines": [{**self._spans(line.span), "role": line.role} for line in self.lines],
            "sentences": [list(span) for span in self.sentences],
            "acronyms": [self._acronym_dict(acronym) for acronym in self.acronyms],
            "indicators": [self._indicator_dict(indicator) for indicator in self.indicators],
            "topics": [_topic_dict(topic) for topic in self.topics],
        }
        if rejected:
            data["rejected"] = [{**self._spans(r.span), "text": r.text, "reason": r.reason} for r in self.rejected]
        return data

    def _spans(self, span: Span) -> dict[str, list[int]]:
        return {"span": list(span), "source_span": list(self.to_source(span))}

    def _acronym_dict(self, a: Acronym) -> dict[str, Any]:
        return {
            **self._spans(a.span),
            "short": a.short,
            "long": a.long,
            "method": a.method,
            "confidence": a.confidence,
            "long_span": list(a.long_span) if a.long_span else None,
            "long_source_span": list(self.to_source(a.long_span)) if a.long_span else None,
            "candidates": list(a.candidates),
        }

    def _indicator_dict(self, i: Indicator) -> dict[str, Any]:
        data: dict[str, Any] = self._spans(i.span)
        for name in _INDICATOR_FIELDS:
            value = getattr(i, name)
            if isinstance(value, Decimal):
                value = format(value, "f")
            elif isinstance(value, tuple):
                value = list(value)
            data[name] = value
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Document:
        """Rebuild a document from `to_dict`, source included."""
        changes = tuple(Change(*change) for change in data["changes"])
        return cls(
            source=revert(data["text"], changes),
            changes=changes,
            lines=tuple(Line(Span(*line["span"]), line["role"]) for line in data["lines"]),
            sentences=tuple(Span(*span) for span in data["sentences"]),
            acronyms=tuple(map(_acronym_from, data["acronyms"])),
            indicators=tuple(map(_indicator_from, data["indicators"])),
            topics=tuple(map(_topic_from, data["topics"])),
            rejected=tuple(Rejected(Span(*r["span"]), r["text"], r["reason"]) for r in data.get("rejected", ())),
            **{name: data[name] for name in ("id", "version", "title", "date", "url", "text")},
        )

    def _repr_html_(self) -> str:
        from civictext.render.html import document_html

        return document_html(self)


_open_copy = _copier(Document)
_EMPTY = Document("", "")
_INDICATOR_FIELDS = tuple(name for name in Indicator.__slots__ if name != "span")
_DECIMALS = ("value", "value_max", "denominator")


def _topic_dict(topic: Topic) -> dict[str, Any]:
    return {
        "id": topic.id,
        "score": topic.score,
        "name": topic.name,
        "role": topic.role,
        "evidence": [list(span) for span in topic.evidence],
    }


def _topic_from(data: Mapping[str, Any]) -> Topic:
    return Topic(**{**data, "evidence": tuple(Span(*span) for span in data["evidence"])})


def _span_or_none(value: Any) -> Span | None:
    return None if value is None else Span(*value)


def _acronym_from(data: Mapping[str, Any]) -> Acronym:
    fields = {name: data[name] for name in ("short", "long", "method", "confidence")}
    return Acronym(
        span=Span(*data["span"]),
        long_span=_span_or_none(data["long_span"]),
        candidates=tuple(data["candidates"]),
        **fields,
    )


def _indicator_from(data: Mapping[str, Any]) -> Indicator:
    fields = {name: data[name] for name in ("span", *_INDICATOR_FIELDS)}
    for name in fields:
        if name in _DECIMALS and fields[name] is not None:
            fields[name] = Decimal(fields[name])
        elif name == "span" or name == "sentence" or name.endswith("_span"):
            fields[name] = _span_or_none(fields[name])
    fields["flags"] = tuple(fields["flags"])
    return Indicator(**fields)
