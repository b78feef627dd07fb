from uuid import uuid4

import pytest

from accounts.domain.acting import Actor, acting_as
from accounts.enums import OrganisationKind, Role
from cases.domain.referring import refer, return_report, take_over
from cases.domain.reports import file_report, save_report
from cases.enums import ReportState
from cases.models import Filing, Report
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from notifications.enums import NoticeKind
from notifications.models import Outbox
from tests.factories.cases import NOON, draft_for, save_draft
from tests.factories.desk import Desk, make_desk
from tests.factories.law import make_category, make_legal_basis
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor
from tests.factories.recorded import verbs_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def referrer(desk) -> Actor:
    agency = make_agency(OrganisationKind.REFERRING, desk.agency.jurisdiction)
    return make_actor(agency, Role.ANALYST)


def referred(desk: Desk, referrer: Actor, **fields) -> Report:
    report = save_draft(desk, actor=referrer, **fields)
    return hand_over(desk, referrer, report)


def hand_over(desk: Desk, referrer: Actor, report: Report) -> Report:
    return refer(
        actor=referrer,
        reference=report.reference,
        issuing=desk.agency.public_id,
        edit_version=report.edit_version,
        now=NOON,
    )


def test_a_referred_report_is_seen_by_the_issuing_agency_and_told_to_its_analysts(desk, referrer):
    report = referred(desk, referrer)
    assert (report.state, report.issuing_id) == (ReportState.REFERRED, desk.agency.pk)
    with acting_as(desk.analyst):
        assert list(Report.objects.visible_to(desk.analyst)) == [report]
    assert list(Outbox.objects.values_list("kind", "user_id")) == [
        (NoticeKind.REPORT_REFERRED, desk.analyst.user_id)
    ]


def test_of_a_restricted_report_only_cleared_analysts_are_told():
    desk = make_desk(category=make_category(restricted=True))
    make_actor(desk.agency, Role.ANALYST)
    agency = make_agency(OrganisationKind.REFERRING, desk.agency.jurisdiction)
    referred(desk, make_actor(agency, Role.ANALYST, cleared=True))
    assert list(Outbox.objects.values_list("user_id", flat=True)) == [desk.analyst.user_id]


def test_a_draft_of_a_referrer_is_unknown_to_the_issuing_agency(desk, referrer):
    save_draft(desk, actor=referrer)
    with acting_as(desk.analyst):
        assert list(Report.objects.visible_to(desk.analyst)) == []


def test_a_referred_report_can_no_longer_be_changed_by_its_author(desk, referrer):
    report = referred(desk, referrer)
    with pytest.raises(Conflict) as refused:
        save_report(
            actor=referrer,
            reference=report.reference,
            draft=draft_for(desk),
            edit_version=report.edit_version,
            now=NOON,
        )
    assert refused.value.code == "report_moved"


def test_a_report_is_referred_once(desk, referrer):
    report = referred(desk, referrer)
    with pytest.raises(Conflict):
        hand_over(desk, referrer, report)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"paste": "https://t.me/+AbCdEfGhIj"}, "nothing_reportable"),
        ({"category": "", "legal_basis": ""}, "category_missing"),
        ({"reasons": ""}, "reasons_missing"),
    ],
)
def test_a_report_that_nobody_could_issue_is_not_referred(desk, referrer, fields, code):
    report = save_draft(desk, actor=referrer, **fields)
    with pytest.raises(Invalid) as refused:
        hand_over(desk, referrer, report)
    assert refused.value.code == code


def test_a_report_goes_only_to_an_agency_that_issues(desk, referrer):
    report = save_draft(desk, actor=referrer)
    for target in (uuid4(), make_agency(OrganisationKind.REFERRING).public_id, desk.operator.public_id):
        with pytest.raises(Invalid) as refused:
            refer(actor=referrer, reference=report.reference, issuing=target, edit_version=1, now=NOON)
        assert refused.value.field == "issuing"


def test_an_agency_that_issues_refers_nothing(desk):
    report = save_draft(desk)
    other = make_agency()
    with pytest.raises(NotAllowed):
        refer(
            actor=desk.analyst,
            reference=report.reference,
            issuing=other.public_id,
            edit_version=1,
            now=NOON,
        )


