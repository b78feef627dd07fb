"""The case page: the cover before the receipt, the whole file after it, and whose eyes see what."""

import re
from typing import Any

import pytest

from accounts.domain.acting import acting_as
from accounts.enums import OrganisationKind, Role
from cases.domain import closing, objections, receipt, thread, verifying
from cases.domain.approving import approve_and_send
from cases.domain.enforcing import enforce
from cases.domain.kept_texts import keep_texts
from cases.domain.notes import write_note
from cases.domain.referring import refer, take_over
from cases.domain.reports import file_report
from cases.enums import VerifiedOutcome
from cases.models import Case, Item
from tests.dashboard.views.casework_scene import (
    acknowledged,
    answered,
    browser_of,
    items_of,
    minutes_ago,
    opened,
    recorded,
    words_of,
)
from tests.factories.cases import link_on, save_draft, seen_hash
from tests.factories.desk import Desk, make_desk
from tests.factories.law import make_category
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
QUERIES_OF_A_CASE = 28


def page_for(actor: Any, case: Case, query: str = "") -> Any:
    """Return the case page as ``actor`` is answered."""
    return browser_of(actor).get(f"/cases/{case.reference}/{query}")


def offered(actor: Any, case: Case) -> set[str]:
    """Return the slugs of what the page offers ``actor``."""
    page = page_for(actor, case)
    primary = page.context["primary"]
    return {offer.slug for offer in page.context["offers"]} | ({primary.slug} if primary else set())


def test_before_the_receipt_an_operator_sees_the_cover_alone() -> None:
    desk = make_desk()
    case = desk.sent_case(minutes_ago(10), items=3)
    page = page_for(desk.moderator, case)
    source, words = page.content.decode(), words_of(page)
    assert str(desk.category) in words
    assert "Items 3" in words
    assert "To give effect 4 h; the clock starts at receipt" in words
    assert "Open and sign" in words
    for secret in (case.reasons, case.considerations, items_of(desk, case)[0].key, desk.basis.citation):
        assert secret not in source


def test_looking_at_the_cover_signs_nothing() -> None:
    desk = make_desk()
    case = desk.sent_case(minutes_ago(10))
    before = recorded(case)
    page_for(desk.moderator, case)
    assert recorded(case) == before
    with acting_as(desk.analyst):
        assert Case.objects.get(pk=case.pk).received_at is None


def test_after_the_receipt_the_operator_sees_what_is_asked() -> None:
    desk = make_desk()
    case = opened(desk)
    words = words_of(page_for(desk.moderator, case))
    assert case.reasons in words
    assert case.considerations in words
    assert desk.basis.citation in words


def test_a_flagged_link_is_text_that_nothing_opens() -> None:
    desk = make_desk()
    case = opened(desk)
    source = page_for(desk.moderator, case).content.decode()
    item = items_of(desk, case)[0]
    assert f"hxxps://{desk.platform.slug}[.]example/{item.key}" in source
    assert f'href="{item.url}"' not in source
    assert f'data-copy="{item.url}"' in source


def test_hidden_characters_of_a_stranger_are_shown() -> None:
    desk = make_desk()
    case = opened(desk)
    thread.write(actor=desk.moderator, reference=case.reference, text="safe\u202egpj", now=minutes_ago(5))
    assert "safe⟨U+202E⟩gpj" in words_of(page_for(desk.analyst, case))


def test_strangers_do_not_know_that_a_case_exists() -> None:
    desk = make_desk()
    case = desk.sent_case(minutes_ago(10))
    assert page_for(make_actor(make_operator(), Role.MODERATOR), case).status_code == 404
    assert page_for(make_actor(make_agency(), Role.SUPERVISOR), case).status_code == 404
    assert browser_of(desk.analyst).get("/cases/TD-00000-00000/").status_code == 404


def test_an_operator_does_not_know_of_a_draft() -> None:
    desk = make_desk()
    with acting_as(desk.analyst):
        draft = desk._draft(minutes_ago(10), "urgent")
    assert page_for(desk.moderator, draft).status_code == 404
    assert "The platform does not know of it." in words_of(page_for(desk.analyst, draft))


