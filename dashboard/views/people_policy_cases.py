"""What a version would do to the cases that are open, and the order that they go over to it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.acting import Actor, acting_as
from accounts.enums import AGENCY_KINDS, Role
from cases.domain.policy_move_work import work_moves
from cases.domain.policy_moving import MOVERS, moves_of, order_move
from cases.domain.policy_preview import page_of, totals_of
from dashboard.views.desk import desk_view
from dashboard.views.people_policy_versions import crumbs_to
from dashboard.views.people_saving import press, setup_page
from kernel.clock import database_now, now_of
from sla.domain.policies import version_for
from sla.enums import VersionState

# So few cases go over while the page waits; more are a worker's.
AT_ONCE = 20


@require_safe
@desk_view(Role.ADMINISTRATOR, Role.SUPERVISOR, kinds=AGENCY_KINDS)
def policy_cases(request: HttpRequest, actor: Actor, code: str, number: int) -> HttpResponse:
    """Show which deadlines a version would move, which would pass and what would fire at once."""
    version, now = version_for(actor, code, number), now_of(request)
    cursor = request.GET.get("after", "")
    state = version.state_at(now)
    with acting_as(actor):
        rows, page = page_of(actor, version, now, cursor)
        totals = None if cursor else totals_of(actor, version, now)
        orders = moves_of(actor, version)
    title = _("Open cases under version %(number)s") % {"number": number}
    context = {
        "version": version,
        "policy": version.policy,
        "state": state,
        "rows": [(row, [(each, each.late_at_once(now)) for each in row.shifts]) for row in rows],
        "totals": totals,
        "orders": orders,
        "next": f"?after={page.next_cursor}" if page.next_cursor else "",
        "first": request.path if cursor else "",
        "may_move": bool(rows) and state == VersionState.PUBLISHED and actor.has(*MOVERS),
        "runs": any(order.finished_at is None for order in orders),
        "title": title,
        "crumbs": crumbs_to(version, title),
    }
    return setup_page(request, actor, "policy_cases.html", context)


@require_POST
@desk_view(*MOVERS, kinds=AGENCY_KINDS)
def policy_move(request: HttpRequest, actor: Actor, code: str, number: int) -> HttpResponse:
    """Order that the agency's open cases go over to a version."""

    def order() -> None:
        move = order_move(actor=actor, code=code, number=number, now=now_of(request))
        if len(move.chosen) <= AT_ONCE:
            work_moves(clock=database_now, subject=UUID(str(move.public_id)))

    to = reverse("dashboard:policy_cases", args=[code, number])
    return press(request, order, done=_("Ordered. The cases go over one by one."), to=to)
