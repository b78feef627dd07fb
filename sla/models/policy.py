"""The hours: policies, their immutable versions, rules a clock, ladders."""

from datetime import datetime

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.utils.translation import get_language

from channels_registry.enums import ContactFunction
from sla.enums import (
    ClockKind,
    Lane,
    Standing,
    StartEvent,
    StepAction,
    StepAnchor,
    StopEffect,
    Urgency,
    VersionState,
)
from sla.models.calendar import Calendar, fixes_calendars


def only_of_drafts(version: str) -> pgtrigger.Trigger:
    """Return a trigger that lets a row change only while its version is a draft.

    ``version`` is SQL that names the version's id from a row called ``{row}``.
    """
    checks = "".join(  # the SQL is made of our own words at import, never of input
        f"""
        IF (TG_OP <> '{skip}') AND (
            SELECT state FROM sla_policyversion WHERE id = ({version.format(row=row)})
        ) <> 'draft' THEN
            RAISE EXCEPTION 'a published policy cannot be changed'
                USING ERRCODE = 'check_violation';
        END IF;"""  # noqa: S608
        for skip, row in (("INSERT", "OLD"), ("DELETE", "NEW"))
    )
    return pgtrigger.Trigger(
        name="only_of_drafts",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"{checks} IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
    )


class Policy(models.Model):
    """A procedure with hours, known by its code; what it says is in its versions."""

    code = models.SlugField(max_length=60, unique=True, db_collation="C")
    name_en = models.CharField(max_length=150)
    name_id = models.CharField(max_length=150)
    jurisdiction = models.CharField(max_length=2, db_collation="C")
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction"],
                condition=models.Q(is_default=True),
                name="policy_one_default",
            )
        ]

    def __str__(self) -> str:
        return self.name_id if get_language() == "id" else self.name_en


