"""Joinings by programs: asked from a report, confirmed by another person, read, left."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.domain.acting import Actor, acting_as
from accounts.enums import OrganisationKind
from api.frame import DeskView, Given
from api.schema import Operation
from api.serializers.case_words import NothingBody, ReasonBody
from api.serializers.joining import JoinBody, JoiningRow, JoiningShape
from cases.domain.joined_file import open_joined
from cases.domain.joining import JoiningDraft, ask_to_join, confirm_joining, leave, return_joining
from cases.domain.links import token_of
from cases.models import CoSignature
from cases.permissions import AGENCY_READERS

TAG = "Joining"
AT_MOST = 100
ISSUING = (OrganisationKind.ISSUING,)
GROUNDS = ("category", "legal_basis", "reasons", "considerations", "file_number")


def joining_given(actor: Actor, joining: UUID, status: int = 200) -> Given:
    """Return a joining as the reader's agency may read it. Raises NotKnown."""
    with acting_as(actor):
        return Given(JoiningShape(open_joined(actor, joining)).data, status=status)


class JoinedView(DeskView):
    """The joinings of one's own agency."""

    roles = AGENCY_READERS
    kinds = ISSUING
    operations: ClassVar = {
        "GET": Operation(
            "list_joinings",
            _("List joinings"),
            TAG,
            JoiningRow(many=True),
            finds=False,
            description=_("The newest first, at most 100."),
        )
    }

    def get(self, request: Request) -> HttpResponse:
        """Give the newest."""
        with acting_as(self.actor):
            seen = CoSignature.objects.visible_to(self.actor).select_related("case__platform", "became")
            return self.give(Given(JoiningRow(seen.order_by("-asked_at", "-id")[:AT_MOST], many=True).data))


class JoiningView(DeskView):
    """One joining, and the joined case once it counts."""

    roles = AGENCY_READERS
    kinds = ISSUING
    operations: ClassVar = {"GET": Operation("show_joining", _("Show a joining"), TAG, JoiningShape)}

    def get(self, request: Request, joining: UUID) -> HttpResponse:
        """Give it as the reader's agency may read it."""
        return self.give(joining_given(self.actor, joining))


class JoinView(DeskView):
    """Asks to join from a saved report."""

    roles = AGENCY_READERS
    kinds = ISSUING
    operations: ClassVar = {
        "POST": Operation(
            "join",
            _("Ask to join a case"),
            TAG,
            JoiningShape,
            takes=JoinBody,
            status=201,
            description=_("Another person of your agency confirms it. Until then nobody else hears of it."),
        )
    }

    def post(self, request: Request, reference: str) -> HttpResponse:
        """Ask, once, and give the joining."""

        def deed() -> CoSignature:
            said = self.said(JoinBody)
            return ask_to_join(
                actor=self.actor,
                reference=reference,
                token=token_of(said["platform"], said["key"]),
                draft=JoiningDraft(**{name: said[name] for name in GROUNDS}),
                now=self.now,
            )

        return self.once(deed, lambda done: joining_given(self.actor, done.public_id, 201))


@dataclass(frozen=True, slots=True)
class JoiningStep:
    """One step of a joining: its address, its words, its verb with the fields that it is told."""

    slug: str
    summary: Any
    takes: Any
    verb: Callable[..., object]
    fields: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of its address."""
        return f"joining_{self.slug}"


JOINING_STEPS = (
    JoiningStep("confirm", _("Confirm a joining"), NothingBody, confirm_joining),
    JoiningStep("return", _("Return a joining with a reason"), ReasonBody, return_joining, ("reason",)),
    JoiningStep("leave", _("Leave a joined case"), NothingBody, leave),
)


class JoiningStepView(DeskView):
    """Does one step of a joining."""

    roles = AGENCY_READERS
    kinds = ISSUING
    step: JoiningStep | None = None

    def operation(self, method: str) -> Operation | None:
        """Return what the step does."""
        step = self.step
        if step is None or method != "POST":
            return None
        return Operation(step.name, step.summary, TAG, JoiningShape, takes=step.takes)

    def post(self, request: Request, joining: UUID) -> HttpResponse:
        """Do it once, and give the joining as it is then."""
        step, actor = self.step, self.actor
        assert step is not None

        def deed() -> object:
            said = self.said(step.takes)
            told = {name: said[name] for name in step.fields}
            return step.verb(actor=actor, joining=joining, now=self.now, **told)

        return self.once(deed, lambda _done: joining_given(actor, joining))
