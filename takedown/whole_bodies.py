"""A request that was cut off on its way is no request: its beginning is not taken for the whole.

A server hands over what came before the connection ended, and a form that lacks its last
fields looks like one in which they were left empty.
"""

from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class WholeBody:
    """A request's body that raises OSError where it ends before the length it announced."""

    def __init__(self, source: Any, length: int) -> None:
        self._source, self._missing = source, length

    def read(self, size: int = -1) -> bytes:
        """Read up to ``size`` bytes."""
        return self._counted(self._source.read(size) if size >= 0 else self._source.read(), size)

    def readline(self, size: int = -1) -> bytes:
        """Read a line, or up to ``size`` bytes of it."""
        return self._counted(self._source.readline(size) if size >= 0 else self._source.readline(), size)

    def _counted(self, data: bytes, size: int) -> bytes:
        self._missing -= len(data)
        if not data and size != 0 and self._missing > 0:
            raise OSError("the request was cut off")
        return data


def whole_bodies(application: Application) -> Application:
    """Return ``application`` with bodies that are whole or raise."""

    def called(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = str(environ.get("CONTENT_LENGTH") or "0")
        if length.isdecimal():
            environ["wsgi.input"] = WholeBody(environ["wsgi.input"], int(length))
        return application(environ, start_response)

    return called
