"""What one person has at hand in a case: words not sent yet, and that he is there now."""

from typing import Self

from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from accounts.models import Organisation, User
from cases.models.case import Case
from kernel.scope import ScopedManager, ScopedQuerySet


class Doing(TextChoices):
    """What a person has open in a case, as colleagues are told."""

    READING = "reading", _("is reading")
    ANSWERING = "answering", _("is answering")


class KeptTextQuerySet(ScopedQuerySet["KeptText"]):
    """A person's own words, while he knows of the case; no colleague's, no engine's."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the words that ``actor`` himself typed."""
        if actor.user_id is None:
            return self.none()
        return self.filter(user_id=actor.user_id, case__in=Case.objects.visible_to(actor))


class KeptText(models.Model):
    """What a person typed into one form of a case and has not sent yet.

    ``texts``: what the form's fields hold, by name; empty once it was sent, so that what was
    still on its way then cannot bring it back.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=40, db_collation="C")
    texts = models.JSONField(default=dict)
    kept_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(KeptTextQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "case", "form"], name="kept_text_one_a_form")]

    def __str__(self) -> str:
        return f"kept for {self.form} of {self.case_id}"


class PresenceQuerySet(ScopedQuerySet["Presence"]):
    """Seen by colleagues of one's own house who know of the case."""

    def visible_to(self, actor: Actor) -> Self:
        """Return who of the actor's own house is at a case that he may know of."""
        if actor.organisation_id is None:
            return self.none()
        return self.filter(house_id=actor.organisation_id, case__in=Case.objects.visible_to(actor))


class Presence(models.Model):
    """A person has a page of a case open. Only words: it holds up nobody and stops no clock."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    house = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    doing = models.CharField(max_length=10, choices=Doing)
    seen_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(PresenceQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="presence_one_a_person")]

    def __str__(self) -> str:
        return f"presence at {self.case_id}"
