"""Set-up of templates: listed, added, changed, retired; and inserted into the forms of a case."""

from typing import Any

import pytest

from accounts.domain.acting import acting_as
from accounts.enums import Role
from cases.domain.text_templates import TemplateWords, add_template
from cases.models import Case, TemplateKind, TextTemplate
from tests.architecture.route_asks_casework import rows_of
from tests.dashboard.views.casework_scene import (
    acknowledged,
    browser_of,
    items_of,
    minutes_ago,
    opened,
    words_of,
)
from tests.factories.desk import Desk, make_desk
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
QUERIES_OF_THE_LIST = 8
SAID = {"kind": "message", "language": "en", "title": "Reminder", "text": "About {reference}: {items}"}


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def template_of(actor: Any, kind: TemplateKind, text: str, **more: str) -> TextTemplate:
    said = {"kind": kind, "language": "en", "title": "Reminder", "text": text, **more}
    return add_template(actor=actor, words=TemplateWords(**said), now=minutes_ago(5))


def insert(actor: Any, case: Case, step: str, template: TextTemplate | str, **body: Any) -> Any:
    chosen = template if isinstance(template, str) else str(template.public_id)
    body = {"insert": "1", "template": chosen, **body}
    return browser_of(actor).post(f"/cases/{case.reference}/{step}/", body)


def test_a_template_is_added_listed_changed_and_retired(desk):
    client = browser_of(desk.supervisor)
    assert "No template yet" in words_of(client.get("/admin/texts/"))
    assert client.post("/admin/texts/new/", SAID).url == "/admin/texts/"
    page = client.get("/admin/texts/")
    [row] = page.context["templates"]
    form = client.get(f"/admin/texts/{row.public_id}/").context["form"]
    changed = {**SAID, "title": "Second reminder", "seen": form["seen"].value()}
    assert client.post(f"/admin/texts/{row.public_id}/", changed).status_code == 302
    assert "Second reminder" in words_of(client.get("/admin/texts/"))
    client.post(f"/admin/texts/{row.public_id}/retire/")
    assert "No template yet" in words_of(client.get("/admin/texts/"))


def test_an_unknown_field_comes_back_with_its_sentence(desk):
    answer = browser_of(desk.supervisor).post("/admin/texts/new/", {**SAID, "text": "{who}"})
    assert answer.status_code == 422
    assert "“{who}” is no field." in words_of(answer)


def test_a_stale_form_shows_both_texts(desk):
    row = template_of(desk.supervisor, TemplateKind.MESSAGE, "As it was.")
    client = browser_of(desk.supervisor)
    seen = client.get(f"/admin/texts/{row.public_id}/").context["form"]["seen"].value()
    client.post(f"/admin/texts/{row.public_id}/", {**SAID, "text": "The first.", "seen": seen})
    answer = client.post(f"/admin/texts/{row.public_id}/", {**SAID, "text": "The second.", "seen": seen})
    assert answer.status_code == 409
    assert "The first." in words_of(answer)
    assert "The second." in words_of(answer)


def test_each_side_keeps_templates_for_its_own_forms(desk):
    lead = make_actor(desk.operator, Role.LEAD)
    for actor, strange in ((desk.supervisor, "decision"), (lead, "answer")):
        answer = browser_of(actor).post("/admin/texts/new/", {**SAID, "kind": strange})
        assert answer.status_code == 422


def test_the_list_costs_the_same_whatever_its_length(desk, django_assert_num_queries):
    client = browser_of(desk.supervisor)
    for number in range(3):
        template_of(desk.supervisor, TemplateKind.MESSAGE, "A text.", title=f"Title {number}")
    client.get("/admin/texts/")
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        client.get("/admin/texts/")
    for number in range(3, 40):
        template_of(desk.supervisor, TemplateKind.MESSAGE, "A text.", title=f"Title {number}")
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        client.get("/admin/texts/")


def test_a_template_is_inserted_below_what_was_typed_with_its_fields_filled(desk):
    case = opened(desk)
    template = template_of(desk.supervisor, TemplateKind.MESSAGE, "About {reference} on {platform}:\n{items}")
    answer = insert(desk.analyst, case, "message", template, text="Good morning.")
    assert answer.status_code == 200
    first, second = items_of(desk, case)
    lines = "\n".join(f"hxxps://{desk.platform.slug}[.]example/{item.key}" for item in (first, second))
    text = answer.context["form"]["text"].value()
    assert text == f"Good morning.\n\nAbout {case.reference} on {desk.platform.name}:\n{lines}"
    with acting_as(desk.analyst):
        assert not case.messages.exists()


def test_it_goes_into_a_decision_too_and_no_row_is_lost(desk):
    case = acknowledged(desk)
    lead = make_actor(desk.operator, Role.LEAD)
    template = template_of(lead, TemplateKind.DECISION, "We followed {reference}.")
    rows = rows_of([item.public_id for item in items_of(desk, case)], outcome="removed", note="Gone.")
    body = {"edit_version": case.edit_version, "text": "", **rows}
    answer = insert(desk.moderator, case, "decide", template, **body)
    assert answer.status_code == 200
    assert answer.context["head"]["text"].value() == f"We followed {case.reference}."
    assert answer.content.decode().count('value="Gone."') == 2


def test_a_template_of_somebody_else_is_not_there(desk):
    case = opened(desk)
    theirs = template_of(make_actor(desk.operator, Role.LEAD), TemplateKind.MESSAGE, "Planted.")
    assert insert(desk.analyst, case, "message", theirs).status_code == 404
    assert insert(desk.analyst, case, "message", "no-uuid").status_code == 404
    assert insert(desk.analyst, case, "message", "", text="Mine.").context["form"]["text"].value() == "Mine."


def test_the_page_fetches_what_fits_a_form(desk):
    case = opened(desk)
    template_of(desk.supervisor, TemplateKind.MESSAGE, "A text.")
    address = f"/cases/{case.reference}/templates"
    assert "Reminder (English)" in words_of(browser_of(desk.analyst).get(f"{address}/message/"))
    assert "No template fits here yet." in words_of(browser_of(desk.moderator).get(f"{address}/message/"))
    assert browser_of(desk.analyst).get(f"{address}/close/").status_code == 404
    assert browser_of(make_desk().analyst).get(f"{address}/message/").status_code == 404
