"""Templates of each side, and a message that was given up; their names are planted words."""

from accounts.domain.acting import COMMAND, acting_as
from cases.models import TemplateKind, TextTemplate
from notifications.models import Outbox
from tests.architecture.route_side import Side
from tests.factories.messages import make_message


def make_undelivered(side: Side) -> None:
    """Give up a message to the side's agency."""
    row = make_message(now=side.now, name=side.mark("undelivered"))
    Outbox.objects.filter(pk=row.pk).update(organisation=side.desk.agency, dead_at=side.now)
    side.undelivered = row.public_id


def make_templates(side: Side) -> None:
    """A template of messages of the side's agency, and one of its operator."""
    for house, organisation in (("agency", side.desk.agency), ("operator", side.desk.operator)):
        with acting_as(COMMAND):
            made = TextTemplate.objects.create(
                organisation=organisation,
                kind=TemplateKind.MESSAGE,
                language="en",
                title=side.mark(f"template{house}"),
                text="About {reference}.",
            )
        side.templates[house] = made.public_id
