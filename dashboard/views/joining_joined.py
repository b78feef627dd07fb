"""The cases that one's agency joined: their list, the narrow page of each, and the second signature."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from cases.domain.case_file import count_outcomes
from cases.domain.joined_file import JoinedFile, open_joined, rows_of
from cases.domain.joining import confirm_joining, leave, return_joining
from cases.enums import STANDING_JOININGS, CoSignatureState, Outcome
from cases.models import CoSignature
from cases.permissions import AGENCY_READERS
from dashboard.forms.intake_case import ReturnForm
from dashboard.views.casework_thread import said_to_joined
from dashboard.views.desk import desk_view
from dashboard.views.intake_read import ISSUING
from kernel.clock import now_of
from kernel.errors import Conflict, DomainError, Invalid, NotAllowed
from kernel.htmx import go_to
from kernel.paging import keyset_page


@never_cache
@require_safe
@desk_view(*AGENCY_READERS, kinds=ISSUING)
def joined(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the joinings of the reader's agency, newest first."""
    base = reverse("dashboard:joined")
    with acting_as(actor):
        seen = CoSignature.objects.visible_to(actor).select_related(
            "case__platform", "case__category", "case__agency", "signer", "became"
        )
        page = keyset_page(seen, sort="-asked_at", cursor=request.GET.get("after", ""))
        rows = rows_of(actor, list(page.rows))
    shown = {
        "rows": rows,
        "now": now_of(request),
        "next_url": f"{base}?{urlencode({'after': page.next_cursor})}" if page.next_cursor else "",
        "first_url": base if request.GET.get("after") else "",
    }
    return render(request, "dashboard/joining/joined.html", shown)


@require_safe
@desk_view(*AGENCY_READERS, kinds=ISSUING)
def joined_case(request: HttpRequest, actor: Actor, joining: UUID) -> HttpResponse:
    """Show a joining and what of the case its agency may read."""
    return _page(request, actor, joining)


def _page(
    request: HttpRequest,
    actor: Actor,
    public_id: UUID,
    *,
    problem: str = "",
    return_form: ReturnForm | None = None,
    status: int = 200,
) -> HttpResponse:
    with acting_as(actor):
        opened = open_joined(actor, public_id)
    found, file = opened.joining, opened.file
    decides = actor.has(Role.APPROVER) and found.signer_id != actor.user_id
    asked = found.state == CoSignatureState.ASKED
    page = {
        "opened": opened,
        "joining": found,
        "case": found.case,
        "file": file,
        "thread": said_to_joined(file) if file else [],
        "outcomes": _outcome_counts(opened),
        "may_decide": asked and decides,
        "must_be_another": asked and actor.has(Role.APPROVER) and not decides,
        "may_leave": found.state in STANDING_JOININGS and actor.has(Role.ANALYST, Role.APPROVER),
        "return_form": return_form or ReturnForm(),
        "problem": problem,
        "now": now_of(request),
        "crumbs": [
            {"label": _("Joined"), "url": reverse("dashboard:joined")},
            {"label": found.case.reference if file else found.report.reference},
        ],
    }
    return render(request, "dashboard/joining/joined_case.html", page, status=status)


def _outcome_counts(opened: JoinedFile) -> list[tuple[Outcome | None, int]]:
    counts = count_outcomes(opened.file.items) if opened.file else {}
    return [(Outcome(word) if word else None, number) for word, number in sorted(counts.items())]


@require_POST
@desk_view(*AGENCY_READERS, kinds=ISSUING)
def joining_confirm(request: HttpRequest, actor: Actor, joining: UUID) -> HttpResponse:
    """Put the second signature under a joining."""
    return _decide(request, actor, joining, confirm_joining, _("Joined. The agency that pursues it is told."))


@require_POST
@desk_view(*AGENCY_READERS, kinds=ISSUING)
def joining_return(request: HttpRequest, actor: Actor, joining: UUID) -> HttpResponse:
    """Give a joining back to its author."""
    reason = request.POST.get("reason", "").replace("\x00", "")
    done = _("Returned to its author with your reason.")
    return _decide(request, actor, joining, return_joining, done, reason=reason)


@require_POST
@desk_view(*AGENCY_READERS, kinds=ISSUING)
def joining_leave(request: HttpRequest, actor: Actor, joining: UUID) -> HttpResponse:
    """Take one's own joining back."""
    return _decide(request, actor, joining, leave, _("Left. Your agency no longer reads this case."))


def _decide(
    request: HttpRequest,
    actor: Actor,
    public_id: UUID,
    verb: Callable[..., object],
    done: Any,
    **said: Any,
) -> HttpResponse:
    """Do a verb of this page; a rule that says no comes back with the page as it is now."""
    try:
        verb(actor=actor, joining=public_id, now=now_of(request), **said)
    except (Conflict, Invalid, NotAllowed) as error:
        return _again(request, actor, public_id, error)
    messages.success(request, done)
    return go_to(request, reverse("dashboard:joined_case", args=[public_id]))


def _again(request: HttpRequest, actor: Actor, public_id: UUID, error: DomainError) -> HttpResponse:
    form = ReturnForm(request.POST) if "reason" in request.POST else None
    return _page(request, actor, public_id, problem=str(error), return_form=form, status=error.status)
