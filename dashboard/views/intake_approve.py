"""Draft and approval: what would be sent, what changed since one looked, and the decision."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.acting import Actor, acting_as
from accounts.enums import OrganisationKind
from cases.domain import approving, drafting
from cases.domain.content import Change, changes_between
from cases.domain.waiting_approvals import next_for
from cases.enums import Verb
from cases.permissions import AGENCY_READERS
from dashboard.forms.intake_case import ReturnForm
from dashboard.views.desk import desk_view
from dashboard.views.evidence_case import evidence_page
from dashboard.views.intake_changes import worded
from dashboard.views.intake_draft import Draft, read_draft
from dashboard.views.intake_signed import content_in, seen_token
from kernel.clock import now_of
from kernel.errors import Conflict, DomainError, Invalid, NotAllowed
from kernel.htmx import go_to

ISSUING = (OrganisationKind.ISSUING,)


@require_safe
@desk_view(*AGENCY_READERS, kinds=ISSUING)
def approve(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Show a draft with what the reader can do about it."""
    return _page(request, read_draft(request, actor, reference))


def _page(
    request: HttpRequest,
    draft: Draft,
    *,
    problem: str = "",
    since: list[Change] | None = None,
    return_form: ReturnForm | None = None,
    status: int = 200,
) -> HttpResponse:
    reference = draft.case.reference
    page: dict[str, Any] = {
        "draft": draft,
        "case": draft.case,
        "items": draft.file.items,
        "problem": problem,
        "since": None if since is None else worded(since),
        "changes": worded(draft.changes),
        "return_form": return_form or ReturnForm(),
        "seen": (seen := [("content_hash", draft.hash), ("seen", seen_token(draft.content))]),
        "seen_next": [*seen, ("next", "1")],
        "version": [("edit_version", draft.case.edit_version)],
        "offers": {verb.value: draft.may(verb) for verb in Verb},
        **evidence_page(draft.file),
        "now": now_of(request),
        "crumbs": [
            {"label": reference, "url": reverse("dashboard:case", args=[reference])},
            {"label": _("Draft and approval")},
        ],
    }
    return render(request, "dashboard/intake/approve.html", page, status=status)


def _decide(
    request: HttpRequest,
    actor: Actor,
    reference: str,
    verb: Callable[..., object],
    done: Any,
    *,
    to: str = "dashboard:approve",
    **said: Any,
) -> HttpResponse:
    """Do a verb of this page; a rule that says no comes back with the page as it is now."""
    try:
        verb(actor=actor, reference=reference, now=now_of(request), **said)
    except (Conflict, Invalid, NotAllowed) as error:
        return _again(request, actor, reference, error)
    messages.success(request, done)
    return go_to(request, _onwards(request, actor, reference) or reverse(to, args=[reference]))


def _onwards(request: HttpRequest, actor: Actor, reference: str) -> str:
    """Return where "and next" leads: the case due first that waits for this person, else the list."""
    if not request.POST.get("next"):
        return ""
    with acting_as(actor):
        following = next_for(actor, but=reference)
    return reverse("dashboard:approve", args=[following]) if following else reverse("dashboard:approvals")


def _again(request: HttpRequest, actor: Actor, reference: str, error: DomainError) -> HttpResponse:
    draft = read_draft(request, actor, reference)
    seen = content_in(request.POST.get("seen", ""))
    form = ReturnForm(request.POST) if "reason" in request.POST else None
    return _page(
        request,
        draft,
        problem=str(error),
        since=changes_between(seen, draft.content) if seen else None,
        return_form=form,
        status=error.status,
    )


@require_POST
@desk_view(*AGENCY_READERS, kinds=ISSUING)
def case_mark_seen(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Keep what was read, so that the next look shows what changed."""
    seen = request.POST.get("content_hash", "")
    return _decide(request, actor, reference, approving.mark_seen, _("Marked as read."), content_hash=seen)


@require_POST
@desk_view(*AGENCY_READERS, kinds=ISSUING)
def case_return(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Give a draft back to its author."""
    return _decide(
        request,
        actor,
        reference,
        approving.return_to_author,
        _("Returned to its author with your reason."),
        content_hash=request.POST.get("content_hash", ""),
        reason=request.POST.get("reason", "").replace("\x00", ""),
    )


@require_POST
@desk_view(*AGENCY_READERS, kinds=ISSUING)
def case_send(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Approve what was seen and send it."""
    seen = request.POST.get("content_hash", "")
    verb, done = approving.approve_and_send, _("Approved and sent. The clock runs.")
    return _decide(request, actor, reference, verb, done, to="dashboard:case", content_hash=seen)


@require_POST
@desk_view(*AGENCY_READERS, kinds=ISSUING)
def case_confirm(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Confirm what went out on one signature."""
    seen = request.POST.get("content_hash", "")
    done = _("Confirmed. The case has both signatures now.")
    return _decide(request, actor, reference, approving.confirm, done, to="dashboard:case", content_hash=seen)


@require_POST
@desk_view(*AGENCY_READERS, kinds=ISSUING)
def case_send_urgent(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Send an urgent case on the filer's signature."""
    done = _("Sent on your signature. Another person must confirm or withdraw it.")
    return _with_version(request, actor, reference, approving.send_urgent, done, "dashboard:case")


@require_POST
@desk_view(*AGENCY_READERS, kinds=ISSUING)
def case_submit(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Ask for the approval of a draft."""
    done = _("Submitted. Another person must approve it.")
    return _with_version(request, actor, reference, drafting.submit, done, "dashboard:approve")


def _with_version(
    request: HttpRequest, actor: Actor, reference: str, verb: Callable[..., object], done: Any, to: str
) -> HttpResponse:
    typed = request.POST.get("edit_version", "")
    version = int(typed) if typed.isdecimal() and len(typed) < 10 else 0
    return _decide(request, actor, reference, verb, done, to=to, edit_version=version)
