"""Facts that were remembered, not read, stay unconfirmed until a named person confirms them."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.domain.rights import require_shared_editor
from audit.domain.chain import NewEntry, record
from kernel.errors import Conflict, Invalid, NotKnown
from sla.domain.law import legal_basis_of
from sla.enums import Standing
from sla.models import LegalBasis, PolicyFact


def confirm_legal_basis(*, actor: Actor, code: str, now: datetime) -> LegalBasis:
    """Say by name that a provision stands in its source as written here; audited.

    Raises NotKnown, NotAllowed, Invalid (no person acts), Conflict (confirmed already).
    """
    with acting_as(actor):
        _require_person(actor)
        basis = legal_basis_of(code, lock=True)
        _confirm(basis, actor, now)
        record([NewEntry("legal_basis", code, "confirm_legal_basis")], by=actor, at=now)
    return basis


def confirm_fact(*, actor: Actor, policy: str, key: str, now: datetime) -> PolicyFact:
    """Say by name that a fact about a policy stands in its source; audited.

    Raises NotKnown, NotAllowed, Invalid (no person acts), Conflict (confirmed already).
    """
    with acting_as(actor):
        _require_person(actor)
        fact = (
            PolicyFact.objects.select_for_update(of=("self",), no_key=True)
            .filter(policy__code=policy, key=key)
            .first()
        )
        if fact is None:
            raise NotKnown("fact_unknown", _("This fact does not exist."))
        _confirm(fact, actor, now)
        record([NewEntry("policy", policy, "confirm_fact", {"fact": key})], by=actor, at=now)
    return fact


def _require_person(actor: Actor) -> None:
    require_shared_editor(actor)
    if not actor.name:
        raise Invalid("no_name", _("A named person confirms; the command line cannot."))


def _confirm(row: LegalBasis | PolicyFact, actor: Actor, now: datetime) -> None:
    if row.standing != Standing.UNCONFIRMED:
        raise Conflict("confirmed_already", _("This is confirmed already."))
    row.standing = Standing.SOURCE
    row.confirmed_at = now
    row.confirmed_by = f"{actor.name} · {actor.label}"[:200]
    row.save(update_fields=["standing", "confirmed_at", "confirmed_by"])
