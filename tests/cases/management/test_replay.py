"""What the command prints of a replay."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def law() -> None:
    call_command("load_reference", stdout=StringIO())


def printed(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("replay", "telegram_2017", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_it_says_what_would_have_been_and_when_in_the_time_of_jakarta() -> None:
    lines = printed("--policy", "telegram-sop-2017")
    assert "2016-03-29 10:30 WIB  [1]   Tell the next contact · Acknowledge      → Telegram: Legal" in lines
    assert lines[-3:] == [
        "[1] Under Telegram SOP 2017 a block is proposed 2016-04-01 14:00 WIB, 3 d 5 h after the letter. "
        "It came 2017-07-14 11:00 WIB, 468 d 21 h later.",
        "[2] Under Telegram SOP 2017 a block is proposed 2017-07-14 14:00 WIB, 3 d 5 h after the letter. "
        "It came 2017-07-14 11:00 WIB, 3 h before that.",
        "Nothing of this was kept.",
    ]


def test_it_says_that_the_links_were_never_published_and_that_472_days_passed() -> None:
    text = "\n".join(printed("--policy", "permenkominfo-5-2020"))
    assert "The links of the letters were never published" in text
    assert "FACT block order to internet providers (11 names; 472 days after the first letter)" in text


def test_an_unknown_policy_names_those_that_there_are() -> None:
    with pytest.raises(CommandError, match="eu-tco-2021-784, permenkominfo-5-2020, telegram-sop-2017"):
        printed("--policy", "nonsense")
