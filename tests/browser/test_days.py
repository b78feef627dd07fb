"""The persons' days, from the sign-in to the closed case: by mouse, by keys, by touch, without a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from accounts.models import User
from cases.enums import CaseState, Outcome
from tests.browser import steps
from tests.browser.conftest import Open
from tests.browser.hands import Finger, Keyboard, Mouse, NoScript, press_key
from tests.browser.steps import Day, People

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
SMALL_PHONE = {**PHONE, "viewport": {"width": 360, "height": 640}}
Begin = Callable[..., Day]


@pytest.fixture
def people() -> People:
    return steps.make_people()


@pytest.fixture
def begin(open_window: Open) -> Begin:
    """Sign somebody in, in a window of his own and in his language."""

    def begun(user: User, hands: type[Mouse] = Mouse, **options: object) -> Day:
        locale = "id-ID" if user.language == "id" else "en-GB"
        day = Day(hands(open_window(locale=locale, **options)), user)
        steps.begin(day)
        return day

    return begun


@pytest.mark.parametrize(
    ("hands", "options"),
    [
        pytest.param(Mouse, {}, id="by mouse"),
        pytest.param(Keyboard, {}, id="by keyboard alone"),
        pytest.param(NoScript, {"java_script_enabled": False}, id="without a script"),
        pytest.param(Finger, PHONE, id="on a phone"),
    ],
)
def test_from_three_pasted_links_to_a_closed_case(
    begin: Begin, people: People, hands: type[Mouse], options: dict[str, object]
) -> None:
    analyst = begin(people.analyst, hands, **options)
    reference = steps.hand_in(analyst)
    steps.approve(begin(people.approver, hands, **options), reference)
    moderator = begin(people.moderator, hands, **options)
    steps.open_and_acknowledge(moderator, reference)
    steps.decide(moderator)
    steps.verify_and_close(analyst, reference)
    if hands is Mouse:
        steps.is_true_on_the_board(begin(people.supervisor))


def test_a_smaller_phone_gets_through_the_moderators_day(begin: Begin, people: People) -> None:
    reference = steps.make_sent_case(people)
    moderator = begin(people.moderator, Finger, **SMALL_PHONE)
    steps.open_and_acknowledge(moderator, reference)
    steps.decide(moderator)


def test_keys_alone_get_through_the_moderators_day(begin: Begin, people: People) -> None:
    steps.make_sent_case(people)
    moderator = begin(people.moderator, Keyboard)
    page = moderator.hands.page
    expect(page.locator("[aria-keyshortcuts='/']")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("o")
    press_key(page, "o")
    expect(page.get_by_text(steps.DEFANGED)).to_be_visible()
    press_key(page, "a")
    moderator.sees_state(CaseState.ACKNOWLEDGED)
    press_key(page, "r")
    page.wait_for_url("**/decide/**")
    steps.answer(moderator)


def test_a_stale_draft_is_shown_beside_what_was_saved_meanwhile(begin: Begin, people: People) -> None:
    first = begin(people.analyst)
    page = first.hands.page
    page.goto("/reports/new/")
    first.hands.fill(first.said("Links"), steps.PASTE)
    first.hands.fill(first.said("Reasons"), "What both read.")
    first.press("Save draft")
    first.sees("Saved as a draft.")
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("[name=reasons]").fill("What the other tab wrote.")
    other.locator("[name=action][value=save]").click()
    expect(other.get_by_text(first.said("Saved as a draft."))).to_be_visible()
    first.hands.fill(first.said("Reasons"), "What this tab wrote.")
    first.press("Save draft")
    expect(page.locator("section.other")).to_contain_text("What the other tab wrote.")
    expect(page.locator("[name=reasons]")).to_have_value("What this tab wrote.")


def test_a_stale_tab_is_told_and_nothing_typed_is_lost(begin: Begin, people: People) -> None:
    reference = steps.make_sent_case(people)
    stale, quick = begin(people.moderator), begin(people.second_moderator)
    steps.open_and_acknowledge(stale, reference)
    stale.press("Decide items", "link")
    hands, page = stale.hands, stale.hands.page
    hands.choose("Outcome 1", stale.said(Outcome.REMOVED.label))
    hands.fill("Note 1", "Removed at once.")
    quick.hands.page.goto(f"/cases/{reference}/decide/")
    quick.hands.choose("Outcome 2", quick.said(Outcome.ALREADY_GONE.label))
    quick.press("Send the answer")
    stale.press("Send the answer")
    stale.sees("Somebody else changed this case after you saw it. Nothing is lost: compare, then send again.")
    expect(hands.labelled("Outcome 1")).to_have_value(Outcome.REMOVED)
    expect(hands.labelled("Note 1")).to_have_value("Removed at once.")
    stale.press("Send the answer")
    expect(page.get_by_text("The answer is with the agency.")).to_be_visible()


def test_two_moderators_who_acknowledge_at_once_do_so_once(begin: Begin, people: People) -> None:
    reference = steps.make_sent_case(people)
    first, second = begin(people.moderator), begin(people.second_moderator)
    steps.open_case(first, reference)
    second.hands.page.goto(f"/cases/{reference}/")
    first.press("Acknowledge")
    first.sees_state(CaseState.ACKNOWLEDGED)
    second.press("Acknowledge")
    second.sees("“Acknowledge” is not possible: the case is now “Acknowledged”.")
    second.press("Back to the case", "link")
    second.sees_state(CaseState.ACKNOWLEDGED)


def test_both_sides_on_one_case_see_what_the_other_does(begin: Begin, people: People) -> None:
    reference = steps.make_sent_case(people)
    analyst, moderator = begin(people.analyst), begin(people.moderator)
    page = analyst.hands.page
    page.goto(f"/cases/{reference}/")
    steps.open_and_acknowledge(moderator, reference)
    steps.write_message(moderator, "سننظر في الأمر")
    page.evaluate("document.body.dispatchEvent(new Event('desk:wake'))")
    page.get_by_role("link", name=analyst.said("Show it as it is now")).click()
    expect(page.get_by_text("سننظر في الأمر")).to_be_visible()
    analyst.sees_state(CaseState.ACKNOWLEDGED)
