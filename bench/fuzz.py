"""Look for a text that breaks the pipeline, for as long as you like: `python -m bench.fuzz [-max_total_time=600]`.

Needs atheris (`pip install atheris`), whose options of libFuzzer follow the command.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import civictext

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from fuzzing import PIECES, check


def main() -> int:
    """Fuzz until a text breaks something; libFuzzer writes it to `crash-…` and the traceback to the terminal."""
    if find_spec("atheris") is None:
        print("atheris is not installed here: pip install atheris")
        return 0
    import atheris

    nlp = civictext.load()
    nlp("Năm 2023, xã có 12 thôn.")

    def one(data: bytes) -> None:
        """Take bytes as pieces of articles and, every fourth, as any letters."""
        provider = atheris.FuzzedDataProvider(data)
        pieces = []
        while provider.remaining_bytes():
            if provider.ConsumeIntInRange(0, 3):
                pieces.append(PIECES[provider.ConsumeIntInRange(0, len(PIECES) - 1)])
            else:
                pieces.append(provider.ConsumeUnicodeNoSurrogates(4).replace("\0", ""))
        check(nlp, "".join(pieces))

    atheris.instrument_all()
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
