"""What every page's frame shows: navigation, engine, unread notices."""

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's variables for a signed-in reader, nothing for others."""
    return {}
