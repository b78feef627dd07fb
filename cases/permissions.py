"""Who may do what to a case: the roles of each verb.

That filer, approver and reviewer are different people is checked by the verbs
themselves and by the database; here stands only what role and side decide.
"""

from accounts.domain.acting import Actor
from accounts.enums import Role
from cases.enums import CaseKind, Side, Verb
from cases.models import Case
from cases.models.case import MODERATION_ROLES
from cases.models.report import CASEWORK_ROLES

# Who reads cases and reports of an agency, and who reads the cases of either side.
AGENCY_READERS = CASEWORK_ROLES
READERS = (*CASEWORK_ROLES, *MODERATION_ROLES)

_ANALYST = frozenset({Role.ANALYST})
_APPROVER = frozenset({Role.APPROVER})
_SUPERVISOR = frozenset({Role.SUPERVISOR})
_CASEWORK = _ANALYST | _SUPERVISOR
_MODERATION = frozenset({Role.MODERATOR, Role.LEAD})

AGENCY_VERBS: dict[Verb, frozenset[Role]] = {
    Verb.EDIT: _ANALYST,
    Verb.SUBMIT: _ANALYST,
    Verb.RETURN: _APPROVER,
    Verb.SEND: _APPROVER,
    Verb.SEND_URGENT: _ANALYST,
    Verb.CONFIRM: _APPROVER,
    Verb.ANSWER_CLARIFICATION: _ANALYST,
    Verb.DECIDE_OBJECTION: _SUPERVISOR,
    Verb.WRITE: _CASEWORK | _APPROVER,
    Verb.NOTE: _CASEWORK | _APPROVER,
    Verb.AMEND: _ANALYST,
    Verb.ADD_EVIDENCE: _ANALYST,
    Verb.VERIFY: _ANALYST,
    Verb.CLOSE: _CASEWORK,
    Verb.WITHDRAW: _CASEWORK | _APPROVER,
    Verb.CHANGE_DEADLINE: _SUPERVISOR,
    Verb.DECIDE_PROPOSAL: _SUPERVISOR,
}
OPERATOR_VERBS: dict[Verb, frozenset[Role]] = dict.fromkeys(
    (
        Verb.OPEN_AND_SIGN,
        Verb.ACKNOWLEDGE,
        Verb.ASK_CLARIFICATION,
        Verb.DECIDE,
        Verb.DECLARE_IMPOSSIBLE,
        Verb.END_IMPOSSIBILITY,
        Verb.OBJECT,
        Verb.WRITE,
        Verb.NOTE,
        Verb.RESTORE,
    ),
    _MODERATION,
)
# What a contact without an account may do by the signed link in his mail.
LINK_VERBS = frozenset({Verb.OPEN_AND_SIGN, Verb.ACKNOWLEDGE})

# Who can have a case, on each side; who gives it to anybody.
HOLDERS: dict[Side, frozenset[Role]] = {
    Side.AGENCY: _CASEWORK | _APPROVER,
    Side.OPERATOR: _MODERATION,
}
_GIVES_TO_ANYBODY = (Role.SUPERVISOR, Role.LEAD)


def may(actor: Actor, verb: Verb, case: Case) -> bool:
    """Whether side and role let ``actor`` do ``verb`` to ``case``, whatever its state."""
    if actor.is_system:
        return True
    if case.kind == CaseKind.REPLAY:  # it plays what would have been; nobody acts in it
        return False
    if actor.contact_id is not None:
        return verb in LINK_VERBS
    if actor.is_operator:
        return case.organisation_id == actor.organisation_id and actor.has(
            *OPERATOR_VERBS.get(verb, frozenset())
        )
    return case.agency_id == actor.organisation_id and actor.has(*AGENCY_VERBS.get(verb, frozenset()))


def may_assign(actor: Actor, case: Case) -> bool:
    """Whether ``actor`` has anything to do with who has this case on his side."""
    if case.kind == CaseKind.REPLAY or actor.contact_id is not None:
        return False
    side = Side.OPERATOR if actor.is_operator else Side.AGENCY
    house = case.organisation_id if actor.is_operator else case.agency_id
    return house == actor.organisation_id and actor.has(*HOLDERS[side])


def may_give(actor: Actor, *, holder: int | None, to: int | None) -> bool:
    """Whether ``actor`` may move a case from ``holder`` to ``to`` (users; None: nobody).

    Supervisor and lead from anybody to anybody; others take for themselves and hand over their own.
    """
    return actor.has(*_GIVES_TO_ANYBODY) or (actor.user_id is not None and actor.user_id in (holder, to))
