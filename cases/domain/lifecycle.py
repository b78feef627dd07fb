"""The one table of moves: which verb is allowed in which state, and where it leads.

A target of None means that the verb leaves the state as it is. Verbs whose target
depends on what was decided (all items or some) name every possible one.
"""

from django.utils.translation import gettext_lazy as _

from cases.enums import OPEN_STATES, CaseState, Verb
from kernel.errors import Conflict

S, V = CaseState, Verb

# Before an answer is complete; the platform may still speak in each of them.
_WORKING = (S.SENT, S.RECEIVED, S.ACKNOWLEDGED, S.CLARIFICATION, S.IMPOSSIBLE, S.REOPENED)
_LIVE = (*OPEN_STATES, S.CLOSED)

MOVES: dict[Verb, dict[CaseState, frozenset[CaseState]]] = {
    V.EDIT: {s: frozenset({S.DRAFT}) for s in (S.DRAFT, S.AWAITING_APPROVAL)}
    | {S.RETURNED: frozenset({S.RETURNED})},
    V.SUBMIT: {s: frozenset({S.AWAITING_APPROVAL}) for s in (S.DRAFT, S.RETURNED)},
    V.RETURN: {S.AWAITING_APPROVAL: frozenset({S.RETURNED})},
    V.SEND: {S.AWAITING_APPROVAL: frozenset({S.SENT})},
    V.SEND_URGENT: {s: frozenset({S.SENT}) for s in (S.DRAFT, S.RETURNED, S.AWAITING_APPROVAL)},
    V.CONFIRM: {s: frozenset({s}) for s in _LIVE},
    # Every answer implies the receipt, so only a case that is merely sent lacks one.
    V.OPEN_AND_SIGN: {S.SENT: frozenset({S.RECEIVED})},
    V.ACKNOWLEDGE: {s: frozenset({S.ACKNOWLEDGED}) for s in (S.SENT, S.RECEIVED)},
    V.ASK_CLARIFICATION: {
        s: frozenset({S.CLARIFICATION}) for s in (S.SENT, S.RECEIVED, S.ACKNOWLEDGED, S.REOPENED)
    },
    V.ANSWER_CLARIFICATION: {S.CLARIFICATION: frozenset({S.ACKNOWLEDGED})},
    V.DECIDE: {
        **{s: frozenset({S.ACKNOWLEDGED, S.ANSWERED}) for s in _WORKING},
        S.CLARIFICATION: frozenset({S.CLARIFICATION, S.ANSWERED}),
        S.IMPOSSIBLE: frozenset({S.IMPOSSIBLE, S.ANSWERED}),
        S.DISPUTED: frozenset({S.DISPUTED}),
        S.ANSWERED: frozenset({S.ANSWERED}),
        S.VERIFIED: frozenset({S.VERIFIED}),
        S.CLOSED: frozenset({S.CLOSED}),
    },
    V.DECLARE_IMPOSSIBLE: {
        s: frozenset({S.IMPOSSIBLE}) for s in (S.SENT, S.RECEIVED, S.ACKNOWLEDGED, S.REOPENED)
    },
    V.END_IMPOSSIBILITY: {S.IMPOSSIBLE: frozenset({S.ACKNOWLEDGED})},
    V.OBJECT: {
        s: frozenset({S.DISPUTED})
        for s in (
            S.SENT,
            S.RECEIVED,
            S.ACKNOWLEDGED,
            S.ANSWERED,
            S.VERIFIED,
            S.REOPENED,
            S.CLOSED,
        )
    },
    V.DECIDE_OBJECTION: {
        S.DISPUTED: frozenset({S.ACKNOWLEDGED, S.ANSWERED, S.VERIFIED, S.CLOSED, S.WITHDRAWN})
    },
    V.WRITE: {s: frozenset({s}) for s in (*_LIVE, S.WITHDRAWN)},
    # To one's own house one may write at any time; an operator knows of no case before it is sent.
    V.NOTE: {s: frozenset({s}) for s in S},
    V.AMEND: {s: frozenset({s}) for s in OPEN_STATES},
    V.ADD_EVIDENCE: {s: frozenset({S.DRAFT}) for s in (S.DRAFT, S.AWAITING_APPROVAL)}
    | {s: frozenset({s}) for s in (S.RETURNED, *OPEN_STATES)},
    V.VERIFY: {
        S.ANSWERED: frozenset({S.ANSWERED, S.VERIFIED, S.ACKNOWLEDGED, S.REOPENED}),
        S.VERIFIED: frozenset({S.VERIFIED, S.REOPENED}),
        S.CLOSED: frozenset({S.CLOSED, S.REOPENED}),
    },
    V.CLOSE: {S.VERIFIED: frozenset({S.CLOSED})},
    V.WITHDRAW: {s: frozenset({S.WITHDRAWN}) for s in (S.DRAFT, S.AWAITING_APPROVAL, S.RETURNED, *_LIVE)},
    V.RESTORE: {S.WITHDRAWN: frozenset({S.WITHDRAWN})},
    V.CHANGE_DEADLINE: {s: frozenset({s}) for s in (*OPEN_STATES, S.WITHDRAWN)},
    V.DECIDE_PROPOSAL: {s: frozenset({s}) for s in (*_LIVE, S.WITHDRAWN)},
}


def allows(state: str, verb: Verb) -> bool:
    """Whether ``verb`` is possible in ``state``."""
    return CaseState(state) in MOVES[verb]


def check_move(state: str, verb: Verb) -> None:
    """Raise Conflict where ``verb`` is not possible in ``state``."""
    if not allows(state, verb):
        raise Conflict(
            "wrong_state",
            _("“%(verb)s” is not possible: the case is now “%(state)s”.")
            % {"verb": verb.label, "state": CaseState(state).label},
        )


def check_target(state: str, verb: Verb, target: CaseState) -> CaseState:
    """Return ``target`` if the table has it; otherwise the caller has a bug."""
    if target not in MOVES[verb][CaseState(state)]:
        raise AssertionError(f"{verb} does not lead from {state} to {target}")
    return target
