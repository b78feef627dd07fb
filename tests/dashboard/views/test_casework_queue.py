"""The queue of each side: what it lists, in which order, and what it never shows."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from cases.domain import assigning, clarification, objections
from cases.domain.queue import QueueTab
from cases.enums import CaseKind
from cases.models import NEVER, Case
from dashboard.views.casework_queue import ROWS
from tests.dashboard.views.casework_scene import (
    acknowledged,
    answered,
    browser_of,
    listed,
    minutes_ago,
    opened,
    words_of,
)
from tests.factories.cases import make_waiting_case
from tests.factories.desk import Desk, make_desk
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor
from tests.factories.standing import standing_case

pytestmark = pytest.mark.django_db
QUERIES = 19  # of a whole page of the queue at most, whatever its rows


def counts(actor: Actor, query: str = "") -> dict[str, str]:
    """Return what the tabs of a reader's queue count."""
    page = browser_of(actor).get(f"/queue/?{query}")
    return {str(tab["label"]): str(tab["count"]) for tab in page.context["tabs"]}


def test_a_queue_is_sorted_by_time_left() -> None:
    desk = make_desk()
    soon, late, calm = (desk.sent_case(minutes_ago(minutes)) for minutes in (50, 70, 10))
    assert listed(desk.moderator, "") == [late.reference, soon.reference, calm.reference]


def test_before_the_receipt_a_row_tells_how_many_items_but_not_of_which_kind() -> None:
    desk = make_desk()
    desk.sent_case(minutes_ago(10), items=3)
    assert "3 items · " in words_of(browser_of(desk.moderator).get("/queue/"))
    assert "3 channels · " in words_of(browser_of(desk.analyst).get("/queue/?tab=them"))


def test_after_the_receipt_a_row_tells_the_kind() -> None:
    desk = make_desk()
    opened(desk, items=1)
    assert "1 channel · " in words_of(browser_of(desk.moderator).get("/queue/"))


def test_another_operator_learns_nothing_of_a_case() -> None:
    desk = make_desk()
    case = desk.sent_case(minutes_ago(10))
    stranger = make_actor(make_operator(), Role.MODERATOR)
    assert listed(stranger) == []
    assert counts(stranger) == {
        "Mine": "0",
        "Unassigned": "0",
        "Waiting for us": "0",
        "Waiting for them": "0",
        "Breached": "0",
        "All": "0",
    }
    assert desk.platform.name not in browser_of(stranger).get("/queue/").content.decode()
    assert listed(stranger, f"tab=all&q={case.reference}") == []


def test_another_agency_learns_nothing_of_a_case() -> None:
    desk = make_desk()
    desk.sent_case(minutes_ago(10))
    assert listed(make_actor(make_agency(), Role.ANALYST)) == []


def test_the_tabs_of_an_agency_say_who_is_to_act() -> None:
    desk = make_desk()
    asked = clarification.ask(
        actor=desk.moderator,
        reference=acknowledged(desk).reference,
        ground="insufficient",
        text="Which one?",
        now=minutes_ago(20),
    )
    done, sent = answered(desk), desk.sent_case(minutes_ago(10))
    late = desk.sent_case(minutes_ago(70))
    assert listed(desk.analyst, "tab=us") == [asked.reference]
    assert listed(desk.analyst, "tab=verify") == [done.reference]
    assert listed(desk.analyst, "tab=them") == [late.reference, sent.reference]
    assert listed(desk.analyst, "tab=breached") == [late.reference]
    assert counts(desk.analyst) == {
        "Mine": "0",
        "Unassigned": "4",
        "Due next": "4",
        "Waiting for us": "1",
        "Waiting for them": "2",
        "Breached": "1",
        "To approve": "0",
        "To verify": "1",
        "All": "4",
    }


def test_what_waits_for_a_signature_stands_in_a_tab_of_its_own() -> None:
    desk = make_desk()
    draft = make_waiting_case(desk, now=minutes_ago(10))
    assert listed(desk.approver, "") == [draft.reference]
    assert listed(desk.analyst, "tab=us") == []


