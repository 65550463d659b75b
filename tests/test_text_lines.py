"""Roles of lines: invented pages of every kind, what must hold for any text, and the gold pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext.document import ARTICLE_ROLES, READ_ROLES, Role
from civictext.errors import LexiconError
from civictext.pipeline import Pipeline
from civictext.text.boilerplate import learn_boilerplate, read_table, write_table
from civictext.text.lines import label_lines
from civictext.text.steps import LineStep, NormalizeStep, SentenceStep

PAGES = [json.loads(row) for row in (Path(__file__).parent / "cases/lines.jsonl").read_text("utf-8").split("\n") if row]
PARAGRAPH = "Sáng 12/3, xã Tân Lập họp sơ kết quý I. Thu ngân sách đạt 2,4 tỷ đồng, bằng 31% kế hoạch của cả năm 2024."


def labelled(text, **options):
    return [(line.role, text[slice(*line.span)]) for line in label_lines(text, **options)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["page"])
def test_lines_of_a_page_have_their_roles(page):
    text = "\n".join(line for _, line in page["lines"])
    assert labelled(text) == [(role, line) for role, line in page["lines"]]


@given(st.text("aĐ.: \n0123/()»", max_size=200) | st.text(max_size=100))
def test_every_line_that_is_not_blank_is_labelled_once(text):
    lines = label_lines(text)
    assert [text[slice(*line.span)] for line in lines] == [t.strip() for t in text.split("\n") if t.strip()]
    assert {line.role for line in lines} <= set(get_args(Role))


furniture = st.sampled_from(["Trang chủ", "Tin liên quan", "Chia sẻ", "Lượt xem: 12", "Minh An", "05/03/2024"])


@given(st.lists(st.just(PARAGRAPH) | furniture, max_size=12))
def test_most_of_the_running_prose_stays_with_the_article(lines):
    found = labelled("\n".join(lines))
    kept = sum(role in READ_ROLES for role, line in found if line == PARAGRAPH)
    assert kept >= 0.7 * lines.count(PARAGRAPH)


def test_one_endless_line_is_all_body():
    assert [role for role, _ in labelled(PARAGRAPH * 50)] == ["body"]


def test_a_given_title_is_found_and_not_looked_for_elsewhere():
    text = f"Thông báo\nXã Tân Lập sơ kết quý I năm 2024\n{PARAGRAPH}\n{PARAGRAPH}"
    assert ("title", "Xã Tân Lập sơ kết quý I năm 2024") in labelled(text, title="Xã Tân Lập sơ kết quý I năm 2024")
    assert "title" not in dict(labelled(PARAGRAPH + "\n" + PARAGRAPH, title="Một tiêu đề khác hẳn"))


def test_furniture_is_read_by_no_later_step(nlp):
    page = next(page for page in PAGES if page["page"] == "commune portal copied whole")
    doc = nlp("\n".join(line for _, line in page["lines"]))
    dropped = {line.span for line in doc.lines if line.role not in ARTICLE_ROLES}
    assert len(dropped) > 15
    for indicator in doc.indicators:
        assert not any(start <= indicator.span.start < end for start, end in dropped)
    for sentence in doc.sentences:
        assert not any(start <= sentence.start < end for start, end in dropped)


# -- repeated lines


def site(n):
    return f"Cổng của xã Mẫu\nGóc chuyện quê nhà\nBản tin số {n}\n{PARAGRAPH}\nNgày {n} tháng 3, thôn {n} họp."


def test_repeated_lines_are_learned_and_applied(tmp_path):
    rows = learn_boilerplate(map(site, range(1, 11)))
    assert [row.line for row in rows] == ["cổng của xã mẫu", "góc chuyện quê nhà"]
    assert [row.pages for row in rows] == [10, 10]
    write_table(tmp_path / "site.tsv", rows)
    step = LineStep.load(tmp_path / "site.tsv")
    assert step.boilerplate == read_table(tmp_path / "site.tsv")
    assert step.version != LineStep.load().version
    text = f"Bản tin số 77\nGóc chuyện quê nhà\n{PARAGRAPH}"
    assert ("menu", "Góc chuyện quê nhà") in labelled(text, boilerplate=step.boilerplate)


def test_running_prose_is_never_learned():
    assert learn_boilerplate([PARAGRAPH] * 50) == []


def test_a_line_on_few_pages_is_not_learned():
    pages = [f"Dòng riêng {n % 3}\nBài {n}" for n in range(12)]
    assert learn_boilerplate(pages, min_pages=5) == []
    assert len(learn_boilerplate(pages, min_pages=4)) == 3


def test_memory_of_learning_is_bounded():
    pages = [f"Cổng của xã Mẫu\nchỉ một lần {'x' * n}" for n in range(200)]
    rows = learn_boilerplate(pages, max_lines=20)
    assert [row.line for row in rows] == ["cổng của xã mẫu"]


@pytest.mark.parametrize("row", ["trang chủ", "trang chủ\tbody\t5", "trang chủ\tthing"])
def test_a_table_with_a_wrong_role_is_refused(tmp_path, row):
    (tmp_path / "site.tsv").write_text(f"# line\trole\tpages\n{row}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"site\.tsv, line 2"):
        read_table(tmp_path / "site.tsv")


def test_learn_boilerplate_command_writes_a_table(tmp_path, capsys):
    from civictext.cli import main

    for n in range(6):
        (tmp_path / f"{n}.txt").write_text(site(n), encoding="utf-8")
    assert main(["learn-boilerplate", str(tmp_path), "-o", str(tmp_path / "site.tsv")]) == 0
    assert "2 repeated lines" in capsys.readouterr().err
    assert len(read_table(tmp_path / "site.tsv")) == 2


# -- saved pages


def test_a_saved_page_gives_text_title_and_date():
    pytest.importorskip("trafilatura")
    paragraphs = "".join(f"<p>{PARAGRAPH} Đoạn {n}.</p>" for n in range(4))
    page = (
        "<html><head><title>Xã Tân Lập sơ kết quý I</title>"
        '<meta property="article:published_time" content="2024-03-12T08:00:00+07:00"></head>'
        f"<body><nav><a href='/'>Trang chủ</a></nav><article><h1>Xã Tân Lập sơ kết quý I</h1>{paragraphs}"
        "</article><footer>Bản quyền</footer></body></html>"
    )
    doc = Pipeline([NormalizeStep(), LineStep(), SentenceStep()]).from_html(page)
    assert doc.title == "Xã Tân Lập sơ kết quý I"
    assert doc.date == "2024-03-12"
    assert doc.text.count(PARAGRAPH) == 4
    assert "Trang chủ" not in doc.text


def test_a_page_without_article_is_an_input_error():
    pytest.importorskip("trafilatura")
    from civictext.text.html import extract

    with pytest.raises(ValueError, match="no article"):
        extract("<html><body></body></html>")


# -- the gold pages


def test_gold_pages_keep_their_floors(shared):
    right = dropped = wanted = both = total = 0
    for row in (shared / "gold/lines_dev.jsonl").read_text("utf-8").splitlines():
        page = json.loads(row)
        found = label_lines(page["text"])
        for line, gold in zip(found, page["lines"], strict=True):
            total += 1
            right += line.role == gold["role"]
            gone, should = line.role not in ARTICLE_ROLES, gold["role"] not in ARTICLE_ROLES
            dropped, wanted, both = dropped + gone, wanted + should, both + (gone and should)
    assert right >= 0.95 * total
    assert 2 * both >= 0.985 * (dropped + wanted)
    assert both == dropped  # no line of an article is lost


def test_no_paragraph_of_the_dev_articles_is_lost(shared):
    lost = 0
    for row in (shared / "gold/dev.jsonl").read_text("utf-8").splitlines():
        article = json.loads(row)
        drop = {line.strip() for quote in article["drop"] for line in quote.split("\n")}
        lost += sum(role not in ARTICLE_ROLES and line not in drop for role, line in labelled(article["text"]))
    assert lost == 0
