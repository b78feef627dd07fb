"""How often what costs much may be asked. Counted in PostgreSQL."""

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from accounts.domain.acting import Actor


class JudgingThrottle(SimpleRateThrottle):
    """Judging reads up to a megabyte of text and writes nothing: so many a minute, each token or person."""

    scope = "judging"
    rate = "120/min"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        """Return whose requests are counted together; None for whom the view refuses anyway."""
        actor: Actor | None = request.auth  # type: ignore[assignment]
        if actor is None:
            return None
        return f"api-judging-{actor.kind}-{actor.id}"
