"""The signed link in a contact's mail: cover, open and sign, acknowledge. No account, no session.

A GET writes nothing: the scanners of mail servers follow every link, and none of them
signs. The address is a secret, so it is neither stored by the browser nor passed on. The
referrer policy is the house's "same-origin" and not "no-referrer": under that one
browsers send a form with ``Origin: null``, which the protection against forged requests refuses.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.acting import Actor, acting_as
from cases.domain import receipt, response
from cases.domain.case_file import CaseFile, open_file
from cases.domain.contact_link import actor_of_contact
from cases.enums import Verb, Via
from dashboard.forms.casework_texts import NothingForm, SignForm
from dashboard.views.casework_act import attach
from dashboard.views.casework_clocks import other_zone, panels_of
from dashboard.views.casework_words import effect_to_come, on_acknowledging, on_signing
from dashboard.views.desk import refused
from kernel.clock import now_of
from kernel.errors import Conflict, DomainError, Invalid, NotKnown

LinkView = Callable[[HttpRequest, Actor, Any, str], HttpResponse]


def by_link(
    view: LinkView, read: Callable[[str, datetime], tuple[Actor, Any]] = actor_of_contact
) -> Callable[[HttpRequest, str], HttpResponse]:
    """Call the view as ``view(request, contact, reference, token)`` in the contact's language and zone.

    ``read`` says who comes by the token and what it is for.
    """

    @wraps(view)
    @sensitive_variables("token")
    def called(request: HttpRequest, token: str) -> HttpResponse:
        try:
            actor, named = read(token, now_of(request))
            language = _language(request, actor)
            with translation.override(language), timezone.override(ZoneInfo(actor.time_zone)):
                answer = _answered(view, request, actor, named, token)
        except NotKnown as error:
            raise Http404(str(error)) from error
        answer["Content-Language"] = language
        answer["Cache-Control"] = "no-store"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return login_not_required(called)


def _language(request: HttpRequest, actor: Actor) -> str:
    """Return the language that was chosen on the page, else the contact's own."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else actor.language


def _answered(view: LinkView, request: HttpRequest, actor: Actor, named: Any, token: str) -> HttpResponse:
    try:
        return view(request, actor, named, token)
    except NotKnown:
        raise
    except DomainError as error:
        return refused(request, error)


@by_link
@require_safe
def link(request: HttpRequest, actor: Actor, reference: str, token: str) -> HttpResponse:
    """Show the cover, or after *open and sign* the order. Writes nothing."""
    sign_form = SignForm(initial={"signer_name": actor.name})
    return _page(request, actor, reference, token, sign_form, 200)


@by_link
@require_POST
def link_open(request: HttpRequest, actor: Actor, reference: str, token: str) -> HttpResponse:
    """Sign the receipt with the name typed, then show the order."""
    form = SignForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, reference, token, form, 422)
    name = form.cleaned_data["signer_name"]
    now = now_of(request)
    try:
        receipt.open_and_sign(actor=actor, reference=reference, now=now, via=Via.LINK, signer_name=name)
    except (Conflict, Invalid) as error:
        attach(form, error)
        return _page(request, actor, reference, token, form, error.status)
    return HttpResponseRedirect(reverse("dashboard:link", args=[token]))


@by_link
@require_POST
def link_acknowledge(request: HttpRequest, actor: Actor, reference: str, token: str) -> HttpResponse:
    """Acknowledge the case, as a person of the platform would."""
    try:
        response.acknowledge(actor=actor, reference=reference, now=now_of(request), via=Via.LINK)
    except (Conflict, Invalid) as error:
        form = NothingForm(request.POST)
        attach(form, error)
        return _page(request, actor, reference, token, form, error.status)
    return HttpResponseRedirect(reverse("dashboard:link", args=[token]))


def _page(
    request: HttpRequest, actor: Actor, reference: str, token: str, form: forms.Form, status: int
) -> HttpResponse:
    now = now_of(request)
    with acting_as(actor):
        file = open_file(actor, reference)
        panels = panels_of(file, now)
    page = _facts(file, panels, now, token, form)
    return render(request, "dashboard/casework/link.html", page, status=status)


def _facts(file: CaseFile, panels: Any, now: datetime, token: str, form: forms.Form) -> dict[str, Any]:
    return {
        "file": file,
        "case": file.case,
        "items": file.items,
        "bases": sorted({item.legal_basis for item in file.items}, key=lambda basis: basis.citation),
        "panels": panels,
        "other_zone": other_zone(file),
        "effect_to_come": effect_to_come(file),
        "now": now,
        "token": token,
        "form": form,
        "may_sign": Verb.OPEN_AND_SIGN in file.verbs and not file.opened,
        "may_acknowledge": Verb.ACKNOWLEDGE in file.verbs and file.opened,
        "sign_consequence": on_signing(file),
        "acknowledge_consequence": on_acknowledging(file),
    }
