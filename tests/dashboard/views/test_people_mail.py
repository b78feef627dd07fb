"""When mail comes: chosen in the profile, with what is never silenced beside it."""

from datetime import time

import pytest

from accounts.domain.acting import Actor
from accounts.enums import Role
from notifications.enums import MailWhen
from notifications.models import MailChoice
from tests.dashboard.views.casework_scene import browser_of, words_of
from tests.factories.organisations import make_operator
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Actor:
    return make_actor(make_operator(), Role.MODERATOR)


def test_the_page_says_what_is_never_silenced(reader: Actor) -> None:
    words = words_of(browser_of(reader).get("/profile/mail/"))
    assert "While you are on duty: a deadline that passed" in words
    assert "Duty desks and other contacts without an account always get their mail at once." in words


def test_a_choice_is_saved_and_shown_again(reader: Actor) -> None:
    browser = browser_of(reader)
    body = {
        "mail": "digest",
        "digest_1": "08:00",
        "digest_3": "16:30",
        "quiet_from": "22:00",
        "quiet_to": "06:00",
        "quiet_days": ["5", "6"],
    }
    assert "Saved." in words_of(browser.post("/profile/mail/", body, follow=True))
    kept = MailChoice.objects.get(user_id=reader.user_id)
    assert (kept.mail, kept.digest_hours, kept.quiet_days) == (
        MailWhen.DIGEST,
        [time(8), time(16, 30)],
        [5, 6],
    )
    shown = browser.get("/profile/mail/").context["form"].initial
    assert (shown["digest_2"], shown["quiet_to"]) == (time(16, 30), time(6))


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"mail": "digest"}, "Say at which hours the digest comes."),
        ({"mail": "at_once", "quiet_from": "22:00"}, "Say from when and until when."),
        (
            {"mail": "at_once", "quiet_from": "22:00", "quiet_to": "06:00"},
            "Choose the days on which quiet hours begin.",
        ),
    ],
)
def test_what_makes_no_sense_stands_at_its_field(reader: Actor, body: dict[str, str], says: str) -> None:
    answer = browser_of(reader).post("/profile/mail/", body)
    assert (answer.status_code, says in words_of(answer)) == (422, True)
    assert not MailChoice.objects.exists()
