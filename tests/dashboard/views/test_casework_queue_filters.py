"""The queue narrowed: by what each reader may choose, and what stays in the address."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from accounts.domain.acting import acting_as
from accounts.enums import Role
from cases.domain import assigning
from cases.domain.queue import QueueTab
from cases.enums import CaseState
from cases.models import Case, Item
from tests.dashboard.views.casework_scene import (
    acknowledged,
    browser_of,
    listed,
    minutes_ago,
    words_of,
)
from tests.factories.desk import make_desk, make_second_desk
from tests.factories.law import make_category
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor
from tests.factories.platforms import make_platform

pytestmark = pytest.mark.django_db


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


def test_a_queue_is_narrowed_to_what_somebody_of_ones_own_side_has() -> None:
    desk = make_desk()
    free, taken = desk.sent_case(minutes_ago(20)), desk.sent_case(minutes_ago(10))
    moderator = desk.moderator
    assigning.assign(actor=moderator, reference=taken.reference, to=UUID(moderator.id), now=minutes_ago(5))
    colleague = make_actor(desk.operator, Role.LEAD)
    assert listed(moderator, "tab=all&assignee=me") == [taken.reference]
    assert listed(colleague, "tab=all&assignee=me") == []
    assert listed(colleague, "tab=all&assignee=nobody") == [free.reference]
    assert listed(colleague, f"tab=all&assignee={moderator.id}") == [taken.reference]
    assert "cannot be read" in words_of(
        browser_of(desk.analyst).get(f"/queue/?tab=all&assignee={moderator.id}")
    )


def test_a_queue_is_narrowed_by_level_and_by_the_day_of_sending() -> None:
    desk = make_desk()
    old, new = desk.sent_case(minutes_ago(60 * 24 * 10)), desk.sent_case(minutes_ago(1))
    with acting_as(desk.analyst):
        Case.objects.filter(pk=old.pk).update(level=2)
    assert listed(desk.analyst, "tab=all&level=2") == [old.reference]
    assert listed(desk.analyst, "tab=all&level=3") == []
    assert listed(desk.analyst, "tab=all&span=7d") == [new.reference]
    assert len(listed(desk.analyst, "tab=all&span=30d")) == 2
    day = old.sent_at.date()
    assert listed(desk.analyst, f"tab=all&since={day}&until={day}") == [old.reference]
    assert listed(desk.analyst, f"tab=all&until={day - timedelta(days=1)}") == []


def test_an_operator_narrows_by_the_agencies_that_sent_him_something_and_knows_no_others() -> None:
    desk = make_desk()
    second = make_second_desk(desk)
    case, _other = desk.sent_case(minutes_ago(10)), second.sent_case(minutes_ago(5))
    third = make_agency()
    assert listed(desk.moderator, f"tab=all&agency={desk.agency.pk}") == [case.reference]
    page = browser_of(desk.moderator).get("/queue/?tab=all")
    names = [str(word) for _key, word in page.context["form"].fields["agency"].choices]
    assert sorted(names) == sorted(["any", desk.agency.name, second.agency.name])
    assert third.name not in page.content.decode()
    assert "agency" not in browser_of(desk.analyst).get("/queue/").context["form"].fields


def test_a_queue_is_narrowed_by_a_link_or_a_part_of_a_name_once_the_platform_may_read_it() -> None:
    desk = make_desk()
    case, _other = desk.sent_case(minutes_ago(10), items=1), desk.sent_case(minutes_ago(5), items=1)
    with acting_as(desk.analyst):
        key = Item.objects.get(case=case).key
    assert listed(desk.analyst, f"tab=all&q={key}") == [case.reference]
    assert listed(desk.moderator, f"tab=all&q={key}") == []
    assert listed(desk.analyst, "tab=all&q=nothing+like+it") == []


def test_the_rows_stand_in_the_order_that_is_asked_for() -> None:
    desk = make_desk()
    middle, late, calm = (desk.sent_case(minutes_ago(minutes)).reference for minutes in (50, 70, 10))
    assert listed(desk.moderator, "tab=us&sort=due") == [late, middle, calm]
    assert listed(desk.moderator, "tab=us&sort=-due") == [calm, middle, late]
    assert listed(desk.moderator, "tab=us&sort=new") == [calm, late, middle]
    assert listed(desk.moderator, "tab=us&sort=rubbish") == [late, middle, calm]


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
