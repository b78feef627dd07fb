"""A sender that is killed between the server's taking and its own marking."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from pytest_django import Settings

from notifications.domain.sending import deliver
from notifications.models import Outbox
from tests.factories.mail_server import mail_server
from tests.factories.messages import make_message

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SENDER = """
import django
from django.conf import settings
django.setup()
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", {port}
from datetime import datetime
from notifications.domain.sending import deliver
deliver(now=datetime.fromisoformat("{now}"), runner="to-be-killed")
"""


def sender_process(port: int) -> subprocess.Popen[bytes]:
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    return subprocess.Popen(
        [sys.executable, "-c", SENDER.format(port=port, now=NOON.isoformat())],
        cwd=Path(django_settings.BASE_DIR),
        env={
            **os.environ,
            "DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}",
            "DJANGO_SETTINGS_MODULE": "takedown.settings.test",
        },
    )


def test_the_message_it_was_at_is_sent_again_with_the_same_key_and_no_other(settings: Settings) -> None:
    rows = [make_message(f"desk{number}@platform.example", now=NOON) for number in range(3)]
    processes: list[subprocess.Popen[bytes]] = []

    def kill_at_the_second(message: EmailMessage) -> None:
        if len(server.taken) == 2:
            processes[0].send_signal(signal.SIGKILL)

    with mail_server(settings) as server:
        server.before_answer = kill_at_the_second
        processes.append(sender_process(server.port))
        assert processes[0].wait(timeout=60) == -signal.SIGKILL
        assert len(server.taken) == 2
        assert list(Outbox.objects.filter(sent_at=None).order_by("pk")) == rows[1:]
        # While the dead sender's lease holds, nobody takes its messages; then anybody does.
        assert deliver(now=NOON + 59 * SECOND, runner="next") == 0
        assert deliver(now=NOON + 60 * SECOND, runner="next") == 2
        first, second, again, third = server.keys()
    assert again == second
    assert len({first, second, third}) == 3
    assert list(Outbox.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 2, 2]
