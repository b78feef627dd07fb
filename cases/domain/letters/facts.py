"""What the agency's letters say, as data: read under the lock of the deed, then never again.

Names, words of the law and addresses are copied as they are at that instant, in every language
that they have. Nothing here says who reported or which agency referred.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings

from accounts.domain.acting import Actor
from accounts.models import Organisation
from audit.domain.hashing import instant
from cases.domain.due_preview import receipt_deemed_at
from cases.enums import LetterKind
from cases.models import Amendment, Case, Clock, Item, Letter
from channels_registry.enums import CONTACT_ORDER, ContactFunction
from channels_registry.models import Contact
from sla.domain.rules import rule_for
from sla.enums import ClockKind, PauseCause
from sla.models import Calendar, ClockRule, LegalBasis, PolicyVersion

Facts = dict[str, Any]


def head_of(case: Case) -> Facts:
    """Return what every letter of a case says: which case, between whom."""
    return {
        "reference": case.reference,
        "file_number": case.file_number,
        "agency": _party(case.agency),
        "operator": _party(case.organisation),
        "platform": case.platform.name,
        "category": {"en": case.category.name_en, "id": case.category.name_id},
        "urgency": case.urgency,
        "answer_at": f"{settings.BASE_URL}/cases/{case.reference}/",
    }


def _party(organisation: Organisation) -> Facts:
    return {
        "name": organisation.name,
        "jurisdiction": organisation.jurisdiction,
        "zone": organisation.time_zone,
    }


def order_facts(case: Case, acknowledge: Clock) -> Facts:
    """Return what the order says. ``acknowledge``: the clock that sending has started."""
    version = case.policy_version
    if version is None:
        raise AssertionError("a sent case has a policy")
    items = list(Item.objects.filter(case=case).select_related("legal_basis").order_by("position"))
    return {
        "contact": _contact(case),
        **official_facts(case),
        "items": [item_facts(item) | {"statement": item.statement} for item in items],
        "bases": [_basis(basis) for basis in _bases(items)],
        "reasons": case.reasons,
        "considerations": case.considerations,
        "redress": case.redress,
        "preservation_until": _day(case.preservation_until),
        "non_disclosure_until": _day(case.non_disclosure_until),
        "procedure": _procedure(case, version),
        **_limits(case, version, acknowledge),
    }


def official_facts(case: Case) -> Facts:
    """Return who answers for the order: nobody, while it stands on one signature."""
    return {"official": case.issuing_official, "post": case.issuing_post}


def item_facts(item: Item) -> Facts:
    """Return what identifies an item."""
    return {
        "position": item.position,
        "url": item.url,
        "key": item.key,
        "kind": item.kind,
        "basis": item.legal_basis.citation,
    }


def amendment_facts(amendment: Amendment, actor: Actor) -> Facts:
    """Return what an amendment says; its author signs by role, as in the thread."""
    return {
        "amendment": amendment.number,
        "text": amendment.text,
        "roles": sorted(str(role) for role in actor.roles),
        **order_meant(amendment.case),
    }


def confirmation_facts(case: Case) -> Facts:
    """Return who confirms an order that went out on one signature."""
    return official_facts(case) | order_meant(case)


def order_meant(case: Case) -> Facts:
    """Return which order a later letter is about; nothing where it was sent before there were letters."""
    order = Letter.objects.filter(case=case, kind=LetterKind.ORDER).first()
    return {"order": {"at": instant(order.at), "hash": order.content_hash} if order else None}


def _contact(case: Case) -> Facts | None:
    active = Contact.objects.filter(platform_id=case.platform_id, active=True)
    first = min(active, key=_asked_first, default=None)
    if first is None:
        return None
    return {"name": first.name, "function": first.function, "email": first.email}


def _asked_first(contact: Contact) -> tuple[int, int, int]:
    return CONTACT_ORDER.index(ContactFunction(contact.function)), contact.rank, contact.pk


def _bases(items: Iterable[Item]) -> list[LegalBasis]:
    bases = {item.legal_basis.pk: item.legal_basis for item in items}
    return sorted(bases.values(), key=lambda basis: basis.citation)


def _basis(basis: LegalBasis) -> Facts:
    return {
        "citation": basis.citation,
        "text": {"en": basis.text_en, "id": basis.text_id},
        "standing": basis.standing,
    }


def _procedure(case: Case, version: PolicyVersion) -> Facts:
    return {
        "name": {"en": version.policy.name_en, "id": version.policy.name_id},
        "version": version.number,
        "source": version.source,
        "why": case.why_policy,
        "agreement": case.agreement.title if case.agreement else "",
        "lane": case.lane,
    }


def _limits(case: Case, version: PolicyVersion, acknowledge: Clock) -> Facts:
    effect = rule_for(version, ClockKind.EFFECT, case.urgency, case.lane)
    deemed = receipt_deemed_at(acknowledge.rule, acknowledge.started_at)
    return {
        "acknowledge": _rule(acknowledge.rule) | {"due_at": instant(acknowledge.due_at)},
        "effect": _rule(effect) | {"starts": effect.starts},
        "deemed_at": instant(deemed) if deemed else None,
        "stops": {
            PauseCause.CLARIFICATION.value: effect.on_clarification,
            PauseCause.IMPOSSIBILITY.value: effect.on_impossibility,
            PauseCause.REVIEW.value: effect.on_review,
        },
    }


def _rule(rule: ClockRule) -> Facts:
    said = {"minutes": rule.allowance_minutes, "citation": rule.citation, "standing": rule.standing}
    return said if rule.calendar is None else said | {"calendar": _calendar(rule.calendar)}


def _calendar(calendar: Calendar) -> Facts:
    return {
        "name": {"en": calendar.name_en, "id": calendar.name_id},
        "number": calendar.number,
        "hours": calendar.hours,
        "zone": calendar.time_zone,
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
