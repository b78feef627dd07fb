"""How long things took: medians and percentiles, counted by the database."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, Max, QuerySet


class Percentile(Aggregate):
    """``percentile_cont``: the value below which ``fraction`` of the rows lie, interpolated."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()

    def __init__(self, expression: str, *, fraction: float, **extra: Any) -> None:
        super().__init__(expression, fraction=float(fraction), **extra)


@dataclass(frozen=True, slots=True)
class Spread:
    """How long ``n`` things took. All None where there was none."""

    n: int
    median: timedelta | None = None
    p90: timedelta | None = None
    p99: timedelta | None = None
    longest: timedelta | None = None


def _measures() -> dict[str, Aggregate]:
    return {
        "n": Count("took"),
        "median": Percentile("took", fraction=0.5),
        "p90": Percentile("took", fraction=0.9),
        "p99": Percentile("took", fraction=0.99),
        "longest": Max("took"),
    }


def spread_of(rows: QuerySet[Any]) -> Spread:
    """Return how long these rows took (their ``took``). One query."""
    return Spread(**rows.order_by().aggregate(**_measures()))


def spread_by_service(rows: QuerySet[Any]) -> dict[str, Spread]:
    """Return the same a service, by its slug. One query."""
    found = rows.order_by().values("case__platform__slug").annotate(**_measures())
    return {row["case__platform__slug"]: Spread(**{name: row[name] for name in _measures()}) for row in found}
