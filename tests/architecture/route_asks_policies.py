"""What is asked of the routes of a policy's versions: drafts, publishing, open cases that go over."""

from typing import Any

from tests.architecture.route_asks import ABSENT, AGENCIES, OTHER_PLATFORM, Asks

EDITORS = frozenset({"adm"})
PLACE = ["effect", "urgent", "standard"]
NO_VERSION = 9
STEP = {"step-TOTAL_FORMS": "1", "step-INITIAL_FORMS": "0"}
BREACH = {
    "step-0-action": "breach",
    "step-0-at": "0",
    "step-0-anchor": "due",
    "step-0-standing": "our_default",
}
RULE = {
    "allowance_minutes": "90",
    "starts": "received",
    "on_clarification": "pause",
    "on_impossibility": "pause",
    "on_review": "pause",
    "standing": "our_default",
    **STEP,
    **BREACH,
}


def policies(asks: Asks) -> None:
    """Read by whoever knows the policy, drafts by who edits them; cases go over by their agency."""
    default, agreed = asks.home.desk.version.policy.code, asks.world.agreed.code
    asks.post("dashboard:policy_draft", "default, there is one", [default])
    asks.post("dashboard:policy_draft", "agreed with other", [agreed], knows=AGENCIES | OTHER_PLATFORM)
    asks.post("dashboard:policy_draft", ABSENT, ["no-policy"])
    for label, args, more in (
        ("published", [default, 1], {}),
        ("draft", [default, 2], {"knows": EDITORS}),
        ("agreed with other", [agreed, 1], {"knows": AGENCIES | OTHER_PLATFORM}),
        (ABSENT, [default, NO_VERSION], {}),
    ):
        _version(asks, label, args, more)


def _version(asks: Asks, label: str, args: list[Any], more: dict[str, Any]) -> None:
    for name in ("policy_version", "policy_changes", "policy_cases", "policy_head"):
        asks.get(f"dashboard:{name}", label, args, **more)
    head = {"source": "Act 2", "edit_version": "1", **dict.fromkeys(_CHECKS, "warn")}
    for name, body in (
        ("policy_head", head),
        ("policy_publish", {"edit_version": "1"}),
        ("policy_retire", {}),
        ("policy_discard", {}),
        ("policy_move", {}),
    ):
        asks.post(f"dashboard:{name}", label, args, body=body, **more)
    asks.get("dashboard:policy_rule", label, [*args, *PLACE], **more)
    asks.post("dashboard:policy_rule", label, [*args, *PLACE], body=RULE, **more)
    asks.post("dashboard:policy_rule_remove", label, [*args, *PLACE], **more)


_CHECKS = ("dead_form", "over_broad", "whole_channel", "no_evidence", "wrong_language", "night_hours")
