"""The demo: every state by true verbs, nobody real, nothing half, topped up."""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import TestCase
from pytest_django import DjangoDbBlocker

from accounts.domain.acting import COMMAND, acting_as
from accounts.domain.tokens import state_of
from accounts.enums import OrganisationKind, Role, TokenState
from accounts.models import Organisation, Token, User
from audit.domain.verifying import verify
from cases.demo.houses import sign_ins
from cases.demo.loading import load
from cases.enums import CaseKind, CaseState, ReportState
from cases.models import Case, Clock, Escalation, Item, Report
from channels_registry.models import Contact, PlatformHost
from kernel.clock import database_now
from notifications.models import Notice, Outbox
from sla.domain.reference import load_reference
from sla.enums import PLATFORM_CLOCKS, ClockState, StepAction

pytestmark = pytest.mark.django_db
NOW = database_now


@pytest.fixture(scope="module")
def desk(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load the whole demo once for this module, inside the transactions of a test case."""
    with django_db_blocker.unblock():
        atomics = TestCase._enter_atomics()
        try:
            load_reference(actor=COMMAND, now=NOW())
            load(now=NOW())
            yield
        finally:
            TestCase._rollback_atomics(atomics)


@pytest.mark.usefixtures("desk")
def test_there_is_a_case_in_every_state_and_a_report_in_every_one_that_waits() -> None:
    with acting_as(COMMAND):
        orders = Case.objects.filter(kind=CaseKind.ORDER)
        assert set(orders.values_list("state", flat=True)) == set(CaseState.values)
        assert set(Report.objects.values_list("state", flat=True)) == set(ReportState.values) - {
            ReportState.TAKEN_OVER
        }


@pytest.mark.usefixtures("desk")
def test_there_are_three_agencies_and_five_operators_beside_the_replayed_one() -> None:
    kinds = list(Organisation.objects.exclude(name="Telegram").values_list("kind", flat=True))
    assert {kind: kinds.count(kind) for kind in OrganisationKind.values} == {
        OrganisationKind.ISSUING: 2,
        OrganisationKind.REFERRING: 1,
        OrganisationKind.OPERATOR: 5,
    }
    assert Organisation.objects.get(owner=True).name == "Ministry of Digital Affairs"


@pytest.mark.usefixtures("desk")
def test_invented_cases_go_to_invented_services_on_example_hosts_only() -> None:
    with acting_as(COMMAND):
        urls = list(Item.objects.values_list("url", flat=True))
        replayed = Case.objects.filter(kind=CaseKind.REPLAY).values("pk")
        assert Item.objects.filter(case__in=replayed).count() == 0
    assert {(urlsplit(url).hostname or "").rsplit(".", 1)[-1] for url in urls} == {"example"}
    hosts = PlatformHost.objects.exclude(platform__slug="telegram").values_list("host", flat=True)
    assert {host.rsplit(".", 1)[-1] for host in hosts} == {"example"}


@pytest.mark.usefixtures("desk")
def test_people_are_called_by_their_role_and_no_mail_can_reach_anybody() -> None:
    roles = "|".join(str(role.label) for role in Role)
    assert [
        name
        for name in User.objects.values_list("name", flat=True)
        if not re.fullmatch(rf"({roles}) \d", name)
    ] == []
    addresses = [
        *User.objects.values_list("email", flat=True),
        *Contact.objects.values_list("email", flat=True),
    ]
    assert {address.rsplit(".", 1)[-1] for address in addresses} == {"example", "invalid"}


@pytest.mark.usefixtures("desk")
def test_evidence_stands_in_a_draft_with_a_case_that_waits_and_with_cases_that_were_opened() -> None:
    with acting_as(COMMAND):
        reports = set(Report.objects.exclude(evidence=None).values_list("state", flat=True))
        cases = set(Case.objects.exclude(exhibits=None).values_list("state", flat=True))
    assert reports == {ReportState.DRAFT, ReportState.FILED}
    assert cases == {CaseState.AWAITING_APPROVAL, CaseState.SENT, CaseState.ACKNOWLEDGED}


@pytest.mark.usefixtures("desk")
def test_there_is_a_token_in_every_state() -> None:
    now = NOW()
    assert {state_of(token, now) for token in Token.objects.all()} == set(TokenState)


@pytest.mark.usefixtures("desk")
def test_the_record_is_whole() -> None:
    assert verify().faults == []


@pytest.mark.usefixtures("desk")
def test_overdue_cases_have_climbed_their_ladder_at_its_instants() -> None:
    with acting_as(COMMAND):
        steps = Escalation.objects.filter(case__kind=CaseKind.ORDER)
        actions = set(steps.values_list("action", flat=True))
        lateness = [step.noticed_at - step.due_at for step in steps]
        waiting = Clock.objects.filter(next_step_at__lt=NOW() - timedelta(minutes=5))
        assert waiting.count() == 0
    assert actions == set(StepAction.values)
    assert max(lateness) < timedelta(seconds=3)


@pytest.mark.usefixtures("desk")
def test_some_deadlines_fall_due_in_the_next_minutes() -> None:
    now = NOW()
    with acting_as(COMMAND):
        soon = Clock.objects.filter(
            case__kind=CaseKind.ORDER,
            kind__in=PLATFORM_CLOCKS,
            state=ClockState.RUNNING,
            due_at__range=(now, now + timedelta(minutes=25)),
        )
        assert soon.count() >= 3


@pytest.mark.usefixtures("desk")
def test_of_the_past_nothing_is_left_to_send_and_its_notices_stand_in_the_pages() -> None:
    waiting = Outbox.objects.filter(sent_at=None)
    assert [row.key for row in waiting if row.created_at < NOW() - timedelta(minutes=10)] == []
    assert Notice.objects.filter(read_at=None).exists()
    assert Notice.objects.exclude(read_at=None).exists()


@pytest.mark.usefixtures("desk")
def test_one_sign_in_a_role_is_told_and_opens_the_door() -> None:
    rows = sign_ins()
    assert sorted(role for role, _, _ in rows) == sorted(Role.values)
    for _, email, password in rows:
        assert User.objects.get(email=email).check_password(password)


@pytest.mark.usefixtures("desk")
def test_loading_again_adds_nothing() -> None:
    with acting_as(COMMAND):
        before = Case.objects.count()
    loaded = load(now=NOW())
    with acting_as(COMMAND):
        assert (loaded.cases, Case.objects.count()) == (0, before)


@pytest.mark.usefixtures("desk")
def test_a_later_start_tops_it_up_with_cases_that_fall_due_soon() -> None:
    later = NOW() + timedelta(hours=5)
    assert load(now=later).cases == 4
    with acting_as(COMMAND):
        soon = Clock.objects.filter(
            kind__in=PLATFORM_CLOCKS, due_at__range=(later, later + timedelta(minutes=45))
        )
        assert soon.count() >= 3
    assert load(now=later + timedelta(minutes=1)).cases == 0


@pytest.mark.usefixtures("desk")
def test_a_demo_that_somebody_has_changed_stands_as_it_is() -> None:
    User.objects.filter(email="analyst@ministry.example").update(is_active=False)
    loaded = load(now=NOW() + timedelta(hours=5))
    assert (loaded.cases, loaded.changed) == (0, True)
