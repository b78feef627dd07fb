"""Test notices: does anybody read what is sent to a service? Never a case, never in its figures.

Found in rows by whoever comes round, once a platform and period by a unique index, told
through the outbox. The contact answers by the signed link of his mail.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.domain import signed_links
from accounts.domain.acting import ENGINE, Actor, acting_as
from accounts.enums import Role
from accounts.models import Membership
from audit.domain.chain import NewEntry, record
from audit.domain.hashing import JSON
from cases.domain.contact_link import actor_named_in
from cases.domain.directory import of_member
from channels_registry.enums import CONTACT_ORDER, ContactFunction
from channels_registry.models import Contact, Drill, Platform
from kernel.errors import NotKnown
from notifications.domain.telling import Recipient, Telling, tell
from notifications.enums import NoticeKind

PURPOSE = "drill"
LINK_LASTS = timedelta(days=30)
BATCH = 20


def drill(*, now: datetime) -> int:
    """Send the test notices that are due and climb where one stayed unanswered; return how many.

    Effects: Drill, outbox, record, all in the engine's name; what another round holds is left
    to it. A service without any contact is asked nothing: the board shows it as a risk.
    """
    with acting_as(ENGINE):
        return _start_due(now) + _climb_due(now)


def answer_drill(*, actor: Actor, drill: UUID, now: datetime) -> Drill:
    """Stamp the answer of a contact who came by his link; it confirms him. Audited.

    A second time changes nothing. Raises NotKnown (not asked).
    """
    with acting_as(actor):
        found = Drill.objects.select_for_update(no_key=True).filter(public_id=drill).first()
        if found is None or actor.contact_id not in (found.contact_id, found.next_contact_id):
            raise NotKnown("drill_unknown", _("This test does not exist."))
        if found.answered_at is not None:
            return found
        found.answered_at, found.answered_by_id = now, actor.contact_id
        found.save(update_fields=["answered_at", "answered_by"])
        Contact.objects.filter(pk=found.answered_by_id or 0).update(last_confirmed_at=now)
        seconds = int((now - found.started_at).total_seconds())
        _note([found], "answer_drill", actor, now, seconds=seconds, in_time=now < found.due_at)
    return found


def drill_by_link(token: str, now: datetime) -> tuple[Actor, Drill]:
    """Return the contact and the test that a link names; raises NotKnown. Reads only."""
    signed = signed_links.read(token, purpose=PURPOSE, max_age=LINK_LASTS, now=now)
    actor = actor_named_in(signed)
    rows = Drill.objects.select_related("platform").filter(organisation=actor.organisation_id)
    try:
        found = rows.filter(public_id=UUID(signed.payload.get("drill", ""))).first()
    except ValueError:
        found = None
    if found is None or actor.contact_id not in (found.contact_id, found.next_contact_id):
        raise NotKnown("link_not_known", _("This link is not valid, or no longer."))
    return actor, found


def _start_due(now: datetime) -> int:
    due = Platform.objects.filter(active=True, organisation__active=True, drill_next_at__lte=now)
    platforms = due.select_for_update(of=("self",), no_key=True, skip_locked=True).order_by("pk")[:BATCH]
    started = [each for platform in platforms if (each := _start(platform, now))]
    _note(started, "start_drill", ENGINE, now)
    tell([_asking(each, each.contact) for each in started], now=now)
    return len(started)


def _start(platform: Platform, now: datetime) -> Drill | None:
    period, every = platform.drill_next_at, timedelta(days=platform.drill_every_days or 1)
    assert period is not None
    # Periods that passed while nobody came round are not made up for.
    platform.drill_next_at = period + every * ((now - period) // every + 1)
    platform.save(update_fields=["drill_next_at"])
    asked = _in_order(platform)
    if not asked:
        return None
    drill, made = Drill.objects.get_or_create(
        platform=platform,
        period=period,
        defaults={
            "organisation_id": platform.organisation_id,
            "contact": asked[0],
            "started_at": now,
            "due_at": now + timedelta(hours=platform.drill_hours),
        },
    )
    return drill if made else None


def _climb_due(now: datetime) -> int:
    late = Drill.objects.filter(answered_at=None, escalated_at=None, due_at__lte=now)
    held = late.select_for_update(of=("self",), no_key=True, skip_locked=True)
    drills = list(held.select_related("platform", "contact").order_by("pk")[:BATCH])
    tellings = []
    for each in drills:
        others = [contact for contact in _in_order(each.platform) if contact.pk != each.contact_id]
        each.escalated_at, each.next_contact = now, others[0] if others else None
        each.save(update_fields=["escalated_at", "next_contact"])
        tellings += [_unanswered(each, recipient) for recipient in _supervisors()]
        if each.next_contact is not None:
            tellings.append(_asking(each, each.next_contact))
    _note(drills, "drill_unanswered", ENGINE, now)
    tell(tellings, now=now)
    return len(drills)


def _in_order(platform: Platform) -> list[Contact]:
    rows = Contact.objects.filter(platform=platform, active=True)
    return sorted(rows, key=lambda each: (CONTACT_ORDER.index(ContactFunction(each.function)), each.rank))


def _supervisors() -> list[Recipient]:
    seats = Membership.objects.filter(
        organisation__owner=True, user__is_active=True, roles__contains=[Role.SUPERVISOR]
    )
    return [of_member(seat) for seat in seats.select_related("user").order_by("pk")]


def _asking(drill: Drill, contact: Contact) -> Telling:
    # By mail alone, also to whom has an account: what is tested is whether the address is read.
    recipient = Recipient(
        name=contact.name,
        address=contact.email,
        language=contact.language,
        time_zone=contact.time_zone,
        organisation_id=contact.organisation_id,
    )
    due = {"due_at": drill.due_at.isoformat()} if contact.pk == drill.contact_id else {}
    link: dict[str, JSON] = {"contact": str(contact.public_id), "drill": str(drill.public_id)}
    return Telling(
        key=f"drill:{drill.public_id}:{contact.public_id}",
        kind=NoticeKind.DRILL,
        recipient=recipient,
        subject_kind="drill",
        subject_id=str(drill.public_id),
        context={"platform": drill.platform.name, "link": link, **due},
    )


def _unanswered(drill: Drill, recipient: Recipient) -> Telling:
    return Telling(
        key=f"drill:{drill.public_id}:unanswered:{recipient.user_id}",
        kind=NoticeKind.DRILL_UNANSWERED,
        recipient=recipient,
        subject_kind="drill",
        subject_id=str(drill.public_id),
        context={"platform": drill.platform.name, "path": f"/admin/platforms/{drill.platform.slug}/"},
    )


def _note(drills: Iterable[Drill], verb: str, actor: Actor, now: datetime, **changes: int | bool) -> None:
    entries = [NewEntry("drill", str(each.public_id), verb, dict(changes)) for each in drills]
    if entries:
        record(entries, by=actor, at=now)
