"""Pages about agreements and trusted flaggers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from sla.enums import Party
from sla.models import Agreement, AgreementVersion, Commitment, TrustedFlagger
from tests.factories.files import pdf, picture
from tests.factories.law import make_agreement, make_flagger, make_policy
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_person
from tests.factories.platforms import make_platform

pytestmark = pytest.mark.django_db
LIST = reverse("dashboard:agreements")


@pytest.fixture
def owner(client):
    agency = make_agency(owner=True)
    client.force_login(make_person(agency, Role.ADMINISTRATOR))
    return agency


@pytest.fixture
def agency():
    return make_agency(name="Agency of the pages")


@pytest.fixture
def platform():
    return make_platform(make_operator(), "gardu")


def url(name: str, *args: object) -> str:
    return reverse(f"dashboard:{name}", args=args)


def said(agency, policy: str, **more: str) -> dict[str, str]:
    return {
        "agency": str(agency.public_id),
        "platform": "gardu",
        "kind": "sop",
        "title": "SOP of August",
        "policy": policy,
        "first": "2026-03-01",
        **more,
    }


def test_the_owner_writes_an_agreement_changes_it_and_is_told_where_it_is_wrong(
    client, owner, agency, platform
):
    policy = make_policy(is_default=False).policy.code
    wrong = client.post(url("agreement_new"), said(agency, policy, until="2026-02-01"))
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["until"])
    client.post(url("agreement_new"), said(agency, policy))
    agreement = Agreement.objects.get()
    page = url("agreement", agreement.public_id)
    seen = client.get(page).context["form"]["seen"].value()
    changed = {**said(agency, policy), "title": "SOP of September", "seen": seen}
    assert client.post(page, changed).status_code == 302
    agreement.refresh_from_db()
    assert agreement.title == "SOP of September"
    stale = client.post(page, {**changed, "title": "Mine"})
    assert (stale.status_code, len(stale.context["form"].meanwhile)) == (409, 1)
    twice = client.post(url("agreement_new"), said(agency, policy))
    assert twice.status_code == 409


def test_a_pdf_is_kept_and_handed_out_byte_for_byte_and_a_picture_is_refused(client, owner, agency, platform):
    agreement = make_agreement(agency, platform, make_policy(is_default=False))
    page, data = url("agreement_version", agreement.public_id), pdf()
    picture_in = SimpleUploadedFile("sop.pdf", picture())
    refused = client.post(page, {"effective_from": "2026-03-01", "uploads": picture_in})
    assert (refused.status_code, list(refused.context["wording"].errors)) == (422, ["uploads"])
    whole = SimpleUploadedFile("sop.pdf", data)
    assert client.post(page, {"effective_from": "2026-03-01", "uploads": whole}).status_code == 302
    file = client.get(url("agreement_file", agreement.public_id, 1))
    assert (file.content, file["Content-Disposition"]) == (data, 'attachment; filename="sop.pdf"')
    assert "sandbox" in file["Content-Security-Policy"]
    client.post(page, {"effective_from": "2026-03-02", "text": "Second wording."})
    assert AgreementVersion.objects.count() == 2
    assert client.get(url("agreement_file", agreement.public_id, 2)).status_code == 404


def test_a_commitment_is_promised_and_met_on_the_page(client, owner, agency, platform):
    agreement = make_agreement(agency, platform, make_policy(is_default=False))
    promise = {"party": Party.OPERATOR, "text": "Answer within hours.", "due_on": "2020-01-01"}
    assert client.post(url("commitment_new", agreement.public_id), promise).status_code == 302
    commitment = Commitment.objects.get()
    page = url("agreement", agreement.public_id)
    assert [str(state.label) for _row, state in client.get(page).context["commitments"]] == ["Missed"]
    client.post(url("commitment_met", agreement.public_id, commitment.public_id), {"proof": "Letter 3"})
    assert [str(state.label) for _row, state in client.get(page).context["commitments"]] == ["Met"]
    assert client.post(url("commitment_new", agreement.public_id), {}).status_code == 422


def test_a_status_is_granted_suspended_resumed_and_ended_on_its_pages(client, owner, agency, platform):
    words = {"agency": str(agency.public_id), "platform": "gardu", "first": "2020-01-01"}
    assert client.post(url("flagger_new"), {**words, "first": ""}).status_code == 422
    client.post(url("flagger_new"), words)
    status = TrustedFlagger.objects.get()
    page = url("flagger", status.public_id)
    states = []
    for name, body in (
        ("flagger_suspend", {"reason": "False notices."}),
        ("flagger_resume", {}),
        ("flagger_end", {"last": ""}),
    ):
        client.post(url(name, status.public_id), body)
        states.append(str(client.get(page).context["state"].label))
    assert states == ["Suspended", "In force", "Ended"]
    assert client.post(url("flagger_suspend", status.public_id), {"reason": ""}).status_code == 422


def test_both_sides_read_their_own_without_a_form_and_others_find_nothing(client, agency, platform):
    agreement = make_agreement(agency, platform, make_policy(is_default=False))
    status = make_flagger(agency, platform)
    pages = [url("agreement", agreement.public_id), url("flagger", status.public_id)]
    for person in (make_person(agency, Role.ANALYST), make_person(platform.organisation, Role.MODERATOR)):
        client.force_login(person)
        assert len(client.get(LIST).context["agreements"]) == 1
        assert len(client.get(LIST).context["flaggers"]) == 1
        shown = [client.get(page) for page in pages]
        assert [page.content.decode().count('<form class="form') for page in shown] == [0, 0]
        posts = [
            url("agreement_version", agreement.public_id),
            url("commitment_new", agreement.public_id),
            url("flagger_suspend", status.public_id),
        ]
        body = {"reason": "x", "text": "x", "effective_from": "2026-03-01", "due_on": "2026-03-01"}
        assert [client.post(page, {**body, "party": "agency"}).status_code for page in posts] == [403] * 3
    for house in (make_agency(), make_operator()):
        client.force_login(make_person(house, Role.ANALYST))
        assert client.get(LIST).context["agreements"] == []
        assert [client.get(page).status_code for page in pages] == [404, 404]
        assert client.get(url("agreement_new")).status_code == 403
