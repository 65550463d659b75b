"""What all tests share: the pipeline, loaded once, and where the shared gold files are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

import civictext

ROOT = Path(__file__).parents[1]
settings.register_profile("civictext", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("civictext")


@pytest.fixture(scope="session")
def nlp() -> civictext.Pipeline:
    return civictext.load()


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = ROOT.parent / "shared"
    if not (folder / "gold").is_dir():
        pytest.skip("the shared gold files are not beside this checkout")
    return folder
