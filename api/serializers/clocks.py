"""Clocks as both sides read them: instants and stops; "overdue" is computed by whoever reads."""

from typing import Any

from rest_framework import serializers

from api.serializers.output import Code, Instant, Line, Number
from cases.enums import EndReason, Side
from sla.enums import ClockKind, ClockState, PauseCause


class PauseShape(serializers.Serializer[Any]):
    """An interval in which a clock stood still."""

    cause = Code(PauseCause)
    started_at = Instant()
    ended_at = Instant()


class ClockShape(serializers.Serializer[Any]):
    """One run of a deadline. For a paused one ``due_at`` is what it would be if it went on now."""

    kind = Code(ClockKind, source="clock.kind")
    run = Number(source="clock.run")
    side = Code(Side, source="clock.side")
    state = Code(ClockState, source="clock.state")
    started_at = Instant(source="clock.started_at")
    due_at = Instant(source="clock.due_at")
    allowance_seconds = Number(source="clock.allowance_seconds")
    extension_seconds = Number(source="clock.extension_seconds")
    met_at = Instant(source="clock.met_at")
    ended_at = Instant(source="clock.ended_at")
    end_reason = Code(EndReason, source="clock.end_reason", allow_null=True)
    policy = Line(source="clock.rule.version.policy.code")
    citation = Line(source="clock.rule.citation")
    pauses = PauseShape(many=True, read_only=True)
