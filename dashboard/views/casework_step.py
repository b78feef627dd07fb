"""A step of a case that is one form: verb, address, words, form, call."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from accounts.domain.acting import Actor
from cases.domain.case_file import CaseFile
from cases.enums import ResponseKind, Verb

Call = Callable[[Actor, str, datetime, forms.Form], object]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is called, what it binds, what is typed, and the verb it calls.

    ``asks``: the open word of the other side that this step answers, shown above the form.
    ``of_clock``: the form chooses among the open clocks. ``lands``: where on the case page one
    stands afterwards.
    """

    slug: str
    verb: Verb
    title: Any
    button: Any
    done: Any
    icon: str
    form: Any
    call: Call
    consequence: Callable[[CaseFile], str]
    asks: ResponseKind | None = None
    of_clock: bool = False
    lands: str = ""

    @property
    def name(self) -> str:
        """The name of the step's address."""
        return f"dashboard:case_{self.slug.replace('-', '_')}"


def with_fields(domain_verb: Callable[..., object], *fields: str) -> Call:
    """Return a call that hands the named fields of the form to a verb."""

    def call(actor: Actor, reference: str, now: datetime, form: forms.Form) -> object:
        typed = {field: form.cleaned_data[field] for field in fields}
        return domain_verb(actor=actor, reference=reference, now=now, **typed)

    return call
