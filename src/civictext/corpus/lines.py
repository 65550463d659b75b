"""Lines and CSV records of byte streams, with the place at which each starts."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from io import BufferedReader
from typing import IO, Any

from civictext.corpus.sources import Source

MAX_LINE_BYTES = 32 * 1024 * 1024
"""Longest line or file of one article that is read: ten million Vietnamese characters and some."""
_BLOCK = 1 << 20


def opened(source: Source) -> IO[bytes]:
    """Open a file of lines for reading, decompressed."""
    if source.compression == "gz":
        return gzip.open(source.path, "rb")  # type: ignore[return-value]
    if source.compression == "zst":
        import pyarrow as pa

        return BufferedReader(pa.input_stream(source.path, compression="zstd"))
    return open(source.path, "rb")


class Lines:
    """The lines of a stream and the byte at which the next one starts.

    A line longer than `MAX_LINE_BYTES` comes cut to one byte more than that.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.offset = 0

    def seek(self, offset: int) -> None:
        """Go to a byte at which a line starts; what is compressed is read up to there."""
        if self._stream.seekable():
            self._stream.seek(offset)
        else:
            for at in range(self.offset, offset, _BLOCK):
                self._stream.read(min(_BLOCK, offset - at))
        self.offset = offset

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        line = self._stream.readline(MAX_LINE_BYTES + 1)
        if not line:
            raise StopIteration
        self.offset += len(line)
        if len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
            self._pass_over_line()
        return line

    def _pass_over_line(self) -> None:
        rest = b" "
        while rest and not rest.endswith(b"\n"):
            rest = self._stream.readline(_BLOCK)
            self.offset += len(rest)


class CsvRecords:
    """The records of a CSV file as mappings; a malformed one comes as the reason, a `str`.

    Undecodable bytes become lone surrogates (PEP 383), so that only their own row is refused.
    """

    def __init__(self, stream: IO[bytes], source: Source, encoding: str) -> None:
        csv.field_size_limit(MAX_LINE_BYTES)
        self._lines = Lines(stream)
        self._encoding = encoding
        head = self._decoded_head()
        delimiter = "\t" if ".tsv" in source.path.lower() else _delimiter(head)
        self._reader = csv.reader(self._decoded(head), delimiter=delimiter)
        self.header: list[str] = next(self._reader, [])

    @property
    def offset(self) -> int:
        """The byte at which the next record starts."""
        return self._lines.offset

    def seek(self, offset: int) -> None:
        """Go to a byte at which a record starts."""
        self._lines.seek(offset)

    def _decoded_head(self) -> str:
        line = next(self._lines, b"")
        return line.decode(self._encoding, "surrogateescape").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")

    def _decoded(self, head: str) -> Iterator[str]:
        yield head
        for line in self._lines:
            yield line.decode(self._encoding, "surrogateescape")

    def __iter__(self) -> Iterator[dict[str, Any] | str]:
        return self

    def __next__(self) -> dict[str, Any] | str:
        fields: list[str] = []
        while not fields:  # a blank line is no record
            try:
                fields = next(self._reader)
            except csv.Error as error:
                return f"the record is no CSV ({error}): look for a quote that is not closed"
        if len(fields) != len(self.header):
            return (
                f"the record has {len(fields)} fields, the header {len(self.header)}: "
                "put fields that hold a separator in quotes"
            )
        return dict(zip(self.header, fields, strict=True))


def _delimiter(head: str) -> str:
    """Return the separator that the header uses most."""
    return max(",;\t|", key=head.count)
