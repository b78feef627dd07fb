"""What a person changes about himself."""

from datetime import UTC, datetime

import pytest

from accounts.domain.acting import COMMAND
from accounts.domain.profile import change_profile, set_password, sign_out_everywhere
from accounts.enums import Role
from accounts.models import User
from kernel.errors import Invalid, NotAllowed
from tests.factories.organisations import make_agency
from tests.factories.people import actor_for, make_person
from tests.factories.recorded import changes_of, verbs_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PASSWORD = "an other horse battery staple"


@pytest.fixture
def person():
    return make_person(make_agency(), Role.ANALYST, name="Analyst of the desk")


def change(actor, **said):
    said = {"name": "Analyst of the desk", "language": "en", "time_zone": "Asia/Jakarta", **said}
    return change_profile(actor=actor, now=NOW, **said)


def test_a_person_changes_name_language_and_zone(person):
    change(actor_for(person), name=" Other name ", language="id", time_zone="Asia/Makassar")
    person.refresh_from_db()
    assert (person.name, person.language, person.time_zone) == ("Other name", "id", "Asia/Makassar")
    assert changes_of("user", person.public_id) == {"fields": ["name", "language", "time_zone"]}


def test_keys_are_on_until_they_are_turned_off_and_stay_so_where_nothing_is_said(person):
    assert person.uses_keys
    for said in ({"uses_keys": False}, {}):
        change(actor_for(person), **said)
        person.refresh_from_db()
        assert not person.uses_keys
    assert changes_of("user", person.public_id) == {"fields": ["uses_keys"]}


def test_saving_the_profile_unchanged_records_nothing(person):
    change(actor_for(person))
    assert verbs_of("user", person.public_id) == []


@pytest.mark.parametrize(
    ("field", "value"), [("name", " "), ("language", "fr"), ("time_zone", "Mars/Olympus")]
)
def test_what_cannot_be_is_refused_at_its_field(person, field, value):
    with pytest.raises(Invalid) as raised:
        change(actor_for(person), **{field: value})
    assert raised.value.field == field


def test_the_command_line_has_no_profile():
    with pytest.raises(NotAllowed):
        change(COMMAND)


def test_signing_out_everywhere_ends_every_session(person):
    before = person.get_session_auth_hash()
    returned = sign_out_everywhere(actor=actor_for(person), now=NOW)
    stored = User.objects.get(pk=person.pk)
    assert stored.get_session_auth_hash() == returned.get_session_auth_hash() != before
    assert verbs_of("user", person.public_id) == ["sign_out_everywhere"]


def test_a_new_password_ends_every_session_and_is_recorded_without_it(person):
    before = person.session_nonce
    set_password(user=person, password=PASSWORD, now=NOW)
    stored = User.objects.get(pk=person.pk)
    assert stored.check_password(PASSWORD)
    assert stored.session_nonce != before
    assert (verbs_of("user", person.public_id), changes_of("user", person.public_id)) == (
        ["set_password"],
        {},
    )


@pytest.mark.parametrize("password", ["short", "password1234", "Analyst of the desk"])
def test_a_weak_password_is_refused(person, password):
    with pytest.raises(Invalid) as raised:
        set_password(user=person, password=password, now=NOW)
    assert raised.value.field == "password"


def test_somebody_without_a_seat_can_still_set_a_password():
    loner = User.objects.create_user("loner@desk.example", name="Loner")
    set_password(user=loner, password=PASSWORD, now=NOW)
    assert verbs_of("user", loner.public_id) == ["set_password"]
