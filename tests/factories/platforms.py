"""Services, their hosts and contacts."""

from collections.abc import Sequence
from datetime import UTC, datetime

from accounts.models import Organisation, User
from channels_registry.enums import ContactFunction, Grammar
from channels_registry.models import Contact, Platform, PlatformHost
from tests.factories.counting import next_number

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def make_platform(
    operator: Organisation,
    slug: str = "",
    hosts: Sequence[str] = (),
    *,
    name: str = "",
    grammar: Grammar = Grammar.GENERIC,
) -> Platform:
    """Return a service of ``operator``; without hosts it gets ``<slug>.example``."""
    slug = slug or f"service-{next_number()}"
    platform = Platform.objects.create(
        organisation=operator, slug=slug, name=name or slug.replace("-", " ").title(), grammar=grammar
    )
    for host in hosts or [f"{slug}.example"]:
        PlatformHost.objects.create(platform=platform, host=host)
    return platform


def make_contact(
    platform: Platform,
    function: ContactFunction = ContactFunction.DUTY,
    rank: int = 1,
    *,
    user: User | None = None,
    email: str = "",
    language: str = "en",
    time_zone: str = "Asia/Dubai",
) -> Contact:
    """Return an active contact of ``platform``; with ``user`` it is that person."""
    return Contact.objects.create(
        platform=platform,
        organisation=platform.organisation,
        function=function,
        rank=rank,
        name=f"{function.label} {rank}",
        email=email or (user.email if user else f"contact{next_number()}@service.example"),
        language=language,
        time_zone=time_zone,
        user=user,
        links_valid_from=LONG_AGO,
    )
