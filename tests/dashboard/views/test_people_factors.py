"""The second factor in the pages: set up, shown at the sign-in, removed, asked for again."""

from datetime import UTC, datetime

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts.domain.people import change_roles
from accounts.enums import Role
from accounts.models import User
from kernel.clock import database_now
from notifications.domain.invitations import invite, link_of
from notifications.models import Outbox
from tests.factories.organisations import make_agency
from tests.factories.people import PASSWORD, make_actor, make_person
from tests.factories.recorded import verbs_of
from tests.factories.second_factors import (
    code_of,
    make_passkey,
    make_totp,
    recovery_codes_of,
    sign_in,
    wrong_code,
)

pytestmark = pytest.mark.django_db
HOME = reverse("dashboard:home")
INDEX = reverse("mfa_index")
PROFILE = reverse("dashboard:profile")
ADD_APP = reverse("mfa_activate_totp")
SHOW = reverse("mfa_authenticate")


@pytest.fixture(autouse=True)
def _clock_that_stands_still():
    """A code changes every 30 seconds, also between two lines of a test."""
    with time_machine.travel(datetime.now(UTC), tick=False):
        yield


@pytest.fixture
def required(settings):
    settings.MFA_REQUIRED_ROLES = ["approver", "supervisor", "administrator"]


@pytest.fixture
def approver():
    return make_person(make_agency(), Role.APPROVER, email="approver@desk.example")


@pytest.fixture
def analyst():
    return make_person(make_agency(), Role.ANALYST, email="analyst@desk.example")


def opens(client):
    return client.get(PROFILE).status_code == 200


def add_app(client):
    """Set up an authenticator app by the pages, and return its secret."""
    secret = client.get(ADD_APP).context["form"].secret
    client.post(ADD_APP, {"code": code_of(secret)})
    return secret


# Who must have one.


def test_a_role_that_asks_for_a_second_factor_leads_to_its_set_up_and_nowhere_else(
    client, required, approver
):
    sign_in(client, approver)
    answers = [client.get(HOME), client.get(PROFILE), client.post(PROFILE, {"name": "Other"})]
    assert [answer["Location"] for answer in answers] == [INDEX] * 3
    assert User.objects.get(pk=approver.pk).name == approver.name
    assert "Set up a second factor" in client.get(INDEX).content.decode()


