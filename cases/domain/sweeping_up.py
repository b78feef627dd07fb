"""Removes from the store of objects what no row of evidence holds: erased, taken back, or left behind."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q

from accounts.domain.acting import ENGINE, acting_as
from audit.domain.chain import NewEntry, record
from cases.domain import object_store
from cases.models import Deposit, Evidence

BATCH = 50
# A request to the store that hung is over by then, whatever became of it.
TRIED_AGAIN = timedelta(minutes=10)
VERB = "remove_original"


def sweep_up(*, clock: Callable[[], datetime]) -> int:
    """Remove some of what may go by now; return how many objects were removed.

    First the row says that its object leaves, so that nothing can hold it any more, then the
    object goes, then the row: whoever dies in between is followed by another. Each is recorded.
    """
    removed = 0
    if not object_store.is_there():
        return removed
    while removed < BATCH and (row := _let_leave(clock())) is not None:
        try:
            object_store.remove(row.sha256)
        except object_store.StoreSilent:
            break  # it stays leaving, and is tried again
        _forget(row, clock())
        removed += 1
    return removed


def waiting() -> int:
    """Return how many objects no row holds any more and are not removed yet. Inner."""
    return Deposit.objects.filter(keep_until__isnull=False).count()


def _let_leave(now: datetime) -> Deposit | None:
    """Mark the next one as leaving, in a transaction of its own; None where there is none."""
    with acting_as(ENGINE):
        due = Deposit.objects.filter(keep_until__isnull=False)
        # Of a category that became restricted meanwhile nothing waits out its day.
        due = due.filter(Q(keep_until__lte=now) | Q(report__category__restricted=True))
        due = due.filter(Q(leaving_at=None) | Q(leaving_at__lte=now - TRIED_AGAIN))
        row = (
            due.order_by("keep_until").select_for_update(no_key=True, skip_locked=True, of=("self",)).first()
        )
        # Asked anew under the lock; a row that holds it came before the lock, or waits for it in vain.
        if row is None or row.keep_until is None or Evidence.objects.filter(deposit=row).exists():
            return None
        row.leaving_at = now
        row.save(update_fields=["leaving_at"])
        return row


def _forget(row: Deposit, now: datetime) -> None:
    with acting_as(ENGINE):
        gone, _rows = Deposit.objects.filter(pk=row.pk, leaving_at=row.leaving_at).delete()
        if gone:
            record([NewEntry("original", row.sha256, VERB, {"size": row.size})], by=ENGINE, at=now)
