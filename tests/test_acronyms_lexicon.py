"""Tables of short forms: the bundled one, a user's own, the cues, and mining for new rows."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

import civictext
from civictext.acronyms.lexicon import COLUMNS, bundled_lexicon, key_of, read_lexicon
from civictext.acronyms.mining import mine, table
from civictext.acronyms.names import name_score
from civictext.acronyms.resolve import bundled_resolver, read_cues, unknown_senses
from civictext.acronyms.step import AcronymStep
from civictext.cli import main
from civictext.document import Acronym, Document
from civictext.errors import LexiconError
from civictext.evaluate.acronym_senses import judge, score
from civictext.text.alignment import Span

HEAD = "short\tlong\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "own.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_bundled_lexicon_is_wide_and_traceable() -> None:
    senses = {sense for group in bundled_lexicon().senses.values() for sense in group}
    assert len({key_of(sense.short) for sense in senses}) >= 1500
    assert [sense for sense in senses if not sense.source] == []


def test_bundled_lexicon_tells_the_senses_of_a_form_apart() -> None:
    for key, senses in bundled_lexicon().senses.items():
        assert max(Counter(s.sense for s in senses).values()) == 1, key
        assert max(Counter(s.long for s in senses).values()) == 1, key


def test_cues_name_senses_of_the_lexicon() -> None:
    assert unknown_senses(bundled_resolver(), bundled_lexicon()) == []


def test_cues_compile() -> None:
    resolver, lexicon = bundled_resolver(), bundled_lexicon()
    for key in resolver.cues:
        resolver.choose(key, ("", "", ""), lexicon.get(key) or lexicon.get("UBND"), None)


def test_cue_with_a_bad_row_names_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, "short\tsense\twhere\tpattern\tweight\nTT\tthong-tu\tbehind\tsố\t2\n")
    with pytest.raises(LexiconError, match=r"own\.tsv:2: malformed cue"):
        read_cues(path)


def test_own_table_wins(tmp_path: Path) -> None:
    nlp = civictext.load(acronyms=write(tmp_path, HEAD + "UBND\tỦy ban Nhà Đất\nQLX\tquỹ làng xóm\n"))
    doc = nlp("Lãnh đạo UBND góp vào QLX và HTX.")
    assert [a.long for a in doc.acronyms] == ["Ủy ban Nhà Đất", "quỹ làng xóm", "hợp tác xã"]


def test_own_table_changes_the_version(tmp_path: Path) -> None:
    bundled = AcronymStep.load().version
    first = AcronymStep.load(write(tmp_path, HEAD + "QLX\tquỹ làng xóm\n")).version
    second = AcronymStep.load(write(tmp_path, HEAD + "QLX\tquỹ làng xã\n")).version
    assert len({bundled, first, second}) == 3


def test_own_table_with_marks_comments_and_variants(tmp_path: Path) -> None:
    path = write(tmp_path, "\ufeffshort\tlong\tvariants\n# của làng\nQLX\tquỹ làng xóm\tQ.LX|qlx\n\n")
    lexicon = read_lexicon(path)
    assert [lexicon.get(s)[0].long for s in ("QLX", "Q-LX", "qlx", "Q.LX")] == ["quỹ làng xóm"] * 4


def test_own_table_with_spellings_of_any_shape(tmp_path: Path) -> None:
    nlp = civictext.load(acronyms=write(tmp_path, HEAD + "1 cửa\tmột cửa\nỦbx\tỦy ban xã\nLàng QX\tlàng Quý\n"))
    doc = nlp("Bộ phận 1 cửa của Ủbx đặt tại Làng QX.")
    assert [(a.short, a.long) for a in doc.acronyms] == [
        ("1 cửa", "một cửa"),
        ("Ủbx", "Ủy ban xã"),
        ("Làng QX", "làng Quý"),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", r"own\.tsv: the table is empty"),
        ("kurz\tlang\nA\tb\n", r"own\.tsv:1: columns are kurz, lang; required are short, long"),
        ("short\tlong\tshort\nA\tb\tc\n", r"own\.tsv:1: columns are"),
        (HEAD + "UBND\n", r"own\.tsv:2: 1 cells where the heading has 2: 'UBND'"),
        (HEAD + "# đây\nUBND\t \n", r"own\.tsv:3: short and long must not be empty"),
        (HEAD + "12\tmười hai\n", r"own\.tsv:2: '12' is no short form"),
        (
            "short\tlong\tfrequency\nQLX\tquỹ\tmany\n",
            r"own\.tsv:2: frequency must be a whole number, not 'many'",
        ),
        ("short\tlong\tvalid_to\nQLX\tquỹ\t03/2025\n", r"own\.tsv:2: valid_to must be YYYY or YYYY-MM"),
        (
            HEAD + "QLX\tquỹ làng xóm\nQ-LX\tquỹ làng xã\n",
            r"own\.tsv:3: 'Q-LX' = 'quỹ làng xã' conflicts with line 2: 'QLX' = 'quỹ làng xóm'",
        ),
    ],
)
def test_bad_table_names_file_and_line(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        civictext.load(acronyms=write(tmp_path, content))


def test_table_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LexiconError, match="cannot be read as UTF-8"):
        read_lexicon(path)
    with pytest.raises(LexiconError, match="cannot be read"):
        read_lexicon(tmp_path / "none.tsv")


@pytest.mark.parametrize(
    ("short", "left", "right"),
    [
        ("HT", "Ảnh: ", ""),
        ("NT", "Kế hoạch được thông qua. ", ""),
        ("QN", "chủ tàu ", " 91234 TS"),
        ("CB", "xe Suzuki ", " Hornet"),
        ("KSA", "cổ phiếu ", " tăng"),
        ("LC", "ông ", " ở xã bên"),
    ],
)
def test_names_are_known_by_their_neighbours(short: str, left: str, right: str) -> None:
    assert name_score(short, left, right) > 1.5
    assert name_score(short, "họp với ", " của huyện") == 0


def corpus(folder: Path) -> Path:
    texts = [
        "Hội nghị của quỹ làng xóm (QLX) tại Lam Khê.",
        "Thôn lập Quỹ Làng xóm (Q-LX) từ năm ngoái. UBND xã hỗ trợ.",
        "Trồng thêm một vạn cây dâu (VCD). Ủy ban nhân dân (UBND) xã hỗ trợ QLX.",
    ]
    path = folder / "corpus.jsonl"
    rows = (json.dumps({"id": str(i), "text": text}, ensure_ascii=False) for i, text in enumerate(texts))
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_mining_merges_spellings_and_counts_articles(tmp_path: Path) -> None:
    texts = [json.loads(line)["text"] for line in corpus(tmp_path).open(encoding="utf-8")]
    (found,) = mine(texts)
    assert (found.short, found.long, found.articles, found.uses) == ("Q-LX", "quỹ làng xóm", 2, 3)
    assert found.variants == ("QLX",)
    assert (found.aligned, found.known) == (True, False)
    assert "Thôn lập" in found.examples[1]


def test_mining_counts_a_repeated_passage_once() -> None:
    text = "Hội nghị của quỹ làng xóm (QLX) tại Lam Khê."
    assert mine([text, text]) == []


def test_mined_table_is_a_lexicon(tmp_path: Path) -> None:
    texts = [json.loads(line)["text"] for line in corpus(tmp_path).open(encoding="utf-8")]
    path = write(tmp_path, "\n".join(table(mine(texts, min_articles=1))))
    assert {"QLX", "VCD", "UBND"} <= read_lexicon(path).senses.keys()


def test_mine_acronyms_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = corpus(tmp_path), tmp_path / "mined.tsv"
    assert main(["mine-acronyms", str(source), "--min-articles", "1", "-o", str(target)]) == 0
    lines = target.read_text("utf-8").splitlines()
    assert lines[0].split("\t") == list(COLUMNS)
    assert [line.split("\t")[0] for line in lines if line[0] != "#"] == ["short", "Q-LX", "VCD"]
    assert "2 meanings of 2 short forms" in capsys.readouterr().err
    assert main(["mine-acronyms", str(source), "--known"]) == 0


def test_mine_acronyms_reports_bad_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"text": "Họp UBND."}\n{"text": \n', encoding="utf-8")
    assert main(["mine-acronyms", str(path)]) == 1
    assert "bad.jsonl" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("long", "gold", "verdict"),
    [
        ("Ủy ban nhân dân", "Uỷ ban nhân dân", "right"),
        ("ủy ban", "Ủy ban nhân dân", "wrong"),
        (None, "Ủy ban nhân dân", "open"),
        (None, None, "left"),
        ("Ủy ban nhân dân", None, "written"),
    ],
)
def test_judge_of_a_mention(long: str | None, gold: str | None, verdict: str) -> None:
    doc = Document("UBND", "UBND", acronyms=(Acronym(Span(0, 4), "UBND", long, "lexicon", 0.9),))
    assert judge({"text": "UBND", "start": 0, "end": 4, "long": gold}, doc) == verdict


def test_judge_takes_a_wider_mention() -> None:
    doc = Document("GD-ĐT", "GD-ĐT", acronyms=(Acronym(Span(0, 5), "GD-ĐT", "Giáo dục và Đào tạo", "lexicon", 0.9),))
    assert judge({"text": "GD-ĐT", "start": 0, "end": 2, "long": "giáo dục"}, doc) == "right"
    assert judge({"text": "GD-ĐT", "start": 0, "end": 2, "long": "giám đốc"}, doc) == "wrong"


def test_senses_on_the_gold_mentions(shared: Path, nlp: civictext.Pipeline) -> None:
    rows = [json.loads(line) for line in (shared / "gold/acronym_senses_dev.jsonl").open(encoding="utf-8")]
    light = civictext.load(exclude=["sentences", "indicators", "topics"])
    rates = score(rows, light)
    assert rates["right when expanded"] >= 97
    assert rates["coverage"] >= 93
    assert rates["names left alone"] >= 95
