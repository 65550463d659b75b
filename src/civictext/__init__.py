"""civictext: Vietnamese political and public-affairs news as data.

The names of the public API and nothing else; each is imported when it is first used, so that
`import civictext` stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOME = {
    "load": "civictext.pipeline",
    "Pipeline": "civictext.pipeline",
    "Document": "civictext.document",
    "Line": "civictext.document",
    "Acronym": "civictext.document",
    "Indicator": "civictext.document",
    "Quantity": "civictext.document",
    "Rejected": "civictext.document",
    "Topic": "civictext.document",
    "Span": "civictext.text.alignment",
    "Change": "civictext.text.alignment",
    "apply": "civictext.text.alignment",
    "normalize": "civictext.text.normalisation",
    "parse_number": "civictext.indicators.standalone",
    "parse_quantity": "civictext.indicators.quantities",
    "expand": "civictext.acronyms.expansion",
    "frames": "civictext.tables",
    "Frames": "civictext.tables",
    "CivictextError": "civictext.errors",
    "corpus": "",
    "errors": "",
}

if TYPE_CHECKING:
    from civictext import corpus, errors
    from civictext.acronyms.expansion import expand
    from civictext.document import Acronym, Document, Indicator, Line, Quantity, Rejected, Topic
    from civictext.errors import CivictextError
    from civictext.indicators.quantities import parse_quantity
    from civictext.indicators.standalone import parse_number
    from civictext.pipeline import Pipeline, load
    from civictext.tables import Frames, frames
    from civictext.text.alignment import Change, Span, apply
    from civictext.text.normalisation import normalize

__all__ = [
    "Acronym",
    "Change",
    "CivictextError",
    "Document",
    "Frames",
    "Indicator",
    "Line",
    "Pipeline",
    "Quantity",
    "Rejected",
    "Span",
    "Topic",
    "apply",
    "corpus",
    "errors",
    "expand",
    "frames",
    "load",
    "normalize",
    "parse_number",
    "parse_quantity",
]


def __getattr__(name: str) -> Any:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'civictext' has no attribute {name!r}")
    value = getattr(import_module(home), name) if home else import_module(f"civictext.{name}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
