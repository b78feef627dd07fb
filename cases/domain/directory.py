"""Who can be told of a case: contacts of the service, people of both sides.

Read once for a batch of cases, so that a burst of steps costs a handful of queries.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from accounts.enums import Role
from accounts.models import Membership
from cases.enums import Side
from cases.models import Case, Filing
from channels_registry.enums import CONTACT_ORDER, ContactFunction
from channels_registry.models import Contact
from kernel.compiled import Compiled, among
from notifications.domain.telling import Recipient


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who can be told, with his roles; ``in_role``: told because a role is his."""

    roles: frozenset[str]
    recipient: Recipient
    in_role: Recipient


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
)
_SEATS = Compiled(
    lambda: (
        Membership.objects.filter(among("organisation_id", "houses"), user__is_active=True)
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
    """Contacts by service, people by organisation, filers by case."""

    contacts: dict[int, list[Contact]] = field(default_factory=lambda: defaultdict(list))
    people: dict[int, list[Seat]] = field(default_factory=lambda: defaultdict(list))
    filers: dict[int, int] = field(default_factory=dict)
    cleared: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, cases: Iterable[Case], side: Side | None = None, filer: int | None = None) -> "Directory":
        """Read the directory for these cases: three queries; fewer where only one side is told.

        ``filer``: the filer of all of them, where he is known.
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
        for house, roles, cleared, user_id, name, email, language, zone in _SEATS.rows(houses=list(houses)):
            recipient = Recipient(name, email, language, zone, user_id=user_id, organisation_id=house)
            in_role = replace(recipient, on_duty=True)
            known.people[house].append(Seat(frozenset(roles), recipient, in_role))
            if cleared:
                known.cleared.add(user_id)
        return known

    def contact(self, case: Case, function: str) -> Contact | None:
        """Return the first contact of a function, or the first one after it in order."""
        order = CONTACT_ORDER[CONTACT_ORDER.index(ContactFunction(function)) :]
        for wanted in order:
            for contact in self.contacts[case.platform_id]:
                if contact.function == wanted:
                    return contact
        return None

    def with_roles(self, organisation_id: int, *roles: Role) -> list[Recipient]:
        """Return the people of an organisation who have one of these roles."""
        wanted = {str(role) for role in roles}
        seats = self.people[organisation_id]
        return [seat.in_role for seat in seats if not wanted.isdisjoint(seat.roles)]

    def filer(self, case: Case) -> list[Recipient]:
        """Return the case's filer; all analysts of the agency where he has left."""
        filer_id = self.filers.get(case.pk)
        found = [seat.recipient for seat in self.people[case.agency_id]]
        found = [person for person in found if person.user_id == filer_id]
        if found:
            return found
        return self.with_roles(case.agency_id, Role.ANALYST)

    def duty(self, case: Case) -> list[Recipient]:
        """Return the duty contact; the service's moderators where none is named."""
        contact = self.contact(case, ContactFunction.DUTY)
        if contact is not None:
            return [of_contact(contact)]
        return self.with_roles(case.organisation_id, Role.MODERATOR, Role.LEAD)


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