def test_whoever_has_a_case_finds_it_among_his_own_and_nobody_else_does() -> None:
    desk = make_desk()
    free, taken = desk.sent_case(minutes_ago(20)), desk.sent_case(minutes_ago(10))
    assigning.assign(
        actor=desk.moderator,
        reference=taken.reference,
        to=UUID(desk.moderator.id),
        now=minutes_ago(5),
    )
    colleague = make_actor(desk.operator, Role.MODERATOR)
    assert listed(desk.moderator, "tab=mine") == [taken.reference]
    assert listed(desk.moderator, "tab=unassigned") == [free.reference]
    assert listed(colleague, "tab=mine") == []
    page = browser_of(colleague).get("/queue/?tab=us")
    names = {row.case.reference: row.holder and row.holder.name for row, _what, _url in page.context["rows"]}
    assert names == {free.reference: None, taken.reference: desk.moderator.name}
    assert desk.moderator.name not in browser_of(desk.analyst).get("/queue/?tab=all").content.decode()


def test_of_what_is_due_next_both_sides_deadlines_stand_in_one_order() -> None:
    desk = make_desk()
    case, draft = desk.sent_case(minutes_ago(55)), make_waiting_case(desk, now=minutes_ago(1))
    page = browser_of(desk.analyst).get("/queue/?tab=due")
    due = [(row.case.reference, row.clock.clock.side) for row, _what, _url in page.context["rows"]]
    assert sorted(due) == sorted([(case.reference, "operator"), (draft.reference, "agency")])
    ends = [row.clock.due_at for row, _what, _url in page.context["rows"]]
    assert ends == sorted(ends)


def test_the_tabs_of_an_operator_say_who_is_to_act() -> None:
    desk = make_desk()
    sent, done = desk.sent_case(minutes_ago(10)), answered(desk)
    assert listed(desk.moderator, "tab=us") == [sent.reference]
    assert listed(desk.moderator, "tab=them") == [done.reference]


def test_a_reader_begins_with_his_own_work_and_an_auditor_with_all() -> None:
    desk = make_desk()
    sent = desk.sent_case(minutes_ago(10))
    assert listed(desk.moderator, "") == [sent.reference]
    assert listed(desk.analyst, "") == []
    assert listed(make_actor(desk.agency, Role.AUDITOR), "") == [sent.reference]


def test_a_replay_waits_for_nobody() -> None:
    desk = make_desk()
    with acting_as(desk.analyst):
        played = standing_case(
            desk.agency,
            desk.platform,
            desk.version,
            desk.category,
            sent_at=minutes_ago(10),
            kind=CaseKind.REPLAY,
        )
        Case.objects.filter(pk=played.pk).update(operator_due_at=minutes_ago(5))
    assert listed(desk.analyst, "tab=breached") == []
    assert listed(desk.analyst, "tab=them") == []
    assert listed(desk.analyst, "tab=all") == []
    assert listed(desk.analyst, "tab=replays") == [played.reference]
    assert counts(desk.analyst)["Replays"] == "1"
    assert listed(desk.moderator, "tab=all") == []
    assert listed(desk.moderator, "tab=replays") == []


def test_a_row_says_what_is_due_also_where_no_clock_runs_for_it() -> None:
    desk = make_desk()
    objections.object_to(
        actor=desk.moderator, reference=acknowledged(desk).reference, text="Satire.", now=minutes_ago(9)
    )
    page = browser_of(desk.supervisor).get("/queue/?tab=us")
    assert [(row.due, row.clock) for row, _what, _url in page.context["rows"]] == [
        ("Decide the objection", None)
    ]
    page = browser_of(desk.moderator).get("/queue/?tab=all")
    assert [row.due for row, _what, _url in page.context["rows"]] == ["Give effect"]


def test_a_refresh_brings_the_table_and_the_counts_alone() -> None:
    desk = make_desk()
    case = desk.sent_case(minutes_ago(10))
    answer = browser_of(desk.moderator).get("/queue/", headers={"HX-Request": "true"})
    fragment = answer.content.decode()
    assert "<html" not in fragment
    assert "queue-filter" not in fragment
    assert f'id="case-{case.reference}"' in fragment
    assert '<div id="queue-tabs" hx-swap-oob="true">' in fragment


def test_going_back_brings_the_whole_page() -> None:
    desk = make_desk()
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in browser_of(desk.moderator).get("/queue/", headers=headers).content.decode()


def test_a_queue_is_kept_by_no_browser() -> None:
    answer = browser_of(make_desk().moderator).get("/queue/")
    assert "no-store" in answer["Cache-Control"]


