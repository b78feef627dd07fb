"""Links that another case claimed meanwhile give way; the rest goes out, and nothing is lost."""

import pytest

from accounts.domain.acting import COMMAND, acting_as
from audit.models import Entry
from cases.domain import approving, drafting, in_hand
from cases.domain.content import content_hash, content_of
from cases.enums import CaseState, Disposition
from cases.models import Approval, Case, Claim, Evidence, Exhibit, Finding, Item, Letter, SetAside
from channels_registry.models import Alias, FlaggedChannel
from kernel.errors import Conflict
from notifications.models import Outbox
from tests.factories.cases import LATER, NOON, make_sent_case, make_waiting_case, seen_hash
from tests.factories.desk import Desk
from tests.factories.evidence import add
from tests.factories.joining import make_pair

pytestmark = pytest.mark.django_db


def approved(desk: Desk, case: Case) -> Case:
    return approving.approve_and_send(
        actor=desk.approver,
        reference=case.reference,
        content_hash=seen_hash(desk.approver, case.reference),
        now=LATER,
    )


def test_what_is_in_hand_by_now_is_set_aside_and_the_rest_goes_out() -> None:
    first, second = make_pair()
    case = make_waiting_case(second, ("room/1", "room/2", "room/3"))
    make_sent_case(first, ("room/1",))
    case = approved(second, case)
    with acting_as(COMMAND):
        items = Item.objects.filter(case=case).order_by("position")
        assert list(items.values_list("position", "key")) == [
            (1, "room/2"),
            (2, "room/3"),
        ]
        [kept] = SetAside.objects.filter(case=case)
        claims = Claim.objects.filter(case=case, released_at=None).values_list("key", flat=True)
        assert set(claims) == {"room/2", "room/3"}
        finding = Finding.objects.get(report__filings__case=case, key=kept.key)
    assert (case.state, kept.key, kept.in_hand_since) == (CaseState.SENT, "room/1", NOON)
    assert (finding.case_id, finding.disposition) == (None, Disposition.IN_HAND)


def test_the_record_says_that_less_went_out_than_was_approved() -> None:
    first, second = make_pair()
    case = make_waiting_case(second, ("room/1", "room/2"))
    make_sent_case(first, ("room/1",))
    with acting_as(COMMAND):
        approved_hash = content_hash(content_of(case))
    case = approved(second, case)
    with acting_as(COMMAND):
        kept = SetAside.objects.get(case=case)
        sent_hash = content_hash(content_of(case))
        approval = Approval.objects.get(case=case)
        letter = Letter.objects.get(case=case)
    entry = Entry.objects.get(subject_id=case.reference, verb="send")
    assert entry.changes["set_aside"] == [str(kept.public_id)]
    assert entry.changes["sent_content"] == sent_hash != approval.content_hash == approved_hash
    assert [item["key"] for item in letter.content["items"]] == ["room/2"]


def test_the_filer_is_told_that_links_were_set_aside() -> None:
    first, second = make_pair()
    case = make_waiting_case(second, ("room/1", "room/2"))
    make_sent_case(first, ("room/1",))
    approved(second, case)
    told = Outbox.objects.filter(kind="set_aside", subject_id=case.reference)
    assert list(told.values_list("user_id", flat=True)) == [second.analyst.user_id]


def test_a_case_of_which_nothing_is_left_is_not_sent_and_says_why() -> None:
    first, second = make_pair()
    case = make_waiting_case(second, ("room/1",))
    make_sent_case(first, ("room/1",))
    with pytest.raises(Conflict, match="Nothing was sent") as refused:
        approved(second, case)
    with acting_as(COMMAND):
        case = Case.objects.get(pk=case.pk)
        items, kept = Item.objects.filter(case=case).count(), SetAside.objects.filter(case=case).count()
        approval = Approval.objects.get(case=case)
    assert refused.value.code == "all_in_hand"
    assert (case.state, items, kept, approval.decision) == (CaseState.AWAITING_APPROVAL, 1, 0, "")


def test_what_proves_a_link_set_aside_does_not_go_out_and_stays_with_the_report() -> None:
    first, second = make_pair()
    case = make_waiting_case(second, ("room/1", "room/2"))
    with acting_as(COMMAND):
        item = Item.objects.get(case=case, key="room/1").public_id
    case = add(second, case, item=item)
    case = drafting.submit(
        actor=second.analyst, reference=case.reference, edit_version=case.edit_version, now=LATER
    )
    make_sent_case(first, ("room/1",))
    case = approved(second, case)
    with acting_as(COMMAND):
        assert not Exhibit.objects.filter(case=case).exists()
        assert Evidence.objects.filter(report__filings__case=case).count() == 1


def test_a_claim_that_was_released_stands_in_nobody_s_way() -> None:
    first, second = make_pair()
    case = make_waiting_case(second, ("room/1",))
    other = make_sent_case(first, ("room/1",))
    with acting_as(COMMAND):
        Claim.objects.filter(case=other).update(released_at=NOON)
    assert approved(second, case).state == CaseState.SENT


def test_an_alias_of_a_channel_is_the_channel_and_so_are_its_posts() -> None:
    first, second = make_pair()
    case = make_waiting_case(second, ("salon/1", "salon/2"))
    sent = make_sent_case(first, ("room/1",))
    with acting_as(COMMAND):
        Alias.objects.create(
            channel=FlaggedChannel.objects.get(items__case=sent),
            platform=first.platform,
            key="salon",
            organisation=first.agency,
            added_at=NOON,
            added_by_id=first.analyst.user_id,
        )
        held = in_hand.claims_on({(first.platform.pk, "salon/1"), (first.platform.pk, "salon/2")}, COMMAND)
    assert [target for target, hand in held.items()] == [(first.platform.pk, "salon/1")]
    case = approved(second, case)
    with acting_as(COMMAND):
        assert SetAside.objects.get(case=case).key == "salon/1"
        assert Claim.objects.get(case=case).key == "room/2"
