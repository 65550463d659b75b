"""Acronyms: definitions in the article, the lexicon, resolution by context, expansion."""
