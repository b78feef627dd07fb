"""Words of organisations and people."""

from collections.abc import Collection
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    """What an organisation may do."""

    ISSUING = "issuing", _("Agency that issues")
    REFERRING = "referring", _("Agency that refers")
    OPERATOR = "operator", _("Operator of platforms")


AGENCY_KINDS = (OrganisationKind.ISSUING, OrganisationKind.REFERRING)


class Role(TextChoices):
    """What a person may do. The first five are an agency's, the last two an operator's."""

    ANALYST = "analyst", _("Analyst")
    APPROVER = "approver", _("Approver")
    SUPERVISOR = "supervisor", _("Supervisor")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")
    MODERATOR = "moderator", _("Moderator")
    LEAD = "lead", _("Lead")


AGENCY_ROLES = (Role.ANALYST, Role.APPROVER, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR)
OPERATOR_ROLES = (Role.MODERATOR, Role.LEAD)


# Roles in which somebody has to be reached at any hour.
DUTY_ROLES = (Role.APPROVER, Role.SUPERVISOR, Role.MODERATOR, Role.LEAD)


def duty_roles_of(kind: str) -> tuple[Role, ...]:
    """Return the roles in which people of an organisation of this kind can be on duty."""
    return tuple(role for role in DUTY_ROLES if role in roles_of(kind))


def roles_of(kind: str) -> tuple[Role, ...]:
    """Return the roles that people of an organisation of this kind can have."""
    return OPERATOR_ROLES if kind == OrganisationKind.OPERATOR else AGENCY_ROLES


def managing_role(kind: str) -> Role:
    """Return the role that manages the people of an organisation of this kind."""
    return Role.LEAD if kind == OrganisationKind.OPERATOR else Role.ADMINISTRATOR


class Lack(StrEnum):
    """What a session lacks before its person may act: a second factor, or the proof of it."""

    FACTOR = "factor"
    PROOF = "proof"


class Scope(TextChoices):
    """What a token opens beside reading, which every token may: one word a kind of work."""

    READ = "read", _("Read cases and reports")
    REPORT = "report", _("Report, file, answer questions, verify and close")
    APPROVE = "approve", _("Return, approve and send")
    SUPERVISE = "supervise", _("Extend, waive, decide objections and proposals")
    ANSWER = "answer", _("Sign, acknowledge, ask, decide and object")


class TokenState(TextChoices):
    """What has become of a token."""

    OFFERED = "offered", _("Offered")
    ACTIVE = "active", _("In force")
    DECLINED = "declined", _("Declined")
    LAPSED = "lapsed", _("Lapsed")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")


# Whose work a scope opens. A token acts in the role at the right, if its person has one of
# those at the left: people and set-up are opened by none.
ROLES_OF_SCOPE: dict[Scope, tuple[tuple[Role, Role], ...]] = {
    Scope.READ: (),
    Scope.REPORT: ((Role.ANALYST, Role.ANALYST),),
    Scope.APPROVE: ((Role.APPROVER, Role.APPROVER),),
    Scope.SUPERVISE: ((Role.SUPERVISOR, Role.SUPERVISOR),),
    Scope.ANSWER: ((Role.MODERATOR, Role.MODERATOR), (Role.LEAD, Role.MODERATOR)),
}
AGENCY_SCOPES = (Scope.READ, Scope.REPORT, Scope.APPROVE, Scope.SUPERVISE)
OPERATOR_SCOPES = (Scope.READ, Scope.ANSWER)


def scopes_of(kind: str) -> tuple[Scope, ...]:
    """Return the scopes that tokens of an organisation of this kind can have."""
    return OPERATOR_SCOPES if kind == OrganisationKind.OPERATOR else AGENCY_SCOPES


def narrowed(roles: Collection[Role], scopes: Collection[str]) -> frozenset[Role]:
    """Return the roles in which a token of these scopes acts for somebody who has ``roles``."""
    return frozenset(
        acts for scope in Scope if scope in scopes for held, acts in ROLES_OF_SCOPE[scope] if held in roles
    )
