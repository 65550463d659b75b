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
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from civictext.indicators.measures import Measure
from civictext.indicators.periods import COMPARED, TimeMention
from civictext.indicators.places import PlaceMention
from civictext.resources import data_path
from civictext.text.alignment import Span

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible answer for a figure: a mention by its index, or None, with what speaks for it."""

    mention: int | None
    features: tuple[str, ...]


@cache
def weights(slot: str) -> Weights:
    """Return the fitted weights of a slot, `period` or `place`."""
    table: dict[str, Weights] = json.loads(data_path("scope_weights.json").read_text(encoding="utf-8"))
    return table[slot]


def best(candidates: Sequence[Candidate], table: Weights) -> Candidate:
    """Return the candidate with the highest sum of weights; of equal ones, the first."""
    get = table.get
    return max(candidates, key=lambda candidate: sum(get(name, 0.0) for name in candidate.features))


_DOCUMENT = re.compile(
    r"(?:[Ll]uật|[Nn]ghị quyết|[Nn]ghị định|[Qq]uyết định|[Tt]hông tư|[Kk]ế hoạch|[Dd]ự toán|[Cc]hỉ tiêu|[Cc]hỉ thị|[Cc]ông văn|số [\w/.-]+"
    r"|SN|sinh|kỳ họp|nhiệm vụ)[^,;.()]{0,12}$"
)
_FRAME_WORDS = frozenset("trong riêng đến từ tính theo vào hết tháng ngày năm sáng chiều và cụ thể đó còn hiện khoảng qua".split())
_KNOWN_WORDS = frozenset(
    "trong đến từ vào hết của là và tính riêng cả đầu cuối giữa ngày tháng quý sáng chiều tối hôm hồi dịp theo trước sau"
    " tại ở bàn ubnd hđnd ủy an toàn cho với về các những thuộc trên đạo cư ngụ trú quê ông bà đại biểu tới khi sở"
    " ban hội công ty huyện tỉnh xã nhân dân mặt trận đoàn viện trường đồng cấp lãnh giữa sang mttq".split()
)
_OPENER = re.compile(r"[\s\"“(–-]*(?:\([^()]*\)\s*[-–]?\s*)?(?:(?:Trong|Riêng|Đến|Từ|Tính|Theo đó|Cụ thể|Vào|Hết|Cũng trong|Trước đó|Tính đến|Tính chung|Ngoài ra|Tuy nhiên|Bên cạnh đó|Đặc biệt|Đáng chú ý|Trong đó|Nổi bật|Kết quả|Tại|Ở|Trên địa bàn|Toàn)?,? ?)*")
_SEPARATORS = re.compile(r"[,;()]|\. ")


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


def _bucket(n: int) -> str:
    return str(n) if n < 3 else "3-4" if n < 5 else "5-9" if n < 10 else "10+"


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


class Article:
    """What both slots need of a document: its sentences, and for each mention its sentence."""

    def __init__(self, text: str, sentences: Sequence[Span], title_end: int) -> None:
        self.text = text
        self.starts = [sentence.start for sentence in sentences]
        self.sentences = sentences
        self.title_end = title_end

    def sentence_of(self, position: int) -> int:
        """Return the number of the sentence that holds a position, or that comes before it."""
        return bisect_right(self.starts, position) - 1


class TimeScope:
    """Finds the time of each figure of a document, in order."""

    def __init__(self, article: Article, mentions: Sequence[TimeMention]) -> None:
        self.article = article
        self.mentions = mentions
        self.starts = [mention.span.start for mention in mentions]
        self.where = [article.sentence_of(start) for start in self.starts]
        self.own = [self._features(i) for i in range(len(mentions))]

    def _features(self, i: int) -> tuple[str, ...]:
        """Describe a mention by itself."""
        text = self.article.text
        mention = self.mentions[i]
        start, end = mention.span
        sentence = self.article.sentences[self.where[i]].start if self.where[i] >= 0 else 0
        left = text[max(sentence, start - 45) : start]
        found = [f"type={mention.type}", f"prev={_word_before(text, start)}"]
        if _OPENER.fullmatch(text, sentence, start):
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

    def candidates(
        self, measure: Measure, kind: str, previous: int | None, previous_figure: int, number: int
    ) -> list[Candidate]:
        """Return the possible times of a figure.

        Args:
            measure: the figure.
            kind: what it says.
            previous: the mention chosen for the figure before, or None.
            previous_figure: number of the sentence of the figure before, -1 if it is the first.
            number: number of the figure's sentence.
        """
        text = self.article.text
        first = bisect_right(self.starts, self.article.starts[number] - 1) if number >= 0 else 0
        here = bisect_right(self.starts, measure.span.start)
        last = here
        end = self.article.sentences[number].end if number >= 0 else measure.span.end
        while last < len(self.mentions) and self.starts[last] < end:
            last += 1
        found: list[Candidate] = []
        rank = 0
        for i in range(here - 1, first - 1, -1):
            gap = text[self.mentions[i].span.end : measure.span.start] if self.mentions[i].span.end <= measure.span.start else ""
            features = ("here", "before", f"before#{min(rank, 3)}", f"before:{self.mentions[i].type}", f"commas={min(4, len(_SEPARATORS.findall(gap)))}")
            if ";" in gap:
                features += ("semicolon",)
            if len(gap) < 12:
                features += ("near",)
            if i == previous:
                features += ("again",)
            if "compared" not in self.own[i]:
                rank += 1
            found.append(Candidate(i, self.own[i] + features))
        for rank, i in enumerate(range(here, last)):
            gap = text[measure.span.end : self.starts[i]]
            features = ("here", "after", f"after#{min(rank, 2)}", f"after:{self.mentions[i].type}", f"after-commas={min(3, len(_SEPARATORS.findall(gap)))}")
            if ";" in gap:
                features += ("after-semicolon",)
            if len(gap) < 25:
                features += ("after-near",)
            found.append(Candidate(i, self.own[i] + features))
        opening = _opening(text, self.article.sentences[number]) if number >= 0 else "-"
        found += self._earlier(first, number, previous, previous_figure, kind, opening)
        found.append(Candidate(None, self._none(number, first, last, kind, previous, previous_figure, opening, sort_of(measure))))
        return found

    def _earlier(
        self, first: int, number: int, previous: int | None, previous_figure: int, kind: str, opening: str
    ) -> list[Candidate]:
        """Return the statements of earlier sentences that may still rule, the latest first."""
        chosen = [i for i in range(max(0, first - 4), first)][::-1]
        if previous is not None and previous < first and previous not in chosen:
            chosen.append(previous)
        found = []
        text = self.article.text
        line_start = text.rfind("\n", 0, self.article.starts[number]) if number >= 0 else -1
        for rank, i in enumerate(chosen):
            distance = number - self.where[i]
            same_line = self.starts[i] > line_start
            features = (
                "earlier",
                f"earlier#{min(rank, 4)}",
                f"distance={_bucket(distance)}",
                f"earlier:{self.mentions[i].type}",
                f"line={same_line}:{_bucket(distance)}",
            )
            if i == previous:
                features += _ruled(previous_figure, number, same_line, self.mentions[i].type, opening)
            else:
                features += (f"opening={opening}", f"earlier:{kind}")
            if "frame" in self.own[i]:
                features += ("earlier-frame", f"frame:{self.mentions[i].type}")
            found.append(Candidate(i, self.own[i] + features))
        return found

    def _none(
        self, number: int, first: int, last: int, kind: str, previous: int | None, previous_figure: int, opening: str, sort: str
    ) -> tuple[str, ...]:
        features = ["none", f"none:{kind}", f"none-opening={opening}", f"none:{sort}"]
        if last > first:
            features.append("none:time-here")
        start = self.article.starts[number] if number >= 0 else 0
        if start < self.article.title_end:
            features.append("none:title")
        if previous_figure < 0:
            features.append("none:first")
        elif previous is None:
            features.append("none:again")
            if previous_figure == number:
                features.append("none:same-sentence")
            else:
                features.append(f"none:{_bucket(number - previous_figure)}")
        return tuple(features)


class PlaceScope:
    """Finds the place of each figure of a document, in order."""

    def __init__(self, article: Article, mentions: Sequence[PlaceMention]) -> None:
        self.article = article
        self.mentions = mentions
        self.starts = [mention.span.start for mention in mentions]
        self.where = [article.sentence_of(start) for start in self.starts]
        counts = Counter(mention.key for mention in mentions)
        self.share = {key: count / max(1, len(mentions)) for key, count in counts.items()}
        ranked = sorted(counts, key=lambda key: (-counts[key], key))
        self.main = ranked[0] if ranked else ""
        self.title_keys = {m.key for m in mentions if m.span.start < article.title_end}
        self.standing = [self._standing(mention) for mention in mentions]
        self.own = [self._features(i) for i in range(len(mentions))]
        self.main_first = next((i for i, m in enumerate(mentions) if m.key == self.main), None)

    def _standing(self, mention: PlaceMention) -> str:
        """Describe how much of the article is about a place."""
        share = self.share[mention.key]
        amount = "all" if share > 0.5 else "much" if share > 0.25 else "some" if share > 0.1 else "little"
        return amount + ("-titled" if mention.key in self.title_keys else "") + ("-main" if mention.key == self.main else "")

    def _features(self, i: int) -> tuple[str, ...]:
        """Describe a mention by itself."""
        text = self.article.text
        mention = self.mentions[i]
        start, end = mention.span
        sentence = self.article.sentences[self.where[i]].start if self.where[i] >= 0 else 0
        found = [f"level={mention.level}", f"prev={_word_before(text, start)}", f"kind={mention.classifier}"]
        if _OPENER.fullmatch(text, sentence, start):
            found.append("frame")
        found.append("standing=" + self.standing[i])
        if mention.named:
            found.append("spoken-of")
        if text[end : end + 1] in (",", ")", ":", ";"):
            found.append("next=" + text[end : end + 1])
        return tuple(found)

    def candidates(
        self, measure: Measure, kind: str, previous: int | None, previous_figure: int, number: int
    ) -> list[Candidate]:
        """Return the possible places of a figure; arguments as for times."""
        text = self.article.text
        start = self.article.starts[number] if number >= 0 else 0
        end = self.article.sentences[number].end if number >= 0 else measure.span.end
        first = bisect_right(self.starts, start - 1)
        here = bisect_right(self.starts, measure.span.start)
        last = here
        while last < len(self.mentions) and self.starts[last] < end:
            last += 1
        previous_key = self.mentions[previous].key if previous is not None else None
        found: list[Candidate] = []
        for rank, i in enumerate(range(here - 1, first - 1, -1)):
            gap = text[self.mentions[i].span.end : measure.span.start]
            features = ("here", f"before#{min(rank, 3)}", f"before:{self.mentions[i].level}", f"commas={min(4, len(_SEPARATORS.findall(gap)))}")
            features += self._pair(gap, i, previous_key, "")
            found.append(Candidate(i, self.own[i] + features))
        for rank, i in enumerate(range(here, last)):
            gap = text[measure.span.end : self.starts[i]]
            features = ("here", f"after#{min(rank, 2)}", f"after:{self.mentions[i].level}", f"after-commas={min(3, len(_SEPARATORS.findall(gap)))}")
            features += self._pair(gap, i, previous_key, "after-")
            found.append(Candidate(i, self.own[i] + features))
        opening = _opening(text, self.article.sentences[number]) if number >= 0 else "-"
        found += self._earlier(first, number, previous, previous_figure, opening)
        found.append(Candidate(None, self._none(number, first, last, kind, previous, previous_figure, opening, sort_of(measure))))
        return found

    def _pair(self, gap: str, i: int, previous_key: str | None, side: str) -> tuple[str, ...]:
        features: tuple[str, ...] = ()
        if ";" in gap:
            features += (side + "semicolon",)
        if len(gap) < 14:
            features += (side + "near",)
        if any(c.isdigit() for c in gap):
            features += (side + "figure-between",)
        if self.mentions[i].key == previous_key:
            features += ("again",)
        return features

    def _earlier(
        self, first: int, number: int, previous: int | None, previous_figure: int, opening: str
    ) -> list[Candidate]:
        line_start = self.article.text.rfind("\n", 0, self.article.starts[number]) if number >= 0 else -1
        chosen: list[int] = [] if previous is None else [previous]
        keys = {self.mentions[i].key for i in chosen}
        for i in (*range(first - 1, max(-1, first - 12), -1), *((self.main_first,) if self.main_first is not None else ())):
            if i < first and self.mentions[i].key not in keys and len(chosen) < 6:
                keys.add(self.mentions[i].key)
                chosen.append(i)
        found = []
        for rank, i in enumerate(chosen):
            distance = max(0, number - self.where[i])
            features = ("earlier", f"distance={_bucket(distance)}", f"earlier:{self.mentions[i].level}")
            same_line = self.starts[i] > line_start
            features += (f"line={same_line}:{_bucket(distance)}",)
            if i == previous:
                features += _ruled(previous_figure, number, same_line, self.mentions[i].level, opening)
            else:
                features += (f"earlier#{rank}", f"opening={opening}")
            features += (f"earlier-of={self.standing[i]}", f"{'ruled' if i == previous else 'other'}-of={self.standing[i]}")
            found.append(Candidate(i, self.own[i] + features))
        return found

    def _none(
        self, number: int, first: int, last: int, kind: str, previous: int | None, previous_figure: int, opening: str, sort: str
    ) -> tuple[str, ...]:
        features = ["none", f"none:{kind}", f"none-opening={opening}", f"none:{sort}"]
        if last > first:
            features.append("none:place-here")
        main = self.standing[self.main_first] if self.main_first is not None else "nowhere"
        features.append(f"none-main={main}")
        if previous_figure < 0:
            features.append("none:first")
        elif previous is None:
            features += ("none:again", f"none:{_bucket(number - previous_figure)}")
        return tuple(features)
