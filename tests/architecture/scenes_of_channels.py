"""Scenes of what people note of a flagged channel."""

from cases.domain import channel_aliases, channel_facts
from channels_registry.models import FlaggedChannel
from tests.architecture.verb_scenarios import LATER, Act, Stage, acted, scene_of
from tests.factories.cases import NOON, link_on, make_waiting_case


def room(stage: Stage) -> FlaggedChannel:
    case = make_waiting_case(stage.desk, ["room", "hall"])
    return FlaggedChannel.objects.get(platform_id=case.platform_id, key="room")


@scene_of(channel_facts.note_sighting)
def note_sighting(stage: Stage) -> Act:
    said = {"channel": room(stage).public_id, "up": True, "seen_at": NOON, "note": "There."}
    return acted(channel_facts.note_sighting, stage.desk.analyst, **said)


@scene_of(channel_facts.retitle)
def retitle(stage: Stage) -> Act:
    channel = room(stage).public_id
    return acted(channel_facts.retitle, stage.desk.analyst, channel=channel, title="The room")


@scene_of(channel_aliases.add_alias)
def add_alias(stage: Stage) -> Act:
    said = {"channel": room(stage).public_id, "link": link_on(stage.desk, "salon")}
    return acted(channel_aliases.add_alias, stage.desk.analyst, **said)


@scene_of(channel_aliases.remove_alias)
def remove_alias(stage: Stage) -> Act:
    channel, analyst = room(stage).public_id, stage.desk.analyst
    link = link_on(stage.desk, "parlour")
    alias = channel_aliases.add_alias(actor=analyst, channel=channel, link=link, now=LATER)
    words = {"channel": channel, "alias": alias.public_id}
    return acted(channel_aliases.remove_alias, analyst, **words)


@scene_of(channel_facts.link_successor)
def link_successor(stage: Stage) -> Act:
    said = {"channel": room(stage).public_id, "link": link_on(stage.desk, "hall")}
    return acted(channel_facts.link_successor, stage.desk.analyst, **said)


@scene_of(channel_facts.unlink_successor)
def unlink_successor(stage: Stage) -> Act:
    channel, analyst = room(stage).public_id, stage.desk.analyst
    link = link_on(stage.desk, "hall")
    said = channel_facts.link_successor(actor=analyst, channel=channel, link=link, now=LATER)
    words = {"channel": channel, "succession": said.public_id}
    return acted(channel_facts.unlink_successor, analyst, **words)
