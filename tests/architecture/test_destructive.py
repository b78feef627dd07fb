"""What ends, removes or takes back something is never a GET, and is opened before it is pressed.

The sentence in ``components/_confirm.html`` says what it will do and to whom; a button of its
own in a row would do it by one slip of the mouse.
"""

import re
from pathlib import Path

import pytest

from tests.architecture.route_grid import read_blocks

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
ROUTES = read_blocks((Path(__file__).parent / "routes.txt").read_text())
DESTRUCTIVE = (
    "case_return",
    "channel_unalias",
    "channel_unlink",
    "contact_retire",
    "erasure_new",
    "evidence_take_out",
    "flagger_end",
    "flagger_suspend",
    "hold_lift",
    "holiday_drop",
    "host_remove",
    "invitation_revoke",
    "joining_leave",
    "joining_return",
    "legal_basis_retire",
    "organisation_close",
    "own_feed_end",
    "own_token_revoke",
    "person_disable",
    "person_factor_reset",
    "policy_discard",
    "policy_retire",
    "policy_rule_remove",
    "report_return",
    "saved_queue_remove",
    "sheet_discard",
    "shift_end",
    "sign_out_elsewhere",
    "text_retire",
    "token_revoke",
)
# Whatever a route of this name does, it takes something away; it is listed above or here.
SOUNDS_SO = re.compile(
    r"_(close|discard|disable|drop|end|lift|remove|reset|retire|revoke|suspend|unalias|unlink)$"
)
ELSEWHERE = {
    "case_close": "a page of its own, that says what it does",
    "absence_end": "one is back; the same form says away again",
    "session_end": "one's own session elsewhere; signing in there begins another",
}


@pytest.mark.parametrize("name", DESTRUCTIVE)
def test_it_is_no_get(name: str) -> None:
    lines = ROUTES[f"dashboard:{name}"]
    assert [line.split()[1:3] for line in lines if line.strip().startswith("GET")] == [["not", "offered"]]


@pytest.mark.parametrize("name", DESTRUCTIVE)
def test_it_is_opened_before_it_is_pressed(name: str) -> None:
    found = 0
    for file in TEMPLATES.rglob("*.html"):
        text = file.read_text()
        for use in re.finditer(rf"dashboard:{name}'", text):
            found += 1
            before = text[: use.start()]
            in_details = before.rfind('<details class="confirm"') > before.rfind("</details>")
            kept = re.match(r"[^%]* as (\w+) %}", text[use.start() :])
            confirmed = kept and re.search(rf"_confirm\.html\"[^%]*action={kept[1]}\b", text[use.start() :])
            assert in_details or confirmed, f"{file.relative_to(ROOT)} {name}"
    assert found, f"no page offers {name}"


def test_what_sounds_so_is_listed() -> None:
    names = {route.removeprefix("dashboard:") for route in ROUTES if route.startswith("dashboard:")}
    assert {name for name in names if SOUNDS_SO.search(name)} - set(DESTRUCTIVE) - set(ELSEWHERE) == set()
