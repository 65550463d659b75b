"""Lines that a site repeats on page after page: learned from its pages, kept as a table.

A menu entry, a slogan or a footer stands on most pages of a site, a sentence of an article on one.
So a line that many pages share, and that is no running prose, is furniture; its role is the one
that `label_lines` gives it most often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import NamedTuple, get_args

from civictext.document import ARTICLE_ROLES, Role
from civictext.errors import LexiconError
from civictext.text.line_cues import fold
from civictext.text.lines import is_paragraph, label_lines
from civictext.text.normalisation import normalize

FURNITURE_ROLES: frozenset[str] = frozenset(get_args(Role)) - ARTICLE_ROLES
HEADER = "# line\trole\tpages"


class RepeatedLine(NamedTuple):
    """A line, folded, that many pages share, the role it plays, and on how many pages it stands."""

    line: str
    role: Role
    pages: int


class LineCounts(NamedTuple):
    """How many pages were read, and for each line how often it had which role."""

    pages: int
    roles: dict[str, Counter[Role]]


def learn_boilerplate(
    texts: Iterable[str], *, min_pages: int = 5, min_share: float = 0.02, max_lines: int = 2_000_000
) -> list[RepeatedLine]:
    """Return the lines that many pages share, most frequent first.

    Running prose is left out, however often it is repeated: agencies' reports stand in many
    papers. Lines that differ in digits alone (`Lượt xem: 12`, `Lượt xem: 340`) are seen by their
    cues and need no table.

    Args:
        texts: the pages of one site, or of a few; read once, as a stream.
        min_pages: pages on which a line must stand.
        min_share: share of all pages on which it must stand.
        max_lines: different lines kept in memory; when there are more, those seen once go.

    >>> pages = [f"Trang chủ\\nLịch công tác tuần\\nBản tin số {n}" for n in "abcdef"]
    >>> [(row.line, row.role, row.pages) for row in learn_boilerplate(pages)]
    [('lịch công tác tuần', 'menu', 6), ('trang chủ', 'menu', 6)]
    """
    counted = count_lines(texts, max_lines=max_lines)
    return frequent_lines([counted], min_pages=min_pages, min_share=min_share, max_lines=max_lines)


def count_lines(texts: Iterable[str], *, max_lines: int = 2_000_000) -> LineCounts:
    """Count the lines of pages: the part of `learn_boilerplate` that shards of a corpus do alone."""
    roles: dict[str, Counter[Role]] = {}
    total = 0
    for text in texts:
        total += 1
        for line, role in _candidates(text).items():
            roles.setdefault(line, Counter())[role] += 1
        if len(roles) > max_lines:
            _forget_rare(roles)
    return LineCounts(total, roles)


def frequent_lines(
    parts: Iterable[LineCounts], *, min_pages: int = 5, min_share: float = 0.02, max_lines: int = 2_000_000
) -> list[RepeatedLine]:
    """Merge the counts of parts of a corpus and return the lines that many pages share."""
    roles: dict[str, Counter[Role]] = {}
    total = 0
    for part in parts:
        total += part.pages
        for line, counts in part.roles.items():
            roles.setdefault(line, Counter()).update(counts)
        if len(roles) > max_lines:
            _forget_rare(roles)
    needed = max(min_pages, min_share * total)
    rows = [
        RepeatedLine(line, _role(counts), counts.total()) for line, counts in roles.items() if counts.total() >= needed
    ]
    return sorted(rows, key=lambda row: (-row.pages, row.line))


def _candidates(text: str) -> dict[str, Role]:
    """Return the lines of a page that are no running prose, folded, with their roles."""
    text = normalize(text)
    found: dict[str, Role] = {}
    for span, role in ((line.span, line.role) for line in label_lines(text)):
        line = text[span.start : span.end]
        key = fold(line)
        if key and not is_paragraph(line) and not key.isdigit():
            found.setdefault(key, role)
    return found


def _forget_rare(roles: dict[str, Counter[Role]]) -> None:
    for line in [line for line, counts in roles.items() if counts.total() == 1]:
        del roles[line]


def _role(counts: Counter[Role]) -> Role:
    """Return the furniture role that a line was given most often; `menu` if it was given none."""
    known = [(n, role) for role, n in counts.items() if role in FURNITURE_ROLES]
    return max(known)[1] if known else "menu"


def write_table(path: str | PathLike[str], rows: Iterable[RepeatedLine]) -> None:
    """Write a table that `read_table` and `LineStep.load` read."""
    lines = [HEADER, *(f"{row.line}\t{row.role}\t{row.pages}" for row in rows)]
    Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_table(path: str | PathLike[str]) -> Mapping[str, Role]:
    """Read a table of repeated lines and their roles; one may be edited or written by hand.

    Raises:
        LexiconError: a row has no role, or one that no line of furniture can have.
    """
    table: dict[str, Role] = {}
    for number, row in enumerate(Path(path).read_text("utf-8").splitlines(), 1):
        if not row or row.startswith("#"):
            continue
        line, _, rest = row.partition("\t")
        role = rest.partition("\t")[0]
        if role not in FURNITURE_ROLES:
            expected = ", ".join(sorted(FURNITURE_ROLES))
            raise LexiconError(f"{path}, line {number}: the role is {role!r}, expected one of {expected}")
        table[fold(line)] = role  # type: ignore[assignment]
    return table
