"""Filters of the queues and of the reports. The choices are what the reader may know of, nothing else."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from accounts.models import Membership, Organisation
from cases.domain.search import cases_named
from cases.enums import UNSENT_STATES, CaseState, ReportState, Side
from cases.models import Case, Report
from cases.permissions import HOLDERS
from channels_registry.enums import SightingState
from channels_registry.models import Alias, FlaggedChannel, Platform
from kernel.references import read_reference
from sla.enums import Lane, Urgency
from sla.models import Category


def platforms_for(actor: Actor) -> QuerySet[Platform]:
    """Return the services that ``actor`` may filter by: an operator's are his own."""
    platforms = Platform.objects.order_by("name")
    return platforms.filter(organisation=actor.organisation_id or 0) if actor.is_operator else platforms


def categories_for(actor: Actor) -> QuerySet[Category]:
    """Return the categories; restricted ones only for cleared people."""
    categories = Category.objects.order_by("code")
    return categories if actor.cleared else categories.filter(restricted=False)


def states_for(actor: Actor) -> list[tuple[str, Any]]:
    """Return the states; an operator never meets one before *sent*."""
    hidden = UNSENT_STATES if actor.is_operator else ()
    return [(state.value, state.label) for state in CaseState if state not in hidden]


NARROWING = (
    "q",
    "platform",
    "category",
    "urgency",
    "lane",
    "state",
    "level",
    "agency",
    "assignee",
    "span",
    "since",
    "until",
)
SPANS = {"today": 0, "7d": 7, "30d": 30}  # days before today
ME, NOBODY = "me", "nobody"
_LEVELS = (1, 2, 3)
_PART = re.compile(r"[0-9A-Z-]{1,14}")  # of a reference
_ASSIGNEE = {Side.AGENCY: "agency_assignee", Side.OPERATOR: "operator_assignee"}


def agencies_for(actor: Actor) -> QuerySet[Organisation]:
    """Return the agencies that an operator may filter by: those that have sent him something."""
    sent = Case.objects.visible_to(actor).filter(agency=OuterRef("pk"))
    return Organisation.objects.filter(Exists(sent)).order_by("name")


