from notifications.models.outbox import Notice, Outbox

__all__ = ["Notice", "Outbox"]
