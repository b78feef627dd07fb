"""File number and date of a pasted letter: found, to be offered. Pure.

Numbers and dates of laws are no letter's. What stands in the letter's head comes first.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

Mark = TypeVar("Mark")

MOST_OFFERED = 3
_LONGEST_TEXT = 200_000

_LAW = re.compile(
    r"\b(?:laws?|act|code|ordinance|regulations?|directive|decree|resolution|article|section|cap|undang-undang|"
    r"uu|peraturan|permen\w*|perpu|perpres|pasal|ayat|закон\w*|кодекс\w*|постановлени\w*|стать\w+|част\w+)\b"
    r"|\u6cd5|\u6761\u4f8b",
    re.IGNORECASE,
)
_LAW_WITHIN = 80

_VALUE = (
    r"(?P<value>[\u4e00-\u9fff]{0,8}[\u3014\[]\d{4}[\u3015\]]\s?\d{1,6}\s?\u53f7"
    r"|[^\W_](?:[\w./\u2013-]{0,58}[^\W_])?)"
)
_STRONG = (
    r"(?:our|your)\s+ref(?:erence)?\.?|ref(?:erence)?(?:\s*(?:no|number))?\.?|(?:file|case|letter)\s+(?:no|number)\.?"
    r"|(?:nomor|no\.)\s+(?:surat|berkas|agenda|registrasi|laporan|perkara)|номер\s+(?:реестровой\s+записи|дела|письма)"
    r"|number\s+of\s+the\s+register\s+entry|исх\.?(?:\s+номер)?|aktenzeichen|az\.|\u6587\u53f7|\u7f16\u53f7"
)
_PLAIN = r"nomor|no\.?|номер|№|n\u00ba"
_NUMBER = re.compile(
    rf"(?P<head>^[ \t]*)?(?:(?P<strong>\b(?:{_STRONG}))|(?:(?<!\w)(?P<plain>{_PLAIN})))"
    rf"\s*(?P<colon>[:\uff1a])?\s*(?:(?:is|adalah)\s+)?[#№]?\s*{_VALUE}",
    re.IGNORECASE | re.MULTILINE,
)
_LAW_VALUE = re.compile(r"\d+-?(?:ФЗ|FZ)", re.IGNORECASE)
_LAW_AFTER = re.compile(r"\s+(?:tahun\s+\d{4}|of\s+(?:article|part)\b)", re.IGNORECASE)
_SHORTEST = 3

_MONTHS = {
    month: place
    for place, names in enumerate(
        (
            "january januari jan января", "february februari feb pebruari февраля", "march maret mar марта",
            "april apr апреля", "may mei мая", "june juni jun июня", "july juli jul июля",
            "august agustus aug agu ags августа", "september sept sep сентября",
            "october oktober oct okt октября",
            "november nopember nov nop ноября", "december desember dec des декабря",
        ),
        start=1,
    )
    for month in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"(?<![\w./-])(?:"
    rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?[\s,.-]{{1,3}}(?P<m1>{_MONTH})\.?[\s,.-]{{1,3}}(?P<y1>\d{{4}})"
    rf"|(?P<m2>{_MONTH})\.?\s?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s?(?P<y2>\d{{4}})"
    rf"|(?P<y3>\d{{4}})\u5e74(?P<m3>\d{{1,2}})\u6708(?P<d3>\d{{1,2}})\u65e5"
    rf"|(?P<y4>\d{{4}})-(?P<m4>\d{{2}})-(?P<d4>\d{{2}})"
    rf"|(?P<d5>\d{{1,2}})[./-](?P<m5>\d{{1,2}})[./-](?P<y5>\d{{4}})"
    rf")(?!\w|[./-]\d)",
    re.IGNORECASE,
)
# "Jakarta, 12 September 2025", "Tanggal: 12 September 2025", or nothing else on the line.
_DATE_HEAD = re.compile(
    r"^[ \t>*]*(?:[^\W\d_][\w .]{2,30},[ \t]*|(?:date|dated|tanggal|tgl\.?|дата)[ \t]*[:\uff1a]?[ \t]*)?$",
    re.IGNORECASE | re.MULTILINE,
)
_DATED = re.compile(r"\b(?:dated|tanggal|tertanggal|tgl|от|vom)\.?\s*$", re.IGNORECASE)
_EARLIEST_YEAR = 1990


def file_numbers(text: str) -> list[str]:
    """Return what may be the file number of a letter, the likeliest first."""
    text = text[:_LONGEST_TEXT]
    return _best((rank, match["value"]) for rank, match in _numbers(text))


def letter_dates(text: str) -> list[date]:
    """Return what may be the date of a letter, the likeliest first."""
    text = text[:_LONGEST_TEXT]
    found = []
    for match in _DATE.finditer(text):
        day = _day(match)
        if day is None:
            continue
        line = text.rfind("\n", 0, match.start()) + 1
        if _DATE_HEAD.fullmatch(text, line, match.start()):
            found.append((0, day))
        elif not _of_a_law(text, match.start()) and _DATED.search(
            text, max(0, match.start() - 20), match.start()
        ):
            found.append((1, day))
    return _best(found)


def _numbers(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    for match in _NUMBER.finditer(text):
        value = match["value"]
        if len(value) < _SHORTEST or not any(sign.isdigit() for sign in value):
            continue
        if _LAW_VALUE.fullmatch(value) or _LAW_AFTER.match(text, match.end()):
            continue
        in_head = match["head"] is not None and match["colon"] is not None
        if not in_head and _of_a_law(text, match.start()):
            continue
        yield 0 if in_head else 1 if match["strong"] else 2, match


def _of_a_law(text: str, place: int) -> bool:
    return _LAW.search(text, max(0, place - _LAW_WITHIN), place) is not None


def _day(match: re.Match[str]) -> date | None:
    said = next(place for place in "12345" if match[f"y{place}"])
    month = match[f"m{said}"].lower()
    try:
        day = date(int(match[f"y{said}"]), _MONTHS.get(month) or int(month), int(match[f"d{said}"]))
    except ValueError:
        return None
    return day if day.year >= _EARLIEST_YEAR else None


def _best(found: Iterable[tuple[int, Mark]]) -> list[Mark]:
    ordered = [mark for _rank, mark in sorted(found, key=lambda each: each[0])]
    return list(dict.fromkeys(ordered))[:MOST_OFFERED]
