from __future__ import annotations

import csv
import io
from decimal import Decimal

import corpus_files as files
import pyarrow as pa
import pytest

import civictext
from civictext.corpus.folding import fold, text_hash
from civictext.corpus.schemas import SCHEMAS
from civictext.tables import write_indicators_csv

TEXT = (
    "Tổng thu ngân sách của thành phố đạt 2.217 tỷ 413 triệu đồng, tăng 5,2% so với năm 2022.\n"
    "Uỷ ban nhân dân (UBND) thành phố cho biết 1/3 số hộ, khoảng 12.000–13.000 người, đã có nước sạch."
)


@pytest.fixture(scope="module")
def docs(nlp: civictext.Pipeline) -> list[civictext.Document]:
    return [nlp(TEXT, id="a", title="Thu ngân sách", date="2024-02-09"), nlp("Không có gì.", id="b")]


def test_frames_has_a_row_for_each_thing_found(docs: list[civictext.Document]) -> None:
    tables = civictext.frames(docs)
    assert tables.articles["id"].to_pylist() == ["a", "b"]
    assert tables.indicators.num_rows == sum(len(doc.indicators) for doc in docs) > 0
    assert tables.acronyms.num_rows == sum(len(doc.acronyms) for doc in docs) > 0
    assert tables.topics.num_rows == sum(len(doc.topics) for doc in docs) > 0


def test_every_table_has_its_documented_schema(docs: list[civictext.Document]) -> None:
    tables = civictext.frames(docs)
    for name, schema in SCHEMAS.items():
        assert getattr(tables, name).schema.equals(schema, check_metadata=True)


def test_values_are_exact_as_text_and_near_as_numbers(docs: list[civictext.Document]) -> None:
    rows = civictext.frames(docs).indicators.to_pylist()
    for row, indicator in zip(rows, docs[0].indicators, strict=True):
        assert Decimal(row["value_exact"]) == indicator.value
        assert row["value"] == float(indicator.value)
        assert (row["value_max_exact"] is None) == (indicator.value_max is None)


def test_spans_of_rows_lead_to_the_characters(docs: list[civictext.Document]) -> None:
    tables = civictext.frames(docs)
    text = tables.articles["text"][0].as_py()
    for row in tables.indicators.to_pylist():
        assert text[row["start"] : row["end"]] == row["text"]
        assert text[row["sentence_start"] : row["sentence_end"]] == row["sentence"]
        assert row["text"] in docs[0].source[row["source_start"] : row["source_end"]]
        for name in ("subject", "baseline", "place"):
            if row[name] is not None:
                assert text[row[f"{name}_start"] : row[f"{name}_end"]] == row[name]


def test_tables_open_in_pandas(docs: list[civictext.Document]) -> None:
    pytest.importorskip("pandas", reason="the extra notebook is not installed")
    indicators = civictext.frames(docs).to_pandas().indicators
    assert indicators["value"].dtype.kind == "f"
    assert list(indicators["id"].unique()) == ["a"]


def test_tables_open_in_polars(docs: list[civictext.Document]) -> None:
    polars = pytest.importorskip("polars", reason="the extra notebook is not installed")
    frames = civictext.frames(docs).to_polars()
    assert frames.indicators.schema["value"] == polars.Float64
    assert frames.articles.schema["date"] == polars.Date


def test_tables_open_in_duckdb(docs: list[civictext.Document]) -> None:
    pytest.importorskip("duckdb", reason="the extra notebook is not installed")
    connection = civictext.frames(docs).duckdb()
    joined = "select count(*) from indicators join articles a using (id) where a.date = date '2024-02-09'"
    assert connection.execute(joined).fetchall() == [(len(docs[0].indicators),)]


@pytest.mark.parametrize("engine", ["pandas", "polars", "duckdb"])
def test_parquet_tables_of_a_run_open_unchanged(tmp_path_factory: pytest.TempPathFactory, engine: str) -> None:
    library = pytest.importorskip(engine, reason="the extra notebook is not installed")
    folder = tmp_path_factory.mktemp("run")
    source = files.write_jsonl(folder / "a.jsonl", files.articles(6))
    report = civictext.corpus.run(source, folder / "out", workers=0, shard_size=2, **files.QUICK)
    indicators = folder / "out" / "indicators"
    if engine == "pandas":
        found, total = (lambda t: (len(t), t["value"].sum()))(library.read_parquet(indicators))
    elif engine == "polars":
        found, total = (lambda t: (len(t), t["value"].sum()))(library.read_parquet(indicators / "*.parquet"))
    else:
        query = f"select count(*), sum(value) from '{indicators}/*.parquet'"
        ((found, total),) = library.connect().execute(query).fetchall()
    assert found == report.indicators > 0
    assert total > 0


def test_frames_of_nothing_are_empty_tables() -> None:
    tables = civictext.frames([])
    assert [table.num_rows for table in (tables.articles, tables.indicators)] == [0, 0]
    assert tables.articles.schema.field("date").type == pa.date32()


def test_frames_takes_documents_only() -> None:
    with pytest.raises(civictext.CivictextError, match="not str"):
        civictext.frames(["text"])  # type: ignore[list-item]


def test_csv_leaves_out_counts_in_passing(docs: list[civictext.Document]) -> None:
    few, every = io.StringIO(newline=""), io.StringIO(newline="")
    write_indicators_csv(docs, few)
    write_indicators_csv(docs, every, everything=True)
    rows = list(csv.DictReader(io.StringIO(every.getvalue(), newline="")))
    assert [row["value"] for row in rows] == [format(i.value, "f") for i in docs[0].indicators]
    incidental = sum("incidental" in i.flags for i in docs[0].indicators)
    assert len(list(csv.DictReader(io.StringIO(few.getvalue(), newline="")))) == len(rows) - incidental


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Năm 2023, GRDP “tăng” 5%.", "NĂM 2023 GRDP tăng 5 %", True),
        ("hòa bình", "ho\N{COMBINING GRAVE ACCENT}a bi\N{COMBINING GRAVE ACCENT}nh", True),
        ("tăng 5%", "tăng 6%", False),
        ("", "…", True),
    ],
)
def test_fold_keeps_letters_and_digits(one: str, other: str, same: bool) -> None:
    assert (fold(one) == fold(other)) == same
    assert (text_hash(one) == text_hash(other)) == same


def test_every_column_is_documented() -> None:
    from pathlib import Path

    from civictext.corpus.records import Code
    from civictext.corpus.schemas import REJECTS, SCHEMA_VERSION

    page = (Path(__file__).parents[1] / "docs" / "tables.md").read_text("utf-8")
    columns = {name for schema in (*SCHEMAS.values(), REJECTS) for name in schema.names}
    assert [name for name in sorted({*columns, *Code.__args__}) if f"`{name}`" not in page] == []
    assert f"The version of the tables is {SCHEMA_VERSION}." in page
