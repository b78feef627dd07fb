"""Whatever stands in a timeline is found under one of the filters at least."""

from cases.domain.timeline import Event, EventKind
from cases.domain.timeline_groups import KINDS, EventGroup, narrowed
from tests.factories.cases import NOON

EVENTS = [Event(kind, NOON, kind.value) for kind in EventKind]


def test_every_kind_of_event_is_in_a_group() -> None:
    assert frozenset(EventKind) == frozenset.union(*KINDS.values())


def test_every_group_but_all_has_its_kinds() -> None:
    assert set(KINDS) == set(EventGroup) - {EventGroup.ALL}


def test_a_group_keeps_the_order_and_leaves_the_rest_out() -> None:
    assert narrowed(EVENTS, EventGroup.ALL) == EVENTS
    kinds = [event.kind for event in narrowed(EVENTS, EventGroup.MESSAGES)]
    assert kinds == [EventKind.MESSAGE, EventKind.AMENDMENT, EventKind.EVIDENCE]
