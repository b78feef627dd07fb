"""The bell: one's own notices, read when opened."""

from datetime import timedelta

import pytest

from accounts.domain.acting import Actor
from accounts.enums import Role
from kernel.clock import database_now
from notifications.enums import NoticeKind
from notifications.models import Notice
from tests.dashboard.views.casework_scene import browser_of, words_of
from tests.factories.counting import next_number
from tests.factories.organisations import make_operator
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


def notice_for(actor: Actor, *, path: str = "/queue/", minutes: int = 5) -> Notice:
    """Return an unread notice of a message in a case."""
    return Notice.objects.create(
        key=f"notice-{next_number()}",
        user_id=actor.user_id,
        kind=NoticeKind.MESSAGE,
        context={"reference": "TD-7K3QM-9F2XA", "path": path},
        created_at=database_now() - timedelta(minutes=minutes),
    )


def moderator() -> Actor:
    """Return a new moderator."""
    return make_actor(make_operator(), Role.MODERATOR)


def test_a_reader_sees_his_own_notices_the_newest_first() -> None:
    reader = moderator()
    old, new = notice_for(reader, minutes=9), notice_for(reader, minutes=1)
    notice_for(moderator())
    page = browser_of(reader).get("/notices/")
    assert [line["notice"].pk for line in page.context["notices"]] == [new.pk, old.pk]
    assert "There is a new message in TD-7K3QM-9F2XA." in words_of(page)


def test_looking_at_the_list_reads_nothing() -> None:
    reader = moderator()
    notice = notice_for(reader)
    browser_of(reader).get("/notices/")
    notice.refresh_from_db()
    assert notice.read_at is None


def test_opening_a_notice_marks_it_and_goes_where_it_leads() -> None:
    reader = moderator()
    notice, other = notice_for(reader), notice_for(reader)
    answer = browser_of(reader).post(f"/notices/{notice.public_id}/read/")
    assert answer["Location"] == "/queue/"
    notice.refresh_from_db()
    other.refresh_from_db()
    assert notice.read_at is not None
    assert other.read_at is None


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/", ""])
def test_a_notice_never_leads_out_of_the_desk(path: str) -> None:
    reader = moderator()
    notice = notice_for(reader, path=path)
    assert browser_of(reader).post(f"/notices/{notice.public_id}/read/")["Location"] == "/notices/"


def test_the_notice_of_somebody_else_is_not_known() -> None:
    notice = notice_for(moderator())
    assert browser_of(moderator()).post(f"/notices/{notice.public_id}/read/").status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_all_are_marked_at_once() -> None:
    reader, other = moderator(), moderator()
    notice_for(reader)
    notice_for(reader)
    theirs = notice_for(other)
    answer = browser_of(reader).post("/notices/read/", follow=True)
    assert "2 notices marked as read." in words_of(answer)
    assert not Notice.objects.filter(user_id=reader.user_id, read_at=None).exists()
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_nothing_is_marked_by_get() -> None:
    reader = moderator()
    notice = notice_for(reader)
    assert browser_of(reader).get(f"/notices/{notice.public_id}/read/").status_code == 405
    assert browser_of(reader).get("/notices/read/").status_code == 405


def test_an_empty_list_says_what_will_stand_there() -> None:
    assert "No notices yet." in words_of(browser_of(moderator()).get("/notices/"))
