"""What people note of a channel: that it is there or not, its title, what came after it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from audit.domain.chain import NewEntry, record
from audit.domain.hashing import salted
from cases.domain.channel_file import channels_for, up_again, writable_channel
from cases.domain.report_locking import house_of, signer_of
from cases.enums import VerifiedOutcome
from cases.models import Case, Item
from channels_registry.domain.gate import judge
from channels_registry.domain.hosts import host_table
from channels_registry.enums import SightingState, Verdict
from channels_registry.models import ChannelTitle, FlaggedChannel, Sighting, Succession
from kernel.errors import Conflict, Invalid, NotKnown

NOTE_AT_MOST = 2_000
TITLE_AT_MOST = 200
_SEEN_AS = {
    VerifiedOutcome.DOWN: SightingState.DOWN,
    VerifiedOutcome.STILL_UP: SightingState.UP,
    VerifiedOutcome.BACK_UP: SightingState.BACK_UP,
}


def note_sighting(
    *, actor: Actor, channel: UUID, up: bool, seen_at: datetime, now: datetime, note: str = ""
) -> Sighting:
    """Note that a channel was there, or was not, at ``seen_at``; up after down is *back up*.

    Written in the record of the channel. Errors: Invalid (later than now), NotKnown, NotAllowed.
    """
    with acting_as(actor):
        found = writable_channel(actor, channel)
        if seen_at > now:
            raise Invalid("seen_ahead", _("This lies in the future."), field="seen_at")
        state = SightingState.DOWN
        if up:
            state = SightingState.BACK_UP if up_again(found, seen_at) else SightingState.UP
        sighting = Sighting.objects.create(
            channel=found,
            organisation_id=house_of(actor),
            user_id=signer_of(actor),
            state=state,
            seen_at=seen_at,
            noted_at=now,
            note=note.strip()[:NOTE_AT_MOST],
        )
        said = {"state": state.value, "seen_at": seen_at.isoformat()}
        if sighting.note:
            said["note"] = salted(sighting.note, sighting.salt)
        _record(found, actor, "note_sighting", now, **said)
        return sighting


def retitle(*, actor: Actor, channel: UUID, title: str, now: datetime) -> FlaggedChannel:
    """Note the title that a channel bears now; the same again changes nothing. In the record.

    Errors: Invalid (no title), NotKnown, NotAllowed.
    """
    said = " ".join(title.split())[:TITLE_AT_MOST]
    with acting_as(actor):
        found = writable_channel(actor, channel)
        if not said:
            raise Invalid("title", _("Write the title as it stands there."), field="title")
        if found.title == said:
            return found
        ChannelTitle.objects.create(channel=found, organisation_id=house_of(actor), title=said, since=now)
        found.title = said
        found.save(update_fields=["title"])
        _record(found, actor, "retitle", now)
        return found


def link_successor(*, actor: Actor, channel: UUID, link: str, now: datetime) -> Succession:
    """Say that the channel of ``link`` took this one's place. In the record of the channel.

    Errors: Invalid (no public link, not reported yet, the same channel), Conflict (said
    already), NotKnown, NotAllowed.
    """
    with acting_as(actor):
        found = writable_channel(actor, channel)
        later = _channel_of(actor, link)
        if later.pk == found.pk:
            raise Invalid("same_channel", _("This is the same channel."), field="link")
        try:
            with transaction.atomic():
                said = Succession.objects.create(
                    earlier=found, later=later, organisation_id=house_of(actor), said_at=now
                )
        except IntegrityError as error:
            raise Conflict("succession_said", _("This successor is linked already.")) from error
        _record(found, actor, "link_successor", now, later=str(later.public_id))
        return said


def unlink_successor(*, actor: Actor, channel: UUID, succession: UUID, now: datetime) -> None:
    """Take back what the own agency said of a successor. In the record. Errors: NotKnown, NotAllowed."""
    with acting_as(actor):
        found = writable_channel(actor, channel)
        rows = Succession.objects.filter(public_id=succession, earlier=found, organisation_id=house_of(actor))
        later = rows.values_list("later__public_id", flat=True).first()
        if later is None:
            raise NotKnown("succession_unknown", _("Your agency linked no such successor."))
        rows.delete()
        _record(found, actor, "unlink_successor", now, later=str(later))


def sightings_of_verdicts(
    case: Case, actor: Actor, seen: Iterable[tuple[Item, VerifiedOutcome]], now: datetime
) -> None:
    """Keep what was verified of whole channels as sightings. Inner: in the verb that verified."""
    said = [(item, _SEEN_AS[verdict]) for item, verdict in seen if verdict in _SEEN_AS]
    channels = FlaggedChannel.objects.in_bulk({item.channel_id for item, _state in said})
    Sighting.objects.bulk_create(
        Sighting(
            channel_id=item.channel_id,
            organisation_id=case.agency_id,
            user_id=actor.user_id,
            state=state,
            seen_at=now,
            noted_at=now,
        )
        for item, state in said
        if channels[item.channel_id].key == item.key
    )


def _channel_of(actor: Actor, link: str) -> FlaggedChannel:
    judged = judge(link, host_table())
    if judged.verdict not in (Verdict.PUBLIC, Verdict.UNDETERMINABLE):
        raise Invalid("link_not_public", judged.reason.label, field="link")
    found = channels_for(actor).filter(platform__slug=judged.platform, key=judged.key).first()
    if found is None:
        raise Invalid(
            "channel_not_reported",
            _("No case of your agency names this channel yet: report it first."),
            field="link",
        )
    return found


def _record(channel: FlaggedChannel, actor: Actor, verb: str, now: datetime, **changes: object) -> None:
    record([NewEntry("channel", str(channel.public_id), verb, changes)], by=actor, at=now)
