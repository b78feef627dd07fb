"""Lists of reports and of what waits for a second person."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.domain.acting import Actor, acting_as
from accounts.enums import OrganisationKind, Role
from cases.domain.approving import send_urgent
from cases.domain.referring import refer, take_over
from cases.domain.reports import file_report
from cases.models import Report
from kernel.paging import PAGE_SIZE
from tests.dashboard.views.casework_scene import browser_of, minutes_ago, words_of
from tests.factories.cases import file_cases, link_on, make_waiting_case, save_draft
from tests.factories.desk import Desk, make_desk
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk(single_signature_urgent=True)


def listed(actor: Actor, address: str) -> list[str]:
    page = browser_of(actor).get(address).content.decode()
    return re.findall(r'id="(?:report|case)-(TD-[^"]+)"', page)


def test_own_reports_are_listed_newest_change_first(desk):
    older, newer = (save_draft(desk, now=minutes_ago(minutes)) for minutes in (20, 10))
    assert listed(desk.analyst, "/reports/") == [newer.reference, older.reference]


def test_reports_are_filtered_by_state(desk):
    draft = save_draft(desk, now=minutes_ago(20))
    file_cases(desk, now=minutes_ago(10))
    assert listed(desk.analyst, "/reports/?state=draft") == [draft.reference]


def test_reports_referred_to_us_stand_in_a_tab_of_their_own_with_their_number(desk):
    agency = make_agency(OrganisationKind.REFERRING, desk.agency.jurisdiction)
    referrer = make_actor(agency, Role.ANALYST)
    report = save_draft(desk, actor=referrer, now=minutes_ago(20))
    hidden = save_draft(desk, actor=referrer, now=minutes_ago(20))
    refer(
        actor=referrer,
        reference=report.reference,
        issuing=desk.agency.public_id,
        edit_version=1,
        now=minutes_ago(10),
    )
    page = browser_of(desk.analyst).get("/reports/")
    assert [tab.get("count") for tab in page.context["tabs"]] == [None, None, 1]
    assert listed(desk.analyst, "/reports/") == []
    assert listed(desk.analyst, "/reports/?tab=referred") == [report.reference]
    assert set(listed(referrer, "/reports/")) == {report.reference, hidden.reference}


def test_another_agencys_reports_are_not_listed(desk):
    save_draft(desk, now=minutes_ago(5))
    assert listed(make_actor(make_agency(), Role.ANALYST), "/reports/") == []


def test_an_empty_list_offers_the_first_report(desk):
    page = words_of(browser_of(desk.analyst).get("/reports/"))
    assert "No reports yet." in page
    assert "No report fits this filter." in words_of(browser_of(desk.analyst).get("/reports/?state=filed"))


def test_a_long_list_goes_on_where_the_page_ended(desk):
    made = [save_draft(desk, now=minutes_ago(200 - number)) for number in range(PAGE_SIZE + 2)]
    first = browser_of(desk.analyst).get("/reports/")
    rest = listed(desk.analyst, first.context["next_url"])
    assert rest == [made[1].reference, made[0].reference]


def test_the_list_costs_as_many_queries_for_three_reports_as_for_one(desk):
    counted = []
    for _ in range(2):
        save_draft(desk, now=minutes_ago(5))
        browser = browser_of(desk.analyst)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            browser.get("/reports/")
        counted.append(len(queries))
        save_draft(desk, now=minutes_ago(4))
    assert counted[0] == counted[1]


def test_what_waits_for_approval_is_listed_by_time_left(desk):
    calm, pressing = (make_waiting_case(desk, [f"room/{n}"], now=minutes_ago(n)) for n in (10, 40))
    assert listed(desk.approver, "/approvals/") == [pressing.reference, calm.reference]


def test_a_decided_case_no_longer_waits(desk):
    desk.sent_case(minutes_ago(10))
    assert listed(desk.approver, "/approvals/") == []


def test_a_case_sent_on_one_signature_waits_for_the_other(desk):
    case = make_waiting_case(desk, now=minutes_ago(10))
    send_urgent(
        actor=desk.analyst, reference=case.reference, edit_version=case.edit_version, now=minutes_ago(9)
    )
    page = browser_of(desk.approver).get("/approvals/")
    assert [row["case"].reference for row in page.context["rows"]] == [case.reference]
    assert "sent on one signature" in words_of(page)


def test_ones_own_case_says_that_another_person_decides(desk):
    both = make_actor(desk.agency, Role.ANALYST, Role.APPROVER)
    file_cases(desk, link_on(desk), actor=both, now=minutes_ago(5))
    assert "you: another person decides" in words_of(browser_of(both).get("/approvals/"))
    assert "you: another person decides" not in words_of(browser_of(desk.approver).get("/approvals/"))


def test_the_clock_of_the_approval_stands_in_the_row(desk):
    case = make_waiting_case(desk, now=minutes_ago(10))
    [row] = browser_of(desk.approver).get("/approvals/").context["rows"]
    assert row["clock"].due_at - row["clock"].started_at == timedelta(minutes=60)
    assert row["case"].reference == case.reference


def test_an_operator_and_a_referring_agency_have_no_approvals(desk):
    referrer = make_actor(make_agency(OrganisationKind.REFERRING), Role.APPROVER)
    assert browser_of(desk.moderator).get("/approvals/").status_code == 403
    assert browser_of(referrer).get("/approvals/").status_code == 403


def test_what_was_referred_is_narrowed_to_one_agency_and_says_what_came_of_it(desk):
    reports = []
    for _each in range(2):
        referrer = make_actor(make_agency(OrganisationKind.REFERRING, desk.agency.jurisdiction), Role.ANALYST)
        report = save_draft(desk, link_on(desk, f"of/{referrer.id}"), actor=referrer, now=minutes_ago(20))
        words = {"reference": report.reference, "issuing": desk.agency.public_id, "edit_version": 1}
        refer(actor=referrer, now=minutes_ago(10), **words)
        reports.append(report)
    first, second = reports
    take_over(actor=desk.analyst, reference=first.reference, now=minutes_ago(9))
    with acting_as(desk.analyst):
        taken = Report.objects.get(pk=first.pk)
    [case] = file_report(
        actor=desk.analyst,
        reference=first.reference,
        edit_version=taken.edit_version,
        considered=True,
        now=minutes_ago(8),
    )
    page = browser_of(desk.supervisor).get("/reports/?tab=referred")
    assert f"/cases/{case.reference}/" in page.content.decode()
    assert 'name="tab" value="referred"' in page.content.decode()
    narrowed = f"/reports/?tab=referred&agency={second.agency.public_id}"
    assert listed(desk.supervisor, narrowed) == [second.reference]
