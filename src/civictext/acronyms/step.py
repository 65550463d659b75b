"""The acronym step: mentions, definitions in the article, lexicon, resolution by context."""

from __future__ import annotations

from os import PathLike

from civictext.document import Document


class AcronymStep:
    """Finds every short form of a document and its long form where that is sure."""

    name = "acronyms"
    version = "1"

    @classmethod
    def load(cls, lexicon: str | PathLike[str] | None = None) -> AcronymStep:
        """Make the step with the bundled lexicon, and a table of the user's own that wins."""
        return cls()

    def __call__(self, doc: Document) -> Document:
        """Return the document with `acronyms`."""
        return doc
