"""Says how a run goes: a bar on a terminal, a plain line every ten seconds elsewhere."""

from __future__ import annotations

import sys
import time
from typing import Any, Literal, TextIO

Show = Literal["auto", "bar", "lines", "off"]
EVERY_SECONDS = 10.0


class Progress:
    """Counts what finished shards report and shows it."""

    def __init__(self, show: Show, *, rows: int | None, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._show = show if show != "auto" else "bar" if self._stream.isatty() else "lines"
        self._rows = rows
        self._counts = dict.fromkeys(("articles", "rejects", "indicators", "bytes"), 0)
        self._started = self._shown = time.monotonic()
        self._said = 0
        self._bar: Any = None

    def __enter__(self) -> Progress:
        if self._show == "bar":
            from tqdm import tqdm

            self._bar = tqdm(total=self._rows, unit=" articles", unit_scale=True, file=self._stream, dynamic_ncols=True)
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()
        elif self._show == "lines" and self._done > self._said:
            self._write_line()

    @property
    def _done(self) -> int:
        return self._counts["articles"] + self._counts["rejects"]

    def add(self, marker: dict[str, Any]) -> None:
        """Count a finished shard."""
        for name in self._counts:
            self._counts[name] += marker[name]
        if self._bar is not None:
            self._bar.set_postfix_str(self._figures(), refresh=False)
            self._bar.update(marker["articles"] + marker["rejects"])
        elif self._show == "lines" and time.monotonic() - self._shown >= EVERY_SECONDS:
            self._write_line()

    def _write_line(self) -> None:
        self._shown, self._said = time.monotonic(), self._done
        seconds = max(self._shown - self._started, 1e-3)
        total = f" of {self._rows:,}" if self._rows is not None else ""
        left = (self._rows - self._done) * seconds / self._done if self._rows and self._done else 0
        self._stream.write(
            f"{self._done:,}{total} articles, {self._done / seconds:,.0f}/s, {self._figures()}"
            + (f", {left:,.0f} s left" if left > 0 else "")
            + "\n"
        )
        self._stream.flush()

    def _figures(self) -> str:
        seconds = max(time.monotonic() - self._started, 1e-3)
        counts = self._counts
        return (
            f"{counts['bytes'] / 1e6 / seconds:.2f} MB/s, {counts['indicators']:,} figures, "
            f"{counts['rejects']:,} rejects"
        )