def test_the_rows_go_on_by_keyset_without_a_gap_or_a_repeat() -> None:
    desk = make_desk()
    with acting_as(desk.analyst):
        cases = [
            standing_case(
                desk.agency, desk.platform, desk.version, desk.category, sent_at=minutes_ago(number)
            )
            for number in range(ROWS + 3)
        ]
    client = browser_of(desk.analyst)
    first = client.get("/queue/?tab=all")
    following = client.get(first.context["next_url"])
    shown = [row.case.reference for page in (first, following) for row, _what, _url in page.context["rows"]]
    assert sorted(shown) == sorted(case.reference for case in cases)
    assert len(following.context["rows"]) == 3
    assert following.context["next_url"] == ""
    assert client.get("/queue/?tab=all&after=rubbish").status_code == 200


def _many(desk: Desk, number: int) -> None:
    """Put ``number`` cases into every tab of both sides: one is mine, breached, to approve and so on."""
    with acting_as(desk.analyst):
        for place in range(number):
            case = standing_case(
                desk.agency, desk.platform, desk.version, desk.category, sent_at=minutes_ago(place)
            )
            of_case = Case.objects.filter(pk=case.pk)
            owed = {"operator_due_at": minutes_ago(5), "agency_due_at": minutes_ago(4)}
            held = {
                "agency_assignee": desk.analyst.user_id if place % 2 else None,
                "operator_assignee": desk.moderator.user_id if place % 2 else None,
            }
            of_case.update(**owed, **held)


@pytest.mark.parametrize("tab", [tab for tab in QueueTab if tab not in (QueueTab.APPROVE, QueueTab.VERIFY)])
def test_the_number_of_queries_is_the_same_for_few_rows_and_for_a_page_of_many(tab: QueueTab) -> None:
    desk = make_desk()
    client = browser_of(desk.analyst)
    _many(desk, 6)
    client.get(f"/queue/?tab={tab}")
    with CaptureQueriesContext(connection) as few:
        client.get(f"/queue/?tab={tab}")
    _many(desk, 100)
    with CaptureQueriesContext(connection) as many:
        client.get(f"/queue/?tab={tab}")
    assert len(many) == len(few) <= QUERIES


def test_pages_skip_and_repeat_nothing_that_stays_while_other_cases_move() -> None:
    desk = make_desk()
    _many(desk, 0)
    with acting_as(desk.analyst):
        cases = [
            standing_case(
                desk.agency, desk.platform, desk.version, desk.category, sent_at=minutes_ago(number)
            )
            for number in range(2 * ROWS)
        ]
        for place, case in enumerate(cases):
            Case.objects.filter(pk=case.pk).update(operator_due_at=minutes_ago(1000 - place))
    client = browser_of(desk.moderator)
    first = client.get("/queue/?tab=us")
    # The first leaves, one of the second page comes before all, one of the first goes behind all.
    with acting_as(desk.analyst):
        Case.objects.filter(pk=cases[0].pk).update(operator_due_at=NEVER)
        Case.objects.filter(pk=cases[ROWS + 10].pk).update(operator_due_at=minutes_ago(2000))
        Case.objects.filter(pk=cases[10].pk).update(operator_due_at=minutes_ago(1))
    second = client.get(first.context["next_url"])
    shown = [row.case.pk for page in (first, second) for row, _what, _url in page.context["rows"]]
    moved = {cases[place].pk for place in (0, 10, ROWS + 10)}
    stayed = [pk for pk in shown if pk not in moved]
    assert sorted(stayed) == sorted(case.pk for case in cases if case.pk not in moved)


def test_a_draft_leads_to_the_page_on_which_it_is_decided() -> None:
    desk = make_desk()
    with acting_as(desk.analyst):
        draft = desk._draft(minutes_ago(10), "urgent")
    page = browser_of(desk.approver).get("/queue/?tab=all").content.decode()
    assert f'href="/cases/{draft.reference}/approve/"' in page


def test_the_queue_is_for_people_of_the_casework() -> None:
    desk = make_desk()
    assert browser_of(make_actor(desk.agency, Role.ADMINISTRATOR)).get("/queue/").status_code == 403
    assert browser_of(desk.moderator).post("/queue/").status_code == 405
