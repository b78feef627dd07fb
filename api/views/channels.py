"""Flagged channels: found, read over time, and what programs saw of them."""

from typing import ClassVar
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.domain.acting import Actor, acting_as
from accounts.enums import AGENCY_KINDS
from api.frame import DeskView, Given
from api.paging import narrowed
from api.schema import Operation, query
from api.serializers.channels import UP, ChannelRow, ChannelShape, SightingBody
from cases.domain.channel_facts import note_sighting
from cases.domain.channel_file import channels_for, open_channel
from cases.filters import ChannelFilter
from cases.permissions import AGENCY_READERS
from channels_registry.enums import SightingState

TAG = "Channels"
AT_MOST = 100


def channel_given(actor: Actor, channel: UUID, status: int = 200) -> Given:
    """Return a channel as the reader's agency may read it. Raises NotKnown."""
    with acting_as(actor):
        return Given(ChannelShape(open_channel(actor, channel)).data, status=status)


class ChannelsView(DeskView):
    """The channels of one's own cases."""

    roles = AGENCY_READERS
    kinds = AGENCY_KINDS
    operations: ClassVar = {
        "GET": Operation(
            "list_channels",
            _("Find channels"),
            TAG,
            ChannelRow(many=True),
            finds=False,
            parameters=dict(
                (
                    query("q", _("A part of a key or title.")),
                    query("state", SightingState.__doc__, enum=SightingState.values),
                )
            ),
            description=_("Those of your agency's cases, the newest first, at most 100."),
        )
    }

    def get(self, request: Request) -> HttpResponse:
        """Give what fits."""
        with acting_as(self.actor):
            found = narrowed(ChannelFilter(request.query_params, queryset=channels_for(self.actor)))
            rows = found.order_by("-first_reported_at", "-id")[:AT_MOST]
            return self.give(Given(ChannelRow(rows, many=True).data))


class ChannelView(DeskView):
    """One channel."""

    roles = AGENCY_READERS
    kinds = AGENCY_KINDS
    operations: ClassVar = {
        "GET": Operation("show_channel", _("Show a channel over time"), TAG, ChannelShape)
    }

    def get(self, request: Request, channel: UUID) -> HttpResponse:
        """Give it as the reader's agency may read it."""
        return self.give(channel_given(self.actor, channel))


class SightingsView(DeskView):
    """What was seen of a channel."""

    roles = AGENCY_READERS
    kinds = AGENCY_KINDS
    operations: ClassVar = {
        "POST": Operation(
            "note_sighting",
            _("Note a sighting"),
            TAG,
            ChannelShape,
            takes=SightingBody,
            status=201,
            description=_("Up after down is back up."),
        )
    }

    def post(self, request: Request, channel: UUID) -> HttpResponse:
        """Note it, once, and give the channel as it is then."""

        def deed() -> object:
            said = self.said(SightingBody)
            return note_sighting(
                actor=self.actor,
                channel=channel,
                up=said["state"] == UP,
                seen_at=said["seen_at"] or self.now,
                now=self.now,
                note=said["note"],
            )

        return self.once(deed, lambda _done: channel_given(self.actor, channel, 201))
