"""Evidence of a case: files are added, or no longer go with it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.domain.acting import Actor
from accounts.enums import OrganisationKind, Role
from cases.domain.case_file import CaseFile
from cases.domain.evidence import attach_to_case, take_out_of_case
from cases.enums import UNSENT_STATES, Verb
from cases.models import Case
from dashboard.forms.evidence import EvidenceForm
from dashboard.views.casework_act import attach, check_offered, page_of, read_file
from dashboard.views.casework_words import on_evidence
from dashboard.views.desk import desk_view
from dashboard.views.evidence_upload import handed_in, shortened
from kernel.clock import now_of
from kernel.errors import Conflict, Invalid, Unavailable
from kernel.files import takes_files
from kernel.htmx import go_to

ISSUING = (OrganisationKind.ISSUING,)


@require_http_methods(["GET", "POST"])
@takes_files
@desk_view(*(Role.ANALYST, Role.APPROVER, Role.SUPERVISOR, Role.AUDITOR), kinds=ISSUING)
def case_evidence(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Show the form for files of a case, or take them in: the good ones stay, each other is named."""
    file = read_file(actor, reference)
    check_offered(actor, file, Verb.ADD_EVIDENCE, state_too=request.method == "GET")
    if request.method == "GET":
        return _page(request, file, evidence_form(file))
    form = evidence_form(file, request.POST)
    if not form.is_valid():
        return _page(request, file, form, 422)
    return _take_in(request, actor, file, form)


def _take_in(request: HttpRequest, actor: Actor, file: CaseFile, form: EvidenceForm) -> HttpResponse:
    handed = handed_in(request)
    if not handed:
        form.add_error("uploads", _("Choose at least one file."))
        return _page(request, file, form, 422)
    reference, status = file.case.reference, 422
    try:
        handed.hand_over(actor, now_of(request), case=reference)
        if handed.files:
            attach_to_case(
                actor=actor,
                reference=reference,
                files=handed.files,
                item=form.proved(),
                capture=form.capture(),
                now=now_of(request),
            )
            messages.success(request, attached_words(len(handed.files)))
    except (Conflict, Invalid, Unavailable) as error:
        attach(form, error)
        status = error.status
    for problem in handed.problems:
        form.add_error("uploads", problem)
    if form.errors:
        return _page(request, read_file(actor, reference), form, status)
    return go_to(request, _way_back(file.case))


@require_POST
@desk_view(Role.ANALYST, kinds=ISSUING)
def evidence_take_out(request: HttpRequest, actor: Actor, reference: str, evidence: UUID) -> HttpResponse:
    """Let a file no longer go with a case that is not sent."""
    case = take_out_of_case(actor=actor, reference=reference, evidence=evidence, now=now_of(request))
    messages.success(request, _("Taken out. The file stays in the report."))
    return go_to(request, _way_back(case))


def attached_words(number: int) -> str:
    """Return what is said once files are attached."""
    return ngettext("%(n)s file is attached.", "%(n)s files are attached.", number) % {"n": number}


def evidence_form(file: CaseFile, data: Any = None) -> EvidenceForm:
    """Return the form for files of a case, bound to ``data`` if there is any."""
    return EvidenceForm(data, items=[(item, shortened(item.url)) for item in file.items])


def evidence_page(file: CaseFile) -> dict[str, Any]:
    """Return what the evidence of a case needs on a page: the form, and what may be taken out."""
    restricted = file.case.category.restricted
    adds = Verb.ADD_EVIDENCE in file.verbs and not restricted
    return {
        "evidence_form": evidence_form(file) if adds else None,
        "evidence_consequence": on_evidence(file),
        "removes": "case" if Verb.EDIT in file.verbs else "",
    }


def _way_back(case: Case) -> str:
    unsent = case.state in UNSENT_STATES
    return reverse("dashboard:approve" if unsent else "dashboard:case", args=[case.reference]) + "#evidence"


def _page(request: HttpRequest, file: CaseFile, form: EvidenceForm, status: int = 200) -> HttpResponse:
    page = page_of(file, request, _("Add evidence")) | {"form": form, "consequence": on_evidence(file)}
    return render(request, "dashboard/evidence/add.html", page, status=status)
