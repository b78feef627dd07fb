"""Deadlines as rows, their stops, and what happened at each step of the ladder."""

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Func, Q

from accounts.models import User
from cases.enums import EndReason, ProposalDecision, Side
from cases.models.shared_row import CoverQuerySet, SharedRow, public_id
from channels_registry.models import Contact
from kernel.scope import ScopedManager
from sla.enums import PLATFORM_CLOCKS, PROPOSALS, ClockKind, ClockState, PauseCause, StepAction
from sla.models import ClockRule

# What of the agency's own time an operator sees: that an answer is owed to him.
SHOWN_TO_OPERATOR = (*PLATFORM_CLOCKS, ClockKind.CLARIFY)
ACTIONS_SHOWN_TO_OPERATOR = (
    StepAction.REMIND,
    StepAction.DEEM_RECEIPT,
    StepAction.BREACH,
    StepAction.NEXT_CONTACT,
)


class ClockQuerySet(CoverQuerySet["Clock"]):
    """Clocks: on the cover, without those of the agency's own house."""

    def told_to_operator(self) -> Self:
        """Return the platform's clocks, and those of an answer that is owed to it."""
        return self.filter(kind__in=SHOWN_TO_OPERATOR)


class PauseQuerySet(CoverQuerySet["Pause"]):
    """Stops of clocks, seen by both sides."""

    def told_to_operator(self) -> Self:
        """Return the stops of the clocks that the operator may know of."""
        return self.filter(clock__kind__in=SHOWN_TO_OPERATOR)


class EscalationQuerySet(CoverQuerySet["Escalation"]):
    """Steps that fired."""

    def told_to_operator(self) -> Self:
        """Return the steps that the operator may know of; proposals are the agency's."""
        return self.filter(clock__kind__in=SHOWN_TO_OPERATOR, action__in=ACTIONS_SHOWN_TO_OPERATOR)

    def standing(self) -> Self:
        """Return the steps that were not taken back: what a plan takes for done."""
        return self.filter(corrected_at=None)

    def open_proposals(self) -> Self:
        """Return proposed sanctions that nobody has decided."""
        return self.standing().filter(action__in=PROPOSALS, decision="")


class Clock(SharedRow):
    """One run of one deadline. Anew means a new row with the next ``run``.

    ``due_at`` holds the sum of start, allowance, extension and stops; for a paused
    clock it is what it would be if it went on at the instant it stopped.
    ``next_step_at`` is the instant of the next step that has not fired; empty when none
    is left or the clock does not run. Durations are whole seconds.
    """

    kind = models.CharField(max_length=12, choices=ClockKind)
    run = models.PositiveSmallIntegerField(default=1)
    side = models.CharField(max_length=10, choices=Side)
    rule = models.ForeignKey(ClockRule, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ClockState, default=ClockState.RUNNING)
    started_at = models.DateTimeField()
    allowance_seconds = models.PositiveIntegerField()
    extension_seconds = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    next_step_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=12, choices=EndReason, blank=True)

    objects = ScopedManager.from_queryset(ClockQuerySet)()

    class Meta:
        ordering = ["case", "kind", "run"]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "run"], name="clock_run_once"),
            # Target of the composite keys of its stops and steps.
            models.UniqueConstraint(fields=["id", "case"], name="clock_of_case"),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(state__in=[ClockState.RUNNING, ClockState.PAUSED]),
                name="clock_one_open_run",
            ),
            models.CheckConstraint(
                condition=(Q(state=ClockState.MET) & ~Q(met_at=None))
                | (~Q(state=ClockState.MET) & Q(met_at=None)),
                name="clock_met_has_instant",
            ),
            models.CheckConstraint(
                condition=(Q(state=ClockState.ENDED) & ~Q(ended_at=None) & ~Q(end_reason=""))
                | (~Q(state=ClockState.ENDED) & Q(ended_at=None, end_reason="")),
                name="clock_ended_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=ClockState.RUNNING) | Q(next_step_at=None),
                name="clock_steps_only_while_running",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_step_at"],
                condition=Q(next_step_at__isnull=False),
                name="clock_next_step",
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=[ClockState.RUNNING, ClockState.PAUSED]),
                name="clock_open_by_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} run {self.run} of {self.case_id}"


class Pause(SharedRow):
    """An interval in which a clock stood still."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="pauses")
    cause = models.CharField(max_length=15, choices=PauseCause)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    actor_label = models.CharField(max_length=200)

    objects = ScopedManager.from_queryset(PauseQuerySet)()

    class Meta:
        ordering = ["clock", "started_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("started_at")),
                name="pause_in_order",
            ),
            ExclusionConstraint(
                name="pause_no_overlap",
                expressions=[
                    ("clock", RangeOperators.EQUAL),
                    (
                        Func(
                            "started_at",
                            "ended_at",
                            RangeBoundary(),
                            function="TSTZRANGE",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cause} of clock {self.clock_id}"


class Escalation(SharedRow):
    """A step of a ladder that fired: due and noticed are two columns.

    ``skipped``: a warning noticed after its breach; recorded, told to nobody.
    ``corrected_at``: an answer in time had waited behind the sweep, so this step is taken
    back; where the same run goes on, it may fire once more. ``decision``: what a supervisor
    made of a proposal.
    """

    public_id = public_id()
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="escalations")
    run = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=40, db_collation="C")
    action = models.CharField(max_length=20, choices=StepAction)
    level = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    noticed_at = models.DateTimeField()
    skipped = models.BooleanField(default=False)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=10, choices=ProposalDecision, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    objects = ScopedManager.from_queryset(EscalationQuerySet)()

    class Meta:
        ordering = ["case", "due_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "run", "step"],
                condition=Q(corrected_at=None),
                name="step_exactly_once",
            ),
            models.CheckConstraint(condition=Q(noticed_at__gte=models.F("due_at")), name="step_never_early"),
        ]
        indexes = [
            models.Index(
                fields=["case"],
                condition=Q(action__in=PROPOSALS, decision=""),
                name="proposal_open",
            ),
            models.Index(fields=["-due_at"], name="escalation_newest"),
            models.Index(fields=["noticed_at"], name="escalation_noticed"),
        ]

    def __str__(self) -> str:
        return f"{self.step} of clock {self.clock_id}"
