"""Figures and their context: numerals, rejection, units, context links, subjects."""
