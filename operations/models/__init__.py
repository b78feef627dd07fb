from operations.models.canary import Canary
from operations.models.heartbeat import Heartbeat

__all__ = ["Canary", "Heartbeat"]
