"""Many cases at once: what will happen and what will not, then done, then what came of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.domain.acting import Actor, acting_as
from cases.domain import bulk
from cases.domain.bulk import BulkVerb, Line, bulk_verbs
from cases.filters import people_for
from cases.models import Case
from cases.permissions import READERS
from dashboard.forms.queue_bulk import BulkForm
from dashboard.views.casework_act import attach
from dashboard.views.desk import desk_view
from kernel.clock import now_of
from kernel.errors import Invalid, NotAllowed

CHOSEN, DO, BACK = "case", "do", "back"
BULK_ICONS = {BulkVerb.ASSIGN: "user-plus", BulkVerb.ACKNOWLEDGE: "check", BulkVerb.DECIDE: "checklist"}


@require_http_methods(["GET", "POST"])
@desk_view(*READERS)
def bulk_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what an order will do to the ticked cases; do it, and show what came of it."""
    asked = request.POST if request.method == "POST" else request.GET
    verb = _verb(actor, asked.get(DO, ""))
    with acting_as(actor):
        people = _people(actor) if verb == BulkVerb.ASSIGN else []
    form = BulkForm(_said(asked, verb, people), verb=verb, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            lines = bulk.run(actor=actor, order=form.order(), versions=_versions(asked), now=now_of(request))
        except Invalid as error:
            attach(form, error)
        else:
            return _result(request, asked, verb, lines)
    return _preview(request, actor, asked, form)


def _preview(request: HttpRequest, actor: Actor, asked: QueryDict, form: BulkForm) -> HttpResponse:
    references = list(dict.fromkeys(said.partition(":")[0] for said in asked.getlist(CHOSEN)))
    with acting_as(actor):
        fault, lines = _lines(actor, form, references)
    goes = [line for line in lines if line.goes]
    shown = form.is_valid() and not fault
    page = _frame(asked, form.verb) | {
        "form": form,
        "fault": fault,
        "shown": shown,
        "chosen": [] if fault else references,
        "goes": goes,
        "skipped": [line for line in lines if not line.goes],
        "items": sum(line.items for line in goes),
        "hidden": _hidden(form) if shown else [],
    }
    return render(request, "dashboard/casework/bulk.html", page, status=422 if fault or form.errors else 200)


def _lines(actor: Actor, form: BulkForm, references: list[str]) -> tuple[str, list[Line]]:
    """Return what stands against all of it, or a line a case: what is ticked, until all is chosen."""
    try:
        bulk.check_chosen(references)
    except Invalid as error:
        return str(error.message), []
    if form.is_valid():
        try:
            return "", bulk.preview(actor=actor, order=form.order(), references=references)
        except Invalid as error:
            attach(form, error)
    seen = Case.objects.visible_to(actor).filter(reference__in=references)
    return "", [Line(case.reference, case) for case in seen.select_related("platform", "category")]


def _result(request: HttpRequest, asked: QueryDict, verb: BulkVerb, lines: list[Line]) -> HttpResponse:
    page = _frame(asked, verb) | {
        "done": [line for line in lines if line.goes],
        "skipped": [line for line in lines if not line.goes],
    }
    return render(request, "dashboard/casework/bulk_done.html", page)


def _frame(asked: QueryDict, verb: BulkVerb) -> dict[str, Any]:
    back = f"{reverse('dashboard:queue')}?{QueryDict(asked.get(BACK, '')).urlencode()}"
    return {
        "verb": verb,
        "icon": BULK_ICONS[verb],
        "back": back,
        "back_query": asked.get(BACK, ""),
        "crumbs": [{"label": _("Queue"), "url": back}, {"label": verb.label}],
    }


def _verb(actor: Actor, said: str) -> BulkVerb:
    verbs = {verb.value: verb for verb in bulk_verbs(actor)}
    if said not in verbs:
        raise NotAllowed("verb_not_yours", _("Your role cannot do this."))
    return verbs[said]


def _people(actor: Actor) -> list[tuple[str, Any]]:
    return [(actor.id if key == "me" else key, word) for key, word in people_for(actor) if key != "nobody"]


def _said(asked: QueryDict, verb: BulkVerb, people: list[tuple[str, Any]]) -> Any:
    """Return what was chosen: oneself where nobody is named, nothing while no outcome was asked for."""
    if verb == BulkVerb.ASSIGN and "to" not in asked:
        return {"to": people[0][0] if people else ""}
    return None if verb == BulkVerb.DECIDE and "outcome" not in asked else asked


def _versions(asked: QueryDict) -> dict[str, int]:
    """Return the cases with the versions that the preview showed; one without is none that was shown."""
    shown = (said.rpartition(":") for said in asked.getlist(CHOSEN))
    return {reference: int(version) for reference, _colon, version in shown if version.isdecimal()}


def _hidden(form: BulkForm) -> list[tuple[str, str]]:
    return [(name, str(said)) for name, said in form.cleaned_data.items() if said]
