from __future__ import annotations

import io
import os
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import corpus_files as files
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext.corpus.readers import BadRow, Part, Row, read_part, read_rows
from civictext.corpus.records import Columns, parse_json
from civictext.corpus.shards import plan_shards
from civictext.corpus.sources import find_sources
from civictext.errors import InputError

ROWS = files.articles(7)
WRITERS = {
    "a.jsonl": files.write_jsonl,
    "a.jsonl.gz": files.write_jsonl,
    "a.jsonl.zst": files.write_zst,
    "a.csv": files.write_csv,
    "a.parquet": files.write_parquet,
}


def read(path: Path, **options: str) -> list[Row | BadRow]:
    return list(read_rows(path, **options))


def codes(rows: Iterable[Row | BadRow]) -> list[tuple[str, int | None, str | None]]:
    return [(row.code, row.row, row.column) for row in rows if isinstance(row, BadRow)]


@pytest.mark.parametrize("name", WRITERS)
def test_read_rows_gives_the_same_rows_from_every_format(tmp_path: Path, name: str) -> None:
    WRITERS[name](tmp_path / name, ROWS)
    found = read(tmp_path / name)
    assert [(row.id, row.text, row.title, row.date, row.row) for row in found] == [
        (row["id"], row["text"], row["title"], row["date"], i) for i, row in enumerate(ROWS, 1)
    ]


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_parts_of_a_file_are_its_rows(tmp_path: Path, name: str, size: int) -> None:
    WRITERS[name](tmp_path / name, ROWS)
    shards = plan_shards(find_sources(tmp_path), shard_rows=size)
    rows = [row for shard in shards for part in shard.parts for row in read_part(part, Columns())]
    assert rows == read(tmp_path)


def test_read_rows_takes_text_files_of_a_folder_with_their_names_as_ids(tmp_path: Path) -> None:
    folder = tmp_path / "báo cáo"
    (folder / "sâu").mkdir(parents=True)
    (folder / "bài 1.txt").write_text("Xã có 5 thôn.\r\n", encoding="utf-8", newline="")
    (folder / "sâu" / "2.txt").write_bytes("Huyện có 9 xã.".encode("utf-16"))
    (folder / "_tạm.txt").write_text("x")
    (folder / "ghi chú.docx").write_text("x")
    found = read(folder)
    assert [(row.id, row.text) for row in found] == [
        ("bài 1.txt", "Xã có 5 thôn.\r\n"),
        ("sâu/2.txt", "Huyện có 9 xã."),
    ]


def test_read_rows_marks_pages(tmp_path: Path) -> None:
    page = tmp_path / "trang.html"
    page.write_bytes('<meta charset="iso-8859-1"><p>Hà Nam có 83 xã.'.encode("iso-8859-1"))
    (row,) = read(page)
    assert row.html
    assert row.text.endswith("Hà Nam có 83 xã.")


def test_bad_lines_of_jsonl_are_named_by_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"text": "ok"}\n\n{"text": null}\n{"text": "\\ud800"}\n[1]\n{"body_": 1}\n{"text": 5}\n'
        b'{"text": "\xff"}\nnot json\n{"text": ""}\n' + b"[" * 100_000 + b"\n"
    )
    assert codes(read(path)) == [
        ("null", 3, "text"),
        ("unusable", 4, "text"),
        ("json", 5, None),
        ("columns", 6, None),
        ("type", 7, "text"),
        ("encoding", 8, None),
        ("json", 9, None),
        ("empty", 10, "text"),
        ("json", 11, None),
    ]


def test_bad_records_of_csv_cost_only_themselves(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'id;text\n1;"one\ntwo"\n2;x;y\n\n3;\n4;\xff\n5;ok\n')
    found = read(path)
    assert [(row.id, row.text) for row in found if isinstance(row, Row)] == [("1", "one\ntwo"), ("5", "ok")]
    assert codes(found) == [("csv", 2, None), ("empty", 3, "text"), ("encoding", 4, "text")]


def test_csv_without_a_text_column_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n3,4\n")
    (bad,) = read(path)
    assert bad.code == "columns"
    assert "'a', 'b'" in bad.reason
    assert "--text-column" in bad.reason


def test_a_column_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    path = files.write_csv(tmp_path / "a.csv", ROWS)
    (bad,) = read(path, date_column="ngay")
    assert (bad.code, bad.column) == ("columns", "ngay")


