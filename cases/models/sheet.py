"""A sheet of links on its way to reports: its uploader's working paper, secrets taken out."""

import uuid
from typing import Self

from django.db import models

from accounts.domain.acting import Actor
from accounts.enums import Role
from accounts.models import Organisation, User
from cases.enums import Disposition, RowStanding, SheetField, SheetState
from cases.models.report import Report
from channels_registry.enums import TargetKind, Verdict
from channels_registry.models import Platform
from kernel.scope import ScopedManager, ScopedQuerySet
from operations.models import Job


class SheetQuerySet(ScopedQuerySet["Sheet"]):
    """Seen by the analyst who uploaded it; what becomes of it is the agency's."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the sheets that ``actor`` may know of."""
        if actor.is_system:
            return self.all()
        if not (actor.is_agency and actor.sees(Role.ANALYST)):
            return self.none()
        return self.filter(agency_id=actor.organisation_id, uploader_id=actor.user_id)


class Sheet(models.Model):
    """One uploaded sheet. Its file is never stored, only its rows, with secrets masked.

    ``columns`` tells which column says what, ``rest`` what holds for rows that do not say it,
    ``parts`` the drafts that it becomes.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    uploader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    header = models.JSONField()
    header_hash = models.CharField(max_length=64, db_collation="C")
    left_out = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    rest = models.JSONField(default=dict)
    parts = models.JSONField(default=list)
    row_count = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=SheetState, default=SheetState.COLUMNS)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    edit_version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(SheetQuerySet)()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["uploader", "-created_at"], name="sheet_of_uploader"),
            models.Index(fields=["created_at"], name="sheet_oldest"),
        ]

    def __str__(self) -> str:
        return self.name

    def column_of(self, field: SheetField) -> int | None:
        """Return the place of the column that says this, None where none does."""
        place: int | None = self.columns.get(field)
        return place


class SheetRow(models.Model):
    """One row: its cells as they may be stored, and what the desk makes of it.

    ``refused`` keeps, by column, the verdict on a link of which only the mask is left.
    ``link`` is what goes into the report, ``part`` the draft into which it goes.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    refused = models.JSONField(default=dict)
    standing = models.CharField(max_length=4, choices=RowStanding, blank=True)
    verdict = models.CharField(max_length=15, choices=Verdict, blank=True)
    platform = models.ForeignKey(Platform, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=15, choices=TargetKind, blank=True)
    key = models.CharField(max_length=500, blank=True, db_collation="C")
    reason = models.CharField(max_length=40, blank=True)
    shown = models.TextField(blank=True)
    link = models.TextField(blank=True)
    disposition = models.CharField(max_length=15, choices=Disposition, blank=True)
    same_as = models.PositiveIntegerField(null=True)
    problems = models.JSONField(default=list)
    part = models.PositiveSmallIntegerField(null=True)
    report = models.ForeignKey(Report, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["sheet", "number"]
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="sheet_row_once")]
        indexes = [models.Index(fields=["sheet", "standing", "number"], name="sheet_row_standing")]

    def __str__(self) -> str:
        return f"{self.sheet_id} row {self.number}"


class SheetLayout(models.Model):
    """Which column says what, as an agency chose it last for sheets with this header."""

    agency = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    header_hash = models.CharField(max_length=64, db_collation="C")
    columns = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "header_hash"], name="sheet_layout_once"),
        ]

    def __str__(self) -> str:
        return self.header_hash[:12]
