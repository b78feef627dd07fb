"""What the desk holds about one of its own people: values of the account, and how many rows name him."""

import uuid
from dataclasses import dataclass

from django.db.models import Model
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from accounts.domain.people import seat_of
from accounts.domain.profile import person_of
from accounts.models import User
from audit.models import Entry

# By model and column: what such a row is, in the reader's words.
WORDS: dict[str, str | Promise] = {
    "accounts.Membership.user": _("Seat: organisation, roles, post, clearance"),
    "accounts.Invitation.invited_by": _("Invitations sent"),
    "accounts.Token.responsible": _("Tokens in this name"),
    "accounts.Token.offered_by": _("Tokens offered to others"),
    "accounts.Shift.user": _("Shifts of the duty roster"),
    "accounts.Shift.handed_over_by": _("Duties handed over to others"),
    "accounts.Absence.user": _("Absences"),
    "accounts.Absence.stand_in": _("Absences of others, as stand-in"),
    "accounts.Absence.entered_by": _("Absences entered"),
    "accounts.CalendarFeed.user": _("Address of a calendar (its hash alone)"),
    "account.EmailAddress.user": _("Addresses"),
    "usersessions.UserSession.user": _("Sessions, with address and browser"),
    "mfa.Authenticator.user": _("Second factors"),
    "channels_registry.Contact.user": _("Contacts of a service that are this person"),
    "channels_registry.Alias.added_by": _("Other names of channels added"),
    "channels_registry.Sighting.user": _("Sightings of channels entered"),
    "notifications.Outbox.user": _("Messages by mail"),
    "notifications.Notice.user": _("Notices in the page"),
    "notifications.MailChoice.user": _("Choice of when mail comes"),
    "cases.Report.reporter": _("Reports written"),
    "cases.Report.taken_over_by": _("Reports taken over"),
    "cases.Filing.filer": _("Cases filed"),
    "cases.Assignment.user": _("Cases that were assigned"),
    "cases.Assignment.by": _("Cases assigned to somebody"),
    "cases.Assignment.ended_by": _("Assignments ended"),
    "cases.Case.agency_assignee": _("Cases in hand at the agency"),
    "cases.Case.operator_assignee": _("Cases in hand at the platform"),
    "cases.Approval.filer": _("Approvals asked for"),
    "cases.Approval.decided_by": _("Approvals decided"),
    "cases.AnswersLook.user": _("Answers looked at"),
    "cases.Look.user": _("Drafts looked at"),
    "cases.Note.author": _("Internal notes of the agency"),
    "cases.OperatorNote.author": _("Internal notes of the platform"),
    "cases.KeptText.user": _("Words typed and not sent"),
    "cases.Presence.user": _("Cases open at this moment"),
    "cases.Review.filer": _("Objections to cases filed"),
    "cases.Review.approver": _("Objections to cases approved"),
    "cases.Review.decided_by": _("Objections decided"),
    "cases.Escalation.decided_by": _("Proposals decided"),
    "cases.CoSignature.signer": _("Joinings signed"),
    "cases.CoSignature.decided_by": _("Joinings confirmed or returned"),
    "cases.Evidence.uploader": _("Files handed in"),
    "cases.Sheet.uploader": _("Sheets uploaded"),
    "cases.SavedQueue.owner": _("Queues kept under a name"),
    "cases.DefaultQueue.user": _("The queue to begin with"),
    "audit.Entry.actor_id": _("Entries of the record (no name, an id)"),
}


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of row that names the person: where it stands, what it is, how many."""

    code: str
    label: str | Promise
    count: int


@dataclass(frozen=True, slots=True)
class Holding:
    """Everything that is held about one person."""

    person: User
    rows: list[Held]

    @property
    def account(self) -> dict[str, object]:
        """The values of the account itself; no password and no secret."""
        said = ("name", "language", "time_zone", "uses_keys")
        names = ("public_id", "email", *said, "is_active", "last_login")
        return {name: getattr(self.person, name) for name in names}


def held_about_oneself(actor: Actor) -> Holding:
    """Return what is held about the actor. Reads only."""
    return _held(person_of(actor))


def held_about(actor: Actor, person: uuid.UUID) -> Holding:
    """Return what is held about a person whom the actor manages; raises NotAllowed, NotKnown."""
    return _held(seat_of(actor, person).user)


def columns_that_name_people() -> dict[str, tuple[type[Model], str]]:
    """Return every column that points to a person, by model and name."""
    found: dict[str, tuple[type[Model], str]] = {}
    for relation in User._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            model, column = relation.related_model, relation.field.name
            found[f"{model._meta.label}.{column}"] = (model, column)
    return found


def _held(person: User) -> Holding:
    # The plain manager: how many rows name a person is asked without looking into one.
    rows = [
        Held(code, WORDS.get(code, code), model._base_manager.filter(**{column: person}).count())
        for code, (model, column) in columns_that_name_people().items()
    ]
    entries = Entry.objects.filter(actor_id=str(person.public_id)).count()
    rows.append(Held("audit.Entry.actor_id", WORDS["audit.Entry.actor_id"], entries))
    return Holding(person, rows)
