"""The patterns of expressions of time; each is tried where `time_spots` says that one may begin.

The name of the alternative that matched is that of its reader in `periods`. What is frequent and plain,
`năm 2023` or `5/3/2024`, is read by its characters before.
"""

from __future__ import annotations

import re
from typing import Final

YEAR: Final = "(?:19|20)[0-9]{2}"
_DASHES = r"\N{EN DASH}\N{EM DASH}-"
_TO = rf"(?:[ ]?[{_DASHES}][ ]?|[ ](?:đến|tới|cho[ ]đến)[ ](?:hết[ ]|cuối[ ]|đầu[ ]|giữa[ ])?)"
_AND = rf"(?:{_TO}|[ ]và[ ]|,[ ])"
_UP_TO_NOW = rf"(?:{_TO}(?:nay|giờ)|[ ]trở[ ]lại[ ]đây)\b"
_REL = "nay|này|ngoái|trước|qua|rồi|sau|tới(?![ ]nay)"
_ENDS = "(?![0-9]|[/.,-][0-9]|[ ]?%)"
_HOUR = "(?:[0-9]{1,2}(?:h[0-9]{0,2}|:[0-9]{2}|[ ]giờ(?:[ ][0-9]{1,2}(?:[ ]phút)?)?)[ ])?"
_PART = f"{_HOUR}(?:(?:rạng[ ])?(?:sáng|trưa|chiều|tối|đêm)[ ])?(?:ngày[ ])?"
_UNITS = "km|m|m2|kg|tấn|tạ|lần|nghìn|triệu|tỷ|tỉ|ngày|buổi|lượt|chuyến|tuyến|cuộc|đợt|suất|người|hộ"
_STEMS = "Giáp|Ất|Bính|Đinh|Mậu|Kỷ|Canh|Tân|Nhâm|Quý"

