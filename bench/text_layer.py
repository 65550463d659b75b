"""Measure the text layer on a corpus: what normalisation does, that it harms nothing, how fast it is.

    python bench/text_layer.py CORPUS… [--articles 2000] [--show glue --sample 50] [--gold ../shared/gold]

CORPUS: anything `civictext run` reads. Prints JSON: articles and MB; texts that normalising twice
changes, that do not replay, or whose digits change (all must be 0); changes a rule; MB/s a step, and the
time of `normalize` on clean text over that of an NFC check plus one character-class substitution. With
--gold: roles and dropped lines on the gold pages. With --show RULE: changes of that rule, to be read.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
import unicodedata
from collections import Counter
from itertools import islice
from pathlib import Path

from civictext.corpus.readers import Row, read_rows
from civictext.document import ARTICLE_ROLES, READ_ROLES
from civictext.text.alignment import apply, revert
from civictext.text.lines import label_lines
from civictext.text.normalisation import normalize, normalize_with_changes
from civictext.text.sentences import split_sentences

ODD = re.compile("[\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\u0300-\u036f]")
REFERENCE = re.compile(r"&(?:#38;|#x26;|amp;)*#(?:\d+|[xX][0-9a-fA-F]+);")


def digits(text):
    return [char for char in REFERENCE.sub("", text) if char.isdecimal()]


def seconds(function, items, repeats=3):
    """CPU seconds of a function over all items: the best of several runs."""
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        for item in items:
            function(item)
        best = min(best, time.process_time() - start)
    return best


def floor(text):
    """The floor that normalisation is measured against."""
    unicodedata.is_normalized("NFC", text)
    ODD.sub(" ", text)


def harm(texts):
    """Count what must never happen, and the changes of each rule."""
    found, rules, examples = Counter(unstable=0, no_replay=0, digits_changed=0), Counter(), []
    for text in texts:
        fixed, changes = normalize_with_changes(text)
        found["unstable"] += normalize(fixed) != fixed
        found["no_replay"] += apply(text, changes) != fixed or revert(fixed, changes) != text
        found["digits_changed"] += digits(text) != digits(fixed)
        for change in changes:
            rules.update(change.rule.split("+"))
            around = text[max(0, change.start - 30) : change.start], text[change.end : change.end + 30]
            examples.append((change.rule, f"{around[0]}⟦{change.before}→{change.after}⟧{around[1]}"))
    return found, rules, examples


def speeds(texts):
    clean = [normalize(text) for text in texts]
    size = sum(len(text.encode()) for text in clean) / 1e6
    lines = [[line.span for line in label_lines(t) if line.role in READ_ROLES] for t in clean]
    base = seconds(floor, clean)
    fixing = seconds(normalize, clean)
    return {
        "clean_mb": round(size, 2),
        "floor_mb_s": round(size / base),
        "normalize_clean_mb_s": round(size / fixing, 1),
        "normalize_clean_over_floor": round(fixing / base, 2),
        "normalize_raw_mb_s": round(sum(len(t.encode()) for t in texts) / 1e6 / seconds(normalize, texts), 1),
        "lines_mb_s": round(size / seconds(label_lines, clean), 1),
        "sentences_mb_s": round(
            size / seconds(lambda pair: split_sentences(*pair), list(zip(clean, lines, strict=True))), 1
        ),
    }


def gold_pages(folder):
    right = dropped = wanted = both = total = 0
    for row in (folder / "lines_dev.jsonl").read_text("utf-8").splitlines():
        page = json.loads(row)
        for line, gold in zip(label_lines(page["text"]), page["lines"], strict=True):
            gone, should = line.role not in ARTICLE_ROLES, gold["role"] not in ARTICLE_ROLES
            right, total = right + (line.role == gold["role"]), total + 1
            dropped, wanted, both = dropped + gone, wanted + should, both + (gone and should)
    return {
        "roles_right": round(100 * right / total, 2),
        "dropped_f1": round(200 * both / (dropped + wanted), 2),
        "article_lines_lost": dropped - both,
        "lines": total,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="+")
    parser.add_argument("--articles", type=int, default=2000, help="how many, from the start of each file")
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--show")
    parser.add_argument("--sample", type=int, default=50)
    args = parser.parse_args()
    texts = []
    for path in args.corpus:
        rows = (row for row in read_rows(path) if isinstance(row, Row))
        texts += [row.text for row in islice(rows, args.articles)]
    found, rules, examples = harm(texts)
    report = {"articles": len(texts), **found, "changes": dict(rules.most_common()), **speeds(texts)}
    if args.gold:
        report["gold_pages"] = gold_pages(args.gold)
    print(json.dumps(report, ensure_ascii=False, indent=1))
    shown = [text for rule, text in examples if args.show in rule.split("+")] if args.show else []
    for text in random.Random(0).sample(shown, min(args.sample, len(shown))):
        print(text.replace("\n", "¶"))


if __name__ == "__main__":
    main()
