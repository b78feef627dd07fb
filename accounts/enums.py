"""Words of organisations and people."""

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
