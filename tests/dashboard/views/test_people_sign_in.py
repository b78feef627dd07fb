"""Sign-in, forgotten password, sessions that end, doors that are closed."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.domain import signed_links
from accounts.domain.people import enable
from accounts.enums import Role
from accounts.models import User
from channels_registry.domain.seats import deactivate_organisation, disable_person
from dashboard.sign_in import DeskBackend
from kernel.clock import database_now
from notifications.domain.password_links import person_of_link
from notifications.models import Outbox
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import PASSWORD, make_actor, make_person
from tests.factories.recorded import verbs_of

pytestmark = pytest.mark.django_db
NEW = "an other horse battery staple"


@pytest.fixture
def person():
    return make_person(make_agency(), Role.ANALYST, email="analyst@desk.example")


def sign_in(client, email="analyst@desk.example", password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def signed_in(client):
    return client.get(reverse("dashboard:profile")).status_code == 200


def link_in_outbox(now):
    return signed_links.sign(Outbox.objects.latest("pk").context["link"], purpose="password", now=now)


def test_the_address_in_any_letter_case_and_the_password_open_the_desk(client, person):
    response = sign_in(client, "Analyst@Desk.Example")
    assert (response.status_code, response["Location"]) == (302, reverse("dashboard:home"))
    assert signed_in(client)


def test_a_wrong_password_and_an_unknown_address_get_the_same_sentence(client, person):
    sentences = [
        sign_in(client, email, "wrong").context["form"].non_field_errors()
        for email in (person.email, "nobody@desk.example")
    ]
    assert sentences == [["Address and password do not fit together."]] * 2


def test_six_wrong_passwords_close_the_door_for_a_while(client, person):
    for _attempt in range(5):
        sign_in(client, password="wrong")
    response = sign_in(client)
    assert "Too many attempts." in response.content.decode()
    assert not signed_in(client)


def test_a_closed_account_gets_a_page_that_says_so(client, person):
    person.is_active = False
    person.save(update_fields=["is_active"])
    response = client.get(sign_in(client)["Location"])
    assert "This account is closed" in response.content.decode()


def test_somebody_without_a_seat_gets_a_page_that_says_so(client):
    User.objects.create_user("loner@desk.example", PASSWORD, name="Loner")
    response = sign_in(client, "loner@desk.example")
    assert response["Location"] == reverse("account_no_seat")
    assert client.get(response["Location"]).status_code == 403
    assert "_auth_user_id" not in client.session


def test_disabling_a_person_ends_the_session_at_once_and_for_good(client, person):
    sign_in(client)
    administrator = make_actor(person.membership.organisation, Role.ADMINISTRATOR)
    disable_person(actor=administrator, person=person.public_id, now=database_now())
    assert not signed_in(client)
    enable(actor=administrator, person=person.public_id, now=database_now())
    assert not signed_in(client)


def test_deactivating_an_organisation_signs_its_people_out_and_keeps_them_out(client):
    operator = make_operator()
    make_person(operator, Role.LEAD, email="lead@desk.example")
    sign_in(client, "lead@desk.example")
    assert signed_in(client)
    owner = make_actor(make_agency(owner=True), Role.ADMINISTRATOR)
    deactivate_organisation(actor=owner, organisation=operator.public_id, now=database_now())
    assert not signed_in(client)
    assert sign_in(client, "lead@desk.example")["Location"] == reverse("account_no_seat")


def test_the_language_of_the_reader_and_not_of_the_cookie_speaks_to_whoever_signed_in(client, person):
    client.force_login(person)
    client.post(reverse("set_language"), {"language": "id", "next": "/profile/"})
    person.refresh_from_db()
    assert person.language == "id"
    assert client.get(reverse("dashboard:profile"))["Content-Language"] == "id"


def test_a_visitor_chooses_a_language_for_the_door(client):
    client.post(reverse("set_language"), {"language": "id", "next": "/accounts/login/"})
    assert client.get(reverse("account_login"))["Content-Language"] == "id"


def test_a_language_that_the_desk_does_not_speak_changes_nothing(client, person):
    client.force_login(person)
    assert client.post(reverse("set_language"), {"language": "xx"}).status_code == 302
    person.refresh_from_db()
    assert person.language == "en"


def test_the_mail_for_a_forgotten_password_waits_in_the_outbox_without_the_link(client, person, mailoutbox):
    response = client.post(reverse("account_reset_password"), {"email": person.email})
    assert response["Location"] == reverse("account_reset_password_done")
    row = Outbox.objects.get()
    assert (row.kind, row.address, row.user_id) == ("sign_in_help", person.email, None)
    assert sorted(row.context) == ["due_at", "link"]
    assert sorted(row.context["link"]) == ["person", "state"]
    assert mailoutbox == []
    assert verbs_of("user", person.public_id) == ["send_password_link"]


def test_an_unknown_address_and_one_without_a_seat_get_the_same_page_and_no_mail(client):
    User.objects.create_user("loner@desk.example", PASSWORD, name="Loner")
    for email in ("nobody@desk.example", "loner@desk.example"):
        response = client.post(reverse("account_reset_password"), {"email": email})
        assert response["Location"] == reverse("account_reset_password_done")
    assert not Outbox.objects.exists()


def test_the_link_in_the_mail_sets_a_password_once(client, person):
    client.post(reverse("account_reset_password"), {"email": person.email})
    address = reverse("dashboard:password_link", args=[link_in_outbox(database_now())])
    form = client.get(address, follow=True)
    assert form.status_code == 200
    posted = client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert posted["Location"] == reverse("account_reset_password_from_key_done")
    assert User.objects.get(pk=person.pk).check_password(NEW)
    assert verbs_of("user", person.public_id) == ["send_password_link", "set_password"]
    again = client.get(address)
    assert (again.status_code, "no longer serves" in again.content.decode()) == (404, True)


def test_a_link_of_somebody_who_was_disabled_meanwhile_no_longer_serves(client, person):
    client.post(reverse("account_reset_password"), {"email": person.email})
    token = link_in_outbox(database_now())
    assert person_of_link(token, now=database_now()) == person
    administrator = make_actor(person.membership.organisation, Role.ADMINISTRATOR)
    disable_person(actor=administrator, person=person.public_id, now=database_now())
    assert client.get(reverse("dashboard:password_link", args=[token])).status_code == 404


def test_a_link_that_was_changed_no_longer_serves(client):
    assert client.get(reverse("dashboard:password_link", args=["nonsense"])).status_code == 404


def test_changing_the_password_keeps_this_session_and_ends_the_others(client, person):
    other = Client()
    for each in (client, other):
        sign_in(each)
    wrong = client.post(
        reverse("account_change_password"), {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    )
    assert wrong.status_code == 200
    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )
    assert User.objects.get(pk=person.pk).check_password(NEW)
    assert (signed_in(client), signed_in(other)) == (True, False)
    assert verbs_of("user", person.public_id) == ["set_password"]


def test_signing_out_needs_a_post(client, person):
    client.force_login(person)
    client.get(reverse("account_logout"))
    assert signed_in(client)
    client.post(reverse("account_logout"))
    assert not signed_in(client)


def test_nobody_signs_up(client):
    assert "By invitation only" in client.get(reverse("account_signup")).content.decode()
    posted = client.post(reverse("account_signup"), {"email": "new@desk.example", "password1": NEW})
    assert (posted.status_code, User.objects.count()) == (405, 0)


@pytest.mark.parametrize(
    "name",
    [
        "account_email",
        "account_set_password",
        "account_confirm_login_code",
        "mfa_trust",
        "mfa_signup_webauthn",
    ],
)
def test_routes_of_allauth_that_the_desk_does_not_need_do_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_an_actor_is_read_with_the_person_in_one_query(client, person, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert DeskBackend().get_user(person.pk).membership.organisation == person.membership.organisation


def test_a_form_that_is_too_old_gives_back_what_was_typed_but_no_secret(person):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person)
    typed = {"text": "<b>A reason of many words.</b>", "short": "short", "password": PASSWORD}
    answer = browser.post(reverse("dashboard:report_new"), typed)
    said = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"]) == (403, "no-store")
    assert "&lt;b&gt;A reason of many words.&lt;/b&gt;</textarea>" in said
    assert (PASSWORD in said, said.count("<textarea")) == (False, 1)


def test_a_part_of_a_page_whose_session_ended_is_refused_and_the_page_stays(client):
    address = reverse("dashboard:queue")
    assert client.get(address).status_code == 302
    part = client.get(address, headers={"hx-request": "true"})
    assert (part.status_code, part.content) == (401, b"")
