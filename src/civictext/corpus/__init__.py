"""Corpus runs: readers, writers, shards, the runner and its executors."""
