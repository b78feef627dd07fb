"""The evidence of a side: in a draft, handed in by the referrer, with cases before and after they go."""

from accounts.domain.acting import COMMAND, Actor, acting_as
from cases.domain.evidence import attach_to_case, attach_to_report
from cases.models import Evidence
from tests.architecture.route_side import MINUTE, Side
from tests.factories.files import new_file, picture

WITH_CASES = ("returned", "sent", "received")


def hand_in(side: Side, state: str, reference: str, actor: Actor) -> None:
    """Attach a picture to a report; its name is a planted word."""
    name = side.mark(f"evidence{state}")
    attach_to_report(
        actor=actor, reference=reference, files=[new_file(picture(), name)], proves="", now=side.now
    )
    with acting_as(COMMAND):
        side.evidence[state] = Evidence.objects.get(name=name).public_id


def add_evidence(side: Side) -> None:
    """Attach a picture to the draft of a report, to a report taken over, and to cases."""
    analyst = side.desk.analyst
    for state, report in (("draft", "draft"), ("added", "taken")):
        hand_in(side, state, side.reports[report].reference, analyst)
    for state in WITH_CASES:
        name = side.mark(f"evidence{state}")
        side.cases[state] = attach_to_case(
            actor=analyst,
            reference=side.ref(state),
            files=[new_file(picture(), name)],
            item=None,
            now=side.now - MINUTE,
        )
        with acting_as(COMMAND):
            side.evidence[state] = Evidence.objects.get(name=name).public_id
