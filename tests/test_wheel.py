"""The pure wheel, built from the sdist, carries its tables and models into an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = "Năm 2023, thành phố thu ngân sách 2.217 tỷ 413 triệu đồng, UBND xã hỗ trợ 352 hộ nghèo."


@pytest.mark.slow
def test_wheel_analyses_an_article_in_an_empty_environment(tmp_path):
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", tmp_path, ROOT]
    subprocess.run(build, check=True, capture_output=True, env={**os.environ, "CIVICTEXT_COMPILE": "no"})
    (wheel,) = tmp_path.glob("*-py3-none-any.whl")
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", wheel], check=True, capture_output=True)
    analyze = [python, "-m", "civictext", "analyze", "--format", "jsonl", "--text", TEXT]
    output = subprocess.run(analyze, check=True, capture_output=True, text=True, cwd=tmp_path).stdout
    doc = json.loads(output)
    assert "2217413000000" in {row["value"] for row in doc["indicators"]}
    assert doc["topics"]
    assert "Ủy ban nhân dân" in {row["long"] for row in doc["acronyms"]}
