from channels_registry.models.channel import Alias, FlaggedChannel
from channels_registry.models.drill import Drill
from channels_registry.models.platform import Contact, Platform, PlatformHost
from channels_registry.models.proof import ContactProof
from channels_registry.models.sighting import ChannelTitle, Sighting, Succession

__all__ = [
    "Alias",
    "ChannelTitle",
    "Contact",
    "ContactProof",
    "Drill",
    "FlaggedChannel",
    "Platform",
    "PlatformHost",
    "Sighting",
    "Succession",
]