def test_columns_are_recognised_by_other_usual_names(tmp_path: Path) -> None:
    record = {"ID": "1", "Nội dung": "Xã có 5 thôn.", "Ngày đăng": "9/2/2024"}
    (row,) = read(files.write_csv(tmp_path / "a.csv", [record]))
    assert (row.id, row.text, row.date) == ("1", "Xã có 5 thôn.", "2024-02-09")


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Thứ sáu, 9/2/2024, 10:16 (GMT+7)", "2024-02-09"),
        ("2024-02-09T10:16:06+07:00", "2024-02-09"),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_read_as_sites_print_them(tmp_path: Path, date: str | None, expected: str | None) -> None:
    path = files.write_jsonl(tmp_path / "a.jsonl", [{"text": "Xã có 5 thôn.", "date": date}])
    (row,) = read(path)
    assert (row.date, row.warning) == (expected, None)


def test_a_date_that_cannot_be_read_costs_the_row_only_where_the_column_was_named(tmp_path: Path) -> None:
    path = files.write_jsonl(tmp_path / "a.jsonl", [{"text": "Xã có 5 thôn.", "date": "hôm qua"}])
    (kept,) = read(path)
    assert kept.date is None
    assert "hôm qua" in kept.warning
    assert codes(read(path, date_column="date")) == [("date", 1, "date")]


def test_ids_may_be_numbers_and_may_be_missing(tmp_path: Path) -> None:
    records = [{"text": "a", "id": i} for i in (7, 8.0, None, " ", True)]
    found = read(files.write_jsonl(tmp_path / "a.jsonl", records))
    assert [row.id for row in found[:4]] == ["7", "8", "a.jsonl#3", "a.jsonl#4"]
    assert codes(found) == [("type", 5, "id")]


def test_parquet_with_bytes_that_are_no_utf8_costs_only_the_row(tmp_path: Path) -> None:
    raw = pa.array([b"t\xe1\xbb\x91t", b"x\xff", None], pa.binary()).view(pa.string())
    pq.write_table(pa.table({"text": raw}), tmp_path / "a.parquet")
    found = read(tmp_path / "a.parquet")
    assert found[0].text == "tốt"
    assert codes(found) == [("encoding", 2, "text"), ("null", 3, "text")]


def test_parquet_timestamps_are_days(tmp_path: Path) -> None:
    import datetime

    stamp = datetime.datetime(2024, 2, 9, 23, 30)
    files.write_parquet(tmp_path / "a.parquet", [{"text": "a", "date": stamp}])
    (row,) = read(tmp_path / "a.parquet")
    assert row.date == "2024-02-09"


@pytest.mark.parametrize("kept", [0.2, 0.7, 0.95])
def test_truncated_parquet_is_one_bad_row(tmp_path: Path, kept: float) -> None:
    path = files.write_parquet(tmp_path / "a.parquet", ROWS)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    assert codes(read(path)) == [("corrupt", None, None)]


def test_damage_inside_parquet_costs_the_rest_of_its_row_group(tmp_path: Path) -> None:
    path = files.write_parquet(tmp_path / "a.parquet", ROWS, row_group_size=2)
    data = bytearray(path.read_bytes())
    at = pq.ParquetFile(path).metadata.row_group(1).column(3).data_page_offset
    data[at : at + 12] = b"\xff" * 12
    path.write_bytes(data)
    found = read(path)
    assert [row.row for row in found] == [1, 2, 3, 5, 6, 7]
    assert codes(found) == [("corrupt", 3, None)]
    shards = plan_shards(find_sources(path), shard_rows=2)
    parts = [row for shard in shards for part in shard.parts for row in read_part(part, Columns())]
    assert Counter(codes(parts)) == {("corrupt", 3, None): 1}


def test_damage_at_the_end_of_a_part_is_left_to_the_next(tmp_path: Path) -> None:
    path = files.write_parquet(tmp_path / "a.parquet", ROWS, row_group_size=2)
    data = bytearray(path.read_bytes())
    at = pq.ParquetFile(path).metadata.row_group(1).column(3).data_page_offset
    data[at : at + 12] = b"\xff" * 12
    path.write_bytes(data)
    (source,) = find_sources(path)
    assert codes(read_part(Part(source, 0, 2), Columns())) == []
    assert codes(read_part(Part(source, 2, 2), Columns())) == [("corrupt", 3, None)]


