"""Who is waited for, as conditions on a case.

Written once: the queues ask by them and an index of its own stands behind each. PostgreSQL
uses a partial index only where the question says what the index says.
"""

from datetime import UTC, datetime

from django.db.models import Index, Q

from cases.enums import OPEN_STATES, CaseKind, CaseState

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
# The agency owes anything else: an approval, an explanation, a decision.
AGENCY_OWES = ORDERS & _AGENCY_OWES & ~_AGENCY_CHECKS

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
]
