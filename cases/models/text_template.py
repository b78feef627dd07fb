"""Texts that an organisation writes again and again, ready with fields for what differs."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from accounts.models import Organisation
from audit.models import SaltedText
from cases.models.shared_row import public_id
from kernel.scope import ScopedManager, ScopedQuerySet


class TemplateKind(TextChoices):
    """For which form a template of text is."""

    MESSAGE = "message", _("Message")
    ANSWER = "answer", _("Answer to a clarification")
    AMENDMENT = "amendment", _("Amendment")
    WITHDRAWAL = "withdrawal", _("Withdrawal")
    CLARIFICATION = "clarification", _("Question to the agency")
    DECISION = "decision", _("Words to a decision or refusal")
    IMPOSSIBILITY = "impossibility", _("Impossibility")
    OBJECTION = "objection", _("Objection")


AGENCY_TEMPLATES = (
    TemplateKind.MESSAGE,
    TemplateKind.ANSWER,
    TemplateKind.AMENDMENT,
    TemplateKind.WITHDRAWAL,
)
OPERATOR_TEMPLATES = (
    TemplateKind.MESSAGE,
    TemplateKind.CLARIFICATION,
    TemplateKind.DECISION,
    TemplateKind.IMPOSSIBILITY,
    TemplateKind.OBJECTION,
)


class TextTemplateQuerySet(ScopedQuerySet["TextTemplate"]):
    """An organisation's own."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the templates of the actor's organisation; no other's are to be known."""
        return self.filter(organisation_id=actor.organisation_id or 0)


class TextTemplate(SaltedText):
    """A text of one kind in one language. Retired, it is offered no more."""

    public_id = public_id()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=15, choices=TemplateKind)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    title = models.CharField(max_length=100)
    text = models.TextField()
    retired_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(TextTemplateQuerySet)()

    class Meta:
        ordering = ["kind", "language", "title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "language", "title"],
                condition=Q(retired_at=None),
                name="text_template_one_a_title",
            )
        ]

    def __str__(self) -> str:
        return self.title
