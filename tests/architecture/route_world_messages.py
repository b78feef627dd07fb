"""A message of each side that was given up; its recipient's name is a planted word."""

from notifications.models import Outbox
from tests.architecture.route_side import Side
from tests.factories.messages import make_message


def make_undelivered(side: Side) -> None:
    """Give up a message to the side's agency."""
    row = make_message(now=side.now, name=side.mark("undelivered"))
    Outbox.objects.filter(pk=row.pk).update(organisation=side.desk.agency, dead_at=side.now)
    side.undelivered = row.public_id
