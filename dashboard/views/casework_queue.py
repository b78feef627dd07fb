"""The queue: by time left, filtered, refreshed by itself. The whole state is in the address."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from cases.domain.bulk import bulk_verbs
from cases.domain.queue import (
    COUNTED_UP_TO,
    QueueTab,
    condition_of,
    count_every,
    count_tabs,
    first_tab,
    rows_of,
    sort_of,
    tabs_of,
)
from cases.domain.saved_queues import default_of, queues_of
from cases.enums import UNSENT_STATES
from cases.filters import NARROWING, QueueFilter
from cases.models import Case
from cases.permissions import READERS
from dashboard.forms.casework_queue import Order, QueueLook
from dashboard.views.casework_act import address_of
from dashboard.views.casework_words import items_in_words
from dashboard.views.desk import desk_view
from dashboard.views.queue_address import CURSOR, SAVED, TAB, address, address_of_rules, rules_in
from dashboard.views.queue_bulk import BULK_ICONS
from kernel.clock import now_of
from kernel.htmx import wants_fragment
from kernel.paging import Page, keyset_page

ALWAYS = tuple(tab for tab in QueueTab if tab != QueueTab.REPLAYS)
MORE = ("lane", "level", "agency", "span", "since", "until")
# More than a screen, and a page that is there at once: half of its time is its rows.
ROWS = 25


@never_cache
@require_safe
@desk_view(*READERS)
def queue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the reader's queue; for htmx only the table, with the counts beside it.

    Opened without a word it is the one that the reader chose to begin with.
    """
    fragment = wants_fragment(request)
    if not request.GET and not fragment:
        with acting_as(actor):
            begun = default_of(actor)
        if begun is not None:
            return redirect(address_of_rules(begun.rules, begun.public_id))
    page = _queue_page(request, actor)
    if fragment:
        return render(request, "dashboard/casework/_queue_live.html", page)
    return render(request, "dashboard/casework/queue.html", page | _around(request, actor))


def _queue_page(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    asked, now = request.GET, now_of(request)
    tab, look = _tab(asked, actor), QueueLook(asked, actor=actor)
    narrows = any(asked.get(name) for name in NARROWING)
    with acting_as(actor):
        seen = Case.objects.visible_to(actor)
        narrowed = QueueFilter(asked, queryset=seen, actor=actor, now=now)
        form = narrowed.form
        chosen = narrowed.qs if form.is_valid() else seen.none()
        tabs = tabs_of(actor)
        counts = count_tabs(chosen, actor, tabs, now) if narrows else count_every(actor, tabs, now)
        rows = chosen.filter(condition_of(actor, tab, now))
        page = _page(rows, _sort(actor, tab, look.order), asked)
        lines = rows_of(actor, tab, page.rows)
    return {
        "now": now,
        "rows": [(row, items_in_words(row.items), opens(row.case)) for row in lines],
        "columns": look.shown,
        "tab": tab,
        "tabs": [
            _tab_link(asked, each, counts[each], each == tab)
            for each in tabs
            if counts[each] or each in (tab, *ALWAYS)
        ],
        "form": form,
        "look": look,
        "narrowed": narrows,
        "clear_url": address(asked, tab, keep=False),
        "next_url": address(asked, tab, page.next_cursor) if page.next_cursor else "",
        "first_url": address(asked, tab) if asked.get(CURSOR) else "",
        "reads_only": actor.has(Role.AUDITOR) and not actor.has(*(set(READERS) - {Role.AUDITOR})),
        "is_operator": actor.is_operator,
        "bulk_verbs": [] if tab == QueueTab.REPLAYS else [(v, BULK_ICONS[v]) for v in bulk_verbs(actor)],
        "back_query": asked.urlencode(),
    }


def _around(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """Return what stands around the rows, which a refresh leaves as it is."""
    asked = request.GET
    with acting_as(actor):
        kept = queues_of(actor)
    return {
        "may_report": actor.has(Role.ANALYST),
        "saved": [(each, address_of_rules(each.rules, each.public_id)) for each in kept],
        "saved_now": next((each for each in kept if str(each.public_id) == asked.get(SAVED)), None),
        "save_query": urlencode(rules_in(asked), doseq=True),
        "more": MORE,
        "more_open": any(asked.get(name) for name in MORE),
    }


def _page(rows: QuerySet[Case], sort: str, asked: QueryDict) -> Page[Case]:
    shown = rows.select_related("platform", "category", "agency", "organisation")
    return keyset_page(shown, sort=sort, cursor=asked.get(CURSOR, ""), size=ROWS)


def _sort(actor: Actor, tab: QueueTab, order: Order) -> str:
    due = sort_of(actor, tab)
    return {Order.DUE: due, Order.DUE_LAST: f"-{due}", Order.NEWEST: "-id"}[order]


def opens(case: Case) -> str:
    """Return where a row leads: a draft to the page on which it is decided."""
    name = "approve" if case.state in UNSENT_STATES else "case"
    return address_of(name, case.reference) or address_of("case", case.reference)


def _tab(asked: QueryDict, actor: Actor) -> QueueTab:
    found = [tab for tab in tabs_of(actor) if tab.value == asked.get(TAB)]
    return found[0] if found else first_tab(actor)


def counted(number: int) -> str:
    """Return a count as a tab shows it: exact as far as it was counted."""
    return f"{number_format(COUNTED_UP_TO, force_grouping=True)}+" if number > COUNTED_UP_TO else str(number)


def _tab_link(asked: QueryDict, tab: QueueTab, count: int, active: bool) -> dict[str, Any]:
    return {
        "label": tab.label,
        "url": address(asked, tab),
        "count": counted(count),
        "active": active,
        "breach": tab == QueueTab.BREACHED and count > 0,
    }
