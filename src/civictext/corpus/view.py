"""A corpus that was run, or some documents, as something to ask questions of.

corpus = civictext.corpus.open("out")
corpus.series("tổng thu ngân sách", place="tỉnh Lam Giang").plot()
corpus.conflicts()
"""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from civictext.corpus.series import (
    VALUE_KINDS,
    Conflict,
    Point,
    Series,
    by_place,
    find_conflicts,
    make_series,
    points,
    ranked,
)
from civictext.corpus.subjects import THRESHOLD, Group, group_subjects, matches, same_place
from civictext.corpus.timeline import Every, bucket, interval
from civictext.errors import CorpusError, InputError, MissingExtraError

if TYPE_CHECKING:
    from civictext.tables import Frames

TABLES = ("articles", "indicators", "acronyms", "topics")
_SHOWN = ("id", "text", "unit", "kind", "direction", "status", "subject", "baseline", "period", "place")
"""Columns of figures that a notebook shows of a selection; the table has them all."""
_ORDER = [("date", "ascending"), ("file", "ascending"), ("row", "ascending"), ("index", "ascending")]


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows of a table of the corpus, for the library of your choice."""

    arrow: Any
    """The rows as a pyarrow Table."""

    def __len__(self) -> int:
        return int(self.arrow.num_rows)

    def to_pandas(self) -> Any:
        """Return the rows as a pandas DataFrame (extra `notebook`)."""
        _library("pandas")
        return self.arrow.to_pandas()

    def to_polars(self) -> Any:
        """Return the rows as a polars DataFrame (extra `notebook`)."""
        return _library("polars").from_arrow(self.arrow)

    def duckdb(self, name: str = "figures") -> Any:
        """Return a DuckDB connection in memory that holds the rows under a name (extra `notebook`)."""
        connection = _library("duckdb").connect()
        connection.register(name, self.arrow)
        return connection

    def _repr_html_(self) -> str:
        shown = [name for name in _SHOWN if name in self.arrow.column_names] or self.arrow.column_names
        return str(Selection(self.arrow.select(shown)).to_pandas().to_html(max_rows=20, escape=True))


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtraError(f"a table for {name}", "notebook") from error


@dataclass(frozen=True, slots=True)
class Corpus:
    """The tables of a run and questions to them. Made by `civictext.corpus.open` or `from_frames`."""

    tables: dict[str, Any]
    """Datasets of pyarrow by name: articles, indicators, acronyms, topics, and rejects if there is one."""
    run: dict[str, Any] = field(default_factory=dict)
    """What the run says of itself in `run.json`."""

    @classmethod
    def from_frames(cls, frames: Frames) -> Corpus:
        """Look at documents in memory: `Corpus.from_frames(civictext.frames(docs))`."""
        import pyarrow.dataset

        return cls({name: pyarrow.dataset.dataset(getattr(frames, name)) for name in TABLES})

    def frames(self) -> Frames:
        """Return the whole tables in memory, with `.to_pandas()`, `.to_polars()` and `.duckdb()`."""
        from civictext.tables import Frames

        return Frames(*(self.table(name) for name in TABLES))

    def table(self, name: str, columns: Sequence[str] | None = None) -> Any:
        """Return a whole table, `articles`, `indicators`, `acronyms`, `topics` or `rejects`, as pyarrow.

        Raises:
            InputError: there is no such table.
        """
        if name not in self.tables:
            raise InputError(f"no table is called {name!r}; tables are {', '.join(self.tables)}")
        return self.tables[name].to_table(columns=list(columns) if columns else None)

    def indicators(
        self,
        *,
        subject: str | Sequence[str] | None = None,
        unit: str | None = None,
        kind: str | Sequence[str] | None = None,
        status: str | Sequence[str] | None = None,
        place: str | None = None,
        period: str | None = None,
        topic: str | None = None,
        id: str | None = None,
        min_confidence: float = 0.0,
        threshold: float = THRESHOLD,
    ) -> Selection:
        """Return the figures that answer to all that is asked, in order of date.

        Args:
            subject: what is measured; subjects that are similar enough are taken too, see
                `civictext.corpus.subjects`. Several: any of them.
            unit: canonical unit.
            kind: `level`, `share`, `change` …; several: any of them.
            status: `actual`, `estimate`, `target`; several: any of them.
            place: `tỉnh Lam Giang`, or `Lam Giang` for any type of place of that name.
            period: a period, or the beginning of periods: `2024` also finds `2024-H1`.
            topic: topic of the article.
            id: article.
            min_confidence: lowest confidence of a row.
            threshold: similarity of subjects, 0 to 1; 1 takes the same words only.
        """
        import pyarrow.dataset

        column = pyarrow.dataset.field
        wanted = column("confidence") >= min_confidence
        for name, value in (("unit", unit), ("topic", topic), ("id", id)):
            if value is not None:
                wanted &= column(name) == value
        for name, choice in (("kind", kind), ("status", status)):
            if choice is not None:
                wanted &= column(name).isin([choice] if isinstance(choice, str) else list(choice))
        if subject is not None:
            queries = [subject] if isinstance(subject, str) else list(subject)
            wanted &= self._isin("subject", lambda s: any(matches(s, q, threshold=threshold) for q in queries))
        if place is not None:
            wanted &= self._isin("place", lambda p: same_place(p, place))
        if period is not None:
            wanted &= self._isin("period", lambda p: p == period or p.startswith((f"{period}-", f"{period}/")))
        return Selection(self.tables["indicators"].to_table(filter=wanted).sort_by(_ORDER))

    def _isin(self, name: str, accept: Callable[[str], bool]) -> Any:
        """Return a filter for the values of a column that a function accepts."""
        import pyarrow as pa
        import pyarrow.dataset

        accepted = [value for value in self._distinct(name) if accept(value)]
        return pyarrow.dataset.field(name).isin(pa.array(accepted, pa.string()))

    def surest(self, limit: int) -> Selection:
        """Return the figures that are no small counts in passing; of too many, the surest."""
        import pyarrow.compute
        import pyarrow.dataset

        figures = self.tables["indicators"]
        column = pyarrow.dataset.field
        stands = ~column("incidental")
        sure = figures.to_table(columns=["confidence"], filter=stands)["confidence"]
        if len(sure) <= limit:
            return Selection(figures.to_table(filter=stands).sort_by(_ORDER))
        lowest = pyarrow.compute.sort_indices(sure, sort_keys=[("", "descending")])[limit]
        least = sure[lowest.as_py()].as_py()
        above = figures.to_table(filter=stands & (column("confidence") > least))
        equal = figures.head(limit - len(above), filter=stands & (column("confidence") == least))
        return Selection(pyarrow.concat_tables([above, equal]).sort_by(_ORDER))

    def _distinct(self, name: str) -> list[str]:
        values = self.tables["indicators"].to_table(columns=[name])[name].unique().to_pylist()
        return sorted(value for value in values if value is not None)

    def points(self, **wanted: Any) -> list[Point]:
        """Return the figures that `indicators` finds, those with subject and period, as points in time."""
        return points(self.indicators(**wanted).arrow.to_pylist())

    def series(
        self,
        subject: str,
        *,
        unit: str | None = None,
        place: str | None = None,
        every: Every | None = None,
        threshold: float = THRESHOLD,
        **wanted: Any,
    ) -> Series:
        """Return an indicator over time, with the sentence of each point.

        Args:
            subject: what is measured; similar subjects are taken too and listed in `Series.members`.
            unit: canonical unit; the most frequent one by default.
            place: one place; all by default.
            every: length of the periods, `year`, `half`, `quarter`, `month` …; the usual one by default.
            threshold: similarity of subjects, 0 to 1.
            wanted: more of `indicators`, for example `status="actual"`.
        """
        wanted.setdefault("kind", VALUE_KINDS)
        found = self.points(subject=subject, unit=unit, place=place, threshold=threshold, **wanted)
        units = Counter(p.unit for p in found)
        usual = min(units, key=lambda u: (-units[u], str(u)), default=None)
        return make_series(subject, [p for p in found if p.unit == usual], every=every)

    def compare(
        self, subject: str, *, period: str, places: Iterable[str] | None = None, **wanted: Any
    ) -> dict[str, list[Point]]:
        """Return the figures of one indicator in one period, place by place, the greatest first.

        Args:
            subject: what is measured.
            period: exactly this period.
            places: which places; all by default.
            wanted: more of `series`, for example `unit`.

        Raises:
            InputError: `period` is none.
        """
        length = interval(period)
        if length is None:
            raise InputError(f"{period!r} is no period: write 2024, 2024-H1, 2024-Q2, 2024-05 or 2024-M01/M09")
        series = self.series(subject, period=period, every=length.every, **wanted)
        found = by_place(p for p in series.points if p.place and p.period == period)
        if places is not None:
            chosen = list(places)
            found = {name: x for name, x in found.items() if any(same_place(name, place) for place in chosen)}
        return dict(sorted(found.items(), key=lambda item: (-ranked(item[1])[0], item[0])))

    def subjects(self, *, threshold: float = THRESHOLD, **wanted: Any) -> list[Group]:
        """Return what is reported, most often first: groups of subjects that seem to mean the same."""
        names = self.indicators(**wanted).arrow["subject"].to_pylist()
        return group_subjects(Counter(name for name in names if name), threshold=threshold)

    def conflicts(self, *, threshold: float = THRESHOLD, **wanted: Any) -> list[Conflict]:
        """Return where articles state different values for one thing, the greatest differences first."""
        return find_conflicts(self.points(**wanted), threshold=threshold)

    def topics_over_time(self, every: Literal["year", "quarter", "month"] = "month") -> dict[tuple[str, str], int]:
        """Return the number of articles of each period and topic; articles without a date are left out."""
        days = self.table("articles", ["date", "topic"]).drop_null().group_by(["date", "topic"])
        counts: Counter[tuple[str, str]] = Counter()
        for row in days.aggregate([([], "count_all")]).to_pylist():
            counts[bucket(row["date"], every), row["topic"]] += row["count_all"]
        return dict(sorted(counts.items()))

    def acronyms(self) -> Selection:
        """Return the acronyms of the corpus: short form, long form, method, mentions and articles."""
        form, article = ["short", "long", "method"], ["file", "row"]
        mentions = self.table("acronyms", [*form, *article]).group_by([*form, *article])
        within = mentions.aggregate([([], "count_all")]).group_by(form)
        found = within.aggregate([("count_all", "sum"), ([], "count_all")])
        named = found.rename_columns([*form, "mentions", "articles"])
        order = [("mentions", "descending"), *((name, "ascending") for name in form)]
        return Selection(named.sort_by(order))


def open(folder: str | Path) -> Corpus:
    """Open the folder that `civictext run … -o OUT` wrote.

    Raises:
        CorpusError: the folder holds no tables of a run.
    """
    import pyarrow.dataset

    path = Path(folder)
    if not (path / "indicators").is_dir():
        raise CorpusError(f"{path} holds no tables of a run: make them with `civictext run INPUT -o {path}`")
    tables = {
        name: pyarrow.dataset.dataset(path / name, format="parquet", exclude_invalid_files=False)
        for name in (*TABLES, "rejects")
        if (path / name).is_dir()
    }
    run = path / "run.json"
    return Corpus(tables, json.loads(run.read_text("utf-8")) if run.is_file() else {})


def span_of_dates(corpus: Corpus) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and the last date of publication, or None where no article has one."""
    import pyarrow.compute

    found = pyarrow.compute.min_max(corpus.table("articles", ["date"])["date"]).as_py()
    return None if found["min"] is None else (found["min"], found["max"])
