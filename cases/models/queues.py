"""Who is waited for, as conditions on a case.

Written once: the queues ask by them and an index of its own stands behind each. PostgreSQL
uses a partial index only where the question says what the index says.
"""

from datetime import UTC, datetime

from django.db.models import Index, Q

from cases.enums import OPEN_STATES, UNSENT_STATES, CaseKind, CaseState

NEVER = datetime(9999, 1, 1, tzinfo=UTC)

REPLAYS = Q(kind=CaseKind.REPLAY)
ORDERS = Q(kind=CaseKind.ORDER)
_OPERATOR_OWES = Q(operator_due_at__lt=NEVER) | Q(state=CaseState.IMPOSSIBLE)
_AGENCY_CHECKS = Q(state=CaseState.ANSWERED) | Q(state=CaseState.CLOSED, agency_due_at__lt=NEVER)
_AGENCY_OWES = Q(agency_due_at__lt=NEVER) | Q(
    state__in=(CaseState.CLARIFICATION, CaseState.DISPUTED, CaseState.VERIFIED)
)

# The platform owes an answer, or the end of its impossibility.
OPERATOR_OWES = ORDERS & _OPERATOR_OWES
# Open, and nothing is owed by the platform.
OPERATOR_WAITS = ORDERS & Q(state__in=OPEN_STATES, operator_due_at=NEVER) & ~Q(state=CaseState.IMPOSSIBLE)
# The agency checks what was answered, or looks again after closing.
AGENCY_CHECKS = ORDERS & _AGENCY_CHECKS
# A second person's signature is owed before it goes out.
TO_APPROVE = ORDERS & Q(state=CaseState.AWAITING_APPROVAL)
# The agency owes anything else: an explanation, a decision, the signature under what went out on one.
AGENCY_OWES = ORDERS & _AGENCY_OWES & ~_AGENCY_CHECKS & ~Q(state=CaseState.AWAITING_APPROVAL)

# Nobody has ended with it: it is on its way, or a deadline runs on it still.
AGENCY_LIVE = ORDERS & (Q(state__in=(*UNSENT_STATES, *OPEN_STATES)) | Q(next_due_at__lt=NEVER))
OPERATOR_LIVE = ORDERS & (Q(state__in=OPEN_STATES) | Q(operator_due_at__lt=NEVER))
AGENCY_UNASSIGNED = AGENCY_LIVE & Q(agency_assignee=None)
OPERATOR_UNASSIGNED = OPERATOR_LIVE & Q(operator_assignee=None)
# A deadline runs on either side.
AGENCY_DUE = ORDERS & Q(next_due_at__lt=NEVER)

QUEUES = [
    Index(
        fields=["organisation", "operator_due_at", "id"], condition=OPERATOR_OWES, name="case_operator_owes"
    ),
    Index(
        fields=["organisation", "operator_due_at", "id"], condition=OPERATOR_WAITS, name="case_operator_waits"
    ),
    Index(fields=["agency", "operator_due_at", "id"], condition=OPERATOR_OWES, name="case_agency_waits"),
    Index(fields=["agency", "agency_due_at", "id"], condition=AGENCY_OWES, name="case_agency_owes"),
    Index(fields=["agency", "agency_due_at", "id"], condition=AGENCY_CHECKS, name="case_agency_checks"),
    Index(fields=["agency", "operator_due_at", "id"], condition=REPLAYS, name="case_replays"),
    Index(fields=["agency", "agency_due_at", "id"], condition=TO_APPROVE, name="case_to_approve"),
    Index(fields=["agency", "next_due_at", "id"], condition=AGENCY_DUE, name="case_due_next"),
    Index(
        fields=["agency", "agency_assignee", "next_due_at", "id"],
        condition=AGENCY_LIVE & Q(agency_assignee__isnull=False),
        name="case_agency_mine",
    ),
    Index(fields=["agency", "next_due_at", "id"], condition=AGENCY_UNASSIGNED, name="case_agency_unassigned"),
    Index(
        fields=["organisation", "operator_assignee", "operator_due_at", "id"],
        condition=OPERATOR_LIVE & Q(operator_assignee__isnull=False),
        name="case_operator_mine",
    ),
    Index(
        fields=["organisation", "operator_due_at", "id"],
        condition=OPERATOR_UNASSIGNED,
        name="case_operator_unassigned",
    ),
]
