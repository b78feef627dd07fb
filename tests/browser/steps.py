"""The steps of the persons' days, each written once, whatever the hands and the language."""

import re
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import expect

from accounts.enums import Role
from accounts.models import User
from cases.domain.approving import approve_and_send
from cases.domain.report_storing import ReportDraft
from cases.domain.reports import file_report, save_report
from cases.enums import CaseState, Outcome, RefusalGround, VerifiedOutcome
from channels_registry.enums import Grammar
from kernel.clock import database_now
from kernel.references import new_reference
from tests.browser.hands import Mouse
from tests.factories.cases import seen_hash
from tests.factories.law import make_category, make_legal_basis, make_policy
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import actor_for, make_person
from tests.factories.platforms import make_contact, make_platform

SECRET = "AAAAAEabcdefghij"
PASTE = f"""Seen tonight:
https://kanal.example/night-call/11
hxxps://kanal[.]example/night-call/12
and t.me/+{SECRET}123456 for members."""
DEFANGED = "hxxps://kanal[.]example/night-call/11"
REASONS = "Calls for an attack tonight."


@dataclass(frozen=True)
class People:
    """Whose days these are; the analyst reads Indonesian."""

    analyst: User
    approver: User
    supervisor: User
    moderator: User
    second_moderator: User
    basis: str


def make_people() -> People:
    """Return everybody of an agency and an operator, with a service, a law and a policy between them."""
    agency, operator = make_agency(), make_operator()
    platform = make_platform(operator, "kanal", ["kanal.example"], name="Kanal")
    make_platform(make_operator(), "telegram", ["t.me"], name="Telegram", grammar=Grammar.TELEGRAM)
    moderator = make_person(operator, Role.MODERATOR)
    make_contact(platform, user=moderator)
    basis = make_legal_basis(make_category("terrorism"))
    make_policy(is_default=True)
    return People(
        analyst=make_person(agency, Role.ANALYST, language="id"),
        approver=make_person(agency, Role.APPROVER),
        supervisor=make_person(agency, Role.SUPERVISOR),
        moderator=moderator,
        second_moderator=make_person(operator, Role.MODERATOR),
        basis=basis.code,
    )


def make_sent_case(people: People) -> str:
    """Return the reference of a case of two links that was filed, approved and sent just now."""
    analyst, approver, now = actor_for(people.analyst), actor_for(people.approver), database_now()
    words = {"reasons": REASONS, "considerations": "None.", "category": "terrorism"}
    report = save_report(
        actor=analyst,
        reference=new_reference(),
        draft=ReportDraft(paste=PASTE, legal_basis=people.basis, **words),
        edit_version=0,
        now=now,
    )
    filed = {"reference": report.reference, "edit_version": report.edit_version, "considered": True}
    [case] = file_report(actor=analyst, now=now, **filed)
    seen = seen_hash(approver, case.reference)
    approve_and_send(actor=approver, reference=case.reference, content_hash=seen, now=now)
    return case.reference


@dataclass(frozen=True)
class Day:
    """A person at work: hands, and the language in which every word is looked for."""

    hands: Mouse
    user: User

    def said(self, message: object) -> str:
        """Return a message of the catalogue as this person reads it."""
        with translation.override(self.user.language):
            return gettext(message) if isinstance(message, str) else str(message)

    def press(self, message: str, role: str = "button") -> None:
        """Press what is called so in the person's language."""
        self.hands.press(self.said(message), role)

    def sees(self, message: object) -> None:
        """Wait until these words stand on the page."""
        expect(self.hands.page.get_by_text(self.said(message), exact=True).first).to_be_visible()

    def sees_state(self, state: CaseState) -> None:
        """Wait until the case says this state."""
        expect(self.hands.page.locator(".case-title .st").first).to_have_text(self.said(state.label))


def begin(day: Day) -> None:
    """Sign in."""
    day.hands.sign_in(day.user.email)


