"""The second signature: another person looks, and returns, sends or confirms."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as, people_behind
from accounts.models import Membership
from audit.domain.hashing import salted
from audit.models import Entry
from cases.domain import clocks
from cases.domain.content import content_hash, content_of
from cases.domain.filing import FILE, ask_approval
from cases.domain.letters.writing import write_confirmation
from cases.domain.lifecycle import check_target
from cases.domain.locking import lock_case, must_be_version, save_case
from cases.domain.record import note
from cases.domain.report_locking import signer_of
from cases.domain.sending import send
from cases.domain.telling import tell_corrected, tell_side
from cases.domain.wording import required
from cases.enums import ApprovalDecision, CaseState, EndReason, Side, Verb
from cases.models import Approval, Case, Filing, Look
from kernel.errors import Conflict, NotAllowed
from notifications.enums import NoticeKind
from sla.domain.choosing import choose_policy
from sla.enums import ClockKind, Urgency

MARK_SEEN = "mark_seen"
# Whoever did one of these wrote the case or put his name under it.
_AUTHORING = (FILE, Verb.EDIT, Verb.ADD_EVIDENCE, Verb.SUBMIT, Verb.SEND_URGENT)


def authors_of(case: Case) -> frozenset[int]:
    """Return the keys of all who filed, edited or submitted the case, by page or token: from the record."""
    entries = Entry.objects.filter(
        subject_kind="case", subject_id=case.reference, verb__in=[str(verb) for verb in _AUTHORING]
    )
    wrote = entries.values_list("actor_kind", "actor_id").distinct()
    return people_behind(wrote)


def mark_seen(*, actor: Actor, reference: str, content_hash: str, now: datetime) -> Case:
    """Keep that ``actor`` has read the content as it is now; the next look shows what changed.

    Written in the record. Errors: NotKnown, NotAllowed, Conflict (changed meanwhile).
    """
    with acting_as(actor):
        case = _lock_for_decision(actor, reference, now)
        _open_approval(case)
        _look(case, actor, content_hash, now)
        note(case, actor, MARK_SEEN, now, content=content_hash)
        return case


def return_to_author(*, actor: Actor, reference: str, reason: str, content_hash: str, now: datetime) -> Case:
    """Give a draft back with a reason.

    Decides the approval, ends its clock, tells the filer, writes in the record. Errors:
    Invalid (no reason), NotKnown, NotAllowed (an author), Conflict (changed meanwhile).
    """
    said = required(reason, "no_reason", field="reason")
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.RETURN, now)
        approval = _open_approval(case)
        _must_be_another(case, approval, actor)
        _look(case, actor, content_hash, now)
        _decide(approval, ApprovalDecision.RETURNED, actor, now, reason=said)
        clock = clocks.open_clock(case, ClockKind.APPROVE)
        if clock is not None:
            clocks.end(case, clock, EndReason.RETURNED, at=now)
        case.state = check_target(case.state, Verb.RETURN, CaseState.RETURNED)
        save_case(case, now, "state")
        note(case, actor, Verb.RETURN, now, state=case.state, reason=salted(said, case.salt))
        tell_side(case, NoticeKind.RETURNED, Side.AGENCY, now=now)
        return case


def approve_and_send(*, actor: Actor, reference: str, content_hash: str, now: datetime) -> Case:
    """Put the second signature under what was seen, and send it.

    ``content_hash`` is of the content that the approver's page showed. Decides the
    approval, meets its clock, sends (policy, claims, clocks, the platform told), writes
    in the record. Errors: NotKnown, NotAllowed (an author), Conflict (changed meanwhile,
    an item already in hand), Invalid (no policy).
    """
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.SEND, now)
        approval = _open_approval(case)
        _must_be_another(case, approval, actor)
        _look(case, actor, content_hash, now)
        _decide(approval, ApprovalDecision.APPROVED, actor, now)
        _meet_approve(case, now)
        send(case, actor=actor, official=actor.name, post=_post_of(actor), now=now)
        return case


def send_urgent(*, actor: Actor, reference: str, edit_version: int, now: datetime) -> Case:
    """Send an urgent case on the filer's signature alone, where the policy allows it.

    The approval stays open and its clock runs on: another person confirms or withdraws.
    Sends as ``approve_and_send`` does, tells the approvers, writes in the record. Errors:
    NotKnown, NotAllowed (not the filer, the policy wants two), Conflict, Invalid.
    """
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.SEND_URGENT, now)
        must_be_version(case, edit_version)
        approval = Approval.objects.filter(case=case, decision="").first()
        _must_be_filer(case, approval, actor)
        _must_allow_one_signature(case, now)
        approval = approval or ask_approval(case, actor, now)
        approval.single_signature = True
        approval.save(update_fields=["single_signature"])
        # The filer's name stays in the house; who confirms signs towards the platform.
        send(case, actor=actor, official="", post="", now=now, verb=Verb.SEND_URGENT)
        tell_side(
            case,
            NoticeKind.APPROVAL_ASKED,
            Side.AGENCY,
            now=now,
            to="approvers",
            path=f"/cases/{case.reference}/approve/",
        )
        return case


def confirm(*, actor: Actor, reference: str, content_hash: str, now: datetime) -> Case:
    """Put the second signature under a case that went out on one.

    Decides the approval, meets its clock, names the official by a letter, writes in the record.
    Errors: NotKnown, NotAllowed (an author), Conflict (nothing to confirm, not what was sent).
    """
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.CONFIRM, now)
        approval = _open_approval(case)
        _must_be_another(case, approval, actor)
        _look(case, actor, content_hash, now)
        _decide(approval, ApprovalDecision.CONFIRMED, actor, now)
        _meet_approve(case, now)
        case.issuing_official, case.issuing_post = actor.name, _post_of(actor)
        save_case(case, now, "issuing_official", "issuing_post")
        letter = write_confirmation(case, at=now)
        note(case, actor, Verb.CONFIRM, now, content=content_hash, letter=letter)
        return case


def allows_one_signature(case: Case, now: datetime) -> bool:
    """Whether this unsent case may go out on the filer's signature alone. Reads only.

    Raises Invalid where no policy applies.
    """
    if case.urgency != Urgency.URGENT:
        return False
    chosen = choose_policy(
        agency=case.agency,
        platform=case.platform,
        category=case.category,
        urgency=case.urgency,
        now=now,
    )
    return chosen.version.single_signature_urgent


def _lock_for_decision(actor: Actor, reference: str, now: datetime) -> Case:
    sent = Case.objects.visible_to(actor).filter(reference=reference, sent_at__isnull=False).exists()
    return lock_case(actor, reference, Verb.CONFIRM if sent else Verb.SEND, now)


def _open_approval(case: Case) -> Approval:
    approval = Approval.objects.filter(case=case, decision="").first()
    if approval is None:
        raise Conflict("nothing_asked", _("Nothing waits for approval here: it was decided already."))
    return approval


def _must_be_another(case: Case, approval: Approval, actor: Actor) -> None:
    if approval.filer_id == actor.user_id or actor.user_id in authors_of(case):
        raise NotAllowed(
            "another_person", _("You wrote or filed this case: another person must decide on it.")
        )


def _must_be_filer(case: Case, approval: Approval | None, actor: Actor) -> None:
    filed = Filing.objects.filter(case=case, filer_id=actor.user_id).exists()
    if not filed and (approval is None or approval.filer_id != actor.user_id):
        raise NotAllowed("filer_only", _("Only the person who filed the case can sign alone for it."))


def _must_allow_one_signature(case: Case, now: datetime) -> None:
    if not allows_one_signature(case, now):
        raise NotAllowed(
            "two_signatures",
            _("This needs two signatures: the policy allows one for urgent cases only.")
            if case.urgency != Urgency.URGENT
            else _("The policy that applies wants two signatures for urgent cases too."),
        )


def _look(case: Case, actor: Actor, seen: str, now: datetime) -> None:
    content = content_of(case)
    current = content_hash(content)
    if seen != current:
        raise Conflict(
            "content_changed", _("The case was changed after you opened it. What changed is shown below.")
        )
    Look.objects.update_or_create(
        case=case,
        user_id=signer_of(actor),
        defaults={"agency_id": case.agency_id, "content_hash": current, "content": content, "at": now},
    )


def _decide(
    approval: Approval, decision: ApprovalDecision, actor: Actor, now: datetime, *, reason: str = ""
) -> None:
    approval.decision, approval.decided_by_id = decision, actor.user_id
    approval.decided_at, approval.reason = now, reason
    approval.save(update_fields=["decision", "decided_by", "decided_at", "reason"])


def _meet_approve(case: Case, now: datetime) -> None:
    clock = clocks.open_clock(case, ClockKind.APPROVE)
    if clock is None:
        return
    tell_corrected(case, clock.kind, clocks.meet(case, clock, at=now), now=now)


def _post_of(actor: Actor) -> str:
    seat = Membership.objects.filter(user_id=signer_of(actor)).first()
    return seat.post if seat else ""
