"""The queue of each side: what it lists, in which order, and what it never shows."""

import re
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from cases.domain import assigning, clarification, objections
from cases.domain.queue import QueueTab
from cases.enums import CaseKind, CaseState
from cases.models import Case
from kernel.paging import PAGE_SIZE
from tests.dashboard.views.casework_scene import (
    acknowledged,
    answered,
    browser_of,
    minutes_ago,
    opened,
    words_of,
)
from tests.factories.cases import make_waiting_case
from tests.factories.desk import make_desk
from tests.factories.law import make_category
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor
from tests.factories.platforms import make_platform
from tests.factories.standing import standing_case

pytestmark = pytest.mark.django_db


def listed(actor: Actor, query: str = "tab=all") -> list[str]:
    """Return the references that a reader's queue lists, in its order."""
    page = browser_of(actor).get(f"/queue/?{query}").content.decode()
    return re.findall(r'id="case-(TD-[^"]+)"', page)


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


@pytest.mark.parametrize(
    ("query", "found"),
    [("state=acknowledged", 1), ("state=sent", 0), ("urgency=urgent", 1), ("urgency=ordinary", 0)],
)
def test_a_filter_narrows_the_queue(query: str, found: int) -> None:
    desk = make_desk()
    acknowledged(desk)
    assert len(listed(desk.analyst, f"tab=all&{query}")) == found


def test_filters_narrow_by_platform_and_category() -> None:
    desk = make_desk()
    case = acknowledged(desk)
    other = make_platform(desk.operator)
    assert listed(desk.analyst, f"tab=all&platform={desk.platform.slug}") == [case.reference]
    assert listed(desk.analyst, f"tab=all&platform={other.slug}") == []
    assert listed(desk.analyst, f"tab=all&category={desk.category.code}") == [case.reference]
    assert listed(desk.analyst, f"tab=all&category={make_category().code}") == []


def test_a_reference_is_found_as_people_type_it() -> None:
    desk = make_desk()
    case = desk.sent_case(minutes_ago(10))
    desk.sent_case(minutes_ago(10))
    sloppy = case.reference.lower().replace("-", " ").replace("0", "o")
    assert listed(desk.analyst, f"tab=all&q={sloppy}") == [case.reference]
    assert listed(desk.analyst, f"tab=all&q={case.reference[3:8].lower()}") == [case.reference]


def test_a_filter_stays_in_the_address_of_every_tab() -> None:
    desk = make_desk()
    page = browser_of(desk.analyst).get("/queue/?tab=them&urgency=urgent")
    assert [tab["url"] for tab in page.context["tabs"]] == [
        f"/queue/?tab={tab.value}&urgency=urgent" for tab in QueueTab if tab != QueueTab.REPLAYS
    ]


def test_a_filter_that_cannot_be_read_says_so_and_lists_nothing() -> None:
    desk = make_desk()
    desk.sent_case(minutes_ago(10))
    page = browser_of(desk.analyst).get("/queue/?tab=all&state=nonsense")
    assert page.status_code == 200
    assert "This filter cannot be read." in words_of(page)
    assert listed(desk.analyst, "tab=all&state=nonsense") == []


def test_an_operator_can_choose_among_his_own_services_only() -> None:
    desk = make_desk()
    foreign = make_platform(make_operator())
    page = browser_of(desk.moderator).get("/queue/").content.decode()
    assert re.findall(r'<option value="(service-\d+)"', page) == [desk.platform.slug]
    assert "This filter cannot be read." in words_of(
        browser_of(desk.moderator).get(f"/queue/?platform={foreign.slug}")
    )


def test_an_operator_is_offered_no_state_before_sending() -> None:
    desk = make_desk()
    page = browser_of(desk.moderator).get("/queue/").content.decode()
    assert CaseState.SENT in page
    assert f'value="{CaseState.AWAITING_APPROVAL}"' not in page
    assert f'value="{CaseState.DRAFT}"' not in page


def test_a_restricted_category_is_for_cleared_people() -> None:
    desk = make_desk(category=make_category(restricted=True))
    case = desk.sent_case(minutes_ago(10))
    assert listed(desk.analyst) == [case.reference]
    uncleared = make_actor(desk.agency, Role.ANALYST)
    assert listed(uncleared) == []
    page = browser_of(uncleared).get("/queue/").content.decode()
    assert f'value="{desk.category.code}"' not in page


def test_a_refresh_brings_the_table_and_the_counts_alone() -> None:
    desk = make_desk()
    case = desk.sent_case(minutes_ago(10))
    answer = browser_of(desk.moderator).get("/queue/", headers={"HX-Request": "true"})
    fragment = answer.content.decode()
    assert "<html" not in fragment
    assert "<form" not in fragment
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
            for number in range(PAGE_SIZE + 3)
        ]
    client = browser_of(desk.analyst)
    first = client.get("/queue/?tab=all")
    following = client.get(first.context["next_url"])
    shown = [row.case.reference for page in (first, following) for row, _what, _url in page.context["rows"]]
    assert sorted(shown) == sorted(case.reference for case in cases)
    assert len(following.context["rows"]) == 3
    assert following.context["next_url"] == ""
    assert client.get("/queue/?tab=all&after=rubbish").status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_rows() -> None:
    desk = make_desk()
    client = browser_of(desk.moderator)
    acknowledged(desk)
    client.get("/queue/")
    with CaptureQueriesContext(connection) as one:
        client.get("/queue/")
    acknowledged(desk)
    acknowledged(desk)
    with CaptureQueriesContext(connection) as three:
        client.get("/queue/")
    assert len(three) == len(one)


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
