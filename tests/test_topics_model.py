"""Topic models on disk, against scikit-learn, and in the pipeline."""

from __future__ import annotations

import io
import json
import pickle
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from librt.vecs import vec
from mypy_extensions import i64
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.linear_model import Ridge
from topic_corpus import corpus

import civictext
from civictext.document import READ_ROLES, Document, plain_lines
from civictext.errors import ModelError
from civictext.resources import bundled_models, model_path
from civictext.topics import TopicClassifier, storage
from civictext.topics.features import FIELDS, NONE, article_view, occurrences
from civictext.topics.model import TopicModel
from civictext.topics.reading import UNKNOWN, Vocabulary
from civictext.topics.step import TopicStep
from civictext.topics.storage import load_model, save_model
from civictext.topics.taxonomy import taxonomy
from civictext.topics.training import prepare

TOPIC_MODELS = [name for name in bundled_models() if name.startswith("topics-")]
ARTICLE = (
    "Bệnh viện tỉnh tiêm vắc xin cho trẻ em\n"
    "Sáng nay, bác sĩ của bệnh viện đa khoa tỉnh đã tiêm vắc xin sởi cho 1.200 trẻ em tại trạm y tế xã.\n"
    "Sở Y tế cho biết số ca mắc giảm so với cùng kỳ."
)


@pytest.fixture(scope="module")
def model() -> TopicModel:
    texts, labels = corpus(90)
    return TopicClassifier().fit(texts, labels).model_


@pytest.fixture
def folder(model: TopicModel, tmp_path: Path) -> Path:
    return save_model(model, tmp_path / "model")


def every_bucket(doc: Document) -> list[int]:
    return list(occurrences(article_view(doc)))


def sklearn_decisions(model: TopicModel, docs: list[Document]) -> np.ndarray:
    """Score articles with scikit-learn's own counting, TF-IDF and linear model."""
    blocks = []
    for field in FIELDS:
        inside = (model.buckets >= field.first) & (model.buckets < field.first + (1 << field.bits))
        vocabulary = {int(bucket): i for i, bucket in enumerate(model.buckets[inside])}
        if vocabulary:
            counted = CountVectorizer(analyzer=every_bucket, vocabulary=vocabulary).transform(docs)
            transformer = TfidfTransformer(sublinear_tf=True)
            transformer.idf_ = model.idf[inside].astype(np.float64)
            blocks.append(transformer.transform(counted) * float(field.share))
    ridge = Ridge()
    ridge.coef_, ridge.intercept_ = model.weights.T.astype(np.float64), model.bias.astype(np.float64)
    return ridge.predict(sp.hstack(blocks).tocsr())


def own_decisions(model: TopicModel, docs: list[Document]) -> np.ndarray:
    return np.array([model.decision(model.read(article_view(doc))) for doc in docs])


def test_decisions_equal_those_of_sklearn(model: TopicModel) -> None:
    docs = [prepare(text) for text in corpus(30, seed=2)[0]]
    assert np.abs(own_decisions(model, docs) - sklearn_decisions(model, docs)).max() < 1e-5


@pytest.mark.parametrize("name", TOPIC_MODELS)
def test_bundled_decisions_equal_those_of_sklearn(name: str) -> None:
    bundled = load_model(model_path(name))
    docs = [prepare(text) for text in [ARTICLE, *corpus(9, seed=2)[0]]]
    assert np.abs(own_decisions(bundled, docs) - sklearn_decisions(bundled, docs)).max() < 1e-5


def test_training_matrix_equals_what_inference_reads() -> None:
    texts, labels = corpus(60)
    classifier = TopicClassifier().fit(texts, labels)
    fresh = corpus(12, seed=3)[0]
    own = own_decisions(classifier.model_, [prepare(text) for text in fresh])
    assert np.abs(classifier.decision_function(fresh) - own).max() < 1e-5


@pytest.mark.parametrize("name", TOPIC_MODELS)
def test_bundled_models_are_small_and_say_where_they_come_from(name: str) -> None:
    home = model_path(name)
    manifest = json.loads((home / "model.json").read_text(encoding="utf-8"))
    assert sum(path.stat().st_size for path in home.iterdir()) <= 8_000_000
    assert manifest["training"]["licence"]
    assert manifest["scores"]["accuracy"]["low"] < manifest["scores"]["accuracy"]["value"]
    assert (home / "MODEL_CARD.md").is_file()


def test_bundled_civic_model_has_the_topics_of_the_taxonomy() -> None:
    bundled = load_model(model_path("topics-civic"))
    assert set(bundled.labels) == set(taxonomy())
    assert bundled.names == {topic.id: topic.name for topic in taxonomy().values()}


@pytest.mark.parametrize("name", TOPIC_MODELS)
def test_row_of_every_bucket_is_where_the_model_keeps_it(name: str) -> None:
    bundled = load_model(model_path(name))
    vocabulary = Vocabulary(bundled.buckets, bundled.idf, bundled.weights)
    expected = np.zeros((NONE + 1, len(bundled.labels)), np.float32)
    expected[bundled.buckets] = bundled.weights
    chosen = np.union1d(bundled.buckets[::7], np.arange(0, NONE + 1, 97))
    rows = list(vocabulary.rows(vec[i64](chosen.tolist())))
    assert np.array_equal(vocabulary.weights[rows], expected[chosen])
    assert len(set(rows) - {UNKNOWN}) == np.isin(chosen, bundled.buckets).sum()


