"""The signed link of a contact: a GET signs nothing, a POST does, and a void link tells nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.domain import signed_links
from accounts.domain.acting import acting_as
from cases.enums import CaseState, ReceiptKind, Via
from cases.models import Case, Receipt
from channels_registry.models import Contact
from kernel.clock import database_now
from tests.dashboard.views.casework_scene import (
    items_of,
    minutes_ago,
    recorded,
    reread,
    words_of,
)
from tests.factories.desk import Desk, make_desk
from tests.factories.platforms import make_platform

pytestmark = pytest.mark.django_db


def duty_of(desk: Desk) -> Contact:
    """Return the duty contact of the desk's service, who has no account."""
    return Contact.objects.get(platform=desk.platform, function="duty")


def link_to(desk: Desk, case: Case, *, age: timedelta = timedelta(minutes=1), purpose: str = "case") -> str:
    """Return the path in the duty contact's mail."""
    payload = {"contact": str(duty_of(desk).public_id), "case": case.reference}
    token = signed_links.sign(payload, purpose=purpose, now=database_now() - age)
    return f"/link/{token}/"


def scene() -> tuple[Desk, Case, str]:
    """Return a desk, a case that nobody has opened, and the link to it."""
    desk = make_desk()
    case = desk.sent_case(minutes_ago(10))
    return desk, case, link_to(desk, case)


def test_a_scanner_that_follows_the_link_signs_nothing() -> None:
    desk, case, path = scene()
    written = recorded(case)
    page = Client().get(path)
    assert page.status_code == 200
    assert Client().head(path).status_code == 200
    assert recorded(case) == written
    assert reread(desk, case).received_at is None


def test_the_cover_shows_nothing_of_the_content() -> None:
    desk, case, path = scene()
    page = Client().get(path)
    words, source = words_of(page), page.content.decode()
    assert "Items 2" in words
    assert f'value="{duty_of(desk).name}"' in source
    for secret in (case.reasons, case.considerations, items_of(desk, case)[0].key, desk.basis.citation):
        assert secret not in source


def test_a_contact_opens_signs_and_acknowledges() -> None:
    desk, case, path = scene()
    browser = Client()
    assert browser.post(f"{path}open/", {"signer_name": "Night Shift"})["Location"] == path
    with acting_as(desk.analyst):
        receipt = Receipt.objects.get(case=case)
    assert (receipt.kind, receipt.via, receipt.signer_name) == (ReceiptKind.SIGNED, Via.LINK, "Night Shift")
    assert receipt.contact_id == duty_of(desk).pk
    shown = words_of(browser.get(path))
    assert case.reasons in shown
    assert f"hxxps://{desk.platform.slug}[.]example/{items_of(desk, case)[0].key}" in shown
    assert browser.post(f"{path}acknowledge/")["Location"] == path
    assert reread(desk, case).state == CaseState.ACKNOWLEDGED
    assert 'action="' + path + 'acknowledge/"' not in browser.get(path).content.decode()


def test_a_signature_needs_a_name() -> None:
    desk, case, path = scene()
    answer = Client().post(f"{path}open/", {"signer_name": " "})
    assert answer.status_code == 422
    assert "This field is required." in words_of(answer)
    assert reread(desk, case).received_at is None


def test_a_second_signature_is_refused_with_a_sentence() -> None:
    _desk, case, path = scene()
    Client().post(f"{path}open/", {"signer_name": "Night Shift"})
    written = recorded(case)
    answer = Client().post(f"{path}open/", {"signer_name": "Day Shift"})
    assert answer.status_code == 409
    assert "is not possible" in words_of(answer)
    assert recorded(case) == written


@pytest.mark.parametrize("step", ["open/", "acknowledge/"])
def test_signing_is_never_a_get(step: str) -> None:
    _desk, case, path = scene()
    written = recorded(case)
    assert Client().get(f"{path}{step}").status_code == 405
    assert recorded(case) == written


def void_by_time(desk: Desk, case: Case) -> str:
    return link_to(desk, case, age=timedelta(days=7, minutes=1))


def void_by_future(desk: Desk, case: Case) -> str:
    return link_to(desk, case, age=-timedelta(minutes=1))


def void_by_purpose(desk: Desk, case: Case) -> str:
    return link_to(desk, case, purpose="invitation")


def void_by_change(desk: Desk, case: Case) -> str:
    path = link_to(desk, case)
    return path[:20] + ("A" if path[20] != "A" else "B") + path[21:]


def void_by_date(desk: Desk, case: Case) -> str:
    Contact.objects.filter(pk=duty_of(desk).pk).update(links_valid_from=database_now())
    return link_to(desk, case)


def void_by_retirement(desk: Desk, case: Case) -> str:
    path = link_to(desk, case)
    Contact.objects.filter(pk=duty_of(desk).pk).update(active=False)
    return path


def void_by_operator(desk: Desk, case: Case) -> str:
    path = link_to(desk, case)
    desk.operator.active = False
    desk.operator.save(update_fields=["active"])
    return path


def void_by_ended_account(desk: Desk, case: Case) -> str:
    path = link_to(desk, case)
    contact = duty_of(desk)
    contact.user_id = desk.moderator.user_id
    contact.save(update_fields=["user"])
    assert contact.user is not None
    contact.user.is_active = False
    contact.user.save(update_fields=["is_active"])
    return path


def void_by_other_service(desk: Desk, case: Case) -> str:
    path = link_to(desk, case)
    Contact.objects.filter(pk=duty_of(desk).pk).update(platform=make_platform(desk.operator))
    return path


@pytest.mark.parametrize(
    "void",
    [
        void_by_time,
        void_by_future,
        void_by_purpose,
        void_by_change,
        void_by_date,
        void_by_retirement,
        void_by_operator,
        void_by_ended_account,
        void_by_other_service,
    ],
)
def test_a_void_link_tells_nothing_and_does_nothing(void: Any) -> None:
    desk = make_desk()
    case = desk.sent_case(minutes_ago(10))
    path = void(desk, case)
    written = recorded(case)
    page = Client().get(path)
    assert page.status_code == 404
    assert case.reference not in page.content.decode()
    assert Client().post(f"{path}open/", {"signer_name": "Night Shift"}).status_code == 404
    assert Client().post(f"{path}acknowledge/").status_code == 404
    assert recorded(case) == written


def test_a_link_lasts_seven_days() -> None:
    desk = make_desk()
    case = desk.sent_case(minutes_ago(10))
    assert Client().get(link_to(desk, case, age=timedelta(days=6, hours=23))).status_code == 200


def test_the_address_is_neither_kept_nor_passed_on() -> None:
    _desk, _case, path = scene()
    page = Client().get(path)
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "same-origin"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "https://" not in page.content.decode().replace("hxxps://", "")


def test_a_forged_form_signs_nothing() -> None:
    desk, case, path = scene()
    answer = Client(enforce_csrf_checks=True).post(f"{path}open/", {"signer_name": "Night Shift"})
    assert answer.status_code == 403
    assert reread(desk, case).received_at is None


def test_the_page_is_in_the_contacts_language_and_zone_until_another_is_chosen() -> None:
    desk, _case, path = scene()
    Contact.objects.filter(pk=duty_of(desk).pk).update(language="id", time_zone="Asia/Jakarta")
    browser = Client()
    page = browser.get(path)
    assert page["Content-Language"] == "id"
    assert '<html lang="id"' in page.content.decode()
    assert " WIB" in words_of(page)
    browser.cookies["django_language"] = "en"
    assert browser.get(path)["Content-Language"] == "en"
