"""Policies whose published version could be published again, and drafts of their next."""

from datetime import datetime

from accounts.domain.acting import Actor
from accounts.enums import Role
from sla.domain.contents import Place, RuleWords, contents_of
from sla.domain.drafting import begin_draft, put_rule
from sla.enums import ClockKind, Urgency
from sla.models import Policy, PolicyVersion
from tests.factories.desk import WHOLE_LADDER
from tests.factories.law import make_policy
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor

EFFECT = Place(ClockKind.EFFECT, Urgency.URGENT)


def make_owner() -> Actor:
    """Return an administrator of an agency that owns the desk."""
    return make_actor(make_agency(owner=True), Role.ADMINISTRATOR)


def whole_policy() -> Policy:
    """Return a policy with a whole ladder, against whose version nothing is to be said."""
    return make_policy(is_default=False, steps=WHOLE_LADDER).policy


def draft_of(policy: Policy, owner: Actor, now: datetime) -> PolicyVersion:
    """Return a draft of the next version of a policy, begun as a copy."""
    return begin_draft(actor=owner, code=policy.code, now=now)


def write(draft: PolicyVersion, owner: Actor, words: RuleWords, now: datetime, place: Place = EFFECT) -> None:
    """Write a rule of a draft, whatever was there."""
    put_rule(
        actor=owner,
        code=draft.policy.code,
        number=draft.number,
        place=place,
        words=words,
        seen="",
        now=now,
    )


def rule_in(version: PolicyVersion, place: Place = EFFECT) -> RuleWords:
    """Return what a version says at a place."""
    return contents_of(version).rules[place]
