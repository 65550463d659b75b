"""The compiled package holds the modules that pyproject.toml lists, and answers as its sources do."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest

from civictext.resources import compiled_modules

ROOT = Path(__file__).parents[1]
WHEEL = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
LISTED = WHEEL["hooks"]["custom"]["modules"]

pytestmark = pytest.mark.skipif(not compiled_modules(), reason="civictext is not compiled here")


def analyzed(**variables: str) -> str:
    analyze = [sys.executable, "-m", "civictext", "analyze", "--format", "jsonl", "--rejected", "samples/articles"]
    environment = {**os.environ, **variables}
    return subprocess.run(analyze, check=True, capture_output=True, text=True, cwd=ROOT, env=environment).stdout


def test_all_listed_modules_are_compiled() -> None:
    assert compiled_modules() == sorted(f"{folder}/{name}" for folder, names in LISTED.items() for name in names)


def test_wheel_is_tagged_for_this_platform() -> None:
    tags = distribution("civictext").read_text("WHEEL")
    assert tags is not None
    assert "Root-Is-Purelib: false" in tags
    assert f"Tag: cp3{sys.version_info.minor}-cp3{sys.version_info.minor}-" in tags


def test_sources_answer_like_the_compiled_package() -> None:
    assert analyzed(PYTHONPATH=str(ROOT / "src")) == analyzed()
