"""What happened in a case since a form of it was opened: shown beside what was typed, where it clashed."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from cases.domain.case_file import CaseFile
from cases.domain.timeline import timeline_of
from dashboard.views.casework_thread import drawn_events
from kernel.errors import Conflict

SEEN = "seen"
EVENTS_AT_MOST = 10


def opened_as(request: HttpRequest, file: CaseFile, status: int) -> dict[str, Any]:
    """Return the instant as of which the form knows the case; after a conflict, what came since."""
    seen = _seen(request) or file.case.updated_at
    clashed = status == Conflict.status
    events = [event for event in timeline_of(file) if event.at > seen] if clashed else []
    return {
        "seen": (file.case.updated_at if clashed else seen).isoformat(),
        "meanwhile": drawn_events(events[:EVENTS_AT_MOST]),
    }


def _seen(request: HttpRequest) -> datetime | None:
    try:
        found = parse_datetime(request.POST.get(SEEN, ""))
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
