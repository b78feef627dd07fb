"""What the platform says and what the agency makes of it, verb by verb."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from accounts.domain.acting import COMMAND, Actor, acting_as
from accounts.enums import Role
from audit.models import Entry
from cases.domain import (
    amending,
    clarification,
    closing,
    impossibility,
    objections,
    receipt,
    response,
    restoring,
    supervision,
    thread,
    verifying,
    withdrawing,
)
from cases.domain.offered import verbs_open_to
from cases.domain.response import ItemDecision
from cases.domain.sweep import sweep
from cases.enums import (
    CaseKind,
    CaseState,
    ClarificationGround,
    EndReason,
    ImpossibilityGround,
    Outcome,
    ProposalDecision,
    RefusalGround,
    Side,
    VerifiedOutcome,
)
from cases.models import (
    Amendment,
    Case,
    Claim,
    Clock,
    Escalation,
    Item,
    Message,
    Note,
    Pause,
    PlatformResponse,
    Receipt,
    Review,
)
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from notifications.enums import NoticeKind
from notifications.models import Outbox
from sla.enums import ClockKind, ClockState, PauseCause, StartEvent
from sla.models import Category
from tests.factories.desk import Desk, make_desk
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def fresh(case: Case) -> Case:
    with acting_as(COMMAND):
        return Case.objects.get(pk=case.pk)


def items_of(case: Case) -> list[Item]:
    with acting_as(COMMAND):
        return list(Item.objects.filter(case=case))


def clock_of(case: Case, kind: ClockKind) -> Clock:
    with acting_as(COMMAND):
        return Clock.objects.filter(case=case, kind=kind).latest("run")


def verbs_of(case: Case) -> list[str]:
    chain = Entry.objects.filter(subject_kind="case", subject_id=case.reference)
    return list(chain.order_by("sequence").values_list("verb", flat=True))


def removed(case: Case, desk: Desk, now: datetime, count: int | None = None) -> Case:
    decisions = [ItemDecision(item.public_id, Outcome.REMOVED) for item in items_of(case)[:count]]
    return response.decide(
        actor=desk.moderator, reference=case.reference, decisions=decisions, text="", now=now
    )


def verified(case: Case, desk: Desk, verdict: VerifiedOutcome, now: datetime) -> Case:
    verdicts = {item.public_id: verdict for item in items_of(case)}
    return verifying.verify(actor=desk.analyst, reference=case.reference, verdicts=verdicts, now=now)


def closed_case(desk: Desk) -> Case:
    case = desk.sent_case(NOON)
    removed(case, desk, NOON + 10 * MINUTE)
    verified(case, desk, VerifiedOutcome.DOWN, NOON + 20 * MINUTE)
    return closing.close(actor=desk.analyst, reference=case.reference, now=NOON + 30 * MINUTE)


def test_sending_starts_the_acknowledge_clock_and_claims_every_item() -> None:
    case = make_desk().sent_case(NOON)
    clock = clock_of(case, ClockKind.ACKNOWLEDGE)
    assert (clock.state, clock.due_at) == (ClockState.RUNNING, NOON + 60 * MINUTE)
    claims = Claim.objects.filter(case=case, released_at=None).order_by("key")
    assert [claim.key for claim in claims] == sorted(item.key for item in items_of(case))
    assert fresh(case).operator_due_at == NOON + 60 * MINUTE


def test_a_receipt_is_signed_once_by_a_name_and_starts_effect() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    at = NOON + 5 * MINUTE
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=at)
    with acting_as(COMMAND):
        signed = Receipt.objects.get(case=case)
    assert (signed.at, signed.signer_name) == (at, desk.moderator.name)
    assert clock_of(case, ClockKind.EFFECT).due_at == at + 240 * MINUTE
    with pytest.raises(Conflict):
        receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=at)


def test_acknowledging_implies_the_receipt() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    response.acknowledge(actor=desk.moderator, reference=case.reference, now=NOON + MINUTE)
    after = fresh(case)
    assert (after.state, after.received_at) == (CaseState.ACKNOWLEDGED, NOON + MINUTE)
    assert verbs_of(case) == ["send", "open_and_sign", "acknowledge"]


def test_effect_starts_when_the_policy_says_at_sending_or_at_acknowledgement() -> None:
    at_once = make_desk(effect_starts=StartEvent.SENT)
    case = at_once.sent_case(NOON)
    assert clock_of(case, ClockKind.EFFECT).started_at == NOON
    later = make_desk(effect_starts=StartEvent.ACKNOWLEDGED)
    case = later.sent_case(NOON)
    receipt.open_and_sign(actor=later.moderator, reference=case.reference, now=NOON + MINUTE)
    with acting_as(COMMAND):
        assert not Clock.objects.filter(case=case, kind=ClockKind.EFFECT).exists()
    response.acknowledge(actor=later.moderator, reference=case.reference, now=NOON + 9 * MINUTE)
    assert clock_of(case, ClockKind.EFFECT).started_at == NOON + 9 * MINUTE


def test_a_partial_answer_stops_nothing_and_the_last_item_meets_effect() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    removed(case, desk, NOON + 10 * MINUTE, count=1)
    assert fresh(case).state == CaseState.ACKNOWLEDGED
    assert clock_of(case, ClockKind.EFFECT).state == ClockState.RUNNING
    rest = [item for item in items_of(case) if not item.outcome]
    response.decide(
        actor=desk.moderator,
        reference=case.reference,
        decisions=[ItemDecision(rest[0].public_id, Outcome.REFUSED, RefusalGround.NOT_ILLEGAL)],
        text="We read it as reporting.",
        now=NOON + 20 * MINUTE,
    )
    effect = clock_of(case, ClockKind.EFFECT)
    assert (effect.state, effect.met_at) == (ClockState.MET, NOON + 20 * MINUTE)
    assert fresh(case).state == CaseState.ANSWERED
    assert clock_of(case, ClockKind.VERIFY).started_at == NOON + 20 * MINUTE


def test_a_refusal_needs_its_ground_and_an_answer_needs_an_item() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    item = items_of(case)[0].public_id
    for decisions, code in (
        ([ItemDecision(item, Outcome.REFUSED)], "no_ground"),
        ([ItemDecision(uuid4(), Outcome.REMOVED)], "item_unknown"),
        ([], "nothing_decided"),
    ):
        with pytest.raises(Invalid) as refused:
            response.decide(
                actor=desk.moderator,
                reference=case.reference,
                decisions=decisions,
                text="",
                now=NOON,
            )
        assert refused.value.code == code
    assert fresh(case).state == CaseState.SENT


def test_an_impossibility_pauses_effect_and_its_end_lets_it_go_on() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    impossibility.declare(
        actor=desk.moderator,
        reference=case.reference,
        ground=ImpossibilityGround.TECHNICAL,
        text="The moderation system is down.",
        now=NOON + 10 * MINUTE,
    )
    assert clock_of(case, ClockKind.EFFECT).state == ClockState.PAUSED
    impossibility.end(
        actor=desk.moderator, reference=case.reference, text="It is up.", now=NOON + 70 * MINUTE
    )
    effect = clock_of(case, ClockKind.EFFECT)
    assert effect.due_at == NOON + (10 + 240 + 60) * MINUTE
    with acting_as(COMMAND):
        pause = Pause.objects.get(clock=effect)
    assert (pause.cause, pause.ended_at) == (PauseCause.IMPOSSIBILITY, NOON + 70 * MINUTE)


def test_deciding_everything_settles_an_open_question() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    clarification.ask(
        actor=desk.moderator,
        reference=case.reference,
        ground=ClarificationGround.INSUFFICIENT,
        text="Which?",
        now=NOON + MINUTE,
    )
    removed(case, desk, NOON + 5 * MINUTE)
    assert fresh(case).state == CaseState.ANSWERED
    clarify = clock_of(case, ClockKind.CLARIFY)
    assert (clarify.state, clarify.end_reason) == (ClockState.ENDED, EndReason.MOOT)


def test_still_up_voids_the_outcome_and_the_same_run_goes_on() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    removed(case, desk, NOON + 30 * MINUTE)
    verified(case, desk, VerifiedOutcome.STILL_UP, NOON + 90 * MINUTE)
    effect = clock_of(case, ClockKind.EFFECT)
    with_agency = 60 * MINUTE
    assert (effect.run, effect.state) == (1, ClockState.RUNNING)
    assert effect.due_at == NOON + 30 * MINUTE + 240 * MINUTE + with_agency
    assert {item.outcome for item in items_of(case)} == {""}
    assert fresh(case).state == CaseState.ACKNOWLEDGED


def test_still_up_says_nothing_against_a_label() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON, items=1)
    response.decide(
        actor=desk.moderator,
        reference=case.reference,
        decisions=[ItemDecision(items_of(case)[0].public_id, Outcome.LABELLED)],
        text="",
        now=NOON + MINUTE,
    )
    verified(case, desk, VerifiedOutcome.STILL_UP, NOON + 2 * MINUTE)
    assert fresh(case).state == CaseState.VERIFIED
    assert items_of(case)[0].outcome == Outcome.LABELLED


def test_closing_releases_the_claims_and_the_agency_looks_again() -> None:
    case = closed_case(make_desk())
    assert not Claim.objects.filter(case=case, released_at=None).exists()
    assert clock_of(case, ClockKind.RECHECK).started_at == NOON + 30 * MINUTE
    assert fresh(case).state == CaseState.CLOSED


def test_back_up_after_closing_is_a_new_run_and_takes_the_claim_again() -> None:
    desk = make_desk()
    case = closed_case(desk)
    at = NOON + timedelta(days=2)
    verified(case, desk, VerifiedOutcome.BACK_UP, at)
    effect = clock_of(case, ClockKind.EFFECT)
    assert (effect.run, effect.started_at, effect.due_at) == (2, at, at + 240 * MINUTE)
    assert Claim.objects.filter(case=case, released_at=None).count() == 2
    assert fresh(case).state == CaseState.REOPENED
    first = Clock._base_manager.get(case=case, kind=ClockKind.EFFECT, run=1)
    assert first.state == ClockState.MET


def test_an_answer_after_closing_is_recorded_and_reopens_nothing() -> None:
    desk = make_desk()
    case = closed_case(desk)
    removed(case, desk, NOON + timedelta(days=1))
    assert fresh(case).state == CaseState.CLOSED
    assert clock_of(case, ClockKind.EFFECT).run == 1


def test_withdrawing_after_a_measure_asks_to_restore_under_its_own_clock() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    removed(case, desk, NOON + 10 * MINUTE)
    at = NOON + 60 * MINUTE
    withdrawing.withdraw(actor=desk.analyst, reference=case.reference, reason="It was satire.", now=at)
    reinstate = clock_of(case, ClockKind.REINSTATE)
    assert (reinstate.side, reinstate.started_at) == (Side.OPERATOR, at)
    assert not Claim.objects.filter(case=case, released_at=None).exists()
    restoring.report_restored(actor=desk.moderator, reference=case.reference, text="", now=at + MINUTE)
    assert clock_of(case, ClockKind.REINSTATE).met_at == at + MINUTE
    with pytest.raises(Conflict):
        restoring.report_restored(
            actor=desk.moderator, reference=case.reference, text="", now=at + 2 * MINUTE
        )


def test_withdrawing_before_any_measure_ends_every_clock_and_asks_nothing() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    withdrawing.withdraw(
        actor=desk.analyst, reference=case.reference, reason="Sent in error.", now=NOON + MINUTE
    )
    with acting_as(COMMAND):
        states = set(Clock.objects.filter(case=case).values_list("state", "end_reason"))
    assert states == {(ClockState.ENDED, EndReason.WITHDRAWN)}
    sweep(now=NOON + timedelta(days=9))
    with acting_as(COMMAND):
        assert not Escalation.objects.filter(case=case).exists()


def objected(desk: Desk) -> Case:
    case = desk.sent_case(NOON)
    objections.object_to(
        actor=desk.moderator, reference=case.reference, text="It is news.", now=NOON + MINUTE
    )
    return case


def test_an_objection_pauses_effect_and_a_rejected_one_lets_it_go_on() -> None:
    desk = make_desk()
    case = objected(desk)
    assert clock_of(case, ClockKind.EFFECT).state == ClockState.PAUSED
    objections.decide(
        actor=desk.supervisor,
        reference=case.reference,
        upheld=False,
        reason="It calls for violence.",
        now=NOON + 61 * MINUTE,
    )
    assert fresh(case).state == CaseState.ACKNOWLEDGED
    assert clock_of(case, ClockKind.EFFECT).due_at == NOON + MINUTE + 240 * MINUTE + 60 * MINUTE


def test_an_upheld_objection_withdraws_the_case() -> None:
    desk = make_desk()
    case = objected(desk)
    objections.decide(
        actor=desk.supervisor,
        reference=case.reference,
        upheld=True,
        reason="Right.",
        now=NOON + 2 * MINUTE,
    )
    assert fresh(case).state == CaseState.WITHDRAWN


def test_whoever_filed_or_approved_cannot_decide_an_objection() -> None:
    desk = make_desk()
    case = objected(desk)
    for actor in (desk.analyst, desk.approver):
        both = Actor(
            **{
                **{name: getattr(actor, name) for name in Actor.__slots__},
                "roles": frozenset({Role.SUPERVISOR}),
            }
        )
        with pytest.raises(NotAllowed):
            objections.decide(actor=both, reference=case.reference, upheld=False, reason="No.", now=NOON)
    with acting_as(COMMAND):
        answer = PlatformResponse.objects.get(case=case, kind="objection")
        with pytest.raises(IntegrityError, match="review_by_a_third_person"), transaction.atomic():
            Review.objects.create(
                response=answer,
                case=case,
                agency=desk.agency,
                filer_id=desk.analyst.user_id,
                approver_id=desk.approver.user_id,
                decided_by_id=desk.analyst.user_id,
                upheld=False,
                at=NOON,
            )


def test_answering_everything_while_disputed_meets_effect_and_verification_waits() -> None:
    desk = make_desk()
    case = objected(desk)
    removed(case, desk, NOON + 5 * MINUTE)
    assert fresh(case).state == CaseState.DISPUTED
    assert clock_of(case, ClockKind.EFFECT).met_at == NOON + 5 * MINUTE
    objections.decide(
        actor=desk.supervisor,
        reference=case.reference,
        upheld=False,
        reason="It stands.",
        now=NOON + 10 * MINUTE,
    )
    assert fresh(case).state == CaseState.ANSWERED
    assert clock_of(case, ClockKind.VERIFY).started_at == NOON + 10 * MINUTE


def test_amendments_are_numbered_and_what_was_sent_stays() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    for number in (1, 2):
        amending.amend(actor=desk.analyst, reference=case.reference, text=f"Addition {number}", now=NOON)
    with acting_as(COMMAND):
        found = list(Amendment.objects.filter(case=case).values_list("number", "text"))
    assert found == [(1, "Addition 1"), (2, "Addition 2")]
    assert fresh(case).reasons == case.reasons


def test_the_platform_writes_only_after_opening_and_the_agency_signs_by_role() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    with pytest.raises(Conflict):
        thread.write(actor=desk.moderator, reference=case.reference, text="Hello", now=NOON)
    thread.write(actor=desk.analyst, reference=case.reference, text="Hello", now=NOON)
    with acting_as(COMMAND):
        message = Message.objects.get(case=case)
    assert message.author_label == f"analyst · {desk.agency.name}"


def test_more_time_moves_the_deadline_and_forgets_nothing_that_fired() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    sweep(now=NOON + 30 * MINUTE)
    supervision.extend(
        actor=desk.supervisor,
        reference=case.reference,
        kind=ClockKind.ACKNOWLEDGE,
        minutes=60,
        reason="Their night.",
        now=NOON + 31 * MINUTE,
    )
    clock = clock_of(case, ClockKind.ACKNOWLEDGE)
    assert clock.due_at == NOON + 120 * MINUTE
    sweep(now=NOON + 119 * MINUTE)
    with acting_as(COMMAND):
        fired = list(Escalation.objects.filter(clock=clock).values_list("step", flat=True))
    assert fired == ["half", "deemed-receipt"]


def test_a_waived_clock_fires_nothing_more() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    supervision.waive(
        actor=desk.supervisor,
        reference=case.reference,
        kind=ClockKind.ACKNOWLEDGE,
        reason="Told by telephone.",
        now=NOON + MINUTE,
    )
    assert sweep(now=NOON + timedelta(days=1)).steps == 0


def test_a_proposal_is_decided_once_with_a_reason() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    at = NOON + timedelta(days=1)
    sweep(now=at)
    with acting_as(COMMAND):
        proposal = Escalation.objects.filter(case=case).open_proposals()[0]
    verdict = {"actor": desk.supervisor, "escalation": proposal.public_id, "now": at}
    with pytest.raises(Invalid):
        supervision.decide_proposal(**verdict, decision=ProposalDecision.DISMISSED, reason=" ")
    supervision.decide_proposal(**verdict, decision=ProposalDecision.DISMISSED, reason="They called.")
    with pytest.raises(Conflict):
        supervision.decide_proposal(**verdict, decision=ProposalDecision.NOTED, reason="Again.")


def test_strangers_do_not_know_the_case_and_wrong_roles_may_not() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    strangers = [
        make_actor(make_agency(), Role.ANALYST),
        make_actor(make_operator(), Role.MODERATOR),
        make_actor(desk.agency, Role.ADMINISTRATOR),
    ]
    for actor in strangers:
        with pytest.raises(NotKnown):
            response.acknowledge(actor=actor, reference=case.reference, now=NOON)
    for actor in (desk.analyst, make_actor(desk.agency, Role.AUDITOR)):
        with pytest.raises(NotAllowed):
            response.acknowledge(actor=actor, reference=case.reference, now=NOON)


def test_the_platform_reads_why_a_case_was_withdrawn_and_why_a_deadline_moved() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON)
    for minute, act in (
        (
            1,
            lambda now: supervision.extend(
                actor=desk.supervisor,
                reference=case.reference,
                kind=ClockKind.EFFECT,
                minutes=5,
                reason="Their night.",
                now=now,
            ),
        ),
        (
            2,
            lambda now: supervision.waive(
                actor=desk.supervisor,
                reference=case.reference,
                kind=ClockKind.ACKNOWLEDGE,
                reason="Told by telephone.",
                now=now,
            ),
        ),
        (
            3,
            lambda now: withdrawing.withdraw(
                actor=desk.analyst,
                reference=case.reference,
                reason="It was satire.",
                now=now,
            ),
        ),
    ):
        act(NOON + minute * MINUTE)
    with acting_as(desk.moderator):
        said = list(Message.objects.visible_to(desk.moderator).values_list("text", flat=True))
    assert said == ["Their night.", "Told by telephone.", "It was satire."]


def test_of_a_change_to_the_agencys_own_clock_the_platform_learns_nothing() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    removed(case, desk, NOON + MINUTE)
    with acting_as(COMMAND):
        told = Outbox.objects.filter(organisation=desk.operator).count()
    supervision.extend(
        actor=desk.supervisor,
        reference=case.reference,
        kind=ClockKind.VERIFY,
        minutes=60,
        reason="The analyst is ill.",
        now=NOON + 2 * MINUTE,
    )
    with acting_as(desk.supervisor):
        assert [row.text for row in Note.objects.visible_to(desk.supervisor)] == ["The analyst is ill."]
    with acting_as(desk.moderator):
        assert not Message.objects.visible_to(desk.moderator).exists()
        assert not Note.objects.visible_to(desk.moderator).exists()
    assert Outbox.objects.filter(organisation=desk.operator).count() == told


def test_a_message_makes_no_form_stale() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    before = fresh(case).edit_version
    thread.write(actor=desk.analyst, reference=case.reference, text="Hello", now=NOON)
    assert fresh(case).edit_version == before


def test_nobody_acts_in_a_replay() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    with acting_as(COMMAND):
        Case.objects.filter(pk=case.pk).update(kind=CaseKind.REPLAY)
    with pytest.raises(NotAllowed):
        withdrawing.withdraw(actor=desk.analyst, reference=case.reference, reason="Never sent.", now=NOON)
    with pytest.raises(NotKnown):
        response.acknowledge(actor=desk.moderator, reference=case.reference, now=NOON)
    assert verbs_open_to(desk.analyst, fresh(case)) == frozenset()


def test_the_record_holds_hashes_and_never_a_text() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    secret = "a sentence that must not be in the record"
    thread.write(actor=desk.analyst, reference=case.reference, text=secret, now=NOON)
    for entry in Entry.objects.filter(subject_id=case.reference):
        assert secret not in str(entry.changes)


def test_messages_hold_words_and_ids_and_never_content() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    sweep(now=NOON + timedelta(days=1))
    urls = [item.url for item in items_of(case)]
    for row in Outbox.objects.filter(subject_id=case.reference):
        text = str(row.context)
        assert case.reasons not in text
        assert [url for url in urls if url in text] == []


def test_of_a_restricted_case_only_cleared_people_are_told() -> None:
    desk = make_desk()
    cleared = make_actor(desk.operator, Role.MODERATOR, cleared=True)
    Category.objects.filter(pk=desk.category.pk).update(restricted=True)
    desk.category.refresh_from_db()
    case = desk.sent_case(NOON)
    told = Outbox.objects.filter(subject_id=case.reference, user__isnull=False)
    assert list(told.values_list("user_id", flat=True)) == [cleared.user_id]


def test_every_verb_tells_the_other_side() -> None:
    desk = make_desk()
    case = objected(desk)
    kinds = set(Outbox.objects.filter(subject_id=case.reference).values_list("kind", flat=True))
    assert kinds == {
        NoticeKind.CASE_SENT,
        NoticeKind.RECEIVED,
        NoticeKind.ACKNOWLEDGED,
        NoticeKind.OBJECTED,
    }
