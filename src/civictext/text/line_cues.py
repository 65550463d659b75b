"""What a line says about itself: whole-line cues to its role, whatever stands around it.

Each cue is a pattern or a row of `data/page_phrases.tsv`. A cue is only asked of short lines:
a paragraph is never judged by a word that it happens to hold.
"""

from __future__ import annotations

import re
from functools import lru_cache

from civictext.document import Role
from civictext.resources import data_path

MAX_CUE_CHARS = 240
"""Longer lines are paragraphs; no cue but a footer's is looked for in them."""

DATE = re.compile(r"\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?(?:20|19)?\d\d(?!\d)")

_STAMP = re.compile(
    r"""(?: [\W\d_]
      | cập\ nhật | lần\ cuối | ngày | tháng | năm | giờ | phút | lúc | xuất\ bản | đăng | tạo | tải | bởi
      | thứ | hai | ba | tư | sáu | bảy | chủ\ nhật | gmt | am | pm | sa | ch | posted | date | on | at | h
    )+""",
    re.VERBOSE,
)
_COUNTER = re.compile(
    r"""[\W_]* (?:
        (?:tổng\ )?(?:số\ )?(?:lượt|lần)\ (?:người\ )?(?:truy\ cập|xem|đọc|tải|view)
      | (?:tổng\ )?số\ (?:người|khách)\ (?:đang\ )?(?:xem|đọc|truy\ cập|trực\ tuyến|online)
      | (?:đang|số)\ (?:truy\ cập|online|trực\ tuyến|xem)
      | (?:hôm\ nay|hôm\ qua|tuần\ này|tuần\ trước|tháng\ này|tháng\ trước|năm\ nay|tất\ cả|tổng\ cộng|trực\ tuyến
        |khách|thành\ viên|online|truy\ cập|lượt\ xem|views?|đã\ xem|xem|máy\ chủ\ tìm\ kiếm)\s*:?(?=\s*[\d(])
      | (?:trong\ )?(?:ngày|tuần|tháng|năm)\s*:(?=\s*\d)
      | [\d.,\s]+\s*(?:lượt\ (?:truy\ cập|xem|đọc)|views?|người\ (?:đang\ )?(?:online|xem))
    ) [\W\d_]* (?:(?:bản\ in|lượt|lần|người|khách|xem|lượt\ xem|tin\ này|bài\ này|in\ trang)[\W\d_]*)*""",
    re.VERBOSE,
)
_BARE_COUNT = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d{4,}")
_RELATED_HEAD = re.compile(
    r"""[\W_]* (?: (?:các\ |những\ )?(?:tin|bài)(?:\ bài|\ viết|\ tức)?\ (?:
          liên\ quan|cùng\ (?:chuyên\ mục|loại|chủ\ đề|sự\ kiện)|khác|(?:mới|cũ)\ hơn|đã\ (?:đưa|đăng)|trước|tiếp\ theo
          |đọc\ nhiều|xem\ nhiều|nên\ đọc|mới\ (?:nhất|đăng))
      | xem\ thêm | đọc\ thêm | có\ thể\ bạn\ quan\ tâm | mời\ (?:quý\ )?(?:bạn|độc\ giả)(?:\ đọc)?\ (?:xem|đọc)
    ) [^.!?]{0,40}""",
    re.VERBOSE,
)
_DATED_ITEM = re.compile(
    r"\S.*[\s\S]\(\s*(?:ngày\s)?\d{1,2}\s?[/.\-]\s?\d{1,2}(?:\s?[/.\-]\s?\d{2,4})?(?:[\s,|\-]+\d{1,2}[:h]\d\d(?::\d\d)?)?\s*\)[\W_]*"
)
_POINTER = re.compile(r"(?:>{1,3}|»|›|►|▶|→|🔗)\s*\S")
_FOOTER = re.compile(
    r"""(?: ^[\W_]*(?: ® | © | \(c\) )\s*\w
      | \bcopyright\b | \bbản\ quyền\ (?:©\ )?(?:thuộc|của|bởi|\d{4})
      | \bgiấy\ phép\b.{0,60}\bsố\b | \bgpttđt\b | \bgp-?ttđt\b | \bgpxb\b
      | \b(?:cơ\ quan|đơn\ vị)\ (?:chủ\ quản|quản\ trị|quản\ lý|thực\ hiện|vận\ hành)\s*: | ^[\W_]*(?:cơ\ quan\ chủ\ quản)\b
      | \bchịu\ trách\ nhiệm(?:\ (?:chính|nội\ dung|xuất\ bản))*\s*: | \btrưởng\ ban\ biên\ tập\b | ^[\W_]*tổng\ biên\ tập\s*:
      | \bghi\ rõ\ nguồn\b | \bphát\ hành\ lại\ thông\ tin\b | \ball\ rights\ reserved\b
      | \b(?:thiết\ kế|phát\ triển|xây\ dựng|vận\ hành)\ (?:và\ \w+\ \w+\ )?bởi\b | \b(?:designed|developed|powered)\ by\b
      | \bipv6\s+ready\b | \btín\ nhiệm\ mạng\b | \btin\ nhiem\ mang\b | \bncsc\b
      | ^[\W_]*(?:trang|cổng)\ thông\ tin\ điện\ tử\b(?!.*\b(?:nhận|thông\ báo|xin|đưa|đã|cho|được)\b)
    )""",
    re.VERBOSE,
)
CONTACT = re.compile(
    r"(?:\b(?:điện thoại|đt|tel|hotline|đường dây nóng|fax|email|e-mail|thư điện tử|website)\b\s*[:.]|^[\W_]*(?:địa chỉ|trụ sở)\b)"
)
_BYLINE = re.compile(
    r"""[\W_]* (?: (?:bài|tin|ảnh)\s*(?:,|và|&|-|/|\+)\s*(?:bài|ảnh|video|clip)\b | (?:bài|tin)\s*: | thực\ hiện\s*: | tác\ giả\s*:
      | nguồn\s*(?:tin)?\s*: | theo\s+(?!đó|ông|bà|anh|chị|cơ\ quan|quy|kế) | biên\ (?:tập|dịch)\s*: | người\ viết\s*: | pv\b | nhóm\ pv\b
      | phóng\ viên\b | bbt\b | ban\ biên\ tập\b | btv\b | lược\ dịch\b | tổng\ hợp\b
    ) [^.!?:]{0,60} \.?""",
    re.VERBOSE,
)
_CAPTION = re.compile(
    r"""(?: \(?\b(?:ảnh|đồ\ họa|đồ\ hoạ|video|clip|nguồn\ ảnh|infographic|hình|ảnh\ minh\ họa|ảnh\ minh\ hoạ)\s*(?::|-\s)\s*[^:]{0,60}
      | \((?:ảnh|hình|nguồn|ảnh\ tư\ liệu|ảnh\ minh\ (?:họa|hoạ))[^()]{0,50}\)
      | [–-]\s?ảnh\ (?:minh\ (?:họa|hoạ)|tư\ liệu|tl|internet)[^.]{0,30} ) \.? \s* $""",
    re.VERBOSE,
)
_URL_ONLY = re.compile(r"(?:(?:https?://|www\.)\S+\s*)+")
_SLOGAN = re.compile(
    r"""(?: \bquyết\ tâm\ (?:hoàn\ thành|thực\ hiện|xây\ dựng|thi\ đua) | \btoàn\ đảng,?\ toàn\ dân | ^[\W_]*nhiệt\ liệt\ chào\ mừng
      | ^[\W_]*(?:chào\ mừng|kỷ\ niệm|hướng\ tới)\b.*\b(?:lần\ thứ|năm\ ngày|\d+\ năm) | \bđoàn\ kết\b.*\bthành\ công,\ đại\ thành\ công
      | \bmuôn\ năm\b | \bhọc\ tập\ và\ làm\ theo\ tư\ tưởng | ^[\W_]*thi\ đua\b | \bsống,\ (?:chiến\ đấu|làm\ việc)\b.*\bhiến\ pháp
      | ^[\W_]*đoàn\ kết\s*[-–]\s*(?:dân\ chủ|sáng\ tạo|kỷ\ cương|trí\ tuệ) )""",
    re.VERBOSE,
)
_AD = re.compile(
    r"""(?: \bquảng\ cáo\b | \bkhuyến\ mãi\b | \bgiá\ rẻ\b | \brẻ\ nhất\b | \bbán\ buôn\ bán\ lẻ\b | \bmua\ sắm\b.*\bonline\b
      | \buy\ tín\b.*\b(?:giá|nhất|chất\ lượng)\b | \bđặt\ mua\b | \btuyển\ sinh\b.*\bhotline\b )""",
    re.VERBOSE,
)


