"""The one lock of the casework, and the questions before every verb."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from cases.domain.firing import settle
from cases.domain.lifecycle import check_move
from cases.enums import Verb
from cases.models import Case
from cases.permissions import may
from kernel.errors import Conflict, NotAllowed, NotKnown

_expected: ContextVar[int | None] = ContextVar("expected", default=None)


@contextmanager
def expecting(edit_version: int | None) -> Iterator[None]:
    """Let the verb inside act only on the case as the reader saw it (None: as it is now).

    Looked at under the lock. Whoever decided on other words gets a Conflict, "case_changed".
    """
    token = _expected.set(edit_version)
    try:
        yield
    finally:
        _expected.reset(token)


def must_be_version(case: Case, edit_version: int) -> None:
    """Raise Conflict where somebody changed the case after the reader saw it."""
    if case.edit_version != edit_version:
        raise Conflict(
            "case_changed",
            _("Somebody else changed this case after you saw it. Nothing is lost: compare, then send again."),
        )


def lock_case(actor: Actor, reference: str, verb: Verb, now: datetime) -> Case:
    """Lock and return the case, its due steps fired, ready for ``verb``.

    May it be known (NotKnown), may this role do it (NotAllowed), is it as it was seen, does
    the state allow it (Conflict): in this order. Steps that fell due before ``now`` and wait for the
    sweep are fired first, so that no stop, answer or end can swallow one.
    """
    case = lock_known(actor, reference)
    check_verb(actor, case, verb)
    settle(case, now)
    return case


def check_verb(actor: Actor, case: Case, verb: Verb) -> None:
    """Raise what stands against ``verb`` now: for the verb under its lock, and for a preview without one.

    NotAllowed (this role), Conflict (erased, changed since it was seen, not in this state).
    """
    must_not_be_erased(case)
    if not may(actor, verb, case):
        raise NotAllowed("verb_not_yours", _("Your role cannot do this."))
    expected = _expected.get()
    if expected is not None:
        must_be_version(case, expected)
    check_move(case.state, verb)


def must_not_be_erased(case: Case) -> None:
    """Raise Conflict once the texts of a case are erased."""
    if case.erased_at is not None:
        raise Conflict("case_erased", _("The texts of this case were erased: nothing more is done to it."))


def lock_known(actor: Actor, reference: str) -> Case:
    """Lock and return the case as it is: for what changes neither its state nor its clocks.

    Raises NotKnown where ``actor`` may not know of it, Conflict once its texts are erased.
    """
    case = (
        Case.objects.visible_to(actor)
        .select_for_update(no_key=True, of=("self",))
        .select_related("platform", "agency", "organisation", "category", "policy_version")
        .filter(reference=reference)
        .first()
    )
    if case is None:
        raise NotKnown("case_unknown", _("There is no such case."))
    must_not_be_erased(case)
    return case


def save_case(case: Case, now: datetime, *fields: str) -> None:
    """Save the named columns of a locked case; what was not named stays as it is."""
    case.updated_at = now
    case.edit_version += 1
    case.save(update_fields=[*fields, "updated_at", "edit_version"])
