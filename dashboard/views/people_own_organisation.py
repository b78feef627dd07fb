"""The organisation of who manages its people: language and zone of its mail and its new people."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.domain.acting import Actor
from accounts.domain.organisations import OWN_FIELDS, change_own_organisation, own_organisation
from accounts.domain.rights import edits_shared
from accounts.models import Organisation
from dashboard.forms.people_setup import OwnOrganisationForm
from dashboard.views.desk import desk_view
from dashboard.views.people_people import MANAGERS
from dashboard.views.people_saving import DONE, SHOWN, attempt_on, saved, setup_page
from kernel.clock import now_of
from kernel.fingerprints import fingerprint


@require_http_methods(["GET", "POST"])
@desk_view(*MANAGERS)
def own(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the reader's organisation, or change its language and zone."""
    house = own_organisation(actor)
    if request.method == "GET":
        form = OwnOrganisationForm(initial={**_says(house), "seen": fingerprint(house, OWN_FIELDS)})
        return _page(request, actor, house, form, SHOWN)
    form = OwnOrganisationForm(request.POST)
    status = attempt_on(
        form,
        lambda: change_own_organisation(
            actor=actor,
            language=form.cleaned_data["language"],
            time_zone=form.cleaned_data["time_zone"],
            now=now_of(request),
            seen=form.cleaned_data["seen"],
        ),
        fresh=lambda: own_organisation(actor),
        says=_says,
        fields=OWN_FIELDS,
    )
    if status == DONE:
        return saved(request, _("Saved."), request.path)
    return _page(request, actor, own_organisation(actor), form, status)


def _says(house: Organisation) -> dict[str, object]:
    return {name: getattr(house, name) for name in OWN_FIELDS}


def _page(
    request: HttpRequest, actor: Actor, house: Organisation, form: OwnOrganisationForm, status: int
) -> HttpResponse:
    context = {"house": house, "form": form, "is_owner": edits_shared(actor)}
    return setup_page(request, actor, "own_organisation.html", context, status)
