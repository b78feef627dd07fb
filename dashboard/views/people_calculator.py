"""The calculator: when a case that does not exist would be due, and why."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.domain.acting import Actor
from cases.domain.calculating import Calculated, calculate
from dashboard.forms.people_calculator import CalculatorForm
from dashboard.views.casework_clocks import ORDER, whose
from dashboard.views.casework_why import Reasons, reasons_of
from dashboard.views.desk import desk_view
from dashboard.views.people_saving import setup_page
from kernel.clock import now_of
from kernel.errors import DomainError, Invalid
from sla.enums import ClockKind


@dataclass(frozen=True, slots=True)
class CalculatedPanel:
    """One clock of a case that does not exist."""

    kind: ClockKind
    ours: bool
    reasons: Reasons


@require_safe
@desk_view()
def calculator(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask for the circumstances; once they are given, show every deadline with its why."""
    asked = "sent_at" in request.GET
    now = timezone.localtime(now_of(request)).replace(second=0, microsecond=0)
    form = CalculatorForm(request.GET if asked else None, actor=actor, initial={"sent_at": now})
    page: dict[str, Any] = {"form": form, "panels": []}
    status = 200
    if asked:
        found = _calculated(form, actor)
        page |= _found(form, found, actor) if found else {}
        status = 200 if found else Invalid.status
    return setup_page(request, actor, "calculator.html", page, status)


def _calculated(form: CalculatorForm, actor: Actor) -> Calculated | None:
    if not form.is_valid():
        return None
    said = form.cleaned_data
    try:
        return calculate(
            actor=actor,
            agency=said["agency"],
            platform=said["platform"],
            category=said["category"],
            urgency=said["urgency"],
            lane=said["lane"],
            moments=form.moments(),
        )
    except DomainError as error:
        form.attach(error)
        return None


def _found(form: CalculatorForm, found: Calculated, actor: Actor) -> dict[str, Any]:
    whys = sorted(found.clocks, key=lambda why: ORDER.index(why.kind))
    agency, platform = form.cleaned_data["agency"], form.cleaned_data["platform"]
    return {
        "found": found,
        "panels": [CalculatedPanel(why.kind, whose(why.kind, actor), reasons_of(why)) for why in whys],
        "other_zone": agency.time_zone if actor.is_operator else platform.organisation.time_zone,
    }
