import pytest

from accounts.domain.acting import Actor, acting_as
from accounts.enums import OrganisationKind, Role
from cases.domain.approving import approve_and_send
from cases.domain.referring import refer, take_over
from cases.domain.report_outcomes import follow
from cases.domain.reports import file_report
from cases.enums import CaseState
from cases.models import Case, Report
from tests.factories.cases import NOON, save_draft, seen_hash
from tests.factories.desk import Desk, make_desk
from tests.factories.law import make_category
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def referrer(desk) -> Actor:
    return make_actor(make_agency(OrganisationKind.REFERRING, desk.agency.jurisdiction), Role.ANALYST)


def filed(desk: Desk, referrer: Actor) -> Case:
    report = save_draft(desk, actor=referrer)
    refer(
        actor=referrer,
        reference=report.reference,
        issuing=desk.agency.public_id,
        edit_version=1,
        now=NOON,
    )
    taken = take_over(actor=desk.analyst, reference=report.reference, now=NOON)
    [case] = file_report(
        actor=desk.analyst,
        reference=report.reference,
        edit_version=taken.edit_version,
        considered=True,
        now=NOON,
    )
    return case


def followed(actor: Actor) -> tuple[str, str, bool]:
    with acting_as(actor):
        [row] = follow(actor, Report.objects.visible_to(actor).get())
    return row.reference, row.state, row.is_filed


def test_a_draft_has_a_state_for_its_own_agency_alone(desk, referrer):
    case = filed(desk, referrer)
    assert followed(desk.analyst) == (case.reference, CaseState.AWAITING_APPROVAL, True)
    assert followed(referrer) == ("", "", True)


def test_a_sent_case_has_a_state_for_both_and_a_reference_for_its_own_agency_alone(desk, referrer):
    case = filed(desk, referrer)
    approve_and_send(
        actor=desk.approver,
        reference=case.reference,
        content_hash=seen_hash(desk.approver, case.reference),
        now=NOON,
    )
    assert followed(desk.analyst) == (case.reference, CaseState.SENT, True)
    assert followed(referrer) == ("", CaseState.SENT, True)


def test_of_a_case_made_restricted_since_an_uncleared_reader_learns_nothing(desk, referrer):
    case = filed(desk, referrer)
    with acting_as(desk.analyst):
        Case.objects.filter(pk=case.pk).update(category=make_category(restricted=True))
    assert followed(desk.analyst) == ("", "", True)
