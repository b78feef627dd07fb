from operations.models.canary import Canary
from operations.models.heartbeat import Heartbeat
from operations.models.job import Job
from operations.models.repeatable_request import RepeatableRequest

__all__ = ["Canary", "Heartbeat", "Job", "RepeatableRequest"]
