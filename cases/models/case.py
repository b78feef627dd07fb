"""The case: one takedown request of one agency to one service."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Least

from accounts.domain.acting import Actor
from accounts.enums import Role
from accounts.models import Organisation, User
from audit.models import SaltedText
from cases.enums import UNSENT_STATES, CaseKind, CaseState, CoSignatureState
from cases.models.displayed import Displayed
from cases.models.evidence_rules import CASE_TRIGGER
from cases.models.queues import NEVER, QUEUES
from cases.models.report import CASEWORK_ROLES
from cases.models.words import KEEP_WORDS
from channels_registry.models import Contact, Platform
from kernel.scope import ScopedManager, ScopedQuerySet
from sla.enums import Lane, Urgency, WhyPolicy
from sla.models import Agreement, Category, PolicyVersion, TrustedFlagger

MODERATION_ROLES = (Role.MODERATOR, Role.LEAD)


class CaseQuerySet(ScopedQuerySet["Case"]):
    """Who knows of a case."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the cases that ``actor`` may know of.

        An agency's people see their own agency's; an operator's see what was sent to
        them and nothing before; a contact what was sent to his service.
        """
        if actor.is_system:
            return self.all()
        if actor.is_agency and actor.sees(*CASEWORK_ROLES):
            seen = self.filter(agency_id=actor.organisation_id)
        elif actor.is_operator and (actor.contact_id or actor.sees(*MODERATION_ROLES)):
            seen = self.filter(organisation_id=actor.organisation_id, sent_at__isnull=False).exclude(
                kind=CaseKind.REPLAY
            )
            if actor.contact_id:
                services = Contact.objects.filter(pk=actor.contact_id).values("platform_id")
                seen = seen.filter(platform_id__in=services)
        else:
            return self.none()
        return seen if actor.cleared else seen.exclude(category__restricted=True)

    def joined_by(self, actor: Actor) -> Self:
        """Return the cases of other agencies that the actor's agency has joined.

        A scope of its own, for the pages of joined cases alone: nothing that asks
        ``visible_to`` ever meets these.
        """
        if not (actor.is_agency and actor.sees(*CASEWORK_ROLES)):
            return self.none()
        seen = self.filter(
            cosignatures__cosigner_id=actor.organisation_id,
            cosignatures__state=CoSignatureState.CONFIRMED,
        )
        return seen if actor.cleared else seen.exclude(category__restricted=True)


class Case(Displayed, SaltedText):
    """One takedown request. Its row is the only lock of the casework.

    ``organisation`` is the operator addressed. Nothing here names who reported or which
    agency referred: that stands in Filing. ``operator_due_at`` and ``agency_due_at`` are
    the earliest running deadline of each side, kept by ``cases.domain.clocks``. ``lane`` is
    fixed when sent, with the trusted flagger's status that opened it.
    ``continues``: the case that its issuer withdrew and that goes on here under another
    authority; ``passed_on_at`` of that one. ``next_due_at``: the earlier of both deadlines.
    ``agency_assignee``, ``operator_assignee``: who has it on either side, kept by
    ``cases.domain.holding`` beside its Assignment for the order of the queues; neither side is ever
    shown the other's. From ``erased_at`` on its texts and their salt are
    gone, and nothing more is done to it.
    """

    reference = models.CharField(max_length=14, unique=True, db_collation="C")
    kind = models.CharField(max_length=10, choices=CaseKind, default=CaseKind.ORDER)
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=CaseState, default=CaseState.DRAFT)
    level = models.PositiveSmallIntegerField(default=0)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=10, choices=Urgency)
    file_number = models.CharField(max_length=100, blank=True)
    reasons = models.TextField()
    considerations = models.TextField()
    redress = models.TextField(blank=True)
    preservation_until = models.DateField(null=True, blank=True)
    non_disclosure_until = models.DateField(null=True, blank=True)
    issuing_official = models.CharField(max_length=150, blank=True)
    issuing_post = models.CharField(max_length=150, blank=True)
    policy_version = models.ForeignKey(PolicyVersion, null=True, on_delete=models.PROTECT, related_name="+")
    why_policy = models.CharField(max_length=10, choices=WhyPolicy, blank=True)
    agreement = models.ForeignKey(Agreement, null=True, on_delete=models.PROTECT, related_name="+")
    lane = models.CharField(max_length=10, choices=Lane, default=Lane.STANDARD)
    flagger = models.ForeignKey(TrustedFlagger, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    operator_due_at = models.DateTimeField(default=NEVER)
    agency_due_at = models.DateTimeField(default=NEVER)
    continues = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="continued_by")
    passed_on_at = models.DateTimeField(null=True)
    next_due_at = models.GeneratedField(
        expression=Least("agency_due_at", "operator_due_at"),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    agency_assignee = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    operator_assignee = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    edit_version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(CaseQuerySet)()

    class Meta:
        constraints = [
            # Target of the composite keys of every row that the operator may read.
            models.UniqueConstraint(fields=["id", "organisation"], name="case_of_operator"),
            # Target of the composite keys of what is the agency's alone.
            models.UniqueConstraint(fields=["id", "agency"], name="case_of_agency"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(policy_version__isnull=False),
                name="case_sent_under_policy",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=UNSENT_STATES) & Q(sent_at__isnull=True))
                | (~Q(state__in=UNSENT_STATES) & Q(sent_at__isnull=False))
                | Q(state=CaseState.WITHDRAWN),
                name="case_sent_has_instant",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None) | Q(received_at__isnull=False),
                name="case_acknowledged_was_received",
            ),
            models.CheckConstraint(
                condition=Q(lane=Lane.STANDARD, flagger=None) | Q(lane=Lane.TRUSTED, flagger__isnull=False),
                name="case_lane_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(passed_on_at=None) | Q(state=CaseState.WITHDRAWN, sent_at__isnull=False),
                name="case_passed_on_was_withdrawn",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "operator_due_at", "id"], name="case_operator"),
            models.Index(fields=["agency", "operator_due_at", "id"], name="case_waiting_for"),
            models.Index(fields=["agency", "updated_at", "id"], name="case_changed_agency"),
            models.Index(fields=["organisation", "updated_at", "id"], name="case_changed_operator"),
            # Which agencies have sent something to an operator.
            models.Index(fields=["organisation", "agency"], name="case_agencies_of_operator"),
            *QUEUES,
        ]
        triggers = [CASE_TRIGGER, KEEP_WORDS]

    def __str__(self) -> str:
        return self.reference


class Parked(models.Model):
    """A case whose due steps raised: set aside with its error, shown, retried.

    So that one poisoned row never stops the line.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="parked")
    error = models.TextField()
    attempts = models.PositiveSmallIntegerField(default=1)
    since = models.DateTimeField()
    retry_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id} parked"
