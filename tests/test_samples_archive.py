"""The invented archive: coherent, the same every time, and what civictext makes of it."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import civictext
from civictext.corpus.series import VALUE_KINDS
from civictext.corpus.view import Corpus

ROOT = Path(__file__).parents[1]
QUESTIONS = {
    "budget": "tổng thu ngân sách nhà nước",
    "industry": "giá trị sản xuất công nghiệp",
    "retail": "tổng mức bán lẻ hàng hóa và doanh thu dịch vụ",
    "exports": "kim ngạch xuất khẩu",
    "income": "thu nhập bình quân đầu người",
    "poverty": "tỷ lệ hộ nghèo",
    "insured": "tỷ lệ bao phủ bảo hiểm y tế",
    "on_time": "tỷ lệ hồ sơ giải quyết đúng hạn",
    "satisfied": "mức độ hài lòng của người dân",
    "schools": "tỷ lệ trường đạt chuẩn quốc gia",
    "jobs": "lao động",
    "pupils": "học sinh từ mầm non đến trung học cơ sở",
    "members": "đảng viên",
    "dialogues": "cuộc đối thoại",
    "received": "số công dân được tiếp",
    "crashes": "vụ tai nạn giao thông",
    "rice": "tổng diện tích gieo cấy lúa",
    "files": "hồ sơ",
}
"""What an analyst would ask for."""
SCALES = ("VND", "USD", "VND/người/năm", "%")
"""Units to ask for; of the others the subject says enough."""


@pytest.fixture(scope="module")
def archive() -> ModuleType:
    spec = importlib.util.spec_from_file_location("archive", ROOT / "samples" / "archive.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["archive"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def folder(archive: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive")
    archive.write(path)
    return path


@pytest.fixture(scope="module")
def rows(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(row) for row in (folder / "articles.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def truth(folder: Path) -> list[dict[str, Any]]:
    return json.loads((folder / "truth.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def corpus(rows: list[dict[str, Any]], nlp: civictext.Pipeline) -> Corpus:
    docs = (nlp(row["text"], id=row["id"], date=row["date"]) for row in rows)
    return Corpus.from_frames(civictext.frames(docs))


def test_archive_is_some_three_hundred_articles_marked_as_invented(rows: list[dict[str, Any]]) -> None:
    assert 280 <= len(rows) <= 320
    assert len({row["id"] for row in rows}) == len(rows)
    assert all("invented" in row["source"] for row in rows)


def test_archive_is_the_same_for_the_same_seed(archive: ModuleType, folder: Path, tmp_path: Path) -> None:
    for seed, same in ((7, True), (8, False)):
        archive.write(tmp_path, seed)
        for name in ("articles.jsonl", "truth.json"):
            assert ((tmp_path / name).read_bytes() == (folder / name).read_bytes()) is same


def test_districts_add_up_to_the_province(truth: list[dict[str, Any]]) -> None:
    for year in ("2022", "2023", "2024"):
        parts = {
            f["place"]: Decimal(f["value"])
            for f in truth
            if (f["measure"], f["period"], f["kind"], f["status"]) == ("budget", year, "level", "actual")
            and not f["conflict"]
        }
        assert parts.pop("tỉnh Lam Giang") == sum(parts.values())


def test_every_article_holds_a_planted_figure(rows: list[dict[str, Any]], truth: list[dict[str, Any]]) -> None:
    planted = {fact["article"] for fact in truth}
    assert planted <= {row["id"] for row in rows}
    assert len(planted) / len(rows) > 0.99


Key = tuple[str, str, str, str]


def planted_series(truth: list[dict[str, Any]]) -> dict[Key, set[Decimal]]:
    """Measure, place, period and status to the values that articles were given, conflicts included."""
    found: dict[Key, set[Decimal]] = defaultdict(set)
    for f in truth:
        if f["kind"] == "level" and f["measure"] in QUESTIONS:
            found[f["measure"], f["place"], f["period"], f["status"]].add(Decimal(f["value"]))
    return found


def recovered_series(archive: ModuleType, corpus: Corpus) -> dict[Key, set[Decimal]]:
    found: dict[Key, set[Decimal]] = defaultdict(set)
    for measure, question in QUESTIONS.items():
        unit = archive.MEASURES[measure].unit if archive.MEASURES[measure].unit in SCALES else None
        for place in archive.PLACES:
            for point in corpus.points(subject=question, unit=unit, place=place, kind=VALUE_KINDS):
                found[measure, place, point.period, point.status].add(point.value)
    return found


def as_if_read(archive: ModuleType) -> Corpus:
    """The archive as documents whose figures are the truth: what perfect extraction would give."""
    docs = []
    for article in archive.articles():
        figures = [
            civictext.Indicator(
                civictext.Span(0, 3),
                "",
                Decimal(f.value),
                civictext.Span(0, 9),
                subject=QUESTIONS[f.measure],
                **{name: getattr(f, name) for name in ("unit", "kind", "status", "period", "place")},
            )
            for f in article.facts
        ]
        doc = civictext.Document.from_source(archive.text(article), id=article.id, date=article.date)
        docs.append(doc.with_(indicators=tuple(figures)))
    return Corpus.from_frames(civictext.frames(docs))


def test_questions_lose_nothing_of_what_was_extracted(archive: ModuleType, truth: list[dict[str, Any]]) -> None:
    perfect = as_if_read(archive)
    assert recovered_series(archive, perfect) == planted_series(truth)
    planted = {(f["place"], f["period"], f["unit"]) for f in truth if f["conflict"]}
    assert {(c.place, c.period, c.unit) for c in perfect.conflicts()} == planted


def test_series_recovered_are_the_series_planted(
    archive: ModuleType, corpus: Corpus, truth: list[dict[str, Any]]
) -> None:
    planted, recovered = planted_series(truth), recovered_series(archive, corpus)
    keys = planted.keys() | recovered.keys()
    wrong = {key: (planted.get(key), recovered.get(key)) for key in keys if planted.get(key) != recovered.get(key)}
    assert 1 - len(wrong) / len(keys) >= 0.97, dict(sorted(wrong.items())[:20])


def test_planted_contradictions_are_found_and_no_others(corpus: Corpus, truth: list[dict[str, Any]]) -> None:
    planted = {(f["place"], f["period"], f["unit"]) for f in truth if f["conflict"]}
    found = {(c.place, c.period, c.unit) for c in corpus.conflicts(status=("actual", "estimate"))}
    assert found == planted
