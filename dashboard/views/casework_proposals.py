"""A proposed sanction: the proof of every delivery attempt, and the supervisor's decision."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.domain.acting import Actor, acting_as
from cases.domain import supervision
from cases.domain.agency_file import deliveries_to_operator
from cases.domain.case_file import CaseFile, open_file
from cases.domain.timeline import fired_words
from cases.enums import ProposalDecision, Verb
from cases.models import Escalation
from cases.permissions import AGENCY_READERS
from dashboard.forms.casework_texts import ProposalForm
from dashboard.views.casework_act import attach, check_offered, page_of
from dashboard.views.casework_case import proposals_of
from dashboard.views.desk import desk_view
from kernel.clock import now_of
from kernel.errors import Conflict, Invalid, NotKnown
from kernel.htmx import go_to
from notifications.models import Outbox


@require_http_methods(["GET", "POST"])
@desk_view(*AGENCY_READERS)
def proposal(request: HttpRequest, actor: Actor, reference: str, escalation: UUID) -> HttpResponse:
    """Show a proposal to the agency's people; a supervisor dismisses or notes it with a reason."""
    file, found, sent = _read(actor, reference, escalation)
    if request.method == "GET":
        return _page(request, file, found, sent, ProposalForm(), 200)
    check_offered(actor, file, Verb.DECIDE_PROPOSAL, state_too=False)
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return _page(request, file, found, sent, form, 422)
    try:
        supervision.decide_proposal(
            actor=actor,
            escalation=found.public_id,
            decision=ProposalDecision(form.cleaned_data["decision"]),
            reason=form.cleaned_data["reason"],
            now=now_of(request),
        )
    except (Conflict, Invalid) as error:
        attach(form, error)
        return _page(request, *_read(actor, reference, escalation), form, error.status)
    messages.success(request, _("The proposal is decided."))
    return go_to(request, reverse("dashboard:case", args=[file.case.reference]))


def _read(actor: Actor, reference: str, escalation: UUID) -> tuple[CaseFile, Escalation, list[Outbox]]:
    with acting_as(actor):
        file = open_file(actor, reference)
        sent = deliveries_to_operator(actor, file.case)
    found = next((row for row in proposals_of(file) if row.public_id == escalation), None)
    if found is None:
        raise NotKnown("proposal_unknown", _("There is no such proposal."))
    return file, found, sent


def _page(
    request: HttpRequest,
    file: CaseFile,
    found: Escalation,
    sent: list[Outbox],
    form: ProposalForm,
    status: int,
) -> HttpResponse:
    title = fired_words(found)
    may_decide = Verb.DECIDE_PROPOSAL in file.verbs and not found.decision and found.corrected_at is None
    page: dict[str, Any] = page_of(file, request, title) | {
        "title": title,
        "proposal": found,
        "deliveries": sent,
        "form": form if may_decide or status != 200 else None,
    }
    return render(request, "dashboard/casework/proposal.html", page, status=status)
