"""Queues with a name: kept, shared, changed, removed, and the one that a person begins with."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from audit.domain.chain import NewEntry, record
from cases.models import DefaultQueue, SavedQueue
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown

NAME_AT_MOST = 60
QUEUES_AT_MOST = 50
_CHANGES_SHARED = (Role.SUPERVISOR, Role.LEAD, Role.ADMINISTRATOR)


def queues_of(actor: Actor) -> list[SavedQueue]:
    """Return the actor's own queues and those shared in his organisation, by name. Reads only."""
    return list(SavedQueue.objects.visible_to(actor).select_related("owner"))


def queue_of(actor: Actor, queue: UUID) -> SavedQueue:
    """Return a queue. Raises NotKnown where the actor may not know of it."""
    found = SavedQueue.objects.visible_to(actor).filter(public_id=queue).select_related("owner").first()
    if found is None:
        raise NotKnown("queue_unknown", _("There is no such queue."))
    return found


def default_of(actor: Actor) -> SavedQueue | None:
    """Return the queue with which the actor begins, if he chose one that he may still see."""
    seen = SavedQueue.objects.visible_to(actor)
    return seen.filter(pk__in=DefaultQueue.objects.filter(user=actor.user_id or 0).values("queue")).first()


def may_change(actor: Actor, queue: SavedQueue) -> bool:
    """Whether the actor may change a queue that he sees: his own, or a shared one of his house."""
    return queue.owner_id == actor.user_id or (queue.shared and actor.has(*_CHANGES_SHARED))


def save_queue(
    *, actor: Actor, name: str, rules: Mapping[str, str], shared: bool, now: datetime
) -> SavedQueue:
    """Keep a queue under a name, for oneself or shared in one's organisation.

    Effects: row, record. Raises NotAllowed (no person), Invalid (name empty, too long or one's own
    already, too many).
    """
    with acting_as(actor):
        if actor.user_id is None or actor.organisation_id is None:
            raise NotAllowed("persons_only", _("Only a person with an account can do this."))
        own = SavedQueue.objects.filter(owner=actor.user_id)
        if own.count() >= QUEUES_AT_MOST:
            raise Invalid("too_many_queues", _("Remove a queue first: nobody keeps more than fifty."))
        row = SavedQueue.objects.create(
            organisation_id=actor.organisation_id,
            owner_id=actor.user_id,
            name=_named(actor.user_id, name),
            rules=dict(rules),
            shared=shared,
            created_at=now,
        )
        _note(row, actor, "save_queue", now, shared=shared)
        return row


def change_queue(
    *,
    actor: Actor,
    queue: UUID,
    name: str,
    shared: bool,
    edit_version: int,
    now: datetime,
    rules: Mapping[str, str] | None = None,
) -> SavedQueue:
    """Name a queue anew, share it or no longer, and let it show something else where ``rules`` say so.

    Effects: row, record. Raises NotKnown, NotAllowed (another's), Conflict (changed since), Invalid.
    """
    with acting_as(actor):
        row = _locked(actor, queue)
        if row.edit_version != edit_version:
            raise Conflict("queue_changed", _("Somebody else changed this queue after you saw it."))
        row.name = _named(row.owner_id, name, own=row)
        row.shared, row.edit_version = shared, edit_version + 1
        if rules is not None:
            row.rules = dict(rules)
        row.save(update_fields=["name", "shared", "rules", "edit_version"])
        _note(row, actor, "change_queue", now, shared=shared)
        return row


def remove_queue(*, actor: Actor, queue: UUID, now: datetime) -> None:
    """Remove a queue; who began with it begins as before. Effects: record. Raises NotKnown, NotAllowed."""
    with acting_as(actor):
        row = _locked(actor, queue)
        _note(row, actor, "remove_queue", now)
        row.delete()


def choose_default(*, actor: Actor, queue: UUID | None, now: datetime) -> None:
    """Begin with this queue from now on; None: as everybody. Effects: record. Raises NotKnown, NotAllowed."""
    with acting_as(actor):
        if actor.user_id is None:
            raise NotAllowed("persons_only", _("Only a person with an account can do this."))
        begun = DefaultQueue.objects.filter(user=actor.user_id)
        if queue is None:
            begun.delete()
            record([NewEntry("user", actor.id, "choose_default_queue", {})], by=actor, at=now)
            return
        row = queue_of(actor, queue)
        DefaultQueue.objects.update_or_create(user_id=actor.user_id, defaults={"queue": row})
        _note(row, actor, "choose_default_queue", now)


def _locked(actor: Actor, queue: UUID) -> SavedQueue:
    row = queue_of(actor, queue)
    locked = SavedQueue.objects.select_for_update(no_key=True).get(pk=row.pk)
    if not may_change(actor, locked):
        raise NotAllowed("queue_of_another", _("Only its owner, a supervisor or a lead changes this queue."))
    return locked


def _named(owner_id: int, name: str, own: SavedQueue | None = None) -> str:
    said = " ".join(name.split())
    if not said or len(said) > NAME_AT_MOST:
        raise Invalid("queue_name", _("Give it a name of at most sixty letters."), field="name")
    others = SavedQueue.objects.filter(owner=owner_id, name=said)
    if own is not None:
        others = others.exclude(pk=own.pk)
    if others.exists():
        raise Invalid("queue_name_taken", _("There is a queue of this name already."), field="name")
    return said


def _note(row: SavedQueue, actor: Actor, verb: str, now: datetime, **changes: bool) -> None:
    record([NewEntry("saved_queue", str(row.public_id), verb, dict(changes))], by=actor, at=now)
