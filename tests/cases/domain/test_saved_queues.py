"""Queues under a name: whose they are, who finds them, who changes them."""

from uuid import uuid4

import pytest

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from cases.domain import saved_queues
from cases.domain.saved_queues import default_of, queues_of
from cases.models import SavedQueue
from kernel.errors import Conflict, DomainError, Invalid, NotAllowed, NotKnown
from tests.factories.cases import NOON
from tests.factories.desk import make_desk
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
RULES = {"tab": ["us"], "urgency": ["urgent"]}


def keep(actor: Actor, name: str = "Urgent", *, shared: bool = False) -> SavedQueue:
    return saved_queues.save_queue(actor=actor, name=name, rules=RULES, shared=shared, now=NOON)


def names(actor: Actor) -> list[str]:
    with acting_as(actor):
        return [row.name for row in queues_of(actor)]


def change(actor: Actor, row: SavedQueue, **words: object) -> SavedQueue:
    said = {"name": row.name, "shared": row.shared, "edit_version": row.edit_version, **words}
    return saved_queues.change_queue(actor=actor, queue=row.public_id, now=NOON, **said)  # type: ignore[arg-type]


def refused(error: type[DomainError], deed: object, *args: object, **words: object) -> str:
    with pytest.raises(error) as raised:
        deed(*args, **words)  # type: ignore[operator]
    return raised.value.code


def test_an_own_queue_is_found_by_its_owner_and_a_shared_one_by_his_organisation() -> None:
    desk = make_desk()
    keep(desk.analyst, "Own")
    keep(desk.analyst, "Shared", shared=True)
    keep(desk.moderator, "Theirs", shared=True)
    assert names(desk.analyst) == ["Own", "Shared"]
    assert names(desk.supervisor) == ["Shared"]
    assert names(desk.moderator) == ["Theirs"]


def test_a_shared_queue_is_changed_by_its_owner_and_by_who_leads() -> None:
    desk = make_desk()
    row = keep(desk.analyst, shared=True)
    colleague = make_actor(desk.agency, Role.ANALYST)
    assert refused(NotAllowed, change, colleague, row, name="Mine") == "queue_of_another"
    assert refused(NotKnown, change, desk.moderator, row, name="Mine") == "queue_unknown"
    row = change(desk.supervisor, row, name="Urgent now", rules={"tab": ["all"]})
    row = change(make_actor(desk.agency, Role.ADMINISTRATOR), row, name="Urgent today")
    assert (row.name, row.rules, row.edit_version) == ("Urgent today", {"tab": ["all"]}, 3)


def test_somebody_elses_own_queue_is_not_known() -> None:
    desk = make_desk()
    row = keep(desk.analyst)
    assert refused(NotKnown, change, desk.supervisor, row, name="x") == "queue_unknown"
    assert refused(NotKnown, saved_queues.remove_queue, actor=desk.supervisor, queue=row.public_id, now=NOON)


def test_what_somebody_changed_meanwhile_is_not_overwritten() -> None:
    desk = make_desk()
    row = keep(desk.analyst, shared=True)
    change(desk.supervisor, row, name="Other")
    assert refused(Conflict, change, desk.analyst, row, name="Mine") == "queue_changed"
    assert names(desk.analyst) == ["Other"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_name_has_one_to_sixty_letters(name: str) -> None:
    assert refused(Invalid, keep, make_desk().analyst, name) == "queue_name"


def test_a_person_has_each_name_once() -> None:
    desk = make_desk()
    keep(desk.analyst)
    assert refused(Invalid, keep, desk.analyst, " Urgent ") == "queue_name_taken"
    other = keep(desk.analyst, "Other")
    assert refused(Invalid, change, desk.analyst, other, name="Urgent") == "queue_name_taken"
    keep(desk.supervisor)


def test_nobody_keeps_more_than_fifty(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk()
    monkeypatch.setattr(saved_queues, "QUEUES_AT_MOST", 1)
    keep(desk.analyst)
    assert refused(Invalid, keep, desk.analyst, "Second") == "too_many_queues"


def begins(actor: Actor) -> str:
    with acting_as(actor):
        row = default_of(actor)
    return row.name if row else ""


def choose(actor: Actor, row: SavedQueue | None) -> None:
    saved_queues.choose_default(actor=actor, queue=row.public_id if row else None, now=NOON)


def test_each_begins_with_the_queue_of_his_choice_while_he_may_see_it() -> None:
    desk = make_desk()
    row = keep(desk.analyst, shared=True)
    choose(desk.supervisor, row)
    choose(desk.analyst, row)
    assert (begins(desk.supervisor), begins(desk.analyst), begins(desk.approver)) == ("Urgent", "Urgent", "")
    row = change(desk.analyst, row, shared=False)
    assert (begins(desk.supervisor), begins(desk.analyst)) == ("", "Urgent")
    choose(desk.analyst, None)
    assert begins(desk.analyst) == ""


def test_one_begins_with_nothing_that_one_does_not_know() -> None:
    desk = make_desk()
    row = keep(desk.analyst)
    assert refused(NotKnown, choose, desk.moderator, row) == "queue_unknown"
    with pytest.raises(NotKnown):
        saved_queues.choose_default(actor=desk.analyst, queue=uuid4(), now=NOON)


def test_a_removed_queue_is_begun_with_by_nobody() -> None:
    desk = make_desk()
    row = keep(desk.analyst, shared=True)
    choose(desk.supervisor, row)
    saved_queues.remove_queue(actor=desk.analyst, queue=row.public_id, now=NOON)
    assert (begins(desk.supervisor), names(desk.supervisor)) == ("", [])