def people_for(actor: Actor) -> list[tuple[str, Any]]:
    """Return by whom a queue can be narrowed: oneself, nobody, each colleague who can have a case."""
    side = Side.OPERATOR if actor.is_operator else Side.AGENCY
    seats = Membership.objects.filter(
        organisation=actor.organisation_id,
        user__is_active=True,
        roles__overlap=[str(role) for role in HOLDERS[side]],
    )
    named = seats.order_by("user__name", "pk").values_list("user__public_id", "user__name", "user_id")
    others = [(str(each), name) for each, name, user in named if user != actor.user_id]
    return [(ME, _("me")), (NOBODY, _("nobody")), *others]


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class QueueFilter(django_filters.FilterSet):
    """What a queue can be narrowed by; every condition goes with the tab's own.

    ``tab`` narrows nothing here: it only stays in the address while one filters. ``now`` is what
    "today" goes by.
    """

    tab = django_filters.CharFilter(method="leave", max_length=10, widget=forms.HiddenInput)
    q = django_filters.CharFilter(
        label=_("Reference or name"),
        method="by_words",
        max_length=200,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": "TD-…", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    platform = django_filters.ModelChoiceFilter(
        label=_("Platform"), queryset=Platform.objects.none(), to_field_name="slug", empty_label=_("any")
    )
    category = django_filters.ModelChoiceFilter(
        label=_("Category"), queryset=Category.objects.none(), to_field_name="code", empty_label=_("any")
    )
    urgency = django_filters.ChoiceFilter(label=_("Urgency"), choices=Urgency.choices, empty_label=_("any"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=CaseState.choices, empty_label=_("any"))
    assignee = django_filters.ChoiceFilter(
        label=_("Who has it"), choices=(), method="by_assignee", empty_label=_("any")
    )
    lane = django_filters.ChoiceFilter(label=_("Lane"), choices=Lane.choices, empty_label=_("any"))
    level = django_filters.ChoiceFilter(
        label=_("Level at least"),
        field_name="level",
        lookup_expr="gte",
        choices=[(number, str(number)) for number in _LEVELS],
        empty_label=_("any"),
    )
    agency = django_filters.ModelChoiceFilter(
        label=_("Agency"), queryset=Organisation.objects.none(), empty_label=_("any")
    )
    span = django_filters.ChoiceFilter(
        label=_("Sent"),
        method="by_span",
        choices=[("today", _("today")), ("7d", _("in 7 days")), ("30d", _("in 30 days"))],
        empty_label=_("any time"),
    )
    since = django_filters.DateFilter(label=_("Sent from"), method="by_first_day", widget=_day())
    until = django_filters.DateFilter(label=_("Sent to"), method="by_last_day", widget=_day())

    class Meta:
        model = Case
        fields: list[str] = []

    def __init__(self, *args: Any, actor: Actor, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.now = actor, now
        self.filters["platform"].queryset = platforms_for(actor)
        self.filters["category"].queryset = categories_for(actor)
        self.filters["state"].extra["choices"] = states_for(actor)
        self.filters["assignee"].extra["choices"] = lambda: people_for(actor)
        if actor.is_operator:
            self.filters["agency"].queryset = agencies_for(actor)
        else:
            del self.filters["agency"]

    def leave(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Return the rows as they are."""
        return rows

    def by_words(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Narrow to a reference, whole or in part as people type it, or to a link, key or title."""
        whole = read_reference(value)
        if whole:
            return rows.filter(reference=whole)
        fits = Q(pk__in=cases_named(self.actor, value))
        part = value.upper().strip()
        if _PART.fullmatch(part):
            fits |= Q(reference__contains=part)
        return rows.filter(fits)

    def by_assignee(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Narrow to what one of one's own side has, or nobody."""
        column = _ASSIGNEE[Side.OPERATOR if self.actor.is_operator else Side.AGENCY]
        if value == NOBODY:
            return rows.filter(**{column: None})
        if value == ME:
            return rows.filter(**{column: self.actor.user_id or 0})
        return rows.filter(**{f"{column}__public_id": value})

    def by_span(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Narrow to what was sent today or in the last days, in the reader's zone."""
        today = self.now.astimezone(get_current_timezone()).date()
        return self.by_first_day(rows, name, today - timedelta(days=SPANS[value]))

    def by_first_day(self, rows: QuerySet[Case], name: str, value: date) -> QuerySet[Case]:
        """Narrow to what was sent on a day or later."""
        return rows.filter(sent_at__gte=_begins(value))

    def by_last_day(self, rows: QuerySet[Case], name: str, value: date) -> QuerySet[Case]:
        """Narrow to what was sent on a day or earlier."""
        return rows.filter(sent_at__lt=_begins(value + timedelta(days=1)))


def _begins(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=get_current_timezone())


class ReportFilter(django_filters.FilterSet):
    """State and category of reports."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=ReportState.choices, empty_label=_("any"))
    category = django_filters.ModelChoiceFilter(
        label=_("Category"), queryset=Category.objects.none(), to_field_name="code", empty_label=_("any")
    )

    class Meta:
        model = Report
        fields: list[str] = []

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["category"].queryset = categories_for(actor)


class ReferredFilter(ReportFilter):
    """As reports, and from which agency they came; on the tab of what was referred."""

    agency = django_filters.ModelChoiceFilter(
        label=_("From"),
        queryset=Organisation.objects.none(),
        to_field_name="public_id",
        empty_label=_("any"),
    )
    tab = django_filters.CharFilter(method="on_the_tab", widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        came = Report.objects.visible_to(actor).exclude(agency_id=actor.organisation_id)
        self.filters["agency"].queryset = Organisation.objects.filter(pk__in=came.values("agency"))

    def on_the_tab(self, rows: QuerySet[Report], name: str, value: str) -> QuerySet[Report]:
        """Narrow nothing: the form keeps where it stands."""
        return rows


class ChannelFilter(django_filters.FilterSet):
    """A part of a key or title, and what was seen last."""

    q = django_filters.CharFilter(
        label=_("Name or title"),
        method="by_words",
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
    state = django_filters.ChoiceFilter(
        label=_("Last seen"),
        field_name="last_state",
        choices=SightingState.choices,
        empty_label=_("any"),
    )

    class Meta:
        model = FlaggedChannel
        fields: list[str] = []

    def by_words(self, rows: QuerySet[FlaggedChannel], name: str, value: str) -> QuerySet[FlaggedChannel]:
        """Narrow to keys and titles that hold the words, in any letter case, with or without @."""
        words = value.strip().removeprefix("@")
        return rows.filter(
            Q(key__icontains=words)
            | Q(title__icontains=words)
            | Exists(Alias.objects.filter(channel=OuterRef("pk"), key__icontains=words))
        )
