"""Patterns for single lines of a page; each is asked by the function of its name in `line_cues`.

All are for casefolded lines but `ENUMERATED`, `BULLET`, `REPORT`, `LABELLED`, `PERSON`, `DOCUMENT` and `SENTENCE_END`.
"""

from __future__ import annotations

import re

DATE = re.compile(
    r"(?<!\d)\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:20|19)?\d\d(?!\d)|\bngày \d{1,2} tháng \d{1,2} năm \d{4}"
)
TRAIL = re.compile("[»>›/|]")

STOP = (".", "!", "?", "…", ".”", '."', "?”", '?"', "!”", '!"', ".)", "”", '"', ":", ";")
SENTENCE_END = re.compile(r"[.!?…](?<=(?:[a-zà-ỹ%)”\"]{2}|\w\d).)\s")
STAMP = re.compile(
    r"""(?: [\W\d_]
      | cập\ nhật | lần\ cuối | ngày | tháng | năm | giờ | phút | lúc | xuất\ bản | đăng | tạo | tải | bởi
      | viết | thứ | hai | ba | tư | sáu | bảy | chủ\ nhật | cn | gmt | am | pm | sa | ch | posted | date
      | on | at | h
      | lượt | lần | người | đã | số | xem | đọc
    )+""",
    re.VERBOSE,
)
COUNTER = re.compile(
    r"""[\W_]* (?:
        (?:tổng\ )?(?:số\ )?(?:lượt|lần)\ (?:người\ )?(?:truy\ cập|xem|đọc|tải|view)
      | tổng\ (?:số\ )?truy\ cập | khách\ viếng\ thăm
      | (?:tổng\ )?số\ (?:người|khách)\ (?:đang\ )?(?:xem|đọc|truy\ cập|trực\ tuyến|online)
      | (?:đang|số)\ (?:truy\ cập|online|trực\ tuyến|xem)
      | (?: hôm\ (?:nay|qua) | (?:tuần|tháng)\ (?:này|trước|qua) | năm\ nay | tất\ cả | tổng\ cộng
          | tổng(?:\ số)? | trực\ tuyến | khách | thành\ viên | online | (?:đã\ )?truy\ cập | lượt\ xem
          | views? | (?:đã\ )?xem | máy\ chủ\ tìm\ kiếm ) \s*:?(?=\s*[\d(])
      | (?:trong\ )?(?:ngày|tuần|tháng|năm)(?:\ hiện\ tại)?\s*:(?=\s*\d)
      | (?:ngày|tuần|tháng|năm)\ hiện\ tại\b
      | [\d.,\s]+\s*(?:lượt\ (?:truy\ cập|xem|đọc)|views?|người\ (?:đang\ )?(?:online|xem))
    ) [\W\d_]* (?:(?:bản\ in|lượt|lần|người|khách|xem|lượt\ xem|tin\ này|bài\ này|in\ trang)[\W\d_]*)*""",
    re.VERBOSE,
)
SHARE = re.compile(
    r"""[\W_]* (?: (?:
        (?:xem\ )?cỡ\ chữ | chia\ sẻ\s*: | chia\ sẻ\ (?:bài\ viết|ý\ kiến\ của\ bạn)
      | chia\ sẻ\ (?:qua|lên|trên)\ (?:facebook|zalo|twitter|mạng|e-?mail)
      | (?:bình\ luận|ý\ kiến(?:\ bạn\ đọc)?|lượt\ thích)(?=\s*[:(\d]) | tổng\ số\ điểm\ của
      | click\ để\ đánh\ giá | đánh\ giá\ bài\ viết | (?:tags?|(?:tìm\ theo\ )?từ\ khóa)\s*:
      | (?:bạn\ cần\ )?đăng\ nhập\ (?:để|với)\b | ý\ kiến\ của\ bạn\ sẽ\b
      | \d(?:[.,]\d)?/5\b(?=.*\bđánh\ giá) | \d{1,2}:\d\d\s*/\s*\d{1,2}:\d\d
      | theo\ dõi\b.{1,40}\btrên\ (?:google|facebook|zalo|youtube|fanpage) | lưu\ bài\ viết\ thành\ công
      | your\ browser\b
    ) .{0,80} | (?:
        chia\ sẻ | (?:gửi|viết)\ (?:bình\ luận|ý\ kiến|phản\ hồi|e-?mail|cho\ bạn)(?:\ (?:của\ bạn|bè|này))*
      | đánh\ giá\s*: | (?:nghe\ )?đọc\ bài(?:\ viết)? | nghe\ (?:bài(?:\ viết)?|nội\ dung|tin) | tương\ phản
      | in\ (?:bài|trang|tin)(?:\ (?:viết|này|tin))* | lưu\ bài(?:\ viết)?
    ) [\W_]* )""",
    re.VERBOSE,
)
FORM_FIELD = re.compile(
    r"(?:họ (?:và )?tên|e-?mail|tiêu đề|nội dung|gửi|(?:nhập )?mã (?:bảo mật|xác nhận|xác thực|an toàn))\W*"
)
BACK = re.compile(r"(?:trở lại|quay lại|về đầu)(?: [^\W\d_]+){1,4}")
FIRST_WORD = re.compile(r"[^\W_]+")
# fmt: off
CUE_OPENERS = frozenset((
    "bài", "bình", "bạn", "bảy", "bởi", "ch", "chia", "chủ", "click", "cn", "các", "có", "cập", "cỡ", "date", "gmt",
    "giờ", "gửi", "hai", "hôm", "in", "khách", "lúc", "lưu", "lượt", "lần", "máy", "mời", "nghe", "người", "ngày",
    "những", "năm", "online", "phút", "posted", "quay", "số", "sáu", "tag", "tags", "thành", "tháng", "theo", "thứ",
    "tin", "trong", "truy", "trở", "trực", "tuần", "tìm", "tương", "tư", "tạo", "tải", "tất", "tổng", "từ", "view",
    "views", "viết", "về", "xem", "xuất", "your", "ý", "đang", "đánh", "đã", "đăng", "đọc",
))
# fmt: on
"""Words with which counters, stamps, heads of lists, share bars and ways back begin."""
BARE_COUNT = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d{4,}")
RELATED_HEAD = re.compile(
    r"""[\W_]* (?:
        (?:các\ |những\ )?(?:tin|bài)(?:\ bài|\ viết|\ tức)?\ (?:
            liên\ quan | cùng\ (?:chuyên\ mục|loại|chủ\ đề|sự\ kiện) | khác | (?:mới|cũ)\ hơn
          | đã\ (?:đưa|đăng)(?:\ ngày)? | trước | tiếp\ theo | (?:đọc|xem)\ nhiều | nên\ đọc | mới\ (?:nhất|đăng)
          | nổi\ bật )
      | (?:xem|đọc)\ thêm | có\ thể\ bạn\ quan\ tâm | mời\ (?:quý\ )?(?:bạn|độc\ giả)(?:\ đọc)?\ (?:xem|đọc)
    ) (?: [\W_]* | \s*[:>].* )""",
    re.VERBOSE,
)
DATED_ITEM = re.compile(
    r""".*\S\s* [(]\s* (?:ngày\s)? \d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2,4}
      (?:[\s,|-]+\d{1,2}[:h]\d\d(?::\d\d)?)? \s*[)] [\s»>]*""",
    re.VERBOSE,
)
POINTER = re.compile(r"(?:>{1,3}|»|›|►|▶|→)\s*[^\s\d]")
FOOTER = re.compile(
    r"""(?: ^[\W_]*(?: ® | © | \(c\) )\s*\w
      | \bcopyright\b | \bbản\ quyền(?:\s*:|\ (?:©\ )?(?:thuộc|của|bởi|\d{4}))
      | \bgiấy\ phép\b.{0,80}\bsố\b.*\d | \bgp-?ttđt\b | \bgpttđt\b | \bgpxb\b | \bgp-bttt\b | \bgp-bc\b
      | \b(?:cơ\ quan|đơn\ vị)\ (?:chủ\ quản|quản\ trị|quản\ lý|vận\ hành):
      | ^[\W_]*cơ\ quan\ chủ\ quản\b
      | ^[\W_]*chịu\ trách\ nhiệm(?:\ (?:chính|nội\ dung|xuất\ bản))*\s*: | ^[\W_]*trưởng\ ban\ biên\ tập\b
      | ^[\W_]*(?:quyền\ |phó\ )?tổng\ biên\ tập\s*: | ^[\W_]*tổng\ thư\ ký\ tòa\ soạn\s*:
      | ^[\W_]*(?:cơ\ quan|tiếng\ nói|diễn\ đàn)\ của\ (?:đảng\ bộ|ban\ chấp\ hành|tỉnh|thành)
      | ^[\W_]*(?:phó\ )?trưởng\ ban\ biên\ tập\s*:
      | \b(?:cấm|không)\ sao\ chép\b | \b(?:chấp\ thuận|đồng\ ý)\ bằng\ văn\ bản\b
      | \bghi\ rõ\ nguồn\b | \bphát\ hành\ lại\ thông\ tin\b | \ball\ rights\ reserved\b
      | ^[\W_]*(?:thiết\ kế|phát\ triển|xây\ dựng|vận\ hành)\ (?:và\ \w+\ \w+\ )?bởi\b
      | \b(?:designed|developed|powered)\ by\b
      | \bipv6\s+ready\b | \btín\ nhiệm\ mạng\b | \btin\ nhiem\ mang\b | \bncsc\b
      | ^[\W_]*(?:trang|cổng)\ thông\ tin\ điện\ tử\b(?!.*\b(?:nhận|thông\ báo|xin|đưa|đã|cho|được)\b)
    )""",
    re.VERBOSE,
)
# fmt: off
FOOTER_WORDS = (
    "®", "©", "(c)", "copyright", "bản quyền", "giấy phép", "ttđt", "gpxb", "gp-b", "chủ quản",
    "quản trị:", "quản lý:", "vận hành", "tòa soạn:",
    "cơ quan của", "tiếng nói của", "diễn đàn của", "chịu trách nhiệm", "biên tập", "ghi rõ nguồn",
    "phát hành lại", "all rights", "sao chép", "bằng văn bản", "thiết kế", "phát triển bởi",
    "xây dựng bởi", "designed by", "developed by", "powered by", "ipv6", "tín nhiệm mạng",
    "nhiem mang", "ncsc", "thông tin điện tử",
)
# fmt: on

