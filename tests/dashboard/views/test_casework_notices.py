"""The bell: one's own notices, read when opened."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

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


def notice_for(
    actor: Actor,
    *,
    path: str = "/queue/",
    minutes: int = 5,
    reference: str = "TD-7K3QM-9F2XA",
    kind: NoticeKind = NoticeKind.MESSAGE,
) -> Notice:
    """Return an unread notice of a message in a case."""
    return Notice.objects.create(
        key=f"notice-{next_number()}",
        user_id=actor.user_id,
        kind=kind,
        thread=f"case:{reference}",
        context={"reference": reference, "path": path},
        created_at=database_now() - timedelta(minutes=minutes),
    )


def moderator() -> Actor:
    """Return a new moderator."""
    return make_actor(make_operator(), Role.MODERATOR)


def test_a_reader_sees_what_he_has_not_read_a_line_a_case_the_newest_first() -> None:
    reader = moderator()
    notice_for(reader, minutes=9)
    newer = notice_for(reader, minutes=8, kind=NoticeKind.REMINDER)
    newest = notice_for(reader, minutes=1, reference="TD-41XA6-0M8CT")
    notice_for(moderator())
    page = browser_of(reader).get("/notices/")
    lines = page.context["threads"]
    assert [(line["notice"].pk, line["more"], line["kinds"]) for line in lines] == [
        (newest.pk, 0, ["Message"]),
        (newer.pk, 1, ["Message", "Reminder"]),
    ]
    words = words_of(page)
    assert ("There is a new message in TD-41XA6-0M8CT." in words, "1 more of this case" in words) == (
        True,
        True,
    )


def test_what_was_read_stands_below_the_newest_first() -> None:
    reader = moderator()
    notices = [notice_for(reader, minutes=minutes) for minutes in (9, 1)]
    Notice.objects.update(read_at=database_now())
    page = browser_of(reader).get("/notices/")
    assert page.context["threads"] == []
    assert [line["notice"].pk for line in page.context["lines"]] == [notices[1].pk, notices[0].pk]


def test_one_cases_notices_are_listed_whole() -> None:
    reader = moderator()
    old, new = notice_for(reader, minutes=9), notice_for(reader, minutes=1)
    notice_for(reader, reference="TD-41XA6-0M8CT")
    page = browser_of(reader).get("/notices/?of=case:TD-7K3QM-9F2XA")
    assert [line["notice"].pk for line in page.context["lines"]] == [new.pk, old.pk]
    assert "Notices of TD-7K3QM-9F2XA" in words_of(page)


def test_of_somebody_elses_case_there_is_no_list() -> None:
    notice_for(moderator())
    assert browser_of(moderator()).get("/notices/?of=case:TD-7K3QM-9F2XA").status_code == 404


@pytest.mark.parametrize("cases", [3, 300])
def test_the_list_and_the_panel_ask_the_same_of_three_cases_and_of_three_hundred(cases: int) -> None:
    reader = moderator()
    now = database_now()
    Notice.objects.bulk_create(
        Notice(
            key=f"many-{number}",
            user_id=reader.user_id,
            kind=NoticeKind.MESSAGE,
            thread=f"case:TD-{number // 2}",
            context={"reference": f"TD-{number // 2}", "path": "/queue/"},
            created_at=now,
        )
        for number in range(cases * 2)
    )
    browser = browser_of(reader)
    browser.get("/notices/")
    with CaptureQueriesContext(connection) as page:
        lines = browser.get("/notices/").context["threads"]
    with CaptureQueriesContext(connection) as panel:
        shown = browser.get("/notices/panel/", HTTP_HX_REQUEST="true").context["threads"]
    asked = [sum("notifications_notice" in each["sql"] for each in queries) for queries in (page, panel)]
    assert (len(lines), len(shown)) == (min(cases, 50), min(cases, 6))
    # Threads, their newest, how many are unread; on the whole page those that were read.
    assert asked == [4 if cases == 3 else 3, 2]


def test_the_pages_of_the_unread_skip_and_repeat_nothing() -> None:
    reader = moderator()
    for number in range(53):
        notice_for(reader, reference=f"TD-{number}")
    first = browser_of(reader).get("/notices/")
    second = browser_of(reader).get(first.context["next_url"])
    seen = [line["notice"].thread for page in (first, second) for line in page.context["threads"]]
    assert seen == [f"case:TD-{number}" for number in reversed(range(53))]
    assert second.context["next_url"] == ""


def test_the_panel_shows_what_moved_last_and_without_htmx_the_page() -> None:
    reader = moderator()
    for number in range(8):
        notice_for(reader, reference=f"TD-{number}")
    browser = browser_of(reader)
    shown = browser.get("/notices/panel/", HTTP_HX_REQUEST="true").context["threads"]
    assert [line["notice"].thread for line in shown] == [f"case:TD-{number}" for number in (7, 6, 5, 4, 3, 2)]
    assert browser.get("/notices/panel/")["Location"] == "/notices/"


def test_the_poll_of_the_engine_brings_the_number_and_announces_nothing() -> None:
    reader = moderator()
    notice_for(reader)
    answer = browser_of(reader).get("/engine/?shown=engine", HTTP_HX_REQUEST="true").content.decode()
    count = answer[answer.index('<span id="bell-count"') :]
    assert ('hx-swap-oob="true"' in count, "1 unread notice<" in count) == (True, True)
    assert ("aria-live" in count, "role=" in count) == (False, False)


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


def test_those_of_one_case_are_marked_up_to_what_was_seen() -> None:
    reader = moderator()
    old, seen, came_since = (notice_for(reader) for _ in range(3))
    other = notice_for(reader, reference="TD-41XA6-0M8CT")
    body = {"of": seen.thread, "newest": str(seen.public_id)}
    answer = browser_of(reader).post("/notices/read/", body, follow=True)
    assert "2 notices marked as read." in words_of(answer)
    unread = Notice.objects.filter(read_at=None).order_by("pk")
    assert list(unread) == [came_since, other]


def test_one_is_marked_without_going_where_it_leads() -> None:
    reader = moderator()
    notice = notice_for(reader)
    answer = browser_of(reader).post(f"/notices/{notice.public_id}/read/", {"stay": "yes"})
    assert answer["Location"] == "/notices/?of=case%3ATD-7K3QM-9F2XA"
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_from_the_panel_one_stays_on_the_page_and_gets_panel_and_number_anew() -> None:
    reader = moderator()
    read, left = notice_for(reader), notice_for(reader, reference="TD-41XA6-0M8CT")
    body = {"of": read.thread, "newest": str(read.public_id)}
    answer = browser_of(reader).post("/notices/read/", body, HTTP_HX_REQUEST="true")
    assert [line["notice"].pk for line in answer.context["threads"]] == [left.pk]
    assert 'id="bell-count" hx-swap-oob="true"' in answer.content.decode()
    assert "1 unread notice" in words_of(answer)


def test_nothing_is_marked_by_get() -> None:
    reader = moderator()
    notice = notice_for(reader)
    assert browser_of(reader).get(f"/notices/{notice.public_id}/read/").status_code == 405
    assert browser_of(reader).get("/notices/read/").status_code == 405


def test_an_empty_list_says_what_will_stand_there() -> None:
    assert "No notices yet." in words_of(browser_of(moderator()).get("/notices/"))
