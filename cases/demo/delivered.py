"""The demo's past was told in the past: notices stand in the pages, no mail leaves late."""

from datetime import datetime, timedelta

from django.db.models import F

from notifications.models import Notice, Outbox

RECENT = timedelta(minutes=3)
READ_AFTER = timedelta(hours=6)


def deliver_the_past(*, now: datetime) -> None:
    """Mark what was told before the last minutes as delivered at its instant.

    In-app notices are written, older ones as read. The mails of the demo's past were
    never sent: their addresses are on ``.example``. What is recent is left to the sender.
    """
    past = Outbox.objects.filter(sent_at=None, dead_at=None, created_at__lt=now - RECENT)
    Notice.objects.bulk_create(
        (
            Notice(
                key=row.key,
                user_id=row.user_id,
                kind=row.kind,
                context=row.context,
                created_at=row.created_at,
                read_at=row.created_at + READ_AFTER if row.created_at < now - READ_AFTER else None,
            )
            for row in past
            if row.user_id is not None
        ),
        ignore_conflicts=True,
    )
    past.update(sent_at=F("created_at"), attempts=1)
