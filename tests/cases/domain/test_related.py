"""What has to do with a case, as each side may know it."""

import pytest

from accounts.domain.acting import Actor, acting_as
from cases.domain import receipt
from cases.domain.channel_facts import link_successor
from cases.domain.related import Why, related_to
from cases.models import Case, Item
from tests.factories.cases import LATER, NOON, file_cases, link_on, make_sent_case
from tests.factories.desk import Desk, make_desk, make_second_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def found(actor: Actor, case: Case) -> dict[Why, set[str]]:
    with acting_as(actor):
        related = related_to(actor, case)
    return {each.why: {other.reference for other in each.cases} for each in related.relations}


def opened(desk: Desk, path: str) -> Case:
    case = make_sent_case(desk, [path])
    return receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON)


def test_a_case_that_stands_alone_has_none(desk):
    case = make_sent_case(desk)
    assert found(desk.analyst, case) == {}
    with acting_as(desk.analyst):
        assert len(related_to(desk.analyst, case).channels) == 1
    with acting_as(desk.moderator):
        assert related_to(desk.moderator, case).channels == []


def test_posts_of_one_channel_are_related_for_both_sides_once_both_are_opened(desk):
    first, second = opened(desk, "room/1"), make_sent_case(desk, ["room/2"])
    assert found(desk.analyst, first) == {Why.CHANNEL: {second.reference}}
    assert found(desk.moderator, first) == {}
    receipt.open_and_sign(actor=desk.moderator, reference=second.reference, now=LATER)
    assert found(desk.moderator, first) == {Why.CHANNEL: {second.reference}}


def test_another_agency_s_case_of_the_channel_is_the_platform_s_to_know_and_not_ours(desk):
    case = opened(desk, "room/1")
    other = make_second_desk(desk)
    theirs = opened(other, "room/2")
    assert found(desk.analyst, case) == {}
    assert found(other.analyst, theirs) == {}
    assert found(desk.moderator, case) == {Why.CHANNEL: {theirs.reference}}


def test_cases_of_one_report_are_related_for_the_agency_alone(desk):
    other = make_desk()
    paste = f"{link_on(desk)}\n{link_on(other)}"
    first, second = file_cases(desk, paste)
    assert found(desk.analyst, first) == {Why.REPORT: {second.reference}}


def test_a_successor_s_case_is_related(desk):
    first, second = opened(desk, "room/1"), opened(desk, "hall/1")
    with acting_as(desk.analyst):
        earlier, later = (Item.objects.get(case=case).channel for case in (first, second))
    link = f"https://{desk.platform.slug}.example/{later.key}"
    link_successor(actor=desk.analyst, channel=earlier.public_id, link=link, now=LATER)
    for one, other in ((first, second), (second, first)):
        assert found(desk.analyst, one) == {Why.SUCCESSOR: {other.reference}}
        assert found(desk.moderator, one) == {}


def test_it_costs_the_same_whatever_is_related(desk, django_assert_num_queries):
    case = opened(desk, "room/1")
    for number in range(2, 8):
        make_sent_case(desk, [f"room/{number}"])
    with acting_as(desk.analyst), django_assert_num_queries(5):
        related = related_to(desk.analyst, case)
    assert len(related.relations[0].cases) == 6
