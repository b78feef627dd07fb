"""Filters of the queues and of the reports. The choices are what the reader may know of, nothing else."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from cases.enums import UNSENT_STATES, CaseState, ReportState
from cases.models import Case, Report
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


NARROWING = ("q", "platform", "category", "urgency", "lane", "state")


class QueueFilter(django_filters.FilterSet):
    """Platform, category, urgency, lane, state, and a reference or a part of one.

    ``tab`` narrows nothing here: it only stays in the address while one filters.
    """

    tab = django_filters.CharFilter(method="leave", max_length=10, widget=forms.HiddenInput)
    q = django_filters.CharFilter(
        label=_("Reference"),
        method="by_reference",
        max_length=40,
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
    lane = django_filters.ChoiceFilter(label=_("Lane"), choices=Lane.choices, empty_label=_("any"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=CaseState.choices, empty_label=_("any"))

    class Meta:
        model = Case
        fields: list[str] = []

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["platform"].queryset = platforms_for(actor)
        self.filters["category"].queryset = categories_for(actor)
        self.filters["state"].extra["choices"] = states_for(actor)

    def leave(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Return the rows as they are."""
        return rows

    def by_reference(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Narrow to a whole reference as people type it (o for 0, no hyphens), or to a part."""
        whole = read_reference(value)
        return (
            rows.filter(reference=whole) if whole else rows.filter(reference__contains=value.upper().strip())
        )


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
