"""The dead man's switch: somebody outside is told that the desk lives, as long as it does.

Whoever is pinged raises the alarm when the pings stop: that too reaches people where the whole
machine is gone. A ping says that deadlines were looked for, by any runner; no process vouches
for itself.
"""

import urllib.request
from datetime import datetime
from time import monotonic

import structlog

from operations.domain.heartbeats import engine_at
from operations.enums import DeskState

SECONDS = 10.0
log = structlog.get_logger(__name__)


class Pinger:
    """Pings an address, at most once in ``every`` seconds, while the engine is well."""

    def __init__(self, url: str, *, every: float) -> None:
        self._url, self._every = url, every
        self._next = monotonic()

    def round(self, now: datetime) -> bool:
        """Ping if it is time to and the engine is well at ``now``; return whether it was heard.

        Never inside a transaction: it talks to the world. A ping that fails is logged, without
        the address, which may be a secret, and tried again with the next round that is due.
        """
        if monotonic() < self._next or engine_at(now).state != DeskState.OK:
            return False
        self._next = monotonic() + self._every
        try:
            with urllib.request.urlopen(self._url, timeout=SECONDS) as answer:
                answer.read(1024)
        except (OSError, ValueError) as error:
            log.warning("ping_not_heard", error=type(error).__name__)
            return False
        return True
