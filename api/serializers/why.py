"""Why a deadline is what it is: of a clock that runs, and of one that is only calculated."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.output import Code, Instant, Line, Number
from cases.domain.clock_why import Why
from channels_registry.enums import ContactFunction
from sla.enums import Began, ClockKind, ClockState, Lane, PauseCause, Standing, StepAction, WhyPolicy


class Seconds(serializers.IntegerField):
    """A timedelta in whole seconds."""

    def __init__(self, **more: Any) -> None:
        super().__init__(read_only=True, **more)

    def to_representation(self, value: Any) -> int:
        """Return it as a number."""
        return int(value.total_seconds())


class CalendarName(serializers.Serializer[Any]):
    """In whose hours a clock runs."""

    code = Line()
    number = Number()
    time_zone = Line()
    hours = Line()


class WhyStopShape(serializers.Serializer[Any]):
    """One stop. ``counted_seconds``: how much of it lay in the clock's hours, which is what it adds."""

    cause = Code(PauseCause)
    started_at = Instant()
    ended_at = Instant()
    counted_seconds = Seconds(source="counted")


class WhyStepShape(serializers.Serializer[Any]):
    """A step of the ladder that is ahead."""

    action = Code(StepAction)
    due_at = Instant()
    contact_function = Code(ContactFunction, allow_null=True)
    level = Number()


class WhyShape(serializers.Serializer[Any]):
    """What makes one deadline: start, allowance, extension and stops, in the hours of its calendar.

    Without ``calendar`` it runs at all hours. ``started_at`` and ``due_at`` are null while
    nothing has begun it.
    """

    kind = Code(ClockKind)
    run = Number()
    policy = Line(source="rule.version.policy.code")
    policy_version = Number(source="rule.version.number")
    citation = Line(source="rule.citation")
    standing = Code(Standing, source="rule.standing")
    calendar = CalendarName(read_only=True, allow_null=True)
    began = Code(Began)
    started_at = Instant()
    allowance_seconds = Seconds(source="allowance")
    extension_seconds = Seconds(source="extension")
    stops = WhyStopShape(many=True, read_only=True)
    stopped_seconds = Seconds(source="stopped")
    due_at = Instant()
    next_step = serializers.SerializerMethodField()

    @extend_schema_field(WhyStepShape(allow_null=True))
    def get_next_step(self, why: Why) -> Any:
        """Return the next step that the reader may know of."""
        return None if why.next_step is None else WhyStepShape(why.next_step).data


class ExplainedShape(WhyShape):
    """A clock of a case with its why."""

    state = Code(ClockState)
    why_policy = Code(WhyPolicy, source="chosen.why", allow_null=True)
    agreement = Line(source="chosen.agreement")
    lane = Code(Lane, source="chosen.lane")


class CalculatedShape(serializers.Serializer[Any]):
    """The deadlines of a case that does not exist, and why this policy would hold."""

    why_policy = Code(WhyPolicy, source="chosen.why")
    agreement = Line(source="chosen.agreement")
    lane = Code(Lane, source="chosen.lane")
    clocks = WhyShape(many=True, read_only=True)
