"""The address of a queue: its whole state, and the rules under which it can be kept."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from cases.domain.queue import QueueTab
from cases.filters import NARROWING

CURSOR, TAB, SAVED, SEARCHED = "after", "tab", "saved", "q"
LOOK = ("sort", "columns")
_KEPT = (*NARROWING, *LOOK, SAVED)
# A text sought is no rule: it may name what must not be kept.
RULES = tuple(name for name in (TAB, *NARROWING, *LOOK) if name != SEARCHED)


def address(asked: QueryDict, tab: QueueTab, cursor: str = "", *, keep: bool = True) -> str:
    """Return the address of a tab with what is asked; without filters unless ``keep``."""
    kept = _pairs(asked, _KEPT if keep else LOOK)
    query = [(TAB, tab.value), *kept, *([(CURSOR, cursor)] if cursor else [])]
    return f"{reverse('dashboard:queue')}?{urlencode(query)}"


def rules_in(asked: QueryDict) -> dict[str, Any]:
    """Return what of an address is kept with a queue."""
    return {name: found for name in RULES if (found := [said for said in asked.getlist(name) if said])}


def address_of_rules(rules: Mapping[str, Iterable[str]], saved: object = "") -> str:
    """Return where a kept queue is shown."""
    pairs = [(name, said) for name in RULES for said in rules.get(name, ())]
    query = [*pairs, *([(SAVED, str(saved))] if saved else [])]
    return f"{reverse('dashboard:queue')}?{urlencode(query)}"


def _pairs(asked: QueryDict, names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, said) for name in names for said in asked.getlist(name) if said]
