"""Contacts of a service: kept by the operator's lead and the owning agency."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.domain.acting import Actor
from accounts.enums import Role
from channels_registry.domain.contact_hours import is_within, next_opening
from channels_registry.domain.contacts import (
    CONTACT_FIELDS,
    add_contact,
    add_proof,
    change_contact,
    confirm_contact,
    contact_for,
    contacts_of,
    proof_of,
    retire_contact,
)
from channels_registry.domain.registry import platform_for
from channels_registry.models import Contact, Platform
from dashboard.forms.people_setup import ContactForm, ProofFileForm
from dashboard.views.desk import desk_view
from dashboard.views.people_saving import (
    DONE,
    SHOWN,
    attempt,
    attempt_on,
    document_in,
    press,
    saved,
    setup_page,
)
from kernel.clock import now_of
from kernel.errors import Invalid, NotKnown
from kernel.files import guarded, takes_files
from kernel.fingerprints import fingerprint

KEEPERS = (Role.ADMINISTRATOR, Role.LEAD)


@require_http_methods(["GET", "POST"])
@desk_view(*KEEPERS)
def contact_new(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Name a contact of a service."""
    platform = platform_for(actor, slug)
    contacts_of(actor, platform)  # who keeps none sees no form
    operator = platform.organisation
    first = {"rank": 1, "language": operator.language, "time_zone": operator.time_zone}
    form = ContactForm(request.POST or None, initial=first)
    status = SHOWN
    if request.method == "POST":
        status = attempt(
            form, lambda: add_contact(actor=actor, slug=slug, words=form.words(), now=now_of(request))
        )
        if status == DONE:
            return saved(request, _("Named. Orders are announced here from now on."), _address(slug))
    context = {"form": form, "platform": platform, "crumbs": _crumbs(platform, _("New contact"))}
    return setup_page(request, actor, "contact_new.html", context, status)


@require_http_methods(["GET", "POST"])
@desk_view(*KEEPERS)
def contact(request: HttpRequest, actor: Actor, slug: str, contact: UUID) -> HttpResponse:
    """Show a contact, or change what is said of it."""
    found = contact_for(actor, slug, contact)
    if request.method == "GET":
        form = ContactForm(initial={**_says(found), "seen": fingerprint(found, CONTACT_FIELDS)})
        return _page(request, actor, found, form, SHOWN)
    form = ContactForm(request.POST)
    status = attempt_on(
        form,
        lambda: change_contact(
            actor=actor,
            slug=slug,
            contact=contact,
            words=form.words(),
            now=now_of(request),
            seen=form.cleaned_data["seen"],
        ),
        fresh=lambda: contact_for(actor, slug, contact),
        says=_says,
        fields=CONTACT_FIELDS,
    )
    if status == DONE:
        return saved(request, _("Saved, and confirmed by you."), _address(slug))
    return _page(request, actor, found, form, status)


@require_POST
@desk_view(*KEEPERS)
def contact_confirm(request: HttpRequest, actor: Actor, slug: str, contact: UUID) -> HttpResponse:
    """Say that a contact still holds."""
    return press(
        request,
        lambda: confirm_contact(actor=actor, slug=slug, contact=contact, now=now_of(request)),
        done=_("Confirmed."),
        to=_address(slug),
    )


@require_POST
@desk_view(*KEEPERS)
def contact_retire(request: HttpRequest, actor: Actor, slug: str, contact: UUID) -> HttpResponse:
    """Retire a contact."""
    return press(
        request,
        lambda: retire_contact(actor=actor, slug=slug, contact=contact, now=now_of(request)),
        done=_("Retired. Links sent to this contact no longer work."),
        to=_address(slug),
    )


@takes_files
@require_POST
@desk_view(*KEEPERS)
def contact_proof(request: HttpRequest, actor: Actor, slug: str, contact: UUID) -> HttpResponse:
    """Keep the file that appoints a contact."""
    found = contact_for(actor, slug, contact)

    def keep() -> None:
        document = document_in(request)
        if document is None:
            raise Invalid("no_file", _("Choose a file."))
        add_proof(actor=actor, slug=slug, contact=contact, document=document, now=now_of(request))

    to = reverse("dashboard:contact", args=[slug, found.public_id])
    return press(request, keep, done=_("Kept with its hash."), to=to)


@require_GET
@desk_view(*KEEPERS)
def contact_proof_file(request: HttpRequest, actor: Actor, slug: str, contact: UUID) -> HttpResponse:
    """Hand out the newest file that appoints a contact."""
    proof = contact_for(actor, slug, contact).proofs.first()
    if proof is None:
        raise NotKnown("file_unknown", _("There is no such file."))
    return guarded(HttpResponse(bytes(proof.data), content_type="application/pdf"), proof.name)


def _address(slug: str) -> str:
    return reverse("dashboard:platform", args=[slug])


def _says(contact: Contact) -> dict[str, object]:
    said = {name: getattr(contact, name) for name in CONTACT_FIELDS}
    return {**said, "also_languages": ", ".join(contact.also_languages)}


def _crumbs(platform: Platform, last: object) -> list[dict[str, object]]:
    return [
        {"label": _("Platforms"), "url": reverse("dashboard:platforms")},
        {"label": platform.name, "url": _address(platform.slug)},
        {"label": last, "url": ""},
    ]


def _page(
    request: HttpRequest, actor: Actor, contact: Contact, form: ContactForm, status: int
) -> HttpResponse:
    now = now_of(request)
    context = {
        "contact": contact,
        "proof": proof_of(contact),
        "proof_form": ProofFileForm(),
        "there": is_within(contact, now),
        "opens": next_opening(contact, now),
        "platform": contact.platform,
        "form": form,
        "crumbs": _crumbs(contact.platform, contact.name),
    }
    return setup_page(request, actor, "contact.html", context, status)
