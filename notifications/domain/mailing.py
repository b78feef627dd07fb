"""Mails and the way to the mail server. Nothing here touches the database."""

import smtplib
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from time import monotonic
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from notifications.domain.leasing import Parcel
from notifications.domain.links import link_for
from notifications.domain.texts import Gathered, Late, Rendered, render, render_digest

# What the server says of one message; after anything else the connection is not to be trusted.
_REFUSALS = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPDataError,
    smtplib.SMTPNotSupportedError,
    ValueError,
)


class Failed(Exception):
    """A mail did not go through. ``may_have_left``: the server broke off amid it, so nobody knows."""

    def __init__(self, said: str, *, may_have_left: bool = False) -> None:
        super().__init__(said)
        self.may_have_left = may_have_left


class Refused(Failed):
    """The mail server does not take this message; it may take the next."""


class Unreachable(Failed):
    """There is no talking to the mail server: no message would get through now."""


def compose(parcel: Parcel, *, now: datetime) -> EmailMessage:
    """Return the mail for a parcel, in the recipient's language and zone, links signed at ``now``.

    Raises whatever a context that cannot be rendered raises (KeyError, ValueError …).
    """
    text = _text(parcel, now)
    to, mark = parcel.last, parcel.mark
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return EmailMessage(
        subject=text.subject,
        body=text.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[formataddr((to.name, to.address))],
        headers={
            "Message-ID": f"<{mark}@{host}>",
            "X-Takedown-Key": mark,
            "Auto-Submitted": "auto-generated",
            "Content-Language": to.language,
        },
    )


def _text(parcel: Parcel, now: datetime) -> Rendered:
    to = parcel.last
    if parcel.digest:
        late = [Late(row.kind, row.context, link_for(row.context, now=now)) for row in parcel.rows]
        return render_digest(late, to.language, to.time_zone, why=_gathered_as(parcel))
    return render(to.kind, to.context, to.language, to.time_zone, link_for(to.context, now=now))


def _gathered_as(parcel: Parcel) -> Gathered:
    if all(row.held for row in parcel.rows):
        return Gathered.CHOSEN
    return Gathered.AT_ONCE if all(row.batch is not None for row in parcel.rows) else Gathered.LATE


class Post:
    """One round's way to the mail server: opened at the first mail, closed at the end.

    A connection that breaks is blamed on the message the first time, and opened anew; the
    second time on the server.
    """

    def __init__(self, patience: timedelta) -> None:
        # How long a round may take is no business time: the host's stopwatch will do.
        self._ends = monotonic() + patience.total_seconds()
        self._connection: BaseEmailBackend | None = None
        self._broken = 0

    @property
    def worn_out(self) -> bool:
        """Whether the round has taken so long that its leases come into danger."""
        return monotonic() > self._ends

    def send(self, message: EmailMessage) -> None:
        """Hand one mail to the server. Raises Refused (this one) or Unreachable (all)."""
        try:
            taken = self._opened().send_messages([message])
        except _REFUSALS as error:
            raise Refused(_said(error)) from error
        except (smtplib.SMTPException, OSError) as error:
            self._close()
            self._broken += 1
            failure = Refused if self._broken == 1 else Unreachable
            raise failure(_said(error), may_have_left=True) from error
        if not taken:
            raise Refused("The mail server took nothing.")

    def _opened(self) -> BaseEmailBackend:
        if self._connection is None:
            connection = get_connection()
            try:
                connection.open()
            except (smtplib.SMTPException, OSError) as error:
                raise Unreachable(_said(error)) from error
            self._connection = connection
        return self._connection

    def _close(self) -> None:
        if self._connection is not None:
            # What was sent was sent; a server that does not say goodbye changes nothing.
            with suppress(smtplib.SMTPException, OSError):
                self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
