"""The page of messages that were given up."""

import pytest

from notifications.models import Outbox
from tests.dashboard.views.casework_scene import browser_of, words_of
from tests.factories.cases import NOON
from tests.factories.desk import Desk, make_desk
from tests.factories.messages import make_message

pytestmark = pytest.mark.django_db
PAGE = "/admin/undelivered/"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def given_up(desk: Desk) -> Outbox:
    row = make_message(now=NOON)
    failures = [{"at": NOON.isoformat(), "error": f"OSError: attempt {number}"} for number in (1, 2)]
    Outbox.objects.filter(pk=row.pk).update(
        dead_at=NOON,
        organisation=desk.agency,
        attempts=10,
        last_error="OSError: attempt 2",
        failures=failures,
    )
    return row


def test_a_message_is_shown_with_its_attempts_and_sent_again(desk: Desk) -> None:
    row = given_up(desk)
    browser = browser_of(desk.supervisor)
    words = words_of(browser.get(PAGE))
    assert ["OSError: attempt 1" in words, "duty@platform.example" in words] == [True, True]
    answer = browser.post(f"{PAGE}{row.public_id}/again/", follow=True)
    assert "It is sent again, with the next round." in words_of(answer)
    assert "Every message has arrived, or is still being tried" in words_of(answer)
    row.refresh_from_db()
    assert (row.dead_at, row.attempts) == (None, 0)
    assert browser.post(f"{PAGE}{row.public_id}/again/").status_code == 404


def test_all_are_sent_again_by_one_press(desk: Desk) -> None:
    given_up(desk)
    given_up(desk)
    answer = browser_of(desk.supervisor).post(f"{PAGE}again/", follow=True)
    assert "2 messages are sent again." in words_of(answer)


def test_the_page_is_for_supervisors_and_administrators_of_agencies(desk: Desk) -> None:
    assert [browser_of(each).get(PAGE).status_code for each in (desk.analyst, desk.moderator)] == [403, 403]
