"""A small desk with somebody in every role, and cases that were really sent from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from accounts.models import Organisation
from cases.domain.sending import send
from cases.enums import ApprovalDecision, CaseState
from cases.models import Approval, Case, Filing, Item
from channels_registry.enums import ContactFunction, TargetKind
from channels_registry.models import FlaggedChannel, Platform
from kernel.references import new_reference
from sla.enums import (
    CheckEffect,
    ClockKind,
    NoticeCheck,
    StartEvent,
    StepAction,
    StepAnchor,
    StopEffect,
    Urgency,
)
from sla.models import Calendar, Category, LegalBasis, PolicyVersion
from tests.factories.counting import next_number
from tests.factories.law import (
    make_category,
    make_legal_basis,
    make_policy,
    remind_at,
    step_after_due,
)
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor
from tests.factories.platforms import make_contact, make_platform

PLATFORM_LADDER: tuple[Mapping[str, Any], ...] = (
    remind_at(500, "half"),
    remind_at(750, "three-quarters"),
    step_after_due("breach", StepAction.BREACH),
    step_after_due("technical", StepAction.NEXT_CONTACT, 0, contact_function="technical"),
    step_after_due("legal", StepAction.NEXT_CONTACT, 30, contact_function="legal"),
    step_after_due("executive", StepAction.NEXT_CONTACT, 60, contact_function="executive"),
    step_after_due("level-1", StepAction.RAISE_LEVEL, 60, level=1),
    step_after_due("supervisor", StepAction.SUPERVISOR, 60),
    step_after_due("warning", StepAction.PROPOSE_WARNING, 120, level=2),
    step_after_due("block", StepAction.PROPOSE_BLOCK, 180, level=3),
)
ACKNOWLEDGE_LADDER: tuple[Mapping[str, Any], ...] = (
    remind_at(500, "half"),
    {
        "key": "deemed-receipt",
        "action": StepAction.DEEM_RECEIPT,
        "anchor": StepAnchor.START,
        "offset_minutes": 60,
    },
    step_after_due("breach", StepAction.BREACH),
)
WHOLE_LADDER = {ClockKind.EFFECT: PLATFORM_LADDER, ClockKind.ACKNOWLEDGE: ACKNOWLEDGE_LADDER}


OF_FIXTURES = ("EU", "ID")  # policies of these are loaded or made elsewhere


@dataclass(frozen=True, slots=True)
class Desk:
    """One agency, one operator with one service, one policy."""

    agency: Organisation
    operator: Organisation
    platform: Platform
    category: Category
    basis: LegalBasis
    version: PolicyVersion
    analyst: Actor
    approver: Actor
    supervisor: Actor
    moderator: Actor

    def sent_case(self, now: datetime, *, items: int = 2, urgency: str = Urgency.URGENT) -> Case:
        """Return a case filed by the analyst, approved by the approver and sent at ``now``."""
        with acting_as(self.approver):
            case = self._draft(now, urgency)
            for position in range(1, items + 1):
                _item(case, position, self.basis, now)
            send(case, actor=self.approver, official="Approver", post="Head of desk", now=now)
            return case

    def _draft(self, now: datetime, urgency: str) -> Case:
        case = Case.objects.create(
            reference=new_reference(),
            agency=self.agency,
            organisation=self.operator,
            platform=self.platform,
            state=CaseState.AWAITING_APPROVAL,
            category=self.category,
            urgency=urgency,
            reasons="It calls for violence.",
            considerations="No journalism, research or art.",
            created_at=now,
            updated_at=now,
        )
        Filing.objects.create(case=case, agency=self.agency, filer_id=self.analyst.user_id)
        Approval.objects.create(
            case=case,
            agency=self.agency,
            filer_id=self.analyst.user_id,
            content_hash="0" * 64,
            asked_at=now,
            decision=ApprovalDecision.APPROVED,
            decided_by_id=self.approver.user_id,
            decided_at=now,
        )
        return case


def _jurisdiction() -> str:
    """Return two letters that no desk near had: each jurisdiction has one default policy."""
    while True:
        number = next_number()
        letters = f"{chr(65 + number // 26 % 26)}{chr(65 + number % 26)}"
        if letters not in OF_FIXTURES:
            return letters


def make_desk(
    *,
    steps: Mapping[ClockKind, Sequence[Mapping[str, Any]]] = WHOLE_LADDER,
    minutes: Mapping[ClockKind, int] | None = None,
    effect_starts: StartEvent = StartEvent.RECEIVED,
    stop: StopEffect = StopEffect.PAUSE,
    single_signature_urgent: bool = False,
    category: Category | None = None,
    notice: Mapping[NoticeCheck, CheckEffect] | None = None,
    trusted: Mapping[ClockKind, int] | None = None,
    calendars: Mapping[ClockKind, Calendar] | None = None,
) -> Desk:
    """Return a desk under a policy: urgent 60 minutes to acknowledge, 240 to give effect.

    ``trusted``: minutes of urgent cases in the lane of trusted flaggers; ``calendars``: the
    hours of single kinds of clocks. People of a desk whose category is restricted are
    cleared for it.
    """
    agency, operator = make_agency(jurisdiction="ID"), make_operator()
    platform = make_platform(operator)
    for function in ContactFunction:
        make_contact(platform, function)
    category = category or make_category()
    cleared = category.restricted
    jurisdiction = _jurisdiction()
    Organisation.objects.filter(pk=agency.pk).update(jurisdiction=jurisdiction)
    agency.refresh_from_db()
    version = make_policy(
        jurisdiction=jurisdiction,
        steps=steps,
        minutes=minutes or {},
        effect_starts=effect_starts,
        stop=stop,
        single_signature_urgent=single_signature_urgent,
        notice=notice,
        trusted=trusted,
        calendars=calendars,
    )
    return Desk(
        agency=agency,
        operator=operator,
        platform=platform,
        category=category,
        basis=make_legal_basis(category, jurisdiction=jurisdiction),
        version=version,
        analyst=make_actor(agency, Role.ANALYST, cleared=cleared),
        approver=make_actor(agency, Role.APPROVER, cleared=cleared),
        supervisor=make_actor(agency, Role.SUPERVISOR, cleared=cleared),
        moderator=make_actor(operator, Role.MODERATOR, cleared=cleared),
    )


def make_second_desk(desk: Desk) -> Desk:
    """Return a desk of another agency that addresses the same service."""
    return replace(make_desk(), operator=desk.operator, platform=desk.platform, moderator=desk.moderator)


def _item(case: Case, position: int, basis: LegalBasis, now: datetime) -> Item:
    key = f"channel{next_number()}"
    channel = FlaggedChannel.objects.create(
        platform=case.platform, key=key, kind=TargetKind.CHANNEL, first_reported_at=now
    )
    return Item.objects.create(
        case=case,
        organisation_id=case.organisation_id,
        position=position,
        url=f"https://{case.platform.slug}.example/{key}",
        key=key,
        kind=TargetKind.CHANNEL,
        channel=channel,
        legal_basis=basis,
    )
