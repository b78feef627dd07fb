"""A desk full of words as they come in life: no page scrolls sideways, the frame is not pulled along."""

import pytest

from devstack.accessibility import too_wide
from tests.browser import ugly
from tests.browser.conftest import Open, SignIn
from tests.browser.demo_desk import load_desk, looked_at
from tests.browser.hindrances import narrow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_ugly_words_break_no_page(sign_in: SignIn, open_window: Open, live_server: object) -> None:
    addresses = load_desk()
    ugly.plant()
    ugly.readers()
    found = []
    for label, _name, view in looked_at(addresses, sign_in, open_window, str(live_server)):
        found += [f"{label}: {each}" for each in too_wide(view)]
        found += [f"{label}: loose: {each}" for each in view.evaluate(ugly.LOOSE, ugly.MARK)]
        found += [f"{label}: {each}" for each in narrow(view)]
    assert not found, "\n".join(found)
