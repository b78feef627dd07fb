"""The table of moves, walked pair by pair."""

import pytest

from cases.domain.lifecycle import MOVES, allows, check_move, check_target
from cases.enums import OPEN_STATES, UNSENT_STATES, CaseState, Verb
from kernel.errors import Conflict


def test_every_verb_has_its_row() -> None:
    assert set(MOVES) == set(Verb)


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("state", CaseState)
def test_a_move_is_refused_with_a_sentence_or_leads_where_the_table_says(
    state: CaseState, verb: Verb
) -> None:
    if not allows(state, verb):
        with pytest.raises(Conflict, match=str(state.label)):
            check_move(state, verb)
        return
    check_move(state, verb)
    for target in CaseState:
        if target in MOVES[verb][state]:
            assert check_target(state, verb, target) == target
        else:
            with pytest.raises(AssertionError):
                check_target(state, verb, target)


def test_every_state_is_reached_and_every_open_state_is_left() -> None:
    reached = {target for row in MOVES.values() for targets in row.values() for target in targets}
    assert reached == set(CaseState)
    left = {state for row in MOVES.values() for state, targets in row.items() if targets - {state}}
    assert left >= set(OPEN_STATES) | set(UNSENT_STATES)


def test_nothing_unsent_can_be_answered_by_a_platform() -> None:
    spoken = {Verb.OPEN_AND_SIGN, Verb.ACKNOWLEDGE, Verb.DECIDE, Verb.OBJECT, Verb.WRITE}
    assert {v for v in spoken for s in UNSENT_STATES if allows(s, v)} == set()
