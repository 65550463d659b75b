"""The command line: formats, what bad input gets, exit codes."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from civictext.cli import COMMANDS, main
from civictext.resources import compiled_modules

TEXT = "Năm 2023, UBND xã Sông Mây hỗ trợ 352 hộ nghèo với tổng kinh phí 2,5 tỷ đồng."


@pytest.fixture
def analyze(capsys):
    def call(*arguments):
        code = main(["analyze", *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_cli_every_command_explains_itself(capsys):
    for command in COMMANDS:
        with pytest.raises(SystemExit) as stop:
            main([command, "--help"])
        assert stop.value.code == 0
        assert f"civictext {command}" in capsys.readouterr().out


def test_cli_version_and_info(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out.startswith("civictext ")
    assert main(["info"]) == 0
    shown = capsys.readouterr().out
    assert "topics-civic" in shown
    assert f"compiled  {'yes' if compiled_modules() else 'no'}: " in shown


@pytest.mark.parametrize("arguments", [[], ["analyse"], ["analyze", "--format", "xml", "a.txt"]])
def test_cli_wrong_use_exits_2_and_says_where_help_is(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "--help" in capsys.readouterr().err


def test_analyze_text_as_jsonl(analyze):
    code, out, _ = analyze("--text", TEXT, "--format", "jsonl", "--rejected")
    doc = json.loads(out)
    assert code == 0
    assert [row["value"] for row in doc["indicators"]] == ["352", "2500000000"]
    assert doc["acronyms"][0]["long"] == "Ủy ban nhân dân"
    assert [row["reason"] for row in doc["rejected"]] == ["date"]
    assert doc["topics"]


def test_analyze_table_shows_title_topic_and_figures(analyze, tmp_path):
    path = tmp_path / "bài báo.txt"
    path.write_text(f"Sông Mây giảm nghèo bền vững\n\n{TEXT}\n", "utf-8")
    code, out, _ = analyze(path, "--format", "table")
    assert code == 0
    assert out.startswith("Sông Mây giảm nghèo bền vững\n")
    assert "2.500.000.000  VND" in out


def test_analyze_csv_reads_back(analyze):
    _, out, _ = analyze("--text", TEXT, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["value"] for row in rows] == ["352", "2500000000"]
    assert rows[0]["sentence"] == TEXT


def test_analyze_writes_a_page(analyze, tmp_path):
    page = tmp_path / "page.html"
    code, out, _ = analyze("--text", TEXT, "--format", "html", "-o", page)
    assert (code, out) == (0, "")
    assert "352" in page.read_text("utf-8")


def rows_file(tmp_path, kind):
    rows = [
        {"id": "a", "text": TEXT, "date": "9/2/2024"},
        {"id": "b", "text": None, "date": None},
        {"id": "c", "text": TEXT, "date": "hôm kia"},
    ]
    path = tmp_path / f"rows.{kind}"
    if kind == "jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    elif kind == "parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return path


@pytest.mark.parametrize("kind", ["jsonl", "parquet", "csv"])
def test_analyze_rows_names_the_bad_ones_and_goes_on(analyze, tmp_path, kind):
    path = rows_file(tmp_path, kind)
    code, out, err = analyze(path, "--format", "jsonl")
    docs = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [(doc["id"], doc["date"]) for doc in docs] == [("a", "2024-02-09"), ("c", None)]
    assert len(err.splitlines()) == 2
    assert "row 2" in err.splitlines()[0]
    assert "hôm kia" in err.splitlines()[1]


BAD_FILES = {
    "nul.txt": (b"a\x00b", "NUL"),
    "latin.txt": ("Năm 2023 hỗ trợ".encode("utf-16-le")[1:], ""),
    "empty.txt": (b"", "empty"),
    "broken.jsonl": (b'{"text": "a"\n', "row 1"),
    "surrogate.jsonl": (b'{"text": "a\\ud800"}\n', "surrogate"),
    "number.jsonl": (b'{"text": 5}\n', "int"),
    "no-text.csv": (b"a,b\n1,2\n", "column"),
    "broken.parquet": (b"PAR1 is not enough", "broken.parquet"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_analyze_bad_file_is_one_clear_line(analyze, tmp_path, name):
    content, hint = BAD_FILES[name]
    (tmp_path / name).write_bytes(content)
    code, out, err = analyze(tmp_path / name, "--format", "jsonl")
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert name in err
    assert hint in err


def test_analyze_empty_parquet_is_said(analyze, tmp_path):
    path = tmp_path / "none.parquet"
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), path)
    code, _, err = analyze(path)
    assert code == 1
    assert "none.parquet" in err


def test_analyze_missing_file_exits_2(analyze, tmp_path):
    code, _, err = analyze(tmp_path / "nowhere.txt")
    assert code == 2
    assert "nowhere.txt" in err


def test_analyze_over_long_text_is_rejected(analyze, tmp_path):
    path = tmp_path / "long.txt"
    path.write_text("a" * 10_000_001, "utf-8")
    code, _, err = analyze(path)
    assert code == 1
    assert "10,000,000" in err


def test_analyze_ends_quietly_when_the_reader_goes():
    command = f"{sys.executable} -m civictext analyze --format jsonl - | head -c 10"
    rows = "".join(json.dumps({"id": str(n), "text": TEXT}) + "\n" for n in range(500))
    done = subprocess.run(command, shell=True, input=rows, capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_evaluate_checks_floors(tmp_path, capsys):
    gold = tmp_path / "gold.jsonl"
    at = TEXT.index("352")
    figure = {"start": at, "end": at + 3, "value": 352, "unit_norm": "hộ", "kind": "level", "comparator": "="}
    gold.write_text(json.dumps({"id": "a", "text": TEXT, "indicators": [figure]}), "utf-8")
    floors = tmp_path / "floors.json"
    floors.write_text('{"indicators": {"value": 99}}')
    assert main(["evaluate", str(gold), "--floors", str(floors)]) == 1
    assert "below the floor" in capsys.readouterr().err
    floors.write_text('{"indicators": {"value": 60}}')
    assert main(["evaluate", str(gold), "--floors", str(floors)]) == 0
