"""Small corpora for the tests of corpus runs, and ways to break a run."""

from __future__ import annotations

import csv
import gzip
import json
import os
import signal
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from civictext.corpus import work

QUICK = {"exclude": ["acronyms", "topics"], "progress": "off"}
"""Options of a run that loads quickly and still finds figures."""


def articles(count: int) -> list[dict[str, str]]:
    return [
        {
            "id": f"bai-{i}",
            "title": f"Xã Tân Lập {i} báo cáo kết quả năm 2023",
            "date": f"2024-02-{1 + i % 28:02d}",
            "text": f"Năm 2023, xã Tân Lập {i} thu ngân sách {i + 1},5 tỷ đồng, tăng {i % 9 + 1}%.\n"
            f"Toàn xã có {i + 20} hộ thoát nghèo. Uỷ ban nhân dân (UBND) xã đã cấp {i + 3} giấy chứng nhận.",
        }
        for i in range(count)
    ]


def write_jsonl(path: Path, rows: list[dict[str, Any]]) -> Path:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return path


def write_zst(path: Path, rows: list[dict[str, Any]]) -> Path:
    data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    with pa.output_stream(str(path), compression="zstd") as stream:
        stream.write(data.encode())
    return path


def write_csv(path: Path, rows: list[dict[str, Any]], *, delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_parquet(path: Path, rows: list[dict[str, Any]], *, row_group_size: int = 1000) -> Path:
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=row_group_size)
    return path


def process_slowly(shard: Any, out: str, options: Any) -> dict[str, Any]:
    """The work on a shard, with a pause in which a test can interrupt it."""
    time.sleep(0.2)
    return work.process_shard(shard, out, options)


def process_poison(shard: Any, out: str, options: Any) -> dict[str, Any]:
    """The work on a shard; the worker dies on an input file with `poison` in its name."""
    if any("poison" in part.source.label for part in shard.parts):
        os.kill(os.getpid(), signal.SIGKILL)
    return work.process_shard(shard, out, options)


def process_dying_once(shard: Any, out: str, options: Any) -> dict[str, Any]:
    """The work on a shard; the first worker that comes to the file `fatal` dies."""
    flag = Path(out) / "died"
    if any("fatal" in part.source.label for part in shard.parts) and not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return work.process_shard(shard, out, options)
