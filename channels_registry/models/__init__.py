from channels_registry.models.channel import FlaggedChannel
from channels_registry.models.drill import Drill
from channels_registry.models.platform import Contact, Platform, PlatformHost

__all__ = ["Contact", "Drill", "FlaggedChannel", "Platform", "PlatformHost"]
