"""Drafts of a policy's next version: begun as a copy, edited rule by rule, thrown away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Max, Model
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.domain.rights import lock_setup, require_shared_editor
from audit.domain.chain import NewEntry, record
from kernel.errors import Conflict, Invalid, NotKnown
from sla.domain.contents import RULE_FIELDS, STEP_FIELDS, Place, RuleWords, StepWords, stamp_of, words_of
from sla.domain.policies import policy_for, version_for
from sla.enums import CheckEffect, NoticeCheck, Standing, StepAction, VersionState
from sla.models import ClockRule, LadderStep, NoticeRule, Policy, PolicyVersion

M = TypeVar("M", LadderStep, NoticeRule)
# What a database column holds at most: beyond it no draft can be kept.
LARGEST = 2_147_483_647


@dataclass(frozen=True, slots=True)
class HeadWords:
    """What a version says beside its rules. ``notice``: what each check of a notice does."""

    source: str
    single_signature_urgent: bool
    notice: Mapping[NoticeCheck, CheckEffect]


def begin_draft(*, actor: Actor, code: str, now: datetime) -> PolicyVersion:
    """Begin the next version of a policy, a copy of what was published last. Audited.

    Raises NotKnown, NotAllowed, Conflict (there is a draft already).
    """
    with acting_as(actor):
        policy = policy_for(actor, code)
        require_shared_editor(actor)
        lock_setup()
        versions = policy.versions.order_by("-number")
        if versions.filter(state=VersionState.DRAFT).exists():
            raise Conflict("draft_exists", _("There is a draft already. Publish it or throw it away first."))
        last = versions.exclude(in_force__isempty=True).first()
        draft = PolicyVersion.objects.create(
            policy=policy,
            number=(versions.aggregate(last=Max("number"))["last"] or 0) + 1,
            source=last.source if last else "",
            single_signature_urgent=last.single_signature_urgent if last else False,
        )
        if last:
            _copy(last, draft)
        copied = {"copied": last.number} if last else {}
        _note(policy, "begin_draft", actor, now, version=draft.number, **copied)
    return draft


def change_draft(
    *, actor: Actor, code: str, number: int, words: HeadWords, edit_version: int, now: datetime
) -> PolicyVersion:
    """Change what a draft says beside its rules. Audited.

    Raises NotKnown, NotAllowed, Invalid (no source), Conflict (no draft any more, changed since).
    """
    if not words.source.strip():
        raise Invalid("source", _("Say where this is written."), field="source")
    with acting_as(actor):
        draft = locked_draft(actor, code, number)
        refuse_if_edited(draft, edit_version)
        draft.source = words.source.strip()
        draft.single_signature_urgent = words.single_signature_urgent
        _touch(draft, "source", "single_signature_urgent")
        changed = _put_checks(draft, words.notice)
        said = {"single_signature_urgent": words.single_signature_urgent, **changed}
        _note(draft.policy, "change_draft", actor, now, version=number, **said)
    return draft


def put_rule(
    *, actor: Actor, code: str, number: int, place: Place, words: RuleWords, seen: str, now: datetime
) -> ClockRule:
    """Write the rule of one clock into a draft, with its whole ladder. Audited.

    What is only unwise is kept and remarked on; Invalid is what cannot be kept: no time, a
    key twice, a step without a place or a contact. Raises NotKnown, NotAllowed, Conflict (no draft
    any more, the rule changed since ``seen``).
    """
    _must_be_storable(words)
    with acting_as(actor):
        draft = locked_draft(actor, code, number)
        rule = _rule_at(draft, place)
        if seen and seen != stamp_of(words_of(rule) if rule else None):
            raise Conflict(
                "changed_meanwhile",
                _("Somebody changed this while you were writing. Compare, then save again."),
            )
        if rule is None:
            rule = ClockRule(version=draft, kind=place.kind, urgency=place.urgency, lane=place.lane)
        for name in RULE_FIELDS:
            setattr(rule, name, getattr(words, name))
        rule.save()
        rule.steps.all().delete()
        LadderStep.objects.bulk_create(_row(rule, step) for step in words.steps)
        _touch(draft)
        held = {"allowance_minutes": words.allowance_minutes, "steps": [step.key for step in words.steps]}
        _note(draft.policy, "put_rule", actor, now, version=number, **_said(place), **held)
    return rule


def remove_rule(*, actor: Actor, code: str, number: int, place: Place, now: datetime) -> PolicyVersion:
    """Take the rule of one clock out of a draft. Audited.

    Raises NotKnown (also where there is no such rule), NotAllowed, Conflict (no draft any more).
    """
    with acting_as(actor):
        draft = locked_draft(actor, code, number)
        rule = _rule_at(draft, place)
        if rule is None:
            raise NotKnown("rule_unknown", _("There is no such rule."))
        rule.steps.all().delete()
        rule.delete()
        _touch(draft)
        _note(draft.policy, "remove_rule", actor, now, version=number, **_said(place))
    return draft


def discard_draft(*, actor: Actor, code: str, number: int, now: datetime) -> Policy:
    """Throw a draft away; its number is free again. Audited.

    Raises NotKnown, NotAllowed, Conflict (no draft any more).
    """
    with acting_as(actor):
        draft = locked_draft(actor, code, number)
        LadderStep.objects.filter(rule__version=draft).delete()
        draft.rules.all().delete()
        draft.notice_rules.all().delete()
        draft.delete()
        _note(draft.policy, "discard_draft", actor, now, version=number)
    return draft.policy


def locked_draft(actor: Actor, code: str, number: int) -> PolicyVersion:
    """Return a draft for one who edits it, locked; raises NotKnown, NotAllowed, Conflict. Inner."""
    found = version_for(actor, code, number)
    require_shared_editor(actor)
    lock_setup()
    draft = PolicyVersion.objects.select_for_update(no_key=True, of=("self",)).filter(pk=found.pk)
    version = draft.select_related("policy").first()
    if version is None or version.state != VersionState.DRAFT:
        raise Conflict("no_draft", _("This version is published or thrown away: it is no draft any more."))
    return version


def refuse_if_edited(draft: PolicyVersion, edit_version: int) -> None:
    """Raise Conflict where somebody edited the draft after it was seen. Inner."""
    if draft.edit_version != edit_version:
        raise Conflict(
            "changed_meanwhile",
            _("Somebody changed this while you were writing. Compare, then save again."),
        )


def _copy(source: PolicyVersion, draft: PolicyVersion) -> None:
    """Copy rows whole, whatever their columns: what is new in the tables comes along by itself."""
    for rule in source.rules.prefetch_related("steps").order_by("pk"):
        steps = sorted(rule.steps.all(), key=lambda step: step.pk)
        copy = _anew(rule, version=draft)
        LadderStep.objects.bulk_create(_unsaved(step, rule=copy) for step in steps)
    NoticeRule.objects.bulk_create(_unsaved(each, version=draft) for each in source.notice_rules.all())


def _anew(rule: ClockRule, *, version: PolicyVersion) -> ClockRule:
    copy = ClockRule(**{name: value for name, value in _columns(rule).items() if name != "version_id"})
    copy.version = version
    copy.save()
    return copy


def _unsaved(row: M, **owner: Model) -> M:
    attnames = {f"{name}_id" for name in owner}
    kept = {name: value for name, value in _columns(row).items() if name not in attnames}
    return type(row)(**kept, **owner)


def _columns(row: Model) -> dict[str, object]:
    columns = [each for each in row._meta.concrete_fields if not each.primary_key]
    return {each.attname: getattr(row, each.attname) for each in columns}


def _rule_at(draft: PolicyVersion, place: Place) -> ClockRule | None:
    rules = draft.rules.filter(kind=place.kind, urgency=place.urgency, lane=place.lane)
    return rules.prefetch_related("steps").first()


def _row(rule: ClockRule, step: StepWords) -> LadderStep:
    return LadderStep(rule=rule, **{name: getattr(step, name) for name in STEP_FIELDS})


def _put_checks(draft: PolicyVersion, wanted: Mapping[NoticeCheck, CheckEffect]) -> dict[str, str]:
    """Write what each check does; return what changed. A new effect is our own until it is confirmed."""
    said = {each.check_code: each for each in draft.notice_rules.all()}
    changed = {}
    for check, effect in wanted.items():
        rule = said.get(check.value) or NoticeRule(version=draft, check_code=check, effect=CheckEffect.WARN)
        if rule.effect != effect:
            rule.effect, rule.standing = effect, Standing.OUR_DEFAULT
            rule.save()
            changed[check.value] = effect.value
    return changed


def _must_be_storable(words: RuleWords) -> None:
    if not 1 <= words.allowance_minutes <= LARGEST:
        raise Invalid("no_time", _("Give at least one minute."), field="allowance")
    keys = [step.key for step in words.steps]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        said = _("Two steps have the key “%(key)s”. Each fires once, by its key.")
        raise Invalid("same_key", said % {"key": twice})
    for step in words.steps:
        _must_be_step(step)


def _must_be_step(step: StepWords) -> None:
    if not step.has_place or abs(step.offset_minutes or 0) > LARGEST:
        raise Invalid("no_place", _("Step “%(key)s” does not say when.") % {"key": step.key})
    if step.action == StepAction.NEXT_CONTACT and not step.contact_function:
        said = _("Step “%(key)s” does not say which contact is told.")
        raise Invalid("no_contact", said % {"key": step.key})


def _touch(draft: PolicyVersion, *fields: str) -> None:
    draft.edit_version += 1
    draft.save(update_fields=[*fields, "edit_version"])


def _said(place: Place) -> dict[str, str]:
    return {"clock": place.kind.value, "urgency": place.urgency.value, "lane": place.lane.value}


def _note(policy: Policy, verb: str, actor: Actor, now: datetime, **changes: object) -> None:
    record([NewEntry("policy", policy.code, verb, changes)], by=actor, at=now)
