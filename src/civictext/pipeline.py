"""The pipeline: ordered steps from a text to a `Document`, as one call or as a stream."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from os import PathLike
from typing import Any, Literal, Protocol, overload

from civictext import __version__
from civictext.document import Document
from civictext.errors import InputError, InputTypeError

STEP_NAMES = ("normalize", "lines", "sentences", "acronyms", "indicators", "topics")
MAX_CHARS = 10_000_000
"""Longest text that is taken; a longer one is most likely a whole archive in one file."""
AT_ONCE = 32
"""How many articles of a stream go through the steps together."""


class Step(Protocol):
    """What a step is: a name, a version that its results depend on, `Document -> Document`."""

    @property
    def name(self) -> str:
        """Name of the step in `Pipeline.step_names` and `exclude`."""

    @property
    def version(self) -> str:
        """Changes whenever the step may give other results: rules, tables, model, options."""

    def __call__(self, doc: Document) -> Document:
        """Return the document with what the step found."""


class Pipeline:
    """Ordered steps. Made by `civictext.load`; call it on a text, or `pipe` a stream of texts."""

    def __init__(self, steps: Sequence[Step], *, max_chars: int = MAX_CHARS) -> None:
        self.steps = tuple(steps)
        self.max_chars = max_chars

    @property
    def step_names(self) -> list[str]:
        """Names of the steps in the order in which they run."""
        return [step.name for step in self.steps]

    @cached_property
    def config_hash(self) -> str:
        """Hash of everything that results depend on: versions, steps, tables, models, options."""
        config = [__version__, *((step.name, step.version) for step in self.steps)]
        return hashlib.blake2b(json.dumps(config).encode(), digest_size=8).hexdigest()

    @cached_property
    def version(self) -> str:
        """Package version and config hash, as stamped on every document."""
        return f"{__version__}+{self.config_hash}"

    def __call__(
        self,
        text: str,
        *,
        id: str | None = None,
        title: str | None = None,
        date: str | datetime.date | None = None,
        url: str | None = None,
    ) -> Document:
        """Analyse one article.

        Args:
            text: the article, junk lines included; offsets of the results refer to it.
            id: any name for the article; comes back as `doc.id`.
            title: its headline, where the text does not hold it.
            date: day of publication, `YYYY-MM-DD`, `DD/MM/YYYY` or a `datetime.date`.
            url: address it came from; comes back as `doc.url`.

        Raises:
            InputTypeError: `text` is no `str`, or another argument is of the wrong type.
            InputError: the text holds a lone surrogate or a NUL or is longer than
                `max_chars`; or the date cannot be read.
        """
        return self.run([self.start(text, id=id, title=title, date=date, url=url)])[0]

    def from_html(self, page: str, *, id: str | None = None, url: str | None = None) -> Document:
        """Analyse a saved page: trafilatura finds its text, title and date (extra `html`).

        Offsets refer to the extracted text, `doc.source`, not to the page.
        """
        return self.run([self.start_html(page, id=id, url=url)])[0]

    def start(
        self,
        text: str,
        *,
        id: str | None = None,
        title: str | None = None,
        date: str | datetime.date | None = None,
        url: str | None = None,
    ) -> Document:
        """Check an article, and return it as a document that no step has seen; arguments and errors as of a call."""
        check_text(text, self.max_chars)
        return Document.from_source(text, id=id, title=title, date=parse_date(date), url=url, version=self.version)

    def start_html(self, page: str, *, id: str | None = None, url: str | None = None) -> Document:
        """Return the article of a saved page as a document that no step has seen."""
        from civictext.text.html import extract

        article = extract(page)
        return self.start(article.text, id=id, title=article.title, date=article.date, url=url or article.url)

    def run(self, docs: Iterable[Document]) -> list[Document]:
        """Take documents that were started through the steps, each step over all of them.

        A few articles (`AT_ONCE`) take a seventh less time so than one after another, for what a step reads of
        its tables stays in the caches of the processor; the results are the same.
        """
        done = list(docs)
        for step in self.steps:
            done = [step(doc) for doc in done]
        return done

    @overload
    def pipe(
        self,
        texts: Iterable[str],
        *,
        as_tuples: Literal[False] = False,
        error_handler: Callable[[Any, Exception], None] | None = None,
    ) -> Iterator[Document]: ...

    @overload
    def pipe(
        self,
        texts: Iterable[tuple[str, Any]],
        *,
        as_tuples: Literal[True],
        error_handler: Callable[[Any, Exception], None] | None = None,
    ) -> Iterator[tuple[Document, Any]]: ...

    def pipe(
        self,
        texts: Iterable[Any],
        *,
        as_tuples: bool = False,
        error_handler: Callable[[Any, Exception], None] | None = None,
    ) -> Iterator[Any]:
        """Analyse a stream of texts as they are asked for, `AT_ONCE` at a time.

        Args:
            texts: texts, or `(text, context)` pairs with `as_tuples`.
            as_tuples: yield `(doc, context)` pairs.
            error_handler: called with the item and the error of a bad text, which is then
                left out; without it the error is raised.
        """
        started: list[tuple[Document, Any]] = []
        for item in texts:
            text, context = item if as_tuples else (item, None)
            try:
                started.append((self.start(text), context))
            except (InputError, InputTypeError) as error:
                if error_handler is None:
                    yield from self._finish(started, as_tuples=as_tuples)
                    raise
                error_handler(item, error)
            if len(started) == AT_ONCE:
                yield from self._finish(started, as_tuples=as_tuples)
                started.clear()
        yield from self._finish(started, as_tuples=as_tuples)

    def _finish(self, started: list[tuple[Document, Any]], *, as_tuples: bool) -> Iterator[Any]:
        for doc, (_, context) in zip(self.run(doc for doc, _ in started), started, strict=True):
            yield (doc, context) if as_tuples else doc

    def __repr__(self) -> str:
        return f"<Pipeline {' → '.join(self.step_names)} {self.version}>"


def load(
    *,
    model: str | PathLike[str] | None = None,
    exclude: Iterable[str] = (),
    acronyms: str | PathLike[str] | None = None,
    boilerplate: str | PathLike[str] | None = None,
    tone_style: Literal["old", "new", "keep"] = "old",
    abstain_below: float = 0.0,
    max_chars: int = MAX_CHARS,
) -> Pipeline:
    """Make the pipeline, offline, with the bundled model.

    Args:
        model: folder of another topic model, as `civictext train-topics` writes it.
        exclude: names of steps to leave out, of `STEP_NAMES`.
        acronyms: a table of your own short forms; its rows win over the bundled ones.
        boilerplate: a table of repeated lines, as `civictext learn-boilerplate` writes it.
        tone_style: where tone marks go, see `civictext.normalize`.
        abstain_below: assign no topic whose probability is lower.
        max_chars: longest text that is taken.

    Raises:
        InputError: `exclude` names a step that does not exist.
        ModelError: the model is damaged or of another version.
        LexiconError: the table of acronyms has a bad row.
    """
    excluded = {exclude} if isinstance(exclude, str) else set(exclude)
    if unknown := excluded - set(STEP_NAMES):
        raise InputError(f"no step is called {', '.join(sorted(unknown))}; steps are {', '.join(STEP_NAMES)}")
    from civictext.text.steps import LineStep, NormalizeStep, SentenceStep

    def acronym_step() -> Step:
        from civictext.acronyms.step import AcronymStep

        return AcronymStep.load(acronyms)

    def indicator_step() -> Step:
        from civictext.indicators.step import IndicatorStep

        return IndicatorStep()

    def topic_step() -> Step:
        from civictext.topics.step import TopicStep

        return TopicStep.load(model, abstain_below=abstain_below)

    makers: dict[str, Callable[[], Step]] = {
        "normalize": lambda: NormalizeStep(tone_style=tone_style),
        "lines": lambda: LineStep.load(boilerplate),
        "sentences": SentenceStep,
        "acronyms": acronym_step,
        "indicators": indicator_step,
        "topics": topic_step,
    }
    return Pipeline([makers[name]() for name in STEP_NAMES if name not in excluded], max_chars=max_chars)


def check_text(text: object, max_chars: int = MAX_CHARS) -> None:
    """Raise if a text cannot be analysed, with what it is and what to do."""
    if not isinstance(text, str):
        hint = ": decode it first, for example text.decode('utf-8')" if isinstance(text, bytes) else ""
        raise InputTypeError(f"text must be a str, not {type(text).__name__}{hint}")
    if len(text) > max_chars:
        raise InputError(
            f"text has {len(text):,} characters, more than max_chars={max_chars:,}: "
            "split it into articles, or load(max_chars=…)"
        )
    if "\x00" in text:
        raise InputError(f"text holds a NUL at {text.index(chr(0))}: is this a binary file? Remove it first")
    try:
        text.encode("utf-16-le")  # of all that refuse a lone surrogate the quickest
    except UnicodeEncodeError as error:
        raise InputError(
            f"text holds a lone surrogate {text[error.start]!a} at {error.start}: "
            "it was decoded wrongly, read it again with its right encoding"
        ) from None


_DATE = re.compile(
    r"(?<![0-9])(?:"
    r"(?P<y>[12][0-9]{3})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})"  # 2024-02-09, with or without a time
    r"|(?P<d2>[0-9]{1,2})(?P<sep>[/.-])(?P<m2>[0-9]{1,2})(?P=sep)(?P<y2>[12][0-9]{3}|[0-9]{2})"  # 9/2/2024
    r"|(?P<y3>[12][0-9]{3})(?P<m3>[0-9]{2})(?P<d3>[0-9]{2})"  # 20240209
    r")(?![0-9])"
)
_YEAR_OR_MONTH = re.compile(
    r"(?P<y>[12][0-9]{3})(?:-(?P<m>0[1-9]|1[0-2]))?|(?P<m2>0?[1-9]|1[0-2])/(?P<y2>[12][0-9]{3})"
)
# 2024 (crawl), 2017-02..07: a stamp that says the year and little more
_YEAR_AND_MORE = re.compile(r"((?:19|20)[0-9]{2})(?: ?\(.*\)|-[0-9]{2}\.\.[0-9]{2}.*)")


def parse_date(date: str | datetime.date | None) -> str | None:
    """Return a date as `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; None and blank text stay None.

    The day may stand in a stamp, as portals write it. Day before month, as everywhere in Viet Nam.
    Of a stamp that says less, such as `2024 (crawl)` or `2017-02..07`, the year is kept.

    >>> parse_date("Thứ sáu, 9/2/2024, 10:16 (GMT+7)")
    '2024-02-09'
    >>> parse_date("02/2024")
    '2024-02'

    Raises:
        InputError: it is no date.
        InputTypeError: it is neither a `str` nor a `datetime.date`.
    """
    if date is None:
        return None
    if isinstance(date, datetime.date):
        return date.strftime("%Y-%m-%d")
    if not isinstance(date, str):
        raise InputTypeError(f"date must be a str or a datetime.date, not {type(date).__name__}")
    text = date.strip()
    if not text:
        return None
    if match := _YEAR_OR_MONTH.fullmatch(text):
        month = match["m"] or match["m2"]
        return (match["y"] or match["y2"]) + (f"-{int(month):02}" if month else "")
    if match := _DATE.search(text):
        year, month, day = (int(match[k] or match[f"{k}2"] or match[f"{k}3"]) for k in "ymd")
        try:
            return datetime.date(year if year > 99 else 2000 + year, month, day).isoformat()
        except ValueError:
            pass
    elif match := _YEAR_AND_MORE.fullmatch(text):
        return match[1]
    raise InputError(f"date {date!r} cannot be read: write it as YYYY-MM-DD or DD/MM/YYYY")
