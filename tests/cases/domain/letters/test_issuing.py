"""A letter is made as PDF once a language; what the record knows of it is what everybody gets."""

import hashlib
from typing import Any

import pgtrigger
import pytest

from accounts.domain.acting import COMMAND, Actor, acting_as
from accounts.enums import Role
from audit.models import Entry
from cases.domain.letters.issuing import ISSUE_LETTER, issue
from cases.enums import LetterKind
from cases.models import Case, LetterPdf
from kernel.errors import Conflict, Invalid, NotKnown
from tests.cases.domain.letters.letter_scene import MINUTE, NOON, changes_of, letter_of, opened
from tests.factories.desk import make_desk
from tests.factories.law import make_category
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
LATER = NOON + 30 * MINUTE


def issued(actor: Actor, case: Case, language: str = "en", **words: Any) -> LetterPdf:
    letter = letter_of(case, LetterKind.ORDER)
    told = {"reference": case.reference, "letter": letter.public_id, **words}
    return issue(actor=actor, language=language, now=LATER, **told)


def entries_of(case: Case) -> int:
    return Entry.objects.filter(subject_id=case.reference, verb=ISSUE_LETTER).count()


def test_the_hash_in_the_record_is_that_of_the_bytes_which_are_handed_out() -> None:
    desk = make_desk()
    case = opened(desk)
    pdf = issued(desk.moderator, case)
    letter = letter_of(case, LetterKind.ORDER)
    assert changes_of(case, ISSUE_LETTER) == {
        "kind": "order",
        "number": 1,
        "language": "en",
        "letter": letter.content_hash,
        "pdf": hashlib.sha256(pdf.pdf).hexdigest(),
    }


def test_the_next_who_asks_gets_the_same_bytes_and_writes_nothing() -> None:
    desk = make_desk()
    case = opened(desk)
    first, second = issued(desk.moderator, case), issued(desk.analyst, case)
    assert (second.pk, bytes(second.pdf)) == (first.pk, bytes(first.pdf))
    assert entries_of(case) == 1
    assert issued(desk.analyst, case, "id").pdf_hash != first.pdf_hash


def test_before_the_receipt_the_operator_knows_of_no_letter() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    with pytest.raises(NotKnown):
        issued(desk.moderator, case)
    assert issued(desk.analyst, case).language == "en"


def test_strangers_and_people_without_clearance_know_of_no_letter() -> None:
    desk, strange = make_desk(category=make_category(restricted=True)), make_desk()
    case = opened(desk)
    strangers = (strange.analyst, strange.moderator, make_actor(desk.agency, Role.ANALYST))
    for stranger in strangers:
        with pytest.raises(NotKnown):
            issued(stranger, case)
    assert issued(desk.analyst, case).language == "en"
    assert entries_of(case) == 1


def test_a_letter_of_another_case_is_not_known_under_this_one() -> None:
    desk = make_desk()
    case, other = opened(desk), opened(desk)
    with pytest.raises(NotKnown):
        issued(desk.analyst, case, letter=letter_of(other, LetterKind.ORDER).public_id)


def test_a_language_that_the_desk_does_not_speak_is_refused() -> None:
    desk = make_desk()
    case = opened(desk)
    with pytest.raises(Invalid) as raised:
        issued(desk.analyst, case, "tlh")
    assert raised.value.code == "language"


def test_bytes_that_are_not_those_of_the_record_are_not_handed_out() -> None:
    desk = make_desk()
    case = opened(desk)
    pdf = issued(desk.analyst, case)
    with acting_as(COMMAND), pgtrigger.ignore("cases.LetterPdf:append_only"):
        LetterPdf.objects.filter(pk=pdf.pk).update(pdf=b"%PDF-1.7 another order")
    with pytest.raises(Conflict) as raised:
        issued(desk.moderator, case)
    assert raised.value.code == "letter_changed"
