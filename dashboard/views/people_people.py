"""People of one's own organisation: list, invitations, seats."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.domain.acting import Actor
from accounts.domain.inviting import revoke_invitation
from accounts.domain.organisations import organisation_for, own_organisation
from accounts.domain.people import (
    SEAT_FIELDS,
    change_roles,
    enable,
    people_of,
    seat_of,
    set_clearance,
)
from accounts.domain.second_factor import has_factor
from accounts.enums import Role
from accounts.models import Invitation, Membership
from channels_registry.domain.seats import disable_person
from dashboard.forms.people_seats import InviteForm, SeatForm
from dashboard.views.desk import desk_view
from dashboard.views.people_saving import (
    DONE,
    SHOWN,
    attempt,
    attempt_on,
    offers_in_words,
    press,
    role_words,
    saved,
    setup_page,
)
from kernel.clock import now_of
from kernel.fingerprints import fingerprint
from notifications.domain.invitations import invite, invite_again
from notifications.domain.second_factors import reset_second_factor

MANAGERS = (Role.ADMINISTRATOR, Role.LEAD)


@require_safe
@desk_view(*MANAGERS)
def people(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the people of the reader's organisation and the invitations that are open."""
    seats = people_of(actor)
    context = {"seats": [_row(seat) for seat in seats], "offers": offers_in_words(own_organisation(actor))}
    return setup_page(request, actor, "people.html", context)


@require_http_methods(["GET", "POST"])
@desk_view(*MANAGERS)
def person_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Invite somebody into the reader's organisation."""
    form = InviteForm(request.POST or None, kind=actor.organisation_kind)
    status = SHOWN
    if request.method == "POST":
        status = attempt(
            form,
            lambda: invite(
                actor=actor,
                organisation=own_organisation(actor).public_id,
                email=form.cleaned_data["email"],
                roles=form.cleaned_data["roles"],
                now=now_of(request),
            ),
        )
        if status == DONE:
            return saved(request, _("Invited. The mail is on its way."), reverse("dashboard:people"))
    return setup_page(request, actor, "person_new.html", {"form": form}, status)


@require_http_methods(["GET", "POST"])
@desk_view(*MANAGERS)
def person(request: HttpRequest, actor: Actor, person: UUID) -> HttpResponse:
    """Show a person of the reader's organisation, or change roles and post."""
    seat = seat_of(actor, person)
    kind = actor.organisation_kind
    if request.method == "GET":
        first = {**_says(seat), "seen": fingerprint(seat, SEAT_FIELDS)}
        return _person_page(request, actor, seat, SeatForm(initial=first, kind=kind), SHOWN)
    form = SeatForm(request.POST, kind=kind)
    status = attempt_on(
        form,
        lambda: change_roles(
            actor=actor,
            person=person,
            roles=form.cleaned_data["roles"],
            post=form.cleaned_data["post"],
            now=now_of(request),
            seen=form.cleaned_data["seen"],
        ),
        fresh=lambda: seat_of(actor, person),
        says=_says,
        fields=SEAT_FIELDS,
    )
    if status == DONE:
        return saved(request, _("Saved."), _address(person))
    return _person_page(request, actor, seat_of(actor, person), form, status)


@require_POST
@desk_view(*MANAGERS)
def person_clearance(request: HttpRequest, actor: Actor, person: UUID) -> HttpResponse:
    """Grant or end the clearance for restricted categories."""
    cleared = request.POST.get("cleared") == "yes"
    return press(
        request,
        lambda: set_clearance(actor=actor, person=person, cleared=cleared, now=now_of(request)),
        done=_("Clearance granted.") if cleared else _("Clearance ended."),
        to=_address(person),
    )


@require_POST
@desk_view(*MANAGERS)
def person_disable(request: HttpRequest, actor: Actor, person: UUID) -> HttpResponse:
    """Close the account of a person."""
    return press(
        request,
        lambda: disable_person(actor=actor, person=person, now=now_of(request)),
        done=_("Account closed. Sessions and links have ended."),
        to=_address(person),
    )


@require_POST
@desk_view(*MANAGERS)
def person_enable(request: HttpRequest, actor: Actor, person: UUID) -> HttpResponse:
    """Open the account of a person again."""
    return press(
        request,
        lambda: enable(actor=actor, person=person, now=now_of(request)),
        done=_("Account open again."),
        to=_address(person),
    )


@require_POST
@desk_view(*MANAGERS)
def person_factor_reset(request: HttpRequest, actor: Actor, person: UUID) -> HttpResponse:
    """Take the second factor of a colleague who lost it."""
    return press(
        request,
        lambda: reset_second_factor(actor=actor, person=person, now=now_of(request)),
        done=_("Second factor reset. Sessions have ended; the person is told."),
        to=_address(person),
    )


@require_POST
@desk_view(*MANAGERS)
def invitation_again(request: HttpRequest, actor: Actor, invitation: UUID) -> HttpResponse:
    """Mail an invitation once more."""
    return press(
        request,
        lambda: invite_again(actor=actor, invitation=invitation, now=now_of(request)),
        done=_("Sent again. It holds for seven more days."),
        to=_back(actor, invitation),
    )


@require_POST
@desk_view(*MANAGERS)
def invitation_revoke(request: HttpRequest, actor: Actor, invitation: UUID) -> HttpResponse:
    """End an invitation."""
    return press(
        request,
        lambda: revoke_invitation(actor=actor, invitation=invitation, now=now_of(request)),
        done=_("Revoked. Its link no longer works."),
        to=_back(actor, invitation),
    )


def _address(person: UUID) -> str:
    return reverse("dashboard:person", args=[person])


def _back(actor: Actor, invitation: UUID) -> str:
    """Return the page on which the invitation stands: one's own people, or an organisation's."""
    offer = Invitation.objects.select_related("organisation").filter(public_id=invitation).first()
    if offer is None or offer.organisation_id == actor.organisation_id:
        return reverse("dashboard:people")
    organisation = organisation_for(actor, offer.organisation.public_id)
    return reverse("dashboard:organisation", args=[organisation.public_id])


def _says(seat: Membership) -> dict[str, object]:
    return {"roles": seat.roles, "post": seat.post}


def _row(seat: Membership) -> dict[str, object]:
    return {
        "seat": seat,
        "user": seat.user,
        "roles": role_words(seat.roles),
    }


def _person_page(
    request: HttpRequest, actor: Actor, seat: Membership, form: SeatForm, status: int
) -> HttpResponse:
    crumbs = [
        {"label": _("People"), "url": reverse("dashboard:people")},
        {"label": seat.user.name, "url": ""},
    ]
    context = {
        **_row(seat),
        "form": form,
        "crumbs": crumbs,
        "uncleared": [("cleared", "no")],
        "oneself": seat.user_id == actor.user_id,
        "has_factor": has_factor(seat.user),
    }
    return setup_page(request, actor, "person.html", context, status)
