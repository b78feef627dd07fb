"""Which messages a sender takes for itself, for how long, and what becomes of them."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils.crypto import salted_hmac

from accounts.domain.acting import ENGINE, acting_as
from notifications.domain.holding import alone_with_the_outbox, hold_back
from notifications.models import Notice, Outbox

# Longer than a round can take; a sender that was killed is missed no longer than this.
LEASE = timedelta(seconds=60)
LATE_AFTER = timedelta(minutes=5)
ATTEMPTS = 10
FAILURES_KEPT = 20
# 30 s, 1 min, 2 min … 2 h: ten attempts outlast an outage of four hours.
FIRST_WAIT = timedelta(seconds=30)
# A message that failed this often no longer holds up the younger ones of its recipient.
HOLDS_UP_OTHERS = 3
LATE_AT_ONCE = 200
DISABLED = "The recipient's account is disabled."
NEVER_ENDED = "No attempt came to its end."

# In the order in which they were written. A recipient's message waits while an older one of
# his is on its way, or waits for a next attempt after the first failures; never for one that
# was not tried yet because its batch goes on. Who holds others up is gathered by recipient: asked
# for every message anew, thousands for one recipient took longer than a statement may.
_DUE = """
WITH holding AS MATERIALIZED (
    SELECT e.address, e.user_id, min(e.id) AS first,
        CASE WHEN e.lease_until > %(now)s OR e.attempts < %(holds_up)s THEN 0 ELSE e.attempts END AS attempts
    FROM notifications_outbox e
    WHERE e.sent_at IS NULL AND e.dead_at IS NULL
    AND (e.lease_until > %(now)s OR (e.next_attempt_at > %(now)s AND e.attempts > 0))
    GROUP BY 1, 2, 4
)
SELECT o.id FROM notifications_outbox o
WHERE o.sent_at IS NULL AND o.dead_at IS NULL AND o.next_attempt_at <= %(now)s
AND (o.lease_until IS NULL OR o.lease_until <= %(now)s)
AND NOT EXISTS (
    SELECT FROM holding h
    WHERE h.address = o.address AND h.user_id IS NOT DISTINCT FROM o.user_id
    AND h.first < o.id AND h.attempts <= o.attempts)
ORDER BY o.id LIMIT %(limit)s
"""
_LEASE = """
UPDATE notifications_outbox o
SET lease_until = %(until)s, attempts = attempts + 1, parcel = p.mark
FROM unnest(%(ids)s::bigint[], %(marks)s::text[]) AS p (id, mark)
WHERE o.id = p.id
"""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What leaves as one mail: one message, or as a digest what is late or waited for one recipient."""

    rows: tuple[Outbox, ...]
    digest: bool = False

    @property
    def mark(self) -> str:
        """By what the receiver knows a repeat: the same whenever these messages go again."""
        return self.rows[0].parcel or mark_of(row.key for row in self.rows)

    @property
    def last(self) -> Outbox:
        """The youngest message: its language and zone are the recipient's newest."""
        return self.rows[-1]


def lease(*, now: datetime, limit: int) -> tuple[list[Parcel], int]:
    """Take due messages for one round; return what to mail and how many need no mail, or none yet.

    In one short transaction: messages to disabled people and those that failed too often
    are given up, notices are put into the page, messages without an address are done, and
    those wait whose recipient wants his mail later. The rest is leased until ``now`` + 60 s:
    nobody else sends it meanwhile.
    """
    with acting_as(ENGINE):
        rows = _take(now, limit)
        alive = _give_up(rows, now)
        _put_into_page(alive)
        mailed = hold_back([row for row in alive if row.address], now=now)
        in_page_alone = [row.pk for row in alive if not row.address]
        Outbox.objects.filter(pk__in=in_page_alone).update(sent_at=now, lease_until=None)
        parcels = _parcels(mailed, now)
        _lease(parcels, now)
    return parcels, len(alive) - len(mailed)


