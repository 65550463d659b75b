"""The results of a benchmark as tables: Markdown that reads on a terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

SLOW = 2.0
"""Seconds a megabyte above which hostile text is marked."""
STEEP = 1.2
"""Growth exponent above which it is."""
_ALIGN = "<>"
_TABLE = re.compile(r"(<!-- bench (\w+) -->)(.*?)(<!-- end -->)", re.DOTALL)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return an aligned Markdown table; all columns but the first are set to the right."""
    widths = [max(len(row[i]) for row in (header, *rows)) for i in range(len(header))]

    def line(cells: Sequence[str]) -> str:
        first, *others = (f"{c:{_ALIGN[i > 0]}{w}}" for i, (c, w) in enumerate(zip(cells, widths, strict=True)))
        return "| " + " | ".join([first, *others]) + " |"

    rule = "|" + "|".join("-" * (w + 2) if i == 0 else "-" * (w + 1) + ":" for i, w in enumerate(widths)) + "|"
    return "\n".join([line(header), rule, *map(line, rows)])


def tables(results: dict[str, Any], base: dict[str, Any] | None = None) -> dict[str, str]:
    """Return what was measured, by the name of the table."""
    found = {}
    for name, speed in results["speed"].items():
        head = f"{name}: {speed['articles']:,} articles, {speed['megabytes']:.2f} MB; CPU time, medians"
        rows = speed_table(speed["rows"], base["speed"].get(name, {}).get("rows") if base else None)
        found[name] = f"{head}\n\n{rows}"
    if "startup" in results:
        found["figures"] = figures_table(results)
        found["hostile"] = hostile_table(results["hostile"])
    return found


def filled(page: str, found: dict[str, str]) -> str:
    """Return a page of the documentation with tables between `<!-- bench NAME -->` and `<!-- end -->`."""

    def table_of(match: re.Match[str]) -> str:
        return f"{match[1]}\n{found.get(match[2], match[3].strip())}\n{match[4]}"

    return _TABLE.sub(table_of, page)


def speed_table(rows: dict[str, dict[str, float]], base: dict[str, dict[str, float]] | None) -> str:
    """Return MB/s, spread, milliseconds a megabyte, articles/s and ratios."""
    header = ["", "MB/s", "low–high", "ms/MB", "articles/s", "× word_tokenize"]
    cells = [
        [
            name,
            f"{row['mb_s']:.2f}",
            f"{row['mb_s_low']:.2f}–{row['mb_s_high']:.2f}",
            f"{1000 / row['mb_s']:.0f}",
            f"{row['articles_s']:,.0f}",
            f"{row['ratio']:.1f}",
        ]
        for name, row in rows.items()
    ]
    if base:
        header.append("× base")
        for line, (name, row) in zip(cells, rows.items(), strict=True):
            line.append(f"{row['ratio'] / base[name]['ratio']:.2f}" if name in base else "")
    return table(header, cells)


def figures_table(results: dict[str, Any]) -> str:
    """Return start-up, memory, workers, the share of the runner, growth."""
    start, cost = results["startup"], results["runner"]
    share = (cost["read"] + cost["write"]) / cost["pipeline"]
    rows = [
        ["import civictext", f"{start['import_s']:.3f} s of CPU"],
        ["load() to first document", f"{start['load_s']:.3f} s of CPU"],
        ["peak memory of a process of a run", f"{results['peak_memory_mb']:.0f} MB"],
        ["two workers over one, by the clock", f"{results['two_workers_over_one']:.2f} ×"],
        ["pipeline, an article", f"{cost['pipeline']:.3f} ms"],
        ["runner, an article", f"{cost['read']:.3f} ms reading, {cost['write']:.3f} ms writing: {share:.0%}"],
        ["ten times the articles", f"{results['ten_times_the_articles']:.2f} × the time"],
        *(
            [f"one article of {kb} kB", f"{1000 * seconds:,.1f} ms"]
            for kb, seconds in results["length_kb_to_seconds"].items()
        ),
    ]
    return table(["", "measured"], rows)


def hostile_table(cases: dict[str, dict[str, dict[str, float]]]) -> str:
    """Return seconds a megabyte by step; what is slow has `!`, what grows faster than the text `^` and how."""
    steps = list(next(iter(cases.values())))
    rows = [[name, *map(_hostile_cell, found.values()), _total(found)] for name, found in cases.items()]
    return table(["hostile text, s a megabyte", *steps, "all"], rows)


def _hostile_cell(found: dict[str, float]) -> str:
    steep = f"^{found['exponent']:.2f} " if found["exponent"] > STEEP else ""
    return f"{steep}{found['s_per_mb']:.2f}"


def _total(found: dict[str, dict[str, float]]) -> str:
    seconds = sum(step["s_per_mb"] for step in found.values())
    return f"{'!' if seconds > SLOW else ''}{seconds:.2f}"


def plan_table(items: Sequence[Any]) -> str:
    """Return the plan for a large archive."""
    return table(["", "measured here", "for 100 million"], [[i.what, i.measured, i.total] for i in items])
