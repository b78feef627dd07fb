"""Lists: filtered as the pages are, in pages by (updated_at, id), without a skipped or repeated row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

import django_filters
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from api.problems import Fault, invalid
from api.schema import query
from kernel.clock import now_of, settled_before
from kernel.paging import CursorUnreadable, Page, keyset_page

M = TypeVar("M", bound=models.Model)
SIZE, MOST = 50, 100
_SIZE_SHAPE = {"type": "integer", "minimum": 1, "maximum": MOST}
OLDEST_FIRST, NEWEST_FIRST = "updated_at", "-updated_at"


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list is asked for."""

    sort: str
    size: int
    cursor: str
    since: datetime | None

    @property
    def follows(self) -> bool:
        """Whether the list is read in the order of change, to be gone on with later."""
        return self.sort == OLDEST_FIRST


def window_parameters() -> dict[str, OpenApiParameter]:
    """Return the parameters of every paged list."""
    return dict(
        (
            query(
                "sort",
                _(
                    "Newest change first, or oldest first to follow changes: then no change is skipped and "
                    "none comes twice. It runs some seconds behind, until what is being written is settled."
                ),
                enum=[NEWEST_FIRST, OLDEST_FIRST],
                default=NEWEST_FIRST,
            ),
            query("cursor", _("Opaque: “resume” of the page before.")),
            query("page_size", _("1 to 100."), _SIZE_SHAPE, default=SIZE),
            query("updated_since", _("Only what changed at or after this instant."), OpenApiTypes.DATETIME),
        )
    )


def window_of(request: Request) -> Window:
    """Return the part of a list that is asked for. Raises Refusal (422) for words that say none."""
    asked, faults = request.query_params, []
    sort = asked.get("sort", NEWEST_FIRST)
    if sort not in (NEWEST_FIRST, OLDEST_FIRST):
        faults.append(_fault("sort", _("Sort by updated_at or -updated_at.")))
    size = asked.get("page_size", str(SIZE))
    if not (size.isascii() and size.isdecimal() and len(size) <= 3 and 1 <= int(size) <= MOST):
        faults.append(_fault("page_size", _("A page has 1 to 100 rows.")))
    since = read_instant(asked.get("updated_since", ""))
    if "updated_since" in asked and since is None:
        wanted = _("Write an instant with its zone, like 2026-03-02T12:00:00Z.")
        faults.append(_fault("updated_since", wanted))
    if faults:
        raise invalid(faults)
    return Window(sort, int(size), asked.get("cursor", ""), since)


def page_in(request: Request, rows: models.QuerySet[M], window: Window) -> Page[M]:
    """Return one page of ``rows``. Raises Refusal (422) for a cursor that is none of ours."""
    if window.since is not None:
        rows = rows.filter(updated_at__gte=window.since)
    if window.follows:
        rows = rows.filter(updated_at__lt=settled_before(now_of(request._request)))
    try:
        return keyset_page(rows, sort=window.sort, cursor=window.cursor, size=window.size, strict=True)
    except CursorUnreadable as error:
        raise invalid([_fault("cursor", _("This cursor is none of this list."))]) from error


def paged(
    request: Request, page: Page[M], window: Window, words: Callable[[Sequence[M]], list[Any]]
) -> dict[str, Any]:
    """Return a page as JSON says it. ``resume`` goes on after the last row, also when there is no next."""
    following = page.next_cursor
    return {
        "results": words(page.rows),
        "next": _address(request, following) if following else None,
        "resume": page.last_cursor or window.cursor or None,
    }


def narrowed(filters: django_filters.FilterSet) -> models.QuerySet[Any]:
    """Return the rows of a filter. Raises Refusal (422) for a choice that is not offered."""
    if not filters.form.is_valid():
        raise invalid(
            Fault("parameter_not_valid", str(sentence), parameter=name)
            for name, sentences in filters.form.errors.items()
            for sentence in sentences
        )
    rows: models.QuerySet[Any] = filters.qs
    return rows


def _address(request: Request, cursor: str) -> str:
    kept = {name: value for name, value in request.query_params.items() if name != "cursor"}
    return f"{request.path}?{urlencode({**kept, 'cursor': cursor})}"


def _fault(parameter: str, detail: Any) -> Fault:
    return Fault("parameter_not_valid", str(detail), parameter=parameter)


def read_instant(text: str) -> datetime | None:
    """Return an instant that is written with its zone, None for anything else."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
