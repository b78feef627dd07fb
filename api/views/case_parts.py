"""What stands in a case: items, messages, answers, amendments, what happened, what is proposed."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.domain.acting import Actor, acting_as
from api.frame import DeskView, Given
from api.schema import Operation
from api.serializers.case_parts import (
    AmendmentShape,
    AnswerShape,
    EventShape,
    ItemShape,
    MessageShape,
    ProposalShape,
)
from api.serializers.case_words import ProposalDecisionBody
from api.serializers.why import ExplainedShape
from api.views.case_answer import CASE, case_given, opened_case
from api.views.cases import TAG
from cases.domain.case_file import open_file
from cases.domain.clock_why import whys_of
from cases.domain.supervision import decide_proposal
from cases.domain.timeline import timeline_of
from cases.enums import ProposalDecision, Verb
from cases.models import Amendment, Case, Escalation, Item, Message, PlatformResponse
from cases.permissions import AGENCY_READERS, READERS
from kernel.errors import NotKnown
from sla.enums import PROPOSALS

Rows = Callable[[Actor, Case], Any]
OPENED = _("Empty until the receipt is signed.")


class CasePartView(DeskView):
    """One list of a case that is open to the reader; ``part`` says which."""

    roles = READERS
    part: "Part | None" = None

    def operation(self, method: str) -> Operation | None:
        """Return what the part gives."""
        return self.part.operation if self.part and method == "GET" else None

    def get(self, request: Request, reference: str) -> HttpResponse:
        """Give the whole list."""
        assert self.part is not None
        with acting_as(self.actor):
            case = opened_case(self.actor, reference)
            rows = self.part.rows(self.actor, case) if case is not None else []
            return self.give(Given(self.part.shape(rows, many=True).data))


class Part:
    """One list of a case: its address, its shape, and how it is read."""

    def __init__(self, slug: str, summary: Any, shape: Any, rows: Rows) -> None:
        self.slug, self.shape, self.rows = slug, shape, rows
        self.operation = Operation(f"list_{slug}", summary, TAG, shape(many=True), description=OPENED)


def _items(actor: Actor, case: Case) -> Any:
    return Item.objects.visible_to(actor).filter(case=case).select_related("legal_basis").order_by("position")


def _messages(actor: Actor, case: Case) -> Any:
    return Message.objects.visible_to(actor).filter(case=case).order_by("at", "id")


def _answers(actor: Actor, case: Case) -> Any:
    return PlatformResponse.objects.visible_to(actor).filter(case=case).order_by("at", "id")


def _amendments(actor: Actor, case: Case) -> Any:
    return Amendment.objects.visible_to(actor).filter(case=case).order_by("number")


def _events(actor: Actor, case: Case) -> Any:
    return timeline_of(open_file(actor, case.reference))


PARTS = (
    Part("items", _("List items"), ItemShape, _items),
    Part("messages", _("List messages"), MessageShape, _messages),
    Part("answers", _("List what the platform said"), AnswerShape, _answers),
    Part("amendments", _("List amendments"), AmendmentShape, _amendments),
    Part("timeline", _("List what happened, newest first"), EventShape, _events),
)


class ClocksView(DeskView):
    """Every clock of a case that the reader may know of, with its why; they stand on the cover too."""

    roles = READERS
    operations: ClassVar = {
        "GET": Operation("list_clocks", _("Explain the deadlines"), TAG, ExplainedShape(many=True))
    }

    def get(self, request: Request, reference: str) -> HttpResponse:
        """Give the runs, by kind and run."""
        with acting_as(self.actor):
            file = open_file(self.actor, reference)
            whys = whys_of(file, file.clocks, self.now)
            return self.give(Given(ExplainedShape(whys, many=True).data))


class ProposalsView(DeskView):
    """What the ladder proposed against the platform: the agency's own."""

    roles = AGENCY_READERS
    operations: ClassVar = {
        "GET": Operation("list_proposals", _("List proposed sanctions"), TAG, ProposalShape(many=True))
    }

    def get(self, request: Request, reference: str) -> HttpResponse:
        """Give the proposals, newest first."""
        with acting_as(self.actor):
            case = opened_case(self.actor, reference)
            rows = Escalation.objects.visible_to(self.actor).filter(case=case, action__in=PROPOSALS)
            return self.give(Given(ProposalShape(rows.order_by("-due_at", "-id"), many=True).data))


class ProposalView(DeskView):
    """A supervisor's word on a proposed sanction."""

    roles = AGENCY_READERS
    operations: ClassVar = {
        "POST": Operation(
            "case_decide_proposal",
            Verb.DECIDE_PROPOSAL.label,
            TAG,
            CASE,
            takes=ProposalDecisionBody,
            tagged=True,
        )
    }

    def post(self, request: Request, reference: str, proposal: UUID) -> HttpResponse:
        """Dismiss or note it, once, and give the case."""
        actor = self.actor
        self._must_be_of(reference, proposal)

        def deed() -> object:
            said = self.said(ProposalDecisionBody)
            return decide_proposal(
                actor=actor,
                escalation=proposal,
                decision=ProposalDecision(said["decision"]),
                reason=said["reason"],
                now=self.now,
            )

        return self.once(deed, lambda _done: case_given(actor, reference))

    def _must_be_of(self, reference: str, proposal: UUID) -> None:
        with acting_as(self.actor):
            rows = Escalation.objects.visible_to(self.actor).filter(action__in=PROPOSALS)
            if not rows.filter(case__reference=reference, public_id=proposal).exists():
                raise NotKnown("proposal_unknown", _("There is no such proposal."))
