"""The taxonomy of the bundled civic model, with the codes of two international ones."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from civictext.resources import data_path


@dataclass(frozen=True, slots=True)
class TopicDefinition:
    """A topic of the taxonomy.

    Attributes:
        id: short name in plain letters, as in `Topic.id`.
        name: name in Vietnamese.
        name_en: name in English.
        scope: what belongs here.
        boundary: what seems to belong here and belongs elsewhere, and where.
        cap: nearest major topic of the Comparative Agendas Project.
        iptc: nearest IPTC Media Topics.
    """

    id: str
    name: str
    name_en: str
    scope: str
    boundary: str
    cap: str | None
    iptc: tuple[str, ...]


@cache
def taxonomy() -> dict[str, TopicDefinition]:
    """Return the topics by id, in the order of the table.

    >>> taxonomy()["y-te"].name_en
    'Health'
    """
    rows = json.loads(data_path("taxonomy.json").read_text(encoding="utf-8"))["topics"]
    return {row["id"]: TopicDefinition(**{**row, "iptc": tuple(row["iptc"])}) for row in rows}
