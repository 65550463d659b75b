from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import corpus_files as files
import pyarrow.parquet as pq
import pytest

from civictext import corpus
from civictext.cli import main
from civictext.corpus import runner
from civictext.corpus.folder import RunFolder
from civictext.corpus.readers import read_rows
from civictext.corpus.schemas import SCHEMAS
from civictext.errors import CorpusError, InputError

ROWS = files.articles(23)


def run(source: Any, out: Path, **options: Any) -> corpus.RunReport:
    return corpus.run(source, out, **{**files.QUICK, "workers": 0, "shard_size": 5, **options})


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one file of each format, with bad rows in some."""
    folder = tmp_path_factory.mktemp("tin tức")
    bad: list[dict[str, Any]] = [{"id": "xấu", "text": None}, {"id": "bai-1", "text": "Xã có 5 thôn."}]
    files.write_jsonl(folder / "a.jsonl", [*ROWS, *bad])
    files.write_jsonl(folder / "b.jsonl.gz", ROWS[:12])
    files.write_parquet(folder / "c.parquet", ROWS[:11], row_group_size=4)
    files.write_csv(folder / "d.csv", ROWS[:3])
    (folder / "đ.txt").write_text("Năm 2023, huyện có 12 xã đạt chuẩn.", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def reference(source: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of a run over the source in one shard a file, in this process."""
    out = tmp_path_factory.mktemp("reference")
    run(source, out, shard_size=1000)
    return corpus.digest(out)


def test_run_reports_what_it_did(source: Path, tmp_path: Path) -> None:
    report = run(source, tmp_path)
    assert (report.state, report.articles, report.rejects, report.ok) == ("finished", 51, 1, False)
    assert report.duplicates is not None
    assert (report.duplicates.exact, report.duplicates.ids) == (26, 27)
    written = json.loads((tmp_path / "run.json").read_text())
    assert (written["state"], written["articles"]) == ("finished", 51)
    assert written["indicators"] == report.indicators


def test_tables_hold_what_the_pipeline_finds(source: Path, tmp_path: Path) -> None:
    import civictext

    run(source, tmp_path)
    nlp = civictext.load(exclude=["acronyms", "topics"])
    table = pq.read_table(tmp_path / "indicators").to_pylist()
    for row in read_rows(source / "c.parquet"):
        doc = nlp(row.text, id=row.id, title=row.title, date=row.date)
        found = [one for one in table if (one["file"], one["row"]) == (row.file, row.row)]
        assert [one["value_exact"] for one in sorted(found, key=lambda one: one["index"])] == [
            format(i.value, "f") for i in doc.indicators
        ]


@pytest.mark.parametrize("options", [{"workers": 1}, {"workers": 3}, {"shard_size": 1}, {"shard_size": 7}], ids=str)
def test_results_do_not_depend_on_workers_or_shards(
    source: Path, reference: str, tmp_path: Path, options: dict[str, Any]
) -> None:
    run(source, tmp_path, **options)
    assert corpus.digest(tmp_path) == reference


def test_results_do_not_depend_on_the_executor(source: Path, reference: str, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    report = run(source, tmp_path, executor="dask", workers=2)
    assert report.articles == 51
    assert corpus.digest(tmp_path) == reference


def test_digest_tells_other_results_apart(source: Path, reference: str, tmp_path: Path) -> None:
    run(source, tmp_path, tone_style="new")
    assert corpus.digest(tmp_path) != reference


def test_a_finished_run_is_left_alone(source: Path, tmp_path: Path) -> None:
    run(source, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*/*.parquet")}
    report = run(source, tmp_path)
    assert report.resumed == report.shards
    assert {path: path.stat().st_mtime_ns for path in tmp_path.glob("*/*.parquet")} == before


def test_only_what_changed_is_done_again(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for name in "abc":
        files.write_jsonl(source / f"{name}.jsonl", ROWS[:5])
    run(source, tmp_path / "out")
    files.write_jsonl(source / "b.jsonl", ROWS[5:9])
    (source / "c.jsonl").unlink()
    files.write_jsonl(source / "d.jsonl", ROWS[:2])
    report = run(source, tmp_path / "out")
    assert (report.resumed, report.articles) == (1, 11)
    run(source, tmp_path / "other")
    assert corpus.digest(tmp_path / "out") == corpus.digest(tmp_path / "other")


@pytest.mark.parametrize("table", [*SCHEMAS, "rejects"])
def test_a_table_that_was_lost_is_made_again(source: Path, reference: str, tmp_path: Path, table: str) -> None:
    run(source, tmp_path)
    next((tmp_path / table).iterdir()).unlink()
    report = run(source, tmp_path)
    assert report.resumed == report.shards - 1
    assert corpus.digest(tmp_path) == reference


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"tone_style": "new"}, "version"),
        ({"text_column": "text"}, "text column"),
        ({"shard_size": 6}, "--shard-size"),
        ({"format": "jsonl"}, "format"),
        ({"keep_text": True}, "keep_text"),
    ],
    ids=str,
)
def test_a_folder_of_another_run_is_refused(source: Path, tmp_path: Path, options: dict[str, Any], told: str) -> None:
    run(source / "d.csv", tmp_path)
    with pytest.raises(CorpusError, match=told) as error:
        run(source / "d.csv", tmp_path, **options)
    assert "--fresh" in str(error.value)
    assert run(source / "d.csv", tmp_path, fresh=True, **options).resumed == 0


