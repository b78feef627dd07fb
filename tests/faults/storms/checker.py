"""What was due, reckoned from the rows alone, and whether exactly that stands there.

Owes nothing to the engine's planner: it walks along the intervals in which a clock ran,
era by era of its extensions, and says for every step whether and when it fell due.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from audit.domain.verifying import verify
from sla.enums import PROPOSALS, WARNINGS, StepAction

Stops = Sequence[tuple[datetime, datetime | None]]
TELLS_NOBODY = (StepAction.RAISE_LEVEL, StepAction.DEEM_RECEIPT)
SHOWN = 5  # of each kind of fault


@dataclass(slots=True)
class Found:
    """Counts of what was looked at, and every fault by its kind."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    lateness: dict[str, float] = field(default_factory=dict)  # in seconds

    def fault(self, kind: str, what: object) -> None:
        """Note one fault."""
        self.faults[kind].append(str(what))

    def equal(self, kind: str, what: object, found: object, wanted: object) -> None:
        """Note a fault where these differ."""
        if found != wanted:
            self.fault(kind, f"{what}: {found} instead of {wanted}")

    def said(self) -> dict[str, Any]:
        """The counts and, for each kind that was found, how often with the first of them."""
        faults = {kind: [len(each), *each[:SHOWN]] for kind, each in self.faults.items()}
        return {**self.counts, **self.lateness, "faults": faults}


@dataclass(frozen=True, slots=True)
class Rule:
    """One step of a ladder."""

    key: str
    action: str
    anchor: str
    share: int | None
    offset: int | None
    level: int


@dataclass(slots=True)
class Run:
    """One clock with everything that decides what was due on it."""

    clock: int
    case: int
    reference: str
    kind: str
    run: int
    side: str
    rule: int
    state: str
    started_at: datetime
    allowance: int
    extension: int
    ended_at: datetime | None  # met or ended
    stops: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    extensions: list[tuple[datetime, int]] = field(default_factory=list)


def check(
    *, until: datetime, first: int, last: int, unless: Iterable[int] = (), found: Found | None = None
) -> Found:
    """Look at the cases with keys from ``first`` to ``last``, swept until this instant.

    ``unless``: cases that are parked, of which nothing may have fired.
    """
    found, parked = found or Found(), set(unless)
    ladders, standing, fired = _ladders(), _steps(first, last), Counter[tuple[int, str]]()
    tells = _tells()
    told: Counter[tuple[str, str, str]] = Counter()
    runs = _runs(first, last)
    for run in runs:
        ours = standing.pop(run.clock, [])
        if run.case in parked:
            found.equal("early", f"parked {run.reference}", len(ours), 0)
            continue
        _check_run(run, ladders[run.rule], ours, until, found)
        for row in ours:
            fired[run.case, row["step"]] += 1
            if not row["skipped"]:
                told[run.reference, run.kind, row["step"]] += tells(run, row["action"])
    for clock in standing:
        found.fault("early", f"a step of clock {clock}, which is not there")
    _check_record(first, last, runs, found)
    _check_told(first, last, +told, found)
    _check_levels(first, last, found)
    found.counts["cases"] = len({run.case for run in runs})
    found.counts["parked"] = len(parked)
    return found


def instant_of(started_at: datetime, stops: Stops, place: timedelta) -> datetime | None:
    """Return when a clock has run for so long: interval by interval; None behind an open stop."""
    left, at = max(place, timedelta(0)), started_at
    for began, ended in sorted(stops, key=lambda stop: stop[0]):
        ran = max(began - at, timedelta(0))
        if left <= ran:
            break
        if ended is None:
            return None
        left, at = left - ran, max(at, ended)
    return at + left


def place_of(rule: Rule, whole: int) -> timedelta:
    """Return how long a clock of so many seconds runs until this step."""
    if rule.anchor == "share":
        return timedelta(microseconds=whole * 1_000 * (rule.share or 0))
    offset = timedelta(minutes=rule.offset or 0)
    return offset if rule.anchor == "start" else timedelta(seconds=whole) + offset


