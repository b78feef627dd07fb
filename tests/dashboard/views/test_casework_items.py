"""Answers item by item: a row an item, nothing typed is lost, what is empty stays as it is."""

from typing import Any

import pytest

from accounts.domain.acting import acting_as
from accounts.enums import Role
from cases.domain import amending
from cases.enums import CaseState, Outcome, RefusalGround, VerifiedOutcome
from cases.models import Case, Item, PlatformResponse
from tests.dashboard.views.casework_scene import (
    acknowledged,
    answered,
    browser_of,
    items_of,
    minutes_ago,
    recorded,
    reread,
    words_of,
)
from tests.factories.desk import Desk, make_desk
from tests.factories.organisations import make_operator
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


def form_for(desk: Desk, case: Case, *rows: dict[str, str], **head: str) -> dict[str, str]:
    """Return what a browser sends: a row an item, in their order, with what was chosen."""
    items = items_of(desk, case)
    typed = {
        "edit_version": str(reread(desk, case).edit_version),
        "items-TOTAL_FORMS": str(len(items)),
        "items-INITIAL_FORMS": str(len(items)),
    }
    for place, item in enumerate(items):
        typed[f"items-{place}-item"] = str(item.public_id)
        for name, value in (rows[place] if place < len(rows) else {}).items():
            typed[f"items-{place}-{name}"] = value
    return {**typed, **head}


def send(actor: Any, case: Case, typed: dict[str, str], slug: str = "decide") -> Any:
    """Return the answer to the table sent by ``actor``."""
    return browser_of(actor).post(f"/cases/{case.reference}/{slug}/", typed)


def outcomes(desk: Desk, case: Case) -> list[str]:
    """Return the outcomes of a case, in the order of its items."""
    return [item.outcome for item in items_of(desk, case)]


def test_what_is_chosen_is_decided_and_what_is_empty_stays_as_it_is() -> None:
    desk = make_desk()
    case = acknowledged(desk, items=3)
    rows = (
        {"outcome": "removed", "note": "Gone.", "told": "on"},
        {},
        {"outcome": "refused", "ground": "private"},
    )
    answer = send(desk.moderator, case, form_for(desk, case, *rows, text="So far."))
    assert answer["Location"] == f"/cases/{case.reference}/"
    first, second, third = items_of(desk, case)
    assert (first.outcome, first.outcome_note) == (Outcome.REMOVED, "Gone.")
    assert first.author_told_at is not None
    assert second.outcome == ""
    assert (third.outcome, third.refusal_ground) == (Outcome.REFUSED, RefusalGround.PRIVATE)
    with acting_as(desk.analyst):
        assert PlatformResponse.objects.filter(case=case, text="So far.").count() == 1
    assert reread(desk, case).state == CaseState.ACKNOWLEDGED


def test_with_the_last_item_the_case_is_answered() -> None:
    desk = make_desk()
    case = acknowledged(desk, items=1)
    send(desk.moderator, case, form_for(desk, case, {"outcome": "suspended"}))
    assert reread(desk, case).state == CaseState.ANSWERED


def test_a_ground_without_a_refusal_is_left_out() -> None:
    desk = make_desk()
    case = acknowledged(desk, items=1)
    send(desk.moderator, case, form_for(desk, case, {"outcome": "removed", "ground": "private"}))
    assert items_of(desk, case)[0].refusal_ground == ""


def test_a_refusal_without_its_ground_comes_back_with_everything_chosen() -> None:
    desk = make_desk()
    case = acknowledged(desk, items=2)
    rows = ({"outcome": "refused", "note": "We object."}, {"outcome": "labelled"})
    answer = send(desk.moderator, case, form_for(desk, case, *rows, text="Our words."))
    words, source = words_of(answer), answer.content.decode()
    assert answer.status_code == 422
    assert "A refusal needs its ground." in words
    assert "1 row needs another look." in words
    assert 'value="We object."' in source
    assert '<option value="labelled" selected>' in source
    assert "Our words." in source
    assert outcomes(desk, case) == ["", ""]


