"""A step of a case: one address, one POST, one verb, and the case as it is afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from accounts.domain.acting import Actor
from api.frame import DeskView
from api.preconditions import required_version, version_in
from api.schema import Operation
from api.serializers.case_words import NothingBody
from api.views.case_answer import CASE, case_given
from api.views.cases import TAG
from cases.domain.locking import expecting
from cases.enums import Verb
from cases.permissions import READERS


@dataclass(frozen=True, slots=True)
class Asked:
    """A step as it was asked for."""

    actor: Actor
    reference: str
    now: datetime
    said: dict[str, Any]
    version: int | None

    def words(self, *fields: str) -> dict[str, Any]:
        """Return what every verb is told, and the named words."""
        told = {"actor": self.actor, "reference": self.reference, "now": self.now}
        return told | {name: self.said[name] for name in fields}


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``versioned``: whether If-Match must be given."""

    slug: str
    verb: Verb
    call: Callable[[Asked], object]
    takes: Any = NothingBody
    versioned: bool = False
    summary: Any = ""

    @property
    def name(self) -> str:
        """The name of its address."""
        return f"case_{self.slug.replace('-', '_')}"

    @property
    def operation(self) -> Operation:
        """What it does, for the schema."""
        return Operation(
            self.name,
            self.summary or self.verb.label,
            TAG,
            CASE,
            takes=self.takes,
            versioned="required" if self.versioned else "optional",
            tagged=True,
        )


def saying(verb: Callable[..., object], *fields: str, **more: Any) -> Callable[[Asked], object]:
    """Return a call that hands the named words to a verb."""

    def call(asked: Asked) -> object:
        return verb(**asked.words(*fields), **more)

    return call


def of_version(verb: Callable[..., object]) -> Callable[[Asked], object]:
    """Return a call of a verb that is itself told the version."""

    def call(asked: Asked) -> object:
        return verb(**asked.words(), edit_version=asked.version)

    return call


class CaseStepView(DeskView):
    """Does one step of a case."""

    roles = READERS
    step: Step | None = None

    def operation(self, method: str) -> Operation | None:
        """Return what the step does."""
        return self.step.operation if self.step and method == "POST" else None

    def post(self, request: Request, reference: str) -> HttpResponse:
        """Do it once, and give the case as it is then."""
        step, actor = self.step, self.actor
        assert step is not None

        def deed() -> object:
            version = required_version(request) if step.versioned else version_in(request)
            asked = Asked(actor, reference, self.now, self.said(step.takes), version)
            with expecting(version):
                return step.call(asked)

        return self.once(deed, lambda _done: case_given(actor, reference))
