"""`civictext.corpus.run`: the pipeline over a corpus, resumable at any point."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any, Literal

from civictext import __version__
from civictext.corpus.executors import Executor, ExecutorName, make_executor
from civictext.corpus.folder import DOCUMENTS, TABLES, RunFolder
from civictext.corpus.marking import look_for_duplicates
from civictext.corpus.plan import known_cuts, write_plan
from civictext.corpus.progress import Progress, Show
from civictext.corpus.readers import Paths, check_encoding
from civictext.corpus.records import Columns
from civictext.corpus.report import Dedup, Duplicates, FailedShard, RunReport, State, duplicates_from
from civictext.corpus.schemas import SCHEMA_VERSION
from civictext.corpus.shards import SHARD_ROWS, Shard, plan_shards
from civictext.corpus.sources import STDIN, Source, find_sources
from civictext.corpus.work import COUNTS, Format, Options, fresh_pipeline, process_shard, shard_key
from civictext.errors import CorpusError, InputError, MissingExtraError
from civictext.pipeline import MAX_CHARS


def run(
    paths: Paths,
    out: str | os.PathLike[str],
    *,
    workers: int | None = None,
    executor: ExecutorName | Executor = "local",
    scheduler: str | None = None,
    text_column: str | None = None,
    id_column: str | None = None,
    title_column: str | None = None,
    date_column: str | None = None,
    url_column: str | None = None,
    encoding: str = "utf-8",
    model: str | os.PathLike[str] | None = None,
    exclude: Iterable[str] = (),
    acronyms: str | os.PathLike[str] | None = None,
    boilerplate: str | os.PathLike[str] | None = None,
    tone_style: Literal["old", "new", "keep"] = "old",
    abstain_below: float = 0.0,
    max_chars: int = MAX_CHARS,
    format: Format = "parquet",
    keep_text: bool = False,
    shard_size: int | None = None,
    limit: int | None = None,
    fresh: bool = False,
    dedup: Dedup = "exact",
    progress: Show = "auto",
) -> RunReport:
    """Analyse a corpus of any size into tables; start it again and it goes on where it stopped.

    A bad row never stops a run: it goes into the table of rejects. A shard on which workers die
    is given up and reported. The tables are the same whatever the executor, the number of
    workers and the size of shards.

    Args:
        paths: files, folders or globs, as `read_rows` takes them.
        out: folder for the tables.
        workers: processes; default one for each core, 0 works in this process.
        executor: `local`, `dask` (extra `dask`), or an `Executor` of your own, see docs/engines.md.
        scheduler: address of a Dask scheduler; default a cluster on this machine.
        text_column, id_column, title_column, date_column, url_column: names of columns.
        encoding: of .txt and .csv files.
        model, exclude, acronyms, boilerplate, tone_style, abstain_below, max_chars: as in `load`.
        format: `parquet`, or `jsonl` for whole documents as `civictext analyze` writes them.
        keep_text: also keep the normalised text of each article.
        shard_size: rows of a shard.
        limit: take only the first rows of the input.
        fresh: throw away an earlier run in the folder.
        dedup: mark articles whose text is the same, or nearly the same, as an earlier one's.
        progress: `bar`, `lines` or `off`; default a bar on a terminal, else lines.

    Raises:
        InputError: an input leads nowhere or an option cannot be.
        CorpusError: the folder holds another run, is in use or cannot be written to.
    """
    if workers is not None and workers < 0:
        raise InputError(f"workers={workers} cannot be: give 1 or more, or 0 to work in this process")
    if (shard_size is not None and shard_size < 1) or (limit is not None and limit < 1):
        raise InputError("shard_size and limit must be 1 or more")
    check_encoding(encoding)
    settings: dict[str, Any] = {
        "model": _absolute(model),
        "exclude": sorted([exclude] if isinstance(exclude, str) else exclude),
        "acronyms": _absolute(acronyms),
        "boilerplate": _absolute(boilerplate),
        "tone_style": tone_style,
        "abstain_below": abstain_below,
        "max_chars": max_chars,
    }
    options = Options(
        columns=Columns(text_column, id_column, title_column, date_column, url_column),
        encoding=encoding,
        format=format,
        keep_text=keep_text,
        pipeline=settings,
        version=fresh_pipeline(settings).version,
    )
    folder = RunFolder(os.path.abspath(out))
    inputs = [os.fspath(path) for path in ([paths] if isinstance(paths, str | os.PathLike) else paths)]
    sources = _sources(inputs, folder)
    make = partial(make_executor, executor, workers, scheduler)
    make()  # refuses what cannot be before anything is written
    request = _Request(inputs, options, shard_size or 0, limit)
    with folder.locked():
        before = _earlier_run(folder, request, fresh=fresh)
        request = replace(request, shard_rows=shard_size or before.get("shard_size", SHARD_ROWS))
        return _Run(folder, request, make).go(sources, before, dedup, progress)


def _absolute(path: str | os.PathLike[str] | None) -> str | None:
    return None if path is None else os.path.abspath(path)


def _sources(inputs: Sequence[str], folder: RunFolder) -> list[Source]:
    """Return the input files, without the output of the run itself."""
    if STDIN in inputs:
        raise InputError("a run cannot read the standard input: it could not be resumed; write a file first")
    own = str(folder.path) + os.sep
    sources = [source for source in find_sources(inputs) if not source.path.startswith(own)]
    if not sources:
        raise InputError(f"the input holds nothing but the output folder {folder.path}: choose another one")
    if any(source.format == "html" for source in sources):
        try:
            import trafilatura  # noqa: F401
        except ImportError as error:
            raise MissingExtraError("reading HTML", "html") from error
    return sources


@dataclass(frozen=True, slots=True)
class _Request:
    """What was asked for."""

    inputs: list[str]
    options: Options
    shard_rows: int
    """0 where it was not said."""
    limit: int | None


def _earlier_run(folder: RunFolder, request: _Request, *, fresh: bool) -> dict[str, Any]:
    """Return `run.json` of a run that can be gone on with, or nothing for a new one.

    Raises:
        CorpusError: the folder holds something else.
    """
    before = folder.read_run()
    if before is None:
        if taken := [table for table in (*TABLES, DOCUMENTS) if folder.names(table)]:
            raise CorpusError(
                f"{folder.path} has a folder {taken[0]!r} but no run.json, so it is no run of civictext: "
                "choose another folder"
            )
        return {}
    if fresh:
        folder.clear()
        return {}
    differences = list(_differences(before, request))
    if differences:
        raise CorpusError(
            f"{folder.path} holds a run with {'; '.join(differences)}. Choose one: another folder (-o), "
            "the same options as before, or --fresh to throw that run away"
        )
    return before


def _differences(before: dict[str, Any], request: _Request) -> Iterator[str]:
    """Yield in words what an earlier run did otherwise."""
    if before["inputs"] != request.inputs:
        yield f"other input ({', '.join(before['inputs'])})"
    if request.shard_rows and before["shard_size"] != request.shard_rows:
        yield f"--shard-size {before['shard_size']}, now {request.shard_rows}"
    old, new = _settings(before["options"], before["schema"]), _settings(asdict(request.options), SCHEMA_VERSION)
    for name, value in new.items():
        if old.get(name) != value:
            yield f"{name} {old.get(name)}, now {value}"


def _settings(options: dict[str, Any], schema: int) -> dict[str, Any]:
    """Return what a run must share with the one that it goes on with, under the names of messages."""
    columns = zip(Columns._fields, options["columns"], strict=False)
    return {
        "tables of version": schema,
        **{name: options.get(name) for name in ("version", "format", "keep_text", "encoding")},
        **{f"{name} column": column for name, column in columns},
        "max_chars": options["pipeline"].get("max_chars"),
    }


class _Run:
    """One run into a folder that is locked."""

    def __init__(self, folder: RunFolder, request: _Request, make: Callable[[], Executor]) -> None:
        self.folder = folder
        self.request = request
        self.options = request.options
        self.make = make
        self.shards: list[Shard] = []
        self.markers: dict[str, dict[str, Any]] = {}
        self.failed: list[FailedShard] = []
        self.duplicates: Duplicates | None = None
        self.resumed: set[str] = set()
        self.started = time.time()
        self.clock = time.monotonic()

    def go(self, sources: list[Source], before: dict[str, Any], dedup: Dedup, show: Show) -> RunReport:
        """Do what is missing and report."""
        self.folder.create(self.options.tables)
        self.shards = self._plan(sources)
        todo = self._todo()
        if not todo and before.get("state") == "finished" and before.get("dedup") == dedup:
            self.duplicates = duplicates_from(before["duplicates"])
            return self._report("finished")
        self._write("running")
        try:
            with stop_signals():
                self._work(todo, show)
                finished = [shard for shard in self.shards if shard.name in self.markers]
                self.duplicates = look_for_duplicates(self.folder, finished, self.options, dedup, self.make)
        except KeyboardInterrupt:
            self._write("interrupted")
            raise
        return self._write("incomplete" if self.failed else "finished", dedup)

    def _plan(self, sources: list[Source]) -> list[Shard]:
        shards = plan_shards(
            sources,
            shard_rows=self.request.shard_rows,
            limit=self.request.limit,
            encoding=self.options.encoding,
            known=known_cuts(self.folder),
        )
        write_plan(self.folder, shards, limited=self.request.limit is not None)
        return shards

    def _todo(self) -> list[Shard]:
        """Return the shards that are missing or stale; delete what is no part of the plan."""
        markers = self.folder.markers()
        written = [self.folder.names(table) for table in self.options.tables]
        for shard in self.shards:
            marker = markers.get(shard.name, {})
            whole = all(shard.name in names for names in written)
            if whole and marker.get("key") == shard_key(shard, self.options):
                self.markers[shard.name] = marker
        self.resumed = set(self.markers)
        for name in sorted(set(markers).union(*written) - self.resumed):
            self.folder.remove(name, self.options.tables)
        return [shard for shard in self.shards if shard.name not in self.markers]

    def _work(self, todo: list[Shard], show: Show) -> None:
        if not todo:
            return
        work = partial(process_shard, out=str(self.folder.path), options=self.options)
        rows = [shard.rows for shard in todo]
        total = None if None in rows else sum(filter(None, rows))
        with self.make() as executor, Progress(show, rows=total) as progress:
            for outcome in executor.map(work, todo):
                if outcome.result is not None:
                    self.markers[outcome.task.name] = outcome.result
                    progress.add(outcome.result)
                else:
                    self._give_up(outcome.task, outcome.failure or "")

    def _give_up(self, shard: Shard, reason: str) -> None:
        """Report a shard that failed; it has no marker, so the next run tries it again."""
        self.failed.append(FailedShard(shard.name, reason, tuple(map(str, shard.parts))))

    def _write(self, state: State, dedup: Dedup | None = None) -> RunReport:
        """Write `run.json` and return the report."""
        report = self._report(state)
        data = {
            **{name: value for name, value in asdict(report).items() if name != "out"},
            "civictext": __version__,
            "schema": SCHEMA_VERSION,
            "inputs": self.request.inputs,
            "shard_size": self.request.shard_rows,
            "limit": self.request.limit,
            "options": asdict(self.options),
            "dedup": dedup,
            "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.started)),
        }
        self.folder.write_json(self.folder.run_json, data)
        return report

    def _report(self, state: State) -> RunReport:
        seconds = max(time.monotonic() - self.clock, 1e-6)
        new = [marker for name, marker in self.markers.items() if name not in self.resumed]
        return RunReport(
            out=self.folder.path,
            state=state,
            shards=len(self.shards),
            resumed=len(self.resumed),
            seconds=round(seconds, 3),
            cpu_seconds=round(sum(marker["cpu_seconds"] for marker in self.markers.values()), 3),
            articles_per_second=round(sum(marker["articles"] for marker in new) / seconds, 1),
            mb_per_second=round(sum(marker["bytes"] for marker in new) / 1e6 / seconds, 3),
            duplicates=self.duplicates,
            failed=tuple(self.failed),
            **{name: sum(marker[name] for marker in self.markers.values()) for name in COUNTS},
        )


@contextmanager
def stop_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP stop a run as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, _: object) -> None:
        raise KeyboardInterrupt(signal.Signals(number).name)

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    previous = {name: signal.signal(getattr(signal, name), stop) for name in names}
    try:
        yield
    finally:
        for name, handler in previous.items():
            signal.signal(getattr(signal, name), handler)
