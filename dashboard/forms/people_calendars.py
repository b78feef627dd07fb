"""Forms of calendars and their holidays."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.domain.places import jurisdictions
from dashboard.forms.people_fields import SetupForm, StampedForm, day_field, text_field, zone_field
from sla.domain.calendars import HOURS_AT_MOST, CalendarWords
from sla.domain.holiday_lists import YEARS, listed_countries


class CalendarForm(StampedForm):
    """What is said of a calendar."""

    name_en = text_field(_("Name in English"), 150)
    name_id = text_field(_("Name in Indonesian"), 150)
    time_zone = zone_field()
    hours = text_field(
        _("Hours"),
        HOURS_AT_MOST,
        help_text=_("In its own time: Mon-Fri 08:00-12:00; Mon-Fri 13:00-16:00, or 24x7 without holidays."),
    )

    def words(self) -> CalendarWords:
        """Return what was said, for the verb."""
        return CalendarWords(**{name: self.cleaned_data[name] for name in CalendarWords.__slots__})


class NewCalendarForm(CalendarForm):
    """A new calendar with its code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        help_text=_("Small letters, digits and hyphens. It does not change later."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ["code", "name_en", "name_id", "time_zone", "hours"]


def _listed() -> list[tuple[str, str]]:
    names = jurisdictions((get_language() or "en").split("-")[0])
    known = listed_countries()
    return [(code, name) for code, name in names if code in known]


class ListedHolidaysForm(SetupForm):
    """Whose list of holidays, and of which year."""

    jurisdiction = forms.ChoiceField(label=_("Country"), choices=_listed, initial="ID")
    year = forms.IntegerField(label=_("Year"), min_value=YEARS[0], max_value=YEARS[-1])


class HolidayForm(SetupForm):
    """One day, and who made it a holiday."""

    day = day_field(_("Day"))
    name = text_field(_("Name"), 150)
    source = text_field(_("Source"), 300, help_text=_("The decree or letter that says so."))
