"""The duty roster of one's own organisation: who is on duty, who is away, where nobody is."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.domain.absences import absences_of, colleagues_of, end_absence, enter_absence
from accounts.domain.acting import Actor
from accounts.domain.duty import add_shift, end_shift, keeps_roster, roster_of
from accounts.enums import Role, duty_roles_of
from accounts.models import Membership
from cases.permissions import READERS
from dashboard.forms.people_duty import AbsenceForm, Choice, HandOverForm, ShiftForm
from dashboard.views.desk import desk_view
from dashboard.views.people_saving import DONE, SHOWN, attempt, press, saved, setup_page
from kernel.clock import now_of
from notifications.domain.handing_over import hand_over

# What was moved of an absence is looked through for a while after the return.
STILL_SHOWN = timedelta(days=7)
ABSENCE = {"auto_id": "absence_%s"}


@require_http_methods(["GET", "POST"])
@desk_view()
def roster(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the roster; put somebody on it."""
    people = colleagues_of(actor)
    form = ShiftForm(request.POST or None, people=_by_role(actor, people))
    status = SHOWN
    if request.method == "POST":
        status = attempt(form, lambda: add_shift(actor=actor, now=now_of(request), **form.words()))
        if status == DONE:
            return saved(request, _("On the roster."), _address())
    return _page(request, actor, people, status, shift_form=form)


@require_POST
@desk_view()
def duty_hand_over(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Hand the reader's duty over, now."""
    people = colleagues_of(actor)
    form = HandOverForm(request.POST, people=_by_role(actor, people))
    status = attempt(form, lambda: hand_over(actor=actor, now=now_of(request), **form.words()))
    if status == DONE:
        return saved(request, _("Handed over. You are no longer on duty."), _address())
    return _page(request, actor, people, status, hand_over_form=form)


@require_POST
@desk_view()
def shift_end(request: HttpRequest, actor: Actor, shift: UUID) -> HttpResponse:
    """Take a shift off the roster."""
    done = _("Off the roster.")
    return press(
        request, lambda: end_shift(actor=actor, shift=shift, now=now_of(request)), done=done, to=_address()
    )


@require_POST
@desk_view()
def absence_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Say who is away, and who stands in."""
    people = colleagues_of(actor)
    form = _absence_form(actor, people, request.POST)
    status = attempt(form, lambda: enter_absence(actor=actor, now=now_of(request), **form.words()))
    if status == DONE:
        return saved(request, _("Entered. From then on the stand-in is told."), _address())
    return _page(request, actor, people, status, absence_form=form)


@require_POST
@desk_view()
def absence_end(request: HttpRequest, actor: Actor, absence: UUID) -> HttpResponse:
    """End an absence, or take back one to come."""
    done = _("The absence is over. What was moved meanwhile stays where it is.")
    return press(
        request,
        lambda: end_absence(actor=actor, absence=absence, now=now_of(request)),
        done=done,
        to=_address(),
    )


def _page(
    request: HttpRequest, actor: Actor, people: list[Membership], status: int, **forms: Any
) -> HttpResponse:
    now = now_of(request)
    duties = roster_of(actor, now=now)
    own = {duty.role for duty in duties if any(each.user_id == actor.user_id for each in duty.now)}
    others = [seat for seat in people if seat.user_id != actor.user_id]
    context = {
        "duties": duties,
        "kept": any(duty.shifts for duty in duties),
        "absences": absences_of(actor, after=now - STILL_SHOWN),
        "keeps": keeps_roster(actor),
        "myself": actor.user_id,
        "may_work": actor.sees(*READERS),
        "shift_form": ShiftForm(people=_by_role(actor, people)),
        "hand_over_form": HandOverForm(people=_by_role(actor, others, own)) if own else None,
        "absence_form": _absence_form(actor, people),
        **forms,
    }
    return setup_page(request, actor, "roster.html", context, status)


def _absence_form(actor: Actor, people: list[Membership], data: Any = None) -> AbsenceForm:
    return AbsenceForm(data, people=people, myself=actor.id, anybody=keeps_roster(actor), **ABSENCE)


def _by_role(actor: Actor, people: list[Membership], only: set[Role] | None = None) -> list[Choice]:
    """Return the people who can be on duty, role by role."""
    roles = [role for role in duty_roles_of(actor.organisation_kind) if only is None or role in only]
    return [
        (
            str(role.label),
            [
                (f"{role.value}:{seat.user.public_id}", seat.user.name)
                for seat in people
                if role in seat.roles
            ],
        )
        for role in roles
    ]


def _address() -> str:
    return reverse("dashboard:roster")
