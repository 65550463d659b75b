"""Which files an input means: files, folders, globs, in an order that is the same everywhere."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from civictext.errors import InputError, InputTypeError

Format = Literal["txt", "html", "jsonl", "csv", "parquet"]
Compression = Literal["gz", "zst"]

FORMATS: dict[str, Format] = {
    ".txt": "txt",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
}
COMPRESSIONS: dict[str, Compression] = {".gz": "gz", ".zst": "zst"}
READABLE = ".txt .html .jsonl .csv .parquet, and .jsonl or .csv with .gz or .zst"
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """One input file: where it is, how it is named in results, how it is read."""

    path: str
    name: str
    """The path as it was given, with `/`; inside a folder, that folder's name and the path in it."""
    format: Format
    compression: Compression | None = None
    label: str = ""
    """The name without the folder that was given; makes the id of a row that has none."""


def find_sources(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> list[Source]:
    """Return the input files that paths mean, sorted by name, each once.

    A folder means every readable file in it, at any depth; names that start with a dot or an
    underscore are left out, as other tools do. A path with `*`, `?` or `[` that does not exist
    is a glob.

    Raises:
        InputError: a path or glob leads to nothing that can be read.
    """
    listed = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    if not listed:
        raise InputError("no input was given: name a file, a folder or a glob")
    found: dict[str, Source] = {}
    for path in listed:
        for source in _sources(path):
            found.setdefault(os.path.abspath(source.path), source)
    return sorted(found.values(), key=lambda source: os.fsencode(source.name))


def _sources(path: str | os.PathLike[str]) -> Iterator[Source]:
    given = os.fspath(path)
    if not isinstance(given, str):
        raise InputTypeError(f"a path must be a str or a Path, not {type(given).__name__}")
    if os.path.isdir(given):
        yield from _in_folder(given)
    elif os.path.exists(given):
        yield _file(given)
    elif glob.has_magic(given):
        yield from _in_glob(given)
    else:
        raise InputError(f"{given}: there is no such file or folder")


def _file(path: str, label: str | None = None) -> Source:
    source = _recognise(path, label or os.path.basename(path))
    if source is None:
        raise InputError(f"{path}: this kind of file cannot be read; civictext reads {READABLE}")
    return source


def _recognise(path: str, label: str) -> Source | None:
    stem, suffix = os.path.splitext(path.lower())
    compression = COMPRESSIONS.get(suffix)
    kind = FORMATS.get(os.path.splitext(stem)[1] if compression else suffix)
    if kind is None or (compression and kind not in ("jsonl", "csv")):
        return None
    return Source(path, _printable(path), kind, compression, _printable(label))


def _printable(path: str) -> str:
    """Return a path as text that any table can hold, also where the file name is no UTF-8."""
    return os.fsencode(path).decode("utf-8", "backslashreplace").replace(os.sep, "/")


def _in_folder(folder: str) -> Iterator[Source]:
    files = 0
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name[0] not in "._"]
        for name in names:
            path = os.path.join(parent, name)
            source = _recognise(path, os.path.relpath(path, folder)) if name[0] not in "._" else None
            if source is not None:
                files += 1
                yield source
    if not files:
        raise InputError(f"{folder}: the folder holds no file that can be read; civictext reads {READABLE}")


def _in_glob(pattern: str) -> Iterator[Source]:
    matches = [path for path in glob.iglob(pattern, recursive=True) if os.path.isfile(path)]
    if not matches:
        raise InputError(f"{pattern}: no file matches; put the pattern in quotes and check the folder")
    for path in matches:
        yield _file(path)
