"""A small mail server on 127.0.0.1 that takes, refuses, hangs or drops: by recipient."""

import email
import email.policy
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from pytest_django import Settings


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps what it took. Addresses in ``refused``, ``dropped`` and ``hung`` meet that fate."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.taken: list[EmailMessage] = []
        self.refused: set[str] = set()
        self.dropped: set[str] = set()
        self.hung: set[str] = set()
        # How many messages it takes and then falls silent, so that the sender cannot know.
        self.answers_lost = 0
        self.hanging = threading.Event()
        self.released = threading.Event()
        # Called with each message once it is taken, before the sender is told so.
        self.before_answer: Callable[[EmailMessage], None] = lambda message: None

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def keys(self) -> list[str]:
        """The keys of the messages taken, in order."""
        return [str(message["X-Takedown-Key"]) for message in self.taken]

    def to(self, address: str) -> list[EmailMessage]:
        """The messages taken for one address, in order."""
        return [message for message in self.taken if address in str(message["To"])]


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 mail.example")
        for line in self.rfile:
            words = line.decode().strip()
            match words[:4].upper():
                case "RCPT" if any(address in words for address in self.server.refused):
                    self._say("550 no such mailbox")
                case "RCPT" if any(address in words for address in self.server.dropped):
                    return
                case "RCPT" if any(address in words for address in self.server.hung):
                    self.server.hanging.set()
                    self.server.released.wait(timeout=20)
                    return
                case "DATA":
                    self._say("354 go on")
                    if not self._take():
                        return
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _take(self) -> bool:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line)
        else:  # hung up in the middle: nothing was handed over
            return False
        message = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        self.server.taken.append(message)
        self.server.before_answer(message)
        if self.server.answers_lost:
            self.server.answers_lost -= 1
            return False
        self._say("250 taken")
        return True

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_server(settings: Settings) -> Iterator[MailServer]:
    """Run a mail server and point the settings at it; the sender's patience is a second."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_TIMEOUT = 1
    with MailServer() as server:
        settings.EMAIL_PORT = server.port
        runs = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        runs.start()
        try:
            yield server
        finally:
            server.released.set()
            server.shutdown()
            runs.join()
