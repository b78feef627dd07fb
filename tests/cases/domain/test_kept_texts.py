"""Words that were typed and not sent are kept for their author alone, until they are sent."""

from datetime import timedelta

import pytest

from accounts.domain.acting import ENGINE, Actor, acting_as
from accounts.enums import Role
from audit.models import Entry
from cases.domain import erasing, receipt
from cases.domain.kept_texts import KEPT_AT_MOST, LATE_WITHIN, forget_texts, keep_texts, kept_texts
from cases.domain.retention import order_erasure
from cases.domain.withdrawing import withdraw
from cases.models import Case, KeptText
from kernel.errors import Invalid, NotKnown
from sla.models import Category
from tests.factories.cases import LATER, NOON, make_sent_case
from tests.factories.desk import Desk, make_desk
from tests.factories.organisations import make_operator
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def case(desk: Desk) -> Case:
    case = make_sent_case(desk)
    return receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON)


def keep(actor: Actor, case: Case, form: str = "message", now=LATER, **texts: str) -> bool:
    return keep_texts(actor=actor, reference=case.reference, form=form, texts=texts, now=now)


def forget(actor: Actor, case: Case, form: str = "message", now=LATER) -> None:
    forget_texts(actor=actor, reference=case.reference, form=form, now=now)


def kept(actor: Actor, case: Case) -> dict[str, dict[str, str]]:
    with acting_as(actor):
        return {form: row.texts for form, row in kept_texts(actor, case).items()}


def test_what_is_typed_last_is_kept_form_by_form(desk, case):
    keep(desk.analyst, case, text="We th")
    keep(desk.analyst, case, text="We think so.")
    keep(desk.analyst, case, "withdraw", reason="Our mistake.")
    assert kept(desk.analyst, case) == {
        "message": {"text": "We think so."},
        "withdraw": {"reason": "Our mistake."},
    }


def test_it_is_shown_to_nobody_else(desk, case):
    keep(desk.analyst, case, text="Mine.")
    others = [desk.supervisor, desk.moderator, make_actor(desk.agency, Role.ANALYST), ENGINE]
    for actor in others:
        assert kept(actor, case) == {}
        with acting_as(actor):
            assert not KeptText.objects.visible_to(actor).exists()


def test_a_form_that_is_emptied_is_forgotten(desk, case):
    keep(desk.analyst, case, text="Mine.")
    assert not keep(desk.analyst, case, text="  ")
    assert kept(desk.analyst, case) == {}


def test_what_was_sent_does_not_come_back_with_what_was_still_on_its_way(desk, case):
    keep(desk.analyst, case, text="Sent.")
    forget(desk.analyst, case)
    assert not keep(desk.analyst, case, text="Sent.", now=LATER + timedelta(seconds=1))
    assert kept(desk.analyst, case) == {}
    assert keep(desk.analyst, case, text="The next.", now=LATER + LATE_WITHIN)
    assert kept(desk.analyst, case) == {"message": {"text": "The next."}}


def test_a_case_that_is_not_known_keeps_nothing(desk, case):
    for actor in (make_actor(make_operator(), Role.MODERATOR), make_actor(desk.agency, Role.ADMINISTRATOR)):
        with pytest.raises(NotKnown):
            keep(actor, case, text="Mine.")
        with pytest.raises(NotKnown):
            forget(actor, case)


def test_too_much_is_refused(desk, case):
    with pytest.raises(Invalid):
        keep(desk.analyst, case, text="a" * KEPT_AT_MOST)


def test_nothing_of_it_is_on_the_record_and_the_case_stays_as_it_was(desk, case):
    before = Entry.objects.count()
    keep(desk.analyst, case, text="Mine.")
    forget(desk.analyst, case)
    assert Entry.objects.count() == before
    with acting_as(ENGINE):
        assert Case.objects.get(pk=case.pk).updated_at == case.updated_at


def test_it_is_erased_with_the_case(desk, case):
    withdraw(actor=desk.supervisor, reference=case.reference, reason="Our mistake.", now=LATER)
    for actor in (desk.analyst, desk.moderator):
        keep(actor, case, text="Mine.")
    Category.objects.filter(pk=desk.category.pk).update(retention_days=1)
    then = LATER + timedelta(days=3)
    order_erasure(actor=desk.supervisor, until=then, now=then)
    while erasing.erase(now=then):
        pass
    with acting_as(ENGINE):
        assert not KeptText.objects.filter(case=case).exists()
    with pytest.raises(NotKnown):
        keep(desk.analyst, case, text="Again.")
