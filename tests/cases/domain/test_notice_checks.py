"""What is said of a notice before it leaves, and what holds it back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from accounts.domain.acting import acting_as
from audit.models import Entry
from cases.domain.approving import approve_and_send, send_urgent
from cases.domain.notice_checks import Remark, remarks_now
from cases.enums import CaseKind, CaseState
from cases.models import Case, Item
from channels_registry.enums import TargetKind
from channels_registry.models import Contact
from kernel.errors import Invalid
from sla.enums import CheckEffect, NoticeCheck
from sla.models import NoticeRule
from tests.factories.cases import NOON, make_waiting_case, seen_hash
from tests.factories.desk import Desk, make_desk
from tests.factories.evidence import add
from tests.factories.law import make_category

pytestmark = pytest.mark.django_db
C = NoticeCheck
READ_THERE = {"language": "en", "also_languages": []}


def remarks(desk: Desk, case: Case, *, after: timedelta = timedelta()) -> list[Remark]:
    with acting_as(desk.approver):
        return remarks_now(Case.objects.visible_to(desk.approver).get(pk=case.pk), NOON + after)


def checks(
    desk: Desk, case: Case, *, after: timedelta = timedelta()
) -> list[tuple[NoticeCheck, tuple[int, ...]]]:
    return [(remark.check, remark.positions) for remark in remarks(desk, case, after=after)]


def change_items(desk: Desk, case: Case, **fields: Any) -> None:
    with acting_as(desk.analyst):
        Item.objects.visible_to(desk.analyst).filter(case=case).update(**fields)


def change_duty(desk: Desk, **fields: Any) -> None:
    Contact.objects.filter(platform=desk.platform).update(**fields)


def send(desk: Desk, case: Case) -> Case:
    seen = seen_hash(desk.approver, case.reference)
    return approve_and_send(actor=desk.approver, reference=case.reference, content_hash=seen, now=NOON)


def test_a_post_with_reasons_in_a_language_read_there_raises_no_remark():
    desk = make_desk()
    assert checks(desk, make_waiting_case(desk)) == []


def test_a_whole_channel_is_remarked_and_its_neighbour_is_not():
    desk = make_desk()
    case = make_waiting_case(desk, ["room/1", "room"])
    assert checks(desk, case) == [(C.WHOLE_CHANNEL, (2,))]


@pytest.mark.parametrize("key", ["search?q=bomb", "hashtag/bomb", "explore/tags/bomb"])
def test_a_search_is_too_broad(key: str):
    desk = make_desk()
    case = make_waiting_case(desk)
    change_items(desk, case, key=key)
    assert checks(desk, case) == [(C.OVER_BROAD, (1,))]


def test_a_name_that_begins_like_a_search_is_none():
    desk = make_desk()
    case = make_waiting_case(desk)
    change_items(desk, case, key="searchlight/1")
    assert checks(desk, case) == []


@pytest.mark.parametrize(("hours", "remarked"), [(24, []), (25, [(C.DEAD_FORM, (1,))])])
def test_a_story_is_probably_gone_after_a_day(hours: int, remarked: list[object]):
    desk = make_desk()
    case = make_waiting_case(desk)
    change_items(desk, case, kind=TargetKind.STORY)
    assert checks(desk, case, after=timedelta(hours=hours)) == remarked


def test_a_link_that_does_not_tell_wants_evidence():
    desk = make_desk()
    case = make_waiting_case(desk, ["room/1", "room/2"])
    change_items(desk, case, statement="Anyone could see it.")
    assert checks(desk, case) == [(C.NO_EVIDENCE, (1, 2))]
    with acting_as(desk.analyst):
        first = Item.objects.visible_to(desk.analyst).get(case=case, position=1)
    add(desk, case, item=first.public_id)
    assert checks(desk, case) == [(C.NO_EVIDENCE, (2,))]


def test_evidence_of_the_whole_case_proves_each_item():
    desk = make_desk()
    case = make_waiting_case(desk, ["room/1", "room/2"])
    change_items(desk, case, statement="Anyone could see it.")
    add(desk, case)
    assert checks(desk, case) == []


def test_no_evidence_is_wanted_of_what_may_have_none():
    desk = make_desk(category=make_category(restricted=True))
    case = make_waiting_case(desk)
    change_items(desk, case, statement="Anyone could see it.")
    assert checks(desk, case) == []


@pytest.mark.parametrize(
    ("contact", "remarked"),
    [
        ({"language": "en", "also_languages": []}, []),
        ({"language": "id", "also_languages": ["en"]}, []),
        ({"language": "id", "also_languages": ["ar"]}, [(C.WRONG_LANGUAGE, ())]),
    ],
)
def test_reasons_in_a_language_that_the_contact_does_not_read_are_remarked(
    contact: Mapping[str, Any], remarked: list[object]
):
    desk = make_desk()
    case = make_waiting_case(desk)
    with acting_as(desk.analyst):
        words = {"reasons": "They call for violence at the place that is named in the text."}
        Case.objects.visible_to(desk.analyst).filter(pk=case.pk).update(**words)
    change_duty(desk, **contact)
    assert checks(desk, case) == remarked


def test_the_hour_of_the_addressee_is_remarked_with_the_next_at_which_somebody_is_there():
    desk = make_desk()
    case = make_waiting_case(desk)
    # NOON is a Monday, 19:00 in Jakarta.
    change_duty(desk, hours="Mon-Fri 09:00-17:00", time_zone="Asia/Jakarta", **READ_THERE)
    [remark] = remarks(desk, case)
    assert (remark.check, remark.sentence) == (
        C.NIGHT_HOURS,
        "It is Mon 19:00 there, and nobody is until Tue 09:00. The clock runs all the same.",
    )
    change_duty(desk, hours="24x7")
    assert remarks(desk, case) == []


def test_what_the_policy_does_not_ask_is_not_remarked_and_what_holds_back_comes_first():
    desk = make_desk(notice={C.WHOLE_CHANNEL: CheckEffect.OFF, C.NO_EVIDENCE: CheckEffect.BLOCK})
    case = make_waiting_case(desk, ["room"])
    change_items(desk, case, statement="Anyone could see it.", key="search")
    found = remarks(desk, case)
    assert [(remark.check, remark.holds_back) for remark in found] == [
        (C.NO_EVIDENCE, True),
        (C.OVER_BROAD, False),
    ]


def test_a_notice_that_is_held_back_is_not_sent_and_nothing_of_it_changes():
    desk = make_desk(notice={C.WHOLE_CHANNEL: CheckEffect.BLOCK})
    case = make_waiting_case(desk, ["room"])
    with pytest.raises(Invalid) as refused:
        send(desk, case)
    assert (refused.value.code, str(refused.value)) == (
        "notice_held_back",
        "Item 1 is a whole channel or account: do the reasons say why?",
    )
    with acting_as(desk.approver):
        left = Case.objects.visible_to(desk.approver).get(pk=case.pk)
        assert (left.state, left.sent_at) == (CaseState.AWAITING_APPROVAL, None)


def test_one_signature_is_held_back_too():
    desk = make_desk(single_signature_urgent=True, notice={C.WHOLE_CHANNEL: CheckEffect.BLOCK})
    case = make_waiting_case(desk, ["room"])
    with pytest.raises(Invalid) as refused:
        send_urgent(actor=desk.analyst, reference=case.reference, edit_version=case.edit_version, now=NOON)
    assert refused.value.code == "notice_held_back"


def test_the_record_keeps_with_which_remarks_a_notice_was_sent():
    desk = make_desk()
    plain, whole = make_waiting_case(desk), make_waiting_case(desk, ["room"])
    send(desk, plain)
    send(desk, whole)
    entries = Entry.objects.filter(verb="send", subject_id__in=[plain.reference, whole.reference])
    said = {entry.subject_id: entry.changes.get("remarks") for entry in entries}
    assert said == {plain.reference: None, whole.reference: ["whole_channel"]}


def test_a_replay_is_checked_for_nothing():
    desk = make_desk()
    case = make_waiting_case(desk, ["room"])
    with acting_as(desk.approver):
        Case.objects.visible_to(desk.approver).filter(pk=case.pk).update(kind=CaseKind.REPLAY)
    assert checks(desk, case) == []


def test_a_published_policy_keeps_what_it_says_of_notices():
    desk = make_desk(notice={C.OVER_BROAD: CheckEffect.BLOCK})
    with pytest.raises(Exception, match="a published policy cannot be changed"):
        NoticeRule.objects.filter(version=desk.version).update(effect=CheckEffect.OFF)
