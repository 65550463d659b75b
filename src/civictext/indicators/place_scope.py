"""Which place a figure is about: the named place that governs it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from civictext.indicators.measures import Measure
from civictext.indicators.places import PlaceMention
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

_DIGIT = re.compile("[0-9]")


class PlaceScope(Scope):
    """Finds the place of each figure of a document, in order."""

    slot = "place"

    def __init__(self, article: Article, mentions: Sequence[PlaceMention]) -> None:
        super().__init__(article, [mention.span for mention in mentions])
        self.mentions = mentions
        counts = Counter(mention.key for mention in mentions)
        self.share = {key: count / len(mentions) for key, count in counts.items()}
        self.main = min(counts, key=lambda key: (-counts[key], key), default="")
        self.main_first = next((i for i, mention in enumerate(mentions) if mention.key == self.main), None)
        self.title_keys = {mention.key for mention in mentions if mention.span.start < article.title_end}
        self.standing = [self._standing(mention.key) for mention in mentions]
        self.own = [self._features(i) for i in range(len(mentions))]

    def _standing(self, key: str) -> str:
        """Describe how much of the article is about a place."""
        share = self.share[key]
        amount = "all" if share > 0.5 else "much" if share > 0.25 else "some" if share > 0.1 else "little"
        return amount + ("-titled" if key in self.title_keys else "") + ("-main" if key == self.main else "")

    def _features(self, i: int) -> tuple[str, ...]:
        """Describe a mention by itself."""
        text = self.article.text
        mention = self.mentions[i]
        start, end = mention.span
        sentence = self.article.bounds(self.where[i])[0]
        found = [f"level={mention.level}", f"prev={word_before(text, start)}", f"kind={mention.classifier}"]
        found.append("standing=" + self.standing[i])
        if opens_sentence(text, sentence, start):
            found.append("frame")
        if mention.named:
            found.append("spoken-of")
        if text[end : end + 1] in (",", ")", ":", ";"):
            found.append("next=" + text[end : end + 1])
        return tuple(found)

    def _beside(
        self, measure: Measure, first: int, here: int, number: int, previous: int | None
    ) -> list[Candidate]:
        text = self.article.text
        key = None if previous is None else self.mentions[previous].key
        found: list[Candidate] = []
        for rank, i in enumerate(range(here - 1, max(first, here - NEAR) - 1, -1)):
            gap = text[self.ends[i] : measure.span.start]
            features = (
                "here",
                f"before#{min(rank, 3)}",
                f"before:{self.mentions[i].level}",
                commas(gap, "commas"),
            )
            found.append(Candidate(i, self.own[i], features + self._gap(gap, i, key, "")))
        end = self.article.bounds(number)[1]
        for rank, i in enumerate(range(here, min(here + NEAR, len(self.starts)))):
            if self.starts[i] >= end:
                break
            gap = text[measure.span.end : self.starts[i]]
            features = (
                "here",
                f"after#{min(rank, 2)}",
                f"after:{self.mentions[i].level}",
                commas(gap, "after-commas"),
            )
            found.append(Candidate(i, self.own[i], features + self._gap(gap, i, key, "after-")))
        return found

    def _gap(self, gap: str, i: int, previous_key: str | None, side: str) -> tuple[str, ...]:
        """Describe what stands between a mention and a figure."""
        features: tuple[str, ...] = ()
        if ";" in gap:
            features += (side + "semicolon",)
        if len(gap) < 14:
            features += (side + "near",)
        if _DIGIT.search(gap):
            features += (side + "figure-between",)
        if self.mentions[i].key == previous_key:
            features += ("again",)
        return features

    def _earlier(
        self, first: int, number: int, previous: int | None, previous_figure: int, kind: str, opening: str
    ) -> list[Candidate]:
        chosen: list[int] = [] if previous is None else [previous]
        keys = {self.mentions[i].key for i in chosen}
        main = () if self.main_first is None else (self.main_first,)
        for i in (*range(first - 1, max(-1, first - 10), -1), *main):
            if i < first and self.mentions[i].key not in keys and len(chosen) < 5:
                keys.add(self.mentions[i].key)
                chosen.append(i)
        line_start = self.article.line_start(number)
        found = []
        for rank, i in enumerate(chosen):
            sort, standing = self.mentions[i].level, self.standing[i]
            away = bucket(max(0, number - self.where[i]))
            same_line = self.starts[i] >= line_start
            features = [
                "earlier",
                f"distance={away}",
                f"earlier:{sort}",
                f"line={same_line}:{away}",
                f"earlier-of={standing}",
            ]
            if i == previous:
                features += ruled(previous_figure, number, same_line, sort, opening)
                features.append(f"ruled-of={standing}")
            else:
                features += (f"earlier#{rank}", f"opening={opening}", f"other-of={standing}")
            found.append(Candidate(i, self.own[i], tuple(features)))
        return found

    def _about_none(self) -> str:
        return "none-main=" + (self.standing[self.main_first] if self.main_first is not None else "nowhere")
