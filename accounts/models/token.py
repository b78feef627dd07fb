"""Tokens with which an organisation's own programs use the API."""

import uuid

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.enums import Scope
from accounts.models.organisation import Organisation
from accounts.models.user import User

NAME_AT_MOST = 100


class Token(models.Model):
    """A key of an organisation, for which one of its people answers.

    Only its hash is kept. Whose it is and what it opens never change: four eyes hang on
    ``responsible``. ``last_used_at`` is coarse, to the hour.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=NAME_AT_MOST)
    responsible = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    hash = models.CharField(max_length=64, unique=True, db_collation="C", editable=False)
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scopes__contained_by=Scope.values) & models.Q(scopes__len__gte=1),
                name="token_scopes_known",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="token_expires_later"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="stays_whose_it_is",
                fields=[
                    "public_id",
                    "organisation",
                    "responsible",
                    "hash",
                    "scopes",
                    "created_at",
                    "expires_at",
                ],
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.name