def due_of(run: Run, rule: Rule, until: datetime) -> tuple[datetime, datetime] | None:
    """Return when this step fell due and the deadline that stood then; None where it never did."""
    ends = run.ended_at or until
    base = run.extension - sum(seconds for _at, seconds in run.extensions)
    for at, seconds in [*run.extensions, (None, 0)]:
        whole = run.allowance + base
        instant = instant_of(run.started_at, run.stops, place_of(rule, whole))
        # What comes at the very instant of a deadline comes in time.
        era_ends = ends if at is None else min(at, ends)
        running = at is None and run.ended_at is None
        reached = instant is not None and (instant < era_ends or (running and instant == era_ends))
        if instant is not None and reached:
            deadline = instant_of(run.started_at, run.stops, timedelta(seconds=whole))
            return instant, deadline or datetime.max.replace(tzinfo=instant.tzinfo)
        base += seconds
    return None


def _check_run(
    run: Run, ladder: Mapping[str, Rule], rows: list[dict[str, Any]], until: datetime, found: Found
) -> None:
    stands = Counter(row["step"] for row in rows if row["corrected_at"] is None)
    by_key = {row["step"]: row for row in rows if row["corrected_at"] is None}
    for key, times in stands.items():
        if times > 1:
            found.fault("doubled", f"{run.reference} {run.kind} {key}: {times} times")
    for key in stands.keys() - ladder.keys():
        found.fault("early", f"{run.reference} {run.kind} {key}: not of its ladder")
    for key, rule in ladder.items():
        due, row = due_of(run, rule, until), by_key.get(key)
        where = f"{run.reference} {run.kind} run {run.run} {key}"
        if due is None:
            if row is not None:
                found.fault("early", f"{where}: fired for {row['due_at']}, was not due")
            continue
        found.counts["due"] += 1
        if row is None:
            found.fault("missing", f"{where}: due at {due[0]}")
            continue
        found.counts["fired"] += 1
        found.equal("misdated", where, row["due_at"], due[0])
        if row["noticed_at"] < row["due_at"]:
            found.fault("early", f"{where}: noticed before it was due")
        skipped = rule.action in WARNINGS and due[1] <= row["noticed_at"]
        found.counts["skipped"] += int(row["skipped"])
        # Where a later look came first, it judged by the deadline that stood when it looked.
        if not any(each["corrected_at"] for each in rows):
            found.equal("misjudged", where, row["skipped"], skipped)
    found.counts["corrected"] += sum(row["corrected_at"] is not None for row in rows)


def _check_record(first: int, last: int, runs: Sequence[Run], found: Found) -> None:
    noted = Counter(
        {
            (row["subject_id"], row["kind"], row["run"], row["step"]): row["n"]
            for row in _rows(
                """SELECT e.subject_id, e.changes->>'clock' AS kind, (e.changes->>'run')::int AS run,
                    e.changes->>'step' AS step, count(*) AS n
                FROM audit_entry e JOIN cases_case k ON k.reference = e.subject_id
                WHERE e.subject_kind = 'case' AND e.verb = 'step' AND k.id BETWEEN %s AND %s
                GROUP BY 1, 2, 3, 4""",
                first,
                last,
            )
        }
    )
    wanted = Counter(
        {
            (row["reference"], row["kind"], row["run"], row["step"]): row["n"]
            for row in _rows(
                """SELECT k.reference, c.kind, x.run, x.step, count(*) AS n FROM cases_escalation x
                JOIN cases_case k ON k.id = x.case_id JOIN cases_clock c ON c.id = x.clock_id
                WHERE k.id BETWEEN %s AND %s GROUP BY 1, 2, 3, 4""",
                first,
                last,
            )
        }
    )
    found.counts["entries"] = noted.total()
    for key in (noted - wanted) + (wanted - noted):
        found.fault("unrecorded", f"{key}: {noted[key]} entries for {wanted[key]} steps")
    for fault in verify().faults[:SHOWN]:
        found.fault("record", fault)


