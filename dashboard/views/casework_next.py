"""From one case to the next of the queue that one came from.

The case page learns the queue from where the browser came from; from there on it goes along in
the address, as what it is asked by. Nothing else of it is believed: unknown names fall away, and
it leads to this desk's own queue whatever it says.
"""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from cases.domain.queue import condition_of, first_tab, sort_of, tabs_of
from cases.filters import NARROWING, QueueFilter
from cases.models import Case
from kernel.clock import now_of
from kernel.htmx import go_to

QUEUE, THEN, NEXT = "queue", "then", "next"
TAB = "tab"
KEPT = (TAB, *NARROWING, "sort", "columns", "saved")
LONGEST = 1_000  # characters of an address


def queue_of(request: HttpRequest) -> str:
    """Return what the queue is asked by that the reader came from, empty where he came from none."""
    said = request.POST.get(QUEUE) or request.GET.get(QUEUE)
    return _read(_came_from(request) if said is None else said)


def _came_from(request: HttpRequest) -> str:
    try:
        before = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    ours = before.netloc == request.get_host() and before.path == reverse("dashboard:queue")
    return (before.query or f"{TAB}=") if ours else ""


def _read(said: str) -> str:
    if len(said) > LONGEST:
        return ""
    named = [pair for pair in parse_qsl(said, keep_blank_values=True) if pair[0] in KEPT]
    return urlencode([(name, value) for name, value in named if value or name == TAB])


def queue_address(query: str) -> str:
    """Return the address of the queue that is asked by ``query``."""
    address = reverse("dashboard:queue")
    return f"{address}?{query}" if query else address


def along(url: str, query: str) -> str:
    """Return ``url`` with the queue that one came from going along."""
    if not query:
        return url
    address, mark, place = url.partition("#")
    return f"{address}{'&' if '?' in address else '?'}{urlencode({QUEUE: query})}{mark}{place}"


def go_on(request: HttpRequest, actor: Actor, before: Case, lands: str = "") -> HttpResponse:
    """Lead back to the case, or on to the next of the queue where that was pressed.

    ``before``: the case as it stood before the step, which may have taken it out of the queue.
    """
    query = queue_of(request)
    if query and request.POST.get(THEN) == NEXT:
        return go_to(request, _following(request, actor, query, before))
    return go_to(request, along(reverse("dashboard:case", args=[before.reference]) + lands, query))


def _following(request: HttpRequest, actor: Actor, query: str, before: Case) -> str:
    asked = QueryDict(query)
    found = _next_case(request, actor, asked, before)
    if found is None:
        messages.info(request, _("That was the last one of this queue."))
        return queue_address(query)
    return along(reverse("dashboard:case", args=[found]), query)


def _next_case(request: HttpRequest, actor: Actor, asked: Mapping[str, str], before: Case) -> str | None:
    """Return the case that comes after ``before`` by time left; after the last one, the first."""
    now = now_of(request)
    tab = next((tab for tab in tabs_of(actor) if tab.value == asked.get(TAB)), first_tab(actor))
    sort = sort_of(actor, tab)
    with acting_as(actor):
        seen = Case.objects.visible_to(actor)
        narrowed = QueueFilter(asked, queryset=seen, actor=actor, now=now)
        chosen = narrowed.qs if narrowed.form.is_valid() else seen.none()
        rows = chosen.filter(condition_of(actor, tab, now)).exclude(pk=before.pk)
        ordered = rows.order_by(sort, "pk").values_list("reference", flat=True)
        place = getattr(before, sort)
        # The first half alone is what an index serves.
        later = ordered.filter(**{f"{sort}__gte": place}).filter(
            Q(**{f"{sort}__gt": place}) | Q(pk__gt=before.pk)
        )
        return later.first() or ordered.first()
