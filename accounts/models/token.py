"""Tokens with which an organisation's own programs use the API."""

import uuid
from datetime import datetime, timedelta

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.enums import Scope
from accounts.models.organisation import Organisation
from accounts.models.user import User

NAME_AT_MOST = 100
LONGEST_DAYS = 365
OFFER_STANDS_FOR = timedelta(days=7)

_OFFERED = models.Q(accepted_at=None, hash=None, expires_at=None)
# Each said to be there beside what it is compared with: a comparison with NULL refuses nothing.
_ACCEPTED = models.Q(
    accepted_at__isnull=False,
    accepted_at__gte=models.F("offered_at"),
    hash__isnull=False,
    expires_at__isnull=False,
    expires_at__gt=models.F("accepted_at"),
    declined_at=None,
)
_CONSENT_CHANGES = (
    pgtrigger.Q(old__accepted_at__df=pgtrigger.F("new__accepted_at"))
    | pgtrigger.Q(old__hash__df=pgtrigger.F("new__hash"))
    | pgtrigger.Q(old__expires_at__df=pgtrigger.F("new__expires_at"))
)
_END_CHANGES = pgtrigger.Q(old__declined_at__df=pgtrigger.F("new__declined_at")) | pgtrigger.Q(
    old__revoked_at__df=pgtrigger.F("new__revoked_at")
)
_WAS_ENDED = pgtrigger.Q(old__declined_at__isnull=False) | pgtrigger.Q(old__revoked_at__isnull=False)


class Token(models.Model):
    """A key of an organisation with which a program acts for one of its people.

    It begins as an offer, and is a key from the moment in which ``responsible`` accepts it:
    only then there is a secret, of which the hash alone is kept, and an end. Whose it is and
    what it opens never change: four eyes hang on ``responsible``. ``last_used_at`` is
    coarse, to the hour.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=NAME_AT_MOST)
    responsible = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope))
    days = models.PositiveSmallIntegerField()
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    hash = models.CharField(max_length=64, unique=True, null=True, db_collation="C", editable=False)
    expires_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-offered_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scopes__contained_by=Scope.values) & models.Q(scopes__len__gte=1),
                name="token_scopes_known",
            ),
            models.CheckConstraint(condition=models.Q(days__range=(1, LONGEST_DAYS)), name="token_days"),
            models.CheckConstraint(condition=_OFFERED | _ACCEPTED, name="token_key_by_consent"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="begins_as_an_offer",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__accepted_at__isnull=False),
            ),
            pgtrigger.ReadOnly(
                name="stays_whose_it_is",
                fields=[
                    "public_id",
                    "organisation",
                    "responsible",
                    "scopes",
                    "days",
                    "offered_by",
                    "offered_at",
                ],
            ),
            pgtrigger.Protect(
                name="accepted_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__accepted_at__isnull=False) & _CONSENT_CHANGES,
            ),
            pgtrigger.Protect(
                name="ended_for_good",
                operation=pgtrigger.Update,
                condition=_WAS_ENDED & (_CONSENT_CHANGES | _END_CHANGES),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def lapses_at(self) -> datetime:
        """Until when the offer can be accepted."""
        return self.offered_at + OFFER_STANDS_FOR
