"""Queues under a name, as people keep, open, change and remove them."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from cases.models import SavedQueue
from tests.dashboard.views.casework_scene import browser_of, minutes_ago, words_of
from tests.factories.desk import make_desk
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
SHOWN = "tab=all&urgency=urgent&columns=state&columns=sent&sort=new"


def kept(actor: Actor) -> SavedQueue:
    with acting_as(actor):
        return SavedQueue.objects.get(owner=actor.user_id)


def keep(actor: Actor, query: str = SHOWN, **typed: str) -> str:
    """Keep what ``query`` shows; return where that led."""
    said = {"name": "Urgent ones", **typed}
    answer = browser_of(actor).post(f"/queue/saved/new/?{query}", said)
    assert answer.status_code == 302, words_of(answer)
    return str(answer["Location"])


def test_what_is_shown_is_kept_and_shown_again_by_its_name() -> None:
    desk = make_desk()
    case = desk.sent_case(minutes_ago(10))
    there = keep(desk.analyst)
    row = kept(desk.analyst)
    assert row.rules == {"tab": ["all"], "urgency": ["urgent"], "sort": ["new"], "columns": ["state", "sent"]}
    page = browser_of(desk.analyst).get(there)
    assert [line.case.reference for line, _what, _url in page.context["rows"]] == [case.reference]
    assert page.context["columns"] == {"state", "sent"}
    assert page.context["saved_now"] == row
    headings = re.findall(r'<th scope="col">([^<]+)</th>', page.content.decode())
    assert headings == ["Time left", "Reference", "State", "Sent"]


def test_a_text_sought_is_not_kept() -> None:
    desk = make_desk()
    keep(desk.analyst, "tab=all&q=t.me/joinchat/secret")
    assert kept(desk.analyst).rules == {"tab": ["all"]}


def test_the_queue_opens_with_the_one_that_its_reader_begins_with() -> None:
    desk = make_desk()
    there = keep(desk.analyst, begin="on")
    client = browser_of(desk.analyst)
    assert client.get("/queue/")["Location"] == there
    assert client.get("/queue/?tab=us").status_code == 200
    assert browser_of(desk.supervisor).get("/queue/").status_code == 200
    client.post(f"/queue/saved/{kept(desk.analyst).public_id}/begin/")
    assert client.get("/queue/").status_code == 200


def test_a_shared_queue_is_offered_to_colleagues_and_to_nobody_else() -> None:
    desk = make_desk()
    keep(desk.analyst, shared="on")
    assert "Urgent ones" in words_of(browser_of(desk.supervisor).get("/queue/?tab=all"))
    assert "Urgent ones" not in words_of(browser_of(desk.moderator).get("/queue/?tab=all"))


def test_the_list_says_in_words_what_each_shows() -> None:
    desk = make_desk()
    keep(desk.analyst, f"{SHOWN}&platform={desk.platform.slug}&assignee=me")
    words = words_of(browser_of(desk.analyst).get("/queue/saved/"))
    assert f"All Platform {desk.platform.name} Urgency Urgent Who has it me newest first" in words
    assert "Columns State, Sent" in words


def test_a_queue_is_given_what_is_shown_now_and_keeps_its_name() -> None:
    desk = make_desk()
    keep(desk.analyst, shared="on")
    row = kept(desk.analyst)
    new = f"/queue/saved/new/?tab=them&saved={row.public_id}"
    assert "Let “Urgent ones” show this" in words_of(browser_of(desk.supervisor).get(new))
    browser_of(desk.supervisor).post(new, {"replace": "1", "edit_version": row.edit_version})
    row = kept(desk.analyst)
    assert (row.name, row.shared, row.rules) == ("Urgent ones", True, {"tab": ["them"]})


def test_a_queue_is_named_anew_and_removed() -> None:
    desk = make_desk()
    keep(desk.analyst)
    row = kept(desk.analyst)
    client, there = browser_of(desk.analyst), f"/queue/saved/{row.public_id}/"
    assert 'value="Urgent ones"' in client.get(there).content.decode()
    assert client.post(there, {"name": "", "edit_version": "1"}).status_code == 422
    client.post(there, {"name": "Today", "edit_version": "1"})
    assert kept(desk.analyst).name == "Today"
    answer = client.post(there, {"name": "Tomorrow", "edit_version": "1"})
    assert (answer.status_code, kept(desk.analyst).name) == (409, "Today")
    client.post(f"{there}remove/")
    assert "No queue is saved." in words_of(client.get("/queue/saved/"))


def test_a_colleague_changes_no_shared_queue_and_an_administrator_does() -> None:
    desk = make_desk()
    keep(desk.analyst, shared="on")
    there = f"/queue/saved/{kept(desk.analyst).public_id}/"
    assert browser_of(desk.approver).get(there).status_code == 403
    assert browser_of(desk.approver).post(f"{there}remove/").status_code == 403
    assert browser_of(desk.moderator).get(there).status_code == 404
    administrator = browser_of(make_actor(desk.agency, Role.ADMINISTRATOR))
    assert administrator.post(there, {"name": "Ours", "shared": "on", "edit_version": "1"}).status_code == 302
    assert kept(desk.analyst).name == "Ours"


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


def test_the_number_of_queries_does_not_grow_with_the_kept_queues() -> None:
    desk = make_desk()
    client = browser_of(desk.analyst)
    keep(desk.analyst, name="a")
    few = _queries(client, "/queue/saved/")
    for name in "bcdefgh":
        keep(desk.analyst, name=name)
    assert _queries(client, "/queue/saved/") == few
