from __future__ import annotations

from pathlib import Path
from typing import Any

import corpus_files as files
import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext import corpus
from civictext.corpus import duplicates
from civictext.corpus.duplicates import KeyGroups
from civictext.errors import CorpusError, InputError

LONG = " ".join(f"Thôn {i} của xã có {i + 2} hộ được hỗ trợ làm nhà trong năm qua." for i in range(40))
NEAR = LONG.replace("Thôn 7 ", "Xóm 7 ") + " Tin của phóng viên."
OTHER = " ".join(f"Trường {i} đón {i + 30} học sinh vào lớp một, thêm {i} phòng học mới." for i in range(40))


def archive(path: Path) -> Path:
    texts = {"a": LONG, "b": OTHER, "c": LONG.upper() + "!", "d": NEAR, "e": "Khác hẳn, chỉ có một câu."}
    return files.write_jsonl(path, [{"id": name, "text": text} for name, text in texts.items()])


def run(source: Path, out: Path, **options: Any) -> corpus.RunReport:
    return corpus.run(source, out, **{**files.QUICK, "workers": 0, "shard_size": 2, **options})


def marks(out: Path) -> dict[str, tuple[str, str]]:
    rows = pq.read_table(out / "articles").to_pylist()
    return {row["id"]: (row["duplicate_of"], row["duplicate_kind"]) for row in rows if row["duplicate_of"]}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("off", {}),
        ("exact", {"c": ("a", "exact")}),
        ("near", {"c": ("a", "exact"), "d": ("a", "near")}),
    ],
)
def test_repeated_articles_are_marked_across_shards(tmp_path: Path, kind: str, expected: dict[str, Any]) -> None:
    if kind == "near":
        pytest.importorskip("rensa", reason="the extra dedup is not installed")
    report = run(archive(tmp_path / "a.jsonl"), tmp_path / "out", dedup=kind)
    assert marks(tmp_path / "out") == expected
    assert report.duplicates is not None
    assert (report.duplicates.exact, report.duplicates.marked) == (1, len(expected))


def test_marks_do_not_depend_on_shards_and_can_be_made_and_taken_back_later(tmp_path: Path) -> None:
    pytest.importorskip("rensa", reason="the extra dedup is not installed")
    source = archive(tmp_path / "a.jsonl")
    run(source, tmp_path / "one", shard_size=100, dedup="near")
    run(source, tmp_path / "two", dedup="off")
    plain = corpus.digest(tmp_path / "two")
    found = corpus.dedup(tmp_path / "two", workers=0)
    assert (found.exact, found.near, found.marked) == (1, 2, 2)
    assert corpus.digest(tmp_path / "one") == corpus.digest(tmp_path / "two") != plain
    corpus.dedup(tmp_path / "two", kind="off", workers=0)
    assert corpus.digest(tmp_path / "two") == plain


def test_marks_follow_the_input(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for name in ("b", "c"):
        files.write_jsonl(source / f"{name}.jsonl", [{"id": name, "text": LONG}])
    run(source, tmp_path / "out", shard_size=1)
    assert marks(tmp_path / "out") == {"c": ("b", "exact")}
    files.write_jsonl(source / "a.jsonl", [{"id": "a", "text": LONG}])
    run(source, tmp_path / "out", shard_size=1)
    assert marks(tmp_path / "out") == {"b": ("a", "exact"), "c": ("a", "exact")}


def test_repeated_ids_are_reported_with_their_rows(tmp_path: Path) -> None:
    source = files.write_jsonl(tmp_path / "a.jsonl", [{"id": "x", "text": f"Bài số {i}."} for i in range(3)])
    report = run(source, tmp_path / "out")
    assert report.duplicates is not None
    assert report.duplicates.ids == 2
    rows = [(one["first"]["row"], one["again"]["row"]) for one in report.duplicates.id_examples]
    assert rows == [(1, 2), (1, 3)]


def test_dedup_wants_a_finished_run_and_the_same_input(tmp_path: Path) -> None:
    pytest.importorskip("rensa", reason="the extra dedup is not installed")
    source = archive(tmp_path / "a.jsonl")
    with pytest.raises(CorpusError, match="holds no run"):
        corpus.dedup(tmp_path / "out")
    run(source, tmp_path / "out")
    with pytest.raises(InputError, match="threshold"):
        corpus.dedup(tmp_path / "out", threshold=0)
    files.write_jsonl(source, [{"id": "z", "text": "Bài khác."}])
    with pytest.raises(CorpusError, match="has changed"):
        corpus.dedup(tmp_path / "out", workers=0)


@given(st.lists(st.integers(0, 9), max_size=60), st.integers(1, 9))
def test_key_groups_finds_what_a_dictionary_finds(
    tmp_path_factory: pytest.TempPathFactory, keys: list[int], at_once: int
) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(duplicates, "_KEYS_IN_MEMORY", at_once)
        groups = KeyGroups(tmp_path_factory.mktemp("keys"), len(keys))
        pairs = np.array([(key * 7919, key % 3) for key in keys], np.uint64).reshape(-1, 2)
        groups.add(pairs, np.arange(len(keys)))
        found = groups.repeats()
    first: dict[int, int] = {}
    expected = [(i, first[key]) for i, key in enumerate(keys) if first.setdefault(key, i) != i]
    assert list(zip(found.again.tolist(), found.first.tolist(), strict=True)) == expected
