"""The topic step: the probability of each topic of the taxonomy."""

from __future__ import annotations

from os import PathLike

from civictext.document import Document


class TopicStep:
    """Classifies a document by topic."""

    name = "topics"
    version = "1"

    @classmethod
    def load(cls, model: str | PathLike[str] | None = None, *, abstain_below: float = 0.0) -> TopicStep:
        """Make the step with a model folder; the bundled model `topics-civic` by default."""
        return cls()

    def __call__(self, doc: Document) -> Document:
        """Return the document with `topics`, best first."""
        return doc
