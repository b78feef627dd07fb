"""The case page: what is asked, items, thread, timeline, clocks, and what the reader may do."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.domain.acting import Actor, acting_as
from accounts.domain.duty import on_duty
from accounts.enums import Role
from cases.domain.agency_file import AgencyFile, open_agency_file
from cases.domain.case_file import CaseFile, count_outcomes, open_file
from cases.domain.joining import may_join
from cases.domain.kept_texts import kept_texts
from cases.domain.notes import read_notes
from cases.domain.timeline import fired_words
from cases.enums import UNSENT_STATES, ApprovalDecision, CaseState, Outcome, Verb
from cases.models import Escalation, KeptText
from cases.permissions import READERS
from dashboard.views.casework_act import address_of, page_of
from dashboard.views.casework_clocks import other_zone, panels_of
from dashboard.views.casework_letters import LetterLine, letter_lines
from dashboard.views.casework_next import along
from dashboard.views.casework_steps import STEP, STEPS
from dashboard.views.casework_threads import THREAD, thread_panel
from dashboard.views.casework_timeline import TIMELINE, timeline_panel
from dashboard.views.casework_words import effect_to_come
from dashboard.views.desk import desk_view
from dashboard.views.evidence_case import evidence_page
from kernel.clock import now_of
from kernel.htmx import wants_fragment
from sla.enums import PROPOSALS, ClockKind

ITEMS_SHOWN = 50
# What htmx asks for by itself: the element that it replaces, and the template of it.
PARTS = {THREAD: "_thread.html", TIMELINE: "_timeline_panel.html"}
# What is next, in the order in which it is offered as the one primary button.
FIRST = (
    "acknowledge",
    "answer-clarification",
    "decide-objection",
    "end-impossibility",
    "decide",
    "close",  # offered only when everything is verified
    "verify",
    "report-restored",
)
ON_APPROVE_PAGE = frozenset({Verb.EDIT, Verb.SUBMIT, Verb.RETURN, Verb.SEND, Verb.SEND_URGENT})


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing the reader can do now. ``direct``: nothing to type, the button itself acts.

    ``kept``: he has typed something for it and not sent it.
    """

    slug: str
    label: Any
    url: str
    icon: str
    consequence: str = ""
    direct: bool = False
    kept: bool = False


