"""What a line says about itself: whole-line cues to its role, whatever stands around it.

Each cue is a pattern or a row of `data/page_phrases.tsv`. A cue is only asked of short lines:
a paragraph is never judged by a word that it happens to hold.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from civictext.document import Role
from civictext.resources import data_path

MAX_CUE_CHARS = 240
"""Longer lines are paragraphs; no cue but a footer's is looked for in them."""

_DATE = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-](?:20|19)?\d\d(?!\d)")

_STOP = (".", "!", "?", "…", ".”", '."', "?”", '?"', "!”", '!"', ".)", "”", '"', ":", ";")
_STAMP = re.compile(
    r"""(?: [\W\d_]
      | cập\ nhật | lần\ cuối | ngày | tháng | năm | giờ | phút | lúc | xuất\ bản | đăng | tạo | tải | bởi | viết
      | thứ | hai | ba | tư | sáu | bảy | chủ\ nhật | cn | gmt | am | pm | sa | ch | posted | date | on | at | h
      | lượt | lần | người | đã | số | xem | đọc
    )+""",
    re.VERBOSE,
)
_COUNTER = re.compile(
    r"""[\W_]* (?:
        (?:tổng\ )?(?:số\ )?(?:lượt|lần)\ (?:người\ )?(?:truy\ cập|xem|đọc|tải|view)
      | (?:tổng\ )?số\ (?:người|khách)\ (?:đang\ )?(?:xem|đọc|truy\ cập|trực\ tuyến|online)
      | (?:đang|số)\ (?:truy\ cập|online|trực\ tuyến|xem)
      | (?: hôm\ nay | hôm\ qua | tuần\ (?:này|trước|qua) | tháng\ (?:này|trước|qua) | năm\ nay | tất\ cả | tổng\ cộng
          | tổng(?:\ số)? | trực\ tuyến | khách | thành\ viên | online | truy\ cập | lượt\ xem | views? | đã\ xem | xem
          | máy\ chủ\ tìm\ kiếm | đã\ truy\ cập ) \s*:?(?=\s*[\d(])
      | (?:trong\ )?(?:ngày|tuần|tháng|năm)(?:\ hiện\ tại)?\s*:(?=\s*\d) | (?:ngày|tuần|tháng|năm)\ hiện\ tại\b
      | [\d.,\s]+\s*(?:lượt\ (?:truy\ cập|xem|đọc)|views?|người\ (?:đang\ )?(?:online|xem))
    ) [\W\d_]* (?:(?:bản\ in|lượt|lần|người|khách|xem|lượt\ xem|tin\ này|bài\ này|in\ trang)[\W\d_]*)*""",
    re.VERBOSE,
)
_SHARE = re.compile(
    r"""[\W_]* (?:
        cỡ\ chữ | chia\ sẻ(?=\s*(?::|$|qua|lên|bài)) | bình\ luận(?=\s*[:(\d]) | ý\ kiến(?=\s*[:(\d])
      | gửi\ (?:bình\ luận|ý\ kiến|phản\ hồi|email|cho\ bạn) | đánh\ giá\ bài\ viết | tổng\ số\ điểm\ của | click\ để\ đánh\ giá
      | (?:tags?|từ\ khóa)\s*: | đăng\ nhập\ để | theo\ dõi\b.{1,40}\btrên\b | nghe\ (?:đọc\ )?bài | đọc\ bài\ viết | tương\ phản
      | in\ (?:bài|trang|tin)\b | lưu\ bài
      | your\ browser\b
    ) .{0,80}""",
    re.VERBOSE,
)
_FORM_FIELD = re.compile(
    r"(?:họ (?:và )?tên|e-?mail|tiêu đề|nội dung|gửi|(?:nhập )?mã (?:bảo mật|xác nhận|xác thực|an toàn))\W*"
)
_BACK = re.compile(r"(?:trở lại|quay lại|về đầu)(?: [^\W\d_]+){1,4}")
_BARE_COUNT = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d{4,}")
_RELATED_HEAD = re.compile(
    r"""[\W_]* (?:
        (?:các\ |những\ )?(?:tin|bài)(?:\ bài|\ viết|\ tức)?\ (?:
            liên\ quan | cùng\ (?:chuyên\ mục|loại|chủ\ đề|sự\ kiện) | khác | (?:mới|cũ)\ hơn | đã\ (?:đưa|đăng)
          | trước | tiếp\ theo | đọc\ nhiều | xem\ nhiều | nên\ đọc | mới\ (?:nhất|đăng) )
      | (?:xem|đọc)\ thêm | có\ thể\ bạn\ quan\ tâm | mời\ (?:quý\ )?(?:bạn|độc\ giả)(?:\ đọc)?\ (?:xem|đọc)
    ) (?: [\W_]* | \s*[:>].* )""",
    re.VERBOSE,
)
_ITEM_DATE = r"\(\s*(?:ngày\s)?\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{2,4}(?:[\s,|\-]+\d{1,2}[:h]\d\d(?::\d\d)?)?\s*\)"
_DATED_ITEM = re.compile(rf".*\S\s*{_ITEM_DATE}[\s»>]*")
_POINTER = re.compile(r"(?:>{1,3}|»|›|►|▶|→)\s*[^\s\d]")
_FOOTER = re.compile(
    r"""(?: ^[\W_]*(?: ® | © | \(c\) )\s*\w
      | \bcopyright\b | \bbản\ quyền\ (?:©\ )?(?:thuộc|của|bởi|\d{4})
      | \bgiấy\ phép\b.{0,80}\bsố\b.*\d | \bgp-?ttđt\b | \bgpttđt\b | \bgpxb\b | \bgp-bttt\b | \bgp-bc\b
      | \b(?:cơ\ quan|đơn\ vị)\ (?:chủ\ quản|quản\ trị|quản\ lý|vận\ hành): | ^[\W_]*cơ\ quan\ chủ\ quản\b
      | ^[\W_]*chịu\ trách\ nhiệm(?:\ (?:chính|nội\ dung|xuất\ bản))*\s*: | ^[\W_]*trưởng\ ban\ biên\ tập\b
      | ^[\W_]*(?:phó\ )?tổng\ biên\ tập\s*: | ^[\W_]*(?:phó\ )?trưởng\ ban\ biên\ tập\s*:
      | \b(?:cấm|không)\ sao\ chép\b | \b(?:chấp\ thuận|đồng\ ý)\ bằng\ văn\ bản\b
      | \bghi\ rõ\ nguồn\b | \bphát\ hành\ lại\ thông\ tin\b | \ball\ rights\ reserved\b
      | ^[\W_]*(?:thiết\ kế|phát\ triển|xây\ dựng|vận\ hành)\ (?:và\ \w+\ \w+\ )?bởi\b
      | \b(?:designed|developed|powered)\ by\b
      | \bipv6\s+ready\b | \btín\ nhiệm\ mạng\b | \btin\ nhiem\ mang\b | \bncsc\b
      | ^[\W_]*(?:trang|cổng)\ thông\ tin\ điện\ tử\b(?!.*\b(?:nhận|thông\ báo|xin|đưa|đã|cho|được)\b)
    )""",
    re.VERBOSE,
)
_FOOTER_WORDS = (
    ("®", "©", "(c)", "copyright", "bản quyền", "giấy phép", "ttđt", "gpxb", "gp-b", "chủ quản", "quản trị:")
    + ("quản lý:", "vận hành", "chịu trách nhiệm", "biên tập", "ghi rõ nguồn", "phát hành lại", "all rights", "sao chép", "bằng văn bản")
    + ("thiết kế", "phát triển bởi", "xây dựng bởi", "designed by", "developed by", "powered by", "ipv6")
    + ("tín nhiệm mạng", "nhiem mang", "ncsc", "thông tin điện tử")
)
_CONTACT = re.compile(
    r"""(?: \b(?:điện\ thoại|đt|tel|hotline|đường\ dây\ nóng|fax|email|e-mail|thư\ điện\ tử|website)\b\s*[:.]
      | ^[\W_]*(?:địa\ chỉ|trụ\ sở|văn\ phòng|tòa\ soạn|toà\ soạn)\b\s*[:-] )""",
    re.VERBOSE,
)
_BYLINE = re.compile(
    r"""[\W_]* (?:
        (?:bài|tin|ảnh)\s*(?:,|và|&|-|/|\+)\s*(?:bài|ảnh|video|clip)\b\s*:? | (?:bài|tin)\s*: | thực\ hiện\s*:
      | tác\ giả\s*: | nguồn\s*(?:tin)?\s*: | theo\s+(?!đó|ông|bà|anh|chị|cơ\ quan|quy|kế) | người\ viết\s*:
      | biên\ (?:tập|dịch)\s*: | pv\b | nhóm\ pv\b | phóng\ viên\b | bbt\b | ban\ biên\ tập\b | btv\b
      | lược\ dịch\b | tổng\ hợp\b
    ) [^.!?:]{0,60} \.?""",
    re.VERBOSE,
)
_NAME_WORD = r"[A-ZĐÀ-Ỹ][\w’'.]*"
_NAME = re.compile(
    rf"[-–—*(\s]*(?:{_NAME_WORD}(?:\s|$)|(?:-|–|—|,|/|&|và)\s*){{1,12}}(?:\([^()]{{2,60}}\))?[.)\s]*"
)
_GATHERED = re.compile(rf"(?:{_NAME_WORD}\s)+\(?(?:tổng hợp|ghi|lược dịch|biên dịch|dịch|t/h|th)\)?\.?", re.IGNORECASE)
_CAPTION = re.compile(
    r"""(?: \(?\b(?:ảnh|đồ\ họa|video|clip|nguồn\ ảnh|infographic|hình|ảnh\ minh\ họa)\s*(?::|-\s)\s*[^:]{0,60}
      | \((?:ảnh|hình|nguồn|ảnh\ tư\ liệu|ảnh\ minh\ họa)\b[^()]{0,50}\)
      | [–-]\s?ảnh\ (?:minh\ họa|tư\ liệu|tl|internet)[^.]{0,30} ) \.? \s* $""",
    re.VERBOSE,
)
_URL_ONLY = re.compile(r"(?:(?:https?://|www\.)\S+\s*)+")
_SLOGAN = re.compile(
    r"""(?: \bquyết\ tâm\ (?:hoàn\ thành|thực\ hiện|xây\ dựng|thi\ đua)\b[^.]*$ | \btoàn\ đảng,?\ toàn\ dân,?\ toàn\ quân\b[^.]*$
      | ^[\W_]*nhiệt\ liệt\ chào\ mừng | ^[\W_]*(?:chào\ mừng|kỷ\ niệm|hướng\ tới)\b[^.]*\b(?:lần\ thứ|năm\ ngày|\d+\ năm)\b[^.]*$
      | \bđoàn\ kết\b.*\bthành\ công,\ đại\ thành\ công | \bmuôn\ năm\s*!?$ | ^[\W_]*thi\ đua\b[^.]*$
      | ^[\W_]*(?:đẩy\ mạnh\ )?học\ tập\ và\ làm\ theo\ (?:tư\ tưởng|tấm\ gương)[^.]*$
      | ^[\W_]*sống,\ (?:chiến\ đấu|làm\ việc)\b.*\bhiến\ pháp
      | ^[\W_]*đoàn\ kết\s*[-–]\s*(?:dân\ chủ|sáng\ tạo|kỷ\ cương|trí\ tuệ) )""",
    re.VERBOSE,
)
_AD = re.compile(
    r"""(?: ^[\W_]*quảng\ cáo\b | \bliên\ hệ\ quảng\ cáo\b | \bgiá\ rẻ\b.*\b(?:uy\ tín|nhất|online)\b | \brẻ\ nhất\b.*\b(?:uy\ tín|online)\b
      | \bbán\ buôn\ bán\ lẻ\b | \bmua\ sắm\b[^.]*\bonline\b[^.]*$ | \bđặt\ mua\ ngay\b | \bhotline\b.*\b(?:giảm\ giá|ưu\ đãi|khuyến\ mãi)\b )""",
    re.VERBOSE,
)
_AD_WORDS = ("quảng cáo", "rẻ", "bán lẻ", "online", "đặt mua", "hotline")
_ENUMERATED = re.compile(
    r"(?:(?:\d{1,2}|[IVX]{1,5}|[a-hA-H])[.)/]|(?:\d{1,2}\.){2,3}\d{0,2})\s*\S|(?:Điều|Chương|Mục|Phần)\s+[\dIVX]+\b"
)
_BULLET = re.compile(r"[-–—+•*●▪➢✓]\s?\S|\d{1,2}[.)]\s")
_REPORT = re.compile(
    r"(?:Sáng|Chiều|Tối|Trưa)\s(?:nay|ngày|qua|\d)|Ngày\s\d|Vừa qua|Trong\s(?:các\s)?(?:ngày|\d)|Cùng ngày"
)
_PICTURED = re.compile(
    r"""quang\ cảnh | toàn\ cảnh | một\ góc | hình\ ảnh | phát\ biểu | \b(?:trao|tặng|thăm)\s | chụp\ ảnh | kiểm\ tra
      | \((?:bên|thứ|đứng|ngồi|áo|trái|phải|giữa|người)\b | tại\ (?:hội\ nghị|buổi|lễ)""",
    re.VERBOSE | re.IGNORECASE,
)
_SECTION = re.compile(
    r"""[\W_]*(?: tin | bản\ tin | chuyên\ (?:mục|trang|đề) | văn\ bản | thông\ (?:tin|báo) | công\ khai | lịch | tra\ cứu | hệ\ thống
      | danh\ (?:mục|sách) | thủ\ tục | dịch\ vụ | hoạt\ động | hướng\ dẫn | quy\ hoạch | tiếp\ (?:dân|công\ dân) | thư\ viện
      )\b [^.!?:\d]{0,36}""",
    re.VERBOSE,
)
_LABELLED = re.compile(r"[^:]{1,40}:\s")


