"""Calendars: in which hours clocks run. Read by who runs by them, changed by the owning agency."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.domain.acting import Actor
from accounts.domain.rights import edits_shared
from accounts.enums import Role
from dashboard.forms.people_calendars import CalendarForm, HolidayForm, ListedHolidaysForm, NewCalendarForm
from dashboard.views.desk import desk_view
from dashboard.views.people_saving import DONE, SHOWN, attempt, attempt_on, press, saved, setup_page
from kernel.clock import now_of
from kernel.errors import Conflict, NotAllowed
from kernel.fingerprints import fingerprint
from kernel.htmx import go_to
from sla.domain import calendars as domain
from sla.domain.calendars import CALENDAR_FIELDS
from sla.models import Calendar

owner_view = desk_view(Role.ADMINISTRATOR, owner=True)


@require_safe
@desk_view()
def calendars(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the calendars that the reader may know of."""
    rows = domain.calendars_for(actor).prefetch_related("holidays")
    context = {"calendars": rows, "may_edit": edits_shared(actor)}
    return setup_page(request, actor, "calendars.html", context)


@require_http_methods(["GET", "POST"])
@owner_view
def calendar_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Add a calendar."""
    form = NewCalendarForm(request.POST or None, initial={"time_zone": actor.time_zone})
    status = SHOWN
    if request.method == "POST":
        status = attempt(
            form,
            lambda: domain.add_calendar(
                actor=actor, code=form.cleaned_data["code"], words=form.words(), now=now_of(request)
            ),
        )
        if status == DONE:
            return saved(request, _("Added."), _address(form.cleaned_data["code"], 1))
    context = {"form": form, "title": _("New calendar"), "crumbs": _crumbs(_("New calendar"))}
    return setup_page(request, actor, "calendar_new.html", context, status)


@require_http_methods(["GET", "POST"])
@desk_view()
def calendar(request: HttpRequest, actor: Actor, code: str, number: int) -> HttpResponse:
    """Show a calendar; let the owner change one by which nothing published runs."""
    found = domain.calendar_for(actor, code, number)
    form = CalendarForm(initial={**_says(found), "seen": fingerprint(found, CALENDAR_FIELDS)})
    status = SHOWN
    if request.method == "POST":
        if not edits_shared(actor):
            raise NotAllowed("owner_only", _("Only an administrator of the owning agency changes it."))
        form = CalendarForm(request.POST)
        status = attempt_on(
            form,
            lambda: domain.change_calendar(
                actor=actor,
                code=code,
                number=number,
                words=form.words(),
                now=now_of(request),
                seen=form.cleaned_data["seen"],
            ),
            fresh=lambda: domain.calendar_for(actor, code, number),
            says=_says,
            fields=CALENDAR_FIELDS,
        )
        if status == DONE:
            return saved(request, _("Saved."), _address(code, number))
    return _page(request, actor, found, {"form": form}, status)


@require_POST
@owner_view
def calendar_next(request: HttpRequest, actor: Actor, code: str, number: int) -> HttpResponse:
    """Make the next number of a calendar."""
    try:
        made = domain.continue_calendar(actor=actor, code=code, number=number, now=now_of(request))
    except Conflict as error:
        messages.error(request, str(error))
        return go_to(request, _address(code, number))
    done = _("Copied. Nothing runs by it until a policy names it and is published.")
    return saved(request, done, _address(code, made.number))


@require_POST
@owner_view
def holidays_load(request: HttpRequest, actor: Actor, code: str, number: int) -> HttpResponse:
    """Take over the listed holidays of a year."""
    form = ListedHolidaysForm(request.POST)
    added: list[int] = []

    def load() -> None:
        days = domain.load_holidays(
            actor=actor, code=code, number=number, now=now_of(request), **form.cleaned_data
        )
        added.append(days)

    status = attempt(form, load)
    if status == DONE:
        days = ngettext("%(number)s day added.", "%(number)s days added.", added[0]) % {"number": added[0]}
        return saved(request, days, _address(code, number))
    return _again(request, actor, code, number, {"listed_form": form}, status)


@require_POST
@owner_view
def holiday_new(request: HttpRequest, actor: Actor, code: str, number: int) -> HttpResponse:
    """Add one holiday."""
    form = HolidayForm(request.POST)
    status = attempt(
        form,
        lambda: domain.add_holiday(
            actor=actor, code=code, number=number, now=now_of(request), **form.cleaned_data
        ),
    )
    if status == DONE:
        return saved(request, _("Added."), _address(code, number))
    return _again(request, actor, code, number, {"holiday_form": form}, status)


@require_POST
@owner_view
def holiday_drop(request: HttpRequest, actor: Actor, code: str, number: int, day: str) -> HttpResponse:
    """Make a holiday a day like others again."""
    try:
        dropped = date.fromisoformat(day)
    except ValueError as error:
        raise Http404(gettext("This is no day.")) from error
    return press(
        request,
        lambda: domain.drop_holiday(actor=actor, code=code, number=number, day=dropped, now=now_of(request)),
        done=_("Removed."),
        to=_address(code, number),
    )


def _again(
    request: HttpRequest, actor: Actor, code: str, number: int, forms: dict[str, Any], status: int
) -> HttpResponse:
    found = domain.calendar_for(actor, code, number)
    return _page(request, actor, found, forms, status)


def _page(
    request: HttpRequest, actor: Actor, found: Calendar, forms: dict[str, Any], status: int
) -> HttpResponse:
    says = {**_says(found), "seen": fingerprint(found, CALENDAR_FIELDS)}
    fresh: dict[str, Callable[[], object]] = {
        "form": lambda: CalendarForm(initial=says),
        "listed_form": lambda: ListedHolidaysForm(initial={"year": now_of(request).year + 1}),
        "holiday_form": HolidayForm,
    }
    title = f"{found} {found.number}"
    context = {
        "calendar": found,
        "holidays": list(found.holidays.all()),
        "may_edit": edits_shared(actor) and found.fixed_at is None,
        "may_continue": edits_shared(actor) and found.fixed_at is not None,
        "title": title,
        "crumbs": _crumbs(title),
        **{name: forms.get(name) or make() for name, make in fresh.items()},
    }
    return setup_page(request, actor, "calendar.html", context, status)


def _says(calendar: Calendar) -> dict[str, object]:
    return {name: getattr(calendar, name) for name in CALENDAR_FIELDS}


def _address(code: str, number: int) -> str:
    return reverse("dashboard:calendar", args=[code, number])


def _crumbs(last: object) -> list[dict[str, object]]:
    return [{"label": _("Calendars"), "url": reverse("dashboard:calendars")}, {"label": last, "url": ""}]
