"""Who has a case: taken, handed over, left to all by one press; taken back while it can be."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from accounts.models import Membership
from cases.domain import assigning
from cases.domain.case_file import CaseFile, open_cover
from cases.domain.holding import seats_for, side_of
from cases.permissions import READERS, may_assign, may_give
from dashboard.forms.casework_assign import AssignForm
from dashboard.views.casework_act import attach, page_of
from dashboard.views.desk import desk_view
from dashboard.views.undoing import done_with_undo
from kernel.clock import now_of
from kernel.errors import Conflict, Invalid, NotAllowed
from kernel.htmx import go_to


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be given the case, oneself first."""

    seat: Membership
    oneself: bool
    has_it: bool

    @property
    def roles(self) -> str:
        """The roles in words."""
        return ", ".join(str(Role(role).label) for role in self.seat.roles)


@require_http_methods(["GET", "POST"])
@desk_view(*READERS)
def assign(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Show whom the case can be given to; give it to one of them, or leave it to all."""
    file, people = _read(actor, reference)
    if request.method == "GET":
        return _page(request, file, people, AssignForm(), 200)
    form = AssignForm(request.POST)
    if not form.is_valid():
        return _page(request, file, people, form, 422)
    try:
        said, assignment = _do(actor, file, form.cleaned_data["to"], request)
    except (Conflict, Invalid) as error:
        attach(form, error)
        return _page(request, *_read(actor, reference), form, error.status)
    undo = reverse("dashboard:case_assign_undo", args=[file.case.reference, assignment])
    done_with_undo(request, said, undo_url=undo)
    return go_to(request, reverse("dashboard:case", args=[file.case.reference]))


@require_POST
@desk_view(*READERS)
def undo(request: HttpRequest, actor: Actor, reference: str, assignment: UUID) -> HttpResponse:
    """Take back what was just done; too late, the case page says so."""
    try:
        assigning.undo_assignment(
            actor=actor, reference=reference, assignment=assignment, now=now_of(request)
        )
    except Conflict as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Taken back."))
    return go_to(request, reverse("dashboard:case", args=[reference]))


def _do(actor: Actor, file: CaseFile, to: UUID | None, request: HttpRequest) -> tuple[str, UUID]:
    reference, now = file.case.reference, now_of(request)
    if to is None:
        row = assigning.unassign(actor=actor, reference=reference, now=now)
        return _("The case is left to all."), row.public_id
    row = assigning.assign(actor=actor, reference=reference, to=to, now=now)
    if row.user_id == actor.user_id:
        return _("The case is yours."), row.public_id
    return _("The case was handed to %(name)s.") % {"name": row.user.name}, row.public_id


def _read(actor: Actor, reference: str) -> tuple[CaseFile, list[Person]]:
    with acting_as(actor):
        file = open_cover(actor, reference)
        if not may_assign(actor, file.case):
            raise NotAllowed("verb_not_yours", _("Your role cannot do this."))
        seats = list(seats_for(file.case, side_of(actor)))
    holder = file.holder.pk if file.holder else None
    people = [
        Person(seat, oneself=seat.user_id == actor.user_id, has_it=seat.user_id == holder)
        for seat in seats
        if may_give(actor, holder=holder, to=seat.user_id)
    ]
    return file, sorted(people, key=lambda person: not person.oneself)


def _page(
    request: HttpRequest, file: CaseFile, people: list[Person], form: AssignForm, status: int
) -> HttpResponse:
    holder = file.holder
    page = page_of(file, request, _("Assign")) | {
        "form": form,
        "people": people,
        "holder": holder,
        "may_leave": holder is not None and may_give(file.actor, holder=holder.pk, to=None),
    }
    return render(request, "dashboard/casework/assign.html", page, status=status)