def fold(line: str) -> str:
    """Return a line for look-up: lower case, one kind of space, no punctuation at the edges.

    >>> fold("» TIN LIÊN QUAN:")
    'tin liên quan'
    """
    return " ".join(line.casefold().split()).strip(" .,:;!?…-–—|•*+>»›«‹<=[](){}#/\\\"'“”‘’►▶→_")


@lru_cache(maxsize=1)
def phrases() -> dict[str, Role]:
    """Return the table of whole lines whose role is known."""
    lines = data_path("page_phrases.tsv").read_text("utf-8").splitlines()
    rows: Any = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return dict(rows)


@lru_cache(maxsize=8192)
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
    if _DATE.search(lower) and _STAMP.fullmatch(lower):
        return "updated"
    if _RELATED_HEAD.fullmatch(lower):
        return "related"
    if _SHARE.fullmatch(lower):
        return "share"
    if len(lower) <= 30 and _BACK.fullmatch(lower):
        return "menu"
    return None


def is_bare_count(line: str) -> bool:
    """Tell whether a line is nothing but a large number, as under `Số lượt truy cập`."""
    return _BARE_COUNT.fullmatch(line) is not None


def _found(pattern: re.Pattern[str], words: tuple[str, ...], line: str) -> bool:
    """Search a pattern, if one of the words occurs without which it cannot match."""
    lower = line.casefold()
    return any(word in lower for word in words) and pattern.search(lower) is not None


