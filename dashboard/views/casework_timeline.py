"""The timeline of a case as a panel of its page, narrowed to one kind of thing where that is asked."""

from typing import Any

from django.http import HttpRequest

from cases.domain.case_file import CaseFile
from cases.domain.timeline import timeline_of
from cases.domain.timeline_groups import EventGroup, narrowed
from dashboard.views.casework_thread import drawn_events

TIMELINE = "timeline"
EVENTS = "events"
EVENTS_SHOWN = 30


def timeline_panel(request: HttpRequest, file: CaseFile) -> dict[str, Any]:
    """Return the events that are asked for, the older ones apart, and the links of the filter."""
    every, group = timeline_of(file), _asked(request)
    events = drawn_events(narrowed(every, group))
    return {
        "events": events[:EVENTS_SHOWN],
        "older_events": events[EVENTS_SHOWN:],
        "event_count": len(events),
        "any_events": bool(every),
        "event_groups": [_choice(request, each, group) for each in EventGroup],
    }


def _asked(request: HttpRequest) -> EventGroup:
    asked = request.GET.get(EVENTS)
    return EventGroup(asked) if asked in EventGroup.values else EventGroup.ALL


def _choice(request: HttpRequest, each: EventGroup, group: EventGroup) -> dict[str, Any]:
    """Return the link of a group; whatever else the address says stays."""
    query = request.GET.copy()
    query[EVENTS] = each.value
    return {
        "name": each.value,
        "label": each.label,
        "url": f"?{query.urlencode()}#{TIMELINE}",
        "active": each == group,
    }
