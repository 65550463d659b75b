"""Which time and which place a figure is about: the statement that governs it.

Candidates are the mentions in the figure's own sentence and the earlier statements that may still
rule; "none" is a candidate too. Each has a few named features (`before`, `frame`, `prev=tại`, `same
as the figure before` …) whose weights are fitted on the development gold by `fitting.py` and stored
in `data/scope_weights.json`; the candidate with the highest sum wins. A sum of named parts can be
read and traced, unlike a deeper model, and on this amount of gold is no worse.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from civictext.indicators.measures import Measure
from civictext.indicators.periods import COMPARED, TimeMention
from civictext.indicators.places import PlaceMention
from civictext.resources import data_path
from civictext.text.alignment import Span

Weights = Mapping[str, float]
MOST_KNOWN = 50_000
NEAR = 6
"""How many mentions on either side of a figure are weighed; more of them in a sentence are an enumeration."""


class Candidate(NamedTuple):
    """One possible answer for a figure: a mention by its index, or None, with what speaks for it."""

    mention: int | None
    own: tuple[str, ...]
    """Features of the mention by itself."""
    pair: tuple[str, ...]
    """Features of the mention and the figure together."""


class Scorer:
    """Sums the weights of features; sets of features recur, so their sums are kept."""

    __slots__ = ("_known", "_weights")

    def __init__(self, table: Weights) -> None:
        self._weights = table
        self._known: dict[tuple[str, ...], float] = {}

    def sum(self, features: tuple[str, ...]) -> float:
        """Return the sum of the weights of some features."""
        known = self._known.get(features)
        if known is None:
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
            known = self._known[features] = sum(self._weights.get(name, 0.0) for name in features)
        return known

    def best(self, candidates: Sequence[Candidate]) -> Candidate:
        """Return the candidate with the highest sum; of equal ones, the first."""
        total = self.sum
        return max(candidates, key=lambda candidate: total(candidate.own) + total(candidate.pair))


@cache
def scorer(slot: str) -> Scorer:
    """Return the fitted scorer of a slot, `period` or `place`."""
    table: dict[str, Weights] = json.loads(data_path("scope_weights.json").read_text(encoding="utf-8"))
    return Scorer(table[slot])


_DOCUMENT = re.compile(
    r"(?:[Ll]uật|[Nn]ghị quyết|[Nn]ghị định|[Qq]uyết định|[Tt]hông tư|[Kk]ế hoạch|[Dd]ự toán|[Cc]hỉ tiêu|[Cc]hỉ thị|[Cc]ông văn|số [\w/.-]+"
    r"|SN|sinh|kỳ họp|nhiệm vụ)[^,;.()]{0,12}$"
)
_KNOWN_WORDS = frozenset(
    "trong đến từ vào hết của là và tính riêng cả đầu cuối giữa ngày tháng quý sáng chiều tối hôm hồi dịp theo trước sau"
    " tại ở bàn ubnd hđnd ủy an toàn cho với về các những thuộc trên đạo cư ngụ trú quê ông bà đại biểu tới khi sở"
    " ban hội công ty huyện tỉnh xã nhân dân mặt trận đoàn viện trường đồng cấp lãnh giữa sang mttq".split()
)
_BREAK = re.compile("\n+")
_DIGIT = re.compile("[0-9]")
LONGEST_OPENER = 60
_OPENER = re.compile(r"[\s\"“(–-]*(?:\([^()]*\)\s*[-–]?\s*)?(?:(?:Trong|Riêng|Đến|Từ|Tính|Theo đó|Cụ thể|Vào|Hết|Cũng trong|Trước đó|Tính đến|Tính chung|Ngoài ra|Tuy nhiên|Bên cạnh đó|Đặc biệt|Đáng chú ý|Trong đó|Nổi bật|Kết quả|Tại|Ở|Trên địa bàn|Toàn)?,? ?)*")


def _word_before(text: str, position: int) -> str:
    """Return the word before a position, in lower case, where it is one of those that tell."""
    left = text[max(0, position - 12) : position].rstrip()
    if left.endswith("("):
        return "("
    if left.endswith((",", ";")):
        return ","
    if not left or left.endswith((".", ":", "“", '"', "\n")):
        return "."
    word = left.rsplit(" ", 1)[-1].lower()
    return word if word in _KNOWN_WORDS else "-"


_OPENINGS = frozenset(
    "trong đó|cụ thể|theo đó|qua đó|ngoài ra|bên cạnh|đồng thời|đặc biệt|tuy nhiên|kết quả|riêng|hiện|đến nay|cùng với|cũng theo|theo"
    "|tại|ở|toàn|tổng|số|việc|các|những|về|nhờ|tính|đây|dịp này|nhân dịp|đã|có|trên|tỷ lệ|năm|ông|bà|anh|chị|với|từ|sau|trước"
    "|khi|để|công|do|nếu|chủ tịch|phó|bí thư|dự án|hội|hộ|nổi bật|đáng chú|nhiều|một|mỗi|huyện|tỉnh|xã|thành phố|mức".split("|")
)


def _opening(text: str, sentence: Span) -> str:
    """Return the first one or two syllables of a sentence, where they are among those that tell."""
    words = text[sentence.start : sentence.start + 24].lower().lstrip(" \"“'(–-").replace(",", " ").split()
    two = " ".join(words[:2])
    return two if two in _OPENINGS else words[0] if words and words[0] in _OPENINGS else "-"


def _ruled(previous_figure: int, number: int, same_line: bool, sort: str, opening: str) -> tuple[str, ...]:
    """Describe how what ruled the figure before may go on to rule this one."""
    if previous_figure == number:
        return ("ruled-here",)
    away = _bucket(number - previous_figure)
    return (f"ruled:{away}", f"ruled:{away}:{same_line}", f"ruled:{sort}", f"ruled-opening={opening}")


_BUCKETS = ("0", "1", "2", "3-4", "3-4", "5-9", "5-9", "5-9", "5-9", "5-9")


def _bucket(n: int) -> str:
    return _BUCKETS[n] if n < 10 else "10+"


def _commas(gap: str, name: str) -> str:
    """Say how many breaks stand in a gap."""
    n = gap.count(",") + gap.count(";") + gap.count("(") + gap.count(")")
    return f"{name}={n}" if n < 4 else f"{name}=4+"


def sort_of(measure: Measure) -> str:
    """Return the sort of a unit: money, percent, time, size or the counting of things."""
    unit = (measure.unit or "").partition("/")[0]
    if unit in ("VND", "USD", "EUR"):
        return "money"
    if unit in ("%", "pp", "lần"):
        return "percent"
    if unit in ("năm", "tháng", "ngày", "tuần", "giờ", "phút", "giây", "tuổi"):
        return "time"
    if unit in ("m", "m2", "m3", "km", "ha", "kg", "tấn", "cm", "km2", "tạ"):
        return "size"
    return "count"


def _density(figures: int, sentences: int) -> str:
    share = figures / max(1, sentences)
    return "high" if share > 1.2 else "middle" if share > 0.6 else "low"


class Article:
    """What both slots need of a document: its sentences, lines and title."""

    def __init__(self, text: str, sentences: Sequence[Span], title_end: int, figures: int) -> None:
        self.text = text
        self.sentences = sentences
        self.starts = [sentence.start for sentence in sentences]
        self.title_end = title_end
        self.density = _density(figures, len(sentences))
        self._breaks = [match.end() for match in _BREAK.finditer(text)]
        self._openings: dict[int, str] = {}

    def sentence_of(self, position: int) -> int:
        """Return the number of the sentence that holds a position, or that comes before it; -1 if none does."""
        return bisect_right(self.starts, position) - 1

    def bounds(self, number: int) -> Span:
        """Return the span of a sentence; what comes before the first one has none."""
        return self.sentences[number] if number >= 0 else Span(0, 0)

    def line_start(self, number: int) -> int:
        """Return where the line of a sentence begins."""
        at = bisect_right(self._breaks, self.bounds(number).start) - 1
        return self._breaks[at] if at >= 0 else 0

    def opening(self, number: int) -> str:
        """Return the first one or two syllables of a sentence, where they are among those that tell."""
        known = self._openings.get(number)
        if known is None:
            known = self._openings[number] = _opening(self.text, self.bounds(number))
        return known


class Scope:
    """Chooses the mention that governs a figure: what times and places have in common."""

    slot = ""

    def __init__(self, article: Article, spans: Sequence[Span]) -> None:
        self.article = article
        self.starts = [span.start for span in spans]
        self.ends = [span.end for span in spans]
        self.where = [article.sentence_of(start) for start in self.starts]
        self._named_in = {
            number for number, start in zip(self.where, self.starts, strict=True) if start < article.bounds(number).end
        }

    def choose(self, measure: Measure, kind: str, previous: int | None, previous_figure: int, number: int) -> Candidate:
        """Return the best candidate of a figure; arguments as for `candidates`.

        What governs a figure governs the next one of its sentence if the sentence names nothing else.
        """
        if previous_figure == number and not self._any_here(number):
            return Candidate(previous, (), ("ruled-here",))
        return scorer(self.slot).best(self.candidates(measure, kind, previous, previous_figure, number))

    def candidates(
        self, measure: Measure, kind: str, previous: int | None, previous_figure: int, number: int
    ) -> list[Candidate]:
        """Return the possible answers for a figure.

        Args:
            measure: the figure.
            kind: what it says.
            previous: the mention chosen for the figure before, or None.
            previous_figure: number of the sentence of the figure before, -1 if it is the first.
            number: number of the figure's sentence.
        """
        opening = self.article.opening(number)
        any_here = self._any_here(number)
        first = bisect_left(self.starts, self.article.bounds(number).start)
        found = []
        if any_here:
            here = bisect_right(self.starts, measure.span.start, first)
            found = self._beside(measure, first, here, number, previous)
        found += self._earlier(first, number, previous, previous_figure, kind, opening)
        found.append(self._none(measure, kind, any_here, previous, previous_figure, number, opening))
        return found

    def _any_here(self, number: int) -> bool:
        """Tell whether a sentence names anything."""
        return number in self._named_in

    def _beside(self, measure: Measure, first: int, here: int, number: int, previous: int | None) -> list[Candidate]:
        """Return the mentions of the figure's own sentence, the nearest first."""
        raise NotImplementedError

    def _earlier(
        self, first: int, number: int, previous: int | None, previous_figure: int, kind: str, opening: str
    ) -> list[Candidate]:
        """Return the statements of earlier sentences that may still rule."""
        raise NotImplementedError

    def _about_none(self) -> str:
        """Describe the article for the case that nothing rules."""
        raise NotImplementedError

    def _none(
        self, measure: Measure, kind: str, any_here: bool, previous: int | None, previous_figure: int, number: int, opening: str
    ) -> Candidate:
        features = ["none", f"none:{kind}", f"none-opening={opening}", f"none:{sort_of(measure)}", self._about_none()]
        if any_here:
            features.append("none:named-here")
        if number >= 0 and self.article.starts[number] < self.article.title_end:
            features.append("none:title")
        if previous_figure < 0:
            features.append("none:first")
        elif previous is None:
            away = "here" if previous_figure == number else _bucket(number - previous_figure)
            features += ("none:again", f"none-again:{away}")
        return Candidate(None, (), tuple(features))


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
        found = [f"type={mention.type}", f"prev={_word_before(text, start)}"]
        if start - sentence < LONGEST_OPENER and _OPENER.fullmatch(text, sentence, start):
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

    def _beside(self, measure: Measure, first: int, here: int, number: int, previous: int | None) -> list[Candidate]:
        text = self.article.text
        found: list[Candidate] = []
        rank = 0
        for i in range(here - 1, max(first, here - NEAR) - 1, -1):
            gap = text[self.ends[i] : measure.span.start]
            features = ["here", f"before#{rank}", f"before:{self.mentions[i].type}", _commas(gap, "commas")]
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
            features = ["here", f"after#{min(rank, 2)}", f"after:{self.mentions[i].type}", _commas(gap, "after-commas")]
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
            away = _bucket(number - self.where[i])
            same_line = self.starts[i] >= line_start
            features = ["earlier", f"earlier#{rank}", f"distance={away}", f"earlier:{sort}", f"line={same_line}:{away}"]
            if i == previous:
                features += _ruled(previous_figure, number, same_line, sort, opening)
                features += (f"ruled-dense={self.article.density}", f"ruled-dense={self.article.density}:{sort}")
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
        found = [f"level={mention.level}", f"prev={_word_before(text, start)}", f"kind={mention.classifier}"]
        found.append("standing=" + self.standing[i])
        if start - sentence < LONGEST_OPENER and _OPENER.fullmatch(text, sentence, start):
            found.append("frame")
        if mention.named:
            found.append("spoken-of")
        if text[end : end + 1] in (",", ")", ":", ";"):
            found.append("next=" + text[end : end + 1])
        return tuple(found)

    def _beside(self, measure: Measure, first: int, here: int, number: int, previous: int | None) -> list[Candidate]:
        text = self.article.text
        key = None if previous is None else self.mentions[previous].key
        found: list[Candidate] = []
        for rank, i in enumerate(range(here - 1, max(first, here - NEAR) - 1, -1)):
            gap = text[self.ends[i] : measure.span.start]
            features = ("here", f"before#{min(rank, 3)}", f"before:{self.mentions[i].level}", _commas(gap, "commas"))
            found.append(Candidate(i, self.own[i], features + self._gap(gap, i, key, "")))
        end = self.article.bounds(number)[1]
        for rank, i in enumerate(range(here, min(here + NEAR, len(self.starts)))):
            if self.starts[i] >= end:
                break
            gap = text[measure.span.end : self.starts[i]]
            features = ("here", f"after#{min(rank, 2)}", f"after:{self.mentions[i].level}", _commas(gap, "after-commas"))
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
            away = _bucket(max(0, number - self.where[i]))
            same_line = self.starts[i] >= line_start
            features = ["earlier", f"distance={away}", f"earlier:{sort}", f"line={same_line}:{away}", f"earlier-of={standing}"]
            if i == previous:
                features += _ruled(previous_figure, number, same_line, sort, opening)
                features.append(f"ruled-of={standing}")
            else:
                features += (f"earlier#{rank}", f"opening={opening}", f"other-of={standing}")
            found.append(Candidate(i, self.own[i], tuple(features)))
        return found

    def _about_none(self) -> str:
        return "none-main=" + (self.standing[self.main_first] if self.main_first is not None else "nowhere")
