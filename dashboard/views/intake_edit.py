"""Edit a case before it is sent."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.domain.acting import Actor, acting_as
from accounts.enums import OrganisationKind, Role
from cases.domain.case_file import CaseFile, open_file
from cases.domain.drafting import edit_case, submit
from cases.domain.links import KINDS_OF_NAMES
from cases.enums import CaseState, Verb
from cases.models import Item
from dashboard.forms.intake_case import CaseForm, case_initial, edits_in
from dashboard.views.casework_act import check_offered
from dashboard.views.desk import desk_view
from kernel.clock import now_of
from kernel.errors import Conflict, DomainError, Invalid
from kernel.htmx import go_to


@require_http_methods(["GET", "POST"])
@desk_view(Role.ANALYST, kinds=(OrganisationKind.ISSUING,))
def case_edit(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Show a draft's form, or take its changes in."""
    file = _file(actor, reference)
    check_offered(actor, file, Verb.EDIT, state_too=request.method == "GET")
    now = now_of(request)
    if request.method == "GET":
        initial = case_initial(file.case, file.items)
        form = CaseForm(actor=actor, case=file.case, now=now, initial=initial)
        return _page(request, file, form)
    form = CaseForm(request.POST, actor=actor, case=file.case, now=now)
    if not form.is_valid():
        return _page(request, file, form, status=422)
    return _save(request, actor, file, form)


def _save(request: HttpRequest, actor: Actor, file: CaseFile, form: CaseForm) -> HttpResponse:
    reference, now = file.case.reference, now_of(request)
    version = form.cleaned_data["edit_version"]
    try:
        saved = edit_case(actor=actor, reference=reference, draft=form.draft(), edit_version=version, now=now)
        if request.POST.get("action") == "submit" and saved.state != CaseState.AWAITING_APPROVAL:
            submit(actor=actor, reference=reference, edit_version=saved.edit_version, now=now)
            messages.success(request, _("Saved and submitted. Another person must approve it."))
        else:
            messages.success(request, _("Saved."))
    except (Conflict, Invalid) as error:
        _attach(form, error)
        file = _file(actor, reference)
        return _page(request, file, form, other=isinstance(error, Conflict), status=error.status)
    return go_to(request, reverse("dashboard:approve", args=[reference]))


def _file(actor: Actor, reference: str) -> CaseFile:
    with acting_as(actor):
        return open_file(actor, reference)


def _attach(form: CaseForm, error: DomainError) -> None:
    form.add_error(error.field if error.field in form.fields else None, str(error.message))


def _page(
    request: HttpRequest, file: CaseFile, form: CaseForm, *, other: bool = False, status: int = 200
) -> HttpResponse:
    case = file.case
    page: dict[str, Any] = {
        "case": case,
        "form": form,
        "rows": [_row(item, form) for item in file.items],
        "kinds": [(kind.value, kind.label) for kind in KINDS_OF_NAMES],
        # A form that was refused for its words still builds on what it was opened with.
        "version": case.edit_version if other else form["edit_version"].value(),
        "other": case if other else None,
        "other_basis": file.items[0].legal_basis if file.items else None,
        "voids": case.state == CaseState.AWAITING_APPROVAL,
        "crumbs": [
            {"label": case.reference, "url": reverse("dashboard:case", args=[case.reference])},
            {
                "label": _("Draft and approval"),
                "url": reverse("dashboard:approve", args=[case.reference]),
            },
            {"label": _("Edit")},
        ],
    }
    return render(request, "dashboard/intake/case_edit.html", page, status=status)


def _row(item: Item, form: CaseForm) -> dict[str, Any]:
    typed = edits_in(form.data).get(item.public_id) if form.is_bound else None
    return {
        "item": item,
        "out": typed is not None and not typed.keep,
        "kind": (typed.kind if typed else "") or item.kind,
        "statement": item.statement if typed is None or typed.statement is None else typed.statement,
        "asks_kind": item.kind in KINDS_OF_NAMES,
    }
