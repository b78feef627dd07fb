"""What is to be told, to whom; written with the deed, sent afterwards."""

import uuid

from django.db import models

from accounts.models import Organisation, User
from notifications.enums import Held, NoticeKind


class Outbox(models.Model):
    """One message to one recipient: in the page (``user``), by mail (``address``), or both.

    Lease, send, mark, in this order: a message may arrive twice, never not at all;
    ``key`` is how the receiver knows a repeat. ``parcel`` is the mark of the mail in which it
    left or may have left: it goes again in the same one, alone or in the same digest. The
    context holds words, ids and instants, never content of a case. ``failures``: when and why
    the last attempts failed. ``happened_at``: the instant of what is told, long before
    ``created_at`` where it was noticed late. ``batch``: one deed that tells of many cases at
    once; its messages wait for its end and are gathered.
    ``on_duty``: it goes to whoever had to be reached. ``held``: why it waited, by his own choice.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=200, unique=True, db_collation="C")
    kind = models.CharField(max_length=30, choices=NoticeKind)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    address = models.EmailField(blank=True)
    name = models.CharField(max_length=150, blank=True)
    language = models.CharField(max_length=5)
    time_zone = models.CharField(max_length=50)
    subject_kind = models.CharField(max_length=40, db_collation="C")
    subject_id = models.CharField(max_length=64, db_collation="C")
    context = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    happened_at = models.DateTimeField()
    batch = models.UUIDField(null=True)
    on_duty = models.BooleanField(default=False, db_default=False)
    held = models.CharField(
        max_length=10, choices=Held, blank=True, default="", db_default="", db_collation="C"
    )
    next_attempt_at = models.DateTimeField()
    parcel = models.CharField(max_length=40, blank=True, default="", db_default="", db_collation="C")
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    failures = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False) | ~models.Q(address=""),
                name="outbox_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_at=None) | models.Q(dead_at=None),
                name="outbox_sent_or_dead",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(sent_at=None, dead_at=None),
                name="outbox_waiting",
            ),
            models.Index(
                fields=["dead_at"], condition=models.Q(dead_at__isnull=False), name="outbox_given_up"
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="outbox_subject"),
            models.Index(fields=["batch"], condition=models.Q(batch__isnull=False), name="outbox_batch"),
        ]

    def __str__(self) -> str:
        return self.key


class Notice(models.Model):
    """A message in the page of one person.

    ``thread``: what it is about, as one word: a case, a report, or its kind where it is about
    neither. Notices of one thread stand together.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=200, unique=True, db_collation="C")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=30, choices=NoticeKind)
    thread = models.CharField(max_length=110, default="", db_default="", db_collation="C")
    context = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["user", "thread", "id"],
                include=["kind"],
                condition=models.Q(read_at=None),
                name="notice_unread",
            ),
            models.Index(
                fields=["user", "-created_at"],
                condition=models.Q(read_at__isnull=False),
                name="notice_read",
            ),
            models.Index(fields=["user", "thread", "-created_at"], name="notice_thread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"
