"""Editing a draft: everything typed stays, both texts are shown when they meet."""

from typing import Any

import pytest
from django.http import HttpResponse

from accounts.domain.acting import Actor
from cases.domain.links import Answers, token_of
from cases.enums import CaseState
from cases.models import Case
from channels_registry.enums import Grammar
from tests.dashboard.views.casework_scene import (
    browser_of,
    items_of,
    minutes_ago,
    reread,
    words_of,
)
from tests.factories.cases import edit, file_cases, make_waiting_case
from tests.factories.desk import Desk, make_desk
from tests.factories.platforms import make_platform

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def waiting(desk) -> Case:
    return make_waiting_case(desk, ["room/1", "room/2"], now=minutes_ago(20))


def send(desk: Desk, case: Case, actor: Actor | None = None, **changed: Any) -> HttpResponse:
    typed = {
        "edit_version": case.edit_version,
        "category": desk.category.code,
        "legal_basis": desk.basis.code,
        "urgency": case.urgency,
        "reasons": case.reasons,
        "considerations": case.considerations,
        "action": "save",
        **changed,
    }
    return browser_of(actor or desk.analyst).post(f"/cases/{case.reference}/edit/", typed)


def test_the_form_begins_with_what_the_case_says(desk, waiting):
    page = browser_of(desk.analyst).get(f"/cases/{waiting.reference}/edit/")
    assert page.context["form"].initial["reasons"] == waiting.reasons
    assert [row["item"].key for row in page.context["rows"]] == ["room/1", "room/2"]


def test_saving_keeps_a_draft_and_leads_to_its_page(desk, waiting):
    answer = send(desk, waiting, reasons="Clearer.", preservation_until="2027-01-31")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/cases/{waiting.reference}/approve/")
    now = reread(desk, waiting)
    assert (now.state, now.reasons, str(now.preservation_until)) == (
        CaseState.DRAFT,
        "Clearer.",
        "2027-01-31",
    )


def test_saving_and_submitting_is_one_click(desk, waiting):
    send(desk, waiting, reasons="Clearer.", action="submit")
    assert reread(desk, waiting).state == CaseState.AWAITING_APPROVAL


def test_submitting_an_unchanged_case_that_waits_already_leaves_it(desk, waiting):
    answer = send(desk, waiting, action="submit")
    assert (answer.status_code, reread(desk, waiting).edit_version) == (302, waiting.edit_version)


def test_a_link_is_taken_out_by_its_box(desk, waiting):
    first, _ = items_of(desk, waiting)
    send(desk, waiting, **{f"out-{first.public_id}": "on"})
    assert [item.key for item in items_of(desk, waiting)] == ["room/2"]


def test_taking_all_links_out_is_refused_with_the_boxes_still_ticked(desk, waiting):
    boxes = {f"out-{item.public_id}": "on" for item in items_of(desk, waiting)}
    answer = send(desk, waiting, reasons="Typed.", **boxes)
    assert answer.status_code == 422
    assert [row["out"] for row in answer.context["rows"]] == [True, True]
    assert "At least one link must stay." in words_of(answer)
    assert "Typed." in words_of(answer)


def test_a_statement_cannot_be_emptied(desk):
    make_platform(desk.operator, "facebook", ["facebook.com"])
    [case] = file_cases(
        desk,
        "https://facebook.com/groups/1",
        answers=Answers(statements={token_of("facebook", "groups/1"): "An open group."}),
        now=minutes_ago(20),
    )
    [item] = items_of(desk, case)
    answer = send(desk, case, **{f"statement-{item.public_id}": " "})
    assert answer.status_code == 422
    assert "Say how anyone can see it, or take the link out." in words_of(answer)


def test_the_kind_of_a_name_is_corrected_in_its_row(desk):
    make_platform(desk.operator, "telegram", ["t.me"], grammar=Grammar.TELEGRAM)
    [case] = file_cases(desk, "@some_channel", answers=Answers(names_are="channel"), now=minutes_ago(20))
    [item] = items_of(desk, case)
    send(desk, case, **{f"kind-{item.public_id}": "account"})
    assert [item.kind for item in items_of(desk, case)] == ["account"]


def test_a_stale_form_shows_both_texts_and_saves_on_the_next_try(desk, waiting):
    edit(desk, waiting, now=minutes_ago(10), reasons="Theirs.")
    stale = send(desk, waiting, reasons="Mine.")
    assert stale.status_code == 409
    page = words_of(stale)
    assert ("Theirs." in page, "Mine." in page) == (True, True)
    again = send(desk, waiting, reasons="Mine.", edit_version=stale.context["version"])
    assert (again.status_code, reread(desk, waiting).reasons) == (302, "Mine.")


def test_what_is_missing_is_told_at_its_field(desk, waiting):
    answer = send(desk, waiting, reasons="", preservation_until="no day")
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"reasons", "preservation_until"}


def test_a_sent_case_has_no_form(desk):
    case = desk.sent_case(minutes_ago(10))
    assert browser_of(desk.analyst).get(f"/cases/{case.reference}/edit/").status_code == 409


def test_an_approver_does_not_edit(desk, waiting):
    assert browser_of(desk.approver).get(f"/cases/{waiting.reference}/edit/").status_code == 403
    assert send(desk, waiting, actor=desk.approver).status_code == 403


def test_names_in_the_form_that_are_no_ids_are_passed_over(desk, waiting):
    answer = send(desk, waiting, **{"out-": "on", "kind-x": "account", "statement-1": "?"})
    assert (answer.status_code, len(items_of(desk, waiting))) == (302, 2)
