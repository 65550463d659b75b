"""Which time a figure is about: the time expression that governs it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from civictext.indicators.measures import Measure
from civictext.indicators.periods import COMPARED, TimeMention
from civictext.indicators.scopes import (
    NEAR,
    Article,
    Candidate,
    Scope,
    bucket,
    commas,
    opens_sentence,
    ruled,
    word_before,
)
from civictext.indicators.vocabulary import one_of

_DOCUMENT = re.compile(rf"(?:{one_of('dated by itself')}|số [\w/.-]+)[^,;.()]{{0,12}}$", re.IGNORECASE)
"""What stands before a date that belongs to a document, a plan or a birth, not to the figure."""


class TimeScope(Scope):
    """Finds the time of each figure of a document, in order."""

    slot = "period"

    def __init__(self, article: Article, mentions: Sequence[TimeMention]) -> None:
        super().__init__(article, [mention.span for mention in mentions])
        self.mentions = mentions
        self.own = [self._features(i) for i in range(len(mentions))]
        self.compared = ["compared" in own for own in self.own]
        self.frame = ["frame" in own for own in self.own]
        self.frames = [
            i for i, mention in enumerate(mentions)
            if self.frame[i] and mention.type not in ("day", "now") and mention.period is not None
        ]  # fmt: skip

    def _features(self, i: int) -> tuple[str, ...]:
        """Describe a mention by itself."""
        text = self.article.text
        mention = self.mentions[i]
        start, end = mention.span
        sentence = self.article.bounds(self.where[i])[0]
        left = text[max(sentence, start - 45) : start]
        found = [f"type={mention.type}", f"prev={word_before(text, start)}"]
        if opens_sentence(text, sentence, start):
            found.append("frame")
        if COMPARED.search(left):
            found.append("compared")
        if _DOCUMENT.search(left):
            found.append("document")
        if text[end : end + 1] in (",", ")", "."):
            found.append("next=" + text[end : end + 1])
        if mention.period is None:
            found.append("undated")
        return tuple(found)

    def _beside(
        self, measure: Measure, first: int, here: int, number: int, previous: int | None
    ) -> list[Candidate]:
        text = self.article.text
        found: list[Candidate] = []
        rank = 0
        for i in range(here - 1, max(first, here - NEAR) - 1, -1):
            gap = text[self.ends[i] : measure.span.start]
            features = ["here", f"before#{rank}", f"before:{self.mentions[i].type}", commas(gap, "commas")]
            if ";" in gap:
                features.append("semicolon")
            if len(gap) < 12:
                features.append("near")
            if i == previous:
                features.append("again")
            if not self.compared[i] and rank < 3:
                rank += 1
            found.append(Candidate(i, self.own[i], tuple(features)))
        end = self.article.bounds(number)[1]
        for rank, i in enumerate(range(here, min(here + NEAR, len(self.starts)))):
            if self.starts[i] >= end:
                break
            gap = text[measure.span.end : self.starts[i]]
            features = [
                "here",
                f"after#{min(rank, 2)}",
                f"after:{self.mentions[i].type}",
                commas(gap, "after-commas"),
            ]
            if ";" in gap:
                features.append("after-semicolon")
            if len(gap) < 25:
                features.append("after-near")
            found.append(Candidate(i, self.own[i], tuple(features)))
        return found

    def _earlier(
        self, first: int, number: int, previous: int | None, previous_figure: int, kind: str, opening: str
    ) -> list[Candidate]:
        chosen = list(range(first - 1, max(0, first - 4) - 1, -1))
        at = bisect_left(self.frames, first) - 1
        frame = self.frames[at] if at >= 0 else None
        for i in (previous, frame):
            if i is not None and i < first and i not in chosen:
                chosen.append(i)
        line_start = self.article.line_start(number)
        found = []
        for rank, i in enumerate(chosen):
            sort = self.mentions[i].type
            away = bucket(number - self.where[i])
            same_line = self.starts[i] >= line_start
            features = [
                "earlier",
                f"earlier#{rank}",
                f"distance={away}",
                f"earlier:{sort}",
                f"line={same_line}:{away}",
            ]
            if i == previous:
                features += ruled(previous_figure, number, same_line, sort, opening)
                features += (
                    f"ruled-dense={self.article.density}",
                    f"ruled-dense={self.article.density}:{sort}",
                )
            else:
                features += (f"opening={opening}", f"earlier:{kind}", f"earlier-dense={self.article.density}")
            if i == frame:
                features += ("latest-frame", f"latest-frame:{sort}:{away}")
            if self.frame[i]:
                features += ("earlier-frame", f"frame:{sort}")
            if self.where[i] == previous_figure:
                features.append("beside-figure")
            found.append(Candidate(i, self.own[i], tuple(features)))
        return found

    def _about_none(self) -> str:
        return f"none-dense={self.article.density}"
