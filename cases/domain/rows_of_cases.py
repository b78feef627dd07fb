"""The rows of cases that a page shows anyway: each kind's query is built and planned once.

A page of one case reads a score of tables. Were each asked for with ``visible_to``, it would ask
for the case again, and Django would build, and PostgreSQL plan, the same query anew each time.
"""

from collections.abc import Collection
from typing import Any, Generic, TypeVar, cast

from django.db import models

from accounts.domain.acting import Actor
from cases.models import Case
from cases.models.shared_row import SharedQuerySet
from kernel.compiled import Compiled, among

M = TypeVar("M", bound=models.Model)


class RowsOfCases(Generic[M]):
    """The rows of one model, in the order of these columns within a case, with these relations.

    ``such``: only those of which this holds.
    """

    def __init__(self, model: type[M], *order: str, related: Collection[str] = (), **such: str) -> None:
        self._model, self._order, self._related, self._such = model, order, related, such
        self._all = Compiled(lambda: self._asked(self._rows()))
        self._told = Compiled(lambda: self._asked(cast(Any, self._rows()).told_to_operator()))

    def of(self, actor: Actor, cases: Collection[Case]) -> list[M]:
        """Return what ``visible_to(actor)`` returns of cases that were read with it. One query at most.

        Runs inside ``acting_as(actor)``.
        """
        if not actor.is_operator:
            return self._all.instances(cases=[case.pk for case in cases])
        rows = self._rows()
        if not isinstance(rows, SharedQuerySet):
            return []  # the agency's alone
        shown = [case.pk for case in cases if rows.before_receipt or case.received_at is not None]
        return self._told.instances(cases=shown) if shown else []

    def _rows(self) -> models.QuerySet[M]:
        return cast("models.QuerySet[M]", cast(Any, self._model).objects.all())

    def _asked(self, rows: models.QuerySet[M]) -> models.QuerySet[M]:
        asked = rows.filter(among("case_id", "cases"), **self._such).order_by("case_id", *self._order)
        return asked.select_related(*self._related) if self._related else asked