def is_byline(line: str) -> bool:
    """Tell whether a line names author or source in words: `Bài, ảnh: …`, `Theo …`."""
    return len(line) <= 90 and _BYLINE.fullmatch(line.casefold()) is not None


def is_caption(line: str) -> bool:
    """Tell whether a line ends with the credit of a picture."""
    return len(line) <= 400 and _CAPTION.search(line[-90:].casefold()) is not None


def is_footer(line: str) -> bool:
    """Tell whether a line holds what only the foot of a page does: licence, owner, copyright."""
    return len(line) <= 400 and _found(_FOOTER, _FOOTER_WORDS, line)


def is_contact(line: str) -> bool:
    """Tell whether a line gives an address, telephone or mail: footer or notice, by its place."""
    return len(line) <= 300 and (":" in line or "." in line) and _CONTACT.search(line.casefold()) is not None


def is_slogan(line: str) -> bool:
    """Tell whether a line is a motto as portals carry it in their head."""
    return len(line) <= 250 and not line.endswith(".") and _SLOGAN.search(line.casefold()) is not None


def is_ad(line: str) -> bool:
    """Tell whether a line sells something."""
    return len(line) <= 400 and _found(_AD, _AD_WORDS, line)


def is_url(line: str) -> bool:
    """Tell whether a line is nothing but addresses of pages."""
    return _URL_ONLY.fullmatch(line) is not None


