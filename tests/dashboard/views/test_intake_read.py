"""A report to read: taken over, returned, followed by its referrer and no further."""

import pytest

from accounts.domain.acting import Actor, acting_as
from accounts.enums import OrganisationKind, Role
from cases.domain import response
from cases.domain.approving import approve_and_send
from cases.domain.referring import refer, take_over
from cases.domain.reports import file_report
from cases.domain.response import ItemDecision
from cases.enums import Outcome, ReportState
from cases.models import Case, Item, Report
from tests.dashboard.views.casework_scene import browser_of, minutes_ago, words_of
from tests.factories.cases import link_on, save_draft, seen_hash
from tests.factories.desk import Desk, make_desk
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def referrer(desk) -> Actor:
    agency = make_agency(OrganisationKind.REFERRING, desk.agency.jurisdiction)
    return make_actor(agency, Role.ANALYST)


@pytest.fixture
def referred(desk, referrer) -> Report:
    paste = f"{link_on(desk)} https://elsewhere.example/x"
    report = save_draft(desk, paste, actor=referrer, now=minutes_ago(30))
    return refer(
        actor=referrer,
        reference=report.reference,
        issuing=desk.agency.public_id,
        edit_version=report.edit_version,
        now=minutes_ago(29),
    )


def filed(desk: Desk, report: Report) -> Case:
    taken = take_over(actor=desk.analyst, reference=report.reference, now=minutes_ago(28))
    [case] = file_report(
        actor=desk.analyst,
        reference=report.reference,
        edit_version=taken.edit_version,
        considered=True,
        now=minutes_ago(27),
    )
    return case


def sent(desk: Desk, report: Report) -> Case:
    case = filed(desk, report)
    return approve_and_send(
        actor=desk.approver,
        reference=case.reference,
        content_hash=seen_hash(desk.approver, case.reference),
        now=minutes_ago(26),
    )


def state_of(actor: Actor, report: Report) -> str:
    with acting_as(actor):
        return Report.objects.get(pk=report.pk).state


def test_a_referred_report_is_taken_over_by_a_button(desk, referred):
    address = f"/reports/{referred.reference}/"
    assert browser_of(desk.analyst).get(address).context["may_take_over"] is True
    answer = browser_of(desk.analyst).post(f"{address}take-over/")
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    page = browser_of(desk.analyst).get(address)
    assert page.templates[0].name == "dashboard/intake/report_form.html"


def test_a_second_click_on_take_over_is_a_conflict(desk, referred):
    address = f"/reports/{referred.reference}/take-over/"
    browser = browser_of(desk.analyst)
    assert [browser.post(address).status_code for _ in range(2)] == [302, 409]


def test_a_referred_report_is_returned_with_its_reason(desk, referrer, referred):
    answer = browser_of(desk.analyst).post(f"/reports/{referred.reference}/return/", {"reason": "Too vague."})
    assert (answer.status_code, state_of(referrer, referred)) == (302, ReportState.RETURNED)
    page = words_of(browser_of(referrer).get(f"/reports/{referred.reference}/"))
    assert f"Returned by {desk.agency.name} Too vague." in page


def test_returning_without_a_reason_is_refused_on_the_page(desk, referrer, referred):
    answer = browser_of(desk.analyst).post(f"/reports/{referred.reference}/return/", {"reason": ""})
    assert (answer.status_code, state_of(referrer, referred)) == (422, ReportState.REFERRED)
    assert list(answer.context["return_form"].errors) == ["reason"]


def test_an_approver_can_read_a_referred_report_and_not_take_it_over(desk, referred):
    page = browser_of(desk.approver).get(f"/reports/{referred.reference}/")
    assert (page.status_code, page.context["may_take_over"]) == (200, False)
    answer = browser_of(desk.approver).post(f"/reports/{referred.reference}/take-over/")
    assert answer.status_code == 403


def test_a_third_agency_finds_nothing(referred):
    stranger = browser_of(make_actor(make_agency(), Role.ANALYST))
    answers = [
        stranger.get(f"/reports/{referred.reference}/"),
        stranger.post(f"/reports/{referred.reference}/take-over/"),
        stranger.post(f"/reports/{referred.reference}/return/", {"reason": "Mine."}),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_before_it_is_sent_the_referrer_sees_no_state_of_the_case(desk, referrer, referred):
    case = filed(desk, referred)
    page = words_of(browser_of(referrer).get(f"/reports/{referred.reference}/"))
    assert "not sent yet" in page
    assert ("Awaiting approval" in page, case.reference in page) == (False, False)


def test_the_referrer_sees_state_and_outcome_of_each_link_and_nothing_internal(desk, referrer, referred):
    case = sent(desk, referred)
    with acting_as(desk.analyst):
        [item] = Item.objects.filter(case=case)
    response.decide(
        actor=desk.moderator,
        reference=case.reference,
        decisions=[ItemDecision(item.public_id, Outcome.REMOVED)],
        text="Done at the desk.",
        now=minutes_ago(5),
    )
    answer = browser_of(referrer).get(f"/reports/{referred.reference}/")
    page = words_of(answer)
    rows = [(row.state, row.outcome, row.reference) for row in answer.context["followed"]]
    assert rows == [("answered", "removed", ""), ("", "", "")]
    planted = (case.reference, desk.analyst.name, desk.approver.name, "Done at the desk.", case.reasons)
    assert [word in page for word in planted] == [False] * 5


def test_the_issuing_agency_sees_its_cases_reference(desk, referred):
    case = sent(desk, referred)
    page = words_of(browser_of(desk.analyst).get(f"/reports/{referred.reference}/"))
    assert case.reference in page


def test_a_link_without_an_addressee_stays_to_be_seen(desk, referrer, referred):
    sent(desk, referred)
    page = words_of(browser_of(referrer).get(f"/reports/{referred.reference}/"))
    assert "hxxps://elsewhere[.]example/x No addressee" in page
