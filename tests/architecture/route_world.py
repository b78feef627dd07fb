"""The world that every route is asked about: two sides that must never learn of each other.

*Home* is the owning agency and the operator that it addresses, *other* another issuing
agency and another operator, in the same states. What people typed holds words that occur
nowhere else, so that a word in the wrong page is a leak that names itself.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import uuid4

from accounts.domain.acting import Actor
from accounts.domain.consenting import accept_token
from accounts.domain.tokens import TokenWords
from accounts.enums import OrganisationKind, Role, Scope
from accounts.models import Membership, Organisation, Token, User
from channels_registry.enums import ContactFunction
from channels_registry.models import Contact, Drill, Platform, PlatformHost
from kernel.references import new_reference
from notifications.domain import invitations
from notifications.domain.token_offers import offer_token
from notifications.enums import NoticeKind
from notifications.models import Notice
from sla.domain.drafting import begin_draft
from sla.enums import ClockKind, Standing
from sla.models import Calendar, Policy, PolicyFact
from tests.architecture.route_side import Side
from tests.architecture.route_world_agreements import make_agreements
from tests.architecture.route_world_cases import make_cases, received_case
from tests.architecture.route_world_evidence import add_evidence
from tests.architecture.route_world_joining import make_joinings
from tests.architecture.route_world_messages import make_templates, make_undelivered
from tests.architecture.route_world_reports import make_reports
from tests.architecture.route_world_sheets import make_sheets
from tests.factories.counting import next_number
from tests.factories.desk import make_desk
from tests.factories.law import make_agreement, make_calendar, make_policy
from tests.factories.organisations import make_agency
from tests.factories.people import actor_for, make_person

CHRISTMAS = date(2026, 12, 25)
AGENCY_ROLES = (Role.ANALYST, Role.APPROVER, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR)


@dataclass
class World:
    """Both sides, who only refers, and who signs in."""

    home: Side
    other: Side
    referring: Organisation
    agreed: Policy  # of the other agency with the other operator
    calendars: dict[str, Calendar]  # by which that policy runs, and one by which none does
    users: dict[str, User | None]


def make_world(now: datetime) -> World:
    """Build everything by the real verbs, as of ``now``."""
    home, other = _side("home", now, owner=True), _side("other", now)
    referring = make_agency(OrganisationKind.REFERRING, name="referringagencymark")
    referrer = make_person(
        referring, Role.ANALYST, name="reporternamemark", email="reportermailmark@desk.example"
    )
    for side in (home, other):
        make_cases(side)
        make_reports(side, actor_for(referrer))
        add_evidence(side)
        make_sheets(side)
        make_undelivered(side)
        make_templates(side)
        _registry(side)
        make_agreements(side)
    make_joinings(home, of=other)
    make_joinings(other, of=home)
    # The other agency addresses the home operator too: its people know both agencies.
    crossing = replace(other.desk, platform=home.desk.platform, operator=home.desk.operator)
    other.cases["crossing"] = received_case(other, "crossing", crossing, moderator=home.desk.moderator)
    calendars = {word: make_calendar("Mon-Fri 08:00-16:00", CHRISTMAS) for word in ("other", "open")}
    by_it = {ClockKind.EFFECT: calendars["other"]}
    agreed = make_policy(f"other-{next_number()}", is_default=False, calendars=by_it)
    make_agreement(other.desk.agency, other.desk.platform, agreed)
    begin_draft(actor=actor_for(home.people[Role.ADMINISTRATOR]), code=home.desk.version.policy.code, now=now)
    PolicyFact.objects.create(
        policy=home.desk.version.policy,
        key="first-order",
        text_en="Twelve hours of notice.",
        text_id="Dua belas jam.",
        standing=Standing.UNCONFIRMED,
    )
    seatless = User.objects.create_user("seatless@desk.example", "x" * 20, name="Nobody's person")
    users: dict[str, User | None] = {
        "nob": None,
        "nos": seatless,
        **{_SHORT[role]: home.people[role] for role in (*AGENCY_ROLES, Role.MODERATOR, Role.LEAD)},
        "oth": other.people["casework"],
        "oad": other.people[Role.ADMINISTRATOR],
        "ref": referrer,
        "oop": other.people["moderation"],
    }
    return World(home, other, referring, agreed.policy, calendars, users)


_SHORT = {
    Role.ANALYST: "ana",
    Role.APPROVER: "app",
    Role.SUPERVISOR: "sup",
    Role.AUDITOR: "aud",
    Role.ADMINISTRATOR: "adm",
    Role.MODERATOR: "mod",
    Role.LEAD: "lea",
}


def _side(word: str, now: datetime, *, owner: bool = False) -> Side:
    desk = make_desk(single_signature_urgent=True)
    Organisation.objects.filter(pk=desk.agency.pk).update(name=f"{word}agencymark", owner=owner)
    Organisation.objects.filter(pk=desk.operator.pk).update(name=f"{word}operatormark")
    slug = f"{word}-slug"
    Platform.objects.filter(pk=desk.platform.pk).update(name=f"{word}servicemark", slug=slug)
    PlatformHost.objects.filter(platform=desk.platform).update(host=f"{slug}.example")
    for row in (desk.agency, desk.operator, desk.platform):
        row.refresh_from_db()
    side = Side(word, now, desk)
    for role in AGENCY_ROLES:
        side.people[role] = _person(side, desk.agency, role.value, role)
    for role in (Role.MODERATOR, Role.LEAD):
        side.people[role] = _person(side, desk.operator, role.value, role)
    side.people["casework"] = _person(side, desk.agency, "casework", Role.ANALYST, Role.SUPERVISOR)
    side.people["moderation"] = _person(side, desk.operator, "moderation", Role.MODERATOR, Role.LEAD)
    side.people["colleague"] = _person(side, desk.agency, "colleague", Role.ANALYST)
    side.people["gone"] = _person(side, desk.agency, "gone", Role.ANALYST)
    side.people["hand"] = _person(side, desk.operator, "hand", Role.MODERATOR)
    User.objects.filter(pk=side.people["gone"].pk).update(is_active=False)
    side.desk = replace(
        desk,
        analyst=actor_for(side.people[Role.ANALYST]),
        approver=actor_for(side.people[Role.APPROVER]),
        supervisor=actor_for(side.people[Role.SUPERVISOR]),
        moderator=actor_for(side.people[Role.MODERATOR]),
    )
    return side


def _person(side: Side, organisation: Organisation, name: str, *roles: Role) -> User:
    mark = side.mark(name)
    return make_person(organisation, *roles, name=mark, email=f"{mark}@desk.example", post="Officer")


def _registry(side: Side) -> None:
    desk, now = side.desk, side.now
    contacts = Contact.objects.filter(platform=desk.platform)
    for contact in contacts:
        mark = side.mark(f"contact{contact.function}")
        contact.name, contact.email = mark, f"{mark}@service.example"
        contact.save(update_fields=["name", "email"])
    side.contact = contacts.get(function=ContactFunction.DUTY)
    side.drill = Drill.objects.create(
        platform=desk.platform,
        organisation=desk.operator,
        contact=side.contact,
        period=now,
        started_at=now,
        due_at=now + timedelta(days=1),
    ).public_id
    side.invitation = invitations.invite(
        actor=actor_for(side.people[Role.ADMINISTRATOR]),
        organisation=desk.agency.public_id,
        email=f"{side.mark('invited')}@desk.example",
        roles=[Role.ANALYST],
        now=now,
    )
    for house, manager, person, holder, scope in (
        ("agency", Role.ADMINISTRATOR, "colleague", _HOLDERS[side.word][0], Scope.REPORT),
        ("operator", Role.LEAD, "hand", _HOLDERS[side.word][1], Scope.ANSWER),
    ):
        manages = actor_for(side.people[manager])
        side.tokens[house] = _accepted(side, f"token{house}", manages, side.people[person], scope)
        side.tokens[f"own {house}"] = _accepted(side, f"own{house}", manages, side.people[holder], scope)
        side.tokens[f"offered {house}"] = _offered(side, f"offer{house}", manages, side.people[holder], scope)
    side.lead_invitation = invitations.invite(
        actor=actor_for(side.people[Role.LEAD]),
        organisation=desk.operator.public_id,
        email=f"{side.mark('offered')}@desk.example",
        roles=[Role.MODERATOR],
        now=now,
    )
    told = {role: user for role, user in side.people.items() if role != Role.ADMINISTRATOR}
    for user in told.values():
        notice = Notice.objects.create(
            key=f"{side.word}:{user.pk}",
            user=user,
            kind=NoticeKind.CLOSED,
            thread=f"of:{user.name}",
            context=_context(side),
            created_at=now,
        )
        side.notices[user.name] = notice.public_id


# Who holds and is offered a token among those that ask, of each side's agency and operator.
_HOLDERS: dict[str, tuple[str, str]] = {
    "home": (Role.ANALYST, Role.MODERATOR),
    "other": ("casework", "moderation"),
}


def _offered(side: Side, name: str, manager: Actor, person: User, scope: Scope) -> Token:
    words = TokenWords(side.mark(name), person.public_id, [scope], 30)
    return offer_token(actor=manager, token=uuid4(), words=words, now=side.now)


def _accepted(side: Side, name: str, manager: Actor, person: User, scope: Scope) -> Token:
    offer = _offered(side, name, manager, person, scope)
    return accept_token(actor=actor_for(person), token=offer.public_id, now=side.now)[0]


def _context(side: Side) -> dict[str, str]:
    return {
        "reference": side.ref("closed"),
        "platform": side.desk.platform.name,
        "path": f"/cases/{side.ref('closed')}/",
    }


def absent_reference() -> str:
    """A well-formed reference that nobody has."""
    return new_reference()


def seat_of(user: User) -> Membership:
    return Membership.objects.get(user=user)
