"""Own sessions and own entries of the record: one's own, and nobody else's."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.domain.acting import Actor, acting_as
from accounts.domain.own_sessions import SEEN_EVERY, own_sessions
from accounts.enums import Role
from accounts.models import User
from audit.domain.chain import NewEntry, record
from kernel.clock import database_now
from sla.models import Category
from tests.dashboard.views.casework_scene import acknowledged, browser_of, words_of
from tests.factories.desk import make_desk
from tests.factories.organisations import make_agency
from tests.factories.people import PASSWORD, actor_for, make_actor, make_person
from tests.factories.recorded import verbs_of

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"


@pytest.fixture
def person() -> User:
    return make_person(make_agency(), Role.ANALYST)


def signed_in(person: User, agent: str = FIREFOX) -> Client:
    client = Client(HTTP_USER_AGENT=agent)
    answer = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def devices(client: Client) -> list[tuple[str, bool]]:
    return [(each.device, each.current) for each in client.get("/profile/sessions/").context["sessions"]]


def test_a_person_sees_where_he_is_signed_in_this_one_first(person: User) -> None:
    here, _phone = signed_in(person), signed_in(person, PHONE)
    signed_in(make_person(make_agency(), Role.ANALYST))
    assert devices(here) == [("Firefox · Linux", True), ("Safari · iPhone", False)]


def test_one_session_is_ended_and_the_others_stay(person: User) -> None:
    here, phone, tablet = signed_in(person), signed_in(person, PHONE), signed_in(person, "iPad Safari/1")
    ends = UserSession.objects.get(user=person, user_agent=PHONE)
    page = here.post(f"/profile/sessions/{ends.pk}/end/", follow=True)
    assert "The session is ended." in words_of(page)
    assert [client.get("/profile/").status_code for client in (here, phone, tablet)] == [200, 302, 200]
    assert devices(here) == [("Firefox · Linux", True), ("Safari · iPad", False)]
    assert "end_session" in verbs_of("user", person.public_id)


def test_nobody_ends_the_session_of_another(person: User) -> None:
    phone = signed_in(person, PHONE)
    theirs = UserSession.objects.get(user=person)
    stranger = signed_in(make_person(make_agency(), Role.ANALYST))
    assert stranger.post(f"/profile/sessions/{theirs.pk}/end/").status_code == 404
    assert phone.get("/profile/").status_code == 200


def test_signed_out_everywhere_else_this_one_alone_is_left(person: User) -> None:
    here, phone = signed_in(person), signed_in(person, PHONE)
    here.post("/profile/sign-out/")
    assert [client.get("/profile/").status_code for client in (here, phone)] == [200, 302]
    assert devices(here) == [("Firefox · Linux", True)]


def test_when_a_session_was_last_seen_is_written_every_ten_minutes_at_most(person: User) -> None:
    here = signed_in(person)
    seen = database_now() - timedelta(hours=1)
    UserSession.objects.update(last_seen_at=seen)
    here.get("/profile/")
    assert UserSession.objects.get().last_seen_at == seen
    session = here.session
    session["seen"] = session["seen"] - SEEN_EVERY.total_seconds() - 1
    session.save()
    here.get("/profile/")
    assert UserSession.objects.get().last_seen_at > seen


def test_the_list_asks_the_same_of_one_session_and_of_ten(person: User) -> None:
    actor = actor_for(person)
    asked = []
    for more in (1, 9):
        for _ in range(more):
            signed_in(person)
        with CaptureQueriesContext(connection) as queries:
            own_sessions(actor, current="", now=database_now())
        asked.append(len(queries))
    assert asked[0] == asked[1]


def did(actor: Actor, number: int, verb: str = "read_original") -> None:
    with acting_as(actor):
        record([NewEntry("case", f"TD-{number:05}", verb)], by=actor, at=database_now())


def test_a_person_reads_what_he_did_the_newest_first_and_nobody_elses() -> None:
    house = make_agency()
    reader, other = make_actor(house, Role.ANALYST), make_actor(house, Role.ANALYST)
    did(reader, 1)
    did(other, 2)
    did(reader, 3, "choose_mail")
    page = browser_of(reader).get("/profile/log/")
    assert [(deed, entry.subject_id) for entry, deed, *_about in page.context["lines"]] == [
        ("Choose when mail comes", "TD-00003"),
        ("Take an original", "TD-00001"),
    ]
    assert "TD-00002" not in words_of(page)


def test_a_reference_stands_in_the_log_only_where_its_reader_may_still_know_of_it() -> None:
    desk = make_desk()
    case = acknowledged(desk)
    browser = browser_of(desk.analyst)
    with acting_as(desk.analyst):
        entry = NewEntry("case", case.reference, "read_original")
        record([entry], by=desk.analyst, at=database_now())
    assert f'href="/cases/{case.reference}/"' in browser.get("/profile/log/").content.decode()
    Category.objects.filter(pk=desk.category.pk).update(restricted=True)
    page = browser.get("/profile/log/")
    assert (case.reference in words_of(page), "Take an original" in words_of(page)) == (False, True)


def test_the_pages_of_the_log_skip_and_repeat_nothing() -> None:
    reader = make_actor(make_agency(), Role.ANALYST)
    for number in range(53):
        did(reader, number)
    browser = browser_of(reader)
    first = browser.get("/profile/log/")
    second = browser.get(first.context["next_url"])
    seen = [line[0].subject_id for page in (first, second) for line in page.context["lines"]]
    assert seen == [f"TD-{number:05}" for number in reversed(range(53))]