def is_name(line: str) -> bool:
    """Tell whether a line is nothing but names: `Trần Bình - Lê An`, `MINH ANH (TTXVN)`."""
    return len(line) <= 70 and _NAME.fullmatch(line) is not None


def signs(line: str) -> bool:
    """Tell whether a line signs an article: an author's name, `Minh An (tổng hợp)`, `Theo …`."""
    return is_name(line) or is_byline(line) or (len(line) <= 60 and _GATHERED.fullmatch(line) is not None)


def is_section(line: str) -> bool:
    """Tell whether a line reads like the name of a section: `Tin Kinh tế - Đời sống`."""
    return len(line) <= 45 and _SECTION.fullmatch(line.casefold()) is not None


def is_state_heading(line: str) -> bool:
    """Tell whether a line is the heading that every official document bears."""
    return len(line) <= 40 and fold(line) in ("cộng hòa xã hội chủ nghĩa việt nam", "độc lập - tự do - hạnh phúc")


def is_bullet(line: str) -> bool:
    """Tell whether a line is an item of a list."""
    return _BULLET.match(line) is not None


def ends_like_prose(line: str) -> bool:
    """Tell whether a line ends as sentences do, or announces what follows."""
    return line.endswith(_STOP)


def opens_report(line: str) -> bool:
    """Tell whether a line tells at once when something happened: a report, not its summary."""
    return _REPORT.match(line) is not None


