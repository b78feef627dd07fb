from datetime import UTC, datetime

import pytest
from pytest_django import Settings

from notifications.domain.leasing import Parcel
from notifications.domain.mailing import compose
from notifications.models import Outbox

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def message(key: str = "one", **columns: object) -> Outbox:
    return Outbox(
        **{
            "key": key,
            "kind": "breach",
            "address": "duty@platform.example",
            "name": "Duty desk",
            "language": "en",
            "time_zone": "UTC",
            "context": {"reference": "TD-7K3QM-9F2XA", "path": "/cases/TD-7K3QM-9F2XA/"},
            **columns,
        }
    )


def test_the_mark_is_the_same_for_the_same_messages_in_any_order() -> None:
    one, two = message("one"), message("two")
    assert Parcel((one, two), digest=True).mark == Parcel((two, one), digest=True).mark
    assert len({Parcel((one,)).mark, Parcel((two,)).mark, Parcel((one, two)).mark}) == 3


def test_the_mark_cannot_be_worked_out_without_the_houses_secret(settings: Settings) -> None:
    before = Parcel((message(),)).mark
    settings.SECRET_KEY = "another" * 10
    assert Parcel((message(),)).mark != before


def test_a_mail_says_that_a_machine_sent_it_in_which_language_and_by_which_key() -> None:
    parcel = Parcel((message(language="id"),))
    mail = compose(parcel, now=NOON)
    assert mail.extra_headers == {
        "Message-ID": f"<{parcel.mark}@takedown.example>",
        "X-Takedown-Key": parcel.mark,
        "Auto-Submitted": "auto-generated",
        "Content-Language": "id",
    }
    assert mail.to == ["Duty desk <duty@platform.example>"]


def test_a_digest_speaks_as_the_youngest_message_does() -> None:
    parcel = Parcel((message("one", language="id"), message("two", language="en")), digest=True)
    assert compose(parcel, now=NOON).extra_headers["Content-Language"] == "en"


@pytest.mark.parametrize("name", ["Desk\r\nBcc: x@example.org", "Desk\nX: y"])
def test_a_line_break_in_a_name_makes_no_header(name: str) -> None:
    mail = compose(Parcel((message(name=name),)), now=NOON)
    with pytest.raises(ValueError, match="Header values can't contain newlines"):
        mail.message()
