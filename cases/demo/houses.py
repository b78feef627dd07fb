"""Registers the organisations, people, services and agreement of the demo."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from accounts.domain.acting import COMMAND, Actor, acting_as, actor_of
from accounts.domain.organisations import OrganisationWords, add_organisation
from accounts.models import Membership, Organisation, User
from audit.domain.chain import NewEntry, record
from cases.demo.agreed import agree, keep_in_touch
from cases.demo.places import HOUSES, MINISTRY, SERVICES, TOLD, House, Seat, Service
from channels_registry.domain.contacts import ContactWords, add_contact
from channels_registry.domain.registry import PlatformWords, add_host, add_platform
from channels_registry.enums import ContactFunction, Grammar
from kernel.references import ALPHABET


@dataclass(slots=True)
class Desk:
    """The people of the demo as actors, by their keys."""

    actors: dict[str, Actor] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Actor:
        return self.actors[key]


def password() -> str:
    """Return the password of all demo people: made from the installation's secret key.

    Printed at every start and the same each time, yet known to nobody elsewhere: a demo
    that was loaded on a reachable host by mistake has no password that stands in a book.
    """
    made = hmac.digest(settings.SECRET_KEY.encode(), b"demo", "sha256")
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in made[:12]).lower()
    return f"demo-{letters[:6]}-{letters[6:]}"


def is_empty() -> bool:
    """Whether the database holds no organisation at all."""
    return not Organisation.objects.exists()


def is_demo() -> bool:
    """Whether the desk's owner is the demo's ministry with its people."""
    owner = Organisation.objects.filter(owner=True, name=MINISTRY.name).first()
    return owner is not None and User.objects.filter(email=_address(MINISTRY, MINISTRY.seats[0])).exists()


def register(*, now: datetime) -> Desk:
    """Write organisations, people, services, contacts and the agreement, as of ``now``; audited.

    Inside ``all_together``. Every person gets the same password.
    """
    houses = {house.key: _house(house, now) for house in HOUSES}
    _seats(houses, now)
    for service in SERVICES:
        _service(service, houses[service.operator], now)
    agree(houses[MINISTRY.key], now=now)
    keep_in_touch(now=now)
    return desk()


def desk() -> Desk:
    """Return the people of the demo as actors. One query."""
    addresses = {_address(house, seat): seat.key for house in HOUSES for seat in house.seats}
    people = User.objects.filter(email__in=addresses).select_related("membership__organisation")
    found = {addresses[person.email]: actor_of(person) for person in people}
    return Desk({key: actor for key, actor in found.items() if actor is not None})


def renew_passwords() -> None:
    """Set the password of all demo people anew where the installation's secret key has changed since."""
    addresses = [_address(house, seat) for house in HOUSES for seat in house.seats]
    people = User.objects.filter(email__in=addresses)
    first = people.first()
    if first is not None and not check_password(password(), first.password):
        people.update(password=make_password(password()))


def sign_ins() -> list[tuple[str, str, str]]:
    """Return role, address and password of one person a role."""
    rows = {seat.key: (house, seat) for house in HOUSES for seat in house.seats}
    return [
        (seat.roles[0].value, _address(house, seat), password())
        for house, seat in map(rows.__getitem__, TOLD)
    ]


def _address(house: House, seat: Seat) -> str:
    return f"{seat.key.partition('.')[2]}@{house.domain}"


def _house(house: House, now: datetime) -> Organisation:
    words = OrganisationWords(
        name=house.name,
        jurisdiction=house.jurisdiction,
        language=house.language,
        time_zone=house.time_zone,
    )
    with acting_as(COMMAND):
        return add_organisation(actor=COMMAND, kind=house.kind, words=words, owner=house.owner, now=now)


def _seats(houses: dict[str, Organisation], now: datetime) -> None:
    # Not by invitation: a hash of a password takes a third of a second, and all have the same.
    hashed = make_password(password())
    seats = [(house, seat) for house in HOUSES for seat in house.seats]
    with acting_as(COMMAND):
        users = User.objects.bulk_create(
            User(
                email=_address(house, seat),
                name=seat.name,
                password=hashed,
                language=seat.language,
                time_zone=house.time_zone,
            )
            for house, seat in seats
        )
        Membership.objects.bulk_create(
            Membership(user=user, organisation=houses[house.key], roles=list(seat.roles), post=seat.post)
            for user, (house, seat) in zip(users, seats, strict=True)
        )
        entries = [
            NewEntry("user", str(user.public_id), "demo_seat", {"roles": list(seat.roles)})
            for user, (_, seat) in zip(users, seats, strict=True)
        ]
        record(entries, by=COMMAND, at=now)


def _service(service: Service, operator: Organisation, now: datetime) -> None:
    words = PlatformWords(name=service.name, grammar=Grammar.GENERIC.value)
    add_platform(actor=COMMAND, operator=operator, slug=service.slug, words=words, now=now)
    for host in service.hosts:
        add_host(actor=COMMAND, slug=service.slug, host=host, now=now)
    house = next(house for house in HOUSES if house.key == service.operator)
    for function in ContactFunction:
        add_contact(actor=COMMAND, slug=service.slug, words=_contact(service, house, function), now=now)


def _contact(service: Service, house: House, function: ContactFunction) -> ContactWords:
    manned = function in service.manned
    return ContactWords(
        function=function.value,
        rank=1,
        name=str(function.label),
        email=_address(house, house.seats[0])
        if manned
        else f"{function.value}.{service.slug}@{house.domain}",
        language=house.language,
        time_zone=house.time_zone,
        hours=service.hours,
    )
