"""Scores of the pipeline on gold files."""