def test_reading_counts_what_occurs(model: TopicModel) -> None:
    for text in (ARTICLE, *corpus(6, seed=6)[0], "", "xyzzy"):
        view = article_view(prepare(text))
        reading = model.read(view)
        wanted = model._vocabulary.rows(occurrences(view))
        assert [reading.rows[place] for place in reading.found] == list(wanted)
        assert sorted(reading.rows) == sorted({UNKNOWN, *wanted})
        assert list(reading.rows[1:]) == list(dict.fromkeys(row for row in wanted if row != UNKNOWN))


def test_saved_model_is_loaded_as_it_was(model: TopicModel, folder: Path) -> None:
    loaded = load_model(folder)
    assert loaded.labels == model.labels
    assert loaded.threshold == model.threshold
    for name in ("buckets", "idf", "weights", "bias"):
        assert np.array_equal(getattr(loaded, name), getattr(model, name))


def test_saving_twice_gives_the_same_bytes(model: TopicModel, folder: Path, tmp_path: Path) -> None:
    again = save_model(model, tmp_path / "again")
    for name in ("model.json", "weights.npz"):
        assert (again / name).read_bytes() == (folder / name).read_bytes()


def rewrite(folder: Path, data: bytes) -> None:
    """Put other weights in place with a manifest that vouches for them."""
    manifest = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    digest = storage.hashlib.sha256(data).hexdigest()
    manifest["files"]["weights.npz"] = {"bytes": len(data), "sha256": digest}
    manifest["checksum"] = storage._checksum(manifest)
    (folder / "model.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "weights.npz").write_bytes(data)


class Bomb:
    """An object whose unpickling would show."""

    def __reduce__(self) -> tuple:
        return (pytest.fail, ("a pickle was loaded",))


def object_archive() -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, buckets=np.array([Bomb()], object))
    return buffer.getvalue()


