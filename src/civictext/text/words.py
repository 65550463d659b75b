"""Words and named entities by underthesea, with offsets into the text; slow, so only on demand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from civictext.document import Document, Entity, Word
from civictext.text.alignment import Span


def tag_words(doc: Document) -> tuple[Word, ...]:
    """Return the words of the sentences of a document with their parts of speech."""
    from underthesea import pos_tag

    words: list[Word] = []
    for sentence in doc.sentences:
        tagged = pos_tag(doc.text[sentence.start : sentence.end])
        spans = _locate(doc.text, sentence, (word for word, _ in tagged))
        for span, (_, tag) in zip(spans, tagged, strict=True):
            words.append(Word(span, doc.text[slice(*span)], tag))
    return tuple(words)


def tag_entities(doc: Document) -> tuple[Entity, ...]:
    """Return the named entities of the sentences of a document."""
    from underthesea import ner

    entities: list[Entity] = []
    for sentence in doc.sentences:
        tagged = ner(doc.text[sentence.start : sentence.end])
        start = end = -1
        label = "O"
        for span, (*_, tag) in zip(_locate(doc.text, sentence, (row[0] for row in tagged)), tagged, strict=True):
            if tag.startswith("I-") and label == tag[2:]:
                end = span.end
                continue
            if label != "O":
                entities.append(Entity(Span(start, end), doc.text[start:end], label))
            (start, end), label = span, tag[2:] or "O"
        if label != "O":
            entities.append(Entity(Span(start, end), doc.text[start:end], label))
    return tuple(entities)


def _locate(text: str, sentence: Span, words: Iterable[str]) -> Iterator[Span]:
    """Find each word after the one before; underthesea changes white space inside words."""
    at = sentence.start
    for word in words:
        start = at
        for part in word.split():
            found = text.find(part, at, sentence.end)
            if found < 0:  # underthesea respelled it: take what stands here
                continue
            if at == start:
                start = found
            at = found + len(part)
        yield Span(start, max(start, at))
