"""What goes with which case; nothing of what is restricted; and what two agencies see of each other."""

from typing import Any

import pytest

from accounts.domain.acting import COMMAND, Actor, acting_as
from accounts.enums import OrganisationKind, Role
from cases.domain.drafting import CaseDraft, edit_case
from cases.domain.evidence import remove_from_report, take_out_of_case
from cases.domain.links import token_of
from cases.domain.referring import refer, return_report, take_over
from cases.domain.reports import save_report
from cases.models import Evidence, Exhibit, Item, Report
from kernel.errors import DomainError, Invalid, NotAllowed, NotKnown
from tests.factories.cases import (
    LATER,
    NOON,
    draft_for,
    link_on,
    make_sent_case,
    make_waiting_case,
    save_draft,
)
from tests.factories.desk import Desk, make_desk
from tests.factories.evidence import add, attach, filed, names_of_case, names_of_report, only_evidence
from tests.factories.files import new_file
from tests.factories.law import make_category
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor
from tests.factories.platforms import make_platform

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def test_evidence_of_the_whole_report_goes_with_its_only_case(desk: Desk) -> None:
    [case] = filed(desk, attach(desk, save_draft(desk), new_file(name="seen.txt")))
    assert names_of_case(desk.analyst, case) == ["seen.txt"]


def two_services(desk: Desk) -> tuple[Report, str]:
    other = make_platform(desk.operator)
    return save_draft(desk, f"{link_on(desk)}\nhttps://{other.slug}.example/room/9"), other.slug


def test_of_several_cases_each_gets_what_proves_its_links_and_none_what_names_nothing(desk: Desk) -> None:
    report, slug = two_services(desk)
    with acting_as(COMMAND):
        key = report.findings.get(platform=desk.platform).key
    token = token_of(desk.platform.slug, key)
    attach(desk, report, new_file(name="whole.txt"))
    attach(desk, report, new_file(name="link.txt"), proves=token)
    report = attach(desk, report, new_file(name="service.txt"), proves=slug)
    cases = {case.platform.slug: case for case in filed(desk, report)}
    assert {each: names_of_case(desk.analyst, case) for each, case in cases.items()} == {
        desk.platform.slug: ["link.txt"],
        slug: ["service.txt"],
    }
    assert names_of_report(desk.analyst, report) == ["whole.txt", "link.txt", "service.txt"]
    with acting_as(COMMAND):
        assert Exhibit.objects.get(case=cases[desk.platform.slug]).item.key == key  # type: ignore[union-attr]


def test_evidence_of_a_link_that_left_the_report_goes_with_no_case(desk: Desk) -> None:
    report = save_draft(desk, f"{link_on(desk, 'room/1')}\n{link_on(desk, 'room/2')}")
    with acting_as(COMMAND):
        key = report.findings.get(position=2).key
    report = attach(desk, report, proves=token_of(desk.platform.slug, key))
    saved = save_report(
        actor=desk.analyst,
        reference=report.reference,
        draft=draft_for(desk, link_on(desk, "room/1")),
        edit_version=report.edit_version,
        now=NOON,
    )
    [case] = filed(desk, saved)
    assert names_of_case(desk.analyst, case) == []


def test_a_file_proves_only_a_link_of_its_report_or_case(desk: Desk) -> None:
    with pytest.raises(Invalid) as refused:
        attach(desk, save_draft(desk), proves="0" * 16)
    assert refused.value.code == "link_unknown"
    strange = make_waiting_case(make_desk())
    with acting_as(COMMAND):
        item = Item.objects.get(case=strange).public_id
    with pytest.raises(NotKnown):
        add(desk, make_waiting_case(desk, ["room/2"]), item=item)


# Nothing of what is restricted.


def restricted_desk() -> Desk:
    return make_desk(category=make_category(restricted=True))


