"""In which hours a clock runs, in words."""

from django import template
from django.utils.translation import gettext as _

from channels_registry.domain.contact_hours import in_words
from sla.models import Calendar

register = template.Library()


@register.filter
def hours_words(calendar: Calendar | None) -> str:
    """Return the hours of a calendar; None stands for all."""
    if calendar is None:
        return _("at all hours")
    return _("in the hours of “%(calendar)s”: %(hours)s (%(zone)s), holidays left out") % {
        "calendar": calendar,
        "hours": in_words(calendar.hours),
        "zone": calendar.time_zone,
    }


@register.filter
def weekly(hours: str) -> str:
    """Return weekly periods with the days in the reader's language."""
    return in_words(hours)
