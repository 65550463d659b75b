"""Run the notebooks and keep their outputs: each `N-name.py` becomes `N-name.ipynb` beside it.

    python notebooks/build.py [N-name.py …]

The `.py` files (jupytext, percent format) are what people edit; the tests check that both hold the
same cells and that all run from top to bottom.
"""

from __future__ import annotations

import sys
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

HERE = Path(__file__).parent
_NOISE = ("execution", "iopub.execute_input", "iopub.status.busy", "iopub.status.idle", "shell.execute_reply")


def sources() -> list[Path]:
    """Return the notebooks as text, in order."""
    return sorted(HERE.glob("[0-9]-*.py"))


def read(path: Path) -> NotebookNode:
    """Return a notebook from its text, with cells numbered so that the same text gives the same file."""
    notebook = jupytext.read(path)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    return notebook


def execute(notebook: NotebookNode, *, timeout: int = 120) -> NotebookNode:
    """Run all cells in the folder of the notebooks and return the notebook with its outputs."""
    place = {"metadata": {"path": str(HERE)}}
    NotebookClient(notebook, timeout=timeout, startup_timeout=timeout, resources=place).execute()
    for cell in notebook.cells:
        for name in _NOISE:
            cell.metadata.pop(name, None)
    notebook.metadata.pop("language_info", None)
    return notebook


def main() -> None:
    """Run the notebooks named on the command line, or all."""
    for path in map(Path, sys.argv[1:]) if sys.argv[1:] else sources():
        nbformat.write(execute(read(path)), path.with_suffix(".ipynb"))


if __name__ == "__main__":
    main()
