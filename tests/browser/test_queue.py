"""The queue under the hand: ticks, focus and rows stay while it refreshes itself; many at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.domain.acting import Actor, acting_as
from accounts.models import User
from cases.domain import response
from cases.models import Case
from tests.dashboard.views.casework_scene import minutes_ago
from tests.factories.desk import Desk, make_desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SignIn = Callable[..., Page]
REFRESH = "document.body.dispatchEvent(new Event('desk:wake'))"


def person(actor: Actor) -> User:
    return User.objects.get(pk=actor.user_id)


def queue_of(desk: Desk, sign_in: SignIn, cases: int, **options: object) -> tuple[Page, list[Case]]:
    sent = [desk.sent_case(minutes_ago(30 - place)) for place in range(cases)]
    page = sign_in(person(desk.moderator), **options)
    page.goto("/queue/?tab=all")
    return page, sent


def tick(page: Page, case: Case) -> None:
    page.locator(f"#tick-{case.reference}").check()


def test_a_refresh_keeps_ticks_and_focus_and_says_what_is_new(sign_in: SignIn) -> None:
    desk = make_desk()
    page, [first, second] = queue_of(desk, sign_in, 2)
    tick(page, first)
    page.locator(f"#open-{second.reference}").focus()
    response.acknowledge(actor=desk.moderator, reference=second.reference, now=minutes_ago(1))
    new = desk.sent_case(minutes_ago(50))
    page.evaluate(REFRESH)
    expect(page.locator("[data-show-new]")).to_have_text("1 new: show")
    expect(page.locator(f"#case-{second.reference}")).to_contain_text("Acknowledged")
    expect(page.locator(f"#tick-{first.reference}")).to_be_checked()
    expect(page.locator(f"#open-{second.reference}")).to_be_focused()
    expect(page.locator(f"#case-{new.reference}")).to_have_count(0)
    page.locator("[data-show-new]").click()
    expect(page.locator(f"#case-{new.reference}")).to_be_visible()


def test_with_no_hand_in_the_table_a_refresh_brings_the_rows_as_they_are(sign_in: SignIn) -> None:
    desk = make_desk()
    page, _sent = queue_of(desk, sign_in, 1)
    new = desk.sent_case(minutes_ago(50))
    page.evaluate(REFRESH)
    expect(page.locator(f"#case-{new.reference}")).to_be_visible()
    expect(page.locator("[data-show-new]")).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False])
def test_ticked_cases_are_acknowledged_after_a_look_with_and_without_scripts(
    sign_in: SignIn, scripts: bool
) -> None:
    desk = make_desk()
    page, sent = queue_of(desk, sign_in, 3, java_script_enabled=scripts)
    tick(page, sent[0])
    tick(page, sent[1])
    page.get_by_role("group", name="With the ticked cases").get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_role("heading", name="Will happen: 2 cases")).to_be_visible()
    page.get_by_role("button", name="Acknowledge: 2 cases").click()
    expect(page.get_by_role("heading", name="Done: 2 cases")).to_be_visible()
    with acting_as(desk.moderator):
        states = dict(Case.objects.values_list("reference", "state"))
    assert [states[case.reference] for case in sent] == ["acknowledged", "acknowledged", "sent"]
