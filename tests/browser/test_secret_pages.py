"""The pages behind addresses that nobody can guess have no barriers either."""

from datetime import timedelta

import pytest

from accounts.domain import signed_links
from accounts.enums import Role
from accounts.models import User
from cases.domain import drilling
from cases.domain.contact_link import PURPOSE
from channels_registry.models import Contact, Drill, Platform
from kernel.clock import database_now
from notifications.domain.invitations import invite, link_of
from tests.browser.conftest import Open, SignIn
from tests.browser.hindrances import hindrances
from tests.factories.cases import link_on, make_sent_case, save_draft
from tests.factories.desk import make_desk, make_second_desk
from tests.factories.joining import token_on
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def of_a_case_and_a_drill() -> list[str]:
    """The address in the mail of a contact: of a case that was sent, and of a test."""
    desk, now = make_desk(), database_now()
    case = desk.sent_case(now)
    contact = Contact.objects.filter(platform=desk.platform).earliest("pk")
    Platform.objects.update(drill_every_days=7, drill_next_at=now - timedelta(minutes=1))
    drilling.drill(now=now)
    asked = Drill.objects.get(contact=contact)
    said = {"contact": str(contact.public_id), "case": case.reference}
    test = {"contact": str(contact.public_id), "drill": str(asked.public_id)}
    return [
        f"/link/{signed_links.sign(said, purpose=PURPOSE, now=now)}/",
        f"/drill/{signed_links.sign(test, purpose=drilling.PURPOSE, now=now)}/",
    ]


def of_an_invitation() -> str:
    """The address in the mail of somebody who is invited."""
    agency, now = make_agency(), database_now()
    offer = invite(
        actor=make_actor(agency, Role.ADMINISTRATOR),
        organisation=agency.public_id,
        email="new@desk.example",
        roles=[Role.ANALYST],
        now=now,
    )
    return link_of(offer, now=now)


def test_what_a_mail_leads_to_has_no_barriers(open_window: Open) -> None:
    view = open_window(bypass_csp=True)
    found = []
    for address in (*of_a_case_and_a_drill(), of_an_invitation()):
        answer = view.goto(address)
        assert answer is not None
        assert answer.ok
        found += [f"{address[:8]}: {each}" for each in hindrances(view)]
    assert not found, "\n".join(found)


def test_the_form_by_which_one_joins_has_no_barriers(sign_in: SignIn) -> None:
    first = make_desk()
    second, now = make_second_desk(first), database_now()
    make_sent_case(first, now=now)
    report = save_draft(second, link_on(second), now=now)
    view = sign_in(User.objects.get(pk=second.analyst.user_id), bypass_csp=True)
    answer = view.goto(f"/reports/{report.reference}/join/{token_on(second)}/")
    assert answer is not None
    assert answer.ok
    found = list(hindrances(view))
    assert not found, "\n".join(found)