def damage(kind: str, folder: Path) -> None:
    manifest, weights = folder / "model.json", folder / "weights.npz"
    data, text = weights.read_bytes(), manifest.read_text(encoding="utf-8")
    if kind == "no manifest":
        manifest.unlink()
    elif kind == "no weights":
        weights.unlink()
    elif kind == "truncated weights":
        weights.write_bytes(data[: len(data) // 2])
    elif kind == "altered weights":
        weights.write_bytes(data[:-30] + bytes([data[-30] ^ 1]) + data[-29:])
    elif kind == "truncated manifest":
        manifest.write_text(text[: len(text) // 2], encoding="utf-8")
    elif kind == "altered manifest":
        manifest.write_text(text.replace("y-te", "y_te", 1), encoding="utf-8")
    elif kind == "features":
        manifest.write_text(text.replace('"features_version": ', '"features_version": 9'), encoding="utf-8")
    elif kind == "other format":
        manifest.write_text("[]", encoding="utf-8")
    elif kind == "pickle":
        rewrite(folder, pickle.dumps(Bomb()))
    elif kind == "pickled arrays":
        rewrite(folder, object_archive())
    elif kind == "shapes":
        with np.load(io.BytesIO(data)) as archive:
            arrays = {**archive, "bias": np.zeros(2, np.float32)}
        rewrite(folder, storage._pack(arrays))


@pytest.mark.parametrize(
    ("kind", "file", "says"),
    [
        ("no manifest", "model.json", "does not exist"),
        ("no weights", "weights.npz", "does not exist"),
        ("truncated weights", "weights.npz", "truncated"),
        ("altered weights", "weights.npz", "altered"),
        ("truncated manifest", "model.json", "no JSON"),
        ("altered manifest", "model.json", "altered"),
        ("features", "model.json", "features of version"),
        ("other format", "model.json", "format"),
        ("pickle", "weights.npz", "pickle"),
        ("pickled arrays", "weights.npz", "pickle"),
        ("shapes", "weights.npz", "bias has shape"),
    ],
)
def test_damaged_model_is_refused_with_what_to_do(folder: Path, kind: str, file: str, says: str) -> None:
    damage(kind, folder)
    with pytest.raises(ModelError, match=says) as refused:
        load_model(folder)
    assert file in str(refused.value)
    assert any(advice in str(refused.value) for advice in ("train", "copy", "use only", "give the folder"))


def test_step_lists_all_topics_best_first(model: TopicModel) -> None:
    doc = TopicStep(model)(prepare(ARTICLE))
    assert doc.topic.id == "y-te"
    assert {topic.id for topic in doc.topics} == set(model.labels)
    assert [t.score for t in doc.topics] == sorted((t.score for t in doc.topics), reverse=True)
    assert sum(topic.score for topic in doc.topics) == pytest.approx(1, abs=0.001)
    assert [topic.role for topic in doc.topics].count("primary") == 1
    assert doc.topic.role == "primary"


def test_step_is_the_same_out_of_a_pickle(model: TopicModel) -> None:
    step, doc = TopicStep(model, abstain_below=0.5), prepare(ARTICLE)
    found = step(doc)
    again = pickle.loads(pickle.dumps(step))
    assert again.version == step.version
    assert again(doc) == found


def test_step_finds_secondary_topics(model: TopicModel) -> None:
    roles = []
    for text, labels in zip(*corpus(45, seed=5), strict=True):
        called = {topic.id for topic in TopicStep(model)(prepare(text)).topics if topic.role == "secondary"}
        roles.append((set(labels[1:]), called))
    assert sum(wanted == called for wanted, called in roles) >= 40


def test_step_abstains(model: TopicModel) -> None:
    doc = prepare(ARTICLE)
    best = TopicStep(model)(doc).topic.score
    assert TopicStep(model, abstain_below=best + 0.001)(doc).topics == ()
    assert len(TopicStep(model, abstain_below=best - 0.001)(doc).topics) == 3


@pytest.mark.parametrize("text", ["", "\n\n", "… !", "12 ///", "xyzzy"])
def test_step_gives_no_topic_where_the_model_knows_no_word(model: TopicModel, text: str) -> None:
    without = TopicModel(model.labels, model.buckets[:0], model.idf[:0], model.weights[:0], model.bias)
    assert TopicStep(without)(prepare(text)).topics == ()
    assert TopicStep(model)(prepare("")).topics == ()


def test_evidence_is_where_the_words_of_the_topic_stand(model: TopicModel) -> None:
    doc = TopicStep(model)(prepare("Trang chủ\n" + ARTICLE))
    words = {doc.text[start:end].lower() for start, end in doc.topic.evidence}
    assert any("bệnh viện" in word or "vắc xin" in word for word in words)
    assert len(words) == len(doc.topic.evidence)
    read = [line.span for line in doc.lines if line.role in READ_ROLES]
    for start, end in doc.topic.evidence:
        assert any(span.start <= start < end <= span.end for span in read)


def test_evidence_ends_where_words_end(model: TopicModel) -> None:
    text = "Tin  vắn \u2013 sáng 5/6\nSở: \u201cbác sĩ  điều trị\u201d (bệnh viện đa khoa) \u2026 tiêm-vắc xin."
    doc = TopicStep(model)(Document.from_source(text, lines=plain_lines(text)))
    words = {doc.text[start:end] for start, end in doc.topic.evidence}
    assert {"bác sĩ  điều trị", "bệnh viện đa khoa"} <= words
    assert all(word[0].isalnum() and word[-1].isalnum() for word in words)


def test_evidence_is_given_for_topics_with_a_role_only(model: TopicModel) -> None:
    for topic in TopicStep(model)(prepare(ARTICLE)).topics:
        assert bool(topic.evidence) == (topic.role is not None)


def test_title_beside_the_text_is_no_evidence(model: TopicModel) -> None:
    title, _, body = ARTICLE.partition("\n")
    doc = TopicStep(model)(prepare(body, title=title))
    assert all(0 <= start < end <= len(doc.text) for start, end in doc.topic.evidence)


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet=st.sampled_from("bệnh viện trường\n12.(-\u2013\u0301🙂 İ"), max_size=300))
def test_step_takes_any_text(model: TopicModel, text: str) -> None:
    doc = TopicStep(model)(prepare(text))
    for topic in doc.topics:
        assert 0 <= topic.score <= 1
        assert all(0 <= start < end <= len(doc.text) for start, end in topic.evidence)


def test_load_takes_another_model(folder: Path) -> None:
    nlp = civictext.load(model=folder, exclude=["indicators", "acronyms"])
    assert {topic.id for topic in nlp(ARTICLE).topics} == {"y-te", "giao-duc", "nong-nghiep"}


def test_version_of_the_step_changes_with_the_model(model: TopicModel, folder: Path) -> None:
    steps = [TopicStep.load(folder), TopicStep.load(folder, abstain_below=0.5), TopicStep.load()]
    assert len({step.version for step in steps}) == 3


def test_tone_style_does_not_change_the_topics() -> None:
    text = "Hoà giải ở cơ sở\nTổ hoà giải xã Thuỷ Xuân đã hoà giải thành 12 vụ việc."
    found = [
        civictext.load(tone_style=style, exclude=["indicators", "acronyms"])(text).topics
        for style in ("old", "new", "keep")
    ]
    assert len({tuple((topic.id, topic.score) for topic in topics) for topics in found}) == 1


def test_inference_imports_no_sklearn() -> None:
    code = (
        "import sys; from civictext.topics.step import TopicStep; TopicStep.load();"
        "print([m for m in ('sklearn', 'scipy', 'pyarrow', 'underthesea') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_archive_of_weights_can_be_read_by_numpy_alone(folder: Path) -> None:
    with zipfile.ZipFile(folder / "weights.npz") as archive:
        assert sorted(archive.namelist()) == ["bias.npy", "buckets.npy", "idf.npy", "weights.npy"]
