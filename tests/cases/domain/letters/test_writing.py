"""Which deed writes which letter; that it is fixed then, and what the record knows of it."""

import pytest
from django.db import DatabaseError, transaction

from accounts.domain.acting import COMMAND, acting_as
from accounts.models import Organisation
from audit.domain.hashing import canonical, digest
from cases.domain import amending, approving, clarification, impossibility
from cases.domain.letters.wording import sheet_of
from cases.domain.sending import send
from cases.enums import CaseKind, ClarificationGround, ImpossibilityGround, LetterKind, Outcome, Verb
from cases.models import Case, Letter
from channels_registry.models import Platform
from sla.models import LegalBasis
from tests.cases.domain.letters.letter_scene import (
    MINUTE,
    NOON,
    changes_of,
    decided,
    letter_of,
    letters_of,
    opened,
)
from tests.factories.cases import file_cases, seen_hash
from tests.factories.desk import Desk, make_desk

pytestmark = pytest.mark.django_db
LATER = NOON + 15 * MINUTE


def kinds_of(case: Case) -> list[tuple[str, int]]:
    return [(letter.kind, letter.number) for letter in letters_of(case)]


def sent_on_one_signature(desk: Desk) -> Case:
    case = file_cases(desk, urgency="urgent", now=NOON)[0]
    return approving.send_urgent(
        actor=desk.analyst, reference=case.reference, edit_version=case.edit_version, now=NOON
    )


def test_sending_fixes_the_order_letter_and_the_record_knows_its_hash() -> None:
    case = opened(make_desk())
    letter = letter_of(case, LetterKind.ORDER)
    assert kinds_of(case) == [("order", 1)]
    assert letter.content_hash == digest(letter.content) == changes_of(case, Verb.SEND)["letter"]
    assert letter.content["salt"] == letter.salt


def test_nothing_that_happens_later_changes_what_a_letter_says() -> None:
    desk = make_desk()
    case = opened(desk)
    before = letter_of(case, LetterKind.ORDER)
    Organisation.objects.filter(pk=desk.agency.pk).update(name="Another ministry")
    Platform.objects.filter(pk=desk.platform.pk).update(name="Another name")
    LegalBasis.objects.filter(pk=desk.basis.pk).update(text_en="Amended.", text_id="Diubah.")
    amending.amend(actor=desk.analyst, reference=case.reference, text="One more.", now=LATER)
    decided(desk, case, Outcome.REMOVED, Outcome.REFUSED)
    after = letter_of(case, LetterKind.ORDER)
    assert canonical(after.content) == canonical(before.content)
    assert [sheet_of(after, code) for code in ("en", "id")] == [
        sheet_of(before, code) for code in ("en", "id")
    ]


def test_a_letter_is_never_changed_and_never_removed() -> None:
    case = opened(make_desk())
    letter = letter_of(case, LetterKind.ORDER)
    with acting_as(COMMAND):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            Letter.objects.filter(pk=letter.pk).update(content={})
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            Letter.objects.filter(pk=letter.pk).delete()


def test_an_amendment_is_a_letter_of_its_own_that_names_the_order() -> None:
    desk = make_desk()
    case = opened(desk)
    amending.amend(actor=desk.analyst, reference=case.reference, text="One more page.", now=LATER)
    letter = letter_of(case, LetterKind.AMENDMENT)
    assert kinds_of(case) == [("order", 1), ("amendment", 1)]
    assert letter.content["order"]["hash"] == letter_of(case, LetterKind.ORDER).content_hash
    assert (letter.content["amendment"], letter.content["text"]) == (1, "One more page.")
    assert changes_of(case, Verb.AMEND)["letter"] == letter.content_hash


def test_an_order_on_one_signature_names_nobody_until_its_confirmation_does() -> None:
    desk = make_desk(single_signature_urgent=True)
    case = sent_on_one_signature(desk)
    order = letter_of(case, LetterKind.ORDER)
    assert (order.content["official"], order.content["post"]) == ("", "")
    seen = seen_hash(desk.approver, case.reference)
    approving.confirm(actor=desk.approver, reference=case.reference, content_hash=seen, now=LATER)
    letter = letter_of(case, LetterKind.CONFIRMATION)
    assert kinds_of(case) == [("order", 1), ("confirmation", 1)]
    assert letter.content["official"] == desk.approver.name
    assert changes_of(case, Verb.CONFIRM)["letter"] == letter.content_hash


