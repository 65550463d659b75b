"""Benchmarks of civictext; `python -m bench --help`. Never part of the tests."""
