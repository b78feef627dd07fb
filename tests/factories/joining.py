"""A case of one agency, and a second one that finds its link in hand and joins."""

from cases.domain.joining import JoiningDraft, ask_to_join, confirm_joining
from cases.domain.links import token_of
from cases.models import Case, CoSignature
from tests.factories.cases import NOON, link_on, make_sent_case, save_draft
from tests.factories.desk import Desk, make_desk, make_second_desk

OWN_REASONS = "It recruits in our province too."
OWN_CONSIDERED = "We found no journalism in it."


def joining_draft(desk: Desk, **fields: str) -> JoiningDraft:
    """Return a complete draft of a joining on the desk's own basis."""
    words = {
        "category": desk.category.code,
        "legal_basis": desk.basis.code,
        "reasons": OWN_REASONS,
        "considerations": OWN_CONSIDERED,
    }
    return JoiningDraft(**{**words, **fields})


def token_on(desk: Desk, path: str = "room/1") -> str:
    """Return how a report's forms name the link on the desk's service."""
    return token_of(desk.platform.slug, path)


def make_pair() -> tuple[Desk, Desk]:
    """Return the desks of two agencies that address the same service."""
    first = make_desk()
    return first, make_second_desk(first)


def make_asked(case: Case, second: Desk, path: str = "room/1", **fields: str) -> CoSignature:
    """Return a joining that the second desk's analyst asks from a saved report of his own."""
    report = save_draft(second, link_on(second, path))
    return ask_to_join(
        actor=second.analyst,
        reference=report.reference,
        token=token_on(second, path),
        draft=joining_draft(second, **fields),
        now=NOON,
    )


def make_joined(case: Case, second: Desk, path: str = "room/1", **fields: str) -> CoSignature:
    """Return a joining that the second desk's approver has confirmed."""
    joining = make_asked(case, second, path, **fields)
    return confirm_joining(actor=second.approver, joining=joining.public_id, now=NOON)


def make_joined_case(paths: tuple[str, ...] = ("room/1",)) -> tuple[Desk, Desk, Case, CoSignature]:
    """Return two desks, a sent case of the first, and the second's confirmed joining of it."""
    first, second = make_pair()
    case = make_sent_case(first, paths)
    return first, second, case, make_joined(case, second, paths[0])
