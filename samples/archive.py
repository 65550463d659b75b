"""Generate an invented archive: the newspapers of a province that does not exist, over three years.

    python samples/archive.py out/archive [--seed 7]

writes `articles.jsonl` (id, date, title, text, topic, source) and, beside it, `truth.json`: every
figure that was put into an article, with what it measures, its value, unit, period, place and status.
The province of Lam Giang, its districts and all figures are invented. They are consistent: districts
add up to the province, growth follows from the years, shares of plans from plans. A few short
items contradict the figures on purpose and are marked so in the truth.

The same seed gives the same archive, whatever the machine.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Any

YEARS = (2022, 2023, 2024)
PROVINCE = "tỉnh Lam Giang"
CITY = "thành phố Vân Khê"
DISTRICTS = (
    CITY, "huyện Đông Lạc", "huyện Tân Phúc", "huyện Mường Sơn", "huyện An Thủy", "huyện Phú Khánh",
    "huyện Lạc Xuân", "huyện Bình Hà",
)  # fmt: skip
PLACES = (PROVINCE, *DISTRICTS)
COMMUNES = dict(zip(DISTRICTS, (15, 22, 18, 17, 20, 19, 16, 15), strict=True))
PEOPLE = ("Trần Quang Vịnh", "Nguyễn Hữu Phước", "Phạm Đức Thọ", "Vi Văn Thành")
AUTHORS = ("MINH TUẤN", "Thu Hà", "Ngọc Mai", "Đức Nghĩa", "Hoàng Lan", "Vi Hương")
SOURCE = "invented by civictext samples/archive.py"


@dataclass(frozen=True)
class Measure:
    """What is measured: how it is written, how big it is and how it grows from year to year."""

    unit: str
    base: float
    growth: float
    digits: int = 0
    adds_up: bool = True


MEASURES = {
    "budget": Measure("VND", 520e9, 0.11, -8),
    "industry": Measure("VND", 4200e9, 0.13, -9),
    "retail": Measure("VND", 2600e9, 0.12, -9),
    "exports": Measure("USD", 95e6, 0.15, -5),
    "income": Measure("VND/người/năm", 52e6, 0.09, -5, adds_up=False),
    "poverty": Measure("%", 4.8, -0.24, 2, adds_up=False),
    "insured": Measure("%", 92.4, 0.012, 1, adds_up=False),
    "on_time": Measure("%", 96.8, 0.008, 1, adds_up=False),
    "satisfied": Measure("%", 89.5, 0.02, 1, adds_up=False),
    "schools": Measure("%", 74.0, 0.06, 1, adds_up=False),
    "jobs": Measure("lao động", 2900, 0.06),
    "pupils": Measure("học sinh", 31000, 0.02),
    "members": Measure("đảng viên", 190, 0.04),
    "dialogues": Measure("cuộc", 48, 0.08),
    "received": Measure("lượt người", 330, -0.05),
    "crashes": Measure("vụ", 26, -0.09),
    "rice": Measure("ha", 5400, -0.01),
    "files": Measure("hồ sơ", 41000, 0.12),
}


@dataclass(frozen=True)
class Fact:
    """A figure as it was put into an article."""

    article: str
    measure: str
    place: str
    period: str
    value: str
    unit: str
    kind: str = "level"
    status: str = "actual"
    conflict: bool = False


@dataclass
class Article:
    """An article in the making; `sentence` methods of its writer add text and facts."""

    id: str
    date: str
    topic: str
    title: str = ""
    paragraphs: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)


def plain(value: float) -> str:
    """Write a number without trailing zeros, as the truth holds it."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def vietnamese(value: float, digits: int = 0) -> str:
    """Write a number with points for thousands and a comma for decimals."""
    text = f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))
    return text.rstrip("0").rstrip(",") if "," in text else text


