"""The report over a corpus as HTML: what it says, and that articles cannot break out of it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import html5lib
import pyarrow as pa
import pyarrow.dataset
import pytest
from test_report_corpus import BUDGET, corpus, document, figure

from civictext import Topic
from civictext.cli import main
from civictext.corpus.columns import rejects_batch
from civictext.corpus.records import BadRow
from civictext.corpus.view import Corpus
from civictext.render.report import report_html

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&<!--"


def parse(page: str) -> Any:
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def section(page: str, name: str) -> str:
    (found,) = [s for s in parse(page).iter("section") if s.get("id") == name]
    return " ".join("".join(found.itertext()).split())


def data(page: str) -> dict[str, Any]:
    (text,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    return json.loads(text)


def small() -> Corpus:
    return corpus(
        document("a", figure("100", "2022"), figure("40", "2022", "huyện Đông Lạc"), date="2023-01-05"),
        document("b", figure("120", "2023", subject="thu ngân sách nhà nước")),
        document("c", figure("150", "2023"), figure("3", "2023", flags=("incidental",)), topic="y-te"),
    )


def test_page_is_taken_by_a_strict_parser() -> None:
    assert parse(report_html(small(), title="Báo cáo")).find("head/title").text == "Báo cáo"


def test_page_counts_what_the_corpus_holds() -> None:
    page = report_html(small())
    assert re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", page) == [
        ("articles", "3"), ("figures", "5"), ("acronyms", "3"), ("rejected rows", "0"),
    ]  # fmt: skip
    assert "Published 2023-01-05 to 2024-01-10" in page


def test_topics_are_listed_by_year() -> None:
    assert "20232024kinh-te 211y-te 101" in section(report_html(small()), "topics")


def test_reported_subjects_show_what_was_taken_together() -> None:
    text = section(report_html(small()), "reported")
    assert f"{BUDGET} (3)thu ngân sách nhà nước (1)VNDlevel432" in text.replace(" VND ", "VND").replace(" ", " ")


def test_series_marks_lead_to_their_figures() -> None:
    page = report_html(small())
    links = re.findall(r'<a class="k[0-9]" href="#figure-([0-9]+)"', page)
    assert sorted(map(int, links)) == [0, 1, 2, 3]
    assert len(data(page)["rows"]) == 4


def test_conflicts_name_both_values_and_articles() -> None:
    text = section(report_html(small()), "conflicts")
    assert "tỉnh Lam Giang" in text
    assert "120 VND b" in text
    assert "150 VND c" in text


def test_small_counts_in_passing_stay_out_of_the_table_and_are_said_to() -> None:
    assert "1 figures are not in this table" in section(report_html(small()), "table")


def test_of_too_many_figures_the_surest_are_kept() -> None:
    docs = [document(str(n), figure(str(n), "2023", confidence=n / 10)) for n in range(5)]
    page = report_html(corpus(*docs), max_figures=2)
    assert [row[0] for row in data(page)["rows"]] == [3.0, 4.0]
    assert "3 figures are not in this table" in section(page, "table")


def test_rejected_rows_are_listed_with_their_reason() -> None:
    found = small()
    rows = rejects_batch([(BadRow("null", "the text is null", "a.parquet", 7), False)])
    table = pa.Table.from_batches([rows])
    page = report_html(Corpus({**found.tables, "rejects": pyarrow.dataset.dataset(table)}))
    assert "a.parquet" in section(page, "rejects")
    assert "the text is null" in section(page, "rejects")


def test_a_figure_lies_where_its_sentence_says() -> None:
    found = data(report_html(small()))
    row = dict(zip(found["columns"], found["rows"][0], strict=True))
    assert found["sentences"][row["sentence"]][row["start"] : row["end"]] == "Thu"


def test_only_addresses_of_the_web_become_links() -> None:
    docs = [document("a", figure("1", "2023")).with_(url=url) for url in ("javascript:alert(1)", "https://vd.vn/1")]
    assert [a["url"] for a in data(report_html(corpus(*docs)))["articles"]] == [None, "https://vd.vn/1"]


def test_only_the_script_of_the_page_may_run() -> None:
    page = report_html(small())
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'" in page


def evil() -> Corpus:
    docs = []
    for n, period in enumerate(("2022", "2023", "2023")):
        found = replace(figure(str(n), period, EVIL), text=EVIL, subject=EVIL, unit=EVIL, baseline=EVIL, rule=EVIL)
        docs.append(
            document(f"{EVIL}{n}").with_(
                text=EVIL,
                title=EVIL,
                url=f"https://{EVIL}",
                indicators=(found,),
                topics=(Topic(EVIL, 0.9, EVIL, "primary"),),
            )
        )
    return corpus(*docs)


def test_nothing_from_an_article_becomes_markup() -> None:
    page = report_html(evil(), title=EVIL)
    tree = parse(page)
    assert len(list(tree.iter("script"))) == 2
    assert not list(tree.iter("img"))
    assert not [name for e in tree.iter() for name in e.attrib if name.startswith("on")]
    assert data(page)["articles"][0]["name"] == EVIL


def test_empty_corpus_has_a_report() -> None:
    page = report_html(corpus())
    parse(page)
    assert data(page)["rows"] == []


def test_command_writes_the_page_of_a_run(tmp_path: Any) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "a", "text": "Năm 2023, thu ngân sách đạt 5 tỷ đồng."}\n', "utf-8")
    out, page = tmp_path / "out", tmp_path / "report.html"
    assert main(["run", str(tmp_path / "in.jsonl"), "-o", str(out), "--quiet"]) == 0
    assert main(["report", str(out), "-o", str(page), "--title", "Thử"]) == 0
    assert "<h1>Thử</h1>" in page.read_text("utf-8")


def test_command_says_what_is_wrong(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(tmp_path)]) == 2
    assert "civictext run" in capsys.readouterr().err
    assert main(["report", str(tmp_path), "--open"]) == 2


def test_values_are_written_as_vietnamese_does() -> None:
    found = figure("1234.5", "2023", comparator="~", value_max=Decimal(2000), denominator=Decimal(3000))
    assert data(report_html(corpus(document("a", found))))["rows"][0][1] == "≈1.234,5–2.000/3.000"
