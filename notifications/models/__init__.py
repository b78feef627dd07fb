from notifications.models.choices import MailChoice
from notifications.models.outbox import Notice, Outbox

__all__ = ["MailChoice", "Notice", "Outbox"]
