"""Who plays in a replay: the agency that writes, the service that is written to.

What is registered already is taken as it is. What is not is registered for the replay,
with contacts by function under ``.invalid``, which no mail can ever reach.
"""

from dataclasses import dataclass
from datetime import datetime

from accounts.domain.acting import COMMAND, acting_as
from accounts.domain.organisations import OrganisationWords, add_organisation
from accounts.enums import OrganisationKind
from accounts.models import Organisation
from cases.domain.replay_facts import Story
from channels_registry.domain.contacts import ContactWords, add_contact
from channels_registry.domain.registry import PlatformWords, add_host, add_platform
from channels_registry.enums import ContactFunction, Grammar
from channels_registry.models import Platform
from sla.models import Category

CATEGORY = "terrorism"


@dataclass(frozen=True, slots=True)
class Cast:
    """The two sides and the category of the letters."""

    agency: Organisation
    platform: Platform
    category: Category


def cast_of(story: Story, *, now: datetime) -> Cast:
    """Return the two sides of ``story``, registered where they are not; audited.

    The agency is the one that owns the desk; without one, the story's own.
    """
    agency = Organisation.objects.filter(owner=True).first() or _house(
        OrganisationKind.ISSUING, story.agency, story, now
    )
    slug = story.platform.lower()
    platform = Platform.objects.select_related("organisation").filter(slug=slug).first()
    return Cast(
        agency=agency,
        platform=platform or _service(slug, story, now),
        category=Category.objects.get(code=CATEGORY),
    )


def _house(kind: OrganisationKind, name: str, story: Story, now: datetime) -> Organisation:
    standing = Organisation.objects.filter(name=name).first()
    if standing is not None:
        return standing
    words = OrganisationWords(
        name=name, jurisdiction=story.jurisdiction, language="en", time_zone=story.zone.key
    )
    with acting_as(COMMAND):
        return add_organisation(actor=COMMAND, kind=kind, words=words, owner=False, now=now)


def _service(slug: str, story: Story, now: datetime) -> Platform:
    operator = _house(OrganisationKind.OPERATOR, story.platform, story, now)
    grammar = Grammar(slug) if slug in Grammar.values else Grammar.GENERIC
    platform = add_platform(
        actor=COMMAND,
        operator=operator,
        slug=slug,
        words=PlatformWords(name=story.platform, grammar=grammar.value),
        now=now,
    )
    for host in story.hosts:
        add_host(actor=COMMAND, slug=slug, host=host, now=now)
    for function in ContactFunction:
        words = ContactWords(
            function=function.value,
            rank=1,
            name=str(function.label),
            email=f"{function.value}@{slug}.invalid",
            language="en",
            time_zone=story.zone.key,
        )
        add_contact(actor=COMMAND, slug=slug, words=words, now=now)
    return platform
