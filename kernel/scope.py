"""Rows are seen by somebody, never by nobody.

A scoped model's manager raises unless the code runs inside ``acting_as(actor)``
(accounts), which calls :func:`entered`. Forgetting to say who is looking is then
a loud error in the first test instead of a silent leak.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)
_actor: ContextVar[object | None] = ContextVar("actor", default=None)


class OutsideScope(RuntimeError):
    """A scoped model was read or written outside ``acting_as(actor)``: a bug."""


@contextmanager
def entered(actor: object) -> Iterator[None]:
    """Mark the code inside as done by ``actor``."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


def current_actor() -> object | None:
    """Return who is acting, or None outside of any scope."""
    return _actor.get()


class ScopedQuerySet(models.QuerySet[M]):
    """Base of every queryset with a ``visible_to(actor)``; subclasses say who sees what."""

    def visible_to(self, actor: Any) -> Self:
        """Return the rows that ``actor`` may know of."""
        raise NotImplementedError


class ScopedManager(models.Manager[M]):
    """Default manager of scoped models: fails closed outside a scope."""

    def get_queryset(self) -> models.QuerySet[M]:
        """Return the queryset, or raise :class:`OutsideScope`."""
        if _actor.get() is None:
            raise OutsideScope(f"{self.model.__name__} was asked for outside acting_as(actor)")
        return super().get_queryset()
