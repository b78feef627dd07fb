"""Each agency has joined the open cases of the other: whoever asks as one asks as the other's co-signer."""

from uuid import UUID

from cases.domain import joining
from cases.domain.joining import JoiningDraft
from cases.domain.links import token_of
from tests.architecture.route_side import Side
from tests.factories.cases import link_on, save_draft

# Everything that may be joined by whoever is not cleared; the last is only asked for.
JOINED = ("sent", "received", "clarification", "impossible", "disputed", "answered", "verified", "alone")
ASKED = "proposed"


def make_joinings(side: Side, of: Side) -> None:
    """Let the agency of ``side`` join the cases of the other, from a report of its own."""
    states = (*JOINED, ASKED)
    paste = "\n".join(link_on(of.desk, of.mark(f"item{state}")) for state in states)
    report = save_draft(side.desk, paste, now=side.now, reasons=side.mark("reportjoins"))
    side.reports["joins"] = report
    for state in states:
        side.joinings[state] = _asked(side, of, state)
    for state in JOINED:
        joining.confirm_joining(actor=side.desk.approver, joining=side.joinings[state], now=side.now)


def join_token(of: Side, state: str) -> str:
    """How a report's forms name the link of a case."""
    return token_of(of.desk.platform.slug, of.mark(f"item{state}"))


def _asked(side: Side, of: Side, state: str) -> UUID:
    draft = JoiningDraft(
        category=side.desk.category.code,
        legal_basis=side.desk.basis.code,
        reasons=side.mark("reportjoins"),
        considerations="It is no art.",
    )
    asked = joining.ask_to_join(
        actor=side.desk.analyst,
        reference=side.reports["joins"].reference,
        token=join_token(of, state),
        draft=draft,
        now=side.now,
    )
    return asked.public_id