class Province:
    """The known truth: every measure for every place and year, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def random(self, *key: object) -> Random:
        """Return a source of chance that depends on the seed and the key alone."""
        return Random("/".join(map(str, (self.seed, *key))))

    def value(self, measure: str, place: str, year: int) -> float:
        """Return a measure of a place in a year; a province is the sum of its districts."""
        m = MEASURES[measure]
        if place == PROVINCE and m.adds_up:
            return round(sum(self.value(measure, district, year) for district in DISTRICTS), m.digits)
        chance = self.random(measure, place)
        size = chance.uniform(0.7, 1.4) * (2.5 if place == CITY else 1) if m.adds_up else chance.uniform(0.97, 1.02)
        value = m.base * size
        for step in range(YEARS[0], year + 1):
            value *= 1 + m.growth * self.random(measure, place, step).uniform(0.7, 1.3)
        return min(round(value, m.digits), 99.9) if m.unit == "%" else round(value, m.digits)

    def part(self, measure: str, place: str, year: int, months: int) -> float:
        """Return what a measure had reached after some months of the year."""
        if place == PROVINCE:
            return round(sum(self.part(measure, d, year, months) for d in DISTRICTS), MEASURES[measure].digits)
        share = months / 12 * self.random(measure, place, year, months).uniform(0.94, 1.06)
        return round(self.value(measure, place, year) * share, MEASURES[measure].digits)

    def growth(self, measure: str, place: str, year: int) -> float:
        """Return the change on the year before, in per cent."""
        return round((self.value(measure, place, year) / self.value(measure, place, year - 1) - 1) * 100, 1)


class Writer:
    """Writes one article and keeps a fact of every figure in it."""

    def __init__(self, truth: Province, article: Article, place: str, year: int, period: str | None = None) -> None:
        self.truth, self.article, self.place, self.year = truth, article, place, year
        self.period = period or str(year)
        self.chance = truth.random("style", article.id)

    def one_of(self, *phrases: str) -> str:
        """Choose a phrase."""
        return self.chance.choice(phrases)

    def named(self, long: str, short: str) -> str:
        """Write a short form of the province's own making; four in ten articles do not explain it."""
        return f"{long} ({short})" if self.chance.random() < 0.6 else short

    def say(self, *sentences: str) -> None:
        """Add a paragraph."""
        self.article.paragraphs.append(" ".join(sentences))

    def fact(self, measure: str, value: float, **more: Any) -> None:
        """Keep a figure; its period and unit are those of the article and the measure unless given."""
        facts = {"period": self.period, "unit": MEASURES[measure].unit, **more}
        self.article.facts.append(Fact(self.article.id, measure, self.place, value=plain(value), **facts))

    def true(self, measure: str, **more: Any) -> str:
        """Keep and write the true value of a measure for the place and year of the article."""
        return self.figure(measure, self.truth.value(measure, self.place, self.year), **more)

    def figure(self, measure: str, value: float, **more: Any) -> str:
        """Keep a figure and return it as a journalist writes it, with its unit."""
        self.fact(measure, value, **more)
        unit = MEASURES[measure].unit
        if unit == "VND":
            return f"{self._money(value)} đồng"
        if unit == "VND/người/năm":
            return f"{vietnamese(value / 1e6, 1)} triệu đồng/người/năm"
        if unit == "USD":
            return f"{vietnamese(value / 1e6, 1)} triệu USD"
        if unit == "%":
            return f"{vietnamese(value, 2)}%"
        return f"{vietnamese(value)} {unit}"

    def _money(self, value: float) -> str:
        billions, millions = divmod(round(value / 1e6), 1000)
        if millions and self.chance.random() < 0.4:
            return f"{vietnamese(billions)} tỷ {millions} triệu"
        return f"{vietnamese(value / 1e9, 1)} tỷ"

    def grown(self, measure: str) -> str:
        """Keep and write the change of a measure on the year before."""
        change = self.truth.growth(measure, self.place, self.year)
        self.fact(measure, abs(change), unit="%", kind="change")
        return f"{'tăng' if change >= 0 else 'giảm'} {vietnamese(abs(change), 1)}%"

    def reached(self, measure: str, of: str) -> str:
        """Keep and write the share of a plan that was reached."""
        share = round(self.chance.uniform(96, 118), 1)
        self.fact(measure, share, unit="%", kind="attainment")
        return f"{vietnamese(share, 1)}% {of}"


def capital(text: str) -> str:
    """Return a text that begins with a capital."""
    return text[:1].upper() + text[1:]


