"""What is told of a case, to whom. Words, ids and instants only; never its content.

Nobody is told of a replay: it plays what would have been.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from accounts.enums import Role
from cases.domain.directory import Directory, of_contact
from cases.domain.planning import Fired
from cases.enums import CaseKind, Side
from cases.models import Case, Clock, Escalation
from cases.models.clock import SHOWN_TO_OPERATOR
from channels_registry.enums import ContactFunction
from channels_registry.models import Contact
from notifications.domain.telling import Recipient, Telling, tell
from notifications.enums import NoticeKind
from sla.enums import PROPOSALS, ClockKind, StepAction

_KIND_OF_STEP = {
    StepAction.REMIND: NoticeKind.REMINDER,
    StepAction.BREACH: NoticeKind.BREACH,
    StepAction.NEXT_CONTACT: NoticeKind.ESCALATED,
    StepAction.SUPERVISOR: NoticeKind.ESCALATED,
    StepAction.RAISE_LEVEL: NoticeKind.ESCALATED,
    StepAction.DEEM_RECEIPT: NoticeKind.ESCALATED,
    StepAction.PROPOSE_WARNING: NoticeKind.PROPOSAL,
    StepAction.PROPOSE_BLOCK: NoticeKind.PROPOSAL,
}


def recipients_of_step(
    case: Case, *, action: str, side: str, clock: str, function: str, known: Directory
) -> list[Recipient]:
    """Return who is told of one step of the ladder.

    A platform's clock reminds its duty contact, then climbs by function; a breach is
    told to both sides. The agency's own clocks remind whoever owes: the approvers for a
    draft, the filer for the rest.
    """
    agency = case.agency_id
    if action == StepAction.SUPERVISOR or action in PROPOSALS:
        return known.on_duty(agency, Role.SUPERVISOR)
    if action in (StepAction.RAISE_LEVEL, StepAction.DEEM_RECEIPT):
        return []
    owing = _owing(case, side, clock, known)
    if action == StepAction.NEXT_CONTACT:
        contact = known.contact(case, function or ContactFunction.DUTY)
        return [of_contact(contact)] if contact else owing
    if action == StepAction.BREACH and side == Side.OPERATOR:
        leads = known.on_duty(case.organisation_id, Role.LEAD)
        return [*owing, *leads, *known.filer(case)]
    return owing


def _owing(case: Case, side: str, clock: str, known: Directory) -> list[Recipient]:
    if side == Side.OPERATOR:
        return known.duty(case)
    if clock == ClockKind.APPROVE:
        on_duty = _without_filer(case, known, known.on_duty(case.agency_id, Role.APPROVER))
        return on_duty or _approvers(case, known)
    return known.filer(case)


def _approvers(case: Case, known: Directory) -> list[Recipient]:
    return _without_filer(case, known, known.with_roles(case.agency_id, Role.APPROVER))


def _without_filer(case: Case, known: Directory, people: list[Recipient]) -> list[Recipient]:
    filer = known.filers.get(case.pk)
    return [person for person in people if person.user_id != filer]


def step_tellings(case: Case, fired: Fired, known: Directory, now: datetime) -> list[Telling]:
    """Return the messages of one step that fires ``now``; none for a skipped one or a replay.

    A step that was taken back and fires once more is told once more.
    """
    if fired.skipped or case.kind == CaseKind.REPLAY:
        return []
    step, clock = fired.step, fired.clock
    recipients = recipients_of_step(
        case,
        action=step.action,
        side=clock.side,
        clock=clock.kind,
        function=step.contact_function,
        known=known,
    )
    context = {"clock": clock.kind, "due_at": clock.due_at.isoformat(), "step": step.key}
    return _tellings(
        case,
        _KIND_OF_STEP[step.action],
        recipients,
        {**context, "level": step.level},
        known,
        stamp=f"{clock.pk}:{clock.run}:{step.key}:{now.isoformat()}",
        happened_at=fired.due_at,
    )


def tell_side(
    case: Case,
    kind: NoticeKind,
    side: Side,
    *,
    now: datetime,
    to: str = "",
    filer: int | None = None,
    **context: Any,
) -> None:
    """Tell the platform (duty contact and moderators) or the agency of an event.

    ``to`` narrows the agency: "approvers", "supervisors"; else the filer. ``filer``: who that
    is, where the caller knows.
    """
    if case.kind == CaseKind.REPLAY:
        return
    known = Directory.of([case], side, filer, now=now)
    if side == Side.OPERATOR:
        moderators = known.with_roles(case.organisation_id, Role.MODERATOR, Role.LEAD)
        recipients = [*known.duty(case), *moderators]
    elif to == "approvers":
        recipients = _approvers(case, known)
    elif to == "supervisors":
        recipients = known.with_roles(case.agency_id, Role.SUPERVISOR)
    else:
        recipients = known.filer(case)
    stamp = f"{kind}:{now.isoformat()}"
    tell(_tellings(case, kind, recipients, context, known, stamp=stamp), now=now)


def tell_person(case: Case, kind: NoticeKind, side: Side, user_id: int, *, now: datetime) -> None:
    """Tell one person of a side of what is his house's own matter."""
    known = Directory.of([case], side, now=now)
    house = case.organisation_id if side == Side.OPERATOR else case.agency_id
    found = [seat.recipient for seat in known.people[house] if seat.recipient.user_id == user_id]
    tell(_tellings(case, kind, found, {}, known, stamp=f"{kind}:{now.isoformat()}"), now=now)


