"""The desk of the demo, and every page of it in every role."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.contrib.auth.hashers import make_password
from django.urls import resolve
from playwright.sync_api import Page

from accounts.domain.acting import COMMAND
from accounts.enums import Role
from accounts.models import User
from cases.demo.houses import sign_ins
from cases.demo.loading import load
from devstack.pictures import by_role, open_page
from kernel.clock import database_now
from sla.domain.reference import load_reference
from tests.browser.conftest import Open, SignIn
from tests.browser.hindrances import DESK
from tests.browser.pages import PAGES
from tests.factories.people import PASSWORD

LOOSELY = {"bypass_csp": True, "quiet": True}  # a style is laid over the page, and one page is none


def load_desk() -> dict[str, str]:
    """One address a role, on the desk of the demo, with something to do for each."""
    load_reference(actor=COMMAND, now=database_now())
    load(now=database_now())
    User.objects.update(password=make_password(PASSWORD))
    return {role: address for role, address, _password in sign_ins()}


def looked_at(
    addresses: dict[str, str], sign_in: SignIn, open_window: Open, url: str
) -> Iterator[tuple[str, str, Page]]:
    """Open every page of the list once a side; give its label, the name of its address, and it."""
    seen = set()
    for role, pages in by_role(PAGES):
        user = User.objects.filter(email=addresses.get(role, "")).first()
        view = sign_in(user, **LOOSELY) if user else open_window(**LOOSELY)
        for _role, name, path in pages:
            key = (name, path, role in (Role.MODERATOR, Role.LEAD))
            if key in seen:
                continue
            seen.add(key)
            view.set_viewport_size({"width": DESK, "height": 900})
            try:
                open_page(view, url, path, until="load")
            except LookupError as missing:
                raise AssertionError(f"{role} {path}: {missing}") from missing
            yield f"{role} {name}", resolve(urlsplit(view.url).path).view_name, view
        view.context.close()
