"""Messages in the outbox."""

from datetime import datetime, timedelta

from accounts.models import User
from notifications.domain.telling import Recipient, Telling, tell
from notifications.enums import NoticeKind
from notifications.models import Outbox
from tests.factories.counting import next_number


def make_message(
    address: str = "duty@platform.example",
    *,
    now: datetime,
    key: str = "",
    kind: NoticeKind = NoticeKind.BREACH,
    user: User | None = None,
    language: str = "en",
    time_zone: str = "Asia/Jakarta",
    name: str = "Duty desk",
    **context: object,
) -> Outbox:
    """Return one message written at ``now``; for ``user`` it goes to his page as well."""
    told = Telling(
        key=key or f"message-{next_number()}",
        kind=kind,
        recipient=Recipient(
            name=name,
            address=user.email if user else address,
            language=language,
            time_zone=time_zone,
            user_id=user.pk if user else None,
        ),
        subject_kind="case",
        subject_id="TD-7K3QM-9F2XA",
        context={
            "reference": "TD-7K3QM-9F2XA",
            "path": "/cases/TD-7K3QM-9F2XA/",
            "due_at": (now + timedelta(hours=1)).isoformat(),
            **context,  # type: ignore[dict-item]
        },
    )
    tell([told], now=now)
    return Outbox.objects.get(key=told.key)
