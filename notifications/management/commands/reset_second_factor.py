"""Take the second factor of somebody who lost it, where nobody else can: the only administrator.

Stands here and not in accounts because the person is told through the outbox.
"""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from accounts.domain.acting import COMMAND
from accounts.models import User
from kernel.clock import database_now
from kernel.errors import DomainError
from notifications.domain.second_factors import reset_second_factor


class Command(BaseCommand):
    """``manage.py reset_second_factor person@…``."""

    help = "Take the second factor and the recovery codes of a person; the sessions end, he is told."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare whose."""
        parser.add_argument("email", help="address by which the person signs in")

    def handle(self, *args: object, **options: str) -> None:
        """Reset and say so; CommandError where there is no such person, or no factor."""
        person = User.objects.filter(email=options["email"].strip().lower()).first()
        if person is None:
            raise CommandError("No account has this address.")
        try:
            reset_second_factor(actor=COMMAND, person=person.public_id, now=database_now())
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{person.email}: second factor reset, sessions ended.")
