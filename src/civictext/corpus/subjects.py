"""Which subjects mean the same: a transparent similarity, and groups that never hide their members.

Two subjects are compared by the pairs of neighbouring syllables they share (Dice's coefficient),
after words that say nothing (`tổng số`, `trên địa bàn`) are dropped. Pairs keep `thu ngân sách` and
`chi ngân sách` apart. A contrast word (`cận`, `nợ`, `xuất khẩu`) that only one of the two has keeps them
apart whatever else they share. Both lists are in data/similarity_words.tsv.

Nothing is merged for good: a group lists each member as written, with its similarity.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from civictext.resources import data_path
from civictext.text.normalisation import normalize

THRESHOLD = 0.6
"""Similarity from which two subjects are put into one group."""

_WORD = re.compile(r"\w+")
_PLACE = re.compile(  # "… của huyện An Thủy", "… trên địa bàn tỉnh": where, up to the end
    r"\b(?:trên địa bàn|trong toàn|tại|của|ở)(?: toàn)? (?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường)\b.*"
)
_TYPES = re.compile(
    r"^(?:(?:toàn |của )?(?:tỉnh|thành phố|tp\.?|huyện|quận|thị xã|tx\.?|xã|phường|thị trấn|tt\.?) ?)(?=\w)"
)


@dataclass(frozen=True, slots=True)
class Member:
    """A subject as it is written in the corpus."""

    subject: str
    count: int
    similarity: float
    """To the subject that its group is named after."""


@dataclass(frozen=True, slots=True)
class Group:
    """Subjects that seem to mean the same, named after the most frequent one."""

    subject: str
    members: tuple[Member, ...]

    @property
    def count(self) -> int:
        """How many figures the group has."""
        return sum(member.count for member in self.members)


@cache
def _words(kind: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of a class of the table as syllables, long ones first."""
    rows = data_path("similarity_words.tsv").read_text("utf-8").splitlines()
    found = [row.split("\t")[0] for row in rows if row.endswith(f"\t{kind}")]
    return tuple(sorted((tuple(word.split()) for word in found), key=lambda w: (-len(w), w)))


@lru_cache(maxsize=65536)
def core(subject: str) -> tuple[str, ...]:
    """Return the syllables of a subject that tell what is measured.

    >>> core("Tổng thu ngân sách nhà nước trên địa bàn tỉnh Lam Giang")
    ('thu', 'ngân', 'sách', 'nhà', 'nước')
    """
    folded = normalize(subject).casefold().replace("tỉ lệ", "tỷ lệ")
    syllables = _WORD.findall(_PLACE.sub("", folded)) or _WORD.findall(folded)
    kept = _without(syllables, _words("drop"))
    return tuple(kept or syllables)


def _without(syllables: list[str], words: Iterable[tuple[str, ...]]) -> list[str]:
    kept: list[str] = []
    at = 0
    while at < len(syllables):
        size = next((len(w) for w in words if tuple(syllables[at : at + len(w)]) == w), 0)
        if not size:
            kept.append(syllables[at])
        at += size or 1
    return kept


@lru_cache(maxsize=65536)
def _features(subject: str) -> frozenset[tuple[str, ...]]:
    syllables = core(subject)
    return frozenset(pairwise(syllables)) or frozenset([syllables])


@lru_cache(maxsize=65536)
def _contrasts(subject: str) -> frozenset[tuple[str, ...]]:
    syllables = core(subject)
    spans = {syllables[a : a + n] for n in (1, 2, 3) for a in range(len(syllables) - n + 1)}
    return frozenset(spans.intersection(_words("contrast")))


def similarity(first: str, second: str) -> float:
    """Return how likely two subjects mean the same, 0 to 1.

    >>> similarity("tổng thu ngân sách", "thu ngân sách nhà nước trên địa bàn")
    0.67
    >>> similarity("tỷ lệ hộ nghèo", "tỷ lệ hộ cận nghèo")
    0.0
    """
    if _contrasts(first) != _contrasts(second):
        return 0.0
    a, b = _features(first), _features(second)
    return round(2 * len(a & b) / (len(a) + len(b)), 2)


def group_subjects(counts: Mapping[str, int], *, threshold: float = THRESHOLD) -> list[Group]:
    """Put subjects into groups, the most frequent first.

    Each subject joins the most similar of the groups before it, compared by the subject that the group is
    named after, so a chain of small differences never ends in one group.

    Args:
        counts: how often each subject occurs.
        threshold: similarity from which a subject joins; 1 groups only what has the same core.
    """
    groups: dict[str, list[Member]] = {}
    holders: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for subject in sorted(counts, key=lambda s: (-counts[s], s)):
        candidates = {name for feature in _features(subject) for name in holders[feature]}
        scored = ((similarity(subject, name), name) for name in candidates)
        score, name = max(scored, key=lambda pair: (pair[0], counts[pair[1]], pair[1]), default=(0.0, ""))
        if score < threshold:
            score, name = 1.0, subject
            for feature in _features(subject):
                holders[feature].add(subject)
        groups.setdefault(name, []).append(Member(subject, counts[subject], score))
    made = [Group(name, tuple(members)) for name, members in groups.items()]
    return sorted(made, key=lambda g: (-g.count, g.subject))


def matches(subject: str, query: str, *, threshold: float = THRESHOLD) -> float:
    """Return the similarity of a subject to a query, or 0 if it is below the threshold."""
    score = similarity(subject, query)
    return score if score >= threshold else 0.0


@lru_cache(maxsize=65536)
def place_name(place: str) -> tuple[str, str]:
    """Return the type and the name of a place, folded.

    >>> place_name("Thành phố Vân Khê"), place_name("Vân Khê")
    (('thành phố', 'vân khê'), ('', 'vân khê'))
    """
    folded = " ".join(normalize(place).casefold().split())
    kind = _TYPES.match(folded)
    if kind is None:
        return "", folded
    return kind[0].strip(), folded[kind.end() :]


def same_place(first: str, second: str) -> bool:
    """Tell if two mentions may be one place: the same name, and the same type where both give one.

    >>> same_place("tỉnh Lam Giang", "Lam Giang"), same_place("huyện Đông Lạc", "xã Đông Lạc")
    (True, False)
    """
    (type_1, name_1), (type_2, name_2) = place_name(first), place_name(second)
    return name_1 == name_2 and (type_1 == type_2 or not type_1 or not type_2)