class PolicyVersion(models.Model):
    """One wording of a policy: a draft that people edit, then published for good.

    ``in_force`` are the instants at which a case that is sent comes under it; a draft has none.
    Its end is all of a published version that still moves: when the next begins, or when
    it is retired. One that was taken back before it began has the empty range. That a
    version is retired is no state of its own but computed when read (``state_at``).
    """

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.DRAFT)
    source = models.CharField(max_length=300)
    single_signature_urgent = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)
    in_force = DateTimeRangeField(null=True)  # type: ignore[misc]  # its stubs know no null
    edit_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["policy", "number"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="policy_version_once"),
            models.UniqueConstraint(
                fields=["policy"], condition=models.Q(state=VersionState.DRAFT), name="policy_one_draft"
            ),
            models.CheckConstraint(
                condition=models.Q(state=VersionState.DRAFT, in_force=None, published_at=None)
                | models.Q(state=VersionState.PUBLISHED, in_force__isnull=False, published_at__isnull=False),
                name="policy_version_published_holds",
            ),
            # At each instant one version of a policy holds, or none.
            ExclusionConstraint(
                name="policy_one_in_force",
                expressions=[("policy", RangeOperators.EQUAL), ("in_force", RangeOperators.OVERLAPS)],
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_is_final",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                IF OLD.state = 'draft' THEN
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;
                END IF;
                IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'in_force' = to_jsonb(OLD) - 'in_force'
                   AND NOT isempty(OLD.in_force)
                   AND (isempty(NEW.in_force) OR lower(NEW.in_force) IS NOT DISTINCT FROM lower(OLD.in_force))
                THEN RETURN NEW; END IF;
                RAISE EXCEPTION 'a published policy cannot be changed'
                    USING ERRCODE = 'check_violation';
                """,
            ),
            fixes_calendars(),
        ]

    def __str__(self) -> str:
        return f"{self.policy} v{self.number}"

    def state_at(self, now: datetime) -> VersionState:
        """Return where the version stands at ``now``: a draft, still to come, in force, retired."""
        held = self.in_force
        if held is None:
            return VersionState.DRAFT
        if held.isempty or (held.upper is not None and held.upper <= now):
            return VersionState.RETIRED
        begins = held.lower is not None and held.lower > now
        return VersionState.COMING if begins else VersionState.PUBLISHED


class ClockRule(models.Model):
    """How one clock runs under one version, for one urgency.

    A rule of the trusted lane stands beside the standard one; where there is none, the
    standard one holds for trusted flaggers too. Durations are whole minutes of time that the
    clock runs: at all hours, or in those of ``calendar``. The stops say what a clarification,
    an impossibility or a review does to this clock.
    """

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="rules")
    kind = models.CharField(max_length=12, choices=ClockKind)
    urgency = models.CharField(max_length=10, choices=Urgency)
    lane = models.CharField(max_length=10, choices=Lane, default=Lane.STANDARD)
    allowance_minutes = models.PositiveIntegerField()
    calendar = models.ForeignKey(Calendar, null=True, on_delete=models.PROTECT, related_name="rules")
    starts = models.CharField(max_length=12, choices=StartEvent, blank=True)
    on_clarification = models.CharField(max_length=10, choices=StopEffect, default=StopEffect.CONTINUE)
    on_impossibility = models.CharField(max_length=10, choices=StopEffect, default=StopEffect.CONTINUE)
    on_review = models.CharField(max_length=10, choices=StopEffect, default=StopEffect.CONTINUE)
    citation = models.CharField(max_length=200, blank=True)
    standing = models.CharField(max_length=12, choices=Standing)

    class Meta:
        ordering = ["version", "urgency", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["version", "kind", "urgency", "lane"], name="clock_rule_once"),
            models.CheckConstraint(
                condition=models.Q(allowance_minutes__gt=0), name="clock_rule_allows_time"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=ClockKind.EFFECT) | ~models.Q(starts=""),
                name="clock_rule_effect_starts",
            ),
        ]
        triggers = [only_of_drafts("{row}.version_id")]

    def __str__(self) -> str:
        return f"{self.version} {self.kind} {self.urgency}"


class LadderStep(models.Model):
    """One step of a clock's ladder. ``key`` is stable: it is what fires exactly once.

    ``share`` is thousandths of the allowance; ``offset_minutes`` counts from the start
    or from the deadline (negative: before), in time that the clock ran.
    """

    rule = models.ForeignKey(ClockRule, on_delete=models.PROTECT, related_name="steps")
    key = models.SlugField(max_length=40, db_collation="C")
    action = models.CharField(max_length=20, choices=StepAction)
    anchor = models.CharField(max_length=10, choices=StepAnchor)
    share = models.PositiveSmallIntegerField(null=True)
    offset_minutes = models.IntegerField(null=True)
    contact_function = models.CharField(max_length=10, choices=ContactFunction, blank=True)
    level = models.PositiveSmallIntegerField(default=0)
    standing = models.CharField(max_length=12, choices=Standing, default=Standing.OUR_DEFAULT)

    class Meta:
        ordering = ["rule", "id"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "key"], name="ladder_step_once"),
            models.CheckConstraint(
                condition=models.Q(anchor=StepAnchor.SHARE, share__isnull=False, offset_minutes__isnull=True)
                | (
                    ~models.Q(anchor=StepAnchor.SHARE)
                    & models.Q(share__isnull=True, offset_minutes__isnull=False)
                ),
                name="ladder_step_one_place",
            ),
            models.CheckConstraint(
                condition=~models.Q(action=StepAction.NEXT_CONTACT) | ~models.Q(contact_function=""),
                name="ladder_step_names_contact",
            ),
        ]
        triggers = [only_of_drafts("SELECT version_id FROM sla_clockrule WHERE id = {row}.rule_id")]

    def __str__(self) -> str:
        return f"{self.rule} {self.key}"


class PolicyFact(models.Model):
    """A fact about a policy that is no clock, with how well it is founded.

    What is remembered and not read in a source stays *unconfirmed* until a person
    confirms it.
    """

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="facts")
    key = models.SlugField(max_length=60, db_collation="C")
    text_en = models.CharField(max_length=500)
    text_id = models.CharField(max_length=500)
    citation = models.CharField(max_length=200, blank=True)
    standing = models.CharField(max_length=12, choices=Standing)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["policy", "key"]
        constraints = [models.UniqueConstraint(fields=["policy", "key"], name="policy_fact_once")]

    def __str__(self) -> str:
        return self.text_id if get_language() == "id" else self.text_en
