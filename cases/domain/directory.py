"""Who can be told of a case: contacts of the service, people of both sides.

Read once for a batch of cases, so that a burst of steps costs a handful of queries.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery

from accounts.enums import Role
from accounts.models import Absence, Membership, Shift
from cases.enums import Side
from cases.models import Case, Filing
from channels_registry.enums import CONTACT_ORDER, ContactFunction
from channels_registry.models import Contact
from kernel.compiled import Compiled, Given, among
from notifications.domain.telling import Recipient


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who can be told, with his roles; ``pressed``: told because it is on him to act now.

    ``duty``: the roles in which the roster has him on duty.
    """

    roles: frozenset[str]
    recipient: Recipient
    pressed: Recipient
    duty: frozenset[str] = frozenset()


# What of a seat is read: a burst tells hundreds, and whole rows cost more than they are worth.
_COLUMNS = (
    "organisation_id",
    "roles",
    "cleared",
    "user_id",
    "user__name",
    "user__email",
    "user__language",
    "user__time_zone",
    "duty",
    "stand_in",
)
_HIS = {"user_id": OuterRef("user_id"), "begins_at__lte": Given("now"), "ends_at__gt": Given("now")}
_SEATS = Compiled(
    lambda: (
        Membership.objects.filter(among("organisation_id", "houses"), user__is_active=True)
        .annotate(
            duty=ArraySubquery(Shift.objects.filter(**_HIS).values("role")),
            stand_in=Subquery(Absence.objects.filter(**_HIS).values("stand_in_id")[:1]),
        )
        .order_by("user_id")
        .values_list(*_COLUMNS)
    )
)
_FILERS = Compiled(
    lambda: (
        Filing.objects.filter(among("case_id", "cases"), filer__is_active=True)
        .order_by()
        .values_list("case_id", "filer_id")
    )
)


@dataclass(slots=True)
class Directory:
    """Contacts by service, people by organisation, filers by case.

    ``standing_in``: who is told in the place of a person who is away, by the key of that one.
    """

    contacts: dict[int, list[Contact]] = field(default_factory=lambda: defaultdict(list))
    people: dict[int, list[Seat]] = field(default_factory=lambda: defaultdict(list))
    filers: dict[int, int] = field(default_factory=dict)
    cleared: set[int] = field(default_factory=set)
    standing_in: dict[int, Recipient] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        cases: Iterable[Case],
        side: Side | None = None,
        filer: int | None = None,
        *,
        now: datetime | None,
    ) -> "Directory":
        """Read the directory for these cases: three queries; fewer where only one side is told.

        ``filer``: the filer of all of them, where he is known. ``now``: of this instant are
        roster and absences; None: of a case that is played or imagined there are none.
        """
        known = cls()
        batch = list(cases)
        houses = set()
        if side != Side.OPERATOR:
            houses |= {case.agency_id for case in batch}
            known.filers = dict.fromkeys((case.pk for case in batch), filer) if filer else _filers(batch)
        if side != Side.AGENCY:
            houses |= {case.organisation_id for case in batch}
            services = {case.platform_id for case in batch}
            active = Contact.objects.filter(platform_id__in=services, active=True)
            for contact in active.select_related("user").order_by("rank", "id"):
                known.contacts[contact.platform_id].append(contact)
        known._seat(list(houses), now)
        return known

    def _seat(self, houses: list[int], now: datetime | None) -> None:
        stand_ins: dict[int, int] = {}
        by_user: dict[int, Recipient] = {}
        rows = _SEATS.rows(houses=houses, now=now)
        for house, roles, cleared, user_id, name, email, language, zone, duty, stand_in in rows:
            told = Recipient(name, email, language, zone, user_id=user_id, organisation_id=house)
            seat = Seat(frozenset(roles), told, replace(told, on_duty=True), frozenset(duty))
            self.people[house].append(seat)
            by_user[user_id] = told
            if stand_in is not None:
                stand_ins[user_id] = stand_in
            if cleared:
                self.cleared.add(user_id)
        self.standing_in = {away: by_user[told] for away, told in stand_ins.items() if told in by_user}

    def contact(self, case: Case, function: str) -> Contact | None:
        """Return the first contact of a function, or the first one after it in order."""
        order = CONTACT_ORDER[CONTACT_ORDER.index(ContactFunction(function)) :]
        for wanted in order:
            for contact in self.contacts[case.platform_id]:
                if contact.function == wanted:
                    return contact
        return None

    def with_roles(self, organisation_id: int, *roles: Role) -> list[Recipient]:
        """Return the people of an organisation who have one of these roles.

        It is on those on duty to act; on everybody, where nobody is on duty.
        """
        seats, on_duty = self._seats(organisation_id, roles)
        acting = {seat.recipient.user_id for seat in on_duty or seats}
        return [seat.pressed if seat.recipient.user_id in acting else seat.recipient for seat in seats]

    def on_duty(self, organisation_id: int, *roles: Role) -> list[Recipient]:
        """Return who is on duty in one of these roles; everybody who has one, where nobody is."""
        seats, on_duty = self._seats(organisation_id, roles)
        return [seat.pressed for seat in on_duty or seats]

    def _seats(self, organisation_id: int, roles: Iterable[Role]) -> tuple[list[Seat], list[Seat]]:
        wanted = {str(role) for role in roles}
        seats = [seat for seat in self.people[organisation_id] if not wanted.isdisjoint(seat.roles)]
        return seats, [seat for seat in seats if not wanted.isdisjoint(seat.duty & seat.roles)]

    def filer(self, case: Case) -> list[Recipient]:
        """Return the case's filer; all analysts of the agency where he has left."""
        filer_id = self.filers.get(case.pk)
        found = [seat.recipient for seat in self.people[case.agency_id]]
        found = [person for person in found if person.user_id == filer_id]
        if found:
            return found
        return self.with_roles(case.agency_id, Role.ANALYST)

    def duty(self, case: Case) -> list[Recipient]:
        """Return the duty contact; the service's moderators where none is named.

        Whoever the operator's roster has on duty comes before a contact that is a person, and
        beside one that is a desk: only the desk's mail holds the signed link.
        """
        contact = self.contact(case, ContactFunction.DUTY)
        _seats, watch = self._seats(case.organisation_id, (Role.MODERATOR, Role.LEAD))
        on_watch = [seat.pressed for seat in watch]
        if contact is not None and (not watch or contact.user_id is None):
            return [*on_watch, of_contact(contact)]
        return on_watch or self.with_roles(case.organisation_id, Role.MODERATOR, Role.LEAD)


def _filers(cases: Iterable[Case]) -> dict[int, int]:
    return dict(_FILERS.rows(cases=[case.pk for case in cases]))


def of_member(seat: Membership) -> Recipient:
    """Return a person as a recipient, in the page and by mail."""
    user = seat.user
    return Recipient(
        name=user.name,
        address=user.email,
        language=user.language,
        time_zone=user.time_zone,
        user_id=user.pk,
        organisation_id=seat.organisation_id,
    )


def of_contact(contact: Contact) -> Recipient:
    """Return a contact as a recipient; in the page too where he has an account."""
    return Recipient(
        name=contact.name,
        address=contact.email,
        language=contact.language,
        time_zone=contact.time_zone,
        user_id=contact.user_id,
        organisation_id=contact.organisation_id,
        on_duty=True,
    )