def test_the_desk_opens_once_the_app_is_set_up(client, required, approver):
    sign_in(client, approver)
    secret = client.get(ADD_APP).context["form"].secret
    posted = client.post(ADD_APP, {"code": code_of(secret)})
    assert posted["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(posted["Location"]).context["codes"] == recovery_codes_of(approver)
    assert opens(client)
    assert verbs_of("user", approver.public_id) == ["add_second_factor"]
    assert list(Outbox.objects.values_list("kind", "address", "user")) == [
        ("factor_added", approver.email, approver.pk)
    ]


def test_a_role_that_does_not_ask_for_one_opens_the_desk(client, required, analyst):
    sign_in(client, analyst)
    assert opens(client)


def test_an_invited_approver_chooses_a_password_then_a_second_factor_and_begins(client, required):
    administrator = make_actor(make_agency(), Role.ADMINISTRATOR)
    offer = invite(
        actor=administrator,
        organisation=User.objects.get(pk=administrator.user_id).membership.organisation.public_id,
        email="new@desk.example",
        roles=[Role.APPROVER],
        now=database_now(),
    )
    newcomer = {
        "name": "New",
        "post": "Officer",
        "password": "three words to remember",
        "language": "en",
        "time_zone": "Asia/Jakarta",
    }
    taken = client.post(link_of(offer, now=database_now()), newcomer)
    assert client.get(taken["Location"])["Location"] == INDEX
    add_app(client)
    assert client.get(HOME)["Location"] == reverse("dashboard:queue")


def test_a_role_given_later_asks_for_the_second_factor_in_the_running_session(client, required, analyst):
    sign_in(client, analyst)
    assert opens(client)
    administrator = make_actor(analyst.membership.organisation, Role.ADMINISTRATOR)
    change_roles(
        actor=administrator, person=analyst.public_id, roles=[Role.APPROVER], post="", now=database_now()
    )
    assert client.get(PROFILE)["Location"] == INDEX


def test_a_session_that_signed_in_without_the_second_factor_does_not_count(client, analyst):
    sign_in(client, analyst)
    make_totp(analyst)
    assert client.get(PROFILE)["Location"] == f"{reverse('mfa_reauthenticate')}?next=%2Fprofile%2F"
    # Nor may it make a factor of its own by the password alone.
    for name in ("mfa_add_webauthn", "mfa_deactivate_totp", "mfa_view_recovery_codes"):
        assert client.get(reverse(name))["Location"].startswith(reverse("mfa_reauthenticate"))
    assert client.get(reverse("account_reauthenticate"))["Location"].startswith(reverse("mfa_reauthenticate"))
    shown = client.post(f"{reverse('mfa_reauthenticate')}?next=/profile/", {"code": code_of()})
    assert (shown["Location"], opens(client)) == (PROFILE, True)


def test_whoever_lacks_a_factor_chooses_a_language_by_the_cookie_and_can_sign_out(client, required, approver):
    sign_in(client, approver)
    client.post(reverse("set_language"), {"language": "id"})
    page = client.get(INDEX)
    assert (page["Content-Language"], User.objects.get(pk=approver.pk).language) == ("id", "en")
    client.post(reverse("account_logout"))
    assert client.get(INDEX)["Location"].startswith(reverse("account_login"))


# The sign-in.


def test_the_password_alone_opens_nothing_where_there_is_a_second_factor(client, analyst):
    make_totp(analyst)
    posted = client.post(reverse("account_login"), {"login": analyst.email, "password": PASSWORD})
    assert posted["Location"] == SHOW
    assert "_auth_user_id" not in client.session
    assert client.post(SHOW, {"code": code_of()})["Location"] == HOME
    assert opens(client)


def test_a_wrong_code_is_told_so_and_opens_nothing(client, analyst):
    make_totp(analyst)
    sign_in(client, analyst)
    answer = client.post(SHOW, {"code": wrong_code()})
    assert answer.context["form"].errors == {"code": ["This code is not right, or was used already."]}
    assert not opens(client)


def test_a_code_serves_once(client, analyst):
    make_totp(analyst)
    code = code_of()
    sign_in(client, analyst, code)
    other = Client()
    sign_in(other, analyst, code)
    assert (opens(client), opens(other)) == (True, False)


def test_the_code_that_set_up_the_app_serves_no_second_time(client, analyst):
    sign_in(client, analyst)
    secret = client.get(ADD_APP).context["form"].secret
    code = code_of(secret)
    client.post(ADD_APP, {"code": code})
    other = Client()
    sign_in(other, analyst, code)
    assert (opens(client), opens(other)) == (True, False)


def test_a_recovery_code_serves_once(client, analyst):
    make_totp(analyst)
    code = recovery_codes_of(analyst)[3]
    sign_in(client, analyst, code)
    other = Client()
    sign_in(other, analyst, code)
    assert (opens(client), opens(other)) == (True, False)
    assert code not in recovery_codes_of(analyst)


def test_six_wrong_codes_close_the_door_for_a_while_even_to_the_right_one(client, analyst):
    make_totp(analyst)
    sign_in(client, analyst)
    for _attempt in range(5):
        client.post(SHOW, {"code": wrong_code()})
    answer = client.post(SHOW, {"code": code_of()})
    assert answer.context["form"].errors == {
        "code": ["Too many attempts. Wait five minutes, then try again."]
    }


@pytest.mark.parametrize("name", ["mfa_authenticate", "mfa_login_webauthn", "mfa_add_webauthn"])
@pytest.mark.parametrize(
    "answer",
    [
        "",
        "null",
        "[]",
        "{}",
        "[" * 5000,
        '{"id": 1, "rawId": "x", "response": {"userHandle": null}}',
        '{"id":"YQ","rawId":"YQ","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"e30",'
        '"authenticatorData":"e30","signature":"e30","userHandle":"YQ"},"clientExtensionResults":{}}',
    ],
)
def test_an_answer_of_a_passkey_that_makes_no_sense_is_a_wrong_answer(client, analyst, name, answer):
    sign_in(client, analyst)
    if name != "mfa_add_webauthn":
        make_totp(analyst)
        client = Client()
        client.post(reverse("account_login"), {"login": analyst.email, "password": PASSWORD})
    assert client.post(reverse(name), {"credential": answer}).status_code in (200, 302)
    assert not Authenticator.objects.filter(type="webauthn").exists()
    assert name == "mfa_add_webauthn" or not opens(client)


# What was set up.


def test_the_secret_of_the_app_does_not_lie_open_in_the_database(client, analyst):
    sign_in(client, analyst)
    secret = add_app(client)
    held = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert (secret in held, "seed" in held) == (False, True)
    assert "mfa.totp.secret" not in client.session


def test_a_sealed_secret_that_no_key_opens_gives_a_sentence(client, analyst, settings):
    make_totp(analyst)
    sign_in(client, analyst)
    settings.FACTOR_KEYS = ["another-key-" + "z" * 40]
    answer = client.post(SHOW, {"code": code_of()})
    assert "can no longer be read" in str(answer.context["form"].errors)
    assert not opens(client)


def test_an_app_can_be_set_up_once(client, analyst):
    sign_in(client, analyst)
    add_app(client)
    assert client.get(ADD_APP)["Location"] == reverse("mfa_deactivate_totp")


def test_setting_one_up_asks_for_the_password_again_when_the_sign_in_is_long_ago(client, analyst):
    client.force_login(analyst)
    asked = client.get(ADD_APP)
    again = reverse("account_reauthenticate")
    assert asked["Location"] == f"{again}?next=%2Faccounts%2F2fa%2Fapp%2F"
    assert client.post(again, {"password": "wrong"}).status_code == 200
    assert client.post(asked["Location"], {"password": PASSWORD})["Location"] == ADD_APP
    assert client.get(ADD_APP).status_code == 200


@pytest.mark.parametrize("name", ["mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_add_webauthn"])
def test_a_sensitive_step_asks_again_although_the_sign_in_was_just_now(client, analyst, name):
    make_totp(analyst)
    sign_in(client, analyst, code_of())
    assert client.get(reverse(name))["Location"].startswith(reverse("account_reauthenticate"))


def again_by_password(client):
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def test_removing_the_app_asks_first_then_takes_the_recovery_codes_too(client, analyst):
    make_totp(analyst)
    sign_in(client, analyst, code_of())
    again_by_password(client)
    remove = reverse("mfa_deactivate_totp")
    assert "Remove the authenticator app?" in client.get(remove).content.decode()
    assert Authenticator.objects.count() == 2
    assert client.post(remove)["Location"] == INDEX
    assert Authenticator.objects.count() == 0
    assert verbs_of("user", analyst.public_id) == ["add_second_factor", "remove_second_factor"]
    assert [row.kind for row in Outbox.objects.order_by("pk")] == ["factor_added", "factor_removed"]


def test_the_last_factor_of_a_role_that_asks_for_one_stays(client, required, approver):
    make_totp(approver)
    sign_in(client, approver, code_of())
    again_by_password(client)
    answer = client.post(reverse("mfa_deactivate_totp"), follow=True)
    assert "Add another one first." in answer.content.decode()
    assert Authenticator.objects.filter(type="totp").count() == 1
    passkey = make_passkey(approver)
    client.post(reverse("mfa_deactivate_totp"))
    client.post(reverse("mfa_remove_webauthn", args=[passkey.pk]))
    assert list(Authenticator.objects.order_by("type").values_list("type", flat=True)) == [
        "recovery_codes",
        "webauthn",
    ]


def test_the_passkey_of_another_person_cannot_be_removed(client, analyst):
    passkey = make_passkey(make_person(analyst.membership.organisation, Role.ANALYST))
    make_totp(analyst)
    sign_in(client, analyst, code_of())
    again_by_password(client)
    assert client.post(reverse("mfa_remove_webauthn", args=[passkey.pk])).status_code == 404
    assert Authenticator.objects.filter(pk=passkey.pk).exists()


def test_new_recovery_codes_end_the_old_ones(client, analyst):
    make_totp(analyst)
    old = recovery_codes_of(analyst)
    sign_in(client, analyst, code_of())
    again_by_password(client)
    client.post(reverse("mfa_generate_recovery_codes"))
    new = recovery_codes_of(analyst)
    assert (len(new), set(new) & set(old)) == (10, set())
    assert verbs_of("user", analyst.public_id) == ["add_second_factor", "renew_recovery_codes"]
    assert Outbox.objects.latest("pk").kind == "codes_renewed"


def test_a_post_that_was_asked_for_the_password_goes_on_where_it_was(client, analyst):
    make_totp(analyst)
    sign_in(client, analyst, code_of())
    address = reverse("mfa_generate_recovery_codes")
    asked = client.post(address)
    done = client.post(asked["Location"], {"password": PASSWORD})
    assert done["Location"] == reverse("mfa_view_recovery_codes")
    assert verbs_of("user", analyst.public_id) == ["add_second_factor", "renew_recovery_codes"]


# Reset by somebody else.


def test_an_administrator_resets_the_factor_of_a_colleague_who_lost_it(client, required):
    agency = make_agency()
    approver = make_person(agency, Role.APPROVER)
    administrator = make_person(agency, Role.ADMINISTRATOR)
    make_totp(approver)
    sign_in(client, approver, code_of())
    make_totp(administrator)
    other = Client()
    sign_in(other, administrator, recovery_codes_of(administrator)[0])
    person = reverse("dashboard:person", args=[approver.public_id])
    assert "Reset the second factor" in other.get(person).content.decode()
    reset = other.post(reverse("dashboard:person_factor_reset", args=[approver.public_id]))
    assert reset["Location"] == person
    assert client.get(PROFILE)["Location"].startswith(reverse("account_login"))
    sign_in(client, approver)
    assert client.get(PROFILE)["Location"] == INDEX
    assert verbs_of("user", approver.public_id) == ["add_second_factor", "reset_second_factor"]
    assert Outbox.objects.latest("pk").kind == "factor_reset"


def test_nobody_resets_his_own(client):
    administrator = make_person(make_agency(), Role.ADMINISTRATOR)
    make_totp(administrator)
    sign_in(client, administrator, code_of())
    address = reverse("dashboard:person_factor_reset", args=[administrator.public_id])
    answer = client.post(address, follow=True)
    assert "Nobody resets his own second factor." in answer.content.decode()
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_resetting_what_is_not_there_says_so(client):
    agency = make_agency()
    analyst = make_person(agency, Role.ANALYST)
    client.force_login(make_person(agency, Role.ADMINISTRATOR))
    address = reverse("dashboard:person_factor_reset", args=[analyst.public_id])
    assert "has no second factor" in client.post(address, follow=True).content.decode()