def annual(w: Writer) -> None:
    """Write the review of a year: the economy, incomes, poverty, and the targets of the next."""
    p, year = w.place, w.year
    w.article.title = w.one_of(
        f"{capital(p)}: Kinh tế - xã hội năm {year} chuyển biến tích cực",
        f"{capital(p)} tổng kết nhiệm vụ phát triển kinh tế - xã hội năm {year}",
    )
    w.say(
        f"Năm {year}, {p} thực hiện nhiệm vụ phát triển kinh tế - xã hội (KT-XH) trong điều kiện",
        "có nhiều khó khăn, song hầu hết các chỉ tiêu đều đạt và vượt kế hoạch.",
    )
    w.say(
        w.one_of("Tổng thu", "Thu"),
        f"ngân sách nhà nước {w.one_of('trên địa bàn ', '')}đạt {w.true('budget')},",
        f"bằng {w.reached('budget', 'dự toán HĐND giao')}, {w.grown('budget')} so với năm {year - 1}.",
        f"Giá trị sản xuất công nghiệp ước đạt {w.true('industry', status='estimate')}.",
        f"Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ đạt {w.true('retail')},",
        f"{w.grown('retail')} so với năm {year - 1}.",
    )
    if p == PROVINCE:
        w.say(f"Kim ngạch xuất khẩu đạt {w.true('exports')}, {w.grown('exports')}.")
    w.say(
        f"Đời sống nhân dân được nâng lên, thu nhập bình quân đầu người đạt {w.true('income')}.",
        f"Tỷ lệ hộ nghèo {w.one_of('cuối năm giảm còn', 'cuối năm còn')} {w.true('poverty')}.",
    )
    following = {"period": str(year + 1), "status": "target"}
    goal = round(w.truth.value("budget", p, year) * 1.08, -9)
    poor = round(w.truth.value("poverty", p, year) * 0.7, 1)
    w.say(
        f"Năm {year + 1}, {p} phấn đấu thu ngân sách nhà nước đạt",
        f"{w.figure('budget', goal, **following)} trở lên;",
        f"tỷ lệ hộ nghèo giảm còn {w.figure('poverty', poor, **following)}.",
    )


def budget(w: Writer, months: int) -> None:
    """Write how far the budget has come after half a year or nine months."""
    spelled = {6: "Sáu", 9: "Chín"}[months]
    w.article.title = f"{capital(w.place)}: Thu ngân sách {months} tháng đạt kết quả khá"
    w.say(
        f"{w.one_of(spelled, str(months))} tháng đầu năm {w.year}, tổng thu ngân sách nhà nước trên địa bàn",
        f"{w.place} {w.one_of('đạt', 'thực hiện')}",
        f"{w.figure('budget', w.truth.part('budget', w.place, w.year, months))},",
        f"bằng {w.reached('budget', 'kế hoạch')}.",
    )
    w.say(
        "Ngành thuế tập trung chống thất thu, đôn đốc nợ đọng, hướng dẫn người nộp thuế kê khai đúng hạn.",
        f"Theo ông {w.one_of(*PEOPLE)}, những tháng cuối năm, đơn vị tiếp tục rà soát các nguồn thu.",
    )


def democracy(w: Writer) -> None:
    """Write about grassroots democracy: communes with rules, dialogues, citizens received."""
    p, n = w.place, COMMUNES[w.place]
    w.article.title = f"{capital(p)} thực hiện tốt Quy chế dân chủ ở cơ sở"
    w.say(
        f"Năm {w.year}, cấp ủy, chính quyền {p} tiếp tục lãnh đạo thực hiện quy chế dân chủ (QCDC) ở cơ sở,",
        "gắn với xây dựng hệ thống chính trị trong sạch, vững mạnh.",
    )
    w.say(
        f"Hiện nay, {n}/{n} xã, phường, thị trấn có quy chế thực hiện dân chủ.",
        f"Trong năm, toàn {p.rsplit(' ', 2)[0]} tổ chức {w.true('dialogues')} đối thoại giữa người đứng đầu",
        f"cấp ủy, chính quyền với Nhân dân. Số công dân được tiếp là {w.true('received')}.",
    )
    w.say("Nhờ thực hiện tốt QCDC, Nhân dân đồng thuận với các chủ trương, tham gia giám sát các công trình.")


def countryside(w: Writer) -> None:
    """Write about new-style rural areas: communes that reached the norm, rice sown."""
    n = COMMUNES[w.place]
    done = min(n, round(n * 0.55) + 2 * (w.year - YEARS[0]))
    w.article.title = f"{capital(w.place)}: Diện mạo nông thôn khởi sắc"
    w.say(
        f"Đến hết năm {w.year}, {w.place} có {done}/{n} xã đạt chuẩn nông thôn mới (NTM);",
        "hạ tầng nông thôn tiếp tục được đầu tư đồng bộ.",
    )
    w.say(
        f"Tổng diện tích gieo cấy lúa cả năm đạt {w.true('rice')}.",
        "Nhiều mô hình liên kết sản xuất theo chuỗi giá trị được nhân rộng, đầu ra ổn định.",
    )
    w.say(
        "Các xã đã đạt chuẩn NTM tiếp tục giữ vững và nâng cao chất lượng các tiêu chí. Mô hình",
        f"{w.named('tổ hợp tác sản xuất sạch', 'THTSXS')} tại {w.place} được người dân hưởng ứng.",
    )


