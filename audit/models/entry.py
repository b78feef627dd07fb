"""The hash-chained record: one chain a subject, keyed by words and ids."""

import pgtrigger
from django.db import models

from audit.enums import ActorKind


def never_emptied() -> pgtrigger.Trigger:
    """Return a trigger that refuses TRUNCATE."""
    return pgtrigger.Trigger(
        name="never_emptied",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'the record is append-only';",
    )


class Entry(models.Model):
    """One thing that was done, by whom, when. Never changed, never removed.

    ``changes`` holds field names, enum values, ids and salted hashes of texts, never
    the texts. ``actor_label`` is role and organisation, not a person's name.
    """

    subject_kind = models.CharField(max_length=40, db_collation="C")
    subject_id = models.CharField(max_length=64, db_collation="C")
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10, choices=ActorKind)
    actor_id = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=200)
    verb = models.CharField(max_length=60, db_collation="C")
    changes = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "sequence"], name="audit_entry_once"
            ),
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="audit_entry_from_one"),
        ]
        indexes = [
            models.Index(
                fields=["actor_id", "-id"],
                condition=models.Q(actor_kind=ActorKind.USER),
                name="audit_entry_of_person",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied(),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} #{self.sequence} {self.verb}"


class Head(models.Model):
    """The end of one chain, so that a missing last entry is found."""

    subject_kind = models.CharField(max_length=40, db_collation="C")
    subject_id = models.CharField(max_length=64, db_collation="C")
    sequence = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="audit_head_one_a_chain")
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            never_emptied(),
            pgtrigger.Protect(
                name="only_forward",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__sequence__lte=pgtrigger.F("old__sequence"))
                | pgtrigger.Q(new__subject_id__df=pgtrigger.F("old__subject_id")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} at {self.sequence}"


class Checkpoint(models.Model):
    """A seal over the heads of all chains at one instant, chained to the one before.

    Its ``hash`` is what is published outside the house: whoever rewrites chain and head
    cannot rewrite what somebody else keeps.
    """

    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField()
    chains = models.PositiveIntegerField()
    entries = models.PositiveBigIntegerField()
    heads = models.JSONField(default=list)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied(),
        ]

    def __str__(self) -> str:
        return f"checkpoint {self.number}"