def test_a_report_taken_over_is_written_by_the_issuing_agency(desk, referrer):
    report = referred(desk, referrer)
    taken = take_over(actor=desk.analyst, reference=report.reference, now=NOON)
    assert (taken.state, taken.taken_over_by_id) == (ReportState.TAKEN_OVER, desk.analyst.user_id)
    saved = save_report(
        actor=desk.analyst,
        reference=report.reference,
        draft=draft_for(desk, reasons="Ours."),
        edit_version=taken.edit_version,
        now=NOON,
    )
    assert saved.reasons == "Ours."
    assert verbs_of("report", report.reference) == ["save", "refer", "take_over", "save"]


def test_the_reporter_is_told_that_his_report_was_taken_over(desk, referrer):
    report = referred(desk, referrer)
    take_over(actor=desk.analyst, reference=report.reference, now=NOON)
    told = Outbox.objects.filter(kind=NoticeKind.REPORT_TAKEN).values_list("user_id", flat=True)
    assert list(told) == [referrer.user_id]


def test_a_report_is_taken_over_once(desk, referrer):
    report = referred(desk, referrer)
    take_over(actor=desk.analyst, reference=report.reference, now=NOON)
    colleague = make_actor(desk.agency, Role.ANALYST)
    with pytest.raises(Conflict):
        take_over(actor=colleague, reference=report.reference, now=NOON)


def test_taking_over_empties_a_legal_basis_of_another_jurisdiction(desk):
    foreign = make_actor(make_agency(OrganisationKind.REFERRING, "ZZ"), Role.ANALYST)
    basis = make_legal_basis(desk.category, jurisdiction="ZZ")
    report = referred(desk, foreign, legal_basis=basis.code)
    assert take_over(actor=desk.analyst, reference=report.reference, now=NOON).legal_basis is None


def test_the_referrer_cannot_take_over_or_return_his_own_report(desk, referrer):
    report = referred(desk, referrer)
    with pytest.raises(NotAllowed):
        take_over(actor=referrer, reference=report.reference, now=NOON)
    with pytest.raises(NotAllowed):
        return_report(actor=referrer, reference=report.reference, reason="No.", now=NOON)


def test_only_an_analyst_takes_over(desk, referrer):
    report = referred(desk, referrer)
    with pytest.raises(NotAllowed):
        take_over(actor=desk.approver, reference=report.reference, now=NOON)


def test_a_third_agency_cannot_know_of_a_referred_report(desk, referrer):
    report = referred(desk, referrer)
    with pytest.raises(NotKnown):
        take_over(actor=make_actor(make_agency(), Role.ANALYST), reference=report.reference, now=NOON)


def test_a_returned_report_is_told_with_its_reason_and_can_be_written_again(desk, referrer):
    report = referred(desk, referrer)
    back = return_report(actor=desk.analyst, reference=report.reference, reason=" Too vague. ", now=NOON)
    assert (back.state, back.return_reason) == (ReportState.RETURNED, "Too vague.")
    told = Outbox.objects.filter(kind=NoticeKind.REPORT_RETURNED).values_list("user_id", flat=True)
    assert list(told) == [referrer.user_id]
    again = save_report(
        actor=referrer,
        reference=report.reference,
        draft=draft_for(desk),
        edit_version=back.edit_version,
        now=NOON,
    )
    assert (again.state, again.issuing_id) == (ReportState.DRAFT, referrer.organisation_id)
    assert hand_over(desk, referrer, again).state == ReportState.REFERRED


def test_a_report_is_returned_with_a_reason_or_not_at_all(desk, referrer):
    report = referred(desk, referrer)
    with pytest.raises(Invalid) as refused:
        return_report(actor=desk.analyst, reference=report.reference, reason="  ", now=NOON)
    assert refused.value.field == "reason"


def test_a_report_taken_over_can_still_be_returned(desk, referrer):
    report = referred(desk, referrer)
    take_over(actor=desk.analyst, reference=report.reference, now=NOON)
    back = return_report(actor=desk.analyst, reference=report.reference, reason="Not ours.", now=NOON)
    assert (back.state, back.taken_over_by) == (ReportState.RETURNED, None)


def test_a_case_of_a_referred_report_is_filed_by_the_issuing_analyst(desk, referrer):
    report = referred(desk, referrer)
    taken = take_over(actor=desk.analyst, reference=report.reference, now=NOON)
    [case] = file_report(
        actor=desk.analyst,
        reference=report.reference,
        edit_version=taken.edit_version,
        considered=True,
        now=NOON,
    )
    with acting_as(desk.analyst):
        filing = Filing.objects.get(case=case)
    assert (case.agency_id, filing.filer_id) == (desk.agency.pk, desk.analyst.user_id)
    assert filing.report.agency_id == referrer.organisation_id
