"""Where a reader can go: the main line and the tabs of the set-up, by role."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from accounts.domain.rights import edits_shared, manages_people
from accounts.enums import OrganisationKind, Role
from cases.domain.text_templates import KEEPERS as TEMPLATE_KEEPERS

CASEWORK = (Role.MODERATOR, Role.LEAD, Role.ANALYST, Role.APPROVER, Role.SUPERVISOR, Role.AUDITOR)
OVERVIEW = (Role.SUPERVISOR, Role.ANALYST, Role.APPROVER, Role.AUDITOR, Role.LEAD)
PLATFORM_READERS = (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.AUDITOR, Role.LEAD)

# First that fits: a person with several roles starts where the clock presses most.
HOMES: tuple[tuple[tuple[Role, ...], str], ...] = (
    ((Role.MODERATOR, Role.LEAD), "queue"),
    ((Role.ANALYST,), "reports"),
    ((Role.APPROVER,), "queue"),
    ((Role.SUPERVISOR,), "board"),
    ((Role.AUDITOR,), "records"),
    ((Role.ADMINISTRATOR,), "people"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """One page of the desk: its URL's name, the word for it, who finds it in the line."""

    name: str
    label: str | Promise
    icon: str
    begins: tuple[str, ...]
    open_to: Callable[[Actor], bool]


# After "g": by which key one goes there. "n" is the bell's.
GOES_THERE = {
    "queue": "q",
    "reports": "r",
    "approvals": "a",
    "joined": "j",
    "channels": "c",
    "board": "b",
    "records": "l",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of a line or a tab, as the templates show it; ``keys`` go there."""

    label: str
    url: str
    icon: str
    active: bool
    keys: str = ""


LINE = (
    Place("queue", _("Queue"), "list-check", ("/queue/", "/cases/"), lambda actor: actor.has(*CASEWORK)),
    Place(
        "reports",
        _("Reports"),
        "file-text",
        ("/reports/",),
        lambda actor: actor.is_agency and actor.has(Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR),
    ),
    Place(
        "approvals",
        _("To approve"),
        "signature",
        ("/approvals/",),
        lambda actor: (
            actor.organisation_kind == OrganisationKind.ISSUING and actor.has(Role.APPROVER, Role.AUDITOR)
        ),
    ),
    Place(
        "joined",
        _("Joined"),
        "users-plus",
        ("/joined/",),
        lambda actor: (
            actor.organisation_kind == OrganisationKind.ISSUING
            and actor.has(Role.ANALYST, Role.APPROVER, Role.SUPERVISOR, Role.AUDITOR)
        ),
    ),
    Place(
        "channels",
        _("Channels"),
        "speakerphone",
        ("/channels/",),
        lambda actor: actor.is_agency and actor.has(Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR),
    ),
    Place("board", _("Board"), "chart-bar", ("/board/",), lambda actor: actor.has(*OVERVIEW)),
    Place(
        "records",
        _("Record"),
        "history",
        ("/record/",),
        lambda actor: actor.is_agency and actor.has(Role.AUDITOR, Role.SUPERVISOR),
    ),
)
SETUP = (
    Place("people", _("People"), "users", ("/admin/people/",), manages_people),
    Place("tokens", _("Tokens"), "key", ("/admin/tokens/",), manages_people),
    Place(
        "own_organisation", _("Organisation"), "building-community", ("/admin/organisation/",), manages_people
    ),
    Place("organisations", _("Organisations"), "building", ("/admin/organisations/",), edits_shared),
    Place(
        "platforms",
        _("Platforms"),
        "world",
        ("/admin/platforms/",),
        lambda actor: actor.has(*PLATFORM_READERS),
    ),
    Place("categories", _("Categories"), "tag", ("/admin/categories/",), lambda actor: actor.is_agency),
    Place(
        "legal_bases",
        _("Legal bases"),
        "scale",
        ("/admin/legal-bases/",),
        lambda actor: actor.is_agency,
    ),
    Place("policies", _("Policies"), "clock-hour-4", ("/admin/policies/",), lambda actor: True),
    Place("calendars", _("Calendars"), "calendar-time", ("/admin/calendars/",), lambda actor: True),
    Place("calculator", _("Calculator"), "calculator", ("/admin/calculator/",), lambda actor: True),
    Place(
        "agreements",
        _("Agreements"),
        "file-certificate",
        ("/admin/agreements/", "/admin/flaggers/"),
        lambda actor: True,
    ),
    Place("roster", _("Duty roster"), "calendar-user", ("/admin/roster/",), lambda actor: True),
    Place(
        "texts",
        _("Texts"),
        "template",
        ("/admin/texts/",),
        lambda actor: actor.has(*TEMPLATE_KEEPERS),
    ),
    Place(
        "outages",
        _("Outages"),
        "plug-connected-x",
        ("/admin/outages/",),
        lambda actor: actor.is_agency and actor.has(Role.SUPERVISOR, Role.AUDITOR),
    ),
    Place(
        "retention",
        _("Retention"),
        "archive",
        ("/admin/retention/",),
        lambda actor: actor.is_agency and actor.has(Role.SUPERVISOR, Role.AUDITOR),
    ),
    Place(
        "undelivered",
        _("Undelivered"),
        "mail-off",
        ("/admin/undelivered/",),
        lambda actor: actor.is_agency and actor.has(Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR),
    ),
    Place(
        "own_record",
        _("Own record"),
        "download",
        ("/admin/own-record/",),
        lambda actor: actor.is_operator and actor.has(Role.LEAD),
    ),
    Place("first_steps", _("First steps"), "list-check", ("/admin/first-steps/",), manages_people),
)


def main_line(actor: Actor, path: str) -> list[Entry]:
    """Return the entries of the main line for ``actor``, the one of ``path`` marked."""
    entries = _entries(LINE, actor, path)
    tabs = setup_tabs(actor, path)
    word = _("Set-up") if manages_people(actor) or edits_shared(actor) else _("Rules")
    return [
        *entries,
        Entry(str(word), tabs[0].url, "settings", path.startswith("/admin/"), "g s"),
    ]


def setup_tabs(actor: Actor, path: str) -> list[Entry]:
    """Return the tabs of the set-up that ``actor`` finds, the one of ``path`` marked."""
    return _entries(SETUP, actor, path)


def home_of(actor: Actor) -> str:
    """Return the name of the URL at which a reader's day begins."""
    return next((name for roles, name in HOMES if actor.has(*roles)), "profile")


def _entries(places: tuple[Place, ...], actor: Actor, path: str) -> list[Entry]:
    return [
        Entry(
            str(place.label),
            reverse(f"dashboard:{place.name}"),
            place.icon,
            path.startswith(place.begins),
            f"g {GOES_THERE[place.name]}" if place.name in GOES_THERE else "",
        )
        for place in places
        if place.open_to(actor)
    ]
