from operations.models.heartbeat import Heartbeat

__all__ = ["Heartbeat"]
