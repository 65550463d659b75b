"""Show the version, the bundled models and the optional extras of this installation."""

from __future__ import annotations

import argparse
import platform
from importlib.util import find_spec

from civictext import __version__
from civictext.pipeline import load
from civictext.resources import bundled_models, model_fingerprint, model_path

EXTRAS = {
    "html": ("trafilatura", "saved web pages"),
    "dask": ("distributed", "runs over many machines"),
    "dedup": ("rensa", "near duplicates"),
    "notebook": ("matplotlib", "plots and data frames"),
    "zstd": ("zstandard", "JSONL compressed with zstd"),
}
"""Extra: the package that shows it is there, and what it is for."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command has no options."""


def run(args: argparse.Namespace) -> int:
    """Print what is installed."""
    nlp = load()
    print(f"civictext {__version__}, Python {platform.python_version()}, {platform.system()}")
    print(f"pipeline  {' → '.join(nlp.step_names)}")
    print(f"config    {nlp.config_hash}")
    for name in bundled_models():
        print(f"model     {name:18}{model_fingerprint(model_path(name))}")
    for extra, (package, purpose) in EXTRAS.items():
        state = "installed" if find_spec(package) else f"missing: pip install 'civictext[{extra}]'"
        print(f"extra     {extra:18}{state}, for {purpose}")
    return 0
