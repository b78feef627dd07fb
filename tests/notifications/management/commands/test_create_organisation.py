"""``manage.py create_organisation``: the first thing that is done on a new desk."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.enums import Role
from accounts.models import Invitation, Organisation
from notifications.models import Outbox
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def run(*more):
    out = StringIO()
    options = {
        "--name": "Badan Uji",
        "--jurisdiction": "ID",
        "--zone": "Asia/Jakarta",
        "--language": "id",
        "--administrator": "admin@badan.example",
    }
    options.update(dict(zip(more[::2], more[1::2], strict=True)))
    call_command("create_organisation", *[part for pair in options.items() for part in pair], stdout=out)
    return out.getvalue()


def test_it_founds_the_owner_and_prints_and_mails_the_invitation(settings):
    settings.BASE_URL = "https://desk.example"
    printed = run()
    owner = Organisation.objects.get()
    assert (owner.owner, owner.kind, owner.jurisdiction, owner.time_zone, owner.language) == (
        True,
        "issuing",
        "ID",
        "Asia/Jakarta",
        "id",
    )
    assert Invitation.objects.get().roles == ["administrator"]
    assert Outbox.objects.get().address == "admin@badan.example"
    assert printed.splitlines()[-1].startswith("https://desk.example/invitation/")


def test_a_second_owner_is_refused_by_name():
    run()
    with pytest.raises(CommandError, match="Badan Uji"):
        run("--name", "Badan Lain")
    assert Organisation.objects.count() == 1


def test_an_owner_whose_administrator_never_came_invites_again():
    run()
    run("--administrator", "other@badan.example")
    assert sorted(Invitation.objects.values_list("email", flat=True)) == [
        "admin@badan.example",
        "other@badan.example",
    ]


def test_an_owner_with_an_administrator_is_left_alone():
    run()
    make_person(Organisation.objects.get(), Role.ADMINISTRATOR)
    with pytest.raises(CommandError):
        run()


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--name", " ", "Give the organisation a name."),
        ("--jurisdiction", "XX", "This is not the two-letter code of a country, like ID, or EU."),
        ("--zone", "Jakarta", "This is not a time zone, like Asia/Jakarta."),
        ("--language", "fr", "The desk speaks: en, id."),
        ("--administrator", "admin", "This is not an e-mail address."),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(option, value, sentence):
    with pytest.raises(CommandError) as raised:
        run(option, value)
    assert str(raised.value) == sentence
    assert not Organisation.objects.exists()