def test_a_note_without_an_outcome_asks_for_it() -> None:
    desk = make_desk()
    case = acknowledged(desk, items=1)
    answer = send(desk.moderator, case, form_for(desk, case, {"note": "Soon."}))
    assert answer.status_code == 422
    assert "Choose an outcome for this item." in words_of(answer)


def test_an_empty_table_asks_for_at_least_one_item() -> None:
    desk = make_desk()
    case = acknowledged(desk)
    answer = send(desk.moderator, case, form_for(desk, case))
    assert answer.status_code == 422
    assert "Choose an outcome for at least one item." in words_of(answer)


def test_set_all_fills_what_is_without_an_answer_and_writes_nothing() -> None:
    desk = make_desk()
    case = acknowledged(desk, items=3)
    send(desk.moderator, case, form_for(desk, case, {"outcome": "removed"}))
    written = recorded(case)
    typed = form_for(desk, case, {}, {"outcome": "labelled"})
    answer = send(desk.moderator, case, {**typed, "all-outcome": "suspended", "all-told": "on", "fill": "1"})
    assert answer.status_code == 200
    chosen = [
        (row["outcome"].value() or "", bool(row["told"].value())) for _, row in answer.context["paired"]
    ]
    assert chosen == [("", False), ("labelled", False), ("suspended", True)]
    assert recorded(case) == written


def test_set_all_changes_every_answer_where_none_is_missing() -> None:
    desk = make_desk()
    case = answered(desk)
    typed = form_for(desk, case)
    answer = send(desk.moderator, case, {**typed, "all-outcome": "labelled", "fill": "1"})
    assert [row["outcome"].value() for _, row in answer.context["paired"]] == ["labelled", "labelled"]


def test_a_case_that_changed_meanwhile_is_shown_with_what_was_chosen_and_can_be_sent_again() -> None:
    desk = make_desk()
    case = acknowledged(desk, items=1)
    typed = form_for(desk, case, {"outcome": "removed"}, text="Done.")
    amending.amend(actor=desk.analyst, reference=case.reference, text="Wait.", now=minutes_ago(1))
    answer = send(desk.moderator, case, typed)
    assert answer.status_code == 409
    assert "Somebody else changed this case after you saw it." in words_of(answer)
    assert '<option value="removed" selected>' in answer.content.decode()
    assert "Done." in answer.content.decode()
    assert outcomes(desk, case) == [""]
    again = {**typed, "edit_version": str(answer.context["head"]["edit_version"].value())}
    assert send(desk.moderator, case, again).status_code == 302
    assert outcomes(desk, case) == [Outcome.REMOVED]


def test_an_item_of_another_case_is_refused() -> None:
    desk = make_desk()
    case, other = acknowledged(desk, items=1), acknowledged(desk, items=1)
    typed = form_for(desk, case, {"outcome": "removed"})
    typed["items-0-item"] = str(items_of(desk, other)[0].public_id)
    answer = send(desk.moderator, case, typed)
    assert answer.status_code == 422
    assert "There is no such item in this case." in words_of(answer)
    assert outcomes(desk, other) == [""]


def test_a_request_without_its_rows_is_answered_with_fresh_ones() -> None:
    desk = make_desk()
    case = acknowledged(desk)
    answer = send(desk.moderator, case, {"edit_version": "1"})
    assert answer.status_code == 422
    assert len(answer.context["paired"]) == 2


def test_five_hundred_items_are_decided_at_once() -> None:
    desk = make_desk()
    case = acknowledged(desk, items=500)
    row = {"outcome": "removed", "ground": "", "note": "Gone.", "told": "on"}
    answer = send(desk.moderator, case, form_for(desk, case, *[row] * 500))
    assert answer.status_code == 302
    assert set(outcomes(desk, case)) == {Outcome.REMOVED}


def test_nothing_is_decided_before_the_case_was_opened() -> None:
    desk = make_desk()
    case = desk.sent_case(minutes_ago(10))
    typed = form_for(desk, case, {"outcome": "removed"})
    for answer in (
        browser_of(desk.moderator).get(f"/cases/{case.reference}/decide/"),
        send(desk.moderator, case, typed),
    ):
        assert answer.status_code == 409
        assert "Open and sign the case before you decide." in words_of(answer)
    assert outcomes(desk, case) == ["", ""]


