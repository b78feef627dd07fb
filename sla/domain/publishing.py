"""Publishing a draft from an instant on, and retiring what is in force."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.domain.acting import Actor, acting_as
from accounts.domain.rights import lock_setup, require_shared_editor
from audit.domain.chain import NewEntry, record
from kernel.errors import Conflict, Invalid
from sla.domain.checking import Remark, remarks_on
from sla.domain.contents import contents_of
from sla.domain.drafting import locked_draft, refuse_if_edited
from sla.domain.policies import version_for
from sla.enums import VersionState
from sla.models import Agreement, Policy, PolicyVersion

# Later than this nobody plans: a slip of the finger in the year.
AHEAD_AT_MOST = timedelta(days=5 * 366)


def publish_version(
    *,
    actor: Actor,
    code: str,
    number: int,
    effective_from: datetime | None,
    edit_version: int,
    now: datetime,
) -> PolicyVersion:
    """Publish a draft: cases sent from ``effective_from`` on (None: ``now``) come under it.

    Effects: frozen for good; the version that held until then retires at that instant. Cases
    that are open keep theirs. Audited. Raises NotKnown, NotAllowed, Invalid (a remark that
    refuses, an instant that has passed), Conflict (no draft any more, changed since it was
    seen, another begins later).
    """
    with acting_as(actor):
        draft = locked_draft(actor, code, number)
        refuse_if_edited(draft, edit_version)
        begins = _checked_instant(effective_from, now)
        refuse_faults(remarks_on(contents_of(draft)))
        before = _end_others(draft.policy, begins, now)
        draft.state, draft.published_at = VersionState.PUBLISHED, now
        draft.in_force = DateTimeTZRange(begins, None)
        draft.save(update_fields=["state", "published_at", "in_force"])
        changes = {"version": number, "effective_from": begins.isoformat(), **before}
        record([NewEntry("policy", code, "publish_version", changes)], by=actor, at=now)
    return draft


def retire_version(
    *, actor: Actor, code: str, number: int, until: datetime | None, now: datetime
) -> PolicyVersion:
    """End a version at ``until`` (None: ``now``) without another in its place. Audited.

    Open cases run on under it; new ones are refused until another is published. One that has
    not begun is taken back, and the one before it goes on. Raises NotKnown, NotAllowed,
    Invalid (an instant that has passed), Conflict (a draft, or retired already).
    """
    with acting_as(actor):
        found = version_for(actor, code, number)
        require_shared_editor(actor)
        lock_setup()
        version = PolicyVersion.objects.select_for_update(no_key=True).get(pk=found.pk)
        state = version.state_at(now)
        if version.in_force is None or state not in (VersionState.PUBLISHED, VersionState.COMING):
            raise Conflict("not_in_force", _("Only a published version that is not retired can be retired."))
        if state == VersionState.COMING:
            return _take_back(version, actor, now)
        ends = _checked_instant(until, now)
        if version.in_force.upper is not None and version.in_force.upper < ends:
            raise Invalid("until", _("It is retired before that already."), field="until")
        _hold(version, DateTimeTZRange(version.in_force.lower, ends))
        changes = {"version": number, "until": ends.isoformat()}
        record([NewEntry("policy", code, "retire_version", changes)], by=actor, at=now)
    return version


def refuse_faults(remarks: list[Remark]) -> None:
    """Raise Invalid with the first remark that refuses and the number of the others. Inner."""
    faults = [remark for remark in remarks if remark.refuses]
    if not faults:
        return
    said = f"{faults[0].where}: {faults[0].sentence}"
    if len(faults) > 1:
        more = ngettext("And %(n)s more.", "And %(n)s more.", len(faults) - 1) % {"n": len(faults) - 1}
        said = f"{said} {more}"
    raise Invalid("version_faulty", said)


def crossing_agreements(policy: Policy, now: datetime) -> Iterator[Remark]:
    """Say which agreements under ``policy`` meet another in force that is neither wider nor narrower.

    Two for the very same never overlap: the database refuses them. Where one is for a category
    and the other for an urgency, both fit the same case, and a reader may expect the other.
    """
    in_force = Agreement.objects.filter(in_force__endswith=None) | Agreement.objects.filter(
        in_force__endswith__gt=now
    )
    rows = list(in_force.select_related("policy"))
    of_category = [each for each in rows if each.category_id is not None and not each.urgency]
    of_urgency = [each for each in rows if each.category_id is None and each.urgency]
    for one in of_category:
        for other in of_urgency:
            if policy.pk in (one.policy_id, other.policy_id) and _meet(one, other):
                yield Remark("agreements_cross", words=(("one", one.title), ("other", other.title)))


def _meet(one: Agreement, other: Agreement) -> bool:
    if (one.agency_id, one.platform_id) != (other.agency_id, other.platform_id):
        return False
    a, b = one.in_force, other.in_force
    return (b.upper is None or a.lower is None or a.lower < b.upper) and (
        a.upper is None or b.lower is None or b.lower < a.upper
    )


def _checked_instant(at: datetime | None, now: datetime) -> datetime:
    if at is None:
        return now
    if at < now:
        raise Invalid("instant_passed", _("This instant has passed."), field="at")
    if at > now + AHEAD_AT_MOST:
        raise Invalid("instant_far", _("This lies more than five years ahead."), field="at")
    return at


def _end_others(policy: Policy, begins: datetime, now: datetime) -> dict[str, object]:
    """End at ``begins`` the version that would still hold then; say which."""
    others = PolicyVersion.objects.filter(policy=policy, state=VersionState.PUBLISHED)
    later = others.filter(in_force__startswith__gt=now).first()
    if later is not None:
        said = _("Version %(number)s is published and begins later. Take it back first.")
        raise Conflict("another_begins", said % {"number": later.number})
    held = others.filter(in_force__contains=begins).first()
    if held is None:
        return {}
    _hold(held, DateTimeTZRange(held.in_force.lower, begins))
    return {"retires": held.number}


def _take_back(version: PolicyVersion, actor: Actor, now: datetime) -> PolicyVersion:
    before = PolicyVersion.objects.filter(policy=version.policy, in_force__endswith=version.in_force.lower)
    goes_on = before.first()
    _hold(version, DateTimeTZRange(empty=True))
    if goes_on is not None:
        _hold(goes_on, DateTimeTZRange(goes_on.in_force.lower, None))
    changes = {"version": version.number, **({"goes_on": goes_on.number} if goes_on else {})}
    record([NewEntry("policy", version.policy.code, "take_back_version", changes)], by=actor, at=now)
    return version


def _hold(version: PolicyVersion, held: DateTimeTZRange) -> None:
    version.in_force = held
    version.save(update_fields=["in_force"])