def mark_sent(rows: Sequence[Outbox], *, now: datetime) -> None:
    """Say that these messages left. That is a fact, whoever holds the lease by now."""
    with acting_as(ENGINE):
        Outbox.objects.filter(pk__in=[row.pk for row in rows], sent_at=None, dead_at=None).update(
            sent_at=now, lease_until=None
        )


def mark_failed(rows: Iterable[Outbox], *, error: str, now: datetime, may_have_left: bool = False) -> None:
    """Give messages back with the error: tried again later, dead after the tenth attempt.

    What ``may_have_left`` goes again in the same mail; the rest may become a digest.
    """
    with acting_as(ENGINE):
        for row in rows:
            failed = {"at": now.isoformat(), "error": error[:500]}
            kept = {"lease_until": None, "last_error": error[:500], "failures": _with(row, failed)}
            if not may_have_left:
                kept["parcel"] = ""
            if row.attempts >= ATTEMPTS:
                _held(row).update(dead_at=now, **kept)
            else:
                _held(row).update(next_attempt_at=now + wait_after(row), **kept)


def give_back(rows: Iterable[Outbox]) -> None:
    """End the lease of messages that were not tried; the attempt does not count."""
    with acting_as(ENGINE):
        for row in rows:
            _held(row).update(lease_until=None, parcel="", attempts=F("attempts") - 1)


def mark_of(keys: Iterable[str]) -> str:
    """Return the mark of a mail that holds the messages with these keys.

    A keyed hash, as the keys themselves tell how many clocks the house has.
    """
    together = "\n".join(sorted(keys))
    return salted_hmac("notifications.key", together, algorithm="sha256").hexdigest()[:40]


def wait_after(row: Outbox) -> timedelta:
    """Return how long a message waits after its failed attempt: doubled each time, ± a quarter.

    The spread comes from the row's id: rows that failed together do not come back together.
    """
    spread = hashlib.sha256(f"{row.pk}:{row.attempts}".encode()).digest()[0] / 255
    return FIRST_WAIT * 2.0 ** (row.attempts - 1) * (0.75 + spread / 2)


def _take(now: datetime, limit: int) -> list[Outbox]:
    alone_with_the_outbox()
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"now": now, "holds_up": HOLDS_UP_OTHERS, "limit": limit})
        due = [pk for (pk,) in cursor.fetchall()]
    rows = Outbox.objects.select_related("user").select_for_update(
        of=("self",), no_key=True, skip_locked=True
    )
    chosen = {row.pk: row for row in rows.filter(pk__in=due, sent_at=None, dead_at=None)}
    addresses = {row.address for row in chosen.values() if row.address}
    # What may have left goes again in the mail in which it did, whole.
    digests = {row.parcel for row in chosen.values() if row.parcel and row.parcel != mark_of([row.key])}
    if digests:
        chosen.update({row.pk: row for row in rows.filter(_free(now), parcel__in=digests)})
    free = rows.filter(_free(now), address__in=addresses, parcel="").order_by("pk")
    for together in _by_recipient(free.filter(_late(now))):
        if len(together) > settings.OUTBOX_DIGEST_ABOVE and any(row.pk in chosen for row in together):
            chosen.update({row.pk: row for row in together[:LATE_AT_ONCE]})
    if any(row.held for row in chosen.values()):
        for together in _by_recipient(free.filter(next_attempt_at__lte=now).exclude(held="")):
            if any(row.pk in chosen for row in together):
                chosen.update({row.pk: row for row in together[:LATE_AT_ONCE]})
    return _apart([chosen[pk] for pk in sorted(chosen)], limit)


def _apart(rows: list[Outbox], limit: int) -> list[Outbox]:
    # One of these kills its sender, and with it would go all that were leased beside it: of
    # those whose attempts never ended fewer and fewer are taken together, at last each alone.
    suspects = [row for row in rows if row.lease_until and row.parcel and 2 <= row.attempts < ATTEMPTS]
    if not suspects:
        return rows
    together = max(limit >> 2 * (suspects[0].attempts - 1), 1)
    parcels = {row.parcel for row in suspects[:together]}
    return [row for row in rows if row.parcel in parcels]


