"""Evidence as people handle it: chosen in the form, blurred in the list, shown when asked for."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.domain.acting import COMMAND, acting_as
from accounts.models import User
from audit.models import Entry
from cases.domain.approving import approve_and_send
from cases.domain.receipt import open_and_sign
from cases.models import Case
from kernel.clock import database_now
from tests.browser.conftest import SignIn
from tests.factories.cases import link_on, seen_hash
from tests.factories.desk import Desk, make_desk
from tests.factories.files import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BLURRED = "img.blurred"


def hand_in(page: Page, desk: Desk, folder: Path) -> None:
    (folder / "seen.png").write_bytes(picture((900, 700)))
    page.goto("/reports/new/")
    page.get_by_label("Links", exact=True).fill(link_on(desk))
    expect(page.locator("#links .link-list > li")).to_have_count(1)
    page.get_by_label("Category").select_option(desk.category.code)
    page.get_by_label("Legal basis").select_option(index=1)
    page.get_by_label("Reasons", exact=True).fill("It calls for violence.")
    page.get_by_label("were considered").check()
    page.get_by_label("What was considered").fill("No reporting, no art.")
    page.locator("input[type=file]").set_input_files(folder / "seen.png")
    page.get_by_label("What the files prove").select_option(index=1)
    page.get_by_role("button", name="File for approval").click()


def test_a_picture_is_handed_in_and_shown_to_the_platform_when_it_asks(
    sign_in: SignIn, tmp_path: Path
) -> None:
    desk = make_desk()
    analyst, moderator = (User.objects.get(pk=each.user_id) for each in (desk.analyst, desk.moderator))
    page = sign_in(analyst)
    hand_in(page, desk, tmp_path)
    page.wait_for_url("**/cases/*/")
    expect(page.locator(BLURRED)).to_have_count(1)
    with page.expect_download() as started:
        page.get_by_role("link", name="Original").click()
    assert Path(started.value.path()).read_bytes() == (tmp_path / "seen.png").read_bytes()
    _send(desk)
    _shown_to(sign_in(moderator), desk)


def _send(desk: Desk) -> None:
    with acting_as(COMMAND):
        reference = Case.objects.get().reference
    seen, now = seen_hash(desk.approver, reference), database_now()
    approve_and_send(actor=desk.approver, reference=reference, content_hash=seen, now=now)
    open_and_sign(actor=desk.moderator, reference=reference, now=database_now())


def _shown_to(page: Page, desk: Desk) -> None:
    with acting_as(COMMAND):
        page.goto(f"/cases/{Case.objects.get().reference}/")
    assert Entry.objects.filter(verb="see_evidence").count() == 0
    page.get_by_role("link", name="Show", exact=True).click()
    shown = page.locator("figure.preview img")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 900
    assert Entry.objects.get(verb="see_evidence").actor_id == desk.moderator.id


DROP = """([zone, data]) => {
  const all = new DataTransfer();
  all.items.add(new File([Uint8Array.from(data)], "dropped.png", { type: "image/png" }));
  for (const name of ["dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: all }));
  }
}"""
PASTE = """([zone, data]) => {
  const all = new DataTransfer();
  all.items.add(new File([Uint8Array.from(data)], "image.png", { type: "image/png" }));
  zone.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: all }));
}"""


def test_files_are_dropped_and_pictures_pasted_and_one_is_thought_better_of(sign_in: SignIn) -> None:
    desk = make_desk()
    page = sign_in(User.objects.get(pk=desk.analyst.user_id))
    page.goto("/reports/new/")
    page.get_by_label("Links", exact=True).fill(link_on(desk))
    zone = page.locator("[data-drop]")
    for script in (DROP, PASTE, PASTE):
        page.evaluate(script, [zone.element_handle(), list(picture())])
    expect(page.locator("[data-drop-list] li")).to_have_count(3)
    page.get_by_role("button", name="Do not attach: pasted-1.png").click()
    expect(page.locator("[data-drop-list] li bdi")).to_have_text(["dropped.png", "pasted-2.png"])
    page.get_by_text("When, by whom and from where").click()
    page.get_by_label("Captured at").fill("2026-03-02T08:30")
    page.get_by_label("From where").fill("Telegram Desktop")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".piece-name")).to_have_text(["dropped.png", "pasted-2.png"])
    expect(page.get_by_text("Telegram Desktop")).to_have_count(2)
