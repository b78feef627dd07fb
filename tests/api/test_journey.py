"""One case from the report to the end, by programs alone."""

import pytest

from tests.factories.cases import CONSIDERED, REASONS, link_on
from tests.factories.desk import Desk, make_desk
from tests.factories.tokens import api_of

pytestmark = pytest.mark.django_db


def report_on(desk: Desk, *paths: str) -> dict[str, object]:
    return {
        "paste": "\n".join(link_on(desk, path) for path in paths or ("room/1",)),
        "category": desk.category.code,
        "legal_basis": desk.basis.code,
        "urgency": "urgent",
        "reasons": REASONS,
        "considerations": CONSIDERED,
        "considered": True,
    }


def test_a_case_goes_from_the_report_to_its_closing_by_tokens_of_both_sides() -> None:
    desk = make_desk()
    analyst, approver, moderator = (
        api_of(person) for person in (desk.analyst, desk.approver, desk.moderator)
    )
    filed = analyst.post("cases/", report_on(desk, "room/1", "room/2", "messages/x"))
    assert filed.status_code == 201, filed.content
    [row] = filed.json()["cases"]
    assert (row["state"], row["item_count"]) == ("awaiting_approval", 2)
    case = f"cases/{row['reference']}/"
    assert moderator.get(case).status_code == 404

    seen = approver.get(case).json()
    assert "send" in seen["may"]
    sent = approver.post(f"{case}send/", {"content_hash": seen["house"]["content_hash"]})
    assert (sent.status_code, sent.json()["state"]) == (200, "sent")

    cover = moderator.get(case).json()
    assert (cover["asked"], cover["item_count"]) == (None, 2)
    assert moderator.get(f"{case}items/").json() == []
    opened = moderator.post(f"{case}open/")
    assert opened.json()["asked"]["reasons"] == REASONS
    assert moderator.post(f"{case}acknowledge/").json()["state"] == "acknowledged"
    items = [item["id"] for item in moderator.get(f"{case}items/").json()]
    version = moderator.get(case).json()["edit_version"]
    decided = moderator.post(
        f"{case}decide/",
        {"decisions": [{"item": item, "outcome": "removed"} for item in items]},
        match=version,
    )
    assert (decided.status_code, decided.json()["state"]) == (200, "answered")

    version = analyst.get(case).json()["edit_version"]
    verdicts = [{"item": item, "verdict": "down"} for item in items]
    verified = analyst.post(f"{case}verify/", {"verdicts": verdicts}, match=version)
    assert verified.json()["state"] == "verified"
    assert analyst.post(f"{case}close/").json()["state"] == "closed"
    assert [receipt["via"] for receipt in analyst.get(case).json()["receipts"]] == ["api"]
