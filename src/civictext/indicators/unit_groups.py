"""Sorts of figures, by kind and unit: weights are learned for each sort."""

from __future__ import annotations

import zlib
from typing import Final

from civictext.document import Kind

_MONEY: Final = frozenset({"VND", "USD", "EUR", "GBP", "JPY", "CNY", "KRW", "THB", "AUD"})
_PHYSICAL: Final = frozenset(
    {"ha", "m2", "m", "km", "km2", "m3", "tấn", "kg", "tạ", "lít", "cm", "mm", "kwh", "mw", "độ", "g", "kv"}
    | {"w", "ml", "mẫu", "sào", "độ c", "gb", "mb", "kw", "cm2", "cm3", "tbps"}
)
_SPANS_OF_TIME: Final = frozenset(
    {"năm", "tháng", "ngày", "giờ", "phút", "giây", "tuần", "quý", "đêm", "buổi", "tiếng"}
    | {"ngày làm việc", "thập kỷ"}
)
GROUPS: Final = (
    "none", "money", "percent", "time", "physical", "times", "age", "noun",
    "share%", "share", "change", "attainment", "duration",
)  # fmt: skip
_NUMBERS: Final = {name: i for i, name in enumerate(GROUPS)}
_KEPT: Final = 4096
"""How many units are remembered."""
_names: Final[dict[str, int]] = {}
_groups: Final[dict[tuple[str, str], int]] = {}


def unit_group(unit: str | None) -> str:
    """Return what sort of unit it is: money, percentage, time, physical, times, age, a noun, none."""
    head = (unit or "").split("/")[0]
    if not head:
        return "none"
    if head in _MONEY:
        return "money"
    if head in ("%", "pp", "‰"):
        return "percent"
    if head.lower() in _SPANS_OF_TIME:
        return "time"
    if head.lower() in _PHYSICAL:
        return "physical"
    return {"lần": "times", "tuổi": "age"}.get(head, "noun")


def figure_group(kind: Kind, unit: str | None) -> str:
    """Return the sort of figure, by kind and unit."""
    if kind == "share":
        return "share%" if unit_group(unit) == "percent" else "share"
    return kind if kind in ("change", "attainment", "age", "duration") else unit_group(unit)


def group_number(kind: Kind, unit: str | None) -> int:
    """Return the number of the sort of a figure in `GROUPS`."""
    key = (kind, unit or "")
    number = _groups.get(key, -1)
    if number < 0:
        if len(_groups) >= _KEPT:
            _groups.clear()
        number = _groups[key] = _NUMBERS[figure_group(kind, unit)]
    return number


def unit_number(unit: str | None) -> int:
    """Return a number for the name of a unit."""
    name = unit or ""
    number = _names.get(name, -1)
    if number < 0:
        if len(_names) >= _KEPT:
            _names.clear()
        number = _names[name] = zlib.crc32(name.encode())
    return number
