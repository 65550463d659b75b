"""A small made-up corpus for the tests of topics: three topics, drawn from phrases, by seed."""

from __future__ import annotations

import random

PHRASES = {
    "y-te": ["bệnh viện đa khoa", "tiêm vắc xin", "bác sĩ điều trị", "ca mắc sốt xuất huyết", "trạm y tế"],
    "giao-duc": [
        "học sinh lớp 12",
        "kỳ thi tốt nghiệp",
        "trường trung học",
        "giáo viên mầm non",
        "năm học mới",
    ],
    "nong-nghiep": ["vụ lúa đông xuân", "bà con nông dân", "giá cà phê", "hợp tác xã rau", "đàn lợn"],
}
COMMON = ["theo báo cáo của tỉnh", "trong quý đầu năm", "lãnh đạo địa phương cho biết", "so với cùng kỳ"]


def article(topic: str, rng: random.Random, *, other: str | None = None) -> str:
    """Return a title and some sentences about a topic, with a little of another."""
    phrases = [rng.choice(PHRASES[topic]) for _ in range(6)] + [rng.choice(COMMON) for _ in range(4)]
    if other:
        phrases += [rng.choice(PHRASES[other]) for _ in range(3)]
    rng.shuffle(phrases)
    sentences = [f"{p[0].upper()}{p[1:]} {rng.randint(2, 99)}, {rng.choice(COMMON)}." for p in phrases]
    return f"{rng.choice(PHRASES[topic]).capitalize()} ở huyện Thanh Bình\n" + "\n".join(sentences)


def corpus(articles: int = 60, seed: int = 1) -> tuple[list[str], list[list[str]]]:
    """Return texts and their labels; one in three has a secondary topic."""
    rng = random.Random(seed)
    topics = sorted(PHRASES)
    labels = [[topics[i % 3], topics[(i + 1) % 3]] if i % 9 < 3 else [topics[i % 3]] for i in range(articles)]
    texts = [article(row[0], rng, other=row[1] if len(row) > 1 else None) for row in labels]
    return texts, labels
