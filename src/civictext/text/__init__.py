"""Text: normalisation, alignment to the source, lines and their roles, sentences."""
