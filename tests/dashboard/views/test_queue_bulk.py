"""Many cases at once, as people tick them, look at what will happen, and confirm."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.domain.acting import Actor
from accounts.enums import Role
from cases.domain.bulk import AT_MOST
from cases.enums import CaseState
from kernel.references import new_reference
from tests.dashboard.views.casework_scene import (
    acknowledged,
    browser_of,
    items_of,
    minutes_ago,
    opened,
    reread,
    words_of,
)
from tests.factories.desk import make_desk
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


def look(actor: Actor, verb: str, *references: str, **said: str) -> Any:
    """Return what the preview says."""
    query = urlencode({"do": verb, "case": references, "back": "tab=us&urgency=urgent", **said}, doseq=True)
    return browser_of(actor).get(f"/queue/bulk/?{query}")


def confirmed(actor: Actor, preview: Any) -> Any:
    """Return the answer to the form of a preview, sent as it stands."""
    form = preview.content.decode().rpartition('<form method="post"')[2].partition("</form>")[0]
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    sent: dict[str, list[str]] = {}
    for name, value in pairs:
        sent.setdefault(name, []).append(value.replace("&amp;", "&"))
    sent.pop("csrfmiddlewaretoken", None)
    return browser_of(actor).post("/queue/bulk/", sent)


def test_rows_can_be_ticked_by_those_who_act_and_by_nobody_else() -> None:
    desk = make_desk()
    case = desk.sent_case(minutes_ago(10))
    tick = f'name="case" value="{case.reference}"'
    for actor, verbs in ((desk.moderator, ["assign", "acknowledge", "decide"]), (desk.analyst, ["assign"])):
        page = browser_of(actor).get("/queue/?tab=all").content.decode()
        assert tick in page
        assert re.findall(r'name="do" value="([^"]+)"', page) == verbs
    assert (
        tick not in browser_of(make_actor(desk.agency, Role.AUDITOR)).get("/queue/?tab=all").content.decode()
    )


def test_acknowledge_many_with_a_look_before() -> None:
    desk = make_desk()
    sent, done = desk.sent_case(minutes_ago(10)), acknowledged(desk)
    preview = look(desk.moderator, "acknowledge", sent.reference, done.reference)
    words = words_of(preview)
    assert "Will happen: 1 case" in words
    assert "Passed over: 1 case" in words
    assert "the case is now “Acknowledged”" in words
    assert reread(desk, sent).state == CaseState.SENT
    answer = confirmed(desk.moderator, preview)
    assert f"Done: 1 case {sent.reference}" in words_of(answer)
    assert reread(desk, sent).state == CaseState.ACKNOWLEDGED
    assert "Done: 0 cases" in words_of(confirmed(desk.moderator, preview))


def test_decide_many_with_one_outcome() -> None:
    desk = make_desk()
    case = opened(desk)
    asks = look(desk.moderator, "decide", case.reference)
    assert asks.status_code == 200
    assert "Ticked: 1 case" in words_of(asks)
    assert '<form method="post" action="/queue/bulk/"' not in asks.content.decode()
    preview = look(desk.moderator, "decide", case.reference, outcome="refused", ground="private", text="No.")
    assert "Will happen: 1 case · 2 items" in words_of(preview)
    confirmed(desk.moderator, preview)
    assert {(item.outcome, item.refusal_ground) for item in items_of(desk, case)} == {("refused", "private")}


def test_a_refusal_without_its_ground_is_asked_for_it() -> None:
    desk = make_desk()
    preview = look(desk.moderator, "decide", opened(desk).reference, outcome="refused")
    assert preview.status_code == 422
    assert "A refusal needs its ground." in words_of(preview)


def test_assign_many_to_a_colleague_and_come_back_to_the_same_queue() -> None:
    desk = make_desk()
    cases = [desk.sent_case(minutes_ago(10)) for _ in range(2)]
    lead = make_actor(desk.operator, Role.LEAD)
    preview = look(lead, "assign", *(case.reference for case in cases), to=desk.moderator.id)
    assert "Will happen: 2 cases" in words_of(preview)
    answer = confirmed(lead, preview)
    assert "Done: 2 cases" in words_of(answer)
    assert 'href="/queue/?tab=us&amp;urgency=urgent"' in answer.content.decode()
    assert {reread(desk, case).operator_assignee_id for case in cases} == {desk.moderator.user_id}


def test_nothing_ticked_too_much_ticked_and_what_is_not_known() -> None:
    desk = make_desk()
    other = make_desk().sent_case(minutes_ago(10))
    assert "Tick at least one case." in words_of(look(desk.moderator, "acknowledge"))
    many = [new_reference() for _ in range(AT_MOST + 1)]
    assert "at most a hundred cases" in words_of(look(desk.moderator, "acknowledge", *many))
    strange = words_of(look(desk.moderator, "acknowledge", other.reference))
    absent = words_of(look(desk.moderator, "acknowledge", many[0]))
    assert strange.replace(other.reference, "") == absent.replace(many[0], "")
    assert look(desk.analyst, "acknowledge", other.reference).status_code == 403


def test_a_preview_asks_no_more_for_many_than_for_one() -> None:
    desk = make_desk()
    references = [opened(desk).reference for _ in range(3)]
    look(desk.moderator, "decide", references[0], outcome="removed")
    with CaptureQueriesContext(connection) as one:
        look(desk.moderator, "decide", references[0], outcome="removed")
    with CaptureQueriesContext(connection) as three:
        look(desk.moderator, "decide", *references, outcome="removed")
    assert len(three) == len(one)
