"""Keyset pages: never a skipped or repeated row while rows move, never an OFFSET.

A cursor is the sort key and the id of the last row shown, signed by nothing:
it only narrows a queryset that is scoped already.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q

M = TypeVar("M", bound=models.Model)
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """One page of rows and the cursor of the next (empty at the end)."""

    rows: Sequence[M]
    next_cursor: str


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


def keyset_page(rows: models.QuerySet[M], *, sort: str, cursor: str, size: int = PAGE_SIZE) -> Page[M]:
    """Return one page of ``rows`` by ``sort`` (a field that is never null, "-" for descending).

    A cursor that cannot be read starts from the beginning: it came from a URL.
    """
    descending = sort.startswith("-")
    field = sort.removeprefix("-")
    ordered = rows.order_by(sort, "-pk" if descending else "pk")
    read = _decode(cursor, 2) if cursor else None
    if read is not None:
        try:
            key = _field(rows.model, field).to_python(read[0])
            last = int(read[1])
        except Exception:  # whatever a stranger typed into the address line
            key = None
        if key is not None:
            side = "lt" if descending else "gt"
            ordered = ordered.filter(Q(**{f"{field}__{side}": key}) | Q(**{field: key, f"pk__{side}": last}))
    found = list(ordered[: size + 1])
    following = ""
    if len(found) > size:
        tail = found[size - 1]
        following = _encode([getattr(tail, field), tail.pk])
    return Page(rows=found[:size], next_cursor=following)