def hand_in(day: Day) -> str:
    """File a report of three pasted links, one of them private; return the reference of its one case."""
    hands, page = day.hands, day.hands.page
    day.press("New report", "link")
    hands.fill(day.said("Links"), PASTE)
    if not hands.has_script:
        hands.choose(day.said("Category"), "terrorism" if day.user.language == "id" else "Terrorism")
        day.press("Check links")
    rows = page.locator("#links .link-list > li")
    expect(rows).to_have_count(3)
    expect(rows.filter(has_text=day.said("Private"))).to_have_count(1)
    if hands.has_script:
        hands.choose(day.said("Category"), "terrorism" if day.user.language == "id" else "Terrorism")
    hands.choose(day.said("Legal basis"), page.locator("[name=legal_basis] option").last.inner_text())
    hands.fill(day.said("Reasons"), REASONS)
    hands.check(page.locator("label[for=id_considered]").inner_text())
    hands.fill(
        day.said("What was considered, and why it does not stand against the order"),
        "No reporting, no art: a call to act.",
    )
    day.press("File for approval")
    page.wait_for_url("**/cases/*/")
    day.sees_state(CaseState.AWAITING_APPROVAL)
    assert SECRET not in page.content()
    return page.url.rstrip("/").rsplit("/", 1)[1]


def approve(day: Day, reference: str) -> None:
    """Find the draft among those that wait, read it and send it."""
    day.press("To approve", "link")
    day.hands.press(reference, "link")
    day.sees(REASONS)
    day.press("Approve and send")
    day.sees_state(CaseState.SENT)


def open_case(day: Day, reference: str) -> None:
    """Find the case in the queue, sign for it, see what is asked."""
    page = day.hands.page
    day.hands.press(reference, "link")
    expect(page.get_by_text("night-call")).to_have_count(0)  # only the cover
    day.press("Open and sign")
    expect(page.get_by_text(DEFANGED)).to_be_visible()


def open_and_acknowledge(day: Day, reference: str) -> None:
    """Open the case and acknowledge it."""
    open_case(day, reference)
    day.press("Acknowledge")
    day.sees_state(CaseState.ACKNOWLEDGED)


def decide(day: Day) -> None:
    """Answer item by item: one is removed, one refused with its ground."""
    day.press("Decide items", "link")
    answer(day)


def answer(day: Day) -> None:
    """On the page of the answers: one item is removed, one refused with its ground."""
    hands = day.hands
    hands.choose(day.said("Outcome") + " 1", day.said(Outcome.REMOVED.label))
    hands.choose(day.said("Outcome") + " 2", day.said(Outcome.REFUSED.label))
    hands.choose(day.said("Ground of the refusal") + " 2", day.said(RefusalGround.INSUFFICIENT.label))
    day.press("Send the answer")
    day.sees_state(CaseState.ANSWERED)


def write_message(day: Day, text: str) -> None:
    """Write to the other side, on the page of the case."""
    day.hands.fill(day.said("Message"), text)
    day.hands.press_on(day.hands.page.locator("#thread .submit [type=submit]"))
    expect(day.hands.page.locator("#thread .said").last).to_contain_text(text)


def verify_and_close(day: Day, reference: str) -> None:
    """Look at what was answered, say what was seen, and close."""
    page, hands = day.hands.page, day.hands
    page.goto(f"/cases/{reference}/")
    day.sees(RefusalGround.INSUFFICIENT.label)
    day.press("Verify items", "link")
    hands.choose(day.said("Seen") + " 1", day.said(VerifiedOutcome.DOWN.label))
    day.press("Send what you saw")
    day.sees_state(CaseState.VERIFIED)
    day.press("Close")
    day.sees_state(CaseState.CLOSED)


def is_true_on_the_board(day: Day) -> None:
    """See on the board that both deadlines were met."""
    page = day.hands.page
    page.goto("/board/?span=all")
    share = page.locator(".tile", has_text=day.said("Share met")).first
    expect(share).to_contain_text("100")
    expect(share).to_contain_text(re.compile(r"2 \w+ 2"))
