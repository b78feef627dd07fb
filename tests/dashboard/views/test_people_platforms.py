"""Pages about services, hosts and contacts."""

import hashlib
import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.enums import Role
from channels_registry.enums import ContactFunction, Grammar
from channels_registry.models import Contact, ContactProof, Platform, PlatformHost
from tests.factories.files import pdf
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_person
from tests.factories.platforms import make_contact, make_platform
from tests.factories.recorded import changes_of

pytestmark = pytest.mark.django_db
DAYS = {"confirm_every_days": "90", "drill_every_days": "", "drill_hours": "24"}
LIST = reverse("dashboard:platforms")
NEW = reverse("dashboard:platform_new")
CONTACT = {
    "function": "duty",
    "rank": "1",
    "name": "Duty desk",
    "email": "duty@gardu.example",
    "language": "en",
    "time_zone": "Asia/Dubai",
    "hours": "24 hours",
}


@pytest.fixture
def operator():
    return make_operator(name="Gardu Media")


@pytest.fixture
def platform(operator):
    return make_platform(operator, "gardu", name="Gardu Video")


@pytest.fixture
def owner(client):
    client.force_login(make_person(make_agency(owner=True), Role.ADMINISTRATOR))


def sign_in(client, organisation, role):
    client.force_login(make_person(organisation, role))


def address(name, *more):
    return reverse(f"dashboard:{name}", args=["gardu", *more])


def test_an_operators_lead_sees_his_own_services_alone(client, operator, platform):
    make_platform(make_operator(name="Other Media"), "other", name="Other Video")
    sign_in(client, operator, Role.LEAD)
    page = client.get(LIST).content.decode()
    assert ("Gardu Video" in page, "Other" in page) == (True, False)
    assert client.get(reverse("dashboard:platform", args=["other"])).status_code == 404


@pytest.mark.parametrize("platforms", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(client, owner, platforms, django_assert_num_queries):
    for _each in range(platforms):
        make_platform(make_operator())
    with django_assert_num_queries(7):
        client.get(LIST)


def test_an_empty_list_says_what_comes_first(client, owner):
    assert "Found the operator first" in client.get(LIST).content.decode()
    assert "Found the operator first" in client.get(NEW).content.decode()


def test_a_new_service_is_offered_every_grammar_and_proposed_the_generic_one(client, owner, operator):
    page = client.get(NEW).content.decode()
    offered = re.findall(r'<option value="(\w+)"( selected)?>', page[page.index('name="grammar"') :])[
        : len(Grammar)
    ]
    assert offered == [(each.value, " selected" if each == Grammar.GENERIC else "") for each in Grammar]


def test_the_owner_registers_a_service(client, owner, operator):
    typed = {
        "operator": str(operator.public_id),
        "name": "Gardu Video",
        "slug": "gardu",
        "grammar": "generic",
        **DAYS,
        "active": "on",
    }
    response = client.post(NEW, typed)
    assert (response.status_code, response["Location"]) == (302, address("platform"))
    assert Platform.objects.get().organisation == operator


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"slug": "Gar du"}, "slug"),
        ({"slug": "gardu"}, "slug"),
        ({"name": "Gardu Video"}, "name"),
        ({"operator": "nonsense"}, "operator"),
        ({"operator": str(uuid4())}, "operator"),
    ],
)
def test_a_service_that_cannot_be_comes_back_with_everything_typed(
    client, owner, operator, platform, said, field
):
    typed = {
        "operator": str(operator.public_id),
        "name": "New",
        "slug": "new",
        "grammar": "generic",
        **DAYS,
        **said,
    }
    response = client.post(NEW, typed)
    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, [field])
    assert (form["name"].value(), form["slug"].value()) == (typed["name"], typed["slug"])


def test_changing_a_service_and_a_stale_form(client, owner, platform):
    seen = client.get(address("platform")).context["form"]["seen"].value()
    said = {"name": "Gardu Baru", "grammar": "generic", "seen": seen, **DAYS}
    assert client.post(address("platform"), said).status_code == 302
    stale = client.post(address("platform"), {**said, "name": "Third name", "active": "on"})
    form = stale.context["form"]
    assert (stale.status_code, form["name"].value()) == (409, "Third name")
    assert [value for _label, value in form.meanwhile] == ["Gardu Baru", "no"]


def test_hosts_are_added_and_removed(client, owner, platform):
    client.post(address("host_new"), {"host": "https://Video.Gardu.Example/watch"})
    assert [row.host for row in platform.hosts.all()] == ["gardu.example", "video.gardu.example"]
    client.post(address("host_remove"), {"host": "gardu.example"})
    assert [row.host for row in platform.hosts.all()] == ["video.gardu.example"]
    assert client.post(address("host_remove"), {"host": "gardu.example"}).status_code == 404


def test_a_host_that_cannot_be_comes_back_with_what_was_typed(client, owner, platform):
    make_platform(make_operator(), "other", name="Other Video")
    for typed in ("localhost", "other.example", ""):
        response = client.post(address("host_new"), {"host": typed})
        assert (response.status_code, response.context["host_form"]["host"].value()) == (422, typed)


