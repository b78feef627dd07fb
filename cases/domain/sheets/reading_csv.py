"""Read text with separators: encoding and separator are found out, nothing is asked."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from django.utils.translation import gettext_lazy as _

from cases.domain.sheets.table import LONGEST_CELL, refusal

_SEPARATORS = (";", "\t", ",", "|")
_NONE = "\x1f"  # stands in no text: every line is one cell
_LOOKED_AT = 100
_AGREE = 0.8
_TOLD = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # how Excel is told
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1e]")


def csv_records(data: bytes) -> Iterator[Sequence[str]]:
    """Return the records of ``data``. Raises Invalid for what is no text or breaks off."""
    text = decoded(data)
    if told := _TOLD.match(text):
        text, separator = text[told.end() :], told[1]
    else:
        separator = separator_of(text)
    return _records(text, separator)


def decoded(data: bytes) -> str:
    """Return the text: UTF-8 or UTF-16 by their marks, else UTF-8, else Windows-1252.

    Raises Invalid for what is none of them.
    """
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return _text(data, encoding)
    try:
        return _text(data, "utf-8-sig")
    except UnicodeDecodeError:
        return _text(data, "cp1252")


def _text(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-8-sig":
            raise
        raise _no_text() from None
    if _BINARY.search(text):
        raise _no_text()
    return text


def _no_text() -> Exception:
    return refusal(
        "sheet_no_text", _("This is neither XLSX nor a text that can be read. Save it as CSV in UTF-8.")
    )


def separator_of(text: str) -> str:
    """Return what parts the cells: on what most of the first rows agree, else nothing does."""
    best = (0.0, 0, _NONE)
    for separator in _SEPARATORS:
        records = islice(_quietly(text, separator), _LOOKED_AT)
        widths = [len(record) for record in records if any(record)]
        if not widths:
            continue
        width, number = Counter(widths).most_common(1)[0]
        agree = number / len(widths)
        headed = widths[0] > 1 and max(widths) == widths[0]  # later rows may end early
        if headed or (width > 1 and agree >= _AGREE):
            best = max(best, (agree, max(width, widths[0]), separator))
    return best[2]


def _quietly(text: str, separator: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error:
        return


def _records(text: str, separator: str) -> Iterator[Sequence[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    while True:
        try:
            record = next(reader, None)
        except csv.Error:
            said = _(
                "Line %(row)s cannot be read: a cell is longer than %(most)s characters, or a quotation mark "
                "is not closed."
            )
            raise refusal(
                "sheet_row_unreadable", said, row=f"{reader.line_num:,}", most=f"{LONGEST_CELL:,}"
            ) from None
        if record is None:
            return
        yield record