@pytest.mark.parametrize("where", ["report", "case", "sent case"])
def test_no_file_is_taken_for_a_restricted_category(where: str) -> None:
    desk = restricted_desk()
    do: dict[str, Any] = {
        "report": lambda: attach(desk, save_draft(desk)),
        "case": lambda: add(desk, make_waiting_case(desk)),
        "sent case": lambda: add(desk, make_sent_case(desk)),
    }
    with pytest.raises(Invalid) as refused:
        do[where]()
    assert refused.value.code == "no_files_here"
    with acting_as(COMMAND):
        assert Evidence.objects.count() == 0


def test_a_report_with_files_takes_no_restricted_category_until_they_are_removed(desk: Desk) -> None:
    category = make_category(restricted=True)
    analyst = make_actor(desk.agency, Role.ANALYST, cleared=True)
    report = attach(desk, save_draft(desk))

    def restrict(edit_version: int) -> Report:
        draft = draft_for(desk, category=category.code, legal_basis="")
        return save_report(
            actor=analyst, reference=report.reference, draft=draft, edit_version=edit_version, now=LATER
        )

    with pytest.raises(Invalid) as refused:
        restrict(report.edit_version)
    assert (refused.value.code, refused.value.field) == ("evidence_attached", "category")
    row = only_evidence()
    report = remove_from_report(actor=analyst, reference=report.reference, evidence=row.public_id, now=LATER)
    assert restrict(report.edit_version).category == category


def test_a_case_takes_no_restricted_category_while_its_report_holds_a_file(desk: Desk) -> None:
    category = make_category(restricted=True)
    analyst = make_actor(desk.agency, Role.ANALYST, cleared=True)
    case = add(desk, make_waiting_case(desk))
    row = only_evidence()
    case = take_out_of_case(actor=analyst, reference=case.reference, evidence=row.public_id, now=LATER)
    draft = CaseDraft(
        category=category.code,
        legal_basis=desk.basis.code,
        urgency=case.urgency,
        reasons=case.reasons,
        considerations=case.considerations,
    )
    with pytest.raises(Invalid) as refused:
        edit_case(
            actor=analyst, reference=case.reference, draft=draft, edit_version=case.edit_version, now=LATER
        )
    assert refused.value.code == "basis_not_in_force"  # the basis is of another category …
    category.legal_bases.add(desk.basis)
    with pytest.raises(Invalid) as refused:
        edit_case(
            actor=analyst, reference=case.reference, draft=draft, edit_version=case.edit_version, now=LATER
        )
    assert refused.value.code == "evidence_attached"  # … and with it, the file stands against it


# Two agencies.


def referred(desk: Desk) -> tuple[Report, Actor]:
    referrer = make_actor(make_agency(OrganisationKind.REFERRING), Role.ANALYST)
    report = save_draft(desk, actor=referrer, legal_basis="")
    report = attach(desk, report, new_file(name="theirs.txt"), actor=referrer)
    to = desk.agency.public_id
    report = refer(
        actor=referrer, reference=report.reference, issuing=to, edit_version=report.edit_version, now=NOON
    )
    return report, referrer


def test_the_agency_that_issues_sees_what_was_handed_in_and_its_own_additions_alone(desk: Desk) -> None:
    report, referrer = referred(desk)
    take_over(actor=desk.analyst, reference=report.reference, now=NOON)
    attach(desk, report, new_file(name="ours.txt"))
    assert names_of_report(desk.analyst, report) == ["theirs.txt", "ours.txt"]
    assert names_of_report(referrer, report) == ["theirs.txt"]


def test_what_the_referrer_handed_in_is_removed_by_him_once_it_is_returned(desk: Desk) -> None:
    report, referrer = referred(desk)
    row = only_evidence()
    take_over(actor=desk.analyst, reference=report.reference, now=NOON)
    with pytest.raises(NotAllowed):
        remove_from_report(actor=desk.analyst, reference=report.reference, evidence=row.public_id, now=NOON)
    with pytest.raises(DomainError):
        remove_from_report(actor=referrer, reference=report.reference, evidence=row.public_id, now=NOON)
    return_report(actor=desk.analyst, reference=report.reference, reason="It shows a child.", now=NOON)
    remove_from_report(actor=referrer, reference=report.reference, evidence=row.public_id, now=NOON)
    with acting_as(COMMAND):
        assert Evidence.objects.count() == 0
