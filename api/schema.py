"""The schema: read off the operations that the views declare, so that it cannot say something else."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from accounts.domain.tokens import PREFIX
from api.problems import CONTENT_TYPE
from operations.models.repeatable_request import KEY_AT_MOST

# Which refusals an operation can meet, beside what its own rules say.
_ALWAYS = (401, 403, 406, 422, 503)
_OF_A_BODY = (400, 413, 415)


class FaultSchema(serializers.Serializer):
    """One thing in the request that was wrong."""

    pointer = serializers.CharField(required=False, help_text=_("JSON pointer into the body."))
    parameter = serializers.CharField(required=False, help_text=_("Query parameter or header."))
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemSchema(serializers.Serializer):
    """A refusal as problem details, RFC 9457. Decide by ``code``: it is stable."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    code = serializers.CharField()
    errors = FaultSchema(many=True, required=False)  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Operation:
    """What one method of an address does, takes and gives.

    ``versioned``: takes If-Match, "optional" or "required". ``finds``: names something that
    may not be there. ``tagged``: its answer carries an ETag. ``media``: the
    kinds of file that it answers. ``refused``: statuses beside those that follow.
    """

    id: str
    summary: Any
    tag: str
    gives: Any
    takes: Any = None
    status: int = 200
    parameters: Mapping[str, OpenApiParameter] = field(default_factory=dict)
    versioned: str = ""
    finds: bool = True
    tagged: bool = False
    throttled: bool = False
    description: Any = ""
    media: Sequence[str] = ()
    refused: Sequence[int] = ()


class DeskSchema(AutoSchema):
    """Turns a view's operations into OpenAPI."""

    @property
    def operation(self) -> Operation:
        """What this view does by the method in hand."""
        view: Any = self.view
        found: Operation = view.operation(self.method)
        return found

    def get_operation_id(self) -> str:
        """Return the stable name of the operation."""
        return self.operation.id

    def get_summary(self) -> str:
        """Return what it does, in a few words."""
        return str(self.operation.summary)

    def get_description(self) -> str:  # type: ignore[override]
        """Return what is to be known before one uses it."""
        return str(self.operation.description)

    def get_tags(self) -> list[str]:
        """Return the part of the schema to which it belongs."""
        return [self.operation.tag]

    def get_request_serializer(self) -> Any:
        """Return the shape of the body."""
        return self.operation.takes

    def get_override_parameters(self) -> list[Any]:
        """Return query parameters and headers."""
        found = list(self.operation.parameters.values())
        if self.method == "POST":
            found.append(_key())
        if self.operation.versioned:
            found.append(_if_match(required=self.operation.versioned == "required"))
        if self.operation.tagged:
            found.append(_etag(self.operation.status))
        return found

    def get_response_serializers(self) -> Any:
        """Return the shape of the answer and of every refusal."""
        refusals = {
            (str(status), CONTENT_TYPE): OpenApiResponse(ProblemSchema) for status in self._refusals()
        }
        status, gives = str(self.operation.status), self.operation.gives
        if self.operation.media:
            return {(status, kind): gives for kind in self.operation.media} | refusals
        return {status: gives, **refusals}

    def _refusals(self) -> list[int]:
        operation, writes = self.operation, self.method != "GET"
        found = {*_ALWAYS, *operation.refused}
        if operation.finds:
            found.add(404)
        if operation.takes is not None:
            found.update(_OF_A_BODY)
        if writes:
            found.update((400, 409))
        if operation.versioned:
            found.add(412)
        if operation.versioned == "required":
            found.add(428)
        if operation.throttled:
            found.add(429)
        return sorted(found)

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        shape = super()._map_basic_serializer(serializer, direction)
        if getattr(serializer, "takes_nothing_else", False):
            shape["additionalProperties"] = False
        return shape

    def get_serializer_name(self, serializer: Any, direction: Any) -> Any:
        """Return the name of a shape in the schema, without what says here what it is for."""
        return re.sub(r"(Shape|Schema|Body)$", "", serializer.__class__.__name__)

    def get_filter_backends(self) -> list[Any]:
        """Return none: filters are declared as parameters."""
        return []


def query(name: str, about: Any, type_: Any = OpenApiTypes.STR, **more: Any) -> tuple[str, OpenApiParameter]:
    """Return a query parameter by its name."""
    return name, OpenApiParameter(name, type_, OpenApiParameter.QUERY, description=str(about), **more)


def _key() -> OpenApiParameter:
    return OpenApiParameter(
        "Idempotency-Key",
        {"type": "string", "minLength": 1, "maxLength": KEY_AT_MOST, "pattern": r"^[!-~]+$"},
        OpenApiParameter.HEADER,
        required=True,
        description=str(
            _(
                "Of your own choice, new for each deed. The same request again under the same key acts once "
                "and is answered alike, for 24 hours."
            )
        ),
    )


def _if_match(*, required: bool) -> OpenApiParameter:
    return OpenApiParameter(
        "If-Match",
        {"type": "string", "pattern": r'^"[0-9]{1,9}"$'},
        OpenApiParameter.HEADER,
        required=required,
        description=str(_("The ETag of your last GET: nothing is done to another version.")),
    )


def _etag(status: int) -> OpenApiParameter:
    return OpenApiParameter(
        "ETag",
        OpenApiTypes.STR,
        OpenApiParameter.HEADER,
        response=[str(status)],
        description=str(_("The version, for If-Match.")),
    )


class TokenScheme(OpenApiAuthenticationExtension):
    """How a token is shown."""

    target_class = "api.authentication.TokenAuthentication"
    name = "token"
    priority = 1

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the scheme."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": f"{PREFIX}…"}


class SeatScheme(OpenApiAuthenticationExtension):
    """The session of the pages."""

    target_class = "api.authentication.SeatAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the scheme."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
