"""What a kept queue shows, in words: each rule with the name that its reader knows."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.domain.acting import Actor
from cases.domain.queue import QueueTab
from cases.filters import QueueFilter
from cases.models import Case, SavedQueue
from dashboard.forms.casework_queue import Column, Order
from dashboard.views.queue_address import RULES, SEARCHED
from kernel.clock import database_now

Words = list[tuple[str, str]]


def rules_in_words(actor: Actor, rows: Sequence[SavedQueue]) -> dict[int | None, Words]:
    """Return by key the rules of queues: label and value. Choices are read once, however many queues."""
    asked = QueueFilter(QueryDict(), queryset=Case.objects.none(), actor=actor, now=database_now())
    labels: dict[str, str] = {}
    choices: dict[str, Mapping[str, str]] = {}
    for name, field in asked.form.fields.items():
        if name in RULES and name != SEARCHED:
            labels[name] = str(field.label or "")
            choices[name] = {
                str(value): str(word) for value, word in getattr(field, "choices", ()) if str(value)
            }
    return {row.pk: _words(row.rules, labels, choices) for row in rows}


def _words(
    rules: Mapping[str, Any], labels: Mapping[str, str], choices: Mapping[str, Mapping[str, str]]
) -> Words:
    words = []
    for name in RULES:
        said = [str(value) for value in rules.get(name, ())]
        if not said:
            continue
        if name == "tab":
            words.append(("", str(QueueTab(said[0]).label) if said[0] in QueueTab.values else said[0]))
        elif name == "sort":
            words.append(("", str(Order(said[0]).label) if said[0] in Order.values else ""))
        elif name == "columns":
            known = [str(Column(value).label) for value in said if value in Column.values]
            words.append((_("Columns"), ", ".join(known)))
        else:
            words.append((labels.get(name, name), choices.get(name, {}).get(said[0], said[0])))
    return words
