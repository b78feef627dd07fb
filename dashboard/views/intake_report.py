"""Write a report: one form, judged as one types; saved, filed or handed on."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.domain.acting import Actor, acting_as
from accounts.enums import AGENCY_KINDS, OrganisationKind, Role
from accounts.models import Organisation
from cases.domain.links import Answers
from cases.domain.referring import must_refer, refer
from cases.domain.report_checks import answers_of
from cases.domain.report_locking import house_of, known_report, may_write
from cases.domain.reports import file_report, lacking, must_issue, save_report
from cases.models import Report
from cases.permissions import AGENCY_READERS
from dashboard.forms.intake_case import ReturnForm
from dashboard.forms.intake_report import ReportForm, initial_of
from dashboard.views.desk import desk_view
from dashboard.views.intake_checked import checked, joins_of, links_page
from dashboard.views.intake_evidence import REMOVE, files_are_lost, pieces_for, remove_file, take_files
from dashboard.views.intake_read import read_page
from dashboard.views.intake_signed import new_report_token, reference_in
from dashboard.views.intake_source import TAKE, taken_over
from kernel.clock import now_of
from kernel.errors import Conflict, DomainError, Invalid
from kernel.files import takes_files
from kernel.htmx import go_to


def form_for(
    request: HttpRequest, actor: Actor, data: Any = None, *, said: Answers | None = None, **initial: Any
) -> ReportForm:
    """Return the report's form for ``actor``, bound to ``data`` if there is any."""
    house = Organisation.objects.get(pk=house_of(actor))
    return ReportForm(data, actor=actor, house=house, now=now_of(request), said=said, initial=initial)


@require_http_methods(["GET", "POST"])
@takes_files
@desk_view(Role.ANALYST, kinds=AGENCY_KINDS)
def report_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show an empty report, or take one in."""
    if request.method == "GET":
        form = form_for(request, actor, token=new_report_token(actor), edit_version=0)
        return form_page(request, actor, form)
    form = form_for(request, actor, taken_over(request.POST))
    return _take_in(request, actor, form, reference_in(str(form["token"].value() or ""), actor))


@require_http_methods(["GET", "POST"])
@takes_files
@desk_view(*AGENCY_READERS, kinds=AGENCY_KINDS)
def report(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Show a report: as a form to whoever may write it now, else to read. POST takes it in."""
    with acting_as(actor):
        stored = known_report(actor, reference)
        said = answers_of(stored.findings.select_related("platform"))
    if request.method == "POST":
        form = form_for(request, actor, taken_over(request.POST))
        return _take_in(request, actor, form, reference, stored)
    if not may_write(actor, stored):
        return read_page(request, actor, stored)
    form = form_for(request, actor, said=said, **initial_of(stored))
    return form_page(request, actor, form, stored=stored)


