"""Services, their hosts and the people to reach there."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import Organisation, User
from channels_registry.enums import ContactFunction, Grammar


class Platform(models.Model):
    """A service (Facebook, Instagram, Telegram); an operator may run several.

    A contact not confirmed for ``confirm_every_days`` is at risk. Where there are drills, one
    goes to the duty contact every ``drill_every_days``, the next at ``drill_next_at``, to be
    answered within ``drill_hours``.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="platforms")
    slug = models.SlugField(max_length=40, unique=True, db_collation="C")
    name = models.CharField(max_length=100, unique=True)
    grammar = models.CharField(max_length=10, choices=Grammar, default=Grammar.GENERIC)
    active = models.BooleanField(default=True)
    confirm_every_days = models.PositiveSmallIntegerField(default=90)
    drill_every_days = models.PositiveSmallIntegerField(null=True, blank=True)
    drill_hours = models.PositiveSmallIntegerField(default=24)
    drill_next_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]
        indexes = [
            models.Index(
                fields=["drill_next_at"],
                condition=models.Q(drill_next_at__isnull=False),
                name="platform_drill_next",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(drill_every_days=None) | models.Q(drill_next_at__isnull=False),
                name="platform_drill_has_its_instant",
            ),
            models.CheckConstraint(
                condition=models.Q(confirm_every_days__gte=1, drill_hours__gte=1)
                & (models.Q(drill_every_days=None) | models.Q(drill_every_days__gte=1)),
                name="platform_days_are_some",
            ),
            # Target of the composite keys that tie a contact or case to the operator.
            models.UniqueConstraint(fields=["id", "organisation"], name="platform_of_operator"),
        ]

    def __str__(self) -> str:
        return self.name


class PlatformHost(models.Model):
    """A host name under which a service's content stands."""

    platform = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="hosts")
    host = models.CharField(max_length=253, unique=True, db_collation="C")

    class Meta:
        ordering = ["host"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(host__regex=r"^[a-z0-9.-]+\.[a-z0-9-]+$"),
                name="platform_host_ascii",
            )
        ]

    def __str__(self) -> str:
        return self.host


class Contact(models.Model):
    """A named function at a service, asked in order of rank within its function.

    ``language`` is that of the mail; ``also_languages`` are read there too. ``hours`` are as
    ``channels_registry.domain.contact_hours`` writes them. ``proof`` says what appointed the
    contact. ``links_valid_from``: signed links issued before this instant are void.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="contacts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=10, choices=ContactFunction)
    rank = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=150)
    email = models.EmailField()
    language = models.CharField(max_length=5, default="en")
    also_languages = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    time_zone = models.CharField(max_length=50, default="UTC")
    hours = models.CharField(max_length=200, blank=True)
    proof = models.CharField(max_length=300, blank=True)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="contacts")
    last_confirmed_at = models.DateTimeField(null=True)
    links_valid_from = models.DateTimeField()
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["platform", "function", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "function", "rank"],
                condition=models.Q(active=True),
                name="contact_rank_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_function_display()}, {self.platform})"

    @property
    def languages(self) -> tuple[str, ...]:
        """What can be written in to be understood there, the language of the mail first."""
        return (self.language, *self.also_languages)
