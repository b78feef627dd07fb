"""What the pages of the set-up share: save by a verb, and the frame around."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from accounts.domain.inviting import open_offers
from accounts.enums import Role
from accounts.models import Invitation, Organisation
from channels_registry.domain.documents import Document, read_pdf, too_large
from dashboard.forms.people_fields import CHANGED, SetupForm, StampedForm
from dashboard.navigation import setup_tabs
from kernel.errors import Conflict, Invalid
from kernel.files import FIELD, Upload
from kernel.fingerprints import fingerprint
from kernel.htmx import go_to

DONE = 302
SHOWN = 200


def attempt(form: SetupForm, verb: Callable[[], object]) -> int:
    """Call ``verb`` where the form is valid; return DONE, or the status to show it again with.

    A broken rule stands in the form afterwards; NotKnown and NotAllowed go on to the frame.
    """
    if not form.is_valid():
        return Invalid.status
    try:
        verb()
    except (Invalid, Conflict) as error:
        form.attach(error)
        return error.status
    return DONE


def attempt_on(
    form: StampedForm,
    verb: Callable[[], object],
    *,
    fresh: Callable[[], models.Model],
    says: Callable[[Any], Mapping[str, Any]],
    fields: tuple[str, ...],
) -> int:
    """As ``attempt``; where the row changed meanwhile, show what it says now beside the typed.

    ``fresh`` reads the row again, ``says`` gives its values by the form's names.
    """
    if not form.is_valid():
        return Invalid.status
    try:
        verb()
    except (Invalid, Conflict) as error:
        form.attach(error)
        if error.code == CHANGED:
            row = fresh()
            form.compare(says(row), seen=fingerprint(row, fields))
        return error.status
    return DONE


def press(request: HttpRequest, verb: Callable[[], object], *, done: str | Promise, to: str) -> HttpResponse:
    """Call a verb that takes no words; say what came of it on the page ``to``."""
    try:
        verb()
    except (Invalid, Conflict) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, str(done))
    return go_to(request, to)


def saved(request: HttpRequest, done: str | Promise, to: str) -> HttpResponse:
    """Say what was done and go on to ``to``."""
    messages.success(request, str(done))
    return go_to(request, to)


def document_in(request: HttpRequest) -> Document | None:
    """Return the PDF that came with a form, None where none did. Raises Invalid for anything else."""
    uploads = [each for each in request.FILES.getlist(FIELD) if isinstance(each, Upload)]
    if not uploads:
        return None
    if len(uploads) > 1:
        raise Invalid("one_file", _("One file at a time."), field=FIELD)
    if uploads[0].refused:
        raise too_large(uploads[0].name or "")
    return read_pdf(uploads[0].opened, uploads[0].name or "")


def role_words(roles: Iterable[str]) -> list[str]:
    """Return the names of roles in the reader's language, in the order of the enum."""
    held = set(roles)
    return [str(role.label) for role in Role if role in held]


def offers_in_words(organisation: Organisation) -> list[tuple[Invitation, list[str]]]:
    """Return the open invitations of an organisation, each with the names of its roles."""
    return [(offer, role_words(offer.roles)) for offer in open_offers(organisation)]


def setup_page(
    request: HttpRequest, actor: Actor, template: str, context: Mapping[str, Any], status: int = SHOWN
) -> HttpResponse:
    """Render a page of the set-up below its tabs."""
    tabs = setup_tabs(actor, request.path)
    whole = {"setup_tabs": tabs, **context}
    return render(request, f"dashboard/people/{template}", whole, status=status)
