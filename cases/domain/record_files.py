"""Rows of a record as a file, made line by line while it is sent. Codes and instants as in the API."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from audit.domain.hashing import instant
from cases.domain.sheets.handing_back import still
from cases.enums import RecordPart

CSV_TYPE = "text/csv; charset=utf-8"
JSON_TYPE = "application/json"
FORMAT = "takedown-own-record/1"
COLUMNS: Mapping[RecordPart, tuple[str, ...]] = {
    RecordPart.CASES: (
        "reference",
        "platform",
        "agency",
        "category",
        "urgency",
        "lane",
        "state",
        "file_number",
        "items",
        "sent_at",
        "received_at",
        "acknowledged_at",
        "answered_at",
        "closed_at",
    ),
    RecordPart.ITEMS: (
        "reference",
        "position",
        "url",
        "kind",
        "legal_basis",
        "outcome",
        "outcome_at",
        "refusal_ground",
        "author_told_at",
        "verified_outcome",
        "verified_at",
    ),
    RecordPart.CLOCKS: (
        "reference",
        "clock",
        "run",
        "side",
        "state",
        "started_at",
        "allowance_seconds",
        "stopped_seconds",
        "due_at",
        "met_at",
        "ended_at",
        "end_reason",
    ),
}


def as_csv(part: RecordPart, rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Yield rows as CSV: UTF-8 with its mark, semicolons as in Indonesia, no cell a formula."""
    columns = COLUMNS[part]
    yield ("\ufeff" + _line(columns)).encode()
    for row in rows:
        yield _line([still(_text(row[name])) for name in columns]).encode()


def as_json(head: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Yield one JSON object: what ``head`` says, then ``cases``, one a line."""
    said = json.dumps({"format": FORMAT, **head}, default=_instants, ensure_ascii=False)
    yield f'{said[:-1]}, "cases": [\n'.encode()
    between = ""
    for row in rows:
        yield f"{between}{json.dumps(row, default=_instants, ensure_ascii=False)}".encode()
        between = ",\n"
    yield b"\n]}\n"


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL).writerow(cells)
    return out.getvalue()


def _text(value: Any) -> str:
    if value is None:
        return ""
    return instant(value) if isinstance(value, datetime) else str(value)


def _instants(value: Any) -> str:
    if isinstance(value, datetime):
        return instant(value)
    raise TypeError(type(value).__name__)
