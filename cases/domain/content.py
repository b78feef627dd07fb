"""What of a draft is sent: the content that an approval is bound to, and how two differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from audit.domain.hashing import digest
from cases.models import Case, Exhibit, Item

Content = dict[str, Any]
Items = dict[str, Mapping[str, str]]

# Texts are compared word by word; the rest as a whole.
TEXTS = ("reasons", "considerations", "redress")
WORDS = (
    "platform",
    "category",
    "urgency",
    "file_number",
    "preservation_until",
    "non_disclosure_until",
)
FIELDS = (*WORDS, *TEXTS)


class Part(StrEnum):
    """What became of a stretch of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a text that stayed, came or went."""

    part: Part
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, in stored words.

    ``field`` is one of FIELDS, "legal_basis" (of one item where they differ), "item" with its link
    or "evidence" with its name in ``subject``; what came or went has only an after or only a
    before.
    """

    field: str
    before: str
    after: str
    subject: str = ""

    @property
    def stretches(self) -> list[Stretch]:
        """The difference word by word."""
        return words_between(self.before, self.after)


def content_of(case: Case, items: Iterable[Item] | None = None, *, with_evidence: bool = True) -> Content:
    """Return what would be sent, as JSON. Inner read: two queries, for items (unless given) and evidence.

    ``with_evidence``: without it, none is looked for: there can be none yet.
    """
    if items is None:
        items = Item.objects.filter(case=case).select_related("legal_basis").order_by("position")
    return {
        "platform": case.platform.slug,
        "category": case.category.code,
        "urgency": case.urgency,
        "file_number": case.file_number,
        "preservation_until": _date(case.preservation_until),
        "non_disclosure_until": _date(case.non_disclosure_until),
        "reasons": case.reasons,
        "considerations": case.considerations,
        "redress": case.redress,
        **(_evidence_of(case) if with_evidence else {}),
        "items": [
            {
                "url": item.url,
                "key": item.key,
                "kind": item.kind,
                "legal_basis": item.legal_basis.code,
                "statement": item.statement,
            }
            for item in items
        ],
    }


def _evidence_of(case: Case) -> Content:
    # Without any the word is absent: what was hashed before there was evidence stays bound.
    rows = Exhibit.objects.filter(case=case).order_by("added_at", "id")
    evidence = [
        {"sha256": sha256, "media_type": media_type, "item": key or "", "name": name}
        for sha256, media_type, key, name in rows.values_list(
            "sha256", "media_type", "item__key", "evidence__name"
        )
    ]
    return {"evidence": evidence} if evidence else {}


def content_hash(content: Content) -> str:
    """Return the SHA-256 that an approval is bound to."""
    return digest(content)


def changes_between(old: Content, new: Content) -> list[Change]:
    """Return how ``new`` differs from ``old``: fields first, then links by their key. Pure."""
    changes = [
        Change(field, str(old.get(field, "")), str(new.get(field, "")))
        for field in FIELDS
        if old.get(field, "") != new.get(field, "")
    ]
    before, after = _items(old), _items(new)
    changes += _changed_bases(before, after)
    for key in [*before, *(key for key in after if key not in before)]:
        was, now = _line(before.get(key)), _line(after.get(key))
        if was != now:
            named = after.get(key) or before[key]
            changes.append(Change("item", was, now, named["url"]))
    return changes + _changed_evidence(old, new)


def _changed_evidence(old: Content, new: Content) -> list[Change]:
    before, after = (
        {(each["sha256"], each["item"]): each for each in content.get("evidence", [])}
        for content in (old, new)
    )
    gone = [
        Change("evidence", each["sha256"], "", each["name"])
        for key, each in before.items()
        if key not in after
    ]
    come = [
        Change("evidence", "", each["sha256"], each["name"])
        for key, each in after.items()
        if key not in before
    ]
    return gone + come


def _changed_bases(before: Items, after: Items) -> list[Change]:
    """One change where all items rest on one basis, before and after; else item by item."""
    both = [key for key in before if key in after]
    moved = [key for key in both if before[key]["legal_basis"] != after[key]["legal_basis"]]
    if not moved:
        return []
    bases = [sorted({items[key]["legal_basis"] for key in both}) for items in (before, after)]
    if all(len(codes) == 1 for codes in bases):
        return [Change("legal_basis", bases[0][0], bases[1][0])]
    return [
        Change("legal_basis", before[key]["legal_basis"], after[key]["legal_basis"], after[key]["url"])
        for key in moved
    ]


def words_between(old: str, new: str) -> list[Stretch]:
    """Return both texts as stretches of words that stayed, went or came. Pure."""
    left, right = _words(old), _words(new)
    stretches: list[Stretch] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            stretches.append(Stretch(Part.SAME, "".join(left[i1:i2])))
            continue
        if i1 != i2:
            stretches.append(Stretch(Part.REMOVED, "".join(left[i1:i2])))
        if j1 != j2:
            stretches.append(Stretch(Part.ADDED, "".join(right[j1:j2])))
    return stretches


# Above this many words a text is shown whole, before and after: the comparison is quadratic.
_MOST_WORDS = 4_000


def _words(text: str) -> list[str]:
    parts: list[str] = []
    for word in text.split(" "):
        parts.append(word + " ")
    if parts:
        parts[-1] = parts[-1].removesuffix(" ")
    return parts if len(parts) <= _MOST_WORDS else [text]


def _items(content: Content) -> Items:
    items: Sequence[Mapping[str, str]] = content.get("items", [])
    return {item["key"]: item for item in items}


def _line(item: Mapping[str, str] | None) -> str:
    if item is None:
        return ""
    return " · ".join(item[part] for part in ("kind", "statement") if item[part])


def _date(day: date | None) -> str:
    return day.isoformat() if day else ""
