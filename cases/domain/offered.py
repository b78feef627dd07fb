"""What a page offers: the table of moves crossed with the roles."""

from accounts.domain.acting import Actor
from cases.domain.lifecycle import allows
from cases.enums import Verb
from cases.models import Case
from cases.permissions import may


def verbs_open_to(actor: Actor, case: Case) -> frozenset[Verb]:
    """Return the verbs that state and role allow. The verb itself checks again."""
    if case.erased_at is not None:
        return frozenset()
    return frozenset(verb for verb in Verb if allows(case.state, verb) and may(actor, verb, case))
