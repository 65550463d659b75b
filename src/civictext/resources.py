"""Where the tables and the bundled models are, in a checkout or a wheel, and what of it is compiled."""

from __future__ import annotations

import hashlib
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

from civictext.errors import ModelError

PACKAGE = Path(__file__).parent


def data_path(name: str) -> Path:
    """Return the path of a table in `civictext/data`."""
    return PACKAGE / "data" / name


def tables_digest(*names: str) -> str:
    """Return a short hash of some tables, for the `version` of the step that reads them."""
    return short_digest(b"".join(data_path(name).read_bytes() for name in names))


def short_digest(data: bytes) -> str:
    """Return eight hex digits that change with the data."""
    return hashlib.blake2b(data, digest_size=4).hexdigest()


def model_fingerprint(folder: Path) -> str:
    """Return a short hash of the weights of a model."""
    return short_digest((folder / "weights.npz").read_bytes())


def model_path(name: str) -> Path:
    """Return the folder of a bundled model.

    Raises:
        ModelError: there is no such model in this installation.
    """
    homes = (PACKAGE / "models", PACKAGE.parents[1] / "models")
    for home in homes:
        if (home / name / "model.json").is_file():
            return home / name
    raise ModelError(
        f"the bundled model {name!r} is not in {' or '.join(map(str, homes))}: "
        "the installation is incomplete, install civictext again"
    )


def bundled_models() -> list[str]:
    """Return the names of the models that this installation carries."""
    homes = (PACKAGE / "models", PACKAGE.parents[1] / "models")
    return sorted({path.parent.name for home in homes for path in home.glob("*/model.json")})


def compiled_modules() -> list[str]:
    """Return the modules that this installation runs compiled; none of a checkout or a pure wheel.

    Their names are as in pyproject.toml, such as `indicators/units`.
    """
    files = (path.relative_to(PACKAGE) for path in PACKAGE.rglob(f"*{EXTENSION_SUFFIXES[0]}"))
    return sorted(path.as_posix().removesuffix(EXTENSION_SUFFIXES[0]) for path in files)