def referred_case(desk: Desk) -> Case:
    """Return an opened case of a referred report of which one link was left out."""
    police = make_agency(OrganisationKind.REFERRING, desk.agency.jurisdiction, name="Planted Police")
    reporter = make_actor(police, Role.ANALYST)
    paste = f"{link_on(desk)}\nhttps://t.me/+plantedinvite"
    report = save_draft(desk, paste, actor=reporter, now=minutes_ago(60))
    refer(
        actor=reporter,
        reference=report.reference,
        issuing=desk.agency.public_id,
        edit_version=report.edit_version,
        now=minutes_ago(50),
    )
    taken = take_over(actor=desk.analyst, reference=report.reference, now=minutes_ago(45))
    [case] = file_report(
        actor=desk.analyst,
        reference=report.reference,
        edit_version=taken.edit_version,
        considered=True,
        now=minutes_ago(40),
    )
    approve_and_send(
        actor=desk.approver,
        reference=case.reference,
        content_hash=seen_hash(desk.approver, case.reference),
        now=minutes_ago(30),
    )
    return receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=minutes_ago(22))


def test_what_is_the_agencys_alone_is_never_on_the_operators_page() -> None:
    desk = make_desk()
    case = referred_case(desk)
    own, theirs = page_for(desk.analyst, case), page_for(desk.moderator, case)
    for planted in ("Planted Police", "Filed by", "Referred by", "1 link of the report left out"):
        assert planted in words_of(own)
        assert planted not in words_of(theirs)
    assert desk.analyst.name in own.content.decode()
    assert desk.analyst.name not in theirs.content.decode()


def test_the_page_offers_what_state_and_role_allow() -> None:
    desk = make_desk()
    case = acknowledged(desk)
    assert offered(desk.moderator, case) == {
        "decide",
        "ask-clarification",
        "declare-impossible",
        "object",
    }
    assert offered(desk.analyst, case) == {"amend", "withdraw"}
    assert offered(desk.approver, case) == {"withdraw"}
    assert offered(desk.supervisor, case) == {"withdraw", "extend", "waive"}
    assert offered(make_actor(desk.agency, Role.AUDITOR), case) == set()


def test_the_next_step_is_the_one_primary_button() -> None:
    desk = make_desk()
    assert page_for(desk.moderator, opened(desk)).context["primary"].slug == "acknowledge"
    assert page_for(desk.moderator, acknowledged(desk)).context["primary"].slug == "decide"
    assert page_for(desk.analyst, answered(desk)).context["primary"].slug == "verify"
    assert page_for(desk.analyst, acknowledged(desk)).context["primary"] is None


def test_what_is_done_is_no_next_step_but_can_still_be_put_right() -> None:
    desk = make_desk()
    case = answered(desk)
    assert page_for(desk.moderator, case).context["primary"] is None
    assert "decide" in offered(desk.moderator, case)
    verdicts = {item.public_id: VerifiedOutcome.DOWN for item in items_of(desk, case)}
    verifying.verify(actor=desk.analyst, reference=case.reference, verdicts=verdicts, now=minutes_ago(9))
    assert page_for(desk.analyst, case).context["primary"].slug == "close"
    assert "verify" in offered(desk.analyst, case)
    closing.close(actor=desk.analyst, reference=case.reference, now=minutes_ago(8))
    assert page_for(desk.analyst, case).context["primary"].slug == "verify"


def test_an_objection_is_offered_only_to_a_third_person() -> None:
    desk = make_desk()
    case = acknowledged(desk)
    objections.object_to(actor=desk.moderator, reference=case.reference, text="Satire.", now=minutes_ago(9))
    assert page_for(desk.supervisor, case).context["primary"].slug == "decide-objection"
    with acting_as(desk.supervisor):
        case.filing.filer_id = desk.supervisor.user_id
        case.filing.save(update_fields=["filer_id"])
    assert page_for(desk.supervisor, case).context["primary"] is None


