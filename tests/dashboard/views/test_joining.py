"""The pages of joining: the offer, the form, the list, the narrow page, the second signature."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.domain.acting import COMMAND, acting_as
from accounts.models import User
from cases.domain import amending, approving, receipt, thread, withdrawing
from cases.enums import CoSignatureState
from cases.models import Case, CoSignature
from tests.factories.cases import (
    CONSIDERED,
    LATER,
    NOON,
    REASONS,
    link_on,
    make_sent_case,
    make_waiting_case,
    save_draft,
    seen_hash,
)
from tests.factories.desk import Desk
from tests.factories.joining import OWN_REASONS, make_asked, make_joined_case, make_pair, token_on

pytestmark = pytest.mark.django_db


def browser_of(user_id: int | None) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=user_id))
    return client


def page_of(user_id: int | None, address: str, status: int = 200) -> str:
    response = browser_of(user_id).get(address)
    assert response.status_code == status
    return response.content.decode()


def typed(desk: Desk) -> dict[str, str]:
    return {
        "category": desk.category.code,
        "legal_basis": desk.basis.code,
        "reasons": OWN_REASONS,
        "considerations": "Nothing else.",
        "file_number": "B/7",
    }


def test_a_saved_report_offers_to_join_where_a_link_is_in_hand_elsewhere() -> None:
    first, second = make_pair()
    make_sent_case(first)
    report = save_draft(second, f"{link_on(second)}\n{link_on(second, 'room/2')}")
    address = reverse("dashboard:join", args=[report.reference, token_on(second)])
    other = reverse("dashboard:join", args=[report.reference, token_on(second, "room/2")])
    words = page_of(second.analyst.user_id, reverse("dashboard:report", args=[report.reference]))
    assert (address in words, other in words) == (True, False)


def test_a_report_to_read_offers_it_too() -> None:
    first, second = make_pair()
    case = make_waiting_case(second, ("room/1", "room/2"))
    make_sent_case(first)
    approving.approve_and_send(
        actor=second.approver,
        reference=case.reference,
        content_hash=seen_hash(second.approver, case.reference),
        now=LATER,
    )
    with acting_as(COMMAND):
        reference = Case.objects.get(pk=case.pk).filing.report.reference
    address = reverse("dashboard:join", args=[reference, token_on(second)])
    of_report = page_of(second.analyst.user_id, reverse("dashboard:report", args=[reference]))
    of_case = page_of(second.analyst.user_id, reverse("dashboard:case", args=[case.reference]))
    for_approver = page_of(second.approver.user_id, reverse("dashboard:case", args=[case.reference]))
    assert (address in of_report, address in of_case, address in for_approver) == (True, True, False)
    assert "1 link set aside" in for_approver


def test_the_form_begins_with_what_the_report_says_and_asks() -> None:
    first, second = make_pair()
    make_sent_case(first)
    report = save_draft(second, link_on(second), reasons="From our report.")
    address = reverse("dashboard:join", args=[report.reference, token_on(second)])
    assert "From our report." in page_of(second.analyst.user_id, address)
    response = browser_of(second.analyst.user_id).post(address, typed(second))
    with acting_as(COMMAND):
        asked = CoSignature.objects.get()
    assert response.headers["Location"] == reverse("dashboard:joined_case", args=[asked.public_id])
    assert (asked.reasons, asked.file_number) == (OWN_REASONS, "B/7")


def test_what_was_typed_comes_back_with_the_sentence_of_the_rule() -> None:
    first, second = make_pair()
    make_sent_case(first)
    report = save_draft(second, link_on(second))
    address = reverse("dashboard:join", args=[report.reference, token_on(second)])
    half = browser_of(second.analyst.user_id).post(address, {**typed(second), "considerations": ""})
    assert half.status_code == 422
    assert OWN_REASONS in half.content.decode()
    with acting_as(COMMAND):
        Case.objects.get().claims.update(released_at=NOON)
    gone = browser_of(second.analyst.user_id).post(address, typed(second))
    assert gone.status_code == 409
    assert (OWN_REASONS in gone.content.decode(), "No other agency" in gone.content.decode()) == (True, True)


def test_until_it_is_confirmed_its_page_tells_nothing_of_the_case() -> None:
    first, second = make_pair()
    case = make_sent_case(first, ("room/1", "room/2"))
    asked = make_asked(case, second)
    words = page_of(second.approver.user_id, reverse("dashboard:joined_case", args=[asked.public_id]))
    listed = page_of(second.approver.user_id, reverse("dashboard:joined"))
    for word in (case.reference, "room/2", first.agency.name):
        assert word not in words
        assert word not in listed
    assert ("room/1" in words, OWN_REASONS in words, "room/1" in listed) == (True, True, True)


def test_another_person_confirms_on_its_page_or_returns_it() -> None:
    first, second = make_pair()
    case = make_sent_case(first)
    asked = make_asked(case, second)
    browser, args = browser_of(second.approver.user_id), [asked.public_id]
    empty = browser.post(reverse("dashboard:joining_return", args=args), {"reason": ""})
    assert empty.status_code == 422
    browser.post(reverse("dashboard:joining_confirm", args=args))
    again = browser.post(reverse("dashboard:joining_confirm", args=args))
    with acting_as(COMMAND):
        assert CoSignature.objects.get().state == CoSignatureState.CONFIRMED
    assert again.status_code == 409


def test_a_joined_case_shows_items_outcomes_clocks_and_thread_and_nothing_more() -> None:
    first, second, case, joined = make_joined_case(("room/1", "room/2"))
    receipt.open_and_sign(actor=first.moderator, reference=case.reference, now=LATER)
    thread.write(actor=first.moderator, reference=case.reference, text="We look at it.", now=LATER)
    amending.amend(actor=first.analyst, reference=case.reference, text="Also the third page.", now=LATER)
    words = page_of(second.analyst.user_id, reverse("dashboard:joined_case", args=[joined.public_id]))
    for shown in (case.reference, "room/2", "We look at it.", first.agency.name, "Give effect", OWN_REASONS):
        assert shown in words
    with acting_as(COMMAND):
        report = case.filing.report
    hidden = (
        REASONS,
        CONSIDERED,
        report.reference,
        "Also the third page.",
        first.analyst.name,
        first.approver.name,
        reverse("dashboard:case", args=[case.reference]),
    )
    for word in hidden:
        assert word not in words


def test_a_joined_case_stands_in_the_list_with_its_clock() -> None:
    first, second, case, joined = make_joined_case()
    words = page_of(second.supervisor.user_id, reverse("dashboard:joined"))
    queue = page_of(second.supervisor.user_id, reverse("dashboard:queue") + "?tab=all")
    assert (case.reference in words, case.reference in queue) == (True, False)


def test_the_issuer_reads_who_joined_and_the_platform_does_not() -> None:
    first, second, case, joined = make_joined_case()
    receipt.open_and_sign(actor=first.moderator, reference=case.reference, now=LATER)
    address = reverse("dashboard:case", args=[case.reference])
    for_agency = page_of(first.supervisor.user_id, address)
    for_platform = page_of(first.moderator.user_id, address)
    assert (second.agency.name in for_agency, second.basis.citation in for_agency) == (True, True)
    assert (second.agency.name in for_platform, OWN_REASONS in for_agency) == (False, False)


def test_who_left_reads_no_more() -> None:
    first, second, case, joined = make_joined_case()
    browser = browser_of(second.analyst.user_id)
    browser.post(reverse("dashboard:joining_leave", args=[joined.public_id]))
    words = page_of(second.analyst.user_id, reverse("dashboard:joined_case", args=[joined.public_id]))
    assert case.reference not in words


def test_a_case_that_passed_on_says_so_to_all_three() -> None:
    first, second, case, joined = make_joined_case()
    now = NOON + timedelta(minutes=5)
    withdrawing.withdraw(actor=first.analyst, reference=case.reference, reason="Not ours.", now=now)
    with acting_as(COMMAND):
        new = Case.objects.get(continues=case)
    receipt.open_and_sign(actor=first.moderator, reference=new.reference, now=now)
    of_issuer = page_of(first.analyst.user_id, reverse("dashboard:case", args=[case.reference]))
    of_cosigner = page_of(second.analyst.user_id, reverse("dashboard:case", args=[new.reference]))
    of_platform = page_of(first.moderator.user_id, reverse("dashboard:case", args=[new.reference]))
    of_joining = page_of(second.analyst.user_id, reverse("dashboard:joined_case", args=[joined.public_id]))
    assert (second.agency.name in of_issuer, new.reference in of_issuer) == (True, False)
    assert case.reference in of_cosigner
    assert (case.reference in of_platform, second.agency.name in of_platform) == (True, True)
    assert (new.reference in of_joining, case.reference in of_joining) == (True, False)
