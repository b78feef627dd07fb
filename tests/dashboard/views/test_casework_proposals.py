"""A proposed sanction: the agency reads the proof, a supervisor decides with a reason."""

from typing import Any

import pytest

from accounts.domain.acting import acting_as
from accounts.enums import Role
from cases.domain.enforcing import enforce
from cases.enums import ProposalDecision
from cases.models import Case, Escalation
from notifications.models import Outbox
from sla.enums import StepAction
from tests.dashboard.views.casework_scene import browser_of, minutes_ago, recorded, words_of
from tests.factories.desk import Desk, make_desk
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


def scene() -> tuple[Desk, Case, str]:
    """Return a desk, a case that was never answered, and the address of its proposed block."""
    desk = make_desk()
    case = desk.sent_case(minutes_ago(60 * 24))
    enforce(now=minutes_ago(1), runner="test")
    return desk, case, address_of(desk, case)


def address_of(desk: Desk, case: Case) -> str:
    """Return the address of the proposed block."""
    return f"/cases/{case.reference}/proposals/{block_of(desk, case).public_id}/"


def block_of(desk: Desk, case: Case) -> Escalation:
    """Return the proposed block of a case."""
    with acting_as(desk.supervisor):
        return Escalation.objects.get(case=case, action=StepAction.PROPOSE_BLOCK)


def post(actor: Any, address: str, **typed: str) -> Any:
    """Return the answer to a decision sent by ``actor``."""
    return browser_of(actor).post(address, typed)


def test_every_attempt_to_tell_the_platform_is_shown() -> None:
    desk, case, address = scene()
    attempt = Outbox.objects.filter(subject_id=case.reference, organisation=desk.operator).first()
    assert attempt is not None
    attempt.attempts, attempt.last_error = 3, "mailbox is full"
    attempt.save(update_fields=["attempts", "last_error"])
    page = browser_of(desk.analyst).get(address)
    shown = page.context["deliveries"]
    assert len(shown) == Outbox.objects.filter(subject_id=case.reference, organisation=desk.operator).count()
    assert {sent.organisation_id for sent in shown} == {desk.operator.pk}
    assert "mailbox is full" in words_of(page)


def test_only_a_supervisor_finds_the_form() -> None:
    desk, _case, address = scene()
    assert browser_of(desk.analyst).get(address).context["form"] is None
    assert browser_of(desk.supervisor).get(address).context["form"] is not None


def test_a_supervisor_dismisses_with_a_reason() -> None:
    desk, case, address = scene()
    answer = post(desk.supervisor, address, decision="dismissed", reason="They have called.")
    assert answer["Location"] == f"/cases/{case.reference}/"
    decided = block_of(desk, case)
    assert decided.decision == ProposalDecision.DISMISSED
    assert decided.reason == "They have called."
    assert browser_of(desk.supervisor).get(address).context["form"] is None


def test_a_decision_needs_its_reason() -> None:
    desk, case, address = scene()
    answer = post(desk.supervisor, address, decision="noted", reason="")
    assert answer.status_code == 422
    assert 'value="noted"' in answer.content.decode()
    assert block_of(desk, case).decision == ""


def test_a_second_decision_says_that_it_is_decided_and_keeps_the_reason() -> None:
    desk, case, address = scene()
    post(desk.supervisor, address, decision="dismissed", reason="They have called.")
    answer = post(desk.supervisor, address, decision="noted", reason="Another view.")
    assert answer.status_code == 409
    assert "This proposal is decided already." in words_of(answer)
    assert "Another view." in answer.content.decode()
    assert block_of(desk, case).decision == ProposalDecision.DISMISSED


def test_nobody_else_decides_or_knows() -> None:
    desk, case, address = scene()
    written = recorded(case)
    assert post(desk.analyst, address, decision="noted", reason="x").status_code == 403
    assert post(desk.moderator, address, decision="noted", reason="x").status_code == 403
    assert browser_of(desk.moderator).get(address).status_code == 403
    stranger = make_actor(make_agency(), Role.SUPERVISOR)
    assert post(stranger, address, decision="noted", reason="x").status_code == 404
    assert browser_of(stranger).get(address).status_code == 404
    assert recorded(case) == written


def test_a_proposal_of_another_case_is_not_found_under_this_one() -> None:
    desk, _case, address = scene()
    other = desk.sent_case(minutes_ago(10))
    elsewhere = f"/cases/{other.reference}/proposals/{address.split('/')[-2]}/"
    assert browser_of(desk.supervisor).get(elsewhere).status_code == 404
    assert post(desk.supervisor, elsewhere, decision="noted", reason="x").status_code == 404
