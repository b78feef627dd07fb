"""Keyset pages: never a skipped or repeated row while rows move, never an OFFSET.

A cursor is the sort key and the id of the last row shown, signed by nothing:
it only narrows a queryset that is scoped already.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q

M = TypeVar("M", bound=models.Model)
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """One page of rows, the cursor of the next (empty at the end), and that of its own last row."""

    rows: Sequence[M]
    next_cursor: str
    last_cursor: str = ""


class CursorUnreadable(ValueError):
    """This cursor is none of this list."""


def _encode(values: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values, default=str).encode()).decode().rstrip("=")


def _decode(cursor: str, length: int) -> list[Any] | None:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded.encode()))
    except (ValueError, binascii.Error, UnicodeError):
        return None
    if not isinstance(values, list) or len(values) != length:
        return None
    return values


def _field(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    found = model._meta.get_field(name)
    if not isinstance(found, models.Field):
        raise FieldDoesNotExist(name)
    return found


def _sorted_by(rows: "models.QuerySet[Any]", name: str) -> "models.Field[Any, Any]":
    """Return the field that rows are sorted by, one of the model or of an annotation."""
    if name in rows.query.annotations:
        found: models.Field[Any, Any] = rows.query.annotations[name].output_field
        return found
    return _field(rows.model, name)


def keyset_page(
    rows: models.QuerySet[M], *, sort: str, cursor: str, size: int = PAGE_SIZE, strict: bool = False
) -> Page[M]:
    """Return one page of ``rows`` by ``sort`` (a field or annotation that is never null, "-" for descending).

    A cursor that cannot be read starts from the beginning: it came from a URL. ``strict``
    raises CursorUnreadable instead, for programs.
    """
    descending = sort.startswith("-")
    field = sort.removeprefix("-")
    ordered = rows.order_by(sort, "-pk" if descending else "pk")
    place = _place(rows, field, cursor) if cursor else None
    if place is not None:
        key, last = place
        side = "lt" if descending else "gt"
        # The first half alone is what an index serves.
        ordered = ordered.filter(**{f"{field}__{side}e": key}).filter(
            Q(**{f"{field}__{side}": key}) | Q(**{field: key, f"pk__{side}": last})
        )
    elif cursor and strict:
        raise CursorUnreadable(cursor)
    found = list(ordered[: size + 1])
    shown = found[:size]
    last_cursor = _encode([getattr(shown[-1], field), shown[-1].pk]) if shown else ""
    return Page(rows=shown, next_cursor=last_cursor if len(found) > size else "", last_cursor=last_cursor)


def _place(rows: "models.QuerySet[Any]", field: str, cursor: str) -> tuple[Any, int] | None:
    read = _decode(cursor, 2)
    if read is None:
        return None
    try:
        key, last = _sorted_by(rows, field).to_python(read[0]), int(read[1])
    except Exception:  # whatever a stranger typed into the address line
        return None
    if key is None or not 0 <= last < 2**63 or (isinstance(key, datetime) and key.tzinfo is None):
        return None
    return key, last
