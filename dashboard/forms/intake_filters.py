"""Filters of the reports."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from cases.enums import ReportState
from cases.filters import categories_for
from cases.models import Report
from sla.models import Category


class ReportFilter(django_filters.FilterSet):
    """State and category."""

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
