"""Categories, legal bases, policies and agreements."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from accounts.models import Organisation
from channels_registry.models import Platform
from sla.enums import (
    CheckEffect,
    ClockKind,
    Lane,
    NoticeCheck,
    Standing,
    StartEvent,
    StepAction,
    StepAnchor,
    StopEffect,
    Urgency,
    VersionState,
)
from sla.models import (
    Agreement,
    Calendar,
    Category,
    ClockRule,
    Holiday,
    LadderStep,
    LegalBasis,
    NoticeRule,
    Policy,
    PolicyVersion,
    TrustedFlagger,
)
from tests.factories.counting import next_number

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
# Minutes of urgent cases; ordinary ones have ORDINARY_FACTOR times as many.
MINUTES: Mapping[ClockKind, int] = {
    ClockKind.APPROVE: 60,
    ClockKind.ACKNOWLEDGE: 60,
    ClockKind.EFFECT: 240,
    ClockKind.CLARIFY: 120,
    ClockKind.VERIFY: 120,
    ClockKind.RECHECK: 1440,
    ClockKind.REINSTATE: 240,
}
ORDINARY_FACTOR = 6


def make_category(code: str = "", urgency: Urgency = Urgency.URGENT, *, restricted: bool = False) -> Category:
    """Return a category named after its code."""
    code = code or f"category-{next_number()}"
    return Category.objects.create(
        code=code,
        name_en=code.replace("-", " ").capitalize(),
        name_id=code,
        urgency=urgency,
        restricted=restricted,
    )


def make_legal_basis(
    *categories: Category,
    jurisdiction: str = "ID",
    code: str = "",
    effective_from: date = date(2020, 1, 1),
    effective_until: date | None = None,
) -> LegalBasis:
    """Return a provision in force that the categories rest on."""
    code = code or f"provision-{next_number()}"
    basis = LegalBasis.objects.create(
        jurisdiction=jurisdiction,
        code=code,
        citation=f"Act on {code}, art. 1",
        text_en=f"What {code} forbids.",
        text_id=f"Yang dilarang {code}.",
        effective_from=effective_from,
        effective_until=effective_until,
        standing=Standing.SOURCE,
    )
    basis.categories.set(categories)
    return basis


def make_calendar(
    hours: str = "Mon-Fri 08:00-16:00",
    *holidays: date,
    zone: str = "Asia/Jakarta",
    code: str = "",
) -> Calendar:
    """Return a calendar with these holidays that no published version runs by yet."""
    code = code or f"calendar-{next_number()}"
    calendar = Calendar.objects.create(code=code, name_en=code, name_id=code, time_zone=zone, hours=hours)
    Holiday.objects.bulk_create(
        Holiday(calendar=calendar, day=day, name="A feast", source="A decree") for day in holidays
    )
    return calendar


def remind_at(share: int, key: str = "") -> dict[str, Any]:
    """Return a reminder at ``share`` thousandths of the allowance, as fields of a LadderStep."""
    return {
        "key": key or f"remind-{share}",
        "action": StepAction.REMIND,
        "anchor": StepAnchor.SHARE,
        "share": share,
    }


def step_after_due(key: str, action: StepAction, minutes: int = 0, **fields: Any) -> dict[str, Any]:
    """Return a step ``minutes`` after the deadline, as fields of a LadderStep."""
    return {
        "key": key,
        "action": action,
        "anchor": StepAnchor.DUE,
        "offset_minutes": minutes,
        **fields,
    }


BREACH_ONLY = (step_after_due("breach", StepAction.BREACH),)


def make_policy(
    code: str = "",
    *,
    jurisdiction: str = "ID",
    is_default: bool = True,
    minutes: Mapping[ClockKind, int] = MINUTES,
    ordinary_factor: int = ORDINARY_FACTOR,
    effect_starts: StartEvent = StartEvent.RECEIVED,
    stop: StopEffect = StopEffect.PAUSE,
    steps: Mapping[ClockKind, Sequence[Mapping[str, Any]]] | None = None,
    single_signature_urgent: bool = False,
    notice: Mapping[NoticeCheck, CheckEffect] | None = None,
    trusted: Mapping[ClockKind, int] | None = None,
    calendars: Mapping[ClockKind, Calendar] | None = None,
) -> PolicyVersion:
    """Return a published version with a rule for every clock kind and both urgencies.

    ``minutes`` overrides single kinds of MINUTES; ``steps`` gives a clock kind its ladder
    (default: the breach alone); ``stop`` is what every stop does to the effect clock;
    ``trusted``: minutes of urgent cases in that lane; ``calendars``: hours of single kinds.
    """
    code = code or f"policy-{next_number()}"
    policy = Policy.objects.create(
        code=code, name_en=code, name_id=code, jurisdiction=jurisdiction, is_default=is_default
    )
    version = PolicyVersion.objects.create(
        policy=policy, number=1, source="For tests", single_signature_urgent=single_signature_urgent
    )
    for kind in ClockKind:
        for urgency, factor in ((Urgency.URGENT, 1), (Urgency.ORDINARY, ordinary_factor)):
            stops = stop if kind == ClockKind.EFFECT else StopEffect.CONTINUE
            rule = ClockRule.objects.create(
                version=version,
                kind=kind,
                urgency=urgency,
                allowance_minutes={**MINUTES, **minutes}[kind] * factor,
                calendar=(calendars or {}).get(kind),
                starts=effect_starts if kind == ClockKind.EFFECT else "",
                on_clarification=stops,
                on_impossibility=stops,
                on_review=stops,
                citation=f"{code}, {kind.value}",
                standing=Standing.OUR_DEFAULT,
            )
            for step in (steps or {}).get(kind, BREACH_ONLY):
                LadderStep.objects.create(rule=rule, **step)
    for check, effect in (notice or {}).items():
        NoticeRule.objects.create(version=version, check_code=check, effect=effect)
    _give_lane(version, trusted or {}, effect_starts)
    return _published(version)


def _published(version: PolicyVersion) -> PolicyVersion:
    version.state, version.published_at = VersionState.PUBLISHED, LONG_AGO
    version.in_force = DateTimeTZRange(None, None)
    version.save(update_fields=["state", "published_at", "in_force"])
    return version


def _give_lane(version: PolicyVersion, minutes: Mapping[ClockKind, int], effect_starts: StartEvent) -> None:
    for kind, allowed in minutes.items():
        rule = ClockRule.objects.create(
            version=version,
            kind=kind,
            urgency=Urgency.URGENT,
            lane=Lane.TRUSTED,
            allowance_minutes=allowed,
            starts=effect_starts if kind == ClockKind.EFFECT else "",
            standing=Standing.OUR_DEFAULT,
        )
        LadderStep.objects.create(rule=rule, **BREACH_ONLY[0])


def make_agreement(
    agency: Organisation,
    platform: Platform,
    version: PolicyVersion,
    *,
    category: Category | None = None,
    urgency: Urgency | str = "",
) -> Agreement:
    """Return an agreement of ``agency`` with ``platform`` in force since long ago."""
    return Agreement.objects.create(
        agency=agency,
        platform=platform,
        category=category,
        urgency=urgency,
        policy=version.policy,
        title=f"Procedure of {agency} with {platform}",
        in_force=DateTimeTZRange(LONG_AGO, None),
    )


def make_flagger(
    agency: Organisation,
    platform: Platform,
    *,
    category: Category | None = None,
    since: datetime = LONG_AGO,
    until: datetime | None = None,
) -> TrustedFlagger:
    """Return the status of ``agency`` as a trusted flagger at ``platform``."""
    return TrustedFlagger.objects.create(
        agency=agency,
        platform=platform,
        category=category,
        in_force=DateTimeTZRange(since, until),
        granted_by="administrator",
    )
