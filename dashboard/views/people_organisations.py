"""Organisations: founded, changed, closed and opened by the owning agency."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.domain.acting import Actor
from accounts.domain.organisations import (
    ORGANISATION_FIELDS,
    change_organisation,
    open_organisation,
    organisation_for,
    organisations_for,
    own_organisation,
)
from accounts.domain.rights import has_manager, managed_organisations
from accounts.enums import Role, managing_role
from accounts.models import Organisation
from channels_registry.domain.seats import deactivate_organisation
from dashboard.forms.people_seats import FirstForm
from dashboard.forms.people_setup import NewOrganisationForm, OrganisationForm
from dashboard.views.desk import desk_view
from dashboard.views.people_saving import (
    DONE,
    SHOWN,
    attempt,
    attempt_on,
    offers_in_words,
    press,
    saved,
    setup_page,
)
from kernel.clock import now_of
from kernel.fingerprints import fingerprint
from notifications.domain.invitations import create_organisation, invite

owner_view = desk_view(Role.ADMINISTRATOR, owner=True)


@require_safe
@owner_view
def organisations(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List every organisation."""
    managed = managed_organisations()
    rows = [(each, each.pk in managed) for each in organisations_for(actor)]
    return setup_page(request, actor, "organisations.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@owner_view
def organisation_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Found an organisation and invite the first who manages its people."""
    home = own_organisation(actor)
    first = {"language": home.language, "time_zone": home.time_zone, "jurisdiction": home.jurisdiction}
    form = NewOrganisationForm(request.POST or None, initial=first)
    status = SHOWN
    if request.method == "POST":
        status = attempt(
            form,
            lambda: create_organisation(
                actor=actor,
                kind=form.cleaned_data["kind"],
                words=form.words(),
                first=form.cleaned_data["first"],
                now=now_of(request),
            ),
        )
        if status == DONE:
            to = reverse("dashboard:organisations")
            return saved(request, _("Founded. The invitation is on its way."), to)
    return setup_page(request, actor, "organisation_new.html", {"form": form}, status)


@require_http_methods(["GET", "POST"])
@owner_view
def organisation(request: HttpRequest, actor: Actor, organisation: UUID) -> HttpResponse:
    """Show an organisation, or change what is said of it."""
    found = organisation_for(actor, organisation)
    if request.method == "GET":
        first = {**_says(found), "seen": fingerprint(found, ORGANISATION_FIELDS)}
        return _page(request, actor, found, OrganisationForm(initial=first), FirstForm(), SHOWN)
    form = OrganisationForm(request.POST)
    status = attempt_on(
        form,
        lambda: change_organisation(
            actor=actor,
            organisation=organisation,
            words=form.words(),
            now=now_of(request),
            seen=form.cleaned_data["seen"],
        ),
        fresh=lambda: organisation_for(actor, organisation),
        says=_says,
        fields=ORGANISATION_FIELDS,
    )
    if status == DONE:
        return saved(request, _("Saved."), _address(organisation))
    return _page(request, actor, found, form, FirstForm(), status)


@require_POST
@owner_view
def organisation_invite(request: HttpRequest, actor: Actor, organisation: UUID) -> HttpResponse:
    """Invite the first who manages the people of an organisation."""
    found = organisation_for(actor, organisation)
    form = FirstForm(request.POST)
    status = attempt(
        form,
        lambda: invite(
            actor=actor,
            organisation=organisation,
            email=form.cleaned_data["email"],
            roles=[managing_role(found.kind)],
            now=now_of(request),
        ),
    )
    if status == DONE:
        return saved(request, _("Invited. The mail is on its way."), _address(organisation))
    first = {**_says(found), "seen": fingerprint(found, ORGANISATION_FIELDS)}
    return _page(request, actor, found, OrganisationForm(initial=first), form, status)


@require_POST
@owner_view
def organisation_close(request: HttpRequest, actor: Actor, organisation: UUID) -> HttpResponse:
    """Close an organisation."""
    return press(
        request,
        lambda: deactivate_organisation(actor=actor, organisation=organisation, now=now_of(request)),
        done=_("Closed. Its people are signed out and its services take no new cases."),
        to=_address(organisation),
    )


@require_POST
@owner_view
def organisation_open(request: HttpRequest, actor: Actor, organisation: UUID) -> HttpResponse:
    """Open a closed organisation again."""
    return press(
        request,
        lambda: open_organisation(actor=actor, organisation=organisation, now=now_of(request)),
        done=_("Open again. Put its services into use and name its contacts anew."),
        to=_address(organisation),
    )


def _address(organisation: UUID) -> str:
    return reverse("dashboard:organisation", args=[organisation])


def _says(organisation: Organisation) -> dict[str, object]:
    return {name: getattr(organisation, name) for name in ORGANISATION_FIELDS}


def _page(
    request: HttpRequest,
    actor: Actor,
    organisation: Organisation,
    form: OrganisationForm,
    first: FirstForm,
    status: int,
) -> HttpResponse:
    context = {
        "organisation": organisation,
        "form": form,
        "first": first,
        "managed": has_manager(organisation),
        "manager": managing_role(organisation.kind).label,
        "offers": offers_in_words(organisation),
        "crumbs": [
            {"label": _("Organisations"), "url": reverse("dashboard:organisations")},
            {"label": organisation.name, "url": ""},
        ],
    }
    return setup_page(request, actor, "organisation.html", context, status)
