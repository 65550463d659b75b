"""The notebooks run from top to bottom, and what is kept of them is what the text says."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

for needed in ("jupytext", "nbclient", "nbformat", "ipykernel", "matplotlib", "pandas"):
    pytest.importorskip(needed, reason=f"{needed} is not installed")

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(path.stem for path in FOLDER.glob("[0-9]-*.py"))
_MACHINE = re.compile(r"(?<![\w.])/(?:tmp|root|home|work|usr|opt|var|mnt)/|[A-Z]:\\\\")


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("notebook_build", FOLDER / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def kept(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.ipynb").read_text("utf-8"))


def test_there_are_five_notebooks() -> None:
    assert len(NOTEBOOKS) == 5


@pytest.mark.slow
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebook_runs_and_answers_with_a_picture(build: ModuleType, name: str) -> None:
    notebook = build.execute(build.read(FOLDER / f"{name}.py"))
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    assert any("image/png" in output.get("data", {}) for output in outputs)
    assert not [output for output in outputs if output.get("name") == "stderr"]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_both_forms_hold_the_same_cells(build: ModuleType, name: str) -> None:
    text = [(cell.cell_type, cell.source) for cell in build.read(FOLDER / f"{name}.py").cells]
    assert [(cell["cell_type"], "".join(cell["source"])) for cell in kept(name)["cells"]] == text


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_outputs_are_kept_and_tell_nothing_of_the_machine(name: str) -> None:
    code = [cell for cell in kept(name)["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    for cell in code:
        for output in cell["outputs"]:
            assert output["output_type"] != "error"
            data = {k: v for k, v in output.get("data", {}).items() if k != "image/png"}
            assert not _MACHINE.search(json.dumps([data, output.get("text")], ensure_ascii=False))


def test_second_notebook_needs_one_path_changed(build: ModuleType, tmp_path: Path) -> None:
    folder = tmp_path / "bài của tôi"
    folder.mkdir()
    for year in (2022, 2023):
        text = f"Năm {year}, tỷ lệ hộ nghèo của huyện Tân Phúc còn {year - 2020},5%."
        (folder / f"{year}.txt").write_text(text, encoding="utf-8")
    notebook = build.read(FOLDER / "2-folder-to-series.py")
    (path,) = [cell for cell in notebook.cells if cell.source.startswith("FOLDER = ")]
    path.source = f"FOLDER = {str(folder)!r}"
    build.execute(notebook)
    assert "2 articles" in notebook.cells[notebook.cells.index(path) + 1].outputs[0].text
