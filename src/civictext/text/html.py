"""The article of a saved page, by trafilatura (extra `html`)."""

from __future__ import annotations

from typing import Any, NamedTuple

from civictext.errors import InputError, InputTypeError, MissingExtraError


class HtmlArticle(NamedTuple):
    """What a page says: its text, and title, date and address where it names them."""

    text: str
    title: str | None
    date: str | None
    url: str | None


def extract(page: str) -> HtmlArticle:
    """Extract the article of a page.

    Raises:
        MissingExtraError: trafilatura is not installed.
        InputTypeError: `page` is no `str`.
        InputError: no article was found in the page.
    """
    if not isinstance(page, str):
        raise InputTypeError(f"page must be a str, not {type(page).__name__}: decode it first")
    try:
        import trafilatura
    except ImportError as error:
        raise MissingExtraError("reading HTML", "html") from error
    found = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False, deduplicate=False)
    if found is None:
        fields: dict[str, Any] = {}
    else:  # a dict in trafilatura 1, a document in 2
        fields = found if isinstance(found, dict) else found.as_dict()
    if not fields.get("text"):
        raise InputError("no article text was found in the page: save the page whole, or give its text")
    return HtmlArticle(fields["text"], fields.get("title"), fields.get("date"), fields.get("url"))
