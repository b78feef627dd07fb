"""How two contents of a draft differ, in the words of the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.domain.content import Change, Stretch, words_between
from channels_registry.enums import TargetKind
from sla.enums import Urgency
from sla.models import Category, LegalBasis

FIELD_WORDS = {
    "platform": _("Platform"),
    "category": _("Category"),
    "urgency": _("Urgency"),
    "file_number": _("File number"),
    "preservation_until": _("Preserve until"),
    "non_disclosure_until": _("Not to be disclosed until"),
    "reasons": _("Reasons"),
    "considerations": _("Considered"),
    "redress": _("Redress"),
    "legal_basis": _("Legal basis"),
    "item": _("Link"),
    "evidence": _("Evidence"),
}


@dataclass(frozen=True, slots=True)
class Worded:
    """One difference as a reader knows it. ``what`` says that a link came or went."""

    label: Any
    subject: str
    what: Any
    stretches: list[Stretch]


def worded(changes: Sequence[Change]) -> list[Worded]:
    """Return changes in the reader's words: names for codes."""
    return [_worded(change) for change in changes]


def _worded(change: Change) -> Worded:
    label = FIELD_WORDS[change.field]
    if change.field in ("item", "evidence") and not (change.before and change.after):
        what = _("added") if change.after else _("taken out")
        return Worded(label, change.subject, what, [])
    before, after = (_words(change.field, value) for value in (change.before, change.after))
    return Worded(label, change.subject, "", words_between(before, after))


def _words(name: str, value: str) -> str:
    if not value:
        return ""
    if name == "urgency":
        return str(Urgency(value).label)
    if name == "category":
        return str(Category.objects.filter(code=value).first() or value)
    if name == "legal_basis":
        return ", ".join(basis.citation for basis in LegalBasis.objects.filter(code__in=value.split(",")))
    if name == "item":
        kind, dot, rest = value.partition(" · ")
        return f"{TargetKind(kind).label}{dot}{rest}"
    return value
