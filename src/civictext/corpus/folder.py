"""The folder of a run: its layout, atomic writes, the markers of finished shards, the lock.

A file appears under its name only when it is whole: it is written to `_tmp`, brought to the
disk and renamed. The marker of a shard comes after all its tables. So whatever moment a run is
stopped at, the folder says truly which shards are done.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from civictext.errors import CorpusError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

TABLES = ("articles", "indicators", "acronyms", "topics", "rejects")
DOCUMENTS = "documents"
"""JSON of whole documents, with `format="jsonl"`."""


class RunFolder:
    """The folder that a run writes to."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self.temporary = self.path / "_tmp"
        self.done = self.path / "_done"
        self.plan = self.path / "_plan.jsonl"
        self.near = self.path / "_near"
        self.run_json = self.path / "run.json"

    def table(self, table: str, shard: str) -> Path:
        """Return the path of one table of a shard."""
        suffix = "jsonl" if table == DOCUMENTS else "parquet"
        return self.path / table / f"{shard}.{suffix}"

    def create(self, tables: Iterable[str]) -> None:
        """Make the folders and sweep out what an interrupted run left half written.

        Raises:
            CorpusError: the folder cannot be written to.
        """
        try:
            shutil.rmtree(self.temporary, ignore_errors=True)
            for folder in (self.temporary, self.done, *(self.path / table for table in tables)):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(self.path, error) from error

    def clear(self) -> None:
        """Delete an earlier run, and nothing that is not part of one."""
        for name in (*TABLES, DOCUMENTS, "_tmp", "_done", "_near"):
            shutil.rmtree(self.path / name, ignore_errors=True)
        for file in (self.run_json, self.plan):
            file.unlink(missing_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder for one run at a time; the lock ends with its process, however that dies.

        Raises:
            CorpusError: another run holds the folder, or it cannot be written to.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.path / "_lock", os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise cannot_write(self.path, error) from error
        try:
            self._lock(descriptor)
            yield
        finally:
            os.close(descriptor)

    def _lock(self, descriptor: int) -> None:
        if fcntl is None:
            return
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 200, 0).decode("utf-8", "replace").strip() or "another process"
            raise CorpusError(
                f"{self.path} is in use by {holder}: wait until that run ends, or choose another folder"
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()} on {socket.gethostname()}".encode(), 0)

    def in_use(self) -> bool:
        """Return whether a run holds the folder now."""
        try:
            with self.locked():
                return False
        except CorpusError:
            return True

    def write_json(self, path: Path, data: Any) -> None:
        """Write a JSON file atomically."""
        self.write_lines(path, [json.dumps(data, ensure_ascii=False, indent=1)])

    def write_lines(self, path: Path, lines: Iterable[str]) -> None:
        """Write a file of lines atomically.

        Raises:
            CorpusError: the disk is full, or the folder cannot be written to.
        """
        temporary = self.temporary / f"{path.name}.{os.getpid()}"
        try:
            with temporary.open("w", encoding="utf-8") as file:
                file.writelines(line + "\n" for line in lines)
            publish(temporary, path)
        except OSError as error:
            raise cannot_write(path, error) from error

    def read_run(self) -> dict[str, Any] | None:
        """Return `run.json`, or None where there is no run.

        Raises:
            CorpusError: another program wrote it.
        """
        run = self.read_json(self.run_json)
        if run is not None and not (isinstance(run, dict) and "civictext" in run):
            raise CorpusError(f"{self.run_json} is not by civictext: choose another folder")
        return run

    def read_json(self, path: Path) -> Any:
        """Return what a JSON file holds, or None where there is none or it is no JSON."""
        with suppress(FileNotFoundError, ValueError):
            return json.loads(path.read_bytes())
        return None

    def marker(self, shard: str) -> Path:
        """Return the path of the marker of a shard."""
        return self.done / f"{shard}.json"

    def markers(self) -> dict[str, dict[str, Any]]:
        """Return the markers of all finished shards by name."""
        found = {}
        for entry in os.scandir(self.done) if self.done.is_dir() else ():
            marker = self.read_json(Path(entry.path))
            if isinstance(marker, dict) and entry.name.endswith(".json"):
                found[entry.name.removesuffix(".json")] = marker
        return found

    def names(self, table: str) -> set[str]:
        """Return the names of the shards of which there is a table."""
        folder = self.path / table
        return {Path(entry.name).stem for entry in os.scandir(folder)} if folder.is_dir() else set()

    def remove(self, shard: str, tables: Iterable[str]) -> None:
        """Delete a shard: its marker first, so that what remains is never taken as whole."""
        self.marker(shard).unlink(missing_ok=True)
        for table in tables:
            self.table(table, shard).unlink(missing_ok=True)


def publish(temporary: Path, path: Path) -> None:
    """Bring a written file to the disk and give it its name."""
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(temporary, path)


def cannot_write(path: Path, error: OSError) -> CorpusError:
    """Return the error for a place that cannot be written to, with what to do."""
    what = error.strerror or str(error)
    return CorpusError(
        f"{path} cannot be written: {what}. Finished shards are safe: make room or give access, "
        "and start the same command again"
    )
