"""Who and what there is in the demo. Data; nobody and nothing of it exists."""

from dataclasses import dataclass

from accounts.enums import OrganisationKind, Role
from channels_registry.enums import ContactFunction


@dataclass(frozen=True, slots=True)
class Seat:
    """A person by role; ``key`` is how the stories call him."""

    key: str
    name: str
    roles: tuple[Role, ...]
    post: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class House:
    """An organisation with its people. ``domain`` is of their addresses."""

    key: str
    name: str
    kind: OrganisationKind
    jurisdiction: str
    time_zone: str
    domain: str
    seats: tuple[Seat, ...]
    owner: bool = False
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Service:
    """A service of an operator. ``manned``: functions whose contact has an account."""

    slug: str
    name: str
    operator: str
    hosts: tuple[str, ...]
    hours: str = "24x7"
    manned: tuple[ContactFunction, ...] = (ContactFunction.DUTY,)


def _operator(key: str, name: str, jurisdiction: str, zone: str, domain: str) -> House:
    return House(
        key=key,
        name=name,
        kind=OrganisationKind.OPERATOR,
        jurisdiction=jurisdiction,
        time_zone=zone,
        domain=domain,
        seats=(
            Seat(f"{key}.moderator", "Moderator 1", (Role.MODERATOR,), "Trust and safety desk"),
            Seat(f"{key}.lead", "Lead 1", (Role.LEAD,), "Head of trust and safety"),
        ),
    )


MINISTRY = House(
    key="ministry",
    name="Ministry of Digital Affairs",
    kind=OrganisationKind.ISSUING,
    jurisdiction="ID",
    time_zone="Asia/Jakarta",
    domain="ministry.example",
    owner=True,
    seats=(
        Seat("ministry.analyst", "Analyst 1", (Role.ANALYST,), "Content analyst"),
        Seat("ministry.analyst2", "Analyst 2", (Role.ANALYST,), "Content analyst", language="id"),
        Seat("ministry.approver", "Approver 1", (Role.APPROVER,), "Head of the control desk"),
        Seat("ministry.supervisor", "Supervisor 1", (Role.SUPERVISOR,), "Director of control"),
        Seat("ministry.auditor", "Auditor 1", (Role.AUDITOR,), "Internal audit"),
        Seat("ministry.administrator", "Administrator 1", (Role.ADMINISTRATOR,), "Operations"),
    ),
)
OFFICE = House(
    key="office",
    name="European Office for Online Terror Content",
    kind=OrganisationKind.ISSUING,
    jurisdiction="EU",
    time_zone="Europe/Berlin",
    domain="office.example",
    seats=(
        Seat("office.analyst", "Analyst 1", (Role.ANALYST,), "Case officer"),
        Seat("office.approver", "Approver 1", (Role.APPROVER,), "Head of unit"),
        Seat("office.supervisor", "Supervisor 1", (Role.SUPERVISOR, Role.ADMINISTRATOR), "Director"),
    ),
)
BUREAU = House(
    key="bureau",
    name="National Narcotics Bureau",
    kind=OrganisationKind.REFERRING,
    jurisdiction="ID",
    time_zone="Asia/Makassar",
    domain="bureau.example",
    seats=(
        Seat("bureau.analyst", "Analyst 1", (Role.ANALYST,), "Online patrol"),
        Seat("bureau.administrator", "Administrator 1", (Role.ADMINISTRATOR,), "Operations"),
    ),
)
HOUSES = (
    MINISTRY,
    OFFICE,
    BUREAU,
    _operator("kanal", "Kanal Messaging FZE", "AE", "Asia/Dubai", "kanal.example"),
    _operator("lapak", "Lapak Digital", "SG", "Asia/Singapore", "lapak.example"),
    _operator("layl", "Layl Video · ليل فيديو", "JO", "Asia/Amman", "layl.example"),
    _operator("guang", "光場 Guangchang Holdings", "TW", "Asia/Taipei", "guangchang.example"),
    _operator(
        "obrol",
        "Obrol International Network Services and Community Platforms Private Limited",
        "IE",
        "Europe/Dublin",
        "obrol.example",
    ),
)
SERVICES = (
    Service("kanal", "Kanal", "kanal", ("kanal.example",)),
    Service("kanal-stories", "Kanal Stories", "kanal", ("stories.example",)),
    Service("lapak", "Lapak", "lapak", ("lapak.example",), hours="Mon-Sat 08:00-20:00"),
    Service("layl", "Layl Video ليل", "layl", ("layl.example",), manned=()),
    Service("guangchang", "光場 Guangchang", "guang", ("guangchang.example",)),
    Service("obrol", "Obrol", "obrol", ("obrol.example", "obrol-live.example")),
)
# One sign-in a role is told, in this order; whoever reads wants to begin with the board.
TOLD = (
    "ministry.supervisor",
    "ministry.analyst",
    "ministry.approver",
    "ministry.auditor",
    "ministry.administrator",
    "kanal.moderator",
    "kanal.lead",
)