def test_disputed_is_not_among_the_outcomes() -> None:
    desk = make_desk()
    page = browser_of(desk.moderator).get(f"/cases/{acknowledged(desk).reference}/decide/")
    assert f'value="{Outcome.DISPUTED}"' not in page.content.decode()


@pytest.mark.parametrize("slug", ["decide", "verify"])
def test_the_tables_are_for_their_side_alone(slug: str) -> None:
    desk = make_desk()
    case = answered(desk)
    wrong = desk.analyst if slug == "decide" else desk.moderator
    address = f"/cases/{case.reference}/{slug}/"
    written = recorded(case)
    assert browser_of(wrong).get(address).status_code == 403
    assert send(wrong, case, form_for(desk, case, {"outcome": "removed"}), slug).status_code == 403
    stranger = make_actor(make_operator(), Role.MODERATOR)
    assert browser_of(stranger).get(address).status_code == 404
    assert send(stranger, case, form_for(desk, case), slug).status_code == 404
    assert recorded(case) == written


def test_the_agency_says_what_it_saw() -> None:
    desk = make_desk()
    case = answered(desk)
    rows = ({"verdict": "down"}, {"verdict": "down"})
    assert send(desk.analyst, case, form_for(desk, case, *rows), "verify").status_code == 302
    assert reread(desk, case).state == CaseState.VERIFIED
    assert [item.verified_outcome for item in items_of(desk, case)] == [VerifiedOutcome.DOWN] * 2


def test_still_up_goes_back_to_the_platform() -> None:
    desk = make_desk()
    case = answered(desk)
    rows = ({"verdict": "still_up"},)
    send(desk.analyst, case, form_for(desk, case, *rows), "verify")
    assert reread(desk, case).state == CaseState.ACKNOWLEDGED
    assert outcomes(desk, case) == ["", Outcome.REMOVED]


def test_what_was_seen_down_before_is_back_up_and_not_still_up() -> None:
    desk = make_desk()
    case = answered(desk)
    client = browser_of(desk.analyst)
    address = f"/cases/{case.reference}/verify/"
    assert '<option value="still_up">' in client.get(address).content.decode()
    rows = ({"verdict": "down"}, {"verdict": "down"})
    send(desk.analyst, case, form_for(desk, case, *rows), "verify")
    page = client.get(address).content.decode()
    assert '<option value="still_up">' not in page
    assert '<option value="back_up">' in page


def test_no_verdict_at_all_asks_for_one() -> None:
    desk = make_desk()
    case = answered(desk)
    answer = send(desk.analyst, case, form_for(desk, case), "verify")
    assert answer.status_code == 422
    assert "Choose what you saw for at least one item." in words_of(answer)


def test_set_all_fills_what_was_not_checked_yet() -> None:
    desk = make_desk()
    case = answered(desk)
    send(desk.analyst, case, form_for(desk, case, {"verdict": "down"}), "verify")
    typed = form_for(desk, case)
    answer = send(desk.analyst, case, {**typed, "all-verdict": "mirror", "fill": "1"}, "verify")
    assert [row["verdict"].value() or "" for _, row in answer.context["paired"]] == ["", "mirror"]


def test_a_stale_verdict_is_kept_and_can_be_sent_again() -> None:
    desk = make_desk()
    case = answered(desk)
    typed = form_for(desk, case, {"verdict": "down"}, {"verdict": "not_verifiable"})
    amending.amend(actor=desk.analyst, reference=case.reference, text="One moment.", now=minutes_ago(1))
    answer = send(desk.analyst, case, typed, "verify")
    assert answer.status_code == 409
    assert '<option value="not_verifiable" selected>' in answer.content.decode()
    again = {**typed, "edit_version": str(answer.context["head"]["edit_version"].value())}
    assert send(desk.analyst, case, again, "verify").status_code == 302


def test_what_has_no_answer_cannot_be_verified() -> None:
    desk = make_desk()
    case = answered(desk)
    with acting_as(desk.analyst):
        Item.objects.filter(case=case, position=1).update(outcome="", outcome_at=None)
    page = browser_of(desk.analyst).get(f"/cases/{case.reference}/verify/")
    assert [item.position for item, _ in page.context["paired"]] == [2]
