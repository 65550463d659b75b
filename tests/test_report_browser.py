"""The pages in a real browser: a file of 20,000 figures, the keyboard, small screens, hostile text."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_report_corpus import BUDGET, corpus, document, figure
from test_report_page import evil

from civictext.render.html import page_html
from civictext.render.report import report_html

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("no browser is installed: apt-get install chromium")
    with playwright.sync_playwright() as p:
        running = p.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def visit(browser: Any, tmp_path: Path) -> Iterator[Any]:
    contexts, troubles = [], []

    def open_page(html: str, *, size: dict[str, int] = DESK, dark: bool = False) -> Any:
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        context = browser.new_context(viewport=size, color_scheme="dark" if dark else "light")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: message.type == "error" and troubles.append(message.text))
        page.on("dialog", lambda dialog: (troubles.append(dialog.message), dialog.dismiss()))
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture(scope="module")
def large() -> str:
    places = [f"xã số {n}" for n in range(200)]
    docs = [
        document(
            f"bài {n}",
            *(figure(str(n * 10 + k), f"{2000 + k}", place, unit="cuộc" if k % 2 else "VND") for k in range(10)),
        )
        for n, place in enumerate(places * 10)
    ]
    return report_html(corpus(*docs))


def texts(page: Any, selector: str) -> list[str]:
    return page.locator(selector).all_inner_texts()


def wait_for_count(page: Any, count: str) -> None:
    """Wait until the table says so; the policy of the page forbids to wait by a script."""
    page.locator("#status", has_text=re.compile(f"^{count} ")).wait_for(timeout=5000)


def test_twenty_thousand_figures_open_from_a_file(visit: Any, large: str) -> None:
    page = visit(large)
    assert page.locator("#status").inner_text() == "20.000 of 20.000 figures, page 1 of 200"
    assert page.locator("#rows tr").count() == 100


def test_words_filter_without_their_marks(visit: Any, large: str) -> None:
    page = visit(large)
    page.fill("#words", "XA SO 171 2003")
    wait_for_count(page, "20 of")
    assert set(texts(page, "#rows td[data-label=period]")) == {"2003"}
    page.fill("#words", "")
    wait_for_count(page, "20.000 of")


def test_choices_filter_exactly(visit: Any, large: str) -> None:
    page = visit(large)
    page.select_option("#by-unit", "cuộc")
    assert page.locator("#status").inner_text().startswith("10.000 of 20.000")
    assert set(texts(page, "#rows td[data-label=unit]")) == {"cuộc"}


def test_keyboard_sorts_turns_pages_and_opens_sentences(visit: Any, large: str) -> None:
    page = visit(large)
    heading = page.locator("th[data-name=value]")
    heading.locator("button").focus()
    page.keyboard.press("Enter")
    assert heading.get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert heading.get_attribute("aria-sort") == "descending"
    assert texts(page, "#rows td[data-label=value]")[0] == "19.999"
    page.locator("#after").focus()
    page.keyboard.press("Space")
    assert texts(page, "#rows td[data-label=value]")[0] == "19.899"
    page.locator("#rows button").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#rows tr.sentence mark").inner_text() == "Thu"
    assert page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "true"
    page.keyboard.press("Enter")
    assert page.locator("#rows tr.sentence").count() == 0


def test_a_conflict_leads_to_the_figure_wherever_it_is(visit: Any) -> None:
    others = [document(f"k{n}", figure(str(n), "2021", f"xã {n}")) for n in range(250)]
    found = corpus(*others, document("x", figure("5000", "2023")), document("y", figure("7000", "2023")))
    page = visit(report_html(found))
    page.fill("#words", "không có gì như thế")
    wait_for_count(page, "0 of")
    page.locator("#conflicts a").last.click()
    assert texts(page, "#rows tr.chosen td[data-label=value]") == ["7.000"]
    assert page.evaluate("document.activeElement.closest('tr').className") == "chosen"
    assert "page 3 of 3" in page.locator("#status").inner_text()


def test_a_mark_of_a_chart_leads_to_its_figure(visit: Any) -> None:
    page = visit(report_html(corpus(document("a", figure("1", "2022"), figure("2", "2023")))))
    page.locator("#series svg a").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#rows tr.chosen")
    assert texts(page, "#rows tr.chosen td[data-label=period]") == ["2023"]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_pages_fit_the_screen(visit: Any, large: str, size: dict[str, int], dark: bool) -> None:
    for html in (large, page_html([document("a", figure("1", "2023"))])):
        page = visit(html, size=size, dark=dark)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        ink, paper = page.evaluate("(s => [s.color, s.backgroundColor])(getComputedStyle(document.body))")
        assert brightness(ink) > brightness(paper) if dark else brightness(ink) < brightness(paper)


def brightness(color: str) -> int:
    return sum(int(part) for part in color[color.index("(") + 1 : -1].split(",")[:3])


def test_hostile_text_runs_nothing_and_loads_nothing(visit: Any) -> None:
    page = visit(report_html(evil(), title="<script>alert(3)</script>"))
    page.locator("#rows button").first.click()
    assert page.evaluate("document.scripts.length") == 2
    assert page.evaluate("document.images.length") == 0
    page.select_option("#by-unit", index=1)
    assert page.locator("#rows tr.sentence").count() == 1


def test_article_page_links_work_without_script(visit: Any) -> None:
    doc = document("a", figure("1", "2023", subject=BUDGET))
    page = visit(page_html([doc]))
    page.locator("a.ct-figure").click()
    assert page.evaluate("document.querySelector(':target').tagName") == "TR"
    page.locator("tbody a").first.click()
    assert page.evaluate("document.querySelector(':target').className") == "ct-figure"