@require_safe
@desk_view(*READERS)
def case(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Show the cover to an operator who has not signed, else the whole file."""
    now = now_of(request)
    with acting_as(actor):
        file = open_file(actor, reference)
        panels = panels_of(file, now)
        agency = None if actor.is_operator else open_agency_file(actor, file.case)
        notes = agency.notes if agency else read_notes(actor, file.case)
        letters, kept = letter_lines(file), kept_texts(actor, file.case)
    page = page_of(file, request) | {
        "panels": panels,
        "other_zone": other_zone(file),
        "effect_to_come": effect_to_come(file),
    }
    if not file.opened:
        step = STEP["open"]
        cover = {"step": step, "consequence": step.consequence(file), "may_open": step.verb in file.verbs}
        return render(request, "dashboard/casework/cover.html", page | cover)
    page |= thread_panel(request, file, notes, kept) | timeline_panel(request, file)
    part = PARTS.get(request.headers.get("HX-Target", "")) if wants_fragment(request) else None
    if part is not None:
        return render(request, f"dashboard/casework/{part}", page | {"part": True})
    page |= _opened(request, file, agency, letters) | _offered(file, agency, kept, page["queue"])
    return render(request, "dashboard/casework/case.html", page)


def _offered(
    file: CaseFile, agency: AgencyFile | None, kept: Mapping[str, KeptText], queue: str
) -> dict[str, Any]:
    offers = [
        replace(offer, kept=offer.slug in kept, url=along(offer.url, queue))
        for offer in offers_of(file, agency)
    ]
    primary = primary_of(file, offers)
    return {"primary": primary, "offers": [offer for offer in offers if offer is not primary]}


def _opened(
    request: HttpRequest, file: CaseFile, agency: AgencyFile | None, letters: list[LetterLine]
) -> dict[str, Any]:
    every_item = "items" in request.GET
    return {
        "agency": agency,
        "set_aside_joins": _joins_of(file, agency),
        "items": file.items if every_item else file.items[:ITEMS_SHOWN],
        "items_hidden": 0 if every_item else max(0, len(file.items) - ITEMS_SHOWN),
        "outcomes": _outcome_counts(file),
        "bases": sorted({item.legal_basis for item in file.items}, key=lambda basis: basis.citation),
        "letters": letters,
        **evidence_page(file),
        "proposals": [(step, fired_words(step)) for step in proposals_of(file)],
        "may_decide_proposal": Verb.DECIDE_PROPOSAL in file.verbs,
        "unsent": file.case.state in UNSENT_STATES,
        "approve_url": _approve_address(file, agency),
        "record_url": _record_address(file),
        "on_duty": on_duty(file.actor, now=now_of(request)),
    }


def _outcome_counts(file: CaseFile) -> list[tuple[Outcome | None, int]]:
    counts = count_outcomes(file.items)
    return [(Outcome(word) if word else None, number) for word, number in sorted(counts.items())]


def _joins_of(file: CaseFile, agency: AgencyFile | None) -> frozenset[str]:
    """Return how the links set aside are named that the reader may ask to join."""
    report = agency.filing.report if agency and agency.filing else None
    if agency is None or report is None or not may_join(file.actor, report):
        return frozenset()
    return frozenset(each.token for each in agency.set_aside)


def _record_address(file: CaseFile) -> str:
    reads = file.actor.is_agency and file.actor.has(Role.AUDITOR, Role.SUPERVISOR)
    return address_of("record", file.case.reference) if reads else ""


def _approve_address(file: CaseFile, agency: AgencyFile | None) -> str:
    """Return the page on which a draft, or a case sent on one signature, is decided."""
    if agency is None:
        return ""
    waits = any(not approval.decision and approval.single_signature for approval in agency.approvals)
    decided_there = bool(ON_APPROVE_PAGE & file.verbs) or (waits and Verb.CONFIRM in file.verbs)
    return address_of("approve", file.case.reference) if decided_there else ""


def proposals_of(file: CaseFile) -> list[Escalation]:
    """Return the sanctions proposed in this case, newest first; an operator sees none."""
    return [step for step in reversed(file.escalations) if step.action in PROPOSALS]


def offers_of(file: CaseFile, agency: AgencyFile | None) -> list[Offer]:
    """Return what the reader can do now: what state and role allow and the rows give reason for."""
    args = [file.case.reference]
    offers = [
        Offer(
            slug=step.slug,
            label=step.title,
            url=reverse(step.name, args=args),
            icon=step.icon,
            consequence=step.consequence(file),
            direct=not step.form.base_fields,
        )
        for step in STEPS
        if step.verb in file.verbs and _has_reason(step.slug, file, agency)
    ]
    if Verb.DECIDE in file.verbs:
        url = reverse("dashboard:case_decide", args=args)
        offers.insert(0, Offer("decide", _("Decide items"), url, "checklist"))
    if Verb.VERIFY in file.verbs and any(item.outcome for item in file.items):
        url = reverse("dashboard:case_verify", args=args)
        offers.insert(0, Offer("verify", _("Verify items"), url, "eye-check"))
    return offers


def primary_of(file: CaseFile, offers: list[Offer]) -> Offer | None:
    """Return the one step that is next. To correct what is answered or checked already is none."""
    done = set()
    if all(item.outcome for item in file.items):
        done.add("decide")
    recheck = file.clock(ClockKind.RECHECK)
    if file.case.state == CaseState.CLOSED and not (recheck and recheck.is_open):
        done.add("verify")
    waiting = [slug for slug in FIRST if slug not in done]
    return next((offer for slug in waiting for offer in offers if offer.slug == slug), None)


def _has_reason(slug: str, file: CaseFile, agency: AgencyFile | None) -> bool:
    if slug in ("open", "message", "note"):
        return False  # the cover's own button; the threads' own forms
    if slug == "report-restored":
        face = file.clock(ClockKind.REINSTATE)
        return face is not None and face.is_open
    if slug in ("extend", "waive"):
        return any(face.is_open for face in file.clocks)
    if slug == "decide-objection":
        return agency is not None and not _signed_by(file.actor, agency)
    return True


def _signed_by(actor: Actor, agency: AgencyFile) -> bool:
    """Whether the actor filed or approved: then somebody else decides an objection."""
    signed = (ApprovalDecision.APPROVED, ApprovalDecision.CONFIRMED)
    filer = agency.filing.filer_id if agency.filing else None
    approvers = {row.decided_by_id for row in agency.approvals if row.decision in signed}
    return actor.user_id == filer or actor.user_id in approvers
