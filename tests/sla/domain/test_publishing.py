"""From which instant a version holds, and what ends then."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from audit.models import Entry
from kernel.errors import Conflict, Invalid
from sla.domain.choosing import choose_policy
from sla.domain.contents import Place
from sla.domain.drafting import begin_draft, remove_rule
from sla.domain.policies import version_in_force
from sla.domain.publishing import crossing_agreements, publish_version, retire_version
from sla.enums import ClockKind, Urgency, VersionState
from sla.models import Agreement, PolicyVersion
from tests.factories.desk import make_desk
from tests.factories.law import make_agreement, make_policy
from tests.factories.policies import draft_of, make_owner, rule_in, whole_policy, write

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
INSTANT = timedelta(microseconds=1)


def publish(draft, owner, *, at=None, now=NOON, edit_version=None) -> PolicyVersion:
    return publish_version(
        actor=owner,
        code=draft.policy.code,
        number=draft.number,
        effective_from=at,
        edit_version=edit_version or PolicyVersion.objects.get(pk=draft.pk).edit_version,
        now=now,
    )


def retire(version, owner, *, until=None, now=NOON) -> PolicyVersion:
    said = {"code": version.policy.code, "number": version.number}
    return retire_version(actor=owner, until=until, now=now, **said)


def holds(policy, at) -> int | None:
    version = version_in_force(policy, at)
    return version.number if version else None


def test_a_version_holds_from_its_instant_and_the_one_before_until_it():
    policy, owner = whole_policy(), make_owner()
    publish(draft_of(policy, owner, NOON), owner, at=NOON + HOUR)
    assert [holds(policy, NOON + HOUR + step) for step in (-INSTANT, timedelta(0))] == [1, 2]
    one, two = policy.versions.order_by("number")
    assert (one.state_at(NOON), two.state_at(NOON)) == (VersionState.PUBLISHED, VersionState.COMING)
    later = NOON + 2 * HOUR
    assert (one.state_at(later), two.state_at(later)) == (VersionState.RETIRED, VersionState.PUBLISHED)
    entry = Entry.objects.get(subject_id=policy.code, verb="publish_version")
    assert (entry.changes["version"], entry.changes["retires"]) == (2, 1)


def test_the_choice_for_a_case_turns_at_that_instant():
    desk, owner = make_desk(), make_owner()
    policy = desk.version.policy
    publish(draft_of(policy, owner, NOON), owner, at=NOON + HOUR)

    def chosen(at) -> int:
        found = choose_policy(
            agency=desk.agency, platform=desk.platform, category=desk.category, urgency="urgent", now=at
        )
        return found.version.number

    assert [chosen(NOON + HOUR - INSTANT), chosen(NOON + HOUR)] == [1, 2]


@pytest.mark.parametrize("at", [NOON - INSTANT, NOON + timedelta(days=9999)])
def test_an_instant_that_has_passed_or_lies_far_ahead_is_refused(at):
    policy, owner = whole_policy(), make_owner()
    with pytest.raises(Invalid):
        publish(draft_of(policy, owner, NOON), owner, at=at)


def test_a_faulty_draft_is_not_published_and_the_first_fault_is_said():
    policy, owner = whole_policy(), make_owner()
    draft = draft_of(policy, owner, NOON)
    write(draft, owner, replace(rule_in(draft), steps=()), NOON)
    place = Place(ClockKind.VERIFY, Urgency.ORDINARY)
    remove_rule(actor=owner, code=policy.code, number=2, place=place, now=NOON)
    with pytest.raises(Invalid) as refused:
        publish(draft, owner)
    assert refused.value.code == "version_faulty"
    assert str(refused.value).startswith("Verify · Ordinary: Every case needs this clock")
    assert str(refused.value).endswith("And 1 more.")
    assert holds(policy, NOON) == 1


def test_what_was_edited_after_it_was_seen_is_not_published():
    policy, owner = whole_policy(), make_owner()
    draft = draft_of(policy, owner, NOON)
    write(draft, owner, rule_in(draft), NOON)
    with pytest.raises(Conflict) as refused:
        publish(draft, owner, edit_version=1)
    assert refused.value.code == "changed_meanwhile"


def test_while_one_is_to_begin_no_other_is_published_and_it_can_be_taken_back():
    policy, owner = whole_policy(), make_owner()
    coming = publish(draft_of(policy, owner, NOON), owner, at=NOON + HOUR)
    third = draft_of(policy, owner, NOON)
    with pytest.raises(Conflict) as refused:
        publish(third, owner)
    assert refused.value.code == "another_begins"
    retire(coming, owner)
    coming.refresh_from_db()
    assert (coming.state_at(NOON), holds(policy, NOON + 9 * HOUR)) == (VersionState.RETIRED, 1)
    publish(third, owner)
    assert holds(policy, NOON) == 3


def test_a_draft_is_no_copy_of_what_was_taken_back():
    policy, owner = whole_policy(), make_owner()
    draft = draft_of(policy, owner, NOON)
    write(draft, owner, replace(rule_in(draft), allowance_minutes=7), NOON)
    retire(publish(draft, owner, at=NOON + HOUR), owner)
    assert rule_in(begin_draft(actor=owner, code=policy.code, now=NOON)).allowance_minutes == 240


def test_a_retired_version_ends_without_another_and_only_once():
    policy, owner = whole_policy(), make_owner()
    one = policy.versions.get()
    retire(one, owner, until=NOON + HOUR)
    assert [holds(policy, NOON), holds(policy, NOON + HOUR)] == [1, None]
    with pytest.raises(Invalid):
        retire(one, owner, until=NOON + 2 * HOUR)
    with pytest.raises(Conflict):
        retire(one, owner, now=NOON + 3 * HOUR)
    publish(draft_of(policy, owner, NOON), owner, now=NOON + 3 * HOUR)
    assert holds(policy, NOON + 3 * HOUR) == 2


def test_the_database_lets_no_two_versions_hold_at_once_and_no_beginning_move():
    policy, owner = whole_policy(), make_owner()
    publish(draft_of(policy, owner, NOON), owner, at=NOON + HOUR)
    one, two = policy.versions.order_by("number")
    for version, held in (
        (one, DateTimeTZRange(None, NOON + 2 * HOUR)),
        (two, DateTimeTZRange(NOON + 2 * HOUR, None)),
        (one, None),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            PolicyVersion.objects.filter(pk=version.pk).update(in_force=held)


def test_agreements_of_which_neither_is_the_narrower_are_remarked_on():
    desk = make_desk()
    one = make_agreement(desk.agency, desk.platform, make_policy(is_default=False), category=desk.category)
    policy = make_policy(is_default=False)
    make_agreement(desk.agency, desk.platform, policy, urgency=Urgency.URGENT)
    assert [remark.code for remark in crossing_agreements(policy.policy, NOON)] == ["agreements_cross"]
    Agreement.objects.filter(pk=one.pk).update(in_force=DateTimeTZRange(None, NOON))
    assert list(crossing_agreements(policy.policy, NOON)) == []
