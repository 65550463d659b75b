"""The errors that civictext raises; each is also the builtin that a caller would catch."""

from __future__ import annotations


class CivictextError(Exception):
    """Base of every error that civictext raises on purpose."""


class InputTypeError(CivictextError, TypeError):
    """An argument of the wrong type, such as `bytes` where a `str` is wanted."""


class InputError(CivictextError, ValueError):
    """A value that cannot be used: a lone surrogate, a NUL, a date that is none."""


class ModelError(CivictextError, ValueError):
    """A model file that is missing, damaged, altered or of another version."""


class LexiconError(CivictextError, ValueError):
    """A table with a malformed or conflicting row; the message names file and line."""


class MissingExtraError(CivictextError, ImportError):
    """An optional dependency is not installed; the message says how to install it."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs the extra {extra!r}: pip install 'civictext[{extra}]'")


class CorpusError(CivictextError, RuntimeError):
    """A corpus run that cannot start or go on; the message says what to do."""
