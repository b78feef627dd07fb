"""The auditor's pages."""

import pytest
from django.db import connection
from django.urls import reverse

from accounts.enums import Role
from audit.domain.extracting import check_extract
from audit.models import Entry
from cases.models import Case
from kernel.clock import database_now
from tests.dashboard.views.casework_scene import browser_of
from tests.factories.desk import Desk, make_desk
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def case(desk: Desk) -> Case:
    return desk.sent_case(database_now())


def tamper(case: Case) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_entry SET verb = 'nothing' WHERE subject_id = %s", [case.reference])
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER USER")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SUPERVISOR])
def test_the_record_of_a_case_is_read_in_words(desk: Desk, case: Case, role: Role) -> None:
    client = browser_of(make_actor(desk.agency, role))
    page = client.get(reverse("dashboard:record", args=[case.reference])).content.decode()
    assert "Approve and send" in page
    assert "The record is whole" not in page


def test_verifying_a_whole_record_says_so_and_writes_nothing(desk: Desk, case: Case) -> None:
    client = browser_of(make_actor(desk.agency, Role.AUDITOR))
    before = Entry.objects.count()
    page = client.get(reverse("dashboard:record", args=[case.reference]), {"verify": "1"}).content.decode()
    assert "The record is whole" in page
    assert "Checked: 1 chain, 1 entry, 0 checkpoints." in page
    assert Entry.objects.count() == before


def test_verifying_a_changed_record_names_the_entry(desk: Desk, case: Case) -> None:
    tamper(case)
    client = browser_of(make_actor(desk.agency, Role.AUDITOR))
    response = client.get(reverse("dashboard:record", args=[case.reference]), {"verify": "1"})
    page = response.content.decode()
    assert "The record is not whole" in page
    assert f"case:{case.reference} #1" in page
    assert [line.faulty for line in response.context["lines"]] == [True]


def test_a_record_is_found_by_its_reference_in_any_spelling(desk: Desk, case: Case) -> None:
    other = desk.sent_case(database_now())
    client = browser_of(make_actor(desk.agency, Role.AUDITOR))
    everything = client.get(reverse("dashboard:records"))
    found = client.get(reverse("dashboard:records"), {"q": f" {case.reference.lower().replace('-', '')} "})
    assert {row.pk for row, _ in everything.context["rows"]} == {case.pk, other.pk}
    assert [(row.pk, length) for row, length in found.context["rows"]] == [(case.pk, 1)]


def test_nothing_found_and_nothing_there_are_told_apart(desk: Desk) -> None:
    client = browser_of(make_actor(desk.agency, Role.AUDITOR))
    empty = client.get(reverse("dashboard:records")).content.decode()
    missed = client.get(reverse("dashboard:records"), {"q": "B-999"}).content.decode()
    assert "No record yet" in empty
    assert "Nothing found" in missed


def test_another_agency_does_not_know_it(desk: Desk, case: Case) -> None:
    client = browser_of(make_actor(make_agency(), Role.AUDITOR))
    response = client.get(reverse("dashboard:records"))
    assert client.get(reverse("dashboard:record", args=[case.reference])).status_code == 404
    assert list(response.context["rows"]) == []


@pytest.mark.parametrize("role", [Role.ANALYST, Role.APPROVER, Role.ADMINISTRATOR])
def test_other_roles_of_the_agency_do_not_read_records(desk: Desk, case: Case, role: Role) -> None:
    client = browser_of(make_actor(desk.agency, role))
    codes = [
        client.get(url).status_code
        for url in (reverse("dashboard:records"), reverse("dashboard:record", args=[case.reference]))
    ]
    assert codes == [403, 403]


def test_the_platform_does_not_read_records(desk: Desk, case: Case) -> None:
    for role in (Role.MODERATOR, Role.LEAD):
        client = browser_of(make_actor(desk.operator, role))
        assert client.get(reverse("dashboard:record", args=[case.reference])).status_code == 403


def test_the_extract_of_a_record_is_a_file_that_checks_itself(desk: Desk, case: Case) -> None:
    client = browser_of(make_actor(desk.agency, Role.AUDITOR))
    response = client.get(reverse("dashboard:record_extract", args=[case.reference]))
    assert response["Content-Disposition"] == f'attachment; filename="{case.reference}-record.json"'
    said = response.json()
    assert (check_extract(said), said["subject_id"]) == ([], case.reference)
    tamper(case)
    assert check_extract(client.get(response.request["PATH_INFO"]).json()) != []


def test_an_auditor_has_the_whole_record_checked_and_reads_what_came_of_it(desk: Desk, case: Case) -> None:
    client = browser_of(make_actor(desk.agency, Role.AUDITOR))
    address = reverse("dashboard:record_checks")
    assert "Nobody has checked the whole record yet" in client.get(address).content.decode()
    page = client.post(address, follow=True).content.decode()
    assert "Checked: 1 chain, 1 entry, 0 checkpoints." in page
    tamper(case)
    page = client.post(address, follow=True).content.decode()
    assert f"case:{case.reference} #1: Changed after it was written" in page
