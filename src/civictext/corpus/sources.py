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
    """The whole path."""
    name: str
    """The path as it was given, with `/`; inside a folder, that folder's name and the path in it."""
    format: Format
    compression: Compression | None = None
    label: str = ""
    """The name without the folder that was given; makes the id of a row that has none."""


def find_sources(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> list[Source]:
    """Return the input files that paths mean, sorted by name, each once.

    A folder means every file in it of a kind that can be read, at any depth; names that start with
    a dot or an underscore are left out, as other tools do, and links to folders are not followed.
    A path with `*`, `?` or `[` that does not exist is a glob.

    Raises:
        InputError: a path or glob leads to nothing that can be read, or a folder cannot be listed.
    """
    listed = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    if not listed:
        raise InputError("no input was given: name a file, a folder or a glob")
    found: dict[str, Source] = {}
    for path in listed:
        for source in _sources(path):
            found.setdefault(source.path, source)
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


def _file(path: str) -> Source:
    source = _recognise(os.path.abspath(path), path, os.path.basename(path))
    if source is None:
        raise InputError(f"{path}: this kind of file cannot be read; civictext reads {READABLE}")
    return source


def _recognise(path: str, name: str, label: str) -> Source | None:
    stem, suffix = os.path.splitext(name.lower())
    compression = COMPRESSIONS.get(suffix)
    kind = FORMATS.get(os.path.splitext(stem)[1] if compression else suffix)
    if kind is None or (compression and kind not in ("jsonl", "csv")):
        return None
    return Source(path, _printable(name), kind, compression, _printable(label))


def _printable(path: str) -> str:
    """Return a path as text that any table can hold, also where the file name is no UTF-8."""
    return os.fsencode(path).decode("utf-8", "backslashreplace").replace(os.sep, "/")


def _in_folder(folder: str) -> Iterator[Source]:
    top, whole = os.path.join(folder, ""), os.path.join(os.path.abspath(folder), "")
    empty = True
    for parent, folders, names in os.walk(top, onerror=_unreadable):
        folders[:] = [name for name in folders if name[0] not in "._"]
        inside = os.path.join(parent[len(top) :], "")
        for label in (inside + name for name in names if name[0] not in "._"):
            source = _recognise(whole + label, top + label, label)
            if source is not None:
                empty = False
                yield source
    if empty:
        raise InputError(f"{folder}: the folder holds no file that can be read; civictext reads {READABLE}")


def _unreadable(error: OSError) -> None:
    raise InputError(f"{error.filename}: the folder cannot be read ({error.strerror}): give access or leave it out")


def _in_glob(pattern: str) -> Iterator[Source]:
    matches = glob.glob(pattern, recursive=True)
    if "**" in pattern:  # what is in the folders matches too
        matches = [path for path in matches if os.path.isfile(path)]
    if not matches:
        raise InputError(f"{pattern}: no file matches; put the pattern in quotes and check the folder")
    for path in matches:
        yield from _in_folder(path) if os.path.isdir(path) else [_file(path)]
