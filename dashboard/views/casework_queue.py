"""The queue: by time left, filtered, refreshed by itself. The whole state is in the address."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from cases.domain.queue import (
    COUNTED_UP_TO,
    QueueTab,
    condition_of,
    count_tabs,
    first_tab,
    rows_of,
    sort_of,
    tabs_of,
)
from cases.enums import UNSENT_STATES
from cases.filters import NARROWING, QueueFilter
from cases.models import Case
from cases.permissions import READERS
from dashboard.views.casework_act import address_of
from dashboard.views.casework_words import items_in_words
from dashboard.views.desk import desk_view
from kernel.clock import now_of
from kernel.htmx import wants_fragment
from kernel.paging import keyset_page

CURSOR = "after"
TAB = "tab"
ALWAYS = tuple(tab for tab in QueueTab if tab != QueueTab.REPLAYS)


@never_cache
@require_safe
@desk_view(*READERS)
def queue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the reader's queue; for htmx only the table, with the counts beside it."""
    template = "_queue_live.html" if wants_fragment(request) else "queue.html"
    return render(request, f"dashboard/casework/{template}", _queue_page(request, actor))


def _queue_page(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    now, tab = now_of(request), _tab(request.GET, actor)
    with acting_as(actor):
        seen = Case.objects.visible_to(actor)
        narrowed = QueueFilter(request.GET, queryset=seen, actor=actor)
        form = narrowed.form
        chosen = narrowed.qs if form.is_valid() else seen.none()
        counts = count_tabs(chosen, actor, tabs_of(actor), now)
        page = keyset_page(
            chosen.filter(condition_of(actor, tab, now)).select_related(
                "platform", "category", "agency", "organisation"
            ),
            sort=sort_of(actor, tab),
            cursor=request.GET.get(CURSOR, ""),
        )
        rows = rows_of(actor, tab, page.rows)
    return {
        "now": now,
        "rows": [(row, items_in_words(row.items), opens(row.case)) for row in rows],
        "tab": tab,
        "tabs": [
            _tab_link(request.GET, each, counts[each], each == tab)
            for each in tabs_of(actor)
            if counts[each] or each in (tab, *ALWAYS)
        ],
        "form": form,
        "narrowed": any(request.GET.get(name) for name in NARROWING),
        "clear_url": _address(request.GET, tab, keep=False),
        "next_url": _address(request.GET, tab, page.next_cursor) if page.next_cursor else "",
        "first_url": _address(request.GET, tab) if request.GET.get(CURSOR) else "",
        "reads_only": actor.has(Role.AUDITOR) and not actor.has(*(set(READERS) - {Role.AUDITOR})),
        "is_operator": actor.is_operator,
        "may_report": actor.has(Role.ANALYST),
    }


def opens(case: Case) -> str:
    """Return where a row leads: a draft to the page on which it is decided."""
    name = "approve" if case.state in UNSENT_STATES else "case"
    return address_of(name, case.reference) or address_of("case", case.reference)


def _tab(asked: QueryDict, actor: Actor) -> QueueTab:
    found = [tab for tab in tabs_of(actor) if tab.value == asked.get(TAB)]
    return found[0] if found else first_tab(actor)


def _address(asked: QueryDict, tab: QueueTab, cursor: str = "", *, keep: bool = True) -> str:
    kept = [(name, asked[name]) for name in NARROWING if asked.get(name)] if keep else []
    query = [(TAB, tab.value), *kept, *([(CURSOR, cursor)] if cursor else [])]
    return f"{reverse('dashboard:queue')}?{urlencode(query)}"


def counted(number: int) -> str:
    """Return a count as a tab shows it: exact as far as it was counted."""
    return f"{number_format(COUNTED_UP_TO, force_grouping=True)}+" if number > COUNTED_UP_TO else str(number)


def _tab_link(asked: QueryDict, tab: QueueTab, count: int, active: bool) -> dict[str, Any]:
    return {
        "label": tab.label,
        "url": _address(asked, tab),
        "count": counted(count),
        "active": active,
        "breach": tab == QueueTab.BREACHED and count > 0,
    }
