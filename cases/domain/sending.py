"""Sends a case: from here on the platform knows of it and time runs."""

from datetime import datetime

from accounts.domain.acting import Actor
from cases.domain import clocks
from cases.domain.letters.writing import write_order
from cases.domain.lifecycle import check_target
from cases.domain.locking import save_case
from cases.domain.notice_checks import must_be_sendable, remarks_on
from cases.domain.record import note
from cases.domain.setting_aside import claim_or_set_aside
from cases.domain.telling import tell_side
from cases.enums import CaseState, Side, Verb
from cases.models import Case, Clock, Item
from notifications.enums import NoticeKind
from sla.domain.choosing import choose_policy
from sla.domain.rules import rule_for
from sla.enums import ClockKind, StartEvent
from sla.models import PolicyVersion

_SENDING_SAVES = (
    "state",
    "sent_at",
    "policy_version",
    "why_policy",
    "agreement",
    "lane",
    "flagger",
    "issuing_official",
    "issuing_post",
)


def send(
    case: Case,
    *,
    actor: Actor,
    official: str,
    post: str,
    now: datetime,
    verb: Verb = Verb.SEND,
) -> None:
    """Send a locked case, inside the caller's verb.

    Effects: policy and lane chosen and kept with the reason, claims taken, links that are in
    hand elsewhere set aside (the record says how many fewer went out than were approved, the
    filer is told), acknowledge clock (and effect where the policy starts it here), order letter,
    record, the platform's people told. Raises Conflict where nothing is left, Invalid where no
    policy applies or a check of the policy holds the notice back; what the other checks
    remarked is in the record.
    ``official`` and ``post`` are who answers for the order towards the platform.
    """
    check_target(case.state, verb, CaseState.SENT)
    version = _keep_policy(case, now)
    remarks = remarks_on(case, version, now=now)
    must_be_sendable(remarks)
    gave_way = claim_or_set_aside(case, now=now)
    case.state, case.sent_at = CaseState.SENT, now
    case.issuing_official, case.issuing_post = official, post
    save_case(case, now, *_SENDING_SAVES)
    acknowledge = clocks.start(case, ClockKind.ACKNOWLEDGE, at=now)
    start_effect(case, StartEvent.SENT, at=now)
    note(
        case,
        actor,
        verb,
        now,
        state=case.state,
        policy=version.policy.code,
        version=version.number,
        why=case.why_policy,
        lane=case.lane,
        acknowledge_by=acknowledge.due_at.isoformat(),
        letter=write_order(case, acknowledge, at=now),
        **({"remarks": [remark.check.value for remark in remarks]} if remarks else {}),
        **gave_way,
    )
    _tell(case, acknowledge, len(gave_way.get("set_aside", ())), now)


def _tell(case: Case, acknowledge: Clock, set_aside: int, now: datetime) -> None:
    if set_aside:
        tell_side(case, NoticeKind.SET_ASIDE, Side.AGENCY, now=now, items=set_aside)
    tell_side(
        case,
        NoticeKind.CASE_SENT,
        Side.OPERATOR,
        now=now,
        due_at=acknowledge.due_at.isoformat(),
        clock=ClockKind.ACKNOWLEDGE.value,
        items=Item.objects.filter(case=case).count(),
    )


def _keep_policy(case: Case, now: datetime) -> PolicyVersion:
    if case.policy_version is not None:
        return case.policy_version
    chosen = choose_policy(
        agency=case.agency,
        platform=case.platform,
        category=case.category,
        urgency=case.urgency,
        now=now,
    )
    case.policy_version, case.why_policy = chosen.version, chosen.why
    case.agreement = chosen.agreement
    case.lane, case.flagger = chosen.lane, chosen.flagger
    return chosen.version


def start_effect(case: Case, event: StartEvent, *, at: datetime) -> None:
    """Start the effect clock if the policy starts it at ``event`` and it never ran."""
    if case.policy_version is None:
        raise AssertionError("a sent case has a policy")
    rule = rule_for(case.policy_version, ClockKind.EFFECT, case.urgency, case.lane)
    if rule.starts == event and not case.clocks.filter(kind=ClockKind.EFFECT).exists():
        clocks.start(case, ClockKind.EFFECT, at=at)