def _free(now: datetime) -> Q:
    return Q(sent_at=None, dead_at=None) & (Q(lease_until=None) | Q(lease_until__lte=now))


def _with(row: Outbox, failed: dict[str, str]) -> list[dict[str, str]]:
    kept: list[dict[str, str]] = [*row.failures, failed]
    return kept[-FAILURES_KEPT:]


def _late(now: datetime) -> Q:
    """Return what is gathered: what happened a while ago, and what a batch lets go."""
    let_go = Q(batch__isnull=False, next_attempt_at__lte=now)
    return Q(held="") & (Q(batch=None, happened_at__lt=now - LATE_AFTER) | let_go)


def _is_late(row: Outbox, now: datetime) -> bool:
    return not row.held and (row.batch is not None or row.happened_at < now - LATE_AFTER)


def _held(row: Outbox) -> QuerySet[Outbox]:
    # Whoever outlived his lease has no say any more: another may have sent it meanwhile.
    return Outbox.objects.filter(pk=row.pk, lease_until=row.lease_until, sent_at=None, dead_at=None)


def _by_recipient(rows: Iterable[Outbox]) -> list[list[Outbox]]:
    groups: dict[tuple[str, int | None], list[Outbox]] = {}
    for row in rows:
        groups.setdefault((row.address, row.user_id), []).append(row)
    return list(groups.values())


def _give_up(rows: list[Outbox], now: datetime) -> list[Outbox]:
    disabled = [row.pk for row in rows if row.user is not None and not row.user.is_active]
    worn = [row.pk for row in rows if row.attempts >= ATTEMPTS and row.pk not in disabled]
    Outbox.objects.filter(pk__in=disabled).update(dead_at=now, lease_until=None, last_error=DISABLED)
    Outbox.objects.filter(pk__in=worn).update(dead_at=now, lease_until=None, last_error=NEVER_ENDED)
    return [row for row in rows if row.pk not in {*disabled, *worn}]


def _put_into_page(rows: list[Outbox]) -> None:
    notices = [
        Notice(
            key=row.key,
            user=row.user,
            kind=row.kind,
            thread=thread_of(row),
            context=row.context,
            created_at=row.created_at,
        )
        for row in rows
        if row.user is not None
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


def thread_of(row: Outbox) -> str:
    """Return with what a message stands together in the page: its case or report, else its kind."""
    if row.context.get("reference"):
        return f"{row.subject_kind}:{row.subject_id}"
    return f"kind:{row.kind}"


def _lease(parcels: list[Parcel], now: datetime) -> None:
    until = now + LEASE
    marked = [(row, mark) for parcel in parcels for mark in [parcel.mark] for row in parcel.rows]
    ids, marks = [row.pk for row, _ in marked], [mark for _, mark in marked]
    with connection.cursor() as cursor:
        cursor.execute(_LEASE, {"until": until, "ids": ids, "marks": marks})
    for row, mark in marked:
        row.lease_until, row.attempts, row.parcel = until, row.attempts + 1, mark


def _parcels(rows: list[Outbox], now: datetime) -> list[Parcel]:
    parcels, again = [], dict[str, list[Outbox]]()
    for row in rows:
        if row.parcel:
            again.setdefault(row.parcel, []).append(row)
    for mark, group in again.items():
        parcels.append(Parcel(tuple(group), digest=mark != mark_of([group[0].key])))
    for group in _by_recipient(row for row in rows if not row.parcel):
        late = tuple(row for row in group if _is_late(row, now))
        # What waited comes as one mail, as its recipient wants it; what was late, to spare him.
        waited = tuple(row for row in group if row.held)
        gathered = [waited] if len(waited) > 1 else []
        gathered += [late] if len(late) > settings.OUTBOX_DIGEST_ABOVE else []
        parcels += [Parcel(together, digest=True) for together in gathered]
        inside = {row.pk for together in gathered for row in together}
        parcels += [Parcel((row,)) for row in group if row.pk not in inside]
    return sorted(parcels, key=lambda parcel: parcel.rows[0].pk)