def test_the_last_decision_has_the_effect_report_and_each_refusal_its_notice() -> None:
    desk = make_desk()
    case = opened(desk, items=3)
    decided(desk, case, Outcome.REMOVED)
    assert kinds_of(case) == [("order", 1)]
    decided(desk, case, Outcome.REMOVED, Outcome.REFUSED)
    assert kinds_of(case) == [("order", 1), ("non_execution", 1)]
    decided(desk, case, Outcome.REMOVED, Outcome.DEMOTED, Outcome.REFUSED, at=NOON + 30 * MINUTE)
    assert kinds_of(case)[2:] == [("effect_report", 1), ("non_execution", 2)]
    report, notice = letters_of(case)[2:]
    assert [item["position"] for item in report.content["items"]] == [1, 2]
    assert [item["position"] for item in notice.content["items"]] == [3]
    changes = changes_of(case, Verb.DECIDE)
    assert changes["effect_report"] == report.content_hash
    assert changes["non_execution"] == notice.content_hash


def test_an_answer_that_refuses_everything_has_no_effect_report() -> None:
    desk = make_desk()
    case = opened(desk)
    decided(desk, case, Outcome.REFUSED, Outcome.REFUSED)
    assert kinds_of(case) == [("order", 1), ("non_execution", 1)]


def test_a_corrected_answer_has_a_further_report_and_the_first_stays() -> None:
    desk = make_desk()
    case = opened(desk)
    decided(desk, case, Outcome.DEMOTED, Outcome.DEMOTED)
    decided(desk, case, Outcome.REMOVED, at=NOON + 30 * MINUTE)
    first, second = letters_of(case)[1:]
    assert (first.number, second.number) == (1, 2)
    assert [item["outcome"] for item in first.content["items"]] == ["demoted", "demoted"]
    assert [item["outcome"] for item in second.content["items"]] == ["removed", "demoted"]


def test_a_question_and_an_impossibility_are_notices_about_what_is_still_open() -> None:
    desk = make_desk()
    case = opened(desk)
    decided(desk, case, Outcome.REMOVED)
    clarification.ask(
        actor=desk.moderator,
        reference=case.reference,
        ground=ClarificationGround.INSUFFICIENT,
        text="Which page?",
        now=NOON + 25 * MINUTE,
    )
    clarification.answer(
        actor=desk.analyst, reference=case.reference, text="The first.", now=NOON + 30 * MINUTE
    )
    impossibility.declare(
        actor=desk.moderator,
        reference=case.reference,
        ground=ImpossibilityGround.TECHNICAL,
        text="Our tool is down.",
        now=NOON + 35 * MINUTE,
    )
    asked, hindered = letters_of(case)[1:]
    said = [
        (letter.content["ground"], letter.content["detail"], letter.content["text"])
        for letter in (asked, hindered)
    ]
    assert said == [
        ("clarification", "insufficient", "Which page?"),
        ("impossibility", "technical", "Our tool is down."),
    ]
    assert [item["position"] for item in asked.content["items"]] == [2]
    assert changes_of(case, Verb.ASK_CLARIFICATION)["letter"] == asked.content_hash
    assert changes_of(case, Verb.DECLARE_IMPOSSIBLE)["letter"] == hindered.content_hash


def test_a_letter_names_neither_who_filed_nor_any_other_house() -> None:
    desk, strange = make_desk(), make_desk()
    case = opened(desk)
    decided(desk, case, Outcome.REMOVED, Outcome.REFUSED)
    said = b"".join(canonical(letter.content) for letter in letters_of(case)).decode()
    names = (desk.analyst.name, strange.agency.name, strange.operator.name, strange.platform.name)
    assert [name for name in names if f'"{name}"' in said] == []


def test_a_replay_writes_no_letters() -> None:
    desk = make_desk()
    case = file_cases(desk, now=NOON)[0]
    with acting_as(COMMAND):
        case.kind = CaseKind.REPLAY
        case.save(update_fields=["kind"])
        send(case, actor=COMMAND, official="", post="", now=NOON)
    assert letters_of(case) == []