def test_a_folder_of_other_input_is_refused(source: Path, tmp_path: Path) -> None:
    run(source / "d.csv", tmp_path)
    with pytest.raises(CorpusError, match="other input"):
        run(source / "a.jsonl", tmp_path)


def test_fresh_deletes_nothing_that_is_no_run(source: Path, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "mine.txt").write_text("keep me")
    with pytest.raises(CorpusError, match="no run of civictext"):
        run(source, tmp_path, fresh=True)
    assert (tmp_path / "articles" / "mine.txt").exists()


def test_a_run_json_of_another_program_is_left_alone(source: Path, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text('{"state": "mine"}')
    for work in (lambda: run(source, tmp_path, fresh=True), lambda: corpus.status(tmp_path)):
        with pytest.raises(CorpusError, match="is not by civictext"):
            work()
    assert (tmp_path / "run.json").read_text() == '{"state": "mine"}'


def test_output_inside_the_input_is_not_read(source: Path, tmp_path: Path) -> None:
    files.write_jsonl(tmp_path / "a.jsonl", ROWS[:3])
    for _ in range(2):
        assert run(tmp_path, tmp_path / "out").articles == 3


def test_limit_takes_the_first_rows(source: Path, tmp_path: Path) -> None:
    assert run(source, tmp_path, limit=13).articles == 13
    report = run(source, tmp_path)
    assert (report.articles, report.resumed) == (51, 2)


def test_two_runs_into_one_folder_at_the_same_time_are_one_too_many(source: Path, tmp_path: Path) -> None:
    with RunFolder(tmp_path).locked(), pytest.raises(CorpusError, match="in use by process"):
        run(source, tmp_path)
    assert run(source, tmp_path).state == "finished"


class Stopped(BaseException):
    """Stands for a power cut."""


class PowerCut:
    """Lets so many file operations happen, and then none."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, operations: int) -> None:
        self.left = operations
        for owner, name in ((os, "replace"), (os, "fsync"), (Path, "unlink"), (Path, "open")):
            monkeypatch.setattr(owner, name, self._counted(getattr(owner, name)))

    def _counted(self, operation: Any) -> Any:
        def counted(*args: Any, **options: Any) -> Any:
            if self.left <= 0:
                raise Stopped
            self.left -= 1
            return operation(*args, **options)

        return counted


def test_a_run_stopped_after_any_file_operation_can_be_resumed(tmp_path: Path) -> None:
    source = files.write_jsonl(tmp_path / "a.jsonl", [*ROWS[:5], ROWS[1]])
    run(source, tmp_path / "whole", shard_size=3)
    expected = corpus.digest(tmp_path / "whole")
    out = tmp_path / "out"
    operations, stopped = 0, True
    while stopped:
        RunFolder(out).clear()
        with pytest.MonkeyPatch.context() as monkeypatch:
            PowerCut(monkeypatch, operations)
            try:
                run(source, out, shard_size=3)
                stopped = False
            except Stopped:
                operations += 1
        run(source, out, shard_size=3)
        assert corpus.digest(out) == expected, f"stopped after {operations} operations"
        assert not list((out / "_tmp").iterdir())
    assert operations > 30


def test_a_full_disk_stops_the_run_with_what_to_do(
    source: Path, reference: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    calls: Iterator[int] = iter(range(100))

    def fsync(_: int) -> None:
        if next(calls) > 8:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(CorpusError, match=r"No space left.*start the same command"):
        run(source, tmp_path)
    monkeypatch.undo()
    assert corpus.status(tmp_path).state == "interrupted"
    run(source, tmp_path)
    assert corpus.digest(tmp_path) == reference


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_table_that_cannot_be_written_stops_the_run(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from civictext.corpus import work

    monkeypatch.setattr(work.ShardWriter, "_temporary", lambda *_: Path("/dev/full"))
    with pytest.raises(CorpusError, match="No space left"):
        run(source, tmp_path)


def test_output_that_cannot_be_written_is_refused_at_once(source: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(CorpusError, match="cannot be written"):
        run(source, tmp_path / "file" / "out")


def test_a_poison_shard_is_given_up_and_the_rest_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for name in ("a", "b-poison", "c", "d"):
        files.write_jsonl(source / f"{name}.jsonl", ROWS[:5])
    monkeypatch.setattr(runner, "process_shard", files.process_poison)
    report = run(source, tmp_path / "out", workers=2)
    assert (report.state, report.articles, report.ok) == ("incomplete", 15, False)
    (failed,) = report.failed
    assert failed.parts[0].endswith("b-poison.jsonl rows 1–5")
    monkeypatch.undo()
    assert run(source, tmp_path / "out").articles == 20


def test_dask_gives_up_a_poison_shard_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    source = tmp_path / "in"
    source.mkdir()
    for name in ("a", "b-poison", "c"):
        files.write_jsonl(source / f"{name}.jsonl", ROWS[:5])
    monkeypatch.setattr(runner, "process_shard", files.process_poison)
    report = run(source, tmp_path / "out", workers=2, executor="dask")
    assert (report.state, report.articles, len(report.failed)) == ("incomplete", 10, 1)


def test_a_worker_that_dies_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for name in ("a", "b-fatal", "c"):
        files.write_jsonl(source / f"{name}.jsonl", ROWS[:5])
    monkeypatch.setattr(runner, "process_shard", files.process_dying_once)
    report = run(source, tmp_path / "out", workers=2)
    assert (report.state, report.articles) == ("finished", 15)


INTERRUPTED = """
import sys
import corpus_files
from civictext import corpus
from civictext.corpus import runner

if __name__ == "__main__":
    runner.process_shard = corpus_files.process_slowly
    corpus.run(sys.argv[1], sys.argv[2], workers=2, shard_size=2, **corpus_files.QUICK)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_stopped_by_a_signal_leaves_no_process_and_can_be_resumed(tmp_path: Path, number: int) -> None:
    source = files.write_jsonl(tmp_path / "a.jsonl", ROWS)
    script = tmp_path / "script.py"
    script.write_text(INTERRUPTED)
    paths = os.pathsep.join([str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])])
    out = tmp_path / "out"
    process = subprocess.Popen(
        [sys.executable, str(script), str(source), str(out)],
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    _wait(lambda: len(list((out / "_done").glob("*.json"))) > 1)
    process.send_signal(number)
    _, message = process.communicate(timeout=30)  # the pipe closes when the last worker is gone
    assert number == signal.SIGKILL or b"KeyboardInterrupt" in message
    done = corpus.status(out)
    assert done.state == "interrupted"
    assert 0 < done.done < done.shards
    report = run(source, out, shard_size=2)
    assert (report.state, report.articles) == ("finished", len(ROWS))
    assert report.resumed >= done.done


def _wait(condition: Any) -> None:
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("nothing happened for 30 seconds")


def test_many_tiny_files_make_few_shards(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for i in range(300):
        (source / f"bài {i:03d}.txt").write_text(f"Xã có {i} hộ.", encoding="utf-8")
    report = run(source, tmp_path / "out", shard_size=100)
    assert report.articles == 300
    assert report.shards <= 8
    (source / "bài 150b.txt").write_text("Xã có 7 hộ.", encoding="utf-8")
    report = run(source, tmp_path / "out", shard_size=100)
    assert report.articles == 301
    assert report.resumed >= report.shards - 3


@pytest.mark.slow
def test_a_hundred_thousand_tiny_files_are_planned(tmp_path: Path) -> None:
    from civictext.corpus.shards import plan_shards
    from civictext.corpus.sources import find_sources

    for i in range(100_000):
        (tmp_path / f"{i}.txt").touch()
    shards = plan_shards(find_sources(tmp_path))
    assert sum(len(shard.parts) for shard in shards) == 100_000
    assert len({shard.name for shard in shards}) == len(shards) < 110


def test_jsonl_holds_what_analyze_writes(source: Path, tmp_path: Path) -> None:
    run(source / "d.csv", tmp_path, format="jsonl")
    (path,) = (tmp_path / "documents").iterdir()
    lines = path.read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["bai-0", "bai-1", "bai-2"]
    assert len(corpus.digest(tmp_path)) == 32


def test_keep_text_keeps_the_text_that_spans_refer_to(source: Path, tmp_path: Path) -> None:
    run(source / "d.csv", tmp_path, keep_text=True)
    texts = {row["id"]: row["text"] for row in pq.read_table(tmp_path / "articles").to_pylist()}
    for row in pq.read_table(tmp_path / "indicators").to_pylist():
        assert texts[row["id"]][row["start"] : row["end"]] == row["text"]


@pytest.mark.parametrize(
    "options",
    [{"workers": -1}, {"shard_size": 0}, {"limit": 0}, {"encoding": "utf-9"}, {"exclude": ["x"]}],
    ids=str,
)
def test_options_that_cannot_be_are_refused(source: Path, tmp_path: Path, options: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        run(source, tmp_path / "out", **options)
    assert not (tmp_path / "out").exists()


def test_commands_run_status_and_failed(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "out")
    quick = ["--exclude", "acronyms", "--exclude", "topics", "--workers", "0", "--quiet"]
    assert main(["run", str(source), "-o", out, *quick]) == 1
    assert "51 articles" in capsys.readouterr().out
    assert main(["status", out, "--digest"]) == 0
    assert "finished" in capsys.readouterr().out
    assert main(["failed", out]) == 1
    assert "a.jsonl row 24: column 'text' holds no text (null)" in capsys.readouterr().out
    assert main(["failed", out, "--code", "date"]) == 0
    assert main(["status", str(tmp_path)]) == 2
    assert "civictext run INPUT" in capsys.readouterr().err


@pytest.mark.parametrize("workers", [0, 2])
def test_map_shards_yields_in_the_order_of_the_input(source: Path, workers: int) -> None:
    parts = list(corpus.map_shards(places, source, workers=workers, shard_size=5))
    assert len(parts) > 9
    assert [place for part in parts for place in part] == places(read_rows(source))


def test_map_shards_names_the_shard_on_which_a_function_fails(source: Path) -> None:
    with pytest.raises(CorpusError, match="division"):
        list(corpus.map_shards(fail, source, workers=0))


def places(rows: Iterator[Any]) -> list[tuple[str, int]]:
    return [(row.file, row.row) for row in rows]


def fail(rows: Iterator[Any]) -> float:
    return 1 / 0


@pytest.mark.parametrize("command", ["mine-acronyms", "learn-boilerplate"])
def test_commands_over_shards_give_the_same_table_with_any_number_of_workers(tmp_path: Path, command: str) -> None:
    head = "Trang chủ\nLịch công tác tuần\nBan quản lý chợ trung tâm (BQLCTT) xã họp."
    rows = [{"text": f"{head}\n{row['text']}"} for row in ROWS]
    source = files.write_jsonl(tmp_path / "a.jsonl", rows)
    tables = []
    for workers in ("0", "2"):
        out = tmp_path / f"{workers}.tsv"
        assert main([command, str(source), "-o", str(out), "--workers", workers]) == 0
        tables.append(out.read_text("utf-8"))
    assert tables[0] == tables[1]
    assert len(tables[0].splitlines()) > 1


def test_arrow_batches_give_the_tables_of_a_run(source: Path, tmp_path: Path) -> None:
    run(source / "c.parquet", tmp_path)
    exclude = files.QUICK["exclude"]
    stream = pq.ParquetFile(source / "c.parquet").iter_batches(3)
    found = [row for batch in corpus.analyse_batches(stream, exclude=exclude) for row in batch.to_pylist()]
    expected = pq.read_table(tmp_path / "indicators").to_pylist()
    key = ["row", "index", "value_exact", "sentence"]
    assert sorted([row[k] for k in key] for row in found) == sorted([row[k] for k in key] for row in expected)


def test_arrow_batches_show_what_was_rejected() -> None:
    import pyarrow as pa

    batch = pa.RecordBatch.from_pydict({"id": ["a", "b"], "text": [None, "a\x00"]})
    (found,) = corpus.analyse_batches([batch], table="rejects", exclude=files.QUICK["exclude"])
    assert [(row["id"], row["code"]) for row in found.to_pylist()] == [("a", "null"), ("b", "unusable")]
    with pytest.raises(InputError, match="there is no table"):
        next(corpus.analyse_batches([batch], table="figures"))


def test_an_executor_of_ones_own_runs_a_corpus(source: Path, reference: str, tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    class Threads:
        def __enter__(self) -> Threads:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def map(self, work: Any, tasks: Any) -> Iterator[corpus.Outcome[Any, Any]]:
            with ThreadPoolExecutor(1) as pool:
                yield from map(corpus.Outcome, tasks, pool.map(work, tasks))

    run(source, tmp_path, executor=Threads())
    assert corpus.digest(tmp_path) == reference
