"""What bends a deadline, what is said beside it, and who learns of it."""

from datetime import timedelta

import pytest

from accounts.domain.acting import COMMAND, acting_as
from accounts.enums import Role
from audit.models import Entry
from cases.domain import (
    amending,
    receipt,
    response,
    supervision,
    thread,
    withdrawing,
)
from cases.domain.offered import verbs_open_to
from cases.domain.sweep import sweep
from cases.enums import (
    CaseKind,
    ProposalDecision,
)
from cases.models import (
    Amendment,
    Case,
    Escalation,
    Message,
    Note,
)
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from notifications.enums import NoticeKind
from notifications.models import Outbox
from sla.enums import ClockKind
from sla.models import Category
from tests.cases.domain.walking import (
    MINUTE,
    NOON,
    clock_of,
    fresh,
    items_of,
    objected,
    removed,
)
from tests.factories.desk import make_desk
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


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