def _check_told(first: int, last: int, wanted: Counter[tuple[str, str, str]], found: Found) -> None:
    kept = Counter(
        {
            (row["subject_id"], row["clock"], row["step"]): row["n"]
            for row in _rows(
                """SELECT o.subject_id, o.context->>'clock' AS clock, o.context->>'step' AS step,
                    count(*) AS n
                FROM notifications_outbox o JOIN cases_case k ON k.reference = o.subject_id
                WHERE o.context ? 'step' AND k.id BETWEEN %s AND %s GROUP BY 1, 2, 3""",
                first,
                last,
            )
        }
    )
    found.counts["told"] = kept.total()
    for key in wanted - kept:
        found.fault("untold", f"{key}: {kept[key]} messages instead of {wanted[key]}")
    for key in kept - wanted:
        found.fault("overtold", f"{key}: {kept[key]} messages instead of {wanted[key]}")


def _check_levels(first: int, last: int, found: Found) -> None:
    for row in _rows(
        """SELECT k.reference, k.level, coalesce(max(x.level), 0) AS wanted FROM cases_case k
        LEFT JOIN cases_escalation x ON x.case_id = k.id
        WHERE k.id BETWEEN %s AND %s GROUP BY k.id HAVING k.level <> coalesce(max(x.level), 0)""",
        first,
        last,
    ):
        found.fault("level", f"{row['reference']}: {row['level']} instead of {row['wanted']}")


def _tells() -> Any:
    """Return how many are told of a step: by the house's rules, from contacts and seats."""
    roles = Counter(
        (row["organisation_id"], row["role"])
        for row in _rows("SELECT organisation_id, unnest(roles) AS role FROM accounts_membership")
    )
    houses = {
        row["id"]: (row["agency_id"], row["organisation_id"])
        for row in _rows("SELECT id, agency_id, organisation_id FROM cases_case")
    }

    def tells(run: Run, action: str) -> int:
        agency, operator = houses[run.case]
        if action in TELLS_NOBODY:
            return 0
        if action == StepAction.SUPERVISOR or action in PROPOSALS:
            return roles[agency, "supervisor"]
        if run.side == "agency" or action != StepAction.BREACH:
            return 1  # whoever owes, or the contact climbed to
        return 1 + roles[operator, "lead"] + 1  # the duty contact, the leads, the filer

    return tells


def _runs(first: int, last: int) -> list[Run]:
    runs = {
        row["id"]: Run(
            row["id"], row["case_id"], row["reference"], row["kind"], row["run"], row["side"], row["rule_id"],
            row["state"], row["started_at"], row["allowance_seconds"], row["extension_seconds"],
            row["met_at"] or row["ended_at"],
        )
        for row in _rows(
            """SELECT c.*, k.reference FROM cases_clock c JOIN cases_case k ON k.id = c.case_id
            WHERE c.case_id BETWEEN %s AND %s ORDER BY c.id""",
            first,
            last,
        )
    }  # fmt: skip
    for row in _rows(
        "SELECT clock_id, started_at, ended_at FROM cases_pause WHERE case_id BETWEEN %s AND %s"
        " ORDER BY started_at",
        first,
        last,
    ):
        runs[row["clock_id"]].stops.append((row["started_at"], row["ended_at"]))
    open_runs = {(run.reference, run.kind): run for run in runs.values()}  # the last run of each kind
    for row in _rows(
        """SELECT e.subject_id, e.at, e.changes->>'clock' AS clock, (e.changes->>'minutes')::int AS minutes
        FROM audit_entry e JOIN cases_case k ON k.reference = e.subject_id
        WHERE e.subject_kind = 'case' AND e.verb = 'extend' AND k.id BETWEEN %s AND %s ORDER BY e.sequence""",
        first,
        last,
    ):
        open_runs[row["subject_id"], row["clock"]].extensions.append((row["at"], row["minutes"] * 60))
    return list(runs.values())


def _ladders() -> dict[int, dict[str, Rule]]:
    ladders: dict[int, dict[str, Rule]] = defaultdict(dict)
    for row in _rows("SELECT * FROM sla_ladderstep"):
        ladders[row["rule_id"]][row["key"]] = Rule(
            row["key"], row["action"], row["anchor"], row["share"], row["offset_minutes"], row["level"]
        )
    return ladders


def _steps(first: int, last: int) -> dict[int, list[dict[str, Any]]]:
    steps: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows("SELECT * FROM cases_escalation WHERE case_id BETWEEN %s AND %s", first, last):
        steps[row["clock_id"]].append(row)
    return steps


def _rows(query: str, *given: object) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
