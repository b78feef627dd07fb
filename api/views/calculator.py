"""When a case that does not exist would be due."""

from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.db import models
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request

from accounts.domain.acting import acting_as
from api.frame import DeskView, Given
from api.paging import read_instant
from api.problems import Fault, invalid
from api.schema import Operation, query
from api.serializers.why import CalculatedShape
from cases.domain.calculating import Moments, agencies_for, calculate
from cases.filters import categories_for, platforms_for
from cases.permissions import READERS
from sla.enums import Lane, Urgency

M = TypeVar("M", bound=models.Model)
TAG = "Reference"
_AT = OpenApiTypes.DATETIME
PARAMETERS = dict(
    (
        query("agency", _("Id of the agency; empty: your own."), OpenApiTypes.UUID),
        query("platform", _("Short name of a service."), required=True),
        query("category", _("Code of a category."), required=True),
        query("urgency", Urgency.__doc__, enum=Urgency.values, required=True),
        query("lane", _("Empty: the one that would hold."), enum=Lane.values),
        query("sent_at", _("When it is sent."), _AT, required=True),
        query("received_at", _("When the receipt is signed."), _AT),
        query("acknowledged_at", _("When it is acknowledged."), _AT),
        query("answered_at", _("When the last item is answered."), _AT),
    )
)


class CalculatorView(DeskView):
    """Deadlines by the rules in force, without a case."""

    roles = READERS
    operations: ClassVar = {
        "GET": Operation(
            "calculate_deadlines",
            _("Calculate deadlines"),
            TAG,
            CalculatedShape,
            parameters=PARAMETERS,
            finds=False,
            description=_("By the same code as real cases. What is left out has not happened."),
        )
    }

    def get(self, request: Request) -> HttpResponse:
        """Give every clock that the reader may know of, with its why."""
        faults: list[Fault] = []
        words = {**self._about(request, faults), **_words(request, faults)}
        instants = _instants(request, faults)
        if faults:
            raise invalid(faults)
        found = calculate(actor=self.actor, moments=Moments(**instants), **words)
        return self.give(Given(CalculatedShape(found).data))

    def _about(self, request: Request, faults: list[Fault]) -> dict[str, Any]:
        """Return whose case it is, to which service, of what."""
        asked = request.query_params
        with acting_as(self.actor):
            agencies = agencies_for(self.actor)
            only = agencies[0].public_id if len(agencies) == 1 else None
            wanted = _uuid(asked["agency"]) if "agency" in asked else only
            return {
                "agency": _named("agency", agencies, "public_id", wanted, faults),
                "platform": _named(
                    "platform", platforms_for(self.actor), "slug", asked.get("platform"), faults
                ),
                "category": _named(
                    "category", categories_for(self.actor), "code", asked.get("category"), faults
                ),
            }


def _words(request: Request, faults: list[Fault]) -> dict[str, str]:
    asked = request.query_params
    for name, words in (("urgency", Urgency.values), ("lane", Lane.values)):
        if (name in asked or name == "urgency") and asked.get(name) not in words:
            faults.append(_fault(name, _("This is none of the words.")))
    return {"urgency": asked.get("urgency", ""), "lane": asked.get("lane", "")}


def _instants(request: Request, faults: list[Fault]) -> dict[str, Any]:
    asked = request.query_params
    instants = {name: read_instant(asked.get(name, "")) for name in Moments.__slots__}
    for name, instant in instants.items():
        if instant is None and (name in asked or name == "sent_at"):
            faults.append(_fault(name, _("Write an instant with its zone, like 2026-03-02T12:00:00Z.")))
    return instants


def _named(name: str, rows: Iterable[M], field: str, value: object, faults: list[Fault]) -> M | None:
    found = next((row for row in rows if getattr(row, field) == value), None)
    if found is None:
        faults.append(_fault(name, _("There is none of this name.")))
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _fault(name: str, words: Any) -> Fault:
    return Fault("parameter_not_valid", str(words), parameter=name)
