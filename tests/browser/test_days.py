"""The persons' days, from the sign-in to the closed case: by mouse, by keys, by touch, without a script."""

from collections.abc import Callable

import pytest

from accounts.models import User
from tests.browser import steps
from tests.browser.conftest import Open
from tests.browser.hands import Finger, Keyboard, Mouse, NoScript
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
    reference = steps.file_report(analyst)
    steps.approve(begin(people.approver, hands, **options), reference)
    moderator = begin(people.moderator, hands, **options)
    steps.open_and_acknowledge(moderator, reference)
    steps.decide(moderator)
    steps.verify_and_close(analyst, reference)
    if hands is Mouse:
        steps.is_true_on_the_board(begin(people.supervisor))
