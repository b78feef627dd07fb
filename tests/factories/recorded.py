"""What the record says of a subject."""

from audit.models import Entry


def verbs_of(subject_kind: str, subject_id: object) -> list[str]:
    """Return the verbs recorded of a subject, oldest first."""
    rows = Entry.objects.filter(subject_kind=subject_kind, subject_id=str(subject_id))
    return list(rows.order_by("sequence").values_list("verb", flat=True))


def changes_of(subject_kind: str, subject_id: object) -> dict[str, object]:
    """Return what the newest entry of a subject says was changed."""
    rows = Entry.objects.filter(subject_kind=subject_kind, subject_id=str(subject_id))
    changes: dict[str, object] = rows.order_by("-sequence").values_list("changes", flat=True)[0]
    return changes
