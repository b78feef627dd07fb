"""A little mail server in a process of its own, and what it took: a line a mail, with key and recipient."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.factories.mail_server import MailServer
from tests.faults.storms.checker import Found
from tests.faults.storms.forking import FORKED, die_with_parent

Mail = tuple[str, str]  # the key by which a repeat is known, and the recipient


@contextmanager
def mail_sink(folder: Path) -> Iterator[Path]:
    """Run the server and point this process's settings, and those of its children, at it."""
    taken = folder / "taken"
    taken.unlink(missing_ok=True)
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        process = FORKED.Process(target=_serve, args=(server, taken), daemon=True)
        process.start()
        try:
            yield taken
        finally:
            process.kill()
            process.join()


def _serve(server: MailServer, taken: Path) -> None:
    die_with_parent()
    file = os.open(taken, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def keep(message: EmailMessage) -> None:
        os.write(file, f"{message['X-Takedown-Key']}\t{message['To']}\n".encode())
        server.taken.clear()

    server.before_answer = keep
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  a killed sender hangs up
    server.serve_forever(poll_interval=0.5)


def mails_of(taken: Path) -> list[Mail]:
    """What the server took, in order."""
    if not taken.exists():
        return []
    return [(mark, to) for mark, _, to in (line.partition("\t") for line in taken.read_text().splitlines())]


def forget_files(folder: Path) -> None:
    """Throw away what programs wrote into files in place of a mail server."""
    for file in (folder / "mail").glob("*.log"):
        file.unlink()


def mails_in_files(folder: Path) -> list[Mail]:
    """What programs wrote into files in place of a mail server."""
    text = "\n".join(file.read_text() for file in (folder / "mail").glob("*.log"))
    recipients = re.findall(r"^To: *((?:.+\n)(?:[ \t].+\n)*)", text, re.MULTILINE)
    return list(zip(re.findall(r"^X-Takedown-Key: *(.+)$", text, re.MULTILINE), recipients, strict=True))


def check_delivered(mails: list[Mail], found: Found) -> None:
    """Every message is marked as sent and came, repeats under the same key, to nobody else."""
    marks = Counter(mark for mark, _to in mails)
    recipients: dict[str, set[str]] = {}
    for mark, to in mails:
        recipients.setdefault(mark, set()).add(to)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, parcel, address, sent_at, dead_at, last_error FROM notifications_outbox"
            " WHERE address <> ''"
        )
        rows = cursor.fetchall()
    for key, parcel, address, sent_at, dead_at, error in rows:
        if dead_at is not None:
            found.fault("given up", f"{key}: {error}")
        elif sent_at is None:
            found.fault("unsent", key)
        if parcel not in marks:
            found.fault("lost", key)
        elif not any(address in to for to in recipients[parcel]):
            found.fault("misdirected", key)
    for mark, to in recipients.items():
        if len(to) > 1:
            found.fault("misdirected", f"{mark} came to {sorted(to)}")
    for mark in marks.keys() - {row[1] for row in rows}:
        found.fault("other key", f"{mark} came {marks[mark]} times under a key that no message has")
    found.counts.update(
        messages=len(rows), mails=len(mails), repeats=sum(marks.values()) - len(marks), parcels=len(marks)
    )