def tell_deadlines(moved: Collection[tuple[Case, Clock]], *, now: datetime) -> None:
    """Tell both sides of deadlines that moved; of the agency's own clocks the agency alone.

    Read and written at once, however many cases they are of.
    """
    orders = [(case, clock) for case, clock in moved if case.kind != CaseKind.REPLAY]
    known = Directory.of({case.pk: case for case, _clock in orders}.values(), now=now)
    told: list[Telling] = []
    for case, clock in orders:
        recipients = known.filer(case)
        if clock.kind in SHOWN_TO_OPERATOR and case.sent_at is not None:
            moderators = known.with_roles(case.organisation_id, Role.MODERATOR, Role.LEAD)
            recipients = [*recipients, *known.duty(case), *moderators]
        context = {"clock": clock.kind, "due_at": clock.due_at.isoformat()}
        stamp = f"{NoticeKind.DEADLINE_CHANGED}:{clock.pk}:{now.isoformat()}"
        told += _tellings(case, NoticeKind.DEADLINE_CHANGED, recipients, context, known, stamp=stamp)
    if told:
        tell(told, now=now)


def tell_corrected(case: Case, clock: str, steps: Iterable[Escalation], *, now: datetime) -> None:
    """Tell whoever may have heard of steps that these are taken back; no steps, no message.

    Of the agency's own signature the platform knows nothing.
    """
    taken_back = [step.step for step in steps]
    sides = (Side.AGENCY,) if clock == ClockKind.APPROVE else tuple(Side)
    for side in sides if taken_back else ():
        tell_side(case, NoticeKind.CORRECTION, side, now=now, clock=str(clock), steps=taken_back)


def _tellings(
    case: Case,
    kind: NoticeKind,
    recipients: Iterable[Recipient],
    context: dict[str, Any],
    known: Directory,
    *,
    stamp: str,
    happened_at: datetime | None = None,
) -> list[Telling]:
    shared = {
        "reference": case.reference,
        "platform": case.platform.name,
        "urgency": case.urgency,
        "path": f"/cases/{case.reference}/",
        **context,
    }
    links = _links(known.contacts[case.platform_id], case)
    people = (_instead(case, person, known) for person in recipients)
    told = [person for person in people if _may_know(case, person, known)]
    unique = {person.user_id or person.address: person for person in told}
    return [
        Telling(
            key=f"case:{case.reference}:{stamp}:{person.user_id or person.address}"[:200],
            kind=kind,
            recipient=person,
            subject_kind="case",
            subject_id=case.reference,
            happened_at=happened_at,
            context={
                **shared,
                "other_time_zone": _other_zone(case, person),
                **({} if person.user_id else links.get(person.address, {})),
            },
        )
        for person in unique.values()
    ]


def _instead(case: Case, person: Recipient, known: Directory) -> Recipient:
    """Return who is told in the place of somebody who is away; himself, where that one may not know."""
    stand_in = known.standing_in.get(person.user_id or 0)
    if stand_in is None or not _may_know(case, stand_in, known):
        return person
    return replace(stand_in, on_duty=person.on_duty)


def _may_know(case: Case, person: Recipient, known: Directory) -> bool:
    # Of a restricted case only cleared people know. A contact without an account stays: his
    # mail says no more than that something is due, and without it nobody might be told.
    if not case.category.restricted or person.user_id is None:
        return True
    return person.user_id in known.cleared


def _other_zone(case: Case, person: Recipient) -> str:
    inside = person.organisation_id == case.agency_id
    return case.organisation.time_zone if inside else case.agency.time_zone


def _links(contacts: list[Contact], case: Case) -> dict[str, dict[str, Any]]:
    # A contact without an account gets a signed link; it is signed when the mail is made.
    return {
        contact.email: {"link": {"contact": str(contact.public_id), "case": case.reference}}
        for contact in contacts
        if contact.user_id is None
    }
