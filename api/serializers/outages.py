"""When a portal was down, as its agency declares and reads it."""

from typing import Any

from rest_framework import serializers

from api.serializers.output import Instant, Line, Number
from api.serializers.strict import Body, Moment, Text, optional_text
from cases.domain.outages import REASON_AT_MOST


class OutageShape(serializers.Serializer[Any]):
    """An outage that was declared. ``platform`` is null for the desk's own."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    platform = Line(source="platform.slug", allow_null=True, default=None)
    started_at = Instant()
    ended_at = Instant()
    reason = Line()
    cases = Number()
    declared_at = Instant()


class OutageBody(Body):
    """Which portal was down, from when until when, and how one knows. Without ``platform``: this desk's."""

    platform = optional_text(max_length=40)
    started_at = Moment()
    ended_at = Moment()
    reason = Text(max_length=REASON_AT_MOST)