def test_parquet_bytes_are_text(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": "Xã có 5 hộ.".encode()}, {"id": "b", "text": b"x\xff"}]
    found = read(files.write_parquet(tmp_path / "a.parquet", rows))
    assert [row.text for row in found if isinstance(row, Row)] == ["Xã có 5 hộ."]
    assert codes(found) == [("encoding", 2, "text")]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst"])
@pytest.mark.parametrize("size", [2, 1000])
def test_a_compressed_file_that_breaks_off_gives_what_it_holds(tmp_path: Path, name: str, size: int) -> None:
    path = WRITERS[name](tmp_path / name, files.articles(400))
    path.write_bytes(path.read_bytes()[:-50])
    shards = plan_shards(find_sources(path), shard_rows=size)
    found = [row for shard in shards for part in shard.parts for row in read_part(part, Columns())]
    assert found == read(path)
    assert [row.code for row in found if isinstance(row, BadRow)][-1] == "corrupt"


@pytest.mark.parametrize("name", ["a.jsonl", "a.txt", "a.csv", "a.parquet"])
def test_an_empty_file_is_reported(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.touch()
    (bad,) = read(path)
    assert bad.code in ("empty", "columns", "corrupt")


def test_a_parquet_file_without_rows_is_reported(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), tmp_path / "a.parquet")
    assert codes(read(tmp_path / "a.parquet")) == [("empty", None, None)]


@pytest.mark.parametrize("path", ["không-có.txt", "*.parquet", "a.docx", "."])
def test_paths_that_lead_nowhere_are_errors_before_anything_is_read(
    tmp_path: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.docx").touch()
    with pytest.raises(InputError):
        read_rows(path)


def test_a_glob_of_folders_means_what_is_in_them(tmp_path: Path) -> None:
    for year in ("2023", "2024"):
        (tmp_path / year).mkdir()
        files.write_jsonl(tmp_path / year / "a.jsonl", ROWS[:2])
    assert [row.file for row in read_rows(str(tmp_path / "20*"))] == [
        f"{tmp_path}/{year}/a.jsonl" for year in ("2023", "2023", "2024", "2024")
    ]


def test_a_folder_that_cannot_be_listed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files.write_jsonl(tmp_path / "a.jsonl", ROWS[:2])
    (tmp_path / "closed").mkdir()
    scandir = os.scandir

    def refusing(path: str) -> object:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    with pytest.raises(InputError, match=r"closed: the folder cannot be read \(Permission denied\)"):
        read_rows(tmp_path)


def test_globs_are_expanded_and_files_are_taken_once(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a.jsonl"):
        files.write_jsonl(tmp_path / name, ROWS[:1])
    sources = find_sources([str(tmp_path / "*.jsonl"), tmp_path / "a.jsonl", tmp_path])
    assert [Path(source.path).name for source in sources] == ["a.jsonl", "b.jsonl"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'{"text": "a"}\n{"text": "b"}\n', ["a", "b"]),
        ("Xã có 5 thôn.\nHết.".encode(), ["Xã có 5 thôn.\nHết."]),
        (b"", []),
    ],
)
def test_standard_input_is_jsonl_or_one_text(data: bytes, expected: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert [row.text for row in read_rows("-") if isinstance(row, Row)] == expected


def test_a_file_name_that_is_no_utf8_can_be_read_and_named(tmp_path: Path) -> None:
    path = bytes(tmp_path) + b"/b\xe1o.txt"
    with open(path, "wb") as file:
        file.write(b"text")
    (row,) = read(tmp_path)
    row.file.encode("utf-8")
    assert row.id == "b\\xe1o.txt"


@given(st.binary(max_size=200))
def test_parse_json_takes_any_bytes(line: bytes) -> None:
    assert isinstance(parse_json(line, "a.jsonl", 1), dict | BadRow)


@given(st.lists(st.tuples(st.text(min_size=1), st.text()), max_size=5), st.integers(1, 3))
def test_csv_survives_any_text(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], size: int
) -> None:
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    path.write_bytes("\n".join(["id,text", *quoted]).encode("utf-8", "surrogatepass"))
    whole = read(path)
    shards = plan_shards(find_sources(path), shard_rows=size)
    assert [row for shard in shards for part in shard.parts for row in read_part(part, Columns())] == whole


def test_part_says_which_rows_it_is(tmp_path: Path) -> None:
    path = files.write_jsonl(tmp_path / "a.jsonl", ROWS)
    (source,) = find_sources(path)
    assert str(Part(source, 2, 3)).endswith("a.jsonl rows 3–5")
