"""What can go wrong for a person, in a sentence that the person can read.

A view turns a DomainError into a form error or a page; everything else is a
bug and becomes a 500. Which kind it is decides the status.
"""

from typing import ClassVar

from django.utils.functional import Promise


class DomainError(Exception):
    """A rule of the house said no. ``code`` is stable, ``message`` is translated."""

    status: ClassVar[int] = 400

    def __init__(self, code: str, message: str | Promise, *, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class NotKnown(DomainError):
    """The actor may not know that it exists, or it does not exist: 404."""

    status = 404


class NotAllowed(DomainError):
    """The actor may see it but not do this: 403."""

    status = 403


class Conflict(DomainError):
    """It changed meanwhile, or the state does not allow the move: 409."""

    status = 409


class Unavailable(DomainError):
    """The desk cannot do it just now, through no fault of the asker: 503."""

    status = 503


class Invalid(DomainError):
    """What was entered cannot be accepted: 422. ``field`` names the form field."""

    status = 422
