from datetime import UTC, datetime, time

import pytest

from accounts.domain.acting import ENGINE, Actor
from accounts.enums import Role
from kernel.errors import Invalid, NotAllowed
from notifications.domain.mail_choices import MailWords, choice_of, choose_mail
from notifications.enums import MailWhen
from notifications.models import MailChoice
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor
from tests.factories.recorded import changes_of, verbs_of

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def actor() -> Actor:
    return make_actor(make_agency(), Role.ANALYST)


def test_who_chose_nothing_gets_each_message_at_once(actor: Actor) -> None:
    choice = choice_of(actor)
    assert (choice.pk, choice.mail, choice.quiet_from) == (None, MailWhen.AT_ONCE, None)


def test_a_choice_is_kept_and_recorded_in_words_and_hours(actor: Actor) -> None:
    words = MailWords(
        mail=MailWhen.DIGEST,
        digest_hours=[time(16), time(8), time(8)],
        quiet=(time(22), time(6)),
        quiet_days=[4, 5],
    )
    choose_mail(actor=actor, words=words, now=NOON)
    kept = choice_of(actor)
    assert (kept.mail, kept.digest_hours) == (MailWhen.DIGEST, [time(8), time(16)])
    assert (kept.quiet_from, kept.quiet_to, kept.quiet_days) == (time(22), time(6), [4, 5])
    assert verbs_of("user", actor.id) == ["choose_mail"]
    assert changes_of("user", actor.id) == {
        "mail": "digest",
        "hours": ["08:00", "16:00"],
        "quiet": ["22:00", "06:00"],
        "days": ["4", "5"],
    }


def test_a_second_choice_takes_the_place_of_the_first(actor: Actor) -> None:
    choose_mail(actor=actor, words=MailWords(quiet=(time(22), time(6))), now=NOON)
    choose_mail(actor=actor, words=MailWords(), now=NOON)
    (kept,) = MailChoice.objects.all()
    assert (kept.quiet_from, kept.quiet_to, kept.quiet_days) == (None, None, [])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (MailWords(mail="never"), "mail"),
        (MailWords(mail=MailWhen.DIGEST), "digest_hours"),
        (MailWords(mail=MailWhen.DIGEST, digest_hours=[time(hour) for hour in range(4)]), "digest_hours"),
        (MailWords(quiet=(time(6), time(6))), "quiet_hours"),
        (MailWords(quiet=(time(22), time(6)), quiet_days=[]), "quiet_days"),
        (MailWords(quiet=(time(22), time(6)), quiet_days=[7]), "quiet_days"),
    ],
)
def test_what_makes_no_sense_is_refused(actor: Actor, words: MailWords, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        choose_mail(actor=actor, words=words, now=NOON)
    assert refused.value.code == code
    assert MailChoice.objects.count() == 0


def test_the_engine_has_no_mail(actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        choose_mail(actor=ENGINE, words=MailWords(), now=NOON)
