"""Which mail waits because its recipient chose so, and until when. Never longer than he chose.

A message that waits is a row like any other: it is due later. Each time it comes due it is
asked anew, from what he chooses by then and the instant at which it was written, so that a
change of mind loses nothing. What an attempt was made of is never held back any more.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from audit.domain.hashing import JSON
from notifications.enums import Held, MailWhen, NoticeKind
from notifications.models import MailChoice, Outbox

# About the account or the duty itself, or whether mail arrives: nobody chooses to learn of it later.
OF_THE_ACCOUNT = frozenset(
    {
        NoticeKind.INVITED,
        NoticeKind.SIGN_IN_HELP,
        NoticeKind.FACTOR_ADDED,
        NoticeKind.FACTOR_REMOVED,
        NoticeKind.FACTOR_RESET,
        NoticeKind.CODES_RENEWED,
        NoticeKind.TOKEN_OFFERED,
        NoticeKind.DRILL,
        NoticeKind.DUTY_HANDED,
    }
)
PAST_DUE = frozenset({NoticeKind.BREACH, NoticeKind.ESCALATED})
# The word of ``sla.enums.Urgency``, which stands on a higher floor.
URGENT = "urgent"
_ONE_LEASE_AT_A_TIME = 7_203_115
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wait:
    """Why a mail does not leave now, and when it does; never, where ``until`` is None."""

    why: Held
    until: datetime | None


def alone_with_the_outbox() -> None:
    """Wait until nobody takes messages, and keep others from it until the transaction ends. Inner.

    Two senders at once would overtake each other with the messages of one recipient; a choice
    that changes amid a lease would hold what it just let go.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_LEASE_AT_A_TIME])


def breaks_through(kind: str, context: Mapping[str, JSON], *, on_duty: bool) -> bool:
    """Whether a message goes at once, whatever its recipient chose.

    What is about his account does. To whoever is on duty so does a deadline that passed, what
    came to him because it is unanswered, and a new urgent case.
    """
    if kind in OF_THE_ACCOUNT:
        return True
    urgent_case = kind == NoticeKind.CASE_SENT and context.get("urgency") == URGENT
    return on_duty and (kind in PAST_DUE or urgent_case)


def is_urgent(kind: str, context: Mapping[str, JSON]) -> bool:
    """Whether a message is for those too who want urgent ones alone."""
    return kind in PAST_DUE or context.get("urgency") == URGENT


def waits(row: Outbox, choice: MailChoice, zone: ZoneInfo, now: datetime) -> Wait | None:
    """Return why and until when a message that is due ``now`` waits; None where it leaves."""
    if breaks_through(row.kind, row.context, on_duty=row.on_duty):
        return None
    if choice.mail == MailWhen.URGENT and not is_urgent(row.kind, row.context):
        return Wait(Held.PAGE, None)
    at, why = now, Held.QUIET
    if choice.mail == MailWhen.DIGEST:
        digest = next_digest(choice.digest_hours, zone, row.created_at)
        if digest > now:
            at, why = digest, Held.DIGEST
    at = end_of_quiet(choice, zone, at)
    return Wait(why, at) if at > now else None


def next_digest(hours: list[time], zone: ZoneInfo, after: datetime) -> datetime:
    """Return the first instant after ``after`` at which one of these hours strikes in ``zone``."""
    today = after.astimezone(zone).date()
    strikes = [_struck(today + _DAY * ahead, hour, zone) for ahead in (0, 1, 2) for hour in hours]
    return min(at for at in strikes if at > after)


def end_of_quiet(choice: MailChoice, zone: ZoneInfo, at: datetime) -> datetime:
    """Return the first instant from ``at`` on that is not quiet; ``at`` itself where none is chosen."""
    ends = [end for begin, end in sorted(_quiets(choice, zone, at)) if begin <= at < end]
    return max(ends, default=at)


def _quiets(choice: MailChoice, zone: ZoneInfo, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    begin, end = choice.quiet_from, choice.quiet_to
    if begin is None or end is None:
        return
    today = at.astimezone(zone).date()
    for day in (today - _DAY, today):
        if day.weekday() in choice.quiet_days:
            ends_on = day if end > begin else day + _DAY
            yield _struck(day, begin, zone), _struck(ends_on, end, zone)


def _struck(day: date, hour: time, zone: ZoneInfo) -> datetime:
    # An hour that the clocks leave out strikes as late as it would have; one that comes twice,
    # the first time. Taken to UTC: within one zone Python compares what the clocks say.
    return datetime.combine(day, hour, tzinfo=zone).astimezone(ZoneInfo("UTC"))


def hold_back(rows: list[Outbox], *, now: datetime) -> list[Outbox]:
    """Let wait what its recipient chose to get later; return what leaves now. Inner, of a lease.

    Contacts without an account chose nothing. What nobody wants by mail is done once it
    stands in the page.
    """
    choices = {choice.user_id: choice for choice in _choices(rows)}
    leaving, waiting = [], defaultdict[Wait, list[int]](list)
    for row in rows:
        choice = choices.get(row.user_id or 0) if _may_wait(row) else None
        wait = waits(row, choice, _zone_of(row), now) if choice else None
        if wait is None:
            leaving.append(row)
        else:
            waiting[wait].append(row.pk)
    for wait, keys in waiting.items():
        held = Outbox.objects.filter(pk__in=keys)
        if wait.until is None:
            held.update(held=wait.why, sent_at=now, lease_until=None)
        else:
            held.update(held=wait.why, next_attempt_at=wait.until, lease_until=None)
    return leaving


def _choices(rows: list[Outbox]) -> list[MailChoice]:
    people = {row.user_id for row in rows if row.user_id and _may_wait(row)}
    return list(MailChoice.objects.filter(user_id__in=people)) if people else []


def _may_wait(row: Outbox) -> bool:
    return row.user_id is not None and bool(row.address) and row.attempts == 0 and not row.parcel


def _zone_of(row: Outbox) -> ZoneInfo:
    return ZoneInfo(row.user.time_zone if row.user else row.time_zone)