def fold(line: str) -> str:
    """Return a line for look-up: lower case, one kind of space, no punctuation at the edges.

    >>> fold("» TIN LIÊN QUAN:")
    'tin liên quan'
    """
    return " ".join(line.casefold().split()).strip(" .,:;!?…-–—|•*+>»›«‹<=[](){}#/\\\"'“”‘’►▶→_")


@lru_cache(maxsize=1)
def phrases() -> dict[str, Role]:
    """Return the table of whole lines whose role is known."""
    rows = (
        line.rstrip("\n").split("\t")
        for line in data_path("page_phrases.tsv").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    )
    return {phrase: role for phrase, role in rows}  # type: ignore[misc]


def cue(line: str) -> Role | None:
    """Return the role that a line of a page names by itself, or None.

    >>> cue("Số lượt truy cập: 1.204.511"), cue("(Cập nhật: 03/05/2024 08:10)")
    ('counter', 'updated')
    >>> cue("Hội nghị thông qua 12 nghị quyết.") is None
    True
    """
    if len(line) > MAX_CUE_CHARS:
        return None
    key = fold(line)
    known = phrases().get(key)
    if known:
        return known
    lower = line.casefold()
    if len(line) <= 100:
        role = _short_cue(lower)
        if role:
            return role
    if _POINTER.match(lower) or _DATED_ITEM.fullmatch(lower):
        return "related"
    return None


