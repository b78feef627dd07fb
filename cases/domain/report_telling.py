"""Who is told of a report. Words and ids only, never its links or reasons."""

from datetime import datetime

from accounts.enums import Role
from accounts.models import Membership
from cases.domain.directory import of_member
from cases.models import Report
from notifications.domain.telling import Recipient, Telling, tell
from notifications.enums import NoticeKind


def analysts_of(organisation_id: int, *, cleared: bool = False) -> list[Recipient]:
    """Return the analysts of an agency; with ``cleared`` only those for restricted categories."""
    only = {"cleared": True} if cleared else {}
    return _people(organisation_id=organisation_id, roles__contains=[Role.ANALYST.value], **only)


def reporter_of(report: Report) -> list[Recipient]:
    """Return the person who wrote the report; his agency's analysts where he has left."""
    found = _people(user_id=report.reporter_id, organisation_id=report.agency_id)
    return found or analysts_of(report.agency_id)


def tell_report(report: Report, kind: NoticeKind, recipients: list[Recipient], now: datetime) -> None:
    """Tell ``recipients`` of what happened to a report. Inner: with the deed's transaction."""
    tell(
        [
            Telling(
                key=f"report:{report.reference}:{kind}:{report.edit_version}:{person.user_id}",
                kind=kind,
                recipient=person,
                subject_kind="report",
                subject_id=report.reference,
                context={
                    "reference": report.reference,
                    "urgency": report.urgency,
                    "path": f"/reports/{report.reference}/",
                },
            )
            for person in recipients
        ],
        now=now,
    )


def _people(**conditions: object) -> list[Recipient]:
    seats = Membership.objects.filter(user__is_active=True, **conditions).select_related("user")
    return [of_member(seat) for seat in seats.order_by("user_id")]
