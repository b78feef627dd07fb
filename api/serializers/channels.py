"""Flagged channels of one's own cases: what was seen of them, what they were called, what followed."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.serializers.output import Code, Instant, Line, Number, Truth
from api.serializers.strict import Body, Word, optional_text
from cases.domain.channel_facts import NOTE_AT_MOST
from cases.domain.channel_file import ChannelFile, Seen
from cases.enums import CaseState
from channels_registry.enums import SightingState, TargetKind

UP, DOWN = "up", "down"


class ChannelRow(serializers.Serializer[Any]):
    """A channel in the list, with what was seen of it last."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    platform = Line(source="platform.slug")
    key = Line()
    kind = Code(TargetKind)
    title = Line()
    first_reported_at = Instant()
    last_state = Code(SightingState, allow_null=True)
    last_seen_at = Instant()


class SightingShape(serializers.Serializer[Any]):
    """Somebody looked. The note is one's own agency's; of another's there is none to read."""

    id = serializers.UUIDField(source="sighting.public_id", read_only=True)
    state = Code(SightingState, source="sighting.state")
    seen_at = Instant(source="sighting.seen_at")
    noted_at = Instant(source="sighting.noted_at")
    own = Truth()
    note = serializers.SerializerMethodField()

    def get_note(self, seen: Seen) -> str:
        """Return the note of one's own agency."""
        return seen.sighting.note if seen.own else ""


class TitleShape(serializers.Serializer[Any]):
    """A title that the channel bore."""

    title = Line()
    since = Instant()


class CaseOfChannelShape(serializers.Serializer[Any]):
    """An own case in which it stands."""

    reference = Line(source="case.reference")
    state = Code(CaseState, source="case.state")
    items = Number()


class ChannelShape(serializers.Serializer[Any]):
    """A channel over time."""

    channel = ChannelRow(read_only=True)
    sightings = SightingShape(many=True, read_only=True)
    titles = TitleShape(many=True, read_only=True)
    cases = CaseOfChannelShape(many=True, read_only=True)
    successors = serializers.SerializerMethodField()
    predecessors = serializers.SerializerMethodField()

    def get_successors(self, file: ChannelFile) -> list[str]:
        """Return the ids of what took its place."""
        return [str(each.later.public_id) for each in file.later]

    def get_predecessors(self, file: ChannelFile) -> list[str]:
        """Return the ids of those whose place it took."""
        return [str(each.earlier.public_id) for each in file.earlier]


class SightingBody(Body):
    """What was seen, and when: just now where it is left out."""

    state = Word(choices=[(UP, SightingState.UP.label), (DOWN, SightingState.DOWN.label)])
    seen_at = serializers.DateTimeField(
        required=False, allow_null=True, default=None, help_text=_("With its zone; just now where left out.")
    )
    note = optional_text(max_length=NOTE_AT_MOST)
