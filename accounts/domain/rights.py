"""Who sets up the desk: what all share, and whose people."""

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from accounts.enums import OrganisationKind, Role, managing_role
from accounts.models import Membership, Organisation
from kernel.errors import NotAllowed


def edits_shared(actor: Actor) -> bool:
    """Whether the actor may change what all share.

    Organisations, services, hosts, categories, legal bases and default policies belong
    to the administrators of the owning agency alone; the command line may set it up.
    """
    return actor.is_system or (actor.owner and actor.has(Role.ADMINISTRATOR))


def manages_people(actor: Actor) -> bool:
    """Whether the actor manages the people of his own organisation."""
    return actor.organisation_id is not None and actor.has(managing_role(actor.organisation_kind))


def belongs(
    actor: Actor, roles: Collection[Role], kinds: Collection[str] = (), *, owner: bool = False
) -> bool:
    """Whether the actor is of those whom a page or an operation is for.

    ``roles``: whose eyes he has (none given: any seat); ``kinds`` narrows to kinds of
    organisation, ``owner`` to the owning agency. What he may do is each verb's own matter.
    """
    if owner and not actor.owner:
        return False
    if kinds and actor.organisation_kind not in kinds:
        return False
    return not roles or actor.sees(*roles)


def require_shared_editor(actor: Actor) -> None:
    """Raise NotAllowed unless the actor may change what all share."""
    if not edits_shared(actor):
        raise NotAllowed(
            "owner_only", _("Only an administrator of the owning agency changes what all share.")
        )


def require_people_manager(actor: Actor) -> int:
    """Return the key of the organisation whose people the actor manages, or raise NotAllowed."""
    if actor.organisation_id is None or not manages_people(actor):
        raise NotAllowed(
            "manager_only",
            _("Only an administrator of an agency or a lead of an operator manages its people."),
        )
    return actor.organisation_id


def lock_setup() -> None:
    """Let the verbs of the set-up pass one at a time until the transaction ends.

    Two clicks at once would both find a name free. Always the first lock: the owner's row,
    then others.
    """
    Organisation.objects.select_for_update(no_key=True).filter(owner=True).first()


def has_manager(organisation: Organisation, *, without: Membership | None = None) -> bool:
    """Whether somebody active manages the people of ``organisation`` (apart from ``without``)."""
    managers = Membership.objects.filter(
        organisation=organisation,
        user__is_active=True,
        roles__contains=[managing_role(organisation.kind)],
    )
    if without is not None:
        managers = managers.exclude(pk=without.pk)
    return managers.exists()


def managed_organisations() -> frozenset[int]:
    """Return the keys of the organisations in which somebody active manages the people."""
    operator = Q(organisation__kind=OrganisationKind.OPERATOR)
    manages = (operator & Q(roles__contains=[Role.LEAD])) | (
        ~operator & Q(roles__contains=[Role.ADMINISTRATOR])
    )
    active = Membership.objects.filter(manages, user__is_active=True)
    return frozenset(active.values_list("organisation_id", flat=True))
