"""What was typed and not sent stands in its form again, on any device, until it is sent."""

from typing import Any

import pytest

from accounts.domain.acting import acting_as
from cases.domain.kept_texts import kept_texts
from cases.models import Case
from tests.dashboard.views.casework_scene import acknowledged, browser_of, items_of, opened, words_of
from tests.factories.desk import Desk, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def case(desk: Desk) -> Case:
    return opened(desk)


def page_for(actor: Any, case: Case, path: str = "") -> Any:
    return browser_of(actor).get(f"/cases/{case.reference}/{path}")


def type_in(actor: Any, case: Case, form: str, **body: str) -> Any:
    return browser_of(actor).post(f"/cases/{case.reference}/kept/{form}/", body)


def kept(actor: Any, case: Case) -> dict[str, dict[str, str]]:
    with acting_as(actor):
        return {form: row.texts for form, row in kept_texts(actor, case).items()}


def test_what_is_typed_is_kept_and_said_to_be(desk, case):
    answer = type_in(desk.analyst, case, "message", text="We thi", csrfmiddlewaretoken="x")
    assert answer.status_code == 200
    assert "Kept for you alone" in words_of(answer)
    assert kept(desk.analyst, case) == {"message": {"text": "We thi"}}


def test_it_stands_in_the_form_again_and_only_for_its_author(desk, case):
    type_in(desk.analyst, case, "message", text="Planted, not sent.")
    type_in(desk.analyst, case, "note", note="Planted for the house.")
    page = page_for(desk.analyst, case)
    assert "Planted, not sent." in page.content.decode()
    assert "Planted for the house." in page_for(desk.analyst, case, "?thread=internal").content.decode()
    for other in (desk.supervisor, desk.moderator):
        for path in ("", "?thread=internal"):
            assert "Planted" not in page_for(other, case, path).content.decode()


def test_a_step_that_was_begun_says_so_and_opens_as_it_was_left(desk, case):
    type_in(desk.moderator, case, "ask-clarification", ground="insufficient", text="Which one?")
    assert "Ask for clarification begun" in words_of(page_for(desk.moderator, case))
    form = page_for(desk.moderator, case, "ask-clarification/").context["form"]
    assert (form["ground"].value(), form["text"].value()) == ("insufficient", "Which one?")


def test_it_is_gone_when_it_is_sent(desk, case):
    type_in(desk.moderator, case, "ask-clarification", ground="insufficient", text="Which one?")
    said = {"ground": "insufficient", "text": "Which one?"}
    answer = browser_of(desk.moderator).post(f"/cases/{case.reference}/ask-clarification/", said)
    assert (answer.status_code, kept(desk.moderator, case)) == (302, {})
    type_in(desk.moderator, case, "ask-clarification", **said)
    assert kept(desk.moderator, case) == {}


def test_it_stays_when_the_form_comes_back(desk, case):
    type_in(desk.moderator, case, "ask-clarification", text="Which one?")
    answer = browser_of(desk.moderator).post(
        f"/cases/{case.reference}/ask-clarification/", {"text": "Which one?"}
    )
    assert (answer.status_code, set(kept(desk.moderator, case))) == (422, {"ask-clarification"})


def test_it_can_be_discarded(desk, case):
    type_in(desk.analyst, case, "note", note="A slip.")
    answer = browser_of(desk.analyst).post(f"/cases/{case.reference}/kept/note/forget/")
    assert (answer.status_code, answer.url) == (302, f"/cases/{case.reference}/?thread=internal#thread")
    assert kept(desk.analyst, case) == {}


def test_a_decision_is_kept_row_by_row(desk):
    case = acknowledged(desk)
    first, second = items_of(desk, case)
    typed = {
        "items-TOTAL_FORMS": "2",
        "items-INITIAL_FORMS": "2",
        "items-0-item": str(first.public_id),
        "items-1-item": str(second.public_id),
        "edit_version": "1",
    }
    type_in(desk.moderator, case, "decide", **typed)
    assert kept(desk.moderator, case) == {}
    words = {"items-1-outcome": "refused", "items-1-note": "It is satire.", "text": "Please see."}
    type_in(desk.moderator, case, "decide", **typed, **words)
    page = page_for(desk.moderator, case, "decide/")
    rows = [row for _item, row in page.context["paired"]]
    assert [row["note"].value() for row in rows] == [None, "It is satire."]
    assert [row["outcome"].value() for row in rows] == [None, "refused"]
    assert page.context["head"]["text"].value() == "Please see."
    assert "begun" in words_of(page_for(desk.moderator, case))


def test_a_form_without_words_is_none(desk, case):
    for form in ("close", "no-such-form"):
        assert type_in(desk.analyst, case, form, text="x").status_code == 404


def test_strangers_keep_nothing(case):
    assert type_in(make_desk().analyst, case, "message", text="x").status_code == 404
