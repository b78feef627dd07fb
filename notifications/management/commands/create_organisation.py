"""Found the agency that owns the desk and invite its first administrator.

Stands here and not in accounts because the invitation is mailed through the outbox.
"""

from argparse import ArgumentParser
from datetime import datetime

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.domain.acting import COMMAND
from accounts.domain.organisations import OrganisationWords
from accounts.domain.rights import has_manager
from accounts.enums import OrganisationKind, Role
from accounts.models import Invitation, Organisation
from kernel.clock import database_now
from kernel.errors import DomainError
from notifications.domain.invitations import create_organisation, invite, link_of


class Command(BaseCommand):
    """``manage.py create_organisation --name … --jurisdiction ID --administrator mail@…``."""

    help = "Found the agency that owns the desk (once) and invite its first administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what must be said of the agency."""
        parser.add_argument("--name", required=True, help="name of the agency")
        parser.add_argument("--jurisdiction", required=True, help="code of the country, like ID, or EU")
        parser.add_argument("--zone", default="UTC", help="time zone, like Asia/Jakarta (default UTC)")
        parser.add_argument("--language", default="en", help="en or id (default en)")
        parser.add_argument("--administrator", required=True, help="e-mail address of the administrator")

    def handle(self, *args: object, **options: str) -> None:
        """Found, invite and print the invitation's link; CommandError where a rule says no."""
        now = database_now()
        words = OrganisationWords(
            name=options["name"],
            jurisdiction=options["jurisdiction"].upper(),
            language=options["language"],
            time_zone=options["zone"],
        )
        try:
            offer = _invitation(words, options["administrator"], now)
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{offer.organisation.name} owns the desk.")
        self.stdout.write(f"Invitation for {offer.email}, open until {offer.expires_at:%Y-%m-%d %H:%M} UTC:")
        self.stdout.write(f"{settings.BASE_URL.rstrip('/')}{link_of(offer, now=now)}")


def _invitation(words: OrganisationWords, administrator: str, now: datetime) -> Invitation:
    """Found the owner; where it stands under this name but nobody took the seat, invite again."""
    owner = Organisation.objects.filter(owner=True, name=words.name).first()
    if owner is not None and not has_manager(owner):
        return invite(
            actor=COMMAND,
            organisation=owner.public_id,
            email=administrator,
            roles=[Role.ADMINISTRATOR],
            now=now,
        )
    return create_organisation(
        actor=COMMAND,
        kind=OrganisationKind.ISSUING,
        words=words,
        first=administrator,
        owner=True,
        now=now,
    )[1]
