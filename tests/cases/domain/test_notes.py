"""Notes are one house's own: the other never learns of them, and the record holds no text."""

from datetime import timedelta

import pytest

from accounts.domain.acting import ENGINE, Actor, acting_as
from accounts.enums import Role
from audit.models import Entry
from cases.domain import erasing, receipt
from cases.domain.notes import OF_OPERATOR, TAKEN_BACK_WITHIN, read_notes, take_back_note, write_note
from cases.domain.retention import order_erasure
from cases.domain.withdrawing import withdraw
from cases.models import Case, Note, OperatorNote
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from sla.models import Category
from tests.factories.cases import LATER, NOON, make_sent_case, make_waiting_case
from tests.factories.desk import Desk, make_desk, make_second_desk
from tests.factories.joining import make_joined_case
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def case(desk: Desk) -> Case:
    case = make_sent_case(desk)
    return receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON)


def note(actor: Actor, case: Case, text: str = "Call them.", now=LATER) -> Note | OperatorNote:
    return write_note(actor=actor, reference=case.reference, text=text, now=now)


def read_by(actor: Actor, case: Case) -> list[str]:
    with acting_as(actor):
        return [row.text for row in read_notes(actor, case)]


def test_each_house_reads_its_own_notes_and_nobody_else_any(desk, case):
    note(desk.analyst, case, "Of the agency.")
    note(desk.moderator, case, "Of the platform.")
    house = [desk.analyst, desk.approver, desk.supervisor, make_actor(desk.agency, Role.AUDITOR)]
    platform = [desk.moderator, make_actor(desk.operator, Role.LEAD)]
    assert {tuple(read_by(actor, case)) for actor in house} == {("Of the agency.",)}
    assert {tuple(read_by(actor, case)) for actor in platform} == {("Of the platform.",)}
    strangers = [
        make_actor(desk.agency, Role.ADMINISTRATOR),
        make_actor(make_agency(), Role.SUPERVISOR),
        make_actor(make_operator(), Role.MODERATOR),
        make_second_desk(desk).analyst,
    ]
    assert [read_by(actor, case) for actor in strangers] == [[]] * len(strangers)


def test_whatever_is_asked_no_table_shows_the_notes_of_the_other_side(desk, case):
    note(desk.analyst, case)
    note(desk.moderator, case)
    for actor, theirs in ((desk.analyst, OperatorNote), (desk.moderator, Note)):
        with acting_as(actor):
            assert not theirs.objects.visible_to(actor).exists()


def test_an_auditor_reads_and_does_not_write(desk, case):
    with pytest.raises(NotAllowed):
        note(make_actor(desk.agency, Role.AUDITOR), case)


def test_a_note_changes_nothing_that_the_other_side_can_see(desk, case):
    before = case.updated_at, case.edit_version
    note(desk.analyst, case)
    note(desk.moderator, case)
    with acting_as(ENGINE):
        after = Case.objects.get(pk=case.pk)
    assert (after.updated_at, after.edit_version) == before


def test_the_record_holds_no_text_and_the_case_s_knows_nothing_of_the_operator_s(desk, case):
    note(desk.analyst, case, "Planted words.")
    note(desk.moderator, case, "Planted words.")
    entries = Entry.objects.filter(subject_id=case.reference, verb="note")
    assert sorted(entries.values_list("subject_kind", "actor_id")) == [
        ("case", desk.analyst.id),
        (OF_OPERATOR, desk.moderator.id),
    ]
    assert "Planted" not in str(list(entries.values()))


def test_nothing_is_noted_without_words(desk, case):
    with pytest.raises(Invalid) as raised:
        note(desk.analyst, case, "  \n ")
    assert raised.value.field == "note"


def test_before_the_receipt_only_the_agency_can_note(desk):
    case = make_sent_case(desk)
    with pytest.raises(Conflict):
        note(desk.moderator, case)
    note(desk.analyst, case)
    waiting = make_waiting_case(desk, ["room/2"])
    with pytest.raises(NotKnown):
        note(desk.moderator, waiting)
    assert note(desk.analyst, waiting).text == "Call them."


def test_one_s_own_note_can_be_taken_back_for_thirty_seconds(desk, case):
    for actor in (desk.analyst, desk.moderator):
        own = note(actor, case)
        late = {"actor": actor, "reference": case.reference, "note": own.public_id}
        with pytest.raises(Conflict):
            take_back_note(**late, now=LATER + TAKEN_BACK_WITHIN + timedelta(seconds=1))
        take_back_note(**late, now=LATER + TAKEN_BACK_WITHIN)
        assert read_by(actor, case) == []


def test_a_colleague_s_note_and_the_other_side_s_are_not_mine_to_take_back(desk, case):
    agency_s, operator_s = note(desk.analyst, case), note(desk.moderator, case)
    for actor, row in (
        (desk.supervisor, agency_s),
        (desk.moderator, agency_s),
        (desk.analyst, operator_s),
        (make_actor(desk.operator, Role.MODERATOR), operator_s),
    ):
        with pytest.raises(NotKnown):
            take_back_note(actor=actor, reference=case.reference, note=row.public_id, now=LATER)


def test_an_agency_that_joined_reads_no_notes():
    first, second, case, _joining = make_joined_case()
    note(first.analyst, case)
    for actor in (second.analyst, second.approver, second.supervisor):
        assert read_by(actor, case) == []
        with pytest.raises(NotKnown):
            note(actor, case)


def test_notes_are_erased_with_the_case_and_the_operator_s_are_not_counted(desk, case):
    note(desk.analyst, case)
    note(desk.moderator, case)
    withdraw(actor=desk.supervisor, reference=case.reference, reason="Our mistake.", now=LATER)
    Category.objects.filter(pk=desk.category.pk).update(retention_days=1)
    then = LATER + timedelta(days=3)
    order_erasure(actor=desk.supervisor, until=then, now=then)
    while erasing.erase(now=then):
        pass
    assert read_by(desk.analyst, case) == [""]
    assert read_by(desk.moderator, case) == [""]
    said = Entry.objects.get(subject_kind="case", subject_id=case.reference, verb="erase").changes
    assert "note" in said["rows"]
    assert not [name for name in said["rows"] if "operator" in name]
