"""Templates of text belong to one organisation, name known fields only, and are filled once."""

import pytest

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from audit.models import Entry
from cases.domain.text_templates import (
    TEMPLATE_FIELDS,
    TemplateWords,
    add_template,
    change_template,
    filled,
    retire_template,
    template_for,
    templates_for,
)
from cases.models import TemplateKind, TextTemplate
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from kernel.fingerprints import fingerprint
from tests.factories.cases import LATER, NOON
from tests.factories.desk import Desk, make_desk
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor
from tests.factories.recorded import verbs_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def words(text: str = "About {reference}.", **more: str) -> TemplateWords:
    said = {"kind": TemplateKind.MESSAGE, "language": "en", "title": "Reminder", **more}
    return TemplateWords(text=text, **said)


def add(actor: Actor, text: str = "About {reference}.", **more: str) -> TextTemplate:
    return add_template(actor=actor, words=words(text, **more), now=NOON)


def change(actor: Actor, row: TextTemplate, text: str, seen: str = "") -> TextTemplate:
    return change_template(actor=actor, template=row.public_id, words=words(text), seen=seen, now=LATER)


def offered(actor: Actor, first: str = "en") -> list[str]:
    with acting_as(actor):
        return [row.title for row in templates_for(actor, TemplateKind.MESSAGE, first=first)]


def test_a_template_is_offered_to_its_own_organisation_alone(desk):
    row = add(desk.supervisor)
    assert offered(desk.analyst) == ["Reminder"]
    stranger = make_actor(make_agency(), Role.SUPERVISOR)
    for actor in (desk.moderator, stranger):
        assert offered(actor) == []
        with acting_as(actor), pytest.raises(NotKnown):
            template_for(actor, row.public_id)
    with pytest.raises(NotKnown):
        change(stranger, row, "Ours now.")


def test_who_keeps_the_templates(desk):
    for role, organisation in ((Role.ADMINISTRATOR, desk.agency), (Role.LEAD, desk.operator)):
        add(make_actor(organisation, role))
    for actor in (desk.analyst, desk.approver, desk.moderator, make_actor(desk.agency, Role.AUDITOR)):
        with pytest.raises(NotAllowed):
            add(actor, title="Another")


def test_an_unknown_field_is_refused_with_a_sentence(desk):
    with pytest.raises(Invalid, match="referense") as raised:
        add(desk.supervisor, "About {referense}.")
    assert raised.value.field == "text"
    with pytest.raises(Invalid):
        add(desk.supervisor, "About {}.")
    with pytest.raises(Invalid):
        add(desk.supervisor, "  ")


def test_the_language_of_the_reader_comes_first(desk):
    add(desk.supervisor)
    add(desk.supervisor, title="Pengingat", language="id")
    assert offered(desk.analyst, "en") == ["Reminder", "Pengingat"]
    assert offered(desk.analyst, "id") == ["Pengingat", "Reminder"]


def test_a_title_is_used_once_until_it_is_retired(desk):
    row = add(desk.supervisor)
    with pytest.raises(Conflict):
        add(desk.supervisor)
    retire_template(actor=desk.supervisor, template=row.public_id, now=LATER)
    assert offered(desk.analyst) == []
    add(desk.supervisor)
    with pytest.raises(NotKnown):
        retire_template(actor=desk.supervisor, template=row.public_id, now=LATER)


def test_a_change_of_what_somebody_else_changed_meanwhile_is_refused(desk):
    row = add(desk.supervisor)
    seen = fingerprint(row, TEMPLATE_FIELDS)
    change(desk.supervisor, row, "First.", seen)
    with pytest.raises(Conflict):
        change(desk.supervisor, row, "Second.", seen)
    with acting_as(desk.supervisor):
        assert template_for(desk.supervisor, row.public_id).text == "First."


def test_the_record_holds_no_text(desk):
    row = add(desk.supervisor, "Planted words.")
    change(desk.supervisor, row, "Planted again.")
    retire_template(actor=desk.supervisor, template=row.public_id, now=LATER)
    subject = ("text_template", str(row.public_id))
    assert verbs_of(*subject) == ["add_template", "change_template", "retire_template"]
    assert "Planted" not in str(list(Entry.objects.filter(subject_id=subject[1]).values()))


def test_fields_are_filled_once_and_what_is_filled_in_is_left_alone():
    values = {"reference": "{platform}", "platform": "Kanal"}
    assert filled("{reference} on {platform}, {other} { }", values) == "{platform} on Kanal, {other} { }"
