"""Loads what the law and the agreements say from fixtures: data, not constants."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from accounts.domain.acting import Actor, acting_as
from audit.domain.chain import NewEntry, record
from channels_registry.domain.contact_hours import check_hours
from sla.domain.holiday_lists import listed_days
from sla.enums import Lane, Standing, StepAnchor, VersionState
from sla.models import (
    Calendar,
    Category,
    ClockRule,
    Holiday,
    LadderStep,
    LegalBasis,
    NoticeRule,
    Policy,
    PolicyFact,
    PolicyVersion,
)

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
Ladders = dict[str, list[dict[str, Any]]]


def load_reference(*, actor: Actor, now: datetime) -> int:
    """Load categories, legal bases, calendars and policies that are not there yet; return how many.

    What stands is left as it is: an administrator may have changed it. A version of a
    policy that is new in the fixture is published and retires the one before it. Each
    row loaded is in the record.
    """
    law = json.loads((FIXTURES / "law.json").read_text(encoding="utf-8"))
    policies = json.loads((FIXTURES / "policies.json").read_text(encoding="utf-8"))
    calendars = json.loads((FIXTURES / "calendars.json").read_text(encoding="utf-8"))
    with acting_as(actor):
        entries = [
            *(entry for row in law["categories"] if (entry := _category(row))),
            *(entry for row in law["legal_bases"] if (entry := _legal_basis(row))),
            *(entry for row in calendars["calendars"] if (entry := _calendar(row, now))),
            *(entry for row in policies["policies"] if (entry := _policy(row, policies["ladders"], now))),
        ]
        if entries:
            record(entries, by=actor, at=now)
    return len(entries)


def _loaded(kind: str, code: str, **changes: Any) -> NewEntry:
    return NewEntry(subject_kind=kind, subject_id=code, verb="loaded", changes=changes)


def _category(row: dict[str, Any]) -> NewEntry | None:
    _, made = Category.objects.get_or_create(
        code=row["code"],
        defaults={
            "name_en": row["name"]["en"],
            "name_id": row["name"]["id"],
            "urgency": row["urgency"],
            "urgency_source": row["urgency_source"],
            "restricted": row.get("restricted", False),
        },
    )
    return _loaded("category", row["code"], urgency=row["urgency"]) if made else None


def _legal_basis(row: dict[str, Any]) -> NewEntry | None:
    basis, made = LegalBasis.objects.get_or_create(
        code=row["code"],
        defaults={
            "jurisdiction": row["jurisdiction"],
            "citation": row["citation"],
            "text_en": row["text"]["en"],
            "text_id": row["text"]["id"],
            "effective_from": row["from"],
            "standing": row["standing"],
        },
    )
    if not made:
        return None
    basis.categories.set(Category.objects.filter(code__in=row["categories"]))
    return _loaded("legal_basis", row["code"], standing=row["standing"])


def _calendar(row: dict[str, Any], now: datetime) -> NewEntry | None:
    """Load a calendar with the listed holidays of this year and those after it."""
    if Calendar.objects.filter(code=row["code"]).exists():
        return None
    calendar = Calendar.objects.create(
        code=row["code"],
        name_en=row["name"]["en"],
        name_id=row["name"]["id"],
        time_zone=row["zone"],
        hours=check_hours(row["hours"]),
    )
    years = range(now.year, now.year + row["years"])
    days = [each for year in years for each in listed_days(row["holidays"], year)]
    Holiday.objects.bulk_create(
        Holiday(calendar=calendar, day=each.day, name=each.name, source=each.source) for each in days
    )
    return _loaded("calendar", f"{calendar.code}-{calendar.number}", holidays=len(days))


def _policy(row: dict[str, Any], ladders: Ladders, now: datetime) -> NewEntry | None:
    policy, _ = Policy.objects.get_or_create(
        code=row["code"],
        defaults={
            "name_en": row["name"]["en"],
            "name_id": row["name"]["id"],
            "jurisdiction": row["jurisdiction"],
            "is_default": row["default"],
        },
    )
    if policy.versions.filter(number__gte=row["number"]).exists():
        return None
    version = PolicyVersion.objects.create(
        policy=policy,
        number=row["number"],
        source=row["source"],
        single_signature_urgent=row["single_signature_urgent"],
    )
    for rule in row["rules"]:
        _rule(version, rule, ladders[rule["ladder"]])
    wanted = row["notice"].items()
    NoticeRule.objects.bulk_create(
        NoticeRule(version=version, check_code=check, effect=effect) for check, effect in wanted
    )
    _facts(policy, row["facts"])
    _publish(version, now=now)
    return _loaded("policy", policy.code, version=version.number, state=VersionState.PUBLISHED)


def _rule(version: PolicyVersion, row: dict[str, Any], ladder: list[dict[str, Any]]) -> None:
    stops = {f"on_{cause}": effect for cause, effect in row.get("stops", {}).items()}
    rule = ClockRule.objects.create(
        version=version,
        kind=row["clock"],
        urgency=row["urgency"],
        lane=row.get("lane", Lane.STANDARD),
        allowance_minutes=row["minutes"],
        starts=row.get("starts", ""),
        citation=row.get("citation", ""),
        standing=row["standing"],
        **stops,
    )
    LadderStep.objects.bulk_create(_step(rule, step) for step in ladder)


def _step(rule: ClockRule, row: dict[str, Any]) -> LadderStep:
    if "share" in row:
        anchor, offset = StepAnchor.SHARE, None
    elif "after_start" in row:
        anchor, offset = StepAnchor.START, row["after_start"]
    else:
        anchor, offset = StepAnchor.DUE, row["after_due"]
    return LadderStep(
        rule=rule,
        key=row["key"],
        action=row["action"],
        anchor=anchor,
        share=row.get("share"),
        offset_minutes=offset,
        contact_function=row.get("contact", ""),
        level=row.get("level", 0),
        standing=row.get("standing", Standing.OUR_DEFAULT),
    )


def _facts(policy: Policy, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        PolicyFact.objects.get_or_create(
            policy=policy,
            key=row["key"],
            defaults={
                "text_en": row["text"]["en"],
                "text_id": row["text"]["id"],
                "citation": row["citation"],
                "standing": row["standing"],
            },
        )


def _publish(version: PolicyVersion, *, now: datetime) -> None:
    # The first holds since ever: it says what the law said before there was a desk. A later
    # one ends the one before it.
    others = PolicyVersion.objects.filter(policy=version.policy, state=VersionState.PUBLISHED)
    for held in others.filter(in_force__contains=now):
        held.in_force = DateTimeTZRange(held.in_force.lower, now)
        held.save(update_fields=["in_force"])
    begins = now if others.exists() else None
    version.state, version.published_at = VersionState.PUBLISHED, now
    version.in_force = DateTimeTZRange(begins, None)
    version.save(update_fields=["state", "published_at", "in_force"])
