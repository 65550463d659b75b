"""Take the pictures of the README: an article and the report, at the width of a desk and of a phone.

    python docs/images/make.py

needs chromium and the development dependencies; everything shown is invented.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

import civictext
from civictext.corpus import Corpus
from civictext.render.html import page_html
from civictext.render.report import report_html

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "samples"
sys.path.insert(0, str(SAMPLES))
import archive  # noqa: E402

DESK, PHONE = {"width": 1000, "height": 760}, {"width": 390, "height": 760}
SHOTS = (
    ("article", "article", DESK, "light", "window.scrollTo(0, 0)"),
    ("article-phone", "article", PHONE, "dark", "document.querySelector('table').scrollIntoView()"),
    ("report", "report", DESK, "light", "document.getElementById('series').scrollIntoView()"),
    ("report-phone", "report", PHONE, "dark", "location.hash = '#figure-0'"),
)
"""Name of the picture, page, size, colours, and what to bring into view."""


def pages(folder: Path) -> dict[str, Path]:
    """Write the pages to be shown and return where they are."""
    nlp = civictext.load()
    text = (SAMPLES / "articles" / "02-thu-ngan-sach.txt").read_text("utf-8")
    archive.write(folder)
    rows = map(json.loads, (folder / "articles.jsonl").read_text("utf-8").splitlines())
    docs = [nlp(row["text"], id=row["id"], date=row["date"]) for row in rows]
    corpus = Corpus.from_frames(civictext.frames(docs))
    doc = nlp(text, id="02-thu-ngan-sach", date="2024-10-04")
    made = {
        "article": page_html([doc], title="Lam Giang (invented)"),
        "report": report_html(corpus, title="Lam Giang 2022–2024 (invented)"),
    }
    for name, html in made.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in made}


def shoot(page: Page, path: Path, view: str, picture: Path) -> None:
    """Take one picture, with few colours so that it stays small."""
    page.goto(path.as_uri())
    page.evaluate(view)
    page.wait_for_timeout(300)
    page.screenshot(path=picture)
    with Image.open(picture) as image:
        image.convert("RGB").quantize(48).save(picture, optimize=True)


def main() -> None:
    """Take all pictures."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        found = pages(Path(folder))
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for name, page, size, colors, view in SHOTS:
            tab = browser.new_page(viewport=size, color_scheme=colors)
            shoot(tab, found[page], view, HERE / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
