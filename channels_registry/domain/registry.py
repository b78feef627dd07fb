"""Services and their hosts: what all share, changed by the owning agency alone."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.domain.rights import lock_setup, require_shared_editor
from accounts.enums import OrganisationKind
from accounts.models import Organisation
from audit.domain.chain import NewEntry, record
from channels_registry.domain.gate import addresses
from channels_registry.domain.gate.findings import InvalidLink
from channels_registry.enums import Grammar
from channels_registry.models import Platform, PlatformHost
from kernel.errors import Conflict, Invalid, NotKnown
from kernel.fingerprints import refuse_if_stale

PLATFORM_FIELDS = ("name", "grammar", "active", "confirm_every_days", "drill_every_days", "drill_hours")
DAYS_AT_MOST = 1000
HOST = re.compile(r"^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$")
LONGEST_HOST = 253


@dataclass(frozen=True, slots=True)
class PlatformWords:
    """What is said of a service: its name, the rules that read its links, whether it is in use.

    After how many days a contact must be confirmed anew, every how many days a drill goes out
    (None: never), within how many hours it must be answered.
    """

    name: str
    grammar: str
    active: bool = True
    confirm_every_days: int = 90
    drill_every_days: int | None = None
    drill_hours: int = 24


def platforms_for(actor: Actor) -> list[Platform]:
    """Return the services that the actor may know of, by name: an operator's are his own."""
    every = Platform.objects.select_related("organisation").order_by("name")
    return [each for each in every if may_know(actor, each)]


def platform_for(actor: Actor, slug: str) -> Platform:
    """Return one service that the actor may know of; raises NotKnown."""
    found = Platform.objects.select_related("organisation").filter(slug=slug).first()
    if found is None or not may_know(actor, found):
        raise NotKnown("platform_unknown", _("This platform does not exist."))
    return found


def add_platform(
    *, actor: Actor, operator: Organisation, slug: str, words: PlatformWords, now: datetime
) -> Platform:
    """Write a new service of an operator; audited.

    Raises NotAllowed, Invalid (not an operator, slug or name taken, grammar).
    """
    with acting_as(actor):
        require_shared_editor(actor)
        lock_setup()
        if operator.kind != OrganisationKind.OPERATOR:
            raise Invalid("not_operator", _("Only an operator runs platforms."), field="operator")
        if not Organisation.objects.filter(pk=operator.pk, active=True).exists():
            raise Invalid("operator_closed", _("This operator is closed."), field="operator")
        if not re.fullmatch(r"[a-z0-9-]{1,40}", slug):
            raise Invalid("slug", _("Small letters, digits and hyphens only."), field="slug")
        if Platform.objects.filter(slug=slug).exists():
            raise Invalid("slug_taken", _("A platform with this address exists."), field="slug")
        checked = _checked(words)
        platform = Platform.objects.create(
            organisation=operator,
            slug=slug,
            name=checked.name,
            grammar=checked.grammar,
            active=checked.active,
            confirm_every_days=checked.confirm_every_days,
            drill_every_days=checked.drill_every_days,
            drill_hours=checked.drill_hours,
            drill_next_at=now if checked.drill_every_days else None,
        )
        _note(platform, actor, "add_platform", now, grammar=checked.grammar)
    return platform


def change_platform(
    *, actor: Actor, slug: str, words: PlatformWords, now: datetime, seen: str = ""
) -> Platform:
    """Change name, grammar or use of a service; audited.

    A service out of use takes no new cases; its links are still recognised. Raises
    NotKnown, NotAllowed, Invalid, Conflict (changed since ``seen``).
    """
    with acting_as(actor):
        platform = _locked(actor, slug)
        refuse_if_stale(platform, PLATFORM_FIELDS, seen=seen)
        checked = _checked(words, but=platform)
        changed = [name for name in PLATFORM_FIELDS if getattr(platform, name) != getattr(checked, name)]
        for name in changed:
            setattr(platform, name, getattr(checked, name))
        if "drill_every_days" in changed:
            platform.drill_next_at = _next_drill(platform, now)
        if changed:
            platform.save(update_fields=[*changed, "drill_next_at"])
            _note(platform, actor, "change_platform", now, fields=changed, active=platform.active)
    return platform


