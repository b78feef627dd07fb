"""Further keys of a flagged channel, said and taken back by people: one target under all of them."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from audit.domain.chain import NewEntry, record
from cases.domain.channel_file import writable_channel
from cases.domain.report_locking import house_of, signer_of
from cases.models import Claim
from channels_registry.domain.gate import judge
from channels_registry.domain.hosts import host_table
from channels_registry.enums import Verdict
from channels_registry.models import Alias, FlaggedChannel
from kernel.errors import Conflict, Invalid, NotKnown


def add_alias(*, actor: Actor, channel: UUID, link: str, now: datetime) -> Alias:
    """Say that ``link`` names the same channel: it was renamed, or is known under two names.

    From here on either name is in hand where one is, and so is what stands under it: open
    claims move to the channel's own key, unless both are claimed already. Written in the record
    of the channel. Errors: Invalid (no public link, a post, another service, the same name),
    Conflict (a name of another channel), NotKnown, NotAllowed.
    """
    with acting_as(actor):
        found = writable_channel(actor, channel)
        key = _key_of(found, link)
        if Alias.objects.filter(
            Q(key=found.key) | Q(channel__key=key), platform_id=found.platform_id
        ).exists():
            raise Conflict(
                "alias_chain",
                _("One of these names belongs to another channel: add it there, or take it out first."),
            )
        try:
            with transaction.atomic():
                alias = Alias.objects.create(
                    channel=found,
                    platform_id=found.platform_id,
                    key=key,
                    organisation_id=house_of(actor),
                    added_by_id=signer_of(actor),
                    added_at=now,
                )
        except IntegrityError as error:
            raise Conflict("alias_taken", _("This name is registered for a channel already.")) from error
        moved = _move_claims(found, alias)
        _record(found, actor, "add_alias", now, alias=str(alias.public_id), claims=moved)
        return alias


def remove_alias(*, actor: Actor, channel: UUID, alias: UUID, now: datetime) -> None:
    """Take back what the own agency said of a further name. Claims stay where they are until released.

    Written in the record of the channel. Errors: NotKnown, NotAllowed.
    """
    with acting_as(actor):
        found = writable_channel(actor, channel)
        rows = Alias.objects.filter(public_id=alias, channel=found, organisation_id=house_of(actor))
        if not rows.exists():
            raise NotKnown("alias_unknown", _("Your agency entered no such name."))
        rows.delete()
        _record(found, actor, "remove_alias", now, alias=str(alias))


def _key_of(channel: FlaggedChannel, link: str) -> str:
    judged = judge(link, host_table())
    if judged.verdict not in (Verdict.PUBLIC, Verdict.UNDETERMINABLE):
        raise Invalid("link_not_public", judged.reason.label, field="link")
    if judged.platform != channel.platform.slug:
        raise Invalid("other_service", _("It is of another service: link it as a successor."), field="link")
    if judged.parent:
        raise Invalid("not_a_channel", _("This is a post. Name the channel itself."), field="link")
    if judged.key == channel.key:
        raise Invalid("same_name", _("This is the name that it has already."), field="link")
    return judged.key


def _move_claims(channel: FlaggedChannel, alias: Alias) -> int:
    under = Q(key=alias.key) | Q(key__startswith=f"{alias.key}/")
    moved = 0
    for claim in Claim.objects.filter(under, platform_id=channel.platform_id, released_at=None):
        claim.key = f"{channel.key}{claim.key[len(alias.key) :]}"
        try:
            with transaction.atomic():
                claim.save(update_fields=["key"])
        except IntegrityError:
            continue  # both were claimed before anybody knew that they are one
        moved += 1
    return moved


def _record(channel: FlaggedChannel, actor: Actor, verb: str, now: datetime, **changes: object) -> None:
    record([NewEntry("channel", str(channel.public_id), verb, changes)], by=actor, at=now)
