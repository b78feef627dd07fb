"""A draft is begun as a copy, edited by one at a time, thrown away, and frozen once published."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from audit.models import Entry
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from sla.domain.contents import Place, RuleWords, StepWords, contents_of, stamp_of
from sla.domain.drafting import (
    HeadWords,
    begin_draft,
    change_draft,
    discard_draft,
    put_rule,
    remove_rule,
)
from sla.domain.policies import version_for, versions_for
from sla.enums import (
    CheckEffect,
    ClockKind,
    Lane,
    NoticeCheck,
    Standing,
    StepAction,
    StepAnchor,
    Urgency,
    VersionState,
)
from sla.models import ClockRule, LadderStep, NoticeRule, PolicyVersion
from tests.factories.law import make_policy
from tests.factories.organisations import make_operator
from tests.factories.people import make_actor
from tests.factories.policies import EFFECT, draft_of, make_owner, rule_in, whole_policy, write

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def verbs(policy) -> list[str]:
    chain = Entry.objects.filter(subject_kind="policy", subject_id=policy.code)
    return list(chain.order_by("sequence").values_list("verb", flat=True))


def head(**more) -> HeadWords:
    said = {"source": "Act 2", "single_signature_urgent": True, "notice": {}}
    return HeadWords(**{**said, **more})


def test_a_draft_says_what_was_published_last_word_for_word_and_there_is_one_at_a_time():
    policy, owner = whole_policy(), make_owner()
    published = policy.versions.get()
    draft = draft_of(policy, owner, NOON)
    assert (draft.number, draft.state, draft.in_force) == (2, VersionState.DRAFT, None)
    assert contents_of(draft) == contents_of(published)
    with pytest.raises(Conflict) as refused:
        begin_draft(actor=owner, code=policy.code, now=NOON)
    assert refused.value.code == "draft_exists"
    assert verbs(policy) == ["begin_draft"]


def test_every_column_of_the_rows_is_copied_but_keys():
    policy, owner = whole_policy(), make_owner()
    draft = draft_of(policy, owner, NOON)
    for model, owned in ((ClockRule, "version"), (LadderStep, "rule"), (NoticeRule, "version")):
        names = [each.attname for each in model._meta.concrete_fields]
        names = [name for name in names if name not in ("id", f"{owned}_id")]
        version = "version" if owned == "version" else "rule__version"

        def rows(number, model=model, names=names, version=version):
            mine = {f"{version}__policy": policy, f"{version}__number": number}
            return sorted(map(str, model.objects.filter(**mine).values_list(*names)))

        assert rows(draft.number) == rows(1)


def test_the_database_keeps_one_draft_a_policy():
    policy = whole_policy()
    draft_of(policy, make_owner(), NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyVersion.objects.create(policy=policy, number=9, source="x")


def test_a_rule_is_written_with_its_ladder_and_what_is_unwise_is_kept():
    policy, owner = whole_policy(), make_owner()
    draft = draft_of(policy, owner, NOON)
    early = StepWords(
        "early", StepAction.REMIND, StepAnchor.DUE, offset_minutes=-600, standing=Standing.SOURCE
    )
    words = RuleWords(180, starts="received", citation="Act 2, art. 1", steps=(early,))
    write(draft, owner, words, NOON)
    assert rule_in(draft) == words
    draft.refresh_from_db()
    assert draft.edit_version == 2
    entry = Entry.objects.get(subject_id=policy.code, verb="put_rule")
    assert entry.changes["steps"] == ["early"]
    assert "Act" not in str(entry.changes)


TWICE = StepWords("a", StepAction.BREACH, StepAnchor.DUE, offset_minutes=0)
NOBODY = replace(TWICE, action=StepAction.NEXT_CONTACT)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (RuleWords(0, starts="received"), "no_time"),
        (RuleWords(2**31, starts="received"), "no_time"),
        (RuleWords(60, starts="received", steps=(TWICE, TWICE)), "same_key"),
        (RuleWords(60, starts="received", steps=(replace(TWICE, offset_minutes=None),)), "no_place"),
        (RuleWords(60, starts="received", steps=(replace(TWICE, offset_minutes=2**40),)), "no_place"),
        (
            RuleWords(60, starts="received", steps=(replace(TWICE, action=StepAction.NEXT_CONTACT),)),
            "no_contact",
        ),
    ],
)
def test_what_the_database_cannot_keep_is_refused_with_a_sentence(words, code):
    policy, owner = whole_policy(), make_owner()
    draft = draft_of(policy, owner, NOON)
    before = rule_in(draft)
    with pytest.raises(Invalid) as refused:
        write(draft, owner, words, NOON)
    assert refused.value.code == code
    assert rule_in(draft) == before


def test_who_saves_second_is_told_and_an_edit_of_another_rule_is_none_of_his_matter():
    policy, owner = whole_policy(), make_owner()
    draft = draft_of(policy, owner, NOON)
    seen = stamp_of(rule_in(draft))
    said = {"actor": owner, "code": policy.code, "number": 2, "now": NOON}
    other = Place(ClockKind.VERIFY, Urgency.ORDINARY)
    put_rule(place=other, words=RuleWords(7), seen=stamp_of(rule_in(draft, other)), **said)
    put_rule(place=EFFECT, words=RuleWords(90, starts="received"), seen=seen, **said)
    with pytest.raises(Conflict) as refused:
        put_rule(place=EFFECT, words=RuleWords(30, starts="received"), seen=seen, **said)
    assert refused.value.code == "changed_meanwhile"
    assert rule_in(draft).allowance_minutes == 90


def test_a_rule_of_the_lane_is_added_and_taken_out():
    policy, owner = whole_policy(), make_owner()
    draft = draft_of(policy, owner, NOON)
    lane = EFFECT._replace(lane=Lane.TRUSTED)
    said = {"actor": owner, "code": policy.code, "number": 2, "place": lane, "now": NOON}
    put_rule(words=RuleWords(30, starts="received"), seen=stamp_of(None), **said)
    assert contents_of(draft).rule(*lane).allowance_minutes == 30
    remove_rule(**said)
    assert contents_of(draft).rule(*lane) == rule_in(draft)
    with pytest.raises(NotKnown):
        remove_rule(**said)


def test_the_head_is_changed_and_a_new_effect_of_a_check_is_our_own():
    policy, owner = whole_policy(), make_owner()
    draft = draft_of(policy, owner, NOON)
    words = head(notice={NoticeCheck.OVER_BROAD: CheckEffect.BLOCK, NoticeCheck.DEAD_FORM: CheckEffect.WARN})
    said = {"actor": owner, "code": policy.code, "number": 2, "words": words, "now": NOON}
    change_draft(edit_version=1, **said)
    found = contents_of(draft_again := PolicyVersion.objects.get(pk=draft.pk))
    assert (found.source, found.single_signature_urgent) == ("Act 2", True)
    assert list(draft_again.notice_rules.values_list("check_code", "effect", "standing")) == [
        ("over_broad", "block", "our_default")
    ]
    with pytest.raises(Conflict):
        change_draft(edit_version=1, **said)
    with pytest.raises(Invalid):
        change_draft(edit_version=2, **{**said, "words": head(source=" ")})


def test_a_draft_is_thrown_away_whole_and_its_number_is_free_again():
    policy, owner = whole_policy(), make_owner()
    draft = draft_of(policy, owner, NOON)
    discard_draft(actor=owner, code=policy.code, number=2, now=NOON)
    assert not ClockRule.objects.filter(version_id=draft.pk).exists()
    assert draft_of(policy, owner, NOON).number == 2
    assert verbs(policy) == ["begin_draft", "discard_draft", "begin_draft"]


def test_a_draft_is_known_to_those_alone_who_edit_it():
    policy, owner = make_policy(jurisdiction="QX").policy, make_owner()
    draft_of(policy, owner, NOON)
    lead = make_actor(make_operator(), Role.LEAD)
    assert [each.number for each in versions_for(owner, policy)] == [2, 1]
    assert [each.number for each in versions_for(lead, policy)] == [1]
    with pytest.raises(NotKnown):
        version_for(lead, policy.code, 2)
    with pytest.raises(NotAllowed):
        begin_draft(actor=lead, code=policy.code, now=NOON)


def test_what_is_published_is_edited_by_nobody():
    policy, owner = whole_policy(), make_owner()
    published = policy.versions.get()
    for verb, words in (
        (discard_draft, {}),
        (remove_rule, {"place": EFFECT}),
        (put_rule, {"place": EFFECT, "words": RuleWords(9, starts="sent"), "seen": ""}),
        (change_draft, {"words": head(), "edit_version": 1}),
    ):
        with pytest.raises(Conflict) as refused:
            verb(actor=owner, code=policy.code, number=1, now=NOON, **words)
        assert refused.value.code == "no_draft"
    rule = published.rules.first()
    for change in (
        lambda: ClockRule.objects.filter(pk=rule.pk).update(allowance_minutes=1),
        lambda: rule.steps.all().delete(),
        lambda: PolicyVersion.objects.filter(pk=published.pk).update(source="Another"),
        lambda: PolicyVersion.objects.filter(pk=published.pk).update(state="draft"),
        lambda: PolicyVersion.objects.filter(pk=published.pk).update(edit_version=7),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
