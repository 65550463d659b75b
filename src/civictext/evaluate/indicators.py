"""Scores of indicators: detection, value, and each field of the figures whose value is right."""

from __future__ import annotations

import unicodedata
from collections import Counter
from decimal import Decimal
from typing import Any

from civictext.evaluate.scores import Figure, Note, Pairs, figure, overlap, tokens

FIELDS = ("unit", "kind", "direction", "comparator", "status")
SLOTS = ("period", "place", "baseline")
_UNIT_SYNONYMS = {
    "đồng": "vnd", "vnđ": "vnd", "đ": "vnd", "đô la": "usd", "đô la mỹ": "usd", "phần trăm": "%",
    "héc ta": "ha", "hecta": "ha", "m²": "m2", "mét vuông": "m2", "m³": "m3", "mét khối": "m3",
    "mét": "m", "ki lô mét": "km", "kilomet": "km", "km²": "km2", "kilogam": "kg", "euro": "eur",
    "người dân": "người", "điểm phần trăm": "pp", "điểm %": "pp",
}  # fmt: skip
_EXACT_UNITS = {"vnd", "usd", "eur", "%", "pp"}


def score_indicators(pairs: Pairs, note: Note) -> dict[str, Figure]:
    """Score the indicators of all articles."""
    right: Counter[str] = Counter()
    slots: Counter[tuple[str, str]] = Counter()
    totals: Counter[str] = Counter()
    for article, document in pairs:
        gold, pred = article.get("indicators", []), document.get("indicators", [])
        totals.update(gold=len(gold), pred=len(pred))
        pins = pin(gold, pred)
        _note_unpinned(article, gold, pred, pins, note)
        for i, j in pins:
            right["detected"] += 1
            _score_pair(article, gold[i], pred[j], right, slots, note)
    names = ("detected", "value", "value+span", *(f"value+{field}" for field in FIELDS))
    names += ("value+subject partial", "value+subject exact")
    figures = {name: figure(right[name], totals["pred"], totals["gold"]) for name in names}
    mean = right["subject overlap"] / max(1, right["value"])
    figures["subject token-F1 (mean over right values)"] = Figure(round(100 * mean, 2))
    for slot in SLOTS:
        figures[slot] = figure(slots[slot, "right"], slots[slot, "pred"], slots[slot, "gold"])
    return figures


def pin(gold: list[dict[str, Any]], pred: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """Match gold to predicted figures one to one, the longest overlap first."""
    candidates = []
    for i, g in enumerate(gold):
        for j, p in enumerate(pred):
            start, end = p["source_span"]
            common = min(end, g["end"]) - max(start, g["start"])
            if common > 0:
                candidates.append((-common, abs(start - g["start"]), i, j))
    used_gold, used_pred, pins = set(), set(), []
    for _, _, i, j in sorted(candidates):
        if i not in used_gold and j not in used_pred:
            used_gold.add(i)
            used_pred.add(j)
            pins.append((i, j))
    return pins


def _note_unpinned(article: Any, gold: Any, pred: Any, pins: list[tuple[int, int]], note: Note) -> None:
    seen_gold, seen_pred = {i for i, _ in pins}, {j for _, j in pins}
    for i, g in enumerate(gold):
        if i not in seen_gold:
            note("missed", article["id"], _at(article, g["start"]))
    for j, p in enumerate(pred):
        if j not in seen_pred:
            note("extra", article["id"], _at(article, p["source_span"][0]))


def _score_pair(article: Any, g: Any, p: Any, right: Counter[Any], slots: Counter[tuple[str, str]], note: Note) -> None:
    def say(kind: str, wanted: Any, got: Any) -> None:
        note(kind, article["id"], f"gold {wanted!r} got {got!r} … {_at(article, g['start'])}")

    if not all(_close(g.get(name), p.get(name)) for name in ("value", "value_max", "denominator")):
        say("value", g["value"], p["value"])
        return
    right["value"] += 1
    right["value+span"] += tuple(p["source_span"]) == (g["start"], g["end"])
    for field in FIELDS:
        wanted = g.get("unit_norm" if field == "unit" else field) or None
        got = p.get(field) or None
        same = same_unit(wanted, got) if field == "unit" else wanted == got
        right[f"value+{field}"] += same
        if not same:
            say(field, wanted, got)
    a, b = tokens(g.get("subject")), tokens(p.get("subject"))
    common = overlap(a, b) if a or b else 1.0
    right["subject overlap"] += common  # type: ignore[assignment]
    right["value+subject exact"] += a == b
    right["value+subject partial"] += common >= 0.5
    if common < 0.5:
        say("subject", g.get("subject"), p.get("subject"))
    for slot in SLOTS:
        _score_slot(slot, g.get(slot), p.get(slot), slots, say)


def _score_slot(slot: str, wanted: Any, got: Any, slots: Counter[tuple[str, str]], say: Any) -> None:
    slots[slot, "gold"] += bool(wanted)
    slots[slot, "pred"] += bool(got)
    same = wanted == got if slot == "period" else overlap(tokens(wanted), tokens(got)) >= 0.5
    if wanted and got and same:
        slots[slot, "right"] += 1
    elif wanted or got:
        say(slot, wanted, got)


def _close(a: Any, b: Any) -> bool:
    """Compare two values; gold files hold them as JSON numbers or strings."""
    if a is None or b is None:
        return a is None and b is None
    x, y = Decimal(str(a)), Decimal(str(b))
    return abs(x - y) <= Decimal("1e-9") * max(Decimal(1), abs(x), abs(y))


def unit_key(unit: str | None) -> str:
    """Fold the spellings of a unit."""
    parts = unicodedata.normalize("NFC", unit or "").casefold().split("/")
    return "/".join(_UNIT_SYNONYMS.get(" ".join(part.split()), " ".join(part.split())) for part in parts)


def same_unit(wanted: str | None, got: str | None) -> bool:
    """Compare canonical units; of two counted nouns one may be the beginning of the other."""
    a, b = unit_key(wanted), unit_key(got)
    if a == b:
        return True
    if not a or not b or "/" in a + b or {a, b} & _EXACT_UNITS:
        return False
    return f"{a} ".startswith(f"{b} ") or f"{b} ".startswith(f"{a} ")


def _at(article: Any, start: int) -> str:
    return repr(article["text"][max(0, start - 70) : start + 60])
