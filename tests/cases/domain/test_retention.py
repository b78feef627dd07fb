"""What may be erased and what holds it back; erased are texts, kept are hashes and the record."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, models, transaction

from accounts.domain.acting import ENGINE, Actor, acting_as
from accounts.enums import Role
from audit.domain.verifying import verify
from cases.domain import erasing
from cases.domain.drilling import drill
from cases.domain.enforcing import enforce
from cases.domain.erasing import erase
from cases.domain.evidence_reading import open_original
from cases.domain.letters.reading import find_letter
from cases.domain.offered import verbs_open_to
from cases.domain.receipt import open_and_sign
from cases.domain.retention import (
    lift_hold,
    order_erasure,
    place_hold,
    preview,
)
from cases.domain.thread import write
from cases.domain.withdrawing import withdraw
from cases.enums import Via
from cases.models import Case, Clock, Erasure, Evidence, EvidenceChunk, Item, LegalHold, Letter, Report
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from sla.models import Category
from tests.factories.cases import NOON, make_sent_case
from tests.factories.desk import Desk, make_desk
from tests.factories.people import make_actor
from tests.factories.recorded import changes_of, verbs_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
THEN = NOON + 30 * DAY


@pytest.fixture
def desk() -> Desk:
    desk = make_desk()
    Category.objects.filter(pk=desk.category.pk).update(retention_days=30)
    return desk


@pytest.fixture
def case(desk) -> Case:
    return ended_case(desk)


def ended_case(desk: Desk, path: str = "room/1") -> Case:
    """A case that was sent and withdrawn at noon."""
    case = make_sent_case(desk, [path])
    open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON, via=Via.PAGE)
    withdraw(actor=desk.supervisor, reference=case.reference, reason="Our mistake.", now=NOON)
    return reread(case)


def reread(case: Case) -> Case:
    with acting_as(ENGINE):
        return Case.objects.get(pk=case.pk)


def count_due(actor: Actor, now) -> int:
    return preview(actor, now).cases


def run(desk: Desk, now=THEN) -> Erasure:
    order = order_erasure(actor=desk.supervisor, until=now, now=now)
    while erase(now=now):
        pass
    order.refresh_from_db()
    return order


def test_a_case_is_due_when_its_days_after_the_end_are_over(desk, case):
    assert [count_due(desk.supervisor, at) for at in (THEN - timedelta(seconds=1), THEN)] == [0, 1]
    Category.objects.update(retention_days=None)
    assert count_due(desk.supervisor, THEN) == 0


def test_an_open_case_a_running_clock_and_a_copy_to_be_preserved_are_not_due(desk, case):
    make_sent_case(desk, ["room/2"])
    assert count_due(desk.supervisor, THEN) == 1
    with acting_as(ENGINE):
        Case.objects.filter(pk=case.pk).update(preservation_until=THEN.date())
    assert (count_due(desk.supervisor, THEN), count_due(desk.supervisor, THEN + DAY)) == (0, 1)
    with acting_as(ENGINE):
        Clock.objects.filter(case=case).update(
            state="running", met_at=None, ended_at=None, end_reason="", next_step_at=None
        )
    assert count_due(desk.supervisor, THEN + DAY) == 0


def test_what_is_due_under_a_hold_is_counted_apart_and_let_go_when_it_is_lifted(desk, case):
    hold = place_hold(actor=desk.supervisor, reference=case.reference, reason="A trial.", now=NOON)
    held = preview(desk.supervisor, THEN)
    assert (held.cases, held.held, held.rows) == (0, 1, [])
    with pytest.raises(Conflict):
        place_hold(actor=desk.supervisor, reference=case.reference, reason="Again.", now=NOON)
    with pytest.raises(Conflict):
        order_erasure(actor=desk.supervisor, until=THEN, now=THEN)
    lift_hold(actor=desk.supervisor, hold=hold.public_id, now=NOON)
    assert (count_due(desk.supervisor, THEN), verbs_of("case", case.reference)[-2:]) == (
        1,
        ["place_hold", "lift_hold"],
    )
    with pytest.raises(Conflict):
        lift_hold(actor=desk.supervisor, hold=hold.public_id, now=NOON)


def test_only_the_agencys_supervisors_hold_and_erase_and_only_their_own(desk, case):
    for actor in (desk.analyst, desk.moderator, make_actor(desk.agency, Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            preview(actor, THEN)
        with pytest.raises(NotAllowed):
            place_hold(actor=actor, reference=case.reference, reason="A trial.", now=NOON)
    other = make_desk()
    assert count_due(other.supervisor, THEN) == 0
    with pytest.raises(NotKnown):
        place_hold(actor=other.supervisor, reference=case.reference, reason="A trial.", now=NOON)
    hold = place_hold(actor=desk.supervisor, reference=case.reference, reason="A trial.", now=NOON)
    for unknown in (hold.public_id, UUID(int=1)):
        with pytest.raises(NotKnown):
            lift_hold(actor=other.supervisor, hold=unknown, now=NOON)
    with pytest.raises(Invalid):
        place_hold(actor=desk.supervisor, reference=case.reference, reason=" ", now=NOON)


def test_texts_and_salts_are_gone_hashes_keys_outcomes_and_the_record_stay(desk, case):
    write(actor=desk.moderator, reference=case.reference, text="We saw it.", now=NOON)
    with acting_as(ENGINE):
        item, letter = Item.objects.get(case=case), Letter.objects.filter(case=case).earliest("pk")
    order = run(desk)
    assert (order.done, order.finished_at, order.total) == (1, THEN, 1)
    erased = reread(case)
    assert (erased.reasons, erased.considerations, erased.salt, erased.erased_at) == ("", "", "", THEN)
    with acting_as(ENGINE):
        kept, empty = Item.objects.get(case=case), Letter.objects.get(pk=letter.pk)
        report = Report.objects.get(filings__case=case)
        texts = [
            *erased.messages.values_list("text", flat=True),
            kept.statement,
            report.paste,
            report.reasons,
            report.salt,
        ]
    assert set(texts) == {""}
    assert (kept.key, kept.url, kept.outcome) == (item.key, item.key, item.outcome)
    assert (empty.content, empty.content_hash) == ({}, letter.content_hash)
    assert [
        changes_of(kind, row.reference)["order"] for kind, row in (("case", case), ("report", report))
    ] == [str(order.public_id)] * 2
    assert verify().faults == []


def test_nothing_more_is_done_to_an_erased_case_and_its_letters_are_gone(desk, case):
    run(desk)
    with pytest.raises(Conflict) as raised:
        write(actor=desk.moderator, reference=case.reference, text="Again.", now=THEN)
    assert raised.value.code == "case_erased"
    with acting_as(desk.analyst):
        letter = Letter.objects.visible_to(desk.analyst).filter(case=case).first()
        assert verbs_open_to(desk.analyst, reread_inside(case)) == frozenset()
        with pytest.raises(Conflict):
            find_letter(desk.analyst, case.reference, letter.public_id)
    with pytest.raises(Conflict):
        place_hold(actor=desk.supervisor, reference=case.reference, reason="Late.", now=THEN)


def reread_inside(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_what_was_held_or_reopened_after_the_order_stays(desk, case):
    second = ended_case(desk, "room/2")
    order_erasure(actor=desk.supervisor, until=THEN, now=THEN)
    place_hold(actor=desk.supervisor, reference=second.reference, reason="A trial.", now=THEN)
    while erase(now=THEN):
        pass
    assert (reread(case).erased_at, reread(second).erased_at) == (THEN, None)


def test_what_falls_due_after_the_preview_is_not_erased_with_it(desk, case):
    late = make_sent_case(desk, ["room/2"], now=NOON)
    withdraw(actor=desk.supervisor, reference=late.reference, reason="Late.", now=NOON + DAY)
    order = order_erasure(actor=desk.supervisor, until=THEN, now=THEN + 5 * DAY)
    while erase(now=THEN + 5 * DAY):
        pass
    assert (order.total, reread(case).erased_at is None, reread(late).erased_at) == (1, False, None)


def test_one_order_at_a_time_and_none_for_an_instant_to_come(desk, case):
    with pytest.raises(Invalid):
        order_erasure(actor=desk.supervisor, until=THEN + DAY, now=THEN)
    order_erasure(actor=desk.supervisor, until=THEN, now=THEN)
    with pytest.raises(Conflict) as raised:
        order_erasure(actor=desk.supervisor, until=THEN, now=THEN)
    assert raised.value.code == "erasure_runs"


def test_batches_go_on_until_none_is_left_and_a_round_of_the_engine_does_one(desk, monkeypatch):
    monkeypatch.setattr(erasing, "BATCH", 2)
    for number in range(3):
        ended_case(desk, f"room/{number}")
    order = order_erasure(actor=desk.supervisor, until=THEN, now=THEN)
    done = []
    for _round in range(4):
        enforce(now=THEN, runner="loop")
        order.refresh_from_db()
        done.append((order.done, order.finished_at is not None))
    assert done == [(2, False), (3, False), (3, True), (3, True)]
    assert drill(now=THEN) == 0


def test_the_guards_of_the_database_stand_again_afterwards(desk, case):
    run(desk)
    with acting_as(ENGINE), pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.filter(case=case).update(content={"forged": True})


# Columns that hold words of people or bytes and are kept on purpose, or erased with their row.
KEPT_ON_PURPOSE = {
    "item.key": "what it is known by",
    "claim.key": "what it is known by",
    "parked.error": "ours",
    "texttemplate.text": "an organisation's own words, of no case",
    "savedqueue.rules": "by what a queue is asked, of no case",
    "report.reference": "ours",
}


def test_every_text_of_a_case_is_erased_or_named_as_kept():
    erased = {
        f"{model.__name__.lower()}.{column}" for model, texts in erasing._OF_CASE.items() for column in texts
    }
    by_hand = {
        *(f"case.{name}" for name in ("reasons", "considerations", "redress")),
        *(f"report.{name}" for name in ("paste", "reasons", "considerations", "return_reason")),
        *(f"finding.{name}" for name in ("shown", "statement")),
        *(f"evidence.{name}" for name in ("preview", "thumbnail")),
        "evidencechunk.data",
        "look.content",
        "operatornote.text",
        "kepttext.texts",
    }
    of_sheets = {"sheet", "sheetrow", "sheetlayout"}  # working papers, forgotten by themselves
    texts = {
        f"{model._meta.model_name}.{field.name}"
        for model in Case._meta.apps.get_app_config("cases").get_models()
        if model._meta.model_name not in of_sheets
        for field in model._meta.get_fields()
        if isinstance(field, models.TextField | models.BinaryField | models.JSONField)
    }
    assert texts - erased - by_hand - set(KEPT_ON_PURPOSE) == set()


def test_an_original_is_refused_once_it_is_erased(desk):
    case = ended_case(desk)
    with acting_as(ENGINE):
        report = Report.objects.get(filings__case=case)
        row = Evidence.objects.create(
            report=report,
            agency=desk.agency,
            uploader_id=desk.analyst.user_id,
            name="note.txt",
            media_type="text/plain",
            size=3,
            sha256="0" * 64,
            added_at=NOON,
        )
        EvidenceChunk.objects.create(evidence=row, number=0, data=b"abc")
    run(desk)
    with acting_as(ENGINE):
        row.refresh_from_db()
        left = (row.name, row.sha256, row.salt, EvidenceChunk.objects.filter(evidence=row).count())
    assert left == ("", "0" * 64, "", 0)
    with pytest.raises(Conflict):
        open_original(actor=desk.analyst, evidence=row.public_id, now=THEN)
    with acting_as(ENGINE):
        assert LegalHold.objects.count() == 0


def test_days_that_are_shortened_after_the_order_add_nothing_to_it(desk, case):
    late = make_sent_case(desk, ["room/2"])
    withdraw(actor=desk.supervisor, reference=late.reference, reason="Late.", now=NOON + DAY)
    order_erasure(actor=desk.supervisor, until=THEN, now=THEN)
    Category.objects.update(retention_days=1)
    while erase(now=THEN):
        pass
    assert (reread(case).erased_at, reread(late).erased_at) == (THEN, None)