def same_title(line: str, title: str) -> bool:
    """Tell whether a folded line is a folded headline, or one holds the other but for a site's name."""
    if line == title:
        return True
    return min(len(line), len(title)) >= 30 and (line in title or title in line) and len(line) <= len(title) + 40


def furniture(line: str) -> Role | None:
    """Return the role of a line outside the article by what it holds, or None."""
    if is_footer(line) or is_contact(line):
        return "footer"
    if is_bare_count(line):
        return "counter"
    if is_ad(line) or is_url(line):
        return "ad"
    if is_slogan(line):
        return "slogan"
    return "share" if len(line) <= 30 and _FORM_FIELD.fullmatch(line.casefold()) else None


def short_line_role(line: str) -> Role:
    """Label a short line amid an article by its form: heading, caption, or part of the body."""
    words = line.split()
    if is_bullet(line) or _ENUMERATED.match(line):
        is_heading = _ENUMERATED.match(line) and not line.endswith((".", ";", ",")) and len(words) <= 25
        return "heading" if is_heading else "body"
    if line.endswith((";", ",", ":")) or _LABELLED.match(line):
        return "heading" if line.endswith(":") and len(words) <= 6 else "body"
    if line.endswith(("!", "?", "…", '"', "”")):
        return "body"
    if line.endswith("."):
        return "caption" if len(words) <= 25 and _PICTURED.search(line) else "body"
    names = sum(word[0].isupper() for word in words[1:])
    if len(words) <= 14 and names <= (len(words) // 5) and not _PICTURED.search(line):
        return "heading"
    return "caption" if len(words) <= 45 else "body"
