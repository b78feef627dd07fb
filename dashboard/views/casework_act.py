"""One address a step: its page on GET, the verb on POST; what is typed is never lost."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.domain.acting import Actor, acting_as
from cases.domain.case_file import CaseFile, open_file
from cases.domain.kept_texts import forget_texts, kept_texts
from cases.domain.lifecycle import check_move
from cases.enums import Verb
from cases.permissions import READERS, may
from dashboard.templatetags.instants import short_instant
from dashboard.views.casework_insert import INSERT, inserted, offered_templates
from dashboard.views.casework_kept import FORMS, Kept, kept_in, kept_note
from dashboard.views.casework_meanwhile import opened_as
from dashboard.views.casework_next import along, go_on, queue_address, queue_of
from dashboard.views.casework_step import Step
from dashboard.views.casework_steps import STEP
from dashboard.views.desk import desk_view
from kernel.clock import now_of
from kernel.errors import Conflict, DomainError, Invalid, NotAllowed


def read_file(actor: Actor, reference: str) -> CaseFile:
    """Return the file of a case, read in a scope of its own. Raises NotKnown."""
    with acting_as(actor):
        return open_file(actor, reference)


def read_begun(actor: Actor, reference: str) -> tuple[CaseFile, Kept]:
    """Return the file of a case, and what the actor typed there and has not sent. Raises NotKnown."""
    with acting_as(actor):
        file = open_file(actor, reference)
        return file, kept_texts(actor, file.case)


def check_offered(actor: Actor, file: CaseFile, verb: Verb, *, state_too: bool) -> None:
    """Raise NotAllowed where the role forbids ``verb``, and with ``state_too`` Conflict where the state does.

    A form that was sent is left to the verb: what was typed comes back with its sentence.
    """
    if not may(actor, verb, file.case):
        raise NotAllowed("verb_not_yours", _("Your role cannot do this."))
    if state_too:
        check_move(file.case.state, verb)


def attach(form: forms.Form, error: DomainError) -> None:
    """Say the sentence of a rule at the field it names, else above the form."""
    named = {"minutes": "amount"}.get(error.field, error.field)
    form.add_error(named if named in form.fields else None, str(error.message))


def crumbs_of(file: CaseFile, query: str, *labels: Any) -> list[dict[str, Any]]:
    """Return the way back: the queue as it was left, the case, and where one stands."""
    reference = file.case.reference
    way: list[dict[str, Any]] = [{"label": _("Queue"), "url": queue_address(query)}]
    case_url = along(reverse("dashboard:case", args=[reference]), query) if labels else ""
    return [*way, {"label": reference, "url": case_url}, *({"label": label} for label in labels)]


def address_of(name: str, reference: str) -> str:
    """Return the address of another page about a case; empty where this desk has no such page."""
    try:
        return reverse(f"dashboard:{name}", args=[reference])
    except NoReverseMatch:
        return ""


def page_of(file: CaseFile, request: HttpRequest, *labels: Any) -> dict[str, Any]:
    """Return what every page about one case needs."""
    query = queue_of(request)
    return {
        "file": file,
        "case": file.case,
        "clock": file.next_clock(),
        "now": now_of(request),
        "crumbs": crumbs_of(file, query, *labels),
        "queue": query,
        "case_url": along(reverse("dashboard:case", args=[file.case.reference]), query),
    }


@require_http_methods(["GET", "POST"])
@desk_view(*READERS)
def act(request: HttpRequest, actor: Actor, reference: str, slug: str) -> HttpResponse:
    """Show a step's form, or do it. A rule that says no comes back with everything typed."""
    step = STEP[slug]
    file, kept = read_begun(actor, reference)
    check_offered(actor, file, step.verb, state_too=request.method == "GET")
    if request.method == "GET":
        return _form_page(request, step, file, _form_for(step, file, None, kept_in(kept, slug)), 200, kept)
    if INSERT in request.POST:
        typed = inserted(actor, file, slug, request.POST)
        return _form_page(request, step, file, _form_for(step, file, None, dict(typed.items())), 200, kept)
    form = _form_for(step, file, request.POST)
    if not form.is_valid():
        return _form_page(request, step, file, form, 422, kept)
    try:
        step.call(actor, file.case.reference, now_of(request), form)
    except (Conflict, Invalid) as error:
        attach(form, error)
        return _form_page(request, step, read_file(actor, reference), form, error.status, kept)
    if slug in FORMS:
        forget_texts(actor=actor, reference=file.case.reference, form=slug, now=now_of(request))
    messages.success(request, step.done)
    return go_on(request, actor, file.case, step.lands)


def _form_for(step: Step, file: CaseFile, data: Any, initial: Mapping[str, Any] | None = None) -> forms.Form:
    more = {"clocks": _open_clocks(file)} if step.of_clock else {}
    form: forms.Form = step.form(data, initial=dict(initial or {}), **more)
    return form


def _open_clocks(file: CaseFile) -> list[tuple[str, str]]:
    """Return the clocks that are open, each with its deadline in the reader's zone."""
    zone = timezone.get_current_timezone()
    words = _("%(clock)s, due %(instant)s")
    return [
        (
            face.kind.value,
            words
            % {
                "clock": face.kind.label,
                "instant": short_instant(face.due_at, zone=zone, now=None),
            },
        )
        for face in file.clocks
        if face.is_open
    ]


def _form_page(
    request: HttpRequest, step: Step, file: CaseFile, form: forms.Form, status: int, kept: Kept
) -> HttpResponse:
    asked = file.open_response(step.asks) if step.asks else None
    page = page_of(file, request, step.title) | {
        "step": step,
        "form": form,
        "asked": asked,
        "consequence": step.consequence(file),
        "kept": kept_note(kept, step.slug, file.case.reference) if step.slug in FORMS else None,
        "insert": offered_templates(file, step.slug),
        **opened_as(request, file, status),
    }
    return render(request, "dashboard/casework/act.html", page, status=status)
