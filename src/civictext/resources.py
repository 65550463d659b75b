"""Where the tables and the bundled models are: in a checkout, an editable install, a wheel."""

from __future__ import annotations

from pathlib import Path

from civictext.errors import ModelError

PACKAGE = Path(__file__).parent


def data_path(name: str) -> Path:
    """Return the path of a table in `civictext/data`."""
    return PACKAGE / "data" / name


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
