import pytest
from django.conf import settings as django_settings

from kernel.clock import database_now
from notifications.models import Outbox
from notifications.tasks import deliver_outbox
from operations.domain.heartbeats import latest
from operations.enums import Work
from takedown.celery import app
from tests.factories.messages import make_message


@pytest.mark.django_db(transaction=True)
def test_a_hint_delivers_what_is_due_and_a_second_one_changes_nothing(mailoutbox: list[object]) -> None:
    make_message(now=database_now())
    deliver_outbox()
    deliver_outbox(version=2, row="whatever a newer sender of hints may add")
    assert len(mailoutbox) == 1
    assert Outbox.objects.filter(sent_at=None).count() == 0
    assert latest(Work.OUTBOX) is not None


def test_the_hint_has_the_name_and_queue_that_beat_and_workers_know() -> None:
    app.loader.import_default_modules()
    assert app.tasks["notifications.deliver_outbox"] is not None
    assert django_settings.CELERY_BEAT_SCHEDULE["deliver"]["task"] == deliver_outbox.name
    assert app.amqp.router.route({}, deliver_outbox.name)["queue"].name == "notify"
