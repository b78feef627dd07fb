"""A desk with its people signed in, and cases as they stand shortly before now."""

import re
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from accounts.domain.acting import Actor, acting_as
from accounts.models import User
from audit.models import Entry
from cases.domain import receipt, response
from cases.domain.response import ItemDecision
from cases.enums import Outcome
from cases.models import Case, Item
from kernel.clock import database_now
from tests.factories.desk import Desk


def browser_of(actor: Actor) -> Client:
    """Return a browser in which ``actor`` has signed in."""
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def minutes_ago(minutes: float) -> datetime:
    """Return an instant shortly before the database's now."""
    return database_now() - timedelta(minutes=minutes)


def reread(desk: Desk, case: Case) -> Case:
    """Return the case as it stands now."""
    with acting_as(desk.analyst):
        return Case.objects.get(pk=case.pk)


def items_of(desk: Desk, case: Case) -> list[Item]:
    """Return the items as they stand now."""
    with acting_as(desk.analyst):
        return list(Item.objects.filter(case=case).order_by("position"))


def opened(desk: Desk, minutes: float = 30, *, items: int = 2) -> Case:
    """Return a case that was sent and, five minutes later, opened and signed."""
    case = desk.sent_case(minutes_ago(minutes), items=items)
    return receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=minutes_ago(minutes - 5))


def acknowledged(desk: Desk, minutes: float = 30, *, items: int = 2) -> Case:
    """Return a case that was sent and, five minutes later, acknowledged."""
    case = desk.sent_case(minutes_ago(minutes), items=items)
    return response.acknowledge(actor=desk.moderator, reference=case.reference, now=minutes_ago(minutes - 5))


def answered(desk: Desk, minutes: float = 30, outcome: Outcome = Outcome.REMOVED) -> Case:
    """Return a case that was sent and, ten minutes later, decided as a whole."""
    case = acknowledged(desk, minutes)
    decisions = [ItemDecision(item.public_id, outcome) for item in items_of(desk, case)]
    return response.decide(
        actor=desk.moderator,
        reference=case.reference,
        decisions=decisions,
        text="",
        now=minutes_ago(minutes - 10),
    )


def recorded(case: Case) -> int:
    """Return how many entries the record of the case has."""
    return Entry.objects.filter(subject_kind="case", subject_id=case.reference).count()


def words_of(answer: Any) -> str:
    """Return the text of a page, without its tags, white space folded."""
    whole = answer.content.decode()
    body = whole.partition("<main")[2] or whole
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def listed(actor: Actor, query: str = "tab=all") -> list[str]:
    """Return the references that a reader's queue lists, in its order."""
    page = browser_of(actor).get(f"/queue/?{query}").content.decode()
    return re.findall(r'id="case-(TD-[^"]+)"', page)