def party(w: Writer) -> None:
    """Write about new members of the Party."""
    w.article.title = f"Đảng bộ {w.place} làm tốt công tác phát triển đảng viên"
    w.say(
        f"Năm {w.year}, Đảng bộ {w.place} kết nạp {w.true('members')},",
        f"đạt {w.reached('members', 'chỉ tiêu')}.",
        "Công tác bồi dưỡng quần chúng ưu tú được các chi bộ quan tâm.",
    )
    w.say(f"Đ/c {w.one_of(*PEOPLE)} đề nghị các cấp ủy tiếp tục nâng cao chất lượng sinh hoạt chi bộ.")


def health(w: Writer) -> None:
    """Write about health insurance."""
    w.article.title = f"{capital(w.place)} mở rộng độ bao phủ bảo hiểm y tế"
    w.say(f"Năm {w.year}, tỷ lệ bao phủ bảo hiểm y tế (BHYT) của {w.place} đạt {w.true('insured')} dân số.")
    w.say(
        "Cơ quan bảo hiểm xã hội phối hợp với các xã vận động từng nhóm chưa tham gia mua thẻ BHYT.",
        f"{w.named('Ban Chăm sóc sức khỏe cộng đồng', 'BCSSKCĐ')} của {w.place} hoạt động hiệu quả.",
    )


def schools(w: Writer) -> None:
    """Write about schools and pupils."""
    w.article.title = f"Giáo dục {w.place} sau một năm nhìn lại"
    w.say(
        f"Năm {w.year}, {w.place} có {w.true('pupils')} từ mầm non đến trung học cơ sở (THCS).",
        f"Tỷ lệ trường đạt chuẩn quốc gia đạt {w.true('schools')}.",
    )
    w.say(
        "Các trường THCS đổi mới phương pháp dạy học, ứng dụng công nghệ, giáo dục kỹ năng sống.",
        f"{w.named('Quỹ Thắp sáng ước mơ', 'QTSƯM')} của {w.place} tiếp tục giúp đỡ học sinh nghèo.",
    )


def administration(w: Writer) -> None:
    """Write about administrative reform: files, and how many were dealt with in time."""
    w.article.title = f"{capital(w.place)} đẩy mạnh cải cách hành chính"
    w.say(
        f"Năm {w.year}, bộ phận một cửa các cấp của {w.place} tiếp nhận {w.true('files')}.",
        f"Tỷ lệ hồ sơ giải quyết đúng hạn đạt {w.true('on_time')}.",
    )
    w.say(
        f"Mức độ hài lòng của người dân đạt {w.true('satisfied')}.",
        "UBND các cấp tiếp tục rà soát thủ tục hành chính (TTHC); công khai TTHC tại trụ sở.",
        f"{w.named('Trung tâm Điều hành đô thị thông minh', 'TTĐHĐTTM')} của {w.place} kết nối tới các xã.",
    )


def labour(w: Writer) -> None:
    """Write about jobs."""
    w.article.title = f"{capital(w.place)}: Nhiều giải pháp tạo việc làm cho người lao động"
    w.say(
        f"Năm {w.year}, {w.place} giải quyết việc làm cho {w.true('jobs')},",
        f"đạt {w.reached('jobs', 'kế hoạch')},",
        f"{w.grown('jobs')} so với năm {w.year - 1}.",
    )
    w.say(
        f"{w.named('Sàn giao dịch việc làm trực tuyến', 'SGDVLTT')} của {w.place} mở thường xuyên,",
        "kết nối doanh nghiệp với người lao động.",
    )


def traffic(w: Writer) -> None:
    """Write about road accidents of a year."""
    w.article.title = f"{capital(w.place)}: Trật tự an toàn giao thông có chuyển biến"
    w.say(
        f"Năm {w.year}, trên địa bàn {w.place} xảy ra {w.true('crashes')} tai nạn giao thông (TNGT),",
        f"{w.grown('crashes')} so với năm {w.year - 1}.",
    )
    w.say("Lực lượng cảnh sát giao thông tăng cường xử lý vi phạm nồng độ cồn; TNGT được kiềm chế.")


WRONG = {
    "budget": "tổng thu ngân sách nhà nước trên địa bàn {} đạt",
    "retail": "tổng mức bán lẻ hàng hóa và doanh thu dịch vụ của {} đạt",
    "poverty": "tỷ lệ hộ nghèo của {} còn",
}