CONTACT = re.compile(
    r"""(?: \b(?:điện\ thoại|đt|tel|hotline|đường\ dây\ nóng|fax|email|e-mail|thư\ điện\ tử|website)\b\s*[:.]
      | ^[\W_]*(?:địa\ chỉ|trụ\ sở|văn\ phòng|tòa\ soạn|toà\ soạn)\b\s*[:-] )""",
    re.VERBOSE,
)
BYLINE = re.compile(
    r"""[\W_]* (?:
        (?:bài|tin|ảnh)\s*(?:,|và|&|-|/|\+)\s*(?:bài|ảnh|video|clip)\b\s*:? | (?:bài|tin)\s*: | thực\ hiện\s*:
      | tác\ giả(?:\ bài\ viết)?\s*: | nguồn\s*(?:tin)?\s*: | (?:tin|bài)\s*:[^:]{2,40}[;,.–-]\s*ảnh\s*:
      | ảnh\s*:(?=.{0,40}$) | theo\s+(?!đó|ông|bà|anh|chị|cơ\ quan|quy|kế) | người\ viết\s*:
      | biên\ (?:tập|dịch)\s*: | pv\b | nhóm\ pv\b | phóng\ viên\b | bbt\b | ban\ biên\ tập\b | btv\b
      | lược\ dịch\b | tổng\ hợp\b
    ) [^.!?:]{0,60} \.?""",
    re.VERBOSE,
)
DIGIT = re.compile(r"\d")
NAME_BREAK = re.compile(r"[\s,/&–—-]+")
NAME_ASIDE = re.compile(r"\s*\([^()]{2,60}\)\s*$")
GATHERED = re.compile(r"(?:\w+\s){1,6}\(?(?:tổng hợp|ghi|lược dịch|biên dịch|dịch|t/h|th)\)?\.?")
CAPTION = re.compile(
    r"""(?: \(?\b(?:ảnh|đồ\ họa|video|clip|nguồn\ ảnh|infographic|hình|ảnh\ minh\ họa)
          \s*(?::|-\s)\s*[^:]{0,60}
      | \((?:ảnh|hình|nguồn|ảnh\ tư\ liệu|ảnh\ minh\ họa)\b[^()]{0,50}\)
      | [–-]\s?ảnh\ (?:minh\ họa|tư\ liệu|tl|internet)[^.]{0,30} ) \.? \s* $""",
    re.VERBOSE,
)
CAPTION_WORDS = ("ảnh", "hình", "đồ họa", "video", "clip", "infographic", "nguồn")
URL_ONLY = re.compile(r"(?:(?:https?://|www\.)\S+\s*)+")
SLOGAN = re.compile(
    r"""(?: \bquyết\ tâm\ (?:hoàn\ thành|thực\ hiện|xây\ dựng|thi\ đua)\b[^.]*$
      | \btoàn\ đảng,?\ toàn\ dân,?\ toàn\ quân\b[^.]*$ | ^[\W_]*nhiệt\ liệt\ chào\ mừng
      | ^[\W_]*(?:chào\ mừng|kỷ\ niệm|hướng\ tới)\b[^.]*\b(?:lần\ thứ|năm\ ngày|\d+\ năm)\b[^.]*$
      | \bđoàn\ kết\b.*\bthành\ công,\ đại\ thành\ công | \bmuôn\ năm\s*!?$ | ^[\W_]*thi\ đua\b[^.]*$
      | ^[\W_]*(?:đẩy\ mạnh\ )?học\ tập\ và\ làm\ theo\ (?:tư\ tưởng|tấm\ gương)[^.]*$
      | ^[\W_]*sống,\ (?:chiến\ đấu|làm\ việc)\b.*\bhiến\ pháp
      | ^[\W_]*đoàn\ kết\s*[-–]\s*(?:dân\ chủ|sáng\ tạo|kỷ\ cương|trí\ tuệ) )""",
    re.VERBOSE,
)
# fmt: off
SLOGAN_WORDS = (
    "quyết tâm", "toàn đảng", "chào mừng", "kỷ niệm", "hướng tới", "đoàn kết", "muôn năm", "thi đua", "học tập và",
    "hiến pháp",
)
# fmt: on
AD = re.compile(
    r"""(?: ^[\W_]*quảng\ cáo\b | \bliên\ hệ\ quảng\ cáo\b | \bgiá\ rẻ\b.*\b(?:uy\ tín|nhất|online)\b
      | \brẻ\ nhất\b.*\b(?:uy\ tín|online)\b | \bbán\ buôn\ bán\ lẻ\b | \bmua\ sắm\b[^.]*\bonline\b[^.]*$
      | \bđặt\ mua\ ngay\b | \bhotline\b.*\b(?:giảm\ giá|ưu\ đãi|khuyến\ mãi)\b )""",
    re.VERBOSE,
)
AD_WORDS = ("quảng cáo", "giá rẻ", "rẻ nhất", "bán lẻ", "online", "đặt mua", "hotline")
ENUMERATED = re.compile(
    r"""(?: (?:\d{1,2}|[IVX]{1,5}|[a-hA-H])[.)/] | (?:\d{1,2}\.){2,3}\d{0,2} ) \s*\S
      | (?:Điều|Chương|Mục|Phần)\s+[\dIVX]+\b""",
    re.VERBOSE,
)
BULLET = re.compile(r"[-–—+•*●▪➢✓]\s?\S|\d{1,2}[.)]\s")
REPORT = re.compile(
    r"(?:Sáng|Chiều|Tối|Trưa)\s(?:nay|ngày|qua|\d)|Ngày\s\d|Vừa qua|Trong\s(?:các\s)?(?:ngày|\d)|Cùng ngày"
)
PICTURED = re.compile(
    r"""quang\ cảnh | toàn\ cảnh | một\ góc | hình\ ảnh | hiện\ trường | phát\ biểu | biểu\ quyết
      | \b(?:trao|tặng|thăm)\s | chụp\ ảnh | kiểm\ tra | \s(?:tham\ quan|thu\ hoạch|biểu\ diễn)\b
      | \((?:bên|thứ|đứng|ngồi|áo|trái|phải|giữa|người)\b | tại\ (?:hội\ nghị|hội\ trường|buổi|lễ)""",
    re.VERBOSE,
)
# fmt: off
PICTURED_WORDS = (
    "cảnh", "một góc", "ảnh", "hiện trường", "biểu", "trao ", "tặng ", "thăm ", "kiểm tra", "tham quan",
    "thu hoạch", "(", "tại ",
)
# fmt: on
SHOWN = re.compile(
    r"""(?: (?:các\ )?(?:đại\ biểu|đồng\ chí|đ/c|lãnh\ đạo) | buổi | lễ(?!\ hội)
      | đoàn\ (?:công\ tác|kiểm\ tra|giám\ sát|đại\ biểu) )\ (?:\S+\ ){2,}""",
    re.VERBOSE | re.IGNORECASE,
)
PERSON = re.compile(r"\b(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Ee]m|[Cc]ụ|[Bb]ác)\s[^\W\d_a-zà-ỹ]")
PERSON_WORDS = ("ông ", "bà ", "anh ", "chị ", "em ", "cụ ", "bác ")
OFFICE = re.compile(
    r"""(?:văn\ phòng | phòng | ban | trung\ tâm | hội | (?:huyện|tỉnh|thành|thị)?\s?đoàn | công\ an | sở | ubnd
      | ủy\ ban | hđnd | (?:ub)?mttq | mặt\ trận | đài | báo | chi\ cục | cdc | bộ\ phận | trạm | trường | bch | tổ
      | cổng | trang | đảng\ ủy | cơ\ quan)\b [^.!?:;]{2,60}""",
    re.VERBOSE,
)
DOCUMENT = re.compile(r"\d+/(?:\d{4}/)?[A-ZĐ]{1,6}(?:-[A-ZĐ]+)?|^(?:Số|Tên|Ngày BH)\s?:")
SHORT_DATED_ITEM = re.compile(r".{15,}\(\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?\)")
SECTION = re.compile(
    r"""[\W_]*(?: tin | bản\ tin | chuyên\ (?:mục|trang|đề) | văn\ bản | thông\ (?:tin|báo) | công\ khai
      | lịch | tra\ cứu | hệ\ thống | danh\ (?:mục|sách) | thủ\ tục | dịch\ vụ | hoạt\ động | hướng\ dẫn
      | quy\ hoạch | tiếp\ (?:dân|công\ dân) | thư\ viện
      )\b [^.!?:\d]{0,36}""",
    re.VERBOSE,
)
LABELLED = re.compile(r"[^:]{1,40}:\s")
