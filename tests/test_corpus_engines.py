"""The recipes of docs/engines.md, run as they stand there over a small corpus."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import corpus_files as files
import pyarrow.parquet as pq
import pytest

from civictext import corpus

ENGINES = Path(__file__).parents[1] / "docs" / "engines.md"
ROWS = files.articles(9)


def recipe(engine: str, archive: Path, results: Path) -> str:
    """The code of a section, with folders of a test in place of its own."""
    section = re.search(rf"^## {engine}\n(.*?)(?=^## )", ENGINES.read_text("utf-8"), re.M | re.S)
    assert section is not None
    code = "\n".join(re.findall(r"^```python\n(.*?)^```", section[1], re.M | re.S))
    return code.replace("/archive", str(archive)).replace("/results", str(results))


def run_script(code: str, tmp_path: Path) -> None:
    script = tmp_path / "recipe.py"
    script.write_text(code, encoding="utf-8")
    environment = {**os.environ, "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0", "PYSPARK_PYTHON": sys.executable}
    done = subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    files.write_parquet(folder / "a.parquet", ROWS, row_group_size=3)
    return folder


@pytest.mark.slow
@pytest.mark.skipif(find_spec("ray") is None, reason="ray is not installed")
def test_ray_gives_the_tables_of_the_local_executor(archive: Path, tmp_path: Path) -> None:
    run_script(recipe("Ray", archive, tmp_path / "ray"), tmp_path)
    corpus.run(archive, tmp_path / "local", workers=0, progress="off")
    assert corpus.digest(tmp_path / "ray") == corpus.digest(tmp_path / "local")


@pytest.mark.slow
@pytest.mark.skipif(find_spec("pyspark") is None, reason="pyspark is not installed")
@pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java for Spark")
def test_spark_gives_the_figures_of_a_run(archive: Path, tmp_path: Path) -> None:
    session = (
        "from pyspark.sql import SparkSession\n"
        "spark = SparkSession.builder.master('local[1]').config('spark.ui.enabled', False).getOrCreate()\n"
    )
    run_script(session + recipe("Spark", archive, tmp_path / "spark"), tmp_path)
    corpus.run(archive, tmp_path / "local", workers=0, progress="off")
    wanted = ["id", "index", "value_exact", "unit", "subject", "sentence"]
    found, expected = (
        pq.read_table(tmp_path / name / "indicators", columns=wanted).sort_by(
            [("id", "ascending"), ("index", "ascending")]
        )
        for name in ("spark", "local")
    )
    assert found.to_pylist() == expected.to_pylist()
