from datetime import UTC, datetime, timedelta

import pytest
from django.urls import resolve
from pytest_django import Settings

from accounts.domain import signed_links
from notifications.domain.links import link_for

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
BASE = "https://desk.example"


@pytest.fixture(autouse=True)
def base(settings: Settings) -> None:
    settings.BASE_URL = BASE


def test_a_path_leads_to_the_page_behind_the_sign_in() -> None:
    assert link_for({"path": "/cases/TD-7K3QM-9F2XA/"}, now=NOON) == f"{BASE}/cases/TD-7K3QM-9F2XA/"


def test_a_message_without_a_page_has_no_link() -> None:
    assert link_for({"reference": "TD-7K3QM-9F2XA"}, now=NOON) == ""


@pytest.mark.parametrize(
    ("said", "purpose", "path"),
    [
        ({"contact": "c0ffee", "case": "TD-7K3QM-9F2XA"}, "case", "/link/"),
        ({"invitation": "c0ffee"}, "invitation", "/invitation/"),
        ({"person": "c0ffee", "state": "ab12"}, "password", "/password/"),
    ],
)
def test_a_link_is_signed_for_its_purpose_when_the_mail_is_made(
    said: dict[str, str], purpose: str, path: str
) -> None:
    link = link_for({"link": said, "path": "/ignored/"}, now=NOON)  # type: ignore[dict-item]
    assert link.startswith(BASE + path)
    token = link.removeprefix(BASE + path).removesuffix("/")
    read = signed_links.read(token, purpose=purpose, max_age=HOUR, now=NOON + HOUR)
    assert (read.payload, read.issued_at) == (said, NOON)
    assert resolve(link.removeprefix(BASE)).kwargs == {"token": token}


def test_a_link_that_no_page_reads_is_an_error() -> None:
    with pytest.raises(ValueError, match="no page reads"):
        link_for({"link": {"other": "x"}}, now=NOON)