def add_host(*, actor: Actor, slug: str, host: str, now: datetime) -> PlatformHost:
    """Register a host of a service: links to it, and behind ``www.`` or ``m.``, are the service's.

    Any letter case, an IDN or a pasted address is read as the host it names. Audited.
    Raises NotKnown, NotAllowed, Invalid (no host name, or registered already).
    """
    with acting_as(actor):
        platform = _locked(actor, slug)
        name = read_host(host)
        standing = PlatformHost.objects.select_related("platform").filter(host=name).first()
        if standing is not None:
            raise Invalid(
                "host_taken",
                _("%(host)s is registered already, for %(platform)s.")
                % {"host": name, "platform": standing.platform.name},
                field="host",
            )
        row = PlatformHost.objects.create(platform=platform, host=name)
        _note(platform, actor, "add_host", now, host=name)
    return row


def remove_host(*, actor: Actor, slug: str, host: str, now: datetime) -> None:
    """Take a host from a service: links to it have no addressee from now on. Audited.

    Raises NotKnown (service or host), NotAllowed.
    """
    with acting_as(actor):
        platform = _locked(actor, slug)
        deleted, _rows = PlatformHost.objects.filter(platform=platform, host=host).delete()
        if not deleted:
            raise NotKnown("host_unknown", _("This host is not registered for this platform."))
        _note(platform, actor, "remove_host", now, host=host)


def read_host(text: str) -> str:
    """Return the host name that ``text`` is or holds, spelled as the gate does; raises Invalid."""
    bare = text.strip().split("://")[-1].split("/")[0].split("@")[-1].split(":")[0]
    try:
        name = addresses.read_host(bare)
    except InvalidLink:
        name = ""
    if len(name) > LONGEST_HOST or not HOST.fullmatch(name) or name.rsplit(".", 1)[-1].isdigit():
        raise Invalid("host", _("This is not a host name, like video.example."), field="host")
    return name


def may_know(actor: Actor, platform: Platform) -> bool:
    """Whether the actor may know of a service: its operator's people, every agency."""
    own = platform.organisation_id == actor.organisation_id
    return own or actor.is_agency or actor.is_system


def _locked(actor: Actor, slug: str) -> Platform:
    platform_for(actor, slug)
    require_shared_editor(actor)
    lock_setup()
    return Platform.objects.select_for_update(of=("self",), no_key=True).get(slug=slug)


def _checked(words: PlatformWords, *, but: Platform | None = None) -> PlatformWords:
    name = words.name.strip()
    if not name:
        raise Invalid("name", _("Give the platform a name."), field="name")
    same = Platform.objects.filter(name=name)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise Invalid("name_taken", _("A platform with this name exists."), field="name")
    if words.grammar not in Grammar.values:
        raise Invalid("grammar", _("Choose which rules read its links."), field="grammar")
    if words.active and but is not None and not but.organisation.active:
        raise Conflict("operator_closed", _("Its operator is closed. Open the operator first."))
    for field in ("confirm_every_days", "drill_every_days", "drill_hours"):
        number = getattr(words, field)
        if number is not None and not 1 <= number <= DAYS_AT_MOST:
            raise Invalid("number", _("From 1 to 1,000."), field=field)
    return replace(words, name=name)


def _next_drill(platform: Platform, now: datetime) -> datetime | None:
    # Counted from the last one, so that a change of mind sends nobody two on a day.
    if platform.drill_every_days is None:
        return None
    last = platform.drills.aggregate(last=Max("period"))["last"]
    return max(now, last + timedelta(days=platform.drill_every_days)) if last else now


def _note(platform: Platform, actor: Actor, verb: str, now: datetime, **changes: object) -> None:
    record([NewEntry("platform", platform.slug, verb, changes)], by=actor, at=now)
