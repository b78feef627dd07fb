"""Retention: what may be erased, what is held back, and the order to erase."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.acting import Actor, acting_as
from accounts.enums import AGENCY_KINDS
from cases.domain.retention import (
    KEEPERS,
    READERS,
    erasures_of,
    holds_of,
    lift_hold,
    order_erasure,
    place_hold,
    preview,
)
from dashboard.forms.people_retention import HoldForm
from dashboard.views.desk import desk_view
from dashboard.views.people_saving import DONE, SHOWN, attempt, press, saved, setup_page
from kernel.clock import now_of
from kernel.errors import Invalid, NotKnown
from sla.models import Category

keeper_view = desk_view(*KEEPERS, kinds=AGENCY_KINDS)


@require_safe
@desk_view(*READERS, kinds=AGENCY_KINDS)
def retention(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what an order given now would erase, the holds and the orders."""
    return _page(request, actor, HoldForm(), SHOWN)


@require_POST
@keeper_view
def erasure_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Order that what was listed is erased."""

    def order() -> None:
        try:
            until = datetime.fromisoformat(request.POST.get("until", ""))
            if until.tzinfo is None:
                raise ValueError
        except ValueError as error:
            raise Invalid("until", _("Look at the list again, then order.")) from error
        order_erasure(actor=actor, until=until, now=now_of(request))

    return press(request, order, done=_("Ordered. The texts are erased batch by batch."), to=_address())


@require_POST
@keeper_view
def hold_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Hold back a case from erasure."""
    form = HoldForm(request.POST)

    def place() -> None:
        said = form.cleaned_data
        try:
            place_hold(actor=actor, reference=said["reference"], reason=said["reason"], now=now_of(request))
        except NotKnown as error:
            raise Invalid("reference", str(error), field="reference") from error

    status = attempt(form, place)
    if status == DONE:
        return saved(request, _("Held back."), _address())
    return _page(request, actor, form, status)


@require_POST
@keeper_view
def hold_lift(request: HttpRequest, actor: Actor, hold: UUID) -> HttpResponse:
    """Lift a hold."""
    return press(
        request,
        lambda: lift_hold(actor=actor, hold=hold, now=now_of(request)),
        done=_("Lifted."),
        to=_address(),
    )


def _address() -> str:
    return reverse("dashboard:retention")


def _page(request: HttpRequest, actor: Actor, form: HoldForm, status: int) -> HttpResponse:
    now = now_of(request)
    found = preview(actor, now)
    orders = erasures_of(actor)
    with acting_as(actor):
        holds = holds_of(actor)
    context = {
        "found": found,
        "until": now.isoformat(),
        "more": found.cases - len(found.rows),
        "orders": orders,
        "runs": any(order.finished_at is None for order in orders),
        "holds": holds,
        "form": form,
        "may_keep": actor.has(*KEEPERS),
        "categories": list(Category.objects.filter(active=True)),
    }
    return setup_page(request, actor, "retention.html", context, status)