def item(w: Writer, measure: str) -> None:
    """Write a short item that contradicts the official figure, as a careless paper might."""
    value = w.truth.value(measure, w.place, w.year) * w.chance.choice((0.89, 1.07, 1.12))
    w.article.title = f"Tin vắn: {capital(w.place)} năm {w.year}"
    claim = WRONG[measure].format(w.place)
    wrong = w.figure(measure, round(value, MEASURES[measure].digits), conflict=True)
    w.say(f"Theo nguồn tin của chúng tôi, năm {w.year}, {claim} {wrong}.")


CONFLICTS = (
    ("budget", CITY, 2023), ("budget", "huyện An Thủy", 2022), ("budget", "huyện Bình Hà", 2024),
    ("retail", "huyện Đông Lạc", 2023), ("retail", PROVINCE, 2024), ("retail", "huyện Phú Khánh", 2022),
    ("poverty", "huyện Mường Sơn", 2023), ("poverty", "huyện Lạc Xuân", 2024), ("poverty", CITY, 2022),
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """A kind of article: who writes it, where, when in the year and on what topic."""

    name: str
    write: Callable[[Writer], None]
    places: tuple[str, ...]
    topic: str
    day: str


PLANS = (
    Plan("nam", annual, PLACES, "kinh-te-ngan-sach", "12-27"),
    Plan("qcdc", democracy, DISTRICTS, "dan-van-mat-tran", "12-20"),
    Plan("ntm", countryside, DISTRICTS[1:], "nong-nghiep-nong-thon", "12-18"),
    Plan("dang", party, PLACES, "xay-dung-dang", "12-22"),
    Plan("yte", health, PLACES, "y-te", "12-15"),
    Plan("giaoduc", schools, PLACES, "giao-duc-khoa-hoc", "12-12"),
    Plan("cchc", administration, PLACES, "bo-may-hanh-chinh", "12-14"),
    Plan("laodong", labour, PLACES, "an-sinh-lao-dong", "12-10"),
    Plan("giaothong", traffic, PLACES, "giao-thong-do-thi", "12-29"),
)


def articles(seed: int = 7) -> Iterator[Article]:
    """Yield the archive, article by article, year by year."""
    truth = Province(seed)
    for year in YEARS:
        for n, place in enumerate(PLACES):
            for months, day, period in ((6, "07-05", f"{year}-H1"), (9, "10-04", f"{year}-M01/M09")):
                article = Article(f"thu{months}-{year}-{n}", f"{year}-{day}", "kinh-te-ngan-sach")
                budget(Writer(truth, article, place, year, period), months)
                yield article
        for plan in PLANS:
            for place in plan.places:
                article = Article(f"{plan.name}-{year}-{PLACES.index(place)}", f"{year}-{plan.day}", plan.topic)
                plan.write(Writer(truth, article, place, year))
                yield article
        for measure, place, when in CONFLICTS:
            if when == year:
                name = f"tin-{year}-{measure}-{PLACES.index(place)}"
                article = Article(name, f"{year}-12-30", "kinh-te-ngan-sach")
                item(Writer(truth, article, place, year), measure)
                yield article


def text(article: Article) -> str:
    """Lay an article out as a page of its newspaper, some with what portals carry around it."""
    chance = Random(f"page/{article.id}")
    day = "/".join(reversed(article.date.split("-")))
    lines = [article.title, *article.paragraphs, chance.choice(AUTHORS)]
    if chance.random() < 0.5:
        lines.insert(1, f"Cập nhật: {day} {chance.randint(7, 17)}:{chance.randint(10, 59)}")
    if chance.random() < 0.3:
        lines = ["Trang chủ", "Tin tức - Sự kiện", "Văn bản chỉ đạo", *lines, "Chia sẻ: Facebook | Zalo"]
    if chance.random() < 0.3:
        lines += ["Lượt truy cập: " + vietnamese(chance.randint(1_000_000, 9_000_000))]
    return "\n".join(lines)


def write(folder: Path, seed: int = 7) -> int:
    """Write the archive and its truth into a folder; return the number of articles."""
    folder.mkdir(parents=True, exist_ok=True)
    made = list(articles(seed))
    keys = ("id", "date", "title", "topic")
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as out:
        for article in made:
            row = {**{key: getattr(article, key) for key in keys}, "text": text(article), "source": SOURCE}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    facts = [asdict(fact) for article in made for fact in article.facts]
    (folder / "truth.json").write_text(json.dumps(facts, ensure_ascii=False, indent=0), encoding="utf-8")
    return len(made)


def main() -> None:
    """Read the command line and write the archive."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    write(args.folder, args.seed)


if __name__ == "__main__":
    main()
