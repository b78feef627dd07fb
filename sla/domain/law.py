"""Categories and legal bases: what all share, changed by the owning agency alone."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.domain.places import check_jurisdiction
from accounts.domain.rights import lock_setup, require_shared_editor
from audit.domain.chain import NewEntry, record
from kernel.errors import Invalid, NotKnown
from kernel.fingerprints import refuse_if_stale
from sla.enums import Standing, Urgency
from sla.models import Category, LegalBasis

CATEGORY_FIELDS = (
    "name_en",
    "name_id",
    "urgency",
    "urgency_source",
    "restricted",
    "retention_days",
    "active",
)
RETENTION_AT_MOST = 36_500
BASIS_FIELDS = (
    "jurisdiction",
    "citation",
    "text_en",
    "text_id",
    "effective_from",
    "effective_until",
    "standing",
)
# Changing one of these changes what was confirmed.
WORDING = frozenset({"jurisdiction", "citation", "text_en", "text_id", "effective_from"})


@dataclass(frozen=True, slots=True)
class CategoryWords:
    """What is said of a category. ``urgency_source`` cites what makes it urgent or not.

    ``retention_days``: after the end of a case its texts may be erased; None: never.
    """

    name_en: str
    name_id: str
    urgency: str
    urgency_source: str = ""
    restricted: bool = False
    active: bool = True
    retention_days: int | None = None


@dataclass(frozen=True, slots=True)
class BasisWords:
    """What is said of a provision; ``categories`` are codes, dates are days of the jurisdiction."""

    jurisdiction: str
    citation: str
    text_en: str
    text_id: str
    categories: Collection[str]
    effective_from: date
    effective_until: date | None = None


def add_category(*, actor: Actor, code: str, words: CategoryWords, now: datetime) -> Category:
    """Write a new category; audited. Raises NotAllowed, Invalid (code, names, urgency)."""
    with acting_as(actor):
        require_shared_editor(actor)
        lock_setup()
        check_code(code, taken=Category.objects.filter(code=code).exists(), longest=40)
        category = Category(code=code)
        _fill_category(category, words)
        category.save(force_insert=True)
        _note("category", code, "add_category", actor, now, urgency=category.urgency)
    return category


def change_category(
    *, actor: Actor, code: str, words: CategoryWords, now: datetime, seen: str = ""
) -> Category:
    """Change a category; audited. Cases that stand keep the urgency they were sent with.

    Raises NotKnown, NotAllowed, Invalid, Conflict (changed since ``seen``).
    """
    with acting_as(actor):
        require_shared_editor(actor)
        lock_setup()
        category = category_of(code, lock=True)
        refuse_if_stale(category, CATEGORY_FIELDS, seen=seen)
        changed = _fill_category(category, words)
        if changed:
            category.save(update_fields=changed)
            held = {
                name: getattr(category, name)
                for name in ("urgency", "restricted", "active", "retention_days")
            }
            _note("category", code, "change_category", actor, now, fields=changed, **held)
    return category


def add_legal_basis(*, actor: Actor, code: str, words: BasisWords, now: datetime) -> LegalBasis:
    """Write a new provision, unconfirmed until a person confirms it; audited.

    Raises NotAllowed, Invalid (code, citation, text, categories, dates, jurisdiction).
    """
    with acting_as(actor):
        require_shared_editor(actor)
        lock_setup()
        check_code(code, taken=LegalBasis.objects.filter(code=code).exists(), longest=60)
        basis = LegalBasis(code=code, standing=Standing.UNCONFIRMED)
        categories = _fill_basis(basis, words)[1]
        basis.save(force_insert=True)
        basis.categories.set(categories)
        _note("legal_basis", code, "add_legal_basis", actor, now, categories=_codes(categories))
    return basis


def change_legal_basis(
    *, actor: Actor, code: str, words: BasisWords, now: datetime, seen: str = ""
) -> LegalBasis:
    """Change a provision; a new wording must be confirmed anew. Audited.

    Raises NotKnown, NotAllowed, Invalid (as adding), Conflict (changed since ``seen``).
    """
    with acting_as(actor):
        require_shared_editor(actor)
        lock_setup()
        basis = legal_basis_of(code, lock=True)
        refuse_if_stale(basis, BASIS_FIELDS, seen=seen)
        before = _codes(basis.categories.all())
        changed, categories = _fill_basis(basis, words)
        if WORDING & set(changed):
            basis.standing, basis.confirmed_at, basis.confirmed_by = Standing.UNCONFIRMED, None, ""
        if changed:
            basis.save(update_fields=[*changed, "standing", "confirmed_at", "confirmed_by"])
        if changed or before != _codes(categories):
            basis.categories.set(categories)
            held = {"fields": changed, "categories": [before, _codes(categories)]}
            _note("legal_basis", code, "change_legal_basis", actor, now, **held)
    return basis


def retire_legal_basis(*, actor: Actor, code: str, until: date, now: datetime) -> LegalBasis:
    """Say on which day a provision was last in force; orders sent before keep it. Audited.

    Raises NotKnown, NotAllowed, Invalid (before its first day).
    """
    with acting_as(actor):
        require_shared_editor(actor)
        lock_setup()
        basis = legal_basis_of(code, lock=True)
        _check_dates(basis.effective_from, until)
        basis.effective_until = until
        basis.save(update_fields=["effective_until"])
        _note("legal_basis", code, "retire_legal_basis", actor, now, until=until.isoformat())
    return basis


def category_of(code: str, *, lock: bool = False) -> Category:
    """Return a category by its code, locked where asked; raises NotKnown."""
    rows = Category.objects.select_for_update(no_key=True) if lock else Category.objects.all()
    found = rows.filter(code=code).first()
    if found is None:
        raise NotKnown("category_unknown", _("This category does not exist."))
    return found


def legal_basis_of(code: str, *, lock: bool = False) -> LegalBasis:
    """Return a provision by its code, locked where asked; raises NotKnown."""
    rows = LegalBasis.objects.select_for_update(no_key=True) if lock else LegalBasis.objects.all()
    found = rows.filter(code=code).first()
    if found is None:
        raise NotKnown("legal_basis_unknown", _("This legal basis does not exist."))
    return found


def _fill_category(category: Category, words: CategoryWords) -> list[str]:
    if not words.name_en.strip():
        raise Invalid("name_en", _("Name it in English."), field="name_en")
    if not words.name_id.strip():
        raise Invalid("name_id", _("Name it in Indonesian."), field="name_id")
    if words.urgency not in Urgency.values:
        raise Invalid("urgency", _("Choose how urgent it is."), field="urgency")
    if words.retention_days is not None and not 1 <= words.retention_days <= RETENTION_AT_MOST:
        raise Invalid("retention_days", _("From 1 to 36,500 days."), field="retention_days")
    return _fill(category, words, CATEGORY_FIELDS)


def _fill_basis(basis: LegalBasis, words: BasisWords) -> tuple[list[str], list[Category]]:
    for name in ("citation", "text_en", "text_id"):
        if not getattr(words, name).strip():
            raise Invalid(name, _("This cannot stay empty."), field=name)
    check_jurisdiction(words.jurisdiction)
    _check_dates(words.effective_from, words.effective_until)
    categories = list(Category.objects.filter(code__in=words.categories))
    if not categories or len(categories) != len(set(words.categories)):
        raise Invalid("categories", _("Choose the categories that rest on it."), field="categories")
    fields = tuple(name for name in BASIS_FIELDS if name != "standing")
    return _fill(basis, words, fields), categories


def _fill(
    row: Category | LegalBasis, words: CategoryWords | BasisWords, fields: Collection[str]
) -> list[str]:
    changed = []
    for name in fields:
        value = getattr(words, name)
        value = value.strip() if isinstance(value, str) else value
        if getattr(row, name) != value:
            setattr(row, name, value)
            changed.append(name)
    return changed


def _check_dates(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise Invalid("dates", _("The last day lies before the first."), field="effective_until")


def check_code(code: str, *, taken: bool, longest: int) -> None:
    """Raise Invalid for a code that is none, or that another row has."""
    if not re.fullmatch(r"[a-z0-9-]+", code) or len(code) > longest:
        raise Invalid("code", _("Small letters, digits and hyphens only."), field="code")
    if taken:
        raise Invalid("code_taken", _("This code is in use."), field="code")


def _codes(categories: Collection[Category]) -> list[str]:
    return sorted(each.code for each in categories)


def _note(kind: str, code: str, verb: str, actor: Actor, now: datetime, **changes: object) -> None:
    record([NewEntry(kind, code, verb, changes)], by=actor, at=now)
