"""What is at risk, on the board of a supervisor and of a lead."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.domain.acting import COMMAND
from accounts.enums import Role
from accounts.models import Organisation
from kernel.clock import database_now
from sla.domain.commitments import CommitmentWords, add_commitment
from sla.enums import Party
from tests.factories.desk import Desk, make_desk
from tests.factories.law import make_agreement, make_policy
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    """A desk whose contacts nobody ever confirmed, with a promise that was to be kept yesterday."""
    desk = make_desk()
    agreement = make_agreement(desk.agency, desk.platform, make_policy(is_default=False))
    now = database_now()
    words = CommitmentWords(Party.OPERATOR, "A direct line.", (now - timedelta(days=2)).date())
    add_commitment(actor=COMMAND, agreement=agreement.public_id, words=words, now=now)
    return desk


def lines_for(organisation: Organisation, *roles: Role) -> list[tuple[str, str]] | None:
    client = Client()
    client.force_login(make_person(organisation, *roles))
    lines = client.get(reverse("dashboard:board")).context["at_risk"]
    return None if lines is None else [(line.word, line.note) for line in lines]


@pytest.mark.parametrize(("house", "role"), [("agency", Role.SUPERVISOR), ("operator", Role.LEAD)])
def test_a_supervisor_and_a_lead_read_what_may_fail(desk, house, role):
    assert lines_for(getattr(desk, house), role) == [
        ("Contact not confirmed", "Duty desk 1"),
        ("Contact not confirmed", "Executive 1"),
        ("Contact not confirmed", "Legal 1"),
        ("Contact not confirmed", "Technical 1"),
        ("Missed", "A direct line. (Platform)"),
    ]


def test_others_at_the_board_and_other_houses_read_none_of_it(desk):
    assert lines_for(desk.agency, Role.ANALYST) is None
    other = make_desk()
    assert lines_for(other.operator, Role.LEAD) == [
        ("Contact not confirmed", f"{function} 1")
        for function in ("Duty desk", "Executive", "Legal", "Technical")
    ]