_DAY = rf"""
    (?P<day>(?P<d>[0-3]?[0-9])(?:[ ]?[/.{_DASHES}][ ]?|[ ]tháng[ ])(?P<m>[01]?[0-9])
        (?:(?:[ ]?[/.{_DASHES}][ ]?|,?[ ]năm[ ])(?P<y>{YEAR})|[ ]năm[ ](?P<yrel>{_REL})\b)?{_ENDS})
"""
DAY: Final = re.compile(_DAY, re.VERBOSE | re.IGNORECASE)
DIGITS: Final = re.compile(
    rf"""
    # 2021-2025, 2015 đến nay, 2023/24
    (?P<years>(?P<from>{YEAR})
        (?:{_TO}(?:năm[ ])?(?P<to>{YEAR}){_ENDS}|(?P<now>{_UP_TO_NOW})
        |[/{_DASHES}](?P<to2>[0-9]{{2}})(?![0-9]|[/.,-][0-9])))
    # 10 đến 12/9, 15 và 17/5, 9/9 đến sáng 11/9
  | (?P<days>(?P<d1>[0-3]?[0-9])
        (?:{_AND}|[/.-](?P<m1>[01]?[0-9])(?:[/.-](?P<y1>{YEAR}))?{_TO}){_PART}
        (?P<d2>[0-3]?[0-9])[ ]?[/.-][ ]?(?P<m2>[01]?[0-9])(?:[/.-](?P<y2>{YEAR}))?{_ENDS})
    # 14/8/2023, 18 - 5, 5 tháng 3 năm ngoái
  | {_DAY}
    # 9 tháng đầu năm 2024
  | (?P<months>(?P<n>1[0-2]|0?[2-9])[ ]tháng[ ](?:(?P<end>đầu|cuối)[ ])?(?:của[ ])?năm
        (?:[ ](?P<ny>{YEAR})|[ ](?P<nrel>{_REL})\b)?)
    # 11 tháng qua, tính chung 10 tháng
  | (?P<past>(?P<pn>1[0-2]|0?[2-9])[ ]tháng(?:[ ](?P<qua>qua)\b)?)
    # vào 2025, cuối 2027
  | (?P<bare>(?P<by>{YEAR})(?![.,]?[0-9]|[ ]?(?:%|(?:{_UNITS})\b))
        (?P<clear>(?=[ ]?[,.;:)"\N{{RIGHT DOUBLE QUOTATION MARK}}\n]|$
            |[ ](?:là|đã|sẽ|có|của|được|cho|khi|thì|so|tăng|giảm|đạt|chỉ|bị)\b))?)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MONTH = "(?:1[0-2]|0?[1-9])"
_ROMAN = "(?-i:I{1,3}|IV)"
_NAMED = "(?-i:Một|Hai|Ba|Tư|Năm|Sáu|Bảy|Tám|Chín|Mười(?:[ ](?:[Mm]ột|[Hh]ai))?)"
_YEARS = rf"""
    # năm 2023, năm ngoái; not the first of two
    (?P<year>năm[ ](?:(?P<school>học)[ ]|tài[ ]chính[ ])?
        (?:(?P<y>{YEAR})(?![0-9]|(?:{_TO}|/)(?:năm[ ])?(?:{YEAR}|[0-9]{{2}}(?![0-9/.,-]))|{_UP_TO_NOW})
        |(?:vừa[ ])?(?P<rel>{_REL})\b))
    # (cả) năm
  | (?P<whole>năm\b(?![ ](?:[0-9]|học\b|(?-i:{_STEMS})\b)))
"""
_MONTHS = rf"""
    # tháng 1-6/2024, tháng 5 đến 8-2024, tháng 2/2012 - 9/2015
    (?P<months_to>tháng[ ](?P<r1>{_MONTH})(?:[/.-](?P<ry1>{YEAR}))?(?:[{_DASHES}]|{_TO}(?={_MONTH}[/.-]{YEAR}))
        (?P<r2>{_MONTH})(?![0-9]|[.,-](?!{YEAR})[0-9])
        (?:[/.-](?P<ry>{YEAR})|[ ]năm[ ](?:(?P<ry2>{YEAR})|(?P<rrel>{_REL})\b))?)
    # tháng 5/2023, tháng 12 năm ngoái, tháng Sáu
  | (?P<month>tháng[ ](?:(?P<m>1[0-2]|0?[1-9])(?![0-9]|,[0-9]|[ ]?(?:%|(?:{_UNITS})\b))
        |(?P<mname>{_NAMED})(?![ ](?-i:[A-Z]))\b)
        (?:[ ]?[/.{_DASHES}][ ]?(?P<my>{YEAR})|,?[ ]năm[ ](?:(?P<my2>{YEAR})|(?P<mrel>{_REL})\b)
        |[ ](?P<next>tới)\b(?![ ](?:tháng|ngày|nay|[0-9])))?)
    # (chín) tháng đầu năm
  | (?P<spelled>tháng[ ](?P<send>đầu|cuối)[ ](?:của[ ])?năm(?:[ ](?P<sy>{YEAR})|[ ](?P<srel>{_REL})\b)?)
    # tháng trước, (hai) tháng sau
  | (?P<away>tháng[ ](?:vừa[ ])?(?P<arel>này|trước|qua|rồi|sau|tới)\b)
    # (trong) tháng
  | (?P<same>tháng\b(?![ ][0-9]))
"""
_QUARTERS = rf"""
    # quý II/2024, quý ba, (ba) quý đầu năm
    (?P<quarter>qu[ýí][ ](?:(?P<q>{_ROMAN}|[1-4]|một|hai|ba|tư)\b(?![ ][0-9{_DASHES}])
            (?:[ ]?[/.,{_DASHES}][ ]?(?P<qy>{YEAR})
            |[ ](?:của[ ])?năm[ ](?:tài[ ]chính[ ])?(?:(?P<qy2>{YEAR})|(?P<qrel>{_REL})\b))?
        |(?P<qend>đầu|cuối)[ ](?:tiên[ ]|cùng[ ])?(?:của[ ])?năm(?:[ ](?P<qy3>{YEAR})|[ ](?P<qrel2>{_REL})\b)?))
"""
_HALVES = rf"""
    # nửa đầu năm, nửa cuối 2024
    (?P<half>nửa[ ](?:(?P<hend>đầu|cuối)[ ](?:của[ ])?
            (?:năm\b(?:[ ](?P<hy>{YEAR})|[ ](?P<hrel>{_REL})\b)?|(?P<hy2>{YEAR}))
        |năm[ ](?P<hend2>đầu|cuối)\b(?:[ ](?:năm[ ])?(?P<hy3>{YEAR}))?))
"""
_TODAY = r"""
    # hôm qua, sáng sớm nay, ngày mai
    (?P<today>(?:hôm|sáng(?:[ ]sớm)?|trưa|chiều|tối|đêm|ngày)[ ](?P<shift>nay|qua|mai)\b)
    # (ba) ngày sau
  | (?P<away>ngày[ ](?P<arel>trước|sau)\b)
    # (cùng) ngày
  | (?P<same>ngày\b(?![ ][0-9]))
"""
_NOW = r"""
    # hiện nay, đến thời điểm này
    (?P<now>hiện(?:[ ]nay|[ ]tại|(?![ ](?:trạng|hữu|vật|tượng|diện|trường|hành|thực)\b))(?=[ ,])
        |(?:đến|tới)[ ](?:nay|thời[ ]điểm[ ]này)\b)
"""
_OPENINGS = {
    _YEARS: ("nă",),
    _MONTHS: ("th",),
    _QUARTERS: ("qu",),
    _HALVES: ("nử",),
    _TODAY: ("ng", "hô", "sá", "tr", "ch", "tố", "đê"),
    _NOW: ("hi", "đế", "tớ"),
}
BY_OPENING: Final = {
    opening: re.compile(pattern, re.VERBOSE | re.IGNORECASE)
    for pattern, openings in _OPENINGS.items()
    for opening in openings
}
"""The patterns of expressions that begin with a word, by its first two letters."""
JOINED: Final = re.compile(rf"(?:{_TO}{_PART}|(?:[ ]và)?[ ]rạng[ ]sáng[ ](?:ngày[ ])?)", re.VERBOSE | re.IGNORECASE)
"""What joins two times to the span of time between them."""
MORE_MONTHS: Final = re.compile(
    r"(?:,| và|, và)(?: tháng)? (1[0-2]|0?[1-9])(?![0-9]|[.,/-][0-9]|[ ]?%)\b", re.IGNORECASE
)
"""A further member of `các tháng 9, 10`."""
MORE_YEARS: Final = re.compile(rf"(?:,| và|, và)(?: năm)? ({YEAR})(?![0-9]|[.,/-][0-9]|[ ]?%)", re.IGNORECASE)
"""A further member of `các năm 2015, 2017`."""
