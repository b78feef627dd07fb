"""The first steps of a new organisation, for who manages its people."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.domain.acting import Actor, acting_as
from accounts.enums import OrganisationKind, Role
from cases.domain.first_steps import FirstStep, Ticked, first_steps
from dashboard.views.desk import desk_view
from dashboard.views.people_saving import setup_page
from kernel.clock import now_of


@dataclass(frozen=True, slots=True)
class _Words:
    title: str | Promise
    why: str | Promise
    to: str
    link: str | Promise


_INVITE = _("Invite somebody")
AGENCY = {
    FirstStep.PEOPLE: _Words(
        _("Invite an analyst and an approver"),
        _("Who files and who approves are two people. Until both are there nothing goes out."),
        "person_new",
        _INVITE,
    ),
    FirstStep.OPERATORS: _Words(
        _("Found the operators"),
        _("The companies that run the services. Each gets its first lead by an invitation."),
        "organisation_new",
        _("New organisation"),
    ),
    FirstStep.SERVICES: _Words(
        _("Register their services with their hosts"),
        _("By its host a link finds its addressee."),
        "platforms",
        _("Platforms"),
    ),
    FirstStep.CONTACTS: _Words(
        _("A duty contact at every service"),
        _("The lead of the operator names them, or you do. Without one nobody is told."),
        "platforms",
        _("Platforms"),
    ),
    FirstStep.PROOF: _Words(
        _("The proof of each duty contact's appointment"),
        _("The letter that names the contact, or its date and number."),
        "platforms",
        _("Platforms"),
    ),
    FirstStep.LAW: _Words(
        _("The provisions that orders rest on"),
        _("Of your jurisdiction, with the days on which they are in force."),
        "legal_bases",
        _("Legal bases"),
    ),
    FirstStep.POLICY: _Words(
        _("A policy in force for your jurisdiction"),
        _("It says the hours. Nothing is sent without."),
        "policies",
        _("Policies"),
    ),
    FirstStep.AGREEMENT: _Words(
        _("An agreement with a service"),
        _("Where an SOP or a joint statement says other hours than the default."),
        "agreements",
        _("Agreements"),
    ),
    FirstStep.DRILL: _Words(
        _("The first test of a contact, answered"),
        _("Set how often tests go out at each service; the contact answers by the link in the mail."),
        "platforms",
        _("Platforms"),
    ),
    FirstStep.REPORT: _Words(
        _("The first report, referred"),
        _("An analyst of yours pastes what was found and refers it."),
        "people",
        _("People"),
    ),
    FirstStep.CASE: _Words(
        _("The first case, sent"),
        _("An analyst pastes what was found and files it; an approver sends it."),
        "people",
        _("People"),
    ),
}
OPERATOR = {
    FirstStep.PEOPLE: _Words(
        _("Invite a moderator"),
        _("Moderators sign, acknowledge and decide. You may do it too."),
        "person_new",
        _INVITE,
    ),
    FirstStep.CONTACTS: _Words(
        _("A duty contact at each of your services"),
        _("Orders are announced there, with a signed link. Without one nobody is told."),
        "platforms",
        _("Platforms"),
    ),
    FirstStep.PROOF: AGENCY[FirstStep.PROOF],
    FirstStep.AGREEMENT: _Words(
        _("An agreement with an agency"),
        _("Your side of it; the owning agency keeps it."),
        "agreements",
        _("Agreements"),
    ),
    FirstStep.DRILL: _Words(
        _("The first test of your contact, answered"),
        _("It comes by mail and is answered by its link."),
        "platforms",
        _("Platforms"),
    ),
    FirstStep.CASE: _Words(
        _("The first case"),
        _("It arrives in the queue; opening it is the receipt."),
        "queue",
        _("Queue"),
    ),
}


@require_safe
@desk_view(Role.ADMINISTRATOR, Role.LEAD)
def first(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what a new organisation does first, and what of it is done."""
    with acting_as(actor):
        ticked = first_steps(actor, now_of(request))
    rows = [_row(each, actor) for each in ticked]
    done = sum(each.done for each in ticked)
    following = next((row for row in rows if not row["done"]), None)
    context = {"rows": rows, "done": done, "all": len(rows), "following": following}
    return setup_page(request, actor, "first.html", context)


def _row(ticked: Ticked, actor: Actor) -> dict[str, Any]:
    operator = actor.organisation_kind == OrganisationKind.OPERATOR
    words = (OPERATOR if operator else AGENCY)[ticked.step]
    url = reverse(f"dashboard:{words.to}")
    return {"done": ticked.done, "title": words.title, "why": words.why, "url": url, "link": words.link}
