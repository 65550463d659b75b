"""Training topic models: the estimator, the teacher, scores, the command."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse import random as random_sparse
from sklearn.base import clone
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score
from topic_corpus import corpus

import civictext
from civictext.cli import main
from civictext.errors import InputError
from civictext.topics import TopicClassifier
from civictext.topics.labelled import read_labelled
from civictext.topics.model import softmax
from civictext.topics.report import report_html
from civictext.topics.ridge import fit_ridge
from civictext.topics.scores import cross_validated_scores
from civictext.topics.teacher import Teacher
from civictext.topics.training import (
    calibration_error,
    count_matrix,
    fit_calibration,
    fit_correction,
    fit_threshold,
    to_documents,
)


def primaries(labels: list[list[str]]) -> list[str]:
    return [row[0] for row in labels]


@pytest.fixture(scope="module")
def fitted() -> TopicClassifier:
    return TopicClassifier().fit(*corpus(90))


def test_classifier_learns(fitted: TopicClassifier) -> None:
    texts, labels = corpus(30, seed=4)
    assert fitted.score(texts, primaries(labels)) == 1
    shares = fitted.predict_proba(texts)
    assert shares.shape == (30, 3)
    assert np.allclose(shares.sum(axis=1), 1)
    assert (fitted.classes_[shares.argmax(axis=1)] == fitted.predict(texts)).all()


def test_classifier_is_an_estimator() -> None:
    classifier = TopicClassifier(alpha=2.0, seed=3)
    assert clone(classifier).get_params() == classifier.get_params()
    assert clone(classifier).set_params(alpha=1.0).alpha == 1.0
    texts, labels = corpus(45)
    assert cross_val_score(TopicClassifier(folds=2), texts, primaries(labels), cv=3).min() > 0.9


def test_classifier_takes_two_topics() -> None:
    texts, labels = corpus(60)
    kept = [i for i, row in enumerate(labels) if row[0] != "y-te"]
    chosen = [texts[i] for i in kept]
    classifier = TopicClassifier().fit(chosen, [labels[i][0] for i in kept])
    assert list(classifier.classes_) == ["giao-duc", "nong-nghiep"]
    assert classifier.model_.threshold == 1.0
    assert classifier.score(chosen, [labels[i][0] for i in kept]) == 1


def test_training_is_deterministic() -> None:
    texts, labels = corpus(45)
    more = corpus(60, seed=8)[0]
    one, two = (TopicClassifier(seed=5).fit(texts, labels, unlabelled=more) for _ in range(2))
    assert np.array_equal(one.model_.weights, two.model_.weights)
    assert one.model_.temperature == two.model_.temperature


def test_unlabelled_articles_teach_words_that_no_label_has() -> None:
    texts = ["Mưa bão gây ngập lụt.", "Thi cử ở trường học."] * 10
    more = ["Ngập lụt làm vỡ đê, sạt lở núi.", "Trường học đón tân sinh viên nhập môn."] * 30
    labels = ["thien-tai", "giao-duc"] * 10
    alone = TopicClassifier(folds=2, max_df=1.0).fit(texts, labels)
    taught = TopicClassifier(folds=2, max_df=1.0).fit(texts, labels, unlabelled=more)
    storm = ["Vỡ đê, sạt lở núi."]
    assert np.ptp(alone.decision_function(storm)) < 0.01
    assert taught.predict(storm) == ["thien-tai"]
    assert np.ptp(taught.decision_function(storm)) > 0.1


def test_further_articles_are_learnt_from_and_not_judged() -> None:
    texts = ["Mưa bão gây ngập lụt.", "Thi cử ở trường học."] * 10
    counts = count_matrix(to_documents(texts))
    more = count_matrix(to_documents(["Vỡ đê, sạt lở núi.", "Sinh viên nhập môn."] * 5))
    classifier = TopicClassifier(folds=2, max_df=1.0)
    classifier.fit_counts(counts, ["lũ", "thi"] * 10, further=(more, ["lũ", ["thi", "lũ"]] * 5))
    assert classifier.held_out_.shape == (20, 2)
    assert classifier.predict(["Núi sạt lở.", "Tân sinh viên."]).tolist() == ["lũ", "thi"]


def test_balance_favours_the_rare_topic() -> None:
    texts = ["Mưa bão gây ngập lụt.", "Mưa lớn.", "Bão vào.", "Thi cử ở trường học."] * 5
    labels = ["thien-tai", "thien-tai", "thien-tai", "giao-duc"] * 5
    plain, balanced = (TopicClassifier(folds=2, balance=b, correction=0).fit(texts, labels) for b in (0.0, 0.1))
    gain = balanced.model_.bias - plain.model_.bias
    assert gain[0] > 0 > gain[1]
    assert np.allclose(balanced.held_out_ - plain.held_out_, gain, atol=1e-6)


def test_correction_learns_which_topic_is_taken_for_which() -> None:
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 3, 600)
    decisions = np.eye(3)[truth] + rng.normal(0, 0.2, (600, 3))
    decisions[truth == 1, 0] += 1.2
    matrix, offset = fit_correction(decisions, truth, 0.01)
    assert np.mean(decisions.argmax(axis=1) == truth) < 0.8
    assert np.mean((decisions @ matrix + offset).argmax(axis=1) == truth) > 0.95
    matrix, offset = fit_correction(decisions[:5], truth[:5], 1e-6)
    assert np.allclose(matrix, np.eye(3), atol=1e-3)
    assert np.allclose(offset, 0, atol=1e-3)


def test_ridge_is_that_of_sklearn() -> None:
    rng = np.random.default_rng(0)
    x = random_sparse(200, 60, 0.2, random_state=0, format="csr")
    targets, weights = rng.random((200, 4)), rng.random(200) + 0.5
    coefficients, intercepts = fit_ridge(x, targets, weights, alpha=0.7, tolerance=1e-6)
    expected = Ridge(0.7, solver="sparse_cg", tol=1e-10).fit(x, targets, weights)
    assert np.abs(coefficients.T - expected.coef_).max() < 1e-5
    assert np.abs(intercepts - expected.intercept_).max() < 1e-5


def test_ridge_takes_a_target_that_never_changes() -> None:
    coefficients, intercepts = fit_ridge(csr_matrix(np.eye(4)), np.ones((4, 1)), np.ones(4), alpha=1.0)
    assert np.abs(coefficients).max() == 0
    assert intercepts == pytest.approx([1])


@pytest.mark.parametrize(
    ("texts", "labels", "says"),
    [
        (["a", "b"], ["x"], "give each article one"),
        (["a", "b"], ["x", []], "give each article one"),
        (["a", "b"], ["x", "x"], "same label"),
    ],
)
def test_classifier_refuses_labels_that_do_not_fit(texts: list[str], labels: list, says: str) -> None:
    with pytest.raises(InputError, match=says):
        TopicClassifier().fit(texts, labels)


def test_classifier_refuses_a_topic_rarer_than_its_folds() -> None:
    texts, labels = corpus(30)
    with pytest.raises(InputError, match="fewer than 5"):
        TopicClassifier().fit([*texts, "Một bài"], [*primaries(labels), "hiem"])


def test_calibration_makes_sure_what_is_right() -> None:
    truth = np.array([0, 1] * 50)
    right = np.eye(2)[truth]
    wrong = right.copy()
    wrong[:30] = right[:30, ::-1]
    assert softmax(right, *fit_calibration(right, truth)).max() > 0.999
    assert softmax(wrong, *fit_calibration(wrong, truth)).max() == pytest.approx(0.7, abs=0.01)


def test_threshold_separates_secondary_topics() -> None:
    shares = np.array([[0.7, 0.3, 0.0], [0.8, 0.15, 0.05], [0.6, 0.0, 0.4], [0.9, 0.06, 0.04]])
    primary = np.zeros(4, int)
    assert fit_threshold(shares, primary, [[1], [], [2], []]) == 0.3
    assert fit_threshold(shares, primary, [[], [], [], []]) == 1.0


def test_calibration_error_is_the_gap_between_sure_and_right() -> None:
    shares = np.array([[0.9, 0.1]] * 10)
    assert calibration_error(shares, np.array([True] * 9 + [False])) == pytest.approx(0)
    assert calibration_error(shares, np.array([True] * 5 + [False] * 5)) == pytest.approx(0.4)


def test_teacher_uses_no_more_articles_than_it_may() -> None:
    x = np.eye(40, 60)
    x[:, 40:] = 1
    teacher = Teacher(components=5, most=10).learn_space(csr_matrix(x))
    assert teacher.teach(csr_matrix(x), np.eye(2)[[0, 1] * 20], csr_matrix(x[:7]), np.ones(40)).shape == (7, 2)


def test_teacher_believes_the_heavier_of_two_labels() -> None:
    x = csr_matrix(np.eye(20, 30).repeat(2, axis=0))
    teacher = Teacher(components=5).learn_space(x)
    opinions = teacher.teach(x, np.eye(2)[[0, 1] * 20], x[:3], np.array([1.0, 3.0] * 20))
    assert (opinions[:, 1] > 0.6).all()


def test_teacher_is_kernel_ridge_regression() -> None:
    rng = np.random.default_rng(0)
    x = csr_matrix(rng.random((30, 40)) * (rng.random((30, 40)) < 0.2))
    targets, weights = np.eye(3)[rng.integers(0, 3, 30)], rng.uniform(0.2, 2, 30)
    teacher = Teacher(components=8).learn_space(x)
    z, mean = teacher.meanings(x), np.average(targets, axis=0, weights=weights)
    kernel = (x @ x.T).toarray() + np.exp(teacher.width * (z @ z.T - 1))
    learner = KernelRidge(alpha=teacher.alpha, kernel="precomputed").fit(kernel, targets - mean, weights)
    assert teacher.teach(x, targets, x, weights) == pytest.approx(learner.predict(kernel) + mean, abs=1e-4)


def test_teacher_does_not_hear_articles_without_weight() -> None:
    x = csr_matrix(np.eye(20, 30).repeat(2, axis=0))
    teacher = Teacher(components=5).learn_space(x)
    opinions = teacher.teach(x, np.eye(2)[[0, 1] * 20], x[:3], np.array([1.0, 0.0] * 20))
    assert (opinions[:, 0] > 0.9).all()


def test_scores_of_a_fitted_classifier(fitted: TopicClassifier) -> None:
    _, labels = corpus(90)
    scores = cross_validated_scores(fitted, labels)
    assert scores.articles == 90
    assert sum(map(sum, scores.confusion)) == 90
    hits = sum(row[i] for i, row in enumerate(scores.confusion))
    assert scores.accuracy.value == pytest.approx(hits / 90)
    assert scores.accuracy.low <= scores.accuracy.value <= scores.accuracy.high
    assert scores.either.value >= scores.accuracy.value
    assert sum(b.articles for b in scores.bins) == 90
    assert json.loads(json.dumps(scores.to_dict()))["articles"] == 90


def test_report_stands_alone_and_escapes(fitted: TopicClassifier) -> None:
    scores = cross_validated_scores(fitted, corpus(90)[1])
    page = report_html(scores, title="<b>", names={"y-te": "Y & tế"})
    assert "&lt;b&gt;" in page
    assert "Y &amp; tế" in page
    assert "<b>" not in page
    assert page.count("<svg") == 2
    assert "src=" not in page


def write_table(path: Path, texts: list[str], labels: list[list[str]]) -> None:
    if path.suffix == ".parquet":
        first, rest = [row[0] for row in labels], [row[1:] for row in labels]
        pq.write_table(pa.table({"text": texts, "primary": first, "secondary": rest}), path)
    elif path.suffix == ".jsonl":
        rows = [{"content": t, "topic": row} for t, row in zip(texts, labels, strict=True)]
        path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    else:
        cells = [f'"{t}",{"|".join(row)}' for t, row in zip(texts, labels, strict=True)]
        path.write_text("\n".join(["text,label", *cells]), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.parquet", {"label_columns": ["primary", "secondary"]}),
        ("a.jsonl", {}),
        ("a.csv", {"separator": "|"}),
    ],
)
def test_labelled_tables_of_every_kind_read_alike(tmp_path: Path, name: str, options: dict) -> None:
    texts, labels = corpus(9)
    write_table(tmp_path / name, texts, labels)
    articles, bad = read_labelled(tmp_path / name, **options)
    assert bad == []
    assert [article.text for article in articles] == texts
    assert [list(article.labels) for article in articles] == labels


def test_rows_without_text_or_label_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": ["a", None, " ", "b", "c\x00"], "label": ["x", "x", "x", None, "x"]}), path)
    articles, bad = read_labelled(path)
    assert [article.text for article in articles] == ["a"]
    assert [row.row for row in bad] == [2, 3, 4, 5]
    assert "no label" in str(bad[2])
    assert "NUL" in str(bad[3])


@pytest.mark.parametrize(
    ("name", "rows", "says"),
    [
        ("a.csv", ["text,label", "a,x", "b", "c,x,y"], ["row 2: the record has 1", "row 3: the record has 3"]),
        (
            "a.jsonl",
            ['{"text": "a", "label": "x"}', '{"text": "b", ', "[1]", '{"text": 5, "label": "x"}'],
            ["row 2: the line is no JSON", "row 3: the line is a JSON list", "row 4: text must be a str"],
        ),
    ],
)
def test_rows_that_cannot_be_read_are_named(tmp_path: Path, name: str, rows: list[str], says: list[str]) -> None:
    path = tmp_path / name
    path.write_text("\n".join(rows), encoding="utf-8")
    articles, bad = read_labelled(path)
    assert [article.text for article in articles] == ["a"]
    assert len(bad) == len(says)
    assert all(reason in str(row) for row, reason in zip(bad, says, strict=True))


@pytest.mark.parametrize(
    ("columns", "options", "says"),
    [
        ({"words": ["a"], "label": ["x"]}, {}, "--text-column"),
        ({"text": ["a"], "kind": ["x"]}, {}, "--label-column"),
        ({"text": ["a"], "label": ["x"]}, {"label_columns": ["kind"]}, "no label column 'kind'"),
        ({"text": ["a"], "label": ["x"]}, {"text_column": "words"}, "no text column 'words'"),
    ],
)
def test_missing_columns_are_named(tmp_path: Path, columns: dict, options: dict, says: str) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table(columns), path)
    with pytest.raises(InputError, match=says):
        read_labelled(path, **options)


def test_command_trains_a_model_that_load_takes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts, labels = corpus(60)
    write_table(tmp_path / "a.parquet", [*texts, "Một bài lẻ"], [*labels, ["hiem"]])
    pq.write_table(pa.table({"text": corpus(30, seed=9)[0]}), tmp_path / "more.parquet")
    command = ["train-topics", str(tmp_path / "a.parquet"), "-o", str(tmp_path / "model")]
    command += ["--label-column", "primary", "--label-column", "secondary"]
    command += ["--unlabelled", str(tmp_path / "more.parquet"), "--licence", "CC0"]
    assert main(command) == 1  # one row was left out
    out = capsys.readouterr()
    assert "3 topics from 60 articles" in out.out
    assert "1 rows were left out" in out.err
    doc = civictext.load(model=tmp_path / "model", exclude=["acronyms", "indicators"])(texts[0])
    assert doc.topic.id == labels[0][0]
    card = (tmp_path / "model" / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "CC0" in card
    assert "| giao-duc | 20 |" in card
    assert (tmp_path / "model" / "report.html").is_file()


@pytest.mark.parametrize("name", ["none.parquet", "a.txt"])
def test_command_refuses_what_is_no_table(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train-topics", str(tmp_path / name), "-o", str(tmp_path / "model")]) == 2
    assert name in capsys.readouterr().err