@require_POST
@desk_view(Role.ANALYST, kinds=AGENCY_KINDS)
def report_links(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Judge what is typed so far, for htmx. Writes nothing."""
    form = form_for(request, actor, taken_over(request.POST))
    reference = request.GET.get("report", "")
    found = checked(form, actor, now_of(request), reference)
    page = links_page(form, found) | {
        "report_reference": reference,
        "joins": joins_of(actor, reference),
        "refers": _refers(actor),
        "swapped": True,
        "source_too": request.GET.get("changed") == "source",
    }
    if request.GET.get("changed") == "category":
        # A new category proposes its own basis and urgency.
        fresh = request.POST.copy()
        fresh["legal_basis"] = ""
        fresh["urgency"] = form.chosen_category.urgency if form.chosen_category else ""
        form = form_for(request, actor, fresh)
        found = checked(form, actor, now_of(request), reference)
        page |= links_page(form, found) | {"grounds_too": True}
    return render(request, "dashboard/intake/_checked.html", page)


def _refers(actor: Actor) -> bool:
    return actor.organisation_kind == OrganisationKind.REFERRING


def _take_in(
    request: HttpRequest, actor: Actor, form: ReportForm, reference: str, stored: Report | None = None
) -> HttpResponse:
    action = "check" if TAKE in request.POST else request.POST.get("action", "save")
    # Whoever may not do it is refused before anything is saved for it.
    if action == "refer":
        must_refer(actor)
    elif action not in ("check", "save") and not action.startswith(REMOVE):
        must_issue(actor)
    valid = form.is_valid()
    if not valid or action == "check":
        files_are_lost(request, form)
        return form_page(request, actor, form, stored=stored, status=200 if valid else 422)
    try:
        saved = save_report(
            actor=actor,
            reference=reference,
            draft=form.draft(),
            edit_version=form.cleaned_data["edit_version"],
            now=now_of(request),
        )
    except (Conflict, Invalid) as error:
        files_are_lost(request, form)
        if isinstance(error, Conflict):
            return _conflict(request, actor, form, reference, error)
        attach(form, error)
        return form_page(request, actor, form, stored=stored, status=422)
    saved = take_files(request, actor, saved, form)
    if form.errors:
        return form_page(request, actor, form, stored=saved, fresh=saved, status=422)
    if action.startswith(REMOVE):
        remove_file(request, actor, saved, action.removeprefix(REMOVE))
    if action == "save" or action.startswith(REMOVE):
        messages.success(request, _("Saved as a draft."))
        return go_to(request, reverse("dashboard:report", args=[saved.reference]))
    return _hand_on(request, actor, form, saved, action)


def _hand_on(
    request: HttpRequest, actor: Actor, form: ReportForm, saved: Report, action: str
) -> HttpResponse:
    version, now = saved.edit_version, now_of(request)
    try:
        if action == "refer":
            to = UUID(form.cleaned_data["issuing"] or str(UUID(int=0)))
            refer(actor=actor, reference=saved.reference, issuing=to, edit_version=version, now=now)
            messages.success(request, _("Referred. You will be told what becomes of it."))
            return go_to(request, reverse("dashboard:report", args=[saved.reference]))
        cases = file_report(
            actor=actor,
            reference=saved.reference,
            edit_version=version,
            considered=form.cleaned_data["considered"],
            now=now,
        )
    except Invalid as error:
        # The draft is saved: only this step was refused. All that it lacks is told at once.
        with acting_as(actor):
            others = lacking(actor, saved.reference, considered=form.cleaned_data["considered"])
        for lack in others if action == "file" and others else [error]:
            attach(form, lack)
        return form_page(request, actor, form, stored=saved, fresh=saved, status=422)
    told = ngettext(
        "Filed. It waits for another person's approval.",
        "Filed as %(count)s cases. They wait for another person's approval.",
        len(cases),
    )
    messages.success(request, told % {"count": len(cases)})
    if len(cases) == 1:
        return go_to(request, reverse("dashboard:case", args=[cases[0].reference]))
    return go_to(request, reverse("dashboard:report", args=[saved.reference]))


def attach(form: Any, error: DomainError) -> None:
    """Say the sentence of a rule at the field it names, else above the form."""
    form.add_error(error.field if error.field in form.fields else None, str(error.message))


def _conflict(
    request: HttpRequest, actor: Actor, form: ReportForm, reference: str, error: Conflict
) -> HttpResponse:
    with acting_as(actor):
        stored = known_report(actor, reference)
    if error.code != "report_changed":
        moved = {"error": error, "report": stored}
        return render(request, "dashboard/intake/report_moved.html", moved, status=409)
    attach(form, error)
    return form_page(request, actor, form, stored=stored, fresh=stored, status=409)


def form_page(
    request: HttpRequest,
    actor: Actor,
    form: ReportForm,
    *,
    stored: Report | None = None,
    fresh: Report | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the form with everything typed in place.

    ``stored`` is the report that is being written. ``fresh`` is it as saved just now, by
    this person or (409) by somebody else, whose text is then shown beside; the next save
    builds on it.
    """
    reference = stored.reference if stored else ""
    version = fresh.edit_version if fresh else form["edit_version"].value()
    found = checked(form, actor, now_of(request), reference)
    page = links_page(form, found) | {
        "pieces": pieces_for(actor, stored) if stored else [],
        "report": stored,
        "report_reference": reference,
        "joins": joins_of(actor, reference),
        "other": fresh if status == 409 else None,
        "only_saved": fresh is not None and status == 422,
        "version": version,
        "refers": _refers(actor),
        "action_url": reverse("dashboard:report", args=[reference]) if stored else "",
        "return_form": ReturnForm(),
        "crumbs": [
            {"label": _("Reports"), "url": reverse("dashboard:reports")},
            {"label": reference or _("New report")},
        ],
    }
    return render(request, "dashboard/intake/report_form.html", page, status=status)
