"""Templates of text: kept by an organisation for itself, filled when they are inserted.

A field is a name in braces, ``{reference}``. What is not one of the fields is refused when the
template is saved, so that nobody sends a brace to the other side.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from audit.domain.chain import NewEntry, record
from audit.domain.hashing import salted
from cases.domain.wording import TEXT_AT_MOST
from cases.models import TemplateKind, TextTemplate
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from kernel.fingerprints import refuse_if_stale

KEEPERS = (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.LEAD)
TEMPLATE_FIELDS = ("kind", "language", "title", "text")
_FIELD = re.compile(r"\{([^{}\n]*)\}")


class Field(TextChoices):
    """What a template can have filled in."""

    REFERENCE = "reference", _("the reference of the case")
    PLATFORM = "platform", _("the service")
    AGENCY = "agency", _("the agency")
    CATEGORY = "category", _("the category")
    DUE = "due", _("the deadline that is next")
    ITEMS = "items", _("the links, one a line")


@dataclass(frozen=True, slots=True)
class TemplateWords:
    """What a template says."""

    kind: TemplateKind
    language: str
    title: str
    text: str


def add_template(*, actor: Actor, words: TemplateWords, now: datetime) -> TextTemplate:
    """Add a template of the actor's organisation.

    Effects: TextTemplate, record. Raises NotAllowed, Invalid for an unknown field, Conflict where
    there is one of this kind, language and title already.
    """
    house = _check(actor, words)
    with acting_as(actor):
        made = TextTemplate(organisation_id=house)
        _save(made, words)
        _note(made, actor, "add_template", now)
        return made


def change_template(
    *, actor: Actor, template: UUID, words: TemplateWords, seen: str, now: datetime
) -> TextTemplate:
    """Change what a template says. What was sent with it stays as it was sent.

    Effects: the row, record. Raises NotKnown, NotAllowed, Invalid, Conflict as above or where
    somebody changed it after ``seen``.
    """
    _check(actor, words)
    with acting_as(actor):
        row = _locked(actor, template)
        refuse_if_stale(row, TEMPLATE_FIELDS, seen=seen)
        _save(row, words)
        _note(row, actor, "change_template", now)
        return row


def retire_template(*, actor: Actor, template: UUID, now: datetime) -> TextTemplate:
    """Offer a template no more.

    Effects: the row, record. Raises NotKnown, also for one that is retired already, NotAllowed.
    """
    _check_keeper(actor)
    with acting_as(actor):
        row = _locked(actor, template)
        row.retired_at = now
        row.save(update_fields=["retired_at"])
        _note(row, actor, "retire_template", now)
        return row


def templates_for(actor: Actor, kind: TemplateKind, *, first: str) -> list[TextTemplate]:
    """Return the templates of a kind, those in the language ``first`` before the others. Inner read."""
    rows = TextTemplate.objects.visible_to(actor).filter(kind=kind, retired_at=None)
    return sorted(rows, key=lambda row: (row.language != first, row.language, row.title))


def template_for(actor: Actor, template: UUID) -> TextTemplate:
    """Return a template that is in use. Inner read. Raises NotKnown."""
    found = TextTemplate.objects.visible_to(actor).filter(public_id=template, retired_at=None).first()
    if found is None:
        raise NotKnown("template_unknown", _("There is no such template."))
    return found


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its fields filled. What is filled in is not searched for fields again."""
    return _FIELD.sub(lambda found: values.get(found[1], found[0]), text)


def _check_keeper(actor: Actor) -> int:
    if actor.organisation_id is None or not actor.has(*KEEPERS):
        raise NotAllowed("not_your_templates", _("Your role does not keep the templates."))
    return actor.organisation_id


def _check(actor: Actor, words: TemplateWords) -> int:
    house = _check_keeper(actor)
    if not words.text.strip() or len(words.text) > TEXT_AT_MOST:
        raise Invalid("no_template_text", _("Write what the template says."), field="text")
    strange = [name for name in _FIELD.findall(words.text) if name not in Field.values]
    if strange:
        known = ", ".join(f"{{{name}}}" for name in Field.values)
        sentence = _("“{%(strange)s}” is no field. There are: %(known)s.")
        raise Invalid("field_unknown", sentence % {"strange": strange[0], "known": known}, field="text")
    return house


def _locked(actor: Actor, template: UUID) -> TextTemplate:
    rows = TextTemplate.objects.visible_to(actor).select_for_update(no_key=True)
    found = rows.filter(public_id=template, retired_at=None).first()
    if found is None:
        raise NotKnown("template_unknown", _("There is no such template."))
    return found


def _save(row: TextTemplate, words: TemplateWords) -> None:
    row.kind, row.language, row.title, row.text = words.kind, words.language, words.title, words.text
    try:
        with transaction.atomic():
            row.save(update_fields=None if row.pk is None else TEMPLATE_FIELDS)
    except IntegrityError as error:
        raise Conflict("template_exists", _("There is a template of this title already.")) from error


def _note(row: TextTemplate, actor: Actor, verb: str, now: datetime) -> None:
    changes = {"kind": row.kind, "language": row.language, "text": salted(row.text, row.salt)}
    record([NewEntry("text_template", str(row.public_id), verb, changes)], by=actor, at=now)