def test_a_lead_names_changes_confirms_and_retires_a_contact(client, operator, platform):
    sign_in(client, operator, Role.LEAD)
    assert client.post(address("contact_new"), CONTACT)["Location"] == address("platform")
    contact = Contact.objects.get()
    page = address("contact", contact.public_id)
    seen = client.get(page).context["form"]["seen"].value()
    client.post(page, {**CONTACT, "rank": "2", "seen": seen})
    before = Contact.objects.get().last_confirmed_at
    client.post(address("contact_confirm", contact.public_id))
    contact.refresh_from_db()
    assert (contact.rank, contact.last_confirmed_at > before) == (2, True)
    client.post(address("contact_retire", contact.public_id))
    contact.refresh_from_db()
    assert contact.active is False
    assert "This contact is retired." in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"function": "friend"}, "function"),
        ({"rank": "2"}, "rank"),
        ({"rank": "first"}, "rank"),
        ({"email": "duty"}, "email"),
        ({"name": " "}, "name"),
        ({"time_zone": "Dubai"}, "time_zone"),
    ],
)
def test_a_contact_that_cannot_be_comes_back_with_everything_typed(client, operator, platform, said, field):
    make_contact(platform, ContactFunction.DUTY, 2)
    sign_in(client, operator, Role.LEAD)
    response = client.post(address("contact_new"), {**CONTACT, **said})
    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, [field])
    assert form["hours"].value() == "24 hours"


def test_a_stale_contact_shows_both_texts(client, operator, platform):
    contact = make_contact(platform)
    sign_in(client, operator, Role.LEAD)
    page = address("contact", contact.public_id)
    seen = client.get(page).context["form"]["seen"].value()
    client.post(page, {**CONTACT, "seen": seen})
    stale = client.post(page, {**CONTACT, "hours": "days", "seen": seen})
    assert (stale.status_code, stale.context["form"]["hours"].value()) == (409, "days")
    assert [value for _label, value in stale.context["form"].meanwhile] == ["24x7"]


def test_a_contact_of_another_operator_does_not_exist(client, operator, platform):
    contact = make_contact(platform)
    sign_in(client, make_operator(), Role.LEAD)
    for name in ("contact", "contact_confirm", "contact_retire"):
        assert client.post(address(name, contact.public_id), CONTACT).status_code == 404
    assert client.post(address("contact_new"), CONTACT).status_code == 404
    contact.refresh_from_db()
    assert contact.active is True


def test_a_contact_is_reached_under_its_own_service_only(client, operator, platform):
    elsewhere = make_contact(make_platform(operator))
    sign_in(client, operator, Role.LEAD)
    assert client.post(address("contact_retire", elsewhere.public_id)).status_code == 404


@pytest.mark.parametrize(
    ("organisation", "role", "service", "verbs"),
    [
        ("own", Role.MODERATOR, 403, 403),
        ("agency", Role.ANALYST, 403, 403),
        ("agency", Role.SUPERVISOR, 200, 403),
        ("agency", Role.ADMINISTRATOR, 200, 403),
        ("own", Role.LEAD, 200, 403),
    ],
)
def test_who_reads_a_service_and_that_only_the_owner_changes_it(
    client, operator, platform, organisation, role, service, verbs
):
    contact = make_contact(platform, email="secret@gardu.example")
    sign_in(client, operator if organisation == "own" else make_agency(), role)
    page = client.get(address("platform"))
    assert page.status_code == service
    assert ("secret@gardu.example" in page.content.decode()) is (role == Role.LEAD)
    posts = [
        client.post(address("platform"), {"name": "Mine", "grammar": "generic", **DAYS}),
        client.post(address("host_new"), {"host": "mine.example"}),
        client.post(address("host_remove"), {"host": "gardu.example"}),
    ]
    assert [each.status_code for each in posts] == [verbs] * 3
    if role != Role.LEAD:
        assert client.post(address("contact_retire", contact.public_id)).status_code == 403
    assert [row.host for row in PlatformHost.objects.all()] == ["gardu.example"]


def test_the_proof_of_an_appointment_is_kept_and_handed_out_byte_for_byte(client, operator, platform):
    contact = make_contact(platform)
    sign_in(client, operator, Role.LEAD)
    page, file = address("contact_proof", contact.public_id), address("contact_proof_file", contact.public_id)
    assert client.get(file).status_code == 404
    client.post(page, {"uploads": SimpleUploadedFile("letter.pdf", b"no pdf")})
    client.post(page)
    assert ContactProof.objects.count() == 0
    for data in (pdf(), newest := pdf()):
        client.post(page, {"uploads": SimpleUploadedFile("letter.pdf", data)})
    assert client.get(file).content == newest
    proof = ContactProof.objects.first()
    assert proof.sha256 == hashlib.sha256(newest).hexdigest()
    assert changes_of("contact", contact.public_id) == {"sha256": proof.sha256}
    with pytest.raises(DatabaseError), transaction.atomic():
        ContactProof.objects.update(name="Forged")
