"""Runs inside the virtual environment: the desk that ``./dev bench api`` asks, and a token for it.

Prints one JSON object: the token, and what a report on the demo's desk names.
"""

import io
import json
import uuid

import django

django.setup()

from django.core.management import call_command  # noqa: E402  models need the set-up above

from accounts.domain.acting import Actor, actor_of  # noqa: E402
from accounts.domain.consenting import accept_token  # noqa: E402
from accounts.domain.tokens import TokenWords  # noqa: E402
from accounts.enums import OrganisationKind, Role, Scope  # noqa: E402
from accounts.models import Membership  # noqa: E402
from cases.domain.grounds import bases_in_force, today_of  # noqa: E402
from channels_registry.enums import Grammar  # noqa: E402
from channels_registry.models import PlatformHost  # noqa: E402
from kernel.clock import database_now  # noqa: E402
from notifications.domain.token_offers import offer_token  # noqa: E402
from sla.models import Category  # noqa: E402


def main() -> None:
    """Load the demo's core and make a token for its first analyst who issues."""
    call_command("load_demo", "--core", stdout=io.StringIO())
    now = database_now()
    seats = Membership.objects.select_related("user", "organisation").order_by("pk")
    analyst = seats.filter(organisation__kind=OrganisationKind.ISSUING, roles__contains=[Role.ANALYST])[0]
    house, today = analyst.organisation, today_of(analyst.organisation, now)
    manager = actor_of(seats.filter(organisation=house, roles__contains=[Role.ADMINISTRATOR])[0].user)
    person = actor_of(analyst.user)
    assert isinstance(manager, Actor)
    assert isinstance(person, Actor)
    named = [
        (category.code, basis.code)
        for category in Category.objects.filter(active=True, restricted=False)
        for basis in bases_in_force(house.jurisdiction, category, today)
    ]
    hosts = PlatformHost.objects.filter(platform__grammar=Grammar.GENERIC, platform__active=True)
    words = TokenWords("bench", analyst.user.public_id, [Scope.REPORT], 1)
    offer = offer_token(actor=manager, token=uuid.uuid4(), words=words, now=now)
    _token, secret = accept_token(actor=person, token=offer.public_id, now=now)
    said = {"token": secret, "host": hosts[0].host, "category": named[0][0], "legal_basis": named[0][1]}
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