def _short_cue(lower: str) -> Role | None:
    """Try the cues of lines of at most a hundred characters."""
    if _COUNTER.fullmatch(lower):
        return "counter"
    if DATE.search(lower) and _STAMP.fullmatch(lower):
        return "updated"
    if _RELATED_HEAD.fullmatch(lower):
        return "related"
    return None


def is_bare_count(line: str) -> bool:
    """Tell whether a line is nothing but a large number, as under `Số lượt truy cập`."""
    return _BARE_COUNT.fullmatch(line) is not None


def is_byline(line: str) -> bool:
    """Tell whether a line names author or source in words: `Bài, ảnh: …`, `Theo …`."""
    return len(line) <= 90 and _BYLINE.fullmatch(line.casefold()) is not None


def is_caption(line: str) -> bool:
    """Tell whether a line ends with the credit of a picture."""
    return len(line) <= 400 and _CAPTION.search(line[-90:].casefold()) is not None


def is_footer(line: str) -> bool:
    """Tell whether a line holds what only the foot of a page does: licence, owner, copyright."""
    return len(line) <= 400 and _FOOTER.search(line.casefold()) is not None


def is_contact(line: str) -> bool:
    """Tell whether a line gives an address, telephone or mail: footer or notice, by its place."""
    return len(line) <= 300 and CONTACT.search(line.casefold()) is not None


def is_slogan(line: str) -> bool:
    """Tell whether a line is a motto as portals carry it in their head."""
    return len(line) <= 300 and _SLOGAN.search(line.casefold()) is not None


def is_ad(line: str) -> bool:
    """Tell whether a line sells something."""
    return len(line) <= 400 and _AD.search(line.casefold()) is not None


def is_url(line: str) -> bool:
    """Tell whether a line is nothing but addresses of pages."""
    return _URL_ONLY.fullmatch(line) is not None
