"""The table of a clock's states: complete, drawn as it is, and the only one who writes them.

Where the table changed, ``TAKEDOWN_DRAW=1`` lets the first test draw the page anew.
"""

import ast
import os
from collections.abc import Iterator
from pathlib import Path

from cases.domain.clock_moves import CLOCK_MOVES, STARTS_IN
from sla.enums import ClockMove, ClockState
from tests.architecture.sources import sources

DRAWN = Path(__file__).parents[2] / "docs" / "clock-states.md"

HEAD = """\
# The states of a clock

Drawn from `cases/domain/clock_moves.py` by
`TAKEDOWN_DRAW=1 ./dev test --fast tests/architecture/test_clock_states.py`, which fails without the
word where the two differ. One row of `cases_clock` is one run; a restart ends a run and starts the
next. *Breached* is no state: whether a run was or is late is seen when its due instant is read
beside the instant of its answer, or beside now.
"""


def diagram() -> Iterator[str]:
    """Yield the lines of the diagram; what leaves a state as it is stands in a note beside it."""
    yield "stateDiagram-v2"
    yield f"    [*] --> {STARTS_IN.value}: start"
    staying: dict[str, list[str]] = {}
    left = set()
    for how, ways in CLOCK_MOVES.items():
        for state, target in ways.items():
            if state == target:
                staying.setdefault(state.value, []).append(how.value)
            else:
                left.add(state)
                yield f"    {state.value} --> {target.value}: {how.value}"
    for state in ClockState:
        if state not in left:
            yield f"    {state.value} --> [*]"
    for name, moves in staying.items():
        yield f"    note right of {name}: {', '.join(moves)}"


def page() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, "```mermaid", *diagram(), "```", ""])


def test_the_diagram_is_drawn_from_the_table_as_it_is() -> None:
    if os.environ.get("TAKEDOWN_DRAW"):
        DRAWN.write_text(page())
    assert DRAWN.read_text() == page()


def test_every_move_is_in_the_table_and_every_state_can_be_reached() -> None:
    reached = {target for ways in CLOCK_MOVES.values() for target in ways.values()} | {STARTS_IN}
    assert (set(CLOCK_MOVES), reached) == (set(ClockMove), set(ClockState))


def _writes_a_state(node: ast.AST) -> bool:
    if not isinstance(node, ast.Assign):
        return False
    targets = [part for target in node.targets for part in ast.walk(target)]
    writes = any(isinstance(part, ast.Attribute) and part.attr == "state" for part in targets)
    return writes and any(
        isinstance(part, ast.Name) and part.id == "ClockState" for part in ast.walk(node.value)
    )


def test_nobody_writes_a_clocks_state_past_the_table() -> None:
    past = [source.name for source in sources() for node in ast.walk(source.tree) if _writes_a_state(node)]
    assert past == []
