from channels_registry.models.channel import FlaggedChannel
from channels_registry.models.platform import Contact, Platform, PlatformHost

__all__ = ["Contact", "FlaggedChannel", "Platform", "PlatformHost"]
