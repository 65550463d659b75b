"""Show the version, whether it is compiled, the bundled models and the optional extras of this installation."""

from __future__ import annotations

import argparse
import platform
from importlib.util import find_spec

from civictext import __version__
from civictext.pipeline import load
from civictext.resources import bundled_models, compiled_modules, model_fingerprint, model_path

EXTRAS = {
    "html": ("trafilatura", "saved web pages"),
    "dask": ("distributed", "runs over many machines"),
    "dedup": ("rensa", "near duplicates"),
    "notebook": ("matplotlib", "plots and data frames"),
    "zstd": ("zstandard", "JSONL compressed with zstd"),
}
"""Extra: the package that shows it is there, and what it is for."""
NOT_COMPILED = (
    "no: the same results, many times slower; to compile, install a C compiler and Python.h "
    "(on Debian: gcc python3-dev), then civictext again"
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command has no options."""


def run(args: argparse.Namespace) -> int:
    """Print what is installed."""
    nlp = load()
    print(f"civictext {__version__}, Python {platform.python_version()}, {platform.system()}")
    modules = len(compiled_modules())
    print(f"compiled  {f'yes: {modules} modules' if modules else NOT_COMPILED}")
    print(f"pipeline  {' → '.join(nlp.step_names)}")
    print(f"config    {nlp.config_hash}")
    for name in bundled_models():
        print(f"model     {name:18}{model_fingerprint(model_path(name))}")
    for extra, (package, purpose) in EXTRAS.items():
        state = "installed" if find_spec(package) else f"missing: pip install 'civictext[{extra}]'"
        print(f"extra     {extra:18}{state}, for {purpose}")
    return 0
