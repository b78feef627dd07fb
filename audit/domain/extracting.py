"""The record of one subject as a file that anybody can check without this desk.

Every entry with all that its hash covers, the end of the chain, and the checkpoints that
sealed it. ``check_extract`` is pure: it needs the file alone, and checkpoints as somebody
outside kept them where there are any.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from audit.domain.hashing import Columns, digest, instant
from audit.domain.walking import Head, Link, walk
from audit.models import Entry
from audit.models import Head as HeadRow

FORMAT = "takedown-record-extract/1"
_SEALS = """
SELECT c.number, c.at, c.hash, (s.head ->> 2)::int, s.head ->> 3
FROM audit_checkpoint c CROSS JOIN LATERAL jsonb_array_elements(c.heads) s (head)
WHERE s.head ->> 0 = %s AND s.head ->> 1 = %s
ORDER BY 1
"""


class Unreadable(ValueError):
    """This file is no extract of a record."""


def extract_of(kind: str, subject: str, *, made_at: datetime) -> dict[str, Any]:
    """Return the record of a subject as JSON, with the hash of all that it says. Inner read."""
    rows = Entry.objects.filter(subject_kind=kind, subject_id=subject).order_by("sequence")
    head = HeadRow.objects.filter(subject_kind=kind, subject_id=subject).first()
    with connection.cursor() as cursor:
        cursor.execute(_SEALS, [kind, subject])
        seals = cursor.fetchall()
    said: dict[str, Any] = {
        "format": FORMAT,
        "subject_kind": kind,
        "subject_id": subject,
        "made_at": instant(made_at),
        "head": {"sequence": head.sequence, "hash": head.hash} if head else None,
        "checkpoints": [
            {"number": number, "at": instant(at), "hash": seal, "sequence": sequence, "entry_hash": entry}
            for number, at, seal, sequence, entry in seals
        ],
        "entries": [_spelled(entry) for entry in rows],
    }
    return {**said, "sha256": digest(said)}


def check_extract(said: Mapping[str, Any], *, published: Mapping[int, str] | None = None) -> list[str]:
    """Return what is wrong with an extract, a sentence each; empty where it is whole. Pure.

    ``published``: hashes of checkpoints as somebody outside kept them. Raises Unreadable.
    """
    try:
        kind, subject = str(said["subject_kind"]), str(said["subject_id"])
        links = [_link(kind, subject, entry) for entry in said["entries"]]
        head = Head(said["head"]["sequence"], said["head"]["hash"]) if said["head"] else None
        seals = [dict(seal) for seal in said["checkpoints"]]
        body = {name: value for name, value in said.items() if name != "sha256"}
        if said["format"] != FORMAT:
            raise Unreadable(said["format"])
        faults = [] if digest(body) == said["sha256"] else [_("The file was changed after it was made.")]
        faults += [fault.sentence for fault in walk(kind, subject, links, head)]
        return faults + list(_broken_seals(links, seals, published or {}))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(_("This is no extract of a record.")) from error


def _spelled(entry: Entry) -> dict[str, Any]:
    said = {name: getattr(entry, name) for name in (*Columns._fields, "hash")}
    return said | {"at": instant(entry.at), "recorded_at": instant(entry.recorded_at)}


def _link(kind: str, subject: str, entry: Mapping[str, Any]) -> Link:
    said = {name: entry[name] for name in Columns._fields}
    said["at"], said["recorded_at"] = (datetime.fromisoformat(entry[name]) for name in ("at", "recorded_at"))
    # Of another subject it is no entry of this chain, and its hash will say so.
    return Link(Columns(**{**said, "subject_kind": kind, "subject_id": subject}), entry["hash"])


def _broken_seals(
    links: list[Link], seals: list[dict[str, Any]], published: Mapping[int, str]
) -> Iterable[str]:
    hashes = {link.columns.sequence: link.hash for link in links}
    for seal in seals:
        number = {"number": seal["number"], "place": seal["sequence"]}
        if hashes.get(seal["sequence"]) != seal["entry_hash"]:
            yield _("Entry #%(place)s is not as checkpoint %(number)s sealed it.") % number
        if published.get(seal["number"], seal["hash"]) != seal["hash"]:
            yield _("Checkpoint %(number)s is not the one that was published.") % number