def test_what_binds_says_its_consequence() -> None:
    desk = make_desk()
    case = opened(desk)
    words = words_of(page_for(desk.moderator, case))
    assert f"Acknowledge Sends to {desk.agency.name} now." in words


def test_proposals_and_the_supervisors_steps_are_the_agencys() -> None:
    desk = make_desk()
    case = desk.sent_case(minutes_ago(60 * 24))
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=minutes_ago(60 * 23))
    enforce(now=minutes_ago(1), runner="test")
    own, theirs = words_of(page_for(desk.analyst, case)), words_of(page_for(desk.moderator, case))
    for planted in ("A warning is proposed", "A block is proposed", "Supervisor told"):
        assert planted in own
        assert planted not in theirs
    assert "Deadline passed: Give effect" in theirs


def test_many_items_are_shown_when_asked_for() -> None:
    desk = make_desk()
    case = opened(desk, items=53)
    assert len(page_for(desk.moderator, case).context["items"]) == 50
    assert "Show 3 more items" in words_of(page_for(desk.moderator, case))
    assert len(page_for(desk.moderator, case, "?items=all").context["items"]) == 53


def test_the_thread_holds_the_words_of_both_sides_in_order() -> None:
    desk = make_desk()
    case = acknowledged(desk)
    thread.write(actor=desk.moderator, reference=case.reference, text="First.", now=minutes_ago(9))
    thread.write(actor=desk.analyst, reference=case.reference, text="Second.", now=minutes_ago(8))
    said = page_for(desk.analyst, case).context["thread"]
    assert [(entry.text, entry.own) for entry in said] == [("First.", False), ("Second.", True)]


def test_the_record_is_linked_for_those_who_may_read_it() -> None:
    desk = make_desk()
    case = acknowledged(desk)
    link = f'href="/record/{case.reference}/"'
    assert link in page_for(make_actor(desk.agency, Role.AUDITOR), case).content.decode()
    assert link not in page_for(desk.analyst, case).content.decode()
    assert link not in page_for(desk.moderator, case).content.decode()


def test_the_number_of_queries_does_not_grow_with_items_and_words(
    django_assert_num_queries: Any,
) -> None:
    desk = make_desk()
    small, large = acknowledged(desk, items=3), acknowledged(desk, items=300)
    for number in range(12):
        said = {"reference": large.reference, "text": f"Word {number}", "now": minutes_ago(9)}
        thread.write(actor=desk.analyst, **said)
        write_note(actor=desk.moderator, **said)
    for form in ("message", "note", "object"):
        typed = {"reference": large.reference, "form": form, "texts": {"text": "Begun."}}
        keep_texts(actor=desk.moderator, now=minutes_ago(8), **typed)
    client = browser_of(desk.moderator)
    client.get(f"/cases/{small.reference}/")
    with django_assert_num_queries(QUERIES_OF_A_CASE):
        client.get(f"/cases/{small.reference}/")
    with django_assert_num_queries(QUERIES_OF_A_CASE):
        client.get(f"/cases/{large.reference}/")


def test_restricted_content_is_for_cleared_people() -> None:
    desk = make_desk(category=make_category(restricted=True))
    case = opened(desk)
    assert page_for(make_actor(desk.operator, Role.MODERATOR), case).status_code == 404
    assert page_for(desk.moderator, case).status_code == 200


def test_no_other_method_is_known() -> None:
    desk = make_desk()
    case = desk.sent_case(minutes_ago(10))
    assert browser_of(desk.moderator).post(f"/cases/{case.reference}/").status_code == 405


def test_links_of_items_never_stand_in_an_attribute_that_opens() -> None:
    desk = make_desk()
    case = opened(desk)
    with acting_as(desk.analyst):
        Item.objects.filter(case=case, position=1).update(url='https://x.example/"><script>alert(1)</script>')
    source = page_for(desk.analyst, case).content.decode()
    assert "<script>alert" not in source
    assert re.findall(r'(?:href|src|action)="https?://x\.example', source) == []
