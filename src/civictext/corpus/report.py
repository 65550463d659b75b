"""What a run reports: the values of `run.json` as objects."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

State = Literal["running", "finished", "incomplete", "interrupted"]
Dedup = Literal["exact", "near", "off"]


@dataclass(frozen=True, slots=True)
class FailedShard:
    """A shard that was given up, and what was in it; the next run tries it again."""

    shard: str
    reason: str
    parts: tuple[str, ...]
    """Files, with the rows where it is not the whole file."""


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Articles that repeat an earlier one, as counted by the last pass over a run."""

    kind: Dedup
    """What was marked."""
    exact: int
    """Articles whose text an earlier one has, letter for letter."""
    near: int | None
    """Articles that nearly repeat an earlier one, exact ones included; None where not looked for."""
    marked: int
    """Articles with `duplicate_of`."""
    ids: int
    """Articles whose id an earlier one has."""
    id_examples: tuple[dict[str, Any], ...] = ()
    """The first few of these, with file and row of both."""


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did; the same as `run.json` in its folder."""

    out: Path
    state: State
    shards: int
    """Shards of the input."""
    resumed: int
    """Shards that an earlier run had done."""
    articles: int
    rejects: int
    """Rows that were not analysed; `civictext failed` lists them."""
    warnings: int
    """Rows analysed without their date, because it cannot be read."""
    indicators: int
    acronyms: int
    bytes: int
    """Bytes of text as UTF-8."""
    seconds: float
    """Of this run, without what an earlier one did."""
    cpu_seconds: float
    """Of all workers, for all shards."""
    articles_per_second: float
    """Of this run; 0 where there was nothing left to do."""
    mb_per_second: float
    duplicates: Duplicates | None = None
    """None until every shard has been tried."""
    failed: tuple[FailedShard, ...] = ()

    @property
    def ok(self) -> bool:
        """Every row of the input was analysed."""
        return self.state == "finished" and not self.rejects


def duplicates_from(data: dict[str, Any] | None) -> Duplicates | None:
    """Read back what `run.json` says of duplicates."""
    return None if data is None else Duplicates(**{**data, "id_examples": tuple(data["id_examples"])})
