"""`python -m civictext` is the command `civictext`."""

from __future__ import annotations

import sys

from civictext.cli import main

sys.exit(main())
